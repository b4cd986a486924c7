"""tracker add: an id and what is known of it -> an entry in the plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker import store
from tracker.checks import journal_checks
from tracker.cli import change_week
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import spoken_of
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.format import loader, places, scalars
from tracker.format.fields import PLAN, Entries, Field, Keys
from tracker.model.journal import Journal, TrackerError, Week, error_lines, format_problem_line
from tracker.model.kinds import KINDS, Item, Kind
from tracker.model.plan import Plan

# `course`, as it is typed -> its kind.
TYPED = {kind.singular: kind for kind in KINDS.values()}
SCHEMA = ".schemas/plan.json"
HELP = {
    "title": "what it is called",
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

The id is what you log with: lower-case letters, digits and hyphens; a paper's address is one, too. Lists are divided by
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
    typed = {key: getattr(args, key) for key in HELP if getattr(args, key) is not None}
    item = build_plan_item(kind, typed)
    id_ = check_new_id(args.id, kind)
    weeks = spoken_of(root, Plan(), id_)[0]
    files = {path: store.read_file(root, path) or b"" for path in map(places.week_path, weeks)}

    def change(text: str) -> FileChange:
        plan, problems = loader.load_plan(set_values.PLAN_PATH, text.encode())
        refuse_planned_id(text, plan or Plan(), id_)
        new = set_values.add_item(text, kind.plural, id_, item)
        fresh = fresh_hints(text, new, weeks, files)
        title = f", {change_week.on_one_line(item.title)}" if item.title else ""
        return FileChange(
            new,
            f"added {args.kind} {id_} to {set_values.PLAN_PATH}{title}",
            [*fresh, *error_lines(problems)],
        )

    return change_week.write(root, set_values.PLAN_PATH, change, schema=SCHEMA)


def build_plan_item(kind: Kind, typed: dict[str, str]) -> Item:
    """The options as the plan's tables read them. TrackerError for one that the kind has not, or that does not fit."""
    table = item_keys_of(kind)
    for key in typed:
        if key not in table.keys:
            others = [name for name in KINDS if key in item_keys_of(KINDS[name]).keys]
            raise TrackerError(f"--{key} is for {' and '.join(others)}, not for a {kind.singular}")
    values: dict[str, Any] = {}
    for key, text in typed.items():
        try:
            values[key] = value_of(table.keys[key], text.strip())
        except ValueError as error:
            raise TrackerError(f"--{key}: {error}") from None
    item: Item = table.make(**values)
    return item


def item_keys_of(kind: Kind) -> Keys:
    """The keys that the plan's table has for an item of the kind."""
    assert isinstance(PLAN.map, Keys)
    items = PLAN.map.keys[kind.plural].map
    assert isinstance(items, Entries)
    assert isinstance(items.of.map, Keys)
    return items.of.map


def value_of(field: Field, text: str) -> Any:
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
    try:
        return scalars.slug_or_address(id_)
    except ValueError as error:
        example = "vaswani2017" if kind.is_read else "zero-to-hero"
        raise TrackerError(f"{error}, such as {example}") from None


def refuse_planned_id(text: str, plan: Plan, id_: str) -> None:
    """TrackerError where the id names something already, or did."""
    if id_ in plan.items:
        line, kind = set_values.find_path_line(text, (plan.items[id_][0], id_)), plan.items[id_][0]
        raise TrackerError(
            f"{set_values.PLAN_PATH}:{line}: {id_} is there already, among the {kind}; nothing was written"
        )
    if id_ in plan.aliases:
        raise TrackerError(
            f"{id_} is what {plan.aliases[id_]} was called before; choose another id"
        )


def fresh_hints(old: str, new: str, weeks: list[Week], files: Mapping[str, bytes]) -> list[str]:
    """What checks say of the plan now and did not before.

    TrackerError for an error: a week may speak of the item as of another kind, or two wait for one another.
    """
    found = []
    for text in (old, new):
        plan, _ = loader.load_plan(set_values.PLAN_PATH, text.encode())
        journal_ = Journal(plan or Plan(), tuple(weeks))
        found.append(
            journal_checks.check_journal(journal_, {set_values.PLAN_PATH: text.encode(), **files})
        )
    before = {(problem.path, problem.where, problem.message) for problem in found[0]}
    fresh = [
        problem
        for problem in found[1]
        if (problem.path, problem.where, problem.message) not in before
    ]
    for problem in fresh:
        if not problem.hint:
            raise TrackerError(
                f"that would be an error: {format_problem_line(problem)}; nothing was written"
            )
    return [format_problem_line(problem) for problem in fresh]
