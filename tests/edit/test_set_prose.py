"""Texts and lists put into files as people write them: blocks, in the style of the file, all else as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edit.weeks import weeks
from tracker.edit.set_prose import set_prose, trim_element
from tracker.format import loader
from tracker.model.journal import Goal, Question, TrackerError

PATH, NAME = "entries/2024-W27.yaml", "2024-W27"
SESSIONS = "sessions:\n  - {start: 2024-07-01, minutes: 5}\n"
TWO = "One.\n\nTwo."

# what it is, the file before, the path, the value, the file after
CASES: list[tuple[str, str, tuple[str, ...], Any, str]] = [
    ("new file", "", ("title",), "Catching the train", "title: Catching the train\n"),
    ("quotes that it needs", "", ("title",), "Week 1: intro", 'title: "Week 1: intro"\n'),
    ("a word that means something", "", ("title",), "no", 'title: "no"\n'),
    (
        "above the sessions",
        SESSIONS,
        ("intro",),
        TWO,
        f"intro: |\n  One.\n\n  Two.\n\n{SESSIONS}",
    ),
    (
        "in the order of the format",
        f"title: x\ntags: [a]\nlife: y\n{SESSIONS}",
        ("learned",),
        ("a", 'b "c"'),
        f'title: x\ntags: [a]\nlearned:\n  - "a"\n  - |-\n    b "c"\nlife: y\n{SESSIONS}',
    ),
    (
        "braces become lines",
        "papers:\n  v: {read: skim, understood: 2}  # again\nsessions: []\n",
        ("papers", "v", "notes"),
        TWO,
        "papers:\n  v:  # again\n    read: skim\n    understood: 2\n    notes: |\n      One.\n\n      Two.\nsessions: []\n",
    ),
    (
        "braces that a short text leaves",
        "papers:\n  v: {read: skim}\n",
        ("papers", "v", "notes"),
        "Short.",
        'papers:\n  v: {read: skim, notes: "Short."}\n',
    ),
    (
        "a wide step",
        "papers:\n    v:\n        read: skim\n",
        ("courses", "z", "notes"),
        TWO,
        "courses:\n    z:\n        notes: |\n            One.\n\n            Two.\n\npapers:\n    v:\n        read: skim\n",
    ),
    (
        "a unit",
        "courses:\n  z:\n    done: [a]\n",
        ("courses", "z", "units", "micro grad"),
        "x",
        'courses:\n  z:\n    done: [a]\n    units:\n      "micro grad": |\n        x\n',
    ),
    ("its quotes", "life: 'We.'  # c\n", ("life",), "It's we.", "life: 'It''s we.'  # c\n"),
    ("a line", "life: We.  # c\n", ("life",), TWO, "life: |  # c\n  One.\n\n  Two.\n"),
    (
        "its column and its end",
        "life: >-  # c\n    a\n    b\n\nnext: x\n",
        ("life",),
        "a\nc",
        "life: |-  # c\n    a\n    c\n\nnext: x\n",
    ),
    ("brackets", "next: [a, b]  # d\n", ("next",), ("a", "c"), 'next: [a, "c"]  # d\n'),
    (
        "brackets become lines",
        "next: [a, b]  # d\n",
        ("next",),
        ("a", TWO),
        "next:  # d\n  - a\n  - |-\n    One.\n\n    Two.\n",
    ),
    ("a list becomes a text", "next: [a]\n", ("next",), TWO, "next: |\n  One.\n\n  Two.\n"),
    (
        "comments of a list",
        "learned:\n- a  # one\n- 'b'\n# two\n- c\n",
        ("learned",),
        ("n", "a", "b", "m"),
        "learned:\n- \"n\"\n- a  # one\n- 'b'\n# two\n- \"m\"\n",
    ),
    ("a record that held only this", "courses: {z: {notes: x}}\nlife: a\n", ("courses", "z", "notes"), None, "life: a\n"),
    (
        "a key among others",
        "courses: {z: {notes: x, done: [b]}}\n",
        ("courses", "z", "notes"),
        None,
        "courses:\n  z:\n    done: [b]\n",
    ),
    ("the empty line above", "title: x\n\nlife: a\n\nnext: b\n", ("life",), None, "title: x\n\nnext: b\n"),
    (
        "a goal that was judged",
        "goals:\n  - a  # mine\n  - {goal: b, outcome: done}\n",
        ("goals",),
        (Goal("a", "partial", "it was long"), Goal("b", "done")),
        'goals:\n  - {goal: "a", outcome: partial, why: "it was long"}  # mine\n  - {goal: b, outcome: done}\n',
    ),
    (
        "a question that was answered",
        "questions: [why?]\n",
        ("questions",),
        (Question("why?", TWO),),
        'questions:\n  - ask: "why?"\n    answer: |-\n      One.\n\n      Two.\n',
    ),
    ("a file in braces", "{title: a}\n", ("intro",), TWO, '{title: a, intro: "One.\\n\\nTwo."}\n'),
    ("line ends", "title: a\r\ntags: [b]\r\nlife: c\r\n", ("intro",), TWO, "title: a\r\ntags: [b]\r\nintro: |\r\n  One.\r\n\r\n  Two.\r\nlife: c\r\n"),
    ("no line end", "title: a", ("next",), ("b",), 'title: a\nnext:\n  - "b"\n'),
    ("code first", "", ("intro",), "    code\nx", 'intro: "    code\\nx"\n'),
    ("what no block can hold", "", ("intro",), "a\u2028b", 'intro: "a\\u2028b"\n'),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_set(case: tuple[str, str, tuple[str, ...], Any, str]) -> None:
    _, before, path, value, after = case
    assert set_prose(before, NAME, path, value) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "said"),
    [
        ("learned:\n  - a\n  # why\n  - b\n", ("learned",), TWO, f"{PATH}:1: 'learned' cannot be"),
        (
            "goals:\n  - goal: a\n    # why\n    outcome: done\n  - b\n",
            ("goals",),
            (Goal("b"),),
            f"{PATH}:1: 'goals' cannot be",
        ),
        ("life: &x a\nnext: *x\n", ("life",), "b", "aliases are not read here"),
        ("", ("life",), "bell\x07", "U+0007"),
        ("", ("learned",), ("bell\x07",), "U+0007"),
    ],
)
def test_refused(before: str, path: tuple[str, ...], value: Any, said: str) -> None:
    with pytest.raises(TrackerError) as refusal:
        set_prose(before, NAME, path, value)
    assert said in str(refusal.value)


TEXT = st.text("ab\n:#'\"é-|> \\", min_size=1).map(str.strip).filter(bool)


@settings(max_examples=300)
@given(
    weeks(),
    st.sampled_from(["title", "intro", "learned", "life", "next"]),
    st.one_of(TEXT, st.lists(TEXT, min_size=1, max_size=3).map(tuple), st.none()),
)
def test_the_value_is_the_only_change(text: str, key: str, value: Any) -> None:
    before, problems = loader.load_week(PATH, NAME, text.encode())
    is_list = isinstance(value, tuple)
    if before is None or (is_list and key in ("title", "intro")):
        return
    if value is None and not getattr(before, key):
        return
    if key == "title" and value and "\n" in value:
        return
    try:
        new = set_prose(text, NAME, (key,), value)
    except TrackerError as error:
        unsafe = any(problem.kind in loader.UNSAFE for problem in problems)
        assert unsafe or "#" in text, str(error)
        return
    after, problems_now = loader.load_week(PATH, NAME, new.encode())
    assert after is not None
    assert after._replace(**{key: ()}) == before._replace(**{key: ()})
    assert len(problems_now) <= len(problems)
    now = getattr(after, key)
    if value is None:
        assert not now
    elif is_list:
        assert tuple(map(trim_element, now)) == value
    else:
        assert now.rstrip("\n") == value
