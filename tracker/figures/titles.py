"""Week -> its title and summary: as the author wrote them, or from the words of the week itself.

A made title depends on its own week and the plan alone, so one that is published never changes
because another week did. It is never "Week 27", and hours only where there is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from tracker.figures.stats import (
    Entry,
    Figures,
    State,
    finished_units,
    group_entries,
    minutes_by,
    sum_minutes,
)
from tracker.format.markdown_spans import find_list_under_text
from tracker.model.english import join_words, span_words, spell_number
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
    end_mark_of,
    plain_note,
    sentence_of_note,
    title_of_note,
)
from tracker.model.plan import Plan
from tracker.model.when import format_duration

READ = {"skim": "skimmed", "once": "read", "again": "re-read", "implemented": "implemented"}
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
HEADINGS = {
    "goals": "Goals",
    **{name: kind.heading for name, kind in KINDS.items()},
    "learned": "Learned",
    "life": "Life",
    "links": "Links",
    "questions": "Questions",
    "next": "Next",
}
LONG = 80  # letters of a title that is still easy to read
LONG_NAME = 40
LONGEST_BEGINNING = 2_000  # letters of a paragraph that may hold its first sentence
LONGEST_OPENING = 200
LONG_SUMMARY = 160
MOST_NAMED = 3
QUOTES = "\u201c\u201d"
SURE = 4  # of 5: understood
# A unit that says something without its item: `micrograd`, not `ch4`.
_SHORT_NAME = re.compile(r"[^\W\d_]{4,}(?:-[^\W\d_]+)*")
# Paragraphs that begin with no sentence: HTML, headings, pictures, tables, quotes, fences.
_NO_PROSE = re.compile(r"[#<|>~+={}:$-]|```|!\[|\*\*\*|___")
_LIST_MARK = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+")
_SENTENCE = re.compile(r".*?[.!?\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*(?=$|\s+[^\sa-z])")


class WeekChange(NamedTuple):
    """What a week changed, as a phrase without its end, and the items and units that it names."""

    words: str
    items: tuple[str, ...]
    units: tuple[str, ...] = ()


# ---- the title -----------------------------------------------------------------------------------


def title_of_week(figures: Figures, week: Week) -> str:
    """Return the week's own title; otherwise one of its notes, what was finished, its main work."""
    return (week.title or "").strip() or made_title(figures, week)


def made_title(figures: Figures, week: Week) -> str:
    entries = sort_entries(figures.by_week.get(week.name, ()))
    note = choose_title_note(figures.plan, week, entries)
    if note:
        return note
    return f"{name_work(figures.plan, week, entries)}, {format_dates_without_year(week)}"


def sort_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Sort sessions by day and time; those without a day come last."""

    def when_of(entry: Entry) -> tuple[bool, str, str]:
        clock = str(entry.clock) if entry.clock else ""
        return entry.day is None, str(entry.session.start.day), clock

    return sorted(entries, key=when_of)


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


def list_counted_units(plan: Plan, id_: str, done: Iterable[str]) -> list[str]:
    """List the units once each, without those that the plan, where it names units, does not."""
    planned = plan.items.get(id_)
    units = units_of(planned[1]) if planned else {}
    names = []
    for unit in dict.fromkeys(done):
        if isinstance(units, int) or not units or unit in units:
            names.append(unit)
    return names


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


def has_words(kind: str, record: Record) -> bool:
    """Whether a record holds words of the author's own, such as notes, gaps or evidence."""
    return any(getattr(record, key) for key in KINDS[kind].words)


def name_target(plan: Plan, id_: str, unit: str | None) -> str:
    """Name a unit by its title, with its item where that alone says little; else the item."""
    item = short_name(plan, id_)
    if unit is None:
        return item
    title = name_unit(plan, id_, unit)
    if title != unit or _SHORT_NAME.fullmatch(unit):
        return title
    if unit.isdecimal():
        return f"unit {unit} of {item}"
    return f"{item} {unit}"


def name_units(plan: Plan, id_: str, units: Sequence[str]) -> list[str]:
    """Name units of an item by their titles, with the item once where no title says enough alone.

    [`makemore`, `gpt`], [`Deep Learning ch6`, `ch7`], [`units 3`, `4 of Essence of calculus`]
    """
    titles = [name_unit(plan, id_, unit) for unit in units]
    names = [name_target(plan, id_, unit) for unit in units]
    if any(name == title for name, title in zip(names, titles, strict=True)):
        return titles
    if len(units) > 1 and all(map(str.isdecimal, units)):
        item = short_name(plan, id_)
        return [f"units {titles[0]}", *titles[1:-1], f"{titles[-1]} of {item}"]
    return [*names[:1], *titles[1:]]


def name_unit(plan: Plan, id_: str, unit: str) -> str:
    """Name a unit by its title in the plan; without one it is called by its id."""
    planned = plan.items.get(id_)
    units = units_of(planned[1]) if planned else {}
    if isinstance(units, int):
        return unit
    return units.get(unit, "").strip() or unit


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


def join_fitting(names: Iterable[str]) -> str:
    """Join the first names, three at most and as many as a title has room for."""
    fitting: list[str] = []
    for name in list(names)[:MOST_NAMED]:
        if fitting and len(join_words([*fitting, name])) > LONG - len("Implemented "):
            break
        fitting.append(name)
    return join_words(fitting)


def quote_names(names: Sequence[str]) -> list[str]:
    """Quote names where one ends like a sentence, or where one of several holds a comma."""
    is_list = len(names) > 1 and any(", " in name for name in names)
    if is_list or any(name.endswith(("?", "!", ".")) for name in names):
        return [f"\u201c{name}\u201d" for name in names]
    return list(names)


def short_name(plan: Plan, id_: str) -> str:
    """Return an item's `short`, else its title; of a long title only what is before its colon."""
    planned = plan.items.get(id_)
    if planned is None:
        return id_
    _, item = planned
    short = (item.short or "").strip()
    title = (item.title or "").strip() or id_
    head = title.partition(": ")[0]
    if short:
        return short
    if len(title) > LONG_NAME and len(head) > 3:
        return head
    return title


def short_title(figures: Figures, id_: str) -> str:
    """Return the short name of an item by its present or a former id."""
    return short_name(figures.plan, figures.plan.aliases.get(id_, id_))


def lower_first(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


def format_week_dates(week: Week) -> str:
    """`1 to 7 July 2024`, `29 July to 4 August 2024`."""
    return span_words(week.monday, week.sunday)


def format_dates_without_year(week: Week) -> str:
    """`1 to 7 July`, `29 July to 4 August`."""
    return re.sub(r" \d{4}", "", format_week_dates(week))


# ---- the summary ---------------------------------------------------------------------------------


def summary_of_week(figures: Figures, week: Week) -> str:
    """Return the week's summary for lists, feeds and previews.

    As written; otherwise what the week changed, the author's first words, or its items and time.
    """
    return words_of_week(figures, week) or summarize_items(figures, week)


def words_of_week(figures: Figures, week: Week) -> str:
    """Return a week's summary as far as it is words: its own, what changed, the author's first."""
    words = (week.summary or "").strip() or lead_of_week(figures, week)
    if words:
        return words
    title = title_of_week(figures, week)
    for text in list_first_words(week):
        opening = extract_opening_sentence(text)
        if opening and not is_said_in(opening, title):
            return opening
    notes = summarize_notes(figures, week, title)
    if notes:
        return notes
    return join_changes(list_stated(figures, week, tuple(STATED)))


def lead_of_week(figures: Figures, week: Week) -> str:
    """Return the summary as far as it says what the post's own text does not say.

    As written, or what the week changed. A sentence that the title or the text begins with is left
    out.
    """
    title = title_of_week(figures, week)
    if week.summary:
        opening = extract_opening_sentence(week.intro)
        if is_said_in(week.summary, title) or is_said_in(week.summary, opening):
            return ""
        return week.summary
    changes = list_changes(figures, week)
    changes = [change for change in changes if not is_said_in(change.words, title)]
    return join_changes(order_changes(figures, week, changes))


def join_changes(changes: Iterable[WeekChange]) -> str:
    return " ".join(f"{change.words}{end_mark_of(change.words)}" for change in changes)


def is_said_in(sentence: str, text: str) -> bool:
    """Whether a text holds a sentence, whatever its capitals and its end."""
    said = " ".join(re.findall(r"\w+", sentence.casefold()))
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {said} " in f" {words} "


def list_first_words(week: Week) -> Iterator[str]:
    """Yield the author's texts in the order in which a summary may take its words from them."""
    yield from filter(None, (week.intro, *week.sections.values()))
    for _, _, record in week.records:
        yield from filter(None, (getattr(record, "notes", None),))
        yield from getattr(record, "units", {}).values()
    for content in (week.learned, week.life, week.next):
        yield from filter(None, (first_of(content),))
    for goal in week.goals:
        if goal.outcome in (None, "done"):
            yield f"{capitalize_first(goal.goal)}{end_mark_of(goal.goal)}"
    yield from (question.ask for question in week.questions)
    yield from filter(None, (link.note or link.title for link in week.links))
    if week.members:
        yield week.members.teaser


def summarize_notes(figures: Figures, week: Week, title: str) -> str:
    """Join the first notes of a week's sessions as sentences, without the one in its title."""
    text = ""
    for entry in sort_entries(figures.by_week.get(week.name, ())):
        if not entry.session.note:
            continue
        sentence = sentence_of_note(entry.session.note)
        if is_said_in(title, sentence) or is_said_in(sentence, f"{title} {text}"):
            continue
        longer = f"{text} {sentence}".strip()
        if text and len(longer) > LONG_SUMMARY:
            break
        text = longer
    return text


def summarize_items(figures: Figures, week: Week) -> str:
    """Return `Linear algebra and Statistics, 3 h 05.`: the time last, if all of it is named."""
    entries = figures.by_week.get(week.name, ())
    minutes = minutes_by(entries, lambda entry: entry.item)
    ids = sorted(minutes, key=lambda id_: -minutes[id_])
    if not ids:
        return ""
    names = [short_title(figures, id_) if id_ else "other work" for id_ in ids]
    words = capitalize_first(join_words(names[:MOST_NAMED]))
    total = sum_minutes(entries)
    if len(names) <= MOST_NAMED and total:
        words += f", {format_duration(total)}"
    return words + end_mark_of(words)


def first_of(content: str | tuple[str, ...]) -> str:
    """Return the text, or the first text of a list, of a section that may be either."""
    if isinstance(content, str):
        return content
    return next(iter(content), "")


def strip_inline_marks(markdown: str) -> str:
    """Return a line as plain text: links and pictures as their words, no marks of emphasis."""
    return unescape(re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", markdown))


def extract_opening_sentence(markdown: str | None) -> str:
    """Return the first sentence of a Markdown text as plain text; "" if it holds no prose."""
    for block in (markdown or "")[:LONGEST_BEGINNING].split("\n\n"):
        # A list right under a line of text is no part of its sentence.
        paragraph = block
        if not _LIST_MARK.match(block.strip()):
            paragraph = block[: find_list_under_text(block)]
        mark = _LIST_MARK.match(paragraph.strip())
        line = " ".join(paragraph.strip()[mark.end() if mark else 0 :].split())
        if not line or _NO_PROSE.match(line):
            continue
        plain = plain_note(re.sub(r"!?\[([^\[\]]*)\](\([^()]*\)|\[[^\[\]]*\])", r"\1", line))
        plain = re.sub(r"\[\^[^\]\s]+\]", "", plain)
        if not any(letter.isalnum() for letter in plain):
            continue
        sentence = _SENTENCE.match(plain)
        text = sentence[0] if sentence else plain
        if len(text) <= LONGEST_OPENING:
            return text
        return text[:LONGEST_OPENING].rpartition(" ")[0] + " \u2026"
    return ""


# ---- what a week changed -------------------------------------------------------------------------


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
            changes.append(WeekChange(f"Decided: {question}{colon} {decision.chosen.strip()}", ()))
    return changes


def list_answers(week: Week) -> list[WeekChange]:
    """Return a change for the questions that the week answers."""
    answered = [question.ask for question in week.questions if question.answer]
    if len(answered) == 1:
        return [WeekChange(f"An answer to \u201c{answered[0].strip()}\u201d", ())]
    if answered:
        return [WeekChange(f"Answers to {spell_number(len(answered))} questions", ())]
    return []


# ---- whether there is a post at all --------------------------------------------------------------


def has_content(week: Week) -> bool:
    """Return whether the author wrote or logged anything in the week that readers may see."""
    words = week._replace(
        name="",
        tags=(),
        draft=False,
        published=None,
        target=None,
        unpublished=None,
        order=(),
        worked=False,
    )
    return words != Week("")


def holds_anything(figures: Figures, week: Week) -> bool:
    """Whether a week has anything to post: words, tags, records or sessions."""
    words = week._replace(sessions=())  # those of a first night may count in the week before
    return has_content(words) or bool(week.tags or figures.by_week.get(week.name))
