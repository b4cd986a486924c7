"""The format: the tables of the keys of a week and of a plan, with the parser of each value.

The loader, the JSON Schema and the guide's test use these tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from tracker.format import scalars
from tracker.format.scalars import Misfit
from tracker.model import journal, kinds, plan, when
from tracker.model.kinds import EMPTY, KINDS

Schema = dict[str, Any]


class Keys(NamedTuple):
    """A mapping with known keys, whose values are the arguments of `make`.

    `names`: key -> name of the argument, where it differs from the key.

    `rule` checks the whole and raises a Misfit. It runs only where each single value was right.
    """

    make: Callable[..., Any]
    keys: Mapping[str, Field]
    required: tuple[str, ...] = ()
    names: Mapping[str, str] = EMPTY
    rule: Callable[[Any], None] | None = None


class Entries(NamedTuple):
    """A mapping from names to values of one type.

    `key` checks a name and returns it. `empty` makes the value of a name that has none; without
    `empty` such a name is dropped.
    """

    of: Field
    key: Callable[[str], str] = str
    empty: Callable[[str], Any] | None = None


class Field(NamedTuple):
    """The value that a key can hold: a scalar, a sequence, a mapping, or any of them.

    `what` names it in messages; `schema` is the scalar's JSON Schema.
    """

    what: str
    scalar: Callable[[str], Any] | None = None
    seq: Field | None = None
    map: Keys | Entries | None = None
    schema: Mapping[str, Any] = EMPTY


def choice_field(*words: str) -> Field:
    """A field for one of these words."""
    *most, last = words
    expected = last
    if most:
        expected = f"{', '.join(most)} or {last}"

    def read(value: str) -> str:
        if value in words:
            return value
        raise Misfit("not-a-choice", f"expected {expected}, got {value!r}")

    return Field(f"one of {', '.join(words)}", read, schema={"enum": list(words)})


# Editors read YAML 1.2, where `title: 1.10` is a number. The loader reads it as text, so the schema
# has to accept it.
_ANY_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_STRING: Schema = {"type": "string"}


def list_field(of: Field, what: str = "") -> Field:
    """A field for a list of values."""
    return Field(what or f"a list of {of.what}s", seq=of)


def entries_field(of: Field, key: Callable[[str], str] = str) -> Field:
    """A field for a mapping from names, which `key` checks, to values."""
    if not isinstance(of.map, Keys) or of.map.required:
        return Field("a mapping", map=Entries(of, key))
    # `zero-to-hero:` without a value still names the course.
    make = of.map.make
    return Field("a mapping", map=Entries(of, key, lambda name: make()))


def keys_field(
    make: Callable[..., Any],
    required: tuple[str, ...] = (),
    names: Mapping[str, str] = EMPTY,
    /,
    **keys: Field,
) -> Field:
    """A field for a mapping with known keys."""
    return Field("a mapping", map=Keys(make, keys, required, names))


def or_bare(field: Field, what: str, scalar: Callable[[str], Any]) -> Field:
    """A field for the mapping, or for a bare scalar instead of it."""
    return field._replace(what=f"{what} or a mapping", scalar=scalar, schema=_ANY_TEXT)


TEXT = Field("a text", scalars.parse_text, schema=_ANY_TEXT)
MARKDOWN = Field("a Markdown text", scalars.parse_text, schema=_ANY_TEXT)
FLAG = Field("true or false", scalars.parse_flag, schema={"type": "boolean"})
DAY = Field("a day such as 2024-07-01", when.parse_day, schema={"type": "string", "format": "date"})
WEEK_NAME = Field(
    "a week such as 2024-W27",
    when.parse_week_name,
    schema={"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"},
)
DURATION = Field(
    "a length such as 8h or 45m",
    scalars.parse_positive_duration,
    schema={"type": ["string", "integer"]},
)
RATING = Field(
    "a number from 1 to 5",
    scalars.parse_rating,
    schema={"type": "integer", "minimum": 1, "maximum": 5},
)
COUNT = Field("a number", scalars.parse_count, schema={"type": "integer", "minimum": 0})
MONTHS = Field(
    "months", scalars.month_count, schema={"type": "integer", "minimum": 0, "maximum": 600}
)
URL = Field("an address", scalars.parse_link, schema={"type": "string", "format": "uri"})
TEXTS = list_field(TEXT, "a list of texts")
IDS = list_field(Field("an id", scalars.slug_or_address, schema=_STRING), "a list of ids")
ITEMS = MARKDOWN._replace(what="a list of Markdown items or one Markdown text", seq=MARKDOWN)


def link_field(scalar: Callable[[str], Any], address: Field, **keys: Field) -> Field:
    """A field for a Link: an address, or a mapping with an address and further keys."""
    mapping = keys_field(kinds.Link, ("url",), url=address, title=TEXT, note=TEXT, **keys)
    return or_bare(mapping, "an address", scalar)


def _parse_bare_link(value: str) -> kinds.Link:
    return kinds.Link(scalars.parse_link(value))


def _parse_evidence_address(value: str) -> str:
    return scalars.parse_evidence(value).url


LINK = link_field(_parse_bare_link, URL)
RICH_LINK = link_field(_parse_bare_link, URL, tags=TEXTS, quote=TEXT)
EVIDENCE = link_field(
    scalars.parse_evidence,
    Field("an address, a commit or a path", _parse_evidence_address, schema=_STRING),
)


def length_or_note(session: journal.Session) -> None:
    """The rule of a session: it has minutes, is running, or is a note with words in it.

    A Misfit for none of the three, and for minutes of what is running.
    """
    has_words = session.note is not None and session.note.strip()
    if session.minutes is None and not session.running and not has_words:
        raise Misfit(
            "missing-key",
            "expected the key 'minutes', or a note if its length is not known "
            "(or running: true while it goes on)",
        )
    if session.minutes is not None and session.running:
        raise Misfit("conflict", "a running session has no minutes yet; take out one of the two")


def add_rule(field: Field, rule: Callable[[Any], None]) -> Field:
    """The same field, whose mapping is checked as a whole by `rule`."""
    assert isinstance(field.map, Keys)
    return field._replace(map=field.map._replace(rule=rule))


SESSION = add_rule(
    keys_field(
        journal.Session,
        ("start",),
        start=Field(
            "a start such as 2024-07-01 19:30",
            when.parse_start,
            schema={"type": "string", "pattern": "^[0-9]{4}-(W[0-9]{2}|[0-9]{2}-[0-9]{2})"},
        ),
        minutes=Field(
            "a whole number of minutes",
            scalars.parse_minutes,
            schema={"type": "integer", "minimum": 1, "maximum": 10080},
        ),
        item=Field("an id or id/unit", scalars.parse_item, schema=_STRING),
        note=TEXT,
        id=Field("a session id", scalars.session_id, schema={"type": ["string", "integer"]}),
        about=FLAG,
        running=FLAG,
        unpublished=FLAG,
    ),
    length_or_note,
)

COURSE_RECORD = keys_field(
    kinds.CourseRecord,
    done=Field("a list of units or how many", scalars.parse_count, seq=TEXT, schema=COUNT.schema),
    notes=MARKDOWN,
    units=entries_field(MARKDOWN),
    confidence=RATING,
    gaps=TEXTS,
    closed=TEXTS,
    status=choice_field(*KINDS["courses"].statuses),
)
PAPER_RECORD = keys_field(
    kinds.PaperRecord,
    read=choice_field(*kinds.READINGS),
    understood=RATING,
    notes=MARKDOWN,
    status=choice_field(*KINDS["papers"].statuses),
)
PROJECT_RECORD = keys_field(
    kinds.ProjectRecord,
    status=choice_field(*KINDS["projects"].statuses),
    evidence=list_field(EVIDENCE, "a list of addresses, commits or paths"),
    notes=MARKDOWN,
)

WEEK = keys_field(
    partial(journal.Week, ""),  # the file's name is the week's, and the loader knows it
    title=TEXT,
    published=DAY,
    draft=FLAG,
    tags=TEXTS,
    cover=keys_field(
        journal.Cover,
        ("image",),
        image=Field("a picture's path in entries/", scalars.parse_image_path, schema=_STRING),
        alt=TEXT,
        caption=TEXT,
        prompt=TEXT,
    ),
    summary=TEXT,
    intro=MARKDOWN,
    goals=list_field(
        or_bare(
            keys_field(
                journal.Goal,
                ("goal",),
                goal=TEXT,
                outcome=choice_field(*journal.OUTCOMES),
                why=TEXT,
            ),
            "a text",
            journal.Goal,
        ),
        "a list of goals",
    ),
    courses=entries_field(COURSE_RECORD, scalars.slug_or_address),
    papers=entries_field(PAPER_RECORD, scalars.slug_or_address),
    projects=entries_field(PROJECT_RECORD, scalars.slug_or_address),
    done=TEXTS,
    learned=ITEMS,
    life=ITEMS,
    links=list_field(RICH_LINK, "a list of links"),
    members=keys_field(journal.Members, ("teaser",), teaser=MARKDOWN, url=URL),
    questions=list_field(
        or_bare(
            keys_field(journal.Question, ("ask",), ask=TEXT, answer=MARKDOWN),
            "a text",
            journal.Question,
        ),
        "a list of questions",
    ),
    next=ITEMS,
    sections=entries_field(MARKDOWN),
    leads=entries_field(MARKDOWN),
    order=TEXTS,
    target=DURATION,
    unpublished=MARKDOWN,
    sessions=list_field(SESSION, "a list of sessions"),
)

_ITEM: dict[str, Field] = {
    "title": TEXT,
    "short": TEXT,
    "url": URL,
    "estimate": DURATION,
    "after": IDS,
    "skills": TEXTS,
    "review": MARKDOWN,
    "was": IDS,
    "phase": COUNT,
    "unpublished": Field(
        "true, false or name", scalars.parse_unpublished, schema={"enum": [True, False, "name"]}
    ),
}


def make_course(
    units: tuple[str, ...] | Mapping[str, str] | int = EMPTY, **rest: Any
) -> kinds.Course:
    """Make a Course. A list of units becomes a mapping from name to title, each its own title."""
    if isinstance(units, tuple):
        units = {name: name for name in units}
    return kinds.Course(units=units, **rest)


COURSE = keys_field(
    make_course,
    by=TEXT,
    form=TEXT,
    units=Field(
        "a list of names, a mapping of name to title, or a count",
        scalars.parse_count,
        TEXT,
        Entries(TEXT, empty=str),
        COUNT.schema,
    ),
    status=choice_field(*KINDS["courses"].statuses),
    **_ITEM,
)
PAPER = keys_field(
    kinds.Paper,
    authors=TEXTS,
    year=Field("a year", scalars.parse_year, schema={"type": "integer"}),
    arxiv=TEXT,
    doi=TEXT,
    status=choice_field(*KINDS["papers"].statuses),
    **_ITEM,
)
PROJECT = keys_field(
    kinds.Project, repo=URL, uses=IDS, status=choice_field(*KINDS["projects"].statuses), **_ITEM
)


def _parse_bare_gate(value: str) -> plan.Gate:
    return plan.Gate(scalars.parse_rating(value))


LINKS = list_field(LINK, "a list of links")
PLAN = keys_field(
    plan.Plan,
    needs=Field(
        "a release such as 0.2",
        scalars.parse_needed_release,
        schema={"type": ["string", "number"], "pattern": scalars.RELEASE_PATTERN},
    ),
    title=TEXT,
    why=MARKDOWN,
    start=DAY,
    target=DURATION,
    day_starts=Field("a time before noon, such as 04:00", scalars.day_start, schema=_STRING),
    deadline=DAY,
    runway=keys_field(
        plan.Runway,
        ("start", "months"),
        start=DAY,
        months=Field(
            "months or [least, most]",
            scalars.parse_months,
            MONTHS,
            schema=MONTHS.schema,
        ),
    ),
    gate=keys_field(
        plan.Gate,
        ("below",),
        below=RATING,
        show=list_field(choice_field(*plan.GATE_SHOWS), "a list with gaps"),
    )._replace(what=f"{RATING.what} or a mapping", scalar=_parse_bare_gate, schema=RATING.schema),
    notes=choice_field("published", "unpublished"),
    sections=TEXTS,
    headings=entries_field(TEXT),
    empty_sections=TEXTS,
    pauses=list_field(
        keys_field(
            plan.Pause,
            ("from", "to"),
            {"from": "start", "to": "end"},
            **{"from": DAY, "to": DAY, "reason": TEXT},
        ),
        "a list of pauses",
    ),
    courses=entries_field(COURSE, scalars.slug_or_address),
    papers=entries_field(PAPER, scalars.slug_or_address),
    projects=entries_field(PROJECT, scalars.slug_or_address),
    phases=list_field(
        or_bare(
            keys_field(plan.Phase, ("title",), title=TEXT, notes=MARKDOWN, steps=TEXTS),
            "a text",
            plan.Phase,
        ),
        "a list of phases",
    ),
    series=entries_field(
        keys_field(
            plan.Series,
            title=TEXT,
            theme=TEXT,
            url=URL,
            starter=LINKS,
            schedule=list_field(
                keys_field(
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
        scalars.parse_slug,
    ),
    decisions=list_field(
        keys_field(
            plan.Decision,
            ("question",),
            question=TEXT,
            options=list_field(
                or_bare(
                    keys_field(plan.Option, ("option",), option=TEXT, cost=TEXT, date=DAY),
                    "a text",
                    plan.Option,
                ),
                "a list of options",
            ),
            chosen=TEXT,
            decided=DAY,
            why=MARKDOWN,
            review_on=DAY,
            outcome=MARKDOWN,
        ),
        "a list of decisions",
    ),
    people=entries_field(
        keys_field(plan.Person, ("name",), name=TEXT, url=URL, role=TEXT), scalars.parse_slug
    ),
    milestones=list_field(
        keys_field(plan.Milestone, ("date", "what"), date=DAY, what=TEXT, url=URL),
        "a list of milestones",
    ),
    contact=keys_field(
        plan.Contact, name=TEXT, url=URL, email=TEXT, links=LINKS, call=TEXT, newsletter=URL
    ),
    timezone=TEXT._replace(what="a time zone such as Europe/Berlin"),
    labels=entries_field(
        Field("an id, id/unit, other or -", scalars.parse_label_meaning, schema=_STRING)
    ),
)
