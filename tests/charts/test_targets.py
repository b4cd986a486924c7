"""What marks lead to, before and after a page knows the addresses."""

from xml.etree import ElementTree

from tests.chart_cases import TODAY, hostile, small, ten_years
from tracker.charts import CHARTS
from tracker.charts.item_hours import build_item_hours_chart
from tracker.charts.targets import item_target, resolve_mark_links, wrap_mark_link
from tracker.model.journal import Period

KNOWN = {"week/2026-W47": "blog/2026-w47/", "item/algebra": "courses/algebra/"}


def test_a_link_without_an_address_becomes_its_marks() -> None:
    known = wrap_mark_link("<path/>", "week/2026-W47")
    unknown = wrap_mark_link("<path/><path/>", "week/2026-W46")
    assert resolve_mark_links(known + unknown, KNOWN.get) == (
        '<a xlink:href="blog/2026-w47/" role="link" tabindex="-1"><path/></a><path/><path/>'
    )
    assert wrap_mark_link("<path/>", "") == "<path/>"


def test_a_link_keeps_its_anchor_and_attributes() -> None:
    html = '<a class="x" href="tracker:item/algebra#unit-one">Algebra</a>'
    assert resolve_mark_links(html, KNOWN.get) == (
        '<a class="x" href="courses/algebra/#unit-one">Algebra</a>'
    )


def test_ids_from_elsewhere_stay_inside_their_link() -> None:
    assert (
        item_target('https://x.example/a"><b>') == "item/https%3A%2F%2Fx.example%2Fa%22%3E%3Cb%3E"
    )
    for name in CHARTS:
        chart = CHARTS[name](hostile(), TODAY, None, None)
        if chart.draw:
            resolved = resolve_mark_links(chart.draw(), lambda target: None)
            assert "<a" not in resolved
            ElementTree.fromstring(resolved)


def test_each_chart_of_weeks_leads_to_their_posts_and_one_of_years_to_these() -> None:
    decade = Period(TODAY.replace(year=2017), TODAY)
    for name in ("hours-by-week", "calendar", "consistency"):
        assert 'href="tracker:week/2026-W47"' in CHARTS[name](small(), TODAY, None, None).draw()
        assert 'href="tracker:year/2025"' in CHARTS[name](ten_years(), TODAY, decade, None).draw()
    strip = build_item_hours_chart(ten_years(), ten_years().states["a"])
    assert "tracker:" not in strip.draw(), "a month has no page"
    assert 'href="tracker:item/algebra"' in CHARTS["plan"](small(), TODAY, None, None).draw()
    assert 'href="tracker:item/first"' in CHARTS["papers"](small(), TODAY, None, None).draw()
