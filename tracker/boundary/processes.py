"""Work that is done on several cores at once, where the system can part a process in two."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, ClassVar, NamedTuple

_MOST = 4  # processes: more wait for each other's memory
_LONGEST = 10_000  # words of a queue: a pipe holds the numbers of more than these
_NUMBER = 4  # bytes


class _State:
    """What this process knows of others that work beside it."""

    started: ClassVar[set[int]] = set()
    is_copy = False
    is_sharing = False  # words, with copies that do not mind what they take


class LeftToOthers(Exception):
    """Something would take much memory that never comes back: another process makes it."""


def map_on_cores(function: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """Map words to lines, each without a line break: a process for each core, at most _MOST.

    Each process takes the next word when it has done one. What the function leaves to others, and
    what these do not bring, is done here at last, so that the result never depends on them.
    """
    lines: dict[int, str] = {}
    queue = _open_queue(len(words)) if has_other_core() else None
    if queue:
        owner = os.getpid()

        def work() -> list[str]:
            return [f"{number} {function(words[number])}" for number in queue.take(owner)]

        others = min(count_cores(), _MOST) - len(_State.started) - 1
        started = [_start_process(work) for _ in range(others)]
        processes = [process for process in started if process]
        _State.started.update(number for number, _ in processes)
        try:
            if processes:
                lines = _work_here(queue, function, words)
        finally:
            queue.close()
            _State.started.difference_update(number for number, _ in processes)
            for process in processes:
                for line in _read_lines(*process) or ():
                    number, _, mapped = line.partition(" ")
                    lines[int(number)] = mapped
    missing = [number for number in range(len(words)) if number not in lines]
    lines.update({number: function(words[number]) for number in missing})
    return [lines[number] for number in range(len(words))]


class _Queue(NamedTuple):
    """Numbers that several processes take from, and those that this one gives back."""

    numbers: int
    returned: int
    give_back: int

    def take(self, owner: int) -> Iterator[int]:
        """Yield numbers in a process that does all of them, also those that are given back.

        No more where the process that started it was killed: nobody waits for the lines.
        """
        os.close(self.give_back)
        for pipe in (self.numbers, self.returned):
            while os.getppid() == owner and (number := os.read(pipe, _NUMBER)):
                yield int.from_bytes(number, "big")

    def close(self) -> None:
        """Close the queue, without the numbers that an error left: the others soon end, too."""
        while os.read(self.numbers, _LONGEST):
            pass
        for pipe in self:
            os.close(pipe)


def _open_queue(length: int) -> _Queue | None:
    """Open a queue of the numbers below `length`; None where the system has no room for it."""
    if sys.platform == "win32" or not 1 < length <= _LONGEST:
        return None
    try:
        numbers, write = os.pipe()
    except OSError:
        return None
    try:
        returned, give_back = os.pipe()
    except OSError:
        os.close(numbers)
        os.close(write)
        return None
    os.set_blocking(give_back, False)  # nobody may read what is given back until the end
    queue = _Queue(numbers, returned, give_back)
    body = b"".join([number.to_bytes(_NUMBER, "big") for number in range(length)])
    os.set_blocking(write, False)
    try:
        is_whole = os.write(write, body) == len(body)
    except BlockingIOError:
        is_whole = False
    os.close(write)
    if not is_whole:
        queue.close()
        return None
    return queue


def _work_here(
    queue: _Queue, function: Callable[[str], str], words: Sequence[str]
) -> dict[int, str]:
    """Take numbers as the other processes do; give back what is better made by them."""
    lines = {}
    _State.is_sharing = True
    try:
        while packed := os.read(queue.numbers, _NUMBER):
            number = int.from_bytes(packed, "big")
            try:
                lines[number] = function(words[number])
            except LeftToOthers:
                with suppress(BlockingIOError):  # else it is made here at last
                    os.write(queue.give_back, packed)
    finally:
        _State.is_sharing = False
    return lines


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
    if early:
        _State.started.add(early[0])

    def wait() -> str:
        started, lines = early, None
        if not started and not _State.is_copy and _may_fork():
            started = _start_process(lambda: [function()])
        if started:
            lines = _read_lines(*started)
            _State.started.discard(started[0])
        return lines[0] if lines and len(lines) == 1 else function()

    return wait


class Workshop:
    """A copy of this process that makes what takes much memory, which ends with it.

    It is started when it is first needed. What it does not bring is made here; so is all that
    another copy asks for, which ends soon itself.
    """

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._process = 0
        self._orders: BinaryIO | None = None
        self._results: BinaryIO | None = None
        self._is_closed = not _may_fork()

    def make(self, make: Callable[[], bytes]) -> bytes:
        """Have the copy call a function of a module with its values; here where it can't.

        LeftToOthers while other processes work that would make it themselves.
        """
        import pickle

        if _State.is_sharing:
            raise LeftToOthers
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
        if self._owner != os.getpid():
            return False
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
        self._process = process
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
    gc.disable()  # it would write to all memory that is shared, and so make it this process' own
    _State.is_copy, _State.is_sharing = True, False
    try:
        os.close(ours)
        lines = list(make_lines())
        body = "".join([f"{line}\n" for line in lines])
        if body.count("\n") == len(lines):
            with open(theirs, "wb") as pipe:
                pipe.write(body.encode("utf-8", "surrogatepass"))
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
