"""Forecasts and their simulations, out of a memory where all that they depend on is the same.

The memory lies in .tracker/forecasts.json, that of the promise in .tracker/promise.json. Both may
be deleted at any time. The first has a line for each forecast and for each simulation. What is
logged in the running week changes the forecast of the item that it was logged on, and of the plan;
all others are recalled, and neither the model is asked nor numpy imported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tracker.boundary.memory import (
    hash_bytes,
    read_memory,
    read_memory_lines,
    write_memory,
    write_memory_lines,
)
from tracker.boundary.outside import stamp_program_files
from tracker.cached_reader import FEW, JournalReading
from tracker.figures import forecast, stats
from tracker.figures.forecast import (
    Forecast,
    course,
    finish,
    promise,
    throughput,
    weekly_amounts,
    whole_plan,
    work_left,
)
from tracker.figures.forecast.course import Odds
from tracker.figures.forecast.finish import Finish, FinishQuestion
from tracker.figures.forecast.throughput import History
from tracker.figures.forecast.weekly_amounts import Silence
from tracker.figures.forecast.whole_plan import is_open
from tracker.figures.stats import Figures, State
from tracker.model import kinds
from tracker.model.journal import monday_of, week_of
from tracker.model.kinds import KINDS, OVER

MEMORY, PROMISE_MEMORY = "forecasts.json", "promise.json"
_PROMISES = 8  # that are kept: a change of a pause and back finds the one before
_ENOUGH = 2_000_000  # bytes from which on only what was asked for last is kept
_SIMULATION = "simulation-"  # begins the keys of simulations
_DAYS = ("p50", "p80", "p90")


class ForecastMemory:
    """Forecasts by a hash of what goes into them, of one journal on one day."""

    def __init__(self, root: str, reading: JournalReading, figures: Figures, today: date) -> None:
        self._root = root
        self._figures = figures
        self._today = today
        self._known = read_memory_lines(root, MEMORY, _stamp_program())
        self._used: dict[str, str] = {}
        # In a short journal without a simulation, all is as soon found again.
        self._is_worth_it = len(reading.digests) > FEW
        self._past = hash_forecast_facts(reading, figures, today)
        self._coarse = {}
        for state in list_courses(figures):
            self._coarse[state.id] = describe_other_course(state, week_of(today))

    def list_forecasts(self) -> list[Forecast]:
        """Forecast as `forecast.list_forecasts` does: unfinished courses, then the plan."""
        states = list(self._figures.states.values())
        unfinished = [state for state in states if is_open(state) and state.progress.total]
        unfinished.sort(key=_turn_of)
        forecasts = [self.forecast_item(state.id) for state in unfinished]
        whole = self.forecast_item(None)
        return [*forecasts, whole] if whole.total else forecasts

    def forecast_item(self, item: str | None) -> Forecast:
        """Forecast an item, or the plan, as `forecast.forecast_item` does, or recall it."""
        key = hash_bytes(repr((self._past, self._list_facts(item))).encode())
        packed = self._known.get(key)
        if packed is None:
            made = forecast.forecast_item(self._figures, self._today, item, self.simulate)
            packed = json.dumps(pack_forecast(made), separators=(",", ":"))
        self._used[key] = packed
        return unpack_forecast(json.loads(packed))

    def simulate(self, question: FinishQuestion) -> Finish:
        """Simulate as `simulate_finish` does, or recall what it found."""
        given = repr(tuple(question))
        key = _SIMULATION + hash_bytes(given.encode())
        packed = self._known.get(key)
        if packed is None:
            self._is_worth_it = True
            days, band, odds = finish.simulate_finish(question)
            ordinals = [day and day.toordinal() for day in days]
            packed = json.dumps([ordinals, band, odds], separators=(",", ":"))
        self._used[key] = packed
        ordinals, band, odds = json.loads(packed)
        days = tuple(day and date.fromordinal(day) for day in ordinals)
        return days, tuple(map(tuple, band)), tuple(map(tuple, odds))

    def keep(self) -> None:
        """Write what was asked for, where some of it is new, with what was known before."""
        if all(key in self._known for key in self._used) or not self._is_worth_it:
            return
        # The simulations of a forecast that was recalled were not asked for, but will be.
        kept = {**self._known, **self._used}
        if sum(map(len, kept.values())) > _ENOUGH:
            simulations = {key: kept[key] for key in kept if key.startswith(_SIMULATION)}
            kept = {**simulations, **self._used}
        if sum(map(len, kept.values())) > _ENOUGH:
            kept = self._used
        write_memory_lines(self._root, MEMORY, _stamp_program(), kept)

    def _list_facts(self, item: str | None) -> list[Any]:
        """List what a forecast depends on besides the plan and the weeks that are over."""
        this_week = week_of(self._today)
        state = self._figures.states[item] if item else None
        if state and state.weeks_of_work:
            facts = {**self._coarse, state.id: describe_course(state, this_week)}
            return [item, facts]
        # The plan, and what is not begun, are forecast from all courses together.
        described = {}
        for each in list_courses(self._figures):
            described[each.id] = describe_course(each, this_week)
        if state:
            described[state.id] = describe_course(state, this_week)
        return [item, described]


class PromiseMemory:
    """The last promises by a hash of what goes into them. `simulate` stands for `simulate_amounts`.

    What is new is written at once.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._stamps = _stamp_program()
        body = read_memory(root, PROMISE_MEMORY, self._stamps)
        self._known: dict[str, Any] = json.loads(body or b"{}")

    def simulate(self, history: History, skipped: int, weeks: int) -> tuple[float, float]:
        """Simulate as `simulate_amounts` does, or recall what it found."""
        key = hash_bytes(repr((history, skipped, weeks)).encode())
        if key not in self._known:
            self._known[key] = promise.simulate_amounts(history, skipped, weeks)
            latest = dict(list(self._known.items())[-_PROMISES:])
            body = json.dumps(latest, separators=(",", ":")).encode()
            write_memory(self._root, PROMISE_MEMORY, self._stamps, body)
        even, sure = self._known[key]
        return even, sure


def _turn_of(state: State) -> int:
    if state.status in course.TURNS:
        return course.TURNS.index(state.status)
    return len(course.TURNS)


def list_courses(figures: Figures) -> list[State]:
    """List the states of all that has units: forecasts are made of their weeks alone."""
    return [state for state in figures.states.values() if KINDS[state.kind].has_units]


# ---- what a forecast depends on


def hash_forecast_facts(reading: JournalReading, figures: Figures, today: date) -> str:
    """Hash the week, the plan, the files of the weeks that are over, and what counts for them."""
    this_week = week_of(today)
    monday = monday_of(this_week)
    strays = []
    for week in figures.journal.weeks:
        if week.name < this_week:
            continue
        # Where the day starts at 4:00, Monday 1:30 counts for the week before.
        for session in week.sessions:
            if session.start.day < monday + timedelta(days=1):
                strays.append((week.name, session))
    digests = [pair for pair in sorted(reading.digests.items()) if pair[0] < this_week]
    ends = course.list_plan_ends(figures.plan, today)
    return hash_bytes(repr((monday, ends, figures.plan, digests, strays)).encode())


def describe_other_course(state: State, this_week: str) -> tuple[Any, ...]:
    """Describe a course as far as the forecast of another one depends on the running week.

    What is done and logged in the weeks that are over is in the hash of their files.
    """
    done, total, measure = state.progress
    begun = state.weeks_of_work[:1]
    facts = (state.kind, state.status, total, measure, done >= total, bool(state.minutes), begun)
    if state.status not in OVER:
        return facts
    if work_left.is_recorded_from(state, this_week):
        return (*facts, done, state.minutes, state.weeks_of_work[-1:], len(state.done))
    last = state.weeks_of_work and work_left.find_last_week_of_work(state, this_week)
    return (*facts, last)


def describe_course(state: State, this_week: str) -> tuple[Any, ...]:
    """Describe all that a forecast takes from a course's running week."""
    records = [record for week, record in state.sayings if week.name >= this_week]
    names = [name for name in state.weeks_of_work if name >= this_week]
    begun = state.weeks_of_work[:1]
    facts = (state.kind, state.status, tuple(state.progress), state.minutes, begun, names)
    return (*facts, [(record.status, getattr(record, "done", ())) for record in records])


# ---- a forecast as JSON


def pack_forecast(made: Forecast) -> dict[str, Any]:
    """Pack the fields of a forecast that say something."""
    packed: dict[str, Any] = {}
    for key, value in made._asdict().items():
        if value is not None and value is not False and value != ():
            packed[key] = value
    for key in _DAYS:
        if day := getattr(made, key):
            packed[key] = day.toordinal()
    packed["odds"] = [(name, day.toordinal(), *rest) for name, day, *rest in made.odds]
    return packed


def unpack_forecast(packed: Mapping[str, Any]) -> Forecast:
    """Unpack what `pack_forecast` packed."""
    given = dict(packed)
    for key in _DAYS:
        if key in given:
            given[key] = date.fromordinal(given[key])
    for key in ("history", "band"):
        given[key] = tuple(map(tuple, given.get(key, ())))
    odds = []
    for name, day, *rest in given["odds"]:
        odds.append(Odds(name, date.fromordinal(day), *rest))
    given["odds"] = tuple(odds)
    if "silence" in given:
        given["silence"] = Silence(*given["silence"])
    for key in ("paused", "uncounted"):
        given[key] = tuple(given.get(key, ()))
    return Forecast(**{"item": None, **given})


def _stamp_program() -> list[tuple[int, int]]:
    """Stamp the modules that forecast, of which others may find something else."""
    modules = (
        course,
        finish,
        kinds,
        promise,
        stats,
        throughput,
        weekly_amounts,
        whole_plan,
        work_left,
    )
    return stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])
