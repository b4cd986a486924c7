"""A week's sessions -> its diary: a line for each note by day, with lengths and what was finished.

An item is named where it changes. A number that stands on the page already is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from tracker.figures import item_names, week_changes
from tracker.figures.item_names import name_target
from tracker.figures.knowledge import HOW
from tracker.figures.stats import (
    Entry,
    State,
    find_week_target,
    finished_units,
    sort_entries,
    sum_minutes,
)
from tracker.figures.week_changes import WeekChange
from tracker.figures.week_content import has_words
from tracker.model.english import WEEKDAYS, join_words, spell_number
from tracker.model.journal import Week
from tracker.model.kinds import KINDS, Record, is_read_whole, reading_of
from tracker.model.note_text import capitalize_first, end_mark_of
from tracker.model.when import format_duration
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.note_markdown import render_note
from tracker.pages.page import View, item_uri, render_template

MANY_NOTES = 10  # of more than these each item gets a heading
MOST_MARKS = 3  # units named behind one line
RATED = {"confidence": "could explain it", "understood": "understood"}

Target = tuple[str | None, str | None]  # an item and its unit


class Group(NamedTuple):
    """The sessions of one line: one with a note, or those of a day and a target without any."""

    entries: tuple[Entry, ...]

    @property
    def target(self) -> Target:
        return self.entries[0].item, self.entries[0].unit

    @property
    def note(self) -> str | None:
        return self.entries[0].session.note

    @property
    def minutes(self) -> int:
        return sum_minutes(self.entries)


class Line(NamedTuple):
    """A line of the diary. `day` is empty where it is that of the line above it."""

    day: str
    words: Md
    length: str = ""
    marks: tuple[str, ...] = ()


class Diary(NamedTuple):
    """`lengths`: the minutes that its lines show. `has_days`: whether a line has a day.

    `has_notes`: whether a line has words of the author's.
    """

    text: Md
    lengths: tuple[int, ...] = ()
    has_days: bool = False
    has_notes: bool = False


def list_headed_items(view: View, week: Week) -> set[str]:
    """Return the items with a heading of their own: those with prose, or where notes are many."""
    aliases = view.figures.plan.aliases
    headed = set()
    for kind, id_, record in week.records:
        if has_words(kind, record):
            headed.add(aliases.get(id_, id_))
    entries = view.figures.by_week.get(week.name, ())
    noted = [entry for entry in entries if entry.session.note]
    on_items = {entry.item for entry in noted if entry.item}
    if len(noted) > MANY_NOTES and len(on_items) > 1:
        headed |= on_items
    return headed


def build_diary(view: View, week: Week, here: str, hidden: Collection[int] = ()) -> Diary:
    """Build the diary of the items without a heading. `hidden`: lengths that the title says."""
    headed = list_headed_items(view, week)
    entries = []
    for entry in view.figures.by_week.get(week.name, ()):
        if entry.item not in headed:
            entries.append(entry)
    changes: list[WeekChange] = []
    if not week.summary:
        changes = week_changes.list_changes(view.figures, week)
    groups = group_sessions(entries)
    marks = place_marks(view, week, groups, headed, changes)
    lines = build_lines(view, groups, marks, here, changes, hidden)
    lines += build_loose_lines(view, marks, here)
    shown = [group.minutes for group in groups if group.minutes not in hidden and group.minutes]
    has_days = any(group.entries[0].day for group in groups)
    has_notes = any(group.note for group in groups)
    return Diary(render_lines(lines), tuple(shown), has_days, has_notes)


def build_item_diary(view: View, entries: Iterable[Entry], here: str) -> Diary:
    """Build the diary of one item below its own heading: its sessions with notes."""
    noted = [entry for entry in entries if entry.session.note]
    groups = group_sessions(noted)
    if not groups:
        return Diary(Md(""))
    item, _ = groups[0].target
    named = [WeekChange("", (item or "",), tuple({group.target[1] or "" for group in groups[:1]}))]
    lines = build_lines(view, groups, {}, here, named)
    return Diary(render_lines(lines), tuple(group.minutes for group in groups if group.minutes))


def render_lines(lines: Sequence[Line]) -> Md:
    if not lines:
        return Md("")
    return Md(render_template("diary.md.jinja", lines=lines))


def group_sessions(entries: Iterable[Entry]) -> list[Group]:
    """Sort sessions into lines, by day and time."""
    groups: list[Group] = []
    for entry in sort_entries(entries):
        if not entry.session.note and not entry.minutes:
            continue
        for number, group in enumerate(groups):
            first = group.entries[0]
            same = (first.day, group.target) == (entry.day, (entry.item, entry.unit))
            if same and not group.note and not entry.session.note:
                groups[number] = Group((*group.entries, entry))
                break
        else:
            groups.append(Group((entry,)))
    return groups


def build_lines(
    view: View,
    groups: Sequence[Group],
    marks: dict[str, list[tuple[int, str]]],
    here: str,
    changes: Sequence[WeekChange],
    hidden: Collection[int] = (),
) -> list[Line]:
    """Build a line for each group. `changes`: what the lead, or a heading, names already."""
    lines: list[Line] = []
    day = None
    current: Target | None = None
    for number, group in enumerate(groups):
        entry = group.entries[0]
        own_marks = []
        for at_item in marks.values():
            own_marks += [mark for place, mark in at_item if place == number]
        name = None
        if not group.note:
            name = name_line(view, group.target, None, here)
        elif not is_named(group.target, current, changes, own_marks):
            name = name_line(view, group.target, current, here)
        current = group.target
        length = ""
        if group.minutes and group.minutes not in hidden:
            length = format_duration(group.minutes)
            if any(each.session.about for each in group.entries):
                length = f"about {length}"
        words = join_line_words(name, group.note)
        when = ""
        if entry.day != day or not lines:
            when = name_day(entry)
        day = entry.day
        lines.append(Line(when, words, length, tuple(own_marks)))
    return lines


def name_day(entry: Entry) -> str:
    return WEEKDAYS[entry.day.weekday()][:3] if entry.day else "Some day"


def is_named(
    target: Target, current: Target | None, changes: Sequence[WeekChange], marks: Sequence[str]
) -> bool:
    """Whether a line needs no name: it goes on with what the line above, or the lead, is about."""
    item, unit = target
    if item is None or target == current:
        return True
    mentioned = [change for change in changes if item in change.items]
    if current is None:
        units: set[str] = set()
        for change in mentioned:
            units.update(change.units)
        return bool(mentioned) and (unit is None or unit in units)
    return bool(mentioned) and bool(marks)


def name_line(view: View, target: Target, current: Target | None, here: str) -> Md:
    """Name the item of a line and its unit, with a link to the item's page.

    The unit stands alone where the line above is about the same item.
    """
    item, unit = target
    if item is None:
        return escape_markdown("Other work")
    state = view.figures.states[item]
    short = item_names.short_title(view.figures, item)
    label = short
    if unit:
        label = f"{short}, {item_names.isolate_name(state.unit_title(unit))}"
        if current and current[0] == item:
            label = name_target(view.figures.plan, item, unit)
    return link_page(item_uri(state), here, capitalize_first(label))


def join_line_words(name: Md | None, note: str | None) -> Md:
    """`Attention Is All You Need: first pass.`; the name alone where there is no note."""
    if note is None:
        return Md(f"{name}.")
    if name is None:
        return render_note(note)
    return Md(f"{name}: {render_note(note, opens=False)}")


# ---- what a line finished ------------------------------------------------------------------------


def place_marks(
    view: View,
    week: Week,
    groups: Sequence[Group],
    headed: Collection[str],
    changes: Sequence[WeekChange],
) -> dict[str, list[tuple[int, str]]]:
    """Return item -> (number of the line, what it finished or how sure it made) for each mark.

    A unit stands at the last line on it, all else at the item's last line. Without a line the
    number is -1, and what the lead says is left out.
    """
    marks: dict[str, list[tuple[int, str]]] = {}
    finished = finished_units(view.figures, week)
    in_lead: set[str] = set()
    for change in changes:
        in_lead.update(change.items)
    for _, id_, record in week.records:
        state = view.figures.states[view.figures.plan.aliases.get(id_, id_)]
        if state.id in headed:
            continue
        last = find_last_line(groups, state.id, None)
        rows: list[tuple[int, str]] = []
        units, count = finished.get(state.id, ((), 0))
        if units and count <= MOST_MARKS:
            for unit in units:
                place = find_last_line(groups, state.id, unit)
                title = item_names.isolate_name(state.unit_title(unit))
                rows.append((place, f"\u2713 {title}"))
        elif count:
            noun = "unit" if count == 1 else "units"
            rows.append((last, f"\u2713 {spell_number(count)} {noun}"))
        rows += [(last, mark) for mark in list_record_marks(record, state.id in in_lead)]
        if state.id in in_lead:
            rows = [row for row in rows if row[0] >= 0 or " of 5" in row[1]]
        if rows:
            marks[state.id] = rows
    return marks


def list_record_marks(record: Record, in_lead: bool) -> list[str]:
    """`\u2713 read again`, `understood 4 of 5`: without what the lead says in words."""
    marks = []
    how = reading_of(record)
    if how and is_read_whole(record):
        marks.append(f"\u2713 {HOW[how]}")
    elif how and not in_lead:
        marks.append(HOW[how])
    for key, words in RATED.items():
        sure = getattr(record, key, None)
        if sure:
            marks.append(f"{words}: {sure} of 5")
    if record.status in ("done", "shipped") and not (how or in_lead):
        marks.append(f"\u2713 {record.status}")
    elif record.status and not (how or in_lead):
        marks.append(record.status)
    return marks


def find_last_line(groups: Sequence[Group], id_: str, unit: str | None) -> int:
    """Return the number of the last line on a unit, or on the item where no unit fits; else -1."""
    last = -1
    for number, group in enumerate(groups):
        item, of_group = group.target
        if item == id_ and (unit is None or of_group == unit):
            last = number
    if last < 0 and unit is not None:
        for number, group in enumerate(groups):
            if group.target == (id_, None):
                last = number
    return last


def build_loose_lines(view: View, marks: dict[str, list[tuple[int, str]]], here: str) -> list[Line]:
    """Build a line for each item that changed without a session that says on which day."""
    lines = []
    for id_, rows in marks.items():
        loose = [mark for place, mark in rows if place < 0]
        if loose:
            label = capitalize_first(item_names.short_title(view.figures, id_))
            name = link_page(item_uri(view.figures.states[id_]), here, label)
            colon = "," if any(": " in mark for mark in loose) else ":"
            lines.append(Line("", Md(f"{name}{colon}"), "", tuple(loose)))
    return lines


# ---- the line of figures -------------------------------------------------------------------------


def sum_up_week(view: View, week: Week, lengths: Collection[int]) -> str:
    """Return the line of figures: `4 h 50 on six days, 3 h 45 of it micrograd.`.

    `lengths`: the minutes that the page shows already. A total among them is not said again.
    """
    entries = view.figures.by_week.get(week.name, ())
    total = sum_minutes(entries)
    if not total or total in lengths:
        return ""
    words = format_duration(total)
    if any(entry.session.about for entry in entries):
        words = f"about {words}"
    days = {entry.day for entry in entries if entry.minutes}
    known = [day for day in days if day]
    if len(days) == len(known) == 1:
        words += f" on {WEEKDAYS[known[0].weekday()]}"
    elif len(days) == len(known):
        listed = len({entry.day for entry in entries})
        if listed > len(days):  # the diary has lines of other days, too
            words += f", on {spell_number(len(days))} of {spell_number(listed)} days"
        else:
            words += f" on {spell_number(len(days))} days"
    target = describe_reached_target(view, week, total)
    if target:
        words += f" ({target})"
    if not list_headed_items(view, week):
        part = find_largest_part(view, entries, total, lengths)
        if part:
            words += f", {part}"
    return words[0].upper() + words[1:] + end_mark_of(words)


def describe_reached_target(view: View, week: Week, total: int) -> str:
    """`target 4 h`, where the week reached it: what a week did not do is never said."""
    target = find_week_target(view.figures, week.name)
    if not target or total < target:
        return ""
    if target == total:
        return "the target"
    return f"target {format_duration(target)}"


def find_largest_part(
    view: View, entries: Sequence[Entry], total: int, lengths: Collection[int]
) -> str:
    """`3 h 45 of it micrograd`, unless another line says so already or it is all of the week."""
    minutes: dict[str, int] = {}
    for entry in entries:
        if entry.item:
            minutes[entry.item] = minutes.get(entry.item, 0) + entry.minutes
    if not minutes:
        return ""
    id_ = max(minutes, key=lambda key: minutes[key])
    part = minutes[id_]
    if not part or part == total or part in lengths:
        return ""
    units = {entry.unit for entry in entries if entry.item == id_ and entry.minutes}
    unit = next(iter(units)) if len(units) == 1 else None
    return f"{format_duration(part)} of it {name_target(view.figures.plan, id_, unit)}"


def name_next_unit(view: View, week: Week) -> str:
    """`Next in the plan: makemore.`: after a finished unit, unless the author says what is next."""
    if week.next:
        return ""
    names = []
    for id_ in finished_units(view.figures, week):
        state = view.figures.states[id_]
        unit = find_next_unit(state, week)
        if unit:
            names.append(name_target(view.figures.plan, id_, unit))
    if not names:
        return ""
    words = f"Next in the plan: {join_words(item_names.quote_names(names))}"
    return words + end_mark_of(words)


def find_next_unit(state: State, week: Week) -> str | None:
    """Return the first unit of the plan that was not done when the week was over."""
    units = getattr(state.item, "units", {})
    if isinstance(units, int) or not KINDS[state.kind].has_units:
        return None
    for unit in units:
        if state.done.get(unit, "9999") > week.name:
            return str(unit)
    return None
