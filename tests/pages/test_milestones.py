"""Milestones."""

from __future__ import annotations

import re

import pytest

from tests.pages.page_texts import made


def test_milestones_of_the_author_and_of_the_data_are_told_apart() -> None:
    plan = (
        "courses: {one: {title: 'Numbers: part one', units: [a]}, two: {title: Second, units: [a]}}\n"
        "milestones: [{date: 2024-07-10, what: Part one is behind me}, {date: 2023-01-01, what: Born}]\n"
    )
    sessions = "".join(
        f"  - {{start: 2024-07-0{n}, minutes: 1440, item: one}}\n" for n in range(1, 6)
    )
    first = f"courses: {{one: {{done: [a]}}}}\npapers: {{p: {{read: once}}}}\nsessions:\n{sessions}"
    page = made({"plan": plan, "2024-W27": first, "2024-W28": "courses: {two: {done: [a]}}\n"})[
        "milestones.md"
    ]
    rows = re.findall(
        r'<time datetime="([\d-]+)">.*?</time> (?:\*\*(.*?)\*\*|<span.*?>(.*?)</span>)', page
    )
    own = [(day, what) for day, what, _ in rows if what]
    counted = [(day, re.sub(r"\[(.*?)\]\(.*?\)", r"\1", what)) for day, _, what in rows if what]
    assert own == [("2024-07-10", "Part one is behind me"), ("2023-01-01", "Born")]
    assert counted == [
        ("2024-07-14", "Finished Second"),
        ("2024-07-07", "The first paper read: p"),
        ("2024-07-05", "100 hours of study"),
        ("2024-07-01", "The first session: Numbers: part one"),
    ]
    assert [day for day, *_ in rows] == sorted((day for day, *_ in rows), reverse=True)


def test_a_journal_that_begins_with_a_note_says_so() -> None:
    week = "sessions:\n  - {start: 2024-07-01, item: one, note: it begins}\n"
    page = made({"2024-W27": week})["milestones.md"]
    assert "The first note: [one]" in page
    assert "session" not in page


@pytest.mark.parametrize(
    ("weeks", "first"),
    [
        (("papers: {p: {read: skim}}", "papers: {p: {read: again}}"), "p"),
        (("papers: {p: {read: implemented}}", "papers: {q: {read: again}}"), "p"),
        (("papers: {p: {read: again}}",), None),
        (("papers: {p: {understood: 2}}", "papers: {p: {read: again}}"), None),
        # Which one the author read first nobody knows.
        (("papers: {p: {read: again}}", "papers: {q: {read: once}}"), None),
    ],
)
def test_the_first_paper_read_is_none_that_was_read_before(
    weeks: tuple[str, ...], first: str | None
) -> None:
    texts = {f"2024-W{number + 20}": text for number, text in enumerate(weeks)}
    found = re.search(r"The first paper read: \[(\w+)\]", made(texts)["milestones.md"])
    assert (found[1] if found else None) == first
