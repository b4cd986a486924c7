"""tracker: the day at a glance, in at most 14 lines."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv, running_session, timer
from tracker.cli.columns import (
    PLAIN_SHADES,
    PLAIN_UNTIMED,
    SHADES,
    UNTIMED,
    cut_line,
    measure_columns,
)
from tracker.cli.selection import OpenJournal, open_journal, replace_weeks
from tracker.cli.terminal import hint, say
from tracker.figures import day as days
from tracker.figures import measures, stats
from tracker.figures import report as reports
from tracker.figures.breaks import Break, describe_break, export_break
from tracker.figures.day import Day
from tracker.figures.standings import ItemStanding
from tracker.model import when
from tracker.model.english import WEEKDAYS, day_words, format_count, month_words
from tracker.model.journal import Session, TrackerError, is_address, monday_of, week_of
from tracker.model.session_columns import has_running_session, may_fall_in
from tracker.remembered import whole_weeks

EXAMPLES = """\
examples:
  tracker
  tracker --json
  tracker --journal ../other"""
OUTSIDE = """\
A learner's journal as code: log what you study, see it as a site.

  tracker init DIR      makes a journal in a folder
  tracker --help        lists the commands"""
LABEL = 11  # columns of the words on the left
GOALS, LEFT_ALONE = 4, 3  # shown
STEPS = (30, 60, 120)  # minutes where the second, third and fourth shade of a day begin
OUTCOMES = {None: "[ ]", "done": "[x]", "partial": "[~]"}


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker [--json]"
    parser.epilog = EXAMPLES
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    try:
        journal = open_journal(args, now)
    except TrackerError as error:
        if args.json or args.journal:
            raise
        hint(f"tracker: {error}")
        say(OUTSIDE)
        return 1
    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    this_week = week_of(journal.today)
    monday = monday_of(this_week)
    names = [this_week]
    for week in read.journal.weeks:
        # A session of today may stand in the file of another week.
        if week.name != this_week and may_fall_in(week.sessions, monday, journal.today):
            names.append(week.name)
    whole, _ = whole_weeks.read_whole_weeks(journal.root, names)
    figures = stats.build_figures(replace_weeks(read.journal, whole))
    day = days.build_day(figures, journal.today)
    running, _ = find_running(journal, figures)
    faults = [*journal.faults, *read.faults]
    if args.json:
        json_csv.say_json(build_day_facts(day, running, faults, now))
    else:
        width = measure_columns(_is_terminal())
        mark = "…" if json_csv.is_utf8() else "..."
        for line in format_day(day, running, faults, now, width):
            say(cut_line(line, width, mark).rstrip())
    return 3 if faults else 0


def find_running(
    journal: OpenJournal, figures: stats.Figures
) -> tuple[list[Session], Sequence[str]]:
    """Find what runs; without another look at the files where no week has such a session."""
    weeks = figures.weeks.values()
    if not any(has_running_session(week.sessions) for week in weeks):
        return [], ()
    running, hints = running_session.find_running_sessions(journal.root)
    return [each.session for each in running], hints


def _is_terminal() -> bool:
    import sys

    return sys.stdout.isatty()


# ---- the screen


def format_day(
    day: Day, running: Sequence[Session], faults: Sequence[str], now: datetime, width: int
) -> Iterator[str]:
    """Yield the lines of a day, at most 14; each may still be wider than the screen."""
    date_words = day_words(day.day, weekday=True)
    week = f"{day.week}: {format_week_sum(day)}"
    gap = max(3, width - len(date_words) - len(week))
    yield f"{date_words}{' ' * gap}{week}"
    yield from format_running(running, now)
    yield _label("today", format_today(day))
    yield _label("week", format_seven_days(day, width))
    if words := format_break(day.break_):
        yield _label("break", words)
    for number, item in enumerate(day.next):
        yield _label("" if number else "next", format_next(day, item))
    yield from format_goals(day, width)
    if day.gap:
        yield _label("look again", format_gap(day.gap, width))
    if day.left_alone:
        yield _label("resting?", format_left_alone(day, width))
    if faults:
        more = "tracker check"
        fault = faults[0].partition(" (and ")[0]
        if len(faults) > 1:
            more = f"and {format_count(len(faults) - 1, 'more file')}: {more}"
        room = max(20, width - LABEL - len(more) - 3)
        mark = "…" if json_csv.is_utf8() else "..."
        yield _label("problems", f"{cut_line(_one_line(fault), room, mark)} ({more})")


def _label(label: str, words: str) -> str:
    return f"{label.ljust(LABEL)}{_one_line(words)}"


def _one_line(words: str) -> str:
    """Put words on one line; runs of blanks between columns stay."""
    return words.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def format_week_sum(day: Day) -> str:
    """`5 h of 7 h, 2 days left`, `2 days of work`: with a target or hours, else days of work."""
    if day.minutes or day.aim.target:
        return reports.aim_words(day.minutes, day.aim, day.worked)
    worked = sum(minutes is not None for minutes in day.days.values())
    if worked:
        return f"{format_count(worked, 'day')} of work"
    return "work that has no day" if day.worked else "nothing logged yet"


def format_running(running: Sequence[Session], now: datetime) -> Iterator[str]:
    """Yield what is running and for how long, and what can be done with it.

    A long one was perhaps forgotten: `stop` asks then when it ended.
    """
    for session in running[:1]:
        words = session.item or session.note or "a session"
        minutes = timer.count_elapsed_minutes(session, now)
        stop = "tracker stop"
        if minutes is not None and session.start.clock:
            began = f"{session.start.clock:%H:%M}"
            if session.start.day != now.date():
                began = f"{session.start.day:%a} {began}"
            if minutes >= 7 * 24 * 60:
                began = f"{session.start.day}"
            words += f"  {when.format_duration(minutes)}, since {began}"
            if minutes > timer.LONG:
                stop = "tracker stop --at TIME"
        words += f"  ({stop})"
        if len(running) > 1:
            words += f" and {len(running) - 1} more: tracker status"
        yield _label("running", words)


def format_today(day: Day) -> str:
    """`50 min  zero-to-hero 30 min, mml-book 20 min`."""
    if not day.today:
        return "nothing yet"
    parts = []
    for item, minutes in days.sum_today_by_item(day.today).items():
        parts.append(f"{item} {when.format_duration(minutes)}" if minutes else item)
    total = stats.sum_minutes(day.today)
    if not total:
        return f"{format_count(len(day.today), 'note')}  {', '.join(parts)}"
    if len(parts) == 1:
        return parts[0]
    return f"{when.format_duration(total)}  {', '.join(parts)}"


def format_seven_days(day: Day, width: int) -> str:
    """`Mo ▓ Tu ▒ We · ...`, and in how many of the last eight weeks there was work."""
    utf8 = json_csv.is_utf8()
    letters = SHADES if utf8 else PLAIN_SHADES
    shown = []
    for date_, minutes in day.days.items():
        letter = letters[reports.choose_shade(minutes or 0, STEPS)]
        if minutes == 0:
            letter = UNTIMED if utf8 else PLAIN_UNTIMED
        name = WEEKDAYS[date_.weekday()][:2]
        shown.append(f"{name} {letter}" if width >= 48 else f"{name}{letter}")
    words = " ".join(shown)
    if day.weeks and day.weeks.studied:
        share = measures.share_of_weeks(day.weeks)
        weeks = f"  studied in {share}" if day.weeks.weeks == 1 else f"  studied {share}"
        if LABEL + len(words + weeks) <= width:
            words += weeks
    return words


def format_next(day: Day, item: ItemStanding) -> str:
    """The command that logs an item, and the item's or its unit's title."""
    title = item.state.item.title or ""
    if item.next:
        title = item.state.unit_title(item.next)
        if title == item.next:
            title = item.state.item.title or ""
    return f"{format_log_command(day, item)}  {title}".rstrip()


def format_log_command(day: Day, item: ItemStanding) -> str:
    """`tracker log 45m zero-to-hero/gpt`; a note where the journal keeps no hours."""
    name = item.state.id
    if item.next and not is_address(name):
        name += f"/{item.next}"
    name = quote_for_shell(name)
    return f"tracker log 45m {name}" if day.keeps_time else f'tracker note {name} "..."'


def quote_for_shell(name: str) -> str:
    if any(letter in name for letter in " '\"\\$&()<>;|*?#`~!"):
        import shlex

        return shlex.quote(name)
    return name


def format_goals(day: Day, width: int) -> Iterator[str]:
    """Yield the goals of the week with their numbers, the open ones first where they are many."""
    goals = list(day.goals)
    if len(goals) > GOALS:
        goals.sort(key=lambda each: each[1].outcome is not None)
        goals = sorted(goals[: GOALS - 1])
    asked = False
    for place, (number, goal) in enumerate(goals):
        words = f"{number} {OUTCOMES.get(goal.outcome, '[-]')} {_one_line(goal.goal)}"
        command = f"  (tracker set goal {number} done)"
        if goal.outcome is None and not asked and LABEL + len(words + command) <= width:
            words, asked = words + command, True
        yield _label("" if place else "goals", words)
    if len(day.goals) > len(goals):
        yield _label("", f"and {len(day.goals) - len(goals)} more: tracker show week")


def format_gap(numbered: days.NumberedGap, width: int) -> str:
    """`"limits" (zero-to-hero), open for 3 weeks  (tracker set zero-to-hero closed 1)`."""
    item = numbered.gap.item
    words = f'"{_one_line(numbered.gap.text)}" in {item}, open for '
    words += format_count(numbered.weeks, "week")
    command = f"  (tracker set {item} closed {numbered.number})"
    if LABEL + len(words + command) <= width:
        words += command
    return words


def format_break(found: Break | None) -> str:
    """`three weeks so far; four of five as long ended within another month`, or nothing.

    In the week that ended it `Back this week, after a break of ten weeks`.
    """
    return describe_break(found).removesuffix(".").removeprefix("A break of ")


def format_left_alone(day: Day, width: int) -> str:
    """`hu2021 since May 2024, 2 more`, as many as fit, and the command that lets one rest."""
    parts: list[str] = []
    for state in day.left_alone[:LEFT_ALONE]:
        assert state.last
        name = cut_line(state.id, 24, "…" if json_csv.is_utf8() else "...")
        words = f"{name} since {month_words(state.last)}"
        if parts and LABEL + len(", ".join([*parts, words, "99 more"])) > width:
            break
        parts.append(words)
    if len(day.left_alone) > len(parts):
        parts.append(f"{len(day.left_alone) - len(parts)} more")
    words = ", ".join(parts)
    command = f"  (tracker set {quote_for_shell(day.left_alone[0].id)} paused)"
    if LABEL + len(words + command) <= width:
        words += command
    return words


# ---- the facts


def build_day_facts(
    day: Day, running: Sequence[Session], faults: Sequence[str], now: datetime
) -> dict[str, Any]:
    """Build the facts of `--json`: the same as on the screen."""
    gap = None
    if day.gap:
        found = day.gap.gap
        gap = {"item": found.item, "number": day.gap.number, "gap": found.text}
        gap |= {"found": found.found, "weeks": day.gap.weeks}
    running_facts = []
    for session in running:
        start = when.format_start(session.start)
        facts = {"id": session.id, "item": session.item, "note": session.note, "start": start}
        running_facts.append({**facts, "minutes": timer.count_elapsed_minutes(session, now)})
    next_facts = []
    for item in day.next:
        facts = {"item": item.state.id, "unit": item.next, "title": item.state.item.title}
        next_facts.append({**facts, "command": format_log_command(day, item)})
    return {
        "date": day.day.isoformat(),
        "week": day.week,
        "minutes": day.minutes,
        "worked": day.worked,
        **day.aim._asdict(),
        "running": running_facts,
        "today": [
            {"item": entry.item, "minutes": entry.session.minutes, "note": entry.session.note}
            for entry in day.today
        ],
        "days": {date_.isoformat(): minutes for date_, minutes in day.days.items()},
        "consistency": day.weeks._asdict() if day.weeks else None,
        "break": export_break(day.break_),
        "next": next_facts,
        "goals": [{"number": number, **goal._asdict()} for number, goal in day.goals],
        "gap": gap,
        "untouched": [
            {"item": state.id, "last": state.last.isoformat() if state.last else None}
            for state in day.left_alone
        ],
        "problems": list(faults),
    }
