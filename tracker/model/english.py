"""Dates, lists and small numbers -> English. By our own names: strftime would ask the machine's locale."""

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
    return f"{WEEKDAYS[day.weekday()][:3]} {words}" if weekday else words


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


def join_words(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing for nothing."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def format_count(count: int, what: str) -> str:
    """1 -> `1 week`, 2 -> `2 weeks`."""
    return f"{count} {what}{'s' * (count != 1)}"


def spell_number(count: int) -> str:
    """3 -> `three`, 40 -> `40`."""
    return COUNTS[count] if count < len(COUNTS) else str(count)
