"""A journal's folder -> the session that runs in it, found without reading every week."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from tracker import loader, store
from tracker.cli.terminal import line_of
from tracker.model import Session, TrackerError

NOTHING = "nothing is running; tracker start ITEM begins a session"
_WEEK_FILE = re.compile(r"[0-9]{4}-W[0-9]{2}\.yaml")
_AT_ONCE = 65536
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_GAP = rb"(?:\s|#[^\n]*\n)*"
_RUNNING = re.compile(rb"running[\"']?" + _GAP + rb":" + _GAP + rb"[\"']?true")


class Running(NamedTuple):
    """A session that runs, and the week of its file."""

    week: str
    session: Session

    @property
    def path(self) -> str:
        return path_of(self.week)


def path_of(week: str) -> str:
    return f"{store.ENTRIES}/{week}.yaml"


def weeks_with(root: str, word: bytes, newest: int | None = None) -> Iterator[tuple[str, bytes]]:
    """(week, bytes of its file) where the word stands in it, newest first. Nothing is parsed: 520 weeks take 5 ms."""
    folder = os.path.join(root, store.ENTRIES)
    # Not open(), and from inside the folder where the system can do that: it takes half the time.
    here = os.open(folder, os.O_RDONLY) if os.open in os.supports_dir_fd else None
    try:
        for name in sorted(os.listdir(folder), reverse=True)[:newest]:
            if name.endswith(".yaml"):
                data = _bytes(name if here is not None else os.path.join(folder, name), here)
                if word in data and _WEEK_FILE.fullmatch(name):
                    yield name.removesuffix(".yaml"), data
    finally:
        if here is not None:
            os.close(here)


def _bytes(name: str, folder: int | None) -> bytes:
    try:
        file = os.open(name, _READ, dir_fd=folder)
    except FileNotFoundError:  # a link that leads nowhere, or gone since
        return b""
    try:
        data = os.read(file, _AT_ONCE)
        while len(data) % _AT_ONCE == 0 and (more := os.read(file, _AT_ONCE)):
            data += more
        return data
    except IsADirectoryError:
        return b""
    finally:
        os.close(file)


def found(root: str, newest: int | None = None) -> tuple[list[Running], list[str]]:
    """The sessions that run, of the newest week that has one; and which files cannot be read though one may run there.

    Where two machines' timers were merged, one may run in an older week, too. It is found once these are stopped.
    `newest`: look into so many files only.
    """
    hints = []
    for week, data in weeks_with(root, b"running", newest):
        if _RUNNING.search(data):
            read, problems = loader.load_week(path_of(week), week, data)
            running = [Running(week, session) for session in read.sessions if session.running] if read else []
            hints += [] if read else [f"{line_of(problems[0])}; a session may be running there"]
            if running:
                return running, hints
    return [], hints


def the_one(root: str) -> Running:
    """TrackerError where none runs, or more than one."""
    running, hints = found(root)
    if not running:
        raise TrackerError(hints[0] if hints else NOTHING)
    if len(running) > 1:
        one, other = (f"{each.week}/{each.session.id or '?'}" for each in running[:2])
        raise TrackerError(
            f"two sessions are running, {one} and {other}; give one its length with tracker edit {one} --minutes 45m, "
            f"or take it out with tracker remove {one}"
        )
    return running[0]


def named(session: Session) -> str:
    """`zero-to-hero/makemore, Sat 2024-07-06 20:00 (7kq2m9)`."""
    start = session.start
    clock = f" {start.clock:%H:%M}" if start.clock else ""
    return f"{session.item or 'a session'}, {start.day:%a %Y-%m-%d}{clock}" + f" ({session.id})" * bool(session.id)
