"""tracker done: a unit, an item or a goal -> this week's file says it is done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.finish_item import READ, finish_by_status, finish_reading, finish_units
from tracker.cli.item_state import TargetItem, find_target_item
from tracker.cli.terminal import find_journal_folder
from tracker.model.english import join_words
from tracker.model.journal import TrackerError, WrongUsage
from tracker.model.kinds import KINDS
from tracker.model.when import whole_number

EXAMPLES = """\
examples:
  tracker done zero-to-hero/micrograd            a unit
  tracker done zero-to-hero                      a course: every unit that was left
  tracker done linear-algebra --count 2          two more of a course whose units have no names
  tracker done vaswani2017 --read again          a paper; without --read it was read once
  tracker done vaswani2017 --read skim           a first pass, after which it is not done
  tracker done four-gram --week last             a project: it is shipped
  tracker done goal 1                            the week's first goal

It stands in the week's record of the item. What is done already is refused, \
with the week that says so."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker done ITEM[/UNIT] [--read skim|once|again|implemented] [--count N] [--week WEEK] "
        "[--force]\n       tracker done goal N [WHY] [--week WEEK]"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words",
        nargs="+",
        metavar="ITEM[/UNIT] [WORDS]",
        help="an id, or the beginning of one; a course's unit behind it; or a goal's number",
    )
    parser.add_argument("--read", choices=list(READ), help="how a paper was read")
    parser.add_argument("--count", metavar="N", help="how many units, where they have no names")
    parser.add_argument(
        "--force",
        action="store_true",
        help="a unit that the plan does not know, though one is near",
    )
    find_week.add_week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now)
    if args.words[0] == "goal" and len(args.words) > 1:
        from tracker.cli.goals_and_questions import judge_goal

        number, *why = args.words[1:]
        return judge_goal(root, week, [number, "done", *why])
    if len(args.words) > 1:
        from tracker.cli.misread_words import format_item_and_note

        typed = format_item_and_note(args.words[0], args.words[1:], store.read_plan(root)[0])
        if " " in typed:
            typed = args.words[0]
        raise WrongUsage(f"one item at a time: tracker done {typed}")
    item = find_target_item(root, args.words[0], args.force, " (--force takes it as typed)")
    refuse_misfits_of_item(item, args)
    count = None
    if args.count is not None:
        count = parse_unit_count(args.count)

    def change(text: str) -> FileChange:
        kind = KINDS[item.kind]
        if kind.has_units:
            changed = finish_units(item, week, text, count)
        elif kind.is_read:
            changed = finish_reading(item, week, text, args.read)
        else:
            changed = finish_by_status(item, week, text)
        return changed._replace(id=item.id)

    return change_week.change_week_file(root, week, change, item.hints)


def refuse_misfits_of_item(item: TargetItem, args: Namespace) -> None:
    """Raise TrackerError for an option or a unit that does not fit the item's kind."""
    for option, finished_by in (("read", "reading"), ("count", "units")):
        kinds = [name for name, kind in KINDS.items() if kind.finished_by == finished_by]
        if getattr(args, option) is not None and item.kind not in kinds:
            raise TrackerError(
                f"--{option} is for {join_words(kinds)}, and {item.id} is one of the {item.kind}"
            )
    if item.unit is not None and not KINDS[item.kind].has_units:
        raise TrackerError(
            f"{item.id} is one of the {item.kind} and has no units: tracker done {item.id}"
        )
    if item.unit is not None and args.count is not None:
        raise TrackerError(f"a unit or how many, not both: tracker done {item.id}/{item.unit}")


def parse_unit_count(text: str) -> int:
    """Parse --count. TrackerError if it is no whole number."""
    try:
        return whole_number(text)
    except ValueError as error:
        raise TrackerError(f"--count: {error}") from None
