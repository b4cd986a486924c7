"""Words and lists of the theme that are no reader's: replaced in English, or left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser import needs_browser, served
from tests.sites import build_site, write_week

PLAN = """\
why: Because.
deadline: 2025-01-01
courses:
  a: {title: A, units: {x: X, y: Y, z: Z}}
  b: {title: B}
"""
WEEK = """\
title: A week
learned: [One thing]
next: [Another]
courses: {a: {done: [x], notes: Words.}, b: {notes: Words.}}
"""
OWN = "title: Own\nintro: |\n  ## One\n\n  ## Two\n\n  ## Three\n"
NAV = """\
nav:
  - index.md
  - Journal: [blog/index.md]
  - Plan: [plan.md, now.md]
  - Shelf: [courses/index.md, papers/index.md]
"""
PLUGINS = 'plugins: [tracker, blog: {post_url_format: "{slug}"}, search]\n'
THEIRS = ("Back to index", "Metadata", "Table of contents")


def build_journal(folder: Path, theme: str = "", nav: str = NAV) -> Path:
    write_week(folder, "plan", PLAN)
    write_week(folder, "2024-W26", OWN)
    write_week(folder, "2024-W27", WEEK)
    settings = "theme: {name: material, features: [navigation.indexes, navigation.tabs]%s}\n"
    return build_site(folder, config=PLUGINS + settings % theme + nav)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_journal(tmp_path_factory.mktemp("words"))


def read_page(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


def list_contents(page: str) -> list[str]:
    """The entries of the list of headings at the page's side."""
    lists = re.findall(r'(?s)data-md-component="toc".*?</nav>\s*</div>', page)
    entries = re.findall(r'(?s)class="md-ellipsis">\s*(.*?)\s*</span>', "".join(lists[:1]))
    return [re.sub(r"\s*<[^>]+>\s*", "", entry) for entry in entries]


def list_sidebar(page: str) -> list[str]:
    """What the sidebar names, without the titles that phones show above a part of it."""
    bar = page.partition('data-md-type="navigation"')[2].partition('data-md-type="toc"')[0]
    return re.findall(r'(?s)<span class="md-ellipsis">\s*([^<]*?)\s*<', bar)


@pytest.mark.parametrize("address", ["blog/2024-w27", "blog/2024-w26", "plan", "courses/a", "blog"])
def test_english_pages_say_what_a_reader_would(site: Path, address: str) -> None:
    page = read_page(site, address)
    assert [word for word in THEIRS if word in page] == []
    assert ("All posts" in page) == address.startswith("blog/2024")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Zur Übersicht"), ("fr", "Retourner à l'index")]
)
def test_another_language_keeps_its_words(tmp_path: Path, language: str, words: str) -> None:
    page = read_page(build_journal(tmp_path, f", language: {language}"), "blog/2024-w27")
    assert words in page
    assert "All posts" not in page


@pytest.mark.parametrize("name", ["partials/language.html", "partials/languages/en.html"])
def test_words_that_the_author_chose_stand(tmp_path: Path, name: str) -> None:
    words = tmp_path / "theme" / name
    words.parent.mkdir(parents=True)
    words.write_text('{% macro t(key) %}{{ "Mine" if key == "blog.index" }}{% endmacro %}', "utf-8")
    page = read_page(build_journal(tmp_path, ", custom_dir: theme"), "blog/2024-w27")
    assert "Mine" in page
    assert "All posts" not in page


def test_only_pages_with_headings_worth_it_list_them(site: Path) -> None:
    assert list_contents(read_page(site, "blog/2024-w27")) == []
    assert list_contents(read_page(site, "blog/2024-w26")) == ["One", "Two", "Three"]
    assert list_contents(read_page(site, "courses/b")) == []
    assert len(list_contents(read_page(site, "courses/a"))) >= 3


@pytest.mark.parametrize("address", ["blog/2024-w27", "courses/b"])
def test_a_page_without_the_list_keeps_its_way_to_the_content(site: Path, address: str) -> None:
    page = read_page(site, address)
    skip = re.search(r'<a href="#([^"]+)" class="md-skip">', page)
    assert skip
    assert f'id="{skip[1]}"' in page


def test_a_section_is_not_named_twice(site: Path) -> None:
    for address in ("plan", "now"):
        names = list_sidebar(read_page(site, address))
        assert names.count("Plan") == 1, names
        assert {"Now", "Shelf"} <= {*names}


def test_a_page_by_hand_is_not_made_that_of_its_section(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/plan.md").write_text("---\ntitle: Plan\n---\nMine.\n", "utf-8")
    names = list_sidebar(read_page(build_journal(tmp_path), "plan"))
    assert names.count("Plan") == 2


@pytest.mark.browser
@needs_browser
def test_the_day_beside_a_post_has_no_heading(site: Path, chromium) -> None:
    with served(site) as base:
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{base}/blog/2024-w27/")
        assert page.locator(".md-post__meta time").first.is_visible()
        assert not page.get_by_text("About this post").first.is_visible()
        page.close()
