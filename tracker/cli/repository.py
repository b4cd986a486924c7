"""A journal's git repository -> its branch, its remote, and what changed in it since the commit."""

from __future__ import annotations

import os
from typing import NamedTuple

from tracker.boundary.outside import path_exists, resolve_path
from tracker.boundary.reading import ENTRIES, is_within
from tracker.cli.git import ask_git, is_in_git, run_git
from tracker.model.english import join_words
from tracker.model.journal import TrackerError

# A file of .git/ -> what git is in the middle of, and the commands that end it.
_UNFINISHED = {
    "rebase-merge": ("a rebase", "git rebase --continue or git rebase --abort"),
    "rebase-apply": ("a rebase", "git rebase --continue or git rebase --abort"),
    "MERGE_HEAD": ("a merge", "git commit or git merge --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --continue or git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --continue or git revert --abort"),
    "BISECT_LOG": ("a bisect", "git bisect reset"),
}


class ChangedFile(NamedTuple):
    """A file that differs from the commit, by its path from the repository's top.

    `staged` and `unstaged`: git's letters for both steps, `M`, `A`, `D`, ... and `.` for none;
    a file that git does not know is `?` in both. `nested`: a repository of its own in this one.
    """

    path: str
    staged: str
    unstaged: str
    nested: bool = False

    @property
    def is_untracked(self) -> bool:
        return self.unstaged == "?"

    @property
    def is_new(self) -> bool:
        """Whether the last commit does not have it."""
        return self.is_untracked or self.staged == "A" or self.unstaged == "A"

    @property
    def is_gone(self) -> bool:
        return self.unstaged == "D" or (self.staged == "D" and self.unstaged == ".")


class Repository(NamedTuple):
    """What `tracker publish` asks a repository.

    `top`: its folder. `folder`: the journal's place in it, with a slash behind it; "" at the top.
    `is_born`: whether it has a commit. `target`: the branch of the remote that is pushed to.
    `waiting`: how many commits the remote does not have yet; None where nobody knows.
    """

    top: str
    folder: str
    branch: str
    is_born: bool
    remote: str
    address: str
    target: str
    has_upstream: bool
    waiting: int | None
    changes: tuple[ChangedFile, ...]


def read_repository(root: str) -> Repository:
    """Read the state of a journal's repository.

    TrackerError where nothing can be published from it: there is no repository, no branch or no
    remote, or git is in the middle of something.
    """
    if not is_in_git(root):
        raise TrackerError(
            f"{root} is in no git repository; make one: git init -b main, then "
            "git remote add origin ADDRESS, with the address of an empty repository"
        )
    top = run_git(root, "rev-parse", "--show-toplevel")
    if not is_within(resolve_path(os.path.join(root, ENTRIES)), resolve_path(top)):
        raise TrackerError(
            f"{ENTRIES}/ is a link that leads out of the repository {top}, so git does not hold "
            "what you wrote; put the folder itself there"
        )
    if unfinished := find_unfinished(top):
        what, end = _UNFINISHED[unfinished]
        raise TrackerError(f"git is in the middle of {what}; end it first: {end}")
    status = run_git(
        top, "status", "--porcelain=v2", "--branch", "--untracked-files=all", "--no-renames", "-z"
    )
    lines = [line for line in status.split("\0") if line]
    heads = dict(line[2:].split(" ", 1) for line in lines if line.startswith("# branch."))
    changes = [parse_change(line) for line in lines if not line.startswith("#")]
    refuse_conflicts(changes)
    branch = heads["branch.head"]
    if branch == "(detached)":
        raise TrackerError(
            "no branch is checked out (HEAD is detached); go to one: git switch main, or make one "
            "of this: git switch -c NAME"
        )
    remote = choose_remote(top, branch)
    upstream = ask_git(top, "config", "--get", f"branch.{branch}.merge").removeprefix("refs/heads/")
    is_upstream = ask_git(top, "config", "--get", f"branch.{branch}.remote") == remote
    target = upstream if upstream and is_upstream else branch
    is_born = heads["branch.oid"] != "(initial)"
    return Repository(
        top=top,
        folder=run_git(root, "rev-parse", "--show-prefix"),
        branch=branch,
        is_born=is_born,
        remote=remote,
        address=run_git(top, "remote", "get-url", "--push", remote),
        target=target,
        has_upstream=bool(upstream),
        waiting=count_waiting_commits(top, remote, target) if is_born else None,
        changes=tuple(changes),
    )


def find_unfinished(top: str) -> str | None:
    """Find what git is in the middle of, as a name of _UNFINISHED; None where it is nothing."""
    for name in _UNFINISHED:
        path = run_git(top, "rev-parse", "--git-path", name)
        if path_exists(os.path.join(top, path)):
            return name
    return None


def parse_change(line: str) -> ChangedFile:
    """Parse a line of `git status --porcelain=v2 -z`.

    `1 .M N... 100644 100644 100644 9ab... 9ab... entries/plan.yaml`, `? entries/2024-W27.yaml`
    """
    kind, _, rest = line.partition(" ")
    if kind == "?":
        # Of a repository of its own git names the folder alone.
        return ChangedFile(rest, "?", "?", nested=rest.endswith("/"))
    if kind == "u":
        return ChangedFile(rest.split(" ", 9)[9], "U", "U")
    letters, submodule, _, _, _, _, _, path = rest.split(" ", 7)
    return ChangedFile(path, letters[0], letters[1], nested=submodule.startswith("S"))


def refuse_conflicts(changes: list[ChangedFile]) -> None:
    paths = [change.path for change in changes if change.staged == "U"]
    if paths:
        raise TrackerError(
            f"{join_words(paths[:3])} has conflicts that git left; mend them, then git add them"
        )


def choose_remote(top: str, branch: str) -> str:
    """Choose the remote that git would push a branch to. TrackerError where that is open."""
    remotes = run_git(top, "remote").split()
    if not remotes:
        raise TrackerError(
            "this repository has no remote to push to; make an empty repository at your host, "
            "then: git remote add origin ADDRESS"
        )
    for key in (f"branch.{branch}.pushRemote", "remote.pushDefault", f"branch.{branch}.remote"):
        name = ask_git(top, "config", "--get", key)
        if name in remotes:
            return name
    if "origin" in remotes:
        return "origin"
    if len(remotes) == 1:
        return remotes[0]
    raise TrackerError(
        f"there are several remotes, {join_words(remotes)}; say which is meant: "
        f"git config remote.pushDefault {remotes[0]}"
    )


def count_waiting_commits(top: str, remote: str, branch: str) -> int | None:
    """Count the commits that the remote's branch lacked when git last asked it; None if never."""
    known = f"refs/remotes/{remote}/{branch}"
    count = ask_git(top, "rev-list", "--count", f"{known}..HEAD", "--")
    return int(count) if count else None
