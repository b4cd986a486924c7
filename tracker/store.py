"""A journal's steps: files replaced whole, one step at a time, and undone. What is said to be written is on disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

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
    has_own_folder,
    is_writable,
    kind_of,
    list_own,
    lock_journal,
    own_file,
    read_own,
    replace_files,
    unlock,
    write_synced,
)
from tracker.model.journal import TrackerError, error_lines
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


class UndoStep(NamedTuple):
    """Something done: in words, and what the files held before and after it."""

    what: str
    before: Files
    after: Files


class WriteResult(NamedTuple):
    """What was done, in words, and warnings that came with it."""

    what: str
    warnings: tuple[str, ...] = ()


class Undo(NamedTuple):
    """The steps that can be undone, last one first, each under its number; and a line for each file left alone."""

    steps: list[tuple[str, UndoStep]]
    strange: tuple[str, ...]


def apply_edit(
    root: Path, names: Sequence[str], edit: Callable[[Files], tuple[str, Files]]
) -> WriteResult:
    """Put what `edit` makes of the files in their place, all or none, and keep the step for undo.

    `edit` is given what `names` hold and gives words for what it does and the new bytes. It is asked again if another
    program wrote meanwhile. When this returns, the new bytes are on the disk; when it raises, the old ones are.
    """
    lock = lock_journal(root)
    try:
        strange = _finish_cut_off_step(root)
        for _ in range(_TRIES):
            before = {name: read_file(root, name, kind_of(name)) for name in names}
            what, after = edit(dict(before))
            after = {name: data for name, data in after.items() if data != before[name]}
            _refuse_large(before, after)
            step = UndoStep(what.replace("\n", " "), {name: before[name] for name in after}, after)
            if not after:
                return WriteResult(what, strange)
            if (warnings := _take_step_or_explain(root, step)) is not None:
                return WriteResult(what, (*warnings, *strange))
        raise TrackerError(
            f"another program keeps writing to {names[0]}; nothing was written, try again when it is done"
        )
    finally:
        unlock(lock)


def undo_last_step(root: Path) -> WriteResult:
    """Put the bytes back that stood there before the last step. TrackerError where a file has changed since."""
    if not has_own_folder(root, UNDO):
        raise TrackerError("nothing to undo: tracker has written nothing here yet")
    lock = lock_journal(root)
    try:
        strange = _finish_cut_off_step(root)
        for number, step in read_steps(root).steps:
            now = {name: read_file(root, name, kind_of(name)) for name in step.after}
            if now == step.before:
                delete_own(
                    root, UNDO, number
                )  # it was cut off before it began, or taken back by hand
                continue
            changed = [name for name in now if now[name] != step.after[name]]
            warnings = None if changed else replace_files(root, step.after, step.before)
            if warnings is None:
                raise TrackerError(
                    f"{[*changed, 'a file'][0]} was changed since, so this step stays: {step.what}"
                )
            delete_own(root, UNDO, number)
            return WriteResult(step.what, (*warnings, *strange))
        raise TrackerError("; ".join(["nothing to undo: there are no more steps", *strange]))
    finally:
        unlock(lock)


# ---- one step


def _refuse_large(before: Files, after: Files) -> None:
    """TrackerError for a file larger than its kind: only its beginning was read, so to write it would lose the rest."""
    for name in after:
        most = kind_of(name).most
        if len(before[name] or b"") > most:
            raise TrackerError(f"{name} is larger than {most:,} bytes; nothing was written")


def _take_step_or_explain(root: Path, step: UndoStep) -> tuple[str, ...] | None:
    """Do the step; where the disk is full or refuses, say that nothing was written, if that is so."""
    try:
        return _take_step(root, step)
    except OSError as error:
        if any(read_file(root, name, kind_of(name)) != data for name, data in step.before.items()):
            raise  # one of several files is in place; the next command takes it back
        raise TrackerError(f"{error.strerror or error}; nothing was written") from None


def _take_step(root: Path, step: UndoStep) -> tuple[str, ...] | None:
    """Do the step, its undo data first. None, and nothing done, where a file is not as it was read."""
    numbers = _list_step_numbers(root)
    mine = f"{int(numbers[-1]) + 1 if numbers else 1:06}"
    warnings = None
    try:
        write_synced(own_file(root, f"{UNDO}/{mine}"), pack_step(step), sync=len(step.after) > 1)
        warnings = replace_files(root, step.before, step.after)
    finally:
        # Nothing was done, so there is nothing to undo; but one file of many may be in place already.
        in_place = [
            name
            for name, data in step.after.items()
            if read_file(root, name, kind_of(name)) == data
        ]
        if warnings is None and not in_place:
            delete_own(root, UNDO, mine)
    if warnings is not None:
        for old in numbers[: max(0, len(numbers) + 1 - UNDO_STEPS)]:
            delete_own(root, UNDO, old)
    return warnings


def _finish_cut_off_step(root: Path) -> tuple[str, ...]:
    """Take back a step over several files that was cut off halfway. A line for each file of undo data left alone."""
    found = read_steps(root, newest=1)
    for _, step in found.steps:
        if len(step.after) > 1:
            now = {name: read_file(root, name, kind_of(name)) for name in step.after}
            done = [name for name in now if now[name] == step.after[name]]
            undone = [name for name in now if now[name] == step.before[name]]
            if done and undone and len(done) + len(undone) == len(now):
                replace_files(
                    root,
                    {name: now[name] for name in done},
                    {name: step.before[name] for name in done},
                )
    return found.strange


# ---- undo data: .tracker/undo/000001, 000002, ...


def read_steps(root: Path, newest: int | None = None) -> Undo:
    """The steps that can be undone, the last one first. `newest`: so many of them at most, all where it is None.

    A file that names anything but the journal's own files was not written by this program: it may have come with the
    repository, so nothing of it is done.
    """
    steps, strange = [], []
    for number in reversed(_list_step_numbers(root)):
        try:
            step = unpack_step(read_own(root, f"{UNDO}/{number}", _STEP_BYTES) or b"")
        except ValueError:
            continue  # a power cut left only a part of it
        foreign = next((name for name in step.after if not is_writable(name)), None)
        if foreign is None:
            steps.append((number, step))
        else:
            path = f"{OWN}/{UNDO}/{number}"
            strange.append(
                f"{path} names {foreign}, which is not the journal's: left alone, remove it with rm {path}"
            )
        if newest is not None and len(steps) >= newest:
            break
    return Undo(steps, tuple(strange))


def _list_step_numbers(root: Path) -> list[str]:
    return sorted((name for name in list_own(root, UNDO) if _NUMBER.fullmatch(name)), key=int)


def pack_step(step: UndoStep) -> bytes:
    """A line of words, a line for each file with the lengths of its old and new bytes, an empty line, the bytes."""
    head, bodies = [step.what], []
    for name in step.after:
        sides = step.before[name], step.after[name]
        head.append("\t".join([name, *("-" if data is None else str(len(data)) for data in sides)]))
        bodies += [data for data in sides if data is not None]
    return "\n".join([*head, "", ""]).encode("utf-8", "surrogateescape") + b"".join(bodies)


def unpack_step(data: bytes) -> UndoStep:
    """The step that `pack_step` packed. ValueError where the bytes are no step."""
    head, _, rest = data.partition(b"\n\n")
    what, *lines = head.decode("utf-8", "surrogateescape").split("\n")
    step = UndoStep(what, {}, {})
    for line in lines:
        name, *lengths = line.split("\t")
        for side, length in zip((step.before, step.after), lengths, strict=True):
            size = 0 if length == "-" else int(length)
            if not 0 <= size <= len(rest):
                raise ValueError(f"{name}: {size} bytes expected")
            side[name], rest = None if length == "-" else rest[:size], rest[size:]
    if not step.after:
        raise ValueError("no files")
    return step


def read_plan(root: str) -> tuple[Plan, list[str]]:
    """The plan, or an empty one where it cannot be read; and hints that say so."""
    from tracker.format import loader  # here, for TAB asks where the journal is, and reads no file

    path = f"entries/{loader.PLAN_FILE}"
    data = read_file(root, path)
    if data is None:
        return Plan(), []
    plan, problems = loader.load_plan(path, data)
    return plan or Plan(), error_lines(problems)
