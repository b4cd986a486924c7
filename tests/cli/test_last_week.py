"""What last week held under `next` is offered as this week's goals."""

import pytest

from tests.journal import Scratch
from tracker.cli.last_week import split_offered_goals

LAST = "2024-W26"
OFFERED = "last week's next: makemore, on paper; Rest"


def test_the_first_goal_comes_with_what_is_left(scratch: Scratch) -> None:
    scratch.put('next: ["makemore, on paper", Rest]\n', LAST)
    assert scratch.run("week").out.endswith(f'\n  {OFFERED} (tracker add goal "...")\n')
    ran = scratch.run("add", "goal", "Makemore, on paper")
    assert (ran.code, ran.err) == (0, "last week's next: Rest\n")
    assert scratch.run("add", "goal", "x").err == ""
    assert "last week" not in scratch.run("week").out


def test_only_this_week_is_asked_and_only_for_the_eye(scratch: Scratch) -> None:
    scratch.put("next: [Rest]\n", LAST)
    assert "last week" not in scratch.run("week", "--json").out
    assert "last week" not in scratch.run("week", LAST).out
    scratch.put("next: [Rest]\n", "2024-W25")
    assert "last week" not in scratch.run("week", "last").out


def test_what_cannot_be_read_is_not_offered(scratch: Scratch) -> None:
    scratch.put("next: [\n", LAST)
    ran = scratch.run("add", "goal", "x")
    assert (ran.code, ran.err) == (0, "")


def test_the_editor_shows_it_too(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch.put("next: [Rest]\n", LAST)
    shown = scratch.folder / "shown"
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"sh -c 'cp \"$0\" {shown}'")
    assert scratch.run("write").code == 0
    text = shown.read_text("utf-8")
    assert "What last week had under Next, to copy below ## Goals:\n  - Rest\n" in text
    assert text.index(">8") < text.index("  - Rest")


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        (("a", "b\nc", " "), ["a", "b c"]),
        ("- a\n- b\n", ["a", "b"]),
        ("A text.\nMore.\n", ["A text. More."]),
        ("", []),
        ((), []),
    ],
)
def test_entries(value: tuple[str, ...] | str, entries: list[str]) -> None:
    assert split_offered_goals(value) == entries
