"""A week's text, an item and a property -> the text with it in the week's record of the item.

The properties are `confidence` and `understood`, which are one, `gap`, `closed` and `evidence`.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker import cached_reader
from tracker.cli.change_week import FileChange, shorten_for_message
from tracker.cli.goals_and_questions import format_numbered, match_beginning
from tracker.cli.item_state import TargetItem
from tracker.edit import set_values
from tracker.edit.document import read_week
from tracker.figures import stats
from tracker.figures.knowledge import list_gaps
from tracker.format import scalars
from tracker.model.english import fold_case, join_words
from tracker.model.journal import TrackerError, Week, WrongUsage
from tracker.model.kinds import KINDS, Link

Setter = Callable[[str, TargetItem, str, str, str], FileChange]


def set_property(
    root: str, item: TargetItem, week: str, text: str, word: str, words: str
) -> FileChange:
    """Set what `word` names. TrackerError where it does not fit the item."""
    if not words:
        raise WrongUsage(f"tracker set {item.id} {word} {FORMS[word]}")
    return SETTERS[word](root, item, week, text, words)


def _key_of(item: TargetItem, *keys: str) -> str:
    """Return the first of the keys that a record of the item's kind has. TrackerError for none."""
    if found := [key for key in keys if key in KINDS[item.kind].record._fields]:
        return found[0]
    kinds = []
    for name, kind in KINDS.items():
        if any(key in kind.record._fields for key in keys):
            kinds.append(name)
    raise TrackerError(
        f"{keys[0]} is for {join_words(kinds)}, and {item.id} is one of the {item.kind}"
    )


def set_confidence(root: str, item: TargetItem, week: str, text: str, words: str) -> FileChange:
    """Set `confidence`, or `understood`, whichever the item's kind has."""
    key = _key_of(item, "confidence", "understood")
    try:
        level = scalars.parse_rating(words)
    except ValueError:
        raise TrackerError(
            f"expected a number from 1 (no idea) to 5 (could explain it), got {words!r}"
        ) from None
    value, _ = read_week(week, text)
    record_id = item.record_id(week, text)
    record = getattr(value, item.kind).get(record_id) if value else None
    if getattr(record, key, None) == level:
        raise TrackerError(f"{key} of {item.id} is {level} in {week} already")
    new = set_values.set_in_record(text, week, item.kind, record_id, key, str(level))
    return FileChange(new, f"{key} {level} of 5: {item.id}, {week}")


def set_gap(root: str, item: TargetItem, week: str, text: str, words: str) -> FileChange:
    key = _key_of(item, "gaps")
    record_id = item.record_id(week, text)
    if fold_case(words) in _list_folded(item, week, text, key):
        raise TrackerError(f"{week} names this gap of {item.id} already: {words}")
    if fold_case(words) in _list_folded(item, week, text, "closed"):
        raise TrackerError(
            f"{week} closes this gap of {item.id}: {words}; to open it again, take it out of "
            f"closed: tracker week {week} --edit"
        )
    new = set_values.add_gap(text, week, item.kind, record_id, key, words)
    return FileChange(new, f"noted a gap of {item.id}, {week}: {shorten_for_message(words)}")


def close_gap(root: str, item: TargetItem, week: str, text: str, words: str) -> FileChange:
    """Close an open gap, which is named by its number or by how it begins."""
    key = _key_of(item, "closed")
    gaps = list_open_gaps_of_item(root, item, week, text)
    if not gaps:
        raise TrackerError(f"no gap of {item.id} is open in {week}")
    if words.isascii() and words.isdigit() and words not in gaps:
        if not 1 <= int(words) <= len(gaps):
            raise TrackerError(f"{item.id} has no open gap {words}: {format_numbered(gaps)}")
        places = [int(words) - 1]
    else:
        places = match_beginning(gaps, words)
    if len(places) != 1:
        count = "more than one open gap" if places else "no open gap"
        begins = "begin" if places else "begins"
        raise TrackerError(f"{count} of {item.id} {begins} with {words!r}: {format_numbered(gaps)}")
    gap = gaps[places[0]]
    record_id = item.record_id(week, text)
    new = set_values.add_gap(text, week, item.kind, record_id, key, gap)
    return FileChange(new, f"closed a gap of {item.id}, {week}: {shorten_for_message(gap)}")


def list_open_gaps_of_item(root: str, item: TargetItem, week: str, text: str) -> list[str]:
    """List the gaps of an item that are open at the end of the week, first found first.

    All weeks are read, for another item may have closed one.
    """
    plan, _ = cached_reader.read_plan_with_faults(root)
    journal = cached_reader.read_weeks(root, plan, None).journal
    value, _ = read_week(week, text)
    weeks = [other for other in journal.weeks if other.name != week]
    weeks = sorted([*weeks, value or Week(week)], key=lambda each: each.name)
    figures = stats.build_figures(journal._replace(weeks=tuple(weeks)))
    gaps = list_gaps(figures, until=week)
    return [gap.text for gap in gaps if gap.item == item.id and not gap.closed]


def _list_folded(item: TargetItem, week: str, text: str, key: str) -> set[str]:
    value, _ = read_week(week, text)
    record = getattr(value, item.kind).get(item.record_id(week, text)) if value else None
    return {fold_case(each) for each in getattr(record, key, ())}


def set_evidence(root: str, item: TargetItem, week: str, text: str, words: str) -> FileChange:
    """Add evidence: an address, a commit or a path, and perhaps a note behind it."""
    _key_of(item, "evidence")
    address, _, note = words.partition(" ")
    try:
        link = scalars.parse_evidence(address)
    except ValueError as error:
        raise TrackerError(str(error)) from None
    link = Link(link.url, note=note.strip() or None)
    record_id = item.record_id(week, text)
    new = set_values.add_evidence(text, week, item.kind, record_id, link)
    return FileChange(new, f"added evidence of {item.id}, {week}: {shorten_for_message(address)}")


SETTERS: dict[str, Setter] = {
    "confidence": set_confidence,
    "understood": set_confidence,
    "gap": set_gap,
    "closed": close_gap,
    "evidence": set_evidence,
}
FORMS = {
    "confidence": "N, 1 to 5",
    "understood": "N, 1 to 5",
    "gap": "TEXT",
    "closed": "GAP, its number or how it begins",
    "evidence": "PATH-OR-URL",
}
