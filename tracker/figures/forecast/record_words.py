"""A record -> a sentence. Terminal, pages and feeds take their words from here."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.figures.forecast.record import ASKED, Record
from tracker.figures.forecast.words import format_chance
from tracker.model.english import day_words, spell_number

ENOUGH_CASES = 3  # fewer say nothing


def describe_forecast_record(record: Record, today: date) -> str:
    """Describe how often four-in-five days held; empty where hardly any has come due."""
    if record.cases < ENOUGH_CASES or record.since is None or record.share is None:
        return ""
    courses = len(record.courses)
    of_courses = "all of one course"
    if courses > 1:
        of_courses = f"of {spell_number(courses)} courses"
    number = f"{record.held} of {record.cases} cases"
    if record.held == record.cases:
        number = f"all {record.cases} cases"
    elif not record.held:
        number = f"none of {record.cases} cases"
    words = (
        f"Had this been asked {describe_asked_mondays(record.since, today)}: in {number}, "
        f"{of_courses}, the course was done by the four-in-five day"
    )
    if courses > 1 and 0 < record.held < record.cases:
        share = format_chance(record.share)
        words += f"; with each course counting the same, that is {share[0].lower()}{share[1:]}"
    return f"{words}. (Units and pauses as in today's plan.)"


def describe_asked_mondays(since: date, today: date) -> str:
    """`each Monday of the last two years`, or `each Monday since 8 July 2024`."""
    this_monday = today - timedelta(days=today.weekday())
    if since <= this_monday - timedelta(weeks=ASKED):
        return "each Monday of the last two years"
    return f"each Monday since {day_words(since)}"


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
