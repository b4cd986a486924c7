"""tracker rename: an item's id and a new one -> the plan and all weeks with the new id."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from tracker import store
from tracker.cli import running_session
from tracker.cli.change_week import Change, change_files
from tracker.cli.terminal import find_journal_folder
from tracker.edit.rename import Names, rename_item
from tracker.format import loader, scalars
from tracker.model import suggest
from tracker.model.english import format_count
from tracker.model.journal import PLAN_PATH, TrackerError, is_address, week_path_of
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker rename nn-zero-to-hero zero-to-hero
  tracker rename https://arxiv.org/abs/1706.03762 vaswani2017
  tracker undo                              and every file is as it was

The plan keeps OLD as a former id (was:), so that old addresses lead to the item's page. \
Texts that mention it stay."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker rename OLD NEW"
    parser.epilog = EXAMPLES
    parser.add_argument("old", metavar="OLD", help="the item's id now")
    parser.add_argument("new", metavar="NEW", help="the id that it gets")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = store.read_plan(root)
    names = resolve_rename_ids(args.old, args.new, plan)
    refuse_used_id(root, names, plan)
    paths = list_files_with(root, names.old)

    def change(texts: Mapping[str, str]) -> Change:
        if list_files_with(root, names.old) != paths:
            raise TrackerError(
                "another program wrote to the journal meanwhile; nothing was renamed, try again"
            )
        changed = rename_item(texts, names)
        if not changed:
            suggestion = format_id_suggestion(names.old, plan)
            raise TrackerError(f"no item {names.old!r} in this journal{suggestion}")
        what = f"renamed {names.old} to {names.new} in {format_renamed_files(changed)}"
        return Change(changed, what)

    return change_files(root, paths, change, hints)


def resolve_rename_ids(old: str, new: str, plan: Plan) -> Names:
    """Resolve the old id, or its beginning, and check the new one. TrackerError for misfits."""
    for word in (old, new):
        if "/" in word and not is_address(word):
            raise TrackerError(f"{word!r} names a unit; only items are renamed, and units by hand")
    try:
        scalars.slug_or_address(new)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    if old in plan.aliases:
        raise TrackerError(f"{old} is a former id of {plan.aliases[old]}; rename that")
    if old and old not in plan.items:
        matches = sorted(id_ for id_ in plan.items if id_.startswith(old))
        if len(matches) > 1:
            ids = ", ".join(matches[:5])
            raise TrackerError(f"{old!r} begins more than one id: {ids}; type more of it")
        if matches:
            old = matches[0]
    if old == new:
        raise TrackerError(f"it is called {new} already")
    return Names(old, new)


def refuse_used_id(root: str, names: Names, plan: Plan) -> None:
    """Raise TrackerError where the new id is used: two items cannot become one.

    An item may take a former id of its own again.
    """
    if plan.aliases.get(names.new) == names.old:
        return
    if names.new in plan.items or names.new in plan.aliases:
        raise TrackerError(f"the plan knows {names.new} already; choose another id")
    for name, data in running_session.weeks_with(root, names.new.encode()):
        week, _ = loader.load_week(week_path_of(name), name, data)
        if week is None:
            continue
        used_ids = {id_ for _, id_, _ in week.records}
        used_ids |= {session.target[0] or "" for session in week.sessions}
        if names.new in used_ids:
            raise TrackerError(f"{name} knows {names.new} already; choose another id")


def list_files_with(root: str, id_: str) -> list[str]:
    """List the plan, if there is one, and the weeks whose bytes hold the id."""
    word = id_.encode("utf-8", "surrogateescape")
    paths = [week_path_of(week) for week, _ in running_session.weeks_with(root, word)]
    paths.reverse()
    if store.read_file(root, PLAN_PATH) is not None:
        paths.insert(0, PLAN_PATH)
    return paths


def format_id_suggestion(old: str, plan: Plan) -> str:
    """Format a hint at the nearest id, `; did you mean zero-to-hero?`, or nothing."""
    closest = suggest.find_closest_word(old, plan.items, 0.6)
    return f"; did you mean {closest}?" if closest else ""


def format_renamed_files(texts: Mapping[str, str]) -> str:
    """Format which files were changed: `the plan and 12 weeks`."""
    weeks = len(texts)
    parts = []
    if PLAN_PATH in texts:
        weeks -= 1
        parts.append("the plan")
    if weeks:
        parts.append(format_count(weeks, "week"))
    return " and ".join(parts)
