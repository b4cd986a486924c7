"""Which pages have a list of their headings."""

from __future__ import annotations

import pytest

from tracker.format.loader import load_journal
from tracker.model.journal import Week
from tracker.pages.contents import has_own_headings, needs_contents

TEXTS = {
    "## A heading": True,
    "Words.\n\n### One\n\nMore.": True,
    "One\n===\n\nMore.": True,
    "One\n---\n": True,
    "Words.": False,
    "#tag": False,
    "```python\n# a comment\n```": False,
    "Words.\n\n---\n\nMore.": False,
    "| a | b |\n|---|---|\n| 1 | 2 |": False,
    "- one\n- two": False,
    "> quoted\n---\n": False,
}


def read_week(text: str, where: str) -> Week:
    lines = "\n".join(f"  {'  ' * where.count(':')}{line}" for line in text.splitlines())
    files = {"entries/2024-W27.yaml": f"{where} |\n{lines}\n".encode()}
    journal, problems = load_journal(files)
    assert [problem for problem in problems if not problem.hint] == []
    return journal.weeks[0]


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
@pytest.mark.parametrize("where", ["intro:", "courses:\n  a:\n    notes:"])
def test_headings_are_those_that_the_author_wrote(text: str, expected: bool, where: str) -> None:
    assert has_own_headings(read_week(text, where)) == expected


def test_a_list_needs_three_entries_and_a_post_its_authors_headings() -> None:
    plain, divided = Week("2024-W27"), Week("2024-W27", intro="## One\n\n## Two\n\n## Three\n")
    assert [needs_contents(count, None) for count in (0, 1, 2, 3)] == [False, False, False, True]
    assert not needs_contents(12, plain)
    assert needs_contents(3, divided)
    assert not needs_contents(2, divided)
