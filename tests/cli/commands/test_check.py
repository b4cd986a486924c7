"""The check command: what it prints and how it ends. Each kind of problem is in tests/format and tests/checks."""

import json
from pathlib import Path

import pytest

from tests.journal import Scratch


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


SETTINGS = "theme: material\nsite_name: My learning journal\nplugins: [tracker, blog]\n"


@pytest.mark.parametrize(
    ("plan", "settings", "hints"),
    [
        ("title: Latin\n", SETTINGS, 1),
        ("title: My learning journal\n", SETTINGS, 0),
        ("target: 5h\n", SETTINGS, 0),
        ("title: Latin\n", SETTINGS.replace("My learning", "A"), 0),
        ("title: Latin\n", f"INHERIT: other.yml\n{SETTINGS.partition(chr(10))[0]}\n", 0),
    ],
)
def test_a_site_name_that_init_wrote(tmp_path: Path, plan: str, settings: str, hints: int) -> None:
    scratch = Scratch(tmp_path / "j", plan=plan.encode())
    (scratch.folder / "docs").mkdir()
    (scratch.folder / "mkdocs.yml").write_text(settings)
    lines = [line for line in scratch.run("check").out.splitlines() if "site_name" in line]
    said = (
        "mkdocs.yml:2:12: hint: site_name: expected a name of its own, found the one that init "
        'wrote; the plan\'s title is "Latin"'
    )
    assert lines == [said] * hints
