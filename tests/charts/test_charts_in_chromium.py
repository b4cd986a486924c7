"""The charts in Chromium, in Material's own style: nothing overlaps, all can be read, light and dark differ."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from html import unescape
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.browser import needs_browser
from tests.chart_cases import JOURNALS, TODAY
from tests.journal import ROOT
from tracker.charts import CHARTS, Chart, build_progress_chart, build_week_chart, chart_html
from tracker.charts.item_hours import build_item_hours_chart
from tracker.model.journal import Period

pytestmark = [pytest.mark.browser, needs_browser]
CASES = (
    "one session",
    "small",
    "ten years",
    "on the way",
    "well read",
    "forty items",
    "without hours",
    "hostile",
)
WIDTHS = (360, 768, 1280, 1600)
# What readers change: the widest usual fonts, WCAG 1.4.12, letters half as large again.
FONTS = ("Roboto", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")
SPACED = "* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }"
LARGE = "html { font-size: 187.5% !important }"
READERS = {
    **{font: (font, "") for font in FONTS},
    **{f"{font}, spaced": (font, SPACED) for font in ("Roboto", "DejaVu Serif")},
    **{f"{font}, large": (font, LARGE) for font in ("Roboto", "DejaVu Serif")},
}
DECADE = Period(date(2017, 1, 1), date(2026, 12, 31))
BOXES = """() => [...document.querySelectorAll('.tracker-svg')].map(svg =>
  [...svg.querySelectorAll('text')].filter(t => t.getBoundingClientRect().width).map(t => {
    const b = t.getBoundingClientRect();
    return {words: t.firstChild.nodeValue, left: b.left, right: b.right, top: b.top, bottom: b.bottom,
            size: parseFloat(getComputedStyle(t).fontSize)};
  }))"""
INK = """() => Object.fromEntries([...document.querySelectorAll('.tracker-svg [class^=tracker]')].map(e => {
  const s = getComputedStyle(e);
  return [e.getAttribute('class') + ' ' + e.tagName, [s.fill, s.stroke]];
}))"""
# Set in it and in a generic family, words are as wide for each of two of these only if it is there.
HAS_FONT = """font => {
  const pen = document.createElement('canvas').getContext('2d');
  const wide = family => { pen.font = `100px ${family}`; return pen.measureText('mmmiiiWWW').width; };
  return wide(`"${font}", monospace`) === wide(`"${font}", serif`);
}"""
PAGE = "() => getComputedStyle(document.body).backgroundColor"
# These lie behind the data or between two parts of it, and carry none of it alone.
QUIET = ("cut", "halo", "hover", "grid", "bin-0", "track", "pause", "rest")


def charts(case: str) -> list[Chart]:
    figures = JOURNALS[case]()
    periods = (None, DECADE) if case == "ten years" else (None,)
    shown = [draw(figures, TODAY, period, None) for draw in CHARTS.values() for period in periods]
    shown += [build_week_chart(figures, week) for week in [*figures.by_week][-1:]]
    shown += [build_item_hours_chart(figures, state) for state in [*figures.states.values()][:3]]
    return [*shown, *(build_progress_chart(figures, item) for item in [*figures.states][:2])]


@functools.cache
def drawn(case: str) -> str:
    return "".join(
        chart_html(chart, chart.draw() if chart.draw else None) for chart in charts(case)
    )


def page(case: str, scheme: str) -> str:
    import material

    styles = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
    sheets = [*sorted(styles.glob("main.*.css")), *sorted(styles.glob("palette.*.css"))]
    sheets += sorted((ROOT / "tracker" / "assets").glob("*.css"))
    body = drawn(case)
    style = "".join(f"<style>{sheet.read_text('utf-8')}</style>" for sheet in sheets)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">{style}'
        f'<body dir="ltr" data-md-color-scheme="{scheme}" data-md-color-primary="custom">'
        '<div class="md-container"><main class="md-main">'
        '<div class="md-main__inner md-grid"><div class="md-sidebar md-sidebar--primary"></div>'
        '<div class="md-sidebar md-sidebar--secondary"></div>'
        f'<div class="md-content"><article class="md-content__inner md-typeset">{body}</article></div>'
    )


@pytest.fixture
def look(chromium: Any) -> Iterator[Any]:
    """(case, width, scheme) -> the page."""
    context = chromium.new_context()
    context.route("http://**/*", lambda route: route.abort())

    def opened(case: str, width: int, scheme: str = "default") -> Any:
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": 800})
        tab.set_content(page(case, scheme))
        return tab

    yield opened
    context.close()


@pytest.mark.parametrize(
    "width", [WIDTHS[0], *(pytest.param(width, marks=pytest.mark.long) for width in WIDTHS[1:])]
)
@pytest.mark.parametrize("case", CASES)
def test_words_can_be_read_and_do_not_overlap(look, case: str, width: int) -> None:
    tab = look(case, width)
    boxes = tab.evaluate(BOXES)
    assert sum(len(texts) for texts in boxes) >= 15
    for texts in boxes:
        for text in texts:
            assert 10 <= text["size"] <= 14, text
            assert text["left"] >= 0, text
            assert text["right"] <= width, text
        for a, b in combinations(texts, 2):
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            # A text's box has room for accents and descenders; two rows may share that.
            assert across <= 0.5 or down <= 3.5, (a, b)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def overlaps_in(tab: Any, width: int) -> list[tuple[str, ...]]:
    """List the pairs of a chart's words that overlap, and the words that leave the page."""
    found: list[tuple[str, ...]] = []
    for texts in tab.evaluate(BOXES):
        found += [(text["words"],) for text in texts if text["left"] < 0 or text["right"] > width]
        for a, b in combinations(texts, 2):
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            # A fifth of a text's box is room for accents and descenders; two rows may share that.
            if across > 0.5 and down > 0.21 * min(a["bottom"] - a["top"], b["bottom"] - b["top"]):
                found.append((a["words"], b["words"]))
    return found


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_words_do_not_overlap_in_any_font_and_size(look, reader: str) -> None:
    font, style = READERS[reader]
    for case in CASES:
        tab = look(case, WIDTHS[0])
        tab.add_style_tag(content=f"* {{ font-family: '{font}' !important }} {style}")
        if not tab.evaluate(HAS_FONT, font):
            pytest.skip(f"{font} is not installed")
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            assert overlaps_in(tab, width) == [], (case, width)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, (case, width)
        tab.close()


def light(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [float(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_marks_and_words_stand_out(look, scheme: str) -> None:
    for case in ("small", "ten years", "on the way", "well read"):
        tab = look(case, 1280, scheme)
        behind = tab.evaluate(PAGE)
        for mark, (fill, stroke) in tab.evaluate(INK).items():
            name, _, tag = mark.rpartition(" ")
            if any(name.startswith(f"tracker-{quiet}") for quiet in QUIET):
                continue
            if tag == "text":
                assert contrast(fill, behind) >= 4.5, mark
            elif tag != "svg":
                assert (
                    max(contrast(ink, behind) for ink in (fill, stroke) if ink.startswith("rgb("))
                    >= 3
                ), mark


def test_one_svg_serves_light_and_dark(look) -> None:
    inks = [look("small", 1280, scheme).evaluate(INK) for scheme in ("default", "slate")]
    for mark, ink in inks[0].items():
        if (
            not mark.endswith(" svg")
            and "tracker-pause" not in mark
            and "tracker-hover" not in mark
        ):
            assert ink != inks[1][mark], mark


def test_paper_is_white(look) -> None:
    tab = look("small", 1280, "slate")
    tab.emulate_media(media="print")
    fill, _ = tab.evaluate(INK)["tracker-courses path"]
    assert contrast(fill, "rgb(255, 255, 255)") >= 3


def test_bins_and_kinds_differ_by_more_than_their_hue(look) -> None:
    """Two bins side by side differ by a fifth in lightness; of kinds each has a texture, which `small` shows."""
    for scheme in ("default", "slate"):
        inks = look("ten years", 1280, scheme).evaluate(INK)
        fills = [inks[f"tracker-bin-{level} path"][0] for level in range(1, 5)]
        assert all(contrast(one, other) >= 1.2 for one, other in pairwise(fills))


def test_hovering_tells_the_value_and_scripts_stay_asleep(look) -> None:
    tab = look("hostile", 1280)
    assert (
        tab.locator(".tracker-courses title")
        .first.text_content()
        .startswith("Week of 16 November 2026: ")
    )
    assert tab.evaluate("document.scripts.length") == 0
    table = tab.locator(".tracker-chart--plan tbody").text_content()
    assert "<script>alert(1)</script>" in unescape(table)
