"""Keep files that can be made again: below .tracker/, or in a temporary folder.

The temporary folder serves journals that cannot be written to.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from tracker.boundary.processes import map_on_cores
from tracker.boundary.reading import OWN, Path
from tracker.boundary.site_folder import wait_for_lock
from tracker.boundary.writing import (
    delete_leftovers,
    delete_own,
    list_own,
    list_own_folders,
    own_folder,
    read_own,
    write_own,
)
from tracker.model.journal import TrackerError

# Folder -> the names that this program gives its files there. No other file is deleted there.
KEYS = {
    "charts": re.compile(r"[0-9a-f]{16}\.svg"),
    "cards": re.compile(r"[0-9a-f]{20}\.png"),
    "feeds": re.compile(r"[0-9a-f]{32}\.html"),
    "pictures": re.compile(r"[0-9a-f]{32}\.(?:jpg|png|webp)"),
}
_HTML = re.compile(r"[0-9a-f]{32}\.html")
_LARGEST = 100_000_000
_FEW = 30  # tasks: to copy the process takes longer
_NOT_WRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}


class Cache:
    """Files that an earlier build made, under names that are hashes of all their inputs.

    They may be deleted at any time.
    """

    def __init__(self, root: Path, pages: str = "site") -> None:
        """Open the cache of a journal; a temporary folder where the journal cannot be written to.

        `pages`: the folder for generated pages: `site`, or `serve` for a site that shows drafts.
        """
        self.root = os.fspath(root)
        self.pages = pages
        self._used: set[str] = set()
        self._pages: set[str] = set()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        try:
            writable = os.access(own_folder(root), os.W_OK)
        except OSError as error:
            if error.errno not in _NOT_WRITABLE:
                raise TrackerError(f"the cache {OWN} cannot be written: {error.strerror}") from None
            writable = False
        if not writable:
            self._temporary = tempfile.TemporaryDirectory(prefix="tracker-")
            self.root = self._temporary.name

    def get_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Read a file such as `charts/0123456789abcdef.svg`; make and write it if it is missing."""
        self._used.add(name)
        data = read_own(self.root, name, _LARGEST)
        if data is None:
            data = make()
            self._write(name, data)
        return data

    def run_tasks(self, tasks: Sequence[Callable[[], str]]) -> list[str]:
        """Have each task make its line, in one process for each core where they are many.

        They may read from this cache and write to it.
        """
        if len(tasks) < _FEW:
            return [task() for task in tasks]
        numbers = [str(number) for number in range(len(tasks))]
        packed = map_on_cores(lambda number: self._pack_line(tasks[int(number)]), numbers)
        return [self._unpack_line(each) for each in packed]

    def _pack_line(self, function: Callable[[], str]) -> str:
        """Call a function, and put before its line which files it used."""
        before = set(self._used)
        line = function()
        return f"{' '.join(self._used - before)}\t{line}"

    def _unpack_line(self, packed: str) -> str:
        used, _, line = packed.partition("\t")
        self._used.update(used.split())
        return line

    def put_page(self, uri: str, data: bytes) -> str:
        """Write a generated page, and return its path.

        A page that did not change is not written again, which would make `serve` build without end.
        """
        parts = uri.split("/")
        if os.path.isabs(uri) or not {"", ".", ".."}.isdisjoint(parts):
            raise TrackerError(f"{uri!r} is no address of a page")
        name = f"{self.pages}/{uri}"
        self._pages.add(name)
        if read_own(self.root, name, _LARGEST) != data:
            self._write(name, data)
        return os.path.join(self.root, OWN, self.pages, *parts)

    def make_html_folder(self) -> None:
        """Make the folder for the HTML of pages. TrackerError where a link or a file is there."""
        try:
            own_folder(self.root, f"{self.pages}-html")
        except OSError as error:
            raise TrackerError(f"the cache {OWN} cannot be written: {error.strerror}") from None

    def read_html(self, key: str) -> bytes | None:
        return read_own(self.root, f"{self.pages}-html/{key}.html", _LARGEST)

    def write_html(self, key: str, data: bytes) -> None:
        self._write(f"{self.pages}-html/{key}.html", data)

    def delete_html_but(self, keys: Iterable[str]) -> None:
        """Delete the HTML of all pages but these."""
        folder = f"{self.pages}-html"
        names = {f"{key}.html" for key in keys}
        delete_leftovers(self.root, folder)
        for name in list_own(self.root, folder):
            if _HTML.fullmatch(name) and name not in names:
                with suppress(OSError):
                    delete_own(self.root, folder, name)

    def _write(self, name: str, data: bytes) -> None:
        try:
            write_own(self.root, name, data)
        except OSError as error:
            raise TrackerError(f"the cache {OWN} cannot be written: {error.strerror}") from None

    def delete_unused(self) -> None:
        """Delete the files of KEYS that this build did not use, and the pages it did not make."""
        for folder, key in KEYS.items():
            delete_leftovers(self.root, folder)
            for name in list_own(self.root, folder):
                if key.fullmatch(name) and f"{folder}/{name}" not in self._used:
                    with suppress(OSError):
                        delete_own(self.root, folder, name)

        for folder in list_own_folders(self.root, self.pages):
            for name in list_own(self.root, folder):
                if f"{folder}/{name}" not in self._pages:
                    with suppress(OSError):
                        delete_own(self.root, folder, name)

    def lock_build(self, waiting: Callable[[], None]) -> int:
        """Lock this journal for one build at a time.

        `waiting` is called once where another build holds the lock. TrackerError after ten minutes.
        """
        path = os.path.join(own_folder(self.root), f"{self.pages}.lock")
        lock = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        return wait_for_lock(
            lock,
            "another build of this journal has been running for ten minutes; nothing was built",
            waiting,
        )

    def close(self) -> None:
        """Delete the temporary folder, where there is one."""
        if self._temporary:
            self._temporary.cleanup()
