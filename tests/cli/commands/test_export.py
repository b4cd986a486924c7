"""tracker export: what is selected, what readers may not see, and what it writes over."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import datetime
from pathlib import Path

import icalendar
import pytest

from tests.journal import NOW, PAYLOADS, Scratch
from tests.syndication.test_journal_schema import complaints
from tests.syndication.views import MKDOCS
from tracker.exchange.session_formats import SESSION_FORMATS

PLAN = """\
timezone: Europe/Berlin
gate: {below: 3}
courses:
  zero-to-hero: {title: "Neural Networks: Zero to Hero", units: [micrograd, gpt], skills: [maths]}
  secret: {title: SecretTitle, unpublished: name}
  quiet: {title: Quiet, unpublished: true}
papers:
  vaswani2017: {title: Attention Is All You Need}
"""
W26 = """\
published: 2024-07-01
courses: {zero-to-hero: {done: [micrograd], confidence: 4}}
papers: {vaswani2017: {read: once, understood: 2}}
sessions:
  - {start: 2024-06-24 19:30, minutes: 45, item: zero-to-hero/micrograd, note: "ShownNote, with softmax", id: 7kq2m9}
  - {start: 2024-06-25, minutes: 30, item: zero-to-hero, about: true, id: 4tz8xw}
  - {start: 2024-06-25, item: zero-to-hero, note: ShownDay, id: 2x2x2x}
  - {start: 2024-06-26 20:00, minutes: 20, item: secret, note: HiddenOfSecret, id: aaaaaa}
  - {start: 2024-06-26 21:00, minutes: 20, item: quiet, note: HiddenOfQuiet, id: bbbbbb}
  - {start: 2024-06-27 21:00, minutes: 25, item: vaswani2017, note: HiddenByGate, id: cccccc}
  - {start: 2024-06-28 21:00, minutes: 35, item: zero-to-hero, note: HiddenSoftmax, unpublished: true, id: dddddd}
  - {start: 2024-W26, minutes: 60}
"""
W27 = """\
sessions:
  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero/gpt, note: HiddenDraft, id: eeeeee}
  - {start: 2024-07-06 20:00 +02:00, item: vaswani2017, running: true, id: ffffff}
"""


@pytest.fixture
def journal(tmp_path: Path, berlin: None) -> Scratch:
    scratch = Scratch(tmp_path / "journal", PLAN.encode())
    scratch.put(W26, "2024-W26")
    scratch.put(W27)
    return scratch


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_all_that_readers_may_see_and_nothing_else(journal: Scratch) -> None:
    ran = journal.run("export", "csv")
    rows = read_rows(ran.out)
    assert ran.code == 0
    assert sum(int(row["minutes"] or 0) for row in rows) == 45 + 30 + 20 + 20 + 25 + 35 + 60 + 50
    assert "Hidden" not in ran.out
    assert "ecret" not in ran.out
    assert [row["note"] for row in rows if row["note"]] == ["ShownNote, with softmax", "ShownDay"]
    assert {row["unpublished"] for row in rows} == {""}
    assert ran.err == (
        "held back, as on the site: 5 notes and 1 name of items or units; "
        "--unpublished exports all\n"
        "left out: 1 session that still runs: ffffff\n"
    )


def test_a_week_is_no_draft_any_more_once_it_is_over(journal: Scratch) -> None:
    assert "HiddenDraft" not in journal.run("export", "csv").out
    assert "HiddenDraft" in journal.run("export", "csv", now=datetime(2024, 7, 9)).out


@pytest.mark.parametrize("name", SESSION_FORMATS)
def test_no_format_says_what_readers_may_not_see(name: str, journal: Scratch) -> None:
    ran = journal.run("export", name)
    assert ran.code == 0
    assert "Hidden" not in ran.out
    assert "ecret" not in ran.out
    whole = journal.run("export", name, "--unpublished")
    assert "secret" in whole.out
    assert ("HiddenDraft" in whole.out) == (name != "watson")


def test_unpublished_marks_are_kept_with_the_words(journal: Scratch) -> None:
    rows = read_rows(journal.run("export", "csv", "--unpublished").out)
    assert {row["id"]: row["unpublished"] for row in rows}["dddddd"] == "true"


def test_what_is_held_back_is_not_found_by_its_words(journal: Scratch) -> None:
    assert [row["id"] for row in read_rows(journal.run("export", "csv", "/softmax/").out)] == [
        "7kq2m9"
    ]
    ran = journal.run("export", "csv", "/softmax/", "--unpublished")
    assert [row["id"] for row in read_rows(ran.out)] == ["7kq2m9", "dddddd"]
    ran = journal.run("export", "csv", "secret")
    assert (ran.code, read_rows(ran.out)) == (0, [])
    assert ran.err == "no sessions of secret in this journal\n"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["zero-to-hero"], ["7kq2m9", "4tz8xw", "2x2x2x", "dddddd", "eeeeee"]),
        (["zero-to-hero/gpt"], ["eeeeee"]),
        (["papers"], ["cccccc"]),
        (["maths", "2024-07"], ["eeeeee"]),
        (["this", "week"], ["eeeeee"]),
        (["--since", "2024-07-01"], ["eeeeee"]),
        (["other", "2024-W26"], ["aaaaaa", ""]),
    ],
)
def test_a_selection_is_that_of_show(words: list[str], ids: list[str], journal: Scratch) -> None:
    found = [row["id"] for row in read_rows(journal.run("export", "csv", *words).out)]
    assert sorted(found) == sorted(ids)


def test_json_is_that_of_show(journal: Scratch) -> None:
    shown = json.loads(journal.run("show", "all", "--json").out)["sessions"]
    exported = json.loads(journal.run("export", "json", "--unpublished").out)["sessions"]
    assert exported == [session for session in shown if not session["running"]]


def test_a_calendar_is_read_by_another_program(journal: Scratch) -> None:
    ran = journal.run("export", "icalendar")
    (calendar,) = icalendar.Calendar.from_ical(ran.out, multiple=True)
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert events["7kq2m9"]["DTSTART"].dt == datetime.fromisoformat("2024-06-24T17:30Z")
    assert events["7kq2m9"]["DTEND"].dt == datetime.fromisoformat("2024-06-24T18:15Z")
    assert str(events["7kq2m9"]["SUMMARY"]) == "zero-to-hero/micrograd"
    assert str(events["7kq2m9"]["DESCRIPTION"]) == "ShownNote, with softmax"
    assert f"{events['2x2x2x']['DTSTART'].dt}" == "2024-06-25"
    assert ran.err.splitlines()[1:] == [
        "left out: 1 session that still runs: ffffff",
        "left out: 2 sessions without a time of day: 2024-W26:8, 4tz8xw",
    ]
    assert all(len(line.encode()) <= 75 for line in ran.out.split("\r\n"))


def test_the_lines_of_timewarrior(journal: Scratch) -> None:
    ran = journal.run("export", "timewarrior", "2024-W26", "zero-to-hero")
    assert ran.out == (
        'inc 20240624T173000Z - 20240624T181500Z # zero-to-hero micrograd # "ShownNote, with softmax"\n'
        "inc 20240628T190000Z - 20240628T193500Z # zero-to-hero\n"
    )
    assert "left out: 1 note without a length: 2x2x2x\n" in ran.err
    assert "left out: 1 session without a time of day: 4tz8xw\n" in ran.err


def test_the_frames_of_watson(journal: Scratch) -> None:
    ran = journal.run("export", "watson", "2024-W26", "zero-to-hero")
    assert json.loads(ran.out)[0] == [
        *(1719250200, 1719252900, "zero-to-hero", "7kq2m9", ["micrograd"], 1719252900)
    ]
    assert ran.err.splitlines()[-1] == "not kept: 1 note of a session: 7kq2m9"


@pytest.mark.parametrize("name", SESSION_FORMATS)
def test_an_empty_journal(name: str, tmp_path: Path) -> None:
    ran = Scratch(tmp_path, None).run("export", name)
    assert (ran.code, ran.err) == (0, "no sessions in this journal\n")


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_notes_stay_in_their_place(text: str, tmp_path: Path) -> None:
    scratch = Scratch(tmp_path, b"")
    note = json.dumps(f"{text}\nEND:VEVENT\r\nUID:x")
    scratch.put(f"sessions: [{{start: 2024-07-01 19:30, minutes: 5, note: {note}}}]\n")
    words = ["--unpublished"]
    assert len(read_rows(scratch.run("export", "csv", *words).out)) == 1
    assert len(scratch.run("export", "timewarrior", *words).out.splitlines()) == 1
    calendar = icalendar.Calendar.from_ical(scratch.run("export", "icalendar", *words).out)
    (event,) = calendar.walk("VEVENT")
    assert str(event["UID"]) != "x"
    # Not even from a file, where nothing takes control characters out.
    scratch.run("export", "icalendar", *words, "-o", str(tmp_path / "x.ics"))
    lines = (tmp_path / "x.ics").read_bytes().split(b"\r\n")
    assert not any(set(line) & {*range(32), 127} for line in lines)


# ---- the file


def test_a_file_of_its_own_is_replaced_and_no_other(journal: Scratch, tmp_path: Path) -> None:
    file = tmp_path / "sessions.csv"
    for _ in range(2):
        ran = journal.run("export", "csv", "-o", str(file))
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.startswith(f"Wrote 9 sessions to {file}\n")
    assert journal.run("export", "csv", "papers", "-o", str(file)).code == 0
    assert len(read_rows(file.read_text("utf-8"))) == 1
    ran = journal.run("export", "watson", "-o", str(file))
    assert (ran.code, ran.err) == (
        1,
        f"tracker: {file} is there already; --force replaces it\n",
    )
    assert len(read_rows(file.read_text("utf-8"))) == 1
    file.chmod(0o640)
    assert journal.run("export", "watson", "-o", str(file), "--force").code == 0
    assert json.loads(file.read_text("utf-8"))
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["journal", "sessions.csv"]


def test_the_frames_of_watson_itself_are_not_replaced(journal: Scratch, tmp_path: Path) -> None:
    frames = tmp_path / "frames"
    frames.write_text('[\n [1719250200, 1719252900, "work", "a1", [], 1719252900]\n]\n')
    assert journal.run("export", "watson", "-o", str(frames)).code == 1
    assert "work" in frames.read_text()


def test_what_is_no_place_for_a_file(journal: Scratch, tmp_path: Path) -> None:
    week = str(journal.path())
    before = journal.data()
    link = tmp_path / "link"
    link.symlink_to(week)
    for path, said in (
        (week, "lies among the entries"),
        (str(link), "lies among the entries"),
        (f"{journal.folder}/entries/new.csv", "lies among the entries"),
        (str(tmp_path), "expected a file, found a folder; nothing was written"),
        (f"{tmp_path}/none/x.csv", f"there is no folder {tmp_path}/none; make it first"),
        (os.devnull, "nothing was written"),
    ):
        ran = journal.run("export", "csv", "-o", path, "--force")
        assert (ran.code, ran.out) == (1, ""), path
        assert said in ran.err
        assert ran.err.count("\n") == 1
    assert journal.data() == before
    assert os.path.exists(os.devnull)


def test_a_program_gets_the_bytes_of_the_file(journal: Scratch, tmp_path: Path) -> None:
    journal.put(W27.replace("HiddenDraft", "Größe – 大きさ"))
    journal.run("export", "icalendar", "--unpublished", "-o", str(tmp_path / "x.ics"))
    import subprocess
    import sys

    from tests.journal import environment

    done = subprocess.run(
        [sys.executable, "-m", "tracker", "export", "icalendar", "--unpublished"],
        cwd=journal.folder,
        env=environment(PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=True,
    )
    assert done.stdout == (tmp_path / "x.ics").read_bytes()


# ---- errors


def test_with_errors_nothing_is_exported_that_could_be_held_back(journal: Scratch) -> None:
    journal.put("gate: {below: three}\n", "plan")
    ran = journal.run("export", "csv")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.splitlines()[-1].endswith("nothing was exported (--unpublished does)")
    ran = journal.run("export", "csv", "--unpublished")
    assert ran.code == 3
    assert "HiddenDraft" in ran.out


def test_wrong_usage(journal: Scratch) -> None:
    for words, said in (
        (["toggl"], "FORMAT: expected csv, json,"),
        ([], "FORMAT"),
        (["journal", "papers"], "journal takes no selection; csv and json do"),
        (["journal", "--since", "2024"], "journal takes no selection"),
    ):
        ran = journal.run("export", *words)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.count("\n") == 1


# ---- the journal


def test_journal_is_that_of_the_site(journal: Scratch, tmp_path: Path) -> None:
    (journal.folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    ran = journal.run("export", "journal")
    assert (ran.code, ran.err) == (0, "")
    assert complaints(ran.out) == []
    assert "Hidden" not in ran.out
    assert "ecret" not in ran.out
    assert journal.run("build", "--to", str(tmp_path / "site")).code == 0
    assert ran.out == (tmp_path / "site/docs/journal.json").read_text("utf-8")
    assert (tmp_path / "site/docs/journal.schema.json").exists()


def test_unpublished_the_journal_has_all_words(journal: Scratch, tmp_path: Path) -> None:
    journal.put(
        W27 + "title: DraftTitle\ngoals: [DraftGoal]\ncourses: {zero-to-hero: {done: [x]}}\n"
    )
    shown = journal.run("export", "journal").out
    assert "Draft" not in shown
    file = tmp_path / "journal.json"
    for _ in range(2):
        ran = journal.run("export", "journal", "--unpublished", "-o", str(file), now=NOW)
        assert (ran.code, ran.err) == (0, f"Wrote the journal to {file}\n")
    text = file.read_text("utf-8")
    assert complaints(text) == []
    words = ["DraftTitle", "DraftGoal", "HiddenDraft", "HiddenByGate", "HiddenOfSecret", "secret"]
    assert [word for word in words if word not in text] == []


def test_a_journal_with_errors_is_not_exported(journal: Scratch) -> None:
    journal.put("titel: x\n")
    ran = journal.run("export", "journal")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("1 error; nothing was exported\n")
