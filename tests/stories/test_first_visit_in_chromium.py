"""What a first visit to the example costs in Chromium: bytes, the face of its words, lines that move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser, served
from tests.journal import ROOT
from tests.tools.cut_serif import WEIGHTS

pytestmark = [pytest.mark.browser, needs_browser]
POST, POST_OF_SESSIONS = "blog/2024-w27/", "blog/2026-w37/"
# As they come from GitHub Pages, before anybody searches; the post has a picture of its author's.
MOST_BYTES = {POST: 190_000, POST_OF_SESSIONS: 135_000}
MOST_SHIFT = 0.01
READ_FIRST = ("", POST, POST_OF_SESSIONS, "progress/", "plan/")
MORE = ("blog/", "courses/", "people/", "decisions/", "skills/", "now/", "tags/", "about/")
WATCH = """window.shift = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true})"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
SETTLED = """() => document.fonts.ready.then(() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(window.shift)))))"""


@pytest.fixture(scope="module")
def address(example_site: Path) -> Iterator[str]:
    with served(example_site, compressed=True) as found:
        yield found


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Options of a context -> a page of somebody who was never here."""
    contexts = []

    def visit(width: int = 360) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 740})
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


def list_faces(page: Any, selector: str) -> set[str]:
    """Name the fonts that an element is really set in."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    wanted = {"nodeId": root, "selector": selector}
    node = session.send("DOM.querySelector", wanted)["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in fonts}


@pytest.mark.parametrize("uri", MOST_BYTES)
def test_a_post_is_light(visit: Any, address: str, uri: str) -> None:
    page = visit()
    answers: list[Any] = []
    page.on("response", partial(list.append, answers))
    page.goto(f"{address}/{uri}", wait_until="networkidle")
    weights = {answer.url: int(answer.headers.get("content-length", 0)) for answer in answers}
    assert len(weights) >= 8
    assert sum(weights.values()) <= MOST_BYTES[uri], weights
    assert list_faces(page, "h1") == {"Journal Serif"}, "on the first page, too"


@pytest.mark.parametrize(
    ("width", "uris"),
    [
        (360, READ_FIRST),
        pytest.param(360, MORE, marks=pytest.mark.long),
        pytest.param(768, (*READ_FIRST, *MORE), marks=pytest.mark.long),
        pytest.param(1280, (*READ_FIRST, *MORE), marks=pytest.mark.long),
    ],
)
def test_no_line_moves_when_fonts_are_late(
    visit: Any, address: str, width: int, uris: tuple[str, ...]
) -> None:
    shifts = {}
    for uri in uris:
        page = visit(width)
        held: list[Any] = []
        page.route("**/*.woff2", partial(list.append, held))
        page.add_init_script(WATCH)
        page.goto(f"{address}/{uri}", wait_until="commit")
        page.wait_for_function(PAINTED)  # without the fonts
        assert held, uri
        for route in held:
            route.continue_()
        page.unroute("**/*.woff2")
        page.wait_for_load_state("load")
        shifts[uri] = page.evaluate(SETTLED)
    assert {uri: shift for uri, shift in shifts.items() if shift > MOST_SHIFT} == {}


def test_the_font_has_the_weights_that_styles_ask_for() -> None:
    """Blacker or lighter ones were cut off."""
    lightest, boldest = WEIGHTS
    for sheet in (ROOT / "tracker/assets").glob("*.css"):
        rules = re.sub(r"@font-face \{[^}]*\}", "", sheet.read_text("utf-8"))
        for weight in re.findall(r"font-weight: (\d+)", rules):
            assert lightest <= int(weight) <= boldest, sheet.name
