"""Work that is done on several cores at once, where the system can part a process in two."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

_MOST = 4  # processes: more wait for each other's memory
_LONGEST = 10_000  # words of a queue: a pipe holds the numbers of more than these
_NUMBER = 4  # bytes


class _State:
    """What this process knows of others that work beside it."""

    started: ClassVar[set[int]] = set()
    is_copy = False
    is_frozen = False  # until `thaw_memory`, and not only while copies share its memory


def map_on_cores(function: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """Map words to lines, each without a line break: a process for each core, at most _MOST.

    Each process takes the next word when it has done one. What the others do not bring is done here
    at last, so that the result never depends on them.
    """
    lines: dict[int, str] = {}
    queue = _open_queue(len(words)) if has_other_core() else None
    if queue is not None:
        owner = os.getpid()

        def work() -> list[str]:
            return [f"{number} {function(words[number])}" for number in _take_numbers(queue, owner)]

        others = min(count_cores(), _MOST) - len(_State.started) - 1
        started = [_start_process(work) for _ in range(others)]
        processes = [process for process in started if process]
        try:
            if processes:
                lines = {number: function(words[number]) for number in _take_numbers(queue)}
        finally:
            _close_queue(queue)
            for process in processes:
                for line in _read_lines(*process) or ():
                    number, _, mapped = line.partition(" ")
                    lines[int(number)] = mapped
    missing = [number for number in range(len(words)) if number not in lines]
    lines.update({number: function(words[number]) for number in missing})
    return [lines[number] for number in range(len(words))]


def _open_queue(length: int) -> int | None:
    """Open a pipe of the numbers below `length`, from which several processes read.

    None where the system has no room for it.
    """
    if sys.platform == "win32" or not 1 < length <= _LONGEST:
        return None
    try:
        queue, write = os.pipe()
    except OSError:
        return None
    body = b"".join([number.to_bytes(_NUMBER, "big") for number in range(length)])
    os.set_blocking(write, False)
    try:
        is_whole = os.write(write, body) == len(body)
    except BlockingIOError:
        is_whole = False
    os.close(write)
    if not is_whole:
        _close_queue(queue)
        return None
    return queue


def _take_numbers(queue: int, owner: int = 0) -> Iterator[int]:
    """Yield numbers of a queue until it is empty.

    In a copy no more where the `owner`, which started it, was killed: nobody waits for the lines.
    """
    while (not owner or os.getppid() == owner) and (number := os.read(queue, _NUMBER)):
        yield int.from_bytes(number, "big")


def _close_queue(queue: int) -> None:
    """Close a queue, without the numbers that an error left: the others soon end, too."""
    while os.read(queue, _LONGEST):
        pass
    os.close(queue)


def has_other_core() -> bool:
    """Whether another process could work at the same time: each takes memory of its own."""
    if _State.is_copy:
        return False
    return count_cores() > len(_State.started) + 1 and _may_fork()


def start_on_other_core(function: Callable[[], str]) -> Callable[[], str]:
    """Start a function in another process, and return a function that waits for its line.

    Where no core is free the process is started then, for the memory that it takes ends with it.
    Where there can be no other process, or it brings nothing, the line is made here.
    """
    early = None
    if has_other_core():
        early = _start_process(lambda: [function()])

    def wait() -> str:
        started, lines = early, None
        if not started and not _State.is_copy and _may_fork():
            started = _start_process(lambda: [function()])
        if started:
            lines = _read_lines(*started)
        return lines[0] if lines and len(lines) == 1 else function()

    return wait


def freeze_memory() -> None:
    """Have the collector pass over all that is in memory now, until it is thawed."""
    _State.is_frozen = True
    gc.freeze()


def thaw_memory() -> None:
    """Let the collector look through all memory again, in a program that goes on."""
    _State.is_frozen = False
    gc.unfreeze()


def _thaw_if_alone() -> None:
    if not _State.started and not _State.is_frozen:
        gc.unfreeze()


def count_cores() -> int:
    """Count the cores that this process may use: one where the system cannot tell."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return 1


def _may_fork() -> bool:
    """Whether a copy of this process is sure to run: on Linux, and with one thread."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def _start_process(make_lines: Callable[[], Iterable[str]]) -> tuple[int, int] | None:
    """Start a process that writes its lines into a pipe: (its number, the pipe's end to read).

    None where the system has no room for another process, or for a pipe; and on Windows.
    """
    if sys.platform == "win32":
        return None
    try:
        ours, theirs = os.pipe()
    except OSError:
        return None
    gc.freeze()  # or the collector would write to what is shared, and so make it each process' own
    try:
        process = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        _thaw_if_alone()
        return None
    if process:
        os.close(theirs)
        _State.started.add(process)
        return process, ours
    code = 1
    _State.is_copy = True
    try:
        os.close(ours)
        lines = list(make_lines())
        with open(theirs, "wb") as pipe:
            for line in lines:
                pipe.write(f"{line}\n".encode("utf-8", "surrogatepass"))
        code = int(any("\n" in line for line in lines))
    finally:
        # Nothing of the program that was copied may go on here, whatever happened.
        os._exit(code)


def _read_lines(process: int, pipe: int) -> list[str] | None:
    """Read what a process wrote; None where it failed."""
    with open(pipe, "rb") as file:
        lines = [line[:-1].decode("utf-8", "surrogatepass") for line in file]
    _State.started.discard(process)
    _thaw_if_alone()
    try:
        _, status = os.waitpid(process, 0)
    except ChildProcessError:
        return None  # whoever started us has the system forget how its children end
    return None if status else lines
