"""Work on several cores is what it is on one, whatever becomes of the other processes."""

import errno
import gc
import os
import signal
import subprocess
import sys
import time
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

    before = list_children()
    assert processes.map_on_cores(shout, [*"abcdef"]) == [*"ABCDEF"]
    assert list_children() == before


@pytest.mark.usefixtures("_three_cores")
def test_an_error_here_ends_the_others() -> None:
    here = os.getpid()

    def fail_here(word: str) -> str:
        if os.getpid() == here:
            raise ValueError(word)
        time.sleep(0.1)
        return word

    opened, before = os.listdir("/proc/self/fd"), list_children()
    began = time.monotonic()
    with pytest.raises(ValueError):
        processes.map_on_cores(fail_here, [str(number) for number in range(5_000)])
    assert time.monotonic() - began < 100, "they do not make what is left"
    assert len(os.listdir("/proc/self/fd")) == len(opened)
    assert list_children() == before
    assert processes.map_on_cores(str.upper, [*"abc"]) == [*"ABC"]


ORPHANS = """\
import os, signal, sys, time
from tracker.boundary import processes
processes.count_cores = lambda: 3
def work(word):
    if os.getpid() == owner and word != "0":
        os.kill(owner, signal.SIGKILL)
    time.sleep(0.05)
    return word
owner = os.getpid()
processes.map_on_cores(work, [str(number) for number in range(2_000)])
"""


@pytest.mark.usefixtures("_three_cores")
def test_where_the_first_is_killed_the_others_end() -> None:
    """They hold its standard output, which is read until the last of them has ended."""
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS],
        capture_output=True,
        env=environment(),
        timeout=20,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("_three_cores")
def test_no_more_processes_than_cores() -> None:
    def count() -> str:
        return "\n".join(processes.map_on_cores(lambda _: str(os.getpid()), [*"abc"]))

    assert len(set(count().split())) > 0
    waits = [processes.start_on_other_core(lambda: str(os.getpid())) for _ in range(2)]
    assert not processes.has_other_core()
    assert set(count().split()) == {str(os.getpid())}
    began = list_children()
    late = processes.start_on_other_core(lambda: str(os.getpid()))
    assert list_children() == began, "it waits until this process does nothing"
    assert late() != str(os.getpid())
    assert len({wait() for wait in waits} - {str(os.getpid())}) == 2
    assert gc.get_freeze_count() == 0, "a program that loads journals would keep its garbage"
    assert processes.has_other_core()

    def list_processes() -> str:
        inner = processes.start_on_other_core(lambda: str(os.getpid()))
        return f"{os.getpid()} {inner()} {processes.has_other_core()}"

    copy, inner, may_copy = processes.start_on_other_core(list_processes)().split()
    assert (inner, may_copy) == (copy, "False"), "a copy has no copies"


@pytest.mark.usefixtures("_three_cores")
def test_on_one_core_memory_ends_with_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "count_cores", lambda: 1)
    opened, before = os.listdir("/proc/self/fd"), list_children()
    wait = processes.start_on_other_core(lambda: str(os.getpid()))
    assert list_children() == before
    assert wait() != str(os.getpid())
    assert len(os.listdir("/proc/self/fd")) == len(opened)
    assert list_children() == before


@pytest.mark.usefixtures("_three_cores")
def test_what_no_pipe_holds_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write into a pipe that nobody reads yet would wait without end."""
    import fcntl

    write, here = os.write, os.getpid()

    def write_to_small_pipe(pipe: int, data: bytes) -> int:
        fcntl.fcntl(pipe, 1031, 4096)  # F_SETPIPE_SZ
        return write(pipe, data)

    monkeypatch.setattr(os, "write", write_to_small_pipe)
    opened = os.listdir("/proc/self/fd")
    words = [str(number) for number in range(3_000)]
    made = processes.map_on_cores(lambda word: f"{word} {os.getpid()}", words)
    assert made == [f"{word} {here}" for word in words]
    assert len(os.listdir("/proc/self/fd")) == len(opened)


@pytest.mark.usefixtures("_three_cores")
def test_what_processes_leave_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_start_process", start_idle_process)
    words = [str(number) for number in range(3_000)]
    assert processes.map_on_cores(str.upper, words) == words


def start_idle_process(_: object) -> tuple[int, int]:
    """Start a process that ends without a line, as one that the system killed."""
    ours, theirs = os.pipe()
    process = os.fork()
    if not process:
        os._exit(1)
    os.close(theirs)
    return process, ours


@pytest.mark.usefixtures("_three_cores")
def test_memory_is_frozen_while_copies_share_it_or_until_it_is_thawed() -> None:
    wait = processes.start_on_other_core(lambda: "")
    assert gc.get_freeze_count() > 0
    wait()
    assert gc.get_freeze_count() == 0
    processes.freeze_memory()
    processes.map_on_cores(str.upper, [*"abc"])
    assert gc.get_freeze_count() > 0, "a build looks through what stays but once"
    processes.thaw_memory()
    assert gc.get_freeze_count() == 0, "a server would keep all that it ever built"


def list_children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


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


def shout(word: str) -> bytes:
    return f"{word.upper()} {os.getpid()}".encode()


@pytest.mark.usefixtures("_three_cores")
@pytest.mark.parametrize("fate", ["", "raises", "leaves", "says more"])
def test_a_line_is_made_in_another_process_or_here(fate: str) -> None:
    here = os.getpid()

    def say() -> str:
        if os.getpid() != here and fate == "raises":
            raise ValueError(fate)
        if os.getpid() != here and fate == "leaves":
            os._exit(0)
        return "more\nlines" if fate == "says more" else str(os.getpid())

    waits = [processes.start_on_other_core(say) for _ in range(3)]
    said = {wait() for wait in waits}
    assert "\n" in "".join(said) if fate == "says more" else (said == {str(here)}) == bool(fate)


def test_without_copies_all_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_may_fork", lambda: False)
    assert processes.start_on_other_core(lambda: str(os.getpid()))() == str(os.getpid())


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
