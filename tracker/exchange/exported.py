"""Sessions of a journal -> sessions that are exported, and what a format has no place for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tracker.model import when
from tracker.model.journal import Session
from tracker.model.plan import Plan

NO_ITEM = "other"  # what work without an item is called where a format needs a name
NAMED = 3  # sessions that a message names before it counts the others
_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u


class ExportedSession(NamedTuple):
    """A session with its item by its present id.

    `week` and `place`: of its file, and its place there. `id`: its own, or one that is made of when
    it took place; no other exported session has it. `begin` and `end`: in UTC; None where the time
    of day or the length is not known. `is_shifted`: the clock skipped the time that it began at.
    """

    week: str
    place: str
    session: Session
    id: str
    begin: datetime | None = None
    end: datetime | None = None
    is_shifted: bool = False

    @property
    def target(self) -> tuple[str, str | None]:
        """The id of the item, or NO_ITEM, and its unit."""
        id_, unit = self.session.target
        return id_ or NO_ITEM, unit


class Trait(NamedTuple):
    """What a format can have no place for. `one` and `many` name sessions that have it."""

    has: Callable[[ExportedSession], bool]
    one: str
    many: str


class Loss(NamedTuple):
    """Sessions with a trait that a format has no place for."""

    trait: Trait
    sessions: Sequence[ExportedSession]


def find_zone(plan: Plan) -> tzinfo | None:
    """Find the plan's time zone; None is this machine's."""
    try:
        return ZoneInfo(plan.timezone) if plan.timezone else None
    except (ValueError, OSError, LookupError):
        return None  # the checks report it


def build_exported_sessions(
    located: Iterable[tuple[str, str, Session]], plan: Plan
) -> list[ExportedSession]:
    """Build them of (week, place, session), in the same order."""
    aliases, zone = plan.aliases, find_zone(plan)
    rows = []
    for week, place, session in located:
        id_, unit = session.target
        if id_ in aliases:
            item = f"{aliases[id_]}/{unit}" if unit else aliases[id_]
            session = session._replace(item=item)
        rows.append((week, place, session))
    ids = _make_unique_ids([session for _, _, session in rows])
    exported = []
    for (week, place, session), unique in zip(rows, ids, strict=True):
        begin = compute_instant(session, zone)
        end = None
        if begin is not None and session.minutes is not None:
            end = begin + timedelta(minutes=session.minutes)
        is_shifted = begin is not None and _is_shifted(session, begin, zone)
        exported.append(ExportedSession(week, place, session, unique, begin, end, is_shifted))
    return exported


def compute_instant(session: Session, zone: tzinfo | None) -> datetime | None:
    """Compute when a session began, in UTC; None where its time of day is not known."""
    start = session.start
    if start.clock is None:
        return None
    wall = datetime.combine(start.day, start.clock)
    if start.offset is not None:
        return wall.replace(tzinfo=timezone(timedelta(minutes=start.offset))).astimezone(UTC)
    return (wall.replace(tzinfo=zone) if zone else wall).astimezone(UTC)


def _is_shifted(session: Session, begin: datetime, zone: tzinfo | None) -> bool:
    """Whether the wall clock of an instant says something else than the session."""
    wall = begin.astimezone(zone)
    return session.start.offset is None and wall.time() != session.start.clock


def _make_unique_ids(sessions: Sequence[Session]) -> list[str]:
    """Take the ids of sessions; make one for each that has none, or shares it with an earlier one.

    The same journal gives the same ids, also where a session was put in before it.
    """
    taken = {session.id for session in sessions if session.id}
    used: set[str] = set()
    times: Counter[str] = Counter()
    ids = []
    for session in sessions:
        id_ = session.id
        if not id_ or id_ in used:
            key = f"{when.format_start(session.start)}|{session.minutes}|{session.item}"
            while not id_ or id_ in used or id_ in taken:
                times[key] += 1
                id_ = _hash_to_id(f"{key}|{times[key]}")
        used.add(id_)
        ids.append(id_)
    return ids


def _hash_to_id(text: str) -> str:
    """Twelve letters, the first no digit, as ids of sessions can be."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
    letters = [_ID_LETTERS[byte & 31] for byte in digest]
    return _ID_LETTERS[10 + digest[0] % 22] + "".join(letters[1:])


# ---- what a format has no place for

RUNNING = Trait(
    lambda each: each.session.running, "session that still runs", "sessions that still run"
)
NO_LENGTH = Trait(
    lambda each: each.session.minutes is None, "note without a length", "notes without a length"
)
NO_TIME = Trait(
    lambda each: each.session.start.clock is None,
    "session without a time of day",
    "sessions without a time of day",
)
# A day without a length is one that calendars have: the whole of it.
LENGTH_WITHOUT_TIME = Trait(
    lambda each: each.session.start.clock is None and each.session.minutes is not None,
    NO_TIME.one,
    NO_TIME.many,
)
NO_DAY = Trait(
    lambda each: each.session.start.whole_week,
    "note of which only the week is known",
    "notes of which only the week is known",
)
NOTE = Trait(lambda each: bool(each.session.note), "note of a session", "notes of sessions")
ABOUT = Trait(
    lambda each: each.session.about,
    "mark that a length is an estimate",
    "marks that a length is an estimate",
)
UNPUBLISHED = Trait(
    lambda each: each.session.unpublished, "mark `unpublished`", "marks `unpublished`"
)
SHIFTED = Trait(
    lambda each: each.is_shifted,
    "start at a time that the clock skipped",
    "starts at times that the clock skipped",
)


def split_by_traits(
    sessions: Iterable[ExportedSession], left_out: Sequence[Trait]
) -> tuple[list[ExportedSession], list[Loss]]:
    """Split sessions into those without any of some traits and those with, by the first one."""
    held = []
    by_trait: dict[int, list[ExportedSession]] = {}
    for each in sessions:
        place = next((place for place, trait in enumerate(left_out) if trait.has(each)), None)
        if place is None:
            held.append(each)
        else:
            by_trait.setdefault(place, []).append(each)
    return held, [Loss(left_out[place], by_trait[place]) for place in sorted(by_trait)]


def find_losses(sessions: Sequence[ExportedSession], lost: Iterable[Trait]) -> list[Loss]:
    """Find the sessions of which a trait is lost."""
    losses = []
    for trait in lost:
        if having := [each for each in sessions if trait.has(each)]:
            losses.append(Loss(trait, having))
    return losses


def describe_loss(loss: Loss) -> str:
    """`12 notes of sessions: 7kq2m9, 4tz8xw, 2024-W27:3 and 9 more`."""
    count = len(loss.sessions)
    noun = loss.trait.one if count == 1 else loss.trait.many
    names = ", ".join(each.session.id or each.place for each in loss.sessions[:NAMED])
    more = f" and {count - NAMED:,} more" if count > NAMED else ""
    return f"{count:,} {noun}: {names}{more}"
