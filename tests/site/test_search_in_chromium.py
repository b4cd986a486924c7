"""The search of a built site in Chromium: when its index is loaded, and what it finds in which order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.sites import build_once, build_site, write_week

pytestmark = [pytest.mark.browser, needs_browser]
INDEX = "/search/search_index.json"
FIELD = "input.md-search__input"
PLAN = """
courses:
  zero: {title: Zero to Hero, by: Ada Byron, units: {sets: Sets and maps}, skills: [gradients]}
papers:
  glorot: {title: 'On <b>depth</b> & width', authors: [Xavier Glorot]}
"""
SETTINGS = """
site_name: Test
theme: {name: material, features: [search.highlight, search.suggest]}
plugins: [tracker, blog: {post_url_format: "{slug}"}, tags, search]
"""
GRADIENT, PASSING, STUDY = "The gradient of a sum", "Nothing of it", "勉強を始めた"
ZERO, DEPTH = "Zero to Hero", "On <b>depth</b> & width"
WEEKS = {
    "2024-W24": "title: Nothing of it\nintro: One gradient, in passing; that sums it up.\n",
    "2024-W25": """
title: The gradient of a sum
intro: A gradient flows to each of the parts. The chain rule says so, naïve as it is.
courses: {zero: {done: [sets], notes: 'Zero was hard. <script>alert(1)</script> & so on.'}}
""",
    "2024-W26": """
title: 勉強を始めた
intro: 今日は機械学習を読んだ。 A batch of rules, and a chain somewhere else.
papers: {glorot: {read: once, notes: A gradient that vanishes.}}
""",
    "2024-W27": "draft: true\ntitle: HiddenDraft\nintro: A gradient of HiddenWords.\n",
}


def build_searched(folder: Path) -> None:
    write_week(folder, "plan", PLAN)
    for name, text in WEEKS.items():
        write_week(folder, name, text)
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    build_site(folder, config=None)


@pytest.fixture(scope="module")
def address(built_folder: Path) -> Iterator[str]:
    with served(build_once(built_folder, "searched", build_searched) / "site") as found:
        yield found


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    opened = context.new_page()
    opened.asked, opened.said = [], []
    opened.on("request", lambda request: opened.asked.append(request.url))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    assert opened.said == []
    context.close()


TITLES = """() => JSON.stringify([...document.querySelectorAll('.md-search-result__item')].map(
    item => item.querySelector('h1').textContent.trim()))"""


def wait_for_titles(page: Any, titles: list[str]) -> None:
    """Wait until these pages are found, in this order."""
    from playwright.sync_api import TimeoutError as Late

    expected = json.dumps(titles, ensure_ascii=False, separators=(",", ":"))
    with suppress(Late):
        page.wait_for_function(f"expected => ({TITLES})() === expected", arg=expected, timeout=9000)
    assert json.loads(page.evaluate(TITLES)) == titles


def type_words(page: Any, words: str) -> None:
    page.locator(FIELD).fill(words)
    page.locator(FIELD).press("End")  # the theme listens to keys


def count_indexes(page: Any) -> int:
    return sum(url.endswith(INDEX) for url in page.asked)


def test_the_index_is_loaded_when_somebody_searches(address: str, page: Any) -> None:
    for uri in ("", "blog/2024-w25/", "courses/zero/"):
        page.goto(f"{address}/{uri}", wait_until="networkidle")
    assert count_indexes(page) == 0
    page.keyboard.press("/")
    page.keyboard.type("chain")
    wait_for_titles(page, [STUDY, GRADIENT])
    type_words(page, "batch")
    wait_for_titles(page, [STUDY])
    assert count_indexes(page) == 1


def test_an_address_with_a_query_is_searched_at_once(address: str, page: Any) -> None:
    page.goto(f"{address}/plan/?q=batch")
    wait_for_titles(page, [STUDY])


FOUND = {
    # In the title; in the text, the later week first; as a skill of a course.
    "gradient": [GRADIENT, STUDY, PASSING, ZERO],
    "sum": [GRADIENT, PASSING],
    "zero": [GRADIENT, ZERO, "Plan"],
    "sets": [ZERO],
    "byron": [ZERO, "People and sources"],
    # All of the words, if a page has them all; otherwise any.
    "chain rule": [GRADIENT, STUDY],
    '"chain rule"': [GRADIENT],
    "chain -batch": [GRADIENT],
    "chain zzyzx": [STUDY, GRADIENT],
    # Accents, capitals, words without spaces between them.
    "NAIVE": [GRADIENT],
    "機械": [STUDY],
    "depth": [DEPTH, STUDY, "Plan"],
    # Nothing of the program's own words, and nothing that is held back.
    '"finished sets"': [],
    "hiddenwords": [],
    "<b>": [DEPTH, STUDY, "Plan"],
}


def test_posts_come_first_and_pages_of_the_plan_after_them(address: str, page: Any) -> None:
    page.goto(f"{address}/")
    for words, titles in FOUND.items():
        type_words(page, words)
        wait_for_titles(page, titles)


def test_enter_opens_the_first_result_and_marks_the_words(address: str, page: Any) -> None:
    page.goto(f"{address}/")
    type_words(page, "sum")
    wait_for_titles(page, FOUND["sum"])
    page.locator(FIELD).press("Enter")
    page.wait_for_url("**/blog/2024-w25/?h=sum*")
    page.locator("h1 mark[data-md-highlight]").wait_for()


def test_titles_and_texts_are_inert(address: str, page: Any) -> None:
    page.goto(f"{address}/")
    type_words(page, "hard")
    wait_for_titles(page, [GRADIENT])
    shown = page.locator(".md-search-result__list")
    assert "Zero was hard." in shown.inner_text()
    assert shown.locator("script, b, img").count() == 0
