"""Read and write what lies outside a journal: files that the author or git names, and the program's own."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from tracker.boundary.reading import Path, Refused, is_within, read_regular
from tracker.model.journal import TrackerError

MADE = ".made-by-tracker"  # in the folder of `build --to`: the files there that are ours to replace
_PROGRAM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LARGEST = 100_000_000


# ---- the program's own files


def read_program_file(*names: str) -> bytes:
    """A file of this package: `assets/tracker.css`."""
    with open(os.path.join(_PROGRAM, *names), "rb") as file:
        return file.read()


def list_program_files(*names: str) -> list[str]:
    """Every file below a folder of this package, by its path from there, in order."""
    top = os.path.join(_PROGRAM, *names)
    found = []
    for folder, _, files in os.walk(top):
        for file in files:
            found.append(os.path.relpath(os.path.join(folder, file), top).replace(os.sep, "/"))
    return sorted(found)


def stamp_program_files(paths: Iterable[str]) -> list[tuple[int, int]]:
    """(size, time of the last change in ns) of source files: what a cache of their results depends on."""
    stats = [os.stat(path) for path in paths]
    return [(one.st_size, one.st_mtime_ns) for one in stats]


def find_program(name: str, folder: str) -> bool:
    """Whether a folder holds a program of that name."""
    import shutil  # here, for it loads much

    return shutil.which(name, path=folder) is not None


def silence_stdout() -> None:
    """Let stdout lead nowhere; else Python would complain when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def is_file(path: str) -> bool:
    """Whether a file of the system stands there."""
    return os.path.isfile(path)


def is_program(path: str) -> bool:
    """Whether a path leads to a program that can be run."""
    return os.path.isfile(path) and os.access(path, os.X_OK)


# ---- files that are named by their path


def read_named(path: str, most: int) -> bytes:
    """At most `most` bytes, and one more, of a regular file. OSError or Refused where that cannot be."""
    return read_regular(path, path, most)


def read_if_there(path: str, most: int) -> bytes:
    """The same; nothing where it cannot be read."""
    with suppress(OSError, Refused):
        return read_regular(path, path, most)
    return b""


def path_exists(path: str) -> bool:
    return os.path.exists(path)


def resolve_path(path: Path) -> str:
    """The absolute path, links followed."""
    return os.path.realpath(path)


def write_message(path: str, data: bytes, beginning: bytes) -> None:
    """Write a file that the author named, over one with the same beginning, but over nothing else.

    TrackerError where it holds something else: a week's file is soon typed for it.
    """
    try:
        old = read_regular(path, path, len(beginning)) if os.path.isfile(path) else b""
        if old and not old.startswith(beginning):
            raise TrackerError(f"{path} holds something else than a message; name another file")
        _write_whole(path, data)
    except OSError as error:
        raise TrackerError(f"{os.path.abspath(path)} cannot be written: {error.strerror}") from None


def replace_merged(path: str, data: bytes) -> None:
    """The whole new text of a file that git named or, if that fails, what was there. Its mode stays."""
    target = os.path.realpath(path)
    fresh = f"{target}.new"
    with open(fresh, "wb") as file:
        file.write(data)
    with suppress(FileNotFoundError):
        os.chmod(fresh, stat.S_IMODE(os.stat(target).st_mode))
    os.replace(fresh, target)


@contextmanager
def temporary_files(*texts: bytes) -> Iterator[list[str]]:
    """The paths of files that hold these texts as long as they are needed."""
    import tempfile  # here, for it loads much, and `log` asks this module for git's settings

    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        paths = [os.path.join(folder, str(number)) for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            _write_whole(path, text)
        yield paths


def _write_whole(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


# ---- the folder of `build --to`


def list_made(to: str, sources: Iterable[str]) -> set[str]:
    """What an earlier run wrote there. TrackerError where the folder holds anything else: it is not ours to fill.

    `sources`: folders that the site is made from, which may not be filled either.
    """
    inside = os.path.realpath(to)
    for source in sources:
        if is_within(inside, os.path.realpath(source)):
            raise TrackerError(
                f"{to} lies in {source}, which the site is made from; name a folder outside of it"
            )
    with suppress(FileNotFoundError, NotADirectoryError, Refused):
        listed = (
            read_regular(os.path.join(to, MADE), MADE, _LARGEST)
            .decode("utf-8", "replace")
            .splitlines()
        )
        return {name for name in listed if _is_made(to, inside, name)}
    if os.path.lexists(to) and (not os.path.isdir(to) or os.listdir(to)):
        raise TrackerError(
            f"{to} holds files that tracker did not write; name an empty folder, or one that is not there"
        )
    return set()


def _is_made(to: str, inside: str, name: str) -> bool:
    path = os.path.join(to, name)
    return os.path.isfile(path) and is_within(os.path.realpath(path), inside)


def fill_folder(to: str, files: dict[str, bytes], before: set[str]) -> None:
    """Write the files, and delete those of `before` that are no more. What somebody else put there stays."""
    inside = os.path.realpath(to)
    theirs = sorted(
        name for name in files.keys() - before if os.path.lexists(os.path.join(to, name))
    )
    if theirs:
        raise TrackerError(
            f"{os.path.join(to, theirs[0])} was not written by tracker, and would be lost; move it away first"
        )
    # Before the files: a run that is cut short leaves none that the next would take for somebody else's.
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
    _write_changed(os.path.join(to, MADE), "".join(f"{name}\n" for name in sorted(names)).encode())


def _write_changed(path: str, data: bytes) -> None:
    """Only when changed; whole or not at all."""
    if os.path.isfile(path) and read_regular(path, path, len(data)) == data:
        return
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        fresh = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}")
        _write_whole(fresh, data)
        os.replace(fresh, path)
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}") from None


def put_in_site(site_dir: str, uri: str, data: bytes) -> None:
    """A file of the program's own, put into a site that was built."""
    _write_changed(os.path.join(site_dir, *uri.split("/")), data)
