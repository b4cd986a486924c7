"""The set command: what is so of an item, a goal or a question."""

import pytest

from tests.journal import Scratch, read_week, refuse

GAPS = "courses: {zero-to-hero: {gaps: [Jacobians, limits of sums]}}\n"


@pytest.fixture
def known(scratch: Scratch) -> Scratch:
    """Two gaps of last week, and this week's goals and questions."""
    scratch.put(GAPS, "2024-W26")
    scratch.put("goals:\n  - Two papers  # short\n  - Rest\nquestions: [Why?, When?]\n")
    return scratch


SET = [
    # words, what the week says then of it, the line on stdout
    ("zero confidence 4", ("courses", {"zero-to-hero": {"confidence": "4"}}), "Confidence 4 of 5: zero-to-hero, 2024-W27."),
    ("zero understood 4", ("courses", {"zero-to-hero": {"confidence": "4"}}), "Confidence 4 of 5: zero-to-hero, 2024-W27."),
    ("vas confidence 2", ("papers", {"vaswani2017": {"understood": "2"}}), "Understood 2 of 5: vaswani2017, 2024-W27."),
    ("zero gap on and off", ("courses", {"zero-to-hero": {"gaps": ["on and off"]}}), "Noted a gap of zero-to-hero, 2024-W27: on and off."),
    ("zero closed 2", ("courses", {"zero-to-hero": {"closed": ["limits of sums"]}}), "Closed a gap of zero-to-hero, 2024-W27: limits of sums."),
    ("zero closed JACO", ("courses", {"zero-to-hero": {"closed": ["Jacobians"]}}), "Closed a gap of zero-to-hero, 2024-W27: Jacobians."),
    ("four evidence 5d20c4e", ("projects", {"four-gram": {"evidence": ["5d20c4e"]}}), "Added evidence of four-gram, 2024-W27: 5d20c4e."),
    ("four evidence https://a.org/ my page", ("projects", {"four-gram": {"evidence": [{"url": "https://a.org/", "note": "my page"}]}}), "Added evidence of four-gram, 2024-W27: https://a.org/."),
    ("zero dropped too long", ("courses", {"zero-to-hero": {"status": "dropped", "notes": "too long\n"}}), "Dropped zero-to-hero, 2024-W27: too long."),
    ("zero next", ("courses", {"zero-to-hero": {"status": "next"}}), "Set zero-to-hero to next, 2024-W27."),
    ("four ship", ("projects", {"four-gram": {"status": "shipped"}}), "Shipped four-gram, 2024-W27."),
    ("four finished", ("projects", {"four-gram": {"status": "shipped"}}), "Shipped four-gram, 2024-W27."),
    ("zero DROP", ("courses", {"zero-to-hero": {"status": "dropped"}}), "Dropped zero-to-hero, 2024-W27."),
    ("vas skimmed", ("papers", {"vaswani2017": {"read": "skim"}}), "Skimmed in 2024-W27: vaswani2017."),
    ("vas again", ("papers", {"vaswani2017": {"read": "again"}}), "Done in 2024-W27: vaswani2017, read again."),
    ("vas done", ("papers", {"vaswani2017": {"read": "once"}}), "Done in 2024-W27: vaswani2017, read once."),
    ("goal 2 done", ("goals", ["Two papers", {"goal": "Rest", "outcome": "done"}]), "Goal 2 of 2024-W27 is done: Rest."),
    ("goal two partial one was long", ("goals", [{"goal": "Two papers", "outcome": "partial", "why": "one was long"}, "Rest"]), "Goal 1 of 2024-W27 is partial: Two papers."),
    ("question 1 So that it is.", ("questions", [{"ask": "Why?", "answer": "So that it is."}, "When?"]), "Answered question 1 of 2024-W27: Why?"),
    ("question when? Now.", ("questions", ["Why?", {"ask": "When?", "answer": "Now."}]), "Answered question 2 of 2024-W27: When?"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "held", "said"), SET, ids=lambda value: str(value)[:30])
def test_set(words: str, held: tuple[str, object], said: str, known: Scratch) -> None:
    before = known.data()
    ran = known.run("set", *words.split())
    assert (ran.code, ran.out) == (0, f"{said} Undo: tracker undo\n")
    assert read_week(known)[held[0]] == held[1]
    assert b"# short" in known.data()
    known.run("undo")
    assert known.data() == before


def test_a_goal_of_done(known: Scratch) -> None:
    assert known.run("done", "goal", "rest").out.startswith("Goal 2 of 2024-W27 is done: Rest.")
    assert "goal 2 of 2024-W27 is done already" in refuse(known, "set", "goal", "2", "done")
    known.run("set", "goal", "1", "missed", "ill")
    ran = known.run("set", "goal", "1", "done")
    assert ran.err == 'it is no longer "missed", so its reason was removed: ill\n'
    assert read_week(known)["goals"][0] == {"goal": "Two papers", "outcome": "done"}


def test_an_older_question_is_found_by_its_words(known: Scratch) -> None:
    known.put("questions: [Where to?, {ask: Whence?, answer: x}]\n", "2024-W20")
    known.put("questions: [Where to go?]\n", "2024-W30")  # has not been asked yet
    assert known.run("set", "question", "where", "Home.").code == 0
    assert read_week(known, "2024-W20")["questions"][0] == {"ask": "Where to?", "answer": "Home."}
    assert "has an answer" in refuse(known, "set", "question", "1", "x", "--week", "2024-W20")


def test_a_reason_joins_the_notes(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero:\n    notes: |\n      Slow.\n")
    scratch.run("set", "zero", "paused", "holidays")
    assert read_week(scratch)["courses"]["zero-to-hero"] == {
        "notes": "Slow.\n\nholidays\n",
        "status": "paused",
    }


def test_a_gap_that_another_course_closed_is_not_open(known: Scratch) -> None:
    plan = "courses: {zero-to-hero: {}, sums: {skills: [limits of sums]}}\n"
    known.put(plan, "plan")
    known.put("courses: {sums: {confidence: 5}}\n")
    said = refuse(known, "set", "zero-to-hero", "closed", "2")
    assert said == "tracker: zero-to-hero has no open gap 2: 1 Jacobians\n"
    assert known.run("set", "zero-to-hero", "closed", "1").code == 0
    assert "no gap of zero-to-hero is open" in refuse(known, "set", "zero", "closed", "1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "zero confidence 9",
            "expected a number from 1 (no idea) to 5 (could explain it), got '9'",
        ),
        ("four confidence 3", "confidence is for courses and papers, and four-gram is one of the"),
        ("vas gap x", "gaps is for courses, and vaswani2017 is one of the papers"),
        ("zero evidence x", "evidence is for projects, and zero-to-hero is one of the courses"),
        ("four evidence ../x", "expected an address, a commit or a path in the repository"),
        (
            "zero closed sums",
            "no open gap of zero-to-hero begins with 'sums': 1 Jacobians, 2 limits",
        ),
        ("zero closed 3", "zero-to-hero has no open gap 3: 1 Jacobians, 2 limits of sums"),
        ("zero shipped", "a course is never shipped; zero-to-hero can be planned, next, active"),
        ("zero skimmed", "skimmed is for papers, and zero-to-hero is one of the courses"),
        ("zero/mlp paused", "a unit has no status of its own: tracker set zero-to-hero paused"),
        ("goal 3 done", "2024-W27 has no goal 3: 1 Two papers, 2 Rest"),
        ("goal four done", "no goal of 2024-W27 begins with 'four': 1 Two papers, 2 Rest"),
        ("question wh x", "'wh' begins more than one question: 1 Why?, 2 When?"),
        ("nothing paused", "nothing here is called 'nothing'"),
    ],
)
def test_set_refused(words: str, said: str, known: Scratch) -> None:
    assert said in refuse(known, "set", *words.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("zero", "what is so of zero? tracker set zero STATUS [WHY] | confidence N"),
        ("zero pasued", "no status 'pasued'; did you mean tracker set zero paused?"),
        ("zero confidence", "tracker set zero-to-hero confidence N, 1 to 5"),
        ("goal 1", "which goal, and how did it end? tracker set goal N done|partial"),
        ("goal done 1", "the goal comes first: tracker set goal 1 done"),
        ("goal 1 well", "expected done, partial, missed, dropped, carried, got 'well'"),
        ("question 1", "which question, and what is the answer?"),
    ],
)
def test_set_wrong_usage(words: str, said: str, known: Scratch) -> None:
    ran = known.run("set", *words.split())
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_dash_is_the_whole_item(known: Scratch) -> None:
    known.run("log", "5m", "zero/mlp")
    assert known.run("set", "-", "confidence", "4").out.startswith("Confidence 4 of 5: zero-to")
    assert known.run("set", "-", "paused").out.startswith("Paused zero-to-hero, 2024-W27.")


SWAPPED = {
    "confidence 4": "'confidence' is no item: write tracker set ITEM confidence 4",
    "confidence": "'confidence' is no item: write tracker set ITEM confidence",
    "confidence 4 zero": "'confidence' is no item: write tracker set zero confidence 4",
    "last paused": "last is a session; the last item is -: tracker set - paused",
    "paused zero": "'paused' is no item: write tracker set zero paused",
    "gap zero Jacobians": "'gap' is no item: write tracker set zero gap Jacobians",
}


@pytest.mark.parametrize(("words", "said"), SWAPPED.items())
def test_an_item_comes_first(words: str, said: str, known: Scratch) -> None:
    ran = known.run("set", *words.split())
    assert (ran.code, ran.err) == (2, f"tracker: {said}\n")


def test_a_gap_that_the_week_closes_is_not_noted_again(known: Scratch) -> None:
    known.run("set", "zero", "closed", "Jac")
    assert "2024-W27 closes this gap of zero-to-hero: jacobians; to open it again" in refuse(
        known, "set", "zero", "gap", "jacobians"
    )
