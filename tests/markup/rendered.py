"""Markdown -> HTML as a page of the site has it, and what of it could act."""

from __future__ import annotations

from markdown import markdown

from tests.sites import Marks

OTHERS = [
    "admonition",
    "attr_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.superfences",
]


def page(text: str) -> str:
    return markdown(text, extensions=["tracker.markup", *OTHERS])


def active(html: str) -> list[str]:
    marks = Marks()
    marks.feed(html)
    return marks.active
