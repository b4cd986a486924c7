"""tracker add: an id and the values of an item -> an entry in the plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker import store
from tracker.checks import journal_checks
from tracker.cli import change_week
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import load_mentioning_weeks
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.figures.titles import LONG_NAME
from tracker.format import loader, scalars
from tracker.format.fields import PLAN, Entries, Field, Keys
from tracker.model.journal import (
    PLAN_PATH,
    Journal,
    Problem,
    TrackerError,
    Week,
    error_lines,
    format_problem_line,
)
from tracker.model.kinds import KINDS, Item, Kind
from tracker.model.plan import Plan

# `course`, as it is typed -> its kind.
TYPED = {kind.singular: kind for kind in KINDS.values()}
HELP = {
    "title": "what it is called",
    "short": "a shorter name, for the titles of weeks",
    "by": "who made the course",
    "url": "its address",
    "form": "course, book, videos, specialization, degree ...",
    "units": 'the course\'s units, "micrograd, makemore", or how many',
    "authors": 'the paper\'s: "A. Name, B. Name", or "Name, A.; Name, B."',
    "year": "of the paper",
    "arxiv": "the paper's number there, 1706.03762",
    "doi": "the paper's",
    "repo": "the project's address",
    "uses": "ids of what the project puts to use",
    "skills": '"backpropagation, language models"',
    "after": "ids of what comes before it",
    "estimate": "how long it will take: 40h",
    "review": "one line on why this and not another",
    "status": "where the weeks can't tell: next, done, idea ...",
    "phase": "the number of the plan's phase",
}
EXAMPLES = """\
examples:
  tracker add course linear-algebra --title "Essence of linear algebra" --by 3Blue1Brown --units 16
  tracker add paper vaswani2017 --title "Attention Is All You Need" --year 2017 --arxiv 1706.03762
  tracker add project four-gram --status idea --uses zero-to-hero

The id is what you log with: lower-case letters, digits and hyphens; \
a paper's address is one, too. Lists are divided by
commas, or by semicolons where commas stand inside."""


def arguments(parser: ArgumentParser) -> None:
    names = "|".join(TYPED)
    parser.usage = (
        f"tracker add {names} ID [--title TEXT] [--url URL] [--units ...] [--skills ...] ..."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("kind", choices=list(TYPED), metavar=names)
    parser.add_argument("id", metavar="ID", help="what you will log with")
    for key, words in HELP.items():
        parser.add_argument(f"--{key}", metavar=key.upper(), help=words)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    kind = TYPED[args.kind]
    typed = {}
    for key in HELP:
        text = getattr(args, key)
        if text is not None:
            typed[key] = text
    item = build_plan_item(kind, typed)
    id_ = check_new_id(args.id, kind)
    weeks = load_mentioning_weeks(root, Plan(), id_)[0]
    files = {path: store.read_file(root, path) or b"" for path in (week.path for week in weeks)}

    def change(text: str) -> FileChange:
        plan, problems = loader.load_plan(PLAN_PATH, text.encode())
        refuse_planned_id(text, plan or Plan(), id_)
        new = set_values.add_item(text, kind.plural, id_, item)
        fresh = [*fresh_hints(text, new, weeks, files), *suggest_short_name(item)]
        what = f"added {args.kind} {id_} to {PLAN_PATH}"
        if item.title:
            what += f", {change_week.shorten_for_message(item.title)}"
        return FileChange(new, what, [*fresh, *error_lines(problems)])

    return change_week.change_file(root, PLAN_PATH, change)


def build_plan_item(kind: Kind, typed: dict[str, str]) -> Item:
    """Build the item from the typed options, as the plan's format reads them.

    Raises TrackerError for an option that the kind does not have, or whose value does not fit.
    """
    table = item_keys_of(kind)
    for key in typed:
        if key not in table.keys:
            kinds = []
            for name, other in KINDS.items():
                if key in item_keys_of(other).keys:
                    kinds.append(name)
            others = " and ".join(kinds)
            raise TrackerError(f"--{key} is for {others}, not for a {kind.singular}")
    values: dict[str, Any] = {}
    for key, text in typed.items():
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
        return scalars.slug_or_address(id_)
    except ValueError as error:
        example = "vaswani2017" if kind.is_read else "zero-to-hero"
        raise TrackerError(f"{error}, such as {example}") from None


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
