"""The JSON Schema (draft 7) of journal.json, by which programs read the journals of others."""

from __future__ import annotations

import json
from typing import Any

from tracker.model.journal import MEASURES, OUTCOMES
from tracker.model.kinds import KINDS, READINGS
from tracker.model.selection import OTHER

VERSION = 1  # of the format: raised if a key is removed or changes its meaning, not if one is added
SCHEMA_URI = "journal.schema.json"

Schema = dict[str, Any]


def format_journal_schema() -> str:
    """Format the schema as the site serves it beside journal.json."""
    return json.dumps(build_journal_schema(), indent=2, ensure_ascii=False) + "\n"


def build_journal_schema() -> Schema:
    """Build the schema: the same every time. Readers ignore keys that they do not know."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:progress-journal:journal:{VERSION}",
        "title": "A public journal",
        "description": (
            "What readers may see of a learner's journal, and its figures. Lengths are in minutes. "
            "`version` grows when a key goes or changes its meaning; other keys may join these."
        ),
        **_build_object(_list_parts()),
    }


# ---- pieces

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number", "minimum": 0}
_DAY: Schema = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_WEEK: Schema = {"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"}
_MONTH: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
_START: Schema = {
    "type": "string",
    "pattern": "^[0-9]{4}-(?:W[0-9]{2}|[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}"
    "(?: [+-][0-9]{2}:[0-9]{2})?)?)$",
    "description": "2024-07-01 19:30, or only a day, or only a week",
}
_LEVEL: Schema = {"type": "integer", "minimum": 1, "maximum": 5}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_MEASURE: Schema = {"enum": [*MEASURES]}
_ITEM_KIND: Schema = {"enum": [*KINDS]}
_WORK_KIND: Schema = {"enum": [*KINDS, OTHER]}


def _build_object(properties: dict[str, Schema], **more: Any) -> Schema:
    """An object that has all of these keys, and may have others."""
    return {"type": "object", "properties": properties, "required": [*properties], **more}


def _build_list(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def _allow_null(schema: Schema, description: str | None = None) -> Schema:
    """A schema or null. `description`: when it is null, or what it means."""
    if "enum" in schema:
        nullable = {**schema, "enum": [*schema["enum"], None]}
    else:
        nullable = {**schema, "type": [schema["type"], "null"]}
    if description:
        nullable["description"] = description
    return nullable


def _describe(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


# ---- the parts of the file


def _list_parts() -> dict[str, Schema]:
    author = {key: _allow_null(_TEXT) for key in ("name", "url", "email")}
    plan = {
        "start": _allow_null(_DAY),
        "target": _allow_null(_COUNT, "minutes a week"),
        "deadline": _allow_null(_DAY),
        "timezone": _allow_null(_TEXT),
    }
    return {
        "$schema": _describe(_TEXT, "the address of this schema on the journal's site"),
        "version": {"const": VERSION},
        "as_of": _describe(_DAY, "the day on which figures and forecasts stand"),
        "title": _TEXT,
        "site": _allow_null(_TEXT, "its address; without it `page` keys lack their beginning"),
        "author": _build_object(author),
        "plan": _build_object(plan),
        "figures": _build_object(_list_figures()),
        "forecasts": _build_list(_build_object(_list_forecast_keys())),
        "record": _build_object(_list_record_keys()),
        "items": _build_list(_build_object(_list_item_keys())),
        "weeks": _build_list(_build_object(_list_week_keys())),
        "essays": _build_list(
            _build_object(
                {"title": _TEXT, "published": _DAY, "page": _TEXT, "tags": _build_list(_TEXT)}
            )
        ),
    }


def _list_figures() -> dict[str, Schema]:
    reading = {
        "week": _WEEK,
        "how": _allow_null({"enum": [*READINGS]}),
        "understood": _allow_null(_LEVEL),
    }
    paper = {"id": _TEXT, "title": _TEXT, "readings": _build_list(_build_object(reading))}
    gap = {
        "text": _TEXT,
        "item": _TEXT,
        "found": _describe(_WEEK, "the first week that names it"),
        "named": _describe(_WEEK, "the last one"),
        "sure": _allow_null(_LEVEL, "the confidence then"),
        "closed": _allow_null(_WEEK),
    }
    outcomes = dict.fromkeys((*OUTCOMES, "open"), _COUNT)
    return {
        "minutes": _COUNT,
        "sessions": _describe(_COUNT, "those with a length"),
        "days": _COUNT,
        "notes": _describe(_COUNT, "sessions without a length"),
        **_list_measures(),
        "goals": _build_object(outcomes),
        "by_month": _build_list(_build_row("month", _MONTH)),
        "by_kind": _build_list(_build_row("kind", _WORK_KIND)),
        "by_skill": _build_list(_build_row("skill", _allow_null(_TEXT))),
        "papers": _build_list(_build_object(paper)),
        "gaps": _build_list(_build_object(gap)),
    }


def _build_row(key: str, of: Schema) -> Schema:
    return _build_object(
        {key: of, "minutes": _COUNT, "sessions": _COUNT, "days": _COUNT, "notes": _COUNT}
    )


def _list_measures() -> dict[str, Schema]:
    """The measures of weeks and of the plan: null where there is too little to measure."""
    consistency = {"weeks": _COUNT, "studied": _COUNT, "paused": _COUNT}
    promise = {
        "from": _DAY,
        "to": _DAY,
        "measure": _TEXT,
        "p50": _allow_null(_COUNT),
        "p80": _allow_null(_COUNT),
        "pauses": _build_list(_TEXT),
        "said": _TEXT,
    }
    target = {"minutes": _COUNT, "met": _COUNT, "weeks": _COUNT, "said": _allow_null(_TEXT)}
    break_ = {
        "weeks": _COUNT,
        "ended": _FLAG,
        "cases": _COUNT,
        "in_month": _COUNT,
        "in_quarter": _COUNT,
        "said": _allow_null(_TEXT),
    }
    done_of_all = _build_list(_NUMBER, minItems=2, maxItems=2)
    plan = {
        "items": done_of_all,
        "units": done_of_all,
        "minutes": _allow_null(done_of_all),
        "share": _allow_null(_SHARE),
    }
    pace = {"weeks": _COUNT, "minutes_a_week": _COUNT}
    return {
        "consistency": _allow_null(_build_object(consistency)),
        "pace": _allow_null(_build_object(pace)),
        "plan": _allow_null(_build_object(plan)),
        "promise": _allow_null(_build_object(promise)),
        "target": _allow_null(_build_object(target)),
        "break": _allow_null(_build_object(break_)),
    }


def _list_forecast_keys() -> dict[str, Schema]:
    return {
        "item": _allow_null(_TEXT, "null for the whole plan"),
        "measure": _MEASURE,
        "done": _COUNT,
        "total": _COUNT,
        "p50": _allow_null(_DAY, "the day by which half of the simulations are done"),
        "p80": _allow_null(_DAY),
        "p90": _allow_null(_DAY),
        "said": _TEXT,
    }


def _list_record_keys() -> dict[str, Schema]:
    course = {"item": _TEXT, "cases": _COUNT, "held": _COUNT}
    return {
        "since": _allow_null(_DAY),
        "cases": _COUNT,
        "held": _COUNT,
        "share": _allow_null(_SHARE),
        "courses": _build_list(_build_object(course)),
        "said": _TEXT,
    }


def _list_item_keys() -> dict[str, Schema]:
    statuses = {status for kind in KINDS.values() for status in kind.statuses}
    progress = {"done": _COUNT, "total": _COUNT, "measure": _MEASURE}
    unit = {"id": _TEXT, "title": _TEXT, "done": _allow_null(_WEEK, "the week that finished it")}
    return {
        "id": _TEXT,
        "kind": _ITEM_KIND,
        "title": _TEXT,
        "page": _TEXT,
        "status": {"enum": sorted(statuses)},
        "progress": _build_object(progress),
        "minutes": _COUNT,
        "first": _allow_null(_DAY),
        "last": _allow_null(_DAY),
        "last_week_only": _describe(_FLAG, "of the last work only the week is known"),
        "finished": _allow_null(_WEEK),
        "skills": _build_list(_TEXT),
        "units": _build_list(_build_object(unit)),
    }


def _list_week_keys() -> dict[str, Schema]:
    done = _build_object({"count": _COUNT, "units": _build_list(_TEXT)})
    goal = {
        "goal": _TEXT,
        "outcome": _allow_null({"enum": [*OUTCOMES]}),
        "why": _allow_null(_TEXT),
    }
    session = {
        "start": _START,
        "day": _allow_null(_DAY, "on which it counts, by the plan's day_starts"),
        "minutes": _allow_null(_COUNT, "null for a note"),
        "about": _describe(_FLAG, "the length is an estimate"),
        "kind": _WORK_KIND,
        "item": _allow_null(_TEXT),
        "unit": _allow_null(_TEXT),
        "note": _allow_null(_TEXT),
    }
    return {
        "week": _WEEK,
        "from": _DAY,
        "to": _DAY,
        "published": _allow_null(_DAY, "the day that its post bears"),
        "title": _allow_null(_TEXT),
        "summary": _allow_null(_TEXT),
        "page": _allow_null(_TEXT),
        "tags": _build_list(_TEXT),
        "minutes": _COUNT,
        "worked": _FLAG,
        "target": _allow_null(_COUNT),
        "by_kind": {
            "type": "object",
            "propertyNames": _WORK_KIND,
            "additionalProperties": _COUNT,
        },
        "done": {
            "type": "object",
            "additionalProperties": done,
            "description": "course -> what was finished",
        },
        "goals": _build_list(_build_object(goal)),
        "sessions": _build_list(_build_object(session)),
    }
