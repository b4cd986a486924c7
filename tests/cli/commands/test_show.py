"""The show command: an item, a week, the sessions of a selection, and all that says a text."""

import json

import pytest

from tests.journal import PAYLOADS, Scratch
from tracker.cli import layout

WEEK = "2024-W27"
PATH = f"entries/{WEEK}.yaml"


LINE = "  - {start: 2024-07-01 19:30, minutes: 45, item: zero-to-hero/micrograd, note: 'x', id: 7kq2m9} # mine\n"
TEXT = f"title: x\nsessions:\n{LINE}  - {{start: 2024-07-02, minutes: 5}}\n"


def test_sessions(scratch: Scratch) -> None:
    scratch.put(
        "sessions:\n  - {start: 2024-07-03 09:00, minutes: 75, item: vaswani2017, id: b}\n"
        f"{LINE}  - {{start: 2024-W27, minutes: 120, about: true, note: 'a\\n\n      b'}}\n"
    )
    scratch.put("sessions:\n  - {start: 2024-06-30, minutes: 1, id: 7kq2m9}\n", "2024-W26")
    week = (
        "2024-W27:3  2024-W27                    about 2 h  -                       a\\n b\n"
        "7kq2m9      Mon 2024-07-01 19:30-20:15     45 min  zero-to-hero/micrograd  x\n"
        "b           Wed 2024-07-03 09:00-10:15     1 h 15  vaswani2017\n"
    )
    assert scratch.run("show", "2024-07") == (0, week, "")
    assert scratch.run("show", "--since", "2024-07-01").out == week
    everything = scratch.run("show", "all").out.splitlines()
    assert [line.split()[0] for line in everything] == [
        "2024-W26/7kq2m9",
        "2024-W27:3",
        "2024-W27/7kq2m9",
        "b",
    ]
    assert len(scratch.run("show", "2024-07-03").out.splitlines()) == 2, (
        "and what may have been that day"
    )
    assert scratch.run("show", "2024-06").out.startswith("7kq2m9  Sun 2024-06-30  1 min  -")
    assert scratch.run("show", "2023") == (0, "", "no sessions from 2023-01-01 to 2023-12-31\n")


def test_sessions_as_json(scratch: Scratch) -> None:
    scratch.put(TEXT)
    assert json.loads(scratch.run("show", "2024-07", "--json").out)["sessions"] == [
        {
            "week": WEEK,
            "place": f"{WEEK}:1",
            "id": "7kq2m9",
            "start": "2024-07-01 19:30",
            "minutes": 45,
            "about": False,
            "running": False,
            "item": "zero-to-hero/micrograd",
            "note": "x",
            "unpublished": False,
        },
        {
            "week": WEEK,
            "place": f"{WEEK}:2",
            "id": None,
            "start": "2024-07-02",
            "minutes": 5,
            "about": False,
            "running": False,
            "item": None,
            "note": None,
            "unpublished": False,
        },
    ]


def test_sessions_of_a_week_with_errors(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - 5\n  - {start: 2024-07-02, minutes: 5, item: four-gram}\n")
    ran = scratch.run("show", "2024-07")
    assert ran.code == 3
    assert ran.out == "2024-W27:1  Tue 2024-07-02  5 min  four-gram\n"
    assert ran.err.startswith(f"{PATH}:2:5: sessions[0]: ")
    assert scratch.run("edit", "2024-W27:1", "--minutes", "6").code == 0
    assert (
        scratch.data().decode()
        == "sessions:\n  - 5\n  - {start: 2024-07-02, minutes: 6, item: four-gram}\n"
    )


def test_sessions_of_no_period(scratch: Scratch) -> None:
    ran = scratch.run("show", "soon")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing here is called 'soon'" in ran.err
    assert "for a period write today" in ran.err


# ---- an item, a week, a text

PLAN = """\
courses: {zero: {title: Zero, by: A. Writer, units: [one, two], skills: [nets]}}
papers: {attention: {title: Attention}}
"""
EARLIER = """\
courses: {zero: {notes: "The Softmax is odd", gaps: [limits, sums], confidence: 2}}
questions: [Why softmax?]
sessions: [{start: 2024-06-24 20:00, minutes: 45, item: zero/one, note: first, id: aaaaaa}]
"""
LATER = """\
title: The one
goals: [Read it]
courses: {zero: {done: [one], confidence: 3, gaps: [sums]}}
papers: {attention: {read: once, understood: 4, notes: "softmax\\nand not"}}
learned: [a softmax has a temperature]
links: [{url: https://example.org/softmax, title: On it}]
unpublished: softmax, in private
sessions: [{start: 2024-07-01 19:30, minutes: 60, item: zero, note: softmax again, id: bbbbbb}]
"""
ESSAY = (
    "---\ndate: 2024-06-28\nitems: [attention]\ntitle: Four numbers\n---\n\nA SOFTMAX of four.\n"
)


@pytest.fixture
def asked(scratch: Scratch) -> Scratch:
    scratch.put(PLAN, "plan")
    scratch.put(EARLIER, "2024-W26")
    scratch.put(LATER)
    (scratch.folder / "mkdocs.yml").write_text("site_name: x\n")
    (scratch.folder / "docs/blog/posts").mkdir(parents=True)
    (scratch.folder / "docs/blog/posts/four.md").write_text(ESSAY)
    return scratch


def test_a_text_newest_first(asked: Scratch) -> None:
    lines = [" ".join(line.split()) for line in asked.run("show", "/softmax/").out.splitlines()]
    assert lines == [
        "2024-W27 - unpublished softmax, in private",
        "2024-W27 attention notes softmax",
        "2024-W27 - learned a softmax has a temperature",
        "2024-W27 - link https://example.org/softmax",
        "2024-W27 zero note bbbbbb softmax again",
        "2024-W26 zero notes The Softmax is odd",
        "2024-W26 - question Why softmax?",
        "four.md attention essay A SOFTMAX of four.",
    ]
    facts = json.loads(asked.run("show", "--text", "SOFTMAX", "--json").out)
    assert facts["text"] == "softmax"
    assert len(facts["lines"]) == 8
    assert facts["lines"][-1]["path"] == "docs/blog/posts/four.md"


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["zero", "/softmax/"], 2),
        (["papers", "/softmax/"], 2),
        (["2024-W26", "/softmax/"], 3),
        (["zero", "last week", "/soft max/"], 0),
        (["/the softmax is/"], 1),
        (["/softmax and not/"], 1),
    ],
)
def test_a_text_of_a_part(asked: Scratch, words: list[str], count: int) -> None:
    ran = asked.run("show", *words)
    assert ran.out.count("\n") == count
    assert ("nothing says" in ran.err) is (count == 0)


def test_an_item(asked: Scratch) -> None:
    out = asked.run("show", "zero").out
    assert out.startswith("zero: Zero\ncourse by A. Writer, active, 1 of 2 units, 1 h 45\n")
    assert "next: two" in out
    assert out.index("2024-W27  1 h, 1 session; done: one; confidence 3 of 5") < out.index(
        "2024-W26  45 min, 1 session; confidence 2 of 5"
    )
    assert "The Softmax is odd" in out
    assert "1  sums (open since 2024-W26)" in out
    assert "limits (found 2024-W26, closed 2024-W27)" in out
    assert "2024-W26 2, 2024-W27 3" in out
    facts = json.loads(asked.run("show", "zero", "--json").out)
    assert facts["months"] == {"2024-06": 45, "2024-07": 60}
    assert [(gap["number"], gap["gap"]) for gap in facts["gaps"]] == [(1, "sums"), (None, "limits")]
    assert facts["confidence"] == {"2024-W26": 2, "2024-W27": 3}


def test_an_item_without_hours_shows_units(scratch: Scratch) -> None:
    scratch.put("courses: {zero: {units: 9}}", "plan")
    scratch.put("courses: {zero: {done: 2}}\n", "2024-W20")
    scratch.put("courses: {zero: {done: 1}}\n")
    out = scratch.run("show", "zero").out
    assert "course, active, 3 of 9 units\n" in out
    lines = [" ".join(line.split()[:4]) for line in out.splitlines()]
    assert "May 2024 2 units" in lines
    assert "Jul 2024 1 unit" in lines
    assert " min" not in out


def test_a_week_whole(asked: Scratch) -> None:
    out = asked.run("show", "2024-W27").out
    assert out.startswith("2024-W27, 1 to 7 July 2024: The one\n1 h, ") or "1 h" in out
    for said in (
        "bbbbbb  Mon 2024-07-01 19:30-20:30",
        "1  Read it (open)",
        "zero  done: one; confidence 3 of 5",
        "attention  read once; understood 4 of 5",
        "a softmax has a temperature",
        "softmax, in private",
    ):
        assert said in out
    assert asked.run("show").out == out
    facts = json.loads(asked.run("show", "week", "--json").out)
    assert [each["id"] for each in facts["sessions"]] == ["bbbbbb"]
    assert facts["goals"][0]["number"] == 1


def test_sessions_of_a_part(asked: Scratch) -> None:
    assert asked.run("show", "zero", "all").out.count("\n") == 2
    assert asked.run("show", "zero/one").out.startswith("aaaaaa  ")
    assert asked.run("show", "papers").err == "no sessions of papers in this journal\n"


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_and_what_is_cut_is_marked(
    columns: int, asked: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for number, text in enumerate(PAYLOADS.values()):
        asked.run("log", "5m", "zero", f"{'softmax ' * 30}{text}", "--at", f"0:{number:02}")
    for words in (["zero"], ["2024-W27"], ["2024-07"], ["/softmax/"], ["zero", "2024"]):
        ran = asked.run("show", *words)
        assert ran.code == 0
        assert max(map(layout.count_cells, ran.out.splitlines())) <= columns
        assert ran.out.replace("\n", "").isprintable()
    assert "…" in asked.run("show", "2024-07").out


def test_a_dash_is_the_last_item(scratch: Scratch) -> None:
    assert "no session has one yet" in scratch.run("show", "-").err
    scratch.put(TEXT)
    scratch.put("sessions:\n  - {start: 2024-06-27, minutes: 5, item: vaswani2017}\n", "2024-W26")
    assert scratch.run("show", "-") == scratch.run("show", "zero-to-hero")
    for command in ("show", "report"):
        asked = scratch.run(command, "last week", "-", "vaswani2017")
        assert asked == scratch.run(command, "last week", "zero-to-hero", "vaswani2017")
    for command in ("plan", "forecast"):
        assert scratch.run(command, "-") == scratch.run(command, "zero-to-hero")
    assert scratch.run("show", "/-/").err == 'nothing says "-"\n'


def test_one_day_is_no_span(scratch: Scratch) -> None:
    assert scratch.run("show", "yesterday").err == "no sessions on 2024-07-05\n"


# ---- a session, and what is open

NOTED = """\
sessions:
  - {start: 2024-07-01 19:30, minutes: 45, item: zero, note: "one\\ntwo", id: 7kq2m9}
  - {start: 2024-07-02, minutes: 5}
"""


@pytest.mark.parametrize("typed", ["7kq2m9", "7kq", "2024-W27:1", "2024-W27/7kq2m9"])
def test_a_session(typed: str, asked: Scratch) -> None:
    asked.put(NOTED)
    assert asked.run("show", typed) == (
        0,
        "45 min of zero, Mon 2024-07-01 19:30-20:15 (7kq2m9)\n  one\n  two\n"
        "  2024-W27:1  (tracker edit 7kq2m9, tracker remove 7kq2m9)\n",
        "",
    )
    (facts,) = json.loads(asked.run("show", typed, "--json").out)["sessions"]
    assert facts["note"] == "one\ntwo"


def test_the_last_session_and_those_that_are_none(asked: Scratch) -> None:
    asked.put(NOTED)
    assert "2024-W27:2  (tracker edit 2024-W27:2, " in asked.run("show", "last").out
    assert "has no session 3" in asked.run("show", "2024-W27:3").err
    assert "nothing here is called '8kq'" in asked.run("show", "8kq").err
    asked.put("courses: {7kq2m9: {title: An id}}\n", "plan")
    assert "An id" in asked.run("show", "7kq2m9").out, "items come first"


def test_open_gaps(asked: Scratch) -> None:
    asked.put("goals: [Read it]\n")
    gaps = "zero  1  2024-W26  limits\nzero  2  2024-W26  sums\n"
    ran = asked.run("show", "gaps")
    assert ran == (0, gaps, "tracker set zero closed 1\n")
    assert asked.run("show", "zero", "gap") == ran
    assert asked.run("show", "gaps", "2024-W27").err == "no open gaps\n"
    assert asked.run("show", "gaps", "/SUM/").out == "zero  2  2024-W26  sums\n"
    assert asked.run("set", "zero", "closed", "2").out.startswith(
        "Closed a gap of zero, 2024-W27: s"
    )
    assert json.loads(asked.run("show", "gaps", "--json").out)["gaps"] == [
        {"week": "2024-W26", "number": 1, "text": "limits", "item": "zero"}
    ]


def test_open_goals_and_questions(asked: Scratch) -> None:
    asked.put("goals: [{goal: a, outcome: done}, Write]\n", "2024-W25")
    assert asked.run("show", "goals") == (
        0,
        "2024-W27  1  Read it\n2024-W25  2  Write\n",
        "tracker set goal 1 done\n",
    )
    assert asked.run("show", "goals", "2024-W25").err == "tracker set goal 2 done --week 2024-W25\n"
    assert asked.run("set", "goal", "2", "done", "--week", "2024-W25").code == 0
    assert asked.run("show", "goals", "2024-W25") == (0, "", "no open goals\n")
    assert asked.run("show", "questions").out == "2024-W26  1  Why softmax?\n"
    assert asked.run("set", "question", "1", "So.", "--week", "2024-W26").code == 0
    assert asked.run("show", "questions").err == "no open questions\n"
    ran = asked.run("show", "goals", "zero")
    assert (ran.code, ran.out) == (2, "")
    assert "goals are of weeks, not of items" in ran.err
