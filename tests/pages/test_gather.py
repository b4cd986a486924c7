"""The plan's page."""

from __future__ import annotations

import re

import pytest

from tests.pages.page_texts import made


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ("[6, 12]", "6 to 12 months from 1 January 2027, until 1 July 2027 to 1 January 2028"),
        ("6", "6 months from 1 January 2027, until 1 July 2027"),
        ("[1, 1]", "1 month from 1 January 2027, until 1 February 2027"),
    ],
)
def test_the_runway_is_said_as_its_author_does(months: str, words: str) -> None:
    page = made({"plan": f"runway: {{start: 2027-01-01, months: {months}}}\n"})["plan.md"]
    assert re.findall(r"\*\*Runway\*\* <span>(.*?)</span>", page) == [words]


def test_a_per_cent_sign_stays_with_its_number() -> None:
    page = made(
        {
            "plan": "courses: {a: {title: A, units: [x, y, z]}}\n",
            "2024-W26": "courses: {a: {done: [x]}}\n"
            "sessions: [{start: 2024-06-25, minutes: 90, item: a/x}]\n",
        }
    )["progress.md"]
    assert "about 33\u00a0% done by time" in page


def test_steps_are_ticked_off_by_the_first_published_week_that_did_them() -> None:
    plan = "phases: [{title: A, steps: [Read the book, 'Write, at last', Rest, Wait]}]\n"
    plan += "courses: {c: {phase: 1}}\n"
    page = made(
        {
            "plan": plan,
            "2024-W27": "title: One\ndone: [read  the BOOK, Something else]\n",
            "2024-W28": "title: Two\ndone: [Read the book, 'write, at last']\n",
            "2024-W29": "draft: true\ndone: [Rest]\n",
        }
    )["plan.md"]
    rows = re.findall(r"^-   ([✓○]) ([^<\n]+?)(?: <span.*\[(\w+)\].*)?$", page, re.MULTILINE)
    assert rows == [
        ("✓", "Read the book", "One"),
        ("✓", "Write, at last", "Two"),
        ("○", "Rest", ""),
        ("○", "Wait", ""),
    ]
    # Else Markdown would make one list of the items and the steps.
    assert re.search(r"\(courses/c.md\).*\n+<div class=.tracker-units.></div>\n\n-   ✓", page)


def test_reviews_stand_in_the_plans_list() -> None:
    plan = """\
phases: [A]
courses:
  one: {title: One, phase: 1, review: "Why *this*.\\n\\n- a\\n- b"}
  two: {title: Two, phase: 1}
papers:
  three: {title: Three, review: Short.}
"""
    page = made({"plan": plan})["plan.md"]
    assert "\n\n    Why *this*.\n    \n    - a\n    - b\n" in page
    assert page.index("One](") < page.index("Why *this*") < page.index("Two](")
    assert page.index("Three](") < page.index("    Short.")
