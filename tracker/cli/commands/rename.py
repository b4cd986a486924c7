"""tracker rename: an item's id, or a unit's name, and a new one -> all files with the new one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from tracker import store
from tracker.cli import running_session
from tracker.cli.change_week import Change, change_files
from tracker.cli.essays import list_essays_with
from tracker.cli.terminal import find_journal_folder
from tracker.edit.rename import Names, UnitNames, rename_item, rename_unit
from tracker.format import loader, scalars
from tracker.format.item_links import split_target
from tracker.model import suggest
from tracker.model.english import format_count, join_words
from tracker.model.journal import PLAN_PATH, TrackerError, Week, is_address, week_path_of
from tracker.model.keywords import refuse_reserved_id
from tracker.model.kinds import done_of, units_of
from tracker.model.plan import Plan

EXAMPLES = """\
examples:
  tracker rename nn-zero-to-hero zero-to-hero
  tracker rename https://arxiv.org/abs/1706.03762 vaswani2017
  tracker rename zero-to-hero/micrograd zero-to-hero/autograd
  tracker undo                              and every file is as it was

The plan keeps OLD as a former id (was:), so that old addresses lead to the item's page.
Links in prose, [[OLD]] and [[OLD/UNIT]], are renamed, too; other texts that mention it stay."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker rename OLD NEW"
    parser.epilog = EXAMPLES
    parser.add_argument("old", metavar="OLD", help="the item's id now, or its id/unit")
    parser.add_argument("new", metavar="NEW", help="the id, or the id/unit, that it gets")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    plan, hints = store.read_plan(root)
    names: Names | UnitNames
    if is_unit(args.old) or is_unit(args.new):
        names = resolve_unit_names(root, args.old, args.new, plan)
        ids = names.ids
    else:
        names = resolve_rename_ids(args.old, args.new, plan)
        refuse_used_id(root, names, plan)
        ids = (names.old,)
    paths = list_files_with(root, ids)

    def change(texts: Mapping[str, str]) -> Change:
        if list_files_with(root, ids) != paths:
            raise TrackerError(
                "another program wrote to the journal meanwhile; nothing was renamed, try again"
            )
        if isinstance(names, UnitNames):
            changed = rename_unit(texts, names)
            item = names.ids[0]
            shown = f"{item}/{names.old} to {item}/{names.new}"
        else:
            changed = rename_item(texts, names)
            shown = f"{names.old} to {names.new}"
        if not changed:
            raise make_unknown_name_error(names, plan)
        what = f"renamed {shown} in {format_renamed_files(changed)}"
        return Change(changed, what, id=shown.rpartition(" ")[2])

    return change_files(root, paths, change, hints)


def is_unit(word: str) -> bool:
    return "/" in word and not is_address(word)


def resolve_unit_names(root: str, old: str, new: str, plan: Plan) -> UnitNames:
    """Resolve the unit and check its new name. TrackerError for misfits."""
    old_id, old_unit = split_target(old)
    new_id, new_unit = split_target(new)
    if not old_unit or not new_unit:
        example = f"tracker rename {old_id}/{old_unit or 'UNIT'} {old_id}/{new_unit or 'NEW'}"
        raise TrackerError(f"expected two units of one item, such as: {example}")
    item = complete_id(plan.aliases.get(old_id, old_id), plan)
    if new_id not in (old_id, item) and plan.aliases.get(new_id) != item:
        raise TrackerError(f"{old} and {new} are of two items; a unit stays with its own")
    if old_unit == new_unit:
        raise TrackerError(f"it is called {new} already")
    if set(new_unit) & set("[]|\n") or new_unit != new_unit.strip():
        raise TrackerError(f"expected a name without brackets and bars, got {new_unit!r}")
    former_ids = [former for former, id_ in plan.aliases.items() if id_ == item]
    names = UnitNames((item, *former_ids), old_unit, new_unit)
    refuse_used_unit(root, names, plan)
    return names


def refuse_used_unit(root: str, names: UnitNames, plan: Plan) -> None:
    """Raise TrackerError where the item has a unit by the new name: two cannot become one."""
    item = names.ids[0]
    if names.new in units_in_plan(plan, item):
        raise TrackerError(f"the plan knows {item}/{names.new} already; choose another name")
    for id_ in names.ids:
        for name, data in running_session.weeks_with(root, id_.encode()):
            week, _ = loader.load_week(week_path_of(name), name, data)
            if week and names.new in units_in_week(week, names.ids):
                raise TrackerError(f"{name} knows {item}/{names.new} already; choose another name")


def units_in_plan(plan: Plan, id_: str) -> Iterable[str]:
    """List the units that the plan names of an item."""
    item = plan.item_with_units(id_)
    units = units_of(item) if item else ()
    return units if isinstance(units, Mapping) else ()


def units_in_week(week: Week, ids: Collection[str]) -> set[str]:
    """Collect the units of an item that a week names."""
    units: set[str] = set()
    for _, id_, record in week.records:
        if id_ in ids:
            done = done_of(record)
            units.update(() if isinstance(done, int) else done)
            units.update(getattr(record, "units", ()))
    for session in week.sessions:
        item, unit = session.target
        if item and unit and item in ids:
            units.add(unit)
    return units


def make_unknown_name_error(names: Names | UnitNames, plan: Plan) -> TrackerError:
    """Make the error for an item or a unit that no file knows."""
    if isinstance(names, Names):
        suggestion = format_id_suggestion(names.old, plan)
        return TrackerError(f"no item {names.old!r} in this journal{suggestion}")
    item = names.ids[0]
    closest = suggest.find_closest_word(names.old, units_in_plan(plan, item), 0.6)
    suggestion = f"; did you mean {item}/{closest}?" if closest else ""
    return TrackerError(f"no unit {names.old!r} of {item} in this journal{suggestion}")


def resolve_rename_ids(old: str, new: str, plan: Plan) -> Names:
    """Resolve the old id, or its beginning, and check the new one. TrackerError for misfits."""
    try:
        scalars.slug_or_address(new)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    old = complete_id(old, plan)
    if old != new:
        refuse_reserved_id(new)
    if old == new:
        raise TrackerError(f"it is called {new} already")
    return Names(old, new)


def complete_id(old: str, plan: Plan) -> str:
    """Complete the beginning of an id. TrackerError for a former id, and for two that fit."""
    if old in plan.aliases:
        raise TrackerError(f"{old} is a former id of {plan.aliases[old]}; rename that")
    if old and old not in plan.items:
        matches = sorted(id_ for id_ in plan.items if id_.startswith(old))
        if len(matches) > 1:
            ids = ", ".join(matches[:5])
            raise TrackerError(f"{old!r} begins more than one id: {ids}; type more of it")
        if matches:
            old = matches[0]
    return old


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


def list_files_with(root: str, ids: Iterable[str]) -> list[str]:
    """List the plan, if there is one, and the weeks and essays whose bytes hold one of the ids."""
    weeks: set[str] = set()
    essays: set[str] = set()
    for id_ in ids:
        word = id_.encode("utf-8", "surrogateescape")
        weeks.update(week_path_of(week) for week, _ in running_session.weeks_with(root, word))
        essays.update(list_essays_with(root, word))
    paths = [*sorted(weeks), *sorted(essays)]
    if store.read_file(root, PLAN_PATH) is not None:
        paths.insert(0, PLAN_PATH)
    return paths


def format_id_suggestion(old: str, plan: Plan) -> str:
    """Format a hint at the nearest id, `; did you mean zero-to-hero?`, or nothing."""
    closest = suggest.find_closest_word(old, plan.items, 0.6)
    return f"; did you mean {closest}?" if closest else ""


def format_renamed_files(texts: Mapping[str, str]) -> str:
    """Format which files were changed: `the plan, 12 weeks and 1 essay`."""
    essays = sum(path.endswith(".md") for path in texts)
    weeks = len(texts) - essays
    parts = []
    if PLAN_PATH in texts:
        weeks -= 1
        parts.append("the plan")
    if weeks:
        parts.append(format_count(weeks, "week"))
    if essays:
        parts.append(format_count(essays, "essay"))
    return join_words(parts)
