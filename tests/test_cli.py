"""The commands as they are typed: what they say, what they write, how they end."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from tests.journal import CASES, NOW, PLAN, ROOT, Scratch, environment, program
from tracker import cli, store
from tracker.cli import describe_session
from tracker.edit import values
from tracker.model.journal import TrackerError

WEEK = "entries/2024-W27.yaml"


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path / "j")


def sessions(scratch: Scratch, name: str = "2024-W27") -> list[dict]:
    return yaml.load(scratch.data(name), yaml.CBaseLoader)["sessions"]


# ---- log: what is written and what is said

SAID = [
    # words behind `log`, the session in the file, the line on stdout
    (
        "45m",
        {"start": "2024-07-06 19:45", "minutes": "45"},
        "Logged 45 min, Sat 2024-07-06 19:45-20:30",
    ),
    (
        "45m zero-to-hero/micrograd --at 19:30",
        {"start": "2024-07-06 19:30", "minutes": "45", "item": "zero-to-hero/micrograd"},
        "Logged 45 min of zero-to-hero/micrograd, Sat 2024-07-06 19:30-20:15",
    ),
    (
        "9:00-10:15 vas --on mon",
        {"start": "2024-07-01 09:00", "minutes": "75", "item": "vaswani2017"},
        None,
    ),
    (
        "1.5h --at 10:00 four-gram",
        {"start": "2024-07-06 10:00", "minutes": "90", "item": "four-gram"},
        None,
    ),
    (
        "--at 10:00 1:30 --about zero",
        {"minutes": "90", "about": "true", "item": "zero-to-hero"},
        None,
    ),
    (
        "90 zero/mic --on 2024-07-02",
        {"start": "2024-07-02"},
        "Logged 1 h 30 of zero-to-hero/micrograd, Tue 2024-07-02",
    ),
    (
        "2h --on 2024-W27 --about",
        {"start": "2024-W27", "minutes": "120"},
        "Logged about 2 h, 2024-W27",
    ),
    ("2h --on today", {"start": "2024-07-06", "minutes": "120"}, "Logged 2 h, Sat 2024-07-06"),
    (
        "20m --at 7:30pm --on fri",
        {"start": "2024-07-05 19:30"},
        "Logged 20 min, Fri 2024-07-05 19:30-19:50",
    ),
    ("20m --other words", {"note": "words"}, "Logged 20 min, Sat 2024-07-06 20:10-20:30"),
    ("23:30-0:45 --on fri", {"minutes": "75"}, "Logged 1 h 15, Fri 2024-07-05 23:30 - Sat 00:45"),
    (
        "23:30-0:45",
        {"start": "2024-07-05 23:30"},
        "Logged 1 h 15, Fri 2024-07-05 23:30 - Sat 00:45",
    ),
    ("17h --force", {"minutes": "1020"}, "Logged 17 h, Sat 2024-07-06 03:30-20:30"),
    ("5m --on 2024-W28 --force", {"start": "2024-W28"}, "Logged 5 min, 2024-W28"),
    ("5m https://a.org/x?v=1,2", {"item": "https://a.org/x?v=1,2"}, None),
    ("5m -- zero -5", {"item": "zero-to-hero", "note": "-5"}, None),
    ("5m zero ---", {"note": "---"}, None),
]


@pytest.mark.parametrize(
    ("words", "written", "said"), SAID, ids=lambda value: value if isinstance(value, str) else ""
)
def test_log(words: str, written: dict, said: str | None, scratch: Scratch) -> None:
    ran = scratch.run("log", *words.split(" "))
    assert ran.code == 0, ran.err
    (path,) = set((scratch.folder / "entries").iterdir()) - {scratch.path("plan")}
    (session,) = sessions(scratch, path.stem)
    assert written.items() <= session.items()
    assert ran.out.count("\n") == 1
    assert ran.out.endswith(f" ({session['id']}). Undo: tracker undo\n")
    if said:
        assert ran.out.startswith(said + " (")
    assert scratch.run("check").code == 0
    assert scratch.run("undo").out.startswith("Undone: logged ")
    assert not path.exists()


def test_a_note_with_spaces_between_options(scratch: Scratch) -> None:
    assert (
        scratch.run(
            "log", "45m", "zero", "--at", "10:00", "- the chain rule, at last", "--about"
        ).code
        == 0
    )
    assert sessions(scratch)[0]["note"] == "- the chain rule, at last"


REFUSED = [
    # words behind `log`, what stderr says
    (["1h", "30m", "zero"], "write 1h30m"),
    (["45", "min"], "write 45min"),
    (["zero", "45m"], "the length comes first: tracker log 45m zero"),
    (["45x"], "write 45m, 1h30m, 1:30"),
    (["0m"], "no time at all"),
    (["9:00-9:00"], "no time at all"),
    (["17h"], "more than 16 h"),
    (["45m", "the chain rule", "zero-to-hero"], 'tracker log 45m zero-to-hero "the chain rule"'),
    (["45m", "the chain rule"], 'tracker log 45m ITEM "the chain rule"'),
    (["45m", "zero", "the", "chain", "rule"], 'tracker log 45m zero "the chain rule"'),
    (["45m", "--other", "the", "chain"], 'tracker log 45m --other "the chain"'),
    (["45m", "zero-to-hro"], "did you mean zero-to-hero?"),
    (["45m", "zero-to-hro/mlp"], "did you mean zero-to-hero/mlp?"),
    (["45m", "zero/mpl"], "did you mean zero-to-hero/mlp?"),
    (["45m", "micrograd"], "did you mean zero-to-hero/micrograd?"),
    (["45m", "zero/ma", "x", "--at", "23:00"], 'did you mean --at "yesterday 23:00"?'),
    (["45m", "zero/m"], "makemore, micrograd, mlp; type more"),
    (["45m", "Capital"], "expected an id of lower-case letters"),
    (["45m", "--at", "tomorrow 9:00"], "is no time"),
    (["45m", "--at", "25:00"], "there is no such time"),
    (["45m", "--on", "2024-07-07"], "lies in the future"),
    (["45m", "--on", "2024-W28"], "lies in the future"),
    (["45m", "--on", "2021-W53"], "there is no such week"),
    (["45m", "--on", "2024-02-30"], "there is no such day"),
    (["45m", "--on", ""], "is no day"),
    (["45m", "--at", ""], "is no time"),
    (["45m", "--on", "2024-W27", "--at", "9:00"], "--on names a week"),
    (["45m", "--on", "mon", "--at", "yesterday 9:00"], "expected a time"),
    (["9:00-10:00", "--at", "9:00"], "leave out --at"),
    (["9:00-10:00", "--on", "2024-W27"], "needs a day"),
    (["21:00-22:00"], "did you mean --on yesterday?"),
    (["45m", "--on", "0001-01-01"], "expected a year from 1900 to 2100"),
    (["45m", "--at", "9999h ago", "--force", "zero\x07"], "expected an id"),
    (["45m", "zero", "bell\x07"], "control character U+0007"),
    (["45m", "zero", "half \udce9"], "not UTF-8"),
    (["45m", "zero", "--done"], "name it, as in zero-to-hero/micrograd"),
    (["45m", "vaswani2017/intro", "--done"], "vaswani2017 is one of the papers"),
]


@pytest.mark.parametrize(
    ("words", "said"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_log_refused(words: list[str], said: str, scratch: Scratch) -> None:
    ran = scratch.run("log", *words)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert ran.err.startswith("tracker: ")
    assert ran.err.count("\n") == 1
    assert [path.name for path in (scratch.folder / "entries").iterdir()] == ["plan.yaml"]


@pytest.mark.parametrize(
    "words",
    [
        ["log"],
        ["log", "--nonsense"],
        ["lgo", "45m"],
        ["schema"],
        ["schema", "month"],
        ["--nonsense"],
        [],
    ],
)
def test_wrong_usage(words: list[str], scratch: Scratch) -> None:
    ran = scratch.run(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_an_unknown_command_names_the_nearest(scratch: Scratch) -> None:
    assert "did you mean check?" in scratch.run("chekc").err


HINTS = [
    ("45m rust-book", "the plan does not know 'rust-book' yet"),
    ("45m zero/quantization", "the plan knows no unit 'quantization' of zero-to-hero"),
    ("45m --at 20:00", "it ends at 20:45, which is still to come"),
    ("45m zero-to-hro --force", "the plan does not know 'zero-to-hro' yet"),
    ("45m https://example.org/paper", "the plan does not know 'https://example.org/paper' yet"),
]


@pytest.mark.parametrize(("words", "said"), HINTS)
def test_log_hints(words: str, said: str, scratch: Scratch) -> None:
    ran = scratch.run("log", *words.split())
    assert ran.code == 0
    assert said in ran.err
    assert ran.out.count("\n") == 1


def test_an_id_that_the_week_knows_needs_no_hint(scratch: Scratch) -> None:
    assert scratch.run("log", "5m", "rust-book").err != ""
    assert scratch.run("log", "5m", "rust", "--at", "10:00").err == ""


def test_a_former_id_is_logged_as_the_id_it_bears_now(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero: {was: [nn-zero]}\n", "plan")
    scratch.run("log", "5m", "nn-zero/mlp")
    assert sessions(scratch)[0]["item"] == "zero-to-hero/mlp"


def test_without_a_plan(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "j", plan=None)
    assert scratch.run("log", "5m", "anything").code == 0
    assert scratch.run("check").code == 0


def test_overlaps_are_said(scratch: Scratch) -> None:
    scratch.run("log", "45m", "zero", "--at", "10:00")
    scratch.run("log", "45m", "zero", "--on", "2024-07-06")
    assert scratch.run("log", "15m", "four", "--at", "10:45").err == ""
    ran = scratch.run("log", "20m", "four", "--at", "10:30")
    assert ran.code == 0
    assert ran.err.splitlines()[0].startswith(
        "overlaps 45 min of zero-to-hero, Sat 2024-07-06 10:00-10:45 ("
    )
    assert ran.err.endswith(", and 1 more\n")


def test_a_running_session_overlaps_until_now(scratch: Scratch) -> None:
    here = f"{datetime(2024, 7, 6, 20).astimezone():%z}"  # whatever time zone the tests run in
    start = f"2024-07-06 20:00 {here[:3]}:{here[3:]}"
    scratch.put(
        f"sessions:\n  - {{start: {start}, running: true, item: zero-to-hero, id: 7kq2m9}}\n"
    )
    assert "overlaps 30 min of zero-to-hero" in scratch.run("log", "10m").err
    assert scratch.run("log", "10m", "--at", "19:00").err == ""


def test_ids_need_no_quotes_and_are_new() -> None:
    assert all(
        values.format_scalar(id_) == id_
        for id_ in (describe_session.make_session_id(()) for _ in range(3000))
    )
    assert describe_session.make_session_id(taken := ThreeTaken()) != taken.asked[2]
    assert len(taken.asked) >= 4  # more where one of them would have needed quotes


class ThreeTaken:
    """A journal in which the first three ids asked for are taken."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __contains__(self, id_: object) -> bool:
        self.asked.append(id_)
        return len(self.asked) <= 3


def test_done_goes_into_the_same_write(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    ran = scratch.run("log", "45m", "zero/mic", "--done")
    assert "), micrograd done. Undo: tracker undo" in ran.out
    week = yaml.load(scratch.data(), yaml.CBaseLoader)
    assert week["courses"] == {"zero-to-hero": {"done": ["micrograd"]}}
    assert len(week["sessions"]) == 1
    again = scratch.run("log", "5m", "zero/mic", "--done", "--at", "8:00")
    assert (again.code, "was marked as done this week before" in again.err) == (0, True)
    assert scratch.data().count(b"done:") == 1
    assert scratch.run("undo").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == b"title: x\n"


def test_done_that_cannot_be_written_writes_nothing(scratch: Scratch) -> None:
    scratch.put("courses:\n  zero-to-hero:\n    done: 2\n")
    ran = scratch.run("log", "45m", "zero/mic", "--done")
    assert (ran.code, ran.out) == (1, "")
    assert f"{WEEK}:3:" in ran.err
    assert scratch.data() == b"courses:\n  zero-to-hero:\n    done: 2\n"


def test_a_new_week_points_at_the_schema_if_there_is_one(scratch: Scratch) -> None:
    (scratch.folder / ".schemas").mkdir()
    (scratch.folder / ".schemas/week.json").write_text("{}")
    scratch.run("log", "5m", "--at", "10:00")
    lines = scratch.data().decode().splitlines()
    assert lines[:2] == ["# yaml-language-server: $schema=../.schemas/week.json", "sessions:"]
    assert len(lines) == 3


def test_other_errors_are_said_and_stop_nothing(scratch: Scratch) -> None:
    scratch.put("titel: x\nsessions:\n  - 5\n")
    scratch.put("title: [\n", "2024-W26")
    scratch.put("courses: 5\n", "plan")
    ran = scratch.run("log", "5m")
    assert ran.code == 0
    assert f"{WEEK}:1:1: titel: unknown key" in ran.err
    assert f"{WEEK}:3:5: sessions[0]:" in ran.err
    assert "entries/plan.yaml:1:10: courses:" in ran.err
    assert "W26" not in ran.err


def test_years_meet_in_the_week_of_the_start(scratch: Scratch) -> None:
    now = datetime(2027, 1, 1, 12, 0)
    assert scratch.run("log", "5m", now=now).code == 0
    assert scratch.run("log", "20m", "--at", "2024-12-30 10:00", now=now).code == 0
    names = sorted(path.stem for path in (scratch.folder / "entries").iterdir())
    assert names == ["2025-W01", "2026-W53", "plan"]


def test_a_session_across_midnight_stands_where_it_began(scratch: Scratch) -> None:
    now = datetime(2024, 7, 8, 0, 30)  # a Monday
    ran = scratch.run("log", "1h", now=now)
    assert ran.out.startswith("Logged 1 h, Sun 2024-07-07 23:30 - Mon 00:30 (")
    assert scratch.path("2024-W27").exists()


@pytest.fixture
def berlin():
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Berlin"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("now", "words", "start", "minutes"),
    [
        # 31 March 2024: 2:00 became 3:00. 27 October 2024: 3:00 became 2:00.
        ("2024-03-31T03:30", ["1h"], "2024-03-31 01:30", "60"),
        ("2024-03-31T12:00", ["1:30-3:30"], "2024-03-31 01:30", "60"),
        ("2024-03-31T12:00", ["2h", "--at", "1:30"], "2024-03-31 01:30", "120"),
        ("2024-10-27T03:30", ["2h"], "2024-10-27 02:30", "120"),
        ("2024-10-27T12:00", ["1:30-3:30"], "2024-10-27 01:30", "180"),
        ("2024-10-27T03:30", ["5m", "--at", "2h ago"], "2024-10-27 02:30", "5"),
        ("2024-10-27T12:00", ["2h"], "2024-10-27 10:00", "120"),
    ],
)
@pytest.mark.usefixtures("berlin")
def test_clock_changes(
    now: str, words: list[str], start: str, minutes: str, scratch: Scratch
) -> None:
    at = datetime.fromisoformat(now)
    ran = scratch.run("log", *words, now=at)
    (session,) = sessions(scratch, f"{at:%G-W%V}")
    assert (session["start"], session["minutes"]) == (start, minutes)
    assert ("the clock was changed that night" in ran.err) == ("-3:30" in words[0])


# ---- undo


def test_a_time_that_the_clock_skipped_is_hinted_at(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    now = datetime(2026, 3, 29, 12)
    assert (
        "the clock skipped 02:30 that day" in scratch.run("log", "30m", "--at", "2:30", now=now).err
    )
    assert "skipped" not in scratch.run("log", "30m", "--at", "3:30", now=now).err


def test_a_new_file_beside_one_of_nearly_its_name_is_said(scratch: Scratch) -> None:
    (scratch.folder / "entries/2024-w27.yml").write_text("title: x\n")
    ran = scratch.run("log", "5m")
    assert "entries/2024-W27.yaml is new; entries/2024-w27.yml is not read" in ran.err
    assert "is new" not in scratch.run("log", "6m").err


@pytest.mark.parametrize(
    "nothing", ["sessions: ~", "sessions: null  # yet", "title: x\nsessions: ~\nlearned: [a]"]
)
def test_a_list_that_is_nothing_is_logged_into(nothing: str, scratch: Scratch) -> None:
    scratch.put(f"{nothing}\n")
    assert (scratch.run("check").code, scratch.run("log", "5m").code) == (0, 0)
    assert [session["minutes"] for session in sessions(scratch)] == ["5"]
    assert scratch.run("check").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == f"{nothing}\n".encode()


def test_undo_goes_back_twenty_steps(scratch: Scratch) -> None:
    states = []
    for hour in range(22):
        states.append(scratch.data() if scratch.path().exists() else b"")
        scratch.run("log", "5m", "--at", f"2024-07-05 {hour}:00")
    for state in reversed(states[2:]):
        assert scratch.run("undo").code == 0
        assert scratch.data() == state
    ran = scratch.run("undo")
    assert (ran.code, ran.err) == (1, "tracker: nothing to undo: there are no more steps\n")


def test_undo_passes_over_a_step_that_was_taken_back_by_hand(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    scratch.run("log", "5m", "--at", "10:00")
    between = scratch.data()
    scratch.run("log", "6m", "--at", "11:00")
    scratch.put(between)
    assert scratch.run("undo").out.startswith("Undone: logged 5 min")
    assert scratch.data() == b"title: x\n"


def test_undo_leaves_alone_what_was_changed_since(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    scratch.put(changed := scratch.data() + b"title: mine\n")
    ran = scratch.run("undo")
    assert (ran.code, ran.out) == (1, "")
    assert f"{WEEK} was changed since" in ran.err
    assert scratch.data() == changed


def test_undo_where_nothing_was_written(scratch: Scratch) -> None:
    ran = scratch.run("undo")
    assert (ran.code, ran.out) == (1, "")
    assert "nothing to undo" in ran.err
    assert not (scratch.folder / ".tracker").exists()


def test_undo_data_cut_short_by_a_power_cut_harms_nothing(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    before = scratch.data()
    for step in (scratch.folder / ".tracker/undo").iterdir():
        step.write_bytes(step.read_bytes()[:-9])
    assert scratch.run("undo").code == 1
    assert scratch.data() == before
    assert scratch.run("log", "5m").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == before


def test_tracker_keeps_its_own_folder_out_of_git(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    assert (scratch.folder / ".tracker/.gitignore").read_text() == "*\n"


# ---- what a file is, stays


def test_mode_and_links_stay(scratch: Scratch, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    (scratch.folder / "entries").rename(moved)
    (scratch.folder / "entries").symlink_to(moved)
    (moved / "old").mkdir()
    real = moved / "old/week.yaml"
    real.write_bytes(b"title: x\n")
    real.chmod(0o640)
    scratch.path().symlink_to("old/week.yaml")
    assert scratch.run("log", "5m").code == 0
    assert scratch.path().is_symlink()
    assert real.stat().st_mode & 0o7777 == 0o640
    assert b"sessions:" in real.read_bytes()
    assert scratch.run("undo").code == 0
    assert real.read_bytes() == b"title: x\n"
    assert [path.name for path in moved.rglob("*") if path.name.startswith(".")] == []


def test_a_read_only_file_is_refused(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    scratch.path().chmod(0o444)
    ran = scratch.run("log", "5m")
    assert (ran.code, ran.out) == (1, "")
    assert f"{WEEK} is read-only" in ran.err
    assert scratch.data() == b"title: x\n"
    scratch.path().chmod(0o644)
    assert "nothing to undo" in scratch.run("undo").err


def test_an_editor_that_writes_meanwhile_is_not_overwritten(scratch: Scratch) -> None:
    scratch.put("title: x\n")
    seen: list[bytes | None] = []

    def edit(files: store.Files) -> tuple[str, store.Files]:
        seen.append(files[WEEK])
        if len(seen) == 1:
            scratch.put("title: y\n")
        return "a step", {WEEK: (files[WEEK] or b"") + b"# more\n"}

    assert store.apply_edit(scratch.folder, [WEEK], edit) == ("a step", ())
    assert seen == [b"title: x\n", b"title: y\n"]
    assert scratch.data() == b"title: y\n# more\n"
    assert store.undo_last_step(scratch.folder).what == "a step"
    assert scratch.data() == b"title: y\n"
    with pytest.raises(TrackerError, match="no more steps"):
        store.undo_last_step(scratch.folder)


def test_an_editor_that_never_stops_is_given_way(scratch: Scratch) -> None:
    turns = iter(range(1000))

    def edit(files: store.Files) -> tuple[str, store.Files]:
        scratch.put(f"# {next(turns)}\n")
        return "a step", {WEEK: b"title: x\n"}

    with pytest.raises(TrackerError, match="keeps writing"):
        store.apply_edit(scratch.folder, [WEEK], edit)
    assert scratch.data().startswith(b"# ")
    assert sorted(path.name for path in scratch.path().parent.iterdir()) == [
        "2024-W27.yaml",
        "plan.yaml",
    ]


def test_a_step_over_two_files_is_whole_or_not_at_all(scratch: Scratch) -> None:
    other = "entries/2024-W28.yaml"
    scratch.put("title: x\n")

    def both(files: store.Files) -> tuple[str, store.Files]:
        return "both", {WEEK: b"title: a\n", other: b"title: b\n"}

    store.apply_edit(scratch.folder, [WEEK, other], both)
    assert (scratch.data(), scratch.data("2024-W28")) == (b"title: a\n", b"title: b\n")
    # As if it had been killed between the two renames: the undo data are there, the second file is not.
    scratch.path("2024-W28").unlink()
    assert scratch.run("log", "5m", "--on", "2024-06-26").code == 0
    assert scratch.data() == b"title: x\n"
    assert not scratch.path("2024-W28").exists()


def test_undo_over_two_files(scratch: Scratch) -> None:
    other = "entries/2024-W28.yaml"
    scratch.put("title: x\n")
    store.apply_edit(
        scratch.folder, [WEEK, other], lambda files: ("both", {WEEK: None, other: b"title: x\n"})
    )
    assert not scratch.path().exists()
    assert scratch.run("undo").out == "Undone: both\n"
    assert (scratch.data(), scratch.path("2024-W28").exists()) == (b"title: x\n", False)


def test_eight_writers_at_once(scratch: Scratch) -> None:
    code = (
        "import sys\nfrom tracker import cli\n"
        "sys.exit(max(cli.main(['log', '5m', '--other', f'{sys.argv[1]}-{n}', '--at', '10:00']) for n in range(20)))"
    )

    def write(number: int) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", code, str(number)]
        return subprocess.run(
            command, cwd=scratch.folder, env=environment(), capture_output=True, check=False
        )

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(write, range(8)))
    assert [run.returncode for run in done] == [0] * 8
    assert sum(run.stdout.count(b"Logged") for run in done) == 160
    assert sorted(session["note"] for session in sessions(scratch)) == sorted(
        f"{a}-{b}" for a in range(8) for b in range(20)
    )
    assert len({session["id"] for session in sessions(scratch)}) == 160


def test_killed_at_any_moment_leaves_old_or_new(scratch: Scratch) -> None:
    code = "from tracker import cli\nwhile True:\n    cli.main(['log', '5m', '--other', 'x', '--at', '10:00'])"
    said = 0
    for turn in range(6):
        run = subprocess.Popen(
            [sys.executable, "-uc", code],
            cwd=scratch.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert run.stdout is not None
        for _ in range(turn * 3 + 1):
            said += run.stdout.readline().startswith(b"Logged")
        run.send_signal(signal.SIGKILL)
        said += run.stdout.read().count(b"Logged")
        run.wait()
        assert scratch.run("check").code == 0
    assert said <= len(sessions(scratch)) <= said + 6
    before = scratch.data()
    assert scratch.run("log", "5m").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == before


# ---- where the journal is


def test_found_upward_and_by_name(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = scratch.folder / "docs/blog"
    deep.mkdir(parents=True)
    assert store.find_journal(deep) == str(scratch.folder)
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)
    monkeypatch.chdir(deep)
    assert cli.main(["log", "5m"], NOW) == 0
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check"], NOW) == 1
    monkeypatch.setenv("TRACKER_JOURNAL", str(scratch.folder))
    assert cli.main(["check"], NOW) == 0
    assert cli.main(["--journal", str(tmp_path), "check"], NOW) == 1
    monkeypatch.delenv("TRACKER_JOURNAL")
    assert cli.main(["check", "--journal", str(scratch.folder)], NOW) == 0


@pytest.mark.parametrize(
    "command", [["log", "5m"], ["undo"], ["week"], ["check"], ["build"], ["serve"]]
)
def test_outside_a_journal(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)
    monkeypatch.chdir(tmp_path)
    assert cli.main(command, NOW) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "no journal here: no folder entries/" in err
    assert list(tmp_path.iterdir()) == []


# ---- check


def test_check_of_a_clean_journal(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    assert scratch.run("check") == (0, "All good: 1 week, no problems\n", "")


def test_check_of_an_empty_journal(tmp_path: Path) -> None:
    assert Scratch(tmp_path / "j", plan=None).run("check") == (
        0,
        "All good: 0 weeks, no problems\n",
        "",
    )


def test_hints_alone_are_no_errors(scratch: Scratch) -> None:
    scratch.run("log", "5m", "rust-book")
    ran = scratch.run("check")
    assert (ran.code, ran.err) == (0, "1 hint\n")
    assert ": hint: " in ran.out
    assert scratch.run("check", "--strict").code == 3
    (problem,) = json.loads(scratch.run("check", "--json").out)["problems"]
    assert list(problem) == ["path", "line", "column", "where", "message", "kind", "hint"]
    assert problem["hint"] is True


def test_a_name_that_is_no_week(scratch: Scratch) -> None:
    scratch.put("title: x\n", "2021-W53")
    scratch.put("title: x\n", "2024-27")
    ran = scratch.run("check")
    assert ran.code == 3
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == [
        "entries/2021-W53.yaml",
        "entries/2024-27.yaml",
    ]


def test_nothing_that_a_file_holds_reaches_the_terminal_as_a_command(scratch: Scratch) -> None:
    scratch.put('"a\\e[31m\\nb\u202ec": x\n')
    ran = scratch.run("check")
    assert not set("\x1b\u202e") & set(ran.out)
    assert all(line.startswith("entries/") for line in ran.out.splitlines())


# ---- build and serve


def test_build_stops_at_errors(scratch: Scratch) -> None:
    (scratch.folder / "mkdocs.yml").write_text("site_name: x\n")
    scratch.put("titel: x\n")
    ran = scratch.run("build")
    assert (ran.code, ran.out) == (3, "")
    assert f"{WEEK}:1:1: titel" in ran.err
    assert not (scratch.folder / "site").exists()


def test_build_without_a_site(scratch: Scratch) -> None:
    ran = scratch.run("build")
    assert (ran.code, ran.out) == (1, "")
    assert "no mkdocs.yml" in ran.err


def test_build_passes_on_how_it_ended(scratch: Scratch, tmp_path: Path) -> None:
    config = scratch.folder / "mkdocs.yml"
    config.write_text("site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: []\n")
    for folder in ("theme", "docs"):
        (scratch.folder / folder).mkdir()
    (scratch.folder / "theme/main.html").write_text("{{ page.content }}")
    (scratch.folder / "docs/index.md").write_text("# Home\n")
    assert scratch.program("build", "--site-dir", str(tmp_path / "out")).code == 0
    assert (tmp_path / "out/index.html").exists()
    (scratch.folder / "docs/index.md").write_text("[gone](gone.md)\n")
    assert scratch.program("build").code == 1


# ---- the program itself


def test_the_real_program_logs_and_undoes(scratch: Scratch) -> None:
    ran = scratch.program("log", "45m", "zero-to-hero", "x: y #z", "--at", "2024-07-06 19:30")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Logged 45 min of zero-to-hero, Sat 2024-07-06 19:30-20:15 (")
    assert scratch.program("undo").code == 0
    assert not scratch.path().exists()


def test_a_frozen_clock_with_a_zone_and_one_that_is_none(scratch: Scratch) -> None:
    zones = {"TZ": "Europe/Berlin", "TRACKER_NOW": "2024-07-06T18:30+00:00"}
    assert "20:25-20:30" in scratch.program("log", "5m", **zones).out
    ran = scratch.program("log", "5m", TRACKER_NOW="now")
    assert (ran.code, ran.out) == (1, "")
    assert "TRACKER_NOW=now" in ran.err


def test_a_reader_that_leaves_early(scratch: Scratch) -> None:
    for week in range(10, 30):
        scratch.put("".join(f"key-{n}: x\n" for n in range(200)), f"2024-W{week}")
    command = f"{sys.executable} -m tracker check | head -n 1"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=scratch.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"4000 errors\n")


def test_a_reader_that_has_left_before(scratch: Scratch) -> None:
    scratch.run("log", "5m", "rust-book")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "tracker", "check"]
    done = subprocess.run(
        command,
        cwd=scratch.folder,
        env=environment(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"1 hint\n")


def test_a_terminal_that_knows_only_ascii(scratch: Scratch) -> None:
    scratch.put("draft: é\npublished: 🎉\n")
    for encoding in ("ascii", "latin-1"):
        ran = program("check", cwd=scratch.folder, PYTHONIOENCODING=encoding)
        assert (ran.code, ran.err) == (3, "2 errors\n")
        assert ran.out.count("\n") == 2


def test_a_note_that_is_no_utf8(scratch: Scratch) -> None:
    command = [sys.executable, "-m", "tracker", "log", "5m", "zero", b"caf\xe9"]
    done = subprocess.run(
        command, cwd=scratch.folder, env=environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"not UTF-8" in done.stderr


def test_a_full_disk_leaves_the_old_bytes(scratch: Scratch) -> None:
    scratch.put(b"# " + b"x" * 30_000 + b"\n")
    code = (
        "import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from tracker.__main__ import main\nsys.argv = ['tracker', 'log', '5m']\nsys.exit(main())"
    )
    old = scratch.data()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=scratch.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"tracker: File too large; nothing was written\n"
    assert scratch.data() == old
    assert [
        path.name for path in scratch.path().parent.iterdir() if path.name.startswith(".")
    ] == []


def test_a_folder_in_a_files_place(scratch: Scratch) -> None:
    scratch.path().mkdir()
    ran = scratch.run("log", "5m")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("\n") == 1


def test_interrupted(scratch: Scratch) -> None:
    code = (
        "import sys\nfrom tracker import cli\nfrom tracker.cli.commands import undo\n"
        "def run(args, now):\n    raise KeyboardInterrupt\nundo.run = run\nsys.exit(cli.main(['undo']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=scratch.folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("name", [None, *cli.COMMANDS])
def test_help_shows_three_examples(name: str | None, scratch: Scratch) -> None:
    ran = scratch.run(*([name] if name else []), "--help")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("usage: tracker")
    examples = lines[lines.index("examples:") + 1 :]
    assert examples.index("") >= 3
    assert all(line.startswith("  ") for line in examples[: examples.index("")])
    assert max(map(len, lines)) <= 120


def test_version(scratch: Scratch) -> None:
    ran = scratch.run("--version")
    assert ran.code == 0
    assert ran.out.startswith("tracker ")


def test_logging_imports_little() -> None:
    code = "import sys; from tracker.cli.commands import log; print(*sys.modules)"
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
        "jinja2",
        "mkdocs",
    }
    assert heavy & set(done.stdout.split()) == set()
    ours = {name for name in done.stdout.split() if name.startswith("tracker.")}
    assert (
        not {
            "tracker.figures.stats",
            "tracker.checks.journal_checks",
            "tracker.pages",
            "tracker.site.plugin",
        }
        & ours
    )


def test_the_cases_are_whole() -> None:
    assert PLAN.startswith(b"title: From web developer")
    assert len(list((CASES / "append").glob("*.yaml"))) == len(
        json.loads((CASES / "append/expected.json").read_bytes())
    )
    assert (ROOT / "tests/cases/README.md").exists()
