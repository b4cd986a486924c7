"""Ask git about a journal's repository, and have it do something there."""

from __future__ import annotations

import os
import subprocess

from tracker.model.journal import TrackerError


def run_git(root: str, *words: str) -> str:
    """What git says, in the journal's folder. TrackerError with its own words where it refuses."""
    try:
        # Its words in English, whatever is spoken here: one of them is understood.
        env = {**os.environ, "LC_ALL": "C"}
        done = subprocess.run(
            ["git", "-C", root, *words], env=env, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise TrackerError("git is not on the PATH; install it first") from None
    out, err = (os.fsdecode(stream).strip() for stream in (done.stdout, done.stderr))
    if done.returncode:
        raise TrackerError(err.partition("\n")[0] or f"git {words[0]} ended with {done.returncode}")
    return out


def tracked_files(root: str, folder: str) -> list[str]:
    """The files of a folder that git tracks; none outside a repository, and without git."""
    try:
        return [name for name in run_git(root, "ls-files", "-z", "--", folder).split("\0") if name]
    except TrackerError:
        return []
