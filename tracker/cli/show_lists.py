"""`show gaps`, `goals`, `questions`: the open ones, with the numbers that `tracker set` takes."""

from __future__ import annotations

from argparse import Namespace
from typing import NamedTuple

from tracker import cached_reader
from tracker.cli import json_csv
from tracker.cli.columns import cut_line, find_screen_width
from tracker.cli.selection import OpenJournal, read_selection
from tracker.cli.terminal import hint, report_faults, say
from tracker.figures import knowledge, stats
from tracker.model.journal import Period, Week, WrongUsage, monday_of, week_of
from tracker.model.periods import week_around
from tracker.model.plan import Plan
from tracker.model.selection import Selection
from tracker.remembered import whole_weeks

# What is typed -> the list.
LISTS = {
    "gap": "gaps",
    "gaps": "gaps",
    "goal": "goals",
    "goals": "goals",
    "question": "questions",
    "questions": "questions",
}


class OpenEntry(NamedTuple):
    """An open gap, goal or question.

    `number`: what `tracker set` takes, of a goal or a question with the week. `item`: of a gap.
    """

    week: str
    number: int
    text: str
    item: str | None = None


def take_list_word(words: list[str], plan: Plan) -> tuple[str | None, list[str]]:
    """Take the word that names a list out of a selection's words; None where there is none.

    An item of the plan may bear that name, and comes first.
    """
    for place, word in enumerate(words):
        name = LISTS.get(word.lower())
        if name and word not in plan.items and word not in plan.aliases:
            return name, words[:place] + words[place + 1 :]
    return None, words


def show_open_entries(args: Namespace, journal: OpenJournal, name: str) -> int:
    """Show the open gaps, goals or questions of a selection."""
    selection = read_selection(args, journal, "show")
    if name != "gaps" and selection.names_items:
        raise WrongUsage(f"{name} are of weeks, not of items; name a period, or nothing")
    if name == "gaps":
        entries, faults, unread = list_gap_entries(journal, selection)
    else:
        entries, faults, unread = list_week_entries(journal, selection, name)
    if args.json:
        json_csv.say_json({name: [entry._asdict() for entry in entries]})
    elif entries:
        print_entries(entries)
        hint(describe_command(name, entries[0], journal))
    else:
        hint(f"no open {name}")
    return report_faults([*journal.faults, *faults], unread)


def list_gap_entries(
    journal: OpenJournal, selection: Selection
) -> tuple[list[OpenEntry], list[str], list[str]]:
    """List the open gaps by item, with the number that `tracker set ITEM closed` takes."""
    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    figures = stats.build_figures(read.journal)
    entries = []
    numbers: dict[str, int] = {}
    for gap in knowledge.find_open_gaps(figures).gaps:
        numbers[gap.item] = numbers.get(gap.item, 0) + 1
        state = figures.states.get(gap.item)
        kind = state.kind if state else ""
        if not selection.holds(journal.plan, kind, gap.item, whole=True):
            continue
        if selection.says(gap.text) and overlaps_week(selection.period, gap.found):
            entries.append(OpenEntry(gap.found, numbers[gap.item], gap.text, gap.item))
    entries.sort(key=lambda entry: (entry.item or "", entry.number))
    return entries, [*read.faults], [*read.unread]


def list_week_entries(
    journal: OpenJournal, selection: Selection, name: str
) -> tuple[list[OpenEntry], list[str], list[str]]:
    """List the open goals or questions of weeks, the newest week first."""
    names, faults = cached_reader.list_weeks_and_faults(journal.root)
    wanted = [week for week in names if overlaps_week(selection.period, week)]
    weeks, more_faults = whole_weeks.read_whole_weeks(journal.root, wanted)
    entries = []
    for _, week in sorted(weeks.items(), reverse=True):
        for number, text in list_open_texts(week, name):
            if selection.says(text):
                entries.append(OpenEntry(week.name, number, text))
    return entries, [*faults, *more_faults], sorted({*wanted} - {*weeks})


def list_open_texts(week: Week, name: str) -> list[tuple[int, str]]:
    """List a week's goals without an outcome, or questions without an answer, numbered from 1."""
    if name == "goals":
        goals = enumerate(week.goals, 1)
        return [(number, goal.goal) for number, goal in goals if goal.outcome is None]
    questions = enumerate(week.questions, 1)
    return [(number, each.ask) for number, each in questions if each.answer is None]


def overlaps_week(period: Period | None, week: str) -> bool:
    """Whether a week has a day of the period; without a period every week has."""
    if period is None:
        return True
    first, last = week_around(monday_of(week))
    return first <= period.last and last >= period.first


def print_entries(entries: list[OpenEntry]) -> None:
    """Print a line for each: of what, its number, its text; of a gap the week that found it."""
    width = find_screen_width()
    mark = "…" if json_csv.is_utf8() else "..."
    rows = []
    for entry in entries:
        text = " ".join(entry.text.split())
        head = (entry.item, str(entry.number), entry.week) if entry.item else None
        rows.append((*(head or (entry.week, str(entry.number), "")), text))
    widths = [min(24, max(len(row[column]) for row in rows)) for column in range(3)]
    for owner, number, found, text in rows:
        cells = [cut_line(owner, 24, mark).ljust(widths[0]), number.rjust(widths[1])]
        if widths[2]:
            cells.append(found.ljust(widths[2]))
        say(cut_line("  ".join([*cells, text]), width, mark).rstrip())


def describe_command(name: str, entry: OpenEntry, journal: OpenJournal) -> str:
    """Say how the first one is closed, judged or answered."""
    if name == "gaps":
        return f"tracker set {entry.item} closed {entry.number}"
    option = "" if entry.week == week_of(journal.today) else f" --week {entry.week}"
    if name == "goals":
        return f"tracker set goal {entry.number} done{option}"
    return f'tracker set question {entry.number} "..."{option}'
