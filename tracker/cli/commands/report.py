"""tracker report: where the time of a period went."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv, timer
from tracker.cli.regularity import build_consistency_facts
from tracker.cli.terminal import find_journal_folder, report_faults
from tracker.figures import measures, report, rhythm
from tracker.figures.report import Report
from tracker.model import periods, when
from tracker.model.journal import Period, TrackerError, monday_of

EXAMPLES = """\
examples:
  tracker report
  tracker report last month --by item
  tracker report 2024 --by week --csv > weeks.csv

PERIOD is today, yesterday, week, last week, month, last month, year, last year, last 14d, 2024, \
2024-07, 2024-Q3,
2024-W27, 2024-07-01, 2024-07-01..2024-07-14 or all; else it is this week.
JSON: {"from", "to", "minutes", "sessions", "days", "notes", "target", "days_left", "unplaced", \
"unread", "consistency",
"pace", "rhythm", "by", "rows": [...]}; docs/guide/figures.md says what the last ones mean.
CSV holds the rows. Lengths are in minutes. Without --by both are by item.
What can be read is shown; weeks with errors are named on stderr, and the exit code is 3."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = f"tracker report [PERIOD] [--by {'|'.join(report.BY)}] [--json | --csv]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "period",
        nargs="*",
        metavar="PERIOD",
        help="last week, 2024-W27, 2024-07, all; else this week",
    )
    parser.add_argument(
        "--by", choices=report.BY, help="the rows; else what is worth seeing of such a period"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs to read")
    form.add_argument("--csv", action="store_true", help="for spreadsheets")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, plan_faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    period = parse_period_words(args.period, today)
    read = cached_reader.read_weeks(root, plan, period)
    figures = report.build_report(read.journal, period, today)
    by = args.by or "item"
    if args.json:
        facts = build_report_facts(figures, by, find_first_monday(root), read.unread)
        json_csv.say_json(facts)
    elif args.csv:
        json_csv.say_csv(*report.tabulate_report(figures, by))
    else:
        from tracker.cli import screens

        screens.show_report(figures, args.by, find_first_monday(root), args.no_color)
        if period is None or period.first <= today <= period.last:
            screens.show_running_lines(timer.list_running_lines(root, now), args.no_color)
    return report_faults([*plan_faults, *read.faults], read.unread)


def find_first_monday(root: str) -> date | None:
    """Return the Monday of the first week with a file: weeks before it are not counted."""
    names, _ = cached_reader.list_weeks_and_faults(root)
    return monday_of(min(names)) if names else None


def parse_period_words(words: Iterable[str], today: date) -> Period | None:
    """Parse a period, this week without words; None is the whole journal."""
    try:
        return periods.parse_period(" ".join(words) or "week", today)
    except ValueError as error:
        raise TrackerError(str(error)) from None


def build_report_facts(
    figures: Report, by: str, since: date | None, unread: Iterable[str]
) -> dict[str, Any]:
    """Build the facts of `--json`. `since` is the Monday of the journal's first week."""
    first = last = None
    if figures.period:
        first, last = (day.isoformat() for day in figures.period)
    target = days_left = None
    if figures.aim:
        target, days_left = figures.aim
    total = report.sum_report_row(None, figures.entries)
    names, rows = report.tabulate_report(figures, by)
    return {
        "from": first,
        "to": last,
        "minutes": total.minutes,
        "sessions": total.sessions,
        "days": total.days,
        "notes": total.notes,
        "target": target,
        "days_left": days_left,
        "unplaced": figures.unplaced,
        "unread": list(unread),
        **build_consistency_facts(measures.measure_report_weeks(figures, since), period=True),
        "rhythm": hours_of(figures),
        "by": by,
        "rows": [dict(zip(names, row, strict=True)) for row in rows],
    }


def hours_of(figures: Report) -> dict[str, Any]:
    """Build the minutes of each weekday and hour, and those without an hour or a day."""
    hours = rhythm.measure_rhythm(figures.entries, figures.journal.plan.day_starts)
    return {
        "weekdays": list(hours.weekdays),
        "hours": list(hours.hours),
        "no_hour": sum(hours.no_hour),
        "no_day": hours.no_day,
    }
