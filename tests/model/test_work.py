"""What shows work: rows of what a week holds, and every place that counts it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.journal import Scratch
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format import loader
from tracker.model.journal import Week
from tracker.model.work import holds_work

PLAN = """\
courses: {a: {title: A, units: [one, two, three]}}
papers: {p: {title: P}}
projects: {m: {title: M}}
phases: [{title: X, steps: [A step]}]
"""
WORK = [
    "courses: {a: {done: [one]}}",
    "courses: {a: {done: 2}}",
    "courses: {a: {notes: Hard.}}",
    "courses: {a: {confidence: 3}}",
    "courses: {a: {gaps: [softmax]}}",
    "courses: {a: {status: active}}",
    "courses: {a: {}}",
    "courses: {a: {status: planned, notes: Looked into the book.}}",
    "courses: {a: {status: dropped, gaps: [softmax], notes: Too hard.}}",
    "papers: {p: {read: skim}}",
    "papers: {p: {understood: 2}}",
    "projects: {m: {status: shipped}}",
    "projects: {m: {evidence: [abc1234]}}",
    "done: [A step]",
    "learned: [The gradient of a sum is a sum.]",
    "learned: Prose.",
]
NO_WORK = [
    "",
    "courses: {a: {status: paused}}",
    "courses: {a: {status: dropped}}",
    "courses: {a: {status: dropped, notes: Too much at once.}}",
    "projects: {m: {status: paused, notes: No machine till May.}}",
    "papers: {p: {status: next}}",
    "projects: {m: {status: idea}}",
    "intro: Nothing but [[a]] on my mind.",
    "goals: [Read]",
    "next: [Read]",
    "life: [The sea]",
    "title: Ill",
    "questions: [Why?]",
]


def load_week(text: str) -> Week:
    week, problems = loader.load_week("entries/2024-W26.yaml", "2024-W26", text.encode())
    assert week is not None
    assert not [problem for problem in problems if not problem.hint]
    return week


@pytest.mark.parametrize(
    ("text", "works"), [*[(text, True) for text in WORK], *[(text, False) for text in NO_WORK]]
)
def test_what_shows_work(text: str, works: bool, scratch: Scratch) -> None:
    assert holds_work(load_week(text)) == works
    scratch.put(PLAN, "plan")
    # Before it a week of work, so that there is something to count; this week is not over.
    scratch.put("courses: {a: {done: [three]}}\n", "2024-W25")
    scratch.put(text, "2024-W26")
    studied = 2 if works else 1
    for words in (["plan", "--json"], ["report", "all", "--json"]):
        ran = scratch.run(*words)
        assert json.loads(ran.out)["consistency"] == {"studied": studied, "weeks": 2, "paused": 0}
    said = f"Studied in {'each' if works else '1'} of the 2 full weeks so far."
    assert said in scratch.run("plan").out
    if works:
        assert "nothing logged" not in scratch.run("report", "2024-W26").out


@pytest.mark.parametrize("text", WORK)
def test_work_that_readers_may_not_read_of_is_counted_all_the_same(text: str) -> None:
    """In a draft, and where the item's name is unpublished."""
    for head, plan in (
        ("draft: true\n", PLAN),
        ("", PLAN.replace("title: ", "unpublished: name, title: ")),
    ):
        files = {
            "entries/plan.yaml": plan.encode(),
            "entries/2024-W26.yaml": f"{head}{text}\n".encode(),
        }
        journal, _ = loader.load_journal(files)
        public = make_public_journal(journal, date(2024, 8, 1))
        assert [holds_work(week) for week in public.weeks] == [True], (head, text)


@pytest.mark.parametrize("status", ["paused", "dropped", "next"])
def test_what_rests_was_not_touched_for_readers_either(status: str) -> None:
    """In a draft, as in the week that is not over."""
    files = {
        "entries/plan.yaml": b"courses: {a: {units: 3}}\n",
        "entries/2024-W26.yaml": f"draft: true\ncourses: {{a: {{status: {status}}}}}\n".encode(),
    }
    journal, _ = loader.load_journal(files)
    public = make_public_journal(journal, date(2024, 8, 1))
    for shown in (journal, public):
        state = build_figures(shown).states["a"]
        assert (state.last, state.weeks_of_work) == (None, ())


def test_ten_weeks_without_hours_are_ten_weeks_of_work(scratch: Scratch) -> None:
    """Units, judged goals and prose, and no session: nobody is told that nothing was logged."""
    scratch.put("courses: {a: {title: A, units: 20}}\n", "plan")
    for number in range(17, 27):
        text = f"courses: {{a: {{done: 1, notes: Week {number}.}}}}\n"
        text += "goals: [{goal: Read, outcome: done}]\n"
        scratch.put(text, f"2024-W{number}")
    assert "Studied in each of the last 8 weeks." in scratch.run("plan").out
    report = scratch.run("report", "all").out
    assert "Studied in each of the 10 weeks." in report
    assert "a  10 units" in report
    assert "work without a time" in report
    for words in ("report 2024-06", "report 2024-W26", "week 2024-W26", "report all"):
        assert "nothing" not in scratch.run(*words.split()).out
    assert "last touched last week" in scratch.run("plan").out


def test_the_last_touch_of_an_item_is_of_work_and_not_of_its_rest() -> None:
    files = {
        "entries/plan.yaml": PLAN.encode(),
        "entries/2024-W20.yaml": b"courses: {a: {done: [one]}}\n",
        "entries/2024-W24.yaml": b"courses: {a: {status: paused}}\n",
    }
    journal, _ = loader.load_journal(files)
    state = build_figures(journal).states["a"]
    assert state.weeks == ("2024-W20", "2024-W24")
    assert state.weeks_of_work == ("2024-W20",)
    assert (state.first, state.last) == (date(2024, 5, 13), date(2024, 5, 13))
    assert state.last_week_only
