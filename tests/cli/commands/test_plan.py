"""The plan command."""

import json
from pathlib import Path

import pytest

from tests.journal import Scratch
from tracker.figures import standings, stats
from tracker.format import loader
from tracker.model.journal import Journal
from tracker.model.plan import Plan


def test_plan(scratch: Scratch) -> None:
    scratch.put(CURRICULUM, "plan")
    scratch.put(
        "courses: {z: {done: [micrograd]}, old: {done: 3}}\npapers: {q: {read: once}}\n"
        "sessions: [{start: 2024-07-02, minutes: 200, item: z}, {start: 2024-07-03, minutes: 30, item: walk}]\n"
    )
    ran = scratch.run("plan")
    assert (ran.out, ran.err, ran.code) == (PLAN_SAID, "", 0)
    everything = scratch.run("plan", "--all").out
    assert "later\n" in everything
    assert "No forecast. It was begun this week; ask again on Monday." in everything
    assert "    after lin and z; next: a" in everything
    assert "dropped\n  gone" in everything


CURRICULUM = """\
title: From web developer to ML engineer
target: 8h
deadline: 2024-07-20
courses:
  old: {title: Old, units: 3}
  z: {title: "Zero to Hero", units: {micrograd: Micrograd, mlp: A perceptron}}
  lin: {title: Linear algebra, units: 12}
  deep: {title: Deep, units: [a, b], after: [lin, z]}
  gone: {status: dropped}
papers: {p: {title: A paper with a title that is much too long for one line of a terminal}, q: {title: Q}}
projects: {walk: {title: A walk, estimate: 2h}}
"""
PLAN_SAID = """\
From web developer to ML engineer
1 of 4 courses, 1 of 2 papers and 0 of 1 project done
this week: 3 h 50 of 8 h, 1 day left
deadline: 20 July 2024, 14 days left
4 of 19 units of the courses are done.

active
  walk  A walk                                 ━━━╌╌╌╌╌╌╌  30 min of 2 h  30 min
    last touched 3 days ago
  z     Zero to Hero                           ━━━━━╌╌╌╌╌         1 of 2  3 h 20
    last touched 4 days ago; next: mlp, A perceptron

next
  lin   Linear algebra                         ╌╌╌╌╌╌╌╌╌╌        0 of 12

later
  deep  Deep                                   ╌╌╌╌╌╌╌╌╌╌         0 of 2
  p     A paper with a title that is much to…

done
  old   Old                                                     2024-W27
  q     Q                                                       2024-W27

dropped  1
"""


def test_plan_for_programs(scratch: Scratch) -> None:
    scratch.put(CURRICULUM, "plan")
    scratch.put("sessions: [{start: 2024-07-02, minutes: 200, item: z}]\n")
    facts = json.loads(scratch.run("plan", "--json").out)
    head = [
        "title",
        "week",
        "deadline",
        "days_left",
        "done",
        "consistency",
        "pace",
        "break",
        "share",
        "promise",
        "target",
        "forecast",
        "items",
        "record",
    ]
    assert list(facts) == head
    assert (facts["consistency"], facts["pace"]) == (None, None)
    assert (facts["share"]["items"], facts["share"]["units"]) == ([0, 7], [0, 19])
    assert facts["week"] == {"week": "2024-W27", "minutes": 200, "target": 480, "days_left": 1}
    assert facts["done"]["courses"] == {"done": 0, "of": 4}
    by_id = {item["id"]: item for item in facts["items"]}
    assert list(by_id["z"]) == [
        *(
            "id",
            "kind",
            "title",
            "status",
            "done",
            "total",
            "measure",
            "minutes",
            "first",
            "last",
            "finished",
        ),
        *("next", "waits_for", "forecast"),
    ]
    assert (by_id["z"]["status"], by_id["z"]["next"]) == ("active", "micrograd")
    assert by_id["deep"]["waits_for"] == ["lin", "z"]


def test_an_empty_plan_says_what_to_do(tmp_path: Path) -> None:
    ran = Scratch(tmp_path / "j", None).run("plan")
    assert (ran.code, "Nothing planned yet: tracker add" in ran.out) == (0, True)


def test_what_comes_next_where_nothing_is_called_so() -> None:
    plan = loader.load_plan("", b"courses: {a: {after: [b]}, b: {}, c: {}}")[0] or Plan()
    groups = standings.group_standings(standings.list_standings(stats.build_figures(Journal(plan))))
    assert {name: [one.state.id for one in group] for name, group in groups.items()} == {
        "next": ["b"],
        "later": ["a", "c"],
    }


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("2024-07-09", "last touched on 9 July 2024"),
        ("2024-W28", "last touched in the week of 8 July 2024"),
    ],
)
def test_work_on_a_day_to_come_is_not_of_this_week(start: str, words: str, tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "journal", b"courses: {zero: {units: 9}}\n")
    scratch.put(f"sessions: [{{start: {start}, minutes: 60, item: zero}}]\n", "2024-W28")
    for command in (["plan"], ["show", "zero"]):
        assert words in scratch.run(*command).out
