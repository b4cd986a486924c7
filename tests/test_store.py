"""What a write does to a journal's files: whole or not at all, whoever else writes and whenever it ends."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.journal import Scratch, environment, read_sessions
from tracker import store
from tracker.model.journal import TrackerError

WEEK = "entries/2024-W27.yaml"


def test_tracker_keeps_its_own_folder_out_of_git(scratch: Scratch) -> None:
    scratch.run("log", "5m")
    assert (scratch.folder / ".tracker/.gitignore").read_text() == "*\n"


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

    assert store.apply_edit(scratch.folder, [WEEK], edit) == ("a step", (), (WEEK,))
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
    (scratch.folder / ".tracker/undo/unfinished").write_text("000001")
    assert scratch.run("log", "5m", "--on", "2024-06-26").code == 0
    assert scratch.data() == b"title: x\n"
    assert not scratch.path("2024-W28").exists()


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
    assert sorted(session["note"] for session in read_sessions(scratch)) == sorted(
        f"{a}-{b}" for a in range(8) for b in range(20)
    )
    assert len({session["id"] for session in read_sessions(scratch)}) == 160


@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_killed_at_any_moment_leaves_old_or_new(kills: int, scratch: Scratch) -> None:
    code = "from tracker import cli\nwhile True:\n    cli.main(['log', '5m', '--other', 'x', '--at', '10:00'])"
    said = 0
    for turn in range(kills):
        run = subprocess.Popen(
            [sys.executable, "-uc", code],
            cwd=scratch.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert run.stdout is not None
        for _ in range(turn % 6 * 3 + 1):
            said += run.stdout.readline().startswith(b"Logged")
        run.send_signal(signal.SIGKILL)
        said += run.stdout.read().count(b"Logged")
        run.wait()
        assert scratch.run("check").code == 0
    assert said <= len(read_sessions(scratch)) <= said + kills
    before = scratch.data()
    assert scratch.run("log", "5m").code == 0
    assert scratch.run("undo").code == 0
    assert scratch.data() == before


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


def test_an_undo_that_was_cut_off_is_finished_and_no_more(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - {start: 2024-07-01, minutes: 5, item: four-gram}\n")
    scratch.run("add", "learned", "a")
    before = {path: path.read_bytes() for path in (scratch.folder / "entries").glob("*.yaml")}
    scratch.run("rename", "four-gram", "five-gram")
    # As if undo was killed here.
    scratch.path("plan").write_bytes(before[scratch.path("plan")])
    (scratch.folder / ".tracker/undo/unfinished").write_text("000002")
    ran = scratch.run("undo")
    assert (ran.code, "renamed four-gram" in ran.out) == (0, True), ran
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("command", [["log", "5m"], ["undo"], ["week"]])
def test_a_file_that_the_author_took_back_takes_no_other_with_it(
    scratch: Scratch, command: list[str]
) -> None:
    """A step over several files that is done is not one that was cut off."""
    scratch.put("sessions:\n  - {start: 2024-07-01, minutes: 5, item: four-gram}\n")
    plan = scratch.path("plan").read_bytes()
    scratch.run("rename", "four-gram", "five-gram")
    scratch.path("plan").write_bytes(plan)
    scratch.run(*command)
    assert b"item: five-gram" in scratch.data()
    assert scratch.path("plan").read_bytes() == plan


def test_init_survives_the_file_that_the_author_deletes(scratch: Scratch) -> None:
    journal = scratch.folder / "other"
    assert scratch.run("init", str(journal)).code == 0
    (journal / ".vscode/settings.json").unlink()
    assert scratch.run("log", "5m", "--journal", str(journal)).code == 0
    assert (journal / "mkdocs.yml").exists()
    assert (journal / "entries/plan.yaml").exists()


def test_a_step_that_was_cut_off_is_taken_back(scratch: Scratch) -> None:
    scratch.put("sessions:\n  - {start: 2024-07-01, minutes: 5, item: four-gram}\n")
    before = {path: path.read_bytes() for path in (scratch.folder / "entries").glob("*.yaml")}
    code = (
        "import os, sys\nreplace = os.replace\n"
        "def once(*paths):\n    replace(*paths)\n    os._exit(9)\n"
        "os.replace = once\nfrom tracker.__main__ import main\n"
        "sys.argv = ['tracker', 'rename', 'four-gram', 'five-gram']\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=scratch.folder, env=environment(), check=False
    )
    assert done.returncode == 9
    assert {path: path.read_bytes() for path in before} != before
    assert scratch.run("add", "learned", "a").code == 0
    assert scratch.run("undo").code == 0
    assert {path: path.read_bytes() for path in before} == before
