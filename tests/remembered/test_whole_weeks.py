"""Weeks with every word, out of a memory: the same as read, and never another answer."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.journal import CASES, ROOT
from tracker import cached_reader, store
from tracker.boundary import processes
from tracker.format import loader
from tracker.model.journal import Week
from tracker.model.selection import fold_text
from tracker.remembered import whole_weeks

FILES = [*sorted((ROOT / "entries").glob("2*.yaml")), *sorted(CASES.glob("everything/entries/2*"))]


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parts[-3]}-{p.stem}" for p in FILES])
def test_what_is_remembered_is_what_was_read(path: Path) -> None:
    week, _ = loader.load_week(f"entries/{path.name}", path.stem, path.read_bytes())
    assert week is not None
    packed = json.loads(json.dumps(whole_weeks.pack_week(week)))
    assert whole_weeks.unpack_week(week.name, packed) == week


@pytest.mark.parametrize("can_fork", [True, False])
def test_weeks_are_loaded_on_two_cores_as_on_one(
    can_fork: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With their problems, and those that cannot be read."""
    monkeypatch.setattr(processes, "count_cores", lambda: 2)
    monkeypatch.setattr(processes, "_may_fork", lambda: can_fork and sys.platform == "linux")
    texts = [path.read_bytes() for path in FILES]
    texts += [path.read_bytes() for path in sorted(CASES.glob("problems/*.yaml"))]
    texts += [b"title: [\n", b"\xff", b"", "title: \x85é\n".encode(), b"[1]", b"a: &x 1\nb: *x\n"]
    texts *= 1 + whole_weeks.MANY // len(texts)
    names = [f"{2024 + number // 50}-W{number % 50 + 1:02}" for number in range(len(texts))]
    files = {f"entries/{name}.yaml": text for name, text in zip(names, texts, strict=True)}
    files["entries/2024-W99.yaml"] = b"title: none\n"
    loaded = whole_weeks.load_weeks_on_cores(files)
    assert len(loaded) == (len(names) if can_fork and sys.platform == "linux" else 0)
    journal, problems = loader.load_journal(files)
    assert loader.load_journal(files, loaded) == (journal, problems)
    assert len(journal.weeks) < len(names) and len(problems) > 50


@pytest.fixture
def years(tmp_path: Path) -> Path:
    (tmp_path / "entries").mkdir()
    for number in range(1, 41):
        text = f"learned: [Softmax {number}]\nsessions: [{{start: 2024-W{number:02}, note: n}}]\n"
        (tmp_path / f"entries/2024-W{number:02}.yaml").write_text(text)
    return tmp_path


def read(root: Path, text: str | None = None) -> dict[str, Week]:
    names, _ = cached_reader.list_weeks_and_faults(str(root))
    return whole_weeks.read_whole_weeks(str(root), names, text)[0]


def test_with_and_without_a_memory(years: Path) -> None:
    first = read(years)
    assert len(first) == 40
    assert read(years) == first
    assert list(read(years, "softmax 17")) == [*read(years, "softmax 17")]
    assert "2024-W17" in read(years, "softmax 17")
    memory = years / ".tracker/words.json"
    for damaged in (b"", memory.read_bytes()[:-5], b"x\n{}"):
        memory.write_bytes(damaged)
        assert read(years) == first


def test_a_changed_week_is_read_again(years: Path) -> None:
    read(years)
    path = years / "entries/2024-W07.yaml"
    path.write_bytes(path.read_bytes().replace(b"Softmax 7", b"Jacobi 77"))
    assert read(years)["2024-W07"].learned == ("Jacobi 77",)
    assert "2024-W07" in read(years, "jacobi")


def test_a_week_with_errors_keeps_its_line(years: Path) -> None:
    (years / "entries/2024-W07.yaml").write_text("titel: x\n")
    (years / "entries/2024-W08.yaml").write_text("title: [\n")
    names, _ = cached_reader.list_weeks_and_faults(str(years))
    for _ in range(2):
        weeks, faults = whole_weeks.read_whole_weeks(str(years), names, "nothing says this")
        assert [fault.partition(":")[0] for fault in faults] == [
            "entries/2024-W07.yaml",
            "entries/2024-W08.yaml",
        ]
        assert "2024-W08" not in weeks


@pytest.mark.parametrize("text", ['say "so"', "a\\nb", "Straße\tund", "ﬁne → so", "x\u0301 y"])
def test_no_text_is_overlooked(years: Path, text: str) -> None:
    week = json.dumps({"learned": [text]})
    (years / "entries/2024-W07.yaml").write_text(week)
    for _ in range(2):
        assert "2024-W07" in read(years, fold_text(text))
    assert store.read_file(str(years), "entries/2024-W07.yaml") is not None
