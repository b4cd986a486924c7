"""The script of charts in Chromium, on the example journal: keys, pointer, touch, years; and without it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser
from tests.journal import ROOT

pytestmark = [pytest.mark.browser, needs_browser]
HOURS = ".tracker-chart--hours-by-week .tracker-svg[aria-label]"
DAYS = ".tracker-chart--calendar .tracker-svg[aria-label]"
DAY = ".tracker-chart--calendar a .tracker-bin-3"


@pytest.fixture
def opened(chromium: Any, example_address: str) -> Iterator[Any]:
    """Options of a context -> the progress page."""
    contexts = []
    errors: list[str] = []

    def opened(page: str = "progress/", **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{example_address}/{page}")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def tip(tab: Any) -> str:
    return tab.locator(".tracker-tip").text_content(timeout=5000)


def test_arrows_walk_from_week_to_week_and_enter_opens_one(opened) -> None:
    tab = opened()
    tab.locator(HOURS).focus()
    assert tip(tab).startswith("Week of 9 November 2026: 7 h 20")
    tab.keyboard.press("ArrowLeft")
    assert tip(tab).startswith("Week of 2 November 2026: ")
    assert tab.locator("[role=status].tracker-voice").text_content() == tip(tab)
    tab.keyboard.press("Escape")
    assert tab.locator(".tracker-tip").count() == 0
    tab.locator(DAYS).focus()
    first = tip(tab)
    assert first.startswith("Sun 15 November 2026: ")
    for key, day in {"ArrowUp": "Sat 14", "ArrowLeft": "Sat 7", "ArrowDown": "Sun 8"}.items():
        tab.keyboard.press(key)
        assert tip(tab).startswith(f"{day} November 2026: ")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/blog/2026-w45/")


@pytest.mark.long
def test_every_mark_is_reached_by_arrows(opened) -> None:
    """From any mark the arrows lead, in some number of steps, to all others."""
    tab = opened()
    for chart in (HOURS, DAYS):
        tab.locator(chart).focus()
        tab.keyboard.press("Home")
        words = {tip(tab)}
        for _ in range(80):
            tab.keyboard.press("ArrowRight")
            words.add(tip(tab))
        assert len(words) >= 53


def test_a_chart_is_one_stop_of_the_tab_key(opened) -> None:
    tab = opened()
    stops = tab.evaluate(
        "[...document.querySelectorAll('.tracker-chart__picture *')].filter(e => e.tabIndex >= 0)"
        ".map(e => e.getAttribute('aria-label') !== null)"
    )
    assert stops and all(stops)
    assert len(stops) == tab.locator(".tracker-chart__picture").count()


def test_a_pointer_sees_the_words_and_a_click_opens_the_week(opened) -> None:
    tab = opened()
    mark = tab.locator(DAY).nth(5)
    mark.hover()
    assert tip(tab)
    assert tab.locator(".tracker-lit").count() == 1
    assert tab.locator(f"{DAYS} title").count() == 0, "or a second tooltip would follow"
    tab.locator("h1").hover()
    assert tab.locator(".tracker-tip").count() == 0
    mark.click()
    tab.wait_for_url("**/blog/20*/")


def test_a_finger_sees_the_words_first_and_opens_the_week_next(opened) -> None:
    tab = opened(has_touch=True, is_mobile=True)
    mark = tab.locator(DAY).nth(5)
    mark.tap()
    assert tip(tab)
    assert tab.url.endswith("/progress/")
    mark.tap()
    tab.wait_for_url("**/blog/20*/")


def test_years_are_shown_in_place(opened) -> None:
    tab = opened()
    years = tab.locator(".tracker-years[data-chart=calendar]")
    finding = tab.locator(".tracker-chart--calendar .tracker-chart__finding")
    latest = finding.text_content()
    years.get_by_text("2025").click()
    tab.wait_for_function("document.querySelector('.tracker-years [aria-current]')")
    assert " in 2025" in finding.text_content()
    tab.locator(DAYS).focus()
    assert " 2025: " in tip(tab)
    years.get_by_text("Latest").click()
    tab.wait_for_function(
        "document.querySelector('.tracker-years [aria-current]').text === 'Latest'"
    )
    assert finding.text_content() == latest
    years.get_by_text("2025").click()
    tab.wait_for_function("document.querySelector('.tracker-years [aria-current]').text === '2025'")
    tab.locator(DAY).first.click()
    tab.wait_for_url("**/blog/2025*/")


def test_without_scripts_marks_are_links_and_years_have_their_pages(opened) -> None:
    tab = opened(java_script_enabled=False)
    tab.locator(".tracker-years").first.get_by_text("2025").click()
    tab.wait_for_url("**/progress/2025/#where-did-the-time-go")
    tab.locator(DAY).first.click()
    tab.wait_for_url("**/blog/2025*/")


def test_only_pages_with_charts_load_the_script_and_it_is_small(example_site: Path) -> None:
    script = (ROOT / "tracker/assets/charts.js").read_bytes()
    assert len(gzip.compress(script)) <= 5_000
    for page in example_site.rglob("index.html"):
        html = page.read_text("utf-8")
        assert ("charts.js" in html) == ('class="tracker-svg"' in html), page
        assert "tracker:week" not in html and 'href="tracker:' not in html, page
