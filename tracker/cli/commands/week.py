"""tracker week: one week at a glance."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, timedelta
from typing import Any

from tracker import cached_reader, store
from tracker.cli import json_csv
from tracker.cli.find_week import parse_week_argument
from tracker.cli.terminal import find_journal_folder, report_faults, say
from tracker.figures import report, stats
from tracker.format import loader
from tracker.model import periods
from tracker.model.journal import (
    Journal,
    TrackerError,
    Week,
    format_problem_line,
    monday_of,
    week_of,
)
from tracker.model.kinds import done_of
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker week
  tracker week last --edit        open it in $VISUAL or $EDITOR, and check it after
  tracker week 2024-W27 --json    {"week", "from", "to", "title", "minutes", "target", "days_left", "days", "items",
                                   "goals", "done"}

Lengths in the JSON are in minutes. Exit code 3, and what is wrong on stderr, for a week with errors."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker week [2024-W27 | last | this] [--json | --edit]"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "name", nargs="?", default="this", metavar="WEEK", help="2024-W27, last or this; else this"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs to read")
    form.add_argument(
        "--edit", action="store_true", help="open its file in your editor, and check it after"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, faults = cached_reader.read_plan_with_faults(root)
    today = periods.journal_day_of(now, plan.day_starts)
    name = parse_week_argument(args.name, today)
    if args.edit:
        return edit_week_file(root, plan, name)
    read = some_weeks(root, plan, name)
    if name not in read.unread:
        facts = build_week_facts(read.journal, name, today)
        if args.json:
            json_csv.say_json(facts)
        else:
            from tracker.cli import screens

            screens.show_week(facts, args.no_color)
    return report_faults([*faults, *read.faults], read.unread)


def some_weeks(root: str, plan: Plan, name: str) -> cached_reader.JournalReading:
    """The week whole, no other file read unless the first night of the next one counts here."""
    following = [week_of(monday_of(name) + timedelta(days=7))] if plan.day_starts else []
    weeks, faults, unread = [], [], []
    for each in [name, *following]:
        files, closed = cached_reader.open_week_files(root, [each])
        seen = {week: cached_reader.inspect_week_file(week, data) for week, data in files.items()}
        weeks += [one.week for one in seen.values() if one.week]
        faults += [*closed.values(), *(one.fault for one in seen.values() if one.fault)]
        unread += [*closed, *(week for week, one in seen.items() if not one.week)]
    return cached_reader.JournalReading(Journal(plan, tuple(weeks)), tuple(faults), tuple(unread))


def build_week_facts(read: Journal, name: str, today: date) -> dict[str, Any]:
    """The week's facts. By the plan's day_starts a session of the next week's first night may count here."""
    figures = stats.build_figures(read)
    week = figures.weeks.get(name) or Week(name)
    entries = figures.by_week.get(name, ())
    monday = monday_of(name)
    days = stats.minutes_by(entries, lambda entry: entry.day)
    items = stats.minutes_by(entries, lambda entry: entry.item or stats.OTHER)
    aim = report.aim_of(read, name, today)
    return {
        "week": name,
        "from": monday.isoformat(),
        "to": (monday + timedelta(days=6)).isoformat(),
        "title": week.title,
        "minutes": stats.sum_minutes(entries),
        "target": aim.target,
        "days_left": aim.days_left,
        "days": {
            day.isoformat(): days.get(day, 0)
            for day in (monday + timedelta(days=n) for n in range(7))
        },
        "items": dict(sorted(items.items(), key=lambda pair: -pair[1])),
        "goals": [goal._asdict() for goal in week.goals],
        "done": {id_: done for _, id_, record in week.records if (done := done_of(record))},
    }


# ---- --edit


def edit_week_file(root: str, plan: Plan, name: str) -> int:
    """The file in the author's editor; then its problems, as `check` says them."""
    from tracker.checks import journal_checks

    path = cached_reader.entry_path_of(name)
    opened_in_editor(os.path.join(root, path))
    data = store.read_file(root, path)
    if data is None:
        say(f"{name} has no file, and needs none")
        return 0
    week, problems = loader.load_week(path, name, data)
    problems += journal_checks.check_journal(Journal(plan, (week,) if week else ()), {path: data})
    found = sorted(one for one in problems if one.path == path)
    for problem in found:
        say(format_problem_line(problem))
    if not found:
        say(f"All good: {path}")
    return 3 if any(not problem.hint for problem in found) else 0


def opened_in_editor(path: str) -> None:
    import shlex

    from tracker.cli.programs import run_program

    editor = (
        os.environ.get("VISUAL")
        or os.environ.get("EDITOR")
        or ("notepad" if os.name == "nt" else "vi")
    )
    try:
        code = run_program([*shlex.split(editor, posix=os.name != "nt"), path])
    except (OSError, ValueError) as error:
        raise TrackerError(
            f"{editor!r} cannot be started ({error}); name an editor in EDITOR"
        ) from None
    if code:
        raise TrackerError(f"{editor} ended with {code}; {path} is as it left it")
