"""The public journal: what of gaps below the gate, and in drafts, readers get to know."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.knowledge import describe_gaps, find_open_gaps, list_taught_skills
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format import loader
from tracker.model.journal import Journal, Period

TODAY = date(2026, 6, 1)


def read(texts: dict[str, str]) -> Journal:
    files = {f"entries/{name}.yaml": text.encode() for name, text in texts.items()}
    journal, problems = loader.load_journal(files)
    assert not problems
    return journal


def say_gaps(texts: dict[str, str], period: Period | None = None) -> str:
    figures = build_figures(make_public_journal(read(texts), TODAY))
    return describe_gaps(find_open_gaps(figures, period))


PLAN = "gate: 3\ncourses: {a: {skills: [algebra], units: [rings]}, b: {}}\n"
BELOW = "courses: {a: {confidence: 2, gaps: [rings, fields]}}\n"


@pytest.mark.parametrize(
    ("plan", "weeks", "words"),
    [
        (PLAN, (), "No gap is open."),
        (PLAN, (BELOW,), "2 gaps are open; 2 names are held back."),
        (
            PLAN.replace("gate: 3", "gate: {below: 3}"),
            (BELOW,),
            "2 gaps are open; 2 names are held back.",
        ),
        (
            PLAN.replace("gate: 3", "gate: {below: 3, show: [gaps]}"),
            (BELOW,),
            "2 gaps are open: rings and fields.",
        ),
        (PLAN, (BELOW, "courses: {a: {done: [rings]}}"), "1 gap is open; 1 name is held back."),
        (
            PLAN,
            (BELOW, "courses: {a: {confidence: 2}, b: {gaps: [norms]}}"),
            "3 gaps are open: norms; 2 names are held back.",
        ),
        # Named above the gate, it is no longer held back.
        (
            PLAN,
            (BELOW, "courses: {a: {confidence: 4, gaps: [rings]}}"),
            "1 gap is open: rings.",
        ),
        # Named again below the gate, a closed one is open again.
        (
            PLAN,
            ("courses: {a: {confidence: 3, gaps: [x]}}", "courses: {a: {confidence: 4}}", BELOW),
            "2 gaps are open; 2 names are held back.",
        ),
        (PLAN, (BELOW, "courses: {a: {confidence: 5}}"), "No gap is open."),
        # Of a draft nothing is said, and so nothing false.
        (PLAN, ("draft: true\n" + BELOW,), ""),
        (PLAN, (BELOW, "draft: true\n" + BELOW), "2 gaps are open; 2 names are held back."),
        (
            PLAN,
            ("courses: {b: {gaps: [norms]}}", "draft: true\n" + BELOW),
            "1 gap is open: norms.",
        ),
    ],
)
def test_gaps_count_where_their_words_are_held_back(
    plan: str, weeks: tuple[str, ...], words: str
) -> None:
    texts = {"plan": plan}
    texts.update((f"2026-W{number + 2:02}", text) for number, text in enumerate(weeks))
    assert say_gaps(texts) == words


def test_a_gap_of_a_period_is_open_at_its_end() -> None:
    weeks = {"plan": PLAN, "2026-W02": BELOW, "2026-W08": "courses: {a: {confidence: 5}}\n"}
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert say_gaps(weeks, january) == "2 gaps are open; 2 names are held back."
    assert say_gaps(weeks, Period(date(2026, 1, 1), date(2026, 2, 28))) == "No gap is open."
    assert say_gaps(weeks, Period(date(2025, 1, 1), date(2025, 12, 31))) == "No gap is open."


NAMES = st.sets(st.sampled_from("xyz"))
RECORDS = st.tuples(st.sampled_from("ab"), st.integers(1, 5), NAMES, NAMES, st.booleans())


@given(st.lists(RECORDS, max_size=10), st.integers(1, 5))
def test_as_many_gaps_are_open_for_readers_as_for_the_author(
    records: list[tuple[str, int, set[str], set[str], bool]], gate: int
) -> None:
    texts = {"plan": f"gate: {gate}\n"}
    drafts = False
    for number, (id_, sure, names, closed, draft) in enumerate(records):
        gaps = f"gaps: [{', '.join(sorted(names))}], closed: [{', '.join(sorted(closed))}]"
        text = f"courses: {{{id_}: {{confidence: {sure}, {gaps}}}}}\n"
        texts[f"2026-W{number + 1:02}"] = f"draft: {str(draft).lower()}\n{text}"
        drafts = drafts or draft
    own = read(texts)
    public = make_public_journal(own, TODAY)
    told = find_open_gaps(build_figures(public))
    open_gaps = find_open_gaps(build_figures(own)).gaps
    if not drafts:
        assert told.total == len(open_gaps)
    assert told.is_known_to_be_none <= (not open_gaps)


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (BELOW, ()),
        ("draft: true\ncourses: {a: {gaps: [Rings, fields]}}\n", ()),
        ("courses: {a: {gaps: [Rings, fields]}}\n", ("rings",)),
    ],
)
def test_a_record_closes_a_gap_that_is_held_back_without_its_name(
    found: str, named: tuple[str, ...]
) -> None:
    closing = "courses: {a: {closed: [rings]}}\n"
    texts = {"plan": PLAN, "2026-W02": found, "2026-W03": closing}
    public = make_public_journal(read(texts), TODAY)
    assert public.weeks[1].courses["a"].closed == named


@pytest.mark.parametrize(
    ("plan", "week"),
    [
        ("courses: {a: {skills: [algebra]}, b: {skills: [algebra], unpublished: name}}\n", ""),
        ("courses: {a: {skills: [algebra]}}\n", "draft: true\n"),
    ],
    ids=["its name is unpublished", "only a draft names it"],
)
def test_a_gap_of_a_course_that_readers_do_not_know_is_of_no_skill(plan: str, week: str) -> None:
    texts = {
        "plan": plan,
        "2026-W10": "courses: {a: {confidence: 4, gaps: [rings]}}",
        "2026-W11": f"{week}courses: {{b: {{gaps: [fields]}}}}",
    }
    skills = list_taught_skills(build_figures(make_public_journal(read(texts), TODAY)))
    assert [(skill.name, skill.open) for skill in skills] == [("algebra", 1)]
