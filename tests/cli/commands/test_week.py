"""The week command."""

import json
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.journal import Scratch
from tracker.cli.commands import week
from tracker.syndication.platforms import PLATFORMS

WEEK = """\
title: Catching the train
target: 4h
goals: [read, {goal: write, outcome: done}]
courses: {zero-to-hero: {done: [micrograd]}}
sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: zero-to-hero/micrograd}
  - {start: 2024-07-03, minutes: 30}
  - {start: 2024-W27, minutes: 15, item: vaswani2017}
"""


def test_week_at_a_glance(scratch: Scratch) -> None:
    scratch.put(WEEK)
    assert scratch.run("week") == (0, WEEK_SAID, "")
    assert scratch.run("week", "2024-W27").out == WEEK_SAID
    later = scratch.run("week", "last", now=datetime(2024, 7, 8)).out
    assert later == WEEK_SAID.replace(", 1 day left", "")


WEEK_SAID = """\
2024-W27, 1 to 7 July 2024: Catching the train
1 h 45 of 4 h, 1 day left
━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌

  Mon               1 h  ████████████████████████████████████████
  Tue                 -
  Wed            30 min  ████████████████████
  Thu                 -
  Fri                 -
  Sat                 -
  Sun                 -
  day not known  15 min  ██████████

  zero-to-hero     1 h  ████████████████████████████████████████
  other         30 min  ████████████████████
  vaswani2017   15 min  ██████████

  done  zero-to-hero: micrograd
  open  read
  done  write
"""


def test_week_for_programs(scratch: Scratch) -> None:
    scratch.put(WEEK)
    facts = json.loads(scratch.run("week", "--json").out)
    assert list(facts) == [
        *(
            "week",
            "from",
            "to",
            "title",
            "minutes",
            "worked",
            "target",
            "days_left",
            "days",
            "items",
            "notes",
            "goals",
            "done",
            "running",
        )
    ]
    assert (facts["minutes"], facts["target"], facts["days_left"]) == (105, 240, 1)
    assert facts["days"]["2024-07-01"] == 60
    assert facts["items"] == {"zero-to-hero": 60, "other": 30, "vaswani2017": 15}
    assert facts["goals"][0] == {"goal": "read", "outcome": None, "why": None}
    assert facts["done"] == {"zero-to-hero": ["micrograd"]}
    assert json.loads(scratch.run("week", "2024-W26", "--json").out)["days_left"] is None


def test_week_heeds_the_night_owl(scratch: Scratch) -> None:
    scratch.put('day_starts: "04:00"\n', "plan")
    scratch.run("log", "30m", "--at", "2024-07-01 01:00")
    assert "nothing logged yet" in scratch.run("week").out
    assert "30 min" in scratch.run("week", "last").out
    # Monday at half past one is Sunday night.
    assert scratch.run("week", now=datetime(2024, 7, 8, 1, 30)).out.startswith("2024-W27,")
    assert scratch.run("week", now=datetime(2024, 7, 8, 4, 0)).out.startswith("2024-W28,")


REFUSED = {
    "2021-W53": "there is no such week as '2021-W53'",
    "soon": "expected a week such as 2024-W27, got 'soon'; or say this, last or next",
    "60": "there is no such week as 'week 60'",
    "2024": "'2024' is more than a week: tracker show 2024",
    "all": "is more than a week",
}


@pytest.mark.parametrize(("name", "said"), REFUSED.items())
def test_week_refused(name: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run("week", name)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err


@pytest.mark.parametrize("name", ["27", "week 27", "W27", "this week", "2024-W27 ", "2024-07-03"])
def test_a_week_may_be_typed_in_several_ways(name: str, scratch: Scratch) -> None:
    shown = scratch.run("week")
    assert scratch.run("week", name) == scratch.run("week", *name.split()) == shown


def test_weeks_beside_this_one(scratch: Scratch) -> None:
    assert scratch.run("week", "52").out.startswith("2023-W52, ")
    assert scratch.run("week", "last", "week") == scratch.run("week", "last")
    scratch.run("add", "goal", "Read", "--week", "next")
    for words in ["next"], ["next", "week"], ["2024-W28"]:
        assert "Read" in scratch.run("week", *words).out


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (["mail"], "tracker week --as mail"),
        (["last", "as", "share"], "tracker week last --as share"),
    ],
)
def test_a_form_is_no_week(words: list[str], form: str, scratch: Scratch) -> None:
    ran = scratch.run("week", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f" is a form, not a week: {form}\n")


def test_a_week_that_is_over_never_says_yet(scratch: Scratch) -> None:
    for words in (
        ["week", "last"],
        ["report", "last", "week"],
        ["report", "2023"],
        ["report", "yesterday"],
    ):
        ran = scratch.run(*words)
        assert ran.code == 0
        assert "nothing logged" in ran.out
        assert "yet" not in ran.out
    assert "nothing logged yet" in scratch.run("report", "week").out


def test_a_week_that_cannot_be_read_is_said(scratch: Scratch) -> None:
    scratch.put("title: a: b\n")
    for words in (["week"], ["week", "--json"]):
        ran = scratch.run(*words)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith("entries/2024-W27.yaml:1:9: a colon and a space inside a text")
        assert "1 week could not be read and is not counted" in ran.err
    scratch.put(WEEK + "  - {start: 2024-07-04, minutes: many}\ntitel: x\n")
    ran = scratch.run("week")
    assert (ran.code, "1 h 45 of 4 h" in ran.out) == (3, True)
    assert "expected a whole number, got 'many' (and 1 more: tracker check)" in ran.err


def test_a_week_that_cannot_be_opened_is_said(scratch: Scratch) -> None:
    scratch.path().mkdir()
    ran = scratch.run("week")
    assert (ran.code, ran.out) == (3, "")
    assert "entries/2024-W27.yaml: expected a file, found a folder" in ran.err


# ---- week --edit


def editor(folder: Path, does: str) -> str:
    path = folder / "editor.py"
    path.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{does}\n")
    return f"{sys.executable} {path}"


EDITED = [
    ("path.write_text('title: x\\n')", 0, "All good: entries/2024-W27.yaml\n", ""),
    (
        "path.write_text('titel: x\\n')",
        3,
        "entries/2024-W27.yaml:1:1: titel: unknown key; did you mean 'title'?\n",
        "",
    ),
    ("pass", 0, "2024-W27 has no file, and needs none\n", ""),
    ("sys.exit(2)", 1, "", "ended with 2"),
]


@pytest.mark.parametrize(("does", "code", "out", "err"), EDITED)
def test_edit(
    does: str, code: int, out: str, err: str, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(scratch.folder, does))
    ran = scratch.run("week", "--edit")
    assert (ran.code, ran.out) == (code, out)
    assert err in ran.err


def test_edit_without_an_editor(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "/no/such/editor")
    ran = scratch.run("week", "--edit")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be started" in ran.err


@pytest.mark.parametrize(
    ("week", "title"),
    [
        ("# nothing yet\n", None),
        ("unpublished: Words.\n", None),
        ("sessions: [{start: 2024-07-01, minutes: 5, item: a, note: three words here}]", "Three words here"),
        ("sessions: [{start: 2024-07-01, minutes: 5, item: a, note: done}]", "Statistics a, 1 to 7 July"),
        (
            "courses: {a: {confidence: 2, notes: x}}\n"
            "sessions: [{start: 2024-07-01, minutes: 5, item: a, note: nobody reads this}]",
            "Statistics a, 1 to 7 July",
        ),
        ("draft: true\nlearned: [x]\nsections: {My ear: x}\n", "My ear, 1 to 7 July"),
    ],
)  # fmt: skip
def test_week_says_the_title_that_the_post_will_have(
    week: str, title: str | None, scratch: Scratch
) -> None:
    scratch.put("gate: 3\ncourses: {a: {title: Statistics a}}\n", "plan")
    scratch.put(week)
    assert json.loads(scratch.run("week", "--json").out)["title"] == title
    assert (title or "2024") in scratch.run("week").out.splitlines()[0]


# ---- --as


def test_forms_take_their_own_options(scratch: Scratch) -> None:
    scratch.put(WEEK)
    assert scratch.run("week", "--max", "100").err == "tracker: --max is for --as share\n"
    assert (
        scratch.run("week", "--as", "share", "--html").err == "tracker: --html is for --as mail\n"
    )
    assert scratch.run("week", "last", "--week", "this").code == 2
    assert scratch.run("week", "--week", "2024-W27").out == WEEK_SAID
    assert scratch.run("week", "--as", "json").out == scratch.run("week", "--json").out
    assert {*PLATFORMS} == {*week.PLATFORMS}


def test_a_draft_as_the_post_that_it_will_be(scratch: Scratch) -> None:
    scratch.put(WEEK.replace("title: Catching", "intro: Late, *as ever*.\ntitle: Catching"))
    ran = scratch.run("week", "--as", "post")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == POST
    published = scratch.run("week", "2024-W27", "--as", "post", now=datetime(2024, 7, 8)).out
    assert f"Draft, on the site from 8 July 2024 on.\n\n{published}" == POST


POST = """\
Draft, on the site from 8 July 2024 on.

Catching the train
==================
From web developer to ML engineer · 1 to 7 July 2024

Finished micrograd, the first of seven units of Neural Networks: Zero to
Hero.

Late, _as ever_.

Goals
=====

- read
- _done:_ write

Day by day

- *Mon* Neural Networks: Zero to Hero, micrograd. 1 h ✓ micrograd
- *Wed* Other work. 30 min
- *Some day* Attention Is All You Need. 15 min

1 h 45.

Next in the plan: makemore.
"""
