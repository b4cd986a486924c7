"""A change of some of the journal's files -> those files replaced in one step, and a message.

All commands that edit weeks or the plan do so here; `init` makes missing files by `store`, and
`merge` writes what git names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tracker import store
from tracker.boundary.reading import has_file
from tracker.cli.terminal import confirm, hint
from tracker.edit.document import decode_file_text, read_week
from tracker.format.loader import shorten_value
from tracker.model.journal import PLAN_PATH, error_lines, week_path_of

_WEEK_SCHEMA, _PLAN_SCHEMA = ".schemas/week.json", ".schemas/plan.json"


class FileChange(NamedTuple):
    """The new text of one file, what was done in words, hints, and the id of what was changed."""

    text: str
    what: str
    hints: Sequence[str] = ()
    id: str | None = None


class Change(NamedTuple):
    """The new texts of some files by path, what was done in words, and hints.

    `id`: of the session, or of the item, that was changed.
    """

    texts: Mapping[str, str]
    what: str
    hints: Sequence[str] = ()
    id: str | None = None


def change_files(
    root: str,
    paths: Sequence[str],
    change: Callable[[Mapping[str, str]], Change],
    hints: Sequence[str] = (),
) -> int:
    """Change files in one step, all or none, and say what was done. Returns the exit code.

    `change` is given the texts of the files at `paths`; of a file that is not there, the lines
    that a new one begins with. It is called again if another program wrote meanwhile.
    """
    change_hints: list[str] = []
    id_: str | None = None

    def edit_files(files: store.Files) -> tuple[str, store.Files]:
        nonlocal id_
        texts = {}
        for path in dict.fromkeys(paths):
            data = files[path]
            if data is None:
                texts[path] = schema_line_of(root, path)
            else:
                texts[path] = decode_file_text(path, data)
        changed = change(texts)
        change_hints[:] = changed.hints
        id_ = changed.id
        new: store.Files = {}
        for path, text in changed.texts.items():
            if text != texts[path]:
                new[path] = text.encode()
                if files[path] is None:
                    change_hints.extend(list_misnamed_files(root, path))
        return changed.what, new

    result = store.apply_edit(root, [*dict.fromkeys(paths)], edit_files)
    confirm(root, result, [*change_hints, *hints], id_)
    return 0


def change_file(
    root: str, path: str, change: Callable[[str], FileChange], hints: Sequence[str] = ()
) -> int:
    """Change one file, and say what was done. Returns the exit code."""

    def change_text(texts: Mapping[str, str]) -> Change:
        changed = change(texts[path])
        return Change({path: changed.text}, changed.what, changed.hints, changed.id)

    return change_files(root, [path], change_text, hints)


def change_week_file(
    root: str, week: str, change: Callable[[str], FileChange], hints: Sequence[str] = ()
) -> int:
    """Change a week's file; say what was done and what is wrong with it. Returns the exit code."""
    path = week_path_of(week)
    code = change_file(root, path, change, hints)
    text = decode_file_text(path, store.read_file(root, path) or b"")
    for line in error_lines(read_week(week, text)[1]):
        hint(line)
    return code


def schema_line_of(root: str, path: str) -> str:
    """Return the lines that a new file of a week, or of the plan, begins with: its schema."""
    schema = _PLAN_SCHEMA if path == PLAN_PATH else _WEEK_SCHEMA
    if has_file(root, schema):
        return f"# yaml-language-server: $schema=../{schema}\n"
    return ""


def list_misnamed_files(root: str, path: str) -> list[str]:
    """List a hint for each file with nearly the name of a week's new file: `2026-w47.yml`."""
    week = path.removesuffix(".yaml").lower()
    hints = []
    for other in store.list_entries(root):
        if other != path and other.lower().rpartition(".")[0] == week:
            hints.append(
                f"{path} is new; {other} is not read, for its name is written otherwise: "
                "join the two"
            )
    return hints


def shorten_for_message(text: str) -> str:
    """Shorten a text to what a confirmation repeats of it."""
    return shorten_value(" ".join(text.split()), 60)


def quote_note(note: str | None) -> str:
    """Repeat a note behind what was done, so that nobody takes it for something else."""
    if not note:
        return ""
    return f": {shorten_for_message(note)}"


def split_list_option(typed: str | None) -> tuple[str, ...]:
    """`a, b c` -> (`a`, `b c`). Where it has a semicolon, that divides, and commas are text."""
    text = typed or ""
    divider = ";" if ";" in text else ","
    parts = [part.strip() for part in text.split(divider)]
    return tuple(part for part in parts if part)
