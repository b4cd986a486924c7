"""A journal's site -> a folder of plain Markdown, data and assets that another engine builds: Zensical, for one.

Its mkdocs.yml inherits the journal's own, unchanged, and adds as settings what the plugin does in MkDocs.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pathspec.gitignore import GitIgnoreSpec

from tracker.boundary import docs as docs_folder
from tracker.boundary.outside import read_named
from tracker.boundary.reading import ENTRIES, PAGE_BYTES, SETTINGS, read_file
from tracker.format.loader import load_front_matter
from tracker.markup import SCRIPT
from tracker.model.journal import TrackerError
from tracker.pages import View
from tracker.pages.head.catalogue import Catalogue, Leaf, build_catalogue, extract_description
from tracker.pages.head.meta import format_head_metadata
from tracker.pages.markdown import led_from, with_charts
from tracker.site import site_files
from tracker.site.pictures import is_picture
from tracker.site.settings import FILE, load_mkdocs_settings, read_site_settings

LACKS = (
    "links to edit a page's YAML",
    "names for screen readers where the theme has none",
    "page titles told apart where two are the same",
    "dates in the sitemap",
    "the page for addresses that are not there",
    "`serve` that follows entries/ (run this again after a change)",
)
OVERRIDE = """{% extends "base.html" %}
{% block extrahead %}
  {{ super() }}
  {% if page.meta and page.meta.head %}{{ page.meta.head }}{% endif %}
{% endblock %}
"""
HEADER = """\
# Made by `tracker build --to`. journal.yml is the journal's own mkdocs.yml; here stands what its plugin does in MkDocs.
"""
_MERMAID = re.compile(r"(?m)^[ \t]*(```|~~~)[ \t]*\{?[ \t]*\.?mermaid\b")


class PlainFile(NamedTuple):
    """A file of the folder: `name` from its top on."""

    name: str
    content: bytes


def generate_plain_files(
    root: Path, view: View, made: site_files.Made, warn: Callable[[str], None]
) -> Iterator[PlainFile]:
    """Every file of the folder."""
    outputs = list(site_files.generate_site_files(view, root, warn, made))
    known = build_catalogue(view, frozenset(output.uri for output in outputs if not output.page))
    own = dict(author_files(root, view, made))
    diagrams = False
    for uri, content in [*((o.uri, o.content) for o in outputs if o.uri not in own), *own.items()]:
        if uri.endswith(".md"):
            text = content.decode("utf-8", "replace")
            content = format_plain_page(view, known, uri, text, uri in own).encode()
            diagrams = diagrams or bool(_MERMAID.search(text))
        yield PlainFile(f"docs/{uri}", content)
    for output in site_files.read_diagram_files() if diagrams else ():
        yield PlainFile(f"docs/{output.uri}", output.content)
    yield from generate_configuration_files(root)


def author_files(root: Path, view: View, made: site_files.Made) -> Iterator[tuple[str, bytes]]:
    """The pages written by hand, and what lies beside them; neither drafts nor what MkDocs is told to leave out."""
    place, docs, (excluded, drafts) = read_site_settings(root)
    hidden = [
        GitIgnoreSpec.from_lines(lines) for lines in ((".*", "/templates/", *excluded), drafts)
    ]
    shown = {f"{place.posts}/{essay.name}" for essay in view.essays}
    for uri in docs_folder.list_docs(str(docs)):
        if any(spec.match_file(uri) for spec in hidden):
            continue
        if docs_folder.lies_below(str(docs / uri), str(root / ENTRIES)):
            continue
        is_essay = uri.startswith(f"{place.posts}/") and uri.endswith(".md")
        if (is_essay and uri not in shown) or not docs_folder.has_doc(str(docs), uri):
            continue
        data = docs_folder.read_doc(str(root), str(docs), uri, PAGE_BYTES)
        yield uri, site_files.clean_picture(uri, data, made) if is_picture(uri) else data


# ---- pages ---------------------------------------------------------------------------------------------------------


def format_plain_page(view: View, known: Catalogue, uri: str, text: str, by_hand: bool) -> str:
    """A page with its charts drawn, its pictures found, and in its front matter what belongs into its head."""
    meta, front, body = split_front_matter(text)
    leaf = leaf_of(view, known, uri, meta, body)
    body = with_charts(body, view.drawing) if by_hand else led_from(leaf.address, body)
    if _MERMAID.search(body):
        script = posixpath.relpath(f"{site_files.DIAGRAMS_URI}/{SCRIPT}", leaf.address or ".")
        body += f'\n\n<script src="{script}" defer></script>\n'
    added = {"head": format_head_metadata(known, leaf)}
    if not meta.get("description"):
        added["description"] = leaf.description
    lines = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in added.items() if value
    )
    return f"---\n{front}{lines}---\n{body}"


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str, str]:
    """(front matter as values, as text, all else)."""
    found = site_files.FRONT_MATTER.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if not found:
        return {}, "", text
    meta, _ = load_front_matter("", found["meta"])
    return ({}, "", text) if meta is None else (meta, found["meta"] + "\n", found["text"])


def leaf_of(view: View, known: Catalogue, uri: str, meta: Mapping[str, Any], body: str) -> Leaf:
    heading = re.search(r"(?m)^# +(.+?)[ \t]*#*$", body)
    name = str(
        meta.get("title")
        or (heading[1] if heading else posixpath.splitext(posixpath.basename(uri))[0])
    )
    about = (
        str(meta.get("description") or "")
        or extract_description(body.strip())
        or f"{view.place.name}: {name}"
    )
    return Leaf(uri, address_of_uri(view, known, uri), unescape(name), unescape(about))


def address_of_uri(view: View, known: Catalogue, uri: str) -> str:
    posts = {
        view.post_uri(week.name): view.post_address(week) for week in view.figures.weeks.values()
    }
    posts |= {
        f"{view.place.posts}/{essay.name}": essay.address(view.place) for essay in view.essays
    }
    return posts.get(uri) or view.place.address(uri)


# ---- settings ------------------------------------------------------------------------------------------------------


def generate_configuration_files(root: Path) -> Iterator[PlainFile]:
    """The journal's own mkdocs.yml as it is, the one that adds to it, and the theme's override."""
    found = load_mkdocs_settings(root / FILE)
    theme = found.get("theme")
    own = str(theme["custom_dir"]) if isinstance(theme, dict) and theme.get("custom_dir") else None
    styles = [*site_files.list_stylesheets(), *(found.get("extra_css") or ())]
    added = {
        "INHERIT": "journal.yml",
        "docs_dir": "docs",
        "site_dir": "site",
        "edit_uri": "",
        "theme": {"custom_dir": "overrides"},
        "extra_css": styles,
    }
    yield PlainFile(
        FILE, (HEADER + yaml.safe_dump(added, sort_keys=False, allow_unicode=True)).encode()
    )
    yield from copy_settings_files(root)
    folder = str(root / own) if own else ""
    names = docs_folder.list_docs(folder) if folder else []
    for name in names:
        data = docs_folder.read_doc(str(root), folder, name, PAGE_BYTES, strict=True)
        yield PlainFile(f"overrides/{name}", data)
    if "main.html" not in names:
        yield PlainFile("overrides/main.html", OVERRIDE.encode())


def copy_settings_files(root: Path) -> Iterator[PlainFile]:
    """The journal's settings, and those that they inherit."""
    yield PlainFile("journal.yml", read_named(str(root / FILE), SETTINGS.most))
    parent = load_mkdocs_settings(root / FILE).get("INHERIT")
    if isinstance(parent, str):
        name = posixpath.normpath(parent)
        data = read_file(root, name, SETTINGS)
        if data is None or posixpath.isabs(name) or name.startswith(".."):
            raise TrackerError(
                f"{FILE} inherits from {parent}, which lies outside the journal's folder"
            )
        yield PlainFile(name, data)
