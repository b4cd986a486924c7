"""The done command, and what all commands that enter something share."""

import re

import pytest
import yaml

from tests.journal import PLAN, Scratch, read_week, refuse
from tracker import cli

WEEK = "entries/2024-W27.yaml"
COMMANDS = ("done", "set", "add")


DONE = [
    # words, what the week holds then, the line on stdout
    (
        "zero/mic",
        {"courses": {"zero-to-hero": {"done": ["micrograd"]}}},
        "micrograd of zero-to-hero (1 of 7)",
    ),
    (
        "zero/new-one --force",
        {"courses": {"zero-to-hero": {"done": ["new-one"]}}},
        "new-one of zero-to-hero (0 of 7)",
    ),
    ("linear/3", {"courses": {"linear-algebra": {"done": ["3"]}}}, "3 of linear-algebra (1 of 12)"),
    (
        "linear --count 12",
        {"courses": {"linear-algebra": {"done": "12"}}},
        "12 more of linear-algebra (12 of 12)",
    ),
    ("vas", {"papers": {"vaswani2017": {"read": "once"}}}, "vaswani2017, read once"),
    (
        "vas --read implemented",
        {"papers": {"vaswani2017": {"read": "implemented"}}},
        "vaswani2017, read and implemented",
    ),
    ("four", {"projects": {"four-gram": {"status": "shipped"}}}, "four-gram is shipped"),
    (
        "zero",
        {
            "courses": {
                "zero-to-hero": {
                    "done": [
                        "micrograd",
                        "makemore",
                        "mlp",
                        "batchnorm",
                        "backprop",
                        "wavenet",
                        "gpt",
                    ]
                }
            }
        },
        "micrograd, makemore, mlp, batchnorm, backprop, wavenet, gpt of zero-to-hero (7 of 7)",
    ),
]


@pytest.mark.parametrize(
    ("words", "held", "said"), DONE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_done(words: str, held: dict, said: str, scratch: Scratch) -> None:
    ran = scratch.run("done", *words.split())
    assert (ran.code, ran.out) == (0, f"Done in 2024-W27: {said}. Undo: tracker undo\n")
    assert read_week(scratch) == held
    again = refuse(scratch, "done", *words.split())
    assert re.search("was (done|read|shipped) in 2024-W27|0 of the 12 units", again)
    assert scratch.run("undo").code == 0
    assert not scratch.path().exists()


DONE_REFUSED = [
    (
        "zero/mpl",
        "zero-to-hero has no unit 'mpl'; did you mean zero-to-hero/mlp? (--force takes it as typed)",
    ),
    ("zero/m", "micrograd, mlp; type more of it"),
    ("zero-to-hro", "did you mean zero-to-hero?"),
    ("something", "nothing here is called 'something'; tracker add puts it into the plan"),
    ("https://a.org/x", "nothing here is called 'https://a.org/x'"),
    ("Zero-to-hero", "did you mean zero-to-hero?"),
    ("", "expected an id"),
    ("vas/intro", "vaswani2017 is one of the papers and has no units: tracker done vaswani2017"),
    ("four --read again", "--read is for papers, and four-gram is one of the projects"),
    ("vas --count 2", "--count is for courses"),
    ("zero --count 2", "the units of zero-to-hero have names: tracker done zero-to-hero/micrograd"),
    ("zero/mlp --count 2", "a unit or how many, not both"),
    (
        "linear",
        "0 of the 12 are done: tracker done linear-algebra --count 1 for one more, --count 12 for all",
    ),
    ("linear --count 13", "12 of the 12 units are left"),
    ("linear --count 0", "--count 0 cannot be"),
    ("linear --count 1_0", "--count: expected a whole number, got '1_0'"),
    ("vas --week 2024-W28", "2024-W28 has not begun"),
]


@pytest.mark.parametrize(("words", "said"), DONE_REFUSED)
def test_done_refused(words: str, said: str, scratch: Scratch) -> None:
    assert said in refuse(scratch, "done", *words.split(" "))


def test_a_unit_that_the_plan_does_not_know_is_said(scratch: Scratch) -> None:
    assert (
        scratch.run("done", "zero/quantization").err
        == "the plan knows no unit 'quantization' of zero-to-hero\n"
    )


def test_what_was_done_in_another_week_is_done(scratch: Scratch) -> None:
    scratch.run("done", "zero/mlp", "--week", "2024-W20")
    assert "mlp of zero-to-hero was done in 2024-W20" in refuse(scratch, "done", "zero/mlp")
    scratch.run("done", "zero")
    assert "mlp" not in read_week(scratch)["courses"]["zero-to-hero"]["done"]
    assert "zero-to-hero was done in 2024-W27" in refuse(scratch, "done", "zero")


def test_what_is_left_is_told_in_its_number(scratch: Scratch) -> None:
    scratch.run("done", "linear", "--count", "11")
    said = refuse(scratch, "done", "linear", "--count", "2")
    assert "1 of the 12 units is left" in said
    ran = scratch.run("set", "linear", "done")
    assert "1 of its 12 units is not done" in ran.out + ran.err


def test_counts_add_up(scratch: Scratch) -> None:
    scratch.run("done", "linear", "--count", "5", "--week", "last")
    scratch.run("done", "linear", "--count", "2")
    assert scratch.run("done", "linear", "--count", "2").out.startswith(
        "Done in 2024-W27: 2 more of linear-algebra (9 of"
    )
    assert read_week(scratch) == {"courses": {"linear-algebra": {"done": "4"}}}
    scratch.put("courses:\n  linear-algebra:\n    done: [a]\n")
    assert f"{WEEK}:3: cannot put 'done'" in refuse(scratch, "done", "linear", "--count", "1")


def test_a_course_without_units_gets_the_status(scratch: Scratch) -> None:
    scratch.put("courses:\n  rust: {title: R}\n", "plan")
    assert scratch.run("done", "rust").out.startswith("Done in 2024-W27: rust. ")
    assert read_week(scratch) == {"courses": {"rust": {"status": "done"}}}
    assert "rust was done in 2024-W27" in refuse(scratch, "done", "rust")


def test_done_outweighs_a_pause_of_the_same_item(scratch: Scratch) -> None:
    scratch.run("set", "vas", "paused", "--week", "last")
    scratch.run("done", "vas")
    assert read_week(scratch) == {"papers": {"vaswani2017": {"read": "once", "status": "done"}}}
    scratch.run("set", "zero", "paused")
    ran = scratch.run("done", "zero/mlp")
    assert ran.err == "zero-to-hero is paused all the same; tracker set zero-to-hero active\n"
    scratch.run("done", "zero")
    assert read_week(scratch)["courses"]["zero-to-hero"]["status"] == "done"


def test_a_paper_read_again(scratch: Scratch) -> None:
    scratch.put("papers:\n  vaswani2017: {read: skim} # quickly\n", "2024-W26")
    scratch.put("papers:\n  vaswani2017: {read: skim} # quickly\n")
    scratch.run("done", "vas")
    assert scratch.data() == b"papers:\n  vaswani2017: {read: once} # quickly\n"
    assert "was read in 2024-W27; if you read it again: " in refuse(scratch, "done", "vas")
    assert scratch.run("done", "vas", "--read", "again").code == 0
    assert scratch.data() == b"papers:\n  vaswani2017: {read: again} # quickly\n"


# ---- broken files, usage


def test_a_broken_file_stops_as_little_as_possible(scratch: Scratch) -> None:
    scratch.put("titel: x\n")
    scratch.put("zero-to-hero: [\n", "2024-W26")
    ran = scratch.run("done", "zero/mlp")
    assert ran.code == 0
    assert "entries/2024-W26.yaml:2:1: no YAML" in ran.err
    assert f"{WEEK}:1:1: titel: unknown key" in ran.err
    assert scratch.run("add", "life", "x").code == 0
    scratch.put("titel: x\ncourses: {zero-to-hero: \n", "plan")
    for words in (["add", "learned", "x"], ["done", "zero-to-hero/gpt"], ["set", "zero", "paused"]):
        assert scratch.run(*words).code == 0, words
    assert "entries/plan.yaml:3:1" in refuse(scratch, "done", "four-gram")
    assert "entries/plan.yaml:3:1" in refuse(scratch, "add", "course", "x")
    scratch.put(PLAN, "plan")
    scratch.put("title: x\nlife: &a [x]\n")
    for words in (
        ["add", "learned", "x"],
        ["done", "zero-to-hero/wavenet"],
        ["set", "zero", "paused"],
        ["add", "link", "https://a.org"],
    ):
        assert f"{WEEK}:2:" in refuse(scratch, *words)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_and_usage(command: str, scratch: Scratch) -> None:
    ran = scratch.run(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert len(re.findall(rf"^  tracker {command} ", ran.out, re.MULTILINE)) >= 3
    assert scratch.run(command).code == 2
    assert command in cli.COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_help_work(command: str, scratch: Scratch) -> None:
    import shlex

    for line in re.findall(
        rf"^  tracker ({command} .*)$", scratch.run(command, "--help").out, re.MULTILINE
    ):
        if "arXiv:" in line or " 10." in line:
            continue  # asks another host: tests/cli/test_look_up_paper.py
        words = shlex.split(re.sub(r"  +[^-\"].*| && .*", "", line))
        if command == "add":
            scratch.put("courses:\n  zero-to-hero:\n", "plan")
        if command != "add":
            scratch.put("goals: [x]\nquestions: [y]\n")
            scratch.put("courses: {zero-to-hero: {gaps: [Jacobians]}}\n", "2024-W26")
        ran = scratch.run(*words)
        assert ran.code == 0, f"{line}: {ran.err}"
        scratch.run("undo")


def test_a_first_pass_is_no_end(scratch: Scratch) -> None:
    ran = scratch.run("done", "vas", "--read", "skim")
    assert (ran.code, ran.out) == (0, "Skimmed in 2024-W27: vaswani2017. Undo: tracker undo\n")
    assert yaml.safe_load(scratch.data()) == {"papers": {"vaswani2017": {"read": "skim"}}}
    again = scratch.run("done", "vas", "--read", "skim")
    assert (again.code, again.err) == (1, "tracker: vaswani2017 was skimmed in 2024-W27\n")
    assert scratch.run("done", "vas", "--read", "once").code == 0
    assert scratch.run("done", "vas", "--read", "skim").err == (
        "tracker: vaswani2017 was read once in 2024-W27\n"
    )
