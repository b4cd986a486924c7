"""The words that commands read, none of which can be an item's id."""

from __future__ import annotations

from datetime import date

from tracker.model.journal import OUTCOMES, TrackerError
from tracker.model.kinds import KINDS, READINGS, STATUSES

# What `tracker add` puts into a week -> the key of the week that gets it.
WEEK_KEYS = {
    "learned": "learned",
    "life": "life",
    "link": "links",
    "question": "questions",
    "next": "next",
    "goal": "goals",
}
# What it puts into the plan besides items -> the key of the plan.
PLAN_KEYS = {
    "milestone": "milestones",
    "decision": "decisions",
    "step": "phases",
    "pause": "pauses",
}
# What `tracker set` says of an item besides its status.
RECORD_WORDS = ("confidence", "understood", "gap", "closed", "evidence")
# What people type -> the status that it means.
STATUS_WORDS = {
    "pause": "paused",
    "resume": "active",
    "resumed": "active",
    "drop": "dropped",
    "ship": "shipped",
    "finish": "done",
    "finished": "done",
}
# The same for how a paper was read.
READING_WORDS = {"skimmed": "skim", "read": "once"}
# What periods and sessions begin with: `last week`, `edit last`.
PERIOD_WORDS = ("last", "this")
KEYWORDS = frozenset(
    (
        *PERIOD_WORDS,
        *WEEK_KEYS,
        *PLAN_KEYS,
        *(kind.singular for kind in KINDS.values()),
        *RECORD_WORDS,
        *STATUSES,
        *STATUS_WORDS,
        *READINGS,
        *READING_WORDS,
        *OUTCOMES,
    )
)


def refuse_reserved_id(id_: str) -> None:
    """Raise TrackerError for a new id that is a word of the commands, or a period."""
    if id_ in KEYWORDS:
        raise TrackerError(f"{id_!r} is a word of the commands; choose another id")
    from tracker.model import periods

    try:
        periods.parse_period(id_, date(2000, 1, 1))  # any day does
    except periods.NoPeriod:
        return
    except ValueError:
        pass
    raise TrackerError(f"{id_!r} is a period for the commands that read; choose another id")


def explain_keyword(word: str) -> str:
    """Say why a word of the commands is no item; nothing for other words."""
    for kind in KINDS.values():
        if word in (kind.singular, kind.plural):
            return f"{word!r} is a kind, not an item: type the id of a {kind.singular}"
    if word == "other":
        return "work on no item is --other"
    if word in KEYWORDS:
        return f"{word!r} is a word of the commands, not an item"
    return ""
