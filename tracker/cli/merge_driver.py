"""Set up git, in a journal's clone, to merge weeks with tracker."""

from __future__ import annotations

import os
import shlex
import sys

from tracker import store
from tracker.boundary.outside import find_program
from tracker.cli.git import is_in_git, run_git
from tracker.model.journal import TrackerError, week_path_of

NAME = "tracker: sessions one by one, all else by lines"


# A tracker that is missing, broken or another program of that name prints neither word: then git's
# own merge takes over. Otherwise git would take "ours" for the merged file, or for a conflict
# without marks.
MERGE = (
    "case $(command -v tracker >/dev/null && tracker merge %O %A %B %P) in "
    "merged) exit 0;; conflict) exit 1;; esac; "
    "git merge-file -L ours -L base -L theirs %A %O %B || exit 1"
)


ATTRIBUTES = """\
# Weeks are merged session by session. Each clone needs this once: tracker setup-git
entries/*.yaml merge=tracker
entries/plan.yaml merge
"""


def set_up(root: str) -> list[str]:
    """Define the merge driver and name it in .gitattributes; say in words what was done.

    TrackerError where the journal is in no git repository.
    """
    if not is_in_git(root):
        raise TrackerError(
            f"{root} is in no git repository; make one with git init, then run tracker setup-git"
        )
    return [define_merge_driver(root), _name_merge_driver(root)]


def define_merge_driver(root: str) -> str:
    """Define the merge driver in this clone's configuration; say in words what was done."""
    key, command = "merge.tracker.driver", build_driver_command()
    old_command = run_git(root, "config", "--local", "--default", "", "--get", key)
    if old_command == command:
        return "This clone's git knew the merge driver already"
    run_git(root, "config", "--local", "merge.tracker.name", NAME)
    run_git(root, "config", "--local", key, command)
    if old_command:
        return "This clone's git now knows the new merge driver"
    return "This clone's git now merges weeks with tracker"


def _name_merge_driver(root: str) -> str:
    if read_merge_attribute(root) == "tracker":
        return ".gitattributes named it already"
    store.apply_edit(root, [".gitattributes"], with_attributes)
    if (value := read_merge_attribute(root)) != "tracker":
        raise TrackerError(
            f'.gitattributes names it, but git still says "merge: {value}"; '
            "look in .git/info/attributes"
        )
    return ".gitattributes now names it; commit that file"


def with_attributes(files: store.Files) -> tuple[str, store.Files]:
    """Append the merge driver's lines to .gitattributes, in the file's own line endings."""
    old = files[".gitattributes"] or b""
    newline = "\r\n" if b"\r\n" in old else "\n"
    added = ATTRIBUTES.replace("\n", newline)
    if old:
        added = newline + added
        if not old.endswith(b"\n"):
            added = newline + added
    return "named the merge driver", {".gitattributes": old + added.encode()}


def read_merge_attribute(root: str) -> str:
    """Return how git merges the journal's weeks, by all .gitattributes that apply."""
    answer = run_git(root, "check-attr", "merge", "--", week_path_of("2024-W27"))
    return answer.rpartition(": ")[2]


def build_driver_command() -> str:
    """Return the command for .git/config.

    Where no tracker is on the PATH it looks beside the tracker that runs now.
    """
    folder = os.path.dirname(sys.executable)
    if sys.platform == "win32" or ":" in folder or not find_program("tracker", folder):
        return MERGE
    return f'PATH="$PATH":{shlex.quote(folder)}; '.replace("%", "%%") + MERGE
