"""Find and read a journal's files: regular files, up to the size of their kind, in its folder.

Any other file raises `Refused`, whose message names the path and the reason.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from tracker.model.journal import TrackerError

ENTRIES = "entries"
OWN = ".tracker"  # the folder for files of this clone alone, ignored by git

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
    """A path that is not read: no regular file, too large, outside of its folder, or unreadable."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class FileKind(NamedTuple):
    """A kind of file that a journal holds.

    `folder`: the folder in which it must lie after links are followed, relative to the journal.
    `most`: its largest size in bytes.
    """

    folder: str
    most: int


ENTRY = FileKind(ENTRIES, 1_000_000)  # a week, the plan, kept forecasts
PICTURE = FileKind(f"{ENTRIES}/images", 50_000_000)
NOTEBOOK = FileKind("", 5_000_000)
SETTINGS = FileKind(
    "", 1_000_000
)  # mkdocs.yml, .gitattributes and other small files beside entries/
WHEEL = FileKind("", 50_000_000)  # this program, for machines that cannot get it elsewhere
ESSAY_BYTES = 1_000_000
PAGE_BYTES = 100_000_000  # a file of docs/ that is no essay: it is copied, never parsed


def find_journal(start: Path, named: str | None = None) -> str:
    """Find the folder that holds entries/: `named`, else `start` or the nearest folder above it.

    TrackerError where there is none.
    """
    if named:
        if os.path.isdir(os.path.join(named, ENTRIES)):
            return os.path.abspath(named)
        raise TrackerError(f"{named} is no journal: it holds no folder {ENTRIES}/")
    folder = os.path.abspath(start)
    while not os.path.isdir(os.path.join(folder, ENTRIES)):
        above = os.path.dirname(folder)
        if above == folder:
            raise TrackerError(
                f"no journal here: no folder {ENTRIES}/ in {os.fspath(start)} or above it; "
                "name one with --journal DIR"
            )
        folder = above
    return folder


def read_file(root: Path, name: str, kind: FileKind = ENTRY) -> bytes | None:
    """Read a file of a journal; None where there is none.

    `name` is relative to the journal: entries/plan.yaml. At most one byte more than `kind.most`
    comes back, so the length says whether the file is too large. Refused where it must not be read.
    """
    path = os.path.join(root, name)
    try:
        mode = os.lstat(path).st_mode
        is_direct = os.path.dirname(name) == kind.folder
        if not is_direct or stat.S_ISLNK(mode):
            refuse_outside(name, path, os.path.join(root, kind.folder))
        return read_regular(path, name, kind.most)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(name, error.strerror or str(error)) from None


def refuse_outside(name: str, path: str, folder: str) -> None:
    """Raise Refused where a path leads out of the folder after links are followed."""
    inside = os.path.realpath(folder)
    if not is_within(os.path.realpath(path), inside):
        base = os.path.basename(folder.rstrip("/")) or "the journal"
        raise Refused(name, f"a link that leads out of {base}/; put the file itself there")


def is_within(path: str, folder: str) -> bool:
    """Whether a resolved path is the resolved folder or lies in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def read_regular(path: str, name: str, most: int) -> bytes:
    """Read at most `most` bytes and one more of a regular file.

    Refused, whose message begins with `name`, for any other file; OSError where reading fails.
    """
    file = os.open(path, _READ)
    try:
        mode = os.fstat(file).st_mode
        if not stat.S_ISREG(mode):
            raise Refused(name, f"expected a file, found {_name_file_type(mode)}")
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


def _name_file_type(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISFIFO(mode):
        return "a pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def list_entries(root: Path) -> list[str]:
    """List the YAML files of entries/ but for hidden ones, sorted: `entries/2024-W27.yaml`."""
    paths = []
    with os.scandir(os.path.join(root, ENTRIES)) as entries:
        for entry in entries:
            name = entry.name
            if not name.endswith((".yaml", ".yml")) or name.startswith("."):
                continue
            if not _is_folder(entry):
                paths.append(f"{ENTRIES}/{name}")
    return sorted(paths)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def read_entries(root: Path) -> tuple[dict[str, bytes], list[Refused]]:
    """Read the YAML files of entries/: path -> bytes, and a Refused for each that is not read."""
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
    """Yield (name, bytes) of each YAML file of entries/, last name first: `2024-W27.yaml`.

    Files that cannot be read are left out. `newest`: how many names of the folder are looked at;
    all where it is None. Ten years take 5 ms, because files are opened relative to the open folder
    where the system can do that, which halves the time.
    """
    folder = os.path.join(root, ENTRIES)
    with os.scandir(folder) as unsorted:
        entries = sorted(unsorted, key=_by_name, reverse=True)[:newest]
    descriptor = None
    if os.open in os.supports_dir_fd:
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        for entry in entries:
            name = entry.name
            if not name.endswith(".yaml"):
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    path = entry.path if descriptor is None else name
                    yield name, _read_entry(path, descriptor)
                elif entry.is_symlink():
                    yield name, read_file(root, f"{ENTRIES}/{name}") or b""
            except (Refused, OSError):
                continue
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _by_name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _read_entry(path: str, folder: int | None) -> bytes:
    """Read a file that the listing of its folder calls a regular one."""
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


def list_folder(root: Path, folder: str) -> list[str]:
    """List the names in a folder of the journal, sorted; none where it is missing or no folder."""
    try:
        return sorted(os.listdir(os.path.join(root, folder)))
    except OSError:
        return []


def list_pictures(root: Path) -> list[tuple[str, tuple[str, int, int]]]:
    """List the pictures of entries/images that an entry names, each with its first place there.

    A place is (path, line, column). A name counts wherever it stands in the text, also in a
    comment.
    """
    names = _files_below(os.path.join(root, *PICTURE.folder.split("/")))
    if not names:
        return []
    pictures: dict[str, tuple[str, int, int]] = {}
    for path, data in read_entries(root)[0].items():
        if b"images/" not in data:
            continue
        text = data.decode("utf-8", "replace")
        for name in names:
            picture = f"{PICTURE.folder}/{name}"
            index = _find_picture(text, name)
            if picture not in pictures and index >= 0:
                line = text.count("\n", 0, index) + 1
                column = index - text.rfind("\n", 0, index)
                pictures[picture] = (path, line, column)
    return sorted(pictures.items())


def _find_picture(text: str, name: str) -> int:
    """Find where a text first names a picture, with blanks or with %20; -1 where it does not."""
    index = text.find(f"images/{name}")
    quoted_index = text.find(f"images/{name.replace(' ', '%20')}")
    if index < 0 or quoted_index < 0:
        return max(index, quoted_index)
    return min(index, quoted_index)


def _files_below(top: str) -> list[str]:
    """List the files below a folder, and links to folders outside of it, by relative path."""
    paths = []
    inside = os.path.realpath(top)
    for folder, folders, files in os.walk(top):
        for name in folders:
            path = os.path.join(folder, name)
            if not is_within(os.path.realpath(path), inside):
                paths.append(path)
        for name in files:
            paths.append(os.path.join(folder, name))
    return sorted(os.path.relpath(path, top).replace(os.sep, "/") for path in paths)
