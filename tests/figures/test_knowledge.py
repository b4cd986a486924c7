"""Papers by reading, skills and gaps, days from first touch to done: journals as cases, and what must always hold."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_cases import JOURNALS, TODAY, journal, sessions, well_read
from tracker.charts import CHARTS
from tracker.figures import knowledge
from tracker.figures.report import is_entry_in_period
from tracker.figures.skill_parts import SPLIT_WORDS
from tracker.figures.stats import Figures
from tracker.model.journal import Period
from tracker.pages import View
from tracker.pages.all_pages import build_pages

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
PLAN = """
courses:
  zero: {title: Zero, skills: [maths, code], units: {one: Limits, two: Two}}
  alone: {title: Alone, skills: [tensors]}
  before: {title: Before, skills: [reading], status: done}
  ahead: {title: Ahead, skills: [later]}
papers:
  att: {title: Attention, skills: [maths], was: [vaswani]}
  bert: {title: BERT}
projects:
  thing: {title: Thing, skills: [code]}
"""


def learner() -> Figures:
    """A gap that is named twice, one that a unit closes, one that another course closes, and one that stays."""
    return journal(
        PLAN,
        W2025_50="papers: {vaswani: {read: skim, understood: 2}}\n"
        + sessions(
            "2025-12-09, minutes: 30, item: vaswani", "2025-12-10, minutes: 20, item: vaswani"
        ),
        W2026_02="courses: {zero: {confidence: 3, gaps: [Jacobians, limits, Tensors]}}\n"
        + sessions("2026-01-06, minutes: 60, item: zero"),
        W2026_03="courses: {zero: {confidence: 4, gaps: [' jacobians ', SVD]}}\n"
        + "papers: {att: {read: once, understood: 3}}",
        W2026_05="courses: {zero: {done: [one]}, alone: {confidence: 4}}\npapers: {bert: {read: once}}\n"
        + sessions("2026-W05, minutes: 40, item: bert, about: true"),
        W2026_07="courses: {zero: {confidence: 4, done: [two]}}\npapers: {att: {read: again, understood: 5}}\n"
        + sessions("2026-02-12, minutes: 45, item: zero"),
    )


# ---- papers


def test_readings_are_told_in_their_order() -> None:
    found = knowledge.list_read_papers(learner())
    assert [(paper.id, paper.times, paper.whole, paper.understood) for paper in found] == [
        ("att", 3, True, 5),
        ("bert", 1, True, None),
    ]
    assert (
        knowledge.describe_readings(found[0])
        == "skimmed, read once and read again; understood 2, then 3, then 5 of 5"
    )
    assert knowledge.by_reading(found) == {"skim": 1, "once": 2, "again": 1, "implemented": 0}


@pytest.mark.parametrize(
    ("week", "period", "words"),
    [
        ("", None, "No paper read yet."),
        ("papers: {a: {notes: x}}", None, "No paper read yet."),
        ("papers: {a: {read: once}}", None, "1 paper: read once."),
        ("papers: {a: {understood: 4}}", None, "1 paper: looked back on; understood 4 of 5."),
        (
            "papers: {a: {read: skim}, b: {understood: 4}}",
            None,
            "2 papers: 1 only skimmed; 1 understood at 4 or 5 of 5.",
        ),
        (
            "papers: {a: {read: once}, b: {read: implemented}}",
            YEAR,
            "2 papers in 2026: 2 read; 1 implemented.",
        ),
        (
            "papers: {a: {read: once}}",
            Period(date(2025, 1, 1), date(2025, 12, 31)),
            "No paper read in 2026.",
        ),
    ],
)
def test_papers_in_a_sentence(week: str, period: Period | None, words: str) -> None:
    found = knowledge.list_read_papers(journal(W2026_03=week), period)
    assert knowledge.describe_papers(found, "in 2026" if period else "") == words


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    figures = journal(W2026_53="papers: {a: {read: once}}")  # its Friday is 1 January 2027
    assert knowledge.list_read_papers(figures, YEAR)
    assert not knowledge.list_read_papers(figures, Period(date(2027, 1, 1), date(2027, 12, 31)))


# ---- skills and gaps


def test_a_gap_stays_open_until_something_closes_it() -> None:
    found = {gap.text: (gap.found, gap.named, gap.closed) for gap in knowledge.list_gaps(learner())}
    assert found == {
        "Jacobians": (
            "2026-W02",
            "2026-W03",
            None,
        ),  # named again at 4, and never more than 4 since
        "limits": ("2026-W02", "2026-W02", "2026-W03"),  # the course was surer and did not list it
        "Tensors": ("2026-W02", "2026-W02", "2026-W03"),
        "SVD": ("2026-W03", "2026-W03", None),
    }


@pytest.mark.parametrize(
    ("later", "closed"),
    [
        ("courses: {zero: {confidence: 4}}", True),
        ("courses: {zero: {confidence: 3}}", False),  # no surer than then
        ("courses: {zero: {done: 1}}", False),  # says nothing of it
        ("courses: {zero: {confidence: 5, gaps: [LIMITS]}}", False),  # lists it still
        ("courses: {zero: {done: [one]}}", True),  # a unit of that title
        ("courses: {alone: {confidence: 5}}", False),  # another course, another skill
        ("courses: {limits: {confidence: 4}}", True),  # the skill of that name
        ("courses: {limits: {confidence: 3}}", False),
        ("courses: {zero: {closed: [' LIMITS']}}", True),  # says so
        ("courses: {zero: {gaps: [limits], closed: [limits]}}", True),  # of both, that it is closed
        ("courses: {limits: {closed: [limits]}}", False),  # another course's
        ("courses: {limits: {confidence: 4, gaps: [limits]}}", False),  # it lacks it itself
        ("papers: {att: {understood: 5}}", False),
    ],
)
def test_what_closes_a_gap(later: str, closed: bool) -> None:
    plan = PLAN.replace("papers:", "  limits: {skills: [Limits]}\npapers:", 1)
    first = "courses: {zero: {confidence: 3, gaps: [limits]}}"
    gap = knowledge.list_gaps(journal(plan, W2026_02=first, W2026_03=later))[0]
    assert bool(gap.closed) == closed
    gap = knowledge.list_gaps(journal(plan, W2026_02=first, W2026_03=later, W2026_04=first))[0]
    assert gap.closed is None, "named again, it is open again"


def test_a_skill_is_as_well_known_as_its_last_word_says() -> None:
    found = {skill.name: skill for skill in knowledge.list_taught_skills(learner())}
    assert [*found] == ["code", "tensors", "maths", "reading"]  # least sure first
    code, maths = found["code"], found["maths"]
    # Of 105 minutes on Zero, which teaches both, one more goes to the first skill.
    assert (code.items, code.minutes, code.confidence, code.said, code.by) == (
        ("zero",),
        52,
        4,
        "2026-W07",
        "zero",
    )
    assert (maths.items, maths.minutes, maths.confidence, maths.by) == (
        ("zero", "att"),
        103,
        5,
        "att",
    )
    assert (maths.gaps, code.gaps) == ((), ()), "they may be gaps of either"
    assert (found["reading"].minutes, found["reading"].confidence) == (0, None)
    assert knowledge.list_untaught_skills(learner(), knowledge.list_taught_skills(learner())) == [
        "later"
    ]


def test_a_course_that_was_dropped_untouched_taught_nothing() -> None:
    dropped = "courses: {zero: {status: dropped, notes: Too much.}}"
    skills = knowledge.list_taught_skills(journal(PLAN, W2026_03=dropped))
    assert [skill.name for skill in skills] == ["reading"]  # of an item that the plan has as done


def test_a_period_shows_skills_as_they_stood_at_its_end() -> None:
    january = knowledge.list_taught_skills(learner(), Period(date(2026, 1, 1), date(2026, 1, 14)))
    assert [
        (skill.name, skill.minutes, skill.confidence, len(skill.gaps)) for skill in january
    ] == [
        ("code", 30, 3, 0),
        ("maths", 30, 3, 0),
    ]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (journal(), "No skill of the plan was studied yet."),
        (journal(PLAN), "1 skill, not judged yet. No gap is open."),
        (
            learner(),
            "3 of 4 skills stand at 4 or 5 of 5; 1 not judged yet. 2 gaps are open: Jacobians and SVD.",
        ),
        (
            journal(
                PLAN, W2026_03="courses: {zero: {confidence: 2, gaps: [a]}, alone: {confidence: 4}}"
            ),
            # Two of four are more than a third: no skill is called the least sure.
            "1 of 4 skills stands at 4 or 5 of 5; 1 not judged yet. 1 gap is open: a.",
        ),
        (
            journal(
                PLAN,
                W2026_03="courses: {ahead: {confidence: 2}, zero: {confidence: 4}, alone: {confidence: 4}}",
            ),
            "3 of 5 skills stand at 4 or 5 of 5; least sure: later, 2 of 5; 1 not judged yet. "
            "No gap is open.",
        ),
    ],
)
def test_skills_in_two_sentences(figures: Figures, words: str) -> None:
    skills = knowledge.list_taught_skills(figures)
    assert knowledge.describe_skills(skills, knowledge.find_open_gaps(figures)) == words


# ---- from first touch to done


def test_days_from_first_touch_to_done_count_both_ends() -> None:
    found = {
        span.id: (span.first, span.done, span.days)
        for span in knowledge.list_finish_spans(learner())
    }
    assert found == {
        "bert": (date(2026, 1, 26), date(2026, 2, 1), 7),  # only its week is known
        "att": (date(2025, 12, 9), date(2026, 1, 18), 41),  # the first reading of all of it
        "zero": (date(2026, 1, 6), date(2026, 2, 12), 38),
    }
    words = "From first touch to done: one course within 38 days, one of 2 papers within 7 days."
    assert knowledge.describe_spans(knowledge.list_finish_spans(learner())) == words
    assert knowledge.describe_spans([]) == ""
    progress = next(
        page for page in build_pages(View(learner(), date(2026, 3, 1))) if page.uri == "progress.md"
    )
    assert words in unescape(progress.text)


# ---- what must always hold


@pytest.mark.parametrize("name", JOURNALS)
def test_every_sentence_ends_and_every_sum_holds(name: str) -> None:
    figures = JOURNALS[name]()
    for period in (None, YEAR):
        papers, skills, spans = (
            made(figures, period)
            for made in (
                knowledge.list_read_papers,
                knowledge.list_taught_skills,
                knowledge.list_finish_spans,
            )
        )
        for words in (
            knowledge.describe_papers(papers),
            knowledge.describe_skills(skills, knowledge.find_open_gaps(figures, period)),
            knowledge.describe_spans(spans),
        ):
            assert words.endswith(".") or (not spans and not words)
            assert "  " not in words
        assert sum(knowledge.by_reading(papers).values()) == sum(paper.times for paper in papers)
        assert all(span.days > 0 for span in spans)
        known = [skill.confidence for skill in skills]
        assert known == sorted(known, key=lambda level: level or 9)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5), st.booleans()), max_size=12))
def test_a_gap_is_open_only_while_its_course_was_no_surer(
    weeks: list[tuple[str, int, bool]],
) -> None:
    texts = {
        f"W2026_{index + 1:02}": f"courses: {{{id_}: {{confidence: {sure}{', gaps: [x]' * named}}}}}"
        for index, (id_, sure, named) in enumerate(weeks)
    }
    for gap in knowledge.list_gaps(journal(**texts)):
        mine = [
            (f"2026-W{i + 1:02}", sure, named)
            for i, (id_, sure, named) in enumerate(weeks)
            if id_ == gap.item
        ]
        assert gap.found == next(week for week, _, named in mine if named)
        assert gap.named == max(week for week, _, named in mine if named)
        then = next(sure for week, sure, _ in mine if week == gap.named)
        closers = [week for week, sure, _ in mine if week > gap.named and sure >= min(5, then + 1)]
        assert gap.closed == min(closers, default=None)


# ---- their charts


@pytest.mark.parametrize(
    ("name", "figures", "filters", "finding"),
    [
        ("papers", learner, {}, "2 papers: 2 read; 1 came back to; 1 understood at 4 or 5 of 5."),
        ("papers", learner, {"item": "vaswani"}, "Attention: skimmed, read once and read again; "),
        ("papers", learner, {"item": "zero"}, "Zero is not a paper."),
        (
            "papers",
            learner,
            {"item": "bert", "period": Period(date(2025, 1, 1), date(2025, 12, 31))},
            "BERT was not",
        ),
        ("papers", well_read, {}, "45 papers: "),
        ("skills", learner, {"item": "alone"}, "Alone. tensors: 4 of 5. No gap is open."),
        ("skills", learner, {"item": "bert"}, "The plan names no skill for BERT."),
        (
            "skills",
            learner,
            {"period": Period(date(2026, 1, 1), date(2026, 1, 31))},
            "2 of 3 skills stood at 4 or 5 of ",
        ),
        (
            "skills",
            learner,
            {"period": Period(date(2020, 1, 1), date(2020, 12, 31))},
            "No skill of the plan was studied in",
        ),
    ],
)
def test_findings(name: str, figures: object, filters: dict[str, object], finding: str) -> None:
    shown = CHARTS[name](figures(), TODAY, filters.get("period"), filters.get("item"))  # type: ignore[operator,arg-type]
    assert shown.finding.startswith(finding)


def test_papers_as_a_table_and_a_list_of_readings() -> None:
    shown = CHARTS["papers"](learner(), TODAY, None, None)
    assert shown.rows == (
        ("Attention", "2026-W07", "read again", "5 of 5"),
        ("BERT", "2026-W05", "read once", "–"),
        ("Attention", "2026-W03", "read once", "3 of 5"),
        ("Attention", "2025-W50", "skimmed", "2 of 5"),
    )
    table = shown.draw() if shown.draw else ""
    assert re.findall("<t[hd][^>]*>(?:<[^>]*>)*([^<]*)", table.split("<tbody>")[1]) == [
        *("Attention", "read again", "3", "●●●●●", "Feb 2026"),
        *("BERT", "read", "1", "–", "Jan 2026"),
    ]
    assert 'aria-label="5 of 5, 2 at first"' in table
    assert '<time datetime="2026-W07">' in table
    assert not shown.legend


def test_many_papers_take_a_line_each_and_the_list_has_every_reading() -> None:
    shown = CHARTS["papers"](well_read(), TODAY, None, None)
    table = shown.draw() if shown.draw else ""
    assert table.count("<tr>") == 17
    assert len({row[0] for row in shown.rows}) == 6  # their titles; there are 45 of them
    assert len(shown.rows) > 100
    assert "Below are the 16 read last; the list of every reading has 29 more." in shown.finding
    weeks = re.findall('datetime="(.*?)"', table)
    assert weeks == sorted(weeks, reverse=True)


@pytest.mark.parametrize(
    ("week", "how", "times"),
    [
        ("{read: skim}", "skimmed", "1"),
        ("{read: implemented}", "implemented", "1"),
        ("{understood: 4}", "looked back on", "–"),
    ],
)
def test_a_paper_is_as_far_as_its_best_reading(week: str, how: str, times: str) -> None:
    figures = journal(
        PLAN, W2026_03=f"papers: {{bert: {week}}}", W2026_05="papers: {bert: {notes: x}}"
    )
    found = CHARTS["papers"](figures, TODAY, None, None).draw
    assert found
    assert f'<td>{how}</td><td class="tracker-times">{times}</td>' in found()


def test_skills_as_a_table() -> None:
    shown = CHARTS["skills"](learner(), TODAY, None, None)
    assert shown.rows[0] == ("code", "4 of 5", "52 min", "Zero", "–")
    assert shown.rows[-2] == ("not of one skill", "–", "–", "Zero", "Jacobians, SVD")
    assert shown.rows[-1] == ("later", "–", "–", "still ahead", "–")
    assert shown.finding.endswith(SPLIT_WORDS)
    svg = shown.draw() if shown.draw else ""
    assert svg.count(">gaps: ") == 1, "a gap of two skills is named once"
    assert "not judged yet" in svg


UNITS = """
courses:
  book: {title: Book, skills: [algebra, vector calculus, proofs], units: {one: Linear Algebra, two: On vector calculus}}
  other: {title: Other, skills: [proofs]}
"""


def test_a_unit_that_names_a_skill_gives_it_its_time_and_its_gaps() -> None:
    figures = journal(
        UNITS,
        W2026_02="courses: {book: {confidence: 3, gaps: [norms]}, other: {gaps: [induction]}}\n"
        + sessions("2026-01-06, minutes: 60, item: book/one"),
        W2026_03="courses: {book: {gaps: [curl, proofs by hand]}}\n"
        + sessions(
            "2026-01-13, minutes: 40, item: book/two", "2026-01-14, minutes: 31, item: book/three"
        ),
        W2026_04=sessions("2026-01-20, minutes: 7, item: other", "2026-01-20, minutes: 9"),
    )
    found = {skill.name: skill for skill in knowledge.list_taught_skills(figures)}
    minutes = {name: skill.minutes for name, skill in found.items()}
    assert minutes == {"algebra": 71, "vector calculus": 50, "proofs": 17}
    gaps = {name: [gap.text for gap in skill.gaps] for name, skill in found.items()}
    # curl was named in a week with two units, of which one names no skill.
    assert gaps == {
        "algebra": ["norms"],
        "vector calculus": [],
        "proofs": ["induction", "proofs by hand"],
    }
    shown = CHARTS["skills"](figures, TODAY, None, None)
    assert ("not of one skill", "–", "–", "Book", "curl") in shown.rows


@pytest.mark.parametrize("name", JOURNALS)
def test_skills_add_up_to_the_time_of_what_taught_them(name: str) -> None:
    figures = JOURNALS[name]()
    for period in (None, YEAR, Period(date(2026, 10, 1), date(2026, 10, 31))):
        taught = [id_ for id_, state in figures.states.items() if state.item.skills]
        spent = sum(
            entry.minutes
            for entry in figures.entries
            if entry.item in taught and (not period or is_entry_in_period(entry, period))
        )
        skills = knowledge.list_taught_skills(figures, period)
        assert sum(skill.minutes for skill in skills) == spent


def test_the_picture_of_many_skills_leaves_out_those_at_five_of_five() -> None:
    plan = "courses:\n" + "".join(f"  c{n}: {{skills: [skill {n}]}}\n" for n in range(20))
    weeks = "courses:\n" + "".join(
        f"  c{n}: {{confidence: {5 if n < 6 else 4}}}\n" for n in range(20)
    )
    shown = CHARTS["skills"](journal(plan, W2026_03=weeks), TODAY, None, None)
    words = "Below are the 14 skills that are not at 5 of 5, or have a gap; the table has all 20."
    assert shown.finding.endswith(words)
    svg = shown.draw() if shown.draw else ""
    assert svg.count("tracker-state") == 14
    assert ">5 of 5<" not in svg


def test_what_has_no_room_in_the_picture_is_in_the_table() -> None:
    shown = CHARTS["skills"](well_read(), TODAY, None, None)
    svg = shown.draw() if shown.draw else ""
    assert len(shown.rows) >= 28
    assert svg.count("tracker-state") == 16
    assert "Below are 16 of the 22 skills that are not at 5 of 5, or have" in shown.finding
    assert "the table has all 28." in shown.finding
