"""The last twelve months that hold work: of public logs, with the clock years later."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import CASES
from tests.pages.page_texts import made
from tracker.charts import CHARTS
from tracker.figures.rest import find_last_year
from tracker.figures.stats import Figures, build_figures
from tracker.format import loader
from tracker.model.journal import Period, monday_of

LOGS = sorted(path.stem for path in (CASES / "throughput").glob("*.csv"))
# The longest of them takes as long as all others.
NAMES = [pytest.param(name, marks=pytest.mark.long) if name == "til-b" else name for name in LOGS]
HOURS = [name for name in LOGS if name.startswith("hours")]
YEARS_LATER = 6 * 365


def read_log(name: str) -> Iterator[tuple[str, int]]:
    """Yield (week, hours or items) of each week of a public log that has any."""
    lines = (CASES / f"throughput/{name}.csv").read_text("utf-8").splitlines()
    for week, amount in csv.reader(line for line in lines[1:] if not line.startswith("#")):
        if week != "week" and round(float(amount)):
            yield week, round(float(amount))


def make_journal(name: str) -> tuple[dict[str, str], date]:
    """A log as a journal's files, and its last Sunday."""
    amounts = dict(read_log(name))
    texts = {"plan": f"courses: {{log: {{title: The log, units: {sum(amounts.values()) + 20}}}}}\n"}
    for week, amount in amounts.items():
        day = monday_of(week)
        texts[week] = f"courses: {{log: {{done: {amount}}}}}\nsessions:\n"
        texts[week] += f"  - {{start: {day}, minutes: {60 * min(amount, 150)}, item: log}}\n"
    return texts, monday_of(max(amounts)) + timedelta(days=6)


def figures_of(texts: dict[str, str]) -> Figures:
    files = {f"entries/{name}.yaml": text.encode() for name, text in texts.items()}
    journal, _ = loader.load_journal(files)
    return build_figures(journal)


def findings(page: str) -> dict[str, str]:
    """Question -> the finding of its chart."""
    found = re.findall(
        r"^## ([^\n]*\?)$(?:(?!^## ).)*?finding\">(.*?)</p>", page, re.MULTILINE | re.DOTALL
    )
    return dict(found)


@pytest.mark.parametrize("name", NAMES)
def test_years_later_the_pages_tell_of_the_months_that_hold_work(name: str) -> None:
    texts, last = make_journal(name)
    pages = made(texts, last + timedelta(days=YEARS_LATER))
    told = findings(pages["progress.md"])
    period = find_last_year(figures_of(texts), last + timedelta(days=YEARS_LATER))
    assert period is not None
    assert period.first.day == 1
    worked = last - timedelta(days=6)
    assert period.first <= worked <= period.last < worked + timedelta(days=31)
    for question in ("Where did the time go?", "Which days?", "Am I keeping up?"):
        assert str(worked.year) in told[question], told[question]
        assert not re.search("last twelve months|Nothing logged|so far", told[question])
    home = pages["index.md"]
    assert f"Last in hand, in {last:%B %Y}".replace(" 0", " ") in home
    assert "## The whole story" in home
    assert "The last twelve months" not in home
    assert re.search(rf"A learner's journal, \w+ \d{{4}} to {last:%B %Y}", home)
    assert "## In hand then" in pages["now.md"]


@pytest.mark.parametrize("name", NAMES)
def test_while_it_goes_on_nothing_changes(name: str) -> None:
    texts, last = make_journal(name)
    assert find_last_year(figures_of(texts), last + timedelta(days=300)) is None
    home = made(texts, last + timedelta(days=30))["index.md"]
    assert '<h2 id="now">In hand</h2>' in home
    assert "since " in home
    assert "The whole story" not in home


@pytest.mark.parametrize("name", NAMES)
def test_a_course_that_was_left_says_so_once(name: str) -> None:
    """Of a course that was left, while another goes on ten years later."""
    texts, last = make_journal(name)
    later = last + timedelta(days=3650)
    year, week, _ = later.isocalendar()
    texts[f"{year}-W{week:02}"] = f"sessions: [{{start: {later}, minutes: 60, item: other}}]\n"
    pages = made(texts, later + timedelta(days=9))
    page = pages["courses/log.md"]
    rows = re.findall(r'<tr><th scope="row".*?>([^<]*)</th><td>([^<]*)</td>', page)
    assert rows[0][0].endswith(
        f" to {(later + timedelta(days=9)).isocalendar()[0]}-W"
        f"{(later + timedelta(days=9)).isocalendar()[1]:02}"
    )
    weeks = [row for row in rows if re.match(r"\d{4}-W\d\d", row[0])]
    assert not any(newer[1] == older[1] == "–" for newer, older in pairwise(weeks))
    hand = pages["index.md"].partition('id="now"')[2]
    assert "/other/" in hand
    assert "/log/" not in hand


@given(
    st.lists(st.dates(date(2015, 1, 1), date(2020, 1, 1)), min_size=1, max_size=8),
    st.integers(0, 4000),
)
def test_the_twelve_months_end_with_the_last_session(days: list[date], later: int) -> None:
    texts: dict[str, str] = {}
    for day in days:
        year, week, _ = day.isocalendar()
        name = f"{year}-W{week:02}"
        texts.setdefault(name, "sessions:\n")
        texts[name] += f"  - {{start: {day}, minutes: 5, item: a}}\n"
    today = max(days) + timedelta(days=later)
    figures = figures_of(texts)
    period = find_last_year(figures, today)
    assert (period is None) == (later <= 364)
    assert find_last_year(figures, today, "a") == period
    assert find_last_year(figures, today, "b") is None
    if period:
        assert period.first <= max(days) <= period.last
        assert period.first.day == (period.last + timedelta(days=1)).day == 1
        assert (period.last - period.first).days < 366
        assert period.first >= min(days).replace(day=1)


def test_a_journal_without_sessions_has_no_such_months() -> None:
    assert find_last_year(figures_of({"2024-W27": "intro: x\n"}), date(2030, 1, 1)) is None
    whole = find_last_year(
        figures_of({"2024-W27": "sessions: [{start: 2024-W27, minutes: 5}]\n"}), date(2030, 1, 1)
    )
    assert whole == Period(date(2024, 7, 1), date(2024, 7, 31))


RESTED = {
    "2017-W10": "papers: {p: {read: once}}\n"
    "sessions: [{start: 2017-03-06 08:00, minutes: 60, item: a}]\n",
    "2019-W20": "papers: {p: {read: again}}\nsessions:\n"
    "  - {start: 2019-05-13 08:00, minutes: 60, item: b}\n"
    "  - {start: 2019-05-14 09:00, minutes: 60, item: b}\n"
    "  - {start: 2019-05-15 10:00, minutes: 60, item: b}\n",
}


@pytest.mark.parametrize(
    ("name", "item", "finding"),
    [
        ("hours-by-week", None, "3 h from June 2018 to May 2019, all of it on b."),
        ("hours-by-week", "a", "1 h on a in March 2017, in 1 week."),
        ("calendar", None, "Studied on 3 days from June 2018 to May 2019."),
        ("calendar", "a", "Studied a on 1 day in March 2017."),
        ("consistency", None, "Studied in 1 of 52 weeks from June 2018 to May 2019."),
        ("rhythm", None, "Three sessions are too few to tell a rhythm."),
    ],
)
def test_charts_of_a_journal_that_rests(name: str, item: str | None, finding: str) -> None:
    chart = CHARTS[name](figures_of(RESTED), date(2026, 11, 21), None, item)
    assert chart.finding == finding
    if name == "rhythm":  # a picture would not say more
        assert chart.draw is None
    else:
        assert chart.draw and chart.draw()


def test_papers_end_where_the_journal_does() -> None:
    later = CHARTS["papers"](figures_of(RESTED), date(2026, 11, 21), None, None)
    then = CHARTS["papers"](figures_of(RESTED), date(2019, 5, 31), None, None)
    assert later.draw and then.draw
    assert later.draw() == then.draw()


def test_years_of_hours_name_empty_weeks_once() -> None:
    whole = CHARTS["hours-by-week"](
        figures_of(RESTED), date(2026, 11, 21), Period(date(2017, 3, 1), date(2019, 5, 31)), None
    )
    assert [row[0] for row in whole.rows] == [
        "2019-W21 to 2019-W22",
        "2019-W20",
        "2017-W11 to 2019-W19",
        "2017-W10",
    ]
