"""Posts that a post leads to."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.page_texts import made
from tracker.model.journal import week_of
from tracker.pages.addresses import Essay


def related_of(page: str) -> list[str]:
    """The titles that the end of a post leads to, each with the word before it."""
    nav = re.search(r'(?s)<nav class="tracker-related".*?</nav>', page)
    return re.findall(r"(?:<span>(\w+)</span> )?<a href=[^>]*>(.*?)</a>", nav[0]) if nav else []  # type: ignore[return-value]


def test_a_post_leads_to_the_posts_before_and_behind_it_on_its_item() -> None:
    texts = {
        f"2024-W{n}": f"title: T{n}\ncourses: {{{'a' if n % 2 else 'b'}: {{}}}}\n"
        for n in range(20, 26)
    }
    texts["2024-W26"] = "title: Alone\n"
    texts["2024-W40"] = "title: Draft\ncourses: {a: {}}\n"
    found = made(texts)
    assert related_of(found["blog/posts/2024-w23.md"]) == [
        ("", "a"),
        ("before", "T21"),
        ("after", "T25"),
    ]
    assert related_of(found["blog/posts/2024-w25.md"]) == [("", "a"), ("before", "T23")]
    assert related_of(found["blog/posts/2024-w26.md"]) == []
    assert 'href="../../blog/2024-w21/"' in found["blog/posts/2024-w23.md"]
    assert 'href="../../courses/a/"' in found["blog/posts/2024-w23.md"]


def test_essays_of_the_same_tag_are_named_and_a_tag_on_every_post_says_nothing() -> None:
    texts = {
        f"2024-W{n}": f"title: T{n}\ntags: [Notes{', Rare' * (n in (10, 29))}]\n"
        for n in range(10, 30)
    }
    essay = Essay("essay.md", "The essay", date(2024, 1, 1), "", slug="the-essay", tags=("rare",))
    found = made(texts, essays=(essay,))
    assert [title for _, title in related_of(found["blog/posts/2024-w10.md"])] == [
        "The essay",
        "T29",
    ]
    assert related_of(found["blog/posts/2024-w11.md"]) == []


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y", "z", ""])), max_size=30)
)
def test_no_post_leads_to_itself_or_to_one_twice_or_to_many(weeks: list[tuple[str, str]]) -> None:
    monday = date(2022, 1, 3)
    texts = {}
    for n, (item, tag) in enumerate(weeks):
        tags = f"tags: [{tag}]\n" if tag else ""
        texts[week_of(monday + timedelta(weeks=n))] = (
            f"title: T{n}\n{tags}courses: {{course-{item}: {{}}, all: {{}}}}\n"
        )
    posts = [page for uri, page in made(texts).items() if uri.startswith("blog/")]
    for page in posts:
        title = re.search(r'(?m)^title: "(.*)"$', page)[1]  # type: ignore[index]
        found = [name for _, name in related_of(page) if name.startswith("T")]
        assert title not in found
        assert len(found) == len(set(found)) <= 5


def year_ago_of(page: str) -> list[str]:
    found = re.search(r'<p class="tracker-year-ago">A year ago this week<br>(.*)</p>', page)
    return (
        re.sub(r"<a [^>]*>|</q>", "", found[1]).replace("</a>", "").split("<br>") if found else []
    )


@pytest.mark.parametrize(
    ("year_ago", "said"),
    [
        ("title: Then\nsummary: I *began*. And more.", ["Then", "<q>I began."]),
        ("title: Then\nintro: '[I](https://example.org) began. More.'", ["Then", "<q>I began."]),
        ("title: I began\nintro: I began.", ["I began"]),
        (
            "title: Then\nsessions: [{start: 2023-06-05, minutes: 20, note: what is a slope?}]",
            ["Then", "<q>What is a slope?"],
        ),
        ("title: Then\nsessions: [{start: 2023-06-05, minutes: 20}]", ["Then"]),
        ("title: Then <b>\nintro: A < b.", ["Then <b>", "<q>A < b."]),
        ("draft: true\ntitle: Then\nintro: Hidden.", []),
        ("title: Then\nunpublished: Hidden.\nintro: Shown.", ["Then", "<q>Shown."]),
        ("", []),
    ],
)
def test_a_post_leads_to_that_of_a_year_ago(year_ago: str, said: list[str]) -> None:
    texts = {"2023-W22": "title: Other\n", "2023-W23": year_ago, "2024-W23": "title: Now\n"}
    page = made(texts)["blog/posts/2024-w23.md"]
    assert year_ago_of(page) == said
    assert "Hidden" not in page
    assert not year_ago_of(made(texts)["blog/posts/2023-w22.md"])


def test_what_is_below_the_gate_is_not_quoted_a_year_later() -> None:
    course = "courses: {a: {confidence: 1, notes: Hidden.}}\n"
    session = "sessions: [{start: 2023-06-05, minutes: 20, item: a, note: hidden all the same}]"
    texts = {
        "plan": "gate: 3\n",
        "2023-W23": f"title: Then\n{course}{session}",
        "2024-W23": "title: Now\n",
    }
    assert year_ago_of(made(texts)["blog/posts/2024-w23.md"]) == ["Then"]


def test_a_year_ago_is_52_weeks_ago_and_no_post_is_named_twice() -> None:
    texts = {"2020-W01": "title: First\ncourses: {a: {}}\n"}
    texts["2020-W53"] = "title: Last\ncourses: {a: {}, b: {}}\n"
    texts["2021-W52"] = "title: Next\ntags: [x]\ncourses: {b: {}}\n"
    found = made(texts)
    assert year_ago_of(found["blog/posts/2020-w53.md"]) == ["First"]
    assert year_ago_of(found["blog/posts/2021-w52.md"]) == ["Last"]
    assert not year_ago_of(found["blog/posts/2020-w01.md"])
