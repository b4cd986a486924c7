"""Read a journal's files, and change them in steps that can be undone.

A step replaces whole files, all or none of them. When it is reported as written, it is on the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, NoReturn

from tracker.boundary.reading import (
    ENTRIES,
    OWN,
    Path,
    find_journal,
    list_entries,
    read_entries,
    read_file,
)
from tracker.boundary.writing import (
    UNDO,
    Files,
    delete_own,
    file_kind_of,
    has_own_folder,
    is_writable,
    list_own,
    lock_journal,
    own_file,
    read_own,
    release_lock,
    replace_files,
    write_bytes,
)
from tracker.model.journal import PLAN_PATH, TrackerError, error_lines
from tracker.model.plan import Plan

__all__ = [
    "ENTRIES",
    "Files",
    "Path",
    "WriteResult",
    "find_journal",
    "list_entries",
    "read_entries",
    "read_file",
]

UNDO_STEPS = 20
_TRIES = 20
_STEP_BYTES = 2_000_000_000  # of undo data: an import may change every week
_NUMBER = re.compile(r"[0-9]{6,9}")
# In UNDO while the several files of a step are being replaced: the step's number.
_UNFINISHED, _NOTE_BYTES = "unfinished", 9


class UndoStep(NamedTuple):
    """A step: its description, and the bytes of its files before and after it."""

    what: str
    before: Files
    after: Files


class WriteResult(NamedTuple):
    """The description of a step, warnings, and the files that are others now."""

    what: str
    warnings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Undo(NamedTuple):
    """The steps that can be undone, last one first, each with its number.

    `strange`: a message for each file of undo data that tracker did not write.
    """

    steps: list[tuple[str, UndoStep]]
    strange: tuple[str, ...]


def apply_edit(
    root: Path, names: Sequence[str], edit: Callable[[Files], tuple[str, Files]]
) -> WriteResult:
    """Replace the bytes of files by those that `edit` makes, all or none, and keep the undo data.

    `edit` takes the bytes of the files `names`, and returns a description of the step and the new
    bytes. It is called again if another program wrote meanwhile. When this function returns, the
    new bytes are on the disk; when it raises, the old ones are.
    """
    lock = lock_journal(root)
    try:
        strange, _ = _finish_cut_off_step(root)
        for _ in range(_TRIES):
            before = _read_files(root, names)
            what, edited = edit(dict(before))
            after = {name: data for name, data in edited.items() if data != before[name]}
            if not after:
                return WriteResult(what, strange)
            _refuse_large(before, after)
            before = {name: before[name] for name in after}
            step = UndoStep(what.replace("\n", " "), before, after)
            warnings = _take_step_or_explain(root, step)
            if warnings is not None:
                return WriteResult(what, (*warnings, *strange), tuple(after))
        raise TrackerError(
            f"another program keeps writing to {names[0]}; "
            "nothing was written, try again when it is done"
        )
    finally:
        release_lock(lock)


def undo_last_step(root: Path) -> WriteResult:
    """Restore the bytes from before the last step. TrackerError where a file has changed since."""
    if not has_own_folder(root, UNDO):
        raise TrackerError("nothing to undo: tracker has written nothing here yet")
    lock = lock_journal(root)
    try:
        strange, taken_back = _finish_cut_off_step(root)
        for number, step in read_steps(root).steps:
            now = _read_files(root, step.after)
            if now == step.before:
                delete_own(root, UNDO, number)
                if number == taken_back:  # an undo of this step was cut off, and is finished now
                    return WriteResult(step.what, strange, tuple(step.after))
                # The step was cut off before it began, or somebody took it back by hand.
                continue
            for name, data in now.items():
                if data != step.after[name]:
                    _raise_changed(name, step)
            _mark_unfinished(root, number, step)
            warnings = replace_files(root, step.after, step.before)
            delete_own(root, UNDO, _UNFINISHED)
            if warnings is None:
                _raise_changed("a file", step)
            delete_own(root, UNDO, number)
            return WriteResult(step.what, (*warnings, *strange), tuple(step.after))
        raise TrackerError("; ".join(["nothing to undo: there are no more steps", *strange]))
    finally:
        release_lock(lock)


def _raise_changed(name: str, step: UndoStep) -> NoReturn:
    raise TrackerError(f"{name} was changed since, so this step stays: {step.what}")


# ---- one step


def _read_files(root: Path, names: Iterable[str]) -> Files:
    return {name: read_file(root, name, file_kind_of(name)) for name in names}


def _refuse_large(before: Files, after: Files) -> None:
    """Raise TrackerError for a file larger than its kind.

    Only its beginning was read, so writing it would lose the rest.
    """
    for name in after:
        most = file_kind_of(name).most
        if len(before[name] or b"") > most:
            raise TrackerError(f"{name} is larger than {most:,} bytes; nothing was written")


def _take_step_or_explain(root: Path, step: UndoStep) -> tuple[str, ...] | None:
    """Take the step; TrackerError where the disk is full or refuses, and nothing was written."""
    try:
        return _take_step(root, step)
    except OSError as error:
        if _read_files(root, step.before) != step.before:
            raise  # one of several files is in place; the next command takes it back
        raise TrackerError(f"{error.strerror or error}; nothing was written") from None


def _take_step(root: Path, step: UndoStep) -> tuple[str, ...] | None:
    """Write the undo data, then the files. None, and nothing is done, where a file has changed."""
    numbers = _list_step_numbers(root)
    last = int(numbers[-1]) if numbers else 0
    number = f"{last + 1:06}"
    warnings = None
    try:
        data = pack_step(step)
        write_bytes(own_file(root, f"{UNDO}/{number}"), data, sync=len(step.after) > 1)
        _mark_unfinished(root, number, step)
        warnings = replace_files(root, step.before, step.after)
    finally:
        # Without a write there is nothing to undo; but one file of several may be in place already.
        if warnings is not None:
            delete_own(root, UNDO, _UNFINISHED)
        elif not _is_partly_done(root, step):
            delete_own(root, UNDO, _UNFINISHED)
            delete_own(root, UNDO, number)
    if warnings is not None:
        count = len(numbers) + 1
        for old in numbers[: max(0, count - UNDO_STEPS)]:
            delete_own(root, UNDO, old)
    return warnings


def _mark_unfinished(root: Path, number: str, step: UndoStep) -> None:
    """Note the number of a step whose several files are about to be replaced.

    Without the note a step that was cut off looks like one of whose files the author has deleted
    or restored some since.
    """
    if len(step.after) > 1:
        write_bytes(own_file(root, f"{UNDO}/{_UNFINISHED}"), number.encode(), sync=True)


def _is_partly_done(root: Path, step: UndoStep) -> bool:
    now = _read_files(root, step.after)
    return any(now[name] == data for name, data in step.after.items())


def _finish_cut_off_step(root: Path) -> tuple[tuple[str, ...], str | None]:
    """Take back a step over several files that was cut off halfway.

    Returns a message for each file of undo data that tracker did not write, and the number of the
    step that was taken back, if one was.
    """
    undo = read_steps(root, newest=1)
    unfinished = read_own(root, f"{UNDO}/{_UNFINISHED}", _NOTE_BYTES)
    if unfinished is None:
        return undo.strange, None
    taken_back = None
    for number, step in undo.steps:
        if number.encode() == unfinished:
            now = _read_files(root, step.after)
            done = [name for name in now if now[name] == step.after[name]]
            undone = [name for name in now if now[name] == step.before[name]]
            if done and undone and len(done) + len(undone) == len(now):
                replace_files(
                    root,
                    {name: now[name] for name in done},
                    {name: step.before[name] for name in done},
                )
                taken_back = number
    delete_own(root, UNDO, _UNFINISHED)
    return undo.strange, taken_back


# ---- undo data: .tracker/undo/000001, 000002, ...


def read_steps(root: Path, newest: int | None = None) -> Undo:
    """Read the steps that can be undone, the last one first; at most `newest` of them if given.

    A file that names other files than the journal's own was not written by this program: it may
    have come with the repository, so its step is not taken.
    """
    steps, strange = [], []
    for number in reversed(_list_step_numbers(root)):
        try:
            step = unpack_step(read_own(root, f"{UNDO}/{number}", _STEP_BYTES) or b"")
        except ValueError:
            continue  # a power cut left only a part of it
        foreign = [name for name in step.after if not is_writable(name)]
        if foreign:
            path = f"{OWN}/{UNDO}/{number}"
            strange.append(
                f"{path} names {foreign[0]}, which is not the journal's: "
                f"left alone, remove it with rm {path}"
            )
        else:
            steps.append((number, step))
        if newest is not None and len(steps) >= newest:
            break
    return Undo(steps, tuple(strange))


def _list_step_numbers(root: Path) -> list[str]:
    numbers = [name for name in list_own(root, UNDO) if _NUMBER.fullmatch(name)]
    return sorted(numbers, key=int)


def pack_step(step: UndoStep) -> bytes:
    """Pack a step into the bytes of a file of undo data.

    A line for the description, a line for each file with its name and the lengths of its old and
    new bytes (`-` for no file), an empty line, and all the bytes.
    """
    lines = [step.what]
    bodies = []
    for name in step.after:
        columns = [name]
        for data in (step.before[name], step.after[name]):
            if data is None:
                columns.append("-")
            else:
                columns.append(str(len(data)))
                bodies.append(data)
        lines.append("\t".join(columns))
    head = "\n".join(lines) + "\n\n"
    return head.encode("utf-8", "surrogateescape") + b"".join(bodies)


def unpack_step(data: bytes) -> UndoStep:
    """Unpack the step that `pack_step` packed. ValueError where the bytes are no step."""
    head, _, rest = data.partition(b"\n\n")
    what, *lines = head.decode("utf-8", "surrogateescape").split("\n")
    step = UndoStep(what, {}, {})
    for line in lines:
        name, *lengths = line.split("\t")
        for side, length in zip((step.before, step.after), lengths, strict=True):
            if length == "-":
                side[name] = None
                continue
            size = int(length)
            if not 0 <= size <= len(rest):
                raise ValueError(f"{name}: {size} bytes expected")
            side[name], rest = rest[:size], rest[size:]
    if not step.after:
        raise ValueError("no files")
    return step


def read_plan(root: str) -> tuple[Plan, list[str]]:
    """Read the plan, an empty one where it cannot be read, and a line for each error in it."""
    from tracker.format import loader  # imported here: completion finds the journal, reads no file

    path = PLAN_PATH
    data = read_file(root, path)
    if data is None:
        return Plan(), []
    plan, problems = loader.load_plan(path, data)
    return plan or Plan(), error_lines(problems)
