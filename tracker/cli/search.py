"""A journal's folder -> the lines of its essays that say a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from tracker.cli.essays import read_essays
from tracker.figures.search import FoundLine, find_lines
from tracker.model.journal import TrackerError
from tracker.model.plan import Plan
from tracker.model.selection import OTHER, Selection, fold_text

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_DATE = re.compile(r"^date:\s*[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE)
_ITEMS = re.compile(r"^items:((?:[^\n]*)(?:\n[ \t]*-[^\n]*)*)", re.MULTILINE)
_WORD = re.compile(r"[^\s,\[\]\"']+")


def list_essay_lines(
    root: str, plan: Plan, kinds: Mapping[str, str], selection: Selection
) -> tuple[list[FoundLine], list[str]]:
    """List the lines of essays that say a selection's text, and a line for what can't be read.

    An essay is about the `items` of its front matter, and of the day of its `date`.
    """
    found: list[FoundLine] = []
    try:
        for path, data in read_essays(root):
            text = data.decode("utf-8", "replace")
            if selection.text is None or selection.text in fold_text(text):
                found += _search_essay(path, text, plan, kinds, selection)
    except TrackerError as error:
        return found, [str(error)]
    return found, []


def _search_essay(
    path: str, text: str, plan: Plan, kinds: Mapping[str, str], selection: Selection
) -> list[FoundLine]:
    match = _HEAD.match(text)
    head = match[1] if match else ""
    day = date.min
    if dated := _DATE.search(head):
        try:
            day = date.fromisoformat(dated[1])
        except ValueError:
            day = date.min
    if selection.period and not selection.period.first <= day <= selection.period.last:
        return []
    about = _ITEMS.search(head)
    items = [word for word in _WORD.findall(about[1]) if word != "-"] if about else []
    items = [plan.aliases.get(item, item) for item in items]
    held = [item for item in items if selection.holds(plan, kinds.get(item, OTHER), item)]
    if selection.names_items and not held:
        return []
    body = text[match.end() :] if match else text
    title = re.search(r"^title:(.*)$", head, re.MULTILINE)
    if title:
        body = f"{title[1].strip()}\n\n{body}"
    item = (held or items or [None])[0]
    lines = find_lines(body, selection)
    return [FoundLine(day, None, path, "essay", item, None, line) for line in lines]
