"""Read and write files that the author or git names by path, and read the program's own files."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from tracker.boundary.reading import ENTRIES, Path, Refused, is_within, read_regular
from tracker.model.journal import TrackerError

MADE = ".made-by-tracker"  # in the folder of `build --to`: lists the files that tracker wrote there
_NAME = re.compile(r"(?m)^(?:Name|Version): *(\S+)")
_PROGRAM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LARGEST = 100_000_000


# ---- the program's own files


def read_program_file(*names: str) -> bytes:
    """Read a file of this package: `assets/tracker.css`."""
    with open(os.path.join(_PROGRAM, *names), "rb") as file:
        return file.read()


def list_program_files(*names: str) -> list[str]:
    """List every file below a folder of this package, by sorted relative path."""
    top = os.path.join(_PROGRAM, *names)
    paths = []
    for folder, _, files in os.walk(top):
        for file in files:
            paths.append(os.path.relpath(os.path.join(folder, file), top).replace(os.sep, "/"))
    return sorted(paths)


def list_installed_packages() -> list[str]:
    """List the names and versions of all packages that are installed beside this one, sorted."""
    from importlib.metadata import distributions  # imported here: it loads many modules

    packages = []
    for found in distributions():
        # Not `found.version`: that parses all of the metadata, which takes ten times as long.
        text = found.read_text("METADATA") or found.read_text("PKG-INFO") or ""
        packages.append(" ".join(_NAME.findall(text.partition("\n\n")[0])))
    return sorted(packages)


def stamp_program_files(paths: Iterable[str]) -> list[tuple[int, int]]:
    """(size, time of the last change in ns) of source files, on which cached results depend."""
    stamps = []
    for path in paths:
        status = os.stat(path)
        stamps.append((status.st_size, status.st_mtime_ns))
    return stamps


def stamp_program_folders(names: Iterable[str]) -> list[tuple[str, int, int]]:
    """(path, size, time of the last change in ns) of each module in some folders of the program."""
    stamps = []
    for name in names:
        with os.scandir(os.path.join(_PROGRAM, name)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    path = f"{name}/{entry.name}"
                    stamps.append((path, status.st_size, status.st_mtime_ns))
    return sorted(stamps)


def hash_files_below(folder: str) -> str:
    """Hash the names and bytes of all files below a folder."""
    from tracker.boundary.memory import hash_bytes

    told = []
    for inside, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(inside, name)
            with open(path, "rb") as file:
                told.append(f"{os.path.relpath(path, folder)} {hash_bytes(file.read())}")
    return hash_bytes("\n".join(told).encode("utf-8", "surrogateescape"))


def list_file_stamps(paths: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """List all files below folders, and files: path -> what changes when a file is saved."""
    stamps: dict[str, tuple[int, ...]] = {}
    for path in paths:
        found = [path]
        for inside, _, names in os.walk(path, followlinks=True):
            found += [os.path.join(inside, name) for name in names]
        for name in found:
            with suppress(OSError):
                state = os.stat(name)
                if not stat.S_ISDIR(state.st_mode):
                    stamps[name] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return stamps


def size_of_link_or_file(path: str) -> int:
    """How many bytes a file has; those of a link, not of what it leads to. 0 without one."""
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def find_program(name: str, folder: str) -> bool:
    """Whether a folder holds a program of that name."""
    import shutil  # imported here, because it loads many modules

    return shutil.which(name, path=folder) is not None


def silence_stdout() -> None:
    """Send stdout nowhere, where its reader is gone: else Python complains when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def open_nowhere() -> TextIO:
    """Open a file that keeps nothing, for what would be printed to a closed stream."""
    return open(os.devnull, "w")


def is_file(path: str) -> bool:
    """Whether the path of a file of the system leads to a file."""
    return os.path.isfile(path)


def is_program(path: str) -> bool:
    """Whether a path leads to a program that can be run."""
    return os.path.isfile(path) and os.access(path, os.X_OK)


# ---- files that are named by their path


def read_named(path: str, most: int) -> bytes:
    """Read at most `most` bytes, and one more, of a regular file. Raises OSError or Refused."""
    return read_regular(path, path, most)


def read_if_there(path: str, most: int) -> bytes:
    """Read a file like `read_named`; no bytes where it cannot be read."""
    with suppress(OSError, Refused):
        return read_regular(path, path, most)
    return b""


def path_exists(path: str) -> bool:
    return os.path.exists(path)


def resolve_path(path: Path) -> str:
    """The absolute path, with all links followed."""
    return os.path.realpath(path)


def write_message(path: str, data: bytes, beginning: bytes) -> None:
    """Write a file that the author named. It may replace a file with the same beginning only.

    TrackerError where the file holds something else: one may name a week's file by mistake.
    """
    try:
        old = b""
        if os.path.isfile(path):
            old = read_regular(path, path, len(beginning))
        if old and not old.startswith(beginning):
            raise TrackerError(f"{path} holds something else than a message; name another file")
        _write_whole(path, data)
    except OSError as error:
        raise TrackerError(f"{os.path.abspath(path)} cannot be written: {error.strerror}") from None


def write_export(path: str, data: bytes, beginning: bytes, force: bool, entries: str) -> None:
    """Write a file that the author named, all or none of its bytes.

    It may replace a file with the same beginning, or, by `force`, any. TrackerError otherwise, for
    what is no file, and for a path in the folder `entries`.
    """
    target = os.path.realpath(path)
    if is_within(target, os.path.realpath(entries)):
        raise TrackerError(f"{path} lies among the entries; name a file outside of {ENTRIES}/")
    if not os.path.isdir(os.path.dirname(target)):
        raise TrackerError(f"there is no folder {os.path.dirname(target)}; make it first")
    try:
        if os.path.lexists(target):
            old = read_regular(target, path, len(data) if force else max(len(data), len(beginning)))
            is_own = old == data or (beginning and old.startswith(beginning))
            if old and not is_own and not force:
                raise TrackerError(f"{path} is there already; --force replaces it")
        _replace_whole(target, data)
    except Refused as refusal:
        raise TrackerError(f"{refusal}; nothing was written") from None
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}") from None


def _replace_whole(target: str, data: bytes) -> None:
    """Replace a file by a new one, which keeps its mode, when that is on the disk."""
    fresh = f"{target}.{os.getpid()}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(fresh, flags, 0o666)
    try:
        with open(file, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            os.chmod(fresh, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(fresh, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def replace_merged(path: str, data: bytes) -> None:
    """Replace the bytes of a file that git named, all or none. Its mode stays."""
    target = os.path.realpath(path)
    fresh = f"{target}.new"
    with open(fresh, "wb") as file:
        file.write(data)
    with suppress(FileNotFoundError):
        os.chmod(fresh, stat.S_IMODE(os.stat(target).st_mode))
    os.replace(fresh, target)


@contextmanager
def temporary_files(*texts: bytes) -> Iterator[list[str]]:
    """Write each text to a temporary file; the value is their paths."""
    import tempfile  # imported here: it loads many modules, and `log` imports this module

    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        paths = [os.path.join(folder, str(number)) for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            _write_whole(path, text)
        yield paths


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Make a temporary folder, and delete it with all that it holds; the value is its path."""
    import tempfile  # imported here, as above

    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        yield folder


def _write_whole(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


# ---- the folder of `build --to`


def list_made(to: str, sources: Iterable[str]) -> set[str]:
    """List the files that an earlier run wrote to the folder `to`.

    TrackerError where the folder holds anything else, or lies in one of `sources`, the folders that
    the site is made from.
    """
    inside = os.path.realpath(to)
    for source in sources:
        if is_within(inside, os.path.realpath(source)):
            raise TrackerError(
                f"{to} lies in {source}, which the site is made from; name a folder outside of it"
            )
    with suppress(FileNotFoundError, NotADirectoryError, Refused):
        data = read_regular(os.path.join(to, MADE), MADE, _LARGEST)
        names = data.decode("utf-8", "replace").splitlines()
        return {name for name in names if _is_made(to, inside, name)}
    if os.path.lexists(to) and (not os.path.isdir(to) or os.listdir(to)):
        raise TrackerError(
            f"{to} holds files that tracker did not write; "
            "name an empty folder, or one that is not there"
        )
    return set()


def _is_made(to: str, inside: str, name: str) -> bool:
    path = os.path.join(to, name)
    return os.path.isfile(path) and is_within(os.path.realpath(path), inside)


def fill_folder(to: str, files: dict[str, bytes], before: set[str]) -> None:
    """Write the files to the folder, and delete those of `before` that are no longer among them.

    TrackerError where one of them would replace a file that somebody else put there.
    """
    inside = os.path.realpath(to)
    for name in sorted(files.keys() - before):
        path = os.path.join(to, name)
        if os.path.lexists(path):
            raise TrackerError(
                f"{path} was not written by tracker, and would be lost; move it away first"
            )
    # The list comes before the files, so that after a run that was cut short the next one knows
    # them.
    _write_list(to, before | files.keys())
    for name, data in files.items():
        path = os.path.join(to, name)
        if not is_within(os.path.realpath(path), inside):
            raise TrackerError(f"{path} is a link that leads out of {to}; move it away first")
        _write_changed(path, data)
    for name in before - files.keys():
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(to, name))
    _write_list(to, files.keys())


def _write_list(to: str, names: Iterable[str]) -> None:
    lines = [f"{name}\n" for name in sorted(names)]
    _write_changed(os.path.join(to, MADE), "".join(lines).encode())


def _write_changed(path: str, data: bytes) -> None:
    """Write a file if its bytes changed, all or none."""
    if os.path.isfile(path) and read_regular(path, path, len(data)) == data:
        return
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        fresh = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}")
        _write_whole(fresh, data)
        os.replace(fresh, path)
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}") from None


def read_from_site(path: str) -> bytes:
    """Read a file that was built; empty where none was."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def put_in_site(site_dir: str, uri: str, data: bytes) -> None:
    """Put a file of the program's own into a built site."""
    _write_changed(os.path.join(site_dir, *uri.split("/")), data)
