"""A time in the place of an item or a note -> a refusal with the right form.

Imported where a word looks like that; most lines that are logged have none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from tracker.cli.quote_word import quote_word
from tracker.model import when
from tracker.model.english import join_words
from tracker.model.journal import TrackerError
from tracker.model.kinds import units_of
from tracker.model.plan import Plan

_PREPOSITIONS = ("at ", "on ", "from ", "since ", "until ")
# Lengths as they are said -> as they are typed.
_SPOKEN = {
    "half an hour": "30m",
    "half hour": "30m",
    "an hour and a half": "1h30m",
    "an hour": "1h",
    "one hour": "1h",
    "two hours": "2h",
}
_DAYS = "2024-07-01, yesterday or mon"


def refuse_misread_log(
    words: Sequence[str], other: bool, plan: Plan, now: datetime, force: bool
) -> None:
    """Raise TrackerError where a word of `tracker log` is a time in the wrong place.

    A length in two words is refused also with --force.
    """
    known = {*plan.items, *plan.aliases}
    length, *rest = words
    _refuse_spoken_length(words, plan)
    if not rest:
        return
    clocks = [word for word in words[:5] if ":" in word and when.sort_time(word, now) == "moment"]
    if len(clocks) == 2:
        raise TrackerError(f"two times are one span: write {'-'.join(clocks)}")
    if rest[0] not in known:
        _refuse_split_length(words, now)
    if not when.is_length(length):
        _refuse_late_length(words, now)
        _refuse_missing_length(words, plan)
        return
    if not force:
        if not other and rest[0] not in known and when.parse_span(rest[0]):
            line = " ".join(["tracker log", rest[0], *_quote_all(rest[1:] or ["ITEM"])])
            raise TrackerError(
                f"{rest[0]!r} is a time, not an item: {line} (--force logs it as typed)"
            )
        form = ["tracker log", length]
        refuse_misplaced_time("log", form, rest, other, plan, now)


def refuse_misplaced_time(
    command: str,
    form: Sequence[str],
    words: Sequence[str],
    other: bool,
    plan: Plan,
    now: datetime,
) -> None:
    """Raise TrackerError for a time among an item and a note, with the right form of the command.

    `form`: how the command's line begins. `words`: item and note; with `other` the note alone.
    """
    known: Container[str] = {*plan.items, *plan.aliases}
    first = 1 if words and not other and words[0] in known else 0
    found = when.find_time(words, now, first)
    if found is None:
        return
    begin, end, sort = found
    text = strip_preposition(" ".join(words[begin:end]))
    left = [*words[:begin], *words[end:]]
    place = "an item" if begin == 0 and not other else "a note"
    line = _write_form(command, form, left, other, text, sort)
    message = f"{text!r} is a {_SORTS[sort]}, not {place}: {line}"
    longer = sorted(id_ for id_ in plan.items if id_.startswith(words[begin]))
    if place == "an item" and longer:
        message += f"; or type more of {longer[0]}"
    raise TrackerError(f"{message} (--force logs it as typed)")


_SORTS = {
    "moment": "time",
    "span": "time",
    "vague": "time",
    "day": "day",
    "week": "week",
    "length": "length of time",
}


def strip_preposition(text: str) -> str:
    """`at 19:30` -> `19:30`."""
    for word in _PREPOSITIONS:
        if text.lower().startswith(word):
            return text[len(word) :].strip()
    return text


def _write_form(
    command: str, form: Sequence[str], left: Sequence[str], other: bool, text: str, sort: str
) -> str:
    """Write the line that says the same with the time in its place."""
    words = [*left]
    if not words and not other and command != "stop":
        words = ["ITEM"]
    if command == "note" and not other and len(words) == 1:
        words.append("...")
    if len(words) > 2:
        words = [words[0], " ".join(words[1:])]
    rest = [quote_word(word) for word in words]
    if other and command != "stop":
        rest.insert(0, "--other")
    if sort in ("span", "length") and command != "log":
        if command == "stop":
            return f"tracker stop, then tracker edit last {quote_word(text)}"
        return " ".join(["tracker log", quote_word(text), *rest])
    if sort == "moment" and command == "log" and when.parse_span(form[1]):
        return f"{form[1]} says when it was, {' '.join([*form, *rest])}"
    if sort == "span":
        return " ".join([*form[:1], quote_word(text), *rest])
    if sort == "length":
        return f"one length is enough, {' '.join([*form, *rest])}"
    return " ".join([*form, *rest, _write_option(command, text, sort)])


def _write_option(command: str, text: str, sort: str) -> str:
    """Write the option that takes a time in a command: `--at "yesterday 19:30"`."""
    if command == "note":
        day = text.rpartition(" ")[0] if sort == "moment" else text
        if sort == "vague" or day.endswith(" ago") or (sort == "moment" and not day):
            return f"--on DAY, such as {_DAYS}"
        return f"--on {quote_word(day)}"
    if sort == "moment":
        return f"--at {quote_word(text)}"
    if command == "log":
        return f"--on DAY, such as {_DAYS}" if sort == "vague" else f"--on {quote_word(text)}"
    if sort == "day":
        return f'--at "{text} 19:30"'
    return '--at TIME, such as 19:30 or "yesterday 19:30"'


def _refuse_split_length(words: Sequence[str], now: datetime) -> None:
    """Raise TrackerError for a length that was typed as several words, and for two lengths."""
    for count in range(min(4, len(words)), 1, -1):
        typed = words[:count]
        if when.is_length(" ".join(typed)):
            names = join_words([repr(word) for word in typed])
            minutes = when.parse_duration(" ".join(typed))
            raise TrackerError(f"{names} are one length of time: write {shorten_length(minutes)}")
    length, second = words[:2]
    if not when.is_length(length):
        return
    if second.lower() in when.LENGTH_UNITS:
        raise TrackerError(
            f"{length!r} has its unit, and {second!r} is another: tracker log {length} ITEM"
        )
    if second.isdigit() or when.sort_time(second, now) == "length":
        raise TrackerError(
            f"{length!r} and {second!r} are two lengths of time; write one, such as 1h30m"
        )


def shorten_length(minutes: int) -> str:
    """90 -> `1h30m`, 120 -> `2h`, 45 -> `45m`."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}h" * (hours > 0) + f"{rest}m" * (rest > 0 or not hours)


def _refuse_spoken_length(words: Sequence[str], plan: Plan) -> None:
    """Raise TrackerError for a length that is said in words, or is typed in one with the item."""
    length, *rest = words
    said = " ".join(words).lower()
    for spoken, typed in _SPOKEN.items():
        if said.startswith(spoken):
            raise TrackerError(f"{spoken!r}: write {typed}")
    if match := re.fullmatch(r"([0-9]+)[.,]([0-9]+)", length):
        raise TrackerError(f"{length!r} has no unit: write {match[1]}.{match[2]}h")
    if match := re.fullmatch(
        r"([0-9]{1,2}(?::[0-9]{2})?)-([0-9]{1,2}(?::[0-9]{2})?)([ap]m)", length
    ):
        begin, end, half = match.groups()
        raise TrackerError(
            f"{length!r} does not say which half {begin} is of: {begin}{half}-{end}{half}?"
        )
    parts = length.split()
    if rest or when.is_length(length):
        return
    if len(parts) > 1 and any(when.is_length(part) for part in parts):
        ordered = sorted(parts, key=lambda part: not when.is_length(part))
        raise TrackerError(f"length and item are two words: tracker log {' '.join(ordered)}")
    _refuse_missing_length(words, plan)


def _refuse_missing_length(words: Sequence[str], plan: Plan) -> None:
    """Raise TrackerError where the words begin with an item, and none is a length."""
    item, *rest = words
    id_ = item.partition("/")[0]
    if id_ and any(known.startswith(id_) for known in (*plan.items, *plan.aliases)):
        typed = format_item_and_note(item, rest, plan)
        message = f"how long was it? tracker log 45m {typed}"
        if rest:
            message += f"; without a length: tracker note {typed}"
        raise TrackerError(message)


def format_item_and_note(item: str, notes: Sequence[str], plan: Plan) -> str:
    """Format an item and the words behind it for the shell: `zero "the chain rule"`.

    `zero to hero` becomes `zero-to-hero`, and `zero gpt` becomes `zero/gpt`.
    """
    for count in range(len(notes), 0, -1):
        joined = "-".join([item, *notes[:count]]).lower()
        if joined in plan.items:
            item, notes = joined, notes[count:]
            break
    ids = [id_ for id_ in plan.items if id_ == item] or [
        id_ for id_ in plan.items if id_.startswith(item)
    ]
    if notes and len(ids) == 1:
        units = units_of(plan.items[ids[0]][1])
        if not isinstance(units, int) and notes[0] in units:
            item, notes = f"{item}/{notes[0]}", notes[1:]
    if not notes:
        return quote_word(item)
    note = " ".join(notes)
    return f"{quote_word(item)} {quote_word(note)}" if " " not in note else f'{item} "{note}"'


def _refuse_late_length(words: Sequence[str], now: datetime) -> None:
    """Raise TrackerError where a length stands behind the item, with the words in order."""
    places = [place for place, word in enumerate(words) if place and when.is_length(word)]
    places = [place for place in places if not words[place].isdigit()]
    if not places:
        return
    length = words[places[0]]
    left = [word for place, word in enumerate(words) if place != places[0]]
    option: list[str] = []
    found = when.find_time(left, now, 0)
    if found and found[2] in ("moment", "day", "week"):
        text = strip_preposition(" ".join(left[found[0] : found[1]]))
        option = [_write_option("log", text, found[2])]
        left = left[: found[0]] + left[found[1] :]
    line = ["tracker log", length, *_quote_all(left), *option]
    raise TrackerError(f"the length comes first: {' '.join(line)}")


def _quote_all(words: Iterable[str]) -> list[str]:
    return [quote_word(word) for word in words]
