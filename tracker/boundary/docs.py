"""Find and read the pages and files that an author writes by hand: a site's docs/ folder, its theme's overrides."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from tracker.boundary.reading import ENTRIES, Refused, is_within, read_regular


def list_docs(docs: str) -> list[str]:
    """Every file below the folder but for hidden folders, by its path from there, in order.

    Links to folders are followed, as MkDocs does. Call `find_foreign` first: what leads out of the journal, or in a
    circle, must not be followed.
    """
    found = []
    for folder, folders, files in os.walk(docs, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            found.append(os.path.relpath(os.path.join(folder, file), docs).replace(os.sep, "/"))
    return sorted(found)


def find_foreign(root: str, docs: str) -> list[Refused]:
    """Links below docs/ that lead out of what may be published, links to folders around them, and what is no file.

    A link may lead to another file of docs/, or to a file of the journal's folder that is neither hidden nor an entry:
    docs/changelog.md -> ../CHANGELOG.md. MkDocs itself follows and publishes any.
    """
    inside, journal = os.path.realpath(docs), os.path.realpath(root)
    return sorted(_foreign_below(docs, inside, journal), key=lambda refusal: refusal.name)


def _foreign_below(docs: str, inside: str, journal: str) -> Iterator[Refused]:
    for folder, folders, files in os.walk(docs):
        folders[:] = [
            name for name in folders if not name.startswith(".")
        ]  # MkDocs passes over them, too
        for name in [*folders, *files]:
            path = os.path.join(folder, name)
            shown = _format_path(path, docs, journal)
            try:
                mode = os.lstat(path).st_mode
                if stat.S_ISLNK(mode):
                    target = os.path.realpath(path)
                    mode = os.stat(path).st_mode
                    if not _is_public(target, inside, journal):
                        yield Refused(
                            shown, "a link that leads out of docs/; put the file itself there"
                        )
                        continue
                    if stat.S_ISDIR(mode) and is_within(os.path.realpath(folder), target):
                        yield Refused(shown, "a link to a folder that holds it; take it out")
                        continue
            except FileNotFoundError:
                continue  # a link that leads nowhere: nothing is published
            except OSError as error:
                yield Refused(shown, error.strerror or str(error))
                continue
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                yield Refused(
                    shown, "expected a file, found a pipe, a socket or a device; take it out"
                )


def _format_path(path: str, docs: str, journal: str) -> str:
    """A path as messages name it: from the journal's folder on, where it lies in there."""
    whole = os.path.join(os.path.realpath(docs), os.path.relpath(path, docs))
    return (
        os.path.relpath(whole, journal).replace(os.sep, "/") if is_within(whole, journal) else whole
    )


def _is_public(target: str, inside: str, journal: str) -> bool:
    if is_within(target, inside):
        return True
    if not is_within(target, journal):
        return False
    parts = os.path.relpath(target, journal).split(os.sep)
    return parts[0] != ENTRIES and not any(part.startswith(".") for part in parts)


def read_doc(root: str, docs: str, uri: str, most: int, strict: bool = False) -> bytes:
    """A file of docs/: at most `most` bytes, and one more. Refused where it leads out of what may be published.

    `strict`: it must lie in docs/ itself, as an essay must.
    """
    path = os.path.join(docs, *uri.split("/"))
    inside, journal = os.path.realpath(docs), os.path.realpath(root)
    shown = _format_path(path, docs, journal)
    target = os.path.realpath(path)
    if not (is_within(target, inside) if strict else _is_public(target, inside, journal)):
        raise Refused(shown, "a link that leads out of docs/; put the file itself there")
    try:
        return read_regular(path, shown, most)
    except OSError as error:
        raise Refused(shown, error.strerror or str(error)) from None


def shown_path(root: str, docs: str, uri: str) -> str:
    """The path of a file of docs/ as messages name it: from the journal's folder on, where it lies in there."""
    return _format_path(os.path.join(docs, *uri.split("/")), docs, os.path.realpath(root))


def has_doc(docs: str, uri: str) -> bool:
    return os.path.isfile(os.path.join(docs, *uri.split("/")))


def lies_below(path: str, folder: str) -> bool:
    """Whether a path leads into a folder, once links are followed."""
    return is_within(os.path.realpath(path), os.path.realpath(folder))
