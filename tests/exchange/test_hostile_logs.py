"""Logs that would do harm: each is read or refused in words, and what comes of it is inert."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journal import CASES, PAYLOADS, Scratch, read_week
from tracker.exchange.formats import FORMATS
from tracker.exchange.log_entries import SourceFile, SourceLog
from tracker.exchange.sessions import Wishes, convert_logs
from tracker.model.journal import TrackerError
from tracker.model.plan import Plan

NOW = datetime(2024, 7, 6, 20, 30)
SEEDS = [
    (path.parent.name, text)
    for path in sorted((CASES / "import").rglob("*.yaml"))
    for text in yaml.safe_load(path.read_text("utf-8"))["files"].values()
]


def convert(format_: str, text: str) -> None:
    """Read a text as a log; only a TrackerError may come of it."""
    source = SourceFile("log", text, NOW)
    try:
        log: SourceLog = FORMATS[format_].read(source)
        convert_logs([(source, log)], Wishes(format_, Plan(), NOW, None, {}))
    except TrackerError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_is_read_or_refused(format_: str, data: st.DataObject) -> None:
    if format_ == "icalendar":
        pytest.importorskip("icalendar")
    seeds = [text for name, text in SEEDS if name == format_]
    text = data.draw(st.sampled_from(seeds) | st.text(max_size=200))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = min(len(text), at + data.draw(st.integers(0, 12)))
        piece = data.draw(
            st.text(max_size=8)
            | st.sampled_from(["9" * 400, "-1", "\0", "\ud800", "[", "{", '"', "\n", "é", "25:99"])
        )
        text = text[:at] + piece + text[end:]
    convert(format_, text)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "[" * 100_000,
        "9" * 100_000,
        "i " * 1000,
        '"' * 10_000,
        "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        "start,minutes\n" + "9" * 5000 + ",1\n",
        "#" * 10_000,
        "### Day " + "1" * 5000 + ": January 5, 2017\n",
        "### Day 1: " + "January " * 5000,
        "[" + "1" * 5000 + "]",
    ],
    ids=range(12),
)
def test_texts_without_end(format_: str, text: str) -> None:
    if format_ == "icalendar":
        pytest.importorskip("icalendar")
    convert(format_, text)


@pytest.mark.parametrize("name", PAYLOADS)
def test_words_from_elsewhere_come_as_they_are(name: str, tmp_path: Path) -> None:
    """On pages they are inert, as all notes are: tests/stories holds that."""
    payload = PAYLOADS[name]
    scratch = Scratch(tmp_path)
    quoted = payload.replace('"', '""')
    (tmp_path / "log.csv").write_text(f'start,minutes,note\n2024-07-01,30,"{quoted}"\n', "utf-8")
    ran = scratch.run("import", "csv", str(tmp_path / "log.csv"))
    assert ran.code == 0, ran.err
    assert "\x1b" not in ran.out + ran.err
    note = read_week(scratch)["sessions"][0]["note"]
    kept = "".join(c for c in payload if c >= " " and not "\x7f" <= c <= "\x9f")
    assert "".join(note.split()) == "".join(kept.split()).removeprefix("'")


def test_lines_end_in_three_ways(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    (tmp_path / "log.md").write_bytes(b"### Day 1: July 1, 2024\r\n\r\n- one\r\n- two\r\n")
    assert scratch.run("import", "100-days", str(tmp_path / "log.md")).code == 0
    assert b"\r" not in scratch.data()
    (tmp_path / "2024-07.data").write_bytes(
        b"inc 20240702T173000Z - 20240702T182000Z # latin\rinc 20240703T173000Z - 20240703T182000Z\r"
    )
    assert scratch.run("import", "timew", str(tmp_path / "2024-07.data")).code == 0
    assert [row.get("item") for row in read_week(scratch)["sessions"][1:]] == ["latin", None]


YAML_LIKE = ["no", "1:30", "{a: b}", "- x", "a: b", "# x", "'", '"', "\\", "| x", "&a", "!!str x"]


@pytest.mark.parametrize("note", YAML_LIKE)
def test_words_that_look_like_yaml(note: str, tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    (tmp_path / "time.klg").write_text(f"2024-07-01\n  30m {note}\n", "utf-8")
    assert scratch.run("import", "klog", str(tmp_path / "time.klg")).code == 0
    assert read_week(scratch)["sessions"][0]["note"] == note
    assert scratch.run("check").code == 0


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"start,minutes\n2024-07-01,30\xe4\n", 1, ":2: expected UTF-8, found the byte 0xe4"),
        ("start,minutes\n2024-07-01,30\n".encode("utf-16"), 0, ""),
        (b"\xef\xbb\xbfstart,minutes\r\n2024-07-01,30\r\n", 0, ""),
        (b"\x00\x01\x02", 1, "no column says when a session began"),
        (b"", 1, "is empty"),
    ],
)
def test_encodings(data: bytes, code: int, said: str, tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    (tmp_path / "log.csv").write_bytes(data)
    ran = scratch.run("import", "csv", str(tmp_path / "log.csv"))
    assert ran.code == code
    assert said in ran.err and "Traceback" not in ran.err


def test_control_characters_in_labels_and_file_names_reach_no_terminal(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path)
    path = tmp_path / "a\x1b[31mb"
    path.write_text('[[1719855000, 1719858000, "x\x1b[31m y", "a", ["\\u001b[2J"], 1]]', "utf-8")
    for words in ([], ["--dry-run"]):
        ran = scratch.run("import", "watson", str(path), *words)
        assert "\x1b" not in ran.out + ran.err
    assert scratch.run("check").code == 0
