"""Figures -> papers by reading, skills with their open gaps, and days from first touch to done.

Pure. A week counts in the period that has its Thursday, as it does in reports. Each figure is
defined in docs/guide/figures.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker.figures.report import is_entry_in_period
from tracker.figures.skill_parts import find_gap_skill, split_minutes_by_skill
from tracker.figures.stats import Entry, Figures, State, minutes_by
from tracker.model.derived import derive_once
from tracker.model.english import fold_case, format_count, join_words
from tracker.model.journal import Period, WithheldGap, monday_of, week_of
from tracker.model.kinds import FINISHED, KINDS, Record, confidence_of, done_of, reading_of

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
    """A week's record of a paper. `how` is None where it only judges the understanding."""

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
        """1 to 5, as judged last; None where no week judges it."""
        for reading in reversed(self.readings):
            if reading.understood:
                return reading.understood
        return None


class Gap(NamedTuple):
    """A gap in knowledge that a course showed. `found` and `named`: first and last week to list it.

    `sure` is the confidence when it was named last. `closed` is the week that closed it, None while
    it is open.
    """

    text: str
    item: str
    found: str
    named: str
    sure: int | None
    closed: str | None = None


class Skill(NamedTuple):
    """A skill of the plan: the items that taught it, its minutes, and the latest confidence in it.

    `minutes` are its part of the time of those items. `said` is the week of that confidence and
    `by` its item. `gaps` are the open gaps that belong to it alone; `unnamed` counts those whose
    names are held back.
    """

    name: str
    items: tuple[str, ...]
    minutes: int
    confidence: int | None
    said: str | None
    by: str | None
    gaps: tuple[Gap, ...]
    unnamed: int = 0

    @property
    def open(self) -> int:
        """How many gaps are open, with those whose names are held back."""
        return len(self.gaps) + self.unnamed


class OpenGaps(NamedTuple):
    """The gaps that are open, first found first, and those whose words are held back."""

    gaps: tuple[Gap, ...]
    withheld: tuple[WithheldGap, ...] = ()

    @property
    def unnamed(self) -> int:
        """How many gaps the gate holds back."""
        return len({gap.number for gap in self.withheld if gap.gated})

    @property
    def total(self) -> int:
        return len(self.gaps) + self.unnamed

    @property
    def is_known_to_be_none(self) -> bool:
        """Whether no gap is open, not even one that only a draft names."""
        return not self.gaps and not self.withheld

    def filter_items(self, items: Collection[str]) -> OpenGaps:
        """Keep the gaps of these items."""
        gaps = tuple(gap for gap in self.gaps if gap.item in items)
        return OpenGaps(gaps, tuple(gap for gap in self.withheld if gap.item in items))

    def group_by_skill(self, figures: Figures) -> dict[str | None, OpenGaps]:
        """Map each skill to the gaps that belong to it alone; None has all others.

        A gap whose words are held back belongs to a skill where its item has no other.
        """
        named: dict[str | None, list[Gap]] = {}
        for gap in self.gaps:
            skill = find_gap_skill(figures, gap.item, gap.text, gap.found)
            named.setdefault(skill, []).append(gap)
        withheld: dict[str | None, list[WithheldGap]] = {}
        for held in self.withheld:
            skill = find_gap_skill(figures, held.item, "", "")
            withheld.setdefault(skill, []).append(held)
        groups = {}
        for skill in dict.fromkeys([*named, *withheld]):
            groups[skill] = OpenGaps(tuple(named.get(skill, ())), tuple(withheld.get(skill, ())))
        return groups


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


def find_last_week(period: Period | None) -> str | None:
    """The last week that counts in a period; None without one."""
    if period is None:
        return None
    return week_of(period.last - timedelta(days=3))


# ---- papers by reading


def list_read_papers(figures: Figures, period: Period | None = None) -> list[PaperReadings]:
    """List the papers with a reading in the period, first read first."""
    papers = []
    for state in figures.states.values():
        if KINDS[state.kind].is_read and (readings := readings_of(state, period)):
            papers.append(PaperReadings(state.id, state.kind, state.title, readings))
    return sorted(papers, key=lambda paper: paper.readings[0].week)


def readings_of(state: State, period: Period | None = None) -> tuple[Reading, ...]:
    readings = []
    for week, record in state.sayings:
        how = reading_of(record)
        understood = getattr(record, "understood", None)
        if (how or understood) and in_period(week.name, period):
            readings.append(Reading(week.name, how, understood))
    return tuple(readings)


def by_reading(papers: Iterable[PaperReadings]) -> dict[str, int]:
    """Count the readings by how, in the order of HOW."""
    counts = dict.fromkeys(HOW, 0)
    for paper in papers:
        for reading in paper.readings:
            if reading.how:
                counts[reading.how] += 1
    return counts


def describe_papers(papers: list[PaperReadings], when: str = "") -> str:
    """Describe papers in a sentence; `when` is a period in words.

    `23 papers in 2024: 18 read, 5 only skimmed; 6 came back to, 4 implemented; 14 understood at 4
    or 5 of 5.`
    """
    if when:
        when = f" {when}"
    if not papers:
        return f"No paper read{when or ' yet'}."
    if len(papers) == 1:
        return f"1 paper{when}: {describe_readings(papers[0])}."
    whole = skimmed = back = built = sure = 0
    for paper in papers:
        counts = by_reading([paper])
        whole += paper.whole
        skimmed += counts["skim"] > 0 and not paper.whole
        back += paper.times > 1 or counts["again"] > 0
        built += counts["implemented"] > 0
        sure += (paper.understood or 0) >= SURE
    groups: tuple[dict[str, int], ...] = (
        {"read": whole, "only skimmed": skimmed},
        {"came back to": back, "implemented": built},
        {f"understood at {SURE} or 5 of 5": sure},
    )
    parts = []
    for group in groups:
        words = [f"{count} {verb}" for verb, count in group.items() if count]
        if words:
            parts.append(", ".join(words))
    sentence = f"{len(papers)} papers{when}"
    if parts:
        sentence += f": {'; '.join(parts)}"
    return f"{sentence}."


def describe_readings(paper: PaperReadings) -> str:
    """`skimmed, read once and read again; understood 3, then 5 of 5`."""
    words = join_words(reading.words for reading in paper.readings)
    levels = [str(reading.understood) for reading in paper.readings if reading.understood]
    if levels:
        words += f"; understood {', then '.join(levels)} of 5"
    return words


# ---- skills and gaps


def list_week_records(figures: Figures, until: str | None = None) -> list[tuple[str, str, Record]]:
    """List (week, id, record) of all weeks up to the week `until`, oldest first."""
    records = []
    for state in figures.states.values():
        for week, record in state.sayings:
            if until is None or week.name <= until:
                records.append((week.name, state.id, record))
    return sorted(records, key=lambda saying: saying[0])


def list_gaps(figures: Figures, until: str | None = None) -> list[Gap]:
    """List every gap that a course's week names, open or closed, first found first.

    A closed gap that is named again is open again.
    """
    latest: tuple[Gap, ...] = ()
    for _, gaps in follow_gaps(figures, until):
        latest = gaps
    return list(latest)


def follow_gaps(
    figures: Figures, until: str | None = None
) -> Iterator[tuple[str, tuple[Gap, ...]]]:
    """Yield (week, the gaps named so far, as they stand then) after each record of a week."""
    gaps: dict[tuple[str, str], Gap] = {}
    for week, id_, record in list_week_records(figures, until):
        texts = getattr(record, "gaps", ())
        names = {fold_case(text) for text in texts}
        taught: set[str] = set()
        if gaps:
            taught = list_taught_names(figures.states[id_], record)
        for key, gap in gaps.items():
            if gap.closed or gap.named == week or key[1] in names:
                continue
            if key[1] in taught or (id_ == gap.item and is_more_confident(record, gap)):
                gaps[key] = gap._replace(closed=week)
        for text in texts:
            key = (id_, fold_case(text))
            gap = gaps.get(key, Gap(text, id_, week, week, None))
            gaps[key] = gap._replace(named=week, sure=confidence_of(record), closed=None)
        for text in getattr(record, "closed", ()):
            key = (id_, fold_case(text))
            if key in gaps and not gaps[key].closed:
                gaps[key] = gaps[key]._replace(closed=week)
        yield week, tuple(gaps.values())


@derive_once
def find_open_gaps(figures: Figures, period: Period | None = None) -> OpenGaps:
    """Find the gaps that are open, of a period those that were open at its end."""
    until = find_last_week(period)
    gaps = tuple(gap for gap in list_gaps(figures, until) if not gap.closed)
    withheld = []
    for gap in figures.journal.withheld:
        is_found = until is None or gap.found <= until
        is_closed = gap.closed is not None and (until is None or gap.closed <= until)
        if is_found and not is_closed:
            withheld.append(gap)
    return OpenGaps(gaps, tuple(withheld))


def list_taught_names(state: State, record: Record) -> set[str]:
    """List what a record shows to be known, case folded.

    These are the units it finished, and the item's skills where its confidence is at least SURE.
    """
    names: set[str] = set()
    done = done_of(record)
    if isinstance(done, tuple):
        for unit in done:
            names.update((unit, state.unit_title(unit)))
    if (confidence_of(record) or 0) >= SURE:
        names.update(state.item.skills)
    return {fold_case(name) for name in names}


def is_more_confident(record: Record, gap: Gap) -> bool:
    """Whether confidence has grown since the gap was named.

    Where none was given then, whether it is at least SURE.
    """
    return (confidence_of(record) or 0) >= min(5, (gap.sure or SURE - 1) + 1)


def list_taught_skills(
    figures: Figures, period: Period | None = None, item: str | None = None
) -> list[Skill]:
    """List the plan's skills that an item taught, least sure first; `item` is an id.

    Of a period: the skills studied in it, with its minutes, as they stood at its end.
    """
    entries: Sequence[Entry] = figures.entries
    until = find_last_week(period)
    if period:
        entries = [entry for entry in figures.entries if is_entry_in_period(entry, period)]
    if item:
        entries = [entry for entry in entries if entry.item == item]
    minutes = minutes_by(entries, lambda entry: entry.item)
    items = {state.id: state.item for state in figures.states.values()}
    parts = split_minutes_by_skill(items, entries)
    records = list_week_records(figures, until)
    open_gaps = find_open_gaps(figures, period)
    if item:
        open_gaps = open_gaps.filter_items({item})
    gaps_by_skill = open_gaps.group_by_skill(figures)
    skills = []
    for name, ids in _list_teachers(figures, minutes, period, item).items():
        confidence, said, by = None, None, None
        for week, id_, record in records:
            if id_ in ids and confidence_of(record):
                confidence, said, by = confidence_of(record), week, id_
        spent = parts.get(name, 0)
        gaps = gaps_by_skill.get(name, OpenGaps(()))
        skills.append(Skill(name, tuple(ids), spent, confidence, said, by, gaps.gaps, gaps.unnamed))
    return sorted(
        skills,
        key=lambda skill: (skill.confidence or 9, -skill.open, -skill.minutes, skill.name),
    )


def _list_teachers(
    figures: Figures, minutes: Mapping[str | None, int], period: Period | None, item: str | None
) -> dict[str, list[str]]:
    """Map each skill to the ids of the items that taught it: touched in the period, or finished."""
    teachers: dict[str, list[str]] = {}
    for state in figures.states.values():
        if item not in (None, state.id):
            continue
        touched = any(in_period(week, period) for week in state.weeks_of_work) or minutes.get(
            state.id
        )
        if touched or (period is None and state.status in FINISHED):
            for skill in dict.fromkeys(state.item.skills):
                teachers.setdefault(skill, []).append(state.id)
    return teachers


def list_untaught_skills(figures: Figures, skills: Iterable[Skill]) -> list[str]:
    """List the skills of the plan that no item has taught yet, in the plan's order."""
    taught = {skill.name for skill in skills}
    planned: dict[str, None] = {}
    for state in figures.states.values():
        planned.update(dict.fromkeys(state.item.skills))
    return [name for name in planned if name not in taught]


def describe_skills(
    skills: list[Skill],
    open_gaps: OpenGaps,
    when: str = "",
    clean: Callable[[str], str] = str,
) -> str:
    """Describe skills in two sentences: the confidence in them, and the gaps that are open.

    `9 of 14 skills stand at 4 or 5 of 5; least sure: statistics, 2 of 5. 2 gaps are open: limits
    and Jacobians.` `when` is a period in words; `clean` is applied to names and gaps.
    """
    suffix = ""
    if when:
        suffix = f" {when}"
    if not skills:
        return f"No skill of the plan was studied{suffix or ' yet'}."
    judged = [skill for skill in skills if skill.confidence]
    if not judged:
        whom = "none of them " if len(skills) > 1 else "not "
        words = f"{format_count(len(skills), 'skill')}{suffix}, {whom}judged yet"
    elif len(skills) == 1:
        words = f"{clean(skills[0].name)}{suffix}: {skills[0].confidence} of 5"
    else:
        words = _describe_confidence(skills, judged, when, clean)
    return f"{words}. {describe_gaps(open_gaps, clean)}".rstrip()


def _describe_confidence(
    skills: list[Skill], judged: list[Skill], when: str, clean: Callable[[str], str]
) -> str:
    """Describe several skills, some of them `judged`, least sure first."""
    sure = sum((skill.confidence or 0) >= SURE for skill in judged)
    count = f"{sure or 'None'} of {len(skills)}"
    if sure == len(skills):
        count = "Both" if sure == 2 else f"All {sure}"
    verb = "stand"
    if when:
        verb = "stood"
        when = f" {when}"
    elif sure < 2:
        verb = "stands"
    words = f"{count} skills {verb} at {SURE} or 5 of 5{when}"
    lowest = judged[0].confidence or 0
    least = [clean(skill.name) for skill in judged if skill.confidence == lowest]
    # Where they are more than a third of all, they are the rule and not the exception.
    if lowest < SURE and 3 * len(least) <= len(skills):
        words += f"; least sure: {format_few_names(least)}, {lowest} of 5"
    if len(judged) < len(skills):
        words += f"; {len(skills) - len(judged)} not judged yet"
    return words


def describe_gaps(open_gaps: OpenGaps, clean: Callable[[str], str] = str) -> str:
    """`2 gaps are open: limits and Jacobians.`, the gap named last first.

    Where a draft names a gap, and no published week does, there is nothing true to say: "".
    """
    latest = sorted(open_gaps.gaps, key=lambda gap: gap.named, reverse=True)
    texts = list({fold_case(gap.text): clean(gap.text) for gap in latest}.values())
    count = len(texts) + open_gaps.unnamed
    if open_gaps.is_known_to_be_none:
        return "No gap is open."
    if not count:
        return ""
    words = f"{format_count(count, 'gap')} {'is' if count == 1 else 'are'} open"
    if texts:
        words += f": {format_few_names(texts)}"
    if open_gaps.unnamed:
        words += f"; {describe_unnamed_gaps(open_gaps.unnamed)}"
    return f"{words}."


def describe_unnamed_gaps(count: int) -> str:
    """`2 names are held back`."""
    return f"{format_count(count, 'name')} {'is' if count == 1 else 'are'} held back"


def format_few_names(names: list[str]) -> str:
    """`a, b, c and 2 more`: three names, or four where there are four."""
    rest = len(names) - MOST_NAMED
    if rest > 1:
        names = [*names[:MOST_NAMED], f"{rest} more"]
    return join_words(names)


# ---- from first touch to done


def list_finish_spans(figures: Figures, period: Period | None = None) -> list[Span]:
    """List the spans of the items that a week of the period finished, first done first.

    Items that were never touched have no span.
    """
    spans = []
    for state in figures.states.values():
        if state.finished and state.first and in_period(state.finished, period):
            done = done_on(figures, state, state.finished)
            spans.append(Span(state.id, state.kind, state.first, done))
    return sorted(spans, key=lambda span: (span.done, span.id))


def done_on(figures: Figures, state: State, week: str) -> date:
    """The last day of a week with a session of the item; the week's Sunday where none is known."""
    entries = figures.by_week.get(week, ())
    days = [entry.day for entry in entries if entry.item == state.id and entry.day]
    return max(days, default=monday_of(week) + timedelta(days=6))


def median_days_by_kind(spans: Iterable[Span]) -> dict[str, tuple[int, int]]:
    """Map each kind to (days within which half of its items were done, number of items)."""
    by_kind: dict[str, list[int]] = {}
    for span in sorted(spans, key=lambda span: (span.kind, span.days)):
        by_kind.setdefault(span.kind, []).append(span.days)
    return {kind: (days[(len(days) - 1) // 2], len(days)) for kind, days in by_kind.items()}


def describe_spans(spans: list[Span]) -> str:
    """Describe how long items took, in a sentence; nothing without items.

    `From first touch to done: half of 7 courses within 64 days, half of 18 papers within 2 days.`
    """
    parts = []
    for kind, (days, count) in median_days_by_kind(spans).items():
        group = f"half of {count}" if count > 2 else "one"
        if count == 2:
            group = "one of 2"
        name = KINDS[kind].name_for(count)
        parts.append(f"{group} {name} within {format_count(days, 'day')}")
    if not parts:
        return ""
    return f"From first touch to done: {', '.join(parts)}."
