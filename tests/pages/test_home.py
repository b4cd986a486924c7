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
    assert "The whole plan</th><td>No forecast." in found["plan.md"]
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


@pytest.mark.parametrize(
    ("week", "today", "said"),
    [
        ("", date(2024, 7, 3), "on Monday 8 July 2024."),
        ("", date(2024, 7, 8), None),  # there it is
        ("published: 2024-07-05\n", date(2024, 7, 3), "on Friday 5 July 2024."),
        ("draft: true\n", date(2024, 7, 3), None),
    ],
)
def test_home_says_when_the_first_post_appears(week: str, today: date, said: str | None) -> None:
    texts = {"2024-W27": f"{week}sessions: [{{start: 2024-07-02, minutes: 30}}]\n"}
    page = made(texts, today)["index.md"]
    found = re.search(r"The first post appears here (.*)</p>", page)
    assert (found[1] if found else None) == said
    assert "Nothing to read here yet" not in page


def test_words_of_a_draft_alone_say_no_day() -> None:
    page = made({"2024-W27": "intro: Secret.\n"}, date(2024, 7, 3))["index.md"]
    assert "first post" not in page


def test_charts_of_days_come_with_the_second_day() -> None:
    one = made({"2024-W27": "sessions: [{start: 2024-07-02, minutes: 30}]\n"}, date(2024, 7, 3))
    assert "more to show than one figure" in one["progress.md"]
    assert "tracker-chart" not in one["progress.md"] + one["index.md"]
    two = "sessions: [{start: 2024-07-02, minutes: 30}, {start: 2024-07-03, minutes: 30}]\n"
    found = made({"2024-W27": two}, date(2024, 7, 3))
    assert re.findall("(?m)^## (.*)", found["progress.md"])[0] == "Which days?"
    assert "Where did the time go?" not in found["progress.md"]


def test_home_gives_days_of_posts_for_programs_to_read() -> None:
    page = made({"2024-W27": "title: x\n"})["index.md"]
    assert '<time datetime="2024-07-07">7 July 2024</time>' in page
