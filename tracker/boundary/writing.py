"""Write and delete a journal's files under a lock: names of one table, durably, all or none."""

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
    WHEEL,
    FileKind,
    Path,
    Refused,
    is_within,
    read_file,
    read_regular,
)
from tracker.model.journal import TrackerError
from tracker.model.when import is_week

# Name, relative to the journal -> the file's bytes, None where there is no such file.
Files = dict[str, bytes | None]

# The program may write and delete these files of a journal, the weeks, and OWN_FILES in .tracker/;
# the Markdown of docs/: rename, whose ids stand in essays; and its own wheel: init, upgrade.
WRITABLE = {
    "entries/plan.yaml": "the plan: add, rename, init",
    "entries/forecasts.yaml": "kept forecasts: forecast --keep",
    "mkdocs.yml": "init, upgrade",
    "docs/blog/index.md": "init",
    "docs/tags.md": "init",
    ".gitignore": "init, upgrade",
    ".gitattributes": "init, setup-git, upgrade",
    ".vscode/settings.json": "init, upgrade",
    ".schemas/week.json": "init, upgrade",
    ".schemas/plan.json": "init, upgrade",
    ".schemas/made.json": "what init and upgrade wrote",
    ".github/workflows/publish.yml": "init, upgrade",
    "requirements.txt": "init, upgrade",
}
# The files and folders below .tracker/ -> their purposes.
OWN_FILES = {
    ".gitignore": "keeps git away from all of it",
    "lock": "held while something is written",
    "undo": "a file for each step that can be undone",
    "write": "texts that are open in an editor, or could not be put into their week",
    "weeks.json": "sums of weeks that were read before",
    "words.json": "the words of weeks that were read before",
    "checked.json": "files that were found without errors before",
    "forecasts.json": "simulations that were run before",
    "promise.json": "simulations of the next four weeks that were run before",
    "record.json": "days that were forecast on past Mondays",
    "simulations.json": "simulations of the site that were run before",
    "told-of-merge-driver": "git's missing merge driver was named once",
    "published": "when tracker publish last went through",
    "charts": "charts that were drawn before",
    "feeds": "posts that were put into feeds before",
    "cards": "cards that were drawn before",
    "pictures": "pictures without their metadata",
    "site": "made pages, for MkDocs to read",
    "serve": "the same for tracker serve, drafts and all",
    "site-html": "HTML of pages that a build made, for the next one",
    "serve-html": "the same for tracker serve, drafts and all",
    "site-pages.json": "what that HTML was made from",
    "serve-pages.json": "the same for tracker serve, drafts and all",
    "other": "what a site with the journal's charts alone shows",
    "site.lock": "held while a site is built",
    "serve.lock": "the same for tracker serve",
    "other.lock": "the same for a site with the journal's charts alone",
}
# The name of the program's own wheel, with its release between the two.
WHEEL_BEGINS, WHEEL_ENDS = "wheels/progress_journal-", "-py3-none-any.whl"
UNDO = "undo"
_LOCK_SECONDS = 10.0
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}


def is_writable(name: str) -> bool:
    """Whether the program may write a file: a week, one of the table, or Markdown of docs/."""
    if name in WRITABLE or _is_page(name) or is_wheel(name):
        return True
    if not name.startswith(f"{ENTRIES}/") or not name.endswith(".yaml"):
        return False
    return is_week(name.removeprefix(f"{ENTRIES}/").removesuffix(".yaml"))


def is_wheel(name: str) -> bool:
    """Whether a name is that of this program's wheel in a journal."""
    if not name.startswith(WHEEL_BEGINS) or not name.endswith(WHEEL_ENDS):
        return False
    release = name[len(WHEEL_BEGINS) : -len(WHEEL_ENDS)]
    return release.replace(".", "").replace("+", "").isalnum() and release.isascii()


def _is_page(name: str) -> bool:
    """Whether a name is a Markdown file in docs/, in no hidden folder, that undo can write down."""
    if not name.startswith("docs/") or not name.endswith(".md") or not name.isprintable():
        return False
    return "\\" not in name and all(part and part[0] != "." for part in name.split("/"))


def is_written_in_place(root: Path, name: str) -> bool:
    """Whether the program may write a file, and it is no link to another."""
    try:
        _resolve_target(root, name)
    except TrackerError:
        return False
    return True


# ---- the author's files


def replace_files(
    root: Path, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> tuple[str, ...] | None:
    """Replace the bytes of each file, durably, and return warnings.

    None, and nothing is done, where a file no longer holds `before`. A warning says that the bytes
    are in place but the disk did not confirm it. TrackerError for names that may not be written.
    """
    targets = {name: _resolve_target(root, name) for name in after}
    fresh: dict[str, str] = {}
    try:
        for name, target in targets.items():
            _refuse_read_only(name, target)
            data = after[name]
            if data is not None:
                folder, base = os.path.split(target)
                fresh[name] = os.path.join(folder, f".{base}.new")
                write_bytes(fresh[name], data, like=target)
        # An editor, which does not use the lock, may have written since. The rename follows within
        # microseconds.
        for name, data in before.items():
            if name in after and read_file(root, name, file_kind_of(name)) != data:
                return None
        for name, target in targets.items():
            if name in fresh:
                os.replace(fresh[name], target)
                del fresh[name]
            else:
                os.unlink(target)
    finally:
        for path in fresh.values():
            with suppress(OSError):
                os.unlink(path)
    return _sync_folders({os.path.dirname(target) for target in targets.values()})


def file_kind_of(name: str) -> FileKind:
    """The kind of a writable file, which says how large it may be."""
    if name.startswith(f"{ENTRIES}/"):
        return ENTRY
    if is_wheel(name):
        return WHEEL
    return SETTINGS


def _resolve_target(root: Path, name: str) -> str:
    """Resolve a name to its path. TrackerError where the program may not write there."""
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
    # Root could write to it all the same, but somebody made it read-only on purpose.
    if not mode & 0o200 or not os.access(target, os.W_OK):
        raise TrackerError(f"{name} is read-only; nothing was written")


def write_bytes(path: str, data: bytes, like: str | None = None, sync: bool = True) -> None:
    """Write a new file, with the mode and owner of `like` if that exists.

    The caller holds the journal's lock.
    """
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
    """Give an open file the owner and the mode of the file `like`."""
    if like is None or sys.platform == "win32":
        return
    try:
        old = os.stat(like)
    except FileNotFoundError:
        return
    new = os.fstat(file)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):  # only root may change the owner
            os.fchown(file, old.st_uid, old.st_gid)
    os.fchmod(file, old.st_mode & 0o7777)


def _sync_folders(folders: set[str]) -> tuple[str, ...]:
    """Make renames in these folders survive a power cut; return a warning where the disk fails."""
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
            f"written, but the disk did not confirm it ({error.strerror}); "
            "a power cut could lose this",
        )
    return ()


def make_folders(root: Path, name: str) -> None:
    """Make the folders above a writable file. TrackerError where one of them is a link."""
    if not is_writable(name):
        raise TrackerError(f"{name!r} is no file that tracker writes; nothing was written")
    os.makedirs(root, exist_ok=True)
    folder = os.path.dirname(name)
    if folder == ENTRIES:
        # It may be a link to where the author keeps the journal.
        try:
            os.makedirs(os.path.join(root, folder), exist_ok=True)
        except FileExistsError:
            raise TrackerError(f"{folder}: expected a folder, found a file") from None
    elif folder:
        _plain_folder(os.fspath(root), folder.split("/"))


# ---- .tracker/, the files of this clone alone


def own_folder(root: Path, *names: str) -> str:
    """The path of `.tracker/`, or of a folder below it, which is made if it is missing.

    TrackerError where a part of the path is a link. A repository can contain links, through which
    this program would write and delete anywhere.
    """
    if names and names[0] not in OWN_FILES:
        raise TrackerError(f"{OWN}/{names[0]} is no folder of this program")
    folder = _plain_folder(os.fspath(root), [OWN])
    ignore = os.path.join(folder, ".gitignore")
    try:
        _refuse_link(os.lstat(ignore).st_mode, f"{OWN}/.gitignore")
    except FileNotFoundError:
        write_bytes(ignore, b"*\n", sync=False)
    if not names:
        return folder
    return _plain_folder(os.fspath(root), [OWN, *names])


def _plain_folder(root: str, names: list[str]) -> str:
    """The path of a folder below `root`, made if it is missing. TrackerError where it is a link."""
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
            f"{name} is a link, and tracker writes only into folders of its own; "
            f"nothing was written, look where it leads and remove it: rm {name}"
        )


def own_file(root: Path, name: str) -> str:
    """The path of a file below .tracker/, whose folder is made. TrackerError where it is a link."""
    *folders, last = name.split("/")
    if not folders and last not in OWN_FILES:
        raise TrackerError(f"{OWN}/{last} is no file of this program")
    path = os.path.join(own_folder(root, *folders), last)
    with suppress(FileNotFoundError):
        _refuse_link(os.lstat(path).st_mode, f"{OWN}/{name}")
    return path


def read_own(root: Path, name: str, most: int) -> bytes | None:
    """Read a file below .tracker/.

    None where there is none, where it is larger than `most` bytes, or where a part of its path is a
    link.
    """
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
    if len(data) > most:
        return None
    return data


def write_own(root: Path, name: str, data: bytes) -> None:
    """Write a file below .tracker/, all or none of its bytes. OSError where that fails."""
    path = own_file(root, name)
    fresh = f"{path}.{os.getpid()}.new"
    try:
        write_bytes(fresh, data, sync=False)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            os.unlink(fresh)
        raise


def list_own(root: Path, folder: str) -> list[str]:
    """List the regular files in a folder below .tracker/; none if it is a link or missing."""
    if not _is_plain(root, folder):
        return []
    with os.scandir(os.path.join(root, OWN, folder)) as entries:
        return [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]


def list_own_folders(root: Path, folder: str) -> list[str]:
    """List a folder below .tracker/ and all folders in it; none if it is a link or missing."""
    if not _is_plain(root, folder):
        return []
    with os.scandir(os.path.join(root, OWN, folder)) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    inner = [list_own_folders(root, f"{folder}/{name}") for name in names]
    return [folder, *(each for folders in inner for each in folders)]


def delete_leftovers(root: Path, folder: str = "") -> None:
    """Delete the files that a killed `write_own` left: older than an hour, named `*.NUMBER.new`."""
    for name in list_own(root, folder):
        *_, number, ending = ["", "", *name.split(".")]
        if ending != "new" or not number.isdecimal():
            continue
        path = os.path.join(root, OWN, folder, name)
        with suppress(OSError):
            if time.time() - os.lstat(path).st_mtime > 3600:
                os.unlink(path)


def has_own_folder(root: Path, folder: str) -> bool:
    """Whether a folder below .tracker/ exists, and is no link."""
    return _is_plain(root, folder)


def delete_own(root: Path, folder: str, name: str) -> None:
    """Delete a file that `list_own` named, if it is still there."""
    if "/" in name or not _is_plain(root, folder):
        return
    path = os.path.join(root, OWN, folder, name)
    with suppress(FileNotFoundError):
        if stat.S_ISREG(os.lstat(path).st_mode):
            os.unlink(path)


def _is_plain(root: Path, folder: str) -> bool:
    """Whether .tracker/ and the folder below it exist, and are no links."""
    path = os.fspath(root)
    try:
        for part in [OWN, *folder.split("/")]:
            if not part:
                continue
            path = os.path.join(path, part)
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                return False
    except OSError:
        return False
    return True


# ---- the lock


def lock_journal(root: Path) -> int:
    """Lock .tracker/lock for this program, until `release_lock` or the end of the program.

    TrackerError where another program holds it for ten seconds.
    """
    path = own_file(root, "lock")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    deadline = time.monotonic() + _LOCK_SECONDS
    while not try_lock(lock):
        if time.monotonic() > deadline:
            os.close(lock)
            raise TrackerError(
                "another tracker has been writing to this journal for ten seconds; "
                "nothing was written"
            )
        # 0.5 to 5 ms, never longer: growing pauses starved a writer for 351 of 401 turns.
        time.sleep(0.0005 + os.urandom(1)[0] / 255 * 0.0045)
    return lock


def release_lock(lock: int) -> None:
    """Release a lock of `lock_journal` or `try_lock`."""
    if sys.platform != "win32":
        import fcntl

        # To close it is not enough: a copy of this process that still works has the file open, too.
        fcntl.flock(lock, fcntl.LOCK_UN)
    os.close(lock)


def try_lock(lock: int) -> bool:
    """Lock an open file for this program; False where another program holds it."""
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
