"""The JSON Schemas: what editors are told is what the loader reads."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.journal import CASES, ROOT, Scratch, expected
from tracker.format import fields, loader, schema


class EditorLoader(yaml.CSafeLoader):
    """YAML as editors read it: by the core schema of 1.2, where a date is a text and `no` is one, too."""


EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag.rpartition(":")[2] in ("int", "float", "null")
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf")
)


def complaints(kind: str, text: str) -> list[str]:
    data = yaml.load(text, EditorLoader)
    return [
        error.message
        for error in Draft7Validator(schema.build_schema(kind)).iter_errors(
            {} if data is None else data
        )
    ]


@pytest.mark.parametrize("kind", ["week", "plan"])
def test_schema_is_valid_and_always_the_same(kind: str, tmp_path: Path) -> None:
    Draft7Validator.check_schema(schema.build_schema(kind))
    scratch = Scratch(tmp_path / "j")
    first, second = scratch.run("schema", kind), scratch.program("schema", kind, PYTHONHASHSEED="7")
    assert first == second
    assert json.loads(first.out) == schema.build_schema(kind)


@pytest.mark.parametrize(("kind", "field"), [("week", fields.WEEK), ("plan", fields.PLAN)])
def test_every_key_is_in_the_schema(kind: str, field: fields.Field) -> None:
    assert isinstance(field.map, fields.Keys)
    assert list(schema.build_schema(kind)["properties"]) == list(field.map.keys)


# forecasts.yaml has no schema: a command writes it.
TYPED = sorted(path for path in (ROOT / "entries").glob("*.yaml") if path.stem != "forecasts")


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.stem)
def test_example_journal_fits(path: Path) -> None:
    kind = "plan" if path.stem == "plan" else "week"
    assert complaints(kind, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "name", [name for name, case in expected("append").items() if case["expect"] != "refused"]
)
def test_good_weeks_fit(name: str) -> None:
    assert complaints("week", (CASES / "append" / name).read_text("utf-8-sig")) == []


@pytest.mark.parametrize("name", ["01-typos", "02-numbers", "04-choices", "05-shapes", "12-mixed"])
def test_bad_weeks_do_not_fit(name: str) -> None:
    assert complaints("week", (CASES / f"problems/{name}.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("week", ""),
        ("week", "title:\nsessions:\ncourses:\n  zero-to-hero:\n"),
        (
            "week",
            "x-any: [1, {a: b}]\ncourses: {x-y: 5, a: {x-z: 1}}\nsessions: [{start: 2024-W27, minutes: 5, x-a: 1}]\n",
        ),
        ("week", "title: 1.10\nlearned: text\nlife: [1, true]\ngoals: [a, {goal: b, outcome: }]\n"),
        (
            "week",
            "papers: {'https://a.org/b?c': {read: once}}\nlinks: [https://a.org, {url: https://a.org}]\n",
        ),
        ("plan", "target: 90\ncourses: {a: {units: 3}, b: {units: [c]}, d: {units: {e: f}}}\n"),
        (
            "plan",
            "runway: {start: 2024-07-01, months: [6, 12]}\npauses: [{from: 2024-07-01, to: 2024-07-02}]\n",
        ),
    ],
)
def test_what_the_loader_reads_fits(kind: str, text: str) -> None:
    read: Any = (
        loader.load_plan
        if kind == "plan"
        else lambda path, data: loader.load_week(path, "2024-W27", data)
    )
    assert read("x.yaml", text.encode())[1] == []
    assert complaints(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("week", "titel: x"),
        ("week", "sessions: [{minutes: 5}]"),
        ("week", "sessions: [{start: , minutes: 5}]"),
        ("week", "courses: {Zero: {}}"),
        ("week", "courses: {a: {confidence: 6}}"),
        ("plan", "courses: {a: {title: [x]}}"),
        ("plan", "people: {'https://a.org': {name: x}}"),
    ],
)
def test_what_the_loader_refuses_does_not_fit(kind: str, text: str) -> None:
    assert complaints(kind, text)


def test_the_tool_that_contributors_run(tmp_path: Path) -> None:
    path = tmp_path / "week.json"
    path.write_text(json.dumps(schema.build_schema("week")))
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(path),
        str(CASES / "append/01-plain.yaml"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("kind", ["week", "plan"])
def test_the_kept_schemas_are_those_of_the_format(kind: str) -> None:
    """Editors read .schemas/; `make schema` writes it again."""
    kept = (ROOT / f".schemas/{kind}.json").read_text("utf-8")
    assert json.loads(kept) == schema.build_schema(kind)
