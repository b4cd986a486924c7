"""The words of a reading command -> the journal's plan, and the selection that is asked about."""

from __future__ import annotations

import gc
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker import cached_reader
from tracker.cli.terminal import find_journal_folder
from tracker.figures.stats import Figures
from tracker.model import periods, selection, when
from tracker.model.journal import (
    Journal,
    Period,
    TrackerError,
    Week,
    WrongUsage,
    is_address,
    monday_of,
    split_target,
)
from tracker.model.plan import Plan
from tracker.model.selection import PARTS, Selection
from tracker.model.session_columns import list_session_items

FORMS = (
    "SELECTION is an item, a kind (courses, papers, projects, other) or a skill, a period and "
    "/a text/, in any order:\nzero-to-hero last week, papers 2024, 2024-07 /softmax/; - is the "
    "last item. docs/guide/commands.md has the periods."
)


class OpenJournal(NamedTuple):
    """A journal that is asked about: its folder, its plan with a line for its errors, today."""

    root: str
    plan: Plan
    faults: Sequence[str]
    today: date


def open_journal(args: Namespace, now: datetime) -> OpenJournal:
    """Find the journal's folder, and read its plan."""
    # All that a reading command makes lives until it ends: to look for what could be freed takes
    # as long as the work itself.
    gc.disable()
    root = find_journal_folder(args)
    plan, faults = cached_reader.read_plan_with_faults(root)
    return OpenJournal(root, plan, faults, when.journal_day_of(now, plan.day_starts))


def add_selection_arguments(parser: ArgumentParser, takes: Collection[str] = PARTS) -> None:
    """Add the words of a selection, and the options that say the same for scripts."""
    described = {"item": "items, kinds or skills", "period": "a period", "text": "/a text/"}
    words = [described[part] for part in PARTS if part in takes]
    parser.add_argument("words", nargs="*", metavar="SELECTION", help=", ".join(words))
    if "text" in takes:
        parser.add_argument("--text", metavar="TEXT", help="a text, as /TEXT/")
    if "period" in takes:
        parser.add_argument("--since", metavar="PERIOD", help="from its first day on")
        parser.add_argument("--until", metavar="PERIOD", help="to its last day")


def read_selection(
    args: Namespace, journal: OpenJournal, command: str, takes: Collection[str] = PARTS
) -> Selection:
    """Read what the words and the options of a command select."""
    chosen = selection.parse_selection(
        args.words,
        journal.plan,
        lambda: list_named_ids(journal),
        journal.today,
        command,
        takes,
    )
    if (selection.LAST, None) in chosen.items:
        chosen = name_last_item(chosen, journal)
    text = getattr(args, "text", None)
    if text is not None:
        if chosen.text is not None:
            raise WrongUsage(f"one text is enough, and --text {text!r} is another")
        chosen = chosen._replace(text=selection.fold_search_text(text))
    since, until = getattr(args, "since", None), getattr(args, "until", None)
    if since or until:
        if chosen.has_period:
            raise WrongUsage("a period, or --since and --until: leave out one of them")
        period = _parse_ends(journal, since, until)
        chosen = chosen._replace(period=period, has_period=True)
    return chosen


def name_last_item(chosen: Selection, journal: OpenJournal) -> Selection:
    """Put the item of the last session, as a whole, in the place of `-`."""
    from tracker.cli.last_session import find_last_item

    typed = find_last_item(journal.root)
    id_ = typed if is_address(typed) else typed.partition("/")[0]
    last = journal.plan.aliases.get(id_, id_)
    items = [(last, None) if item == (selection.LAST, None) else item for item in chosen.items]
    return chosen._replace(items=tuple(dict.fromkeys(items)))


def list_named_ids(journal: OpenJournal) -> list[str]:
    """List the ids that weeks name, by their present names."""
    read = cached_reader.read_weeks(journal.root, journal.plan, None)
    ids: dict[str, None] = {}
    for week in read.journal.weeks:
        ids.update(dict.fromkeys(id_ for _, id_, _ in week.records))
        items = list_session_items(week.sessions)
        ids.update(dict.fromkeys(split_target(item)[0] or "" for item in items))
    return [id_ for id_ in ids if id_ and id_ not in journal.plan.aliases]


def _parse_ends(journal: OpenJournal, since: str | None, until: str | None) -> Period:
    """Parse --since and --until: without one, from the first week on, or to today."""
    first, last = find_first_monday(journal.root) or journal.today, journal.today
    try:
        if since:
            first = (periods.parse_period(since, journal.today) or Period(first, last)).first
        if until:
            last = (periods.parse_period(until, journal.today) or Period(first, last)).last
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if last < first and not until:
        last = first
    if last < first:
        raise TrackerError(f"--since {first} is after --until {last}")
    return Period(first, last)


def find_first_monday(root: str) -> date | None:
    """Return the Monday of the first week with a file: weeks before it are not counted."""
    names, _ = cached_reader.list_weeks_and_faults(root)
    return monday_of(min(names)) if names else None


def select_ids(figures: Figures, chosen: Selection) -> list[str]:
    """List the ids of a selection, in the plan's order.

    With a text, those whose id or title say it. TrackerError where there are none.
    """
    ids = []
    for state in figures.states.values():
        if not chosen.holds(figures.plan, state.kind, state.id, whole=True):
            continue
        if chosen.says(state.id) or chosen.says(state.item.title):
            ids.append(state.id)
    if not ids:
        raise TrackerError(f"no item here belongs to {chosen.words}; tracker plan lists all")
    return ids


def replace_weeks(journal: Journal, weeks: Mapping[str, Week]) -> Journal:
    """Put weeks that were read whole in the place of those that were read for sums alone."""
    merged = [weeks.get(week.name, week) for week in journal.weeks]
    return journal._replace(weeks=tuple(merged))
