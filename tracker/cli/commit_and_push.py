"""Commit some files of a repository and push its branch, with git on the author's terminal.

Git, its hooks and whoever asks for a password have the terminal; what they print goes to stderr.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.boundary.outside import temporary_files
from tracker.cli.git import ask_git, run_git
from tracker.cli.programs import read_program, run_program
from tracker.cli.repository import ChangedFile, Repository
from tracker.cli.terminal import hint

STASHED = -1
_STDERR = 2
# The lines that `git push --porcelain` prints.
_GITS_OWN = re.compile(r"To |Done$|[ +*=!-]\t|branch '.*' set up to track |Everything up-to-date$")
_LIST = ("--pathspec-from-file=-", "--pathspec-file-nul")


class PushResult(NamedTuple):
    """How a push ended: git's exit code, and the reason that the remote gave for refusing it."""

    code: int
    reason: str = ""

    @property
    def is_behind(self) -> bool:
        """Whether the remote has commits that this clone does not have."""
        return self.reason.startswith("[rejected]") and (
            "fetch first" in self.reason or "non-fast-forward" in self.reason
        )


class StagedFile(NamedTuple):
    """A file that differs between the commit and the index: its bytes' names in both."""

    path: str
    committed: str
    mode: str
    staged: str


def commit_changes(repository: Repository, changes: Sequence[ChangedFile], message: str) -> int:
    """Commit these files as they are on the disk, and no other; return git's exit code.

    What else is staged stays so. Where git does not commit, no file is staged that was not before.
    """
    top = repository.top
    paths = _pack_paths(change.path for change in changes)
    untracked = _pack_paths(change.path for change in changes if change.is_untracked)
    if untracked:
        run_git(top, "--literal-pathspecs", "add", *_LIST, given=untracked)
    code = 1
    try:
        with temporary_files(message.encode(), os.fsencode(paths)) as (text, names):
            words = ["commit", "--quiet", "--only", f"--file={text}"]
            words += [f"--pathspec-from-file={names}", "--pathspec-file-nul"]
            git = ["git", "-C", top, "--literal-pathspecs"]
            code = run_program([*git, *words], stdout=_STDERR)
    finally:
        if code and untracked:
            forget = ["rm", "--cached", "--force", "--quiet", "--ignore-unmatch"]
            run_git(top, "--literal-pathspecs", *forget, *_LIST, given=untracked)
    return code


def _pack_paths(paths: Iterable[str]) -> str:
    return "".join(f"{path}\0" for path in paths)


def push_branch(repository: Repository) -> PushResult:
    """Push the branch; it follows the remote's from then on, where it followed none."""
    words = ["push", "--porcelain"]
    if not repository.has_upstream:
        words.append("--set-upstream")
    words += [repository.remote, f"refs/heads/{repository.branch}:refs/heads/{repository.target}"]
    code, output = read_program(["git", "-C", repository.top, *words])
    for line in output.splitlines():
        if not _GITS_OWN.match(line):
            hint(line)  # of a hook
    return PushResult(code, find_refusal(output))


def find_refusal(output: str) -> str:
    """Find the reason in what `git push --porcelain` prints; "" where it gives none.

    `!<TAB>refs/heads/main:refs/heads/main<TAB>[rejected] (fetch first)`
    """
    for line in output.splitlines():
        flag, *columns = line.split("\t")
        if flag == "!" and len(columns) == 2:
            return columns[1]
    return ""


def pull_branch(repository: Repository) -> int:
    """Put this clone's commits on top of the remote's; return git's exit code.

    Changes that are not committed are put aside meanwhile. What was staged is staged again.
    STASHED where they do not fit any more, which is said.
    """
    top = repository.top
    staged = list_staged_files(top)
    stash = ask_git(top, "rev-parse", "--quiet", "--verify", "refs/stash")
    words = ["pull", "--rebase", "--autostash", repository.remote, repository.target]
    code = run_program(["git", "-C", top, *words], stdout=_STDERR)
    if code:
        return code
    if ask_git(top, "rev-parse", "--quiet", "--verify", "refs/stash") != stash:
        hint(
            "what you had changed and not committed does not fit what came in. Mend the files that "
            "git status calls unmerged, or take them as they came in: git restore --source=HEAD "
            "--staged --worktree FILE; git stash keeps your changes. Nothing was pushed: "
            "tracker publish pushes it then"
        )
        return STASHED
    if lost := stage_again(top, staged):
        hint(f"no longer staged, for the remote changed them, too: {', '.join(lost)}")
    return code


def list_staged_files(top: str) -> list[StagedFile]:
    parts = run_git(top, "diff-index", "--cached", "--no-renames", "-z", "HEAD").split("\0")
    files = []
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        _, mode, committed, staged, _ = head.removeprefix(":").split(" ")
        files.append(StagedFile(path, committed, mode, staged))
    return files


def stage_again(top: str, files: Sequence[StagedFile]) -> list[str]:
    """Stage what was staged before, and return the paths that the commit now has otherwise."""
    lines, lost = [], []
    for file in files:
        now = ask_git(top, "rev-parse", "--quiet", "--verify", f"HEAD:{file.path}")
        if (now or "0" * len(file.committed)) == file.committed:
            lines.append(f"{file.mode} {file.staged}\t{file.path}\0")
        else:
            lost.append(file.path)
    if lines:
        run_git(top, "update-index", "-z", "--index-info", given="".join(lines))
    return lost
