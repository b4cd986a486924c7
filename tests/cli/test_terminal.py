"""What was done is said once, in words or as JSON, also where stdout takes nothing."""

import json
import subprocess
import sys

import pytest

from tests.journal import Scratch, environment, read_sessions

WEEK = "entries/2024-W27.yaml"
CHANGES = [
    # the words, the id, the file
    (["log", "45m", "vas"], "session", WEEK),
    (["note", "vas", "x"], "session", WEEK),
    (["start", "vas"], "session", WEEK),
    (["done", "zero/mlp"], "zero-to-hero", WEEK),
    (["rename", "four-gram", "bigram"], "bigram", "entries/plan.yaml"),
    (["add", "course", "latin"], None, "entries/plan.yaml"),
]


@pytest.mark.parametrize(("words", "id_", "file"), CHANGES, ids=str)
def test_a_change_as_json(words: list[str], id_: str | None, file: str, scratch: Scratch) -> None:
    ran = scratch.run(*words, "--json")
    assert ran.code == 0, ran.err
    facts = json.loads(ran.out)
    assert list(facts) == ["what", "id", "file", "files", "undo"]
    if id_ == "session":
        id_ = read_sessions(scratch)[-1]["id"]
    assert (facts["id"], facts["file"], facts["undo"]) == (id_, file, "tracker undo")
    undone = json.loads(scratch.run("undo", "--json").out)
    assert undone["what"] == f"Undone: {facts['what'][:1].lower()}{facts['what'][1:]}"
    assert (undone["files"], undone["undo"]) == (facts["files"], None)
    assert not scratch.run("undo").out.startswith("{")


def test_each_step_of_a_session_as_json(scratch: Scratch) -> None:
    id_ = json.loads(scratch.run("start", "zero", "--json").out)["id"]
    steps = [
        ["stop"],
        ["edit", "last", "50m"],
        ["edit", "last", "--at", "2024-06-30 9:00"],
        ["remove", id_],
    ]
    for words in steps:
        assert json.loads(scratch.run(*words, "--json").out)["id"] == id_


@pytest.mark.parametrize("words", [["serve"], ["schema", "week"], ["init"]])
def test_no_json_of_what_changes_nothing(words: list[str], scratch: Scratch) -> None:
    assert scratch.run(*words, "--json").code == 2


def test_a_refusal_is_no_json(scratch: Scratch) -> None:
    ran = scratch.run("log", "17h", "--json")
    assert (ran.code, ran.out) == (1, "")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_behind_stdout_hides_no_session(scratch: Scratch) -> None:
    command = f"{sys.executable} -m tracker log 45m vas >/dev/full"
    ran = subprocess.run(
        command, shell=True, cwd=scratch.folder, env=environment(), capture_output=True, check=False
    )
    assert ran.returncode == 0
    assert b"No space left on device, but it is written: Logged 45 min of vasw" in ran.stderr
    assert len(read_sessions(scratch)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell that closes streams")
@pytest.mark.parametrize("words", ["week", "report", "plan", "log 45m vas", "status"])
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(words: str, closed: str, scratch: Scratch) -> None:
    command = f"{sys.executable} -m tracker {words} {closed}"
    ran = subprocess.run(
        command, shell=True, cwd=scratch.folder, env=environment(), capture_output=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert bool(ran.stdout) == (closed == "2>&-")
