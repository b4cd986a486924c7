"""The undo command: steps back, one at a time."""

import json

from tests.journal import Scratch
from tracker import store

WEEK = "entries/2024-W27.yaml"


def test_undo_goes_back_twenty_steps(scratch: Scratch) -> None:
    states = []
    for hour in range(22):
        states.append(scratch.data() if scratch.path().exists() else b"")
        scratch.run("log", "5m", "--at", f"2024-07-05 {hour}:00")
    for state in reversed(states[2:]):
        assert scratch.run("undo").code == 0
        assert scratch.data() == state
    ran = scratch.run("undo")
    assert (ran.code, ran.err) == (1, "tracker: nothing to undo: there are no more steps\n")


def test_undo_passes_over_a_step_that_was_taken_back_by_hand(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    scratch.run("log", "5m", "--at", "10:00")
    between = scratch.data()
    scratch.run("log", "6m", "--at", "11:00")
    scratch.put(between)
    assert scratch.run("undo").out.startswith("Undone: logged 5 min")
    assert scratch.data() == b"title: x\n"


def test_undo_leaves_alone_what_was_changed_since(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    scratch.put(changed := scratch.data() + b"title: mine\n")
    ran = scratch.run("undo")
    assert (ran.code, ran.out) == (1, "")
    assert f"{WEEK} was changed since" in ran.err
    assert scratch.data() == changed


def test_undo_where_nothing_was_written(scratch: Scratch) -> None:
    ran = scratch.run("undo")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing to undo" in ran.err
    assert not (scratch.folder / ".tracker").exists()


def test_undo_data_cut_short_by_a_power_cut_harms_nothing(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    before = scratch.data()
    for step in (scratch.folder / ".tracker/undo").iterdir():
        step.write_bytes(step.read_bytes()[:-9])
    assert scratch.run("undo").code == 1
    assert scratch.data() == before
    assert scratch.run("log", "5m").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == before


def test_undo_over_two_files(scratch: Scratch) -> None:
    other = "entries/2024-W28.yaml"
    scratch.put("title: x\n")
    store.apply_edit(
        scratch.folder, [WEEK, other], lambda files: ("both", {WEEK: None, other: b"title: x\n"})
    )
    assert not scratch.path().exists()
    assert scratch.run("undo").out == "Undone: both\n"
    assert (scratch.data(), scratch.path("2024-W28").exists()) == (b"title: x\n", False)


def test_undo_lists_what_it_would_take_back(scratch: Scratch) -> None:
    assert scratch.run("undo", "--list").out == "Nothing to undo\n"
    scratch.run("log", "5m", "--at", "10:00")
    scratch.run("add", "learned", "One thing.")
    before = scratch.data()
    lines = scratch.run("undo", "--list").out.splitlines()
    assert lines[0].startswith(" 1  added to learned of 2024-W27: One thing.")
    assert lines[1].startswith(" 2  logged 5 min")
    steps = json.loads(scratch.run("undo", "--list", "--json").out)["steps"]
    assert [step["files"] for step in steps] == [[WEEK], [WEEK]]
    assert scratch.data() == before
    assert scratch.run("undo").out.startswith("Undone: added to learned")
    assert len(scratch.run("undo", "--list").out.splitlines()) == 1
