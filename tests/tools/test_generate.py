"""The journals that benchmarks measure with: whole, published to the last week, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.generate import Size, day_of_publication, format_journal, last_saturday, name_of
from tracker.checks import journal_checks
from tracker.figures.public import make_public_journal
from tracker.format import loader
from tracker.model.journal import week_of

SIZES = {
    "one week": Size(1),
    "two years": Size(104, sessions=5, words=40),
    "40 open courses": Size(104, open_courses=40, sessions=5, words=40),
    "no hours": Size(104, hours=False, words=40),
    "ten years": Size(520, open_courses=40, sessions=2, words=40),
    "thirty years": Size(1560, sessions=1, words=20),
}


LONG = {"ten years", "thirty years"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.long) if name in LONG else name for name in SIZES],
)
def test_a_journal_is_whole_and_published(name: str, tmp_path: Path) -> None:
    size = SIZES[name]
    texts = format_journal(size)
    assert texts == format_journal(size)
    files = {path: text.encode() for path, text in texts.items()}
    journal, problems = loader.load_journal(files)
    problems += journal_checks.check_journal(journal, files)
    assert [str(problem) for problem in problems if not problem.hint] == []
    assert len(journal.weeks) == size.weeks
    assert journal.weeks[-1].name == name_of(size.weeks - 1)
    assert any(week.sessions for week in journal.weeks) == size.hours
    published = make_public_journal(journal, day_of_publication(size.weeks).date())
    assert [week.name for week in published.weeks if not week.title] == []
    assert len(published.weeks) == size.weeks
    assert week_of(last_saturday(size.weeks).date()) == journal.weeks[-1].name
