"""The add command: a new item in the plan."""

import pytest

from tests.journal import PLAN, Scratch, refuse


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
    ("course x --estimate 20", "--estimate 20 has no unit: write 20h, or 20m"),
    ("course 2024", "'2024' is a period for the commands that read; choose another id"),
    ("course week", "'week' is a period"),
    ("paper 2024-13", "'2024-13' is a period"),
    ("course x --estimate soon", "--estimate: 'soon' is no length of time"),
    ("course x --after Zero", "--after: expected an id"),
    ("course x --title ", "--title: there is nothing in it"),
    ("course x --skills ,", "--skills: there is nothing in it"),
    ("course x --title \x07", "U+0007"),
    ("course x --units \x07", "U+0007"),
]


@pytest.mark.parametrize(("words", "said"), ADD_REFUSED)
def test_add_refused(words: str, said: str, scratch: Scratch) -> None:
    assert said in refuse(scratch, "add", *words.split(" "))


def test_add_refused_for_the_sake_of_the_journal(scratch: Scratch) -> None:
    scratch.put("courses:\n  rust:\n    notes: n\n", "2024-W20")
    said = "that would be an error: entries/2024-W20.yaml:2:3: courses.rust: the plan has 'rust' under papers"
    assert said in refuse(scratch, "add", "paper", "rust")
    assert scratch.run("add", "course", "rust").code == 0
    scratch.put("courses:\n  a: {after: [b]}\n  c: {was: [d]}\n", "plan")
    assert "these wait for one another: a after b after a" in refuse(
        scratch, "add", "course", "b", "--after", "a"
    )
    assert "d is what c was called before" in refuse(scratch, "add", "course", "d")


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


def test_a_long_title_is_offered_a_short_name(scratch: Scratch) -> None:
    title = "Efficient Estimation of Word Representations in Vector Space"
    ran = scratch.run("add", "paper", "mikolov2013", "--title", title)
    assert (ran.code, "`short: ...` in the plan" in ran.err) == (0, True)
    ran = scratch.run("add", "paper", "mikolov2014", "--title", title, "--short", "word2vec")
    assert (ran.code, ran.err) == (0, "")
    assert "short: word2vec" in scratch.data("plan").decode()


# ---- what is no item

IN_THE_PLAN = [
    ("pause 2024-08-01..2024-08-14 a trip", '  - {from: 2024-08-01, to: 2024-08-14, reason: "a trip"}'),
    ("pause 2024-08-01 2024-08-14", "  - {from: 2024-08-01, to: 2024-08-14}"),
    ("pause 2024-08-01 ill", '  - {from: 2024-08-01, to: 2024-08-01, reason: "ill"}'),
    ("milestone 2024-03-23 Accepted --url https://a.org/", '  - {date: 2024-03-23, what: "Accepted", url: "https://a.org/"}'),
    ("milestone yesterday A talk", '  - {date: 2024-07-05, what: "A talk"}'),
    ("decision A degree? --options yes;no --why Money --review 2025-01-01", '  - {question: "A degree?", options: ["yes", "no"], why: "Money", review_on: 2025-01-01}'),
    ("decision A degree? --chosen no", '  - {question: "A degree?", chosen: "no", decided: 2024-07-06}'),
]  # fmt: skip


@pytest.mark.parametrize(("words", "line"), IN_THE_PLAN)
def test_lists_of_the_plan(words: str, line: str, scratch: Scratch) -> None:
    ran = scratch.run("add", *words.split())
    assert (ran.code, ran.err) == (0, "")
    assert scratch.data("plan").decode().endswith(f"{line}\n")
    assert scratch.run("check").code == 0
    scratch.run("undo")
    assert scratch.data("plan") == PLAN


def test_in_the_style_of_the_entry_before(scratch: Scratch) -> None:
    scratch.put("milestones:\n  - date: 2024-01-01\n    what: Begun  # at last\n", "plan")
    scratch.run("add", "milestone", "2024-07-01", "Half of it")
    assert scratch.data("plan").decode() == (
        "milestones:\n  - date: 2024-01-01\n    what: Begun  # at last\n"
        '  - date: 2024-07-01\n    what: "Half of it"\n'
    )


@pytest.mark.parametrize(
    ("plan", "after"),
    [
        ("phases: [{title: A}]\n", 'phases: [{title: A, steps: ["x y"]}]\n'),
        ("phases:\n  - title: A\n", 'phases:\n  - title: A\n    steps:\n      - "x y"\n'),
        ("phases:\n  - {title: A, steps: [a]}\n", 'phases:\n  - {title: A, steps: [a, "x y"]}\n'),
        ("phases:\n- title: A\n  steps:\n  - a\n", 'phases:\n- title: A\n  steps:\n  - a\n  - "x y"\n'),
    ],
)  # fmt: skip
def test_a_step_of_a_phase(plan: str, after: str, scratch: Scratch) -> None:
    scratch.put(plan, "plan")
    ran = scratch.run("add", "step", "x", "y")
    assert ran.out == "Added step to phase 1 of entries/plan.yaml: x y. Undo: tracker undo\n"
    assert scratch.data("plan").decode() == after


def test_a_title_may_stand_behind_the_id(scratch: Scratch) -> None:
    scratch.run("add", "course", "rust", "The Rust Book")
    assert b'  rust:\n    title: "The Rust Book"\n' in scratch.data("plan")
    assert scratch.run("add", "course", "go", "A", "--title", "B").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pause latin", "days off: tracker add pause 2024-08-01..2024-08-14 [WHY]; an item at rest: tracker set ITEM paused"),
        ("pause 2024-08-14..2024-08-01", "the pause ends on 2024-08-01, before it begins on 2024-08-14"),
        ("milestone soon x", "'soon' is no day: write one such as 2024-08-01"),
        ("step x", "the plan has no phases, which have the steps"),
        ("course goal", "'goal' is a word of the commands; choose another id"),
        ("course last", "'last' is a word of the commands; choose another id"),
        ("link example.org/a", "is no whole address: write https://example.org/a"),
        ("link foo", "expected an address that begins with http://"),
        ("learned x --title y", "for courses, papers, projects and links, not for learned"),
        ("goal x --title y", "papers, projects and links, not for a goal"),
        ("pause tomorrow", "an item at rest: tracker set ITEM paused"),
        ("decision Which? --options a;b --chosen c", "--chosen 'c' is none of the options: a, b"),
        ("goal x --units 3", "--units is for courses, not for a goal"),
        ("course x --tags y", "--tags is for links, not for a course"),
        ("pause 2024-08-01 --week last", "--week is for learned, life, link, question, next and goal"),
    ],
)  # fmt: skip
def test_what_is_no_item_refused(words: str, said: str, scratch: Scratch) -> None:
    assert said in refuse(scratch, "add", *words.split())


def test_phases_are_told_apart(scratch: Scratch) -> None:
    scratch.put("phases: [A, {title: B}]\n", "plan")
    assert "of which phase? --phase N: 1 A, 2 B" in refuse(scratch, "add", "step", "x")
    assert "the plan has 2 phases, and none is 3" in refuse(
        scratch, "add", "step", "x", "--phase", "3"
    )
    assert "add it by hand: steps:" in refuse(scratch, "add", "step", "x", "--phase", "1")
    assert scratch.run("add", "step", "x", "--phase", "2").code == 0


def test_what_can_be_added(scratch: Scratch) -> None:
    ran = scratch.run("add", "lerned", "x")
    assert (ran.code, ran.err) == (
        2,
        "tracker: 'lerned' is nothing to add; did you mean tracker add learned?\n",
    )
    assert (
        scratch.run("add", "learned").err
        == 'tracker: what is the text? tracker add learned "..."\n'
    )
