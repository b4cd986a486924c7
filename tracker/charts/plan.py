"""Figures -> the curriculum as bars, in its order: where am I, and what is next?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import NamedTuple
from unicodedata import east_asian_width

from tracker.charts.chart import (
    KIND_WORDS,
    Chart,
    clean_title,
    format_hours,
    key_of,
    known_item,
    title_of,
)
from tracker.charts.sheet import ChartCanvas, create_canvas, render_canvas_svg
from tracker.figures.standings import FINISHED
from tracker.figures.stats import Figures, State
from tracker.model.english import join_words
from tracker.model.journal import Period
from tracker.model.kinds import KINDS, Kind

NAME, QUESTION = "plan", "Where am I, and what is next?"
ROW, BAR = 34, 7  # pixels
# Letters that fit into a line, status included, on a phone and on a desk.
SHORT, LONG = 52, 96


class PlanRow(NamedTuple):
    """A bar: `share` is 0 to 1, None where there is nothing to measure by."""

    title: str
    status: str
    amount: str
    share: float | None

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.status, self.amount) if part)


def build_plan_chart(
    figures: Figures, today: date, period: Period | None, item: str | None
) -> Chart:
    """Where things stand now: a period does not change it."""
    known = known_item(figures, item) if item else None
    states = [
        state
        for id_, state in figures.states.items()
        if state.kind in KIND_WORDS and (not item or id_ == known)
    ]
    finding = format_plan_finding(figures, states, item, known)
    if not states:
        return Chart(NAME, QUESTION, finding, (), (), None, key_of(NAME, finding))
    rows = tuple(build_plan_rows(states, whole=bool(item)))
    table = tuple(
        (
            clean_title(state.title),
            KIND_WORDS[state.kind],
            state.status,
            format_state_progress(state),
            format_state_time(state),
        )
        for state in states
    )
    headers = ("Item", "Kind", "Status", "Done", "Time")
    return Chart(
        NAME,
        QUESTION,
        finding,
        headers,
        table,
        partial(draw, finding, rows),
        key_of(NAME, finding, rows),
    )


def format_plan_finding(
    figures: Figures, states: list[State], item: str | None, known: str | None
) -> str:
    """How much is done of each kind, what is active and what is next."""
    if item and not known:
        return f"The journal knows nothing called {clean_title(item)}."
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
    return (
        (f"{join_words(counts)} done" if counts else "All dropped")
        + format_active_and_next(figures, states)
        + "."
    )


def format_state_sentence(state: State) -> str:
    """`Zero to Hero: active, 3 of 8 units`, as a sentence."""
    return f"{clean_title(state.title)}: {', '.join(part for part in (state.status, format_state_progress(state) or format_state_time(state)) if part)}."


def format_active_and_next(figures: Figures, states: list[State]) -> str:
    parts = []
    for status in ("active", "next"):
        own = [state for state in states if state.status == status and KINDS[state.kind].has_units]
        # Of the active ones those touched last come first; what is next stays in the plan's order.
        own.sort(key=lambda state: state.last or date.min, reverse=True)
        titles = [title_of(figures, state.id) for state in own]
        if titles:
            more = len(titles) - 2
            parts.append(
                f"{status}: {join_words([*titles[:2], f'{more} more'] if more > 1 else titles[:3])}"
            )
    return "".join(f"; {part}" for part in parts)


def list_undropped_states(states: list[State], kind: str) -> list[State]:
    """What was dropped is no longer part of the whole."""
    return [state for state in states if state.kind == kind and state.status != "dropped"]


def build_plan_rows(states: list[State], whole: bool) -> Iterable[PlanRow]:
    """A bar for each course; papers, projects and the like as one bar each: there are many, and each is done or not."""
    if whole:
        yield from (build_plan_row(state) for state in states)
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
    measured = state.progress.total and not (
        state.status in FINISHED and state.progress.measure == "minutes"
    )
    share = state.progress.share if measured else 1.0 if state.status in FINISHED else None
    return PlanRow(
        clean_title(state.title),
        state.status,
        format_state_progress(state, named=False) or format_state_time(state),
        share,
    )


def format_state_progress(state: State, named: bool = True) -> str:
    """`3 of 8 units`, `12 h of 40 h`, or nothing."""
    done, of, measure = state.progress
    if of and measure == "minutes":
        return f"{format_hours(done) if done else 0} of {format_hours(of)}"
    if not of and not done:
        return ""
    return (f"{done} of {of}" if of else str(done)) + (
        " units" if (of or done) > 1 else " unit"
    ) * named


def format_state_time(state: State) -> str:
    return format_hours(state.minutes) if state.minutes else ""


def draw(finding: str, rows: tuple[PlanRow, ...]) -> str:
    """Pixels downwards; the width is 1."""
    page = create_canvas(len(rows) * ROW, 1, len(rows) * ROW, 0)
    for index, row in enumerate(rows):
        draw_plan_row(page, row, index * ROW)
    return render_canvas_svg(page, finding)


def draw_plan_row(page: ChartCanvas, row: PlanRow, top: int) -> None:
    words = f"{row.title}: {row.words}"
    full, short = (truncate_title(row.title, room - len(row.words)) for room in (LONG, SHORT))
    page.text(0, top + 13, full, "tracker-name" + " tracker-long" * (short != full), title=words)
    if short != full:
        page.text(0, top + 13, short, "tracker-name tracker-short", title=words)
    page.text(
        1, top + 13, row.words, f"tracker-state tracker-state--{row.status or 'sum'}", "right"
    )
    if row.share is None:
        page.line(
            [(0, top + 20 + BAR / 2), (1, top + 20 + BAR / 2)],
            "tracker-unknown",
            f"{words} (no units to count)",
        )
        return
    page.bar(0, top + 20, 1, BAR, "tracker-track", words)
    if row.share:
        css = "tracker-finished" if row.status in FINISHED else "tracker-filled"
        page.bar(0, top + 20, row.share, BAR, css, words)


def truncate_title(title: str, room: int) -> str:
    """So much of a title as has room, in letters of usual width: capitals are wider, and Chinese ones twice as wide."""
    plain, used = title.strip("\u2068\u2069"), 0.0
    for count, letter in enumerate(plain):
        used += (
            2
            if east_asian_width(letter) in "WF" or letter in "MW"
            else 1.25
            if letter.isupper()
            else 1
        )
        if used > room:
            return clean_title(plain[: max(count - 1, 1)].rstrip() + "…")
    return title
