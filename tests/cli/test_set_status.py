"""The status of an item: paused, dropped, active again."""

import pytest

from tests.journal import Scratch, read_week, refuse


def test_pause_drop_resume(scratch: Scratch) -> None:
    assert (
        scratch.run("set", "zero", "paused").out
        == "Paused zero-to-hero, 2024-W27. Undo: tracker undo\n"
    )
    assert "zero-to-hero is paused already (2024-W27)" in refuse(scratch, "set", "zero", "paused")
    assert (
        scratch.run("set", "zero", "dropped").out
        == "Dropped zero-to-hero, 2024-W27. Undo: tracker undo\n"
    )
    assert (
        scratch.run("set", "zero", "active").out
        == "Resumed zero-to-hero, 2024-W27. Undo: tracker undo\n"
    )
    assert "zero-to-hero is active already" in refuse(scratch, "set", "zero", "active")
    assert read_week(scratch) == {"courses": {"zero-to-hero": {"status": "active"}}}
    for status in ("dropped", "paused"):
        scratch.run("undo")
        assert read_week(scratch) == {"courses": {"zero-to-hero": {"status": status}}}


def test_a_later_week_wins_and_that_is_said(scratch: Scratch) -> None:
    scratch.run("set", "four", "dropped")
    scratch.run("set", "four", "dropped", "--week", "2024-W20")  # it was not dropped yet then
    assert read_week(scratch, "2024-W20") == {"projects": {"four-gram": {"status": "dropped"}}}
    ran = scratch.run("set", "four", "paused", "--week", "last")
    assert (ran.code, ran.err) == (0, "a later week says otherwise: four-gram is dropped now\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["set", "zero/mlp", "paused"],
            "a unit has no status of its own: tracker set zero-to-hero paused",
        ),
        (["set", "zero-to-hro", "dropped"], "did you mean zero-to-hero?\n"),
        (["set", "four", "active"], "four-gram is active already\n"),
        (["set", "rust", "paused"], "nothing here is called 'rust'"),
    ],
)
def test_status_refused(words: list[str], said: str, scratch: Scratch) -> None:
    assert said in refuse(scratch, *words)


def test_items_that_only_weeks_know(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - {start: 2023-12-20, minutes: 5, item: rust-book}\n", "2023-W51")
    scratch.put("papers:\n  https://a.org/x: {read: skim}\nprojects:\n  toy:\n", "2024-W02")
    for id_ in ("rust-b", "https://a.org/x", "toy"):
        assert scratch.run("set", id_, "paused").code == 0
    assert read_week(scratch) == {
        "courses": {"rust-book": {"status": "paused"}},
        "papers": {"https://a.org/x": {"status": "paused"}},
        "projects": {"toy": {"status": "paused"}},
    }


def test_a_former_id(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero: {units: [a, b], was: [karpathy]}\n", "plan")
    scratch.put("courses:\n  karpathy:\n    done: [a]\n", "2024-W20")
    for id_ in ("karpathy", "karp", "zero", "zero-to-hero"):
        assert "a of zero-to-hero was done in 2024-W20" in refuse(scratch, "done", f"{id_}/a")
    scratch.put("courses:\n  karpathy:\n    notes: n\n")
    scratch.run("done", "zero")
    assert read_week(scratch) == {"courses": {"karpathy": {"notes": "n", "done": ["b"]}}}


def test_without_a_plan(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    scratch.run("log", "5m", "rust")
    assert scratch.run("done", "rust/ch1").code == 0
    assert scratch.run("add", "learned", "x").code == 0
    assert scratch.run("add", "course", "rust").code == 0
    assert scratch.data("plan") == b"courses:\n  rust:\n"
    assert scratch.run("undo").code == 0
    assert not scratch.path("plan").exists()
