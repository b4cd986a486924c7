"""Forecasts and the lines of entries/forecasts.yaml -> that file with more lines; and how often the kept ones held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from tracker.edit import insert
from tracker.figures.forecast import Forecast
from tracker.figures.forecast.course import minutes_by_week, units_by_week
from tracker.figures.standings import FINISHED
from tracker.figures.stats import Figures, State
from tracker.format.loader import UNSAFE, load_forecasts
from tracker.model.english import spell_number
from tracker.model.journal import KeptForecast, TrackerError, monday_of, week_of
from tracker.model.kinds import KINDS

ENOUGH = 5  # forecasts that came due: fewer say nothing of how often they hold
HEAD = """\
# Forecasts as they were made, so that it shows how often they held. Written by tracker forecast --keep.
forecasts:
"""
_DASH = re.compile(r"^( *)- ", re.MULTILINE)


class Calibration(NamedTuple):
    """Of `due` forecasts, how many were done by the earlier day, `p50`, and how many by the later, `p80`.

    `said` is a sentence, empty before five have come due. `left_out`: those of items that were dropped, or that nobody
    knows.
    """

    due: int
    p50: int
    p80: int
    left_out: int
    said: str


# ---- how often they held ---------------------------------------------------------------------------------------------


def measure_calibration(
    figures: Figures, lines: Sequence[KeptForecast], today: date
) -> Calibration:
    """Of those that have come due: what they spoke of is done, or their later day is over."""
    due: list[tuple[KeptForecast, str | None]] = []
    left_out = 0
    for line in drop_repeated_forecasts(figures, lines):
        if is_gone(figures, line):
            left_out += line.p80 < today
            continue
        done = done_in(figures, line)
        if line.p80 < today or (done and monday_of(done) <= today):
            due.append((line, done))
    early, late = (
        sum(done is not None and done <= week_of(getattr(line, day)) for line, done in due)
        for day in ("p50", "p80")
    )
    return Calibration(
        len(due), early, late, left_out, describe_calibration(len(due), early, late, left_out)
    )


def drop_repeated_forecasts(figures: Figures, lines: Sequence[KeptForecast]) -> list[KeptForecast]:
    """The first line of each item and week, by the id that the item bears now."""
    found: dict[tuple[str, str | None], KeptForecast] = {}
    for line in lines:
        item = known_as(figures, line.item)
        found.setdefault((line.made, item), line._replace(item=item))
    return list(found.values())


def known_as(figures: Figures, item: str | None) -> str | None:
    return figures.plan.aliases.get(item, item) if item else None


def is_gone(figures: Figures, line: KeptForecast) -> bool:
    if line.item is None:
        return not planned_courses_of(figures)
    state = figures.states.get(line.item)
    return state is None or state.status == "dropped"


def planned_courses_of(figures: Figures) -> list[State]:
    return [
        one
        for one in figures.states.values()
        if KINDS[one.kind].has_units and one.planned and one.status != "dropped"
    ]


def done_in(figures: Figures, line: KeptForecast) -> str | None:
    """The week in which what was forecast was done. Of an item: as much as it then had, or all; of the plan: all."""
    if line.item is None:
        courses = planned_courses_of(figures)
        ends = [one.finished or (week_of(one.last) if one.last else line.made) for one in courses]
        return max(ends) if all(one.status in FINISHED for one in courses) else None
    state = figures.states[line.item]
    units = line.measure == "units"
    if state.progress.measure == "units" and not units:
        return (
            state.finished
        )  # hours stood for units too few to go by: spending them finishes nothing
    amounts = units_by_week(figures, line.item) if units else minutes_by_week(figures, {line.item})
    weeks = sorted(amounts)
    sums = accumulate(amounts[week] for week in weeks)
    reached = next((week for week, sum_ in zip(weeks, sums, strict=True) if sum_ >= line.of), None)
    return min(filter(None, (reached, state.finished)), default=None)


def describe_calibration(due: int, early: int, late: int, left_out: int) -> str:
    if due < ENOUGH:
        return ""
    more = (
        f" ({spell_number(left_out)} more, of what was dropped or renamed away, left out)"
        if left_out
        else ""
    )
    return (
        f"Of {spell_number(due)} forecasts that have come due{more}, "
        f"{spell_number(early)} {was_or_were(early)} done by the earlier date and {spell_number(late)} by the later."
    )


def was_or_were(count: int) -> str:
    return "was" if count == 1 else "were"


# ---- keeping them ----------------------------------------------------------------------------------------------------


def select_new_forecasts(
    figures: Figures, found: Sequence[Forecast], lines: Sequence[KeptForecast], today: date
) -> list[KeptForecast]:
    """This week's forecasts, of what none is kept of this week yet."""
    week = week_of(today)
    already = {known_as(figures, line.item) for line in lines if line.made == week}
    return [
        KeptForecast(week, one.measure, one.done, one.total, one.p50, one.p80, one.item)
        for one in found
        if one.p50 and one.p80 and one.item not in already
    ]


def with_lines(path: str, text: str, lines: Sequence[KeptForecast]) -> str:
    """The file's text with the lines below its others. TrackerError where they would not read back so."""
    before, problems = load_forecasts(path, text.encode("utf-8", "surrogateescape"))
    if unsafe := [problem for problem in problems if problem.kind in UNSAFE]:
        raise insert.make_edit_error(unsafe)
    newline = "\r\n" if "\r\n" in text else "\n"
    base = text if text.strip("\ufeff \r\n") else text + HEAD.replace("\n", newline)
    base += "" if base.endswith("\n") else newline
    indents = _DASH.findall(base)
    new = base + "".join(
        f"{indents[-1] if indents else '  '}- {format_kept_forecast(line)}{newline}"
        for line in lines
    )
    after, problems_now = load_forecasts(path, new.encode("utf-8", "surrogateescape"))
    if after != (*(before or ()), *lines) or len(problems_now) != len(problems):
        raise TrackerError(
            f"{path}: no line can be added safely below what stands there; put the list at its end"
        )
    return new


def format_kept_forecast(line: KeptForecast) -> str:
    """`{made: 2024-W27, item: zero-to-hero, measure: units, done: 2, of: 7, p50: 2024-09-01, p80: 2024-10-20}`."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in list_forecast_fields(line)) + "}"


def list_forecast_fields(line: KeptForecast) -> Iterator[tuple[str, str]]:
    values: Mapping[str, object] = line._asdict()
    for key in ("made", "item", "measure", "done", "of", "p50", "p80"):
        if values[key] is not None:
            yield key, insert.format_scalar(str(values[key])) if key == "item" else str(values[key])
