"""A change to one file's text -> the file replaced in one step, and said. What the commands that enter things share."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tracker import edit, loader, store, when
from tracker.cli import log
from tracker.cli.terminal import confirm, hint, problem_hints
from tracker.model import TrackerError, week_of

_WEEKS = {"last": -7, "this": 0, "next": 7}


class Entered(NamedTuple):
    """A file's new text, what changed in words, and what else is to be said."""

    text: str
    what: str
    hints: Sequence[str] = ()


def week_option(parser: ArgumentParser, ahead: bool = False) -> None:
    names = "2024-W27, last, this or next" if ahead else "2024-W27, last or this"
    parser.add_argument("--week", metavar="WEEK", default="this", help=f"{names}; else this")


def week_named(text: str, today: date, ahead: bool = False) -> str:
    """`last` as the week's name. TrackerError for one that has not begun, unless things may be said of it already."""
    try:
        name = week_of(today + timedelta(days=_WEEKS[text])) if text in _WEEKS else when.week(text)
    except ValueError as error:
        raise TrackerError(f"{error}; or say last or this") from None
    if name > week_of(today + timedelta(days=366 if ahead else 0)):
        raise TrackerError(f"{name} is more than a year away" if ahead else f"{name} has not begun")
    return name


def enter(root: str, week: str, change: Callable[[str], Entered], hints: Sequence[str] = ()) -> int:
    """The change made to a week's file; it is made if there is none. `change` may be asked more than once."""
    path = f"entries/{week}.yaml"
    code = write(root, path, change, hints)
    problems = loader.load_week(path, week, store.read_file(root, path) or b"")[1]
    for line in problem_hints(problems):
        hint(line)
    return code


def write(
    root: str, path: str, change: Callable[[str], Entered], hints: Sequence[str] = (), schema: str = log.SCHEMA
) -> int:
    """The change made to a file and said. A new one begins by naming its schema."""
    more: list[str] = []

    def edited(files: store.Files) -> tuple[str, store.Files]:
        old = files[path]
        entered = change(log.first_lines(root, schema) if old is None else edit.text_of(path, old))
        more[:] = entered.hints
        return entered.what, {path: entered.text.encode()}

    written = store.replace(root, [path], edited)
    confirm(root, written, [*more, *hints])
    return 0


def on_one_line(text: str) -> str:
    """A text as a confirmation repeats it."""
    return loader.short(" ".join(text.split()), 60)


def texts(typed: str | None) -> tuple[str, ...]:
    """`a, b c` -> (`a`, `b c`). With a semicolon that is what divides, and commas may stand in the texts."""
    parts = (typed or "").split(";" if ";" in (typed or "") else ",")
    return tuple(part.strip() for part in parts if part.strip())
