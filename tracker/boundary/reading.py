"""Find and read a journal's files: regular ones, no larger than their kind may be, inside the folder of their kind.

A file that is something else raises `Refused`, whose message names the path and says why.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from tracker.model.journal import TrackerError

ENTRIES = "entries"
OWN = ".tracker"  # what this clone keeps for itself, ignored by git

Path = str | os.PathLike[str]

# Without O_NONBLOCK, opening a pipe waits until somebody writes to it.
_READ = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_AT_ONCE = 65536


class Refused(TrackerError):
    """A path that is not read: no regular file, too large, outside its folder, or not readable here."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Kind(NamedTuple):
    """A kind of file that a journal holds.

    `folder`: where it must lie once links are followed, relative to the journal. `most`: its largest size in bytes.
    """

    folder: str
    most: int


ENTRY = Kind(ENTRIES, 1_000_000)  # a week, the plan, kept forecasts
PICTURE = Kind(f"{ENTRIES}/images", 50_000_000)
NOTEBOOK = Kind("", 5_000_000)
SETTINGS = Kind("", 1_000_000)  # mkdocs.yml, .gitattributes and other small files beside entries/
ESSAY_BYTES = 1_000_000
PAGE_BYTES = 100_000_000  # a file of docs/ that is no essay: it is copied, never parsed


def find_journal(start: Path, named: str | None = None) -> str:
    """The folder that holds entries/: the one that is named, else `start` or the nearest one above it."""
    if named:
        if os.path.isdir(os.path.join(named, ENTRIES)):
            return os.path.abspath(named)
        raise TrackerError(f"{named} is no journal: it holds no folder {ENTRIES}/")
    folder = os.path.abspath(start)
    while not os.path.isdir(os.path.join(folder, ENTRIES)):
        above = os.path.dirname(folder)
        if above == folder:
            raise TrackerError(
                f"no journal here: no folder {ENTRIES}/ in {os.fspath(start)} or above it; name one with --journal DIR"
            )
        folder = above
    return folder


def read_file(root: Path, name: str, kind: Kind = ENTRY) -> bytes | None:
    """The bytes of a journal's file, None where there is none. `name` is relative to the journal: entries/plan.yaml.

    At most one byte more than `kind.most` comes back, so the length says whether the file is too large.
    """
    path = os.path.join(root, name)
    try:
        mode = os.lstat(path).st_mode
        direct = os.path.dirname(name) == kind.folder
        if not direct or stat.S_ISLNK(mode):
            refuse_outside(name, path, os.path.join(root, kind.folder))
        return read_regular(path, name, kind.most)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(name, error.strerror or str(error)) from None


def refuse_outside(name: str, path: str, folder: str) -> None:
    """Raise Refused where a path leads out of the folder once links are followed."""
    inside = os.path.realpath(folder)
    if not is_within(os.path.realpath(path), inside):
        shown = os.path.basename(folder.rstrip("/")) or "the journal"
        raise Refused(name, f"a link that leads out of {shown}/; put the file itself there")


def is_within(path: str, folder: str) -> bool:
    """Whether a resolved path is the resolved folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def read_regular(path: str, name: str, most: int) -> bytes:
    """At most `most` bytes and one more of a regular file. `name` is what a refusal calls it."""
    file = os.open(path, _READ)
    try:
        mode = os.fstat(file).st_mode
        if not stat.S_ISREG(mode):
            raise Refused(name, f"expected a file, found {_name_of(mode)}")
        return _read_open(file, most)
    finally:
        os.close(file)


def _read_open(file: int, most: int) -> bytes:
    data = os.read(file, min(_AT_ONCE, most + 1))
    if len(data) < _AT_ONCE:
        return data
    parts = [data]
    left = most + 1 - len(data)
    while left > 0:
        data = os.read(file, min(1 << 20, left))
        if not data:
            break
        parts.append(data)
        left -= len(data)
    return b"".join(parts)


def _name_of(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def list_entries(root: Path) -> list[str]:
    """Every YAML file of entries/, as `entries/2024-W27.yaml`, in order of names. Folders are left out."""
    with os.scandir(os.path.join(root, ENTRIES)) as found:
        names = [
            entry.name
            for entry in found
            if entry.name.endswith((".yaml", ".yml")) and not _is_folder(entry)
        ]
    return [f"{ENTRIES}/{name}" for name in sorted(names) if not name.startswith(".")]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def read_entries(root: Path) -> tuple[dict[str, bytes], list[Refused]]:
    """Every YAML file of entries/ -> its bytes; and those that are not read."""
    files: dict[str, bytes] = {}
    refused = []
    for path in list_entries(root):
        try:
            data = read_file(root, path)
        except Refused as refusal:
            refused.append(refusal)
            continue
        if data is not None:
            files[path] = data
    return files, refused


def scan_entries(root: Path, newest: int | None = None) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each YAML file of entries/, last name first: `2024-W27.yaml`. What is not readable is left out.

    Ten years take 5 ms: files are opened from inside the folder where the system can do that, which halves the time.
    `newest`: so many names of the folder are looked at, all where it is None.
    """
    folder = os.path.join(root, ENTRIES)
    with os.scandir(folder) as found:
        entries = sorted(found, key=_by_name, reverse=True)[:newest]
    here = os.open(folder, os.O_RDONLY) if os.open in os.supports_dir_fd else None
    try:
        for entry in entries:
            name = entry.name
            if not name.endswith(".yaml"):
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    yield name, _read_entry(name if here is not None else entry.path, here)
                elif entry.is_symlink():
                    yield name, read_file(root, f"{ENTRIES}/{name}") or b""
            except (Refused, OSError):
                continue
    finally:
        if here is not None:
            os.close(here)


def _by_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _read_entry(path: str, folder: int | None) -> bytes:
    """A file that the folder's own listing calls a regular one."""
    file = os.open(path, _READ, dir_fd=folder)
    try:
        return _read_open(file, ENTRY.most)
    finally:
        os.close(file)


def has_entries(root: Path) -> bool:
    """Whether a folder is a journal: whether it holds entries/."""
    return os.path.isdir(os.path.join(root, ENTRIES))


def has_file(root: Path, name: str) -> bool:
    """Whether the journal holds a file of that name."""
    return os.path.isfile(os.path.join(root, name))


def list_pictures(root: Path) -> list[tuple[str, tuple[str, int, int]]]:
    """The pictures of entries/images that an entry names, each with where it is first named: path, line, column.

    A name counts wherever it stands in the text, so a picture that only a comment names counts, too.
    """
    names = _files_below(os.path.join(root, *PICTURE.folder.split("/")))
    found: dict[str, tuple[str, int, int]] = {}
    if not names:
        return []
    for path, data in read_entries(root)[0].items():
        if b"images/" not in data:
            continue
        text = data.decode("utf-8", "replace")
        for name in names:
            key = f"{PICTURE.folder}/{name}"
            places = [
                text.find(f"images/{spelled}") for spelled in (name, name.replace(" ", "%20"))
            ]
            at = min((place for place in places if place >= 0), default=-1)
            if key not in found and at >= 0:
                found[key] = (
                    path,
                    text.count("\n", 0, at) + 1,
                    at - (text.rfind("\n", 0, at) + 1) + 1,
                )
    return sorted(found.items())


def _files_below(top: str) -> list[str]:
    """Every file below a folder, and every link to a folder that leads out of it, by its path from there."""
    found = []
    inside = os.path.realpath(top)
    for folder, folders, files in os.walk(top):
        paths = [os.path.join(folder, name) for name in folders]
        foreign = [
            os.path.basename(path)
            for path in paths
            if not is_within(os.path.realpath(path), inside)
        ]
        for name in [*files, *foreign]:
            found.append(os.path.relpath(os.path.join(folder, name), top).replace(os.sep, "/"))
    return sorted(found)
