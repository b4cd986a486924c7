"""Text -> Period: `last week`, `2024-Q3`, `july 2024`, `2024-07-01..2024-07-14`.

Today comes in as an argument.

This is not part of `when`, because logging imports `when` and needs no periods.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from tracker.model import when
from tracker.model.english import MONTHS
from tracker.model.journal import Period, monday_of

PERIOD_FORMS = (
    "write today, yesterday, week, last week, month, last month, year, last year, last 14d, "
    "2024, 2024-07, july 2024, 2024-Q3, 2024-W27, week 27, 2024-07-01, 2024-07-01..2024-07-14 "
    "or all"
)


class NoPeriod(ValueError):
    """A text that is of no period's form; another ValueError is of a period that can't be."""


def parse_period(text: str, today: date) -> Period | None:
    """Parse a period; None for `all`.

    NoPeriod, with the valid forms, for any other text. ValueError for a month, quarter or week that
    there is not, and for a period that ends before it begins.
    """
    words = " ".join(text.split())
    if words.lower() == "all":
        return None
    beginning, dots, ending = words.partition("..")
    if not dots:
        return _parse_single_period(words, text, today)
    first = _parse_single_period(beginning.strip(), text, today).first
    last = _parse_single_period(ending.strip(), text, today).last
    if last < first:
        raise ValueError(f"{text!r} ends before it begins")
    return Period(first, last)


def _parse_single_period(words: str, text: str, today: date) -> Period:
    if make_period := NAMED.get(words.lower()):
        return make_period(today)
    if match := _LAST_DAYS.fullmatch(words.lower()):
        if not int(match[1]):
            raise ValueError(f"{text!r} is no day at all")
        return last_days(today, int(match[1]))
    if match := _WEEK_NUMBER.fullmatch(words.lower()):
        return _find_numbered_week(int(match[1]), today)
    if match := _NAMED_MONTH.fullmatch(words.lower()):
        for number, month in enumerate(MONTHS, 1):
            if match[1] in (month.lower(), month[:3].lower()):
                return period_of_months(int(match[2]), number)
    for pattern, parse in FORMS:
        if pattern.fullmatch(words):
            return parse(words)
    _refuse_rolling_period(words)
    raise NoPeriod(f"{text!r} is no period: {PERIOD_FORMS}")


def _refuse_rolling_period(words: str) -> None:
    """ValueError with the right form for `last 2 weeks`: whole weeks, or the last 14 days?"""
    if match := re.fullmatch(r"last ([0-9]{1,3}) (days?|weeks?|months?)", words.lower()):
        days = int(match[1]) * {"d": 1, "w": 7, "m": 30}[match[2][0]]
        raise ValueError(f"{words!r} is no period: write last {days}d, or FROM..TO")


def _find_numbered_week(number: int, today: date) -> Period:
    """Find the last week of that number that has begun: in January `week 47` is last year's."""
    year = today.isocalendar()[0]
    for back in range(8):  # at most seven years lie between two weeks 53
        name = f"{year - back}-W{number:02}"
        if when.is_week(name) and monday_of(name) <= today:
            return week_around(monday_of(name))
    raise ValueError(f"there is no such week as 'week {number}'")


def _parse_year(words: str) -> Period:
    return period_of_months(int(words), 1, 12)


def _parse_month(words: str) -> Period:
    if not 1 <= int(words[5:]) <= 12:
        raise ValueError(f"there is no such month as {words!r}")
    return period_of_months(int(words[:4]), int(words[5:]))


def _parse_quarter(words: str) -> Period:
    if not 1 <= int(words[6:]) <= 4:
        raise ValueError(f"there is no such quarter as {words!r}")
    return period_of_months(int(words[:4]), int(words[6:]) * 3 - 2, 3)


def _parse_week(words: str) -> Period:
    return week_around(monday_of(when.parse_week_name(words)))


def _parse_day(words: str) -> Period:
    return last_days(when.parse_day(words), 1)


def last_days(last: date, count: int) -> Period:
    """The `count` days that end with `last`."""
    return Period(last - timedelta(days=count - 1), last)


def week_around(day: date) -> Period:
    """The week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def period_of_months(year: int, month: int, count: int = 1) -> Period:
    """`count` whole months from `month` on. Month 0 is the December before."""
    return Period(_first_of(year, month), _first_of(year, month + count) - timedelta(days=1))


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


# Weeks, months and years are whole: their days to come are part of them, and are still empty.
NAMED: dict[str, Callable[[date], Period]] = {
    "today": lambda today: last_days(today, 1),
    "yesterday": lambda today: last_days(today - timedelta(days=1), 1),
    "week": week_around,
    "this week": week_around,
    "next week": lambda today: week_around(today + timedelta(days=7)),
    "last week": lambda today: week_around(today - timedelta(days=7)),
    "month": lambda today: period_of_months(today.year, today.month),
    "this month": lambda today: period_of_months(today.year, today.month),
    "last month": lambda today: period_of_months(today.year, today.month - 1),
    "year": lambda today: period_of_months(today.year, 1, 12),
    "this year": lambda today: period_of_months(today.year, 1, 12),
    "last year": lambda today: period_of_months(today.year - 1, 1, 12),
}
_LAST_DAYS = re.compile(r"last ([0-9]{1,4})d")
_WEEK_NUMBER = re.compile(r"(?:week |w)([0-9]{1,2})")
_NAMED_MONTH = re.compile(r"([a-z]{3,9}) ([12][0-9]{3})")
FORMS: tuple[tuple[re.Pattern[str], Callable[[str], Period]], ...] = (
    (re.compile(r"[12][0-9]{3}"), _parse_year),
    (re.compile(r"[12][0-9]{3}-[0-9]{2}"), _parse_month),
    (re.compile(r"[12][0-9]{3}-Q[0-9]"), _parse_quarter),
    (re.compile(r"[12][0-9]{3}-W[0-9]{2}"), _parse_week),
    (re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"), _parse_day),
)
