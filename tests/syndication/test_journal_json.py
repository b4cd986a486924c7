"""journal.json: its shape, and that it agrees with the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.journal import ROOT, Scratch
from tests.syndication.views import (
    SITE,
    made,
)
from tracker.pages import View


def test_journal_json_has_the_shape_that_the_guide_describes(example_view: View) -> None:
    guide = (ROOT / "docs/guide/data.md").read_text("utf-8").partition("## journal.json")[2]
    described = set(re.findall(r"^\| `([$\w.\[\]]+)`", guide, re.MULTILINE))
    assert described == set(shape(json.loads(made(example_view, "journal.json"))))


def shape(value: Any, where: str = "") -> Iterator[str]:
    """`weeks[].sessions[].start`: the way to each value; keys that are ids are no part of a shape."""
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        for one in value:
            yield from shape(one, f"{where}[]")
    elif isinstance(value, dict) and not where.endswith((".by_kind", ".done")):
        for key, inner in value.items():
            yield from shape(inner, f"{where}.{key}".removeprefix("."))
    else:
        yield where


def test_journal_json_and_the_terminal_agree(example_view: View) -> None:
    found = json.loads(made(example_view, "journal.json"))
    done = Scratch.__new__(Scratch)
    done.folder = ROOT
    now = datetime(2026, 11, 21, 20)
    for by in ("month", "kind", "skill"):
        said = json.loads(done.run("report", "all", "--by", by, "--json", now=now).out)
        assert said["rows"] == found["figures"][f"by_{by}"]
        assert [said[key] for key in ("minutes", "sessions", "days")] == [
            found["figures"][key] for key in ("minutes", "sessions", "days")
        ]
    assert (
        sum(session["minutes"] or 0 for week in found["weeks"] for session in week["sessions"])
        == said["minutes"]
    )
    assert sum(week["minutes"] for week in found["weeks"]) == said["minutes"]


def test_journal_json_holds_a_drafts_minutes_and_no_words(everything_view: View) -> None:
    text_ = made(everything_view, "journal.json")
    assert "Hidden" not in text_
    weeks = {week["week"]: week for week in json.loads(text_)["weeks"]}
    assert [weeks["2024-W28"][key] for key in ("title", "page", "published", "minutes")] == [
        None,
        None,
        None,
        35,
    ]
    assert weeks["2024-W27"]["page"] == f"{SITE}blog/2024-w27/"
