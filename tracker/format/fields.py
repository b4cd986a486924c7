"""The format: each key of a week and of a plan, and how its value is read.

The loader, the JSON Schema and the guide's test all go by these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from tracker.format import scalars
from tracker.format.scalars import Misfit
from tracker.model import journal, plan, when
from tracker.model.plan import EMPTY

Schema = dict[str, Any]


class Keys(NamedTuple):
    """A mapping with known keys, read into `make`.

    `names`: key -> the field's name, where Python or the model wants another.

    `rule` looks at the whole and raises a Misfit; it is asked only where each value by itself was right.
    """

    make: Callable[..., Any]
    keys: Mapping[str, Field]
    required: tuple[str, ...] = ()
    names: Mapping[str, str] = EMPTY
    rule: Callable[[Any], None] | None = None


class Entries(NamedTuple):
    """A mapping from names to values of one sort.

    `key` checks a name and gives it back. `empty` makes the value of a name with nothing behind it; else it is dropped.
    """

    of: Field
    key: Callable[[str], str] = str
    empty: Callable[[str], Any] | None = None


class Field(NamedTuple):
    """What a key can hold: a scalar, a sequence, a mapping, or either of them.

    `what` says it in words; `schema` is the scalar's JSON Schema.
    """

    what: str
    scalar: Callable[[str], Any] | None = None
    seq: Field | None = None
    map: Keys | Entries | None = None
    schema: Mapping[str, Any] = EMPTY


def choice(*words: str) -> Field:
    def read(value: str) -> str:
        if value in words:
            return value
        raise Misfit("not-a-choice", f"expected {', '.join(words[:-1])} or {words[-1]}, got {value!r}")

    return Field(f"one of {', '.join(words)}", read, schema={"enum": list(words)})


# Editors read YAML 1.2, where `title: 1.10` is a number; here it is the text that was typed, so the schema lets it
# pass.
_ANY_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_STRING: Schema = {"type": "string"}


def seq(of: Field, what: str = "") -> Field:
    return Field(what or f"a list of {of.what}s", seq=of)


def entries(of: Field, key: Callable[[str], str] = str) -> Field:
    # `zero-to-hero:` and nothing behind it still names the course.
    keys = of.map if isinstance(of.map, Keys) else None
    empty = (lambda name: keys.make()) if keys and not keys.required else None
    return Field("a mapping", map=Entries(of, key, empty))


def keyed(
    make: Callable[..., Any], required: tuple[str, ...] = (), names: Mapping[str, str] = EMPTY, /, **keys: Field
) -> Field:
    return Field("a mapping", map=Keys(make, keys, required, names))


def or_bare(field: Field, what: str, scalar: Callable[[str], Any]) -> Field:
    """The mapping, or a bare scalar in its stead."""
    return field._replace(what=f"{what} or a mapping", scalar=scalar, schema=_ANY_TEXT)


TEXT = Field("a text", scalars.text, schema=_ANY_TEXT)
MARKDOWN = Field("a Markdown text", scalars.text, schema=_ANY_TEXT)
FLAG = Field("true or false", scalars.flag, schema={"type": "boolean"})
DAY = Field("a day such as 2024-07-01", when.day, schema={"type": "string", "format": "date"})
WEEK_NAME = Field("a week such as 2024-W27", when.week, schema={"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"})
DURATION = Field("a length such as 8h or 45m", scalars.duration, schema={"type": ["string", "integer"]})
RATING = Field("a number from 1 to 5", scalars.rating, schema={"type": "integer", "minimum": 1, "maximum": 5})
COUNT = Field("a number", scalars.count, schema={"type": "integer", "minimum": 0})
MONTHS = Field("months", scalars.month_count, schema={"type": "integer", "minimum": 0, "maximum": 600})
URL = Field("an address", scalars.link, schema={"type": "string", "format": "uri"})
TEXTS = seq(TEXT, "a list of texts")
IDS = seq(Field("an id", scalars.slug_or_address, schema=_STRING), "a list of ids")
ITEMS = MARKDOWN._replace(what="a list of Markdown items or one Markdown text", seq=MARKDOWN)


def link_field(scalar: Callable[[str], Any], address: Field, **more: Field) -> Field:
    mapping = keyed(plan.Link, ("url",), url=address, title=TEXT, note=TEXT, **more)
    return or_bare(mapping, "an address", scalar)


LINK = link_field(lambda value: plan.Link(scalars.link(value)), URL)
RICH_LINK = link_field(lambda value: plan.Link(scalars.link(value)), URL, tags=TEXTS, quote=TEXT)
EVIDENCE = link_field(
    scalars.evidence, Field("an address, a commit or a path", lambda value: scalars.evidence(value).url, schema=_STRING)
)


def length_or_running(session: journal.Session) -> None:
    if session.minutes is None and not session.running:
        raise Misfit("missing-key", "expected the key 'minutes' (or running: true), which is missing")
    if session.minutes is not None and session.running:
        raise Misfit("conflict", "a running session has no minutes yet; take out one of the two")


def ruled(field: Field, rule: Callable[[Any], None]) -> Field:
    assert isinstance(field.map, Keys)
    return field._replace(map=field.map._replace(rule=rule))


SESSION = ruled(
    keyed(
        journal.Session,
        ("start",),
        start=Field(
            "a start such as 2024-07-01 19:30",
            when.start,
            schema={"type": "string", "pattern": "^[0-9]{4}-(W[0-9]{2}|[0-9]{2}-[0-9]{2})"},
        ),
        minutes=Field(
            "a whole number of minutes", scalars.minutes, schema={"type": "integer", "minimum": 1, "maximum": 10080}
        ),
        item=Field("an id or id/unit", scalars.item, schema=_STRING),
        note=TEXT,
        id=Field("a session id", scalars.session_id, schema={"type": ["string", "integer"]}),
        about=FLAG,
        running=FLAG,
    ),
    length_or_running,
)

COURSE_RECORD = keyed(
    journal.CourseRecord,
    done=Field("a list of units or how many", scalars.count, seq=TEXT, schema=COUNT.schema),
    notes=MARKDOWN,
    units=entries(MARKDOWN),
    confidence=RATING,
    gaps=TEXTS,
    status=choice(*plan.COURSE_STATUSES),
)
PAPER_RECORD = keyed(
    journal.PaperRecord,
    read=choice(*journal.READINGS),
    understood=RATING,
    notes=MARKDOWN,
    status=choice(*plan.COURSE_STATUSES),
)
PROJECT_RECORD = keyed(
    journal.ProjectRecord,
    status=choice(*plan.PROJECT_STATUSES),
    evidence=seq(EVIDENCE, "a list of addresses, commits or paths"),
    notes=MARKDOWN,
)

WEEK = keyed(
    partial(journal.Week, ""),  # the file's name is the week's, and the loader knows it
    title=TEXT,
    published=DAY,
    draft=FLAG,
    tags=TEXTS,
    cover=keyed(
        journal.Cover,
        ("image",),
        image=Field("a picture's path in entries/", scalars.image, schema=_STRING),
        alt=TEXT,
        caption=TEXT,
        prompt=TEXT,
    ),
    summary=TEXT,
    intro=MARKDOWN,
    goals=seq(
        or_bare(
            keyed(journal.Goal, ("goal",), goal=TEXT, outcome=choice(*journal.OUTCOMES), why=TEXT),
            "a text",
            journal.Goal,
        ),
        "a list of goals",
    ),
    courses=entries(COURSE_RECORD, scalars.slug_or_address),
    papers=entries(PAPER_RECORD, scalars.slug_or_address),
    projects=entries(PROJECT_RECORD, scalars.slug_or_address),
    learned=ITEMS,
    life=ITEMS,
    links=seq(RICH_LINK, "a list of links"),
    members=keyed(journal.Members, ("teaser",), teaser=MARKDOWN, url=URL),
    questions=seq(
        or_bare(keyed(journal.Question, ("ask",), ask=TEXT, answer=MARKDOWN), "a text", journal.Question),
        "a list of questions",
    ),
    next=ITEMS,
    sections=entries(MARKDOWN),
    leads=entries(MARKDOWN),
    order=TEXTS,
    target=DURATION,
    unpublished=MARKDOWN,
    sessions=seq(SESSION, "a list of sessions"),
)

_ITEM: dict[str, Field] = {
    "title": TEXT,
    "url": URL,
    "estimate": DURATION,
    "after": IDS,
    "skills": TEXTS,
    "review": MARKDOWN,
    "was": IDS,
    "phase": COUNT,
}


def course(units: tuple[str, ...] | Mapping[str, str] | int = EMPTY, **rest: Any) -> plan.Course:
    """Named units are a mapping from name to title, however they were written."""
    return plan.Course(units={name: name for name in units} if isinstance(units, tuple) else units, **rest)


COURSE = keyed(
    course,
    by=TEXT,
    form=TEXT,
    units=Field(
        "a list of names, a mapping of name to title, or a count",
        scalars.count,
        TEXT,
        Entries(TEXT, empty=str),
        COUNT.schema,
    ),
    status=choice(*plan.COURSE_STATUSES),
    **_ITEM,
)
PAPER = keyed(
    plan.Paper,
    authors=TEXTS,
    year=Field("a year", scalars.year, schema={"type": "integer"}),
    arxiv=TEXT,
    doi=TEXT,
    status=choice(*plan.COURSE_STATUSES),
    **_ITEM,
)
PROJECT = keyed(plan.Project, repo=URL, uses=IDS, status=choice(*plan.PROJECT_STATUSES), **_ITEM)

LINKS = seq(LINK, "a list of links")
PLAN = keyed(
    plan.Plan,
    title=TEXT,
    why=MARKDOWN,
    start=DAY,
    target=DURATION,
    day_starts=Field("a time before noon, such as 04:00", scalars.day_start, schema=_STRING),
    deadline=DAY,
    runway=keyed(
        plan.Runway,
        ("start", "months"),
        start=DAY,
        months=Field(
            "months or [least, most]",
            scalars.months,
            MONTHS,
            schema=MONTHS.schema,
        ),
    ),
    gate=RATING,
    sections=TEXTS,
    headings=entries(TEXT),
    empty_sections=TEXTS,
    pauses=seq(
        keyed(plan.Pause, ("from", "to"), {"from": "start", "to": "end"}, **{"from": DAY, "to": DAY, "reason": TEXT}),
        "a list of pauses",
    ),
    courses=entries(COURSE, scalars.slug_or_address),
    papers=entries(PAPER, scalars.slug_or_address),
    projects=entries(PROJECT, scalars.slug_or_address),
    phases=seq(
        or_bare(keyed(plan.Phase, ("title",), title=TEXT, notes=MARKDOWN), "a text", plan.Phase), "a list of phases"
    ),
    series=entries(
        keyed(
            plan.Series,
            title=TEXT,
            theme=TEXT,
            url=URL,
            starter=LINKS,
            schedule=seq(
                keyed(
                    plan.Slot,
                    ("week",),
                    week=WEEK_NAME,
                    paper=Field("a paper's id", scalars.slug_or_address, schema=_STRING),
                    title=TEXT,
                    primers=LINKS,
                ),
                "a list of weeks",
            ),
        ),
        scalars.slug,
    ),
    decisions=seq(
        keyed(
            plan.Decision,
            ("question",),
            question=TEXT,
            options=TEXTS,
            chosen=TEXT,
            why=MARKDOWN,
            review_on=DAY,
            outcome=MARKDOWN,
        ),
        "a list of decisions",
    ),
    people=entries(keyed(plan.Person, ("name",), name=TEXT, url=URL, role=TEXT), scalars.slug),
    milestones=seq(keyed(plan.Milestone, ("date", "what"), date=DAY, what=TEXT, url=URL), "a list of milestones"),
    contact=keyed(plan.Contact, name=TEXT, url=URL, email=TEXT, links=LINKS, call=TEXT),
    timezone=TEXT._replace(what="a time zone such as Europe/Berlin"),
)
