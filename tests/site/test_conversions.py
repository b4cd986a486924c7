"""Pages are converted as Markdown and MkDocs would, only with less searching."""

from __future__ import annotations

import re
from copy import copy
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from mkdocs.config import load_config
from mkdocs.structure.pages import _RawHTMLPreprocessor

from tests.journal import ROOT
from tracker.site import faster_mkdocs
from tracker.site.faster_mkdocs import AnchorFinder, QuickInlineProcessor, put_quick_inline
from tracker.site.page_html import HeldHtml, exclude_from_pagefind

PIECES = (
    *("word", " ", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "| a | b |\n|---|---|\n| "),
    *("*", "**", "_", "__", "`", "``", "~~", "==", "^", "$", "$$", "\\", "\\*", "&amp;", "&", "<"),
    *("[a](b.md)", "[a][b]", "[b]", "[b]: c.md\n", "![", "](", "[", "]", "(", ")", "{#x .y}", "!"),
    *("<b>", "</b>", "<br>", "<!-- c -->", "<https://a.example/b>", "https://a.example/b_c*d*"),
    *(
        "[^1]",
        "[^1]: note\n",
        "[ ] ",
        "[x] ",
        "$x_1*2*$",
        "***a** b*",
        "`#!py a*b*`",
        "a@b.example",
    ),
    *("\x02", "\x03", "wzxhzdk:0", "\x02klzzwxh:0001\x03", "Ä", "\u200f", "--", "...", '"'),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.fixture(scope="module")
def converters() -> tuple[Markdown, Markdown]:
    config = load_config(str(ROOT / "mkdocs.yml"))
    made = []
    for _ in range(2):
        extensions: Any = config.markdown_extensions
        made.append(Markdown(extensions=extensions, extension_configs=config.mdx_configs or {}))
    put_quick_inline(made[1])
    assert type(made[1].treeprocessors["inline"]) is QuickInlineProcessor
    return made[0], made[1]


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_any_text_becomes_the_same_html(converters: tuple[Markdown, Markdown], text: str) -> None:
    theirs, ours = converters
    assert ours.reset().convert(text) == theirs.reset().convert(text)


class LegacyPattern(Pattern):
    def handleMatch(self, m: re.Match[str]) -> Any:
        element = Element("i")
        element.text = m.group(2)
        return element


class TurningPattern(InlinePattern):
    """Searches for another word each time."""

    def getCompiledRegExp(self) -> re.Pattern[str]:
        self.turn = not getattr(self, "turn", False)
        return re.compile("word" if self.turn else "Ä")

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        return "turned", *m.span()


class GrowingPattern(InlinePattern):
    """Registers another one when it is first found."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]
        self.md.inlinePatterns.register(LegacyPattern("(note|b)", self.md), "late", 300)
        return "found", *m.span()


@pytest.mark.parametrize(
    "pattern",
    [LegacyPattern("(word|note)"), TurningPattern("never"), GrowingPattern(r"\.\.\.|--")],
)
@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
@example(text="-- *word*")
def test_patterns_of_others_are_asked_as_ever(pattern: Pattern, text: str) -> None:
    made = []
    for put in (id, put_quick_inline):
        md, own = Markdown(extensions=["extra"]), copy(pattern)
        own.md = md
        md.inlinePatterns.register(own, "own", 66)
        put(md)
        made.append([md.convert(text), md.reset().convert(text)])
    assert made[0] == made[1]


def test_with_a_markdown_that_is_not_known_nothing_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faster_mkdocs, "MARKDOWN_VERSION", "99.0")
    md = Markdown()
    put_quick_inline(md)
    assert type(md.treeprocessors["inline"]) is InlineProcessor


TAGS = (
    *("<a ", "<p ", "<A\n", "</a ", ">", "/>", " ", "\n", "id", "name", "ID", "=", " = ", "x"),
    *("'", '"', "id=x", 'id="a>b"', "name='n'", "name=n", "class=c", "the name of", "/", "<!--"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS), max_size=20).map("".join))
def test_the_same_anchors_are_found(text: str) -> None:
    """But for attributes without a value, to which nothing can lead."""
    theirs, ours = _RawHTMLPreprocessor(), AnchorFinder()
    lines = text.split("\n")
    assert ours.run(lines) == theirs.run(lines) == lines
    assert ours.present_anchor_ids == theirs.present_anchor_ids - {None}


# ---- what is kept away meanwhile

CHART = '<figure class="tracker-chart x"><svg></svg></figure>'
DAYS = '<div class="tracker-chart tracker-days"><svg><title>Monday</title></svg></div>'
RELATED = '<nav class="tracker-related" data-search-exclude>\n<p>More</p>\n</nav>'
LINES = st.lists(st.sampled_from((CHART, DAYS, RELATED, "word", "", "<nav>", f"- {DAYS}")))


@given(LINES.map("\n".join), st.sampled_from(("a.md", 'b "<c>.md', "\ud800.md")))
def test_what_was_kept_away_comes_back(text: str, uri: str) -> None:
    held = HeldHtml()
    away = held.away(text, uri)
    assert held.back(away) == text
    for piece in (CHART, DAYS, RELATED):
        assert f"\n{piece}\n" not in f"\n{away}\n"


def test_what_was_kept_away_comes_back_without_its_quotes() -> None:
    """Other plugins may minify."""
    held = HeldHtml()
    assert held.back(held.away(CHART, "a.md").replace('"', "")) == CHART


def test_what_nobody_kept_away_stays() -> None:
    typed = '<div data-tracker-held="0a-1"></div>'
    assert HeldHtml().back(typed) == typed


def test_what_stays_is_the_same_whatever_was_kept_away() -> None:
    """So the page need not be converted again, and a page more changes none of the others."""
    held = HeldHtml()
    first = held.away(f"a\n\n{CHART}\n", "a.md")
    other = held.away(f"a\n\n{CHART}\n", "b.md")
    assert held.away("a\n\n" + CHART.replace("svg", "img") + "\n", "a.md") == first != other
    assert "img" in held.back(first)
    assert "svg" in held.back(other)


CODE = "```html\n{}\n```", "~~~\n```\n{}\n~~~", "  ````\n```\n{}\n  ````"


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("piece", [CHART, DAYS, RELATED])
def test_what_code_shows_stays_there(code: str, piece: str) -> None:
    """Escaped, its place would be none."""
    held = HeldHtml()
    shown = code.format(piece)
    away = held.away(f"{shown}\n\n{piece}\n\n{shown}\n", "a.md")
    assert away.count(shown) == 2
    assert away.count("data-tracker-held") == 1


def test_what_an_author_begins_takes_no_text_away() -> None:
    text = f'<nav class="tracker-related">\n\nSome *words*.\n\n{RELATED}\n'
    held = HeldHtml()
    away = held.away(text, "a.md")
    assert "Some *words*." in away
    assert "More" not in away
    assert held.back(away) == text


def test_pagefind_leaves_out_what_was_kept_away() -> None:
    """It reads the finished page, in which Markdown and MkDocs have marked none of it."""
    for piece in (CHART, DAYS, RELATED):
        marked = exclude_from_pagefind(piece)
        assert marked.replace(" data-pagefind-ignore", "") == piece
        assert re.match(r"<\w+ [^>]*data-pagefind-ignore", marked)
    own = '<div class="tracker-chart mine">Some words.</div>'
    assert exclude_from_pagefind(own) == own
