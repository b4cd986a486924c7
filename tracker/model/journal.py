"""The words of the journal: Journal, Week, Session, KeptForecast, Problem; the plan's come from plan.py and kinds.py.

Frozen values, no behaviour but derivations.

Named tuples and not dataclasses: 14,000 sessions load three times as fast, and the logging path does not pay the
import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import NamedTuple

from tracker.model.kinds import (
    EMPTY,
    KINDS,
    CourseRecord,
    Link,
    PaperRecord,
    ProjectRecord,
    Record,
)
from tracker.model.plan import Plan

MEASURES = ("units", "minutes")
OUTCOMES = ("done", "partial", "missed", "dropped", "carried")


class TrackerError(Exception):
    """An act that cannot be done. Its message is one line that says why and what to do instead."""


class WrongUsage(TrackerError):
    """Words that make no command. Exit code 2 instead of 1."""


class Problem(NamedTuple):
    """A misfit in one of the author's files.

    `line` and `column` count from 1, in characters; `where` leads down to the key.
    """

    path: str
    line: int
    column: int
    where: str
    message: str
    kind: str
    hint: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}: " + ("hint: " if self.hint else "")
        return place + (f"{self.where}: " if self.where else "") + self.message


class Start(NamedTuple):
    """When a session began, as exactly as is known: to the minute, the day (no `clock`) or the week (`whole_week`).

    `day` and `clock` are the wall clock where the learner was; `offset` is minutes east of UTC and stands on running
    sessions.
    """

    day: date
    clock: time | None = None
    offset: int | None = None
    whole_week: bool = False


class Session(NamedTuple):
    """A start and a length in minutes; the only carrier of time. A running session has no length yet."""

    start: Start
    minutes: int | None = None
    item: str | None = None
    note: str | None = None
    id: str | None = None
    about: bool = False
    running: bool = False

    @property
    def target(self) -> tuple[str | None, str | None]:
        """(id of the item, name of its unit): `zero-to-hero/micrograd` names both; an address is an id whole."""
        if self.item is None or is_address(self.item):
            return self.item, None
        item, _, unit = self.item.partition("/")
        return item, unit or None


class Goal(NamedTuple):
    goal: str
    outcome: str | None = None
    why: str | None = None


class Question(NamedTuple):
    ask: str
    answer: str | None = None


class Cover(NamedTuple):
    image: str
    alt: str | None = None
    caption: str | None = None
    prompt: str | None = None


class Members(NamedTuple):
    """A part for members elsewhere: only the teaser and the address are shown."""

    teaser: str
    url: str | None = None


class Week(NamedTuple):
    """One ISO week, Monday to Sunday. `name` is its file's name, `2024-W27`; `target` is in minutes."""

    name: str
    title: str | None = None
    published: date | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    cover: Cover | None = None
    summary: str | None = None
    intro: str | None = None
    goals: tuple[Goal, ...] = ()
    courses: Mapping[str, CourseRecord] = EMPTY
    papers: Mapping[str, PaperRecord] = EMPTY
    projects: Mapping[str, ProjectRecord] = EMPTY
    learned: tuple[str, ...] | str = ()
    life: tuple[str, ...] | str = ()
    links: tuple[Link, ...] = ()
    members: Members | None = None
    questions: tuple[Question, ...] = ()
    next: tuple[str, ...] | str = ()
    sections: Mapping[str, str] = EMPTY
    leads: Mapping[str, str] = EMPTY
    order: tuple[str, ...] = ()
    target: int | None = None
    unpublished: str | None = None
    sessions: tuple[Session, ...] = ()

    @property
    def monday(self) -> date:
        return monday_of(self.name)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def date(self) -> date:
        """The day the post bears: as written, else the Sunday that ends the week."""
        return self.published or self.sunday

    @property
    def records(self) -> list[tuple[str, str, Record]]:
        """(kind, id, record) of all that the week says of items."""
        return [
            (kind, id_, record) for kind in KINDS for id_, record in getattr(self, kind).items()
        ]


class KeptForecast(NamedTuple):
    """When `of` units or minutes were expected to be done, as said in the week `made`, `done` of them being done then.

    `item`: an id; None is the whole plan. `p50` and `p80`: the earlier day and the later.
    """

    made: str
    measure: str
    done: int
    of: int
    p50: date
    p80: date
    item: str | None = None


class Journal(NamedTuple):
    """A plan and its weeks, oldest first, and the forecasts that were kept.

    Weeks that could not be read are not here; their problems are.
    """

    plan: Plan
    weeks: tuple[Week, ...] = ()
    forecasts: tuple[KeptForecast, ...] = ()


class Period(NamedTuple):
    """Days that a chart or a figure is limited to, both ends included."""

    first: date
    last: date


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def monday_of(week: str) -> date:
    """`2024-W27` -> 2024-07-01. ValueError where the year has no such week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def week_of(day: date) -> str:
    """2027-01-01 -> `2026-W53`: the ISO week, whose year is its Thursday's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def format_problem_line(problem: Problem) -> str:
    """A problem on one line, whatever its key holds."""
    return str(problem).replace("\n", " ")


def error_lines(problems: Iterable[Problem]) -> list[str]:
    """Errors that stop nothing, each said once more where someone writes to the journal."""
    return [format_problem_line(problem) for problem in problems if not problem.hint]
