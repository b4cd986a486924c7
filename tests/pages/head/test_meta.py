"""What a head says to programs, and how."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.head.parsed_head import Head
from tracker.figures.stats import build_figures
from tracker.model.journal import Journal, Week
from tracker.model.kinds import Course, Link, Paper
from tracker.model.plan import Contact, Plan
from tracker.pages import View
from tracker.pages.addresses import Essay, Place
from tracker.pages.head.catalogue import (
    Leaf,
    build_catalogue,
)
from tracker.pages.head.meta import add_head_metadata, guess_locale

PAGE = '<html><head><title>x</title><link rel="canonical" href="x"></head><body></body></html>'
PLACE = Place("My site", "https://example.org/j/", language="de")
PLAN = Plan()
ESSAY = Essay("softmax.md", "Softmax", date(2024, 6, 1), "Text.", tags=("Maths",))


def head_for(uri: str, plan: Plan = PLAN, files: frozenset[str] = frozenset(), **leaf: Any) -> Head:
    view = View(
        build_figures(Journal(plan, (Week("2024-W27", title="One"),))),
        date(2024, 7, 20),
        place=PLACE,
        essays=(ESSAY,),
    )
    known = build_catalogue(view, files)
    return Head(add_head_metadata(known, Leaf(uri, PLACE.address(uri), **leaf), PAGE))


def test_feeds_are_named_where_they_are() -> None:
    files = frozenset({"feed.xml", "atom.xml"})
    found = {
        link["type"]: link["href"]
        for link in head_for("index.md", files=files).linked("alternate feed")
    }
    assert found == {
        "application/rss+xml": "https://example.org/j/feed.xml",
        "application/atom+xml": "https://example.org/j/atom.xml",
    }


def test_a_course_a_paper_and_an_author_in_the_words_of_schema_org() -> None:
    paper = Paper(
        "Attention",
        ("A. Vaswani", "N. Shazeer"),
        2017,
        arxiv="1706.03762",
        doi="10.1/x",
        skills=("attention",),
    )
    course = Course("Algebra", by="Khan Academy", url="https://khan.example/", skills=("algebra",))
    contact = Contact(
        "Ada",
        "https://ada.example/",
        "a@b.example",
        (Link("https://git.example/ada"), Link("mailto:a@b.c")),
    )
    plan = Plan(courses={"alg": course}, papers={"v17": paper}, contact=contact)
    about = head_for("papers/v17.md", plan, title="Attention", description="d").graph()[0]
    assert about["author"] == [
        {"@type": "Person", "name": "A. Vaswani"},
        {"@type": "Person", "name": "N. Shazeer"},
    ]
    assert about["sameAs"] == ["https://arxiv.org/abs/1706.03762", "https://doi.org/10.1/x"]
    assert (about["datePublished"], about["keywords"]) == ("2017", ["attention"])
    about = head_for("courses/alg.md", plan, title="Algebra", description="d").graph()[0]
    assert (about["provider"], about["teaches"], about["url"]) == (
        {"name": "Khan Academy"},
        ["algebra"],
        "https://khan.example/",
    )
    author = head_for("about.md", plan, title="About", description="d").graph()[0]["mainEntity"]
    assert author == {
        "@type": "Person",
        "name": "Ada",
        "url": "https://ada.example/",
        "sameAs": ["https://git.example/ada"],
    }


def test_an_essay_is_an_article_with_its_day_and_its_tags() -> None:
    head = head_for("blog/posts/softmax.md", title="Softmax", description="How it begins.")
    assert [
        *head.said("og:type"),
        *head.said("article:published_time"),
        *head.said("article:tag"),
    ] == [
        "article",
        "2024-06-01",
        "Maths",
    ]
    assert head.said("og:locale") == ["de_DE"]
    post = head.graph()[0]
    assert (post["@type"], post["datePublished"], post["keywords"]) == (
        "BlogPosting",
        "2024-06-01",
        ["Maths"],
    )


@pytest.mark.parametrize(
    ("language", "whole"),
    [
        ("en", "en_US"),
        ("de", "de_DE"),
        ("pt-BR", "pt_BR"),
        ("zh-Hant", "zh_CN"),
        ("zh-TW", "zh_TW"),
        ("xx-unknown", ""),
    ],
)
def test_a_language_gets_its_likeliest_country(language: str, whole: str) -> None:
    assert guess_locale(language) == whole


@given(st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_any_text_stays_text(name: str, about: str) -> None:
    """Whatever a title says, it opens no element and closes none, and reads as it was typed."""
    head = head_for("blog/posts/2024-w27.md", title=name, description=about)
    assert head.said("og:title") == [" ".join(name.split()) or "My site"]
    assert len(head.scripts) == 1
    assert head.graph()[0].get("description", "") == about
    assert Counter(key for key, _ in head.meta)["og:type"] == 1
