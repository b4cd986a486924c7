"""A record -> a sentence. Terminal, pages and feeds take their words from here."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from statistics import stdev

from tracker.figures.forecast.record import ASKED, FOUR_IN_FIVE, Record
from tracker.figures.forecast.words import format_chance
from tracker.model.english import day_words, spell_number

ENOUGH_CASES = 3  # fewer say nothing
ENOUGH_COURSES = 5  # fewer do not tell whether their share is far from four in five
FEW, MOST = 0.65, 0.95  # shares that are far from four in five
EVEN = (0.45, 0.55)


def describe_forecast_record(record: Record, today: date) -> str:
    """Describe how often four-in-five days held; empty where hardly any has come due.

    `Asked on Mondays of the last two years, the four-in-five day held in about 6 in 10 cases (102
    cases of five courses, each course counting the same; units and pauses as in today's plan).`
    """
    if record.cases < ENOUGH_CASES or record.since is None or record.share is None:
        return ""
    courses = len(record.courses)
    of_courses = "of one course"
    if courses > 1:
        of_courses = f"of {spell_number(courses)} courses"
    held = f"{record.held} of {record.cases} cases"
    asked = of_courses
    if record.held == record.cases:
        held = f"all {record.cases} cases"
    elif not record.held:
        held = f"none of {record.cases} cases"
    elif courses > 1:
        share = format_chance(record.share)
        held = f"{share} cases"
        asked = f"{record.cases} cases {of_courses}, each course counting the same"
    words = (
        f"Asked {describe_asked_mondays(record, today)}, the four-in-five day held in {held} "
        f"({asked}; units and pauses as in today's plan)."
    )
    return " ".join(part for part in (words, describe_record_advice(record)) if part)


def describe_record_advice(record: Record) -> str:
    """Say what a record far from four in five means for the reader; empty where none can tell.

    Courses are few and differ, so four in five must lie beyond the standard error of their share.
    """
    if len(record.courses) < ENOUGH_COURSES or record.share is None:
        return ""
    shares = [course.held / course.cases for course in record.courses]
    error = stdev(shares) / sqrt(len(shares))
    if record.share > MOST and record.share - error > FOUR_IN_FIVE:
        return "So it errs on the late side."
    if record.share >= FEW or record.share + error >= FOUR_IN_FIVE:
        return ""
    if record.share < EVEN[0]:
        return "So plan for a day later than the second."
    if record.share <= EVEN[1]:
        return "So take the second day for even odds."
    return "So take the second day for that, not for four in five."


def describe_asked_mondays(record: Record, today: date) -> str:
    """`each Monday of the last two years`, or `on Mondays since 8 July 2024`."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = "each Monday" if record.is_whole else "on Mondays"
    first = this_monday - timedelta(weeks=ASKED)
    if record.since is None or record.since <= first:
        return f"{mondays} of the last two years"
    return f"{mondays} since {day_words(record.since)}"


def tabulate_record(record: Record) -> list[tuple[str, ...]]:
    """Tabulate a record by course, the headings first; the last row is the whole."""
    rows: list[tuple[str, ...]] = [("course", "cases", "held", "share")]
    for course in record.courses:
        share = f"{100 * course.held / course.cases:.0f} %"
        rows.append((course.item, str(course.cases), str(course.held), share))
    if record.share is not None and len(record.courses) > 1:
        share = f"{100 * record.share:.0f} %"
        rows.append(("each course the same", str(record.cases), str(record.held), share))
    return rows


def export_record(record: Record, today: date) -> dict[str, object]:
    """Export a record for programs to read; `share` is from 0 to 1, null without a case."""
    share = record.share
    return {
        "since": record.since and record.since.isoformat(),
        "cases": record.cases,
        "held": record.held,
        "share": None if share is None else round(share, 4),
        "courses": [course._asdict() for course in record.courses],
        "said": describe_forecast_record(record, today),
    }
