"""done, pause, drop, resume, add, learned, life, link, ask, next and goal, as they are typed."""

import re
from datetime import datetime

import pytest
import yaml

from tests.journal import PLAN, Scratch
from tracker import cli

WEEK = "entries/2024-W27.yaml"
COMMANDS = (
    "done",
    "pause",
    "drop",
    "resume",
    "add",
    "learned",
    "life",
    "link",
    "ask",
    "next",
    "goal",
)


@pytest.fixture
def scratch(tmp_path) -> Scratch:
    return Scratch(tmp_path / "j")


def read(scratch: Scratch, name: str = "2024-W27") -> dict:
    return yaml.load(scratch.data(name), yaml.CBaseLoader)


def refused(scratch: Scratch, *words: str) -> str:
    """The one line that says why; nothing was written."""
    before = {path: path.read_bytes() for path in (scratch.folder / "entries").iterdir()}
    ran = scratch.run(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    assert {path: path.read_bytes() for path in (scratch.folder / "entries").iterdir()} == before
    return ran.err


# ---- words

WORDS = [
    (["learned", "a: b"], "learned", "Added to learned of 2024-W27: a: b. Undo: tracker undo\n"),
    (
        ["learned", "It", "is", "so."],
        "learned",
        "Added to learned of 2024-W27: It is so. Undo: tracker undo\n",
    ),
    (["life", "We moved."], "life", "Added to life of 2024-W27: We moved. Undo: tracker undo\n"),
    (["ask", "Why?"], "questions", "Added to questions of 2024-W27: Why? Undo: tracker undo\n"),
    (["next", "rest"], "next", "Added to next of 2024-W27: rest. Undo: tracker undo\n"),
    (["goal", "- one"], "goals", "Added to goals of 2024-W27: - one. Undo: tracker undo\n"),
    (["goal", "--", "--two"], "goals", "Added to goals of 2024-W27: --two. Undo: tracker undo\n"),
    (["learned", "a\nb"], "learned", "Added to learned of 2024-W27: a b. Undo: tracker undo\n"),
    (["life", "x" * 99], "life", f"Added to life of 2024-W27: {'x' * 59}… Undo: tracker undo\n"),
    (
        ["link", "https://a.org"],
        "links",
        "Added to links of 2024-W27: https://a.org. Undo: tracker undo\n",
    ),
]


@pytest.mark.parametrize(("words", "key", "said"), WORDS, ids=lambda value: " ".join(value)[:30])
def test_words(words: list[str], key: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run(*words)
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    assert read(scratch) == {key: [" ".join(word for word in words[1:] if word != "--")]}
    assert scratch.data().count(b"\n") == 2
    assert scratch.run("undo").out.startswith(f"Undone: added to {key} of 2024-W27: ")
    assert not scratch.path().exists()


def test_words_are_gathered_in_the_order_they_came(scratch: Scratch) -> None:
    for words in ("a", "b", "c"):
        scratch.run("learned", words)
    assert read(scratch)["learned"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("command", "asked", "name"),
    [
        ("learned", "last", "2024-W26"),
        ("learned", "2023-W52", "2023-W52"),
        ("goal", "next", "2024-W28"),
        ("goal", "2024-W30", "2024-W30"),
        ("life", "this", "2024-W27"),
    ],
)
def test_another_week(command: str, asked: str, name: str, scratch: Scratch) -> None:
    assert name in scratch.run(command, "x", "--week", asked).out
    assert "x" in scratch.data(name).decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["learned", ""], "there is nothing in that text"),
        (["learned", " \n"], "there is nothing in that text"),
        (["life", "bell\x07"], "U+0007"),
        (["life", "half \udce9"], "not UTF-8"),
        (
            ["life", "x", "--week", "lats"],
            "expected a week such as 2024-W27, got 'lats'; or say last or this",
        ),
        (["life", "x", "--week", "2021-W53"], "there is no such week"),
        (["life", "x", "--week", "next"], "2024-W28 has not begun"),
        (["goal", "x", "--week", "2031-W01"], "more than a year away"),
        (["life", "x", "--week", "0001-W01"], "expected a year from 1900"),
        (["link", "a.org"], "expected an address that begins with http://"),
        (["link", "javascript:alert(1)"], "expected an address"),
        (["link", "https://a.org", "my", "take"], 'tracker link https://a.org "my take"'),
        (["link", "https://a.org", "--tags", "bell\x07"], "U+0007"),
    ],
)
def test_words_refused(words: list[str], said: str, scratch: Scratch) -> None:
    assert said in refused(scratch, *words)


def test_link_with_all_there_is(scratch: Scratch) -> None:
    scratch.run(
        "link", "https://a.org", "my: take", "--tags", "a, b c", "--title", "T", "--quote", "no"
    )
    assert read(scratch)["links"] == [
        {
            "url": "https://a.org",
            "title": "T",
            "note": "my: take",
            "tags": ["a", "b c"],
            "quote": "no",
        }
    ]
    scratch.run("link", "https://b.org", "--tags", "a, b; c")
    assert read(scratch)["links"][1]["tags"] == ["a, b", "c"]


def test_a_text_that_cannot_be_added_to_is_refused_with_its_line(scratch: Scratch) -> None:
    scratch.put("title: x\nlearned: 'a'\n")
    assert f"{WEEK}:2: 'learned' is one text here" in refused(scratch, "learned", "b")
    assert scratch.run("life", "b").code == 0


# ---- done

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
    assert read(scratch) == held
    again = refused(scratch, "done", *words.split())
    assert re.search("was (done|read|shipped) in 2024-W27|0 of the 12 units", again)
    assert scratch.run("undo").code == 0
    assert not scratch.path().exists()


DONE_REFUSED = [
    (
        "zero/mpl",
        "zero-to-hero has no unit 'mpl'; did you mean zero-to-hero/mlp? (--force takes it as typed)",
    ),
    ("zero/m", "micrograd, mlp; type more of it"),
    ("mlp", "did you mean zero-to-hero/mlp?"),
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
    assert said in refused(scratch, "done", *words.split(" "))


def test_a_unit_that_the_plan_does_not_know_is_said(scratch: Scratch) -> None:
    assert (
        scratch.run("done", "zero/quantization").err
        == "the plan knows no unit 'quantization' of zero-to-hero\n"
    )


def test_what_was_done_in_another_week_is_done(scratch: Scratch) -> None:
    scratch.run("done", "zero/mlp", "--week", "2024-W20")
    assert "mlp of zero-to-hero was done in 2024-W20" in refused(scratch, "done", "zero/mlp")
    scratch.run("done", "zero")
    assert "mlp" not in read(scratch)["courses"]["zero-to-hero"]["done"]
    assert "zero-to-hero was done in 2024-W27" in refused(scratch, "done", "zero")


def test_counts_add_up(scratch: Scratch) -> None:
    scratch.run("done", "linear", "--count", "5", "--week", "last")
    scratch.run("done", "linear", "--count", "2")
    assert scratch.run("done", "linear", "--count", "2").out.startswith(
        "Done in 2024-W27: 2 more of linear-algebra (9 of"
    )
    assert read(scratch) == {"courses": {"linear-algebra": {"done": "4"}}}
    scratch.put("courses:\n  linear-algebra:\n    done: [a]\n")
    assert f"{WEEK}:3: cannot put 'done'" in refused(scratch, "done", "linear", "--count", "1")


def test_a_course_without_units_gets_the_status(scratch: Scratch) -> None:
    scratch.put("courses:\n  rust: {title: R}\n", "plan")
    assert scratch.run("done", "rust").out.startswith("Done in 2024-W27: rust. ")
    assert read(scratch) == {"courses": {"rust": {"status": "done"}}}
    assert "rust was done in 2024-W27" in refused(scratch, "done", "rust")


def test_done_outweighs_a_pause_of_the_same_item(scratch: Scratch) -> None:
    scratch.run("pause", "vas", "--week", "last")
    scratch.run("done", "vas")
    assert read(scratch) == {"papers": {"vaswani2017": {"read": "once", "status": "done"}}}
    scratch.run("pause", "zero")
    ran = scratch.run("done", "zero/mlp")
    assert ran.err == "zero-to-hero is paused all the same; tracker resume zero-to-hero\n"
    scratch.run("done", "zero")
    assert read(scratch)["courses"]["zero-to-hero"]["status"] == "done"


def test_a_paper_read_again(scratch: Scratch) -> None:
    scratch.put("papers:\n  vaswani2017: {read: skim} # quickly\n", "2024-W26")
    scratch.put("papers:\n  vaswani2017: {read: skim} # quickly\n")
    scratch.run("done", "vas")
    assert scratch.data() == b"papers:\n  vaswani2017: {read: once} # quickly\n"
    assert "was read in 2024-W27; if you read it again: " in refused(scratch, "done", "vas")
    assert scratch.run("done", "vas", "--read", "again").code == 0
    assert scratch.data() == b"papers:\n  vaswani2017: {read: again} # quickly\n"


# ---- pause, drop, resume


def test_pause_drop_resume(scratch: Scratch) -> None:
    assert scratch.run("pause", "zero").out == "Paused zero-to-hero, 2024-W27. Undo: tracker undo\n"
    assert "zero-to-hero is paused already (2024-W27)" in refused(scratch, "pause", "zero")
    assert scratch.run("drop", "zero").out == "Dropped zero-to-hero, 2024-W27. Undo: tracker undo\n"
    assert (
        scratch.run("resume", "zero").out == "Resumed zero-to-hero, 2024-W27. Undo: tracker undo\n"
    )
    assert "zero-to-hero is active already" in refused(scratch, "resume", "zero")
    assert read(scratch) == {"courses": {"zero-to-hero": {"status": "active"}}}
    for status in ("dropped", "paused"):
        scratch.run("undo")
        assert read(scratch) == {"courses": {"zero-to-hero": {"status": status}}}


def test_a_later_week_wins_and_that_is_said(scratch: Scratch) -> None:
    scratch.run("drop", "four")
    scratch.run("drop", "four", "--week", "2024-W20")  # it was not dropped yet then
    assert read(scratch, "2024-W20") == {"projects": {"four-gram": {"status": "dropped"}}}
    ran = scratch.run("pause", "four", "--week", "last")
    assert (ran.code, ran.err) == (0, "a later week says otherwise: four-gram is dropped now\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pause", "zero/mlp"], "a unit has no status; tracker pause zero-to-hero"),
        (["drop", "zero-to-hro"], "did you mean zero-to-hero?\n"),
        (["resume", "four"], "four-gram is active already\n"),
        (["pause", "rust"], "nothing here is called 'rust'"),
    ],
)
def test_status_refused(words: list[str], said: str, scratch: Scratch) -> None:
    assert said in refused(scratch, *words)


def test_items_that_only_weeks_know(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - {start: 2023-12-20, minutes: 5, item: rust-book}\n", "2023-W51")
    scratch.put("papers:\n  https://a.org/x: {read: skim}\nprojects:\n  toy:\n", "2024-W02")
    for id_ in ("rust-b", "https://a.org/x", "toy"):
        assert scratch.run("pause", id_).code == 0
    assert read(scratch) == {
        "courses": {"rust-book": {"status": "paused"}},
        "papers": {"https://a.org/x": {"status": "paused"}},
        "projects": {"toy": {"status": "paused"}},
    }


def test_a_former_id(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero: {units: [a, b], was: [karpathy]}\n", "plan")
    scratch.put("courses:\n  karpathy:\n    done: [a]\n", "2024-W20")
    for id_ in ("karpathy", "karp", "zero", "zero-to-hero"):
        assert "a of zero-to-hero was done in 2024-W20" in refused(scratch, "done", f"{id_}/a")
    scratch.put("courses:\n  karpathy:\n    notes: n\n")
    scratch.run("done", "zero")
    assert read(scratch) == {"courses": {"karpathy": {"notes": "n", "done": ["b"]}}}


def test_without_a_plan(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    scratch.run("log", "5m", "rust")
    assert scratch.run("done", "rust/ch1").code == 0
    assert scratch.run("learned", "x").code == 0
    assert scratch.run("add", "course", "rust").code == 0
    assert scratch.data("plan") == b"courses:\n  rust:\n"
    assert scratch.run("undo").code == 0
    assert not scratch.path("plan").exists()


# ---- add


def test_add_in_the_style_of_its_neighbours(scratch: Scratch) -> None:
    ran = scratch.run(
        "add",
        "course",
        "cs231n",
        "--title",
        "CNNs: vision",
        "--units",
        "a, b c",
        "--after",
        "zero-to-hero",
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Added course cs231n to entries/plan.yaml, CNNs: vision. Undo: tracker undo\n"
    scratch.run(
        "add",
        "paper",
        "bengio2003",
        "--authors",
        "Bengio, Y.; Ducharme, R.",
        "--year",
        "2003",
        "--doi",
        "no",
    )
    scratch.run(
        "add", "project", "blog", "--repo", "https://a.org/b", "--status", "idea", "--skills", "a,b"
    )
    text = scratch.data("plan").decode()
    assert (
        '  cs231n:\n    title: "CNNs: vision"\n    units: [a, "b c"]\n    after: [zero-to-hero]\npapers:\n'
        in text
    )
    assert (
        '  bengio2003: {authors: ["Bengio, Y.", "Ducharme, R."], year: 2003, doi: "no"}\nprojects:\n'
        in text
    )
    assert text.endswith('  blog: {repo: "https://a.org/b", skills: [a, b], status: idea}\n')
    assert scratch.run("check").code == 0
    for _ in range(3):
        scratch.run("undo")
    assert scratch.data("plan") == PLAN


def test_add_and_then_log(scratch: Scratch) -> None:
    scratch.run("add", "course", "rust", "--units", "3", "--estimate", "1h30m")
    assert scratch.run("log", "5m", "rust").err == ""
    assert scratch.run("done", "rust", "--count", "3").err == ""


ADD_REFUSED = [
    (
        "course zero-to-hero",
        "entries/plan.yaml:5: zero-to-hero is there already, among the courses",
    ),
    ("paper four-gram", "entries/plan.yaml:13: four-gram is there already, among the projects"),
    ("course Zero", "expected an id of lower-case letters"),
    ("course index", "choose another id"),
    ("course x/y", "expected an id"),
    ("paper x --units 3", "--units is for courses, not for a paper"),
    ("course x --year 2003", "--year is for papers, not for a course"),
    ("project x --by me", "--by is for courses, not for a project"),
    ("paper x --year MMIII", "--year: expected a whole number"),
    ("course x --url a.org", "--url: expected an address"),
    ("course x --status shipped", "--status: expected planned, next"),
    ("course x --estimate soon", "--estimate: 'soon' is no length of time"),
    ("course x --after Zero", "--after: expected an id"),
    ("course x --title ", "--title: there is nothing in it"),
    ("course x --skills ,", "--skills: there is nothing in it"),
    ("course x --title \x07", "U+0007"),
    ("course x --units \x07", "U+0007"),
]


@pytest.mark.parametrize(("words", "said"), ADD_REFUSED)
def test_add_refused(words: str, said: str, scratch: Scratch) -> None:
    assert said in refused(scratch, "add", *words.split(" "))


def test_add_refused_for_the_sake_of_the_journal(scratch: Scratch) -> None:
    scratch.put("courses:\n  rust:\n    notes: n\n", "2024-W20")
    said = "that would be an error: entries/2024-W20.yaml:2:3: courses.rust: the plan has 'rust' under papers"
    assert said in refused(scratch, "add", "paper", "rust")
    assert scratch.run("add", "course", "rust").code == 0
    scratch.put("courses:\n  a: {after: [b]}\n  c: {was: [d]}\n", "plan")
    assert "these wait for one another: a after b after a" in refused(
        scratch, "add", "course", "b", "--after", "a"
    )
    assert "d is what c was called before" in refused(scratch, "add", "course", "d")


def test_hints_of_the_new_entry_are_said(scratch: Scratch) -> None:
    ran = scratch.run("add", "course", "x", "--after", "zero-to-hro", "--phase", "2")
    assert ran.code == 0
    assert "'zero-to-hro' is not in the plan; did you mean 'zero-to-hero'?" in ran.err
    assert "the plan has 0 phases" in ran.err


def test_a_new_plan_names_its_schema(tmp_path) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    (scratch.folder / ".schemas").mkdir()
    (scratch.folder / ".schemas/plan.json").write_text("{}")
    scratch.run("add", "project", "toy")
    assert (
        scratch.data("plan")
        == b"# yaml-language-server: $schema=../.schemas/plan.json\nprojects:\n  toy:\n"
    )


# ---- broken files, usage


def test_a_broken_file_stops_as_little_as_possible(scratch: Scratch) -> None:
    scratch.put("titel: x\n")
    scratch.put("zero-to-hero: [\n", "2024-W26")
    ran = scratch.run("done", "zero/mlp")
    assert ran.code == 0
    assert "entries/2024-W26.yaml:2:1: no YAML" in ran.err
    assert f"{WEEK}:1:1: titel: unknown key" in ran.err
    assert scratch.run("life", "x").code == 0
    scratch.put("titel: x\ncourses: {zero-to-hero: \n", "plan")
    for words in (["learned", "x"], ["done", "zero-to-hero/gpt"], ["pause", "zero"]):
        assert scratch.run(*words).code == 0, words
    assert "entries/plan.yaml:3:1" in refused(scratch, "done", "four-gram")
    assert "entries/plan.yaml:3:1" in refused(scratch, "add", "course", "x")
    scratch.put(PLAN, "plan")
    scratch.put("title: x\nlife: &a [x]\n")
    for words in (
        ["learned", "x"],
        ["done", "zero-to-hero/wavenet"],
        ["pause", "zero"],
        ["link", "https://a.org"],
    ):
        assert f"{WEEK}:2:" in refused(scratch, *words)


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
        words = shlex.split(re.sub(r"  +[^-\"].*| && .*", "", line))
        if command == "resume":
            scratch.run("drop", words[1])
        if command == "add":
            scratch.put("courses:\n  zero-to-hero:\n", "plan")
        ran = scratch.run(*words)
        assert ran.code == 0, f"{line}: {ran.err}"
        scratch.run("undo")


# ---- which week it is


NIGHT = datetime(2026, 11, 23, 1, 30)  # a Monday, and still Sunday evening where days start at 4:00
SAID_AT_NIGHT = [
    ["learned", "x"],
    ["life", "x"],
    ["ask", "x"],
    ["next", "x"],
    ["goal", "x"],
    ["link", "https://example.org/"],
    ["done", "zero-to-hero/micrograd"],
    ["pause", "zero-to-hero"],
]


@pytest.mark.parametrize("command", SAID_AT_NIGHT, ids=lambda command: command[0])
def test_words_go_into_the_week_that_week_shows(command: list[str], scratch: Scratch) -> None:
    scratch.path("plan").write_bytes(PLAN + b"day_starts: '04:00'\n")
    assert scratch.run("week", now=NIGHT).out.startswith("2026-W47")
    assert scratch.run(*command, now=NIGHT).code == 0
    names = {path.stem for path in (scratch.folder / "entries").glob("2026-*.yaml")}
    assert names == {"2026-W47"}


def test_a_session_at_night_is_filed_by_its_date_and_its_unit_by_its_day(scratch: Scratch) -> None:
    scratch.path("plan").write_bytes(PLAN + b"day_starts: '04:00'\n")
    for words in (
        ["log", "30m", "zero-to-hero/micrograd", "--done"],
        ["start", "zero-to-hero/makemore", "--at", "1:00"],
        ["stop", "--done"],
    ):
        assert scratch.run(*words, now=NIGHT).code == 0
    assert read(scratch, "2026-W47")["courses"]["zero-to-hero"]["done"] == ["micrograd", "makemore"]
    assert [s["item"] for s in read(scratch, "2026-W48")["sessions"]] == [
        "zero-to-hero/micrograd",
        "zero-to-hero/makemore",
    ]
