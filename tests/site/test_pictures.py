"""Charts through the real build: each is drawn once, and again when its data changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journal import CASES
from tests.sites import build_site

SESSION = "sessions:\n  - {start: 2024-07-03 10:00, minutes: 40}\n"


def drawn(folder: Path) -> dict[str, int]:
    return {
        path.name: path.stat().st_mtime_ns for path in (folder / ".tracker/charts").glob("*.svg")
    }


@pytest.mark.long
def test_nothing_is_drawn_twice_and_what_changed_is_drawn_again(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    shutil.copytree(CASES / "everything/entries", folder / "entries")
    first = build_site(folder)
    page, before = (first / "progress/index.html").read_bytes(), drawn(folder)
    assert len(before) >= 4
    assert (build_site(folder) / "progress/index.html").read_bytes() == page
    assert drawn(folder) == before
    week = folder / "entries/2024-W27.yaml"
    week.write_text(week.read_text("utf-8").replace("sessions:\n", SESSION, 1), "utf-8")
    build_site(folder)
    after = drawn(folder)
    assert any(
        after.get(name) == written for name, written in before.items()
    )  # the same data, the same file
    assert set(after) - set(before)
    shutil.rmtree(folder / ".tracker")
    assert set(drawn(build_site(folder).parent)) == set(after)
