"""A journal and its files -> problems across keys and files: CHECKS, each of them a plain function.

Lines and columns are looked up only for findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from tracker.checks.forecast_checks import kept_ids, kept_once
from tracker.checks.link_checks import item_links
from tracker.checks.plan_checks import (
    find_keyword_ids,
    find_prerequisite_cycles,
    known_steps,
    plan_dates,
    plan_ids,
    plan_links,
    time_zone,
)
from tracker.format.ambiguous import two_readers
from tracker.format.encoding import decode_file
from tracker.format.loader import FORECASTS_FILE, PLAN_FILE
from tracker.format.markdown_limits import find_excess
from tracker.format.markdown_texts import markdown_texts
from tracker.format.places import Finding, enumerate_values, locate_findings
from tracker.model import when
from tracker.model.english import fold_case
from tracker.model.journal import PLAN_PATH, Journal, Problem, Week, is_address
from tracker.model.kinds import KINDS, Item, done_of, units_of
from tracker.model.plan import SECTIONS, Plan
from tracker.model.suggest import find_closest_word, format_suggestion

LONGEST_TITLE = 120  # letters: on a phone that is half a screen


def titles_of_a_screen(journal: Journal) -> Iterator[Finding]:
    """Find titles of weeks, of the plan and of its items that fill a phone's screen."""
    titles = [(week.path, "title", week.title) for week in journal.weeks]
    titles.append((PLAN_PATH, "title", journal.plan.title))
    for id_, (kind, item) in journal.plan.items.items():
        titles.append((PLAN_PATH, f"{kind}.{id_}.title", item.title))
    for path, where, title in titles:
        if title and len(title) > LONGEST_TITLE:
            message = (
                f"{len(title)} letters fill the screen of a phone; a title has at most "
                f"{LONGEST_TITLE}, and the rest may stand in the text below it"
            )
            yield Finding(path, where, "longer-title", message, hint=True)


def check_journal(journal: Journal, files: Mapping[str, bytes]) -> list[Problem]:
    """Find all problems of CHECKS and of the files' texts, with line and column.

    `files`: path -> bytes, from which the journal was loaded.
    """
    problems: list[Problem] = []
    for path in sorted(files):
        problems += _check_file(path, files[path])
    findings_by_path: dict[str, list[Finding]] = {}
    for check in CHECKS.values():
        for finding in check(journal):
            findings_by_path.setdefault(finding.path, []).append(finding)
    for path, findings in findings_by_path.items():
        problems += locate_findings(path, files.get(path, b""), findings)
    return problems


def has_errors(journal: Journal, files: Mapping[str, bytes]) -> bool:
    """Whether `check_journal` would find an error: in less time, for no line is looked up."""
    for path, data in files.items():
        if any(not problem.hint for problem in _check_file(path, data)):
            return True
    return any(not finding.hint for check in CHECKS.values() for finding in check(journal))


# ---- a file's name and text


def _check_file(path: str, data: bytes) -> Iterator[Problem]:
    name = path.rpartition("/")[2]
    if name not in (PLAN_FILE, FORECASTS_FILE):
        try:
            when.parse_week_name(name.removesuffix(".yaml"))
        except ValueError as error:
            message = f"{error}; a week's file is named like 2024-W27.yaml"
            yield Problem(path, 1, 1, "", message, "file-name")
    text = decode_file(path, data, [])
    if text:
        yield from two_readers(path, text)


# ---- sessions


def running_offsets(journal: Journal) -> Iterator[Finding]:
    """Find running sessions whose start has no offset from UTC."""
    for week in journal.weeks:
        for index, session in enumerate_values(week.sessions):
            if session.running and session.start.offset is None:
                message = (
                    "a running session's start needs its offset from UTC, "
                    "such as 2024-07-03 21:05 +02:00"
                )
                yield Finding(
                    week.path, f"sessions[{index}].start", "no-offset", message, hint=True
                )


def session_weeks(journal: Journal) -> Iterator[Finding]:
    """Find sessions that do not lie in the week of their file."""
    for week in journal.weeks:
        try:
            monday = week.monday
        except ValueError:
            continue  # the file's name is a problem of its own
        sunday = monday + timedelta(days=6)
        for index, session in enumerate_values(week.sessions):
            if not monday <= session.start.day <= sunday:
                message = (
                    f"expected a day of {week.name} ({monday} to {sunday}), got {session.start.day}"
                )
                yield Finding(week.path, f"sessions[{index}].start", "outside-week", message)


def session_ids(journal: Journal) -> Iterator[Finding]:
    """Find ids of two sessions of a week (an error), or of two weeks (a hint)."""
    first_week_of: dict[str, str] = {}
    for week in journal.weeks:
        ids_of_week: set[str] = set()
        for index, session in enumerate_values(week.sessions):
            id_ = session.id
            if id_ is None:
                continue
            where = f"sessions[{index}].id"
            if id_ in ids_of_week:
                message = f"{id_!r} names two sessions of this week; give one another id"
                yield Finding(week.path, where, "duplicate-id", message)
            elif id_ in first_week_of:
                message = (
                    f"{id_!r} stands in {first_week_of[id_]} too; {week.name}/{id_} names this one"
                )
                yield Finding(week.path, where, "repeated-id", message, hint=True)
            ids_of_week.add(id_)
            first_week_of.setdefault(id_, week.name)


def one_runs(journal: Journal) -> Iterator[Finding]:
    """Find each running session but the first."""
    first = None
    for week in journal.weeks:
        for index, session in enumerate_values(week.sessions):
            if not session.running:
                continue
            if first is None:
                first = week.name
                continue
            message = (
                f"another session runs in {first}; at most one runs at a time: stop or remove one"
            )
            yield Finding(week.path, f"sessions[{index}]", "two-running", message)


# ---- ids


def known_ids(journal: Journal) -> Iterator[Finding]:
    """Find ids of records and sessions that are not in the plan, each of them once."""
    plan = journal.plan
    planned_ids = {*plan.items, *plan.aliases}
    reported_ids: set[str] = set()
    for week in journal.weeks:
        places = [(f"{kind}.{id_}", id_, True) for kind, id_, _ in week.records]
        for index, session in enumerate_values(week.sessions):
            target = session.target[0]
            if target:
                places.append((f"sessions[{index}].item", target, False))
        for where, id_, at_key in places:
            if id_ in planned_ids or id_ in reported_ids or is_address(id_):
                continue
            reported_ids.add(id_)
            message = f"{id_!r} is not in the plan"
            closest = find_closest_word(id_, planned_ids)
            if closest:
                message += f"; did you mean {closest!r}?"
            else:
                message += ", so the id is its title"
            yield Finding(week.path, where, "unknown-id", message, hint=True, at_key=at_key)


def kinds_agree(journal: Journal) -> Iterator[Finding]:
    """Find records under the wrong kind, and two records of one item in a week.

    The right kind of an id is that of the plan, else that of its first record. A former id and the
    id of today are one item.
    """
    aliases = journal.plan.aliases
    kinds = {id_: (kind, "the plan") for id_, (kind, _) in journal.plan.items.items()}
    for week in journal.weeks:
        written_ids: dict[str, str] = {}  # id of today -> the id in this week
        for kind, id_, _ in week.records:
            current_id = aliases.get(id_, id_)
            right_kind, source = kinds.setdefault(current_id, (kind, week.name))
            if right_kind != kind:
                message = f"{source} has {current_id!r} under {right_kind}; write it there"
                yield Finding(week.path, f"{kind}.{id_}", "wrong-kind", message, at_key=True)
            elif current_id in written_ids:
                other_id = written_ids[current_id]
                message = f"{id_!r} and {other_id!r} are one and the same; write them as one"
                yield Finding(week.path, f"{kind}.{id_}", "duplicate-id", message, at_key=True)
            written_ids.setdefault(current_id, id_)


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
                    yield Finding(week.path, where, "units", message, hint=True)
                continue
            for index, unit in enumerate_values(done):
                yield from _check_unit(week, f"{where}[{index}]", course_id, course, unit)
                if (course_id, unit) in first:
                    message = (
                        f"{unit!r} was done in {first[course_id, unit]} already; it counts once"
                    )
                    yield Finding(week.path, f"{where}[{index}]", "done-twice", message, hint=True)
                first.setdefault((course_id, unit), week.name)
        for index, session in enumerate_values(week.sessions):
            target, unit_ = session.target
            if target and unit_ and (course := plan.item_with_units(aliases.get(target, target))):
                yield from _check_unit(week, f"sessions[{index}].item", target, course, unit_)


def counted_units(journal: Journal) -> Iterator[Finding]:
    """Find the first week of each course with which more units are done than the plan has."""
    plan = journal.plan
    counts: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    told: set[str] = set()
    for week in sorted(journal.weeks, key=lambda week: week.name):
        for kind, id_, record in week.records:
            course_id = plan.aliases.get(id_, id_)
            course = getattr(plan, kind).get(course_id)
            total = units_of(course) if course else 0
            if not isinstance(total, int) or not total or course_id in told:
                continue
            done = done_of(record)
            if isinstance(done, int):
                counts[course_id] = counts.get(course_id, 0) + done
            else:
                names.setdefault(course_id, set()).update(done)
            count = counts.get(course_id, 0) + len(names.get(course_id, ()))
            if count > total:
                told.add(course_id)
                message = f"{count} units are done by this week, and the plan has {total}"
                yield Finding(week.path, f"{kind}.{id_}.done", "units", message, hint=True)


def named_gaps(journal: Journal) -> Iterator[Finding]:
    """Find closed gaps that no week up to then names."""
    aliases = journal.plan.aliases
    named: dict[str, dict[str, str]] = {}
    for week in sorted(journal.weeks, key=lambda week: week.name):
        for kind, id_, record in week.records:
            gaps = named.setdefault(aliases.get(id_, id_), {})
            for text in getattr(record, "gaps", ()):
                gaps.setdefault(fold_case(text), text)
            for index, text in enumerate_values(getattr(record, "closed", ())):
                if fold_case(text) in gaps:
                    continue
                message = f"no week names this gap of {id_!r}"
                closest = find_closest_word(fold_case(text), gaps)
                if closest:
                    message += f"; did you mean {gaps[closest]!r}?"
                where = f"{kind}.{id_}.closed[{index}]"
                yield Finding(week.path, where, "unknown-gap", message, hint=True)


def _check_unit(
    week: Week, where: str, id_: str, course: Item | None, unit: str
) -> Iterator[Finding]:
    units = units_of(course) if course else None
    if isinstance(units, Mapping) and units and unit not in units:
        suggestion = format_suggestion(unit, units).replace("the keys here", "its units")
        message = f"{id_!r} has no unit {unit!r}; {suggestion}"
        yield Finding(week.path, where, "unknown-unit", message, hint=True)


# ---- sections and the plan


def known_sections(journal: Journal) -> Iterator[Finding]:
    """Find names of sections that do not exist, and headings that are keys of the format."""
    plan = journal.plan
    for week in journal.weeks:
        yield from _check_sections_of_week(week, plan)
    sections = [*SECTIONS, *plan.sections]
    places = [(f"headings.{name}", name) for name in plan.headings]
    for index, name in enumerate_values(plan.empty_sections):
        places.append((f"empty_sections[{index}]", name))
    for where, name in places:
        if name not in sections:
            message = f"no section is called {name!r}; {format_suggestion(name, sections)}"
            yield Finding(PLAN_PATH, where, "unknown-section", message, hint=True)


def _check_sections_of_week(week: Week, plan: Plan) -> Iterator[Finding]:
    sections = dict.fromkeys([*SECTIONS, *plan.sections, *week.sections])
    places = [(f"order[{index}]", name) for index, name in enumerate_values(week.order)]
    places += [(f"leads.{name}", name) for name in week.leads]
    for where, name in places:
        if name not in sections:
            message = f"no section is called {name!r}; {format_suggestion(name, sections)}"
            yield Finding(week.path, where, "unknown-section", message, hint=True)
    for name in week.sections:
        if name in SECTIONS:
            message = f"{name!r} is a key of its own; write it there, or choose another heading"
            yield Finding(week.path, f"sections.{name}", "wrong-section", message, at_key=True)


def markdown_limits(journal: Journal) -> Iterator[Finding]:
    """Find Markdown that would take minutes to turn into HTML."""
    for path, where, text in markdown_texts(journal):
        if excess := find_excess(text):
            yield Finding(path, where, "markdown", excess)


CHECKS: dict[str, Callable[[Journal], Iterator[Finding]]] = {
    "a running session knows its offset": running_offsets,
    "every session lies in its week": session_weeks,
    "session ids are unique": session_ids,
    "one session runs at most": one_runs,
    "ids are in the plan": known_ids,
    "records stand under their kind": kinds_agree,
    "units are the plan's": known_units,
    "no more units are done than there are": counted_units,
    "what is closed is a gap": named_gaps,
    "sections exist": known_sections,
    "titles leave room for the text": titles_of_a_screen,
    "Markdown can be read in seconds": markdown_limits,
    "links to items lead somewhere": item_links,
    "plan ids are unique": plan_ids,
    "no id is a keyword": find_keyword_ids,
    "the plan's references lead somewhere": plan_links,
    "prerequisites have an end": find_prerequisite_cycles,
    "the plan's dates are in order": plan_dates,
    "what is done is a step of the plan": known_steps,
    "the time zone exists": time_zone,
    "kept forecasts are of the plan's items": kept_ids,
    "a forecast is kept once a week": kept_once,
}
