"""The public journal: what is held back is gone, and no minute with it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures, sum_minutes
from tracker.format.loader import load_journal
from tracker.model.journal import Journal, Session, Start, Week
from tracker.model.kinds import UNPUBLISHED_NAME, UNPUBLISHED_WORDS, Course
from tracker.model.plan import Plan

TODAY = date(2024, 7, 20)
SECRET = "secret"
sessions_of_a_week = st.lists(
    st.builds(
        Session,
        start=st.integers(1, 7).map(lambda day: Start(date(2024, 7, day))),
        minutes=st.none() | st.integers(1, 500),
        item=st.sampled_from(
            [None, "open", "open/a", "silent/b", "nameless/c", "old", "unplanned"]
        ),
        note=st.sampled_from([SECRET, "told"]),
        unpublished=st.booleans(),
    ),
    max_size=8,
)


@given(
    sessions_of_a_week, st.booleans(), st.booleans(), st.sampled_from(["published", "unpublished"])
)
def test_silence_keeps_every_minute_and_every_day(
    sessions: list[Session], draft: bool, drafts: bool, notes: str
) -> None:
    courses = {
        "open": Course(units={"a": "A"}, after=("nameless", "old")),
        "silent": Course(unpublished=UNPUBLISHED_WORDS, review=SECRET),
        "nameless": Course(title=SECRET, unpublished=UNPUBLISHED_NAME, was=("old",)),
    }
    plan = Plan(courses=courses, notes=notes)
    week = Week("2024-W27", draft=draft, sessions=tuple(sessions))
    journal = Journal(plan, (week,))
    public = make_public_journal(journal, TODAY, drafts)
    before, after = build_figures(journal).entries, build_figures(public).entries
    assert sum_minutes(after) == sum_minutes(before)
    assert [entry.day for entry in after] == [entry.day for entry in before]
    assert list(public.plan.courses) == ["open", "silent"]
    assert public.plan.courses["open"].after == ()
    for old, new in zip(sessions, public.weeks[0].sessions, strict=True):
        item = old.target[0]
        is_silent = old.unpublished or notes == "unpublished" or (draft and not drafts)
        if is_silent or item in ("silent", "nameless", "old"):
            assert new.note is None
        else:
            assert new.note == old.note
        assert new.target[0] not in ("nameless", "old")
        if old.unpublished:
            assert new.target[1] in (None, "a")


UNPUBLISHED = {
    "true": UNPUBLISHED_WORDS,
    "'true'": UNPUBLISHED_WORDS,
    "false": None,
    "name": UNPUBLISHED_NAME,
}


@pytest.mark.parametrize("word", UNPUBLISHED)
def test_words_of_an_item(word: str) -> None:
    files = {"plan.yaml": f"papers: {{a: {{unpublished: {word}}}}}\n".encode()}
    journal, problems = load_journal(files)
    assert problems == []
    assert journal.plan.papers["a"].unpublished == UNPUBLISHED[word]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("papers: {a: {unpublished: yes}}", "expected true (its words are on no page), name (its"),
        ("notes: private", "expected published or unpublished, got 'private'"),
    ],
)
def test_other_words_are_problems(text: str, message: str) -> None:
    _, (problem,) = load_journal({"plan.yaml": text.encode()})
    assert problem.message.startswith(message)


@pytest.mark.parametrize("note", ["", ", note: ", ", note: ''", ", note: ' '", ", item: a"])
def test_neither_a_length_nor_a_note_is_a_problem(note: str) -> None:
    text = f"sessions: [{{start: 2024-07-01{note}}}]\n"
    _, (problem,) = load_journal({"2024-W27.yaml": text.encode()})
    assert (problem.line, problem.column, problem.kind) == (1, 12, "missing-key")
    assert "'minutes', or a note" in problem.message
