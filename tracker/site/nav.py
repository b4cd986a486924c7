"""MkDocs' navigation and headings -> what the journal needs to know of them, and changes.

Their objects come in from the plugin.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tracker.boundary import docs as docs_folder
from tracker.boundary.reading import PAGE_BYTES
from tracker.pages import LISTS


def has_own_nav(config: Any) -> bool:
    """Whether the author places the journal's pages: in a `nav`, or in awesome-nav's file."""
    if config.nav is not None:
        return True
    plugin: Any = config.plugins.get("awesome-nav")
    if not plugin or not docs_folder.has_doc(config.docs_dir, plugin.config.filename):
        return False
    root = str(Path(config.docs_dir).parent)
    data = docs_folder.read_doc(root, config.docs_dir, plugin.config.filename, PAGE_BYTES)
    names = {name.strip("/") for name in re.findall(r"[\w./-]+", data.decode("utf-8", "replace"))}
    placed = {name for uri in LISTS for name in (uri, posixpath.dirname(uri)) if name}
    return bool(placed & names)


def mark_section_indexes(items: Iterable[Any], titles: Mapping[str, str]) -> None:
    """Make a made page that is called as its section the section's own page: no `Plan > Plan`.

    `titles`: of the made pages. The theme asks for it under `navigation.indexes`.
    """
    for section in items:
        children = section.children or ()
        mark_section_indexes(children, titles)
        first = next(iter(children), None)
        if not first or not first.is_page or first.file.src_uri not in titles:
            continue
        # MkDocs reads a page's title later, but for one that the `nav` gives.
        title = vars(first).get("title") or titles[first.file.src_uri]
        if title == section.title:
            kind = type(first)
            first.__class__ = type(kind.__name__, (kind,), {"is_index": True})


def count_headings(links: Iterable[Any]) -> int:
    return sum(1 + count_headings(link.children) for link in links)
