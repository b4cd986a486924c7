"""Weeks, a selection -> the lines that say its text, newest first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tracker.model.journal import Session, Week
from tracker.model.kinds import EMPTY, Link, Record, evidence_of
from tracker.model.plan import Plan
from tracker.model.selection import OTHER, Selection


class WeekText(NamedTuple):
    """A text of a week: what it is (`note`, `learned`), the item that it is about, its session."""

    what: str
    text: str
    kind: str = OTHER
    item: str | None = None
    unit: str | None = None
    session: Session | None = None


class FoundLine(NamedTuple):
    """A line that says a text. `week` is None in an essay, whose `path` it then has.

    `day`: of its session, else the week's last or the essay's. `what`, `item`: as in WeekText.
    """

    day: date
    week: str | None
    path: str
    what: str
    item: str | None
    id: str | None
    line: str


def list_week_texts(week: Week) -> Iterator[WeekText]:
    """List all that the author wrote in a week, and of which item; also what no page shows."""
    for key in ("title", "summary", "intro", "unpublished"):
        if getattr(week, key):
            yield WeekText(key, getattr(week, key))
    for goal in week.goals:
        yield WeekText("goal", _join_texts(goal.goal, goal.why))
    for kind, id_, record in week.records:
        yield from _list_record_texts(kind, id_, record)
    yield from _list_own_texts(week)
    for session in week.sessions:
        if session.note:
            item, unit = session.target
            yield WeekText("note", session.note, OTHER, item, unit, session)


def _list_record_texts(kind: str, id_: str, record: Record) -> Iterator[WeekText]:
    if record.notes:
        yield WeekText("notes", record.notes, kind, id_)
    for unit, text in getattr(record, "units", EMPTY).items():
        yield WeekText("notes", text, kind, id_, unit)
    for what in ("gaps", "closed"):
        for text in getattr(record, what, ()):
            yield WeekText("gap", str(text), kind, id_)
    for link in evidence_of(record):
        yield WeekText("evidence", join_link(link), kind, id_)


def _list_own_texts(week: Week) -> Iterator[WeekText]:
    """List the texts of a week that are about no item of it."""
    for what in ("learned", "life", "next"):
        for text in list_texts(getattr(week, what)):
            yield WeekText(what, text)
    for link in week.links:
        yield WeekText("link", join_link(link))
    for question in week.questions:
        yield WeekText("question", _join_texts(question.ask, question.answer))
    for text in (*week.sections.values(), *week.leads.values()):
        yield WeekText("section", text)
    if week.members:
        yield WeekText("members", week.members.teaser)
    if week.cover:
        yield WeekText("cover", _join_texts(week.cover.alt, week.cover.caption))


def list_texts(value: tuple[str, ...] | str) -> tuple[str, ...]:
    """The texts of a list that may be one text."""
    return (value,) if isinstance(value, str) else value


def join_link(link: Link) -> str:
    """Join what a link says: `title, note, quote, address`, each on a line."""
    return _join_texts(link.title, link.note, link.quote, link.url)


def _join_texts(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)


def find_lines(text: str, selection: Selection) -> list[str]:
    """Find the lines that say what is asked for; the paragraph where it goes over lines."""
    lines = [line.strip() for line in text.splitlines() if selection.says(line)]
    if lines:
        return [line for line in lines if line]
    return [" ".join(part.split()) for part in text.split("\n\n") if selection.says(part)]


def search_week(
    plan: Plan, kinds: dict[str, str], week: Week, selection: Selection
) -> Iterator[FoundLine]:
    """Find the lines of a week on the selection's items, of its period, that say its text.

    `kinds`: id -> kind. A week's own texts belong to a period that shares a day with the week.
    """
    aliases = plan.aliases
    for said in list_week_texts(week):
        if not selection.says(said.text):
            continue
        item = aliases.get(said.item or "", said.item)
        kind = kinds.get(item or "", said.kind)
        if not selection.holds(plan, kind, item, said.unit):
            continue
        first, last = week.monday, week.sunday
        if said.session and not said.session.start.whole_week:
            first = last = said.session.start.day
        period = selection.period
        if period and not (first <= period.last and last >= period.first):
            continue
        name = f"{item}/{said.unit}" if said.unit else item
        session_id = said.session.id if said.session else None
        for line in find_lines(said.text, selection):
            yield FoundLine(last, week.name, week.path, said.what, name, session_id, line)


def sort_newest_first(found: Iterable[FoundLine]) -> list[FoundLine]:
    """Sort lines, the newest day first; those of one day as they stand in their file."""
    return sorted(found, key=lambda line: (line.day.toordinal(), line.path), reverse=True)
