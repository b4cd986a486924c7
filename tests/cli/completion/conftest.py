"""The journal that completion is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.completion.hostile import PLAN, WEEK
from tests.journal import Scratch


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = Scratch(tmp_path_factory.mktemp("completion") / "j", PLAN.encode())
    scratch.put(WEEK)
    scratch.put(
        "sessions: [{start: 2024-06-29 12:00, minutes: 5, item: zoo, id: 2x2x2x}]\n", "2024-W26"
    )
    scratch.put("- broken: [\n", "2024-W25")
    scratch.put("sessions: []\n", "2023-W52")
    scratch.put(
        "sessions: [{start: 2016-01-05 12:00, minutes: 5, item: forgotten, id: 9x9x9x}]\n",
        "2016-W01",
    )
    problems = scratch.run("check").out
    assert all("hint:" in line or "2024-W25" in line for line in problems.splitlines()), problems
    return scratch.folder
