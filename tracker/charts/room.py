"""Words on an axis -> from which width of the chart on each of them has room, in any font.

A picture is drawn once and shown on every page, so the style sheet shows more words on a wider
chart: a class `tracker-from-22` is shown where the plot is 22rem wide or more. Widths are those of
the widest usual fonts (DejaVu Serif) with the letter spacing of WCAG 1.4.12; text and plot are
measured in the same rem, so a larger text has fewer words beside each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.charts.chart import clean_title

# In rem; charts.css has a rule for each. A plot is never narrower than the first.
NARROWEST = 6
STEPS = (8, 11, 14, 18, 22, 28, 36)
LETTER, SPARE = 0.456, 0.18  # rem
BEYOND = 0.5  # rem that words may reach beyond the plot, where the page has a margin


class AxisLabel(NamedTuple):
    """`place`: where the words begin, as a share of the plot's width.

    `number`: in the count that is thinned out; None for a label that is no part of it.
    """

    place: float
    words: str
    number: int | None


def measure_words(words: str) -> float:
    """Return the width of words in rem, in the widest font."""
    return LETTER * len(words) + SPARE


def class_from(width: float | None) -> str:
    """Return the class of words that have room from a width on, after a space; `""` for always."""
    if width in (None, NARROWEST):
        return ""
    return f" tracker-from-{width}"


def find_least_width(share: float, words: str, spare: float = 0.0) -> int | None:
    """Find the least width at which a share of the plot has room for words; None if there is none.

    `spare`: rem to keep free beside them.
    """
    for width in (NARROWEST, *STEPS):
        if share * width >= measure_words(words) + spare:
            return width
    return None


def thin_labels(labels: Sequence[AxisLabel], strides: Sequence[int]) -> list[int | None]:
    """Find for each label the least width at which it is shown; None for one that never is.

    At each width every first, second, or whichever of `strides` has room is shown; each of these
    divides the next. From the least width on a label is shown at every width.
    """
    least: list[int | None] = [None] * len(labels)
    for width in (*reversed(STEPS), NARROWEST):
        shown = choose_labels(labels, strides, width)
        for index in range(len(labels)):
            was_shown = width == STEPS[-1] or least[index] == _next_width(width)
            if index in shown and was_shown:
                least[index] = width
    return least


def _next_width(width: int) -> int:
    widths = (NARROWEST, *STEPS)
    return widths[widths.index(width) + 1]


def choose_labels(labels: Sequence[AxisLabel], strides: Sequence[int], width: float) -> set[int]:
    """Choose the labels, by their index, that stand beside each other at a width."""
    for stride in strides:
        chosen = []
        for index, label in enumerate(labels):
            beyond = label.place * width + measure_words(label.words) - width
            if label.number is not None and not label.number % stride and beyond <= BEYOND:
                chosen.append(index)
        if not _all_fit(labels, chosen, width):
            continue
        for index, label in enumerate(labels):
            if label.number is None and _all_fit(labels, sorted([*chosen, index]), width):
                chosen = sorted([*chosen, index])
        return set(chosen)
    return set()


def _all_fit(labels: Sequence[AxisLabel], chosen: Sequence[int], width: float) -> bool:
    for one, other in pairwise(chosen):
        room = (labels[other].place - labels[one].place) * width
        if room < measure_words(labels[one].words):
            return False
    return True


def shorten_words(words: str, longest: int) -> str:
    """Shorten words to so many letters; the whole stands in the mark's title."""
    return clean_title(words.strip("\u2068\u2069"), longest)
