"""tracker cancel: the running session is taken out, as if it had not begun."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.cli import running_session
from tracker.cli.terminal import confirm, find_journal_folder
from tracker.edit import insert, sessions
from tracker.model.journal import TrackerError

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
    here = running_session.the_one(root)

    def write(files: store.Files) -> tuple[str, store.Files]:
        text = insert.decode_file_text(here.path, files[here.path] or b"")
        week, _ = insert.read(here.week, text)
        numbers = (
            [number for number, session in enumerate(week.sessions) if session.running]
            if week
            else []
        )
        if week is None or not numbers:
            raise TrackerError(
                f"{running_session.format_running_session(here.session)} was stopped or changed meanwhile; nothing was written"
            )
        new = sessions.take_out(text, here.week, numbers[0])
        return f"cancelled {running_session.format_running_session(week.sessions[numbers[0]])}", {
            here.path: new.encode()
        }

    confirm(root, store.apply_edit(root, [here.path], write))
    return 0
