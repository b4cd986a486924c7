"""The program as it is started: which journal, which clock, which terminal, help, signals, imports."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal import NOW, Scratch, environment, program
from tracker import cli, store
from tracker.cli import change_week


def test_an_unknown_command_names_the_nearest(scratch: Scratch) -> None:
    assert "did you mean check?" in scratch.run("chekc").err


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


def test_undo_is_offered_only_where_something_was_written(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would take back the step before."""
    scratch.put("title: x\n")
    for text in ("title: x\n", "title: y\n"):
        change = change_week.FileChange(text, "a step")
        change_week.change_week_file(str(scratch.folder), "2024-W27", lambda _, made=change: made)
    assert capsys.readouterr().out == ("A step. Nothing was written.\nA step. Undo: tracker undo\n")
