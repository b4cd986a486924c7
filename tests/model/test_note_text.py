"""Notes as people type them -> plain text, titles and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal import PAYLOADS
from tracker.model.note_text import (
    capitalize_first,
    count_words,
    is_question,
    plain_note,
    sentence_of_note,
    title_of_note,
)

TITLES = [
    ("finished, my neuron learns XOR", "My neuron learns XOR"),
    ("Finished: the first notebook.", "The first notebook"),
    ("finished the first notebook", "Finished the first notebook"),
    ("why divide by the root of d?", "Why divide by the root of d?"),
    ("np.dot and its shapes", "np.dot and its shapes"),
    ("the `Value` class, *twice*", "The Value class, twice"),
    ("reading group", None),
    ("one two three four five six seven eight nine ten eleven twelve", "One two three four five six seven eight nine ten eleven twelve"),
    ("a b c d e f g h i j k l m", None),
    ("finished, at last", None),
    ("\u68af\u5ea6\u4e0b\u964d\u7ec8\u4e8e\u6536\u655b", "\u68af\u5ea6\u4e0b\u964d\u7ec8\u4e8e\u6536\u655b"),
    ("- = + / *", None),
]  # fmt: skip


@pytest.mark.parametrize(("note", "title"), TITLES)
def test_a_note_is_a_title_if_it_has_3_to_12_words(note: str, title: str | None) -> None:
    assert title_of_note(note) == title


SENTENCES = [
    ("watched up to the `Value` class", "Watched up to the Value class."),
    ("Done!", "Done!"),
    ("what now?", "What now?"),
    ("read `x.py`", "Read x.py."),
    ("softmax is $e^x$ over its sum", "Softmax is e^x over its sum."),
    ("see https://example.org/a.", "See https://example.org/a."),
    ("f(x) grows", "f(x) grows."),
    ("iPhone only", "iPhone only."),
    ("snake_case stays", "snake_case stays."),
    ("it ends (in brackets)", "It ends (in brackets)."),
    ("he said \u201cno\u201d", "He said \u201cno\u201d."),
    ("it goes on \u2026", "It goes on \u2026"),
    ("\u68af\u5ea6", "\u68af\u5ea6\u3002"),
    ("costs $5 and $6", "Costs $5 and $6."),
    ("3blue1brown 1 and 2", "3blue1brown 1 and 2."),
]


@pytest.mark.parametrize(("note", "sentence"), SENTENCES)
def test_a_sentence_has_a_capital_and_an_end_where_the_note_lacks_them(
    note: str, sentence: str
) -> None:
    assert sentence_of_note(note) == sentence
    assert sentence_of_note(sentence) == sentence


@pytest.mark.parametrize(
    ("note", "asks"),
    [("why?", True), ("why *now?*", True), ("why? no idea", False), ("?", True), (None, False)],
)
def test_a_question_ends_with_its_mark(note: str | None, asks: bool) -> None:
    assert is_question(note) == asks


@given(st.text() | st.sampled_from(list(PAYLOADS.values())))
def test_any_text_is_a_note(text: str) -> None:
    title = title_of_note(text)
    assert title is None or (3 <= count_words(title) <= 12 and "\n" not in title)
    assert capitalize_first(text).casefold() == text.casefold()
    assert "\n" not in plain_note(text)


def test_many_marks_that_open_nothing_take_no_time() -> None:
    for mark in ("`", "*", "_", "$", "[", "](", "**", "http://", "\\", "(http://a("):
        plain_note(mark * 20_000)


@given(st.text(st.sampled_from("ab1_-. \u00e9\u2019\u4e2d\uff21\u3002\t\x1c"), max_size=30))
def test_words_are_counted_the_same_with_and_without_wide_letters(text: str) -> None:
    """A text of narrow letters alone is counted in one step; a wide word behind it adds one."""
    assert count_words(f"{text} \u4e2d") == count_words(text) + 1
