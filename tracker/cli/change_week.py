"""A change to one file's text -> the file replaced in one step, and said. What the commands that enter things share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker import store
from tracker.boundary.reading import has_file
from tracker.cli.terminal import confirm, hint
from tracker.edit import insert
from tracker.format import loader
from tracker.model.journal import error_lines

SCHEMA = ".schemas/week.json"


class FileChange(NamedTuple):
    """A file's new text, what changed in words, and what else is to be said."""

    text: str
    what: str
    hints: Sequence[str] = ()


def change_week_file(
    root: str, week: str, change: Callable[[str], FileChange], hints: Sequence[str] = ()
) -> int:
    """The change made to a week's file; it is made if there is none. `change` may be asked more than once."""
    path = f"entries/{week}.yaml"
    code = write(root, path, change, hints)
    problems = loader.load_week(path, week, store.read_file(root, path) or b"")[1]
    for line in error_lines(problems):
        hint(line)
    return code


def write(
    root: str,
    path: str,
    change: Callable[[str], FileChange],
    hints: Sequence[str] = (),
    schema: str = SCHEMA,
) -> int:
    """The change made to a file and said. A new one begins by naming its schema."""
    more: list[str] = []

    def edited(files: store.Files) -> tuple[str, store.Files]:
        old = files[path]
        entered = change(
            first_lines(root, schema) if old is None else insert.decode_file_text(path, old)
        )
        more[:] = entered.hints
        return entered.what, {path: entered.text.encode()}

    written = store.apply_edit(root, [path], edited)
    confirm(root, written, [*more, *hints])
    return 0


def on_one_line(text: str) -> str:
    """A text as a confirmation repeats it."""
    return loader.shorten_value(" ".join(text.split()), 60)


def split_list_option(typed: str | None) -> tuple[str, ...]:
    """`a, b c` -> (`a`, `b c`). With a semicolon that is what divides, and commas may stand in the texts."""
    parts = (typed or "").split(";" if ";" in (typed or "") else ",")
    return tuple(part.strip() for part in parts if part.strip())


def first_lines(root: str, schema: str = SCHEMA) -> str:
    """What a new week's file begins with, or with its own schema the plan."""
    if has_file(root, schema):
        return f"# yaml-language-server: $schema=../{schema}\n"
    return ""


def misnamed_files(root: str, name: str) -> list[str]:
    """A hint for each file that is called nearly like a week's file that is new: `2026-w47.yaml`, `2026-W47.yml`."""
    week = name.removesuffix(".yaml").lower()
    like = [
        path
        for path in store.list_entries(root)
        if path.lower().rpartition(".")[0] == week and path != name
    ]
    return [
        f"{name} is new; {path} is not read, for its name is written otherwise: join the two"
        for path in like
    ]
