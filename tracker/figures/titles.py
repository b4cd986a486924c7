"""Week -> its title: as the author wrote it, or from the words of the week itself.

A made title depends on its own week and the plan alone, so one that is published never changes
because another week did. It is never "Week 27", and hours only where there is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.figures.item_names import (
    LONG,
    MOST_NAMED,
    READ,
    join_fitting,
    list_counted_units,
    lower_first,
    name_target,
    name_units,
    quote_names,
    short_name,
)
from tracker.figures.stats import (
    Entry,
    Figures,
    group_entries,
    sort_entries,
    sum_minutes,
)
from tracker.figures.week_changes import list_steps
from tracker.figures.week_content import has_words
from tracker.model.english import span_words, spell_number
from tracker.model.journal import Week
from tracker.model.kinds import (
    FINISHED,
    KINDS,
    Record,
    done_of,
    is_read_whole,
    reading_of,
    units_of,
)
from tracker.model.note_text import (
    capitalize_first,
    count_words,
    plain_note,
    title_of_note,
)
from tracker.model.plan import Plan
from tracker.model.when import format_duration

HEADINGS = {
    "goals": "Goals",
    **{name: kind.heading for name, kind in KINDS.items()},
    "learned": "Learned",
    "life": "Life",
    "links": "Links",
    "questions": "Questions",
    "next": "Next",
}


def title_of_week(figures: Figures, week: Week) -> str:
    """Return the week's own title; otherwise one of its notes, what was finished, its main work."""
    return (week.title or "").strip() or made_title(figures, week)


def made_title(figures: Figures, week: Week) -> str:
    entries = sort_entries(figures.by_week.get(week.name, ()))
    note = choose_title_note(figures.plan, week, entries)
    if note:
        return note
    return f"{name_work(figures.plan, week, entries)}, {format_dates_without_year(week)}"


def choose_title_note(plan: Plan, week: Week, entries: Sequence[Entry]) -> str | None:
    """Choose the note that titles a week: of a session that finished something, else the longest.

    Of two that are as long it is the later. `entries` are in their order.
    """
    finishing = []
    for id_, unit in list_finished_targets(plan, week):
        last = find_last_entry(entries, id_, unit)
        if last:
            finishing.append(last)
    for candidates in (finishing, entries):
        longest: tuple[int, int, str] | None = None
        for entry in candidates:
            title = title_of_note(entry.session.note or "")
            if title:
                rank = (count_words(title), entries.index(entry), title)
                longest = max(longest or rank, rank)
        if longest:
            return longest[2]
    return None


def list_finished_targets(plan: Plan, week: Week) -> list[tuple[str, str | None]]:
    """List (item, unit or None) of all that a week says it finished, read whole or shipped."""
    targets: list[tuple[str, str | None]] = []
    for kind, id_, record in week.records:
        id_ = plan.aliases.get(id_, id_)
        done = done_of(record)
        if isinstance(done, int):
            targets += [(id_, None)] * (done > 0)
        elif KINDS[kind].has_units:
            targets += [(id_, unit) for unit in list_counted_units(plan, id_, done)]
        if is_read_whole(record) or record.status in FINISHED:
            targets.append((id_, None))
    return targets


def find_last_entry(entries: Iterable[Entry], id_: str, unit: str | None) -> Entry | None:
    """Find the last session on a unit; where none names that unit, the last on its item alone."""
    of_item = [entry for entry in entries if entry.item == id_]
    of_unit = [entry for entry in of_item if unit and entry.unit == unit]
    if unit and not of_unit:
        of_unit = [entry for entry in of_item if not entry.unit]
    chosen = of_unit if unit else of_item
    return chosen[-1] if chosen else None


def name_work(plan: Plan, week: Week, entries: Sequence[Entry]) -> str:
    """Name what the week was about: what it finished, its main unit or item, else its hours."""
    main = find_main_target(plan, week, entries)
    short_notes = []
    for entry in entries:
        if entry.session.note and count_words(entry.session.note) < MOST_NAMED:
            short_notes.append(plain_note(entry.session.note).strip(" .,;:"))
    minutes = sum_minutes(entries)
    choices: tuple[str, ...] = (
        join_title_phrases(list_achievements(plan, week)),
        capitalize_first(join_fitting(quote_names(list_steps(week)))),
        capitalize_first(name_target(plan, *main)) if main else "",
        capitalize_first(max(short_notes, key=len, default="")),
        join_fitting(week.tags),
        join_fitting(week.sections),
        f"{format_duration(minutes)} of study" if minutes else "",
        name_first_section(plan, week),
    )
    return next(filter(None, choices))


def find_main_target(
    plan: Plan, week: Week, entries: Sequence[Entry]
) -> tuple[str, str | None] | None:
    """Find the item with the most time and, where most of that went into one unit, the unit.

    Where no session names an item it is the first that the week writes about, else the first that
    it mentions.
    """
    on_items = [entry for entry in entries if entry.item]
    if on_items:
        by_item = group_entries(on_items, lambda entry: entry.item or "")
        id_ = max(by_item, key=lambda key: (sum_minutes(by_item[key]), len(by_item[key])))
        by_unit = group_entries(by_item[id_], lambda entry: entry.unit)
        unit = max(by_unit, key=lambda key: (sum_minutes(by_unit[key]), len(by_unit[key])))
        if 2 * sum_minutes(by_unit[unit]) >= sum_minutes(by_item[id_]):
            return id_, unit
        return id_, None
    mentioned = sorted(week.records, key=lambda row: not has_words(row[0], row[2]))
    if not mentioned:
        return None
    _, id_, record = mentioned[0]
    units = list(getattr(record, "units", ()))
    unit = units[0] if len(units) == 1 and not getattr(record, "notes", None) else None
    return plan.aliases.get(id_, id_), unit


def name_first_section(plan: Plan, week: Week) -> str:
    """Return the heading of the first section that holds anything; `Notes` for mere prose."""
    if week.intro:
        return "Notes"
    for name, heading in HEADINGS.items():
        if getattr(week, name):
            return plan.headings.get(name) or heading
    return "Notes"


def list_achievements(plan: Plan, week: Week) -> list[str]:
    """Return phrases of what the week says it finished: [`Finished groups`, `Re-read GPT-2`]."""
    finished: list[str] = []
    shipped: list[str] = []
    read: dict[str, list[str]] = {}
    for _, id_, record in week.records:
        id_ = plan.aliases.get(id_, id_)
        how = reading_of(record)
        if how:
            read.setdefault(READ[how].capitalize(), []).append(short_name(plan, id_))
        elif record.status in FINISHED:
            names = shipped if record.status == "shipped" else finished
            names.append(short_name(plan, id_))
        else:
            finished += name_finished_units(plan, id_, record)
    phrases = []
    for verb, names in {"Finished": finished, **read, "Shipped": shipped}.items():
        if names:
            phrases.append(f"{verb} {join_fitting(quote_names(names))}")
    return phrases


def name_finished_units(plan: Plan, id_: str, record: Record) -> list[str]:
    """Name the units that a record lists as done: two by name, more by number."""
    done = done_of(record)
    names: list[str] = []
    if isinstance(done, int):
        count = done
    else:
        names = list_counted_units(plan, id_, done)
        count = len(names)
    planned = plan.items.get(id_)
    units = units_of(planned[1]) if planned else {}
    total = units if isinstance(units, int) else len(units)
    if total and count >= total:
        return [short_name(plan, id_)]
    if names and count <= 2:
        return name_units(plan, id_, names)
    if count:
        noun = "a unit" if count == 1 else f"{spell_number(count)} units"
        return [f"{noun} of {short_name(plan, id_)}"]
    return []


def join_title_phrases(phrases: Sequence[str]) -> str:
    """Join phrases by `and`, as many as a title has room for."""
    title = ""
    for phrase in phrases:
        longer = phrase
        if title:
            comma = "," if " and " in title else ""
            longer = f"{title}{comma} and {lower_first(phrase)}"
        if title and len(longer) > LONG:
            break
        title = longer
    return title


def format_week_dates(week: Week) -> str:
    """`1 to 7 July 2024`, `29 July to 4 August 2024`."""
    return span_words(week.monday, week.sunday)


def format_dates_without_year(week: Week) -> str:
    """`1 to 7 July`, `29 July to 4 August`."""
    return re.sub(r" \d{4}", "", format_week_dates(week))
