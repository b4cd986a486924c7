"""The remove command."""

from tests.journal import Scratch

WEEK = "2024-W27"


LINE = "  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: 'x', id: 7kq2m9} # mine\n"
TEXT = f"title: x\nsessions:\n{LINE}  - {{start: 2024-07-02, minutes: 5}}\n"


def test_remove(scratch: Scratch) -> None:
    scratch.put(TEXT)
    ran = scratch.run("remove", "7kq")
    assert ran == (
        0,
        "Removed 45 min of zero-to-hero/micrograd, Mon 2024-07-01 19:30-20:15 (7kq2m9). Undo: tracker undo\n",
        "",
    )
    assert scratch.data().decode() == TEXT.replace(LINE, "")
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == TEXT


def test_everything_removed_and_logged_again(scratch: Scratch) -> None:
    for hour in range(3):
        scratch.run("log", "5m", "--at", f"{hour}:00")
    for _ in range(3):
        assert scratch.run("remove", f"{WEEK}:1").code == 0
    assert scratch.data() == b"sessions:\n"
    assert scratch.run("check").code == 0
    assert scratch.run("log", "5m", "--at", "10:00").code == 0
    assert scratch.data().count(b"\n") == 2
