"""A journal's files: found, read, and replaced whole, one step at a time. What is said to be written is on the disk."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from tracker.model import TrackerError

ENTRIES = "entries"
UNDO_STEPS = 20
_LOCK_SECONDS = 10.0
_TRIES = 20
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}

Path = str | os.PathLike[str]
Files = dict[str, bytes | None]  # name, relative to the journal -> its bytes, None where there is no such file


class Step(NamedTuple):
    """Something done: in words, and what the files held before and after it."""

    what: str
    before: Files
    after: Files


class Written(NamedTuple):
    """What was done, in words, and warnings that came with it."""

    what: str
    warnings: tuple[str, ...] = ()


def find_journal(start: Path, named: str | None = None) -> str:
    """The folder that holds entries/: the one that is named, else `start` or the nearest one above it."""
    if named:
        if os.path.isdir(os.path.join(named, ENTRIES)):
            return os.path.abspath(named)
        raise TrackerError(f"{named} is no journal: it holds no folder {ENTRIES}/")
    folder = os.path.abspath(start)
    while not os.path.isdir(os.path.join(folder, ENTRIES)):
        above = os.path.dirname(folder)
        if above == folder:
            raise TrackerError(
                f"no journal here: no folder {ENTRIES}/ in {os.fspath(start)} or above it; name one with --journal DIR"
            )
        folder = above
    return folder


def list_files(root: Path) -> list[str]:
    """Every YAML file of entries/, as `entries/2024-W27.yaml`, in order of names."""
    names = sorted(name for name in os.listdir(os.path.join(root, ENTRIES)) if name.endswith((".yaml", ".yml")))
    paths = [f"{ENTRIES}/{name}" for name in names if not name.startswith(".")]
    return [path for path in paths if not os.path.isdir(os.path.join(root, path))]


def read_files(root: Path) -> dict[str, bytes]:
    """Every YAML file of entries/ -> its bytes."""
    found = {path: read_file(root, path) for path in list_files(root)}
    return {path: data for path, data in found.items() if data is not None}


def read_file(root: Path, name: str) -> bytes | None:
    try:
        with open(os.path.join(root, name), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def replace(root: Path, names: Sequence[str], edit: Callable[[Files], tuple[str, Files]]) -> Written:
    """Put what `edit` makes of the files in their place, all or none, and keep the step for undo.

    `edit` is given what `names` hold and gives words for what it does and the new bytes. It is asked again if another
    program wrote meanwhile. When this returns, the new bytes are on the disk; when it raises, the old ones are.
    """
    lock = _lock(root)
    try:
        _settle(root)
        for _ in range(_TRIES):
            before = {name: read_file(root, name) for name in names}
            what, after = edit(dict(before))
            after = {name: data for name, data in after.items() if data != before[name]}
            step = Step(what.replace("\n", " "), {name: before[name] for name in after}, after)
            if not after:
                return Written(what)
            if (warnings := _take(root, step)) is not None:
                return Written(what, warnings)
        raise TrackerError(
            f"another program keeps writing to {names[0]}; nothing was written, try again when it is done"
        )
    finally:
        os.close(lock)


def undo(root: Path) -> Written:
    """Put the bytes back that stood there before the last step. TrackerError where a file has changed since."""
    if not os.path.isdir(_tracker(root, "undo")):
        raise TrackerError("nothing to undo: tracker has written nothing here yet")
    lock = _lock(root)
    try:
        _settle(root)
        for number, step in _steps(root):
            now = {name: read_file(root, name) for name in step.after}
            if now == step.before:
                os.unlink(_tracker(root, "undo", number))  # it was cut off before it began, or taken back by hand
                continue
            changed = [name for name in now if now[name] != step.after[name]]
            warnings = None if changed else _put(root, step.after, step.before)
            if warnings is None:
                raise TrackerError(f"{[*changed, 'a file'][0]} was changed since, so this step stays: {step.what}")
            os.unlink(_tracker(root, "undo", number))
            return Written(step.what, warnings)
        raise TrackerError("nothing to undo: there are no more steps")
    finally:
        os.close(lock)


# One step


def _take(root: Path, step: Step) -> tuple[str, ...] | None:
    """Do the step, its undo data first. None, and nothing done, where a file is not as it was read."""
    numbers = _numbers(root)
    mine = _tracker(root, "undo", f"{int(numbers[-1]) + 1 if numbers else 1:06}")
    os.makedirs(_tracker(root, "undo"), exist_ok=True)
    warnings = None
    try:
        _write(mine, _packed(step), None, sync=len(step.after) > 1)
        warnings = _put(root, step.before, step.after)
    finally:
        # Nothing was done, so there is nothing to undo; but one file of many may be in place already.
        if warnings is None and not any(read_file(root, name) == data for name, data in step.after.items()):
            with suppress(FileNotFoundError):
                os.unlink(mine)
    if warnings is not None:
        for old in numbers[: max(0, len(numbers) + 1 - UNDO_STEPS)]:
            os.unlink(_tracker(root, "undo", old))
    return warnings


def _settle(root: Path) -> None:
    """Take back a step over several files that was cut off halfway."""
    step = next((step for _, step in _steps(root)), None)
    if step and len(step.after) > 1:
        now = {name: read_file(root, name) for name in step.after}
        done = [name for name in now if now[name] == step.after[name]]
        undone = [name for name in now if now[name] == step.before[name]]
        if done and undone and len(done) + len(undone) == len(now):
            _put(root, {name: now[name] for name in done}, {name: step.before[name] for name in done})


def _put(root: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> tuple[str, ...] | None:
    """Each file's bytes replaced durably. None, and nothing done, where one does not hold `before` any more."""
    targets = {name: os.path.realpath(os.path.join(root, name)) for name in after}
    fresh: dict[str, str] = {}
    try:
        for name, target in targets.items():
            _refuse_read_only(name, target)
            data = after[name]
            if data is not None:
                fresh[name] = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.new")
                _write(fresh[name], data, target, sync=True)
        # An editor that knows no lock may have written since. From here to the rename it is microseconds.
        if any(read_file(root, name) != data for name, data in before.items() if name in after):
            return None
        for name, target in targets.items():
            if name in fresh:
                os.replace(fresh[name], target)
                del fresh[name]
            else:
                os.unlink(target)
    finally:
        for left in fresh.values():
            if os.path.exists(left):
                os.unlink(left)
    return _sync_folders({os.path.dirname(target) for target in targets.values()})


def _refuse_read_only(name: str, target: str) -> None:
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return
    # Root may write to it all the same, but whoever took the right away meant something by it.
    if not mode & 0o200 or not os.access(target, os.W_OK):
        raise TrackerError(f"{name} is read-only; nothing was written")


def _write(path: str, data: bytes, like: str | None, sync: bool) -> None:
    """A new file, with the mode and owner of `like` if that exists. Only whoever holds the lock comes here."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o666)
    try:
        _keep_owner(file, like)
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        if sync:
            os.fsync(file)
    finally:
        os.close(file)


def _keep_owner(file: int, like: str | None) -> None:
    if like is None or sys.platform == "win32":
        return
    try:
        old = os.stat(like)
    except FileNotFoundError:
        return
    new = os.fstat(file)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):  # it is ours to write, but perhaps not ours to give away
            os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, old.st_mode & 0o7777)


def _sync_folders(folders: set[str]) -> tuple[str, ...]:
    """The rename is done and seen by all; that it outlives a power cut is what this adds."""
    if sys.platform == "win32":
        return ()
    try:
        for folder in folders:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        return (f"written, but the disk did not confirm it ({error.strerror}); a power cut could lose this",)
    return ()


# Undo data: .tracker/undo/000001, 000002, ...


def _steps(root: Path) -> Iterator[tuple[str, Step]]:
    """The steps that can be read, last one first."""
    for number in reversed(_numbers(root)):
        with suppress(ValueError):  # a power cut left only a part of it
            yield number, _unpacked(read_file(root, f".tracker/undo/{number}") or b"")


def _numbers(root: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(_tracker(root, "undo")) if name.isascii() and name.isdigit())
    except FileNotFoundError:
        return []


def _packed(step: Step) -> bytes:
    """A line of words, a line for each file with the lengths of its old and new bytes, an empty line, the bytes."""
    head, bodies = [step.what], []
    for name in step.after:
        sides = step.before[name], step.after[name]
        head.append("\t".join([name, *("-" if data is None else str(len(data)) for data in sides)]))
        bodies += [data for data in sides if data is not None]
    return "\n".join([*head, "", ""]).encode("utf-8", "surrogateescape") + b"".join(bodies)


def _unpacked(data: bytes) -> Step:
    head, _, rest = data.partition(b"\n\n")
    what, *lines = head.decode("utf-8", "surrogateescape").split("\n")
    step = Step(what, {}, {})
    for line in lines:
        name, *lengths = line.split("\t")
        for side, length in zip((step.before, step.after), lengths, strict=True):
            size = 0 if length == "-" else int(length)
            if size > len(rest):
                raise ValueError(f"{name}: {size} bytes expected")
            side[name], rest = None if length == "-" else rest[:size], rest[size:]
    if not step.after:
        raise ValueError("no files")
    return step


def own_folder(root: Path) -> str:
    """.tracker/, where this clone keeps what git is not to see; made if it is not there."""
    os.makedirs(_tracker(root), exist_ok=True)
    ignore = _tracker(root, ".gitignore")
    if not os.path.exists(ignore):
        with open(ignore, "w", encoding="ascii") as file:
            file.write("*\n")
    return _tracker(root)


def _tracker(root: Path, *names: str) -> str:
    return os.path.join(root, ".tracker", *names)


# The lock


def _lock(root: Path) -> int:
    """.tracker/lock, held by this program alone until it is closed or the program ends, however it ends."""
    lock = os.open(os.path.join(own_folder(root), "lock"), os.O_RDWR | os.O_CREAT, 0o666)
    deadline = time.monotonic() + _LOCK_SECONDS
    while not _try_lock(lock):
        if time.monotonic() > deadline:
            os.close(lock)
            raise TrackerError("another tracker has been writing to this journal for ten seconds; nothing was written")
        # 0.5 to 5 ms, never longer: waiting longer each time starved a writer for 351 of 401 turns.
        time.sleep(0.0005 + os.urandom(1)[0] / 255 * 0.0045)
    return lock


def _try_lock(lock: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        os.close(lock)
        raise
    return True
