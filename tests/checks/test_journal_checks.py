"""Each rule of CHECKS: a journal that breaks it -> its problem, with its place; and that each rule is needed."""

from __future__ import annotations

import pytest

from tracker.checks import journal_checks
from tracker.format import loader

WEEK, NEXT, PLAN = "2024-W27", "2024-W28", "plan"
KEPT = "made: 2024-W27, measure: units, done: 1, of: 2, p50: 2024-07-14, p80: 2024-07-21"
ITEM = "courses: {a: {title: A, units: [x, y]}, b: {title: B}}\n"
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "titles leave room for the text": (
        {
            WEEK: f"title: {'x' * 121}\n",
            "2024-W28": f"title: {'x' * 120}\n",
            PLAN: f"title: {'y' * 200}\ncourses:\n  a: {{title: {'z' * 130}}}\n",
        },
        [
            "2024-W27.yaml:1:8: hint: title: 121 letters fill the screen of a phone; a title has",
            "plan.yaml:1:8: hint: title: 200 letters fill",
            "plan.yaml:3:14: hint: courses.a.title: 130 letters fill",
        ],
    ),
    "a running session knows its offset": (
        {WEEK: "sessions:\n  - {start: 2024-07-01 19:30, running: true}\n"},
        ["2024-W27.yaml:2:13: hint: sessions[0].start: a running session's start needs its offset"],
    ),
    "every session lies in its week": (
        {
            WEEK: "sessions:\n  - {start: 2024-07-01 25:00, minutes: 30}\n  - {start: 2024-07-09, minutes: 30}\n"
        },
        [
            "2024-W27.yaml:2:13: sessions[0].start: there is no such time",
            "2024-W27.yaml:3:13: sessions[1].start: expected a day of 2024-W27",
        ],
    ),
    "session ids are unique": (
        {
            WEEK: "sessions:\n  -\n  - {start: 2024-07-01, minutes: 3, id: a1}\n  - {start: 2024-07-01, minutes: 3, id: a1}\n",
            NEXT: "sessions:\n  - {start: 2024-07-08, minutes: 3, id: a1}\n",
        },
        [
            "2024-W27.yaml:4:41: sessions[2].id: 'a1' names two sessions of this week",
            "2024-W28.yaml:2:41: hint: sessions[0].id: 'a1' stands in 2024-W27 too",
        ],
    ),
    "one session runs at most": (
        {
            WEEK: "sessions:\n  - {start: 2024-07-01 19:30 +02:00, running: true}\n",
            NEXT: "sessions:\n  - {start: 2024-07-08 19:30 +02:00, running: true}\n",
        },
        ["2024-W28.yaml:2:5: sessions[0]: another session runs in 2024-W27"],
    ),
    "ids are in the plan": (
        {
            PLAN: ITEM + "papers: {vaswani2017: {}}\n",
            WEEK: "courses: {c: {}}\npapers: {vaswani2018: {}}\n",
        },
        [
            "2024-W27.yaml:1:11: hint: courses.c: 'c' is not in the plan, so the id is its title",
            "2024-W27.yaml:2:10: hint: papers.vaswani2018: 'vaswani2018' is not in the plan; did you mean 'vaswani2017'?",
        ],
    ),
    "records stand under their kind": (
        {
            PLAN: "courses: {a: {was: [z]}}\n",
            WEEK: "papers: {a: {}}\ncourses: {q: {}, a: {}, z: {}}\nprojects: {q: {}}\n",
        },
        [
            "2024-W27.yaml:1:10: papers.a: the plan has 'a' under courses; write it there",
            "2024-W27.yaml:2:11: hint: courses.q: 'q' is not in the plan",
            "2024-W27.yaml:2:25: courses.z: 'z' and 'a' are one and the same",
            "2024-W27.yaml:3:12: projects.q: 2024-W27 has 'q' under courses; write it there",
        ],
    ),
    "units are the plan's": (
        {
            PLAN: ITEM,
            WEEK: "courses: {a: {done: [x, xx]}}\n",
            NEXT: "courses: {a: {done: [x]}}\nsessions: [{start: 2024-07-08, minutes: 3, item: a/q}]\n",
        },
        [
            "2024-W27.yaml:1:25: hint: courses.a.done[1]: 'a' has no unit 'xx'",
            "2024-W28.yaml:1:22: hint: courses.a.done[0]: 'x' was done in 2024-W27 already; it counts once",
            "2024-W28.yaml:2:50: hint: sessions[0].item: 'a' has no unit 'q'",
        ],
    ),
    "Markdown can be read in seconds": (
        {
            PLAN: "why: '" + "> " * 60 + "x'\n",
            WEEK: "learned:\n  - fine\n  - '" + "[" * 9000 + "'\n",
        },
        [
            "2024-W27.yaml:3:5: learned[1]: too many brackets or ticks that are opened and not closed",
            "plan.yaml:1:6: why: quotes and lists may be nested 50 deep at most",
        ],
    ),
    "no more units are done than there are": (
        {
            PLAN: "courses: {a: {title: A, units: 3, was: [b]}, c: {title: C, estimate: 9}}\n",
            "2024-W26": "courses: {a: {done: 2}, c: {done: 9}}\n",
            WEEK: "courses: {a: {notes: x, done: 2}}\n",
            NEXT: "courses: {b: {done: 1}}\n",
        },
        [
            "2024-W27.yaml:1:31: hint: courses.a.done: 4 units are done by this week, and the plan has 3"
        ],
    ),
    "what is closed is a gap": (
        {
            "2024-W26": "courses: {zero: {gaps: [Jacobians]}}\n",
            WEEK: "courses: {zero: {closed: [' jacobians', jacobian]}}\n",
        },
        [
            "2024-W26.yaml:1:11: hint: courses.zero: 'zero' is not in the plan",
            "2024-W27.yaml:1:41: hint: courses.zero.closed[1]: no week names this gap of 'zero'; did you mean 'Jacobians'?",
        ],
    ),
    "no id is a keyword": (
        {"plan": "courses:\n  goal: {title: Goals}\n"},
        [
            "plan.yaml:2:3: hint: courses.goal: 'goal' means something else to commands; tracker rename goal NEW"
        ],
    ),
    "sections exist": (
        {
            PLAN: "empty_sections: [lerned]\nheadings: {lfe: Life}\n",
            WEEK: "order: [intro, nowhere]\nleads: {lif: x}\nsections: {intro: x}\n",
        },
        [
            "2024-W27.yaml:1:16: hint: order[1]: no section is called 'nowhere'",
            "2024-W27.yaml:2:14: hint: leads.lif: no section is called 'lif'; did you mean 'life'?",
            "2024-W27.yaml:3:12: sections.intro: 'intro' is a key of its own",
            "plan.yaml:1:18: hint: empty_sections[0]: no section is called 'lerned'; did you mean 'learned'?",
            "plan.yaml:2:17: hint: headings.lfe: no section is called 'lfe'; did you mean 'life'?",
        ],
    ),
    "links to items lead somewhere": (
        {PLAN: "courses: {a: {units: [u]}}\n", WEEK: "intro: '[[a/u]] [[b]] [[a/v]]'\n"},
        [
            "2024-W27.yaml:1:17: hint: intro: 'b' is not in the plan, so this stays as typed",
            "2024-W27.yaml:1:23: hint: intro: 'a' has no unit 'v'; its units are u",
        ],
    ),
    "plan ids are unique": (
        {PLAN: "courses: {a: {}, c: {was: [b]}}\npapers: {a: {}, b: {}}\n"},
        [
            "plan.yaml:1:28: courses.c.was[0]: 'b' is the id of another item",
            "plan.yaml:2:10: papers.a: 'a' stands under courses too",
        ],
    ),
    "the plan's references lead somewhere": (
        {
            PLAN: "courses: {a: {after: [q], phase: 2}}\nphases: [One]\nseries: {s: {schedule: [{week: 2024-W27, paper: p}]}}\n"
        },
        [
            "plan.yaml:1:23: hint: courses.a.after[0]: 'q' is not in the plan",
            "plan.yaml:1:34: hint: courses.a.phase: the plan has 1 phases",
            "plan.yaml:3:49: hint: series.s.schedule[0].paper: 'p' is not in the plan",
        ],
    ),
    "prerequisites have an end": (
        {
            PLAN: "courses:\n  a: {after: [b], was: [old]}\n  b: {after: [old]}\n  c: {after: [c]}\n  d: {after: [a]}\n",
        },
        [
            "plan.yaml:2:14: courses.a.after: these wait for one another: a after b after a",
            "plan.yaml:4:14: courses.c.after: these wait for one another: c after c",
        ],
    ),
    "the plan's dates are in order": (
        {
            PLAN: "start: 2024-07-01\ndeadline: 2024-06-01\npauses: [{from: 2024-08-02, to: 2024-08-01}]\n"
            "runway: {start: 2024-07-01, months: [9, 6]}\n",
        },
        [
            "plan.yaml:2:11: deadline: expected a day after the start",
            "plan.yaml:3:33: pauses[0].to: expected a day from 2024-08-02 on",
            "plan.yaml:4:37: runway.months: expected a number of months, or [least, most]",
        ],
    ),
    "what is done is a step of the plan": (
        {
            "plan": "phases: [One, {title: Two, steps: [Read the book, Write it down]}]\n",
            "2024-W27": "done: [read  the Book, Read the books, Swim]\n",
        },
        [
            "2024-W27.yaml:1:24: hint: done[1]: no phase of the plan has a step 'Read the books'; "
            "did you mean 'Read the book'?",
            "2024-W27.yaml:1:40: hint: done[2]: no phase of the plan has a step 'Swim'",
        ],
    ),
    "the time zone exists": (
        {PLAN: "timezone: Mars/Base\n"},
        ["plan.yaml:1:11: timezone: expected a time zone such as Europe/Berlin, got 'Mars/Base'"],
    ),
    "kept forecasts are of the plan's items": (
        {
            PLAN: ITEM,
            "forecasts": f"forecasts:\n  - {{item: a, {KEPT}}}\n  - {{item: q, {KEPT}}}\n",
        },
        ["forecasts.yaml:3:12: hint: forecasts[1].item: 'q' is not in the plan, so it is left out"],
    ),
    "a forecast is kept once a week": (
        {
            PLAN: "courses: {a: {was: [z]}}\n",
            "forecasts": f"forecasts:\n  - {{item: a, {KEPT}}}\n  - {{item: z, {KEPT}}}\n",
        },
        [
            "forecasts.yaml:3:5: hint: forecasts[1]: z was kept in 2024-W27 already; the first of the two counts"
        ],
    ),
}


def problems(texts: dict[str, str]) -> list[str]:
    files = {f"entries/{name}.yaml": text.encode() for name, text in texts.items()}
    journal, found = loader.load_journal(files)
    found = sorted(
        found + journal_checks.check_journal(journal, files), key=lambda problem: problem[:3]
    )
    return [str(problem).removeprefix("entries/") for problem in found]


@pytest.mark.parametrize("name", list(journal_checks.CHECKS))
def test_check(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, expected = CASES[name]
    said = problems(texts)
    assert len(said) == len(expected)
    for line, beginning in zip(said, expected, strict=True):
        assert line.startswith(beginning)
    monkeypatch.delitem(journal_checks.CHECKS, name)
    assert problems(texts) != said


def test_a_conflict_that_git_left_is_called_one() -> None:
    session = "  - {{start: 2024-07-01, minutes: {}, id: a1}}\n"
    text = (
        f"sessions:\n<<<<<<< ours\n{session.format(5)}=======\n{session.format(6)}>>>>>>> theirs\n"
    )
    (said,) = problems({WEEK: text})
    assert said.startswith("2024-W27.yaml:2:1: git left a conflict here")
