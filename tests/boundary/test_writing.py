"""How a file gets onto the disk: its bytes synced before it has its name, and the name synced after."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journal import Scratch, environment
from tracker.boundary.writing import release_lock, try_lock

STRACE = shutil.which("strace")
# `fsync(3</j/entries/.x.new>) = 0`, `rename("/j/a", "/j/b") = 0`, `renameat2(AT_FDCWD</j>, "a", AT_FDCWD</j>, "b", 0) = 0`
SYNC = re.compile(r"^\d+ +f(?:data)?sync\(\d+<(.*)>\) += 0$")
RENAME = re.compile(r'^\d+ +rename\w*\(.*?"(.*?)".*?"(.*?)".*\) += 0$')


class Call(NamedTuple):
    """`to` is empty where a file or a folder is synced."""

    path: str
    to: str = ""


def calls_in(trace: str) -> list[Call]:
    found = []
    for line in trace.splitlines():
        if synced := SYNC.match(line):
            found.append(Call(synced[1]))
        elif renamed := RENAME.match(line):
            found.append(Call(renamed[1], renamed[2]))
    return found


def trace_calls(folder: Path, *words: str) -> list[Call]:
    """What a command syncs and renames, in order."""
    trace = folder.parent / "trace"
    watch = [str(STRACE), "-f", "-y", "-s", "4096", "-o", str(trace)]
    watch += ["-e", "trace=fsync,fdatasync,rename,renameat,renameat2"]
    done = subprocess.run(
        [*watch, sys.executable, "-m", "tracker", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if "ptrace" in done.stderr:
        pytest.skip(f"strace may not watch here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    return calls_in(trace.read_text("utf-8", "replace"))


@pytest.mark.skipif(STRACE is None, reason="no strace on this machine")
@pytest.mark.parametrize("old", [None, "title: One\n"])
def test_a_week_is_synced_before_its_rename_and_its_folder_after(
    scratch: Scratch, old: str | None
) -> None:
    """A power cut between the two leaves the old week or the new one, and none with a name and no bytes."""
    if old:
        scratch.put(old)
    calls = trace_calls(scratch.folder, "log", "45m", "zero-to-hero")
    week = str(scratch.path().resolve())
    (renamed,) = (at for at, call in enumerate(calls) if call.to == week)
    assert Call(calls[renamed].path) in calls[:renamed], calls
    assert Call(str(Path(week).parent)) in calls[renamed + 1 :], calls


@pytest.mark.skipif(sys.platform == "win32", reason="Windows parts no process")
def test_a_released_lock_is_free_while_a_copy_of_the_process_works(tmp_path: Path) -> None:
    path, flags = tmp_path / "lock", os.O_RDWR | os.O_CREAT
    lock, (ours, theirs) = os.open(path, flags), os.pipe()
    assert try_lock(lock)
    copy = os.fork()
    if not copy:
        os.close(theirs)
        os.read(ours, 1)
        os._exit(0)
    release_lock(lock)
    other = os.open(path, flags)
    assert try_lock(other)
    release_lock(other)
    os.close(theirs)
    os.close(ours)
    os.waitpid(copy, 0)
