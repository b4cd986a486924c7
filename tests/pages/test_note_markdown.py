"""A note on a page: what its Markdown becomes, and what stays text."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from tests.journal import PAYLOADS
from tests.syndication.views import Marks
from tracker.pages.note_markdown import render_marks, render_note

CASES = [
    ("the `a*b` class", "The <code>a*b</code> class."),
    ("*one* and **two** and _three_", "<em>one</em> and <strong>two</strong> and <em>three</em>."),
    ("[see `x`](https://e.org/a_b)", '<a href="https://e.org/a_b">see <code>x</code></a>.'),
    ("at https://www.e.org/x/, twice", 'At <a href="https://www.e.org/x/">e.org/x</a>, twice.'),
    ("[x](javascript:alert(1))", "[x](javascript:alert(1))."),
    ("snake_case_name * 2 * 3", "snake_case_name * 2 * 3."),
    (r"\*not this\*", "*not this*."),
    ("# no heading", "# no heading."),
    ("![p](https://e.org/p.png)", "![p]("),
    ("*a*{: onclick=alert(1) }", "<em>a</em>{: onclick=alert(1) }"),
]


@pytest.mark.parametrize(("note", "shown"), CASES)
def test_inline_markdown_becomes_what_it_is(note: str, shown: str) -> None:
    assert unescape(render_note(note)).startswith(shown)
    marks = unescape(render_marks(note))
    assert f"{marks[0].upper()}{marks[1:]}".startswith(shown.removesuffix(".").capitalize()[:1])
    assert marks[1:].startswith(shown.removesuffix(".")[1:]), "and no more"


@pytest.mark.parametrize(
    ("note", "rendered"),
    [
        ("softmax $e^{x_i}$", "Softmax $e^{x_i}$."),
        ("where $x < y * 2$", r"Where $x \lt y \ast 2$."),
        ("costs $5 and $6", "Costs &#36;5 and &#36;6."),
        ("$a&b$", "&#36;a&#38;b&#36;."),
        ("${{ 7*7 }}$", "&#36;&#123;&#123; 7&#42;7 &#125;&#125;&#36;."),
        ("$_a_{ onclick=alert(1) }$", None),
    ],
)
def test_a_formula_is_left_to_the_site_unless_it_could_be_anything_else(
    note: str, rendered: str | None
) -> None:
    assert rendered is None or render_note(note) == rendered
    assert rendered is not None or "$" not in render_note(note)


EXTENSIONS = ["attr_list", "md_in_html", "tables", "footnotes", "def_list", "admonition"]
MARKS = st.sampled_from([*"`*_$[](){}:=<>!\\|\"'&# ", "on", "x", "https://e.org", "alert(1)", "-"])


@given(
    st.sampled_from(list(PAYLOADS.values()))
    | st.lists(MARKS, max_size=30).map("".join)
    | st.text(max_size=60)
)
def test_no_note_acts_whatever_the_site_makes_of_markdown(note: str) -> None:
    for extensions in (EXTENSIONS, [*EXTENSIONS, "tracker.markup"]):
        html = Markdown(extensions=extensions).convert(
            f"-   {render_note(note)}<br>{render_marks(note)}"
        )
        marks = Marks(html)
        assert marks.active == []
        assert {name for tag, name, _ in marks.attributes if tag != "math"} <= {
            *("href", "class", "title", "data-search-exclude", "encoding", "stretchy", "form"),
            *("lspace", "rspace", "mathvariant", "fence", "separator"),
        }
