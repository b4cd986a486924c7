"""Days -> labels above the plot, placed in rows without overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations, permutations, product
from typing import NamedTuple

from tracker.charts.room import LETTER
from tracker.charts.sheet import ChartCanvas

ROW = 15  # pixels
# The width of a letter as a share of the plot, in the widest font (tracker/charts/room.py), on the
# narrowest plot with such words: short ones from 13rem on, in smaller type, long ones from 33.
SHORT, LONG = 0.92 * LETTER / 13, LETTER / 33
GAP = 0.02


class Label(NamedTuple):
    """`place` is in weeks; `foot` is the amount where the line ends. `short` is for phones."""

    place: float
    foot: int
    css: str
    words: str
    short: str


class PlacedLabel(NamedTuple):
    """`row` counts from the top. `before`: the words stand left of the line.

    `pole`: the place of the line as a share of the plot, None where it lies beyond. `span`: the
    places where the words begin and end, as shares.
    """

    label: Label
    row: int
    before: bool
    pole: float | None
    span: tuple[float, float]


def place_labels(labels: Iterable[Label], right: float) -> list[PlacedLabel]:
    """Place labels in the order, from the top down, in which the fewest lines run through words.

    `right` is the last place of the plot. Five labels have 120 orders.
    """
    last_first = sorted(labels, key=lambda label: label.place, reverse=True)
    placed: list[PlacedLabel] = []
    for label in _find_best_order(last_first, right):
        row = 0
        while not has_room_in_row(label, row, placed):
            row += 1
        placed.append(label._replace(row=row))
    return placed


def find_line_row(label: PlacedLabel, placed: Iterable[PlacedLabel]) -> int:
    """Find the row below which a label's line begins: its own, or that of words in its way.

    Words are in the way where no order avoids it.
    """
    rows = [label.row]
    for other in placed:
        if other.row > label.row and crosses_label(label, other):
            rows.append(other.row)
    return max(rows)


def _find_best_order(labels: list[Label], right: float) -> tuple[PlacedLabel, ...]:
    best: tuple[PlacedLabel, ...] = ()
    fewest = math.inf
    for sides in product(*(list_label_sides(label, right) for label in labels)):
        for order in permutations(sides):
            crossings = count_crossings(order)
            if crossings < fewest:
                best, fewest = order, crossings
            if not fewest:
                return best
    return best


def list_label_sides(label: Label, right: float) -> list[PlacedLabel]:
    """List the sides of its line with room for a label, left first; one of them in any case."""
    place, wide = min(label.place / right, 1.0), measure_label_width(label) + GAP
    pole = None
    if label.place <= right:
        pole = place
    # At the edge of the plot the words need no gap behind them.
    before = PlacedLabel(label, 0, True, pole, (max(place - wide, 0.0), place))
    after = PlacedLabel(label, 0, False, pole, (place, min(place + wide, 1.0)))
    fitting = []
    if place >= wide:
        fitting.append(before)
    if place + wide <= 1:
        fitting.append(after)
    if fitting:
        return fitting
    # Words that fit on neither side stand above their line, inside the plot.
    if place > 0.5:
        return [before._replace(span=(before.span[0], max(place, min(wide, 1.0))))]
    return [after._replace(span=(min(place, max(1 - wide, 0.0)), after.span[1]))]


def count_crossings(order: Iterable[PlacedLabel]) -> int:
    return sum(crosses_label(upper, lower) for upper, lower in combinations(order, 2))


def has_room_in_row(label: PlacedLabel, row: int, placed: Iterable[PlacedLabel]) -> bool:
    """Whether a label overlaps no other in its row, and its line runs through no words below."""
    for other in placed:
        if other.row == row and not has_gap_between(label.span, other.span):
            return False
        if other.row > row and crosses_label(label, other):
            return False
    return True


def crosses_label(upper: PlacedLabel, lower: PlacedLabel) -> bool:
    """Whether the line of the upper label runs through the words of the lower."""
    return upper.pole is not None and lower.span[0] < upper.pole < lower.span[1]


def has_gap_between(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[1] + GAP <= second[0] or second[1] + GAP <= first[0]


def measure_label_width(label: Label) -> float:
    return max(len(label.short) * SHORT, len(label.words) * LONG)


def count_label_rows(labels: Iterable[PlacedLabel]) -> int:
    return max((label.row + 1 for label in labels), default=0)


def draw_labels(
    page: ChartCanvas, labels: list[PlacedLabel], right: float, top: float, pixel: float
) -> None:
    """Draw each label with a line down to its foot, or an arrow to a day beyond the right edge."""
    rows = count_label_rows(labels)
    for label in labels:
        (place, foot, css, words, short), row, before, pole, span = label
        level = top + (ROW * (rows - 1 - row) + 4) * pixel
        arrow = " →"
        if pole is not None:
            arrow = ""
            start = level + 10 * pixel
            line_row = find_line_row(label, labels)
            if line_row > row:
                start = top + (ROW * (rows - 1 - line_row) + 1) * pixel
            page.line([(place, start), (place, foot)], f"tracker-{css}", words)
        side, anchor, edge = "tracker-after", "left", span[0]
        if before:
            side, anchor, edge = "tracker-before", "right", span[1]
        for text, size in ((words, "tracker-long"), (short, "tracker-short")):
            css_classes = f"tracker-said tracker-label {side} {size}"
            page.text(edge * right, level, text + arrow, css_classes, anchor, words)
