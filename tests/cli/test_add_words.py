"""Words into a week: add learned, life, question, next, goal and link."""

import pytest

from tests.journal import Scratch, read_week, refuse

WEEK = "entries/2024-W27.yaml"
WORDS = [
    (
        ["add", "learned", "a: b"],
        "learned",
        "Added to learned of 2024-W27: a: b. Undo: tracker undo\n",
    ),
    (
        ["add", "learned", "It", "is", "so."],
        "learned",
        "Added to learned of 2024-W27: It is so. Undo: tracker undo\n",
    ),
    (
        ["add", "life", "We moved."],
        "life",
        "Added to life of 2024-W27: We moved. Undo: tracker undo\n",
    ),
    (
        ["add", "question", "Why?"],
        "questions",
        "Added to questions of 2024-W27: Why? Undo: tracker undo\n",
    ),
    (["add", "next", "rest"], "next", "Added to next of 2024-W27: rest. Undo: tracker undo\n"),
    (["add", "goal", "- one"], "goals", "Added to goals of 2024-W27: - one. Undo: tracker undo\n"),
    (
        ["add", "goal", "--", "--two"],
        "goals",
        "Added to goals of 2024-W27: --two. Undo: tracker undo\n",
    ),
    (
        ["add", "learned", "a\nb"],
        "learned",
        "Added to learned of 2024-W27: a b. Undo: tracker undo\n",
    ),
    (
        ["add", "life", "x" * 99],
        "life",
        f"Added to life of 2024-W27: {'x' * 59}… Undo: tracker undo\n",
    ),
    (
        ["add", "link", "https://a.org"],
        "links",
        "Added to links of 2024-W27: https://a.org. Undo: tracker undo\n",
    ),
]


@pytest.mark.parametrize(("words", "key", "said"), WORDS, ids=lambda value: " ".join(value)[:30])
def test_words(words: list[str], key: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run(*words)
    assert (ran.code, ran.out, ran.err) == (0, said, "")
    assert read_week(scratch) == {key: [" ".join(word for word in words[2:] if word != "--")]}
    assert scratch.data().count(b"\n") == 2
    assert scratch.run("undo").out.startswith(f"Undone: added to {key} of 2024-W27: ")
    assert not scratch.path().exists()


def test_words_are_gathered_in_the_order_they_came(scratch: Scratch) -> None:
    for words in ("a", "b", "c"):
        scratch.run("add", "learned", words)
    assert read_week(scratch)["learned"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("command", "asked", "name"),
    [
        ("learned", "last", "2024-W26"),
        ("learned", "2023-W52", "2023-W52"),
        ("goal", "next", "2024-W28"),
        ("goal", "2024-W30", "2024-W30"),
        ("life", "this", "2024-W27"),
    ],
)
def test_another_week(command: str, asked: str, name: str, scratch: Scratch) -> None:
    assert name in scratch.run("add", command, "x", "--week", asked).out
    assert "x" in scratch.data(name).decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "learned", ""], "there is nothing in that text"),
        (["add", "learned", " \n"], "there is nothing in that text"),
        (["add", "life", "bell\x07"], "U+0007"),
        (["add", "life", "half \udce9"], "not UTF-8"),
        (
            ["add", "life", "x", "--week", "lats"],
            "expected a week such as 2024-W27, got 'lats'; or say last or this",
        ),
        (["add", "life", "x", "--week", "2021-W53"], "there is no such week"),
        (["add", "life", "x", "--week", "next"], "2024-W28 has not begun"),
        (["add", "goal", "x", "--week", "2031-W01"], "more than a year away"),
        (["add", "life", "x", "--week", "0001-W01"], "expected a year from 1900"),
        (["add", "link", "a.org"], "no whole address: write https://a.org"),
        (["add", "link", "javascript:alert(1)"], "expected an address"),
        (["add", "link", "https://a.org", "--tags", "bell\x07"], "U+0007"),
    ],
)
def test_words_refused(words: list[str], said: str, scratch: Scratch) -> None:
    assert said in refuse(scratch, *words)


def test_link_with_all_there_is(scratch: Scratch) -> None:
    scratch.run(
        "add",
        "link",
        "https://a.org",
        "my: take",
        "--tags",
        "a, b c",
        "--title",
        "T",
        "--quote",
        "no",
    )
    assert read_week(scratch)["links"] == [
        {
            "url": "https://a.org",
            "title": "T",
            "note": "my: take",
            "tags": ["a", "b c"],
            "quote": "no",
        }
    ]
    scratch.run("add", "link", "https://b.org", "--tags", "a, b; c")
    assert read_week(scratch)["links"][1]["tags"] == ["a, b", "c"]


def test_a_text_that_cannot_be_added_to_is_refused_with_its_line(scratch: Scratch) -> None:
    scratch.put("title: x\nlearned: 'a'\n")
    assert f"{WEEK}:2: 'learned' is one text here" in refuse(scratch, "add", "learned", "b")
    assert scratch.run("add", "life", "b").code == 0
