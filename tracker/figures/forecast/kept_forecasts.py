"""Forecasts and the lines of entries/forecasts.yaml -> new lines, and how often kept ones held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tracker.edit.document import make_edit_error
from tracker.edit.values import format_scalar
from tracker.figures.forecast import Forecast
from tracker.figures.forecast.record import find_reaching_week
from tracker.figures.forecast.weekly_amounts import minutes_by_week, units_by_week
from tracker.figures.stats import Figures, State
from tracker.format.loader import UNSAFE, load_forecasts
from tracker.model.english import spell_number
from tracker.model.journal import KeptForecast, TrackerError, monday_of, week_of
from tracker.model.kinds import FINISHED, KINDS

ENOUGH = 5  # forecasts that came due: fewer say nothing of how often they hold
HEAD = """\
# Forecasts as they were made, so that it shows how often they held. \
Written by tracker forecast --keep.
forecasts:
"""
_DASH = re.compile(r"^( *)- ", re.MULTILINE)


class Calibration(NamedTuple):
    """How many of `due` forecasts were done by the earlier day, `p50`, and the later day, `p80`.

    `said` is a sentence, empty before five have come due. `left_out`: forecasts that came due of
    items that were dropped, or that the journal does not know.
    """

    due: int
    p50: int
    p80: int
    left_out: int
    said: str


# ---- how often they held


def measure_calibration(
    figures: Figures, lines: Sequence[KeptForecast], today: date
) -> Calibration:
    """Measure the forecasts that have come due: their work is done, or their later day is over."""
    due = early = late = left_out = 0
    for line in drop_repeated_forecasts(figures, lines):
        if is_gone(figures, line):
            left_out += line.p80 < today
            continue
        done = find_done_week(figures, line)
        if line.p80 < today or (done and monday_of(done) <= today):
            due += 1
            early += done is not None and done <= week_of(line.p50)
            late += done is not None and done <= week_of(line.p80)
    sentence = describe_calibration(due, early, late, left_out)
    return Calibration(due, early, late, left_out, sentence)


def drop_repeated_forecasts(figures: Figures, lines: Sequence[KeptForecast]) -> list[KeptForecast]:
    """Keep the first line of each item and week, with the item's present id."""
    first_lines: dict[tuple[str, str | None], KeptForecast] = {}
    for line in lines:
        item = present_id_of(figures, line.item)
        first_lines.setdefault((line.made, item), line._replace(item=item))
    return list(first_lines.values())


def present_id_of(figures: Figures, item: str | None) -> str | None:
    if not item:
        return None
    return figures.plan.aliases.get(item, item)


def is_gone(figures: Figures, line: KeptForecast) -> bool:
    if line.item is None:
        return not planned_courses_of(figures)
    state = figures.states.get(line.item)
    return state is None or state.status == "dropped"


def planned_courses_of(figures: Figures) -> list[State]:
    return [
        state
        for state in figures.states.values()
        if KINDS[state.kind].has_units and state.planned and state.status != "dropped"
    ]


def find_done_week(figures: Figures, line: KeptForecast) -> str | None:
    """Find the week in which the forecast work was done; None while it is not.

    The work of an item is as much as it then had, or all; the work of the plan is all.
    """
    if line.item is None:
        return _plan_done_in(figures, line)
    state = figures.states[line.item]
    if line.measure == "units":
        amounts = units_by_week(figures, line.item)
    elif state.progress.measure == "units":
        # Hours stood for units too few to go by: spending them finishes nothing.
        return state.finished
    else:
        amounts = minutes_by_week(figures, {line.item})
    return find_reaching_week(amounts, line.of, state.finished)


def _plan_done_in(figures: Figures, line: KeptForecast) -> str | None:
    """The week that finished the last of the plan's courses; None while one is not finished."""
    ends = []
    for state in planned_courses_of(figures):
        if state.status not in FINISHED:
            return None
        last = line.made
        if state.last:
            last = week_of(state.last)
        ends.append(state.finished or last)
    return max(ends)


def describe_calibration(due: int, early: int, late: int, left_out: int) -> str:
    if due < ENOUGH:
        return ""
    besides = ""
    if left_out:
        besides = f" ({spell_number(left_out)} more, of what was dropped or renamed away, left out)"
    held = f"the four-in-five day held in {spell_number(late)}, the even-odds day"
    if not late:
        held = "the four-in-five day held in none"
    elif early == late:
        held += f" in the same {spell_number(early)}" if early > 1 else " in the same one"
    else:
        held += f" in {spell_number(early) if early else 'none'}"
    return f"Of {spell_number(due)} kept forecasts that have come due{besides}, {held}."


# ---- keeping them


def select_new_forecasts(
    figures: Figures, forecasts: Sequence[Forecast], lines: Sequence[KeptForecast], today: date
) -> list[KeptForecast]:
    """Select this week's forecasts of items without a kept forecast of this week."""
    week = week_of(today)
    kept_items = {present_id_of(figures, line.item) for line in lines if line.made == week}
    new = []
    for forecast in forecasts:
        item, measure, done, total = forecast[:4]
        if forecast.p50 and forecast.p80 and item not in kept_items:
            new.append(KeptForecast(week, measure, done, total, forecast.p50, forecast.p80, item))
    return new


def append_forecast_lines(path: str, text: str, lines: Sequence[KeptForecast]) -> str:
    """Append lines to the text of the file.

    TrackerError where the text could not be read back with exactly these lines more.
    """
    before, problems = load_forecasts(path, text.encode("utf-8", "surrogateescape"))
    unsafe = [problem for problem in problems if problem.kind in UNSAFE]
    if unsafe:
        raise make_edit_error(unsafe)
    newline = "\n"
    if "\r\n" in text:
        newline = "\r\n"
    new = text
    if not text.strip("\ufeff \r\n"):
        new += HEAD.replace("\n", newline)
    if not new.endswith("\n"):
        new += newline
    indent = "  "
    indents = _DASH.findall(new)
    if indents:
        indent = indents[-1]
    for line in lines:
        new += f"{indent}- {format_kept_forecast(line)}{newline}"
    after, problems_now = load_forecasts(path, new.encode("utf-8", "surrogateescape"))
    if after != (*(before or ()), *lines) or len(problems_now) != len(problems):
        raise TrackerError(
            f"{path}: no line can be added safely below what stands there; put the list at its end"
        )
    return new


def format_kept_forecast(line: KeptForecast) -> str:
    """Format a line of the file, its item only where it has one.

    `{made: 2024-W27, item: zero-to-hero, measure: units, done: 2, of: 7, p50: 2024-09-01,
    p80: 2024-10-20}`
    """
    return "{" + ", ".join(f"{key}: {value}" for key, value in list_forecast_fields(line)) + "}"


def list_forecast_fields(line: KeptForecast) -> Iterator[tuple[str, str]]:
    values: Mapping[str, object] = line._asdict()
    for key in ("made", "item", "measure", "done", "of", "p50", "p80"):
        if values[key] is None:
            continue
        text = str(values[key])
        if key == "item":
            text = format_scalar(text)
        yield key, text
