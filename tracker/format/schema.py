"""The format's tables -> the JSON Schema (draft 7) of a week or of the plan, by which editors complete and check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.format import scalars
from tracker.format.fields import PLAN, WEEK, Entries, Field, Keys, Schema

TITLES = {"week": "A week of a journal", "plan": "The plan of a journal"}
_FIELDS = {"week": WEEK, "plan": PLAN}
_KEPT: dict[str, Schema] = {"^x-": {}}  # kept and ignored
_NAMES: dict[Callable[[str], str], str] = {
    scalars.parse_slug: f"^(?:x-.*|{scalars.SLUG.pattern})$",
    scalars.slug_or_address: f"^(?:x-.*|{scalars.SLUG.pattern}|https?://.+)$",
}


def build_schema(kind: str) -> Schema:
    """`kind`: week or plan. The same every time, in the order of the tables."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": TITLES[kind]}
    return {
        **head,
        **_schema_of(_FIELDS[kind]),
        "description": TITLES[kind] + ". Every key may be left out.",
    }


def _schema_of(field: Field, required: bool = False) -> Schema:
    """What fits, or nothing at all unless it is required: a key with nothing behind it is as good as left out."""
    ways: list[Schema] = []
    if field.scalar is not None:
        ways.append(dict(field.schema))
    if field.seq is not None:
        ways.append({"type": "array", "items": _schema_of(field.seq)})
    if field.map is not None:
        ways.append(
            _schema_of_keys(field.map)
            if isinstance(field.map, Keys)
            else _schema_of_entries(field.map)
        )
    if len(ways) > 1:
        only: Schema = {"anyOf": [*ways, *([] if required else [{"type": "null"}])]}
    else:
        only = ways[0] if required else _or_nothing(ways[0])
    return {"description": field.what[:1].upper() + field.what[1:], **only}


def _or_nothing(one: Schema) -> Schema:
    if "enum" in one:
        return {**one, "enum": [*one["enum"], None]}
    types = one["type"] if isinstance(one["type"], list) else [one["type"]]
    return {**one, "type": [*types, "null"]}


def _schema_of_keys(shape: Keys) -> Schema:
    found: dict[str, Any] = {
        "type": "object",
        "properties": {
            key: _schema_of(field, key in shape.required) for key, field in shape.keys.items()
        },
    }
    if shape.required:
        found["required"] = list(shape.required)
    return {**found, "patternProperties": _KEPT, "additionalProperties": False}


def _schema_of_entries(shape: Entries) -> Schema:
    found: dict[str, Any] = {
        "type": "object",
        "patternProperties": _KEPT,
        "additionalProperties": _schema_of(shape.of),
    }
    if pattern := _NAMES.get(shape.key):
        found["propertyNames"] = {"pattern": pattern}
    return found
