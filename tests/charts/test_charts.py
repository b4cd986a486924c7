"""What the charts say and show, as data; that their pictures are the same each time, small, and nothing but text."""

import gzip
import hashlib
import os
import re
import subprocess
import sys
import time
from datetime import date
from html import unescape
from xml.etree import ElementTree

import markdown
import pytest

from tests.chart_cases import (
    JOURNALS,
    TODAY,
    forty_items,
    gap,
    hostile,
    journal,
    nothing,
    on_the_way,
    one_session,
    only_a_pause,
    payloads,
    sessions,
    small,
    ten_years,
    well_read,
    without_hours,
)
from tracker.charts import CHARTS, Chart, build_progress_chart, build_week_chart, chart_html
from tracker.charts.chart import STYLE_VERSION
from tracker.figures.stats import Figures
from tracker.model.journal import Period

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def chart(
    name: str, figures: Figures, period: Period | None = None, item: str | None = None
) -> Chart:
    return CHARTS[name](figures, TODAY, period, item)


def html(shown: Chart) -> str:
    return chart_html(shown, shown.draw() if shown.draw else None)


def every_chart(figures: Figures) -> list[Chart]:
    charts = [chart(name, figures, period) for name in CHARTS for period in (None, YEAR)]
    charts += [
        chart(name, figures, None, item) for name in CHARTS for item in [*figures.states][:1]
    ]
    charts += [build_week_chart(figures, week) for week in [*figures.by_week][-1:]]
    return charts + [build_progress_chart(figures, item) for item in [*figures.states][:20]]


def classes(svg: str) -> list[str]:
    return re.findall(r'class="(tracker-[a-z0-9-]+)', svg)


@pytest.mark.parametrize(
    ("name", "figures", "filters", "finding"),
    [
        ("hours-by-week", nothing, {}, "Nothing logged yet."),
        ("hours-by-week", one_session, {}, "50 min this week, all of it on zero."),
        ("hours-by-week", gap, {}, "20 min in the last twelve months, all of it on other work."),
        (
            "hours-by-week",
            small,
            {},
            "9 h 30 since 19 October 2026, most of it on Algebra.",
        ),
        ("hours-by-week", small, {"period": YEAR}, "9 h 30 in 2026, most of it on Algebra."),
        (
            "hours-by-week",
            small,
            {"item": "maths"},
            "6 h 15 on Algebra since 19 October 2026, in 2 weeks.",
        ),
        (
            "hours-by-week",
            small,
            {"item": "later"},
            "Nothing logged on Later since 19 October 2026.",
        ),
        ("hours-by-week", small, {"item": "nope"}, "The journal knows nothing called nope."),
        (
            "hours-by-week",
            small,
            {"period": Period(date(2026, 10, 26), date(2026, 11, 1))},
            "2 h from 26 October to 1 November 2026, most of it on other work.",
        ),
        ("hours-by-week", small, {"period": LAST_YEAR}, "Nothing logged in 2025."),
        (
            "hours-by-week",
            without_hours,
            {"period": LAST_YEAR},
            "62 units and 6 readings in 2025, most of them on Algebra.",
        ),
        (
            "hours-by-week",
            without_hours,
            {"period": LAST_YEAR, "item": "latin"},
            "12 notes on Latin in 2025, in 12 weeks.",
        ),
        (
            "hours-by-week",
            without_hours,
            {"period": Period(date(2020, 1, 1), date(2020, 12, 31))},
            "No work is known in 2020.",
        ),
        ("calendar", nothing, {}, "Nothing logged yet."),
        (
            "calendar",
            without_hours,
            {"period": LAST_YEAR},
            "Studied on 12 days and in 33 more weeks in 2025, most often on Fridays.",
        ),
        (
            "calendar",
            without_hours,
            {"item": "first", "period": LAST_YEAR},
            "Studied First paper in 6 weeks in 2025; on which days is not known.",
        ),
        ("consistency", without_hours, {"period": LAST_YEAR}, "Studied in 45 of 52 weeks in 2025."),
        ("calendar", one_session, {}, "Studied on 1 day this week."),
        (
            "calendar",
            small,
            {},
            "Studied on 5 days since 19 October 2026, most often on Mondays; "
            "1 h 30 more are known only by the week.",
        ),
        (
            "calendar",
            small,
            {"item": "first"},
            "Studied First paper on 1 day and in 1 more week since 19 October 2026.",
        ),
        (
            "calendar",
            small,
            {"item": "later"},
            "Nothing logged on Later since 19 October 2026.",
        ),
        ("consistency", nothing, {}, "Nothing logged yet."),
        ("consistency", one_session, {}, "Too early to say: the first full week is not over."),
        (
            "consistency",
            only_a_pause,
            {},
            "Too early to say: no full week is over that was not a pause.",
        ),
        ("consistency", gap, {}, "Studied in 1 of the last 8 weeks and 1 of the last 52."),
        (
            "consistency",
            gap,
            {"item": "zero"},
            "Studied zero in 1 of 2 weeks in November 2024.",
        ),
        ("consistency", small, {}, "Studied in 2 of the 3 full weeks so far, pauses left out."),
        (
            "consistency",
            small,
            {"period": YEAR},
            "Studied in 2 of 3 weeks in 2026, pauses left out.",
        ),
        (
            "consistency",
            small,
            {"item": "maths"},
            "Studied Algebra in 1 of the 3 full weeks so far, pauses left out.",
        ),
        ("consistency", small, {"item": "later"}, "Nothing logged on Later yet."),
        ("consistency", small, {"period": LAST_YEAR}, "Nothing logged in 2025."),
        (
            "consistency",
            ten_years,
            {},
            "Studied in each of the last 46 weeks, pauses left out.",
        ),
        ("rhythm", nothing, {}, "Nothing logged yet."),
        ("rhythm", one_session, {}, "One session is too few to tell a rhythm."),
        ("rhythm", gap, {"period": LAST_YEAR}, "No time logged in 2025."),
        (
            "rhythm",
            small,
            {},
            "In the last twelve months: most time on Mondays, half of all the time between 08:00 and 11:00; "
            "3 h 15 more are without an hour.",
        ),
        ("rhythm", small, {"item": "maths"}, "Two sessions are too few to tell a rhythm."),
        ("plan", nothing, {}, "Nothing planned yet."),
        ("plan", one_session, {}, "0 of 1 course done; active: zero."),
        (
            "plan",
            small,
            {},
            "0 of 2 courses, 1 of 1 paper and 1 of 1 project done; active: Algebra; next: Later.",
        ),
        ("plan", small, {"item": "maths"}, "Algebra: active, 1 of 4 units."),
    ],
)
def test_the_finding_says_what_the_data_show(name, figures, filters, finding) -> None:
    assert chart(name, figures(), **filters).finding == finding


def test_hours_as_a_table() -> None:
    shown = chart("hours-by-week", small())
    assert shown.headers == (
        "Week",
        "Courses",
        "Papers",
        "Projects",
        "Other",
        "Together",
        "Hoped for",
    )
    assert shown.rows == (
        ("2026-W47, not over", "1 h 15", "–", "–", "15 min", "1 h 30", "5 h"),
        ("2026-W46", "–", "–", "–", "–", "–", "5 h"),
        ("2026-W45", "–", "–", "–", "–", "–", "5 h"),
        ("2026-W44", "–", "–", "30 min", "1 h 30", "2 h", "6 h"),
        ("2026-W43", "5 h", "1 h", "–", "–", "6 h", "5 h"),
    )
    assert shown.legend == (
        ("tracker-courses", "Courses 6 h 15"),
        ("tracker-papers", "Papers 1 h"),
        ("tracker-projects", "Projects 30 min"),
        ("tracker-other", "Other 1 h 45"),
        ("tracker-target", "hoped for: 5 h to 6 h a week"),
        ("tracker-pause", "pause"),
        ("tracker-running", "this week, not over"),
    )
    svg = shown.draw()
    assert classes(svg).count("tracker-running") == 1
    assert "(courses 1 h 15 and other 15 min), and the week is not over</title>" in svg
    later = CHARTS["hours-by-week"](small(), date(2026, 11, 24), None, None)
    assert later.rows[0][0] == "2026-W48, not over"
    assert later.rows[1][0] == "2026-W47"


def test_work_without_hours_as_a_table() -> None:
    """Weeks without work that follow each other share a row, and a note stands beside the units."""
    shown = chart("hours-by-week", without_hours(), LAST_YEAR)
    assert shown.question == "What was done, and when?"
    assert shown.headers == ("Week", "Courses", "Papers", "What")
    assert ("2025-W52", "3", "–", "3 units and 1 note") in shown.rows
    assert ("2026-W01", "–", "–", "nothing to count") in shown.rows
    assert "work without a number" in {row[-1] for row in shown.rows}
    assert shown.legend == (
        ("tracker-courses", "Courses: 62 units"),
        ("tracker-papers", "Papers: 6 readings"),
    )
    svg = shown.draw()
    assert "<title>Week of 22 December 2025: 3 units and 1 note</title>" in svg
    assert "tracker-target" not in svg


def test_bars_of_several_weeks_without_hours_hold_their_sum() -> None:
    weeks = {
        f"W{year}_{week:02}": f"courses: {{a: {{done: {week % 3 + 1}}}}}"
        for year in range(2015, 2027)
        for week in range(3, 39, 7)
    }
    figures = journal("courses: {a: {title: A, units: 900}}", **weeks)
    shown = chart("hours-by-week", figures, Period(date(2015, 1, 1), date(2026, 12, 31)))
    assert shown.legend[-1] == ("tracker-none", "each bar: 13 weeks")
    amounts = re.findall(r"<title>13 weeks from [^:]*: courses (\d+)", shown.draw())
    assert len(set(amounts)) < len(amounts)
    bars = dict(re.findall(r"<title>(13 weeks from [^:]*): courses (\d+)", shown.draw()))
    assert f"Courses: {sum(map(int, bars.values()))} units" in dict(shown.legend).values()
    grid = re.findall(r'class="tracker-y"[^>]*>(\d+)<', shown.draw())
    assert max(map(int, grid)) >= max(map(int, bars.values()))


def test_hours_give_way_where_few_weeks_of_work_have_any() -> None:
    timed = sessions("2026-10-06, minutes: 45, item: one")
    units = {f"W2026_{week}": "courses: {one: {done: 2}}" for week in (38, 39, 40)}
    figures = journal("courses: {one: {units: 40}}", **units, W2026_41=timed)
    shown = chart("hours-by-week", figures)
    assert shown.finding == "6 units since 14 September 2026, on one."
    assert ("2026-W41", "–", "45 min") in shown.rows
    figures = journal("courses: {one: {units: 40}}", W2026_40=units["W2026_40"], W2026_41=timed)
    assert chart("hours-by-week", figures).finding.startswith("45 min since ")
    units["W2026_39"] += "\n" + sessions("2026-09-22, minutes: 45, item: one")
    units["W2026_40"] += "\n" + sessions("2026-09-29, minutes: 45, item: one")
    figures = journal("courses: {one: {units: 40}}", **units)
    assert chart("hours-by-week", figures).finding.startswith("1 h 30 since ")


def test_hours_of_a_long_journal_are_those_of_its_last_twelve_months() -> None:
    weeks = [row[0] for row in chart("hours-by-week", ten_years()).rows]
    assert (len(weeks), weeks[0], weeks[-1]) == (53, "2026-W47, not over", "2025-W47")


def test_calendar_as_a_table() -> None:
    shown = chart("calendar", small())
    assert shown.rows[:2] == (
        ("Tue 17 November 2026", "15 min"),
        ("Mon 16 November 2026", "1 h 15"),
    )
    words = [words for _, words in shown.legend]
    assert words == ["none", "under 30 min", "30 min to 1 h", "1 h to 2 h", "2 h or more", "pause"]


def test_days_before_the_journal_began_and_days_to_come_are_not_drawn() -> None:
    for period in (None, YEAR):
        svg = chart("calendar", small(), period).draw()
        days = re.findall(r"<title>\w{3} (\d+ \w+ \d+): ", svg)
        assert (days[0], days[-1]) == ("19 October 2026", "21 November 2026")
        assert len(days) == 34
    july = {
        "W2024_28": sessions("2024-07-08, minutes: 30"),
        "W2024_40": sessions("2024-10-01, minutes: 30"),
    }
    svg = chart("calendar", journal(**july), Period(date(2024, 1, 1), date(2024, 12, 31))).draw()
    assert re.findall(r'class="tracker-x[^>]*>(\w+)', svg)[:2] == ["Jul", "Aug"]
    years = Period(date(2024, 1, 1), date(2026, 12, 31))
    svg = chart("calendar", without_hours(), years).draw()
    counts = re.findall(r"<title>(\d{4}): (\d+) days like this", svg)
    begun = date(2024, 11, 22)  # a note; the week has no other day
    drawn = {year: sum(int(count) for name, count in counts if name == year) for year, _ in counts}
    assert drawn == {
        "2024": (date(2025, 1, 1) - begun).days,
        "2025": 365,
        "2026": (TODAY - date(2025, 12, 31)).days,
    }
    weeks = [row[0] for row in chart("hours-by-week", small(), YEAR).rows]
    assert (weeks[0], weeks[-1], len(weeks)) == ("2026-W47, not over", "2026-W43", 5)


def test_consistency_as_a_table() -> None:
    shown = chart("consistency", small())
    assert shown.rows == (
        ("2026-W47, not over", "1 h 30", "–"),
        ("2026-W46", "–", "–"),
        ("2026-W45", "pause", "–"),
        ("2026-W44", "2 h", "–"),
        ("2026-W43", "6 h", "–"),
    )
    svg = shown.draw()
    assert "<title>Week of 2 November 2026: pause, flu</title>" in svg
    assert (
        "<title>Week of 16 November 2026: 2 sessions, 1 h 30, and the week is not over</title>"
        in svg
    )
    assert "tracker-steps" not in svg  # of fewer than eight weeks there is no line


def test_the_calendar_marks_weeks_without_a_day() -> None:
    shown = chart("calendar", without_hours(), LAST_YEAR)
    assert shown.headers == ("Day", "Work")
    weekly = [row for row in shown.rows if row[0].startswith("Week of ")]
    assert len(weekly) == 33
    assert all(row[1].endswith(", no day known") for row in weekly)
    svg = shown.draw()
    assert classes(svg).count("tracker-weekly") == 33
    assert classes(svg).count("tracker-untimed") == 12
    assert "2025: work on Latin, no day known</title>" in svg
    decade = chart("calendar", without_hours(), Period(date(2015, 1, 1), date(2026, 12, 31))).draw()
    assert "<title>2025: 33 weeks of work, no day known</title>" in decade


def test_the_line_of_consistency_breaks_where_weeks_do_not_count() -> None:
    shown = chart("consistency", ten_years())
    assert [row[2] for row in shown.rows[:2]] == ["–", "8 of 8"]
    svg = shown.draw()
    assert classes(svg).count("tracker-steps") == 2
    assert classes(svg).count("tracker-rest") == 6  # of the last, five days are a pause
    assert ">8 of 8<" in svg


def test_years_of_consistency_are_rows() -> None:
    svg = chart("consistency", ten_years(), Period(date(2017, 1, 1), date(2026, 12, 31))).draw()
    assert "<title>2025: 52 weeks like this</title>" in svg
    assert len(re.findall(r">\d\d of \d\d<", svg)) == 10


def test_rhythm_as_a_table() -> None:
    shown = chart("rhythm", small())
    assert shown.headers == ("Hour", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Together")
    assert shown.rows[:2] == (
        ("08:00 to 09:00", "1 h", *"––––––", "1 h"),
        ("09:00 to 10:00", "1 h 15", *"––––––", "1 h 15"),
    )
    assert shown.rows[-3:] == (
        ("hour not known", "30 min", "1 h 15", *"–––––", "1 h 45"),
        ("day not known", *"–––––––", "1 h 30"),
        ("Together", "6 h 45", "1 h 15", *"–––––", "9 h 30"),
    )
    svg = shown.draw()
    assert classes(svg).count("tracker-bin-0") == 12 * 7 - 6
    assert "<title>Mondays, 09:00 to 10:00: 1 h 15</title>" in svg
    assert "<title>Mondays: 6 h 45, 30 min of it without an hour</title>" in svg


def test_plan_as_a_table() -> None:
    shown = chart("plan", small())
    assert shown.headers == ("Item", "Kind", "Status", "Done", "Time")
    assert shown.rows == (
        ("Algebra", "Courses", "active", "1 of 4 units", "6 h 15"),
        ("Later", "Courses", "next", "0 of 40 h", ""),
        ("Gone", "Courses", "dropped", "", ""),
        ("First paper", "Papers", "done", "", "1 h"),
        ("Thing", "Projects", "shipped", "", "30 min"),
    )


def test_a_week_is_seven_bars_without_a_number_where_two_days_have_time() -> None:
    weeks = small().by_week
    drawn = [build_week_chart(small(), week) for week in weeks]
    drawn = [shown for shown in drawn if shown.draw]
    assert drawn
    for shown in drawn:
        assert shown.finding.startswith("Time by day, Monday to Sunday")
        assert shown.rows == ()
        assert not re.search(r">[^<\s]", re.sub(r"<title>.*?</title>", "", shown.draw()))
    assert "<title>Monday: 5 h</title>" in drawn[0].draw()
    assert build_week_chart(small(), "2026-W44").draw is None  # one day, and the rest on none
    assert build_week_chart(small(), "2026-W46").draw is None


def test_progress_is_a_bar_where_there_is_something_to_measure_by() -> None:
    shown = build_progress_chart(small(), "maths")
    assert (shown.finding, shown.draw is None) == ("Algebra: active, 1 of 4 units.", False)
    assert 'width="25.0%"' in html(shown)
    gone = build_progress_chart(small(), "gone")
    assert (gone.finding, gone.draw) == ("Gone: dropped.", None)
    assert build_progress_chart(small(), "nope").draw is None


def test_every_mark_can_be_asked() -> None:
    svg = chart("hours-by-week", small()).draw()
    marks = re.findall(
        r'<path class="tracker-(courses|papers|projects|other|target|pause|hover)"[^>]*>(<title>)?',
        svg,
    )
    assert marks
    assert all(title for _, title in marks)
    assert classes(svg).count("tracker-courses") == 2
    assert classes(svg).count("tracker-hover") == 5
    days = chart("calendar", small()).draw()
    assert days.count("<title>") == 4 * 7 + 6, "the days since the journal began"
    assert "<title>Mon 16 November 2026: 1 h 15</title>" in days
    assert "<title>Wed 4 November 2026: pause, flu</title>" in days


def test_the_target_is_broken_where_a_week_was_a_pause() -> None:
    assert classes(chart("hours-by-week", small()).draw()).count("tracker-target") == 3
    assert "tracker-target" not in chart("hours-by-week", small(), item="algebra").draw()


def test_very_many_weeks_share_bars() -> None:
    long = chart("hours-by-week", ten_years(), Period(date(2017, 1, 1), date(2026, 12, 31)))
    assert long.legend[-1] == ("tracker-none", "each bar: the mean of 13 weeks")
    assert 36 <= classes(long.draw()).count("tracker-hover") <= 42
    assert len(long.rows) > 500
    assert (
        chart("calendar", ten_years(), Period(date(2017, 1, 1), date(2026, 12, 31))).finding.count(
            "from 2022"
        )
        == 1
    )


@pytest.mark.parametrize("name", JOURNALS)
def test_pictures_are_the_same_each_time_and_small(name) -> None:
    for shown in every_chart(JOURNALS[name]()):
        if shown.draw:
            svg = shown.draw()
            assert svg == shown.draw()
            assert len(gzip.compress(svg.encode())) <= 15_000
            ElementTree.fromstring(svg)
            assert not re.search(r'\sid=|url\(|<style|<script|#[0-9a-f]{6}"', svg), svg


def test_a_key_names_all_that_the_picture_depends_on() -> None:
    keys = {}
    for name in JOURNALS:
        for shown in every_chart(JOURNALS[name]()):
            svg = shown.draw() if shown.draw else ""
            assert keys.setdefault(shown.key, (shown.name, svg)) == (shown.name, svg)
    assert chart("plan", small()).key == chart("plan", small(), YEAR).key


# Where one of these looks changes, count STYLE_VERSION up: else a picture kept from an earlier build would stay. A new
# chart is a line here and no new version.
VERSION = 14
LOOKS = {
    "hours-by-week": "c97078e6",
    "calendar": "fae8f8f7",
    "plan": "483a5937",
    "burn-up": "a5d7efa2",
    "papers": "28b97409",
    "skills": "0c800dc3",
    "consistency": "5193a75d",
    "rhythm": "685d8299",
    "week": "28128d19",
    "progress": "a7e364b9",
}


@pytest.mark.parametrize("name", [*CHARTS, "week", "progress"])
def test_a_new_look_has_a_new_version(name) -> None:
    figures = {"skills": well_read, "burn-up": on_the_way}.get(name, small)()
    drawn = "".join(
        shown.draw() for shown in every_chart(figures) if shown.draw and shown.name == name
    )
    assert (STYLE_VERSION, hashlib.sha256(drawn.encode()).hexdigest()[:8]) == (
        VERSION,
        LOOKS.get(name),
    )


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_what_it_cannot_show(name) -> None:
    unknown, empty = chart(name, small(), item="nope"), chart(name, nothing())
    assert (unknown.finding, unknown.draw) == ("The journal knows nothing called nope.", None)
    assert empty.finding.endswith(".")
    assert empty.draw is None
    for figures in (draw() for draw in JOURNALS.values()):
        for shown in (
            chart(name, figures),
            chart(name, figures, YEAR),
            chart(name, figures, item="zero"),
        ):
            assert shown.question.endswith("?")
            assert shown.finding.endswith(".")
            assert all(len(row) == len(shown.headers) for row in shown.rows)


SAME = """
from tests.chart_cases import *
from tracker.charts import CHARTS
import hashlib
svg = "".join(chart.draw() for draw in CHARTS.values() if (chart := draw(small(), TODAY, None, None)).draw)
print(hashlib.sha256(svg.encode()).hexdigest())
"""


def test_neither_home_nor_hash_seed_change_a_byte_or_say_a_word(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    said = set()
    for number, home in enumerate((tmp_path, tmp_path / "file", tmp_path / "file" / "below")):
        env = {
            "HOME": str(home),
            "PYTHONHASHSEED": str(number),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        env |= {f"XDG_{kind}_HOME": str(home) for kind in ("CACHE", "CONFIG")}
        done = subprocess.run(
            [sys.executable, "-c", SAME],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        said.add((done.stdout, done.stderr, done.returncode))
    assert len(said) == 1
    assert said.pop()[1:] == ("", 0)


EXTENSIONS = (
    "attr_list",
    "md_in_html",
    "footnotes",
    "tables",
    "abbr",
    "def_list",
    "admonition",
    "toc",
    "smarty",
)
PYMDOWN = (
    "superfences",
    "snippets",
    "emoji",
    "magiclink",
    "tilde",
    "caret",
    "arithmatex",
    "details",
    "betterem",
)


@pytest.mark.parametrize("name", JOURNALS)
def test_markdown_leaves_a_chart_as_it_is(name) -> None:
    extensions = [*EXTENSIONS, *(f"pymdownx.{name}" for name in PYMDOWN)]
    for shown in every_chart(JOURNALS[name]())[:12]:
        block = html(shown)
        assert "\n" not in block
        page = markdown.markdown(f"before *it*\n\n{block}\n\nafter", extensions=extensions)
        assert re.sub(r"\n+", "\n", page) == f"<p>before <em>it</em></p>\n{block}\n<p>after</p>"


def test_titles_from_elsewhere_are_text() -> None:
    allowed = {
        "figure",
        "figcaption",
        "p",
        "div",
        "span",
        "i",
        "svg",
        "path",
        "text",
        "title",
        "g",
        "rect",
        "line",
    }
    allowed |= {"a", "ul", "li"}
    allowed |= {"details", "summary", "table", "thead", "tbody", "tr", "th", "td"}
    for shown in every_chart(hostile()):
        tree = ElementTree.fromstring(html(shown))
        for element in tree.iter():
            assert element.tag.split("}")[-1] in allowed
            assert not [name for name in element.attrib if name.startswith("on")]
            for name in ("href", "{http://www.w3.org/1999/xlink}href"):
                target = element.get(name, "tracker:")
                assert re.fullmatch(r"tracker:[a-zA-Z0-9/%._~-]*", target)
        assert not re.search(r"\{\{|\{%|--8<--|<!--|\{:", html(shown))
    table = unescape(html(chart("plan", hostile())))
    assert payloads()["script"] in table


def test_right_to_left_titles_stay_in_their_place() -> None:
    finding = chart("plan", forty_items()).finding
    assert "\u2068ابدأ التعلم العميق: مقدمة في الشبكات العصبية\u2069" in finding


def test_a_chart_without_data_says_so() -> None:
    shown = chart("calendar", nothing())
    assert shown.draw is None
    assert html(shown) == (
        '<div class="tracker-chart tracker-chart--calendar"><p class="tracker-nodata">Nothing logged yet.</p></div>'
    )


def test_the_picture_has_its_finding_as_alt_text_and_its_data_beside_it() -> None:
    shown = chart("hours-by-week", small())
    tree = ElementTree.fromstring(html(shown))
    picture = tree.find(".//{http://www.w3.org/2000/svg}svg")
    assert picture is not None
    assert (picture.get("role"), picture.get("aria-label")) == ("img", shown.finding)
    assert [cell.text for cell in tree.find(".//thead/tr")] == [*shown.headers]
    assert [tuple(cell.text for cell in row) for row in tree.find(".//tbody")] == [*shown.rows]


def test_speed() -> None:
    figures = ten_years()
    start = time.process_time()  # of this process alone, and with room: a test machine is shared
    for name in CHARTS:
        html(chart(name, figures))
    assert time.process_time() - start < 0.25 * len(CHARTS) * 4
    start = time.process_time()
    for week in figures.by_week:
        html(build_week_chart(figures, week))
    assert (time.process_time() - start) / len(figures.by_week) < 0.001 * 10
