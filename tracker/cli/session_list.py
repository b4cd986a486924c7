"""Weeks -> their sessions, one line each, as the weeks' files hold them, and the same as facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from functools import cache
from typing import Any

from tracker.cli import find_session, session_time
from tracker.cli.find_session import LocatedSession
from tracker.model import when
from tracker.model.journal import Period, Session, Start, Week, split_target
from tracker.model.plan import Plan
from tracker.model.selection import Selection


def select_sessions(
    plan: Plan, kinds: dict[str, str], weeks: Iterable[Week], selection: Selection
) -> list[LocatedSession]:
    """Select the sessions of weeks, first one first. `kinds`: id -> kind."""
    located: list[LocatedSession] = []
    aliases = plan.aliases
    period = selection.period

    @cache
    def holds(item: str | None) -> bool:
        named, unit = split_target(item)
        id_ = aliases.get(named or "", named)
        return selection.holds(plan, kinds.get(id_ or "", "other"), id_, unit)

    for week in weeks:
        chosen = []
        for each in find_session.locate_sessions(week):
            if not holds(each.session.item):
                continue
            if period and not is_start_in_period(each.session.start, period):
                continue
            chosen.append(each)
        located += sorted(chosen, key=_time_of)
    return located


def _time_of(located: LocatedSession) -> tuple[date, time]:
    start = located.session.start
    return start.day, start.clock or time()


def is_start_in_period(start: Start, period: Period) -> bool:
    """Whether a start, or the whole week that it may mean, overlaps the period."""
    last = start.day
    if start.whole_week:
        last += timedelta(days=6)
    return start.day <= period.last and last >= period.first


def format_session_lines(located: list[LocatedSession]) -> Iterator[str]:
    """Yield a line for each session: id, when, how long, on what, note, in columns."""
    names = name_listed_sessions(located)
    rows = [
        (name, *build_session_row(each.session)) for name, each in zip(names, located, strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, at, length, item, note in rows:
        cells = (
            name.ljust(widths[0]),
            at.ljust(widths[1]),
            length.rjust(widths[2]),
            item.ljust(widths[3]),
            note,
        )
        yield "  ".join(cells).rstrip()


def name_listed_sessions(located: list[LocatedSession]) -> list[str]:
    """Name each session by its id, with its week where several weeks hold the id.

    A session is named by its place where it has no id, or shares it with another of its week.
    """
    by_id = Counter(each.session.id for each in located)
    by_week_and_id = Counter((each.week, each.session.id) for each in located)
    names = []
    for each in located:
        id_ = each.session.id
        if id_ is None or by_week_and_id[each.week, id_] > 1:
            names.append(each.place)
        elif by_id[id_] > 1:
            names.append(f"{each.week}/{id_}")
        else:
            names.append(id_)
    return names


def build_session_row(session: Session) -> tuple[str, str, str, str]:
    """Format when a session took place, its length, its item and its note."""
    if session.running:
        length = "running"
    elif session.is_note:
        length = "note"
    else:
        length = when.format_duration(session.minutes or 0)
        if session.about:
            length = f"about {length}"
    at = session_time.format_session_time(session.start, session.minutes or 0)
    note = " ".join((session.note or "").split())
    if session.unpublished:
        note = f"(unpublished) {note}".rstrip()
    return at, length, session.item or "-", note


def list_session_facts(located: Iterable[LocatedSession]) -> list[dict[str, Any]]:
    """List the facts of sessions for `--json`."""
    from tracker.exchange.write_json import build_session_facts

    return [build_session_facts(each.week, each.place, each.session) for each in located]


def format_nothing(selection: Selection) -> str:
    """`no sessions of papers from 2024-07-01 to 2024-07-07`."""
    words = "no sessions"
    if selection.names_items:
        words += f" of {selection.words}"
    if selection.period and selection.period.first == selection.period.last:
        return f"{words} on {selection.period.first}"
    if selection.period:
        return f"{words} from {selection.period.first} to {selection.period.last}"
    return f"{words} in this journal"
