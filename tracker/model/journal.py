"""The nouns of the journal: Journal, Week, Session, KeptForecast, Problem.

The nouns of the plan stand in plan.py, those of its items and their records in kinds.py. All are
frozen values with no behaviour but derivations.

They are named tuples and not dataclasses: 14,000 sessions load three times as fast, and the logging
path does not pay the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from functools import cache
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

RELEASE = "0.1.0"  # of this program; pyproject.toml says the same
MEASURES = ("units", "minutes")
OUTCOMES = ("done", "partial", "missed", "dropped", "carried")


class TrackerError(Exception):
    """An act that cannot be done. Its message is one line: the reason, and what to do instead."""


class WrongUsage(TrackerError):
    """A command line that cannot be parsed. The exit code is 2 instead of 1."""


class Problem(NamedTuple):
    """An error or a hint about a place in one of the author's files.

    `line` and `column` count from 1, in characters. `where` is the path of keys to the value, such
    as `sessions[3].minutes`.
    """

    path: str
    line: int
    column: int
    where: str
    message: str
    kind: str
    hint: bool = False

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: "
        if self.hint:
            text += "hint: "
        if self.where:
            text += f"{self.where}: "
        return text + self.message


class Start(NamedTuple):
    """When a session began: to the minute, to the day (no `clock`) or to the week (`whole_week`).

    `day` and `clock` are local time where the learner was; `offset` is minutes east of UTC, which
    running sessions have.
    """

    day: date
    clock: time | None = None
    offset: int | None = None
    whole_week: bool = False


class Session(NamedTuple):
    """A start and a length in minutes: all time in a journal is the time of sessions.

    A running session has no length yet. One without a length that does not run is a note: a day of
    work, and no time. `unpublished` keeps its words off every page.
    """

    start: Start
    minutes: int | None = None
    item: str | None = None
    note: str | None = None
    id: str | None = None
    about: bool = False
    running: bool = False
    unpublished: bool = False

    @property
    def is_note(self) -> bool:
        """Whether it has no length and is not going to have one."""
        return self.minutes is None and not self.running

    @property
    def target(self) -> tuple[str | None, str | None]:
        """(id of the item, name of its unit): `zero-to-hero/micrograd` names both.

        An address is an id as a whole.
        """
        return split_target(self.item)


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
    """A part of the post for members of another site: only the teaser and the address are shown."""

    teaser: str
    url: str | None = None


class Week(NamedTuple):
    """One ISO week, Monday to Sunday.

    `name` is the file's name, `2024-W27`; `target` is in minutes; `done` are steps of the plan's
    phases. `worked`: the words that readers may not see show work.
    """

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
    done: tuple[str, ...] = ()
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
    sessions: Sequence[Session] = ()
    worked: bool = False

    @property
    def path(self) -> str:
        """The path of its file in the journal's folder."""
        return week_path_of(self.name)

    @property
    def monday(self) -> date:
        return monday_of(self.name)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def date(self) -> date:
        """The date of the post: as written, else the Sunday that ends the week."""
        return self.published or self.sunday

    @property
    def records(self) -> list[tuple[str, str, Record]]:
        """(kind, id, record) of each item that the week has a record of."""
        records = []
        for kind in KINDS:
            for id_, record in getattr(self, kind).items():
                records.append((kind, id_, record))
        return records


class KeptForecast(NamedTuple):
    """A forecast from the week `made`, when `done` of `of` units or minutes were done.

    `item`: an id; None is the whole plan. `p50` and `p80`: the days on which all of it was expected
    to be done, the earlier and the later.
    """

    made: str
    measure: str
    done: int
    of: int
    p50: date
    p80: date
    item: str | None = None


class WithheldGap(NamedTuple):
    """A gap without its words: that the course `item` had one from the week `found` on.

    `closed` is the week that closed it, None while it is open. `number` tells it from others.
    `gated`: the gate holds back its words, and readers may know of it; else it is a draft's.
    """

    number: int
    item: str
    found: str
    closed: str | None
    gated: bool


class Journal(NamedTuple):
    """A plan, its weeks, oldest first, and the kept forecasts.

    It leaves out the weeks that could not be read. `withheld`: the gaps that only the author's own
    journal names; there are none in that one.
    """

    plan: Plan
    weeks: tuple[Week, ...] = ()
    forecasts: tuple[KeptForecast, ...] = ()
    withheld: tuple[WithheldGap, ...] = ()


class Period(NamedTuple):
    """Days that a chart or a figure is limited to, both ends included."""

    first: date
    last: date


def split_target(item: str | None) -> tuple[str | None, str | None]:
    """`zero-to-hero/micrograd` -> the id and the unit; an address is an id as a whole."""
    if item is None or is_address(item):
        return item, None
    id_, _, unit = item.partition("/")
    return id_, unit or None


def is_address(text: str) -> bool:
    """Whether an id is a web address instead of a name."""
    return text.startswith(("http://", "https://"))


@cache  # ten years ask it fifty thousand times, for 520 weeks
def monday_of(week: str) -> date:
    """`2024-W27` -> 2024-07-01. ValueError where the year has no such week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def sunday_of(week: str) -> date:
    return monday_of(week) + timedelta(days=6)


def thursday_of(week: str) -> date:
    """`2024-W27` -> 2024-07-04, the day that says which month and year the week belongs to."""
    return monday_of(week) + timedelta(days=3)


@cache
def week_of(day: date) -> str:
    """2027-01-01 -> `2026-W53`: the ISO week, whose year is its Thursday's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def format_problem_line(problem: Problem) -> str:
    """Format a problem on one line, even if its key or message has line breaks."""
    return str(problem).replace("\n", " ")


def error_lines(problems: Iterable[Problem]) -> list[str]:
    """Format the errors among the problems, each on one line, and leave out the hints."""
    return [format_problem_line(problem) for problem in problems if not problem.hint]


PLAN_PATH, FORECASTS_PATH = "entries/plan.yaml", "entries/forecasts.yaml"


def week_path_of(week: str) -> str:
    """2024-W27 -> the path of its file in the journal's folder."""
    return f"entries/{week}.yaml"
