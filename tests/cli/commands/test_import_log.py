"""tracker import: what the command does beside reading, which tests/exchange has cases of."""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

import pytest

from tests.journal import PLAN, Scratch, program, read_sessions, read_week

BEGIN = 1719855000  # Mon 2024-07-01 19:30 in Berlin


def put_frames(scratch: Scratch, *frames: tuple[int, int, str], tags: tuple[str, ...] = ()) -> str:
    """Write frames: minutes after the first, minutes, project."""
    rows = []
    for number, (after, minutes, project) in enumerate(frames):
        start = BEGIN + 60 * after
        rows.append([start, start + 60 * minutes, project, f"{number:x}", [*tags], start])
    path = scratch.folder / "frames"
    path.write_text(json.dumps(rows, indent=1), "utf-8")
    return str(path)


def put_csv(scratch: Scratch, text: str) -> str:
    path = scratch.folder / "log.csv"
    path.write_text(text, "utf-8")
    return str(path)


def entries(scratch: Scratch) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (scratch.folder / "entries").iterdir()}


pytestmark = pytest.mark.usefixtures("berlin")


def test_what_a_label_means_is_kept_in_the_plan(scratch: Scratch) -> None:
    frames = put_frames(scratch, (0, 30, "deep learning"), (60, 30, "lunch"))
    ran = scratch.run(
        "import",
        "watson",
        frames,
        "--map",
        "deep learning=zero-to-hero/micrograd",
        "--map",
        "lunch=-",
    )
    assert ran.out == "Imported 1 session (30 min), into 2024-W27. Undo: tracker undo\n"
    assert "left out, as your labels say: lunch (1)" in ran.err
    assert scratch.data("plan") == PLAN.rstrip(b"\n") + (
        b'\nlabels:\n  "deep learning": zero-to-hero/micrograd\n  lunch: "-"\n'
    )
    frames = put_frames(
        scratch, (0, 30, "deep learning"), (60, 30, "LUNCH"), (120, 9, "Deep Learning")
    )
    assert scratch.run("import", "watson", frames).out.startswith("Imported 1 session (9 min)")
    assert {row["item"] for row in read_sessions(scratch)} == {"zero-to-hero/micrograd"}
    # And it can be changed, also in the quotes where it stands.
    frames = put_frames(scratch, (200, 30, "lunch"))
    assert scratch.run("import", "watson", frames, "--map", "lunch=other").code == 0
    assert b'  lunch: "other"\n' in scratch.data("plan")
    assert scratch.run("check").code == 0


def test_renaming_an_item_renames_what_labels_mean(scratch: Scratch) -> None:
    frames = put_frames(scratch, (0, 30, "dl"))
    scratch.run("import", "watson", frames, "--map", "dl=zero-to-hero/micrograd")
    assert scratch.run("rename", "zero-to-hero", "zth").code == 0
    assert b"  dl: zth/micrograd\n" in scratch.data("plan")
    assert scratch.run("rename", "zth/micrograd", "zth/autograd").code == 0
    assert b"  dl: zth/autograd\n" in scratch.data("plan")
    assert "Nothing is new" in scratch.run("import", "watson", frames).out


@pytest.mark.parametrize("words", [["x"], ["=y"], ["x="], ["x=Not An Id"]])
def test_a_map_of_another_form_is_refused(scratch: Scratch, words: list[str]) -> None:
    frames = put_frames(scratch, (0, 30, "x"))
    ran = scratch.run("import", "watson", frames, "--map", *words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1)
    assert "--map" in ran.err


def test_a_label_much_like_an_item_is_refused_with_the_right_form(scratch: Scratch) -> None:
    before = entries(scratch)
    frames = put_frames(scratch, (0, 30, "zero-to-heroe"))
    ran = scratch.run("import", "watson", frames)
    assert (ran.code, ran.out) == (1, "")
    assert "did you mean --map 'zero-to-heroe'=zero-to-hero?" in ran.err
    assert entries(scratch) == before
    assert scratch.run("import", "watson", frames, "--map", "zero-to-heroe=zero-to-hero").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.run("import", "watson", frames, "--force").code == 0
    assert read_sessions(scratch)[0]["item"] == "zero-to-heroe"


def test_a_label_that_gives_no_id_is_refused(scratch: Scratch) -> None:
    frames = put_frames(scratch, (0, 30, "日本語"), (60, 30, "last"))
    ran = scratch.run("import", "watson", frames)
    assert (ran.code, ran.out) == (1, "")
    assert "the label '日本語' gives no id (and 1 more)" in ran.err
    both = ["--map", "日本語=japanese", "--map", "last=other"]
    assert scratch.run("import", "watson", frames, *both).code == 0


def test_rare_labels_like_a_common_one_are_named(scratch: Scratch) -> None:
    frames = put_frames(
        scratch, *[(40 * n, 30, "jira-issues") for n in range(6)], (400, 5, "jira-iissues")
    )
    ran = scratch.run("import", "watson", frames, "--dry-run")
    assert "'jira-iissues' looks like 'jira-issues': --map jira-iissues=jira-issues" in ran.err


def test_a_log_that_has_grown_adds_what_is_new(scratch: Scratch) -> None:
    assert scratch.run("import", "watson", put_frames(scratch, (0, 30, "four-gram"))).code == 0
    frames = put_frames(scratch, (0, 30, "four-gram"), (60, 20, "four-gram"))
    ran = scratch.run("import", "watson", frames)
    assert ran.out.startswith("Imported 1 session (20 min), into 2024-W27; 1 more is in the")
    assert [row["minutes"] for row in read_sessions(scratch)] == ["30", "20"]


def test_what_was_changed_here_stays(scratch: Scratch) -> None:
    """A session is known by its id: another length, item, note or day makes no second one."""
    frames = put_frames(scratch, (0, 30, "four-gram"), (60, 20, "four-gram"))
    scratch.run("import", "watson", frames)
    first, second = (row["id"] for row in read_sessions(scratch))
    scratch.run("edit", first, "--minutes", "45m", "--item", "zero-to-hero", "--note", "mine")
    moved = scratch.run("edit", second, "--at", "2024-06-20 19:30")
    assert moved.code == 0, moved.err
    before = entries(scratch)
    ran = scratch.run("import", "watson", frames)
    assert "Nothing is new: 2 of its sessions are in the journal already" in ran.out
    assert f"30 min here, 45 min in the journal ({first}), which stays" in ran.err
    assert entries(scratch) == before


def test_what_was_logged_by_hand_as_well_is_no_second_session(scratch: Scratch) -> None:
    scratch.run("log", "30m", "four-gram", "--at", "2024-07-01 19:30")
    ran = scratch.run("import", "watson", put_frames(scratch, (0, 30, "four-gram")))
    assert "Nothing is new" in ran.out
    assert len(read_sessions(scratch)) == 1


def test_overlaps_are_said(scratch: Scratch) -> None:
    scratch.run("log", "30m", "zero-to-hero", "--at", "2024-07-01 19:40")
    ran = scratch.run("import", "watson", put_frames(scratch, (0, 30, "four-gram")))
    assert ran.code == 0
    assert "frames:2: it overlaps 2024-W27/" in ran.err


def test_two_that_touch_do_not_overlap(scratch: Scratch) -> None:
    text = "start,end,item\n2024-07-01T19:30:05,2024-07-01T20:00:55,four-gram\n"
    text += "2024-07-01T20:00:55,2024-07-01T20:30:10,four-gram\n"
    ran = scratch.run("import", "csv", put_csv(scratch, text))
    assert ran.err == ""
    assert [row["minutes"] for row in read_sessions(scratch)] == ["31", "29"]


def test_a_minute_of_rounding_is_no_overlap(scratch: Scratch) -> None:
    scratch.run("log", "30m", "latin", "--at", "2024-07-01 19:30")
    text = "start,end,item\n2024-07-01T19:59:30,2024-07-01T20:30:10,four-gram\n"
    assert scratch.run("import", "csv", put_csv(scratch, text)).err == ""


def test_words_stay_off_the_site(scratch: Scratch) -> None:
    text = "start,minutes,item,note\n2024-07-01,30,four-gram,secret\n2024-07-02,30,four-gram,\n"
    assert scratch.run("import", "csv", put_csv(scratch, text), "--unpublished").code == 0
    assert [row.get("unpublished") for row in read_sessions(scratch)] == ["true", None]


def test_dry_run_is_one_line_a_week(scratch: Scratch) -> None:
    scratch.put("title: mine\n")
    frames = put_frames(scratch, (0, 30, "four-gram"), (60, 90, "latin"), (-20_000, 30, "latin"))
    ran = scratch.run("import", "watson", frames, "--dry-run")
    assert ran.out.splitlines() == [
        "2024-W25  1 session (30 min), latin 30 min  (a new file)",
        "2024-W27  2 sessions (2 h), latin 1 h 30, four-gram 30 min",
        "This would be 3 sessions (2 h 30), into 2 weeks, 2024-W25 to 2024-W27. Nothing was written.",
    ]
    assert "tracker undo" not in ran.err
    ran = scratch.run("import", "watson", frames, "--dry-run", "--json")
    assert json.loads(ran.out) == {
        "weeks": [
            {"week": "2024-W25", "sessions": 1, "notes": 0, "minutes": 30},
            {"week": "2024-W27", "sessions": 2, "notes": 0, "minutes": 120},
        ],
        "known": 0,
        "problems": [],
    }


def test_many_lines_are_cut_and_a_dry_run_has_them_all(scratch: Scratch) -> None:
    frames = put_frames(scratch, (0, 30, "four-gram"), *[(9 * n, -5, "x") for n in range(50)])
    ran = scratch.run("import", "watson", frames)
    assert "and 30 more left out; --dry-run lists all of them" in ran.err
    assert scratch.run("import", "watson", frames, "--dry-run").err.count("ends before") == 50


def test_stdin(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    text = Path(put_frames(scratch, (0, 30, "four-gram"))).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert scratch.run("import", "watson", "-").code == 0
    assert read_sessions(scratch)[0]["minutes"] == "30"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["watsn", "frames"], 2, "no format 'watsn'; did you mean watson?"),
        (["xyz", "frames"], 2, "no format 'xyz'; one of watson, "),
        (["watson"], 2, ""),
        (["watson", "nowhere"], 1, "nowhere: No such file or directory"),
        (["watson", "."], 1, ".: expected a file, found a folder"),
        (["watson", "frames", "--columns", "start=x"], 2, "--columns is for csv"),
        (["watson", "frames", "--item", "No Id"], 1, "--item: expected an id"),
        (["csv", "log.csv", "--columns", "begin=x"], 1, "the fields are start, end"),
        (
            ["csv", "log.csv", "--columns", "start=Begn"],
            1,
            "no column 'Begn'; did you mean 'begin'?",
        ),
        (["csv", "other.csv"], 1, "no column says when a session began; it has a, b"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str], code: int, said: str, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_frames(scratch, (0, 30, "four-gram"))
    put_csv(scratch, "Begin,minutes\n2024-07-01,30\n")
    (scratch.folder / "other.csv").write_text("a,b\n1,2\n", "utf-8")
    monkeypatch.chdir(scratch.folder)
    before = entries(scratch)
    ran = scratch.run("import", *words)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert entries(scratch) == before


def test_a_broken_week_stops_all_of_it(scratch: Scratch) -> None:
    scratch.put("sessions: [\n")
    before = entries(scratch)
    frames = put_frames(scratch, (-20_000, 30, "four-gram"), (0, 30, "four-gram"))
    ran = scratch.run("import", "watson", frames)
    assert (ran.code, ran.out) == (1, "")
    assert "entries/2024-W27.yaml:" in ran.err and "nothing was written" in ran.err
    assert entries(scratch) == before
    assert scratch.run("import", "watson", frames, "--dry-run").code in (0, 1)


def test_a_time_zone_that_is_none_is_refused(scratch: Scratch) -> None:
    scratch.put("timezone: Mars/Base\n", "plan")
    ran = scratch.run("import", "watson", put_frames(scratch, (0, 30, "x")))
    assert ran.code == 1
    assert "there is no time zone 'Mars/Base'" in ran.err


def test_without_a_time_zone_the_machine_says_it(scratch: Scratch) -> None:
    scratch.put("courses: {latin: {}}\n", "plan")
    ran = scratch.run("import", "watson", put_frames(scratch, (0, 30, "latin")))
    assert "times are those of this machine's time zone" in ran.err
    assert read_sessions(scratch)[0]["start"] == "2024-07-01 19:30"


def test_calendars_need_their_package(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    path = scratch.folder / "a.ics"
    path.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "utf-8")
    ran = scratch.run("import", "ics", str(path))
    assert (ran.code, ran.out) == (1, "")
    assert "pip install 'progress-journal[calendar]'" in ran.err


def test_a_dry_run_names_a_week_that_cannot_be_written(scratch: Scratch) -> None:
    (scratch.folder / "entries/2024-W27.yaml").write_text("sessions: [\n")
    ran = scratch.run("import", "watson", put_frames(scratch, (0, 30, "four-gram")), "--dry-run")
    assert "entries/2024-W27.yaml:2:1: no YAML" in ran.err
    assert "mend this first" in ran.err


@pytest.mark.parametrize(
    ("format_", "words"),
    [("obsidian", "a recipe through csv"), ("watsn", "did you mean watson?")],
)
def test_a_format_that_is_none_leads_to_one(scratch: Scratch, format_: str, words: str) -> None:
    ran = scratch.run("import", format_, "a.txt")
    assert ran.code == 2 and words in ran.err


def test_a_workbook_is_no_table(scratch: Scratch) -> None:
    (scratch.folder / "a.xlsx").write_bytes(b"PK\x03\x04\x14\x00")
    ran = scratch.run("import", "csv", str(scratch.folder / "a.xlsx"))
    assert ran.code == 1 and "export it as CSV" in ran.err


def test_a_challenge_goes_on(scratch: Scratch) -> None:
    """A log of days is imported again as it grows: prose and days are added to those before."""
    scratch.put("title: Mine\n", "plan")
    log = scratch.folder / "log.md"
    first = "### Day 1: July 1, 2024\n\n**Progress**: Read about grids.\n\n**Thoughts**: Hard.\n"
    log.write_text(first, "utf-8")
    assert scratch.run("import", "100-days", str(log)).code == 0
    log.write_text(first + "\n### Day 2: July 2, 2024\n\n**Progress**: More of it.\n", "utf-8")
    assert scratch.run("import", "100-days", str(log)).code == 0
    week = read_week(scratch)
    record = week["courses"]["100-days-of-code"]
    assert (record["done"], week["title"]) == ("2", "Read about grids")
    assert record["notes"] == (
        "**Monday, day 1:** Read about grids.\n\nHard.\n\n**Tuesday, day 2:** More of it.\n"
    )
    assert [row["unpublished"] for row in week["sessions"]] == ["true", "true"]
    assert scratch.run("check").out.endswith("no problems\n")


def test_a_challenge_can_stay_off_the_site(scratch: Scratch) -> None:
    log = scratch.folder / "log.md"
    log.write_text("### Day 1: July 1, 2024\n\n**Progress**: Read it.\n\n**Thoughts**: Secret.\n")
    assert scratch.run("import", "100-days", str(log), "--unpublished").code == 0
    week = read_week(scratch)
    assert week["unpublished"] == "**Monday, day 1:** Read it.\n\nSecret.\n"
    assert week["courses"]["100-days-of-code"] == {"done": "1"}
    assert "title" not in week
    assert week["sessions"][0]["unpublished"] == "true"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("**Progress**: Two words.\n\n**Thoughts**: Add a form. Then send it.", "Add a form"),
        ("**Progress**: Read on. " + "long " * 20 + "\n\n**Thoughts**: Well.", None),
        ("**Progress**: Made a form. " + "long " * 20 + "\n\n**Thoughts**: Well.", "Made a form"),
        ("- Made a list of all\n- and more", "Made a list of all"),
    ],
)
def test_a_week_of_a_challenge_is_called_by_one_of_its_lines(
    said: str, title: str | None, scratch: Scratch
) -> None:
    log = scratch.folder / "log.md"
    log.write_text(f"### Day 1: July 1, 2024\n\n{said}\n")
    assert scratch.run("import", "100-days", str(log)).code == 0
    assert read_week(scratch).get("title") == title


@pytest.mark.long
def test_twenty_thousand_frames_take_ten_seconds_and_200_mb(scratch: Scratch) -> None:
    resource = pytest.importorskip("resource")  # not on Windows
    frames = [
        (263 * n, 17 + n % 90, ("four-gram", "latin", "zero-to-hero")[n % 3]) for n in range(20_000)
    ]
    first = -263 * 20_000
    path = put_frames(
        scratch, *[(first + after, minutes, project) for after, minutes, project in frames]
    )
    for _ in range(2):  # into no files, and into those that are there
        begin = time.monotonic()
        ran = program("import", "watson", path, cwd=scratch.folder)
        assert ran.code == 0, ran.err
        assert time.monotonic() - begin < 10
        (scratch.folder / "frames").write_text(
            Path(path).read_text("utf-8").replace('"four-gram"', '"latin"'), "utf-8"
        )
    # In kB on Linux; of the largest child so far.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 200_000
