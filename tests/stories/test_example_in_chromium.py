"""The example journal in Chromium, light and dark, on a phone and on a desk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import needs_browser

pytestmark = [pytest.mark.browser, needs_browser]
PAGES = [
    "",
    "blog/",
    "blog/2024-w27/",
    "blog/2026-w37/",
    "progress/",
    "plan/",
    "courses/",
    "courses/zero-to-hero/",
    "papers/",
    "projects/",
    "library/",
    "skills/",
    "skills/linear-algebra/",
    "reading/",
    "reading/links-2024/",
    "people/",
    "decisions/",
    "milestones/",
    "now/",
    "tags/",
    "about/",
]
TOO_WIDE = """() => [...document.querySelectorAll('.md-content *')].filter(e => {
  const inside = e.closest('.md-typeset__scrollwrap, pre, details:not([open]), svg');
  return !inside && e.getBoundingClientRect().right > innerWidth + 1;
}).map(e => e.outerHTML.slice(0, 120))"""
DIM = """() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const part = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = rgb(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const seen = e => e.offsetParent && !e.closest('svg') && e.textContent.trim();
  return [...document.querySelectorAll('.md-content [class^=tracker-]')].filter(seen).flatMap(e => {
    const c = rgb(getComputedStyle(e).color);
    const [a, b] = [light(c), light(behind(e))].sort((x, y) => y - x);
    const contrast = (a + .05) / (b + .05);
    return contrast < 4.5 ? [e.className + ' ' + contrast] : [];
  });
}"""


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 360),
        pytest.param("dark", 1280, marks=pytest.mark.long),
        pytest.param("dark", 360, marks=pytest.mark.long),
        pytest.param("light", 1280, marks=pytest.mark.long),
    ],
)
def test_pages_fit_are_readable_and_ask_nobody_else(
    example_address: str, chromium: Any, scheme: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    # All in tabs, so that one wait for a quiet network serves them all: half a second each, otherwise.
    tabs = {uri: context.new_page() for uri in PAGES}
    for uri, page in tabs.items():
        assert page.goto(f"{example_address}/{uri}", wait_until="load").status == 200, uri
    for uri, page in tabs.items():
        page.wait_for_load_state("networkidle")
        assert page.evaluate(TOO_WIDE) == [], uri
        assert page.evaluate("document.documentElement.scrollWidth") <= width, uri
        assert page.evaluate(DIM) == [], uri
        assert page.locator("h1").count() == 1, uri
    assert [url for url in asked if not url.startswith((example_address, "data:"))] == []
    assert said == []
    context.close()


def test_edit_this_page_opens_the_yaml(example_address: str, chromium: Any) -> None:
    page = chromium.new_page()
    page.goto(f"{example_address}/blog/2024-w27/")
    assert (
        page.locator("a.md-content__button[rel=edit]")
        .get_attribute("href")
        .endswith("/edit/main/entries/2024-W27.yaml")
    )
    assert page.locator(".md-footer__link").count() >= 1
    page.close()


@pytest.mark.parametrize(
    ("width", "height", "least"),
    [pytest.param(1280, 900, 5, marks=pytest.mark.long), (360, 740, 3)],
)
def test_results_of_the_search_are_as_many_as_can_be_read(
    example_address: str, chromium: Any, width, height, least
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{example_address}/", wait_until="networkidle")
    page.locator(
        "label.md-header__button[for=__search]" if width < 960 else "input.md-search__input"
    ).first.click()
    page.locator("input.md-search__input").press_sequentially("attention")
    # The list is made anew with every letter, so it is asked until it stands.
    page.wait_for_function(
        """([least, height]) => {
            const links = [...document.querySelectorAll(
                ".md-search-result__item > .md-search-result__link")].slice(0, least)
            const boxes = links.map(link => link.getBoundingClientRect())
            return boxes.length == least
                && boxes.every(box => box.height && box.top >= 0 && box.bottom <= height)
        }""",
        arg=[least, height],
    )
    context.close()


def test_links_in_headings_look_like_links_and_headings_stay_with_their_text_on_paper(
    chromium: Any, published_address: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{published_address}/blog/2026-w45/")
    line = "e => getComputedStyle(e).textDecorationLine"
    assert page.eval_on_selector("article h2 a:not(.headerlink)", line) == "underline"
    assert page.eval_on_selector("article h2 a.headerlink", line) == "none"
    page.emulate_media(media="print")
    assert page.eval_on_selector("article h2", "e => getComputedStyle(e).breakAfter") == "avoid"
    shown = "e => getComputedStyle(e).display"
    assert page.eval_on_selector(".tracker-follow", shown) == "none"
    page.close()


def test_legends_keep_their_swatches_in_forced_colours(
    chromium: Any, published_address: str
) -> None:
    page = chromium.new_page()
    page.emulate_media(forced_colors="active")
    page.goto(f"{published_address}/progress/")
    bare = page.eval_on_selector_all(
        ".tracker-key:not(.tracker-none)",
        """keys => keys.map(key => [key.className, getComputedStyle(key)]).filter(([_, style]) =>
          style.forcedColorAdjust !== "none"
          || (style.backgroundImage === "none" && style.borderTopStyle === "none")
        ).map(([name]) => name)""",
    )
    assert bare == []
    assert page.locator(".tracker-key").count() > 5
    page.close()
