"""A week as one Markdown text: what stands in it, what comes back, and what it cannot show."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.edit.weeks import weeks
from tests.journal import PLAN
from tracker.edit.set_prose import set_prose, trim_blank_lines
from tracker.edit.week_prose import (
    SCISSORS,
    Headings,
    Prose,
    build_headings,
    cut_off_comments,
    format_prose,
    format_value,
    list_parts,
    parse_prose,
    read_value,
    split_bullets,
)
from tracker.figures.stats import kinds_of
from tracker.format import loader
from tracker.model.journal import Goal, Journal, Question, TrackerError, Week

PATH, NAME = "entries/2024-W27.yaml", "2024-W27"
PLAN_READ = loader.load_plan("entries/plan.yaml", PLAN)[0]
assert PLAN_READ is not None


def headings_of(week: Week) -> Headings:
    assert PLAN_READ is not None
    return build_headings(PLAN_READ, week, kinds_of(Journal(PLAN_READ, (week,))))


def show(text: str) -> tuple[Prose, Headings]:
    week, problems = loader.load_week(PATH, NAME, text.encode())
    assert week is not None
    headings = headings_of(week)
    return format_prose(week, headings, problems), headings


def write(texts: Mapping[tuple[str, ...], str], yaml: str = "") -> str:
    """A week's file with these texts in it, as the command writes them."""
    for path, text in texts.items():
        yaml = set_prose(yaml, NAME, path, read_value(path, text, None))
    return yaml


# ---- a week's text

WEEK = """\
title: Catching the train
intro: "Late, as ever."
courses:
  zero-to-hero:
    notes: |
      Slow.

      ## Not a section
    units: {micrograd: Typed again.}
papers: {https://example.org/p: {notes: Hm.}}
learned: [one, "two\\n\\nmore"]
life: |
  A text.
questions: [{ask: Why?, answer: Because.}, What?]
goals: [read, {goal: write, outcome: partial, why: it rained}]
leads: {papers: Three of them.}
sections: {Radio: "Static."}
next: Rest.
unpublished: A secret.
sessions:
  - {start: 2024-07-01 19:30, minutes: 60, item: vaswani2017}
"""
SHOWN = """\
Catching the train

Late, as ever.

## Goals

- read
- write (partial: it rained)

## Neural Networks: Zero to Hero

Slow.

 ## Not a section

### micrograd

Typed again.

## Papers

Three of them.

## https://example.org/p

Hm.

## Attention Is All You Need

## Learned

- one
- two

  more

## Life

A text.

## Questions

- Why?

  Because.
- What?

## Radio

Static.

## Next

Rest.

## Unpublished

A secret.
"""


def test_a_week_as_a_text() -> None:
    prose, headings = show(WEEK)
    assert prose.text == SHOWN
    assert prose.left_out == ()
    texts = parse_prose(SHOWN, headings)
    assert texts == {path: format_value(value) for path, value in prose.values.items()}


@pytest.mark.parametrize(
    ("yaml", "left_out"),
    [
        (f'life: "```\\n{SCISSORS}\\n```"\n', ("life",)),
        ('title: "two\\nlines"\n', ("title",)),
        ("sections: {Learned: x}\n", ("sections", "Learned")),
        ("sections: {zero-to-hero: x}\n", ("sections", "zero-to-hero")),
        ('intro: "```\\nnot closed"\n', ("intro",)),
        ("goals: [{goal: a, why: b}]\n", ("goals",)),
        ("goals: [a (done)]\n", ("goals",)),
        ('questions: ["Why?\\nHow?"]\n', ("questions",)),
        ('learned: ["", a]\n', ("learned",)),
        ("life: [a, [b]]\n", ("life",)),
    ],
)
def test_what_cannot_be_shown_stays(yaml: str, left_out: tuple[str, ...]) -> None:
    prose, _ = show(yaml)
    assert prose.left_out == (left_out,)
    assert left_out not in prose.values


# ---- headings and lists

READ = [
    ("Title", {("title",): "Title"}),
    ("# Title #1", {("title",): "Title #1"}),
    ("\nIntro", {("intro",): "Intro"}),
    ("## Learned\na", {("learned",): "a"}),
    ("T\n# learned:\na", {("title",): "T", ("learned",): "a"}),
    ("\n## LEARNED ##\na", {("learned",): "a"}),
    ("\n## zero-to-hero\na", {("courses", "zero-to-hero", "notes"): "a"}),
    ("\n## neural networks:  Zero to Hero\na", {("courses", "zero-to-hero", "notes"): "a"}),
    ("\n## zero-to-hero/makemore\na", {("courses", "zero-to-hero", "units", "makemore"): "a"}),
    (
        "\n## zero-to-hero\na\n### Makemore\nb\n### Other\nc",
        {
            ("courses", "zero-to-hero", "notes"): "a",
            ("courses", "zero-to-hero", "units", "makemore"): "b\n### Other\nc",
        },
    ),
    ("\n## Life\na\n### Makemore\nb", {("life",): "a\n### Makemore\nb"}),
    ("\n## Radio\na\n## Life\nb\n## Radio\nc", {("sections", "Radio"): "a\n\nc", ("life",): "b"}),
    ("\n## Unpublished\na", {("unpublished",): "a"}),
    ("\n## Projects\na", {("leads", "projects"): "a"}),
    ("\n## Empty\n\n## Life\n \n", {}),
    ("\n```\n## code\n```\n## Life\na", {("intro",): "```\n## code\n```", ("life",): "a"}),
    ("\n#hashtag\n ## ours", {("intro",): "#hashtag\n## ours"}),
]


@pytest.mark.parametrize(("text", "parts"), READ, ids=lambda value: str(value)[:30])
def test_read(text: str, parts: dict[tuple[str, ...], str]) -> None:
    assert parse_prose(text, headings_of(Week(NAME))) == parts


def test_code_that_does_not_end_is_named() -> None:
    with pytest.raises(TrackerError) as refusal:
        parse_prose("Title\n\n## Life\n~~~~ python\nx\n~~~\n## Next\n", headings_of(Week(NAME)))
    message = "line 4 begins a block of code that does not end; close it with ~~~~"
    assert str(refusal.value) == message


LISTS: list[tuple[str, str, Any, Any]] = [
    ("learned", "- a\n- b", None, ("a", "b")),
    ("learned", "* a\n  more\n\n  and\n+ b\nlazy", ("x",), ("a\nmore\n\nand", "b\nlazy")),
    ("learned", "- a\n\nA text.", ("x",), "- a\n\nA text."),
    ("learned", "- a\n- b", "a text", "- a\n- b"),
    ("learned", "**bold** text", None, "**bold** text"),
    ("life", "- a\n```\n- b\n```", None, "- a\n```\n- b\n```"),
    ("goals", "- a (done)\n- b (later)", None, (Goal("a", "done"), Goal("b (later)"))),
    ("goals", "a\n\nb (missed: c (d))", None, (Goal("a"), Goal("b", "missed", "c (d)"))),
    ("questions", "- Why?\n  So.\n- a\n  b", None, (Question("Why?", "So."), Question("a b"))),
    ("title", "  a   b ", None, "a b"),
    ("intro", "- a", None, "- a"),
]


@pytest.mark.parametrize(("key", "text", "old", "value"), LISTS)
def test_read_value(key: str, text: str, old: Any, value: Any) -> None:
    assert read_value((key,), text, old) == value


def test_comments_are_cut_off() -> None:
    assert cut_off_comments(f"a\n```\n{SCISSORS} \nb") == "a\n```"
    # One that is the author's stands one space in, as headings in texts do.
    text = show(f'life: "a\\n{SCISSORS}\\nb"\n')[0].text
    assert cut_off_comments(text) == text
    assert cut_off_comments("a\nHelp.\nmore", "\nHelp.\nmore\n") == "a"
    assert cut_off_comments("a\nb", "\nHelp.\n") == "a\nb"


# ---- there and back

LINE = st.one_of(
    st.sampled_from(
        [
            *("", "# One", "## Two", " ## Two", "### micrograd", "### Three", "- a", "  b", "* c"),
            *("```", "~~~ python", "    code", "> - q", "1. one", "#tag", "a: b #c", "\\## x", "|"),
            *("Learned", "## Learned", "---", "'\"", "$\\alpha$", "é 🎉", "a  ", "no", "\tx"),
        ]
    ),
    st.text("ab :#-'\"|>\\`*", max_size=8),
)
MARKDOWN = st.lists(LINE, min_size=1, max_size=8).map("\n".join).map(trim_blank_lines).filter(bool)
PARTS = st.sampled_from(
    [
        *(("intro",), ("learned",), ("life",), ("next",), ("unpublished",), ("summary",)),
        *(("courses", "zero-to-hero", "notes"), ("courses", "zero-to-hero", "units", "micrograd")),
        *(("papers", "vaswani2017", "notes"), ("sections", "Radio: on"), ("leads", "papers")),
        *(("goals",), ("questions",)),
    ]
)


@settings(max_examples=300)
@given(st.dictionaries(PARTS, MARKDOWN, min_size=1, max_size=5))
def test_text_to_yaml_to_text(texts: dict[tuple[str, ...], str]) -> None:
    """What is typed stands in the file as typed, and is shown so again: lists with dashes."""
    values = {path: read_value(path, text, None) for path, text in texts.items()}
    assume(all(value is not None and value != () for value in values.values()))
    yaml = write(texts)
    prose, headings = show(yaml)
    week, problems = loader.load_week(PATH, NAME, yaml.encode())
    assert week is not None
    assert problems == []
    for path, value in values.items():
        assert format_value(dict(list_parts(week))[path]) == format_value(value)
    again = parse_prose(prose.text, headings)
    assert again == {path: format_value(value) for path, value in prose.values.items()}
    assert {*prose.values, *prose.left_out} == {*values}
    # And what is shown goes into another week as it stands in this one.
    if not prose.left_out:
        assert show(write(again))[0].text == prose.text


@settings(max_examples=200)
@given(weeks())
def test_what_is_not_changed_is_not_changed(text: str) -> None:
    week, problems = loader.load_week(PATH, NAME, text.encode())
    if week is None:
        return
    headings = headings_of(week)
    prose = format_prose(week, headings, problems)
    texts = parse_prose(prose.text, headings)
    assert texts == {path: format_value(value) for path, value in prose.values.items()}


@settings(max_examples=200)
@given(MARKDOWN)
def test_a_list_holds_every_word(text: str) -> None:
    entries = split_bullets(text)
    if entries:
        marks = [mark for mark in text.split() if mark not in ("-", "*", "+")]
        words = [word for entry in entries for word in entry.split()]
        assert [word for word in words if word not in ("-", "*", "+")] == marks
