"""tracker remove: a session's line taken out of its week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import find_session
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.edit import insert, sessions

EXAMPLES = """\
examples:
  tracker remove 7kq2m9
  tracker remove 2024-W27/7kq               the beginning of its id is enough, with its week or without
  tracker remove 2024-W27:3                 the third session of that week, which has no id

tracker sessions shows the ids, and tracker undo brings the line back."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker remove ID"
    parser.epilog = EXAMPLES
    parser.add_argument(
        "id", metavar="ID", help="which session: 7kq2m9, 2024-W27/7kq2m9 or 2024-W27:3"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    one = find_session.resolve_session(root, args.id)

    def write(files: store.Files) -> tuple[str, store.Files]:
        text = insert.decode_file_text(one.path, files[one.path] or b"")
        new = sessions.take_out(text, one.week, find_session.relocate_session(text, one))
        return f"removed {find_session.format_located_session(one.session)}", {
            one.path: new.encode()
        }

    confirm(root, store.apply_edit(root, [one.path], write))
    return 0
