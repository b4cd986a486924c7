"""A session that runs: begun, ended, switched, cancelled; its length true whatever clocks do."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from tests.journal import NOW, Ran, Scratch, environment, read_sessions
from tracker import cli, store
from tracker.cli import running_session, stop_session
from tracker.model.journal import TrackerError

WEEK = "entries/2024-W27.yaml"
ID = r"\(([0-9a-hjkmnp-tv-z]{6})\)"


@pytest.fixture(autouse=True)
def zone() -> Iterator[None]:
    """Berlin, and back to where it was."""
    before = os.environ.get("TZ")
    in_zone("Europe/Berlin")
    yield
    if before is None:
        del os.environ["TZ"]
        time.tzset()
    else:
        in_zone(before)


def in_zone(name: str) -> None:
    os.environ["TZ"] = name
    time.tzset()


def clock(text: str) -> datetime:
    """The clock on the wall; `2024-10-27 02:30 again` is the second half past two of that night."""
    return datetime.fromisoformat(text.removesuffix(" again")).replace(
        fold=int(text.endswith(" again"))
    )


def said(ran: Ran) -> str:
    """What was confirmed, without ids, and without how to undo it."""
    assert ran.code == 0, ran.err
    assert ran.out.endswith(". Undo: tracker undo\n")
    assert ran.out.count("\n") == 1
    return re.sub(" " + ID, "", ran.out.removesuffix(". Undo: tracker undo\n"))


def refused(ran: Ran) -> str:
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1
    return ran.err.removeprefix("tracker: ").rstrip()


# ---- a session's way


def test_start_and_stop(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    assert (
        said(scratch.run("start", "zero/make", "the 2nd part"))
        == "Started zero-to-hero/makemore, Sat 2024-07-06 20:30"
    )
    (session,) = read_sessions(scratch)
    line = "{start: 2024-07-06 20:30 +02:00, running: true, item: zero-to-hero/makemore, "
    line += f'note: "the 2nd part", id: {session["id"]}}}'
    assert scratch.data().decode() == f"title: x\nsessions:\n  - {line}\n"
    assert scratch.run("check").out == "All good: 1 week, no problems\n"
    ran = scratch.run("stop", "it's done", now=datetime(2024, 7, 6, 21, 15))
    assert said(ran) == "Stopped 45 min of zero-to-hero/makemore, Sat 2024-07-06 20:30-21:15"
    stopped = line.replace("running: true", "minutes: 45").replace(
        "2nd part", "2nd part; it's done"
    )
    assert scratch.data().decode() == f"title: x\nsessions:\n  - {stopped}\n"
    assert scratch.run("check").out == "All good: 1 week, no problems\n"
    assert scratch.run("undo").out.startswith("Undone: stopped 45 min of zero-to-hero/makemore")
    assert line in scratch.data().decode()
    assert scratch.run("undo").out.startswith("Undone: started zero-to-hero/makemore")
    assert scratch.data() == b"title: x\n"


@pytest.mark.parametrize(
    ("words", "session", "what"),
    [
        ([], {}, "Started a session, Sat 2024-07-06 20:30"),
        (["four"], {"item": "four-gram"}, "Started four-gram, Sat 2024-07-06 20:30"),
        (
            ["--other", "tidying up"],
            {"note": "tidying up"},
            "Started a session, Sat 2024-07-06 20:30",
        ),
        (["zero", "x", "--at", "20:05"], {"start": "2024-07-06 20:05 +02:00", "note": "x"}, None),
        (["zero", "--at", "10m ago"], {"start": "2024-07-06 20:20 +02:00"}, None),
        (["zero", "--at", "yesterday 23:30"], {"start": "2024-07-05 23:30 +02:00"}, None),
        (["zero-to-hro", "--force"], {"item": "zero-to-hro"}, None),
    ],
)
def test_start(words: list[str], session: dict, what: str | None, scratch: Scratch) -> None:
    ran = scratch.run("start", *words)
    assert what in (None, said(ran))
    assert (session | {"running": "true"}).items() <= read_sessions(scratch)[0].items()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["the chain rule"],
            'tracker start ITEM "the chain rule"; without an item: tracker start --other "the chain rule"',
        ),
        (
            ["zero", "the", "rule"],
            'a note of more than one word goes in quotes: tracker start zero "a note"',
        ),
        (["--other", "a", "b"], "--other takes no item"),
        ([""], "the item comes before the note"),
        (["zero-to-hro"], "did you mean zero-to-hero?"),
        (["mon"], 'is a day, not an item: tracker start ITEM --at "mon 19:30"'),
        (["zero", "19:30"], "is a time, not a note: tracker start zero --at 19:30"),
        (["zero", "9:00-10"], "is a time, not a note: tracker log 9:00-10 zero"),
        (["45m", "zero"], "is a length of time, not an item: tracker log 45m zero"),
        (
            ["zero", "--at", "21:00"],
            'Sat 2024-07-06 21:00 lies in the future (did you mean --at "yesterday 21:00"?)',
        ),
        (["zero", "--at", "soon"], "'soon' is no time"),
        (["zero", "--at", "1500-01-01 00:00"], "expected a year from 1900 to 2100"),
        (["zero", "bell\x07"], "control character U+0007"),
        (["zero", "done"], "what is done is no note: tracker done zero-to-hero"),
        (["paper"], "'paper' is a kind, not an item"),
    ],
)
def test_start_refused(words: list[str], why: str, scratch: Scratch) -> None:
    assert why in refused(scratch.run("start", *words))
    assert [path.name for path in (scratch.folder / "entries").iterdir()] == ["plan.yaml"]


def test_a_new_week_points_at_the_schema_if_there_is_one(scratch: Scratch) -> None:
    (scratch.folder / ".schemas").mkdir()
    (scratch.folder / ".schemas/week.json").write_text("{}")
    scratch.run("start", "zero")
    assert scratch.data().startswith(
        b"# yaml-language-server: $schema=../.schemas/week.json\nsessions:\n  - {start:"
    )


def test_one_at_a_time(scratch: Scratch) -> None:
    assert refused(scratch.run("stop")) == "nothing is running; tracker start ITEM begins a session"
    assert (
        refused(scratch.run("cancel"))
        == refused(scratch.run("switch", "zero"))
        == refused(scratch.run("stop"))
    )
    scratch.run("start", "zero", now=datetime(2024, 6, 30, 23, 0))
    again = refused(scratch.run("start", "four"))
    assert re.fullmatch(
        rf"zero-to-hero, Sun 2024-06-30 23:00 {ID} is running; tracker switch ITEM ends it and starts another, .*",
        again,
    )
    assert not scratch.path().exists()


def test_of_eight_that_start_at_once_one_starts(scratch: Scratch) -> None:
    def start(number: int) -> int:
        command = [sys.executable, "-m", "tracker", "start", f"item-{number}"]
        return subprocess.run(
            command, cwd=scratch.folder, env=environment(), capture_output=True, check=False
        ).returncode

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(start, range(8))) == [0] + [1] * 7
    assert len(read_sessions(scratch)) == 1


@pytest.mark.parametrize(
    ("started", "stopped", "minutes"),
    [
        ("20:00:00", "20:00:00", 1),
        ("20:00:00", "20:00:50", 1),
        ("20:00:00", "20:01:29", 1),
        ("20:00:00", "20:01:30", 2),
        ("20:00:29", "20:25:29", 25),
        ("20:00:40", "20:00:50", 1),
        ("20:00:40", "20:25:50", 25),
    ],
)
def test_the_nearest_minute_and_at_least_one(
    started: str, stopped: str, minutes: int, scratch: Scratch
) -> None:
    scratch.run("start", "zero", now=clock(f"2024-07-06T{started}"))
    scratch.run("stop", now=clock(f"2024-07-06T{stopped}"))
    assert read_sessions(scratch)[0]["minutes"] == str(minutes)


def test_what_begins_right_after_another_does_not_overlap_it(scratch: Scratch) -> None:
    scratch.run("start", "zero", now=clock("2024-07-06T20:00:10"))
    scratch.run("stop", now=clock("2024-07-06T20:45:40"))
    assert scratch.run("start", "four", now=clock("2024-07-06T20:45:50")).err == ""
    assert scratch.run("stop", now=clock("2024-07-06T20:59")).err == ""
    now = clock("2024-07-06T21:00")
    assert scratch.run("start", "four", "--at", "20:50", now=now).err.startswith(
        "overlaps 13 min of four-gram"
    )


# ---- clocks, zones, weeks

LIVED = [
    # zone and clock at the start, at the end; the length lived; what is said of it
    (
        "Europe/Berlin 2024-07-07 23:50",
        "Europe/Berlin 2024-07-08 00:35",
        45,
        "Sun 2024-07-07 23:50 - Mon 00:35",
    ),
    (
        "Europe/Berlin 2024-12-31 23:00",
        "Europe/Berlin 2025-01-01 01:00",
        120,
        "Tue 2024-12-31 23:00 - Wed 01:00",
    ),
    (
        "Europe/Berlin 2027-01-03 23:30",
        "Europe/Berlin 2027-01-04 00:30",
        60,
        "Sun 2027-01-03 23:30 - Mon 00:30",
    ),
    (
        "Europe/Berlin 2024-03-31 01:30",
        "Europe/Berlin 2024-03-31 03:30",
        60,
        "Sun 2024-03-31 01:30 +01:00 to Sun 2024-03-31 03:30 +02:00",
    ),
    (
        "Europe/Berlin 2024-10-27 01:30",
        "Europe/Berlin 2024-10-27 02:30 again",
        120,
        "Sun 2024-10-27 01:30 +02:00 to Sun 2024-10-27 02:30 +01:00",
    ),
    (
        "Europe/Berlin 2024-10-27 02:50",
        "Europe/Berlin 2024-10-27 02:10 again",
        20,
        "Sun 2024-10-27 02:50 +02:00 to Sun 2024-10-27 02:10 +01:00",
    ),
    (
        "Europe/Berlin 2024-10-27 02:10 again",
        "Europe/Berlin 2024-10-27 02:50 again",
        40,
        "Sun 2024-10-27 02:10-02:50",
    ),
    (
        "Europe/Berlin 2024-07-06 20:00",
        "America/New_York 2024-07-06 15:30",
        90,
        "Sat 2024-07-06 20:00 +02:00 to Sat 2024-07-06 15:30 -04:00",
    ),
    (
        "America/New_York 2024-07-07 20:00",
        "Asia/Kathmandu 2024-07-08 06:45",
        60,
        "Sun 2024-07-07 20:00 -04:00 to Mon 2024-07-08 06:45 +05:45",
    ),
    (
        "Pacific/Kiritimati 2024-07-08 09:00",
        "Pacific/Honolulu 2024-07-07 10:00",
        60,
        "Mon 2024-07-08 09:00 +14:00 to Sun 2024-07-07 10:00 -10:00",
    ),
]


@pytest.mark.parametrize(("begin", "end", "minutes", "span"), LIVED)
def test_the_length_is_what_was_lived(
    begin: str, end: str, minutes: int, span: str, scratch: Scratch
) -> None:
    moments = []
    for place in (begin, end):
        name, _, wall = place.partition(" ")
        in_zone(name)
        moments.append(clock(wall))
        command = ["start", "zero/mlp"] if len(moments) == 1 else ["status"]
        assert scratch.run(*command, now=moments[-1]).code == 0
    name = f"{moments[0]:%G-W%V}"
    assert [
        path.stem for path in (scratch.folder / "entries").iterdir() if path.stem != "plan"
    ] == [name]
    hours, rest = divmod(minutes, 60)
    length = f"{rest} min" if not hours else f"{hours} h {rest:02}" if rest else f"{hours} h"
    assert scratch.run("status", "--short", now=moments[1]).out == f"zero-to-hero/mlp {length}\n"
    assert (
        said(scratch.run("stop", now=moments[1])) == f"Stopped {length} of zero-to-hero/mlp, {span}"
    )
    (session,) = read_sessions(scratch, name)
    assert session["minutes"] == str(minutes)
    assert session["start"].startswith(f"{moments[0]:%Y-%m-%d %H:%M}")
    assert scratch.run("check").code == 0


def test_the_real_program_in_two_zones_and_a_frozen_clock_that_knows_its_offset(
    scratch: Scratch,
) -> None:
    here = {
        "TZ": "Europe/Berlin",
        "TRACKER_NOW": "2024-10-27T00:30:00+00:00",
    }  # 2:30, for the first time
    assert "2024-10-27 02:30 (" in scratch.program("start", "zero", **here).out
    assert b"start: 2024-10-27 02:30 +02:00" in scratch.data("2024-W43")
    again = {
        "TZ": "Europe/Berlin",
        "TRACKER_NOW": "2024-10-27T01:30:00+00:00",
    }  # 2:30, for the second
    assert scratch.program("status", "--short", **again).out == "zero-to-hero 1 h\n"
    there = {"TZ": "America/New_York", "TRACKER_NOW": "2024-10-27T01:45:00+00:00"}
    ran = scratch.program("stop", **there)
    assert (
        said(ran)
        == "Stopped 1 h 15 of zero-to-hero, Sun 2024-10-27 02:30 +02:00 to Sat 2024-10-26 21:45 -04:00"
    )


def test_a_clock_that_was_set_back(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    before = datetime(2024, 7, 6, 19, 0)
    why = refused(scratch.run("stop", now=before))
    assert "began at Sat 2024-07-06 20:30 here, after the end that is asked for" in why
    assert scratch.run("status", "--short", now=before).out == "zero-to-hero 0 min\n"
    assert scratch.run("cancel", now=before).code == 0


@pytest.mark.parametrize(
    ("begun", "now", "hint"),
    [
        (
            "2024-07-06 22:00",
            "2024-07-07 09:00",
            '11 h is long. Forgot it? tracker undo, then tracker stop --at "yesterday 22:50"\n',
        ),
        (
            "2024-07-07 23:50",
            "2024-07-08 05:10",
            "5 h 20 is long. Forgot it? tracker undo, then tracker stop --at 00:40\n",
        ),
        ("2024-07-06 22:00", "2024-07-07 03:59", ""),
        ("2024-07-06 03:30", "2024-07-06 05:30", ""),
        ("2024-07-06 12:00", "2024-07-06 18:00", ""),
        (
            "2024-07-06 12:00",
            "2024-07-06 18:01",
            "6 h 01 is long. Forgot it? tracker undo, then tracker stop --at 12:50\n",
        ),
    ],
)
@pytest.mark.parametrize("words", [["stop"], ["switch", "vas"]])
def test_a_forgotten_timer_is_asked_about(
    words: list[str], begun: str, now: str, hint: str, scratch: Scratch
) -> None:
    scratch.put("sessions: [{start: 2024-07-01 08:00, minutes: 50}]\n")
    scratch.run("start", "zero", now=clock(begun))
    ran = scratch.run(*words, now=clock(now))
    assert (ran.code, ran.err) == (0, hint)
    assert scratch.run("undo", now=clock(now)).code == 0
    assert scratch.run(*words, "--force", now=clock(now)).err == ""
    scratch.run("undo", now=clock(now))
    if hint and words == ["stop"]:
        at = hint.rpartition("--at ")[2].strip().strip('"')
        ran = scratch.run("stop", "--at", at, now=clock(now))
        assert (said(ran).split(" of ")[0], ran.err) in [
            ("Stopped 50 min", ""),
            ("Stopped 1 h", ""),
        ]


def test_a_dash_switches_back(scratch: Scratch) -> None:
    scratch.run("start", "zero/mlp")
    scratch.run("switch", "vas")
    assert "; started zero-to-hero/mlp, " in said(scratch.run("switch", "-"))
    scratch.run("stop")
    assert said(scratch.run("start", "-")).startswith("Started zero-to-hero/mlp, ")


def test_what_runs_is_named_in_week_and_report(scratch: Scratch) -> None:
    scratch.run("start", "zero", "--at", "20:05")
    line = "Running for 25 min: zero-to-hero, Sat 2024-07-06 20:05"
    for words in ["week"], ["report"], ["report", "2024"], ["report", "all"]:
        assert line in scratch.run(*words).out
    after_midnight = datetime(2024, 7, 8, 0, 10)
    assert "Running for 28 h 05: zero" in scratch.run("week", now=after_midnight).out
    for words in ["week", "last"], ["report", "2023"]:
        assert "Running" not in scratch.run(*words).out
    for words in ["week"], ["report"], ["report", "2024"]:
        (running,) = json.loads(scratch.run(*words, "--json").out)["running"]
        assert (running["item"], running["minutes"]) == ("zero-to-hero", 25)
    for words in ["week", "last"], ["report", "2023"]:
        assert json.loads(scratch.run(*words, "--json").out)["running"] == []
    (facts,) = json.loads(scratch.run("status", "--json").out)["running"]
    assert (facts["item"], facts["minutes"], facts["note"]) == ("zero-to-hero", 25, None)
    scratch.run("cancel")
    assert json.loads(scratch.run("status", "--json").out) == {"running": []}


@pytest.mark.parametrize(
    ("at", "now", "minutes"),
    [
        ("21:10", "2024-07-06 23:00", 40),
        ("9:10pm", "2024-07-06 23:00", 40),
        ("yesterday 21:10", "2024-07-07 08:00", 40),
        ("sat 21:10", "2024-07-09 08:00", 40),
        ("2024-07-06 21:10", "2024-07-20 08:00", 40),
        ("20m ago", "2024-07-06 21:30", 40),
        ("now", "2024-07-06 21:10", 40),
    ],
)
def test_stop_at(at: str, now: str, minutes: int, scratch: Scratch) -> None:
    scratch.run("start", "zero")
    ran = scratch.run("stop", "--at", at, now=clock(now))
    assert said(ran) == f"Stopped {minutes} min of zero-to-hero, Sat 2024-07-06 20:30-21:10"


@pytest.mark.parametrize(
    ("words", "now", "why"),
    [
        (
            ["--at", "21:00"],
            "2024-07-06 20:45",
            'lies in the future (did you mean --at "yesterday 21:00"?)',
        ),
        (
            ["--at", "20:00"],
            "2024-07-06 20:45",
            "began at Sat 2024-07-06 20:30 here, after the end that is asked for",
        ),
        (["--at", "2h ago"], "2024-07-06 20:45", "after the end that is asked for"),
        (["--at", "soon"], "2024-07-06 20:45", "'soon' is no time: write 19:30"),
        (["--at", "25:00"], "2024-07-06 20:45", "there is no such time"),
        (
            [],
            "2024-07-07 12:31",
            "would have 16 h 01, more than 16 h; say when it ended, such as "
            'tracker stop --at "yesterday 21:30", or tracker cancel',
        ),
        ([], "2024-07-07 12:31", "tracker cancel; if that is right, add --force"),
        (["--force"], "2024-07-20 12:30", 'tracker stop --at "2024-07-06 21:30"'),
        (
            ["--done"],
            "2024-07-06 20:45",
            "zero-to-hero is what ends, and no unit of it was named for --done; leave it out, and "
            "finish one with tracker done zero-to-hero/micrograd",
        ),
        (["20:40"], "2024-07-06 20:45", "is a time, not a note: tracker stop --at 20:40 (--force"),
        (["yesterday"], "2024-07-06 20:45", 'tracker stop --at "yesterday 19:30"'),
        (["45m"], "2024-07-06 20:45", "tracker stop, then tracker edit last 45m"),
        (["bell\x07"], "2024-07-06 20:45", "control character U+0007"),
        (["at", "20:40"], "2024-07-06 20:45", "not a note: tracker stop --at 20:40 (--force"),
        (["10m", "ago"], "2024-07-06 20:45", 'not a note: tracker stop --at "10m ago"'),
        (["it", "ended", "at", "20:40"], "2024-07-06 20:45", "tracker stop it ended --at 20:40"),
        (["now"], "2024-07-06 20:45", "it ends now by itself: tracker stop ("),
        (["done"], "2024-07-06 20:45", "what is done is an option: tracker stop --done"),
        (["zero"], "2024-07-06 20:45", "'zero' is an item, and stop ends what runs: tracker stop"),
        (["four-gram"], "2024-07-06 20:45", "tracker switch four-gram goes on with it"),
    ],
)
def test_stop_refused(words: list[str], now: str, why: str, scratch: Scratch) -> None:
    scratch.run("start", "zero")
    before = scratch.data()
    assert why in refused(scratch.run("stop", *words, now=clock(now)))
    assert scratch.data() == before


def test_the_words_behind_stop_are_its_note(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    scratch.run("stop", "it", "went", "well")
    assert read_sessions(scratch)[0]["note"] == "it went well"
    scratch.run("undo")
    scratch.run("stop", "done", "--force")
    assert read_sessions(scratch)[0]["note"] == "done"


def test_switch_asks_for_an_item(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    ran = scratch.run("switch")
    assert (ran.code, ran.out) == (2, "")
    assert "to what? tracker switch ITEM" in ran.err


def test_sixteen_hours_and_more_by_force(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    assert "Stopped 16 h of" in said(scratch.run("stop", now=clock("2024-07-07 12:30")))
    scratch.run("undo")
    assert "Stopped 20 h of" in said(scratch.run("stop", "--force", now=clock("2024-07-07 16:30")))


# ---- switch, cancel, --done


def test_switch_is_one_step(scratch: Scratch) -> None:
    scratch.run("start", "zero/mlp")
    before = scratch.data()
    ran = scratch.run("switch", "vas", "again", now=datetime(2024, 7, 6, 21, 0, 40))
    assert said(ran) == (
        "Stopped 31 min of zero-to-hero/mlp, Sat 2024-07-06 20:30-21:01; started vaswani2017, Sat 2024-07-06 21:01"
    )
    assert ran.err == ""
    first, second = read_sessions(scratch)
    assert (first["minutes"], second["start"], second["note"]) == (
        "31",
        "2024-07-06 21:01 +02:00",
        "again",
    )
    scratch.run("undo")
    assert scratch.data() == before


def test_switch_at(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    ran = scratch.run("switch", "--other", "--at", "10m ago", now=datetime(2024, 7, 6, 21, 0))
    assert (
        said(ran)
        == "Stopped 20 min of zero-to-hero, Sat 2024-07-06 20:30-20:50; started a session, Sat 2024-07-06 20:50"
    )
    assert "after the end that is asked for" in refused(
        scratch.run("switch", "four", "--at", "20:20")
    )


def test_switch_over_two_weeks_is_whole_or_not_at_all(scratch: Scratch) -> None:
    scratch.run("start", "zero/mlp", now=datetime(2024, 7, 7, 23, 30))
    before = scratch.data()
    monday = datetime(2024, 7, 8, 0, 30)
    assert "did you mean" in refused(scratch.run("switch", "four-gam", now=monday))
    scratch.put("title: [\n", "2024-W28")
    assert refused(scratch.run("switch", "four", now=monday)).startswith(
        "entries/2024-W28.yaml:2:1:"
    )
    assert scratch.data() == before
    scratch.path("2024-W28").unlink()
    assert said(scratch.run("switch", "four", "--done", now=monday)) == (
        "Stopped 1 h of zero-to-hero/mlp, Sun 2024-07-07 23:30 - Mon 00:30, mlp done; "
        "started four-gram, Mon 2024-07-08 00:30"
    )
    assert yaml.load(scratch.data("2024-W28"), yaml.CBaseLoader)["courses"] == {
        "zero-to-hero": {"done": ["mlp"]}
    }
    assert len(read_sessions(scratch, "2024-W28")) == 1
    assert scratch.run("check").code == 0
    scratch.run("undo")
    assert scratch.data() == before
    assert not scratch.path("2024-W28").exists()


@pytest.mark.parametrize(
    ("day_starts", "week"), [("", "2024-W28"), ('day_starts: "04:00"\n', "2024-W27")]
)
def test_stop_done_is_one_step(day_starts: str, week: str, scratch: Scratch) -> None:
    """The unit is done in the week of the end; a night counts to the evening before, where the plan says so."""
    scratch.put(day_starts + "courses:\n  zero-to-hero: {units: [mlp]}\n", "plan")
    scratch.run("start", "zero/mlp", now=datetime(2024, 7, 7, 23, 30))
    before = scratch.data()
    ran = scratch.run("stop", "--done", now=datetime(2024, 7, 8, 0, 30))
    assert said(ran).endswith("23:30 - Mon 00:30, mlp done")
    assert yaml.load(scratch.data(week), yaml.CBaseLoader)["courses"] == {
        "zero-to-hero": {"done": ["mlp"]}
    }
    assert scratch.path("2024-W28").exists() == (week == "2024-W28")
    assert scratch.run("undo").code == 0
    assert scratch.data() == before
    assert not scratch.path("2024-W28").exists()
    scratch.put("courses:\n  zero-to-hero:\n    done: 2\n", "2024-W28")
    ran = scratch.run("stop", "--done", now=datetime(2024, 7, 8, 0, 30))
    assert (ran.code, scratch.data() == before) == ((1, True) if week == "2024-W28" else (0, False))


def test_done_before(scratch: Scratch) -> None:
    scratch.put("courses: {zero-to-hero: {done: [mlp]}}\n")
    scratch.run("start", "zero/mlp")
    ran = scratch.run("stop", "--done")
    assert (ran.code, ran.err) == (
        0,
        "mlp of zero-to-hero was done in 2024-W27; it is not written again\n",
    )
    assert scratch.data().count(b"mlp") == 2


def test_cancel(scratch: Scratch) -> None:
    old = "# mine\nsessions:\n  - {start: 2024-07-01, minutes: 5}  # c\n\nnext: []\n"
    scratch.put(old)
    scratch.run("start", "zero")
    assert said(scratch.run("cancel")) == "Cancelled zero-to-hero, Sat 2024-07-06 20:30"
    assert scratch.data().decode() == old
    scratch.run("undo")
    assert scratch.run("status", "--quiet").code == 0


def test_start_and_cancel_in_a_new_week(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    scratch.run("cancel")
    assert scratch.data() == b"sessions:\n"
    assert scratch.run("check").code == 0


# ---- status


def test_status(scratch: Scratch) -> None:
    assert scratch.run("status") == (0, "Nothing is running\n", "")
    assert scratch.run("status", "--short") == (0, "", "")
    assert scratch.run("status", "--quiet") == (1, "", "")
    id_ = re.search(ID, scratch.run("start", "zero/mlp").out)[1]
    later = datetime(2024, 7, 6, 21, 55, 59)
    assert scratch.run("status", now=later) == (
        0,
        f"Running for 1 h 25: zero-to-hero/mlp, Sat 2024-07-06 20:30 ({id_})\n",
        "",
    )
    assert scratch.run("status", "--short", now=later) == (0, "zero-to-hero/mlp 1 h 25\n", "")
    assert scratch.run("status", "--quiet", now=later) == (0, "", "")
    assert scratch.run("status", "--short", "--quiet").code == 2


def test_status_of_work_on_no_item(scratch: Scratch) -> None:
    scratch.run("start", "--other", "tidying up")
    assert scratch.run("status", "--short").out == "tidying up 0 min\n"
    scratch.run("undo")
    scratch.run("start")
    assert scratch.run("status", "--short").out == "running 0 min\n"


# ---- files that an author has changed

TYPED = {
    "without an offset": ("{start: 2024-07-06 20:00, running: true, item: zero-to-hero}", 30),
    "in another zone": ("{start: 2024-07-06 18:00 Z, running: true, item: zero-to-hero}", 30),
    "other quotes": (
        "{'start': '2024-07-06 20:00 +02:00', \"running\": \"true\", item: zero-to-hero}",
        30,
    ),
    "a block": (
        "start: 2024-07-06 20:00 +02:00\n    running: true # c\n    item: zero-to-hero",
        30,
    ),
    "far apart": (
        "start: 2024-07-06 20:00 +02:00\n    running:   # c\n\n      true\n    item: zero-to-hero",
        None,
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_running_session_that_was_typed(name: str, scratch: Scratch) -> None:
    typed, minutes = TYPED[name]
    text = f"intro: I was running. running: true\nsessions:\n  - {typed}\n".replace(
        "running. running:", "running, "
    )
    scratch.put(text)
    assert scratch.run("status", "--short").out == "zero-to-hero 30 min\n"
    ran = scratch.run("stop")
    if minutes is None:
        assert refused(ran).startswith(f"{WEEK}:3: cannot change this session")
        assert scratch.data().decode() == text
    else:
        assert "Stopped 30 min of zero-to-hero, " in said(ran)
        assert read_sessions(scratch)[0]["minutes"] == "30"
        assert ("# c" in scratch.data().decode()) == ("# c" in text)
        assert scratch.run("check").code == 0


def test_no_hour_known(scratch: Scratch) -> None:
    scratch.put(
        "sessions:\n  - {start: 2024-07-06, running: true, item: zero-to-hero, id: 7kq2m9}\n"
    )
    assert scratch.run("status").out == "Running: zero-to-hero, Sat 2024-07-06 (7kq2m9)\n"
    assert (
        "does not say at which hour it began; give it its length: tracker edit 7kq2m9 --minutes 45m"
        in refused(scratch.run("stop"))
    )
    assert scratch.run("edit", "7kq2m9", "--minutes", "45m").code == 0
    assert scratch.run("status", "--quiet").code == 1


def test_what_runs_keeps_its_offset_when_it_is_edited(scratch: Scratch) -> None:
    id_ = re.search(ID, scratch.run("start", "zero").out)[1]
    in_zone("America/New_York")
    now = datetime(2024, 7, 6, 15, 0)
    assert scratch.run("edit", id_, "--at", "20:00", now=now).code == 0
    assert read_sessions(scratch)[0]["start"] == "2024-07-06 20:00 +02:00"
    assert scratch.run("edit", id_, "--at", "10m ago", now=now).code == 0
    assert read_sessions(scratch)[0]["start"] == "2024-07-06 14:50 -04:00"
    assert "needs its day and time" in refused(
        scratch.run("edit", id_, "--on", "2024-W27", now=now)
    )
    assert scratch.run("edit", id_, "--on", "fri", now=now).code == 0
    assert read_sessions(scratch)[0]["start"] == "2024-07-05 14:50 -04:00"
    assert "lies in the future" in refused(
        scratch.run("edit", id_, "--at", "15:01", "--on", "sat", now=now)
    )


def test_two_that_run(scratch: Scratch) -> None:
    line = "  - {start: 2024-07-06 20:00 +02:00, running: true, item: a, id: b}\n"
    scratch.put("sessions:\n" + line + line.replace("item: a, id: b", "item: c, id: d"))
    for command in (["stop"], ["cancel"], ["switch", "four"]):
        why = refused(scratch.run(*command))
        assert "two sessions are running, 2024-W27/b and 2024-W27/d" in why
        assert (
            "tracker edit 2024-W27/b --minutes 45m, or take it out with tracker remove 2024-W27/b"
            in why
        )
    assert scratch.run("status", "--short").out == "a 30 min\nc 30 min\n"
    assert said(scratch.run("remove", "2024-W27/b")) == "Removed a, Sat 2024-07-06 20:00 (b)"
    assert said(scratch.run("stop")) == "Stopped 30 min of c, Sat 2024-07-06 20:00-20:30 (d)"


def test_two_that_run_in_two_weeks_are_found_one_after_the_other(scratch: Scratch) -> None:
    for name, day in (("2024-W26", "06-30"), ("2024-W27", "07-06")):
        scratch.put(
            f"sessions:\n  - {{start: 2024-{day} 20:00 +02:00, running: true, item: zero-to-hero}}\n",
            name,
        )
    assert "Sat 2024-07-06 20:00-20:30" in said(scratch.run("stop"))
    assert "Sun 2024-06-30 20:00" in refused(scratch.run("start", "four"))
    assert "Sun 2024-06-30 20:00-21:00" in said(scratch.run("stop", "--at", "2024-06-30 21:00"))
    assert scratch.run("start", "four").code == 0


def test_stopped_by_hand_between_look_and_lock(scratch: Scratch) -> None:
    scratch.run("start", "zero")
    here = running_session.find_only_running_session(str(scratch.folder))
    scratch.put(scratch.data().replace(b"running: true", b"minutes: 5"))
    for command in ("stop", "cancel"):
        assert "nothing is running" in refused(scratch.run(command))
    with pytest.raises(TrackerError, match="was stopped or changed meanwhile"):
        stop_session.stop_running_session(
            scratch.data().decode(), here, NOW.astimezone(), None, False
        )


def test_a_line_that_an_author_edited_while_it_ran(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    scratch.run("start", "zero")
    text = (
        scratch.data()
        .decode()
        .replace("zero-to-hero", "four-gram  ")
        .replace("title: x", "title: 'y'\n# new")
    )
    scratch.put(text)
    assert "Stopped 10 min of four-gram" in said(
        scratch.run("stop", now=datetime(2024, 7, 6, 20, 40))
    )
    assert scratch.data().decode() == text.replace("running: true", "minutes: 10")


def test_a_file_that_cannot_be_read(scratch: Scratch) -> None:
    broken = "sessions:\n  - {start: 2024-07-06 20:00 +02:00, running: true}\nnext: [\n"
    scratch.put(broken, "2024-W26")
    assert refused(scratch.run("stop")).startswith("entries/2024-W26.yaml:4:1: ")
    ran = scratch.run("status")
    assert (ran.code, ran.out) == (0, "Nothing is running\n")
    assert ran.err.endswith("; a session may be running there\n")
    ran = scratch.run("start", "zero")
    assert ran.code == 0, "a fault in another week stops nothing"
    assert ran.err.endswith("; a session may be running there\n")
    assert scratch.run("stop").code == 0
    scratch.put(broken)
    assert refused(scratch.run("start", "zero")).startswith(f"{WEEK}:4:1: ")
    assert scratch.data().decode() == broken


def test_other_errors_are_said_and_stop_nothing(scratch: Scratch) -> None:
    scratch.put("titel: x\nsessions:\n  - 5\n")
    said_ = f"{WEEK}:1:1: titel: unknown key"
    assert said_ in scratch.run("start", "zero").err
    assert said_ in scratch.run("switch", "four").err
    assert said_ in scratch.run("stop").err


# ---- found without reading every week


def test_only_a_file_that_may_hold_it_is_read(scratch: Scratch) -> None:
    for week in range(10, 20):  # a hint would name it, were it read
        scratch.put("intro: I like running. It is true. [\nsessions: [\n", f"2024-W{week}")
    scratch.put("sessions:\n  - {start: 2024-03-04 20:00 +01:00, running: true}\n", "2024-W10")
    found, hints = running_session.find_running_sessions(str(scratch.folder))
    assert ([each.week for each in found], hints) == (["2024-W10"], [])


def test_what_runs_for_years_is_found_by_all_but_start(scratch: Scratch) -> None:
    """Starting takes as long after ten years as after two."""
    for number in range(1, 53):
        for year in (2021, 2022, 2023):
            scratch.put("sessions: []\n", f"{year}-W{number:02}")
    running_ = (
        "sessions:\n  - {start: 2021-02-01 20:00 +01:00, running: true, item: four-gram, id: a}\n"
    )
    scratch.put(running_, "2021-W05")
    assert "four-gram" in scratch.run("status").out
    assert scratch.run("start", "zero").code == 0
    assert scratch.run("check").code == 3
    assert scratch.run("stop").code == 0
    scratch.put("sessions: []\n", "2021-W05")
    scratch.put(running_.replace("2021-02-01", "2023-02-01"), "2023-W05")
    assert "four-gram, Wed 2023-02-01 20:00 (a) is running" in refused(scratch.run("start", "zero"))


def test_what_is_no_week_is_passed_over(scratch: Scratch) -> None:
    text = "sessions:\n  - {start: 2024-07-06 20:00 +02:00, running: true}\n"
    (scratch.folder / "entries/2024-W20.yaml").mkdir()
    (scratch.folder / "entries/2024-W21.yaml").symlink_to("nowhere")
    (scratch.folder / "entries/.2024-W22.yaml.new").write_text(text)
    scratch.put(text, "notes")
    assert running_session.find_running_sessions(str(scratch.folder)) == ([], [])


def test_a_large_file_is_read_to_its_end(scratch: Scratch) -> None:
    for size in (65536, 131072, 200_000):
        text = "sessions:\n  - {start: 2024-07-06 20:00 +02:00, running: true}\n"
        scratch.put("#" * (size - len(text) - 1) + "\n" + text)
        assert len(running_session.find_running_sessions(str(scratch.folder))[0]) == 1


@pytest.mark.parametrize(
    "command", [["start"], ["stop"], ["switch"], ["cancel"], ["status"], ["show"]]
)
def test_outside_a_journal(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main(command, NOW) == 1
    assert "no journal here" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["start", "stop", "switch", "cancel", "status"])
def test_the_timer_imports_little(command: str) -> None:
    code = f"import sys; from tracker.cli.commands import {command}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    heavy = {
        "dataclasses",
        "json",
        "difflib",
        "pathlib",
        "random",
        "secrets",
        "zoneinfo",
        "subprocess",
        "shutil",
    }
    assert heavy & set(done.stdout.split()) == set()
    assert not {
        "tracker.figures.stats",
        "tracker.checks.journal_checks",
        "tracker.model.periods",
    } & set(done.stdout.split())


def test_a_full_step_is_undone_when_it_was_cut_off(scratch: Scratch) -> None:
    """As if a switch had been killed between its two files."""
    scratch.run("start", "zero/mlp", now=datetime(2024, 7, 7, 23, 30))
    before = scratch.data()
    scratch.run("switch", "four", now=datetime(2024, 7, 8, 0, 30))
    scratch.path("2024-W28").unlink()
    (scratch.folder / ".tracker/undo/unfinished").write_text("000002")
    store.apply_edit(scratch.folder, [WEEK], lambda files: ("look", files))
    assert scratch.data() == before
