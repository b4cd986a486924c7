"""The JSON Schema of journal.json: every journal.json fits it, and its version says when a key goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.journal import CASES, PAYLOADS, ROOT, Scratch
from tests.syndication.views import PLACE, hostile, journal_of, made, view_of
from tests.tools.generate import day_of_publication, make_journal
from tracker.pages import View
from tracker.pages.addresses import Place
from tracker.syndication import journal_schema

VERSIONS = CASES / "journal-schema"


def close(schema: Any) -> Any:
    """The schema without room for keys that it does not name."""
    if isinstance(schema, list):
        return [close(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict):
        closed["additionalProperties"] = False
    return closed


def complaints(text: str) -> list[str]:
    validator = Draft7Validator(close(journal_schema.build_journal_schema()))
    return [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))
    ]


def test_it_is_a_schema_and_always_the_same(tmp_path: Path) -> None:
    Draft7Validator.check_schema(journal_schema.build_journal_schema())
    scratch = Scratch(tmp_path / "j")
    printed = scratch.run("schema", "journal")
    assert printed == scratch.program("schema", "journal", PYTHONHASHSEED="7")
    assert printed.out == journal_schema.format_journal_schema()


def test_the_kept_schema_is_that_of_the_program() -> None:
    """Programs read .schemas/; `make schema` writes it again."""
    kept = (ROOT / ".schemas/journal.json").read_text("utf-8")
    assert kept == journal_schema.format_journal_schema()


def test_the_example_and_a_journal_of_everything_fit(view: View) -> None:
    assert complaints(made(view, "journal.json")) == []


@pytest.mark.long
def test_a_journal_of_ten_years_fits(tmp_path: Path) -> None:
    make_journal(tmp_path)
    text = made(view_of(tmp_path, today=day_of_publication(520).date()), "journal.json")
    assert len(json.loads(text)["weeks"]) >= 500
    assert complaints(text) == []


@pytest.mark.parametrize("place", [PLACE, Place()], ids=["an address", "none"])
def test_an_empty_journal_fits(tmp_path: Path, place: Place) -> None:
    assert complaints(made(view_of(journal_of(tmp_path), place), "journal.json")) == []


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_journal_of_hostile_texts_fits(tmp_path: Path, text: str) -> None:
    assert complaints(made(view_of(hostile(tmp_path, text)), "journal.json")) == []


@pytest.mark.parametrize(
    "week",
    [
        "sessions: [{start: 2024-W27, minutes: 60}, {start: 2024-07-02, note: a day}]",
        "sessions: [{start: 2024-07-01 19:30 +02:00, minutes: 60, item: 'https://example.org/'}]",
        "papers: {'https://example.org/a': {read: once}}\ncourses: {a: {done: 3, confidence: 2}}",
        "courses: {a: {gaps: [x], confidence: 2}}\ngoals: [a, {goal: b, outcome: done, why: c}]",
        "papers: {a: {status: dropped}}\nprojects: {b: {status: shipped}}",
    ],
)
def test_weeks_of_other_forms_fit(tmp_path: Path, week: str) -> None:
    text = made(view_of(journal_of(tmp_path, "target: 8h", W27=week)), "journal.json")
    assert complaints(text) == []


def test_journal_json_names_the_schema_that_is_served_beside_it(example_view: View) -> None:
    address = json.loads(made(example_view, "journal.json"))["$schema"]
    assert address == example_view.absolute(journal_schema.SCHEMA_URI)
    served = json.loads(made(example_view, journal_schema.SCHEMA_URI))
    assert served == journal_schema.build_journal_schema()
    assert served["$id"].endswith(f":{journal_schema.VERSION}")


# ---- the version


def list_promises(schema: Any, where: str = "") -> Iterator[str]:
    """`weeks[].sessions[].minutes: integer null`: each key with the values that it can have."""
    if "enum" in schema or "const" in schema:
        # A further choice breaks nobody; another type would.
        yield f"{where}: a choice"
        return
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    yield f"{where}: {' '.join(types)}"
    for key, inner in schema.get("properties", {}).items():
        yield from list_promises(inner, f"{where}.{key}".removeprefix("."))
    if "items" in schema:
        yield from list_promises(schema["items"], f"{where}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from list_promises(schema["additionalProperties"], f"{where}.*")


def test_the_version_is_raised_when_a_key_goes_or_changes() -> None:
    version = journal_schema.VERSION
    path = VERSIONS / f"{version}.txt"
    now = list(list_promises(journal_schema.build_journal_schema()))
    assert path.exists(), f"write what version {version} promises to {path}:\n" + "\n".join(now)
    gone = set(path.read_text("utf-8").splitlines()) - set(now)
    assert gone == set(), (
        "these keys of journal.json went or changed, which breaks programs that read it: raise "
        "VERSION in tracker/syndication/journal_schema.py, run `make schema`, and say it in "
        "docs/guide/data.md and the changelog"
    )
    new = set(now) - set(path.read_text("utf-8").splitlines())
    assert new == set(), f"further keys need no new version; add them to {path.name}"
