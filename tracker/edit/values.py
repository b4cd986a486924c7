"""A value of the model -> the YAML that stands for it, on one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.model import when
from tracker.model.journal import Session, TrackerError
from tracker.model.kinds import UNPUBLISHED_WORDS, Item, Link

# What every YAML reader takes for the same text, inside braces too. All else is quoted.
# A word that begins with a digit needs a letter that stands in no number (0x1f, 0b1, 1e5).
_PLAIN = re.compile(r"(?:[a-z]|(?=[0-9a-z]*[g-wyz])[0-9])[a-z0-9]*(?:[-_./][a-z0-9]+)*")
_MEANS_SOMETHING = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
# Quotes, backslashes, tabs and line ends; what no file may hold; control characters; and what
# turns the direction of text.
# Not compiled here: that takes 0.2 ms, and most texts have none of them.
_SPECIAL = (
    '["\\\\\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff'
    "\ufeff\ufffe\uffff]"
)
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"}


def format_scalar(text: str) -> str:
    """Format a text that may stand between braces: bare where all YAML readers agree on it."""
    if _PLAIN.fullmatch(text) and text not in _MEANS_SOMETHING:
        return text
    return quote_scalar(text)


def quote_scalar(text: str) -> str:
    """Put a text in double quotes, on one line. TrackerError if it holds what no entry may."""

    def escape_letter(match: re.Match[str]) -> str:
        letter = match[0]
        if letter in _SHORT_ESCAPES:
            return _SHORT_ESCAPES[letter]
        if "\ud800" <= letter <= "\udfff":
            raise TrackerError(f"{text!r} holds text that is not UTF-8; leave it out")
        if letter <= "\x9f":
            code = f"U+{ord(letter):04X}"
            raise TrackerError(f"{text!r} holds the control character {code}; leave it out")
        return f"\\u{ord(letter):04X}"

    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + re.sub(_SPECIAL, escape_letter, text) + '"'


def format_flow_list(values: Sequence[str] | Mapping[str, str]) -> str:
    """`[a, "b c"]`."""
    return "[" + ", ".join(format_scalar(value) for value in values) + "]"


def format_flow_mapping(pairs: Sequence[tuple[str, str]]) -> str:
    """Format keys and values that are YAML already: `{title: "x", year: 2017}`."""
    return "{" + ", ".join(f"{format_scalar(key)}: {value}" for key, value in pairs) + "}"


def format_session_line(session: Session) -> str:
    """Format a session between braces, on one line."""
    pairs = [("start", when.format_start(session.start))]
    if session.minutes is not None:
        pairs.append(("minutes", str(session.minutes)))
    if session.running:
        pairs.append(("running", "true"))
    if session.about:
        pairs.append(("about", "true"))
    if session.item is not None:
        pairs.append(("item", format_scalar(session.item)))
    if session.note is not None:
        pairs.append(("note", quote_scalar(session.note)))
    if session.unpublished:
        pairs.append(("unpublished", "true"))
    if session.id is not None:
        pairs.append(("id", format_scalar(session.id)))
    return format_flow_mapping(pairs)


def format_link(link: Link) -> str:
    """Format a link: its address in quotes, or all that is known of it between braces."""
    if link == Link(link.url):
        return quote_scalar(link.url)
    pairs = [("url", quote_scalar(link.url))]
    if link.title is not None:
        pairs.append(("title", quote_scalar(link.title)))
    if link.note is not None:
        pairs.append(("note", quote_scalar(link.note)))
    if link.tags:
        pairs.append(("tags", format_flow_list(link.tags)))
    if link.quote is not None:
        pairs.append(("quote", quote_scalar(link.quote)))
    return format_flow_mapping(pairs)


def list_item_pairs(item: Item) -> list[tuple[str, str]]:
    """List the keys of an item of the plan that say something, each with its value as YAML."""
    empty = type(item)()
    pairs = []
    for key, value in zip(item._fields, item, strict=True):
        if value != getattr(empty, key):
            pairs.append((key, _format_item_value(key, value)))
    return pairs


def _format_item_value(key: str, value: Any) -> str:
    if key == "estimate":
        return format_hours_and_minutes(value)
    if key == "unpublished":
        return "true" if value == UNPUBLISHED_WORDS else format_scalar(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        if all(name == title for name, title in value.items()):
            return format_flow_list(value)
        return format_flow_mapping([(name, quote_scalar(title)) for name, title in value.items()])
    if isinstance(value, tuple):
        return format_flow_list(value)
    return format_scalar(value)


def format_hours_and_minutes(minutes: int) -> str:
    """90 -> `1h30m`, 60 -> `1h`, 45 -> `45m`."""
    hours, rest = divmod(minutes, 60)
    text = ""
    if hours:
        text += f"{hours}h"
    if rest:
        text += f"{rest}m"
    return text
