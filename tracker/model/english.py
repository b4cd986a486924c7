"""Dates, lists and small numbers -> English words.

The names of months and weekdays stand here, because strftime would use the machine's locale.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def day_words(day: date, weekday: bool = False) -> str:
    """`1 July 2024`, `Mon 1 July 2024`."""
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if weekday:
        return f"{WEEKDAYS[day.weekday()][:3]} {words}"
    return words


def format_weekday(day: date) -> str:
    """`Monday 23 November 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"


def month_words(day: date) -> str:
    """`July 2024`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def span_words(first: date, last: date) -> str:
    """`1 to 7 July 2024`, `1 March to 5 April 2024`, `30 December 2024 to 5 January 2025`."""
    if first == last:
        return day_words(first)
    since = day_words(first)
    if first.year == last.year:
        since = since.removesuffix(f" {first.year}")
        if first.month == last.month:
            since = str(first.day)
    return f"{since} to {day_words(last)}"


def fold_case(text: str) -> str:
    """`The  Chain rule` -> `the chain rule`: how texts are compared."""
    return " ".join(text.casefold().split())


def join_words(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; an empty text where there are no words."""
    *most, last = list(words) or [""]
    if not most:
        return last
    return f"{', '.join(most)} and {last}"


def format_count(count: int, noun: str) -> str:
    """1 week -> `1 week`, 2 -> `2 weeks`: the number and the noun, in the plural unless it is 1."""
    if count == 1:
        return f"{count} {noun}"
    return f"{count} {noun}s"


def spell_number(count: int) -> str:
    """3 -> `three`, 40 -> `40`: in words up to twelve."""
    if count < len(COUNTS):
        return COUNTS[count]
    return str(count)
