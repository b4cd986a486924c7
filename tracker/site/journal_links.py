"""Links of another site's pages to pages of the journal's own site -> addresses between the two."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.boundary.outside import resolve_path
from tracker.format.markdown_spans import sub_outside_code
from tracker.pages import View
from tracker.pages.all_pages import build_pages
from tracker.pages.head.catalogue import build_catalogue
from tracker.site.plain_files import address_of_uri, list_author_uris

_LINK_UP = re.compile(r"\]\((?P<file>\.\./[^()\s#]+\.md)(?P<anchor>#[^()\s]*)?(?=[)\s])")


class JournalPages(NamedTuple):
    """The pages of the journal's own site.

    `docs`: its folder of hand-written pages. `urls`: page, as in docs/ -> its whole address.
    """

    docs: Path
    urls: Mapping[str, str]


def has_link_up(markdown: str) -> bool:
    return _LINK_UP.search(markdown) is not None


def list_journal_pages(root: Path, docs: Path, view: View) -> JournalPages:
    """List the pages that the journal's own site has; none where its address is not known."""
    urls: dict[str, str] = {}
    if not view.place.url:
        return JournalPages(docs, urls)
    catalogue = build_catalogue(view)
    uris = [page.uri for page in build_pages(view)]
    uris += [uri for uri in list_author_uris(root, view) if uri.endswith(".md")]
    for uri in uris:
        urls[uri] = view.absolute(address_of_uri(catalogue, uri))
    return JournalPages(docs, urls)


def link_journal_pages(markdown: str, pages: JournalPages, path: str) -> str:
    """Replace links such as `../progress.md`, seen from the file `path`, by whole addresses.

    A link to a page that the journal's site has not is left as it is, for the engine to report.
    """
    folder, docs = os.path.dirname(resolve_path(path)), resolve_path(pages.docs)

    def link(match: re.Match[str]) -> str:
        target = os.path.normpath(os.path.join(folder, match["file"]))
        uri = os.path.relpath(target, docs).replace(os.sep, "/")
        if uri not in pages.urls:
            return match[0]
        return f"]({pages.urls[uri]}{match['anchor'] or ''}"

    return sub_outside_code(_LINK_UP, link, markdown)


def shorten_links(html: str, site: str, here: str) -> str:
    """Make the links to pages of `site` relative to the address `here`, on the same host.

    So they hold on every machine that serves both sites, under any address.
    """
    if not site or urlsplit(site)[:2] != urlsplit(here)[:2]:
        return html
    folder = posixpath.dirname(urlsplit(here).path) or "/"

    def link(match: re.Match[str]) -> str:
        path, anchor = urlsplit(match["url"]).path, match["anchor"] or ""
        relative = posixpath.relpath(path, folder)
        if path.endswith("/"):
            relative += "/"
        return f'href="{relative}{anchor}"'

    pattern = rf'href="(?P<url>{re.escape(site)}[^"#?]*)(?P<anchor>#[^"]*)?"'
    return re.sub(pattern, link, html)
