"""Decisions, and questions."""

from __future__ import annotations

import re

import pytest

from tests.pages.page_texts import made, section


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("review_on: 2024-09-02", "To be looked at again on 2 September 2024."),
        ("review_on: 2024-09-01", "Worth another look since 1 September 2024."),
        ("review_on: 2024-09-01, outcome: Done", ""),
        ("outcome: Done", ""),
    ],
)
def test_a_decision_is_looked_at_again_in_its_time(keys: str, said: str) -> None:
    page = made({"plan": f"decisions: [{{question: Which?, chosen: This, {keys}}}]\n"})[
        "decisions.md"
    ]
    assert "".join(re.findall(r'tracker-aside">(.*?)</p>', page)) == said
    assert ("**What came of it.** Done" in page) == ("outcome" in keys)


def test_a_question_is_open_until_a_week_answers_it() -> None:
    page = made(
        {
            "2024-W27": "title: A\nquestions: [Why?, How so?]\n",
            "2024-W28": "title: B\nquestions: [{ask: When?, answer: Now.}, Where?]\n",
            "2024-W29": "title: C\nquestions: [{ask: 'why?', answer: 'Because *so*.'}]\n",
            "2024-W30": "title: D\nquestions: [Where?]\n",
        }
    )["decisions.md"]
    asked = re.findall(r"\*\*(.*?)\*\*.*?\[(\w)\]", section(page, "Open questions"))
    assert asked == [
        ("How so?", "A"),
        ("Where?", "B"),
    ]  # the oldest first, by the week that asked first
    answered = section(page, "Answered")
    assert re.findall(r"\*\*(.*?)\*\* <span class=\"tracker-aside\">(.*?)</span>", answered) == [
        ("why?", "asked in [A](blog/posts/2024-w27.md), answered in [C](blog/posts/2024-w29.md)"),
        ("When?", "in [B](blog/posts/2024-w28.md)"),
    ]
    assert "Because *so*." in answered


def test_a_decision_says_when_it_was_made() -> None:
    plan = "decisions: [{question: Which?, chosen: This, decided: 2024-07-03}]\n"
    assert "**Chosen on 3 July 2024: This**" in made({"plan": plan})["decisions.md"]


@pytest.mark.parametrize(
    ("keys", "is_open"),
    [("", True), ("chosen: This", False), ("outcome: Done", False), ("why: Not yet", True)],
)
def test_a_decision_without_a_choice_is_open(keys: str, is_open: bool) -> None:
    page = made({"plan": f"decisions: [{{question: Which?, {keys}}}]\n"})["decisions.md"]
    assert (">open</span>" in page) == is_open
    assert ("**Chosen" in page) == ("chosen" in keys)


def test_options_have_a_cost_and_a_date() -> None:
    options = (
        "[{option: Buy, cost: 700 euros, date: 2026-12-01}, {option: Rent, cost: 2 < 3}, Wait]"
    )
    page = made({"plan": f"decisions: [{{question: Which?, options: {options}}}]\n"})[
        "decisions.md"
    ]
    rows = re.findall(r"^-   (\w+)(?: <span class=\"tracker-aside\">(.*?)</span>)?$", page, re.M)
    assert rows == [("Buy", "700 euros, 1 December 2026"), ("Rent", "2 < 3"), ("Wait", "")]
    page = made({"plan": "decisions: [{question: Which?, options: [A, B]}]\n"})["decisions.md"]
    assert "The options: A; B" in page
