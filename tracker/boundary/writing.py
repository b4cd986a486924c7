"""Write and delete a journal's files: only names of one table, durably, all or none, under the journal's lock."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Mapping
from contextlib import suppress

from tracker.boundary.reading import (
    ENTRIES,
    ENTRY,
    OWN,
    SETTINGS,
    Kind,
    Path,
    Refused,
    is_within,
    read_file,
    read_regular,
)
from tracker.model.journal import TrackerError
from tracker.model.when import is_week

Files = dict[
    str, bytes | None
]  # name, relative to the journal -> its bytes, None where there is no such file

# What the program may write or delete in a journal: these names, the weeks, and what OWN_FILES lists below .tracker/.
WRITABLE = {
    "entries/plan.yaml": "the plan: add, rename, init",
    "entries/forecasts.yaml": "kept forecasts: forecast --keep",
    "mkdocs.yml": "init",
    "docs/blog/index.md": "init",
    "docs/tags.md": "init",
    ".gitignore": "init",
    ".gitattributes": "init, setup-git",
    ".vscode/settings.json": "init",
    ".schemas/week.json": "init",
    ".schemas/plan.json": "init",
}
# Below .tracker/: what each file or folder is for.
OWN_FILES = {
    ".gitignore": "keeps git away from all of it",
    "lock": "held while something is written",
    "undo": "a file for each step that can be undone",
    "weeks.json": "sums of weeks that were read before",
    "told-of-merge-driver": "git's missing merge driver was named once",
    "charts": "charts that were drawn before",
    "cards": "cards that were drawn before",
    "pictures": "pictures without their metadata",
    "site": "made pages, for MkDocs to read",
    "serve": "the same for tracker serve, drafts and all",
    "build.lock": "held while a site is built",
}
UNDO = "undo"
_LOCK_SECONDS = 10.0
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}


def is_writable(name: str) -> bool:
    """Whether a name is the journal's own to write: a week, or in the table."""
    return name in WRITABLE or (
        name.startswith(f"{ENTRIES}/")
        and name.endswith(".yaml")
        and is_week(name.removeprefix(f"{ENTRIES}/").removesuffix(".yaml"))
    )


# ---- the author's files


def replace_files(
    root: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> tuple[str, ...] | None:
    """Put each file's new bytes in place, durably. None, and nothing done, where one does not hold `before` any more.

    Warnings come back where the bytes are in place and the disk did not confirm it.
    """
    targets = {name: _resolve_target(root, name) for name in after}
    fresh: dict[str, str] = {}
    try:
        for name, target in targets.items():
            _refuse_read_only(name, target)
            data = after[name]
            if data is not None:
                fresh[name] = os.path.join(
                    os.path.dirname(target), f".{os.path.basename(target)}.new"
                )
                write_synced(fresh[name], data, like=target)
        # An editor that knows no lock may have written since. From here to the rename it is microseconds.
        for name, data in before.items():
            if name in after and read_file(root, name, kind_of(name)) != data:
                return None
        for name, target in targets.items():
            if name in fresh:
                os.replace(fresh[name], target)
                del fresh[name]
            else:
                os.unlink(target)
    finally:
        for left in fresh.values():
            with suppress(OSError):
                os.unlink(left)
    return _sync_folders({os.path.dirname(target) for target in targets.values()})


def kind_of(name: str) -> Kind:
    """The kind of a writable file, which says how large it may be."""
    return ENTRY if name.startswith(f"{ENTRIES}/") else SETTINGS


def _resolve_target(root: Path, name: str) -> str:
    """The path that a name stands for. TrackerError where that is not the journal's own."""
    if not is_writable(name):
        raise TrackerError(f"{name!r} is no file that tracker writes; nothing was written")
    target = os.path.realpath(os.path.join(root, name))
    if name.startswith(f"{ENTRIES}/"):
        # People keep journals elsewhere and link entries/ itself; a link below it must stay inside.
        allowed = is_within(target, os.path.realpath(os.path.join(root, ENTRIES)))
        reason = f"a link that leads out of {ENTRIES}/"
    else:
        allowed = target == os.path.join(os.path.realpath(root), *name.split("/"))
        reason = "a link"
    if not allowed:
        raise Refused(name, f"{reason}; nothing was written, put the file itself there")
    return target


def _refuse_read_only(name: str, target: str) -> None:
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return
    # Root may write to it all the same, but whoever took the right away meant something by it.
    if not mode & 0o200 or not os.access(target, os.W_OK):
        raise TrackerError(f"{name} is read-only; nothing was written")


def write_synced(path: str, data: bytes, like: str | None = None, sync: bool = True) -> None:
    """A new file, with the mode and owner of `like` if that exists. Only whoever holds the lock comes here."""
    flags = (
        os.O_WRONLY
        | os.O_CREAT
        | os.O_TRUNC
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_BINARY", 0)
    )
    file = os.open(path, flags, 0o666)
    try:
        _keep_owner(file, like)
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
        if sync:
            os.fsync(file)
    finally:
        os.close(file)


def _keep_owner(file: int, like: str | None) -> None:
    if like is None or sys.platform == "win32":
        return
    try:
        old = os.stat(like)
    except FileNotFoundError:
        return
    new = os.fstat(file)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):  # it is ours to write, but perhaps not ours to give away
            os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, old.st_mode & 0o7777)


def _sync_folders(folders: set[str]) -> tuple[str, ...]:
    """The rename is done and seen by all; that it outlives a power cut is what this adds."""
    if sys.platform == "win32":
        return ()
    try:
        for folder in folders:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
    except OSError as error:
        return (
            f"written, but the disk did not confirm it ({error.strerror}); a power cut could lose this",
        )
    return ()


def make_folders(root: Path, name: str) -> None:
    """The folders above a writable file. TrackerError where one of them is a link."""
    if not is_writable(name):
        raise TrackerError(f"{name!r} is no file that tracker writes; nothing was written")
    os.makedirs(root, exist_ok=True)
    folder = os.path.dirname(name)
    if folder == ENTRIES:
        os.makedirs(
            os.path.join(root, folder), exist_ok=True
        )  # it may be a link to where the journal is kept
    elif folder:
        _plain_folder(os.fspath(root), folder.split("/"))


# ---- .tracker/, what this clone keeps for itself


def own_folder(root: Path, *names: str) -> str:
    """`.tracker/`, or a folder below it, made where it is not there. TrackerError where it or a part of it is a link.

    A repository can bring links along: followed, they would have this program write and delete anywhere.
    """
    folder = _plain_folder(os.fspath(root), [OWN])
    ignore = os.path.join(folder, ".gitignore")
    try:
        _refuse_link(os.lstat(ignore).st_mode, f"{OWN}/.gitignore")
    except FileNotFoundError:
        write_synced(ignore, b"*\n", sync=False)
    return _plain_folder(os.fspath(root), [OWN, *names]) if names else folder


def _plain_folder(root: str, names: list[str]) -> str:
    """The folder below `root`, each part of it made where it is missing and none of it a link."""
    path = root
    for at, name in enumerate(names):
        path = os.path.join(path, name)
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            with suppress(FileExistsError):  # another tracker made it meanwhile
                os.mkdir(path)
            continue
        _refuse_link(mode, "/".join(names[: at + 1]))
        if not stat.S_ISDIR(mode):
            raise NotADirectoryError(errno.ENOTDIR, "expected a folder of tracker's own", path)
    return path


def _refuse_link(mode: int, name: str) -> None:
    if stat.S_ISLNK(mode):
        raise TrackerError(
            f"{name} is a link, and tracker writes only into folders of its own; nothing was written, "
            f"look where it leads and remove it: rm {name}"
        )


def own_file(root: Path, name: str) -> str:
    """The path of a file below .tracker/, whose folder is there. TrackerError where a link or something else stands."""
    *folders, last = name.split("/")
    path = os.path.join(own_folder(root, *folders), last)
    with suppress(FileNotFoundError):
        _refuse_link(os.lstat(path).st_mode, f"{OWN}/{name}")
    return path


def read_own(root: Path, name: str, most: int) -> bytes | None:
    """A file below .tracker/; None where there is none, or no part of the way there may be trusted."""
    path = os.path.join(os.fspath(root), OWN)
    try:
        for part in name.split("/"):
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return None
            path = os.path.join(path, part)
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        data = read_regular(path, f"{OWN}/{name}", most)
    except (OSError, Refused):
        return None
    return data if len(data) <= most else None


def write_own(root: Path, name: str, data: bytes, sync: bool = False) -> None:
    """A file below .tracker/, whole or not at all."""
    path = own_file(root, name)
    fresh = f"{path}.{os.getpid()}.new"
    try:
        write_synced(fresh, data, sync=sync)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def list_own(root: Path, folder: str) -> list[str]:
    """Names of the regular files in a folder below .tracker/; none where the folder is a link or not there."""
    if not _is_plain(root, folder):
        return []
    with os.scandir(os.path.join(root, OWN, folder)) as found:
        return [entry.name for entry in found if entry.is_file(follow_symlinks=False)]


def delete_leftovers(root: Path, folder: str = "") -> None:
    """Delete what `write_own` left where it was killed: files of an hour ago whose names end in `.NUMBER.new`."""
    for name in list_own(root, folder):
        *_, number, ending = ["", "", *name.split(".")]
        path = os.path.join(root, OWN, folder, name)
        with suppress(OSError):
            if (
                ending == "new"
                and number.isdecimal()
                and time.time() - os.lstat(path).st_mtime > 3600
            ):
                os.unlink(path)


def has_own_folder(root: Path, folder: str) -> bool:
    """Whether a folder below .tracker/ is there, and no link."""
    return _is_plain(root, folder)


def delete_own(root: Path, folder: str, name: str) -> None:
    """Delete a file that `list_own` named; one that is gone already is no fault."""
    if "/" in name or not _is_plain(root, folder):
        return
    path = os.path.join(root, OWN, folder, name)
    with suppress(FileNotFoundError):
        if stat.S_ISREG(os.lstat(path).st_mode):
            os.unlink(path)


def _is_plain(root: Path, folder: str) -> bool:
    """Whether .tracker/ and the folder below it are there and no links."""
    path = os.path.join(os.fspath(root), OWN)
    try:
        for part in ["", *filter(None, folder.split("/"))]:
            path = os.path.join(path, part) if part else path
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return False
    except OSError:
        return False
    return True


# ---- the lock


def lock_journal(root: Path) -> int:
    """.tracker/lock, held by this program alone until it is closed or the program ends, however it ends."""
    lock = _opened_lock(own_file(root, "lock"))
    deadline = time.monotonic() + _LOCK_SECONDS
    while not try_lock(lock):
        if time.monotonic() > deadline:
            os.close(lock)
            raise TrackerError(
                "another tracker has been writing to this journal for ten seconds; nothing was written"
            )
        # 0.5 to 5 ms, never longer: waiting longer each time starved a writer for 351 of 401 turns.
        time.sleep(0.0005 + os.urandom(1)[0] / 255 * 0.0045)
    return lock


def unlock(lock: int) -> None:
    os.close(lock)


def _opened_lock(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)


def try_lock(lock: int) -> bool:
    """Lock an open file for this program alone; False where another one holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        os.close(lock)
        raise
    return True
