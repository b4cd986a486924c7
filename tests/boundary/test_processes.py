"""Work on several cores is what it is on one, whatever becomes of the other processes."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journal import environment
from tests.tools.generate import make_journal
from tracker.boundary import processes


@pytest.fixture
def _three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("processes are parted on Linux alone")
    monkeypatch.setattr(processes, "count_cores", lambda: 3)
    monkeypatch.setattr(processes, "_may_fork", lambda: True)


@pytest.mark.usefixtures("_three_cores")
def test_lines_come_back_in_their_order() -> None:
    @settings(max_examples=20)  # each example starts processes
    @given(st.lists(st.text(st.characters(exclude_characters="\n")), max_size=9))
    def compare(words: list[str]) -> None:
        assert processes.map_on_cores(str.title, words) == [word.title() for word in words]

    compare()
    assert (
        processes.map_on_cores(lambda word: word * 99_999, ["a", "b", "\ud800"])[2][0] == "\ud800"
    )


@pytest.mark.usefixtures("_three_cores")
@pytest.mark.parametrize("fate", ["raises", "leaves", "says more"])
def test_what_another_process_does_not_bring_is_done_here(fate: str) -> None:
    here = os.getpid()

    def shout(word: str) -> str:
        if os.getpid() != here and word in "bc":
            if fate == "raises":
                raise ValueError(word)
            if fate == "leaves":
                os._exit(0)
            return "more\nlines"
        return word.upper()

    assert processes.map_on_cores(shout, [*"abcdef"]) == [*"ABCDEF"]


@pytest.mark.usefixtures("_three_cores")
@pytest.mark.parametrize("call", ["pipe", "fork", "waitpid"])
def test_a_system_without_room_for_processes_has_it_done_here(
    call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = getattr(os, call)

    def refuse(*given: int) -> int:
        if call == "waitpid":
            really(*given)
            raise ChildProcessError(errno.ECHILD, "No child processes")
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, call, refuse)
    opened = os.listdir("/proc/self/fd")
    assert processes.map_on_cores(str.upper, [*"abcdef"]) == [*"ABCDEF"]
    assert len(os.listdir("/proc/self/fd")) == len(opened)


def test_ten_years_are_read_on_all_cores(tmp_path: Path) -> None:
    make_journal(tmp_path, 60, sessions=5, words=40)
    code = """
import os, sys
from tracker.boundary import processes
from tracker import cli
processes.count_cores = lambda: int(sys.argv[1])
fork, forks = os.fork, []
def count():
    forks.append(1)
    return fork()
os.fork = count
cli.main(["report", "all", "--json"])
cli.main(["show", "/gradient/"])
print(len(forks))
"""
    outs = []
    for cores, forks in ((1, 0), (2, 2)):
        for memory in tmp_path.glob(".tracker/*.json"):
            memory.unlink()
        done = subprocess.run(
            [sys.executable, "-c", code, str(cores)],
            cwd=tmp_path,
            env=environment(TRACKER_NOW="2018-01-20T21:00"),
            capture_output=True,
            check=True,
        )
        *lines, forked = done.stdout.decode().splitlines()
        assert int(forked) == (forks if sys.platform == "linux" else 0)
        outs.append((lines, done.stderr))
    assert outs[0] == outs[1]
    assert len(outs[0][0]) > 20
