"""Week -> what it changed, as phrases: finished, shipped, read, understood, decided, answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.figures.item_names import (
    MOST_NAMED,
    READ,
    isolate_name,
    lower_first,
    quote_names,
    short_title,
)
from tracker.figures.stats import (
    Entry,
    Figures,
    State,
    finished_units,
    sort_entries,
)
from tracker.model.english import join_words, spell_number
from tracker.model.journal import Week
from tracker.model.kinds import (
    FINISHED,
    KINDS,
    reading_of,
    units_of,
)
from tracker.model.note_text import (
    capitalize_first,
    end_mark_of,
)
from tracker.model.plan import Plan

# A status that a week can give an item -> how a sentence says so.
STATED = {
    "paused": "Paused {}",
    "dropped": "Dropped {}",
    "active": "{} is active",
    "next": "{} is next",
    "planned": "{} is planned",
    "radar": "{} is on the radar",
    "idea": "{} is an idea",
}
ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth"),
)
QUOTES = "\u201c\u201d"
SURE = 4  # of 5: understood


class WeekChange(NamedTuple):
    """What a week changed, as a phrase without its end, and the items and units that it names."""

    words: str
    items: tuple[str, ...]
    units: tuple[str, ...] = ()


def join_changes(changes: Iterable[WeekChange]) -> str:
    return " ".join(f"{change.words}{end_mark_of(change.words)}" for change in changes)


def list_changes(figures: Figures, week: Week) -> list[WeekChange]:
    """List what a week changed: finished, shipped, read, understood, decided, paused, answered."""
    return [
        *list_finished_work(figures, week),
        *list_ticked_off(week),
        *list_readings(figures, week),
        *list_understood(figures, week),
        *list_decided(figures.plan, week),
        *list_stated(figures, week, ("paused", "dropped")),
        *list_answers(week),
    ]


def order_changes(figures: Figures, week: Week, changes: Sequence[WeekChange]) -> list[WeekChange]:
    """Begin a change with `Then` where its sessions all came after those of the one before it."""
    entries = sort_entries(figures.by_week.get(week.name, ()))
    ordered = list(changes[:1])
    for before, change in pairwise(changes):
        if is_later(entries, before, change):
            change = change._replace(words=f"Then {lower_first(change.words)}")
        ordered.append(change)
    return ordered


def is_later(entries: Sequence[Entry], before: WeekChange, change: WeekChange) -> bool:
    """Whether all sessions on a change's items were on days after those of the change before it."""
    days_before = [entry.day for entry in entries if entry.item in before.items]
    days = [entry.day for entry in entries if entry.item in change.items]
    if not days or not days_before or None in days or None in days_before:
        return False
    if change.words.startswith("\u201c") or set(before.items) & set(change.items):
        return False
    return min(filter(None, days)) > max(filter(None, days_before))


def list_finished_work(figures: Figures, week: Week) -> list[WeekChange]:
    """Return a change for each item that the week finished, or of which it finished units."""
    changes = []
    finished = finished_units(figures, week)
    for kind, id_, record in week.records:
        state = figures.states[figures.plan.aliases.get(id_, id_)]
        name = quote_names([short_title(figures, state.id)])[0]
        if record.status in FINISHED:
            verb = "Shipped" if record.status == "shipped" else "Finished"
            changes.append(
                WeekChange(f"{verb} {name}", (state.id,), finished.get(state.id, ((),))[0])
            )
        elif KINDS[kind].has_units and state.id in finished:
            units, count = finished[state.id]
            words = describe_units(figures, week, state, units, count)
            changes.append(WeekChange(f"Finished {words}", (state.id,), units))
    return changes


def describe_units(
    figures: Figures, week: Week, state: State, units: tuple[str, ...], count: int
) -> str:
    """`micrograd, the first of three units of Zero to Hero, in four sittings`."""
    name = quote_names([short_title(figures, state.id)])[0]
    titles = quote_names([state.unit_title(unit) for unit in units])
    if len(titles) == 1 and ", " in titles[0]:
        titles = [f"\u201c{titles[0].strip(QUOTES)}\u201d"]
    planned = units_of(state.item)
    total = planned if isinstance(planned, int) else len(planned)
    if total and count >= total:
        return name
    if not units or count > MOST_NAMED:
        return count_units(figures, week, state, count, total)
    place = f" of {name}"
    if isinstance(planned, int):
        noun = "unit" if len(titles) == 1 else "units"
        titles[0] = f"{noun} {titles[0]}"
    elif planned:
        place = f", {place_units(week, state, units)} of {spell_number(total)} units of {name}"
    words = f"{join_words(titles)}{place}"
    sittings = count_sittings(figures, week, state, units)
    if sittings > 1:
        words += f", in {spell_number(sittings)} sittings"
    return words


def count_units(figures: Figures, week: Week, state: State, count: int, total: int) -> str:
    """`the first three of 16 units of Statistics`, `two units of Statistics, five of 16 so far`."""
    name = quote_names([short_title(figures, state.id)])[0]
    so_far = 0
    for saying in state.sayings:
        if saying.week.name <= week.name:
            so_far += finished_units(figures, saying.week).get(state.id, ((), 0))[1]
    number = "" if count == 1 else f" {spell_number(count)}"
    if so_far <= total and so_far in (count, total):
        place = "first" if so_far == count else "last"
        return f"the {place}{number} of {spell_number(total)} units of {name}"
    noun = "a unit" if count == 1 else f"{spell_number(count)} units"
    if so_far < total:
        return f"{noun} of {name}, {spell_number(so_far)} of {spell_number(total)} so far"
    return f"{noun} of {name}"


def place_units(week: Week, state: State, units: tuple[str, ...]) -> str:
    """Place units among those of a course: `the first`, where they were done in order; `one`."""
    planned = list(units_of(state.item))  # type: ignore[arg-type]
    done = {unit for unit, finished in state.done.items() if finished <= week.name}
    count = sum(unit in done for unit in planned)
    if count == len(planned):
        return "the last" if len(units) == 1 else f"the last {spell_number(len(units))}"
    position = planned.index(units[0]) + 1
    in_order = len(units) == 1 and set(planned[:position]) == done & set(planned)
    if in_order and position < len(ORDINALS):
        return f"the {ORDINALS[position]}"
    return spell_number(len(units))


def count_sittings(figures: Figures, week: Week, state: State, units: tuple[str, ...]) -> int:
    """Count the timed sessions on one finished unit up to the week that finished it.

    0 where a session on its item names no unit, for then nobody knows.
    """
    if len(units) != 1:
        return 0
    count = 0
    for name in state.weeks:
        if name > week.name:
            continue
        for entry in figures.by_week.get(name, ()):
            if entry.item != state.id:
                continue
            if entry.unit is None:
                return 0
            count += entry.unit == units[0] and entry.minutes > 0
    return count


def list_steps(week: Week) -> list[str]:
    """List the steps of the plan that the week ticked off, as it words them."""
    return list(filter(None, (step.strip() for step in week.done)))


def list_ticked_off(week: Week) -> list[WeekChange]:
    """Return a change for the steps of the plan that the week ticked off."""
    steps = list_steps(week)
    if not steps:
        return []
    if len(steps) > MOST_NAMED:
        return [WeekChange(f"Done: {spell_number(len(steps))} steps of the plan", ())]
    return [WeekChange(f"Done: {join_words(quote_names(steps))}", ())]


def list_readings(figures: Figures, week: Week) -> list[WeekChange]:
    """Return a change for each way of reading: `Re-read and understood GPT-2`."""
    by_verb: dict[str, list[str]] = {}
    for _, id_, record in week.records:
        how = reading_of(record)
        if how is None:
            continue
        state = figures.states[figures.plan.aliases.get(id_, id_)]
        verb = READ[how].capitalize()
        if how == "skim":
            verb = "A first pass of"
            if any(saying.week.name < week.name for saying in state.sayings):
                verb = "Skimmed"
        elif (getattr(record, "understood", None) or 0) >= SURE:
            verb += " and understood"
        by_verb.setdefault(verb, []).append(state.id)
    changes = []
    for verb, ids in by_verb.items():
        names = quote_names([short_title(figures, id_) for id_ in ids])
        words = join_words(names)
        if len(names) > MOST_NAMED:
            words = f"{spell_number(len(names))} papers"
        changes.append(WeekChange(f"{verb} {words}", tuple(ids)))
    return changes


def list_understood(figures: Figures, week: Week) -> list[WeekChange]:
    """Return a change for what the week understood without reading it again."""
    ids = []
    for _, id_, record in week.records:
        if reading_of(record) is None and (getattr(record, "understood", None) or 0) >= SURE:
            ids.append(figures.plan.aliases.get(id_, id_))
    if not ids:
        return []
    names = quote_names([short_title(figures, id_) for id_ in ids[:MOST_NAMED]])
    return [WeekChange(f"Understood {join_words(names)}", tuple(ids))]


def list_stated(figures: Figures, week: Week, statuses: tuple[str, ...]) -> list[WeekChange]:
    """Return a change for each item to which the week gave one of these statuses."""
    changes = []
    for _, id_, record in week.records:
        if record.status in statuses and reading_of(record) is None:
            name = quote_names([short_title(figures, id_)])[0]
            words = capitalize_first(STATED[record.status].format(name))
            changes.append(WeekChange(words, (figures.plan.aliases.get(id_, id_),)))
    return changes


def list_decided(plan: Plan, week: Week) -> list[WeekChange]:
    """Return a change for each decision of the plan that was made on a day of the week.

    `Decided: A degree? Courses and papers by myself`
    """
    changes = []
    for decision in plan.decisions:
        if decision.chosen and decision.decided and week.monday <= decision.decided <= week.sunday:
            question = decision.question.strip()
            colon = ":" if end_mark_of(question) else ""
            asked, chosen = isolate_name(question), isolate_name(decision.chosen.strip())
            changes.append(WeekChange(f"Decided: {asked}{colon} {chosen}", ()))
    return changes


def list_answers(week: Week) -> list[WeekChange]:
    """Return a change for the questions that the week answers."""
    answered = [question.ask for question in week.questions if question.answer]
    if len(answered) == 1:
        ask = isolate_name(answered[0].strip())
        return [WeekChange(f"An answer to \u201c{ask}\u201d", ())]
    if answered:
        return [WeekChange(f"Answers to {spell_number(len(answered))} questions", ())]
    return []
