"""Weeks -> in how many of the last half year's the target was met. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tracker.figures.breaks import LONG
from tracker.figures.measures import (
    is_mostly_untimed,
    measure_current_break,
    measure_weeks,
)
from tracker.figures.stats import Figures, find_week_target
from tracker.model.english import spell_number
from tracker.model.when import format_duration

LATELY = 26  # weeks looked back on
LEAST = 3  # weeks: of fewer nothing is said


class TargetsMet(NamedTuple):
    """In `met` of the last `weeks` the week's target was met; weeks of pause are none of them.

    `target`: minutes, the plan's. `alike`: all of these weeks had that one. `best`: the minutes of
    the fullest week. `untimed`: how many show work and no time. `pauses`: how many weeks of pause
    were stepped over. `whole`: these are all the weeks that there were.
    """

    target: int
    met: int
    weeks: int
    alike: bool
    best: int
    untimed: int
    pauses: int
    whole: bool


def measure_targets_met(figures: Figures, today: date) -> TargetsMet | None:
    """Measure whole weeks; None without a target, or where too few weeks have a time.

    None in a break of a month or more, too: there it would be one more count of its weeks. A week
    counts by its own target, where it has one.
    """
    target = figures.plan.target
    if not target:
        return None
    weeks_so_far = measure_weeks(figures, today)
    away = measure_current_break(figures, weeks_so_far)
    if away and away.weeks >= LONG:
        return None
    past = [week for week in weeks_so_far if not week.running]
    places = [place for place, week in enumerate(past) if not week.rest][-LATELY:]
    if len(places) < LEAST:
        return None
    lately = past[places[0] :]
    weeks = [past[place] for place in places]
    timed = sum(week.minutes > 0 for week in weeks)
    untimed = sum(week.is_studied and not week.minutes for week in weeks)
    if not timed or is_mostly_untimed(timed + untimed, timed):
        return None
    met = 0
    alike = True
    for week in weeks:
        own = find_week_target(figures, week.week) or target
        alike = alike and own == target
        met += week.minutes >= own
    return TargetsMet(
        target=target,
        met=met,
        weeks=len(weeks),
        alike=alike,
        best=max(week.minutes for week in weeks),
        untimed=untimed,
        pauses=len(lately) - len(weeks),
        whole=places[0] == 0,
    )


def describe_targets_met(found: TargetsMet | None) -> str:
    """Say `The target of 7 h a week was met in 6 of the last 26 weeks.`, or nothing.

    Where it was met in none, it is the target that is weighed and not the weeks.
    """
    if found is None:
        return ""
    weeks = f"the last {found.weeks} weeks"
    if found.whole:
        weeks = f"the {found.weeks} full weeks so far"
    more = ""
    if found.pauses:
        more = ", pauses left out"
    if found.untimed:
        more += f"; of {spell_number(found.untimed)} the time is not known"
    target = format_duration(found.target)
    if not found.met and found.alike:
        best = format_duration(found.best)
        fullest = f"the fullest of {weeks}, which had {best}{more}"
        return f"The target of {target} a week is above {fullest}."
    if not found.met:
        return ""
    share = f"{found.met} of {weeks}"
    if found.met == found.weeks:
        share = f"each of {weeks}"
    if found.alike:
        return f"The target of {target} a week was met in {share}{more}."
    return f"The week's own target was met in {share}{more}."


def export_targets_met(found: TargetsMet | None) -> dict[str, Any] | None:
    """Export for programs to read; `minutes` is the plan's target."""
    if found is None:
        return None
    return {
        "minutes": found.target,
        "met": found.met,
        "weeks": found.weeks,
        "said": describe_targets_met(found) or None,
    }
