"""An item, a milestone, a decision, a step or a pause -> one more of them in the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker import store
from tracker.checks import journal_checks
from tracker.cli import change_week
from tracker.cli.change_week import FileChange, shorten_for_message
from tracker.cli.item_state import load_mentioning_weeks
from tracker.edit import set_values
from tracker.edit.values import quote_scalar
from tracker.figures.item_names import LONG_NAME
from tracker.format import loader, scalars
from tracker.format.fields import PLAN, Entries, Field, Keys
from tracker.model import when
from tracker.model.english import format_count
from tracker.model.journal import (
    PLAN_PATH,
    Journal,
    Problem,
    TrackerError,
    Week,
    WrongUsage,
    error_lines,
    format_problem_line,
)
from tracker.model.keywords import refuse_reserved_id
from tracker.model.kinds import Item, Kind
from tracker.model.plan import Decision, Milestone, Option, Pause, Plan

# ---- an item -------------------------------------------------------------------------------------


def add_item_to_plan(
    root: str, kind: Kind, words: Sequence[str], options: Mapping[str, str]
) -> int:
    """Add an item to the plan. `words`: its id, and perhaps its title; `options`: its keys."""
    if not words:
        raise WrongUsage(f"which id? tracker add {kind.singular} ID [TITLE]")
    typed_id, *title = words
    values = {**options}
    if title:
        if "title" in values:
            raise WrongUsage("a title behind the id or with --title, not both")
        values["title"] = " ".join(title)
    refuse_split_units(values, title)
    item = build_plan_item(kind, values)
    return write_item(root, kind, check_new_id(typed_id, kind), item)


def write_item(root: str, kind: Kind, id_: str, item: Item) -> int:
    """Write a new item into the plan, as the last of its kind."""
    weeks = load_mentioning_weeks(root, Plan(), id_)[0]
    files = {path: store.read_file(root, path) or b"" for path in (week.path for week in weeks)}

    def change(text: str) -> FileChange:
        plan, problems = loader.load_plan(PLAN_PATH, text.encode())
        refuse_planned_id(text, plan or Plan(), id_)
        new = set_values.add_item(text, kind.plural, id_, item)
        fresh = [*fresh_hints(text, new, weeks, files), *suggest_short_name(item)]
        what = f"added {kind.singular} {id_} to {PLAN_PATH}"
        if item.title:
            what += f", {shorten_for_message(item.title)}"
        return FileChange(new, what, [*fresh, *error_lines(problems)])

    return change_week.change_file(root, PLAN_PATH, change)


def build_plan_item(kind: Kind, typed: dict[str, str]) -> Item:
    """Build the item from the typed options, as the plan's format reads them.

    Raises TrackerError for an option whose value does not fit.
    """
    table = item_keys_of(kind)
    values: dict[str, Any] = {}
    for key, text in typed.items():
        if key == "estimate" and text.strip().isdigit():
            number = text.strip()
            raise TrackerError(f"--estimate {number} has no unit: write {number}h, or {number}m")
        try:
            values[key] = value_of(table.keys[key], text.strip())
        except ValueError as error:
            raise TrackerError(f"--{key}: {error}") from None
    item: Item = table.make(**values)
    return item


def suggest_short_name(item: Item) -> list[str]:
    """Offer a short name for an item whose title is long for the title of a week."""
    title = (item.title or "").strip()
    if item.short or len(title) <= LONG_NAME:
        return []
    return ["its title is long for the titles of weeks; `short: ...` in the plan is used there"]


def refuse_split_units(values: Mapping[str, str], title: Sequence[str]) -> None:
    """Raise WrongUsage for `--units a b c`, which would be one unit and the title `b c`."""
    units = values.get("units", "").strip(" ,")
    if not title or not re.fullmatch("[a-z0-9-]*[a-z][a-z0-9-]*", units):
        return
    if all(re.fullmatch("[a-z0-9-]+,?", word) for word in title):
        names = ",".join([units, *(word.strip(",") for word in title)])
        raise WrongUsage(
            f"the units are one word: --units {names}; for one unit and a title, add --title"
        )


def item_keys_of(kind: Kind) -> Keys:
    """Return the keys that the plan's format has for an item of the kind."""
    assert isinstance(PLAN.map, Keys)
    items = PLAN.map.keys[kind.plural].map
    assert isinstance(items, Entries)
    assert isinstance(items.of.map, Keys)
    return items.of.map


def value_of(field: Field, text: str) -> Any:
    """Parse the text of an option by its field. ValueError for a text that does not fit."""
    if not text:
        raise ValueError("there is nothing in it; leave it out")
    if field.seq is None or (field.scalar is not None and text.isascii() and text.isdigit()):
        assert field.scalar is not None
        return field.scalar(text)
    assert field.seq.scalar is not None
    values = change_week.split_list_option(text)
    if not values:
        raise ValueError("there is nothing in it; leave it out")
    return tuple(field.seq.scalar(value) for value in values)


def check_new_id(id_: str, kind: Kind) -> str:
    """Return the id, normalised. TrackerError if it can be none."""
    try:
        id_ = scalars.slug_or_address(id_)
    except ValueError as error:
        example = "vaswani2017" if kind.is_read else "zero-to-hero"
        raise TrackerError(f"{error}, such as {example}") from None
    refuse_reserved_id(id_)
    return id_


def refuse_planned_id(text: str, plan: Plan, id_: str) -> None:
    """Raise TrackerError where the id names an item already, or did."""
    if id_ in plan.items:
        kind, _ = plan.items[id_]
        line = set_values.find_path_line(text, (kind, id_))
        raise TrackerError(
            f"{PLAN_PATH}:{line}: {id_} is there already, among the {kind}; nothing was written"
        )
    if id_ in plan.aliases:
        raise TrackerError(
            f"{id_} is what {plan.aliases[id_]} was called before; choose another id"
        )


def fresh_hints(old: str, new: str, weeks: list[Week], files: Mapping[str, bytes]) -> list[str]:
    """List the problems that the new plan has and the old one had not.

    Raises TrackerError for an error: a week may mention the item as of another kind, or two items
    wait for one another.
    """
    old_problems = set()
    for problem in _check_plan(old, weeks, files):
        old_problems.add((problem.path, problem.where, problem.message))
    hints = []
    for problem in _check_plan(new, weeks, files):
        if (problem.path, problem.where, problem.message) in old_problems:
            continue
        line = format_problem_line(problem)
        if not problem.hint:
            raise TrackerError(f"that would be an error: {line}; nothing was written")
        hints.append(line)
    return hints


def _check_plan(text: str, weeks: list[Week], files: Mapping[str, bytes]) -> list[Problem]:
    plan, _ = loader.load_plan(PLAN_PATH, text.encode())
    journal = Journal(plan or Plan(), tuple(weeks))
    return journal_checks.check_journal(journal, {PLAN_PATH: text.encode(), **files})


# ---- all else ------------------------------------------------------------------------------------


class PlanEntry(NamedTuple):
    """An entry of a list of the plan: its value, its keys as YAML, and what it is in words."""

    value: Any
    pairs: list[tuple[str, str]]
    what: str


Reader = Callable[[Sequence[str], Mapping[str, str], date], PlanEntry]


def add_entry(
    root: str, what: str, words: Sequence[str], options: Mapping[str, str], today: date
) -> int:
    """Add a milestone, a decision or a pause to the plan."""
    if not words:
        raise WrongUsage(f"tracker add {what} {FORMS[what]}")
    key, read = READERS[what]
    entry = read(words, options, today)

    def change(text: str) -> FileChange:
        _, problems = loader.load_plan(PLAN_PATH, text.encode())
        new = set_values.add_plan_entry(text, key, entry.value, entry.pairs)
        hints = [*fresh_hints(text, new, [], {}), *error_lines(problems)]
        return FileChange(new, f"added {what} to {PLAN_PATH}: {entry.what}", hints)

    return change_week.change_file(root, PLAN_PATH, change)


def read_milestone(words: Sequence[str], options: Mapping[str, str], today: date) -> PlanEntry:
    """Read a day, what happened on it, and --url."""
    day = parse_plan_day(words[0], today)
    text = " ".join(words[1:]).strip()
    if not text:
        raise WrongUsage(f"what happened? tracker add milestone {FORMS['milestone']}")
    pairs = [("date", str(day)), ("what", quote_scalar(text))]
    url = None
    if "url" in options:
        try:
            url = scalars.parse_link(options["url"])
        except ValueError as error:
            raise TrackerError(f"--url: {error}") from None
        pairs.append(("url", quote_scalar(url)))
    return PlanEntry(Milestone(day, text, url), pairs, f"{day}, {shorten_for_message(text)}")


def read_decision(words: Sequence[str], options: Mapping[str, str], today: date) -> PlanEntry:
    """Read a question, --options, what was --chosen and --why, and when to --review it."""
    question = " ".join(words).strip()
    if not question:
        raise TrackerError("there is nothing in that text")
    pairs = [("question", quote_scalar(question))]
    decision = Decision(question)
    if "options" in options:
        names = change_week.split_list_option(options["options"])
        quoted = [quote_scalar(name) for name in names]
        pairs.append(("options", f"[{', '.join(quoted)}]"))
        decision = decision._replace(options=tuple(Option(name) for name in names))
    if "chosen" in options:
        known = [option.option for option in decision.options]
        if known and options["chosen"] not in known:
            raise TrackerError(
                f"--chosen {options['chosen']!r} is none of the options: {', '.join(known)}"
            )
        decision = decision._replace(chosen=options["chosen"], decided=today)
        pairs += [("chosen", quote_scalar(options["chosen"])), ("decided", str(today))]
    if "why" in options:
        decision = decision._replace(why=options["why"])
        pairs.append(("why", quote_scalar(options["why"])))
    if "review" in options:
        day = parse_plan_day(options["review"], today)
        decision = decision._replace(review_on=day)
        pairs.append(("review_on", str(day)))
    return PlanEntry(decision, pairs, shorten_for_message(question))


def read_pause(words: Sequence[str], options: Mapping[str, str], today: date) -> PlanEntry:
    """Read `2024-08-01..2024-08-14`, two days or one, and perhaps why."""
    days = [day for day in words[0].split("..") if day]
    rest = [*words[1:]]
    if len(days) == 1 and rest and is_plan_day(rest[0], today):
        days.append(rest.pop(0))
    if not 1 <= len(days) <= 2 or not is_plan_day(days[0], today):
        raise TrackerError(
            f"{words[0]!r} is no day; days off: tracker add pause {FORMS['pause']}; "
            f"an item at rest: tracker set ITEM paused"
        )
    first, last = parse_plan_day(days[0], today), parse_plan_day(days[-1], today)
    if last < first:
        raise TrackerError(f"the pause ends on {last}, before it begins on {first}")
    why = " ".join(rest).strip() or None
    pairs = [("from", str(first)), ("to", str(last))]
    what = f"{first} to {last}"
    if why:
        pairs.append(("reason", quote_scalar(why)))
        what += f", {shorten_for_message(why)}"
    return PlanEntry(Pause(first, last, why), pairs, what)


def parse_plan_day(text: str, today: date) -> date:
    """Parse `2024-08-01`, `today`, `yesterday` or a weekday. TrackerError for anything else."""
    refusal = f"{text!r} is no day: write one such as 2024-08-01, or today, yesterday or mon"
    try:
        start = when.day_or_week(text, today)
    except ValueError:
        raise TrackerError(refusal) from None
    if start.whole_week:
        raise TrackerError(refusal)
    return start.day


def is_plan_day(text: str, today: date) -> bool:
    try:
        parse_plan_day(text, today)
    except TrackerError:
        return False
    return True


def add_step_to_phase(root: str, words: Sequence[str], options: Mapping[str, str]) -> int:
    """Add a step to a phase of the plan: the one of --phase, or the only one."""
    step = " ".join(words).strip()
    if not step:
        raise WrongUsage(f"tracker add step {FORMS['step']}")

    def change(text: str) -> FileChange:
        plan, problems = loader.load_plan(PLAN_PATH, text.encode())
        number = choose_phase(plan or Plan(), options.get("phase"))
        new = set_values.add_step(text, number, step)
        hints = [*fresh_hints(text, new, [], {}), *error_lines(problems)]
        what = f"added step to phase {number} of {PLAN_PATH}: {shorten_for_message(step)}"
        return FileChange(new, what, hints)

    return change_week.change_file(root, PLAN_PATH, change)


def choose_phase(plan: Plan, typed: str | None) -> int:
    """Return the number of the phase, from 1. TrackerError where it is not to be told."""
    phases = plan.phases
    if not phases:
        raise TrackerError(
            f"the plan has no phases, which have the steps; write in {PLAN_PATH}: "
            "phases: [{title: ...}]"
        )
    names = []
    for number, phase in enumerate(phases, 1):
        names.append(f"{number} {shorten_for_message(phase.title)}")
    if typed is None:
        if len(phases) == 1:
            return 1
        raise TrackerError(f"of which phase? --phase N: {', '.join(names)}")
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(phases):
        return int(typed)
    raise TrackerError(
        f"the plan has {format_count(len(phases), 'phase')}, and none is {typed}: "
        f"{', '.join(names)}"
    )


# What is typed -> the key of the plan, and what reads its words.
READERS: dict[str, tuple[str, Reader]] = {
    "milestone": ("milestones", read_milestone),
    "decision": ("decisions", read_decision),
    "pause": ("pauses", read_pause),
}
FORMS = {
    "milestone": 'DAY TEXT, such as 2024-03-23 "Accepted into the programme"',
    "decision": 'QUESTION, such as "A degree?" --options "yes; no"',
    "step": "TEXT [--phase N]",
    "pause": "2024-08-01..2024-08-14 [WHY]",
}
