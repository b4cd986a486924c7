"""Decide whether a build may empty a folder and fill it with a site, and hold it while it does.

MkDocs deletes all that a site folder holds before it builds. So it may be one that is not there, is empty, bears the
mark of an earlier build, or holds what MkDocs made of this very site; any other only by force, and some never.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from typing import NamedTuple

from tracker.boundary.reading import ENTRIES, OWN, Refused, is_within, read_regular
from tracker.boundary.writing import try_lock, unlock
from tracker.model.journal import TrackerError

MARK = ".made-by-tracker"
FORCE = "TRACKER_EMPTY"  # in the environment: the folder that `tracker build --force` names
_MARK_TEXT = b"tracker made this folder, and empties it before each build.\n"
_LARGEST = 50_000_000
_WAIT_SECONDS = 600
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
_TITLE = re.compile(r"<title>([^<]*)</title>")
_MADE_BY_MKDOCS = 'name="generator" content="mkdocs'


class Site(NamedTuple):
    """What tells a site from others: its name, its address (may be empty), and a style sheet that its pages name."""

    name: str
    url: str
    style: str


def claim_site_folder(folder: str, root: str, site: Site, forced: str | None) -> None:
    """Mark the folder as one for sites. TrackerError where a build must not empty it.

    `folder` is absolute; `root` is the journal's; `forced` is the folder that the author allows to be emptied.
    """
    target = os.path.realpath(folder)
    if reason := _why_never(target, os.path.realpath(root)):
        raise TrackerError(
            f"{folder} {reason}; a build empties its folder first: name another site_dir"
        )
    held = _names_in(folder, target)
    if (
        held
        and not _is_ours(target, site)
        and (forced is None or os.path.realpath(forced) != target)
    ):
        raise TrackerError(
            f"{folder} holds {_join_first_names(held)}, which tracker did not make; a build would delete that: name another "
            "site_dir, or say tracker build --force"
        )
    os.makedirs(target, exist_ok=True)
    path = os.path.join(target, MARK)
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    mark = os.open(path, flags, 0o666)
    try:
        if not os.fstat(mark).st_size:
            os.write(mark, _MARK_TEXT)
    finally:
        os.close(mark)


def lock_site_folder(folder: str, waiting: Callable[[], None]) -> int:
    """Hold the marked folder for this build alone; wait where another build fills it, after saying so by `waiting`."""
    lock = os.open(
        os.path.join(os.path.realpath(folder), MARK), os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
    )
    return wait_for_lock(
        lock, f"another build has been filling {folder} for ten minutes; nothing was built", waiting
    )


def wait_for_lock(lock: int, refusal: str, waiting: Callable[[], None]) -> int:
    """Lock an open file, waiting for another build to end."""
    deadline = time.monotonic() + _WAIT_SECONDS
    told = False
    while not try_lock(lock):
        if time.monotonic() > deadline:
            unlock(lock)
            raise TrackerError(refusal)
        if not told:
            waiting()
            told = True
        time.sleep(0.05)
    return lock


def _why_never(target: str, root: str) -> str:
    """Why a folder may never be emptied, whoever asks; nothing where it may."""
    home = os.path.realpath(os.path.expanduser("~"))
    if os.path.dirname(target) == target or target == home or is_within(home, target):
        return "is your home folder, or holds it"
    if is_within(root, target):
        return "holds the journal"
    for name in (ENTRIES, OWN):
        own = os.path.realpath(os.path.join(root, name))
        if is_within(target, own) or is_within(own, target):
            return f"and the journal's {name}/ are one"
    if ".git" in target.split(os.sep) or os.path.lexists(os.path.join(target, ".git")):
        return "holds a git repository"
    if os.path.lexists(target) and not os.path.isdir(target):
        return "is no folder"
    return "holds files that git tracks" if _is_tracked(target) else ""


def _is_tracked(target: str) -> bool:
    if not os.path.isdir(target):
        return False
    try:
        done = subprocess.run(
            ["git", "-C", target, "ls-files", "--", "."],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return False  # no git here
    return done.returncode == 0 and bool(done.stdout)


def _names_in(folder: str, target: str) -> list[str]:
    """What a build would delete: MkDocs leaves hidden files alone."""
    try:
        with os.scandir(target) as found:
            return sorted(entry.name for entry in found if not entry.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise TrackerError(f"{folder} cannot be read: {error.strerror}") from None


def _join_first_names(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def _is_ours(target: str, site: Site) -> bool:
    """Whether the folder bears the mark, or holds what MkDocs made of this very site."""
    path = os.path.join(target, MARK)
    if os.path.isfile(path) and not os.path.islink(path):
        return True
    lost, sitemap = (_read_text(os.path.join(target, name)) for name in ("404.html", "sitemap.xml"))
    title = _TITLE.search(lost)
    if _MADE_BY_MKDOCS not in lost or not title or site.name not in unescape(title[1]):
        return False
    addresses = [unescape(address) for address in _LOCATION.findall(sitemap)]
    if site.url and addresses:
        return all(address.startswith(site.url) for address in addresses)
    return site.style in lost


def _read_text(path: str) -> str:
    with suppress(OSError, Refused):
        if not os.path.islink(path):
            return read_regular(path, path, _LARGEST).decode("utf-8", "replace")
    return ""
