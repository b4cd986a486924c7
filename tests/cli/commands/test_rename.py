"""The rename command: an item under another id in every file."""

from pathlib import Path

import pytest

from tests.journal import Scratch
from tracker.format import loader

WEEK = "2024-W27"
OTHER = "2024-W28"
PATH = f"entries/{WEEK}.yaml"
PLAN = "entries/plan.yaml"
PLAN_TEXT = """\
# mine
courses:
  "zero-to-hero": {title: Zero, units: [a]} # first
  other: {after: [zero-to-hero, 'zero-to-hero'], review: zero-to-hero is first}
projects:
  p:
    uses: ["zero-to-hero"]
papers:
  q: {}
series:
  s: {schedule: [{week: 2024-W27, paper: q}]}
"""
WEEK_TEXT = """\
intro: zero-to-hero # not this one
courses:
  zero-to-hero:
    done: [a]
papers: {q: {read: once}}
sessions:
  - {start: 2024-07-01, minutes: 5, item: 'zero-to-hero', id: 7kq2m9}
  - {start: 2024-07-01, minutes: 5, item: zero-to-hero/a, note: zero-to-hero} # c
  - {start: 2024-07-01, minutes: 5, item: zero-to-hero-2}
"""


def test_rename(scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT)
    scratch.put(WEEK_TEXT.replace("\n", "\r\n").replace("07-01", "07-08"), OTHER)
    scratch.put("title: zero\n", "2024-W29")
    assert scratch.run("check").code == 0
    ran = scratch.run("rename", "zero", "nn")
    assert ran == (
        0,
        "Renamed zero-to-hero to nn in the plan and 2 weeks. Undo: tracker undo\n",
        "",
    )
    assert scratch.data("plan").decode() == (
        PLAN_TEXT.replace(
            '"zero-to-hero": {title: Zero, units: [a]}',
            '"nn": {title: Zero, units: [a], was: [zero-to-hero]}',
        )
        .replace("[zero-to-hero, 'zero-to-hero']", "[nn, 'nn']")
        .replace('uses: ["zero-to-hero"]', 'uses: ["nn"]')
    )
    week = (
        WEEK_TEXT.replace("  zero-to-hero:", "  nn:")
        .replace("item: 'zero-to-hero'", "item: 'nn'")
        .replace("item: zero-to-hero/a", "item: nn/a")
    )
    assert scratch.data().decode() == week
    assert scratch.data(OTHER).decode() == week.replace("\n", "\r\n").replace("07-01", "07-08")
    assert scratch.run("check").code == 0
    assert scratch.run("log", "5m", "zero-to-hero/a").code == 0, "the former id still leads there"
    assert b"item: nn/a, id:" in scratch.data()
    scratch.run("undo")
    scratch.run("undo")
    assert (scratch.data("plan").decode(), scratch.data().decode()) == (PLAN_TEXT, WEEK_TEXT)


def test_renamed_and_back_again(scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT)
    for words in (["zero", "b"], ["b", "c"], ["c", "zero-to-hero"]):
        assert scratch.run("rename", *words).code == 0
    assert "was: [c, b]" in scratch.data("plan").decode()
    assert scratch.data().decode() == WEEK_TEXT
    assert scratch.run("check").code == 0


def test_rename_an_address_and_a_paper_of_a_series(scratch: Scratch) -> None:
    url = "https://a.org/x?v=1"
    scratch.put(
        f'papers:\n  "{url}":\nseries: {{s: {{schedule: [{{week: 2024-W27, paper: "{url}"}}]}}}}\n',
        "plan",
    )
    scratch.put(
        f'papers: {{"{url}": {{read: once}}}}\nsessions:\n  - {{start: 2024-07-01, minutes: 5, item: "{url}"}}\n'
    )
    assert scratch.run("rename", url, "x").code == 0
    assert scratch.data().decode() == (
        'papers: {"x": {read: once}}\nsessions:\n  - {start: 2024-07-01, minutes: 5, item: "x"}\n'
    )
    plan, problems = loader.load_plan(PLAN, scratch.data("plan"))
    assert (problems, plan.papers["x"].was, plan.series["s"].schedule[0].paper) == ([], (url,), "x")


def test_rename_what_the_plan_does_not_know(scratch: Scratch) -> None:
    scratch.put("courses: {rust: {}}\n")
    assert (
        scratch.run("rename", "rust", "rust-book").out
        == "Renamed rust to rust-book in 1 week. Undo: tracker undo\n"
    )
    assert scratch.data() == b"courses: {rust-book: {}}\n"


RENAMES_REFUSED = [
    (["zero", "other"], "the plan knows other already"),
    (["zero", "goal"], "'goal' is a word of the commands; choose another id"),
    (["zero", "2024"], "'2024' is a period"),
    (["zero", "zero-to-hero"], "it is called zero-to-hero already"),
    (["zero", "was-q"], "the plan knows was-q already"),
    (["was-q", "x"], "was-q is a former id of q; rename that"),
    (["zero", "rust"], "2024-W27 knows rust already"),
    (["zero/a", "b"], "expected two units of one item"),
    (["zero", "a/b"], "expected two units of one item"),
    (["zero/a", "other/b"], "are of two items; a unit stays with its own"),
    (["zero/a", "zero/a"], "it is called zero/a already"),
    (["zero/a", "zero/b|c"], "expected a name without brackets and bars"),
    (["zero/a", "zero/"], "expected two units of one item"),
    (["zero/aa", "zero/c"], "no unit 'aa' of zero-to-hero in this journal"),
    (["was-q/a", "was-q/b"], "no unit 'a' of q in this journal"),
    (["zero", "Capital"], "expected an id"),
    (["zero", "index"], "'index' is the address"),
    (["zer0-to-hero", "b"], "no item 'zer0-to-hero' in this journal; did you mean zero-to-hero?"),
    (["nothing", "b"], "no item 'nothing' in this journal"),
    (["", "b"], "no item ''"),
]


@pytest.mark.parametrize(
    ("words", "said"),
    RENAMES_REFUSED,
    ids=lambda value: " ".join(value) if type(value) is list else "",
)
def test_rename_refused(words: list[str], said: str, scratch: Scratch) -> None:
    plan = PLAN_TEXT.replace("q: {}", "q: {was: [was-q]}")
    scratch.put(plan, "plan")
    scratch.put(WEEK_TEXT + "  - {start: 2024-07-01, minutes: 5, item: rust/x}\n")
    ran = scratch.run("rename", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert scratch.data("plan").decode() == plan


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("courses: {zero-to-hero: {}}\nnext: [\n", 3),
        ("x-a: &a b\ncourses: {zero-to-hero: {}}\n", 1),
        ('courses: {"zero\\u002dto-hero": {}}\n# zero-to-hero\n', 1),
        ("sessions:\n  - start: 2024-07-01\n    minutes: 5\n    item: |-\n      zero-to-hero\n", 4),
    ],
)
def test_rename_is_whole_or_not_at_all(text: str, line: int, scratch: Scratch) -> None:
    scratch.put(PLAN_TEXT, "plan")
    scratch.put(WEEK_TEXT, OTHER)
    scratch.put(text)
    ran = scratch.run("rename", "zero", "b")
    assert (ran.code, ran.out) == (1, "")
    assert f"{PATH}:{line}:" in ran.err
    assert (scratch.data().decode(), scratch.data(OTHER).decode()) == (text, WEEK_TEXT)
    assert scratch.data("plan").decode() == PLAN_TEXT


LINKS = """\
intro: |
  Of [[zero-to-hero/a]], [[zero-to-hero|the `Value` class]] and [[zero-to-hero-2]].
  `[[zero-to-hero]]` is code, and zero-to-hero only a word.
courses:
  zero-to-hero: {done: [a], units: {a: "see [[zero-to-hero/a|it]]"}}
learned: ['[[zero-to-hero/b]]', "[[ zero-to-hero ]] \\u00e9"]
sections:
  Own: >
    Folded [[zero-to-hero/a|with
    words]] and [[nn/a]].
sessions:
  - {start: 2024-07-01, minutes: 5, item: zero-to-hero/a}
  - {start: 2024-07-01, minutes: 5, item: nn/a}
"""
LINKED_PLAN = """\
why: To [[zero-to-hero/a]].
courses:
  zero-to-hero: {units: [a, b], was: [nn]}
  other: {units: {a: A}}
"""
ESSAY = """\
---
date: 2024-07-02
items: [zero-to-hero, 'zero-to-hero/a'] # mine
---
# On zero-to-hero

[[zero-to-hero|It]] and [[zero-to-hero/a]], `[[zero-to-hero]]`.
"""


def put_essay(scratch: Scratch, text: str, name: str = "on.md") -> Path:
    (scratch.folder / "mkdocs.yml").write_text("site_name: J\n", "utf-8")
    path = scratch.folder / "docs/blog/posts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_rename_reaches_links_in_prose(scratch: Scratch) -> None:
    scratch.put(LINKED_PLAN, "plan")
    scratch.put(LINKS)
    essay = put_essay(scratch, ESSAY)
    ran = scratch.run("rename", "zero-to-hero", "z")
    assert ran.out == (
        "Renamed zero-to-hero to z in the plan, 1 week and 1 essay. Undo: tracker undo\n"
    )
    week = (
        LINKS.replace("[[zero-to-hero/", "[[z/")
        .replace("[[zero-to-hero|", "[[z|")
        .replace("[[ zero-to-hero ]]", "[[z]]")
        .replace("  zero-to-hero:", "  z:")
        .replace("item: zero-to-hero/", "item: z/")
    )
    assert scratch.data().decode() == week
    assert "why: To [[z/a]].\n" in scratch.data("plan").decode()
    assert essay.read_text("utf-8") == (
        ESSAY.replace("[[zero-to-hero|", "[[z|")
        .replace("[[zero-to-hero/", "[[z/")
        .replace("[zero-to-hero, 'zero-to-hero/a']", "[z, 'z/a']")
    )
    assert scratch.run("undo").code == 0
    assert scratch.data().decode() == LINKS
    assert essay.read_text("utf-8") == ESSAY


def test_rename_a_unit(scratch: Scratch) -> None:
    scratch.put(LINKED_PLAN, "plan")
    scratch.put(LINKS)
    essay = put_essay(scratch, ESSAY.replace("\n", "\r\n"))
    ran = scratch.run("rename", "zero/a", "zero/micrograd")
    assert ran == (
        0,
        "Renamed zero-to-hero/a to zero-to-hero/micrograd in the plan, 1 week and 1 essay. "
        "Undo: tracker undo\n",
        "",
    )
    assert scratch.data("plan").decode() == (
        LINKED_PLAN.replace("[[zero-to-hero/a]]", "[[zero-to-hero/micrograd]]").replace(
            "[a, b]", "[micrograd, b]"
        )
    )
    assert scratch.data().decode() == (
        LINKS.replace("zero-to-hero/a", "zero-to-hero/micrograd")
        .replace("nn/a", "nn/micrograd")
        .replace("done: [a], units: {a:", "done: [micrograd], units: {micrograd:")
    )
    assert essay.read_bytes().decode() == ESSAY.replace(
        "zero-to-hero/a", "zero-to-hero/micrograd"
    ).replace("\n", "\r\n")
    assert "micrograd" not in scratch.run("check").out
    scratch.run("undo")
    assert (scratch.data("plan").decode(), scratch.data().decode()) == (LINKED_PLAN, LINKS)


def test_two_units_do_not_become_one(scratch: Scratch) -> None:
    scratch.put("courses: {c: {units: [a, b]}}\n", "plan")
    scratch.put(
        "courses: {c: {done: [a]}}\nsessions: [{start: 2024-07-01, minutes: 5, item: c/d}]\n"
    )
    assert "the plan knows c/b already" in scratch.run("rename", "c/a", "c/b").err
    assert f"{WEEK} knows c/d already" in scratch.run("rename", "c/a", "c/d").err
    assert scratch.run("rename", "c/x", "c/y").err.startswith("tracker: no unit 'x' of c")


def test_an_item_that_only_prose_names_is_none(scratch: Scratch) -> None:
    scratch.put("intro: '[[rust]]'\n")
    essay = put_essay(scratch, "---\ndate: 2024-07-02\n---\n[[rust]]\n")
    assert "no item 'rust'" in scratch.run("rename", "rust", "r").err
    assert scratch.data() == b"intro: '[[rust]]'\n"
    assert essay.read_text("utf-8").endswith("[[rust]]\n")


def test_essays_that_are_links_to_other_files_stay(scratch: Scratch) -> None:
    scratch.put(LINKED_PLAN, "plan")
    put_essay(scratch, "# x\n")
    outside = scratch.folder / "essay.md"
    outside.write_text(ESSAY, "utf-8")
    (scratch.folder / "docs/blog/posts/linked.md").symlink_to(outside)
    assert scratch.run("rename", "zero-to-hero", "z").code == 0
    assert outside.read_text("utf-8") == ESSAY


def test_a_link_behind_the_same_in_code_is_the_one_renamed(scratch: Scratch) -> None:
    scratch.put("courses: {a: {}}\n", "plan")
    scratch.put("intro: '`[[a]]` is how [[a]] is typed, with [[a|words]].'\n")
    assert scratch.run("rename", "a", "b").code == 0
    assert scratch.data() == b"intro: '`[[a]]` is how [[b]] is typed, with [[b|words]].'\n"
