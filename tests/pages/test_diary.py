"""Weeks of logs -> posts that read as a diary."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages.page_texts import made

PLAN = """
target: 4h
courses:
  zero-to-hero: {title: "Neural Networks: Zero to Hero", units: [micrograd, makemore, gpt]}
  algebra: {title: Essence of linear algebra}
  latin: {title: Latin}
papers: {vaswani2017: {title: Attention Is All You Need}}
projects: {tok: {title: A tokenizer, short: the tokenizer}}
"""
SIX = """
courses: {zero-to-hero: {done: [micrograd]}}
papers: {vaswani2017: {read: skim}}
sessions:
  - {start: 2024-07-01 20:00, minutes: 45, item: zero-to-hero/micrograd, note: "watched up to the `Value` class"}
  - {start: 2024-07-02, minutes: 30, item: zero-to-hero/micrograd, note: "typed it again, got the chain rule wrong twice"}
  - {start: 2024-07-03, minutes: 60, item: zero-to-hero/micrograd, note: "why gradients are added: a value that is used twice"}
  - {start: 2024-07-04, minutes: 25, item: algebra, note: "3blue1brown 1 and 2"}
  - {start: 2024-07-06, minutes: 90, item: zero-to-hero/micrograd, note: "finished, my neuron learns XOR"}
  - {start: 2024-07-07, minutes: 40, item: vaswani2017, note: "first pass, why are the scores scaled?"}
"""


def post_of(week: str, plan: str = PLAN, **others: str) -> str:
    """The post of 2024-W27 as a reader sees it: its title and then its lines."""
    texts = {f"2024-{name}": text for name, text in others.items()}
    page = made({"plan": plan, "2024-W27": week, **texts})["blog/posts/2024-w27.md"]
    title = re.search(r'(?m)^title: "(.*)"$', page)[1]  # type: ignore[index]
    body = re.sub(
        r"(?s)\A---\n.*?\n---\n|<nav.*?</nav>|<span class=.tracker-kicker.*?</span>\n", "", page
    )
    body = re.sub(
        r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<!--.*?-->|<(?!/?code)[^>]+>", "", body)
    )
    lines = [" ".join(line.split()) for line in body.splitlines() if line.strip()]
    return "\n".join([f"# {title}", *lines])


def test_six_one_line_logs_are_a_diary() -> None:
    assert (
        post_of(SIX)
        == """\
# My neuron learns XOR
Finished micrograd, the first of three units of Neural Networks: Zero to Hero, in four sittings. Then a first pass of Attention Is All You Need.
- Mon Watched up to the <code>Value</code> class. 45 min
- Tue Typed it again, got the chain rule wrong twice. 30 min
- Wed Why gradients are added: a value that is used twice. 1 h
- Thu Essence of linear algebra: 3blue1brown 1 and 2. 25 min
- Sat Finished, my neuron learns XOR. 1 h 30 \u2713 micrograd
- Sun Attention Is All You Need: first pass, why are the scores scaled? 40 min
4 h 50 on six days (target 4 h), 3 h 45 of it micrograd.
Next in the plan: makemore."""
    )


CASES = {
    "one session": (
        "sessions: [{start: 2024-07-03, minutes: 45, item: zero-to-hero/gpt, note: why does it end?}]",
        "# Why does it end?\n- Wed Neural Networks: Zero to Hero, gpt: why does it end? 45 min",
    ),
    "one without a note": (
        "sessions: [{start: 2024-07-03, minutes: 45, item: latin}]",
        "# Latin, 1 to 7 July\n- Wed Latin. 45 min",
    ),
    "nothing but time": (
        "sessions: [{start: 2024-07-03, minutes: 45}, {start: 2024-07-04, minutes: 50}]",
        "# 1 h 35 of study, 1 to 7 July\n- Wed Other work. 45 min\n- Thu Other work. 50 min",
    ),
    "on no day": (
        "sessions: [{start: 2024-W27, minutes: 90, item: latin, about: true}, {start: 2024-07-01, minutes: 30, item: latin}]",
        "# Latin, 1 to 7 July\n- Mon Latin. 30 min\n- Some day Latin. about 1 h 30\nAbout 2 h.",
    ),
    "time on some of the days, and a short name in lower case": (
        "sessions: [{start: 2024-07-01, minutes: 20, item: tok}, {start: 2024-07-02, minutes: 30, item: tok}, "
        "{start: 2024-07-03, item: tok, note: it runs at last}]",
        "# It runs at last\n- Mon The tokenizer. 20 min\n- Tue The tokenizer. 30 min\n- Wed It runs at last.\n"
        "50 min, on two of three days.",
    ),
    "twice a day": (
        "sessions: [{start: 2024-07-01, minutes: 20, item: latin}, {start: 2024-07-01, minutes: 30, item: latin}]",
        "# Latin, 1 to 7 July\n- Mon Latin. 50 min",
    ),
    "prose alone": (
        "intro: Long gone. Much to say.\nlife: Rain.\n",
        "# Notes, 1 to 7 July\nLong gone. Much to say.\n## Life\nRain.",
    ),
    "what the lead says stands once": (
        "title: T\ncourses: {zero-to-hero: {done: [micrograd], confidence: 4, notes: Two evenings.}}\n",
        "# T\nFinished micrograd, the first of three units of Neural Networks: Zero to Hero.\n"
        "## Neural Networks: Zero to Hero\nTwo evenings.\ncould explain it: 4 of 5\nNext in the plan: makemore.",
    ),
    "judged beside another": (
        "title: T\ncourses: {latin: {confidence: 4}, algebra: {notes: Much.}}\n",
        "# T\n## Essence of linear algebra\nMuch.\nAlso this week\n- Latin, could explain it: 4 of 5",
    ),
    "only judged": (
        "title: T\ncourses: {latin: {confidence: 4}}\n",
        "# T\n- Latin, could explain it: 4 of 5",
    ),
    "only paused": ("courses: {latin: {status: paused}}\n", "# Latin, 1 to 7 July\nPaused Latin."),
    "a summary of one's own": (
        "summary: Mine.\ncourses: {zero-to-hero: {done: [micrograd]}}\npapers: {vaswani2017: {read: skim}}\n",
        "# Finished micrograd and skimmed Attention Is All You Need, 1 to 7 July\nMine.\n"
        "- Neural Networks: Zero to Hero: \u2713 micrograd\n- Attention Is All You Need: skimmed\nNext in the plan: makemore.",
    ),
    "prose on units": (
        "title: T\ncourses: {zero-to-hero: {confidence: 3, notes: Well., units: {micrograd: One., makemore: Two.}, gaps: [logs]}}\n",
        "# T\n## Neural Networks: Zero to Hero\nWell.\n### micrograd\nOne.\n### makemore\nTwo.\n"
        "Gaps found: logs\nNeural Networks: Zero to Hero \u00b7 could explain it: 3 of 5",
    ),
    "sessions without a note below all that was written": (
        "title: T\nintro: Much.\nlearned: [A thing.]\nnext: [Verbs.]\nsessions:\n"
        "  - {start: 2024-07-01, minutes: 20, item: latin}\n",
        "# T\nMuch.\n## Learned\n- A thing.\n## Next\n- Verbs.\nDay by day\n- Mon Latin. 20 min",
    ),
    "a note among what was written": (
        "title: T\nintro: Much.\nlearned: [A thing.]\nsessions:\n"
        "  - {start: 2024-07-01, minutes: 20, item: latin, note: verbs}\n",
        "# T\nMuch.\n- Mon Latin: verbs. 20 min\n## Learned\n- A thing.",
    ),
    "prose on an item": (
        "courses: {latin: {notes: Verbs at last.}}\nsessions:\n"
        "  - {start: 2024-07-01, minutes: 20, item: latin, note: the verb and its ends}\n"
        "  - {start: 2024-07-02, minutes: 25, item: latin}\n  - {start: 2024-07-02, minutes: 30, item: algebra}\n",
        "# The verb and its ends\n## Latin\nVerbs at last.\n- Mon The verb and its ends. 20 min\n45 min\n"
        "Day by day\n- Tue Essence of linear algebra. 30 min\n1 h 15 on two days.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_week_reads_so(name: str) -> None:
    week, text = CASES[name]
    assert post_of(week) == text


def test_more_than_ten_notes_stand_below_their_items() -> None:
    rows = [
        f"  - {{start: 2024-07-0{n % 6 + 1}, minutes: {20 + n}, item: {('latin', 'algebra')[n % 2]}, note: note {n}}}\n"
        for n in range(11)
    ]
    few = post_of("sessions:\n" + "".join(rows[:10]))
    many = post_of("sessions:\n" + "".join(rows))
    assert "## " not in few
    assert re.findall(r"(?m)^#+ .*", many)[1:] == [
        "## Courses",
        "### Latin",
        "### Essence of linear algebra",
    ]


def test_the_authors_own_next_takes_the_place_of_the_plans() -> None:
    assert "Next in the plan" not in post_of(SIX + "next: [Something else]\n")


def test_a_target_is_named_where_it_was_reached() -> None:
    assert "target" not in post_of(SIX, PLAN.replace("4h", "5h"))


def test_a_note_that_asks_is_an_open_question_until_an_answer_stands() -> None:
    page = made({"plan": PLAN, "2024-W27": SIX})
    assert (
        "First pass, why are the scores scaled?" in page["decisions.md"].partition("## Answered")[0]
    )
    assert "One open question" in page["now.md"]
    answered = (
        "questions: [{ask: 'first pass, why are the scores scaled?', answer: For the softmax.}]\n"
    )
    page = made({"plan": PLAN, "2024-W27": SIX, "2024-W28": answered})
    assert page["decisions.md"].count("why are the scores scaled?") == 1
    assert "For the softmax." in page["decisions.md"]
    assert "open question" not in page["now.md"]


DURATION = re.compile(r"\b\d+ h(?: \d\d?)?\b|\b\d+ min\b")
ITEMS = st.sampled_from(["zero-to-hero/gpt", "zero-to-hero", "algebra", "latin", None])
NOTES = st.sampled_from([None, None, "one two three", "a question?", "finished, at last it runs"])
RECORDS = st.sampled_from(
    [
        "",
        "courses: {latin: {notes: Verbs.}}\n",
        "courses: {zero-to-hero: {done: [gpt], confidence: 4}, latin: {gaps: [x]}}\n",
    ]
)


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(1, 7), ITEMS, NOTES), min_size=1, max_size=14), RECORDS)
def test_no_number_stands_twice(
    sessions: list[tuple[int, str | None, str | None]], records: str
) -> None:
    """Lengths that no two sums share: so a number that is there twice is said twice."""
    rows = []
    for n, (day, item, note) in enumerate(sessions):
        row = f"start: 2024-07-0{day}, minutes: {2**n}"
        row += f", item: {item}" * bool(item) + f", note: '{note}'" * bool(note)
        rows.append(f"  - {{{row}}}\n")
    found = DURATION.findall(post_of(records + "sessions:\n" + "".join(rows)))
    assert len(found) == len(set(found))


def test_an_empty_week_has_no_post_and_nothing_leads_to_one() -> None:
    pages = made({"plan": PLAN, "2024-W26": "# nothing yet\n", "2024-W27": SIX}, date(2024, 9, 1))
    assert "blog/posts/2024-w26.md" not in pages
    assert not [uri for uri, text in pages.items() if "2024-w26" in text]


def test_a_note_that_runs_from_right_to_left_does_not_turn_its_length() -> None:
    text = "sessions:\n  - {start: 2024-07-02 19:00, minutes: 50, note: الجمع}\n"
    post = made({"2024-W27": f"title: T\n{text}  - {{start: 2024-07-03, minutes: 40, note: b}}\n"})
    assert '<bdi class="tracker-length">50 min</bdi>' in post["blog/posts/2024-w27.md"]
