"""Pages of what is read: the paper of the week, schedules, links."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.pages.page_texts import made, section

GROUP = """\
papers: {p: {title: The paper, was: [old]}}
series:
  group:
    title: The group
    schedule:
      - {week: 2024-W35, paper: https://example.org/later, title: Later}
      - {week: 2024-W33, paper: old, primers: [{url: "https://example.org/primer", title: Primer}]}
"""


@pytest.mark.parametrize(
    ("today", "heading"),
    [
        (date(2024, 8, 1), "## Next: [The paper](../papers/p.md)"),
        (date(2024, 8, 12), "## This week: [The paper](../papers/p.md)"),
        (date(2024, 8, 18), "## This week: [The paper](../papers/p.md)"),
        (date(2024, 8, 19), '## Next: <a href="https://example.org/later">Later</a>'),
        (date(2024, 9, 1), '## This week: <a href="https://example.org/later">Later</a>'),
        (date(2024, 9, 2), None),
    ],
)
def test_the_paper_of_the_week_stands_first(today: date, heading: str | None) -> None:
    found = made({"plan": GROUP}, today)
    first = re.search(r"(?m)^## .*$", found["reading/index.md"])
    assert first
    assert first[0] == (heading or "## The group")
    assert (heading or "Later") in found["reading/index.md"]
    assert re.findall(r"(?m)^## .*", found["now.md"]) == (
        [heading.replace("](../", "](")] if heading else []
    )


def test_a_long_schedule_has_a_page_of_its_own() -> None:
    slots = "".join(f"      - {{week: 2024-W{n}, title: Paper {n}}}\n" for n in range(10, 30))
    found = made(
        {"plan": f"series:\n  s:\n    title: Long\n    schedule:\n{slots}"}, date(2024, 1, 1)
    )
    assert "Paper 29" in found["reading/series-s.md"]
    assert "Paper 29" not in found["reading/index.md"]
    assert "[Long](series-s.md)" in found["reading/index.md"]


def test_every_link_stands_on_its_years_page_by_month_and_by_tag() -> None:
    one = "links:\n  - {url: https://example.org/a, title: A, note: my `take` of it, quote: Their words, tags: [Code]}\n"
    two = "links:\n  - {url: https://example.org/b, title: B, tags: [code, art]}\n"
    found = made(
        {"2024-W27": one, "2024-W31": two, "2023-W20": one.replace("title: A", "title: Old")}
    )
    page = found["reading/links-2024.md"]
    assert re.findall(r"(?m)^## (.*)$", page) == ["August 2024", "July 2024", "By tag"]
    july = section(page, "July 2024")
    for text in (page, found["blog/posts/2024-w27.md"]):
        assert "<br>my <code>take</code> of it" in text
    assert "> Their words" in july
    assert "(../blog/posts/2024-w27.md)" in july
    tags = re.findall(r"(?m)^-   \*\*(.*?)\*\*(.*)$", section(page, "By tag"))
    assert [(tag, re.findall(r">(\w+)</a>", links)) for tag, links in tags] == [
        ("art", ["B"]),
        ("Code", ["B", "A"]),
    ]
    assert (
        "[2024](links-2024.md#by-tag) (2), [2023](links-2023.md#by-tag) (1)"
        in found["reading/index.md"]
    )
    assert "Old" in found["reading/links-2023.md"]
