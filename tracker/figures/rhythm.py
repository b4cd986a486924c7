"""Entries -> minutes by weekday and hour, the busiest hours, and the weekday kept by habit. Pure.

What each means is written in docs/guide/figures.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import gcd
from typing import NamedTuple

from tracker.figures.stats import Entry, find_pause_reason
from tracker.model.english import WEEKDAYS, join_words, spell_number
from tracker.model.plan import Plan
from tracker.model.when import format_rough_duration

FEWEST = 5  # sessions: fewer tell no rhythm
DAYS, REGULAR = 10, 7  # of the last ten Sundays, so many make a habit
# A weekday with this share of all time is worth naming; the seventh part is nothing special.
STANDS_OUT = 0.2
NARROW = 8  # hours: half of the time in more than these has no hour of its own
A_DAY = 24 * 60


class Habit(NamedTuple):
    """The weekday or two (0 for Monday) with a session on most of the last ten, and on how many."""

    weekdays: tuple[int, ...]
    studied: int


class Rhythm(NamedTuple):
    """Minutes by weekday and hour, Monday first.

    `no_hour`: minutes by weekday without an hour. `no_day`: minutes known only by the week.
    """

    cells: tuple[tuple[int, ...], ...]
    no_hour: tuple[int, ...]
    no_day: int
    sessions: int

    @property
    def weekdays(self) -> tuple[int, ...]:
        sums = []
        for hours, vague in zip(self.cells, self.no_hour, strict=True):
            sums.append(sum(hours) + vague)
        return tuple(sums)

    @property
    def hours(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*self.cells, strict=True)))


def measure_rhythm(entries: Iterable[Entry], day_starts: int = 0) -> Rhythm:
    """Sum minutes by the hours on the wall clock; `day_starts` (minutes) moves only the day."""
    size = gcd(60, day_starts)  # minutes of a slot: hours and days begin where a slot does
    slots = [0] * (7 * A_DAY // size)
    no_hour, no_day, sessions = [0] * 7, 0, 0
    for entry in entries:
        sessions += entry.minutes > 0
        if entry.clock is not None:
            weekday = entry.session.start.day.weekday()
            begun = weekday * A_DAY + entry.clock.hour * 60 + entry.clock.minute
            slot, into = divmod(begun, size)
            if into + entry.minutes <= size:
                slots[slot] += entry.minutes
            else:
                fill_slots(slots, size, begun, entry.minutes)
        elif entry.day is not None:
            no_hour[entry.day.weekday()] += entry.minutes
        else:
            no_day += entry.minutes
    return Rhythm(fold_slots(slots, size, day_starts), tuple(no_hour), no_day, sessions)


def fill_slots(slots: list[int], size: int, begun: int, left: int) -> None:
    """Add the `left` minutes of a session to the slots of a week, from minute `begun` on.

    Minutes count from Monday's midnight; Sunday's midnight is followed by Monday's.
    """
    slot, into = divmod(begun, size)
    while left > 0:
        part = min(size - into, left)
        slots[slot % len(slots)] += part
        slot, into, left = slot + 1, 0, left - part


def fold_slots(slots: list[int], size: int, day_starts: int) -> tuple[tuple[int, ...], ...]:
    cells = [[0] * 24 for _ in range(7)]
    for slot, minutes in enumerate(slots):
        cells[(slot * size - day_starts) // A_DAY % 7][slot * size % A_DAY // 60] += minutes
    return tuple(map(tuple, cells))


def find_busiest_hours(hours: Sequence[int], first: int = 0) -> tuple[int, int] | None:
    """Find the shortest run of hours, over midnight too, that holds half of the minutes.

    (first hour, number of hours); None without minutes. Of runs of one length the fullest is taken,
    of equal ones the earliest in a day that begins with hour `first`.
    """
    total = sum(hours)
    if not total:
        return None
    round_the_clock = [*hours, *hours]
    for length in range(1, 25):
        most, start = -1, 0
        for number in range(24):
            hour = (first + number) % 24
            minutes = sum(round_the_clock[hour : hour + length])
            if minutes > most:
                most, start = minutes, hour
        if 2 * most >= total:
            return start, length
    return None


def rhythm_words(rhythm: Rhythm, first: int = 0) -> str:
    """Describe a rhythm in a sentence; nothing without sessions.

    `Most time on Sundays, half of all the time between 19:00 and 22:00.`
    """
    if not rhythm.sessions:
        return ""
    if rhythm.sessions < FEWEST:
        few = f"{spell_number(rhythm.sessions)} sessions are"
        if rhythm.sessions == 1:
            few = "one session is"
        return f"{few.capitalize()} too few to tell a rhythm."
    run = find_busiest_hours(rhythm.hours, first)
    if run is None:
        return f"{day_of_most(rhythm)}; the hours are not known."
    start, length = run
    half = "at all hours"
    if length <= NARROW:
        half = f"half of all the time between {start:02}:00 and {(start + length) % 24:02}:00"
    rest = ""
    vague = sum(rhythm.no_hour) + rhythm.no_day
    if vague:
        verb = "is" if vague <= 60 else "are"
        rest = f"; {format_rough_duration(vague)} more {verb} without an hour"
    return f"{day_of_most(rhythm)}, {half}{rest}."


def day_of_most(rhythm: Rhythm) -> str:
    """`Most on Sundays`, `All on Saturdays and Sundays`, or that no weekday stands out."""
    days = rhythm.weekdays
    total = sum(days)
    fullest = [weekday for weekday in range(7) if days[weekday] == max(days) > 0]
    if len(fullest) not in (1, 2) or max(days) < STANDS_OUT * total:
        return "Spread over the week"
    count = "Most time"
    if max(days) * len(fullest) == total:
        count = "All"
    names = join_words(f"{WEEKDAYS[weekday]}s" for weekday in fullest)
    return f"{count} on {names}"


def find_weekday_habit(
    plan: Plan, entries: Iterable[Entry], today: date, begun: date | None
) -> Habit | None:
    """Find the weekday with a session on most of its last ten, on seven or more of them.

    Today and days of declared pause are left out. None where no weekday has so many, or three
    weekdays have as many: of days that are all alike there is nothing to say.
    """
    studied = {entry.day for entry in entries}
    counts = []
    for weekday in range(7):
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
        days: list[date] = []
        while len(days) < DAYS and begun and day >= begun:
            if find_pause_reason(plan, day) is None:
                days.append(day)
            day -= timedelta(days=7)
        count = 0
        if len(days) == DAYS:
            count = len(studied.intersection(days))
        counts.append(count)
    most = max(counts)
    best = tuple(weekday for weekday in range(7) if counts[weekday] == most)
    if most < REGULAR or len(best) > 2:
        return None
    return Habit(best, most)


def habit_words(habit: Habit) -> str:
    """`Nine of the last ten Sundays had a session.`, of two weekdays: `and as many Mondays`."""
    also = ""
    if len(habit.weekdays) > 1:
        also = f", and as many {WEEKDAYS[habit.weekdays[1]]}s,"
    count = spell_number(habit.studied).capitalize()
    if habit.studied == DAYS:
        count = "All"
    weekday = f"{WEEKDAYS[habit.weekdays[0]]}s"
    return f"{count} of the last {spell_number(DAYS)} {weekday}{also} had a session."
