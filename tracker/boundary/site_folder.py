"""Decide whether a build may empty a folder and fill it with a site, and lock it meanwhile.

MkDocs empties a site's folder before it builds. So the folder must be missing or empty, or have the
mark of an earlier build, or hold this site as MkDocs built it. Any other is emptied only by force,
and some never.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from html import unescape
from typing import NamedTuple

from tracker.boundary.reading import ENTRIES, OWN, Refused, is_within, read_regular
from tracker.boundary.writing import release_lock, try_lock
from tracker.model.journal import TrackerError

MARK = ".made-by-tracker"
FORCE = "TRACKER_EMPTY"  # in the environment: the folder that `tracker build --force` names
_MARK_TEXT = b"tracker made this folder, and empties it before each build.\n"
_LARGEST = 50_000_000
_PART = 1_000_000  # bytes that are compared at once
_WAIT_SECONDS = 600
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")
_TITLE = re.compile(r"<title>([^<]*)</title>")
_MADE_BY_MKDOCS = 'name="generator" content="mkdocs'


class Site(NamedTuple):
    """The signs of a site: its name, its address (may be empty), and a style sheet of its pages."""

    name: str
    url: str
    style: str


def claim_site_folder(folder: str, root: str, site: Site, forced: str | None) -> None:
    """Mark the folder as one for sites. TrackerError where a build must not empty it.

    `folder` is absolute; `root` is the journal's; `forced` is the folder that the author allows to
    be emptied.
    """
    target = os.path.realpath(folder)
    if reason := _why_never(target, os.path.realpath(root)):
        raise TrackerError(
            f"{folder} {reason}; a build empties its folder first: name another site_dir"
        )
    names = _list_visible(folder, target)
    is_forced = forced is not None and os.path.realpath(forced) == target
    if names and not is_forced and not _is_ours(target, site):
        raise TrackerError(
            f"{folder} holds {_join_first_names(names)}, which tracker did not make; "
            "a build would delete that: name another site_dir, or say tracker build --force"
        )
    path = os.path.join(target, MARK)
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.makedirs(target, exist_ok=True)
        mark = os.open(path, flags, 0o666)
        try:
            if not os.fstat(mark).st_size:
                os.write(mark, _MARK_TEXT)
        finally:
            os.close(mark)
    except OSError as error:
        named = error.filename or path
        raise TrackerError(f"{named} cannot be written: {error.strerror}") from None


def lock_site_folder(folder: str, waiting: Callable[[], None]) -> int:
    """Lock the marked folder for this build, and wait while another build fills it.

    `waiting` is called once before a wait. TrackerError after ten minutes.
    """
    path = os.path.join(os.path.realpath(folder), MARK)
    lock = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    refusal = f"another build has been filling {folder} for ten minutes; nothing was built"
    return wait_for_lock(lock, refusal, waiting)


class KeptFiles:
    """The files of a site's last build: what is the same again need not be written.

    To make a folder or a file where others were just deleted takes many times as long.
    """

    def __init__(self, folder: str, paths: Collection[str]) -> None:
        """Delete all that MkDocs would, but for files at some paths in the folder.

        A link is deleted, and a file that has another name elsewhere: whoever writes into it would
        write there. So is what has another mode than a file or a folder that is made now.
        """
        self.folder = folder
        mask = os.umask(0o077)
        os.umask(mask)
        self._mode_of_files, self._mode_of_folders = 0o666 & ~mask, 0o777 & ~mask
        self.paths: set[str] = set()
        with suppress(FileNotFoundError):
            for entry in list(os.scandir(folder)):
                if not entry.name.startswith("."):  # MkDocs leaves hidden files alone
                    self._delete_but(entry, entry.name, paths)

    def keep_only(self, paths: Collection[str]) -> None:
        for path in self.paths.difference(paths):
            self.delete(path)

    def is_same(self, path: str, data: bytes) -> bool:
        """Whether the file is there, and holds just these bytes."""
        if path not in self.paths:
            return False
        with suppress(OSError), open(os.path.join(self.folder, path), "rb") as file:
            return file.read() == data
        return False

    def is_copy(self, path: str, source: str) -> bool:
        """Whether the file is there, and holds just the bytes of another one."""
        if path not in self.paths or not os.path.isfile(source):  # a pipe would be waited for
            return False
        kept = os.path.join(self.folder, path)
        with suppress(OSError), open(source, "rb") as file, open(kept, "rb") as kept_file:
            if os.fstat(file.fileno()).st_size != os.fstat(kept_file.fileno()).st_size:
                return False
            while part := file.read(_PART):  # a video need not fit into memory
                if part != kept_file.read(_PART):
                    return False
            return True
        return False

    def delete(self, path: str) -> None:
        """Delete the file, if it is there, and the folders that it leaves empty."""
        if path not in self.paths:
            return
        self.paths.remove(path)
        with suppress(OSError):
            os.unlink(os.path.join(self.folder, path))
            while path := os.path.dirname(path):
                os.rmdir(os.path.join(self.folder, path))

    def _delete_but(self, entry: os.DirEntry[str], path: str, kept: Collection[str]) -> None:
        """Delete a file or a folder but for the files that are kept."""
        if not entry.is_dir(follow_symlinks=False):
            is_file = entry.is_file(follow_symlinks=False)
            if is_file and path in kept and self._is_as_new(os.lstat(entry.path)):
                self.paths.add(path)
            else:
                os.unlink(entry.path)
            return
        if stat.S_IMODE(os.lstat(entry.path).st_mode) & 0o777 != self._mode_of_folders:
            kept = ()
        before = len(self.paths)
        try:
            for inner in list(os.scandir(entry.path)):
                self._delete_but(inner, f"{path}/{inner.name}", kept)
            if len(self.paths) == before:
                os.rmdir(entry.path)
        except OSError:  # as MkDocs, which then fails where it cannot write
            shutil.rmtree(entry.path, ignore_errors=True)
            self.paths -= {each for each in self.paths if each.startswith(f"{path}/")}

    def _is_as_new(self, found: os.stat_result) -> bool:
        return found.st_nlink == 1 and stat.S_IMODE(found.st_mode) == self._mode_of_files


def make_aside_folder() -> str:
    """Make a temporary folder for `set_aside`."""
    return tempfile.mkdtemp(prefix="tracker-")


def set_aside(folder: str, aside: str) -> None:
    """Move all that a served site's folder holds into another folder."""
    for name in os.listdir(folder):
        if name != MARK:
            shutil.move(os.path.join(folder, name), os.path.join(aside, name))


def has_site_file(folder: str, name: str) -> bool:
    return os.path.isfile(os.path.join(folder, name))


def delete_set_aside(folder: str) -> None:
    """Delete a folder that `make_aside_folder` made, and what is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def wait_for_lock(lock: int, refusal: str, waiting: Callable[[], None]) -> int:
    """Lock an open file, and wait for another build to end.

    `waiting` is called once before a wait. TrackerError, with `refusal`, after ten minutes.
    """
    deadline = time.monotonic() + _WAIT_SECONDS
    is_waiting = False
    while not try_lock(lock):
        if time.monotonic() > deadline:
            release_lock(lock)
            raise TrackerError(refusal)
        if not is_waiting:
            waiting()
            is_waiting = True
        time.sleep(0.05)
    return lock


def _why_never(target: str, root: str) -> str:
    """Why a folder may never be emptied, even by force; an empty text where it may."""
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
    if _is_tracked(target):
        return "holds files that git tracks"
    return ""


def _is_tracked(target: str) -> bool:
    if not os.path.isdir(target):
        return False
    try:
        listing = subprocess.run(
            ["git", "-C", target, "ls-files", "--", "."],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return False  # no git here
    return listing.returncode == 0 and bool(listing.stdout)


def _list_visible(folder: str, target: str) -> list[str]:
    """List the names that a build would delete: MkDocs leaves hidden files alone."""
    try:
        return sorted(name for name in os.listdir(target) if not name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise TrackerError(f"{folder} cannot be read: {error.strerror}") from None


def _join_first_names(names: list[str]) -> str:
    first = ", ".join(names[:3])
    if len(names) <= 3:
        return first
    return f"{first} and {len(names) - 3} more"


def _is_ours(target: str, site: Site) -> bool:
    """Whether the folder has the mark, or holds this site as MkDocs built it."""
    path = os.path.join(target, MARK)
    if os.path.isfile(path) and not os.path.islink(path):
        return True
    page = _read_text(os.path.join(target, "404.html"))
    title = _TITLE.search(page)
    if _MADE_BY_MKDOCS not in page or not title or site.name not in unescape(title[1]):
        return False
    sitemap = _read_text(os.path.join(target, "sitemap.xml"))
    addresses = [unescape(address) for address in _LOCATION.findall(sitemap)]
    if site.url and addresses:
        return all(address.startswith(site.url) for address in addresses)
    return site.style in page


def _read_text(path: str) -> str:
    """Read a text; an empty one where the path is a link, or cannot be read."""
    with suppress(OSError, Refused):
        if not os.path.islink(path):
            return read_regular(path, path, _LARGEST).decode("utf-8", "replace")
    return ""
