"""Bare web addresses."""

from __future__ import annotations

import re
import time

import pytest
from markdown import markdown

from tests.journal import PAYLOADS
from tests.markup.rendered import OTHERS, active, page
from tracker.pages.markdown import escape_markdown


def links_of(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html)


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("see https://example.org/a_b_c.", ["https://example.org/a_b_c"]),
        ("http://localhost:8000/x, and", ["http://localhost:8000/x"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("**https://example.org**!", ["https://example.org"]),
        ("_https://example.org/a_", ["https://example.org/a"]),
        ("https://example.org/?a=1&b=2", ["https://example.org/?a=1&amp;b=2"]),
        ("https://example.org/&amp;", ["https://example.org/"]),
        (r"https://example.org/a\_b", ["https://example.org/a_b"]),
        ('"https://example.org/"', ["https://example.org/"]),
        ("[https://example.org/]", ["https://example.org/"]),
        ("<kbd>https://example.org</kbd>", ["https://example.org"]),
        ("<b>x</b>https://example.org<b>y</b>", ["https://example.org"]),
        ("- https://example.org/a", ["https://example.org/a"]),
        ("| a |\n|---|\n| https://example.org/a_b |", ["https://example.org/a_b"]),
        ("a[^1]\n\n[^1]: of https://example.org", ["https://example.org"]),
        ("https://example.org/日本", ["https://example.org/日本"]),
    ],
)
def test_an_address_is_a_link(text: str, addresses: list[str]) -> None:
    found = [link for link in links_of(page(text)) if not link[0].startswith("#")]
    assert found == [(address, address) for address in addresses]


def test_an_address_without_a_scheme_begins_with_www() -> None:
    assert links_of(page("at www.example.org.")) == [("http://www.example.org", "www.example.org")]
    assert not links_of(page("at example.org, xwww.example.org"))


@pytest.mark.parametrize(
    "text",
    [
        "`https://example.org`",
        "```\nhttps://example.org\n```",
        "    https://example.org",
        "$https://example.org$",
        "<p>https://example.org</p>",
        '<img alt="https://example.org">',
        "![https://example.org](x.png)",
        "xhttps://example.org https:// https://x.a_b",
        "me@example.org ftp://example.org javascript:alert(1)",
    ],
)
def test_code_formulas_html_and_what_is_no_web_address_stay(text: str) -> None:
    assert not links_of(page(text))


@pytest.mark.parametrize(
    "text",
    [
        "[https://example.org](https://example.org)",
        "[see https://example.org/b](https://example.org)",
        "<https://example.org>",
        '<a href="https://example.org">https://example.org</a>',
        '<a href="https://example.org">see <b>https://example.org</b> and</a>',
        "[x][y]\n\n[y]: https://example.org",
    ],
)
def test_there_is_no_link_within_a_link(text: str) -> None:
    html = page(text)
    assert html.count("<a ") == 1
    assert html.count('href="https://example.org"') == 1


def test_behind_a_link_an_address_is_one_again() -> None:
    html = page('<a href="https://example.org">x</a> https://example.org/b')
    assert '<a href="https://example.org/b">' in html


def test_where_a_site_names_magiclink_it_comes_first() -> None:
    html = markdown(
        "https://github.com/o/r/issues/1",
        extensions=["tracker.markup", "pymdownx.magiclink"],
        extension_configs={"pymdownx.magiclink": {"repo_url_shortener": True}},
    )
    assert ">o/r#1</a>" in html


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_elsewhere_stays_inert(payload: str) -> None:
    address = f"https://evil.example/{payload}"
    assert not links_of(page(str(escape_markdown(address))))
    assert active(page(address)) == active(markdown(address, extensions=OTHERS))


@pytest.mark.parametrize("part", ["https://x.org/ ", "<b>https://x.org/</b> ", "https://_._", ")"])
def test_long_texts_take_no_longer_than_others(part: str) -> None:
    begun = time.process_time()
    page("https://x.org" + part * 1500)
    assert time.process_time() - begun < 2
