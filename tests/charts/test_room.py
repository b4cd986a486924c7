"""Words on an axis: which are shown on charts of which width."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.charts.room import (
    BEYOND,
    NARROWEST,
    STEPS,
    AxisLabel,
    class_from,
    find_least_width,
    measure_words,
    thin_labels,
)

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
YEAR = [AxisLabel(place / 12, name, place) for place, name in enumerate(MONTHS)]


def shown(labels: list[AxisLabel], strides: tuple[int, ...], width: float) -> list[AxisLabel]:
    widths = thin_labels(labels, strides)
    return [label for label, least in zip(labels, widths, strict=True) if least and least <= width]


def test_a_wider_chart_names_more_months() -> None:
    names = [
        " ".join(label.words for label in shown(YEAR, (1, 2, 4, 12), width))
        for width in (NARROWEST, 11, 36)
    ]
    assert names == ["Jan May Sep", "Jan Mar May Jul Sep Nov", " ".join(MONTHS)]


def test_a_first_month_is_named_where_the_next_leaves_it_room() -> None:
    labels = [
        AxisLabel(0.0, "Nov", None),
        *(label._replace(place=0.06 + label.place * 0.9) for label in YEAR),
    ]
    assert shown(labels, (1, 2, 4, 12), 14)[0].words == "Jan"
    assert shown(labels, (1, 2, 4, 12), 36)[0].words == "Nov"


def test_words_have_the_class_of_the_least_width_that_holds_them() -> None:
    assert find_least_width(1, "flu") == NARROWEST
    assert class_from(NARROWEST) == ""
    assert class_from(find_least_width(0.1, "flu")) == " tracker-from-18"
    assert find_least_width(0.01, "flu") is None


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=40).map(sorted),
    st.sampled_from([(1, 2, 4, 12), (3, 6, 12), (1, 2, 10)]),
    st.booleans(),
)
def test_no_two_words_overlap_at_any_width(
    places: list[float], strides: tuple[int, ...], first: bool
) -> None:
    labels = [AxisLabel(place, "May", number) for number, place in enumerate(places)]
    if first:
        labels[0] = labels[0]._replace(number=None)
    for width in (NARROWEST, *STEPS, 44):
        row = shown(labels, strides, width)
        for one, other in pairwise(row):
            assert (other.place - one.place) * width >= measure_words(one.words)
        for label in row:
            if label.number is not None:
                assert label.place * width + measure_words(label.words) <= width + BEYOND + 0.01
