"""Journals as their readers may see them, for feeds and what else leaves the site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.journal import CASES, ROOT, Scratch
from tests.syndication.views import (
    ESSAYS,
    MKDOCS,
    PLACE,
    view_of,
)
from tracker.pages import View


@pytest.fixture(scope="session")
def everything_view(tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("everything")
    (folder / "entries").mkdir()
    for path in (CASES / "everything/entries").glob("*.yaml"):
        (folder / "entries" / path.name).write_bytes(path.read_bytes())
    return view_of(folder, essays=ESSAYS)


@pytest.fixture(scope="session")
def example_view() -> View:
    from tracker.site import hand_written

    essays, _ = hand_written.read_docs(ROOT, ROOT / "docs", PLACE)
    return view_of(ROOT, essays=essays, today=date(2026, 11, 21))


@pytest.fixture(params=["everything_view", "example_view"])
def view(request: pytest.FixtureRequest) -> View:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@pytest.fixture
def journal(tmp_path: Path) -> Scratch:
    scratch = Scratch(tmp_path, None)
    for path in (CASES / "everything/entries").glob("*.yaml"):
        scratch.put(path.read_bytes(), path.stem)
    (tmp_path / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    return scratch
