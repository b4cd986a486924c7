"""Titles and descriptions of pages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.figures.stats import build_figures
from tracker.model.journal import Journal
from tracker.model.plan import Plan
from tracker.pages import View
from tracker.pages.addresses import Place
from tracker.pages.head.catalogue import (
    Leaf,
    build_catalogue,
    extract_description,
    format_page_title,
)

PLACE = Place("My site", "https://example.org/j/", language="de")


def test_pieces_of_a_list_have_titles_of_their_own() -> None:
    view = View(build_figures(Journal(Plan())), date(2024, 7, 20), place=PLACE)
    leaf = Leaf("blog/index.md", "blog/", "Journal")
    assert format_page_title(build_catalogue(view), leaf) == "Journal - My site"
    assert (
        format_page_title(build_catalogue(view), leaf._replace(part=(2, 6)))
        == "Journal, page 2 of 6 - My site"
    )
    assert [
        format_page_title(build_catalogue(view), Leaf("index.md", "", name))
        for name in ("", "My site", "Learning")
    ] == [
        "My site",
        "My site",
        "Learning - My site",
    ]


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        (
            "# About\n\n**This is** an *example*, `code` and [a link](x.md).",
            "This is an example, code and a link.",
        ),
        ("```\ncode. here\n\nmore\n```\n\nThen prose.", "Then prose."),
        (
            "<div>\n\n![a](b.png)\n\n- a list\n\n1. one\n\n> quote\n\n| a |\n\nSnake_case stays, 2 * 3 * 4 too.",
            "Snake_case stays, 2 * 3 * 4 too.",
        ),
        ("A note[^1] and &#58; references.{: .class }", "A note and : references."),
        ("# Tags\n\n<!-- material/tags -->", ""),
        ("First sentence. " * 30, ("First sentence. " * 12).strip()),
        ("word " * 100, "word " * 38 + "word…"),
        ("", ""),
    ],
)
def test_a_page_is_described_by_how_it_begins(markdown: str, said: str) -> None:
    assert extract_description(markdown) == said


@given(st.text(max_size=300))
def test_a_description_is_short_and_on_one_line(markdown: str) -> None:
    text = extract_description(markdown)
    assert len(text) <= 200
    assert text == " ".join(text.split())
