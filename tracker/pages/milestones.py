"""Journal -> its milestones: the author's own, and between them those found in the data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from tracker.figures.knowledge import Span, list_finish_spans, readings_of
from tracker.figures.stats import Entry, State
from tracker.model.journal import PLAN_PATH, monday_of
from tracker.model.kinds import KINDS
from tracker.model.when import format_duration
from tracker.pages.markdown import Md, link_or_escape, link_page
from tracker.pages.page import (
    Page,
    View,
    exclude_from_search,
    front_matter,
    item_uri,
    render_template,
)

URI = "milestones.md"
HOURS = (100, 250, 500)  # then every thousand
NEAR = timedelta(days=7)  # the author's own milestone of the same event may have another day


class Event(NamedTuple):
    """`own`: the author calls it a milestone; the others are found in the data."""

    day: date
    what: Md
    own: bool = False


def milestones_page(view: View) -> Page:
    events = sorted(collect_events(view), key=lambda event: (event.day, event.own), reverse=True)
    years: dict[str, list[Event]] = {}
    for event in events:
        years.setdefault(str(event.day.year), []).append(event)
    origins = {event.own for event in events}
    body = render_template("milestones.md.jinja", years=years, both=len(origins) > 1)
    head = front_matter(
        title="Milestones",
        description=(
            "What was reached, and when: the author's own milestones, "
            "and what the data shows between them"
        ),
        search=exclude_from_search(not events),
    )
    return Page(URI, head + body, PLAN_PATH, empty=not events)


def collect_events(view: View) -> Iterator[Event]:
    for milestone in view.figures.plan.milestones:
        yield Event(milestone.date, link_or_escape(milestone.url, milestone.what), True)
    for day, label in hours_reached(view):
        yield Event(day, Md(label))
    yield from find_finished_items(view)
    yield from find_first_events(view)


def hours_reached(view: View) -> Iterator[tuple[date, str]]:
    """Yield (day, `100 hours of study`) for each round number of hours."""
    marks = iterate_hour_marks()
    mark = next(marks)
    total = 0  # minutes
    for entry in sorted(view.figures.entries, key=entry_day_of):
        total += entry.minutes
        while total >= mark * 60:
            yield entry_day_of(entry), f"{mark} hours of study"
            mark = next(marks)


def iterate_hour_marks() -> Iterator[int]:
    yield from HOURS
    yield from count(1000, 1000)


def entry_day_of(entry: Entry) -> date:
    return entry.day or monday_of(entry.week)


def find_finished_items(view: View) -> Iterator[Event]:
    """Yield finished courses and shipped projects, without those of the author's own milestones."""
    for span in list_finish_spans(view.figures):
        state = view.figures.states[span.id]
        if KINDS[span.kind].is_read or has_own_milestone(view, state, span):
            continue
        kind = KINDS[state.kind]
        verb = kind.verb.capitalize() if state.status == kind.finished_status else "Finished"
        label = f"{verb} {link_page(item_uri(state), URI, state.title)}"
        if state.minutes:
            label += f", {format_duration(state.minutes)}"
        yield Event(span.done, Md(label))


def has_own_milestone(view: View, state: State, span: Span) -> bool:
    """Return whether a milestone of the author's names the item near the day it was finished.

    `Zero to Hero finished` names `Neural Networks: Zero to Hero`.
    """
    names = [part.casefold() for part in state.title.split(": ") if len(part) > 3]
    for milestone in view.figures.plan.milestones:
        if abs(milestone.date - span.done) > NEAR:
            continue
        text = milestone.what.casefold()
        if any(name in text for name in names):
            return True
    return False


def find_first_events(view: View) -> Iterator[Event]:
    """Yield the first session, and the first paper that was read whole."""
    entries = [entry for entry in view.figures.entries if entry.day]
    if entries:
        entry = min(entries, key=entry_day_of)
        label = "The first session" if entry.minutes else "The first note"
        state = view.figures.states.get(entry.item or "")
        if state:
            label += f": {link_page(item_uri(state), URI, state.title)}"
        yield Event(entry_day_of(entry), Md(label))
    papers = [span for span in list_finish_spans(view.figures) if KINDS[span.kind].is_read]
    if papers:
        state = view.figures.states[papers[0].id]
        if was_read_before(state):
            return
        noun = KINDS[state.kind].singular
        link = link_page(item_uri(state), URI, state.title)
        yield Event(papers[0].done, Md(f"The first {noun} read: {link}"))


def was_read_before(state: State) -> bool:
    """Whether an item was read before the journal began: what it says first is a reading again.

    Then nobody knows which was the first.
    """
    readings = [reading.how for reading in readings_of(state) if reading.how]
    return readings[:1] == ["again"]
