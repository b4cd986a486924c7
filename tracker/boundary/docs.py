"""Find and read the files that an author writes by hand: a site's docs/ and theme overrides."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from tracker.boundary.reading import ENTRIES, Refused, is_within, read_regular


def list_docs(docs: str) -> list[str]:
    """List every file below the folder, without hidden folders, by sorted relative path.

    Links to folders are followed, as MkDocs does. Call `find_foreign` first, which finds the links
    that lead out of the journal or in a circle.
    """
    uris = []
    for folder, folders, files in os.walk(docs, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            uris.append(os.path.relpath(os.path.join(folder, file), docs).replace(os.sep, "/"))
    return sorted(uris)


def find_foreign(root: str, docs: str) -> list[Refused]:
    """Find what must not be published below docs/: certain links, and pipes, sockets and devices.

    A link may lead to another file of docs/, or to a file of the journal's folder that is neither
    hidden nor an entry: docs/changelog.md -> ../CHANGELOG.md. Other links, and links to a folder
    that holds them, are refused; MkDocs itself would follow and publish any.
    """
    inside, journal = os.path.realpath(docs), os.path.realpath(root)
    return sorted(_foreign_below(docs, inside, journal), key=lambda refusal: refusal.name)


def _foreign_below(docs: str, inside: str, journal: str) -> Iterator[Refused]:
    for folder, folders, files in os.walk(docs):
        # MkDocs skips hidden folders, too.
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            reason = _why_foreign(path, inside, journal)
            if reason:
                yield Refused(_format_path(path, docs, journal), reason)


def _why_foreign(path: str, inside: str, journal: str) -> str | None:
    """Why a path below docs/ must not be published; None where it may be."""
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            target = os.path.realpath(path)
            mode = os.stat(path).st_mode
            if not _is_public(target, inside, journal):
                return "a link that leads out of docs/; put the file itself there"
            if stat.S_ISDIR(mode) and is_within(os.path.realpath(os.path.dirname(path)), target):
                return "a link to a folder that holds it; take it out"
    except FileNotFoundError:
        return None  # a link that leads nowhere: nothing is published
    except OSError as error:
        return error.strerror or str(error)
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return "expected a file, found a pipe, a socket or a device; take it out"
    return None


def _format_path(path: str, docs: str, journal: str) -> str:
    """A path as messages name it: relative to the journal's folder if it lies there."""
    whole = os.path.join(os.path.realpath(docs), os.path.relpath(path, docs))
    if is_within(whole, journal):
        return os.path.relpath(whole, journal).replace(os.sep, "/")
    return whole


def _is_public(target: str, inside: str, journal: str) -> bool:
    if is_within(target, inside):
        return True
    if not is_within(target, journal):
        return False
    parts = os.path.relpath(target, journal).split(os.sep)
    return parts[0] != ENTRIES and not any(part.startswith(".") for part in parts)


def read_doc(root: str, docs: str, uri: str, most: int, strict: bool = False) -> bytes:
    """Read a file of docs/: at most `most` bytes, and one more.

    Refused where it is a link to a file that must not be published. `strict`: the file must lie in
    docs/ itself, as an essay must.
    """
    path = os.path.join(docs, *uri.split("/"))
    inside, journal = os.path.realpath(docs), os.path.realpath(root)
    name = _format_path(path, docs, journal)
    target = os.path.realpath(path)
    allowed = is_within(target, inside) if strict else _is_public(target, inside, journal)
    if not allowed:
        raise Refused(name, "a link that leads out of docs/; put the file itself there")
    try:
        return read_regular(path, name, most)
    except OSError as error:
        raise Refused(name, error.strerror or str(error)) from None


def shown_path(root: str, docs: str, uri: str) -> str:
    """The path of a file of docs/ as messages name it: relative to the journal if it lies there."""
    return _format_path(os.path.join(docs, *uri.split("/")), docs, os.path.realpath(root))


def has_doc(docs: str, uri: str) -> bool:
    """Whether docs/ holds a file with this relative path."""
    return os.path.isfile(os.path.join(docs, *uri.split("/")))


def lies_below(path: str, folder: str) -> bool:
    """Whether a path lies in a folder after all links are followed."""
    return is_within(os.path.realpath(path), os.path.realpath(folder))
