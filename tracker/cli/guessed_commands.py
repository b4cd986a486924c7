"""A command that there is not, and its words -> the command line that was probably meant."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date

from tracker import store
from tracker.cli.quote_word import quote_word
from tracker.model import when
from tracker.model.journal import OUTCOMES, TrackerError
from tracker.model.kinds import KINDS

# What people type -> the right form. `...` is what they typed behind it, else the words behind `|`.
FORMS = {
    "learned": 'add learned ...|"..."',
    "life": 'add life ...|"..."',
    "link": "add link ...|URL",
    "ask": 'add question ...|"..."',
    "question": 'add question ...|"..."',
    "next": 'add next ...|"..."',
    "goal": 'add goal ...|"..."',
    **{kind.singular: f"add {kind.singular} ...|ID" for kind in KINDS.values()},
    "milestone": 'add milestone ...|DAY "..."',
    "decision": 'add decision ...|"..."',
    "step": 'add step ...|"..."',
    "holiday": "add pause ...|2024-08-01..2024-08-14",
    "answer": 'set question ...|N "..."',
    "pause": "set ... paused|ITEM",
    "drop": "set ... dropped|ITEM",
    "resume": "set ... active|ITEM",
    "confidence": "set ... confidence|ITEM confidence N",
    "understood": "set ... understood|ITEM understood N",
    "gap": "set ... gap|ITEM gap TEXT",
    "close": "set ... closed|ITEM closed GAP",
    "evidence": "set ... evidence|ITEM evidence PATH",
    "skim": "set ... skimmed|ITEM",
    "read": "set ... read|ITEM",
    "ship": "set ... shipped|ITEM",
    "finish": "done ...|ITEM",
    "complete": "done ...|ITEM",
    "delete": "remove ...|SESSION",
    "rm": "remove ...|SESSION",
    "sessions": "show ...",
    "list": "show ...",
    "ls": "show ...",
    "search": "show /.../|text",
    "find": "show /.../|text",
    "grep": "show /.../|text",
    "newsletter": "week ... --as mail|last",
    "mail": "week ... --as mail|last",
    "share": "week ... --as share|last",
    "preview": "week ... --as post|this",
    "continue": "start -",
    "restart": "start -",
    "version": "--version",
    "today": "",
    "day": "",
    "track": "log ...|45m ITEM",
    "frames": "show ...",
    "summary": "report ...",
    "aggregate": "report --by day",
    "projects": "plan",
    "modify": "edit ...|SESSION",
    "resize": "edit ...|SESSION 50m",
    "lengthen": "edit ...|SESSION 50m",
    "shorten": "edit ...|SESSION 50m",
    "annotate": 'edit last --note ...|"..."',
}
_DAYS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\..*)?")


def format_right_form(command: str, words: Sequence[str]) -> str:
    """`pause`, [`latin`] -> `tracker set latin paused`; nothing where no form is known."""
    form = FORMS.get(command)
    if form is None and when.is_length(command) and not is_year(command):
        form = f"log {command} ...|ITEM"
    if form is None:
        return guess_selection([command, *words])
    if command == "pause" and words and _DAYS.fullmatch(words[0]):
        form = FORMS["holiday"]
    if command == "goal" and len(words) > 1 and words[0].isdigit() and words[1] in OUTCOMES:
        form = "set goal ..."
    form, _, example = form.partition("|")
    quoted = [quote_word(word) for word in words]
    if quoted and form.startswith("set ... "):
        return f"tracker {form.replace('...', ' '.join(quoted[:1]))} {' '.join(quoted[1:])}".strip()
    if example.startswith("ITEM ") and not quoted:
        return f"tracker set {example}"
    typed = " ".join(quoted) or example
    if "/.../" in form:
        text = " ".join(words) or example
        form = form.replace("/.../", quote_word(f"/{text}/"))
    return f"tracker {form.replace('...', typed)}".strip()


def guess_item_command(command: str, words: Sequence[str], journal: str | None) -> str:
    """`zero 45m` -> `tracker log 45m zero`, where an item begins so; `@zero` the same."""
    typed = command.lstrip("@+")
    try:
        root = store.find_journal(os.getcwd(), journal or os.environ.get("TRACKER_JOURNAL"))
        plan, _ = store.read_plan(root)
    except TrackerError:
        return ""
    id_ = typed.partition("/")[0]
    if not id_ or not any(known.startswith(id_) for known in (*plan.items, *plan.aliases)):
        return ""
    if words and when.is_length(words[0]):
        rest = [words[0], typed, *words[1:]]
        if len(rest) > 3:
            rest = [*rest[:2], " ".join(rest[2:])]
        return f"tracker log {' '.join(map(quote_word, rest))}"
    return f"tracker show {' '.join(map(quote_word, [typed, *words]))}"


def is_year(word: str) -> bool:
    return re.fullmatch("[12][0-9]{3}", word) is not None


def guess_selection(words: Sequence[str]) -> str:
    """`last week` -> `tracker show last week`; `/a text/` the same; nothing for other words."""
    if words[0].startswith("/"):
        return f"tracker show {quote_word(' '.join(words))}"
    from tracker.model import periods

    for count in range(len(words), 0, -1):
        try:
            periods.parse_period(" ".join(words[:count]), date(2000, 1, 1))  # any day does
        except periods.NoPeriod:
            continue
        except ValueError:
            return ""
        return f"tracker show {' '.join(map(quote_word, words))}"
    return ""
