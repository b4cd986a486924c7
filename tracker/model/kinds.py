"""The kinds of items: what the plan and a week say of a course, a paper or a project, and `KINDS`.

`KINDS` has a row for each kind with all else that differs between them, and everything asks it.
CONTRIBUTING.md says how to add a kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

EMPTY: Mapping[str, Any] = MappingProxyType({})
READINGS = ("skim", "once", "again", "implemented")
COURSE_STATUSES = ("planned", "next", "active", "paused", "done", "dropped")
PROJECT_STATUSES = (
    "idea",
    "radar",
    "planned",
    "next",
    "active",
    "paused",
    "done",
    "dropped",
    "shipped",
)
# What an item may keep off every page: what is written about it, or its name as well.
UNPUBLISHED_WORDS, UNPUBLISHED_NAME = "words", "name"


class Link(NamedTuple):
    url: str
    title: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    quote: str | None = None


# ---- items of the plan ---------------------------------------------------------------------------


class Course(NamedTuple):
    """An entry of the plan.

    `short`: its name where a title is too long, as in titles of weeks. `units`: name -> title, in
    order, or how many there are. `estimate`: minutes. `unpublished`: what no page may show of it,
    its `words` or its `name`, too.
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
    unpublished: str | None = None
    short: str | None = None


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
    unpublished: str | None = None
    short: str | None = None


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
    unpublished: str | None = None
    short: str | None = None


Item = Course | Paper | Project


# ---- what one week says of an item ---------------------------------------------------------------


class CourseRecord(NamedTuple):
    """What one week says of a course.

    `done`: names of units, or how many. `confidence`: 1 to 5. `closed`: gaps that are none any
    more.
    """

    done: tuple[str, ...] | int = ()
    notes: str | None = None
    units: Mapping[str, str] = EMPTY
    confidence: int | None = None
    gaps: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    status: str | None = None


class PaperRecord(NamedTuple):
    """What one week says of a paper. `understood`: 1 to 5."""

    read: str | None = None
    understood: int | None = None
    notes: str | None = None
    status: str | None = None


class ProjectRecord(NamedTuple):
    """What one week says of a project. `evidence`: addresses, commits or paths."""

    status: str | None = None
    evidence: tuple[Link, ...] = ()
    notes: str | None = None


Record = CourseRecord | PaperRecord | ProjectRecord


# ---- the rows ------------------------------------------------------------------------------------


class Kind(NamedTuple):
    """All that is said of one kind of item."""

    plural: str
    """Its key in the plan and in a week, the folder of its pages and the end of its CSS classes."""
    singular: str
    """In sentences, and behind `tracker add`."""
    heading: str
    """The title of its list, and its heading in a post."""
    item: type[Item]
    """What the plan says of one; without any values where only weeks know it."""
    record: type[Record]
    """What one week says of one."""
    statuses: tuple[str, ...]
    """The words that `status` can be."""
    finished_by: str
    """What finishes one: its `units`, a `reading`, or a `status` that says so."""
    finished_status: str
    """The status that `tracker done` writes where the rest of the record does not finish it."""
    verb: str
    """`3 papers read`: the participle for those that are finished."""
    words: tuple[str, ...]
    """The keys of a record that hold the author's own words.

    Drafts, and records below the plan's gate, do not show them.
    """
    colour: str
    """The terminal's colour; the site's, for light and for dark, stand in assets/charts.css."""
    texture: str
    """How charts mark it beside its colour: `solid`, `striped`, `split` or, being both, `grid`."""
    schema_type: str
    """Its type by schema.org."""
    schema_skills: str
    """The property by which schema.org says what skills it is about."""

    @property
    def has_units(self) -> bool:
        """Whether it is worked through unit by unit.

        Such items have forecasts, and bars of their own in the plan.
        """
        return self.finished_by == "units"

    @property
    def is_read(self) -> bool:
        """Whether a reading finishes it; lists then say how it was read, not how far it is."""
        return self.finished_by == "reading"

    def name_for(self, count: int) -> str:
        """1 -> `course`, 2 -> `courses`."""
        return self.singular if count == 1 else self.plural


KINDS: Mapping[str, Kind] = {
    "courses": Kind(
        plural="courses",
        singular="course",
        heading="Courses",
        item=Course,
        record=CourseRecord,
        statuses=COURSE_STATUSES,
        finished_by="units",
        finished_status="done",
        verb="finished",
        words=("notes", "units", "gaps", "closed"),
        colour="blue",
        texture="solid",
        schema_type="Course",
        schema_skills="teaches",
    ),
    "papers": Kind(
        plural="papers",
        singular="paper",
        heading="Papers",
        item=Paper,
        record=PaperRecord,
        statuses=COURSE_STATUSES,
        finished_by="reading",
        finished_status="done",
        verb="read",
        words=("notes",),
        colour="magenta",
        texture="striped",
        schema_type="ScholarlyArticle",
        schema_skills="keywords",
    ),
    "projects": Kind(
        plural="projects",
        singular="project",
        heading="Projects",
        item=Project,
        record=ProjectRecord,
        statuses=PROJECT_STATUSES,
        finished_by="status",
        finished_status="shipped",
        verb="shipped",
        words=("notes", "evidence"),
        colour="green",
        texture="split",
        schema_type="SoftwareSourceCode",
        schema_skills="keywords",
    ),
}
# Every status that an item of some kind can have, and those that say that it is finished.
STATUSES = tuple(dict.fromkeys(status for kind in KINDS.values() for status in kind.statuses))
FINISHED = tuple(dict.fromkeys(["done", *(kind.finished_status for kind in KINDS.values())]))
OVER = (*FINISHED, "dropped")
# What an id is that neither the plan nor a record knows, but only sessions.
KIND_OF_IDS, KIND_OF_ADDRESSES = "courses", "papers"
# The kind whose works arXiv and doi.org know by number.
KIND_OF_NUMBERS = "papers"


def join_singulars(article: str = "") -> str:
    """`course, paper or project`; with the article `a ` `a course, a paper or a project`."""
    *most, last = [article + kind.singular for kind in KINDS.values()]
    return f"{', '.join(most)} or {last}"


# ---- what only some kinds have -------------------------------------------------------------------


def units_of(item: Item) -> Mapping[str, str] | int:
    """Name -> title of its units, or how many there are; none where its kind has no units."""
    units: Mapping[str, str] | int = getattr(item, "units", EMPTY)
    return units


def done_of(record: Record) -> tuple[str, ...] | int:
    """The units that the week finished, or how many; none where its kind has no units."""
    done: tuple[str, ...] | int = getattr(record, "done", ())
    return done


def reading_of(record: Record) -> str | None:
    """How the week read it, one of `READINGS`; None where its kind is not read."""
    how: str | None = getattr(record, "read", None)
    return how


def is_read_whole(record: Record) -> bool:
    return reading_of(record) not in (None, "skim")


def confidence_of(record: Record) -> int | None:
    """1 to 5: a course's confidence, how well a paper is understood."""
    sure: int | None = getattr(record, "confidence", None) or getattr(record, "understood", None)
    return sure


def evidence_of(record: Record) -> tuple[Link, ...]:
    evidence: tuple[Link, ...] = getattr(record, "evidence", ())
    return evidence
