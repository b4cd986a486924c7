"""A notebook -> words, code and what it printed, and nothing that can act."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from tests.journal import PAYLOADS
from tests.markup.rendered import OTHERS, active, page
from tests.notebooks import book, cell, printed, shown_as
from tracker.notebook.cells import convert_notebook

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="
)


def test_a_notebook_becomes_words_code_and_what_it_printed() -> None:
    data = book(
        cell("markdown", "# The *title*\n\nSo $x^2$ and `y`.\n\n## Part\n\n```\n# no heading\n```"),
        cell(
            "code",
            "print(1)  # <b>",
            printed("\x1b[31mred\x1b[0m <b>\n10%\r100%\n"),
            printed("/home/me", "stderr"),
        ),
        cell(
            "code",
            "1/0",
            {
                "output_type": "error",
                "ename": "ZeroDivisionError",
                "evalue": "by zero",
                "traceback": [],
            },
        ),
        cell(
            "code",
            "df",
            shown_as(
                text_html="<table><tr><th></th><td onclick=x>5</td></tr></table>", text_plain="5"
            ),
        ),
        cell(
            "code",
            "plot",
            shown_as(image_png=base64.b64encode(PNG).decode(), text_plain="<Figure>"),
        ),
    )
    made = convert_notebook(data, "book")
    assert made.title == "The title"
    assert made.pictures == {"book-1.png": PNG}
    shown = page(made.text)
    for part in (
        '<h2 id="part">Part</h2>',
        '<math alttext="x^2">',
        "# no heading",
        "red &#60;b&#62;\n100%",
        "ZeroDivisionError: by zero",
        "<table><tr><td></td><td>5</td></tr></table>",
        'src="book-1.png"',
    ):
        assert part in shown, part
    assert "/home/me" not in shown
    assert "\x1b" not in shown


def test_a_notebook_with_two_first_headings_has_one_title() -> None:
    made = convert_notebook(book(cell("markdown", "# One\n\n# Two\n\n## Three")), "b")
    assert made.title == "One"
    assert re.findall(r"<h(\d)", page(made.text)) == ["2", "3"]


def test_what_a_notebook_hides_is_hidden() -> None:
    made = convert_notebook(
        book(
            cell("code", "HIDDEN", metadata={"jupyter": {"source_hidden": True}}),
            cell("code", "a", printed("HIDDEN"), metadata={"jupyter": {"outputs_hidden": True}}),
            cell("markdown", "HIDDEN", metadata={"tags": ["remove-cell"]}),
            cell("raw", "HIDDEN"),
        ),
        "b",
    )
    assert "HIDDEN" not in made.text


NASTY = [
    *PAYLOADS.values(),
    "<img src=//evil/x.png onerror=alert(1)>",
    "![x](//evil/x.png) ![y](https://evil.example/x.png) ![z](javascript:alert(1))",
    "<iframe src=//evil></iframe>",
    "[a]: javascript:alert(1)\n\n[x][a] <javascript:alert(1)>",
    "# *a*{: onclick=alert(1) }",
    "```html {: onclick=alert(1) }\n<script>alert(1)</script>\n```",
    "</pre></div><script>alert(1)</script>",
    "~~~~\n</b>\n```\n<b onclick=alert(1)>\n```\n~~~~",
    "<table><tr><td><script>alert(1)</script><img src=//evil>x</td></tr></table>",
    "<table><style>@import url(//evil)</style><td style='background:url(//evil)' onclick=alert(1)>x",
    "<table><td><svg><script>alert(1)</script></svg><td>",
    "$\\text{<script>alert(1)</script>}$",
]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_in_a_notebook_can_act(text: str) -> None:
    picture = base64.b64encode(text.encode()).decode()
    data = book(
        cell("markdown", text, attachments={text: {"image/png": picture}}),
        cell("markdown", f"# {text}\n\n> {text}"),
        cell(
            "code",
            text,
            printed(text),
            shown_as(text_html=text, text_plain=text),
            shown_as(text_plain=text),
            shown_as(text_markdown=text),
            shown_as(text_latex=text),
            shown_as(**{"image_svg+xml": text}, text_plain=text),
            shown_as(image_png=picture),
            shown_as(application_javascript=text),
            {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        ),
    )
    made = convert_notebook(data, "b")
    assert made.pictures == {}
    shown = markdown(
        made.text,
        extensions=[*OTHERS, "tracker.markup", "pymdownx.snippets", "pymdownx.blocks.html"],
    )
    assert active(shown) == []
    assert not re.search(r"<(script|style|iframe|img|svg|base|meta|form|input|object)\b", shown)
    for tag in (
        "<div",
        "<pre",
        "</div",
        "</pre",
    ):  # nothing of it was taken for Markdown of the page
        assert shown.count(tag) == made.text.count(tag)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"nbformat": 9}', b'{"cells": 5}', b"5"]
)
def test_what_is_no_notebook_is_said(data: bytes) -> None:
    try:
        assert convert_notebook(data, "b").text.strip() == ""
    except ValueError as error:
        assert str(error)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)
    ),
    st.sampled_from(
        ["cells", "metadata", "source", "outputs", "data", "text", "attachments", "tags"]
    ),
)
def test_a_notebook_of_any_shape_breaks_nothing(value: Any, key: str) -> None:
    whole: Any = json.loads(
        book(cell("code", "x", printed("y"), shown_as(text_plain="z")), cell("markdown", "w"))
    )
    holders = [whole, *whole["cells"], whole["cells"][0]["metadata"], *whole["cells"][0]["outputs"]]
    for holder in holders:
        if key in holder or key in {"attachments", "tags"}:
            holder[key] = value
    try:
        assert isinstance(convert_notebook(json.dumps(whole).encode(), "b").text, str)
    except ValueError as error:
        assert str(error)
