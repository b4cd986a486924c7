"""Run git in a journal's repository."""

from __future__ import annotations

import os
import subprocess

from tracker.model.journal import TrackerError


def run_git(root: str, *words: str, given: str = "") -> str:
    """Run git in the journal's folder and return its output; `given` is what it reads from stdin.

    TrackerError where git refuses, in git's own words, and where git is not installed.
    """
    # English messages, whatever the locale: merge_driver.is_in_git reads one of them.
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
    return os.fsdecode(done.stdout).strip()


def tracked_files(root: str, folder: str) -> list[str]:
    """List the files of a folder that git tracks; none outside a repository, and without git."""
    try:
        listed = run_git(root, "ls-files", "-z", "--", folder)
    except TrackerError:
        return []
    return [name for name in listed.split("\0") if name]
