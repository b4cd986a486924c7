"""What changed in a journal -> the message of its commit; and no word of it is private."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import PLAN
from tracker.cli.commit_message import build_commit_message
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format.loader import load_journal
from tracker.pages import View
from tracker.pages.addresses import Essay, Place

TODAY = date(2024, 7, 6)
FILES = {
    "entries/plan.yaml": PLAN,
    "entries/2024-W24.yaml": b"title: Fix the [skip ci] mark\nlife: [x]\n",
    "entries/2024-W25.yaml": b"title: A title that is far too long to stand in one line of a log of "
    b"commits, whoever reads it\nlife: [x]\n",
    "entries/2024-W26.yaml": b"title: A hat for names\nlife: [x]\n",
    "entries/2024-W27.yaml": b"title: HiddenDraft\nlife: [HiddenLife]\n",
    "entries/2024-W23.yaml": b"draft: true\ntitle: HiddenMarked\n",
    "entries/2024-W22.yaml": b"sessions: [{start: 2024-05-28 10:00, minutes: 30, item: x, "
    b"note: HiddenNote that is quite long, unpublished: true}]\n",
}
ESSAYS = (
    Essay("shown.md", "An essay", TODAY, ""),
    Essay("draft.md", "HiddenEssay", TODAY, "", draft=True),
)
CASES = [
    (["entries/2024-W26.yaml"], "2024-W26: A hat for names"),
    (["entries/2024-W27.yaml"], "Update 2024-W27"),
    (["entries/2024-W23.yaml"], "Update 2024-W23"),
    (["entries/2024-W24.yaml"], "Update 2024-W24"),
    (
        ["entries/2024-W25.yaml"],
        "2024-W25: A title that is far too long to stand in one line of a log …",
    ),
    (["entries/plan.yaml"], "Update the plan"),
    (["entries/forecasts.yaml"], "Update the forecasts"),
    (["docs/blog/posts/shown.md"], "Essay: An essay"),
    (["docs/blog/posts/draft.md"], "Update 1 essay"),
    (["docs/about.md", "docs/a.md"], "Update 2 pages"),
    (["docs/a.css"], "Update 1 file"),
    (["notebooks/hidden.ipynb"], "Update 1 notebook"),
    (["entries/images/hidden.PNG"], "Update 1 picture"),
    (["mkdocs.yml"], "Update 1 settings file"),
    (
        ["entries/2024-W26.yaml", "entries/2024-W27.yaml", "entries/plan.yaml"],
        "Update 2024-W26, 2024-W27 and the plan\n\n"
        "- 2024-W26: A hat for names\n- 2024-W27\n- the plan",
    ),
    (
        ["docs/blog/posts/shown.md", "docs/blog/posts/draft.md"],
        "Update 2 essays\n\n- Essay: An essay\n- 1 more essay",
    ),
    (
        ["-entries/2024-W20.yaml", "-docs/blog/posts/shown.md"],
        "Update 2024-W20 and 1 essay\n\n- 2024-W20: removed\n- 1 essay",
    ),
]


@pytest.fixture(scope="module")
def view() -> View:
    return read_view()


def read_view() -> View:
    journal, problems = load_journal(FILES)
    assert not [problem for problem in problems if not problem.hint]
    figures = build_figures(make_public_journal(journal, TODAY))
    return View(figures, TODAY, place=Place(), essays=ESSAYS)


@pytest.mark.parametrize(("paths", "message"), CASES)
def test_message(paths: list[str], message: str, view: View) -> None:
    changed = {path.removeprefix("-"): path.startswith("-") for path in paths}
    assert build_commit_message(view, "docs", changed, first=False) == f"{message}\n"


def test_first_message(view: View) -> None:
    changed = {"entries/2024-W27.yaml": False}
    assert build_commit_message(view, "docs", changed, first=True) == (
        "Begin the journal\n\n- 2024-W27\n"
    )


PATHS = sorted({path.removeprefix("-") for paths, _ in CASES for path in paths} | set(FILES))


@given(st.dictionaries(st.sampled_from(PATHS), st.booleans(), min_size=1), st.booleans())
def test_any_message_is_public_and_well_formed(changed: dict[str, bool], first: bool) -> None:
    message = build_commit_message(read_view(), "docs", changed, first)
    assert "hidden" not in message.lower()
    assert "skip ci" not in message
    subject, *rest = message.removesuffix("\n").split("\n")
    assert 0 < len(subject) <= 72
    assert not rest or (rest[0] == "" and all(line.startswith("- ") for line in rest[1:]))
