"""What all tests share: fixtures, and the order in which they run."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journal import Scratch


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in Chromium first: each file of theirs takes a minute, and the last one to begin would be waited for."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scratch:
    """A journal with a plan and no week, and a terminal of no known width or colour."""
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return Scratch(tmp_path / "j")


@pytest.fixture
def berlin() -> Iterator[None]:
    """The clock of Berlin, whose hours change twice a year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Git as it comes, whatever is set on this machine."""
    who = {
        f"GIT_{role}_{what}": "a@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    no = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_EDITOR": "true"}
    for name, value in {
        **who,
        **no,
        "HOME": str(tmp_path_factory.getbasetemp()),
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
