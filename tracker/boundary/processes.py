"""Work that is done on several cores at once, where the system can part a process in two."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

_MOST = 4  # processes: more wait for each other's memory


def map_on_cores(function: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """Map words to lines, each without a line break: one process for each core.

    What another process does not bring is done here, so that the result never depends on it.
    """
    number = min(count_cores(), _MOST)
    if number < 2 or not _may_fork():
        return [function(word) for word in words]
    started = [_start_process(function, words[first::number]) for first in range(1, number)]
    parts = [[function(word) for word in words[::number]]]
    for first, process in enumerate(started, 1):
        lines = _read_lines(*process) if process else None
        if lines is None or len(lines) != len(words[first::number]):
            lines = [function(word) for word in words[first::number]]
        parts.append(lines)
    mapped = [""] * len(words)
    for first, lines in enumerate(parts):
        mapped[first::number] = lines
    return mapped


def count_cores() -> int:
    """Count the cores that this process may use: one where the system cannot tell."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return 1


def _may_fork() -> bool:
    """Whether a copy of this process is sure to run: on Linux, and with one thread."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def _start_process(function: Callable[[str], str], words: Sequence[str]) -> tuple[int, int] | None:
    """Start a process that writes its lines into a pipe: (its number, the pipe's end to read).

    None where the system has no room for another process, or for a pipe; and on Windows.
    """
    if sys.platform == "win32":
        return None
    try:
        ours, theirs = os.pipe()
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        return None
    if process:
        os.close(theirs)
        return process, ours
    code = 1
    try:
        os.close(ours)
        body = "\n".join([function(word) for word in words]).encode("utf-8", "surrogatepass")
        with open(theirs, "wb") as pipe:
            pipe.write(body)
        code = 0
    finally:
        # Nothing of the program that was copied may go on here, whatever happened.
        os._exit(code)


def _read_lines(process: int, pipe: int) -> list[str] | None:
    """Read what a process wrote; None where it failed."""
    with open(pipe, "rb") as file:
        body = file.read()
    try:
        _, status = os.waitpid(process, 0)
    except ChildProcessError:
        return None  # whoever started us has the system forget how its children end
    if status:
        return None
    return body.decode("utf-8", "surrogatepass").split("\n")
