"""A journal's folder -> the essays of its blog."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tracker.boundary import docs as docs_folder
from tracker.boundary.reading import ESSAY_BYTES, Refused, has_file
from tracker.boundary.writing import is_written_in_place


def list_essays_with(root: str, word: bytes) -> list[str]:
    """List the essays whose bytes hold the word, by their path in the journal's folder.

    Those that the program must not write are left out, such as links, and posts outside of docs/;
    so are all where mkdocs.yml is missing.
    """
    essays = []
    for name, data in read_essays(root):
        if word in data and is_written_in_place(root, name):
            essays.append(name)
    return essays


def read_essays(root: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path of each essay in the journal's folder, and its bytes.

    Links that lead out of docs/ are left out; so are all where mkdocs.yml is missing.
    """
    if not has_file(root, "mkdocs.yml"):
        return
    from tracker.site.settings import read_site_settings

    place, docs, _ = read_site_settings(Path(root))
    for uri in docs_folder.list_docs(str(docs)):
        if not uri.startswith(f"{place.posts}/") or not uri.endswith(".md"):
            continue
        try:
            data = docs_folder.read_doc(root, str(docs), uri, ESSAY_BYTES, strict=True)
        except Refused:
            continue
        if len(data) <= ESSAY_BYTES:
            yield os.path.relpath(docs / uri, root).replace(os.sep, "/"), data
