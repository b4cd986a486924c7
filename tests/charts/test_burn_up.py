"""The burn-up: what it says, what it shows of history, forecast, deadline and runway, and that its words keep apart."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from html import unescape
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.chart_cases import JOURNALS, MONDAY, TODAY, journal, nothing, on_the_way, weeks
from tests.journal import Scratch
from tracker.charts import CHARTS, Chart
from tracker.charts.labels import Label, crosses_label, find_line_row, place_labels
from tracker.figures.forecast import (
    describe_forecast,
    describe_forecast_conditions,
    forecast_item,
    format_finish_date,
    summarize_forecast,
)
from tracker.figures.forecast.kept_forecasts import measure_calibration
from tracker.figures.stats import Figures
from tracker.format.loader import load_forecasts
from tracker.model.journal import Period
from tracker.pages import View
from tracker.pages.all_pages import build_pages

PLAN = """
deadline: {deadline}
runway: {{start: 2026-10-01, months: [6, 9]}}
courses:
  one: {{title: Course One, units: {units}}}
"""


def course(
    amounts: Iterable[int], units: int = 40, deadline: str = "2027-06-30", until: date = MONDAY
) -> Figures:
    return journal(PLAN.format(deadline=deadline, units=units), **weeks(amounts, until))


@cache
def steady() -> Figures:
    return course([1, 2, 0, 1, 2, 1, 0, 1, 3, 1, 1, 2])


@cache
def ten_years() -> Figures:
    return course([n % 3 for n in range(520)], units=560)


def chart(
    figures: Figures, period: Period | None = None, item: str | None = None, today: date = TODAY
) -> Chart:
    return CHARTS["burn-up"](figures, today, period, item)


def drawn(shown: Chart) -> str:
    assert shown.draw
    return shown.draw()


def marks(svg: str, css: str) -> list[str]:
    """The paths of a class."""
    return re.findall(rf'<path class="tracker-{css}" d="([^"]*)"', svg)


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", svg)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


FINISHED = [3, 0, 2, 0, 0, 5]
GAP = {**weeks([1, 2, 1]), **weeks([2, 1], MONDAY - timedelta(weeks=60))}


@pytest.mark.parametrize(
    ("figures", "asked", "begin", "end"),
    [
        (nothing, {}, "No course is planned yet.", ""),
        (lambda: journal("papers: {p: {title: One}}"), {}, "No course is planned yet.", ""),
        (steady, {"item": "nope"}, "The journal knows nothing called nope.", ""),
        (lambda: course([]), {"item": "one"}, "Course One: 0 of 40 units. No forecast. ", "."),
        (lambda: course([0, 0, 1]), {"item": "one"}, "Course One: 1 of 40 units. No forecast. ", "."),
        (steady, {"item": "one"}, "Course One: 15 of 40 units. Even odds by ", "."),
        (steady, {}, "The whole plan: 15 h of 40 h. Even odds by ", "."),
        (steady, {"item": "one", "period": year(2025)}, "Course One: no unit finished in 2025.", ""),
        (lambda: course([1] * 60, 90), {"item": "one", "period": year(2025)},
         "Course One: from nothing to 13 of 90", " in 2025."),
        (lambda: course(FINISHED, 10), {"item": "one"}, "Course One: finished by 21 November 2026, over 6 weeks.", ""),
        (lambda: course(FINISHED, 10), {}, "The whole plan: finished by 21 November 2026, over 6 weeks.", ""),
        (lambda: journal("courses: {one: {status: done}}"), {"item": "one"}, "one: finished.", ""),
        (lambda: journal("courses: {one: {units: 4}}", **weeks([1, 1], more=", status: dropped")),
         {"item": "one"}, "one: dropped by 21 November 2026, over 2 weeks.", ""),
        (lambda: journal("courses: {one: {units: 9}, other: {}}", **weeks([1, 1])), {},
         "How much is left of the whole plan is not known. The course touched last, one: 2 of 9 units. Even odds by ", "."),
    ],
)  # fmt: skip
def test_the_finding_says_of_what_how_far_and_when(figures, asked, begin, end) -> None:
    finding = chart(figures(), **asked).finding
    assert finding.startswith(begin)
    assert finding.endswith(end)


def test_the_finding_is_the_forecast_that_pages_and_terminal_say() -> None:
    for figures in (steady(), course([1, 1]), ten_years(), course([1], units=9)):
        for item in (None, "one"):
            assert (
                describe_forecast(figures, forecast_item(figures, TODAY, item), TODAY)
                in chart(figures, item=item).finding
            )


def test_the_line_ends_at_what_is_done_and_the_band_at_the_whole() -> None:
    shown = chart(steady(), item="one")
    found = forecast_item(steady(), TODAY, "one")
    assert shown.headers == ("Week", "Done", "In all", "Even odds", "Four in five")
    rows = {row[0]: row[1:] for row in shown.rows}
    assert rows["2026-W47"][:2] == ("2", "15")
    assert rows["2026-W46"] == ("1", "13", "–", "–")
    assert rows["2026-W38"] == ("–", "3", "–", "–")
    assert rows["2026-W36"] == ("1", "1", "–", "–")
    assert [row for row in shown.rows if row[3] != "–"][::-1] == [
        (week, *rows[week][:2], str(half), str(most)) for week, half, most in found.band
    ]
    assert shown.rows[0][3:] == ("40", "40")


def test_weeks_add_up_to_what_is_done() -> None:
    for figures in (
        steady(),
        ten_years(),
        course(FINISHED, 10),
        journal(PLAN.format(deadline="2030-01-01", units=9), **GAP),
    ):
        rows = chart(figures, item="one", period=Period(date(2010, 1, 1), TODAY)).rows
        done = [int(row[1]) for row in rows if row[1] != "–"]
        assert (
            sum(done)
            == figures.states["one"].progress.done
            == max(int(row[2]) for row in rows if row[2] != "–")
        )


def test_a_gap_of_a_year_is_a_level_line() -> None:
    shown = chart(journal(PLAN.format(deadline="2027-06-30", units=9), **GAP), item="one")
    empty = [row for row in shown.rows if row[1] == "–" and " to " in row[0]]
    ahead = [row for row in shown.rows if row[3] != "–"]
    assert (len(shown.rows) - len(ahead), len(empty)) == (5, 1)
    (line,) = marks(drawn(shown), "done")
    ends = [float(x) for x in re.findall(r"[ML](\S+) ", line)]
    assert max(b - a for a, b in pairwise(ends)) > 200


def test_where_nothing_can_be_said_there_is_history_alone() -> None:
    svg = drawn(chart(course([0, 0, 1, 1], 4000), item="one"))
    assert marks(svg, "done")
    assert marks(svg, "whole")
    assert not marks(svg, "band") + marks(svg, "likely") + marks(svg, "safe")
    assert "all 4000 units" in words(svg)


def test_the_days_are_named_where_they_lie() -> None:
    found = forecast_item(steady(), TODAY, "one")
    svg = drawn(chart(steady(), item="one"))
    assert found.p50 and found.p80 and found.p50 < found.p80
    assert len(marks(svg, "likely")) == len(marks(svg, "safe")) == len(marks(svg, "today")) == 1
    said_ = " ".join(words(svg))
    for begin in (
        "today, 15 of 40 units",
        "even odds by ",
        "four in five by ",
        "deadline 30 June 2027",
        "runway ends from 1 April 2027",
    ):
        assert begin in said_, begin
    places = [float(marks(svg, css)[0].split()[0][1:]) for css in ("today", "likely", "safe")]
    assert places == sorted(places)
    assert len(marks(svg, "runway")) == 1


def test_what_lies_far_ahead_makes_no_sliver_of_the_rest() -> None:
    far = chart(course([1] * 12, deadline="2049-06-30"), item="one")
    assert not marks(drawn(far), "deadline")
    assert "deadline 30 June 2049 →" in words(drawn(far))
    gone = chart(course([1] * 12, deadline="2016-06-30"), item="one")
    assert "deadline" not in " ".join(words(drawn(gone)))


@pytest.mark.parametrize("units", [60, 150, 200])
def test_the_axis_reaches_its_own_answer(units: int) -> None:
    """Also where the answer lies beyond the two years that the band has weeks for."""
    figures = course([1, 2, 1, 1, 0, 2, 1, 1, 2, 1, 1, 1], units=units)
    found = forecast_item(figures, TODAY, "one")
    assert found.p50
    svg = drawn(chart(figures, item="one"))
    assert marks(svg, "likely")
    assert bool(marks(svg, "safe")) == bool(found.p80)
    assert not [text for text in words(svg) if "→" in text and " by " in text]
    for css, mark in (("half", "likely"), ("most", "safe")):
        if marks(svg, mark):
            (edge,) = marks(svg, css)
            points = [point.split() for point in re.split("[ML]", edge)[1:]]
            reached = [float(place) for place, level in points if level == points[-1][1]]
            (line,) = marks(svg, mark)
            assert min(reached) == pytest.approx(float(line[1:].split()[0]), abs=0.2), css


def test_what_is_over_has_no_days_ahead() -> None:
    svg = drawn(chart(course(FINISHED, 10, until=MONDAY - timedelta(weeks=90)), item="one"))
    assert "finished by 2 March 2025" in words(svg)
    assert not {"today", "deadline", "runway", "band", "likely"} & set(
        re.findall(r'class="tracker-([a-z]+)', svg)
    )


def test_of_ten_years_the_last_are_shown_and_a_period_shows_others() -> None:
    shown = chart(ten_years(), item="one")
    found = forecast_item(ten_years(), TODAY, "one")
    past = [row for row in shown.rows if row[1:3] != ("–", "–")]
    assert 100 < len(past) < 150
    assert found.p50
    whole = chart(ten_years(), Period(date(2016, 1, 1), TODAY), "one")
    assert len(whole.rows) > 515
    for picture in (drawn(shown), drawn(whole), drawn(chart(ten_years()))):
        assert len(gzip.compress(picture.encode())) <= 15_000
        assert picture.count("tracker-hover") <= 140
    assert len({row[0][:4] for row in chart(ten_years(), year(2024), "one").rows}) == 1
    assert (
        chart(ten_years(), year(2024), "one").finding
        == "Course One: from 369 to 420 of 560 units in 2024."
    )
    assert chart(ten_years(), year(2012), "one").draw is None


def test_more_hours_than_were_estimated_still_fit() -> None:
    figures = journal("courses: {one: {estimate: 3h}}", **weeks([2, 2, 2]))
    svg = drawn(chart(figures, item="one"))
    (line,) = marks(svg, "done")
    (whole,) = marks(svg, "whole")
    heights = [float(y) for y in re.findall(r"[ML]\S+ ([0-9.]+)", line)]
    assert min(heights) < float(whole.split()[1].split("L")[0])
    assert min(heights) > 0


def test_a_picture_is_drawn_again_only_when_it_would_differ() -> None:
    keys: dict[str, str] = {}
    for day in (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(weeks=3)):
        for figures in (steady(), course(FINISHED, 10), ten_years()):
            for item in (None, "one"):
                shown = chart(figures, item=item, today=day)
                assert keys.setdefault(shown.key, drawn(shown)) == drawn(shown)
    over = course(FINISHED, 10, until=MONDAY - timedelta(weeks=1))
    assert (
        chart(over, item="one").key
        == chart(over, item="one", today=TODAY + timedelta(days=400)).key
    )


@pytest.mark.parametrize("name", JOURNALS)
def test_every_item_of_every_journal_has_an_answer(name) -> None:
    figures = JOURNALS[name]()
    for item in [*figures.states][:12]:
        for period in (None, year(2026)):
            shown = chart(figures, period, item)
            assert shown.finding.endswith(".")
            assert bool(shown.draw) == bool(shown.rows)


LABELS = st.lists(
    st.builds(
        Label,
        st.floats(0, 120),
        st.just(0),
        st.just("today"),
        st.text("a", max_size=38),
        st.text("b", max_size=22),
    ),
    max_size=5,
)


@given(LABELS)
@example([Label(52.0, 0, "today", "a", "b" * 22)])  # 22 letters fit, the gap behind them does not
def test_no_label_stands_on_another_or_leaves_the_plot(labels) -> None:
    found = place_labels(labels, 100)
    assert sorted(one.label for one in found) == sorted(labels)
    for one, other in combinations(found, 2):
        assert one.row != other.row or one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
    for one in found:
        assert -1e-9 <= one.span[0] <= one.span[1] <= 1 + 1e-9


@pytest.mark.parametrize("today", [TODAY + timedelta(weeks=n) for n in (0, 2, 9)])
@pytest.mark.parametrize(
    "figures", [steady, ten_years, lambda: course([1] * 12, deadline="2049-06-30"), on_the_way]
)
def test_no_line_runs_through_words_that_have_another_place(figures, today) -> None:
    for item in (None, "one"):
        made = chart(figures(), item=item, today=today).draw
        assert isinstance(made, partial)
        (data,) = made.args
        placed = place_labels(data.labels, data.weeks)
        for one, other in permutations(placed, 2):
            assert find_line_row(one, placed) >= other.row or not crosses_label(one, other)


def page(figures: Figures, uri: str) -> str:
    return unescape(
        next(page.text for page in build_pages(View(figures, TODAY)) if page.uri == uri)
    )


def test_a_course_in_hand_says_when_it_may_be_done_and_one_that_is_done_how_it_went() -> None:
    found = forecast_item(steady(), TODAY, "one")
    active = page(steady(), "courses/one.md")
    assert "## When will I finish?" in active
    said = summarize_forecast(steady(), found, TODAY)
    assert f"<strong>Forecast:</strong> {said}" in active
    assert active.index(said) < active.index("## When will I finish?")
    assert describe_forecast(steady(), found, TODAY) in active
    done = page(course(FINISHED, 10), "courses/one.md")
    assert "## How it went" in done
    assert "Forecast" not in done
    for few in (course([5, 5], 10), course([], 10)):
        assert "tracker-chart--burn-up" not in page(few, "courses/one.md")


def test_the_plan_page_says_it_of_the_whole_and_of_each_course_in_hand() -> None:
    text = page(steady(), "plan.md")
    whole, course_one = (forecast_item(steady(), TODAY, item) for item in (None, "one"))
    for forecast, name in ((whole, "The whole plan"), (course_one, "<bdi>Course One</bdi></a>")):
        early, late = (format_finish_date(day, TODAY) for day in forecast[5:7])
        assert f"{name}</th><td>{early}</td><td>{late}</td>" in text
    conditions = " ".join(describe_forecast_conditions(steady(), whole, TODAY))
    assert f"<strong>The whole plan:</strong> {conditions}</p>" in text
    assert (
        text.count("The chance of")
        == describe_forecast(steady(), whole, TODAY).count("The chance of")
        > 0
    )
    assert "Forecast" not in page(course(FINISHED, 10), "plan.md").replace("No forecast", "")


def test_the_terminal_says_what_the_site_says(tmp_path) -> None:
    scratch = Scratch(tmp_path, PLAN.format(deadline="2027-06-30", units=40).encode())
    for name, text in weeks([1, 2, 0, 1, 2, 1, 0, 1, 3, 1, 1, 2]).items():
        scratch.put(text, name[1:].replace("_", "-W"))
    now = datetime.combine(TODAY, time(20))
    seen = " ".join(scratch.run("plan", now=now).out.split())
    facts = json.loads(scratch.run("plan", "--json", now=now).out)
    for item, found, describe in (
        (None, facts["forecast"], describe_forecast),
        ("one", facts["items"][0]["forecast"], summarize_forecast),
    ):
        expected = forecast_item(steady(), TODAY, item)
        assert describe(steady(), expected, TODAY) in seen
        days = {"p50": str(expected.p50), "p80": str(expected.p80), "refused": None}
        assert {key: found[key] for key in days} == days


@pytest.mark.parametrize(("lines", "said_"), [(4, False), (5, True)])
def test_how_often_forecasts_held_stands_below_the_one_of_today(lines, said_) -> None:
    entry = "  - {{made: {}, item: one, measure: units, done: 1, of: 4, p50: 2026-10-04, p80: 2026-11-01}}\n"
    kept = "forecasts:\n" + "".join(entry.format(f"2026-W{37 + n}") for n in range(lines))
    loaded = load_forecasts("entries/forecasts.yaml", kept.encode())[0]
    assert loaded
    assert len(loaded) == lines
    found = steady()._replace(journal=steady().journal._replace(forecasts=loaded))
    words_ = measure_calibration(found, loaded, TODAY).said
    assert bool(words_) == said_
    assert ("forecasts that have come due" in page(found, "progress.md")) == said_
    assert words_ in page(found, "progress.md")
