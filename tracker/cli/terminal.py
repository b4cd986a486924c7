"""Print the answer to stdout and all else to stderr; and find the journal's folder."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from tracker import store
from tracker.boundary.outside import silence_stdout
from tracker.cli import merge_driver_hint
from tracker.model.english import format_count
from tracker.model.journal import Problem

# Letters that move the cursor, change colours, or turn the direction of the text around them.
# Not compiled here: that takes 0.2 ms, and texts that can be printed have none of them.
_UNSEEN = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"

_answer = {"json": False}  # whether --json was given: set anew for each command


def find_journal_folder(args: Namespace) -> str:
    """Find the journal's folder: --journal, else TRACKER_JOURNAL, else the one around us."""
    return store.find_journal(os.getcwd(), args.journal or os.environ.get("TRACKER_JOURNAL"))


def strip_controls(text: str) -> str:
    """Remove the letters that would act on a terminal."""
    if text.isprintable():
        return text
    return re.sub(_UNSEEN, "", text)


def say(text: str) -> None:
    """Print the answer, or a line of it.

    Where its reader has left, as in `tracker check | head`, the command goes on unheard.
    """
    try:
        print(strip_controls(text))
    except BrokenPipeError:
        silence_stdout()


def say_lines(lines: Iterable[str]) -> None:
    """Print the lines of a long answer at once."""
    try:
        sys.stdout.write("".join([f"{strip_controls(line)}\n" for line in lines]))
    except BrokenPipeError:
        silence_stdout()


def say_exactly(text: str) -> None:
    """Print a text for other programs as its bytes in UTF-8; on a terminal without controls."""
    try:
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(strip_controls(text) if sys.stdout.isatty() else text)
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()


def hint(text: str) -> None:
    """Print a line to stderr."""
    print(strip_controls(text), file=sys.stderr)


def answer_in_json(wanted: bool) -> None:
    """Have `confirm` print JSON, as --json asks; or words again."""
    _answer["json"] = wanted


def confirm(
    root: str,
    written: store.WriteResult,
    hints: Iterable[str] = (),
    id_: str | None = None,
    undo: str | None = "tracker undo",
) -> None:
    """Print what was written and how to undo it, on one line; then the hints and warnings.

    With --json an object with the keys what, id, file, files and undo. `id_`: of the session or the
    item that was changed. It is written by now, which is said also where stdout takes nothing.
    """
    what = written.what.replace("\n", " ")
    what = f"{what[:1].upper()}{what[1:]}"
    if not written.paths:
        undo = None
    try:
        if _answer["json"]:
            say_change_as_json(what, id_, written.paths, undo)
        else:
            say(f"{what}{format_way_back(what, written.paths, undo)}")
        sys.stdout.flush()
    except OSError as error:  # a full disk behind `>`
        silence_stdout()
        hint(f"tracker: stdout: {error.strerror}, but it is written: {what}")
    for line in (*hints, *written.warnings):
        hint(line)
    if message := merge_driver_hint.hint_once(root):
        hint(message)


def say_change_as_json(what: str, id_: str | None, paths: Sequence[str], undo: str | None) -> None:
    """Print a change for programs; the file is the first of those that were written."""
    import json  # few ask for it

    file = paths[0] if paths else None
    facts = {"what": what, "id": id_, "file": file, "files": [*paths], "undo": undo}
    say(json.dumps(facts, indent=2))


def format_way_back(what: str, paths: Sequence[str], undo: str | None) -> str:
    """Format how to undo what was written, with the end of the sentence that says so."""
    words = f"Undo: {undo}" if paths else "Nothing was written."
    if paths and undo is None:
        return ""
    if what.endswith((".", "?", "!", "…")):  # it may end in a text of the author's
        return f" {words}"
    return f". {words}"


def format_problem_counts(problems: Iterable[Problem]) -> str:
    """Count errors and hints: `2 errors, 1 hint`."""
    hints = [problem.hint for problem in problems]
    parts = {"error": hints.count(False), "hint": hints.count(True)}
    return ", ".join(format_count(number, word) for word, number in parts.items() if number)


def report_faults(faults: Iterable[str], unread: Iterable[str]) -> int:
    """Print what is wrong with which file, and return the exit code: 3 where anything is."""
    lines, names = list(faults), list(unread)
    for line in lines:
        hint(line)
    if names:
        verb = "are" if len(names) > 1 else "is"
        hint(f"{format_count(len(names), 'week')} could not be read and {verb} not counted")
    return 3 if lines else 0
