"""The plan's milestones and decisions -> notes on a chart of time: what explains its shape."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.charts.chart import clean_title
from tracker.figures.stats import Figures
from tracker.model.english import day_words

MILESTONE, DECISION = "tracker-milestone", "tracker-decision"


class ChartNote(NamedTuple):
    """`css`: MILESTONE or DECISION. `words`: what happened, in one line."""

    day: date
    css: str
    words: str

    @property
    def sentence(self) -> str:
        """`3 March 2026: Passed the exam`."""
        return f"{day_words(self.day)}: {self.words}"


def list_notes(figures: Figures, first: date, last: date) -> list[ChartNote]:
    """List the author's milestones and what was decided from `first` to `last`, oldest first."""
    notes = []
    for milestone in figures.plan.milestones:
        notes.append(ChartNote(milestone.date, MILESTONE, clean_title(milestone.what)))
    for decision in figures.plan.decisions:
        if decision.decided and decision.chosen:
            words = f"decided: {clean_title(decision.chosen)}"
            notes.append(ChartNote(decision.decided, DECISION, words))
    return sorted(note for note in notes if first <= note.day <= last)
