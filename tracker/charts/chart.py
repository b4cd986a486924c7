"""The `Chart` type, and the words that all charts share: hours, periods, safe titles. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from tracker.figures.item_names import isolate_name
from tracker.figures.stats import OTHER, Figures, State
from tracker.figures.work_counts import has_any_time, shows_any_work
from tracker.model.english import MONTHS, day_words, month_words, span_words
from tracker.model.journal import Period
from tracker.model.kinds import KINDS
from tracker.model.when import format_duration

# Part of every chart's key: a new look draws all of them again.
STYLE_VERSION = 14
KIND_WORDS = {name: kind.heading for name, kind in KINDS.items()} | {OTHER: "Other"}
LONGEST_TITLE = 80

# C0, C1, zero-width and the bidi controls: a title must not turn the sentence around it.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Chart(NamedTuple):
    """A question, its answer in a sentence, the data as a table, and how to draw it.

    `finding` is the alt text. `draw` is None where there is no data; else it returns the same bytes
    every time. `key` is a hash of all that the picture depends on. `legend` is (CSS class of the
    mark, words). `is_html`: `draw` returns a list or a table of HTML.
    `table_name`: the words that unfold the data.
    """

    name: str
    question: str
    finding: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[], str] | None
    key: str
    legend: tuple[tuple[str, str], ...] = ()
    is_html: bool = False
    table_name: str = "The data as a table"


def key_of(name: str, *data: object) -> str:
    """Hash the data to sixteen hex digits.

    Its repr must be stable: named tuples, dates, text, numbers.
    """
    text = repr((STYLE_VERSION, name, data)).encode("utf-8", "backslashreplace")
    return hashlib.sha256(text).hexdigest()[:16]


def format_hours(minutes: int) -> str:
    """45 -> `45 min`, 95 -> `1 h 35`; from ten hours on in whole hours: 2460 -> `41 h`."""
    if minutes < 600:
        return format_duration(minutes)
    return f"{(minutes + 30) // 60:,} h".replace(",", "\u202f")


def format_minutes_cell(minutes: int) -> str:
    """95 -> `1 h 35`, 0 -> `–`: no time must not fill a table with zeros."""
    if not minutes:
        return "–"
    return format_duration(minutes)


def clean_title(title: str, longest: int = LONGEST_TITLE) -> str:
    """Make a title part of a sentence: one line, no controls, not too long.

    A title that runs right to left is isolated.
    """
    title = " ".join(_CONTROLS.sub(" ", title).split())
    if len(title) > longest:
        title = title[: longest - 1].rstrip() + "…"
    return isolate_name(title)


def title_of(figures: Figures, item: str | None) -> str:
    if item is None:
        return "other work"
    state: State | None = figures.states.get(item)
    if state is None:
        return clean_title(item)
    return clean_title(state.title)


def known_item(figures: Figures, item: str) -> str | None:
    """The item's present id; None where the journal knows no such item."""
    item = figures.plan.aliases.get(item, item)
    if item not in figures.states:
        return None
    return item


def format_period_phrase(period: Period) -> str:
    """`in 2024`, `in July 2024`, `from July to September 2024`, `on 1 July 2024`.

    Else with both days: `from 1 March to 5 April 2024`.
    """
    first, last = period
    after = last + timedelta(days=1)
    if first.day == first.month == after.day == after.month == 1:
        if first.year == last.year:
            return f"in {first.year}"
        return f"from {first.year} to {last.year}"
    if first.day == after.day == 1:
        until = month_words(last)
        if month_words(first) == until:
            return f"in {until}"
        since = month_words(first)
        if first.year == last.year:
            since = MONTHS[first.month - 1]
        return f"from {since} to {until}"
    if first == last:
        return f"on {day_words(first)}"
    return f"from {span_words(first, last)}"


def unknown_item_finding(item: str) -> str:
    """Say that the journal has no item of this id."""
    return f"The journal knows nothing called {clean_title(item)}."


def say_no_work(figures: Figures, on: str = "", when: str = "yet") -> str:
    """Return `Nothing logged on Latin in 2024.`, without hours `No work on Latin is known ...`.

    `on` and `when` are words of the sentence. Of an empty journal there is no more to say.
    """
    if not shows_any_work(figures):
        return "Nothing logged yet."
    if has_any_time(figures):
        return f"Nothing logged{on} {when}."
    return f"No work{on} is known {when}."
