"""A journal's clone -> whether its git knows the merge driver that .gitattributes names. Asked on every log: no git."""

from __future__ import annotations

import os
from collections.abc import Iterator

from tracker.boundary.outside import is_file, path_exists, read_if_there
from tracker.boundary.writing import read_own, write_own

ATTRIBUTE = b"merge=tracker"
UNKNOWN = 'git does not know the merge driver that .gitattributes names, and merges weeks by lines; run "tracker setup-git"'
_TOLD = "told-of-merge-driver"
_MOST = 1_000_000  # bytes of a configuration of git's


def told_once(root: str) -> str | None:
    """A line that says so, the first time it is asked in this clone."""
    if read_own(root, _TOLD, 1) is not None or not driver_is_missing(root):
        return None
    try:
        write_own(root, _TOLD, b"")
    except OSError:  # nothing can be written here: then that is told elsewhere
        return None
    return UNKNOWN


def driver_is_missing(root: str) -> bool:
    named, folder = False, os.path.abspath(root)
    while True:
        named = named or ATTRIBUTE in _read_git_file(os.path.join(folder, ".gitattributes"))
        git = os.path.join(folder, ".git")
        if path_exists(git):
            return named and not any(
                _has_merge_driver(_read_git_file(path)) for path in _list_git_configs(git)
            )
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above


def _has_merge_driver(config: bytes) -> bool:
    """Whether the driver is there, or may be in a file that this one includes."""
    lines = [line.strip().lower() for line in config.splitlines() if line.lstrip().startswith(b"[")]
    return any(line.startswith((b'[merge "tracker"]', b"[include")) for line in lines)


def _list_git_configs(git: str) -> Iterator[str]:
    """The files that git reads: the repository's first. In a worktree and in a submodule `.git` is a file."""
    if is_file(git):
        git = os.path.join(os.path.dirname(git), _read_git_line(git).removeprefix("gitdir: "))
    common = os.path.join(git, _read_git_line(os.path.join(git, "commondir")))
    yield os.path.join(common, "config")
    yield os.path.join(git, "config.worktree")
    home = os.path.expanduser("~")
    yield os.environ.get("GIT_CONFIG_GLOBAL") or os.path.join(home, ".gitconfig")
    yield os.path.join(
        os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config"), "git", "config"
    )


def _read_git_line(path: str) -> str:
    return os.fsdecode(_read_git_file(path)).rstrip("\r\n")


def _read_git_file(path: str) -> bytes:
    return read_if_there(path, _MOST)
