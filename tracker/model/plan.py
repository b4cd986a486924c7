"""The nouns of the plan: Plan, Course, Paper, Project, Series, Decision ...

All are frozen values with no behaviour but derivations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

EMPTY: Mapping[str, Any] = MappingProxyType({})
DAYS_A_MONTH = 365.25 / 12
KINDS = ("courses", "papers", "projects")
SECTIONS = (
    "intro",
    "goals",
    "courses",
    "papers",
    "projects",
    "learned",
    "life",
    "links",
    "questions",
    "next",
)
COURSE_STATUSES = ("planned", "next", "active", "paused", "done", "dropped")
PROJECT_STATUSES = ("idea", "radar", *COURSE_STATUSES, "shipped")


class Kept(tuple[Any, ...]):
    """The values of a list that could be read.

    `numbers`: the position of each in the author's list, from 0.
    """

    numbers: list[int]

    def __new__(cls, values: list[Any], numbers: list[int]) -> Kept:
        self = super().__new__(cls, values)
        self.numbers = numbers
        return self


class Link(NamedTuple):
    url: str
    title: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    quote: str | None = None


class Course(NamedTuple):
    """An entry of the plan.

    `units`: name -> title, in order, or how many there are. `estimate`: minutes.
    """

    title: str | None = None
    by: str | None = None
    url: str | None = None
    form: str | None = None
    units: Mapping[str, str] | int = EMPTY
    estimate: int | None = None
    after: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    review: str | None = None
    status: str | None = None
    was: tuple[str, ...] = ()
    phase: int | None = None


class Paper(NamedTuple):
    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    estimate: int | None = None
    after: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    review: str | None = None
    status: str | None = None
    was: tuple[str, ...] = ()
    phase: int | None = None


class Project(NamedTuple):
    """An entry of the plan. `uses`: ids of what it puts to use."""

    title: str | None = None
    repo: str | None = None
    url: str | None = None
    uses: tuple[str, ...] = ()
    estimate: int | None = None
    after: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    review: str | None = None
    status: str | None = None
    was: tuple[str, ...] = ()
    phase: int | None = None


Item = Course | Paper | Project


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
        days = []
        for months in dict.fromkeys(self.months):
            days.append(self.start + timedelta(days=round(months * DAYS_A_MONTH)))
        return days


class Phase(NamedTuple):
    title: str
    notes: str | None = None


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


class Decision(NamedTuple):
    question: str
    options: tuple[str, ...] = ()
    chosen: str | None = None
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


class Plan(NamedTuple):
    """The author's plan: settings, and the items to learn in the order of the curriculum.

    `target`: minutes a week. `day_starts`: minutes after midnight.
    """

    title: str | None = None
    why: str | None = None
    start: date | None = None
    target: int | None = None
    day_starts: int = 0
    deadline: date | None = None
    runway: Runway | None = None
    gate: int | None = None
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

    @property
    def items(self) -> dict[str, tuple[str, Item]]:
        """Id -> (kind, item), in the plan's order."""
        items = {}
        for kind in KINDS:
            for id_, item in getattr(self, kind).items():
                items[id_] = (kind, item)
        return items

    @property
    def aliases(self) -> dict[str, str]:
        """Former id -> the item's id today."""
        aliases = {}
        for id_, (_, item) in self.items.items():
            for former_id in item.was:
                aliases[former_id] = id_
        return aliases
