"""Material's instant navigation in Chromium: on pages that it swaps in, charts answer and the search finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.sites import build_once, build_site, write_week

pytestmark = [pytest.mark.browser, needs_browser]
SETTINGS = """
site_name: Test
site_url: https://example.org/journal/
theme: {name: material, features: [navigation.instant, navigation.tabs]}
nav: [{Home: index.md}, {Progress: progress.md}, {Journal: [blog/index.md]}]
plugins: [tracker, blog: {post_url_format: "{slug}"}, tags, search]
"""
PLAN = "courses: {zero: {title: Zero to Hero, units: 9}}\n"
WEEK = """
title: {title}
intro: {intro}
sessions:
  - {{start: {day} 20:00, minutes: 45, item: zero}}
  - {{start: {day} 21:00, minutes: 30, item: zero}}
"""
WEEKS = {
    "2024-W25": WEEK.format(title="A sum", intro="A gradient flows.", day="2024-06-18"),
    "2024-W26": WEEK.format(title="A batch", intro="A norm of it.", day="2024-06-25"),
}
HOURS = ".tracker-chart--hours-by-week .tracker-svg[aria-label]"
FIELD = "input.md-search__input"

# Not whether it is seen: a page that was swapped in closes the search once more.
FINDS = """title => [...document.querySelectorAll(".md-search-result__item")].find(
  item => item.querySelector("h1").textContent.trim() === title)?.querySelector("a")"""


def build_instant(folder: Path) -> None:
    write_week(folder, "plan", PLAN)
    for name, text in WEEKS.items():
        write_week(folder, name, text)
    (folder / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    build_site(folder, config=None)


@pytest.fixture
def page(chromium: Any, built_folder: Path) -> Iterator[Any]:
    """The home page, which a page loaded anew would not remember."""
    site = build_once(built_folder, "instant", build_instant) / "site"
    context, errors = chromium.new_context(viewport={"width": 1280, "height": 900}), []
    with served(site) as address:
        # Material swaps in what the sitemap names.
        sitemap = (site / "sitemap.xml").read_text("utf-8")
        named = sitemap.replace("https://example.org/journal", address)
        context.route("**/sitemap.xml", lambda route: route.fulfill(body=named))
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(f"{address}/", wait_until="networkidle")
        opened.evaluate("window.isHere = true")
        yield opened
        assert opened.evaluate("window.isHere"), "a page was loaded as a whole"
        assert errors == []
        context.close()


def open_progress(page: Any) -> None:
    page.locator(".md-tabs__link", has_text="Progress").click()
    page.wait_for_url("**/progress/")
    page.locator(HOURS).wait_for()


def test_marks_answer_on_a_page_that_was_swapped_in(page: Any) -> None:
    open_progress(page)
    page.wait_for_selector(f"{HOURS}[tabindex='0']")
    page.locator(HOURS).focus()
    tip = page.locator(".tracker-tip")
    assert tip.text_content().startswith("Week of 24 June 2024: 1 h 15")
    page.keyboard.press("ArrowLeft")
    assert tip.text_content().startswith("Week of 17 June 2024: 1 h 15")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blog/2024-w25/")
    page.locator("h1", has_text="A sum").wait_for()
    page.go_back()
    page.wait_for_url("**/progress/")
    page.wait_for_selector(f"{HOURS}[tabindex='0']")
    page.locator(f"{HOURS} a").last.click()
    page.wait_for_url("**/blog/2024-w26/")


def test_the_search_finds_on_a_page_that_was_swapped_in(page: Any) -> None:
    open_progress(page)
    for words, title, uri in (("gradient", "A sum", "2024-w25"), ("norm", "A batch", "2024-w26")):
        page.locator(FIELD).fill(words)
        page.locator(FIELD).press("End")
        page.wait_for_function(FINDS, arg=title).evaluate("link => link.click()")
        page.wait_for_url(f"**/blog/{uri}/*")
        page.locator(".md-content h1", has_text=title).wait_for()
