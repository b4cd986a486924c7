"""tracker cancel: the running session -> its week's file without it, as if it had not begun."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import running_session
from tracker.cli.change_week import FileChange, change_file
from tracker.cli.stop_session import find_running_number
from tracker.cli.terminal import find_journal_folder
from tracker.edit.document import read_week
from tracker.edit.sessions import remove_session

EXAMPLES = """\
examples:
  tracker cancel
  tracker cancel && tracker start vaswani2017
  tracker undo                              and it runs again

No time is kept. To keep some of it: tracker stop --at TIME."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker cancel"
    parser.epilog = EXAMPLES


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    running = running_session.find_only_running_session(root)

    def change(text: str) -> FileChange:
        number = find_running_number(text, running)
        week, _ = read_week(running.week, text)
        assert week is not None
        session = week.sessions[number]
        name = running_session.format_running_session(session)
        new = remove_session(text, running.week, number)
        return FileChange(new, f"cancelled {name}", id=session.id)

    return change_file(root, running.path, change)
