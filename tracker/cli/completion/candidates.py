"""A journal -> candidates for a word: items, units, sessions, weeks, periods, days, statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from tracker import store
from tracker.cli.completion.command_line import Candidate
from tracker.cli.describe_session import format_logged_session
from tracker.format import loader
from tracker.model import when
from tracker.model.journal import OUTCOMES, Week, is_address, week_of, week_path_of
from tracker.model.kinds import KINDS, STATUSES
from tracker.model.plan import Plan
from tracker.store import read_plan

RECENT = 4  # weeks that are read; any more and a TAB would be felt
LISTED = 12  # weeks that are offered before a letter of one is typed


class CompletionRequest(NamedTuple):
    """The journal's folder, the day, the part of the word typed so far, and the words before it."""

    root: str
    today: date
    word: str
    words: tuple[str, ...] = ()


Candidates = Iterable[Candidate]


def complete_items(request: CompletionRequest) -> Candidates:
    """Yield ids, the plan's first; when only one id is left also its units, typed after a slash."""
    plan = read_plan(request.root)[0]
    units = units_by_id(plan, recent_weeks(request.root))
    if "/" in request.word and not is_address(request.word):
        matches = [id_ for id_ in units if request.word.startswith(f"{id_}/")]
    else:
        matches = [id_ for id_ in units if id_.startswith(request.word)]
        yield from build_id_candidates(plan, units)
    if len(matches) == 1:
        id_ = matches[0]
        for unit, title in units[id_].items():
            if title == unit:
                title = ""
            yield Candidate(f"{id_}/{unit}", title)


def complete_ids(request: CompletionRequest) -> Candidates:
    """List the ids of the plan, and those that were studied lately."""
    plan = read_plan(request.root)[0]
    return build_id_candidates(plan, units_by_id(plan, recent_weeks(request.root)))


def complete_unplanned_ids(request: CompletionRequest) -> Candidates:
    """List the ids that were studied lately and that the plan does not know."""
    plan = read_plan(request.root)[0]
    units = units_by_id(plan, recent_weeks(request.root))
    return build_id_candidates(plan, [id_ for id_ in units if id_ not in plan.items])


def build_id_candidates(plan: Plan, ids: Iterable[str]) -> Candidates:
    """List ids with their titles."""
    candidates = []
    for id_ in ids:
        title = "not in the plan"
        if id_ in plan.items:
            title = plan.items[id_][1].title or ""
        candidates.append(Candidate(id_, title))
    return candidates


def units_by_id(plan: Plan, weeks: Iterable[Week]) -> dict[str, dict[str, str]]:
    """Map ids to their units, with the units' titles.

    The units of an id that the plan does not know are those of its sessions, without titles.
    """
    units_of: dict[str, dict[str, str]] = {}
    for id_, (_, item) in plan.items.items():
        units = getattr(item, "units", {})
        units_of[id_] = {} if isinstance(units, int) else dict(units)
    in_plan = {*units_of, *plan.aliases}
    for week in weeks:
        for session in week.sessions:
            name, unit = session.target
            if name is None or name in in_plan:
                continue
            units = units_of.setdefault(name, {})
            if unit:
                units[unit] = ""
        for _, id_, _ in week.records:
            if id_ not in in_plan:
                units_of.setdefault(id_, {})
    return units_of


def complete_sessions(request: CompletionRequest) -> Candidates:
    """Yield `last`, then the ids of the last weeks' sessions, last one first."""
    yield Candidate("last", "the one that was logged last")
    for week in recent_weeks(request.root):
        for session in reversed(week.sessions):
            if session.id:
                words = format_logged_session(session._replace(id=None))
                if session.note:
                    words += f": {session.note}"
                yield Candidate(session.id, words)


def complete_weeks(request: CompletionRequest) -> Candidates:
    """Yield this and last, and the weeks that have a file."""
    names = list_weeks_newest_first(request.root)
    if not request.word[:1].isdigit():
        names = names[:LISTED]
    for name in ("this", "last", *names):
        yield Candidate(name)


def complete_weeks_to_add_to(request: CompletionRequest) -> Candidates:
    """Yield the weeks that `tracker add` takes: for a goal also the next."""
    if request.words[:1] == ("goal",):
        yield Candidate("next")
    yield from complete_weeks(request)


def complete_periods(request: CompletionRequest) -> Candidates:
    """Yield named periods and years; of a typed year its quarters, months and weeks, too."""
    from tracker.model.periods import NAMED

    weeks = list_weeks_newest_first(request.root)
    years = sorted({week[:4] for week in weeks}, reverse=True)
    parts = [f"-Q{quarter}" for quarter in range(1, 5)] + [f"-{month:02}" for month in range(1, 13)]
    for name in [*NAMED, "last 14d", "all", *years]:
        yield Candidate(name)
    for year in years:
        if not request.word.startswith(year):
            continue
        for part in parts:
            yield Candidate(year + part)
        for week in weeks:
            if week.startswith(year):
                yield Candidate(week)


def complete_selections(request: CompletionRequest) -> Candidates:
    """Yield what a selection is made of: items, kinds, skills and periods."""
    yield from complete_selected_items(request)
    yield from complete_periods(request)


def complete_selected_items(request: CompletionRequest) -> Candidates:
    """Yield items, kinds and skills of one word."""
    from tracker.model.selection import list_skills

    yield from complete_items(request)
    for name in KINDS:
        yield Candidate(name)
    for skill in list_skills(read_plan(request.root)[0]):
        yield Candidate(skill)


def complete_days(request: CompletionRequest) -> Candidates:
    """Yield today, yesterday, the weekdays and this week."""
    weekdays = [name[:3] for name in when.WEEKDAYS]
    for name in ("today", "yesterday", *weekdays, week_of(request.today)):
        yield Candidate(name)


def complete_statuses(request: CompletionRequest) -> Candidates:
    """List the statuses that an item of some kind can have."""
    return [Candidate(name) for name in STATUSES]


def complete_formats(request: CompletionRequest) -> Candidates:
    """List the formats of other programs' logs."""
    from tracker.exchange.formats import FORMATS

    return [Candidate(name, format_.what) for name, format_ in FORMATS.items()]


def complete_what_is_set(request: CompletionRequest) -> Candidates:
    """Yield ids; and goal and question, which `tracker set` takes in their place."""
    yield from complete_ids(request)
    yield Candidate("goal", "N done, partial, missed or dropped")
    yield Candidate("question", "N ANSWER")


def complete_property(request: CompletionRequest) -> Candidates:
    """Yield what can be said of an item: its statuses, and what its kind's records hold."""
    typed = request.words[0]
    if typed == "goal":
        yield from complete_goals(request)
        return
    if typed == "question":
        yield from complete_questions(request)
        return
    item = read_plan(request.root)[0].items.get(typed)
    kinds = [KINDS[item[0]]] if item else [*KINDS.values()]
    for status in STATUSES:
        if any(status in kind.statuses for kind in kinds):
            yield Candidate(status)
    for word, key in RECORD_KEYS.items():
        if any(key in kind.record._fields for kind in kinds):
            yield Candidate(word)


def complete_goals(request: CompletionRequest) -> Candidates:
    """Yield the numbers of this week's goals, with their texts."""
    for week in recent_weeks(request.root)[:1]:
        if week.name == week_of(request.today):
            for number, goal in enumerate(week.goals, 1):
                yield Candidate(str(number), goal.goal)


def complete_questions(request: CompletionRequest) -> Candidates:
    """Yield the numbers of this week's open questions, with their texts."""
    for week in recent_weeks(request.root)[:1]:
        if week.name == week_of(request.today):
            for number, question in enumerate(week.questions, 1):
                if question.answer is None:
                    yield Candidate(str(number), question.ask)


def complete_set_words(request: CompletionRequest) -> Candidates:
    """List the outcomes of a goal; all else that `tracker set` reads there is a text."""
    if request.words[0] == "goal":
        return [Candidate(outcome) for outcome in OUTCOMES]
    return []


def complete_done_words(request: CompletionRequest) -> Candidates:
    """Yield the numbers of goals for `tracker done goal`."""
    if request.words[0] == "goal":
        yield from complete_goals(request)


def complete_added(request: CompletionRequest) -> Candidates:
    """List ids that the plan does not know, where `tracker add` takes one."""
    is_item = any(request.words[0] == kind.singular for kind in KINDS.values())
    if is_item and len(request.words) == 1:
        return complete_unplanned_ids(request)
    return []


def list_weeks_newest_first(root: str) -> list[str]:
    """List the weeks that have a file, last one first."""
    names = []
    for path in store.list_entries(root):
        name = path.removeprefix(f"{store.ENTRIES}/").removesuffix(".yaml")
        if when.is_week(name):
            names.append(name)
    return sorted(names, reverse=True)


def recent_weeks(root: str) -> list[Week]:
    """Read the last few weeks, without those that cannot be read."""
    weeks = []
    for name in list_weeks_newest_first(root)[:RECENT]:
        path = week_path_of(name)
        week, _ = loader.load_week(path, name, store.read_file(root, path) or b"")
        if week:
            weeks.append(week)
    return weeks


# What `tracker set` reads behind an item -> the key of a record that holds it.
RECORD_KEYS = {
    "confidence": "confidence",
    "understood": "understood",
    "gap": "gaps",
    "closed": "closed",
    "evidence": "evidence",
}
# A word's name in --help -> its candidates. Other words get none: they are texts, or new.
PLACES: dict[str, Callable[[CompletionRequest], Candidates]] = {
    "ITEM": complete_items,
    "OLD": complete_ids,
    "ID": complete_sessions,
    "SESSION": complete_sessions,
    "WEEK": complete_weeks,
    "PERIOD": complete_periods,
    "SELECTION": complete_selections,
    "DAY": complete_days,
    "STATUS": complete_statuses,
    "FORMAT": complete_formats,
}
# The words that mean something else in one command.
PLACES_OF: dict[tuple[str, str], Callable[[CompletionRequest], Candidates]] = {
    ("add", "WORDS"): complete_added,
    ("add", "WEEK"): complete_weeks_to_add_to,
    ("set", "ITEM"): complete_what_is_set,
    ("set", "WHAT"): complete_property,
    ("set", "WORDS"): complete_set_words,
    ("done", "WORDS"): complete_done_words,
    ("plan", "SELECTION"): complete_selected_items,
    ("forecast", "SELECTION"): complete_selected_items,
}


def find_completer(
    command: str | None, name: str
) -> Callable[[CompletionRequest], Candidates] | None:
    """Find the function that completes a word of a command, by the word's name in --help."""
    return PLACES_OF.get((command or "", name)) or PLACES.get(name)
