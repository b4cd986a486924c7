"""Run git in a journal's repository."""

from __future__ import annotations

import os
import subprocess
from typing import NamedTuple

from tracker.model.journal import TrackerError


def run_git(root: str, *words: str, given: str = "") -> str:
    """Run git in the journal's folder and return its output; `given` is what it reads from stdin.

    TrackerError where git refuses, in git's own words, and where git is not installed.
    """
    # English messages, whatever the locale: is_in_git reads one of them.
    environment = {**os.environ, "LC_ALL": "C"}
    command = ["git", "-C", root, *words]
    try:
        done = subprocess.run(
            command, env=environment, input=os.fsencode(given), capture_output=True, check=False
        )
    except FileNotFoundError:
        raise TrackerError("git is not on the PATH; install it first") from None
    if done.returncode:
        message = os.fsdecode(done.stderr).strip().partition("\n")[0]
        raise TrackerError(message or f"git {words[0]} ended with {done.returncode}")
    # Blanks stay: the name of a folder may begin or end with one.
    return os.fsdecode(done.stdout).removesuffix("\n")


def ask_git(root: str, *words: str, given: str = "") -> str:
    """Run git and return its output; "" where it refuses, or is not installed."""
    try:
        return run_git(root, *words, given=given)
    except TrackerError:
        return ""


def is_in_git(root: str) -> bool:
    """Whether a folder lies in a git repository. TrackerError where git cannot say."""
    try:
        return run_git(root, "rev-parse", "--is-inside-work-tree") == "true"
    except TrackerError as error:
        if "not a git repository" in str(error):
            return False
        raise


def tracked_files(root: str, folder: str) -> list[str]:
    """List the files of a folder that git tracks; none outside a repository, and without git."""
    return ask_git(root, "ls-files", "-z", "--", folder).split("\0")[:-1]


class Remote(NamedTuple):
    """The address of a repository's remote, "" without one; and its main branch, as far as known.

    `folder`: where the journal lies in the repository, with a slash behind it; "" at the top.
    """

    address: str = ""
    branch: str = ""
    folder: str = ""


def find_remote(root: str) -> Remote:
    """Find the remote `origin`, else the first one. TrackerError where git cannot say."""
    address = branch = ""
    names = run_git(root, "remote").split()
    if names:
        name = "origin" if "origin" in names else names[0]
        address = run_git(root, "remote", "get-url", name)
        branch = ask_git(root, "symbolic-ref", "--short", f"refs/remotes/{name}/HEAD")
        branch = branch.removeprefix(f"{name}/")
    if not branch:
        branch = _guess_main_branch(root)
    return Remote(address, branch, run_git(root, "rev-parse", "--show-prefix"))


def _guess_main_branch(root: str) -> str:
    """The branch main or master, else the present one: work may go on beside."""
    usual = ask_git(root, "branch", "--format=%(refname:short)", "--list", "main", "master")
    present = ask_git(root, "symbolic-ref", "--short", "HEAD")
    return (usual.split() or [present or "main"])[0]


def begin_repository(root: str) -> None:
    """Make a git repository, with the branch that the author's git begins with, or main."""
    words = ["init", "-q"]
    if not ask_git(root, "config", "--get", "init.defaultBranch"):
        words = ["-c", "init.defaultBranch=main", *words]
    run_git(root, *words)
