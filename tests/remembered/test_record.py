"""The record out of a memory: the same as asked, without a word of the journal, and never needed."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.figures.steady import STEADY, after, files
from tracker.figures import stats
from tracker.figures.forecast import record
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures
from tracker.format.loader import load_journal
from tracker.remembered import record as remembered
from tracker.remembered.record import recall_record

PLAN = "courses:\n  zero: {title: Zero, units: 17}\n  secret: {units: 9, unpublished: name}\n"
TODAY = after(14)


def learner(first: int = 2) -> Figures:
    more = {f"entries/2024-W{week}.yaml": "courses: {secret: {done: 3}}\n" for week in (10, 11, 13)}
    journal, problems = load_journal(files([first, *STEADY[1:], 2], plan=PLAN, more=more))
    assert problems == []
    return stats.build_figures(journal)


def read_memory(root: Path) -> bytes:
    return (root / ".tracker/record.json").read_bytes()


def test_what_is_remembered_is_never_needed(tmp_path: Path) -> None:
    """Without a memory, with one, with a damaged one, and where it cannot be written."""
    root, own = str(tmp_path), learner()
    found = recall_record(root, own, TODAY)
    assert found.cases > 3
    kept = read_memory(tmp_path)
    assert recall_record(root, own, TODAY) == found
    assert read_memory(tmp_path) == kept
    for damaged in (b"", kept[:-9], kept.replace(b"73", b"74"), b"x\n{}"):
        (tmp_path / ".tracker/record.json").write_bytes(damaged)
        assert recall_record(root, own, TODAY) == found
    assert recall_record(str(tmp_path / "nowhere"), own, TODAY) == found


def test_a_remembered_record_asks_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = recall_record(str(tmp_path), learner(), TODAY)
    monkeypatch.setattr(record, "forecast_item", None)
    assert recall_record(str(tmp_path), learner(), TODAY) == found


def test_a_past_week_that_changed_is_asked_again(tmp_path: Path) -> None:
    recall_record(str(tmp_path), learner(), TODAY)
    changed = recall_record(str(tmp_path), learner(6), TODAY)
    (tmp_path / ".tracker/record.json").unlink()
    assert recall_record(str(tmp_path), learner(6), TODAY) == changed


def test_it_holds_no_word_of_the_journal(tmp_path: Path) -> None:
    """Hashes and days alone: what readers may not see can't come out of it."""
    own = learner()
    recall_record(str(tmp_path), own, TODAY)
    _, _, body = read_memory(tmp_path).partition(b"\n")
    for place, answers in json.loads(body).items():
        for name, day in answers.items():
            assert re.fullmatch("[0-9a-f]{24}", place)
            assert re.fullmatch("[0-9a-f]{12}", name)
            assert isinstance(day, int)


def test_readers_and_author_share_a_memory_and_no_record(tmp_path: Path) -> None:
    own = learner()
    public = stats.build_figures(make_public_journal(own.journal, TODAY))
    of_author = recall_record(str(tmp_path), own, TODAY)
    of_readers = recall_record(str(tmp_path), public, TODAY)
    assert [course.item for course in of_author.courses] == ["zero", "secret"]
    assert [course.item for course in of_readers.courses] == ["zero"]
    assert recall_record(str(tmp_path), own, TODAY) == of_author


def test_it_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_KEPT", 20)
    for weeks in range(4):
        recall_record(str(tmp_path), learner(2 + weeks), TODAY + timedelta(weeks=weeks))
    _, _, body = read_memory(tmp_path).partition(b"\n")
    assert len(json.loads(body)) == 20
