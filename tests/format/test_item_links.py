"""Links to items in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.format.item_links import find_item_links, sub_item_links


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("after [[zero-to-hero]] came", [("zero-to-hero", None)]),
        ("[[zero-to-hero/micrograd]]", [("zero-to-hero/micrograd", None)]),
        ("[[vaswani2017|the *paper*]]", [("vaswani2017", "the *paper*")]),
        ("[[cs50p/Week 0|the\nfirst]]", [("cs50p/Week 0", "the first")]),
        ("[[https://a.org/x?v=1]]", [("https://a.org/x?v=1", None)]),
        ("[[a]][[b]], ([[c]])", [("a", None), ("b", None), ("c", None)]),
        ("| [[a\\|b]] |", [("a", "b")]),
        ("[[a|`b`]]", [("a", "`b`")]),
        ("costs $5, [[a]], and $6", [("a", None)]),
        ("$x\n\n[[a]]\n\ny$", [("a", None)]),
        # Something else
        ("`[[a]]` and ``[[b]]``", []),
        ("```\n[[a]]\n```", []),
        ("`x\n[[a]]`", []),
        ("$[[a]]$ and $$[[b]]$$ and \\([[c]]\\)", []),
        ('<img alt="[[a]]"> <!-- [[b]] -->', []),
        ("[[1]](https://a.org) [[2]][ref]", []),
        ("[[1]]\n\n[1]: https://a.org", []),
        ("![[a.png]] and \\[[a]]", []),
        ("[[a\n\nb]] [[]] [[ ]] [a] [[a]", []),
        ("[[1, 2], [3, 4]]", []),
    ],
)
def test_links_are_found_in_prose(text: str, links: list[tuple[str, str | None]]) -> None:
    found = find_item_links(text)
    assert [(link.target, link.label) for link in found] == links
    for link in found:
        assert text[link.start : link.start + 2] == "[["
        assert text[link.end - 2 : link.end] == "]]"
        assert text[link.at :].startswith(link.target.split()[0])


@given(st.text(alphabet="[]|`$\\ \nab", max_size=40))
def test_what_is_no_link_stays(text: str) -> None:
    links = find_item_links(text)
    assert sub_item_links(lambda link: text[link.start : link.end], text) == text
    assert sorted(links) == links
