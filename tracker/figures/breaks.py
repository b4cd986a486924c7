"""Weeks of work -> the break that goes on, and how breaks as long as it ended. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.model.english import spell_number

LEAST = 2  # whole weeks without work that are a break
LONG = 4  # weeks: after a longer one, the week that ended it is worth a sentence
MOST = 26  # weeks: of a longer one nothing can be said
CASES = 3  # fewer earlier breaks say nothing
MONTH, QUARTER = 4, 13  # weeks


class Break(NamedTuple):
    """So many whole weeks without work, up to the last Sunday; weeks of declared pause are none.

    `ended`: this week has work again. `cases`: the earlier breaks as long. `in_month`,
    `in_quarter`: how many of these ended within another month, another quarter.
    """

    weeks: int
    ended: bool
    cases: int
    in_month: int
    in_quarter: int


def measure_break(worked: Sequence[bool], works_now: bool) -> Break | None:
    """Measure the break at the end of whole weeks without pauses; None where there is none.

    `works_now`: the running week has work.
    """
    lengths = []  # of the silences behind a week of work
    silent = 0
    begun = False
    for week in worked:
        if week:
            if begun and silent:
                lengths.append(silent)
            begun, silent = True, 0
        else:
            silent += 1
    if not begun or silent < LEAST:
        return None
    as_long = [length for length in lengths if length >= silent]
    in_month = sum(length < silent + MONTH for length in as_long)
    in_quarter = sum(length < silent + QUARTER for length in as_long)
    return Break(silent, works_now, len(as_long), in_month, in_quarter)


def describe_break(found: Break | None) -> str:
    """Say how breaks as long as the one that goes on ended.

    `A break of three weeks so far; four of five as long ended within another month.` Empty where
    there were fewer than three: to count the weeks alone would only reproach. Of the horizons it
    takes the first within which half of them ended.
    """
    if found is None:
        return ""
    weeks = spell_number(found.weeks)
    if found.ended:
        return f"Back this week, after a break of {weeks} weeks." if found.weeks >= LONG else ""
    if found.weeks > MOST or found.cases < CASES:
        return ""
    words = f"A break of {weeks} weeks so far; "
    cases = spell_number(found.cases)
    for count, horizon in ((found.in_month, "month"), (found.in_quarter, "quarter")):
        if count == found.cases:
            return f"{words}all {cases} as long ended within another {horizon}."
        if 2 * count >= found.cases:
            number = spell_number(count)
            return f"{words}{number} of {cases} as long ended within another {horizon}."
    return f"{words}all {cases} as long came to an end."


def export_break(found: Break | None) -> dict[str, Any] | None:
    """Export a break for programs to read."""
    if found is None:
        return None
    return {**found._asdict(), "said": describe_break(found) or None}
