"""Two machines, one week: merged by the real git with the real driver."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edit.merge_cases import case
from tests.journal import PLAN, Ran, Scratch, environment, program
from tracker.cli import merge_driver, merge_driver_hint
from tracker.cli.commands.merge import merge_by_lines
from tracker.edit.merge import merge_weeks as merge
from tracker.format.loader import load_week

pytestmark = pytest.mark.usefixtures("plain_git")
WEEK = "entries/2024-W27.yaml"
PROSE = "title: A week\nintro: |\n  It went on.\n"
SESSION = "  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero, id: aaaaa1}\n"
MINE = "  - {start: 2024-07-03 21:00, minutes: 40, item: zero-to-hero, id: mmmmm4}\n"
OTHER = "  - {start: 2024-07-03 08:00, minutes: 25, item: four-gram, id: nnnnn3}\n"
LIST = "sessions:\n"


# ---- by git


class Repo:
    """A repository with a journal in it."""

    def __init__(self, folder: Path, inside: str = "") -> None:
        self.folder = folder
        self.journal = Scratch(folder / inside if inside else folder)
        self.git("init", "-q", "-b", "base")

    def git(self, *words: str, **env: str) -> Ran:
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=environment(**env),
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def commit(self, branch: str, text: str | None) -> None:
        """The week as `text` on a new branch off the base; no week where that is empty."""
        self.must(
            "checkout",
            "-q",
            *([] if branch == "base" else ["-b", branch, "base"]),
            allow=branch == "base",
        )
        if text:
            self.journal.put(text)
        self.must("add", "-A")
        self.must("commit", "-q", "--allow-empty", "-m", branch)

    def must(self, *words: str, allow: bool = False) -> str:
        ran = self.git(*words)
        assert allow or ran.code == 0, ran.err
        return ran.out

    def sides(self, base: str, mine: str, other: str) -> None:
        for branch, text in [("base", base), ("mine", mine), ("other", other)]:
            self.commit(branch, text)

    def brought_together(self, how: str, here: str, there: str, **env: str) -> Ran:
        """`here` merged with, rebased onto or given the commit of `there`."""
        self.git(how, "--abort")
        self.must("checkout", "-q", "-f", "-B", "work", here)
        return self.git(how, *(["--no-edit", "-q"] if how == "merge" else []), there, **env)

    @property
    def text(self) -> str:
        return self.journal.data().decode()


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    assert repo.journal.program("setup-git").code == 0
    return repo


SCENARIOS = [
    "two-logs",
    "log-and-edit",
    "edit-and-edit",
    "remove-and-log",
    "two-timers",
    "equal-sessions",
    "new-week",
    "prose-and-log",
    "prose-and-prose",
]


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str, repo: Repo) -> None:
    base, mine, other, merged, _ = case(name)
    repo.sides(base, mine, other)
    texts = {"mine": mine, "other": other}
    for how in ("merge", "rebase", "cherry-pick"):
        for here, there in [("mine", "other"), ("other", "mine")]:
            ran = repo.brought_together(how, here, there)
            # A rebase starts from `there` and puts what is here on top of it.
            ours, theirs = (there, here) if how == "rebase" else (here, there)
            assert repo.text == merge(base, texts[ours], texts[theirs], merge_by_lines).text, (
                how,
                here,
            )
            conflict = "<<<<<<<" in merged
            assert (ran.code != 0) == conflict, ran
            assert (
                repo.git("status", "--porcelain").out
                == ("UU " if base else "AA ") * conflict + f"{WEEK}\n" * conflict
            )
            assert conflict or repo.text == merged
            if name == "two-timers":
                assert "another session runs" in repo.journal.run("check").out


@pytest.mark.parametrize("style", ["diff3", "zdiff3"])
def test_conflicts_look_as_the_author_likes_them(style: str, repo: Repo) -> None:
    base, mine, other, *_ = case("edit-and-edit")
    repo.sides(base, mine, other)
    repo.must("config", "merge.conflictStyle", style)
    assert repo.brought_together("merge", "mine", "other").code == 1
    session, *_ = (line for line in base.splitlines() if "aaaaa1" in line)
    assert f"||||||| base\n{session}\n=======\n" in repo.text
    assert repo.text.count("vaswani2017") == 1


def test_several_commits_are_rebased_one_by_one(repo: Repo) -> None:
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    repo.must("checkout", "-q", "mine")
    for minutes in (5, 6):
        assert repo.journal.run("log", f"{minutes}m", "--on", "fri").code == 0
        repo.must("commit", "-q", "-a", "-m", f"{minutes} minutes")
    repo.must("rebase", "-q", "other")
    week, _ = load_week(WEEK, "2024-W27", repo.journal.data())
    assert week is not None
    assert [session.minutes for session in week.sessions] == [50, 25, 40, 5, 6]


def test_two_machines_that_merge_crosswise(repo: Repo) -> None:
    """Each merges the other's first log and goes on: then git has two bases and merges those first."""
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    repo.must("branch", "other-first", "other")
    repo.must("checkout", "-q", "other")
    repo.must("merge", "-q", "--no-edit", "mine")
    assert repo.journal.run("log", "7m").code == 0
    repo.must("commit", "-q", "-a", "-m", "7")
    repo.must("checkout", "-q", "mine")
    repo.must("merge", "-q", "--no-edit", "other-first")
    assert repo.journal.run("log", "8m").code == 0
    repo.must("commit", "-q", "-a", "-m", "8")
    repo.must("merge", "-q", "--no-edit", "other")
    week, _ = load_week(WEEK, "2024-W27", repo.journal.data())
    assert week is not None
    assert sorted(session.minutes or 0 for session in week.sessions) == [7, 8, 25, 40, 50]


def test_the_plan_is_merged_as_git_does(repo: Repo) -> None:
    repo.sides(PROSE, PROSE + LIST + SESSION, PROSE)
    for branch, line in [("mine", b"target: 5h\n"), ("other", b"deadline: 2025-01-01\n")]:
        repo.must("checkout", "-q", branch)
        repo.journal.put(line + PLAN if branch == "mine" else PLAN + line, "plan")
        repo.must("commit", "-q", "-a", "-m", "plan")
    repo.must("merge", "-q", "--no-edit", "mine")
    assert repo.journal.data("plan") == b"target: 5h\n" + PLAN + b"deadline: 2025-01-01\n"
    names = ("plan", "ours", "theirs")
    for name, text in zip(
        names, (PROSE, PROSE + "summary: x\n", PROSE + "summary: y\n"), strict=True
    ):
        (repo.folder / name).write_text(text)
    ran = program("merge", *names, "entries/plan.yaml", cwd=repo.folder)
    assert (ran.code, ran.out) == (1, "conflict\n")


# ---- by git, where the driver is not there or does not work


def test_without_the_driver_git_conflicts_as_ever(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".gitattributes").write_text(merge_driver.ATTRIBUTES)
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    assert repo.brought_together("merge", "mine", "other").code == 1
    assert repo.text == f"{PROSE}{LIST}{SESSION}<<<<<<< HEAD\n{MINE}=======\n{OTHER}>>>>>>> other\n"


BROKEN = {
    "missing": None,
    "not found": "exit 127",
    "an import fails": f"exec {sys.executable} -c 'import tracker.no_such_module'",
    "another program of that name": "echo 'no such command'; exit 0",
    "says nothing": "exit 0",
    "wrong usage": "exit 2",
    "killed": "kill -9 $$",
    "an abort": "kill -6 $$",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_program_leaves_it_to_git(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_driver.sys, "executable", str(tmp_path / "nowhere/python"))
    repo = Repo(tmp_path / "repo")
    assert repo.journal.run("setup-git").code == 0
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("git", "sh"):
        (programs / name).symlink_to(subprocess.check_output(["which", name], text=True).strip())
    if script := BROKEN[how]:
        (programs / "tracker").write_text(f"#!/bin/sh\n{script}\n")
        (programs / "tracker").chmod(0o755)
    repo.sides(
        PROSE + LIST + SESSION, PROSE + LIST + SESSION + MINE, PROSE + LIST + SESSION + OTHER
    )
    assert repo.brought_together("merge", "mine", "other", PATH=str(programs)).code == 1
    assert (
        repo.text == f"{PROSE}{LIST}{SESSION}<<<<<<< ours\n{MINE}=======\n{OTHER}>>>>>>> theirs\n"
    )
    assert repo.git("status", "--porcelain").out == f"UU {WEEK}\n"
    repo.commit("prose", PROSE.replace("A week", "One week") + LIST + SESSION) if repo.git(
        "merge", "--abort"
    ) else None
    assert repo.brought_together("rebase", "mine", "prose", PATH=str(programs)).code == 0
    assert repo.text == PROSE.replace("A week", "One week") + LIST + SESSION + MINE


def test_what_is_no_text_is_no_fault_of_the_program(repo: Repo) -> None:
    base = b"title: x\n"
    for branch, data in [
        ("base", base),
        ("mine", base + b"tags: [\xff]\n"),
        ("other", b"summary: \xfe\n" + base),
    ]:
        repo.commit(branch, None if branch == "base" else "x")
        repo.journal.path().write_bytes(data)
        repo.must("add", "-A")
        repo.must("commit", "-q", "--amend", "--no-edit")
    assert repo.brought_together("merge", "mine", "other").code == 0
    assert repo.journal.data() == b"summary: \xfe\n" + base + b"tags: [\xff]\n"


# ---- setup-git


def test_setup_git_says_what_it_did_and_once_is_enough(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    first = repo.journal.run("setup-git")
    assert first.code == 0
    assert (
        first.out
        == "This clone's git now merges weeks with tracker\n.gitattributes now names it; commit that file\n"
    )
    files = [(repo.folder / name).read_bytes() for name in (".gitattributes", ".git/config")]
    again = repo.journal.run("setup-git")
    assert (
        again.out
        == "This clone's git knew the merge driver already\n.gitattributes named it already\n"
    )
    assert files == [
        (repo.folder / name).read_bytes() for name in (".gitattributes", ".git/config")
    ]
    assert repo.must("check-attr", "merge", WEEK, "entries/plan.yaml").split() == [
        *(f"{WEEK}:", "merge:", "tracker"),
        *("entries/plan.yaml:", "merge:", "set"),
    ]


@pytest.mark.parametrize(
    "old", ["*.png binary", "*.png binary\n", "*.yaml merge=union\r\n# mine\r\n"]
)
def test_setup_git_keeps_what_stands_in_gitattributes(old: str, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".gitattributes").write_bytes(old.encode())
    repo.must("config", "merge.mine.driver", "true")
    assert repo.journal.run("setup-git").code == 0
    data = (repo.folder / ".gitattributes").read_bytes()
    assert data.startswith(old.encode())
    assert data.count(b"\r\n") in (0, data.count(b"\n"))
    assert repo.must("check-attr", "merge", WEEK).endswith(": tracker\n")
    assert repo.must("config", "merge.mine.driver") == "true\n"
    assert repo.journal.run("undo").code == 0
    assert (repo.folder / ".gitattributes").read_bytes() == old.encode()


def test_setup_git_in_a_worktree_of_a_journal_in_a_folder(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", inside="notes/journal")
    base, mine, other, merged, _ = case("two-logs")
    repo.sides(base, mine, other)
    repo.must("worktree", "add", "-q", "../tree", "mine")
    tree = tmp_path / "tree"
    journal = tree / "notes/journal"
    assert program("setup-git", cwd=journal).code == 0
    assert (journal / ".gitattributes").exists()
    assert not (tree / ".gitattributes").exists()
    assert "tracker" in repo.must("config", "merge.tracker.driver")
    assert not merge_driver_hint.driver_is_missing(str(journal))
    subprocess.run(["git", "merge", "-q", "--no-edit", "other"], cwd=tree, check=True)
    assert (journal / WEEK).read_text() == merged


def test_setup_git_outside_a_repository(tmp_path: Path) -> None:
    journal = Scratch(tmp_path / "j")
    ran = journal.run("setup-git")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tracker: ")
    assert "is in no git repository; make one with git init" in ran.err
    assert not (journal.folder / ".gitattributes").exists()


def test_setup_git_says_when_something_else_decides(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    (repo.folder / ".git/info").mkdir(exist_ok=True)
    (repo.folder / ".git/info/attributes").write_text("*.yaml merge=union\n")
    ran = repo.journal.run("setup-git")
    assert ran.code == 1
    assert "look in .git/info/attributes" in ran.err


def test_the_driver_finds_the_program_beside_python() -> None:
    assert Path(sys.executable).with_name("tracker").exists()
    assert f'PATH="$PATH":{Path(sys.executable).parent}' in merge_driver.build_driver_command()


# ---- the hint


def test_a_clone_without_the_driver_is_told_once(repo: Repo, tmp_path: Path) -> None:
    repo.commit("base", PROSE)
    assert merge_driver_hint.hint_once(str(repo.folder)) is None
    repo.must("clone", "-q", ".", str(tmp_path / "clone"))
    there = tmp_path / "clone"
    (there / ".tracker").mkdir()
    assert merge_driver_hint.hint_once(str(there)) == merge_driver_hint.UNKNOWN
    assert merge_driver_hint.hint_once(str(there)) is None
    assert program("setup-git", cwd=there).code == 0
    assert not merge_driver_hint.driver_is_missing(str(there))


def test_nobody_is_told_of_a_driver_that_is_not_named_or_not_ours(
    repo: Repo, monkeypatch, tmp_path: Path
) -> None:
    folder = str(repo.folder)
    config = repo.folder / ".git/config"
    mine = config.read_text()
    config.write_text("[core]\n")
    assert merge_driver_hint.driver_is_missing(folder)
    assert not merge_driver_hint.driver_is_missing(str(tmp_path))
    config.write_text("[include]\n\tpath = elsewhere\n")
    assert not merge_driver_hint.driver_is_missing(folder)
    config.write_text("[core]\n")
    (tmp_path / "global").write_text(mine)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "global"))
    assert not merge_driver_hint.driver_is_missing(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (repo.folder / ".gitattributes").unlink()
    assert not merge_driver_hint.driver_is_missing(folder)
