"""Entries -> when one works: minutes by weekday and hour, the hours that hold half of them, a weekday kept. Pure.

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
STANDS_OUT = (
    0.2  # of all time lies on a weekday that is worth naming; the seventh part is nothing special
)
NARROW = 8  # hours: half of the time in more than these has no hour of its own
A_DAY = 24 * 60


class Habit(NamedTuple):
    """The weekday, 0 for Monday, or the two, that had a session on most of the last ten: on how many."""

    weekdays: tuple[int, ...]
    studied: int


class Rhythm(NamedTuple):
    """Minutes by weekday and hour, Monday first. `no_hour` is on a weekday without an hour, `no_day` on neither."""

    cells: tuple[tuple[int, ...], ...]
    no_hour: tuple[int, ...]
    no_day: int
    sessions: int

    @property
    def weekdays(self) -> tuple[int, ...]:
        return tuple(
            sum(hours) + vague for hours, vague in zip(self.cells, self.no_hour, strict=True)
        )

    @property
    def hours(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*self.cells, strict=True)))


def measure_rhythm(entries: Iterable[Entry], day_starts: int = 0) -> Rhythm:
    """Each minute in the hour that the clock on the wall showed; `day_starts` moves the day alone."""
    size = gcd(60, day_starts)  # of a slot, in minutes: hours and days begin where a slot does
    slots = [0] * (7 * A_DAY // size)
    no_hour, no_day, sessions = [0] * 7, 0, 0
    for entry in entries:
        sessions += entry.minutes > 0
        if entry.clock is not None:
            weekday = entry.session.start.day.weekday()
            fill_slots(
                slots,
                size,
                weekday * A_DAY + entry.clock.hour * 60 + entry.clock.minute,
                entry.minutes,
            )
        elif entry.day is not None:
            no_hour[entry.day.weekday()] += entry.minutes
        else:
            no_day += entry.minutes
    return Rhythm(fold_slots(slots, size, day_starts), tuple(no_hour), no_day, sessions)


def fill_slots(slots: list[int], size: int, begun: int, left: int) -> None:
    """A session's minutes into the slots of a week that they cover, from Monday's midnight on and round again."""
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
    """(first hour, how many): the shortest run, over midnight too, that holds half of the minutes; None without any.

    Of runs that are as short, the one that holds more; of equal ones, the earliest in a day that begins with `first`.
    """
    if not sum(hours):
        return None
    for length in range(1, 25):
        runs = [(sum(hours[(start + n) % 24] for n in range(length)), start) for start in range(24)]
        most, start = max(runs, key=lambda run: (run[0], -((run[1] - first) % 24)))
        if 2 * most >= sum(hours):
            return start, length
    return None


def rhythm_words(found: Rhythm, first: int = 0) -> str:
    """`Most on Sundays, half of all the time between 19:00 and 22:00; 2 h more are without an hour`, as a sentence."""
    if found.sessions < FEWEST:
        few = "1 session is" if found.sessions == 1 else f"{found.sessions} sessions are"
        return f"{few} too few to tell a rhythm." if found.sessions else ""
    run, vague = find_busiest_hours(found.hours, first), sum(found.no_hour) + found.no_day
    if run is None:
        return f"{day_of_most(found)}; the hours are not known."
    half = (
        f"half of all the time between {run[0]:02}:00 and {sum(run) % 24:02}:00"
        if run[1] <= NARROW
        else "at all hours"
    )
    rest = (
        f"; {format_rough_duration(vague)} more {'is' if vague <= 60 else 'are'} without an hour"
        if vague
        else ""
    )
    return f"{day_of_most(found)}, {half}{rest}."


def day_of_most(found: Rhythm) -> str:
    """`Most on Sundays`, `All on Saturdays and Sundays`, or that no weekday stands out."""
    days, together = found.weekdays, sum(found.weekdays)
    most = [index for index, minutes in enumerate(days) if minutes and minutes == max(days)]
    if len(most) not in (1, 2) or max(days) < STANDS_OUT * together:
        return "Spread over the week"
    count = "All" if sum(days[index] for index in most) == together else "Most"
    return f"{count} on {join_words(f'{WEEKDAYS[index]}s' for index in most)}"


def find_weekday_habit(
    plan: Plan, entries: Iterable[Entry], today: date, begun: date | None
) -> Habit | None:
    """The weekday with a session on most of its last ten, if on seven or more; today and days of pause left out.

    None where no weekday has so many, or three as many: of days that are all alike there is nothing to say.
    """
    studied = {entry.day for entry in entries if entry.minutes}
    kept = []
    for weekday in range(7):
        day = today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
        days: list[date] = []
        while len(days) < DAYS and begun and day >= begun:
            days += [day] * (find_pause_reason(plan, day) is None)
            day -= timedelta(days=7)
        kept.append(len(studied.intersection(days)) if len(days) == DAYS else 0)
    best = tuple(weekday for weekday in range(7) if kept[weekday] == max(kept))
    return Habit(best, max(kept)) if max(kept) >= REGULAR and len(best) < 3 else None


def habit_words(found: Habit) -> str:
    """`Nine of the last ten Sundays had a session`, and of two: `and as many Mondays`, as a sentence."""
    also = f", and as many {WEEKDAYS[found.weekdays[1]]}s," if len(found.weekdays) > 1 else ""
    count = "All" if found.studied == DAYS else spell_number(found.studied).capitalize()
    return f"{count} of the last {spell_number(DAYS)} {WEEKDAYS[found.weekdays[0]]}s{also} had a session."
