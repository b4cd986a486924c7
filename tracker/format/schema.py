"""The format's tables -> the JSON Schema (draft 7) of a week or of the plan.

Editors use it to complete and check what an author types.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.format import scalars
from tracker.format.fields import PLAN, WEEK, Entries, Field, Keys, Schema

TITLES = {"week": "A week of a journal", "plan": "The plan of a journal"}
_FIELDS = {"week": WEEK, "plan": PLAN}
_EXTENSIONS: dict[str, Schema] = {"^x-": {}}  # keys that the program ignores
_NAMES: dict[Callable[[str], str], str] = {
    scalars.parse_slug: f"^(?:x-.*|{scalars.SLUG.pattern})$",
    scalars.slug_or_address: f"^(?:x-.*|{scalars.SLUG.pattern}|https?://.+)$",
}


def build_schema(kind: str) -> Schema:
    """Build the schema of a `week` or `plan`: the same every time, in the order of the tables."""
    schema: Schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TITLES[kind],
    }
    schema.update(_schema_of(_FIELDS[kind]))
    schema["description"] = TITLES[kind] + ". Every key may be left out."
    return schema


def _schema_of(field: Field, required: bool = False) -> Schema:
    """The schema of a field. Unless it is required it may be null, which is the same as no key."""
    choices: list[Schema] = []
    if field.scalar is not None:
        choices.append(dict(field.schema))
    if field.seq is not None:
        choices.append({"type": "array", "items": _schema_of(field.seq)})
    if isinstance(field.map, Keys):
        choices.append(_schema_of_keys(field.map))
    elif field.map is not None:
        choices.append(_schema_of_entries(field.map))

    schema: Schema = {"description": field.what[:1].upper() + field.what[1:]}
    if len(choices) > 1:
        if not required:
            choices.append({"type": "null"})
        schema["anyOf"] = choices
        return schema
    schema.update(choices[0])
    if not required:
        _allow_null(schema)
    return schema


def _allow_null(schema: Schema) -> None:
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    elif isinstance(schema["type"], list):
        schema["type"] = [*schema["type"], "null"]
    else:
        schema["type"] = [schema["type"], "null"]


def _schema_of_keys(shape: Keys) -> Schema:
    properties = {}
    for key, field in shape.keys.items():
        properties[key] = _schema_of(field, key in shape.required)
    schema: Schema = {"type": "object", "properties": properties}
    if shape.required:
        schema["required"] = list(shape.required)
    schema["patternProperties"] = _EXTENSIONS
    schema["additionalProperties"] = False
    return schema


def _schema_of_entries(shape: Entries) -> Schema:
    schema: Schema = {
        "type": "object",
        "patternProperties": _EXTENSIONS,
        "additionalProperties": _schema_of(shape.of),
    }
    if pattern := _NAMES.get(shape.key):
        schema["propertyNames"] = {"pattern": pattern}
    return schema
