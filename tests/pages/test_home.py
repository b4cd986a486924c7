"""The home page and the library, where little is there yet."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.pages.page_texts import made

STARTED = {
    "plan": "courses: {a: {title: Algebra, units: [one, two]}, b: {units: 3}}\n",
    "2024-W26": "sessions: [{start: 2024-06-25, minutes: 60, item: a}, {start: 2024-W26, minutes: 30, item: b}]\n",
}


def started(records: str, today: date = date(2024, 7, 2)) -> dict[str, str]:
    """The pages of a journal of one week, with these records of its courses."""
    return made({**STARTED, "2024-W26": f"courses: {{{records}}}\n" + STARTED["2024-W26"]}, today)


@pytest.mark.parametrize("kind", ["courses", "papers", "projects"])
def test_an_empty_list_says_what_fills_it(kind: str) -> None:
    page = made({"2024-W27": ""})[f"{kind}/index.md"]
    assert f"No {kind} yet. The plan fills this page with its <code>{kind}</code>" in page
    assert f"<code>tracker add {kind[:-1]} ID</code>" in page


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("a: {done: [one]}", []),
        ("a: {done: [one, two]}", ["1</strong> course, paper or project finished"]),
        (
            "a: {done: [one, two]}, b: {done: 3}",
            ["2</strong> courses, papers and projects finished"],
        ),
    ],
)
def test_home_counts_what_is_finished_and_no_nought(records: str, said: list[str]) -> None:
    assert re.findall(r"\d</strong> [^<]*finished", started(records)["index.md"]) == said


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("title: x\n", "A learner's journal, since July 2024"),
        ("why: |\n  To *know*. And more.\n", "To know"),
    ],
)
def test_home_is_described_by_why_or_by_how_long_it_goes_on(plan: str, said: str) -> None:
    week = "sessions:\n  - {start: 2024-07-01, minutes: 30}\n"
    page = made({"plan": plan, "2024-W27": week})["index.md"]
    assert f'description: "{said}"' in page


def test_why_there_is_no_forecast_is_said_once_on_the_plan_and_on_each_course() -> None:
    found = started("a: {done: [one]}, b: {done: 1}", date(2024, 6, 28))
    assert found["plan.md"].count("No forecast.") == 1
    assert "The whole plan: No forecast." in found["plan.md"]
    assert all("No forecast." in found[f"courses/{id_}.md"] for id_ in "ab")


@pytest.mark.parametrize(
    ("courses", "said"),
    [
        ("", "none yet"),
        ("a: {status: next}", "1 next"),
        ("a: {status: next}, b: {status: next}", "2 next"),
        ("a: {status: next}, b: {}", "2: 1 next"),
        ("a: {}, b: {}", "2"),
    ],
)
def test_the_library_counts_courses_by_where_they_stand(courses: str, said: str) -> None:
    page = made({"plan": f"courses: {{{courses}}}\n", "2024-W27": ""})["library/index.md"]
    assert re.search(r"Courses\].*?<span[^>]*>(.*?)<", page)[1] == said  # type: ignore[index]
