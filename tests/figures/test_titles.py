"""Weeks as text -> their titles and summaries: the author's own words, hours only at last."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.figures import summaries, titles, week_content
from tracker.figures.item_names import isolate_name
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures, build_figures
from tracker.format.loader import load_journal

PLAN = """
gate: 3
courses:
  zero: {title: "Neural Networks: Zero to Hero", short: Zero to Hero, units: [micrograd, makemore, gpt]}
  mml: {title: Mathematics for Machine Learning, units: {ch2: Linear algebra, ch4: Matrix decompositions}}
  stats: {title: Statistics, units: 16}
  calc: {title: Calculus, units: {a: "What is a slope?", b: Higher derivatives}}
  latin: {title: Latin, was: [lingua]}
papers:
  att: {title: Attention Is All You Need}
  long: {title: "Batch Normalization: Accelerating Deep Network Training by Reducing Shift"}
projects:
  names: {title: A model of place names}
"""


def figures_of(weeks: dict[str, str], plan: str = PLAN) -> Figures:
    files = {f"entries/{name}.yaml": text.encode() for name, text in weeks.items()}
    journal, problems = load_journal({"entries/plan.yaml": plan.encode(), **files})
    assert [str(problem) for problem in problems if not problem.hint] == []
    return build_figures(make_public_journal(journal, date(2030, 1, 1)))


def titled(text: str, **others: str) -> tuple[str, str]:
    """The title and the summary of 2024-W27, beside other weeks."""
    figures = figures_of({"2024-W27": text, **{f"2024-{n}": other for n, other in others.items()}})
    week = figures.weeks["2024-W27"]
    return titles.title_of_week(figures, week), summaries.summary_of_week(figures, week)


def log(*lines: str) -> str:
    """`1 zero/gpt 45 a note` -> a session on the first day of the week, of 45 minutes."""
    rows = []
    for line in lines:
        day, item, minutes, note = line.split(" ", 3)
        row = f"start: 2024-07-0{day}, minutes: {minutes}"
        row += f", item: {item}" * (item != "-") + f", note: '{note}'" * bool(note)
        rows.append(f"  - {{{row}}}\n")
    return "sessions:\n" + "".join(rows)


DONE = "courses: {zero: {done: [micrograd]}}\n"
TITLES = [
    ("title: ' My own '\n" + log("1 zero 45 the longest note of them all"), "My own"),
    (
        DONE
        + log("1 zero/micrograd 45 this is by far the longest", "2 zero/micrograd 30 finished, it learns XOR"),
        "It learns XOR",
    ),
    (
        DONE + log("1 zero/micrograd 45 the first of two", "2 zero/micrograd 30 done", "3 latin 5 a longer one of words"),
        "A longer one of words",
    ),
    (DONE + log("1 zero 45 three words here", "2 zero/gpt 30 one more of another"), "Three words here"),
    ("papers: {att: {read: once}}\n" + log("1 att 45 a first reading", "2 zero 9 something else and much longer"), "A first reading"),
    ("papers: {att: {read: skim}}\n" + log("1 att 45 a first pass", "2 zero 9 something else and much longer"), "Something else and much longer"),
    ("projects: {names: {status: shipped}}\n" + log("1 names 45 it is online", "2 zero 9 something else and longer"), "It is online"),
    (log("1 zero 45 one two three", "2 zero 45 four five six", "1 zero 5 x"), "Four five six"),
    (DONE + log("1 zero/micrograd 45 "), "Finished micrograd, 1 to 7 July"),
    ("courses: {mml: {done: [ch2, ch4]}}\n", "Finished Mathematics for Machine Learning, 1 to 7 July"),
    ("courses: {stats: {done: 3}}\npapers: {att: {read: again}}\n", "Finished three units of Statistics and re-read Attention Is All You Need, 1 to 7 July"),
    ("courses: {stats: {done: 1}, zero: {status: done}}\n", "Finished a unit of Statistics and Zero to Hero, 1 to 7 July"),
    ("courses: {calc: {done: [a, b]}}\n", "Finished Calculus, 1 to 7 July"),
    ("courses: {zero: {done: [makemore, gpt]}}\n", "Finished makemore and gpt, 1 to 7 July"),
    ("courses: {deep: {done: [ch6, ch7]}}\n", "Finished deep ch6 and ch7, 1 to 7 July"),
    ("courses: {stats: {done: ['3', '4']}}\n", "Finished units 3 and 4 of Statistics, 1 to 7 July"),
    ("courses: {stats: {done: ['3']}, zero: {done: [gpt, makemore]}}\n", "Finished unit 3 of Statistics, gpt and makemore, 1 to 7 July"),
    (log("1 zero/makemore 30 "), "Makemore, 1 to 7 July"),
    ("done: [Report a bug]\ncourses: {latin: }\n", "Report a bug, 1 to 7 July"),
    ("courses: {calc: {done: [a]}}\n", "Finished \u201cWhat is a slope?\u201d, 1 to 7 July"),
    ("papers: {long: {read: implemented}}\n", "Implemented Batch Normalization, 1 to 7 July"),
    (log("1 mml/ch4 90 ", "2 zero/gpt 45 "), "Matrix decompositions, 1 to 7 July"),
    (log("1 zero/gpt 30 ", "2 zero 90 "), "Zero to Hero, 1 to 7 July"),
    (log("1 stats/ch2 30 "), "Statistics ch2, 1 to 7 July"),
    (log("1 lingua 30 ") + "courses: {zero: {status: paused}}\n", "Latin, 1 to 7 July"),
    ("courses: {latin: {status: paused}}\n", "Latin, 1 to 7 July"),
    ("courses: {latin: {status: paused}, zero: {units: {gpt: Hard.}}}\n", "gpt, 1 to 7 July".replace("gpt", "Zero to Hero gpt")),
    (log("1 - 30 reading group"), "Reading group, 1 to 7 July"),
    ("tags: [Linear algebra, Sleep]\nintro: Much.\n" + log("1 - 30 "), "Linear algebra and Sleep, 1 to 7 July"),
    ("sections: {Ear to the ground: Much.}\n", "Ear to the ground, 1 to 7 July"),
    (log("1 - 30 ", "2 - 45 "), "1 h 15 of study, 1 to 7 July"),
    ("intro: Much to say.\n", "Notes, 1 to 7 July"),
    ("learned: [Much.]\n", "Learned, 1 to 7 July"),
    ("courses: {zero: {confidence: 1, done: [micrograd]}}\n" + log("1 zero/micrograd 45 what nobody may read yet"), "Finished micrograd, 1 to 7 July"),
]  # fmt: skip


@pytest.mark.parametrize(("week", "title"), TITLES, ids=[title for _, title in TITLES])
def test_a_title_comes_from_the_words_of_its_week(week: str, title: str) -> None:
    assert titled(week)[0] == title


SUMMARIES = [
    ("summary: My own.\nintro: Other.\n", "My own."),
    (
        DONE + log("1 zero/micrograd 45 a b c", "2 zero/micrograd 30 d"),
        "Finished micrograd, the first of three units of Zero to Hero, in two sittings.",
    ),
    (DONE + log("1 zero/micrograd 45 a b c", "2 zero 30 d", "3 zero/micrograd 9 e"), "Finished micrograd, the first of three units of Zero to Hero."),
    ("courses: {zero: {done: [makemore]}}\n", "Finished makemore, one of three units of Zero to Hero."),
    ("courses: {zero: {done: [gpt, makemore]}}\n", "Finished gpt and makemore, two of three units of Zero to Hero."),
    ("papers: {att: {read: skim}}\n", "A first pass of Attention Is All You Need."),
    ("papers: {att: {read: once, understood: 4}}\ntitle: x\n", "Read and understood Attention Is All You Need."),
    ("papers: {att: {understood: 5}}\n", "Understood Attention Is All You Need."),
    ("projects: {names: {status: shipped}}\ntitle: x\n", "Shipped A model of place names."),
    ("courses: {latin: {status: paused}}\n", "Paused Latin."),
    ("courses: {latin: {status: next}}\n", "Latin is next."),
    ("goals: [{goal: Run, outcome: missed}, {goal: Rest, outcome: dropped}, {goal: Read, outcome: done}]\n", "Read."),
    ("goals: [{goal: Run, outcome: missed}]\nprojects: {names: {status: active}}\n", "A model of place names is active."),
    ("intro: I had not opened a book since 2009. Now I did.\n", "I had not opened a book since 2009."),
    ("learned: |\n  1. One thing. And more.\n", "One thing."),
    ("courses: {stats: {done: 3}}\n", "Finished the first three of 16 units of Statistics."),
    ("courses: {stats: {done: 1}}\n", "Finished the first of 16 units of Statistics."),
    ("done: [Report a bug]\n", "Done: Report a bug."),
    ("done: [Report a bug, 'See, and go']\n", "Done: \u201cReport a bug\u201d and \u201cSee, and go\u201d."),
    ("done: [a, b, c, d]\n", "Done: four steps of the plan."),
    ("questions: [{ask: Why so?, answer: Because.}]\n", "An answer to \u201cWhy so?\u201d"),
    ("intro: '\"Why now?\" she asked. I had no answer.'\n", '"Why now?" she asked.'),
    ("intro: |\n  # A heading\n\n  > Quoted.\n\n  Then *this*, e.g. that. And more.\n", "Then this, e.g. that."),
    ("life: Rain.\n", "Rain."),
    ("courses: {latin: {notes: Verbs at last. More.}}\n", "Verbs at last."),
    (log("1 zero 45 one two", "2 zero 30 three words here"), "One two."),
    (log("1 zero 45 ", "2 latin 30 "), "Zero to Hero and Latin, 1 h 15."),
    (log("1 - 45 "), "Other work, 45 min."),
]  # fmt: skip


@pytest.mark.parametrize(("week", "summary"), SUMMARIES, ids=[each for _, each in SUMMARIES])
def test_a_summary_says_what_changed_else_the_first_words(week: str, summary: str) -> None:
    assert titled(week)[1] == summary


DECISIONS = """
decisions:
  - {question: A degree?, chosen: Evenings, decided: 2024-07-03, why: Time.}
  - {question: The second card, chosen: Rent, decided: 2024-07-07}
  - {question: Still open?, decided: 2024-07-03}
  - {question: Before?, chosen: Yes, decided: 2024-06-30}
  - {question: After?, chosen: Yes, decided: 2024-07-08}
  - {question: Some day?, chosen: Yes}
"""


RIGHT_TO_LEFT = """
courses:
  latin: {title: \u0627\u0644\u0644\u0627\u062a\u064a\u0646\u064a\u0629, units: {a: \u0627\u0644\u0623\u0641\u0639\u0627\u0644, b: "\u0644\u0645\u0627\u0630\u0627\u061f", 3: Nouns}}
  hebrew: {title: \u05e2\u05d1\u05e8\u05d9\u05ea, units: 12}
"""
LATIN, VERBS = (
    "\u0627\u0644\u0644\u0627\u062a\u064a\u0646\u064a\u0629",
    "\u0627\u0644\u0623\u0641\u0639\u0627\u0644",
)


@pytest.mark.parametrize(
    ("week", "title"),
    [
        (log("1 latin 45 "), f"<{LATIN}>, 1 to 7 July"),
        (log("1 latin/a 45 "), f"<{VERBS}>, 1 to 7 July"),
        ("courses: {latin: {done: [a]}}\n", f"Finished <{VERBS}>, 1 to 7 July"),
        (
            "courses: {latin: {done: [b]}}\n",
            "Finished \u201c<\u0644\u0645\u0627\u0630\u0627\u061f>\u201d, 1 to 7 July",
        ),
        (
            "courses: {hebrew: {done: 2}}\n",
            "Finished two units of <\u05e2\u05d1\u05e8\u05d9\u05ea>, 1 to 7 July",
        ),
    ],
)
def test_a_name_from_right_to_left_does_not_turn_the_title_around_it(week: str, title: str) -> None:
    figures = figures_of({"2024-W27": week}, RIGHT_TO_LEFT)
    made = titles.title_of_week(figures, figures.weeks["2024-W27"])
    assert made == title.replace("<", "\u2068").replace(">", "\u2069")


@given(st.text("ab \u0627\u05d0?.", min_size=1).filter(str.strip))
def test_isolated_names_are_isolated_once(name: str) -> None:
    once = isolate_name(name)
    assert isolate_name(once) == once
    assert once.strip("\u2068\u2069") == name
    assert (once != name) == bool(re.search("[\u0627\u05d0]", name))


def test_a_week_says_what_was_decided_on_its_days() -> None:
    figures = figures_of({"2024-W27": "courses: {latin: {status: paused}}\n"}, PLAN + DECISIONS)
    assert summaries.lead_of_week(figures, figures.weeks["2024-W27"]) == (
        "Decided: A degree? Evenings. Decided: The second card: Rent. Paused Latin."
    )
    assert titles.title_of_week(figures, figures.weeks["2024-W27"]) == "Latin, 1 to 7 July"


def test_then_is_said_only_of_what_came_later() -> None:
    done = DONE + "papers: {att: {read: skim}}\n"
    later = log("1 zero/micrograd 45 ", "2 att 30 ")
    titled_week = "title: x\n" + done
    assert titled(titled_week + later)[1].endswith(
        " Then a first pass of Attention Is All You Need."
    )
    for other in (
        log("2 zero/micrograd 45 ", "2 att 30 "),
        log("1 att 45 ", "3 zero/micrograd 30 "),
        "",
    ):
        assert "Then" not in titled(titled_week + other)[1]


def test_a_unit_that_ends_a_course_is_the_last_and_sittings_count_over_weeks() -> None:
    before = "courses: {zero: {done: [micrograd, makemore]}}\nsessions: [{start: 2024-06-24, minutes: 9, item: zero/gpt}]\n"
    week = "title: x\ncourses: {zero: {done: [gpt]}}\n" + log("1 zero/gpt 45 ")
    assert (
        titled(week, W26=before)[1]
        == "Finished gpt, the last of three units of Zero to Hero, in two sittings."
    )


def test_counted_units_are_summed_up_to_their_week() -> None:
    counts = {"2024-W20": 5, "2024-W21": 1, "2024-W22": 3, "2024-W23": 6, "2024-W24": 1}
    weeks = {name: f"courses: {{stats: {{done: {count}}}}}\n" for name, count in counts.items()}
    figures = figures_of({**weeks, "2024-W25": "courses: {stats: {done: 2}}\n"})
    assert [summaries.summary_of_week(figures, week) for week in figures.weeks.values()] == [
        "Finished the first five of 16 units of Statistics.",
        "Finished a unit of Statistics, six of 16 so far.",
        "Finished three units of Statistics, nine of 16 so far.",
        "Finished six units of Statistics, 15 of 16 so far.",
        "Finished the last of 16 units of Statistics.",
        "",  # more than the plan has: its title says all there is
    ]


def test_weeks_that_hold_nothing_to_read_have_no_post() -> None:
    weeks = {
        "2024-W20": "# nothing\n",
        "2024-W21": "",
        "2024-W22": "target: 4h\nunpublished: Words.\n",
        "2024-W23": "draft: false\npublished: 2024-06-09\n",
        "2024-W24": "title: A title\n",
        "2024-W25": "tags: [one]\n",
        "2024-W26": "courses: {latin: {}}\n",
    }
    figures = figures_of(weeks)
    shown = [
        name for name, week in figures.weeks.items() if week_content.holds_anything(figures, week)
    ]
    assert shown == ["2024-W24", "2024-W25", "2024-W26"]


WEEKS = st.sampled_from(
    [
        *(week for week, _ in TITLES),
        "courses: {zero: {done: [micrograd, gpt]}, unknown: {done: [x]}}\n",
        "papers: {att: {read: again}, https://e.org/a.pdf: {read: once}}\n",
        "courses: {latin: {status: done}}\n",
        log("1 unknown/part 30 ", "2 https://e.org/a.pdf 20 "),
    ]
)


@settings(max_examples=60)
@given(WEEKS, st.lists(WEEKS, min_size=2, max_size=4), st.lists(WEEKS, max_size=4))
def test_no_other_week_changes_a_title(week: str, others: list[str], later: list[str]) -> None:
    """Not one before it, not one behind it; two weeks of the same words have two titles, or notes."""
    alone = titled(week)[0]

    def moved(text: str, day: int) -> str:
        return re.sub(
            r"2024-07-0(\d)",
            lambda match: f"2024-{day // 100:02}-{day % 100 + int(match[1]):02}",
            text,
        )

    beside = {f"W{23 + n}": moved(text, 603 + 7 * n - 1) for n, text in enumerate(others[:3])}
    beside |= {f"W{28 + n}": moved(text, 707 + 7 * n) for n, text in enumerate(later[:3])}
    assert titled(week, **beside)[0] == alone
    again = moved(week, 707)
    figures = figures_of({"2024-W27": week, "2024-W28": again})
    first, second = (titles.title_of_week(figures, each) for each in figures.weeks.values())
    assert first != second or "July" not in first
    assert not re.search(r"\band \w+ more\b", alone)
