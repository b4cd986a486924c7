"""tracker start: what is studied from now on -> a running session, one line in this week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import edit, store
from tracker.cli import items, log, running, timing
from tracker.cli.terminal import confirm, journal, problem_hints
from tracker.model import Session, TrackerError, week_of
from tracker.plan import Plan

TWO_YEARS = 110  # files; what runs for longer than that, status and stop still find, and check
EXAMPLES = """\
examples:
  tracker start zero-to-hero/makemore
  tracker start vaswani2017 "the second time" --at "10m ago"
  tracker start --other "tidying my notes"

The session is a line in this week's file at once, and runs until tracker stop, however far away that is typed."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker start [ITEM] [NOTE] [--at TIME] [--other] [--force]"
    parser.epilog = EXAMPLES
    add_words(parser)
    parser.add_argument("--at", metavar="TIME", help='when it began, if not now: 19:30, "10m ago", "yesterday 23:30"')


def add_words(parser: ArgumentParser) -> None:
    """What `start` and `switch` are told of the session that begins."""
    parser.add_argument("words", nargs="*", metavar="[ITEM] [NOTE]", help="on what, a note")
    parser.add_argument("--other", action="store_true", help="no item: what follows is the note")
    parser.add_argument("--force", action="store_true", help="start an item whose id is like a known one")


def run(args: Namespace, now: datetime) -> int:
    root = journal(args)
    plan, hints = log.read_plan(root)
    asked = session(args, "start", timing.to_minute(timing.point(args.at, now)))
    path = running.path_of(week_of(asked.start.day))
    more: list[str] = []

    def write(files: store.Files) -> tuple[str, store.Files]:
        others, unread = running.found(root, TWO_YEARS)
        if others:
            raise TrackerError(
                f"{running.named(others[0].session)} is running; tracker switch ITEM ends it and starts another, "
                "tracker stop ends it"
            )
        files, what, said = started(files, asked, plan, root, now, args.force)
        more[:] = [*said, *unread]
        return what, files

    confirm(root, store.replace(root, [path], write), [*more, *hints])
    return 0


def session(args: Namespace, command: str, moment: datetime) -> Session:
    """The words in their places. TrackerError with the right form for what stands in another's place."""
    item, note, *rest = [None, *args.words, None] if args.other else [*args.words, None, None]
    if args.other and len(args.words) > 1:
        raise TrackerError(f'--other takes no item, only a note in quotes: tracker {command} --other "a note"')
    if item is not None and (not item or any(letter.isspace() for letter in item)):
        raise TrackerError(
            f'the item comes before the note: tracker {command} ITEM "{item}"; '
            f'without an item: tracker {command} --other "{item}"'
        )
    if any(rest):
        raise TrackerError(f'a note of more than one word goes in quotes: tracker {command} {item} "a note"')
    return Session(timing.start_at(moment), item=item, note=note or None, running=True)


def started(
    files: store.Files, asked: Session, plan: Plan, root: str, now: datetime, force: bool
) -> tuple[store.Files, str, list[str]]:
    """The files with the session in its week's, what that is in words, and what else is to be said."""
    name = week_of(asked.start.day)
    path = running.path_of(name)
    text = edit.text_of(path, old) if (old := files[path]) is not None else log.first_lines(root)
    week, problems = edit.read(name, text)
    hints = []
    if asked.item is not None:
        item = items.resolve(asked.item, items.known(plan, week), force)
        asked = asked._replace(item=item.item)
        hints += [item.hint] if item.hint else []
    sessions = week.sessions if week else ()
    asked = asked._replace(id=log.fresh_id({other.id for other in sessions}))
    hints += [f"overlaps {log.told(other, now)}" for other in sessions if log.overlap(asked, other, now)]
    new = edit.add_session(text, asked)
    return {**files, path: new.encode()}, f"started {running.named(asked)}", hints + problem_hints(problems)
