"""A journal's names -> candidates for a place on the command line: items, units, sessions, weeks, periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from tracker import store
from tracker.cli.completion.command_line import Candidate
from tracker.cli.describe_session import format_logged_session
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import Week, is_address, week_of
from tracker.model.kinds import STATUSES
from tracker.model.plan import Plan
from tracker.store import read_plan

RECENT = 4  # weeks that are read; any more and a TAB would be felt
LISTED = 12  # weeks that are offered before a letter of one is typed


class CompletionRequest(NamedTuple):
    """The journal's folder, the day, and what of the word is typed so far."""

    root: str
    today: date
    word: str


Candidates = Iterable[Candidate]


def complete_items(asked: CompletionRequest) -> Candidates:
    """Ids, the plan's first; once only one of them is left, its units as well, to be typed behind a slash."""
    plan = read_plan(asked.root)[0]
    known = units_by_id(plan, recent_weeks(asked.root))
    unit_begun = "/" in asked.word and not is_address(asked.word)
    if unit_begun:
        begun = [id_ for id_ in known if asked.word.startswith(f"{id_}/")]
    else:
        begun = [id_ for id_ in known if id_.startswith(asked.word)]
        yield from told_ids(plan, known)
    if len(begun) == 1:
        for unit, title in known[begun[0]].items():
            yield Candidate(f"{begun[0]}/{unit}", title if title != unit else "")


def complete_ids(asked: CompletionRequest) -> Candidates:
    plan = read_plan(asked.root)[0]
    return told_ids(plan, units_by_id(plan, recent_weeks(asked.root)))


def complete_unplanned_ids(asked: CompletionRequest) -> Candidates:
    """Ids that were studied lately and that the plan does not know."""
    plan = read_plan(asked.root)[0]
    return told_ids(
        plan, [id_ for id_ in units_by_id(plan, recent_weeks(asked.root)) if id_ not in plan.items]
    )


def told_ids(plan: Plan, ids: Iterable[str]) -> Candidates:
    items = plan.items
    return [
        Candidate(id_, (items[id_][1].title or "") if id_ in items else "not in the plan")
        for id_ in ids
    ]


def units_by_id(plan: Plan, weeks: Iterable[Week]) -> dict[str, dict[str, str]]:
    """Id -> its units, each with its title. Of ids that the plan does not know: what they were studied by."""
    known: dict[str, dict[str, str]] = {}
    for id_, (_, item) in plan.items.items():
        units = getattr(item, "units", {})
        known[id_] = {} if isinstance(units, int) else dict(units)
    in_plan = {*known, *plan.aliases}
    for week in weeks:
        used = [session.target for session in week.sessions] + [
            (id_, None) for _, id_, _ in week.records
        ]
        for name, unit in used:
            if name is not None and name not in in_plan:
                known.setdefault(name, {}).update({unit: ""} if unit else {})
    return known


def complete_sessions(asked: CompletionRequest) -> Candidates:
    """Those of the last weeks that have an id, last one first."""
    for week in recent_weeks(asked.root):
        for session in reversed(week.sessions):
            if session.id:
                note = f": {session.note}" if session.note else ""
                yield Candidate(session.id, format_logged_session(session._replace(id=None)) + note)


def complete_weeks(asked: CompletionRequest) -> Candidates:
    names = list_weeks_newest_first(asked.root)
    for name in ["this", "last", *(names if asked.word[:1].isdigit() else names[:LISTED])]:
        yield Candidate(name)


def complete_periods(asked: CompletionRequest) -> Candidates:
    from tracker.model.periods import NAMED

    names = list_weeks_newest_first(asked.root)
    years = sorted({name[:4] for name in names}, reverse=True)
    parts = [f"-Q{quarter}" for quarter in range(1, 5)] + [f"-{month:02}" for month in range(1, 13)]
    for name in [*NAMED, "last 14d", "all", *years]:
        yield Candidate(name)
    for year in (year for year in years if asked.word.startswith(year)):
        yield from (Candidate(year + part) for part in parts)
        yield from (Candidate(name) for name in names if name.startswith(year))


def complete_days(asked: CompletionRequest) -> Candidates:
    for name in ("today", "yesterday", *(name[:3] for name in when.WEEKDAYS), week_of(asked.today)):
        yield Candidate(name)


def complete_statuses(asked: CompletionRequest) -> Candidates:
    return [Candidate(name) for name in STATUSES]


def list_weeks_newest_first(root: str) -> list[str]:
    """The weeks that have a file, last one first."""
    names = [
        path.removeprefix(f"{store.ENTRIES}/").removesuffix(".yaml")
        for path in store.list_entries(root)
    ]
    return sorted((name for name in names if when.is_week(name)), reverse=True)


def recent_weeks(root: str) -> list[Week]:
    """The last few, as far as they can be read."""
    found = []
    for name in list_weeks_newest_first(root)[:RECENT]:
        path = f"{store.ENTRIES}/{name}.yaml"
        week, _ = loader.load_week(path, name, store.read_file(root, path) or b"")
        found += [week] if week else []
    return found


# What --help calls a word -> what may stand there. Under any other name nothing is offered: it is a text, or new.
PLACES: dict[str, Callable[[CompletionRequest], Candidates]] = {
    "ITEM": complete_items,
    "OLD": complete_ids,
    "ID": complete_sessions,
    "WEEK": complete_weeks,
    "PERIOD": complete_periods,
    "DAY": complete_days,
    "STATUS": complete_statuses,
}
# Where a command means something else by it.
PLACES_OF: dict[tuple[str, str], Callable[[CompletionRequest], Candidates]] = {
    ("add", "ID"): complete_unplanned_ids,
    ("pause", "ITEM"): complete_ids,
    ("drop", "ITEM"): complete_ids,
    ("resume", "ITEM"): complete_ids,
}


def find_completer(
    command: str | None, name: str
) -> Callable[[CompletionRequest], Candidates] | None:
    return PLACES_OF.get((command or "", name)) or PLACES.get(name)
