"""From the wheel to a site: what somebody does who has the program, and not its repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.wheel import Environment, install

if sys.platform == "win32":
    pytest.skip("Windows has other environments", allow_module_level=True)


def log_and_build(environment: Environment, journal: Path) -> None:
    logged = environment.run(
        "log", "45m", "zero-to-hero/micrograd", "the chain rule, at last", cwd=journal
    )
    assert logged.code == 0, logged.err
    checked = environment.run("check", cwd=journal)
    assert (checked.code, "1 hint" in checked.err + checked.out) == (0, True), checked
    built = environment.run("build", cwd=journal)
    assert built.code == 0, built.err
    assert (journal / "site/feed.xml").exists()
    assert "45 min" in (journal / "site/progress/index.html").read_text("utf-8")


@pytest.mark.long
def test_a_wheel_makes_a_journal_that_builds_and_brings_the_program(
    wheel: Path, tmp_path: Path
) -> None:
    given = install(tmp_path / "given", str(wheel), cwd=tmp_path)
    made = given.run("init", "my-journal", "--url", "git@github.com:You/x.git", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "other machines do not have" in made.err
    journal = tmp_path / "my-journal"
    log_and_build(given, journal)
    # What the workflow does, where nothing of the first environment is there.
    steps = (journal / ".github/workflows/publish.yml").read_text("utf-8")
    assert "- run: python -m pip install -r requirements.txt\n      - run: tracker build\n" in steps
    other = install(tmp_path / "other", "-r", "requirements.txt", cwd=journal)
    assert files_of(tmp_path / "given") == files_of(tmp_path / "other")
    built = other.run("build", cwd=journal)
    assert built.code == 0, built.err
    said = "Nothing to upgrade: the files are those of 0.1.0\n"
    assert other.run("upgrade", cwd=journal).out == said


def files_of(environment: Path) -> dict[str, bytes]:
    """The program in an environment, without what Python compiled."""
    (folder,) = environment.glob("lib/*/site-packages/tracker")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@pytest.mark.long
def test_a_release_from_an_index_is_named(wheel: Path, tmp_path: Path) -> None:
    given = install(
        tmp_path / "given", "--find-links", str(wheel.parent), "progress-journal", cwd=tmp_path
    )
    assert given.run("init", "j", cwd=tmp_path).code == 0
    assert last_line(tmp_path / "j") == "progress-journal==0.1.0"
    assert not (tmp_path / "j/wheels").exists()
    assert given.run("build", cwd=tmp_path / "j").code == 0


@pytest.mark.long
def test_without_git_the_journal_is_made_all_the_same(wheel: Path, tmp_path: Path) -> None:
    given = install(tmp_path / "given", str(wheel), cwd=tmp_path)
    made = given.run("init", "j", cwd=tmp_path, PATH=str(tmp_path / "given/bin"))
    assert made.code == 0
    assert "without git for now: git is not on the PATH" in made.err
    assert given.run("build", cwd=tmp_path / "j", PATH=str(tmp_path / "given/bin")).code == 0
    again = given.run("setup-git", cwd=tmp_path / "j")
    assert (again.code, "is in no git repository" in again.err) == (1, True)


@pytest.mark.long
def test_a_journal_of_another_machine_is_upgraded(wheel: Path, tmp_path: Path) -> None:
    """A journal with the program's own wheel, under a program from an index: the wheel goes."""
    first = install(tmp_path / "first", str(wheel), cwd=tmp_path)
    assert first.run("init", "j", cwd=tmp_path).code == 0
    journal = tmp_path / "j"
    subprocess.run(
        ["git", "remote", "add", "origin", "https://github.com/a/b"], cwd=journal, check=True
    )
    second = install(
        tmp_path / "second", "--find-links", str(wheel.parent), "progress-journal", cwd=tmp_path
    )
    ran = second.run("upgrade", "--yes", cwd=journal)
    assert ran.code == 0, ran.err
    assert last_line(journal) == "progress-journal==0.1.0"
    assert list((journal / "wheels").iterdir()) == []
    assert "site_url: https://a.github.io/b/\n" in (journal / "mkdocs.yml").read_text("utf-8")


def last_line(journal: Path) -> str:
    return (journal / "requirements.txt").read_text("utf-8").splitlines()[-1]
