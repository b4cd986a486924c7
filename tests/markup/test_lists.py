"""Lists straight under a line of text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.markup.rendered import page
from tracker.format.markdown_spans import find_list_under_text


def shape_of(html: str) -> str:
    """The tags of blocks and the text between them, without blanks: `p T: /p ul li a /li /ul`."""
    return " ".join(re.sub(r"</?([a-z0-9]+)[^>]*>", lambda tag: f" {tag[0]} ", html).split())


# A text -> what a blank line above its list would make of it.
@pytest.mark.parametrize(
    ("text", "with_blank_line"),
    [
        ("Text:\n- a\n- b", "Text:\n\n- a\n- b"),
        ("Text:\n* a", "Text:\n\n* a"),
        ("Text:\n+ a", "Text:\n\n+ a"),
        ("Text:\n1. a\n2. b", "Text:\n\n1. a\n2. b"),
        ("two\nlines\n- a", "two\nlines\n\n- a"),
        ("Text:\n   - a", "Text:\n\n- a"),
        ("Text:\n- a\n    - b", "Text:\n\n- a\n    - b"),
        ("Text:\n- a\n\nmore:\n- b", "Text:\n\n- a\n\nmore:\n\n- b"),
        ("> Text:\n> - a", "> Text:\n>\n> - a"),
        ("- a\n\n    Text:\n    - b", "- a\n\n    Text:\n\n    - b"),
        ("!!! note\n    Text:\n    - a", "!!! note\n    Text:\n\n    - a"),
        ("a[^1]\n\n[^1]: Text\n    - b", "a[^1]\n\n[^1]: Text\n\n    - b"),
        ("`a\n- b` and\n- c", "`a\n- b` and\n\n- c"),
        ("**Target:** Videos\n- [x] one", "**Target:** Videos\n\n- [x] one"),
    ],
)
def test_a_list_needs_no_blank_line(text: str, with_blank_line: str) -> None:
    assert "<li>" in page(text)
    assert shape_of(page(text)) == shape_of(page(with_blank_line))


@pytest.mark.parametrize(
    "text",
    [
        "in the year\n1994. Then it rained",  # by CommonMark only a 1 begins a list here
        "text\n-not a list\n- ",
        "```\ntext\n- a\n```",
        "    text\n    - a",
        "a `code\n- b` goes on",
        "so $x\n+ y$ is",
        "$$\na\n- b\n$$",
        "so \\(x\n- y\\) is",
        "<div>\ntext\n- a\n</div>",
        "<span title='\n- a'>x</span>",
        "text <!--\n- a\n--> text",
    ],
)
def test_code_formulas_html_and_prose_stay(text: str) -> None:
    assert "<li>" not in page(text)


TEXTS = st.text(alphabet="a -*+1.`$<>\n", max_size=40)


@given(TEXTS)
def test_nothing_of_a_text_is_lost(text: str) -> None:
    end = find_list_under_text(text)
    if end is None:
        return
    assert text[end] == "\n"
    assert find_list_under_text(text[:end]) is None
    assert re.match(r" {0,3}([*+-]|1\.) +\S", text[end + 1 :])
