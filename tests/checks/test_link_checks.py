"""Links to items that lead nowhere."""

from __future__ import annotations

import pytest

from tracker.checks.journal_checks import check_journal
from tracker.format.loader import load_journal

PLAN = b"""\
courses:
  zero-to-hero: {title: "Neural Networks: Zero to Hero", units: [micrograd, makemore], was: [nn]}
  algebra: {units: 5}
papers: {vaswani2017: {title: Attention Is All You Need}}
"""


def problems_of(week: str) -> list[str]:
    files = {"entries/plan.yaml": PLAN, "entries/2024-W27.yaml": week.encode()}
    journal, problems = load_journal(files)
    found = [*problems, *check_journal(journal, files)]
    assert all(problem.hint for problem in found)
    return [str(problem).removeprefix("entries/2024-W27.yaml:") for problem in found]


@pytest.mark.parametrize(
    ("week", "problem"),
    [
        (
            "intro: |\n  A [[zero-to-hero]] and\n  b [[zero-to-her]].\n",
            "3:5: hint: intro: 'zero-to-her' is not in the plan; did you mean 'zero-to-hero'?",
        ),
        (
            "learned: [a, 'b [[rust]]']\n",
            "1:17: hint: learned[1]: 'rust' is not in the plan, so this stays as typed",
        ),
        (
            "courses:\n  algebra:\n    notes: >\n      [[zero-to-hero/micrograt]]\n",
            "4:7: hint: courses.algebra.notes: 'zero-to-hero' has no unit 'micrograt'; "
            "did you mean 'zero-to-hero/micrograd'?",
        ),
        (
            "intro: '[[zero-to-hero/x]] [[zero-to-hero/x]]'\n",
            "1:28: hint: intro: 'zero-to-hero' has no unit 'x'; its units are micrograd, makemore",
        ),
        (
            "intro: '[[algebra/x]]'\n",
            "1:9: hint: intro: the plan names no units of 'algebra'; "
            "the link leads to the top of its page",
        ),
        (
            "intro: '[[Attention Is All You Need]]'\n",
            "1:9: hint: intro: 'Attention Is All You Need' is not in the plan; "
            "did you mean 'vaswani2017'?",
        ),
        (
            "intro: '[[zero-to-her/micrograd]]'\n",
            "1:9: hint: intro: 'zero-to-her' is not in the plan; "
            "did you mean 'zero-to-hero/micrograd'?",
        ),
        (
            'intro: "caf\\u00e9 [[rust|a\n  b]]"\n',
            "1:19: hint: intro: 'rust' is not in the plan, so this stays as typed",
        ),
        (
            "intro: a [[rust\n  tools|x]]\n",  # two lines in the file, one in the text
            None,
        ),
    ],
)
def test_links_that_lead_nowhere(week: str, problem: str | None) -> None:
    found = problems_of(week)
    assert found[-1:] == ([problem] if problem else [])


@pytest.mark.parametrize(
    "prose",
    [
        "[[zero-to-hero]] [[nn]] [[nn/micrograd|x]] [[vaswani2017]] [[rust]]",
        "`[[x]]`, $[[y]]$, [[1, 2]] and [[1]](https://example.org)",
        "[[1]]\n\n  [1]: https://example.org",
    ],
)
def test_links_that_lead_somewhere_and_what_is_no_link(prose: str) -> None:
    week = f"intro: |\n  {prose}\nsessions: [{{start: 2024-07-01, minutes: 5, item: rust}}]\n"
    assert [line for line in problems_of(week) if "sessions" not in line] == []


def test_links_of_the_plan_are_checked_too() -> None:
    files = {"entries/plan.yaml": b"why: |\n  To [[x]].\n"}
    journal, _ = load_journal(files)
    (problem,) = check_journal(journal, files)
    assert (problem.line, problem.column, problem.kind) == (2, 6, "unknown-id")
