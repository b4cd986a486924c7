"""The nouns of the plan: Plan, Series, Decision ...; those of its items stand in kinds.py.

All are frozen values with no behaviour but derivations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from tracker.model.kinds import (
    EMPTY,
    KINDS,
    Course,
    Item,
    Link,
    Paper,
    Project,
)

DAYS_A_MONTH = 365.25 / 12
GATE_SHOWS = ("gaps",)  # what a gate can let through
NO_ITEM, LEFT_OUT = "other", "-"  # what a label of another program can mean beside an item
SECTIONS = (
    "intro",
    "goals",
    *KINDS,
    "learned",
    "life",
    "links",
    "questions",
    "next",
)


class Kept(tuple[Any, ...]):
    """The values of a list that could be read.

    `numbers`: the position of each in the author's list, from 0.
    """

    numbers: list[int]

    def __new__(cls, values: list[Any], numbers: list[int]) -> Kept:
        self = super().__new__(cls, values)
        self.numbers = numbers
        return self


class Pause(NamedTuple):
    """Days that were not meant for study, both ends included."""

    start: date
    end: date
    reason: str | None = None


class Runway(NamedTuple):
    """Savings that last `months` (least and most, or one number) from `start` on."""

    start: date
    months: tuple[int, ...]

    @property
    def ends(self) -> list[date]:
        """The days on which the savings end: one, or two where `months` names two numbers."""
        return [add_months(self.start, months) for months in dict.fromkeys(self.months)]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month.

    2027-01-01 and 6 -> 2027-07-01, 2027-08-31 and 6 -> 2028-02-29.
    """
    years, month = divmod(day.month - 1 + months, 12)
    following = date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


class Gate(NamedTuple):
    """Words on what is understood less than `below`, 1 to 5, stay unpublished.

    `show`: the keys of a record that are published all the same.
    """

    below: int
    show: tuple[str, ...] = ()


class Phase(NamedTuple):
    """A phase. `steps`: what there is to do in it, ticked off by a week's `done`."""

    title: str
    notes: str | None = None
    steps: tuple[str, ...] = ()


class Slot(NamedTuple):
    """One week of a series: its paper, and links to read before it."""

    week: str
    paper: str | None = None
    title: str | None = None
    primers: tuple[Link, ...] = ()


class Series(NamedTuple):
    title: str | None = None
    theme: str | None = None
    url: str | None = None
    starter: tuple[Link, ...] = ()
    schedule: tuple[Slot, ...] = ()


class Option(NamedTuple):
    """One way to decide. `cost`: in the author's words. `date`: when it would begin or be due."""

    option: str
    cost: str | None = None
    date: date | None = None


class Decision(NamedTuple):
    """A question, and what was chosen on the day `decided`; without a choice it is open."""

    question: str
    options: tuple[Option, ...] = ()
    chosen: str | None = None
    decided: date | None = None
    why: str | None = None
    review_on: date | None = None
    outcome: str | None = None


class Person(NamedTuple):
    name: str
    url: str | None = None
    role: str | None = None


class Milestone(NamedTuple):
    date: date
    what: str
    url: str | None = None


class Contact(NamedTuple):
    name: str | None = None
    url: str | None = None
    email: str | None = None
    links: tuple[Link, ...] = ()
    call: str | None = None
    newsletter: str | None = None


class PlanFields(NamedTuple):
    """The author's plan: settings, and the items to learn in the order of the curriculum.

    `needs`: the oldest release that reads this journal, as its numbers: (0, 2). `target`: minutes a
    week. `day_starts`: minutes after midnight. `notes`: whether the notes of sessions are
    `published` or `unpublished`. `labels`: what other programs call an item -> the item, NO_ITEM
    or LEFT_OUT.
    """

    needs: tuple[int, ...] = ()
    title: str | None = None
    why: str | None = None
    start: date | None = None
    target: int | None = None
    day_starts: int = 0
    deadline: date | None = None
    runway: Runway | None = None
    gate: Gate | None = None
    notes: str = "published"
    sections: tuple[str, ...] = SECTIONS
    headings: Mapping[str, str] = EMPTY
    empty_sections: tuple[str, ...] = ()
    pauses: tuple[Pause, ...] = ()
    courses: Mapping[str, Course] = EMPTY
    papers: Mapping[str, Paper] = EMPTY
    projects: Mapping[str, Project] = EMPTY
    phases: tuple[Phase, ...] = ()
    series: Mapping[str, Series] = EMPTY
    decisions: tuple[Decision, ...] = ()
    people: Mapping[str, Person] = EMPTY
    milestones: tuple[Milestone, ...] = ()
    contact: Contact | None = None
    timezone: str | None = None
    labels: Mapping[str, str] = EMPTY


class Plan(PlanFields):
    """The fields of a plan, and what follows from them: worked out once, for pages ask all day."""

    @cached_property
    def items(self) -> dict[str, tuple[str, Item]]:
        """Id -> (kind, item), in the plan's order."""
        items = {}
        for kind in KINDS:
            for id_, item in getattr(self, kind).items():
                items[id_] = (kind, item)
        return items

    def item_with_units(self, id_: str) -> Item | None:
        """The course of that id, or whatever else is worked through unit by unit."""
        for kind in KINDS.values():
            items: Mapping[str, Item] = getattr(self, kind.plural)
            if kind.has_units and id_ in items:
                return items[id_]
        return None

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Former id -> the item's id today."""
        aliases = {}
        for id_, (_, item) in self.items.items():
            for former_id in item.was:
                aliases[former_id] = id_
        return aliases
