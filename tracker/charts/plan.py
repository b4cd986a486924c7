"""Figures -> the curriculum as bars, in its order: where am I, and what is next?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    clean_title,
    format_hours,
    key_of,
    known_item,
    title_of,
    unknown_item_finding,
)
from tracker.charts.escape import render_chart_template
from tracker.charts.targets import item_target
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import Period
from tracker.model.kinds import FINISHED, KINDS, Kind

NAME, QUESTION = "plan", "Where am I, and what is next?"
BAR = 7  # pixels


class PlanRow(NamedTuple):
    """A bar: `share` is 0 to 1, None where there is nothing to measure by.

    `target`: the page of the item; empty for several.
    """

    title: str
    status: str
    amount: str
    share: float | None
    target: str = ""

    @property
    def css(self) -> str:
        if self.status in FINISHED:
            return "tracker-finished"
        return "tracker-filled"

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.status, self.amount) if part)


def build_plan_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    """Chart where items stand now: a period does not change it."""
    known = known_item(figures, item) if item else None
    states = [state for state in figures.states.values() if state.kind in KIND_WORDS]
    if item:
        states = [state for state in states if state.id == known]
    finding = format_plan_finding(figures, states, item, known)
    if not states:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    rows = tuple(build_plan_rows(states, whole=bool(item)))
    table: list[tuple[str, ...]] = []
    for state in states:
        title, kind = clean_title(state.title), KIND_WORDS[state.kind]
        progress, time = format_state_progress(state), format_state_time(state)
        table.append((title, kind, state.status, progress, time))
    headers: tuple[str, ...] = ("Item", "Kind", "Status", "Done", "Time")
    if not any(state.minutes for state in states):
        headers = headers[:-1]
        table = [row[:-1] for row in table]
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        tuple(table),
        partial(draw, rows),
        key_of(NAME, finding, rows),
        is_html=True,
    )


def format_plan_finding(
    figures: Figures, states: list[State], item: str | None, known: str | None
) -> str:
    """Describe how much of each kind is done, and the items that are active and next."""
    if item and not known:
        return unknown_item_finding(item)
    if not states:
        return "Nothing planned yet."
    if known:
        return format_state_sentence(figures.states[known])
    counts = []
    for name, kind in KINDS.items():
        own = list_undropped_states(states, name)
        if own:
            word = kind.name_for(len(own))
            counts.append(f"{sum(state.status in FINISHED for state in own)} of {len(own)} {word}")
    done = "All dropped"
    if counts:
        done = f"{join_words(counts)} done"
    return f"{done}{format_active_and_next(figures, states)}."


def format_state_sentence(state: State) -> str:
    """`Zero to Hero: active, 3 of 8 units`, as a sentence."""
    words = state.status
    amount = format_state_progress(state) or format_state_time(state)
    if amount:
        words += f", {amount}"
    return f"{clean_title(state.title)}: {words}."


def format_active_and_next(figures: Figures, states: list[State]) -> str:
    """`; active: A and B; next: C`, or nothing; of many, two are named."""
    words = ""
    for status in ("active", "next"):
        own = [state for state in states if state.status == status and KINDS[state.kind].has_units]
        # Courses touched last come first; those never touched keep the plan's order.
        own.sort(key=lambda state: state.last or date.min, reverse=True)
        titles = [title_of(figures, state.id) for state in own]
        if len(titles) > 3:
            titles = [*titles[:2], f"{len(titles) - 2} more"]
        if titles:
            words += f"; {status}: {join_words(titles)}"
    return words


def list_undropped_states(states: list[State], kind: str) -> list[State]:
    """List the items of a kind; dropped items are no part of the whole."""
    return [state for state in states if state.kind == kind and state.status != "dropped"]


def build_plan_rows(states: list[State], whole: bool) -> Iterable[PlanRow]:
    """Yield a bar for each course, and one bar each for the papers, the projects and the rest.

    Those are many, and each is done or not. With `whole`, a bar for each item.
    """
    if whole:
        yield from map(build_plan_row, states)
        return
    yield from (build_plan_row(state) for state in states if KINDS[state.kind].has_units)
    for name, kind in KINDS.items():
        own = list_undropped_states(states, name)
        if own and not kind.has_units:
            done = sum(state.status in FINISHED for state in own)
            words = f"{done} of {len(own)} {format_finished_words(kind)}"
            yield PlanRow(kind.heading, "", words, done / len(own))


def format_finished_words(kind: Kind) -> str:
    """`read`; `done or shipped` where one can be done without being shipped."""
    others = [word for word in FINISHED if word in kind.statuses and word != kind.finished_status]
    return " or ".join([*others, kind.verb])


def build_plan_row(state: State) -> PlanRow:
    finished = state.status in FINISHED
    share = None
    if state.progress.total and is_time_unknown(state):
        share = None
    elif state.progress.total and not (finished and state.progress.measure == "minutes"):
        share = state.progress.share
    elif finished:
        share = 1.0
    amount = format_state_progress(state, named=False) or format_state_time(state)
    title = clean_title(state.title)
    return PlanRow(title, state.status, amount, share, item_target(state.id))


def format_state_progress(state: State, named: bool = True) -> str:
    """`3 of 8 units`, `12 h of 40 h`, or nothing; `3 of 8` where units are not `named`.

    `about 40 h` of an item that was worked on without a time.
    """
    done, total, measure = state.progress
    if total and is_time_unknown(state):
        return f"about {format_hours(total)}"
    if total and measure == "minutes":
        spent = format_hours(done) if done else "0"
        return f"{spent} of {format_hours(total)}"
    if not total and not done:
        return ""
    words = f"{done} of {total}" if total else str(done)
    if named:
        words += " units" if (total or done) > 1 else " unit"
    return words


def is_time_unknown(state: State) -> bool:
    """Whether an item that hours would measure was worked on without any."""
    progress = state.progress
    return progress.measure == "minutes" and not progress.done and bool(state.weeks_of_work)


def format_state_time(state: State) -> str:
    if not state.minutes:
        return ""
    return format_hours(state.minutes)


def draw(rows: tuple[PlanRow, ...]) -> str:
    """Render the rows as HTML: words that wrap, for titles are long and fonts differ."""
    return str(render_chart_template("plan.html.jinja", rows=rows, bar=BAR))
