"""Work that is done on several cores at once, where the system can part a process in two."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import BinaryIO

_MOST = 4  # processes: more wait for each other's memory


def map_on_cores(function: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """Map words to lines, each without a line break: one process for each core.

    What another process does not bring is done here, so that the result never depends on it.
    """
    if not has_other_core():
        return [function(word) for word in words]
    number = min(count_cores(), _MOST)
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


def has_other_core() -> bool:
    """Whether another process could work at the same time."""
    return count_cores() > 1 and _may_fork()


def start_on_other_core(function: Callable[[], str]) -> Callable[[], str]:
    """Start a function in another process, and return a function that waits for its line.

    Where there can be no other process, or it brings nothing, the line is made then.
    """
    started = None
    if has_other_core():
        started = _start_process(lambda _: function(), [""])

    def wait() -> str:
        lines = _read_lines(*started) if started else None
        return lines[0] if lines and len(lines) == 1 else function()

    return wait


class Workshop:
    """A copy of this process that makes what takes much memory, which ends with it.

    It is started when it is first needed. What it does not bring is made here.
    """

    def __init__(self) -> None:
        self._owner = self._process = 0
        self._orders: BinaryIO | None = None
        self._results: BinaryIO | None = None
        self._is_closed = not _may_fork()

    def make(self, make: Callable[[], bytes]) -> bytes:
        """Have the copy call a function of a module with its values; here where it can't."""
        import pickle

        if not self._is_open():
            return make()
        try:
            order = pickle.dumps(make)
        except (pickle.PicklingError, AttributeError, TypeError):
            return make()  # a function within another one
        made = self._exchange(order)
        return make() if made is None else made

    def close(self) -> None:
        """End the copy. It is started again if there is more to make."""
        is_own = self._owner == os.getpid()
        if self._orders and is_own:
            with suppress(OSError):
                _write_part(self._orders, b"")  # another copy may keep the pipe open
        for file in (self._orders, self._results):
            if file:
                with suppress(OSError):
                    file.close()
        self._orders = self._results = None
        if self._process and is_own:
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)
        self._process = 0

    def __del__(self) -> None:
        self.close()

    def _is_open(self) -> bool:
        if self._orders and self._owner != os.getpid():
            self.close()  # in a copy, these pipes are those of the process that was copied
        if self._orders:
            return True
        if self._is_closed or not _may_fork():
            return False
        self._start()
        return self._orders is not None

    def _start(self) -> None:
        if sys.platform == "win32":
            return
        try:
            orders, ours = os.pipe()
            results, theirs = os.pipe()
            process = os.fork()
        except OSError:
            self._is_closed = True
            return
        if not process:
            code = 1
            try:
                os.close(ours)
                os.close(results)
                _carry_out_orders(orders, theirs)
                code = 0
            finally:
                # Nothing of the program that was copied may go on here, whatever happened.
                os._exit(code)
        os.close(orders)
        os.close(theirs)
        self._owner, self._process = os.getpid(), process
        self._orders = os.fdopen(ours, "wb")
        self._results = os.fdopen(results, "rb")

    def _exchange(self, order: bytes) -> bytes | None:
        if self._orders is None or self._results is None:
            return None
        try:
            _write_part(self._orders, order)
            return _read_part(self._results) or None
        except OSError:
            self.close()
            self._is_closed = True
            return None


def _carry_out_orders(orders: int, results: int) -> None:
    """Make what is ordered until there are no more orders; nothing for what cannot be made."""
    import pickle

    with open(orders, "rb") as source, open(results, "wb") as target:
        while order := _read_part(source):
            try:
                made = pickle.loads(order)()
            except Exception:
                made = b""  # it is made once more where the error can be told
            _write_part(target, made)


def _write_part(file: BinaryIO, part: bytes) -> None:
    file.write(len(part).to_bytes(8, "big") + part)
    file.flush()


def _read_part(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(8), "big")
    part = file.read(length)
    if len(part) < length:
        raise OSError("the other process ended")
    return part


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
        body = "".join([f"{function(word)}\n" for word in words]).encode("utf-8", "surrogatepass")
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
    if status or (body and not body.endswith(b"\n")):
        return None
    return body.decode("utf-8", "surrogatepass").split("\n")[:-1]
