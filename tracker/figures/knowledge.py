"""Figures -> what came of the time: papers by reading, skills and their open gaps, days from first touch to done. Pure.

A week counts in the period that has its Thursday, as it does in reports. docs/guide/figures.md defines each figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tracker.figures.report import is_entry_in_period
from tracker.figures.standings import FINISHED
from tracker.figures.stats import Figures, State, minutes_by
from tracker.model.english import format_count, join_words
from tracker.model.journal import Period, monday_of, week_of
from tracker.model.kinds import KINDS, Record, confidence_of, done_of, reading_of

# How a paper was read -> the words for it.
HOW = {
    "skim": "skimmed",
    "once": "read once",
    "again": "read again",
    "implemented": "read and implemented",
}
SURE = 4  # of 5: from here on one can explain it
MOST_NAMED = 3


class Reading(NamedTuple):
    """One week's word on a paper. `how` is None where it only says how well the paper is understood by now."""

    week: str
    how: str | None
    understood: int | None

    @property
    def words(self) -> str:
        return HOW.get(self.how or "", "looked back on")


class PaperReadings(NamedTuple):
    """A paper and its readings, oldest first."""

    id: str
    kind: str
    title: str
    readings: tuple[Reading, ...]

    @property
    def whole(self) -> bool:
        """Read, and not only skimmed."""
        return any(reading.how not in (None, "skim") for reading in self.readings)

    @property
    def times(self) -> int:
        return sum(reading.how is not None for reading in self.readings)

    @property
    def understood(self) -> int | None:
        """What the last week that says so says, 1 to 5."""
        return next(
            (reading.understood for reading in reversed(self.readings) if reading.understood), None
        )


class Gap(NamedTuple):
    """What a course showed to be missing. `found` and `named` are the first and the last week that list it.

    `sure` is the confidence then. `closed` is the week that closed it, None while it is open.
    """

    text: str
    item: str
    found: str
    named: str
    sure: int | None
    closed: str | None = None


class Skill(NamedTuple):
    """A skill of the plan: the items that taught it, its minutes, and how well the last of them that says so is known.

    `said` is the week of that word and `by` its item. `gaps` are those still open, of all its items.
    """

    name: str
    items: tuple[str, ...]
    minutes: int
    confidence: int | None
    said: str | None
    by: str | None
    gaps: tuple[Gap, ...]


class Span(NamedTuple):
    """From the first day that an item was touched to the day that it was done, both included."""

    id: str
    kind: str
    first: date
    done: date

    @property
    def days(self) -> int:
        return (self.done - self.first).days + 1


def in_period(week: str, period: Period | None) -> bool:
    return period is None or period.first <= monday_of(week) + timedelta(days=3) <= period.last


# ---- papers by reading ---------------------------------------------------------------------------------------------


def list_read_papers(figures: Figures, period: Period | None = None) -> list[PaperReadings]:
    """The papers that a week of the period says were read, first read first."""
    found = []
    for state in figures.states.values():
        if KINDS[state.kind].is_read and (readings := readings_of(state, period)):
            found.append(PaperReadings(state.id, state.kind, state.title, readings))
    return sorted(found, key=lambda paper: paper.readings[0].week)


def readings_of(state: State, period: Period | None = None) -> tuple[Reading, ...]:
    told = (
        Reading(week.name, reading_of(record), getattr(record, "understood", None))
        for week, record in state.sayings
        if in_period(week.name, period)
    )
    return tuple(reading for reading in told if reading.how or reading.understood)


def by_reading(found: Iterable[PaperReadings]) -> dict[str, int]:
    """How -> how many readings of that kind, in the order of HOW."""
    counts = dict.fromkeys(HOW, 0)
    for paper in found:
        for reading in paper.readings:
            if reading.how:
                counts[reading.how] += 1
    return counts


def papers_said(found: list[PaperReadings], when: str = "") -> str:
    """In one sentence.

    `23 papers in 2024: 18 read, 5 only skimmed; 6 came back to, 4 implemented; 14 understood at 4 or 5 of 5.`
    """
    words = f" {when}" * bool(when)
    if not found:
        return f"No paper read{words or ' yet'}."
    if len(found) == 1:
        return f"1 paper{words}: {readings_said(found[0])}."
    whole = sum(paper.whole for paper in found)
    skimmed = sum(by_reading([paper])["skim"] > 0 and not paper.whole for paper in found)
    back = sum(paper.times > 1 for paper in found)
    built = sum(by_reading([paper])["implemented"] > 0 for paper in found)
    sure = sum((paper.understood or 0) >= SURE for paper in found)
    groups = [
        [f"{whole} read"] * bool(whole) + [f"{skimmed} only skimmed"] * bool(skimmed),
        [f"{back} came back to"] * bool(back) + [f"{built} implemented"] * bool(built),
        [f"{sure} understood at {SURE} or 5 of 5"] * bool(sure),
    ]
    told = "; ".join(", ".join(group) for group in groups if group)
    return f"{len(found)} papers{words}" + (f": {told}." if told else ".")


def readings_said(paper: PaperReadings) -> str:
    """`skimmed, read once and read again; understood 3, then 5 of 5`."""
    words = join_words(reading.words for reading in paper.readings)
    levels = [str(reading.understood) for reading in paper.readings if reading.understood]
    return words + (f"; understood {', then '.join(levels)} of 5" if levels else "")


# ---- skills and gaps -----------------------------------------------------------------------------------------------


def fold_case(text: str) -> str:
    return " ".join(text.casefold().split())


def list_week_records(figures: Figures, until: str | None = None) -> list[tuple[str, str, Record]]:
    """(week, id, record) of all that the weeks say of items, up to that week, oldest first."""
    told = [
        (week.name, state.id, record)
        for state in figures.states.values()
        for week, record in state.sayings
        if until is None or week.name <= until
    ]
    return sorted(told, key=lambda saying: saying[0])


def list_gaps(figures: Figures, until: str | None = None) -> list[Gap]:
    """Every gap that a course's week names, open and closed ones, first found first. One named again is open again."""
    found: dict[tuple[str, str], Gap] = {}
    for week, id_, record in list_week_records(figures, until):
        known, named = (
            list_taught_names(figures.states[id_], record),
            {fold_case(text) for text in getattr(record, "gaps", ())},
        )
        for key, gap in found.items():
            if gap.closed or gap.named == week or key[1] in named:
                continue
            if key[1] in known or (id_ == gap.item and is_more_confident(record, gap)):
                found[key] = gap._replace(closed=week)
        for text in getattr(record, "gaps", ()):
            old = found.get((id_, fold_case(text)), Gap(text, id_, week, week, None))
            found[id_, fold_case(text)] = old._replace(
                named=week, sure=confidence_of(record), closed=None
            )
    return list(found.values())


def list_taught_names(state: State, record: Record) -> set[str]:
    """What that week shows to be known: the units it finished, and the item's skills where it is sure of them."""
    done = done_of(record)
    units = (
        {name for unit in done for name in (unit, state.unit_title(unit))}
        if isinstance(done, tuple)
        else set()
    )
    skills = state.item.skills if (confidence_of(record) or 0) >= SURE else ()
    return {fold_case(name) for name in (*units, *skills)}


def is_more_confident(record: Record, gap: Gap) -> bool:
    """More than when the gap was named; where nothing was said then, sure."""
    return (confidence_of(record) or 0) >= min(5, (gap.sure or SURE - 1) + 1)


def list_taught_skills(
    figures: Figures, period: Period | None = None, item: str | None = None
) -> list[Skill]:
    """The plan's skills that an item taught, least sure first; `item` is an id.

    Of a period: those studied in it, with its minutes, as they stood at its end.
    """
    until = week_of(period.last - timedelta(days=3)) if period else None
    entries = (
        entry for entry in figures.entries if period is None or is_entry_in_period(entry, period)
    )
    minutes = minutes_by(entries, lambda entry: entry.item)
    told = list_week_records(figures, until)
    missing = [gap for gap in list_gaps(figures, until) if not gap.closed]
    teachers: dict[str, list[str]] = {}
    for state in figures.states.values():
        touched = any(in_period(week, period) for week in state.weeks) or minutes.get(state.id)
        if (touched or (period is None and state.status in FINISHED)) and item in (None, state.id):
            for skill in dict.fromkeys(state.item.skills):
                teachers.setdefault(skill, []).append(state.id)
    found = []
    for name, ids in teachers.items():
        words = [
            (confidence_of(record), week, id_)
            for week, id_, record in told
            if id_ in ids and confidence_of(record)
        ]
        confidence, week, by = words[-1] if words else (None, None, None)
        own = tuple(gap for gap in missing if gap.item in ids)
        found.append(
            Skill(
                name, tuple(ids), sum(minutes.get(id_, 0) for id_ in ids), confidence, week, by, own
            )
        )
    return sorted(
        found,
        key=lambda skill: (skill.confidence or 9, -len(skill.gaps), -skill.minutes, skill.name),
    )


def list_untaught_skills(figures: Figures, found: Iterable[Skill]) -> list[str]:
    """Skills of the plan that nothing has taught yet, in its order."""
    known = {skill.name for skill in found}
    planned = dict.fromkeys(name for state in figures.states.values() for name in state.item.skills)
    return [name for name in planned if name not in known]


def skills_said(found: list[Skill], when: str = "", clean: Callable[[str], str] = str) -> str:
    """In two sentences: how sure, and what is missing.

    `9 of 14 skills stand at 4 or 5 of 5; least sure: statistics, 2 of 5. 2 gaps are open: limits and Jacobians.`
    """
    words = f" {when}" * bool(when)
    if not found:
        return f"No skill of the plan was studied{words or ' yet'}."
    judged = [skill for skill in found if skill.confidence]
    sure = sum((skill.confidence or 0) >= SURE for skill in judged)
    if not judged:
        told = f"{format_count(len(found), 'skill')}{words}, none of them judged yet"
    elif len(found) == 1:
        told = f"{clean(found[0].name)}{words}: {found[0].confidence} of 5"
    else:
        count = f"All {sure}" if sure == len(found) else f"{sure or 'None'} of {len(found)}"
        verb = "stood" if when else "stands" if sure < 2 else "stand"
        told = f"{count} skills {verb} at {SURE} or 5 of 5{words}"
        lowest = judged[0].confidence or 0
        least = [clean(skill.name) for skill in judged if skill.confidence == lowest]
        told += f"; least sure: {format_few_names(least)}, {lowest} of 5" if lowest < SURE else ""
        told += f"; {len(found) - len(judged)} not judged yet" if len(judged) < len(found) else ""
    return f"{told}. {gaps_said([gap for skill in found for gap in skill.gaps], clean)}"


def gaps_said(found: Iterable[Gap], clean: Callable[[str], str] = str) -> str:
    """`2 gaps are open: limits and Jacobians.`, the last named first."""
    latest = sorted(found, key=lambda gap: gap.named, reverse=True)
    texts = list({fold_case(gap.text): clean(gap.text) for gap in latest}.values())
    if not texts:
        return "No gap is open."
    return f"{format_count(len(texts), 'gap')} {'is' if len(texts) == 1 else 'are'} open: {format_few_names(texts)}."


def format_few_names(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return join_words([*names[:MOST_NAMED], f"{rest} more"] if rest > 1 else names)


# ---- from first touch to done --------------------------------------------------------------------------------------


def list_finish_spans(figures: Figures, period: Period | None = None) -> list[Span]:
    """Of each item that a week of the period finished, first done first. Before its first touch nothing is known."""
    found = []
    for state in figures.states.values():
        if state.finished and state.first and in_period(state.finished, period):
            found.append(
                Span(state.id, state.kind, state.first, done_on(figures, state, state.finished))
            )
    return sorted(found, key=lambda span: (span.done, span.id))


def done_on(figures: Figures, state: State, week: str) -> date:
    """The last day of that week with a session on it; its Sunday where none is known."""
    days = [
        entry.day for entry in figures.by_week.get(week, ()) if entry.item == state.id and entry.day
    ]
    return max(days, default=monday_of(week) + timedelta(days=6))


def median_days_by_kind(found: Iterable[Span]) -> dict[str, tuple[int, int]]:
    """Kind -> (days within which half of them were done, how many there are)."""
    by_kind: dict[str, list[int]] = {}
    for span in sorted(found, key=lambda span: (span.kind, span.days)):
        by_kind.setdefault(span.kind, []).append(span.days)
    return {kind: (days[(len(days) - 1) // 2], len(days)) for kind, days in by_kind.items()}


def spans_said(found: list[Span]) -> str:
    """`From first touch to done: half of 7 courses within 64 days, half of 18 papers within 2 days`, as a sentence."""
    usual = median_days_by_kind(found)
    parts = []
    for kind, (days, count) in usual.items():
        part = f"half of {count}" if count > 1 else "one"
        name = KINDS[kind].name_for(count)
        parts.append(f"{part} {name} within {format_count(days, 'day')}")
    return f"From first touch to done: {', '.join(parts)}." if parts else ""
