"""tracker report: where the time of a period went."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv, timer
from tracker.cli.regularity import build_consistency_facts
from tracker.cli.selection import (
    FORMS,
    OpenJournal,
    add_selection_arguments,
    find_first_monday,
    open_journal,
    read_selection,
    replace_weeks,
)
from tracker.cli.terminal import report_faults
from tracker.figures import measures, report, rhythm
from tracker.figures.report import Report
from tracker.model.journal import Period, WrongUsage
from tracker.model.periods import week_around
from tracker.model.selection import Selection
from tracker.remembered import whole_weeks

EXAMPLES = f"""\
examples:
  tracker report
  tracker report zero-to-hero last month --by day
  tracker report 2024 --by week --csv > weeks.csv

{FORMS}
Without a period it is this week. A text is looked for in the notes of sessions.
JSON: {{"from", "to", "selection", "minutes", "sessions", "days", "notes", "target", \
"days_left", "unplaced",
"unread", "consistency", "pace", "rhythm", "by", "rows": [...], \
"running": [...]}};
docs/guide/figures.md says what the figures mean.
CSV holds the rows. Lengths are in minutes. Without --by both are by item.
What can be read is shown; weeks with errors are named on stderr, and the exit code is 3."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = f"tracker report [SELECTION] [--by {'|'.join(report.BY)}] [--json | --csv]"
    parser.epilog = EXAMPLES
    add_selection_arguments(parser)
    parser.add_argument(
        "--by", choices=report.BY, help="the rows; else what is worth seeing of such a period"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs to read")
    form.add_argument("--csv", action="store_true", help="for spreadsheets")


def run(args: Namespace, now: datetime) -> int:
    journal = open_journal(args, now)
    take_rows_word(args, journal)
    selection = read_selection(args, journal, "report")
    period = selection.period
    if not selection.has_period:
        period = week_around(journal.today)
    read = read_report_weeks(journal, period, selection)
    figures = report.build_report(read.journal, period, journal.today, selection)
    first_monday = find_first_monday(journal.root)
    holds_today = period is None or period.first <= journal.today <= period.last
    if args.json:
        facts = build_report_facts(figures, args.by or "item", first_monday, read.unread)
        facts["running"] = timer.list_running_facts(journal.root, now) if holds_today else []
        json_csv.say_json(facts)
    elif args.csv:
        json_csv.say_csv(*report.tabulate_report(figures, args.by or "item"))
    else:
        from tracker.cli import screens

        screens.show_report(figures, args.by, first_monday, args.no_color)
        if holds_today:
            lines = timer.list_running_lines(journal.root, now)
            screens.show_running_lines(lines, args.no_color)
    return report_faults([*journal.faults, *read.faults], read.unread)


def take_rows_word(args: Namespace, journal: OpenJournal) -> None:
    """Take `by week` out of the words of a report, for --by week."""
    for place, word in enumerate(args.words[:-1]):
        rows = args.words[place + 1].lower()
        if word.lower() != "by" or word in journal.plan.items:
            continue
        if rows not in report.BY:
            raise WrongUsage(f"by what? --by {', '.join(report.BY)}; got {rows!r}")
        if args.by:
            raise WrongUsage(f"by {rows} and --by {args.by} are two; leave one of them out")
        args.by = rows
        args.words = args.words[:place] + args.words[place + 2 :]
        return


def read_report_weeks(
    journal: OpenJournal, period: Period | None, selection: Selection
) -> cached_reader.JournalReading:
    """Read the weeks of a report; with their notes where a text is asked for."""
    read = cached_reader.read_weeks(journal.root, journal.plan, period)
    if selection.text is None:
        return read
    names = [week.name for week in read.journal.weeks]
    whole, _ = whole_weeks.read_whole_weeks(journal.root, names, selection.text)
    return read._replace(journal=replace_weeks(read.journal, whole))


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
        "selection": figures.selection.words or None,
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
