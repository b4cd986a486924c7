"""Entries of another program -> sessions, each with an id, and what was left out and why.

All that the formats share is done here: the wall clock of the journal's time zone, whole minutes,
items, ids that stay the same, and what a journal does not take.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from tracker.exchange.labels import LabelReader, Meaning
from tracker.exchange.log_entries import (
    LEFT,
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    cut_text,
    make_problem,
)
from tracker.model import when
from tracker.model.journal import Problem, Session, Start, week_of
from tracker.model.kinds import EMPTY
from tracker.model.plan import Plan

LONGEST, LONGEST_AT_ALL = 16 * 3600, 7 * 24 * 3600  # seconds
LONGEST_NOTE = 10_000
_ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base32: no i, l, o, u
_OWN_ID = re.compile("[0-9a-hjkmnp-tv-z]{6}|[0-9a-hjkmnp-tv-z]{12}")
_CANNOT_STAND = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
)


class Wishes(NamedTuple):
    """What the author wants of an import.

    `meanings`: label -> item, NO_ITEM or LEFT_OUT. `item`: of entries whose labels name none.
    `zone`: the journal's; None is this machine's. `force` takes the future and more than 16 hours.
    """

    format: str
    plan: Plan
    now: datetime
    zone: tzinfo | None
    meanings: Mapping[str, str]
    item: str | None = None
    unpublished: bool = False
    force: bool = False


class Imported(NamedTuple):
    """A session and the entry that it was. `end`: when it ended, by the wall clock."""

    session: Session
    entry: LogEntry
    path: str
    end: datetime | None = None

    @property
    def week(self) -> str:
        return week_of(self.session.start.day)


class Conversion(NamedTuple):
    """What came of some logs.

    `new_items`: id -> (label, how many sessions) of items that the plan does not know. `unclear`:
    label -> how many entries, of labels that mean no item. `skipped`: label -> how many entries the
    author leaves out. `is_challenge`: as SourceLog says.
    """

    sessions: list[Imported]
    problems: list[Problem]
    new_items: dict[str, tuple[str, int]]
    unclear: Counter[str]
    skipped: Counter[str]
    is_challenge: bool = False


class _Placed(NamedTuple):
    """An entry with its wall clock in the journal's time zone and its item."""

    entry: LogEntry
    source: SourceFile
    start: Start
    moment: datetime
    meaning: Meaning


def convert_logs(logs: Sequence[tuple[SourceFile, SourceLog]], wishes: Wishes) -> Conversion:
    """Convert the logs of some files to sessions, oldest first."""
    problems: list[Problem] = []
    unclear: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    placed: list[_Placed] = []
    for source, log in logs:
        problems += log.problems
        reader = LabelReader(wishes.plan, wishes.meanings, log.is_selective)
        for entry in log.entries:
            meaning = reader.read(entry.labels)
            if wishes.item and meaning.item is None and not (meaning.used or meaning.left_out):
                meaning = Meaning(wishes.item)
            if meaning.left_out:
                skipped.update(entry.labels[:1])
            elif meaning.is_unclear:
                unclear.update(
                    [entry.labels[-1 if log.is_selective else 0] if entry.labels else ""]
                )
            elif why := _find_objection(entry, wishes):
                problems.append(make_problem(source, entry.line, f"left out: {why}", LEFT))
            else:
                placed.append(_place_entry(entry, source, meaning, wishes.zone))
    placed.sort(key=lambda each: each.moment)
    sessions = _build_sessions(placed, wishes, problems)
    new_items = _count_new_items(placed, wishes.meanings)
    is_challenge = any(log.is_challenge for _, log in logs)
    return Conversion(sessions, problems, new_items, unclear, skipped, is_challenge)


def _find_objection(entry: LogEntry, wishes: Wishes) -> str | None:
    """Say why an entry is no session that can be taken; None where it is one."""
    if entry.running:
        return f"it runs since {_format_moment(entry, wishes.zone)}; stop it, and import again"
    seconds = entry.seconds
    if seconds is None or seconds == 0:
        if not _clean_note(entry.note or ""):
            return "it has neither a length nor words" if seconds is None else "its length is 0"
    elif seconds < 0:
        return "it ends before it begins"
    elif seconds > LONGEST_AT_ALL:
        return f"{_format_hours(seconds)} is longer than a week"
    elif seconds > LONGEST and not wishes.force:
        return f"{_format_hours(seconds)} is more than 16 h; --force takes it as it is"
    if not wishes.force and _is_in_future(entry, wishes):
        return f"{_format_moment(entry, wishes.zone)} is still to come"
    return None


def _format_hours(seconds: int) -> str:
    return when.format_duration(seconds // 60)


def _format_moment(entry: LogEntry, zone: tzinfo | None) -> str:
    return when.format_start(_start_of(entry, zone))


def _is_in_future(entry: LogEntry, wishes: Wishes) -> bool:
    if isinstance(entry.start, Start):
        return entry.start.day > wishes.now.date()
    if entry.start.tzinfo is not None:
        return entry.start > wishes.now.astimezone()
    return entry.start > wishes.now


def _start_of(entry: LogEntry, zone: tzinfo | None) -> Start:
    if isinstance(entry.start, Start):
        return entry.start
    wall = to_wall_clock(entry.start, zone)
    return Start(wall.date(), time(wall.hour, wall.minute))


def to_wall_clock(moment: datetime, zone: tzinfo | None) -> datetime:
    """The wall clock of a moment in the journal's time zone; what has no zone is one already."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _place_entry(
    entry: LogEntry, source: SourceFile, meaning: Meaning, zone: tzinfo | None
) -> _Placed:
    start = _start_of(entry, zone)
    if isinstance(entry.start, Start):
        moment = datetime.combine(start.day, time())
    else:
        moment = to_wall_clock(entry.start, zone)
    return _Placed(entry, source, start, moment, meaning)


# ---- sessions


def _build_sessions(
    placed: Iterable[_Placed], wishes: Wishes, problems: list[Problem]
) -> list[Imported]:
    """Build a session of each entry.

    Seconds that one loses by rounding the next one of its month gets, so that the minutes of a
    month are the sum of its seconds. An entry too short to get any is a note, or left out.
    """
    sessions = []
    numbers: Counter[str] = Counter()
    months: dict[tuple[int, int], tuple[int, int]] = {}
    for each in placed:
        entry, day = each.entry, each.start.day
        key = _key_of(entry, wishes.format)
        numbers[key] += 1
        minutes = None
        if entry.seconds:
            seconds, given = months.get((day.year, day.month), (0, 0))
            seconds += entry.seconds
            minutes = (seconds + 30) // 60 - given
            months[day.year, day.month] = seconds, given + minutes
        note = _build_note(each, problems)
        if not minutes:
            minutes = None
            if not _clean_note(entry.note or ""):
                why = "left out: it is too short to be a minute"
                problems.append(make_problem(each.source, entry.line, why, LEFT))
                continue
        session = Session(
            each.start,
            minutes,
            each.meaning.item,
            note,
            make_stable_id(entry, key, numbers[key]),
            entry.about,
            False,
            entry.unpublished or (wishes.unpublished and note is not None),
        )
        end = None
        if each.start.clock is not None and entry.seconds:
            end = each.moment + timedelta(seconds=entry.seconds)
        sessions.append(Imported(session, entry, each.source.path, end))
    return sessions


def _build_note(placed: _Placed, problems: list[Problem]) -> str | None:
    """Build a note of the entry's words, and of the labels that it does not name yet."""
    entry = placed.entry
    words = entry.note or ""
    note = _clean_note(words)
    if _CANNOT_STAND.search(words):
        message = "control characters were taken out of its words"
        problems.append(make_problem(placed.source, entry.line, message, REMARK))
    if len(note) > LONGEST_NOTE:
        message = f"its words were cut at {LONGEST_NOTE:,} letters"
        problems.append(make_problem(placed.source, entry.line, message))
        note = note[:LONGEST_NOTE]
    names_item = placed.meaning.used and note.casefold() == placed.meaning.used[0].casefold()
    if names_item and entry.seconds:
        note = ""  # its item says it; without a length there would be nothing left
    rest = []
    for label in entry.labels:
        label = _clean_note(label)
        named = label in placed.meaning.used or label.casefold() in note.casefold()
        is_part = any(other.startswith(f"{label}/") for other in entry.labels)
        if not (named or is_part or any(label in used for used in placed.meaning.used)):
            rest.append(label)
    if rest and note:
        return f"{note} ({', '.join(rest)})"
    return note or ", ".join(rest) or None


def _clean_note(text: str) -> str:
    return " ".join(_CANNOT_STAND.sub(" ", text).split())


def _key_of(entry: LogEntry, format_: str) -> str:
    """What tells an entry from others, also after its end, its length or its words were changed."""
    if entry.source_id:
        return f"{format_}\0{entry.source_id}"
    if isinstance(entry.start, Start):
        words = "" if entry.start.clock else entry.note or ""
        parts = [when.format_start(entry.start), *entry.labels, words]
    else:
        parts = [entry.start.isoformat(), *entry.labels]
    return "\0".join([format_, *parts])


def make_stable_id(entry: LogEntry, key: str, number: int) -> str:
    """Make the id that the entry gets at each import: its own where it came from a journal.

    Twelve letters, the first no digit, so that YAML takes it for nothing else.
    """
    if entry.source_id and number == 1 and _OWN_ID.fullmatch(entry.source_id):
        return entry.source_id
    if number > 1:
        key = f"{key}\0{number}"
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    value = int.from_bytes(digest, "big")
    letters = [_ID_LETTERS[10 + value % 22]]
    value //= 22
    for _ in range(11):
        letters.append(_ID_LETTERS[value & 31])
        value >>= 5
    return "".join(letters)


def _count_new_items(
    placed: Iterable[_Placed], meanings: Mapping[str, str]
) -> dict[str, tuple[str, int]]:
    """Count the sessions of items that the plan does not know. Of a mapped label it is the id."""
    counts: dict[str, tuple[str, int]] = {}
    for each in placed:
        if each.meaning.is_new and each.meaning.item:
            id_ = each.meaning.item.partition("/")[0]
            label, count = counts.get(id_, (each.meaning.used[0], 0))
            if label in meanings:
                label = id_
            counts[id_] = (label, count + 1)
    return counts


# ---- beside what the journal has


class JournalComparison(NamedTuple):
    """Sessions that a journal does not have yet, how many it has, and remarks.

    `changed`: a remark for each that the journal has with another length.
    """

    new: list[Imported]
    known: int
    changed: list[Problem]


def compare_with_journal(
    sessions: Iterable[Imported],
    weeks: Mapping[str, Sequence[Session]],
    other_ids: set[str],
    aliases: Mapping[str, str] = EMPTY,
) -> JournalComparison:
    """Find the sessions that a journal lacks. An id says that it has one; so does the same session.

    `weeks`: week -> its sessions, of the weeks in question; `other_ids`: those of all other weeks.
    `aliases`: former id of an item -> its id, for weeks that still name it as it was.
    """
    by_id = {}
    alike: Counter[tuple[object, ...]] = Counter()
    for in_week in weeks.values():
        for session in in_week:
            if session.id:
                by_id[session.id] = session
    listed = list(sessions)
    own = {each.session.id for each in listed}
    for in_week in weeks.values():
        others = (session for session in in_week if session.id not in own)
        alike.update(_facts_of(session, aliases) for session in others)
    new: list[Imported] = []
    changed: list[Problem] = []
    known = 0
    for each in listed:
        session = each.session
        facts = _facts_of(session, aliases)
        old = by_id.get(session.id or "")
        if old is not None and abs((old.minutes or 0) - (session.minutes or 0)) > 1:
            message = (
                f"{_describe_length(session)} here, {_describe_length(old)} in the journal "
                f"({old.id}), which stays"
            )
            changed.append(Problem(each.path, each.entry.line, 1, "", message, REMARK, hint=True))
        if old is not None or session.id in other_ids:
            known += 1
        elif alike[facts]:
            alike[facts] -= 1
            known += 1
        else:
            new.append(each)
    return JournalComparison(new, known, changed)


def _facts_of(session: Session, aliases: Mapping[str, str]) -> tuple[object, ...]:
    """What makes two sessions the same; where the hour is not known, their words count, too."""
    words = None
    if session.start.clock is None or session.minutes is None:
        words = session.note
    id_, slash, unit = (session.item or "").partition("/")
    item = aliases.get(id_, id_) + slash + unit
    return session.start[:2], session.start.whole_week, session.minutes, item, words


def _describe_length(session: Session) -> str:
    return when.format_duration(session.minutes) if session.minutes else "no length"


def list_overlaps_of_import(
    new: Sequence[Imported], weeks: Mapping[str, Sequence[Session]]
) -> list[Problem]:
    """List a remark for each new session that took place while another one did.

    Those of the log are compared by the second, those of the journal by the minute.
    """
    spans: list[tuple[datetime, datetime, int, str]] = []
    for number, each in enumerate(new):
        if each.end is not None and isinstance(each.entry.start, datetime):
            begin = each.end - timedelta(seconds=each.entry.seconds or 0)
            spans.append((begin, each.end, number, f"{each.path}:{each.entry.line}"))
    for in_week in weeks.values():
        for session in in_week:
            if session.start.clock is not None and session.minutes:
                begin = datetime.combine(session.start.day, session.start.clock)
                end = begin + timedelta(minutes=session.minutes)
                name = f"{week_of(session.start.day)}/{session.id or '?'}"
                # A minute at each end may be due to rounding.
                margin = timedelta(minutes=1 if session.minutes > 2 else 0)
                spans.append((begin + margin, end - margin, -1, name))
    spans.sort()
    problems = []
    latest: tuple[datetime, datetime, int, str] | None = None
    for span in spans:
        if latest is not None and span[0] < latest[1] and max(span[2], latest[2]) >= 0:
            number = span[2] if span[2] >= 0 else latest[2]
            other = latest if span[2] >= 0 else span
            each = new[number]
            message = f"it overlaps {other[3]}"
            problems.append(Problem(each.path, each.entry.line, 1, "", message, REMARK, hint=True))
        if latest is None or span[1] > latest[1]:
            latest = span
    return problems


def describe_labels(counts: Mapping[str, int], most: int = 12) -> str:
    """`hdi (120), lunch (20)`: labels by how often, the commonest first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    words = [f"{cut_text(label) or 'no label'} ({count:,})" for label, count in ordered[:most]]
    if len(ordered) > most:
        words.append(f"and {len(ordered) - most:,} more")
    return ", ".join(words)
