"""tracker remove: a session -> its week's file without the session's line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import find_session
from tracker.cli.change_week import FileChange, change_file
from tracker.cli.terminal import find_journal_folder
from tracker.edit.sessions import remove_session

EXAMPLES = """\
examples:
  tracker remove last                       the one that was logged last
  tracker remove 7kq2m9
  tracker remove 2024-W27/7kq               the beginning of its id is enough, \
with its week or without
  tracker remove 2024-W27:3                 the third session of that week, which has no id

tracker show shows the ids, and tracker undo brings the line back."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker remove SESSION"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "id", metavar="SESSION", help="which one: last, 7kq2m9, 2024-W27/7kq2m9 or 2024-W27:3"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    located = find_session.resolve_session(root, args.id)

    def change(text: str) -> FileChange:
        number = find_session.relocate_session(text, located)
        name = find_session.format_located_session(located.session)
        new = remove_session(text, located.week, number)
        return FileChange(new, f"removed {name}", id=located.session.id)

    return change_file(root, located.path, change)
