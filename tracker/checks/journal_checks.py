"""Journal -> what does not fit across keys and files: CHECKS, each a plain function.

Places are looked up only for what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from tracker.checks.forecast_checks import kept_ids, kept_once
from tracker.checks.plan_checks import (
    find_prerequisite_cycles,
    plan_dates,
    plan_ids,
    plan_links,
    time_zone,
)
from tracker.format.ambiguous import two_readers
from tracker.format.encoding import decode_file
from tracker.format.fields import PLAN, WEEK, Entries, Field, Keys
from tracker.format.loader import FORECASTS_FILE, PLAN_FILE
from tracker.format.markdown_limits import find_excess
from tracker.format.places import PLAN_PATH, Finding, enumerate_values, locate_findings, week_path
from tracker.model import when
from tracker.model.journal import Journal, Problem, Week, is_address
from tracker.model.kinds import KINDS, Item, done_of, units_of
from tracker.model.plan import SECTIONS
from tracker.model.suggest import find_closest_word, format_suggestion


def check_journal(journal: Journal, files: Mapping[str, bytes]) -> list[Problem]:
    """All that CHECKS find, with line and column. `files`: path -> bytes, as the journal was loaded from them."""
    findings = [finding for rule in CHECKS.values() for finding in rule(journal)]
    problems = [problem for path in sorted(files) for problem in _check_file(path, files[path])]
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    for path, group in by_path.items():
        problems += locate_findings(path, files.get(path, b""), group)
    return problems


# ---- of one file's name and text -----------------------------------------------------------------------------------


def _check_file(path: str, data: bytes) -> Iterator[Problem]:
    name = path.rpartition("/")[2]
    if name not in (PLAN_FILE, FORECASTS_FILE):
        try:
            when.parse_week_name(name.removesuffix(".yaml"))
        except ValueError as error:
            yield Problem(
                path, 1, 1, "", f"{error}; a week's file is named like 2024-W27.yaml", "file-name"
            )
    text = decode_file(path, data, [])
    if text:
        yield from two_readers(path, text)


# ---- of sessions ---------------------------------------------------------------------------------------------------


def running_offsets(journal: Journal) -> Iterator[Finding]:
    for week in journal.weeks:
        for index, session in enumerate_values(week.sessions):
            if session.running and session.start.offset is None:
                message = "a running session's start needs its offset from UTC, such as 2024-07-03 21:05 +02:00"
                yield Finding(
                    week_path(week), f"sessions[{index}].start", "no-offset", message, hint=True
                )


def session_weeks(journal: Journal) -> Iterator[Finding]:
    for week in journal.weeks:
        try:
            monday = week.monday
        except ValueError:
            continue  # the file's name is told already
        sunday = monday + timedelta(days=6)
        for index, session in enumerate_values(week.sessions):
            if not monday <= session.start.day <= sunday:
                message = (
                    f"expected a day of {week.name} ({monday} to {sunday}), got {session.start.day}"
                )
                yield Finding(week_path(week), f"sessions[{index}].start", "outside-week", message)


def session_ids(journal: Journal) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for week in journal.weeks:
        here: set[str] = set()
        for index, session in enumerate_values(week.sessions):
            if session.id is None:
                continue
            where = f"sessions[{index}].id"
            if session.id in here:
                yield Finding(
                    week_path(week),
                    where,
                    "duplicate-id",
                    f"{session.id!r} names two sessions of this week; give one another id",
                )
            elif session.id in first:
                message = f"{session.id!r} stands in {first[session.id]} too; {week.name}/{session.id} names this one"
                yield Finding(week_path(week), where, "repeated-id", message, hint=True)
            here.add(session.id)
            first.setdefault(session.id, week.name)


def one_runs(journal: Journal) -> Iterator[Finding]:
    running = [
        (week, index)
        for week in journal.weeks
        for index, session in enumerate_values(week.sessions)
        if session.running
    ]
    for week, index in running[1:]:
        other = running[0][0].name
        message = f"another session runs in {other}; at most one runs at a time: stop or remove one"
        yield Finding(week_path(week), f"sessions[{index}]", "two-running", message)


# ---- of ids --------------------------------------------------------------------------------------------------------


def known_ids(journal: Journal) -> Iterator[Finding]:
    plan, told = journal.plan, set()
    items = plan.items
    known = {*items, *plan.aliases}
    for week in journal.weeks:
        places = [(f"{kind}.{id_}", id_, True) for kind, id_, _ in week.records]
        places += [
            (f"sessions[{index}].item", target, False)
            for index, s in enumerate_values(week.sessions)
            if (target := s.target[0])
        ]
        for where, id_, at_key in places:
            if id_ not in known and id_ not in told and not is_address(id_):
                told.add(id_)
                like = find_closest_word(id_, known)
                message = f"{id_!r} is not in the plan" + (
                    f"; did you mean {like!r}?" if like else ", so the id is its title"
                )
                yield Finding(
                    week_path(week), where, "unknown-id", message, hint=True, at_key=at_key
                )


def kinds_agree(journal: Journal) -> Iterator[Finding]:
    """An id stands under one kind, the plan's or where it first stood, and once in a week: under its former id too."""
    aliases = journal.plan.aliases
    kinds = {id_: (kind, "the plan") for id_, (kind, _) in journal.plan.items.items()}
    for week in journal.weeks:
        here: dict[str, str] = {}
        for kind, id_, _ in week.records:
            known = aliases.get(id_, id_)
            planned, where = kinds.setdefault(known, (kind, week.name))
            if planned != kind:
                message = f"{where} has {known!r} under {planned}; write it there"
                yield Finding(week_path(week), f"{kind}.{id_}", "wrong-kind", message, at_key=True)
            elif known in here:
                message = f"{id_!r} and {here[known]!r} are one and the same; write them as one"
                yield Finding(
                    week_path(week), f"{kind}.{id_}", "duplicate-id", message, at_key=True
                )
            here.setdefault(known, id_)


def known_units(journal: Journal) -> Iterator[Finding]:
    plan = journal.plan
    first: dict[tuple[str, str], str] = {}
    aliases = plan.aliases
    for week in journal.weeks:
        for kind, id_, record in week.records:
            if not KINDS[kind].has_units:
                continue
            course_id = aliases.get(id_, id_)
            course = getattr(plan, kind).get(course_id)
            where = f"{kind}.{id_}.done"
            done = done_of(record)
            if isinstance(done, int):
                if course and isinstance(units_of(course), Mapping) and units_of(course):
                    name = KINDS[kind].singular
                    message = f"the plan names this {name}'s units; name those that are done"
                    yield Finding(week_path(week), where, "units", message, hint=True)
                continue
            for index, unit in enumerate_values(done):
                yield from _check_unit(week, f"{where}[{index}]", course_id, course, unit)
                if (course_id, unit) in first:
                    message = (
                        f"{unit!r} was done in {first[course_id, unit]} already; it counts once"
                    )
                    yield Finding(
                        week_path(week), f"{where}[{index}]", "done-twice", message, hint=True
                    )
                first.setdefault((course_id, unit), week.name)
        for index, session in enumerate_values(week.sessions):
            target, unit_ = session.target
            if target and unit_ and (course := plan.item_with_units(aliases.get(target, target))):
                yield from _check_unit(week, f"sessions[{index}].item", target, course, unit_)


def _check_unit(
    week: Week, where: str, id_: str, course: Item | None, unit: str
) -> Iterator[Finding]:
    units = units_of(course) if course else None
    if isinstance(units, Mapping) and units and unit not in units:
        message = f"{id_!r} has no unit {unit!r}; {format_suggestion(unit, units).replace('the keys here', 'its units')}"
        yield Finding(week_path(week), where, "unknown-unit", message, hint=True)


# ---- of sections and of the plan -----------------------------------------------------------------------------------


def known_sections(journal: Journal) -> Iterator[Finding]:
    plan = journal.plan
    for week in journal.weeks:
        known = dict.fromkeys([*SECTIONS, *plan.sections, *week.sections])
        for where, name in [
            *((f"order[{i}]", name) for i, name in enumerate_values(week.order)),
            *((f"leads.{name}", name) for name in week.leads),
        ]:
            if name not in known:
                yield Finding(
                    week_path(week),
                    where,
                    "unknown-section",
                    f"no section is called {name!r}; {format_suggestion(name, known)}",
                    hint=True,
                )
        for name in week.sections:
            if name in SECTIONS:
                message = f"{name!r} is a key of its own; write it there, or choose another heading"
                yield Finding(
                    week_path(week), f"sections.{name}", "wrong-section", message, at_key=True
                )
    for key in ("headings", "empty_sections"):
        names: Mapping[str, str] | tuple[str, ...] = getattr(plan, key)
        for index, name in enumerate_values(tuple(names) if isinstance(names, Mapping) else names):
            if name not in {*SECTIONS, *plan.sections}:
                where = f"{key}.{name}" if key == "headings" else f"{key}[{index}]"
                message = f"no section is called {name!r}; {format_suggestion(name, [*SECTIONS, *plan.sections])}"
                yield Finding(PLAN_PATH, where, "unknown-section", message, hint=True)


def markdown_limits(journal: Journal) -> Iterator[Finding]:
    """Markdown that would take minutes to turn into HTML."""
    for path, where, text in markdown_texts(journal):
        if excess := find_excess(text):
            yield Finding(path, where, "markdown", excess)


def markdown_texts(journal: Journal) -> Iterator[tuple[str, str, str]]:
    """(path of the file, way down, text) of each Markdown text of a journal, by what the format calls Markdown."""
    for week in journal.weeks:
        yield from ((week_path(week), where, text) for where, text in _markdown_in(WEEK, week, ""))
    yield from ((PLAN_PATH, where, text) for where, text in _markdown_in(PLAN, journal.plan, ""))


def _markdown_in(field: Field, value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if "Markdown" in field.what:
            yield where, value
    elif isinstance(value, Mapping) and isinstance(field.map, Entries):
        for key, inner in value.items():
            yield from _markdown_in(field.map.of, inner, f"{where}.{key}".removeprefix("."))
    elif isinstance(field.map, Keys) and hasattr(value, "_fields"):
        for key, of in field.map.keys.items():
            inner = getattr(value, field.map.names.get(key, key), None)
            yield from _markdown_in(of, inner, f"{where}.{key}".removeprefix("."))
    elif isinstance(value, tuple) and field.seq:
        for index, inner in enumerate_values(value):
            yield from _markdown_in(field.seq, inner, f"{where}[{index}]")


CHECKS: dict[str, Callable[[Journal], Iterator[Finding]]] = {
    "a running session knows its offset": running_offsets,
    "every session lies in its week": session_weeks,
    "session ids are unique": session_ids,
    "one session runs at most": one_runs,
    "ids are in the plan": known_ids,
    "records stand under their kind": kinds_agree,
    "units are the plan's": known_units,
    "sections exist": known_sections,
    "Markdown can be read in seconds": markdown_limits,
    "plan ids are unique": plan_ids,
    "the plan's references lead somewhere": plan_links,
    "prerequisites have an end": find_prerequisite_cycles,
    "the plan's dates are in order": plan_dates,
    "the time zone exists": time_zone,
    "kept forecasts are of the plan's items": kept_ids,
    "a forecast is kept once a week": kept_once,
}
