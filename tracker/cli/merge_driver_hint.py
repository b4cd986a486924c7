"""Hint that git does not know the merge driver that .gitattributes names.

Every log asks for it, so git itself is not run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from tracker.boundary.outside import is_file, path_exists, read_if_there
from tracker.boundary.writing import read_own, write_own

ATTRIBUTE = b"merge=tracker"
UNKNOWN = (
    "git does not know the merge driver that .gitattributes names, and merges weeks by lines; "
    'run "tracker setup-git"'
)
_TOLD = "told-of-merge-driver"
_MOST = 1_000_000  # bytes of a file that git reads


def hint_once(root: str) -> str | None:
    """Return the hint where the driver is missing, the first time in this clone; else None."""
    if read_own(root, _TOLD, 1) is not None or not driver_is_missing(root):
        return None
    try:
        write_own(root, _TOLD, b"")
    except OSError:  # nothing can be written here, which others report
        return None
    return UNKNOWN


def driver_is_missing(root: str) -> bool:
    """Whether .gitattributes, here or above, names the driver and no configuration defines it."""
    is_named = False
    folder = os.path.abspath(root)
    while True:
        attributes = os.path.join(folder, ".gitattributes")
        is_named = is_named or ATTRIBUTE in _read_git_file(attributes)
        git = os.path.join(folder, ".git")
        if path_exists(git):
            return is_named and not _is_driver_defined(git)
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent


def _is_driver_defined(git: str) -> bool:
    return any(_has_merge_driver(_read_git_file(path)) for path in _list_git_configs(git))


def _has_merge_driver(config: bytes) -> bool:
    """Whether a configuration defines the driver, or may include a file that does."""
    for line in config.splitlines():
        if line.strip().lower().startswith((b'[merge "tracker"]', b"[include")):
            return True
    return False


def _list_git_configs(git: str) -> Iterator[str]:
    """Yield the configurations that git reads, the repository's first.

    In a worktree and in a submodule `.git` is a file.
    """
    if is_file(git):
        git = os.path.join(os.path.dirname(git), _read_git_line(git).removeprefix("gitdir: "))
    common = os.path.join(git, _read_git_line(os.path.join(git, "commondir")))
    yield os.path.join(common, "config")
    yield os.path.join(git, "config.worktree")
    home = os.path.expanduser("~")
    yield os.environ.get("GIT_CONFIG_GLOBAL") or os.path.join(home, ".gitconfig")
    configs = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    yield os.path.join(configs, "git", "config")


def _read_git_line(path: str) -> str:
    return os.fsdecode(_read_git_file(path)).rstrip("\r\n")


def _read_git_file(path: str) -> bytes:
    return read_if_there(path, _MOST)
