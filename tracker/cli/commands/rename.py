"""tracker rename: an item's id, in the plan and in all weeks, in one step."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import running_session
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.edit.insert import decode_file_text
from tracker.edit.rename import Names, rename_item
from tracker.format import loader, scalars
from tracker.model import suggest
from tracker.model.english import format_count
from tracker.model.journal import TrackerError, is_address
from tracker.model.plan import Plan

PLAN = f"{store.ENTRIES}/{loader.PLAN_FILE}"
EXAMPLES = """\
examples:
  tracker rename nn-zero-to-hero zero-to-hero
  tracker rename https://arxiv.org/abs/1706.03762 vaswani2017
  tracker undo                              and every file is as it was

The plan keeps OLD as a former id (was:), so that old addresses lead to the item's page. Texts that mention it stay."""


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
    paths = files_with(root, names.old)

    def write(files: store.Files) -> tuple[str, store.Files]:
        if files_with(root, names.old) != paths:
            raise TrackerError(
                "another program wrote to the journal meanwhile; nothing was renamed, try again"
            )
        texts = {
            path: decode_file_text(path, data) for path, data in files.items() if data is not None
        }
        done = rename_item(texts, names)
        if not done:
            raise TrackerError(
                f"no item {names.old!r} in this journal{format_id_suggestion(names.old, plan)}"
            )
        return f"renamed {names.old} to {names.new} in {format_renamed_files(done)}", {
            path: done[path].encode() for path in done
        }

    confirm(root, store.apply_edit(root, paths, write), hints)
    return 0


def resolve_rename_ids(old: str, new: str, plan: Plan) -> Names:
    for word in (old, new):
        if "/" in word and not is_address(word):
            raise TrackerError(f"{word!r} names a unit; only items are renamed, and units by hand")
    try:
        scalars.slug_or_address(new)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    begun = (
        [old] if old in plan.items else [id_ for id_ in plan.items if old and id_.startswith(old)]
    )
    if old in plan.aliases:
        raise TrackerError(f"{old} is a former id of {plan.aliases[old]}; rename that")
    if len(begun) > 1:
        raise TrackerError(
            f"{old!r} begins more than one id: {', '.join(sorted(begun)[:5])}; type more of it"
        )
    names = Names(begun[0] if begun else old, new)
    if names.old == new:
        raise TrackerError(f"it is called {new} already")
    return names


def refuse_used_id(root: str, names: Names, plan: Plan) -> None:
    """Two items cannot become one, except that an item may take a former id of its own again."""
    if plan.aliases.get(names.new) == names.old:
        return
    if names.new in plan.items or names.new in plan.aliases:
        raise TrackerError(f"the plan knows {names.new} already; choose another id")
    for name, data in running_session.weeks_with(root, names.new.encode()):
        week, _ = loader.load_week(running_session.week_path_of(name), name, data)
        used = {id_ for _, id_, _ in week.records} if week else set()
        used |= {session.target[0] or "" for session in week.sessions} if week else set()
        if names.new in used:
            raise TrackerError(f"{name} knows {names.new} already; choose another id")


def files_with(root: str, id_: str) -> list[str]:
    """The plan, and the weeks whose bytes hold the id."""
    word = id_.encode("utf-8", "surrogateescape")
    weeks = [
        running_session.week_path_of(week) for week, _ in running_session.weeks_with(root, word)
    ]
    return [PLAN, *reversed(weeks)]


def format_id_suggestion(old: str, plan: Plan) -> str:
    found = suggest.find_closest_word(old, plan.items, 0.6)
    return f"; did you mean {found}?" if found else ""


def format_renamed_files(done: dict[str, str]) -> str:
    """`the plan and 12 weeks`."""
    weeks = len(done) - (PLAN in done)
    parts = ["the plan"] * (PLAN in done) + [format_count(weeks, "week")] * bool(weeks)
    return " and ".join(parts)
