"""Days worth a line -> their words above the plot, in rows, so that none stands on another."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain, combinations, count, permutations, product
from typing import NamedTuple

from tracker.charts.sheet import ChartCanvas

ROW = 15  # pixels
# How wide a letter is, as a share of the plot, where short words are shown at their narrowest and long ones at theirs.
SHORT, LONG = 6.6 / 290, 7.2 / 660
GAP = 0.02


class Label(NamedTuple):
    """`place` is in weeks, and `foot` the amount where its line ends. `short` is for phones."""

    place: float
    foot: int
    css: str
    words: str
    short: str


class PlacedLabel(NamedTuple):
    """`row` counts from the top; `before`: the words stand left of the line, which is where the plot is empty.

    `pole`: where the line is, as a share of the plot, None where it lies beyond; `span`: from where to where the words.
    """

    label: Label
    row: int
    before: bool
    pole: float | None
    span: tuple[float, float]


def place_labels(labels: Iterable[Label], right: float) -> list[PlacedLabel]:
    """In the order, from the top down, in which the fewest lines run through words; of five there are 120."""
    last_first = sorted(labels, key=lambda label: label.place, reverse=True)
    ways = product(*(list_label_sides(label, right) for label in last_first))
    orders = (order for way in ways for order in permutations(way))
    best, fewest = next(orders), math.inf
    for order in chain([best], orders):
        if (number := count_crossings(order)) < fewest:
            best, fewest = order, number
        if not fewest:
            break
    found: list[PlacedLabel] = []
    for one in best:
        found.append(
            one._replace(row=next(row for row in count() if has_room_in_row(one, row, found)))
        )
    return found


def list_label_sides(label: Label, right: float) -> list[PlacedLabel]:
    """On the left of its line, and on the right, where there is room; on one of them in any case."""
    place, wide = min(label.place / right, 1.0), measure_label_width(label) + GAP
    pole = place if label.place <= right else None
    left, beside = (
        PlacedLabel(label, 0, True, pole, (place - wide, place)),
        PlacedLabel(label, 0, False, pole, (place, place + wide)),
    )
    fitting = [left] * (place >= wide) + [beside] * (place + wide <= 1)
    return fitting or [left if place > 0.5 else beside]


def count_crossings(order: Iterable[PlacedLabel]) -> int:
    return sum(crosses(one, other) for one, other in combinations(order, 2))


def has_room_in_row(one: PlacedLabel, row: int, found: Iterable[PlacedLabel]) -> bool:
    beside = (other for other in found if other.row == row)
    below = (other for other in found if other.row > row)
    return all(has_gap_between(one.span, other.span) for other in beside) and not any(
        crosses(one, other) for other in below
    )


def crosses(one: PlacedLabel, other: PlacedLabel) -> bool:
    """Whether its line, seen from above, runs through the other's words."""
    return one.pole is not None and other.span[0] < one.pole < other.span[1]


def has_gap_between(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] + GAP <= other[0] or other[1] + GAP <= one[0]


def measure_label_width(label: Label) -> float:
    return max(len(label.short) * SHORT, len(label.words) * LONG)


def count_label_rows(found: Iterable[PlacedLabel]) -> int:
    return max((one.row + 1 for one in found), default=0)


def draw_labels(
    page: ChartCanvas, found: list[PlacedLabel], right: float, top: float, pixel: float
) -> None:
    """Each with a line down to its foot; what lies beyond the right edge has an arrow and no line."""
    high = count_label_rows(found)
    for (place, foot, css, words, short), row, before, pole, _ in found:
        level = top + (ROW * (high - 1 - row) + 4) * pixel
        if pole is not None:
            page.line([(place, level + 10 * pixel), (place, foot)], f"tracker-{css}", words)
        side, anchor = ("tracker-before", "right") if before else ("tracker-after", "left")
        for text, size in ((words, "tracker-long"), (short, "tracker-short")):
            arrow = " →" * (pole is None)
            page.text(
                min(place, right), level, text + arrow, f"tracker-said {side} {size}", anchor, words
            )
