"""The words of `tracker export` -> the sessions that they select, in the format that they name."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import datetime

from tracker import cached_reader
from tracker.cli import session_list
from tracker.cli.export_file import put_out
from tracker.cli.find_session import LocatedSession
from tracker.cli.selection import open_journal, read_selection
from tracker.cli.terminal import hint, report_faults
from tracker.exchange.exported import (
    build_exported_sessions,
    describe_loss,
    find_losses,
    split_by_traits,
)
from tracker.exchange.session_formats import SESSION_FORMATS
from tracker.figures import stats
from tracker.figures.public import make_public_journal
from tracker.model.english import format_count
from tracker.model.journal import Journal, Session
from tracker.model.selection import Selection
from tracker.remembered import whole_weeks


def export_sessions(args: Namespace, now: datetime) -> int:
    """Export the selected sessions; say on stderr what is not in the export."""
    opened = open_journal(args, now)
    selection = read_selection(args, opened, "export")
    names, faults = cached_reader.list_weeks_and_faults(opened.root)
    weeks, more_faults = whole_weeks.read_whole_weeks(opened.root, names)
    faults = [*opened.faults, *faults, *more_faults]
    if faults and not args.unpublished:
        # A plan or a week that was not read whole may have lost what it holds back.
        report_faults(faults, ())
        hint("errors could show what is held back; nothing was exported (--unpublished does)")
        return 3
    own = Journal(opened.plan, tuple(week for _, week in sorted(weeks.items())))
    shown = own if args.unpublished else make_public_journal(own, now.date())
    located = select_exported(shown, selection)
    rows = [(each.week, each.place, each.session) for each in located]
    if not args.unpublished:
        # That words are held back is a word itself.
        rows = [(week, place, session._replace(unpublished=False)) for week, place, session in rows]
    exported = build_exported_sessions(rows, own.plan)
    format_ = SESSION_FORMATS[args.format]
    held, losses = split_by_traits(exported, format_.left_out)
    text = format_.format(held)
    put_out(args, opened.root, text, format_count(len(held), "session"), format_.beginning)
    if not args.unpublished:
        hint_withheld(own, located)
    if not exported:
        hint(session_list.format_nothing(selection))
    for loss in losses:
        hint(f"left out: {describe_loss(loss)}")
    for loss in find_losses(held, format_.lost):
        hint(f"not kept: {describe_loss(loss)}")
    unread = sorted(set(names) - set(weeks))
    return report_faults(faults, unread)


def select_exported(journal: Journal, selection: Selection) -> list[LocatedSession]:
    """Select sessions, first one first; with a text those whose note says it."""
    kinds = stats.kinds_of(journal) if selection.kinds else {}
    located = session_list.select_sessions(journal.plan, kinds, journal.weeks, selection)
    if selection.text is None:
        return located
    return [each for each in located if selection.says(each.session.note)]


def hint_withheld(own: Journal, shown: Iterable[LocatedSession]) -> None:
    """Say how many notes and names of items are held back, as they are on the site."""
    sessions: Mapping[str, tuple[Session, ...]] = {
        week.name: tuple(week.sessions) for week in own.weeks
    }
    notes = names = 0
    for each in shown:
        session = sessions[each.week][each.number]
        notes += session.note != each.session.note
        names += session.item != each.session.item
    parts = [format_count(notes, "note")] if notes else []
    if names:
        parts.append(f"{format_count(names, 'name')} of items or units")
    if parts:
        hint(f"held back, as on the site: {' and '.join(parts)}; --unpublished exports all")
