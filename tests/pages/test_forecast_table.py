"""The plan page's table: when the whole plan and each course in hand will be done."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest

from tests.figures.steady import STEADY, after, files
from tracker.figures import stats
from tracker.format.loader import load_journal
from tracker.pages import View
from tracker.pages.all_pages import build_pages

TODAY = after(12)
TWO = "courses:\n  zero: {title: Zero, units: 15}\n  book: {title: A book, estimate: 40h}\n"
WHOLE = "The whole plan"


def read_plan(
    plan: str, zero: list[int] = STEADY, book: list[int] | None = None, today: date = TODAY
) -> str:
    journal, problems = load_journal(files(zero, book or [60] * 8, plan=plan))
    assert problems == []
    view = View(stats.build_figures(journal), today, drawn=lambda chart: "")
    return next(unescape(page.text) for page in build_pages(view) if page.uri == "plan.md")


def read_rows(page: str) -> list[list[str]]:
    """The words of the table's cells, row by row; the first row is the head."""
    table = re.search(r'(?s)<table class="tracker-forecasts">(.*?)</table>', page)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[1] if table else "")
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell) for cell in row] for row in cells]


def test_the_whole_plan_comes_first_then_the_courses_in_hand() -> None:
    head, whole, book = read_rows(read_plan(TWO))
    assert head == ["Course", "Even odds by", "Four in five by"]
    assert (whole[0], book[0]) == (WHOLE, "A book")
    assert all(re.search(r"\b202\d$", day) for row in (whole, book) for day in row[1:])


def test_a_course_without_days_says_why_beside_those_that_have_them() -> None:
    page = read_plan(TWO.replace("units: 15", "units: 900"))
    zero = next(row for row in read_rows(page) if row[0] == "Zero")
    assert zero[1:] == ["No forecast. Even odds lie more than five years ahead."]
    assert f'<td colspan="2">{zero[1]}</td>' in page
    assert len(next(row for row in read_rows(page) if row[0] == "A book")) == 3


def test_what_the_days_of_a_row_rest_on_stands_below_its_title() -> None:
    page = read_plan(TWO + "  later: {title: Later, units: 2, status: active}\n")
    assert "Later not begun: in the plan's order" in [row[0] for row in read_rows(page)]


def test_where_nothing_has_days_the_plans_reason_stands_for_all() -> None:
    page = read_plan(TWO, [1], [30], today=after(0) + timedelta(days=1))
    assert read_rows(page)[0] == ["Course", "Forecast"]
    assert [row[0] for row in read_rows(page)[1:]] == [WHOLE]
    assert page.count("No forecast.") == 1
    assert "colspan" not in page


@pytest.mark.parametrize(
    "plan",
    [
        "courses: {zero: {title: Zero, units: 2, status: done}}\n",
        "courses: {zero: {title: Zero, units: 2, status: dropped}}\n",
        "title: Nothing\n",
    ],
)
def test_where_nothing_is_left_there_is_no_table(plan: str) -> None:
    page = read_plan(plan)
    assert read_rows(page) == []
    assert "When it will be done" not in page


def test_a_title_from_elsewhere_stays_text() -> None:
    page = read_plan(TWO.replace("A book", "'<b>A</b> | [b](c)'"))
    table = page[page.index("<table") : page.index("</table>")]
    assert "<bdi><b>A</b> | [b](c)</bdi>" in table  # as it reads, once its references are resolved
    assert '<a href="../courses/book/">' in table
