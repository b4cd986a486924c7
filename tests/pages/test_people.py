"""People and sources."""

from __future__ import annotations

import re

from tests.pages.page_texts import made, section


def test_sources_stand_with_what_they_taught() -> None:
    plan = """\
courses: {a: {title: Short, by: Ann}, b: {title: Long, by: Bo}, c: {title: Untouched, by: Cy}}
papers:
  p: {title: P, authors: [Dee, Ann, Eve]}
  q: {title: Q, authors: [Dee, Eve]}
  r: {title: R, authors: [Fay]}
  s: {title: Unread, authors: [Gus]}
people: {m: {name: Mo, url: "https://example.org/m", role: mentor}}
"""
    log = "sessions:\n  - {start: 2024-07-01, minutes: 60, item: b}\n  - {start: 2024-07-01, minutes: 30, item: a}\n"
    read = "papers: {p: {read: once}, q: {read: skim}, r: {read: once}}\n"
    links = "links: [https://www.s.example/1, https://s.example/2, https://s.example/2, https://once.example/]\n"
    page = made({"plan": plan, "2024-W27": "courses: {c: {status: next}}\n" + log + read + links})[
        "people.md"
    ]
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Who taught me what")) == ["Bo", "Ann"]
    assert "[P](papers/p.md)" in section(page, "Who taught me what")
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Authors of more than one paper")) == [
        "Dee and Eve"
    ]
    assert "1 more author" in page
    assert not {"Cy", "Gus", "Untouched", "Unread"} & set(re.findall(r"\w+", page))
    assert re.findall(r"\*\*(.*?)\*\*", section(page, "Sites linked to more than once")) == [
        "s.example"
    ]
    assert '<a href="https://example.org/m">Mo</a>, mentor' in page
