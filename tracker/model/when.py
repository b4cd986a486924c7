"""Typed text -> durations, days, times and Starts, parsed with ASCII patterns.

The present time comes in as an argument; nothing here reads the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from tracker.model.journal import Start, monday_of, week_of

DURATION_FORMS = "write 45m, 1h30m, 1:30, 1.5h, 90 (minutes) or a span such as 9:00-10:15"
TIME_FORMS = "write 19:30, 7:30pm, 'yesterday 19:30', 'mon 8:00', '2024-07-01 19:30' or '10m ago'"
DAY_FORMS = "write a day such as 2024-07-01, yesterday or mon, or a week such as 2024-W27"
LENGTH_UNITS = ("m", "h", "min", "mins", "minutes", "hr", "hrs", "hour", "hours")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

YEARS = (1900, 2100)  # a date outside of these is a slip, and calendars end at 9999

_NUMBER = re.compile(r"[0-9]{1,7}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_CLOCK_12 = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))? ?([ap])m")
_START = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{1,2}):([0-9]{2})(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
)
_HOURS_MINUTES = re.compile(r"(?:([0-9]{1,4})h)? ?(?:([0-9]{1,5})(?:m|min))?")
_DECIMAL_HOURS = re.compile(r"([0-9]{1,4})?\.([0-9]{1,4})h")
# Lengths in words, which few type: compiled where they are, for logging does not wait for them.
_LENGTH_LETTERS = set("0123456789., hoursminutes")
_HOUR_WORDS = "(?:h|hrs?|hours?)"
_LENGTH_IN_WORDS = (
    rf"(?:([0-9]{{1,6}}) ?{_HOUR_WORDS})? ?(?:([0-9]{{1,5}}) ?(?:m|mins?|minutes?))?"
    rf"|([0-9]{{1,6}}) ?{_HOUR_WORDS} ?([0-5][0-9])"
)
_DECIMAL_IN_WORDS = rf"([0-9]{{1,4}})?(?:\.([0-9]{{1,4}})|,([0-9]{{1,2}})) ?{_HOUR_WORDS}"
_VAGUE_TIME = (
    "(?:last|this|next) (?:week|month|night|morning|afternoon|evening|weekend|"
    "(?:mon|tues|wednes|thurs|fri|satur|sun)day)|tomorrow|tonight|noon|midnight|"
    "yesterday (?:morning|afternoon|evening|night)"
)


def whole_number(text: str) -> int:
    """`045` -> 45. ValueError for any other text.

    Python's int() would accept 1_000 and the digits of other scripts, which nobody types.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"expected a whole number, got {text!r}")
    return int(text)


@lru_cache  # a week's file names each of its days several times
def parse_day(text: str) -> date:
    """`2024-07-01` -> that date. ValueError for another form, and for years outside of YEARS."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"expected a day such as 2024-07-01, got {text!r}")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no such day as {text!r}") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise ValueError(f"expected a year from {YEARS[0]} to {YEARS[1]}, got {text!r}")
    return day


def parse_week_name(text: str) -> str:
    """`2024-W27` -> the same text. ValueError where it is no week, or the year has no such week."""
    if not _WEEK.fullmatch(text):
        raise ValueError(f"expected a week such as 2024-W27, got {text!r}")
    try:
        monday = monday_of(text)
    except ValueError:
        raise ValueError(f"there is no such week as {text!r}") from None
    if not YEARS[0] <= monday.year < YEARS[1]:
        raise ValueError(f"expected a year from {YEARS[0]} to {YEARS[1]}, got {text!r}")
    return text


def is_week(text: str) -> bool:
    """Whether a text is the name of a week, such as `2024-W27`."""
    try:
        return bool(parse_week_name(text))
    except ValueError:
        return False


def parse_clock(text: str) -> time:
    """`19:30`, `7:30`, `7:30pm` -> a time. ValueError for any other text."""
    if match := _CLOCK.fullmatch(text):
        return _make_time(text, int(match[1]), int(match[2]))
    if match := _CLOCK_12.fullmatch(text.lower()):
        hour = int(match[1])
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no such time as {text!r}")
        hour %= 12  # 12am is midnight, and 12pm is noon
        if match[3] == "p":
            hour += 12
        return _make_time(text, hour, int(match[2] or 0))
    raise ValueError(f"expected a time such as 19:30, got {text!r}")


def _make_time(text: str, hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError(f"there is no such time as {text!r}") from None


def parse_start(text: str) -> Start:
    """Parse a start as the format writes it. ValueError for any other text.

    `2024-07-01 19:30`, `2024-07-01 19:30 +02:00`, `2024-07-01` or `2024-W27`.
    """
    if match := _START.fullmatch(text):
        offset = None
        if match[4]:
            offset = _parse_offset(match[4])
        return Start(parse_day(match[1]), _make_time(text, int(match[2]), int(match[3])), offset)
    if _DATE.fullmatch(text):
        return Start(parse_day(text))
    if _WEEK.fullmatch(text):
        return Start(monday_of(parse_week_name(text)), whole_week=True)
    raise ValueError(
        f"expected a start such as 2024-07-01 19:30, 2024-07-01 or 2024-W27, got {text!r}"
    )


def _parse_offset(text: str) -> int:
    """`+02:00`, `+0200` -> 120; `Z` -> 0: minutes east of UTC."""
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(f"there is no such offset from UTC as {text!r}")
    offset = hours * 60 + minutes
    if text[0] == "-":
        return -offset
    return offset


def parse_duration(text: str) -> int:
    """Parse a length of time to minutes. ValueError for any other text.

    `45m`, `1h30m`, `1:30`, `1.5h`, `90`, `1h30`, `1,5h`, `1 hour`, and all that format_duration
    prints.
    """
    typed, text = text.strip().lower(), " ".join(text.lower().split())
    if _NUMBER.fullmatch(text):
        return int(text)
    if match := _CLOCK.fullmatch(text):
        if int(match[2]) > 59:
            raise ValueError(f"{text!r} is no length of time: {DURATION_FORMS}")
        return int(match[1]) * 60 + int(match[2])
    if match := _DECIMAL_HOURS.fullmatch(text):
        return round(float(f"{match[1] or 0}.{match[2]}") * 60)
    match = _HOURS_MINUTES.fullmatch(text)
    if match and (match[1] or match[2]):
        return int(match[1] or 0) * 60 + int(match[2] or 0)
    minutes = _parse_length_in_words(text)
    if minutes is None:
        raise ValueError(f"{typed!r} is no length of time: {DURATION_FORMS}")
    return minutes


def _parse_length_in_words(text: str) -> int | None:
    """`1 h 30`, `2 hours`, `1,5 h` -> minutes; None for any other text.

    `1h5` could be 1 h 05 or 1 h 50, and `1,250h` 1.25 or 1250 hours: neither is a length.
    """
    if set(text) - _LENGTH_LETTERS or not any(letter.isdigit() for letter in text):
        return None
    if match := re.fullmatch(_DECIMAL_IN_WORDS, text):
        return round(float(f"{match[1] or 0}.{match[2] or match[3]}") * 60)
    match = re.fullmatch(_LENGTH_IN_WORDS, text)
    if not match or not any(match.groups()):
        return None
    hours, minutes = match[1] or match[3], match[2] or match[4]
    return int(hours or 0) * 60 + int(minutes or 0)


def parse_span(text: str) -> tuple[time, int] | None:
    """`23:30-0:45` -> (23:30, 75 minutes); None where the text is no span of two clock times.

    `9-10` is 9:00 to 10:00. `9-10pm` is none: it could begin at 9:00 or at 21:00.
    """
    first, dash, second = text.replace("\u2013", "-").replace("\u2014", "-").partition("-")
    if not (dash and first and second):
        return None
    ends = [first.strip(), second.strip()]
    if not any(end[-1:] in ("m", "M") for end in ends):
        ends = [f"{end}:00" if end.isascii() and end.isdigit() else end for end in ends]
    try:
        begin, end = parse_clock(ends[0]), parse_clock(ends[1])
    except ValueError:
        return None
    minutes = (end.hour - begin.hour) * 60 + end.minute - begin.minute
    return begin, minutes % (24 * 60)


def parse_moment(text: str, now: datetime) -> datetime:
    """Parse a point in time as a person types it. ValueError for any other text.

    `19:30` (today), `yesterday 19:30`, `mon 8:00` (the last one), `10m ago`, `now`.
    """
    words = " ".join(text.lower().split())
    if words.endswith(" ago"):
        return subtract_minutes(now, parse_duration(words.removesuffix(" ago")))
    if words == "now":
        return now
    if match := _START.fullmatch(text.strip()):
        if match[4]:
            raise ValueError(f"{text!r} names a time zone; give the wall clock where you were")
        return datetime.combine(parse_day(match[1]), _make_time(text, int(match[2]), int(match[3])))
    name, _, rest = words.partition(" ")
    try:
        if not rest or _CLOCK_12.fullmatch(words):
            return datetime.combine(now.date(), parse_clock(words))
        at = datetime.combine(named_day(name, now.date()), parse_clock(rest))
    except ValueError as error:
        if str(error).startswith("there is no such"):
            raise
        raise ValueError(f"{text!r} is no time: {suggest_time(words) or TIME_FORMS}") from None
    if at > now and _parse_weekday(name) is not None:
        return at - timedelta(days=7)
    return at


def suggest_time(words: str) -> str:
    """`noon` -> `write 12:00`, for what people type as a time; nothing for other words."""
    if words in ("noon", "midnight"):
        return f"write {'12:00' if words == 'noon' else '0:00'}"
    if match := re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[.,h]|)([0-5][0-9])h?(?: uhr)?", words):
        return f"write {match[1]}:{match[2]}"
    if words in ("today", "yesterday") or _parse_weekday(words) is not None:
        return f"a day needs its time here: '{words} 19:30'"
    if not words.isdigit() and is_length(words) and not parse_span(words):
        return f"write '{words} ago', in quotes"
    return ""


def sort_time(text: str, now: datetime) -> str | None:
    """Say which sort of time a text is: `span`, `moment`, `day`, `week`, `length` or `vague`.

    `vague` is a time that no option takes, such as `last night`. None for any other text, and for
    bare numbers such as `9` and `9-10`, which may be a chapter and pages.
    """
    words = " ".join(text.lower().split())
    has_digit = any(letter.isdigit() for letter in words)
    if not has_digit:
        if words in ("today", "yesterday") or _parse_weekday(words) is not None:
            return "day"
        return "vague" if re.fullmatch(_VAGUE_TIME, words) else None
    if len(words) > 30 or not any(letter.isalpha() or letter in ":- " for letter in words):
        return None
    if not set(words) - set("0123456789-") and len(words) < 6:
        return None
    if parse_span(words):
        return "span"
    parsers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("moment", lambda: parse_moment(text, now)),
        ("day", lambda: parse_day(words)),
        ("week", lambda: parse_week_name(text.strip())),
        ("length", lambda: parse_duration(words)),
    )
    for sort, parse in parsers:
        try:
            parse()
        except (ValueError, OverflowError):
            continue
        return sort
    return None


def find_time(words: Sequence[str], now: datetime, first: int = 0) -> tuple[int, int, str] | None:
    """Find the first of some words, from `first` on, that are a time, also after `at` or `on`.

    Returns where they begin and end, and which sort of time they are.
    """
    for begin in range(first, len(words)):
        for end in range(min(len(words), begin + 4), begin, -1):
            text = " ".join(words[begin:end])
            if len(text) > 30:
                continue
            if text.lower().startswith(("at ", "on ", "from ", "since ", "until ")):
                text = text.partition(" ")[2]
            if sort := sort_time(text, now):
                return begin, end, sort
    return None


def is_length(text: str) -> bool:
    """Whether a text is a length of time, or a span."""
    try:
        return bool(parse_span(text)) or parse_duration(text) >= 0
    except ValueError:
        return False


def subtract_minutes(now: datetime, minutes: int) -> datetime:
    """The local time `minutes` before `now`, also where summer time began or ended in between."""
    return (now.astimezone() - timedelta(minutes=minutes)).astimezone().replace(tzinfo=None, fold=0)


def _parse_weekday(name: str) -> int | None:
    """`mon` or `monday` -> 0; None where it is no weekday."""
    for number, weekday in enumerate(WEEKDAYS):
        if name in (weekday, weekday[:3]):
            return number
    return None


def named_day(text: str, today: date) -> date:
    """Parse a day: `today`, `yesterday`, `2024-07-01`, `mon` or `monday` (the last one or today).

    ValueError for any other text.
    """
    name = text.strip().lower()
    if name == "today":
        return today
    if name == "yesterday":
        return today - timedelta(days=1)
    if (weekday := _parse_weekday(name)) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    if _DATE.fullmatch(name):
        return parse_day(name)
    if match := re.fullmatch("([0-9]{1,3}) days? ago", name):
        return today - timedelta(days=int(match[1]))
    raise ValueError(f"{text!r} is no day: {suggest_day(name) or DAY_FORMS}")


def suggest_day(name: str) -> str:
    """`last friday` -> `write fri`, for what people type as a day; nothing for other words."""
    weekday = name.removeprefix("last ")
    if weekday != name and _parse_weekday(weekday) is not None:
        return f"write {weekday[:3]}, the last one or today"
    match = re.fullmatch(r"([0-9]{4})[./]?([0-9]{2})[./]?([0-9]{2})", name)
    if match:
        return f"write {match[1]}-{match[2]}-{match[3]}"
    if match := re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", name):
        return f"write {match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    if name == "tomorrow":
        return "it is still to come"
    return ""


def day_or_week(text: str, today: date) -> Start:
    """Parse the value of `--on`: a day, or a week where only the week is known."""
    if _WEEK.fullmatch(text.strip()):
        return parse_start(text.strip())
    words = " ".join(text.lower().split())
    if words in ("this week", "last week"):
        day = today - timedelta(days=7 * (words == "last week"))
        return Start(monday_of(week_of(day)), whole_week=True)
    return Start(named_day(text, today))


def format_duration(minutes: int) -> str:
    """95 -> `1 h 35`, 120 -> `2 h`, 45 -> `45 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    if not rest:
        return f"{hours} h"
    return f"{hours} h {rest:02}"


def format_rough_duration(minutes: int) -> str:
    """45 -> `45 min`, 631 -> `11 h`: from ten hours on, rounded to the hour."""
    if minutes >= 600:
        minutes = (minutes + 30) // 60 * 60
    return format_duration(minutes)


def format_start(start_: Start) -> str:
    """Format a Start as the format writes it: `2024-07-01 19:30 +02:00`."""
    if start_.whole_week:
        return week_of(start_.day)
    if start_.clock is None:
        return start_.day.isoformat()
    text = f"{start_.day.isoformat()} {start_.clock:%H:%M}"
    if start_.offset is None:
        return text
    sign = "+"
    if start_.offset < 0:
        sign = "-"
    hours, minutes = divmod(abs(start_.offset), 60)
    return f"{text} {sign}{hours:02}:{minutes:02}"


def journal_day_of(now: datetime, day_starts: int) -> date:
    """Say which day it is: at 1:30 still the evening before, where the day starts at 4:00.

    `now` is the wall clock, `day_starts` is in minutes after midnight.
    """
    return (now - timedelta(minutes=day_starts)).date()
