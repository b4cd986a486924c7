"""tracker show: an item, a week, the sessions of a selection, or all that says a text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tracker import cached_reader
from tracker.cli import json_csv, session_list, show_lists, show_session
from tracker.cli.columns import cut_line, find_screen_width
from tracker.cli.find_session import LocatedSession, resolve_session
from tracker.cli.search import list_essay_lines
from tracker.cli.selection import (
    FORMS,
    OpenJournal,
    add_selection_arguments,
    open_journal,
    read_selection,
    replace_weeks,
)
from tracker.cli.terminal import hint, report_faults, say_lines
from tracker.figures import item_page, search, stats
from tracker.figures.forecast.record_words import describe_forecast_record
from tracker.figures.search import FoundLine
from tracker.model.journal import Journal, TrackerError, Week, week_of
from tracker.model.periods import week_around
from tracker.model.selection import Selection
from tracker.model.session_columns import list_session_items
from tracker.remembered import whole_weeks
from tracker.remembered.record import recall_record

EXAMPLES = f"""\
examples:
  tracker show zero-to-hero       where it stands, and what each week said of it
  tracker show last week          that week whole
  tracker show 2024-07            the sessions and notes of that month, with their ids
  tracker show papers /softmax/   every line that says it, newest first
  tracker show gaps               the open ones, with the numbers that tracker set takes; or goals,
                                  or questions; also of an item or a period
  tracker show 7kq2m9             a session and its whole note; show last is the last one

{FORMS}
Several items, or an item and a period: their sessions. Without a selection: this week.
A session without an id is named by its place, as 2024-W27:3: that week's third. tracker edit and \
tracker remove take
both. JSON: of a text {{"text", "lines": [...]}}, of sessions {{"sessions": [...]}}, of a week the \
same and its texts."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker show [SELECTION] [--json]"
    parser.epilog = EXAMPLES
    add_selection_arguments(parser)
    parser.add_argument("--json", action="store_true", help="for programs to read")


def run(args: Namespace, now: datetime) -> int:
    journal = open_journal(args, now)
    name, args.words = show_lists.take_list_word(args.words, journal.plan)
    if name:
        return show_lists.show_open_entries(args, journal, name)
    if show_session.names_session(args):
        located = resolve_session(journal.root, args.words[0])
        return show_session.show_session(args, journal, located)
    try:
        selection = read_selection(args, journal, "show")
    except TrackerError as error:
        located = show_session.find_session_or_raise(args, journal, error)
        return show_session.show_session(args, journal, located)
    if not (selection.has_period or selection.is_narrow):
        selection = selection._replace(period=week_around(journal.today), has_period=True)
    if selection.text is not None:
        return show_found_lines(args, journal, selection)
    if selection.only_item and not selection.has_period:
        return show_item(args, journal, selection.only_item)
    period = selection.period
    if period and period == week_around(period.first) and not selection.names_items:
        return show_week(args, journal, week_of(period.first))
    return show_sessions(args, journal, selection)


# ---- a text


def show_found_lines(args: Namespace, journal: OpenJournal, selection: Selection) -> int:
    """Show the lines of weeks and essays that say a text."""
    names, faults = cached_reader.list_weeks_and_faults(journal.root)
    kinds = find_kinds(journal, selection)
    weeks, more_faults = whole_weeks.read_whole_weeks(journal.root, names, selection.text)
    found: list[FoundLine] = []
    for week in weeks.values():
        found += search.search_week(journal.plan, kinds, week, selection)
    essays, essay_faults = list_essay_lines(journal.root, journal.plan, kinds, selection)
    found = search.sort_newest_first([*found, *essays])
    if args.json:
        rows = [{**line._asdict(), "day": line.day.isoformat()} for line in found]
        json_csv.say_json({"text": selection.text, "lines": rows})
    elif found:
        print_found_lines(found, selection)
    else:
        hint(f"nothing says {selection.words}")
    return report_faults([*journal.faults, *faults, *more_faults, *essay_faults], ())


def find_kinds(journal: OpenJournal, selection: Selection) -> dict[str, str]:
    """Map ids to their kinds, where the selection names one: weeks tell the kinds of some ids."""
    if not selection.kinds:
        return {}
    return stats.kinds_of(cached_reader.read_weeks(journal.root, journal.plan, None).journal)


def print_found_lines(found: list[FoundLine], selection: Selection) -> None:
    """Print for each its week or essay, item, what it is, and the text around the match.

    The text stands below these where they leave it less than two fifths of the screen.
    """
    width = find_screen_width()
    heads = []
    for line in found:
        where = line.week or line.path.rpartition("/")[2]
        what = f"{line.what} {line.id}" if line.id else line.what
        heads.append((where, line.item or "-", what))
    widths = [max(map(len, column)) for column in zip(*heads, strict=True)]
    widths = [min(length, 24) for length in widths]
    mark = "…" if json_csv.is_utf8() else "..."
    lines = []
    for head, line in zip(heads, found, strict=True):
        cells = []
        for cell, most in zip(head, widths, strict=True):
            cells.append(cut_line(cell, most, mark).ljust(most))
        begun = "  ".join(cells)
        room = None
        if width is not None:
            room = width - len(begun) - 2
        text = " ".join(line.line.split())
        if room is not None and width is not None and room < width * 2 // 5:
            lines.append(cut_line(begun.rstrip(), width, mark))
            begun, room = "  ", width - 4
        lines.append(f"{begun}  {cut_around(text, selection.text or '', room, mark)}".rstrip())
    say_lines(lines)


def cut_around(text: str, folded: str, room: int | None, mark: str) -> str:
    """Cut a text to a width so that what is looked for stays in sight."""
    if room is None or len(text) <= room:
        return cut_line(text, room, mark)
    place = max(0, text.casefold().find(folded))
    begin = min(max(0, place - room // 3), len(text) - room + len(mark))
    if begin <= 0:
        return cut_line(text, room, mark)
    return mark + cut_line(text[begin:], room - len(mark), mark)


# ---- sessions


def show_sessions(args: Namespace, journal: OpenJournal, selection: Selection) -> int:
    """Show the sessions and notes of a selection, one line each, with their ids."""
    names, faults = cached_reader.list_weeks_and_faults(journal.root)
    kinds = find_kinds(journal, selection)
    if selection.period:
        first, last = (week_of(day) for day in selection.period)
        names = [name for name in names if first <= name <= last]
    weeks, more_faults = whole_weeks.read_whole_weeks(journal.root, names)
    ordered = [week for _, week in sorted(weeks.items())]
    located = session_list.select_sessions(journal.plan, kinds, ordered, selection)
    if args.json:
        rows = session_list.list_session_facts(located)
        json_csv.say_json({"sessions": rows})
    elif located:
        width = find_screen_width()
        mark = "…" if json_csv.is_utf8() else "..."
        lines = session_list.format_session_lines(located)
        say_lines(cut_line(line, width, mark) for line in lines)
    else:
        hint(session_list.format_nothing(selection))
    unread = sorted(set(names) - set(weeks))
    return report_faults([*journal.faults, *faults, *more_faults], unread)


# ---- a week


def show_week(args: Namespace, journal: OpenJournal, name: str) -> int:
    """Show a week whole: its sums, sessions, and every word."""
    period = week_around(Week(name).monday)
    read = cached_reader.read_weeks(journal.root, journal.plan, period)
    week = next((week for week in read.journal.weeks if week.name == name), Week(name))
    located = session_list.select_sessions(journal.plan, {}, [week], Selection())
    texts = list(search.list_week_texts(week))
    if args.json:
        json_csv.say_json(build_whole_week_facts(week, located, texts))
    else:
        from tracker.cli import show_screens

        show_screens.show_whole_week(read.journal, week, located, journal.today, args.no_color)
    return report_faults([*journal.faults, *read.faults], read.unread)


def build_whole_week_facts(
    week: Week,
    located: list[LocatedSession],
    texts: Iterable[search.WeekText],
) -> dict[str, Any]:
    """Build the facts of a week for `--json`: its sessions, goals, questions and all its texts."""
    goals = [{"number": n, **goal._asdict()} for n, goal in enumerate(week.goals, 1)]
    questions = [{"number": n, **each._asdict()} for n, each in enumerate(week.questions, 1)]
    rows = []
    for said in texts:
        if said.session is None and said.what not in ("goal", "question"):
            rows.append(
                {"what": said.what, "item": said.item, "unit": said.unit, "text": said.text}
            )
    return {
        "week": week.name,
        "from": week.monday.isoformat(),
        "to": week.sunday.isoformat(),
        "title": week.title,
        "sessions": session_list.list_session_facts(located),
        "goals": goals,
        "questions": questions,
        "texts": rows,
    }


# ---- an item


def show_item(args: Namespace, journal: OpenJournal, id_: str) -> int:
    """Show all that the journal says of one item."""
    from tracker.cli.remembered_forecasts import ForecastMemory

    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    whole, _ = whole_weeks.read_whole_weeks(journal.root, list_weeks_naming(read.journal, id_))
    figures = stats.build_figures(replace_weeks(read.journal, whole))
    memory = ForecastMemory(journal.root, read, figures, journal.today)
    page = item_page.build_item_page(figures, id_, memory.forecast_item)
    memory.keep()
    if args.json:
        json_csv.say_json(item_page.export_item_page(page))
    else:
        from tracker.cli import show_screens

        held = ""
        if page.forecast and not page.forecast.refused:
            held = describe_forecast_record(
                recall_record(journal.root, figures, journal.today), journal.today
            )
        show_screens.show_item_page(figures, page, held, journal.today, args.no_color)
    return report_faults([*journal.faults, *read.faults], read.unread)


def list_weeks_naming(journal: Journal, id_: str) -> list[str]:
    """List the weeks with a session or a record of an item, by any of its names."""
    ids = {id_, *(old for old, new in journal.plan.aliases.items() if new == id_)}
    items = set()
    for item, (named, _) in stats.targets_of(journal).items():
        if named in ids:
            items.add(item)
    names = []
    for week in journal.weeks:
        said = any(named in ids for _, named, _ in week.records)
        if said or not items.isdisjoint(list_session_items(week.sessions)):
            names.append(week.name)
    return names
