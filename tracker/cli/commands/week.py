"""tracker week: show one week at a glance."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tracker import cached_reader, store
from tracker.cli import json_csv, timer
from tracker.cli.find_week import parse_week_argument
from tracker.cli.terminal import find_journal_folder, report_faults, say
from tracker.figures import report, stats, titles, week_content
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Entry
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import (
    Journal,
    TrackerError,
    Week,
    WrongUsage,
    format_problem_line,
    monday_of,
    week_of,
    week_path_of,
)
from tracker.model.kinds import done_of
from tracker.model.plan import Plan
from tracker.model.work import holds_work

EXAMPLES = """\
examples:
  tracker week
  tracker week last --edit        open it in $VISUAL or $EDITOR, and check it after
  tracker week --as post          the post as it will be published, drafts too
  tracker week --as mail          last week as plain text for a mail; --html, or --eml issue.eml
  tracker week --as share         last week in 280 letters; --max 500, or --for mastodon
  tracker week 2024-W27 --json    {"week", "from", "to", "title", "minutes", "target", \
"days_left", "days", "items",
                                   "notes", "goals", "done", "running"}

Lengths in the JSON are in minutes. A mail and a text to share say what the week's post says, and \
no draft unless
--draft is given. Exit code 3, and what is wrong on stderr, for a week with errors; nothing is \
handed on of a journal
with errors."""
# Named here, for to import what knows them takes 50 ms.
PLATFORMS = ("mastodon", "bluesky", "x")
FORMS = ("mail", "share", "post", "json")
# The options of one form only -> that form.
FORM_OPTIONS = {
    "html": "mail",
    "eml": "mail",
    "max": "share",
    "platform": "share",
}


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker week [2024-W27 | 27 | last | next] [--json | --edit]\n"
        "       tracker week [WEEK] --as mail [--html | --eml FILE] [--draft]\n"
        f"       tracker week [WEEK] --as share [--max N | --for {'|'.join(PLATFORMS)}] [--draft]\n"
        "       tracker week [WEEK] --as post"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WEEK",
        help="2024-W27, 27, last, next; else this, and last as mail or to share",
    )
    parser.add_argument("--week", metavar="WEEK", help="the same")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--as", dest="form", choices=FORMS, help="another form than the screen's")
    form.add_argument("--json", action="store_true", help="for programs to read")
    form.add_argument(
        "--edit", action="store_true", help="open its file in your editor, and check it after"
    )
    parser.add_argument("--html", action="store_true", help="a mail as HTML; else plain text")
    parser.add_argument("--eml", metavar="FILE", help="a mail as text and HTML, written to FILE")
    parser.add_argument("--max", metavar="N", help="letters to share; else 280")
    parser.add_argument(
        "--for", dest="platform", choices=PLATFORMS, help="as long as one can be there"
    )
    parser.add_argument("--draft", action="store_true", help="a week that is a draft, too")


def run(args: Namespace, now: datetime) -> int:
    named = " ".join(" ".join(args.words).split())
    if named and args.week:
        raise WrongUsage(f"{named} and --week {args.week} are two weeks; name one")
    typed = named or args.week
    refuse_form_as_week(args.words)
    for option, form in FORM_OPTIONS.items():
        if getattr(args, option) and args.form != form:
            name = {"platform": "for"}.get(option, option)
            raise WrongUsage(f"--{name} is for --as {form}")
    if args.form in ("mail", "share", "post"):
        from tracker.cli import hand_on

        args.name = typed or ("this" if args.form == "post" else "last")
        return hand_on.PRINTERS[args.form](args, now)
    root = find_journal_folder(args)
    plan, plan_faults = cached_reader.read_plan_with_faults(root)
    today = when.journal_day_of(now, plan.day_starts)
    name = parse_week_argument(typed or "this", today)
    if args.edit:
        return edit_week_file(root, plan, name)
    read = read_week_and_next(root, plan, name)
    if name not in read.unread:
        facts = build_week_facts(read.journal, name, today)
        runs = name == week_of(today)  # what runs belongs to this week
        if args.json or args.form == "json":
            facts["running"] = timer.list_running_facts(root, now) if runs else []
            json_csv.say_json(facts)
        else:
            from tracker.cli import screens

            screens.show_week_figures(facts, args.no_color)
            if runs:
                screens.show_running_lines(timer.list_running_lines(root, now), args.no_color)
                if not facts["goals"]:
                    say_offered_goals(root, name)
    return report_faults([*plan_faults, *read.faults], read.unread)


def refuse_form_as_week(words: Sequence[str]) -> None:
    """Raise WrongUsage for `week mail` and `week last as mail`."""
    forms = [word for word in words if word.lower() in FORMS]
    if forms:
        rest = [word for word in words if word.lower() not in (*FORMS, "as")]
        line = " ".join(["tracker week", *rest, "--as", forms[0].lower()])
        raise WrongUsage(f"{forms[0]!r} is a form, not a week: {line}")


def say_offered_goals(root: str, week: str) -> None:
    """Say in a line what last week meant to do next, for a week without goals."""
    from tracker.cli import last_week

    for line in last_week.format_offered_goals(last_week.list_offered_goals(root, week)):
        say(f'\n  {line} (tracker add goal "...")')


def read_week_and_next(root: str, plan: Plan, name: str) -> cached_reader.JournalReading:
    """Read a week; also the next where the plan's day_starts lets its first night count here."""
    names = [name]
    if plan.day_starts:
        names.append(week_of(monday_of(name) + timedelta(days=7)))
    weeks: list[Week] = []
    faults: list[str] = []
    unread: list[str] = []
    for each in names:
        files, closed = cached_reader.open_week_files(root, [each])
        faults += closed.values()
        unread += closed
        for week, data in files.items():
            reading = cached_reader.inspect_week_file(week, data)
            if reading.week:
                weeks.append(reading.week)
            else:
                unread.append(week)
            if reading.fault:
                faults.append(reading.fault)
    return cached_reader.JournalReading(Journal(plan, tuple(weeks)), tuple(faults), tuple(unread))


def build_week_facts(journal: Journal, name: str, today: date) -> dict[str, Any]:
    """Build the facts of a week for `--json` and for the screen.

    By the plan's day_starts a session of the next week's first night may count here.
    """
    figures = stats.build_figures(journal)
    week = figures.weeks.get(name) or Week(name)
    entries = figures.by_week.get(name, ())
    dates = [monday_of(name) + timedelta(days=days) for days in range(7)]
    by_day = stats.minutes_by(entries, lambda entry: entry.day)
    by_item = stats.minutes_by(entries, lambda entry: entry.item or stats.OTHER)
    aim = report.aim_of(journal, name, today)
    return {
        "week": name,
        "from": dates[0].isoformat(),
        "to": dates[-1].isoformat(),
        "title": find_post_title(journal, name, today),
        "minutes": stats.sum_minutes(entries),
        "worked": bool(entries) or holds_work(week),
        "target": aim.target,
        "days_left": aim.days_left,
        "days": {day.isoformat(): by_day.get(day, 0) for day in dates},
        "items": dict(sorted(by_item.items(), key=lambda pair: -pair[1])),
        "notes": build_note_facts(entries),
        "goals": [goal._asdict() for goal in week.goals],
        "done": {id_: done for _, id_, record in week.records if (done := done_of(record))},
    }


def build_note_facts(entries: Sequence[Entry]) -> list[dict[str, str | None]]:
    """Build the facts of the sessions without a length, first day first, those without one last."""
    facts = []
    for entry in sorted(entries, key=lambda entry: (entry.day is None, str(entry.day))):
        if entry.is_note:
            day = entry.day.isoformat() if entry.day else None
            session = entry.session
            facts.append({"day": day, "item": session.item, "note": session.note})
    return facts


def find_post_title(journal: Journal, name: str, today: date) -> str | None:
    """Find the title that the week's post will have: of words that readers may see.

    None for a week that holds nothing, for it has no post.
    """
    figures = stats.build_figures(make_public_journal(journal, today, drafts=True))
    week = figures.weeks.get(name)
    if week is None or not week_content.holds_anything(figures, week):
        return None
    return titles.title_of_week(figures, week)


# ---- --edit


def edit_week_file(root: str, plan: Plan, name: str) -> int:
    """Open a week's file in the author's editor; then print its problems, as `check` does."""
    from tracker.checks import journal_checks
    from tracker.cli.editor import open_in_editor

    path = week_path_of(name)
    file = os.path.join(root, path)
    editor, code = open_in_editor(root, file)
    if code:
        raise TrackerError(f"{editor} ended with {code}; {file} is as it left it")
    data = store.read_file(root, path)
    if data is None:
        say(f"{name} has no file, and needs none")
        return 0
    week, problems = loader.load_week(path, name, data)
    journal = Journal(plan, ())
    if week:
        journal = Journal(plan, (week,))
    problems += journal_checks.check_journal(journal, {path: data})
    problems = sorted(problem for problem in problems if problem.path == path)
    for problem in problems:
        say(format_problem_line(problem))
    if not problems:
        say(f"All good: {path}")
    return 3 if any(not problem.hint for problem in problems) else 0
