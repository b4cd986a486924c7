"""Evidence: paths, notebooks and commits that are not in the journal's repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.journal import Scratch
from tracker.checks.evidence_checks import normalize_repository

PLAN = """\
projects:
  own: {was: [former]}
  mine: {repo: https://github.com/Me/notes}
  theirs: {repo: https://github.com/them/theirs}
"""
WEEK = """\
projects:
  own:
    evidence:
      - src/bpe.py
      - src/bpe.py#L3
      - {url: src/none.py, title: The code}
      - notebooks/none.ipynb
      - https://example.org/none.py
      - %s
      - 0123abc
      - notes
  mine: {evidence: [none.md, 0123abcd]}
  theirs: {evidence: [none.md, 0123abcde, none.ipynb]}
"""


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@b.c", *words],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def hints(scratch: Scratch) -> list[str]:
    ran = scratch.run("check")
    assert ran.code == 0
    return [line for line in ran.out.splitlines() if "evidence" in line]


@pytest.fixture
def repository(tmp_path: Path, plain_git: None) -> Scratch:
    """A journal in the folder of a repository, beside a file and a commit."""
    scratch = Scratch(tmp_path / "clone/journal", PLAN.encode())
    top = tmp_path / "clone"
    for name in ("src/bpe.py", "journal/notes/one.md"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("x\n", "utf-8")
    git(top, "init", "-q")
    git(top, "remote", "add", "origin", "git@github.com:me/notes.git")
    git(top, "add", ".")
    git(top, "commit", "-qm", "Begin")
    scratch.put(WEEK % git(top, "rev-parse", "--short", "HEAD"))
    return scratch


END = "; where it lies elsewhere, give its address, or the item's 'repo'"
PATHS = [
    "entries/2024-W27.yaml:6:9: hint: projects.own.evidence[2]: "
    f"there is no 'src/none.py' in this repository{END}",
    "entries/2024-W27.yaml:7:9: hint: projects.own.evidence[3]: "
    f"there is no notebook 'notebooks/none.ipynb' in this repository, so it has no page{END}",
]


def test_evidence_of_this_repository_is_there(repository: Scratch) -> None:
    assert hints(repository) == [
        *PATHS,
        "entries/2024-W27.yaml:10:9: hint: projects.own.evidence[6]: "
        f"git knows no commit 0123abc in this repository{END}",
        "entries/2024-W27.yaml:12:21: hint: projects.mine.evidence[0]: "
        f"there is no 'none.md' in this repository{END}",
        "entries/2024-W27.yaml:12:30: hint: projects.mine.evidence[1]: "
        f"git knows no commit 0123abcd in this repository{END}",
    ]


def test_without_git_nothing_is_said_of_commits(
    repository: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository.folder / "src").mkdir()
    (repository.folder / "src/bpe.py").write_text("x\n", "utf-8")
    monkeypatch.setenv("PATH", "")
    assert hints(repository) == PATHS


def test_a_shallow_clone_does_not_know_every_commit(repository: Scratch, tmp_path: Path) -> None:
    top = repository.folder.parent
    git(top, "add", ".")
    git(top, "commit", "-qm", "A week")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{top}", "shallow")
    shallow = tmp_path / "shallow/journal"
    repository.folder = shallow
    assert hints(repository) == PATHS


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/Me/notes",
        "https://github.com/me/notes.git",
        "https://token@github.com/me/notes/",
        "git@github.com:me/notes.git",
        "ssh://git@github.com/me/notes.git",
        "ssh://git@github.com:22/me/notes",
    ],
)
def test_a_repository_has_one_name(address: str) -> None:
    assert normalize_repository(address) == "github.com/me/notes"
