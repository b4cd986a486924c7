"""The rename command: an item under another id in every file."""

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
    (["zero", "zero-to-hero"], "it is called zero-to-hero already"),
    (["zero", "was-q"], "the plan knows was-q already"),
    (["was-q", "x"], "was-q is a former id of q; rename that"),
    (["zero", "rust"], "2024-W27 knows rust already"),
    (["zero/a", "b"], "names a unit"),
    (["zero", "a/b"], "names a unit"),
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
