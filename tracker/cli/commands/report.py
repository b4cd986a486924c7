"""tracker report: where the time of a period went."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv
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

PERIOD is today, yesterday, week, last week, month, last month, year, last year, last 14d, 2024, 2024-07, 2024-Q3,
2024-W27, 2024-07-01, 2024-07-01..2024-07-14 or all; else it is this week.
JSON: {"from", "to", "minutes", "sessions", "days", "target", "days_left", "unplaced", "unread", "consistency", "pace",
"rhythm", "by", "rows": [...]}; docs/guide/figures.md says what the last ones mean.
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
    plan, faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    period = parse_period_words(args.period, today)
    read = cached_reader.read_weeks(root, plan, period)
    found = report.build_report(read.journal, period, today)
    by = args.by or "item"
    if args.json:
        json_csv.say_json(build_report_facts(found, by, find_first_monday(root), read.unread))
    elif args.csv:
        json_csv.say_csv(*report.tabulate_report(found, by))
    else:
        from tracker.cli import screens

        screens.show_report(found, args.by, find_first_monday(root), args.no_color)
    return report_faults([*faults, *read.faults], read.unread)


def find_first_monday(root: str) -> date | None:
    """The Monday of the first week that has a file: weeks before it are not counted."""
    names, _ = cached_reader.list_weeks_and_faults(root)
    return monday_of(min(names)) if names else None


def parse_period_words(words: Iterable[str], today: date) -> Period | None:
    try:
        return periods.parse_period(" ".join(words) or "week", today)
    except ValueError as error:
        raise TrackerError(str(error)) from None


def build_report_facts(
    found: Report, by: str, since: date | None, unread: Iterable[str]
) -> dict[str, Any]:
    first, last = (day.isoformat() for day in found.period) if found.period else (None, None)
    whole = report.sum_report_row(None, found.entries)
    names, rows = report.tabulate_report(found, by)
    return {
        "from": first,
        "to": last,
        "minutes": whole.minutes,
        "sessions": whole.sessions,
        "days": whole.days,
        "target": found.aim.target if found.aim else None,
        "days_left": found.aim.days_left if found.aim else None,
        "unplaced": found.unplaced,
        "unread": list(unread),
        **build_consistency_facts(measures.measure_report_weeks(found, since), period=True),
        "rhythm": hours_of(found),
        "by": by,
        "rows": [dict(zip(names, row, strict=True)) for row in rows],
    }


def hours_of(found: Report) -> dict[str, Any]:
    made = rhythm.measure_rhythm(found.entries, found.journal.plan.day_starts)
    return {
        "weekdays": list(made.weekdays),
        "hours": list(made.hours),
        "no_hour": sum(made.no_hour),
        "no_day": made.no_day,
    }
