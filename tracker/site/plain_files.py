"""A journal's site -> a folder of plain Markdown, data and assets for another engine: Zensical.

Its mkdocs.yml inherits the journal's own, and adds the settings that the MkDocs plugin makes.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml
from pathspec.gitignore import GitIgnoreSpec

from tracker.boundary import docs as docs_folder
from tracker.boundary.outside import read_named
from tracker.boundary.reading import ENTRIES, PAGE_BYTES, SETTINGS, read_file
from tracker.format.loader import load_front_matter
from tracker.markup import SCRIPT
from tracker.model.journal import TrackerError, Week
from tracker.pages import LISTS, Page, View
from tracker.pages.addresses import Essay, Place
from tracker.pages.follow import list_ways_to_follow, render_post_ways, render_ways
from tracker.pages.head import not_found
from tracker.pages.head.catalogue import (
    Catalogue,
    Leaf,
    build_catalogue,
    extract_description,
    find_last_change,
    format_page_title,
)
from tracker.pages.head.meta import escape_attribute, format_head_metadata
from tracker.pages.home import format_first_post_note
from tracker.pages.item_links import link_items_on_page
from tracker.pages.markdown import make_picture_paths_relative, with_charts
from tracker.pages.marks import link_chart_marks, map_mark_targets, shows_chart
from tracker.site import hand_written, site_files
from tracker.site.pictures import is_picture
from tracker.site.search import choose_search_settings, has_tags_listing
from tracker.site.settings import (
    FILE,
    load_mkdocs_settings,
    load_settings_file,
    prune_nav,
    read_site_settings,
)

LACKS = (
    "links to edit a page's YAML",
    "names for screen readers where the theme has none",
    "the years of the blog as pages of titles, with dates in the sitemap",
    "counts and dates of tags",
    "lists of headings only where they help, and sections that are named once",
    "marks of what is English on a site in another language",
    "`serve` that follows entries/ (run this again after a change)",
)
OVERRIDE = """{% extends "base.html" %}
{% block htmltitle %}
  {% if page.meta and page.meta.page_title %}
    <title>{{ page.meta.page_title }}</title>
  {% else %}
    {{ super() }}
  {% endif %}
{% endblock %}
{% block extrahead %}
  {{ super() }}
  {% if page.meta and page.meta.head %}{{ page.meta.head }}{% endif %}
{% endblock %}
"""
NOT_FOUND = """{{% extends "main.html" %}}
{{% block htmltitle %}}
  <title>{title}</title>
  <meta name="robots" content="noindex">
{{% endblock %}}
{{% block content %}}
{content}
{{% endblock %}}
"""
# `lastmod` and `sitemap.disable` are Hugo's own names, too.
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{%- for page in pages %}
  {%- if page.canonical_url and not (page.meta and page.meta.sitemap) %}
  <url>
    <loc>{{ page.canonical_url }}</loc>
    {%- if page.meta and page.meta.lastmod %}
    <lastmod>{{ page.meta.lastmod }}</lastmod>
    {%- endif %}
  </url>
  {%- endif %}
{%- endfor %}
</urlset>
"""
HEADER = (
    "# Made by `tracker build --to`. journal.yml is the journal's own mkdocs.yml; "
    "here stands what its plugin does in MkDocs.\n"
)
_TITLE = re.compile(r"(?m)^title:.*\n")
# What a browser could take for the beginning of a tag or of a character reference.
_ACTIVE_HTML = re.compile(r"<(?=[A-Za-z/!?])|&(?=#|[A-Za-z])")
# The name by which YAML repeats a value: `&guide guide/index.md`.
_ANCHOR = re.compile(r"&\S+\s+")
_MERMAID = re.compile(r"(?m)^[ \t]*(```|~~~)[ \t]*\{?[ \t]*\.?mermaid\b")


class PlainFile(NamedTuple):
    """A file of the folder: its path in the folder, and its bytes."""

    name: str
    content: bytes


def generate_plain_files(
    root: Path, view: View, get_or_make: site_files.Made, warn: Callable[[str], None]
) -> Iterator[PlainFile]:
    """Yield every file of the folder. `warn` takes a sentence for each picture left out."""
    outputs = list(site_files.generate_site_files(view, root, warn, get_or_make))
    catalogue = build_catalogue(
        view, frozenset(output.uri for output in outputs if not output.page)
    )
    by_author = dict(author_files(root, view, get_or_make))
    made = {output.uri: output.page for output in outputs if output.page}
    contents = [(output.uri, output.content) for output in outputs if output.uri not in by_author]
    contents += by_author.items()
    has_diagram = False
    addresses = map_mark_targets(view)
    for uri, content in contents:
        if uri.endswith(".md"):
            text = content.decode("utf-8", "replace")
            made_page = None if uri in by_author else made.get(uri)
            page = format_plain_page(view, catalogue, uri, text, made_page, addresses)
            content = page.encode()
            if _MERMAID.search(text):
                has_diagram = True
        yield PlainFile(f"docs/{uri}", content)
    if has_diagram:
        for output in site_files.read_diagram_files():
            yield PlainFile(f"docs/{output.uri}", output.content)
    gone = frozenset(LISTS) - made.keys() - by_author.keys()
    yield from generate_configuration_files(root, view, gone)


def author_files(
    root: Path, view: View, get_or_make: site_files.Made
) -> Iterator[tuple[str, bytes]]:
    """Yield the hand-written pages and the files beside them, without drafts and excluded files."""
    docs = str(read_site_settings(root).docs)
    for uri in list_author_uris(root, view):
        data = docs_folder.read_doc(str(root), docs, uri, PAGE_BYTES)
        if is_picture(uri):
            data = site_files.clean_picture(uri, data, get_or_make)
        yield uri, data


def list_author_uris(root: Path, view: View) -> Iterator[str]:
    """Yield the paths in docs/ of the files that `author_files` reads."""
    place, docs, _ = read_site_settings(root)
    is_left_out = match_left_out(root)
    shown_essays = {f"{place.posts}/{essay.name}" for essay in view.essays}
    for uri in docs_folder.list_docs(str(docs)):
        if is_left_out(uri):
            continue
        if docs_folder.lies_below(str(docs / uri), str(root / ENTRIES)):
            continue
        is_essay = uri.startswith(f"{place.posts}/") and uri.endswith(".md")
        if is_essay and uri not in shown_essays:
            continue
        if docs_folder.has_doc(str(docs), uri):
            yield uri


def match_left_out(root: Path) -> Callable[[str], bool]:
    """Return whether a path in docs/ is that of a hidden or excluded file, or of a draft."""
    excluded, drafts = read_site_settings(root).left_out
    hidden = GitIgnoreSpec.from_lines((".*", "/templates/", *excluded))
    draft = GitIgnoreSpec.from_lines(drafts)
    return lambda uri: hidden.match_file(uri) or draft.match_file(uri)


# ---- pages


def format_plain_page(
    view: View,
    catalogue: Catalogue,
    uri: str,
    text: str,
    made: Page | None,
    addresses: Mapping[str, str],
) -> str:
    """Draw a page's charts, resolve its pictures, and put its head into the front matter.

    `made` is None for a page that was written by hand. `addresses`: of the targets of marks.
    """
    by_hand = made is None
    meta, front_matter, body = split_front_matter(text)
    if by_hand and uri.startswith(f"{view.place.posts}/"):
        body = link_items_on_page(body, view.targets, uri)
        front_matter = cut_author_only(front_matter)
    leaf = leaf_of(view, catalogue, uri, meta, body)
    subject = catalogue.subjects.get(uri)
    if by_hand and isinstance(subject, Essay):
        body += f"\n\n{render_post_ways(view, subject.title, leaf.address)}\n"
    if uri == view.place.journal_uri:
        body += format_first_post_note(view)
    body = (
        with_charts(body, view.drawing)
        if by_hand
        else make_picture_paths_relative(leaf.address, body)
    )
    link_to = partial(_link_from, leaf.address)
    body = link_chart_marks(body, addresses, link_to)
    body += format_scripts(body, link_to)
    added: dict[str, Any] = {"head": format_head_metadata(catalogue, leaf)}
    if not meta.get("description"):
        added["description"] = leaf.description
    if not by_hand and meta.get("title"):
        front_matter = _TITLE.sub("", front_matter, count=1)
        added["title"] = escape_title(leaf.title)
    page_title = format_page_title(catalogue, leaf)
    if page_title != f"{leaf.title} - {view.place.name}":
        added["page_title"] = escape_attribute(page_title)
    if "search" not in meta:
        added["search"] = choose_page_search(uri, body, by_hand)
    if leaf.uri in catalogue.moved:
        added["sitemap"] = {"disable": True}
    elif day := find_change_of_page(catalogue, uri, made):
        added["lastmod"] = day.isoformat()
    return f"---\n{add_to_front_matter(front_matter, added)}---\n{body}"


def choose_page_search(uri: str, body: str, by_hand: bool) -> dict[str, Any]:
    """Return the front matter's `search` of a page, as the plugin sets it in MkDocs."""
    if not by_hand:
        return choose_search_settings(uri)
    return {"exclude": True} if has_tags_listing(body) else {}


def format_scripts(body: str, link_to: Callable[[str], str]) -> str:
    """Format the scripts that a page's charts and diagrams need, each on a line of its own."""
    addresses = []
    if shows_chart(body):
        addresses.append(site_files.CHART_SCRIPT_URI)
    if _MERMAID.search(body):
        addresses.append(f"{site_files.DIAGRAMS_URI}/{SCRIPT}")
    scripts = [f'\n\n<script src="{link_to(address)}" defer></script>\n' for address in addresses]
    return "".join(scripts)


def _link_from(here: str, address: str) -> str:
    """Name an address relative to a page's."""
    relative = posixpath.relpath(address, here or ".")
    if address.endswith("/"):
        relative += "/"
    return relative


def add_to_front_matter(front_matter: str, added: Mapping[str, Any]) -> str:
    """Add keys, but those without a value, to a block of lines or to a mapping in braces."""
    pairs = []
    for key, value in added.items():
        if value:
            pairs.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    if front_matter.startswith("{") and front_matter.rstrip().endswith("}"):
        inner = front_matter.strip()[1:-1].rstrip(" ,\n")
        return f"{{{', '.join(filter(None, (inner, *pairs)))}}}\n"
    return front_matter + "".join(f"{pair}\n" for pair in pairs)


def escape_title(title: str) -> str:
    """Escape what would be HTML in a title, and no more.

    Zensical writes titles as they are, but in the lists of the blog, where it escapes them again:
    a colon as `&#58;` would be read as that there.
    """
    return _ACTIVE_HTML.sub(lambda match: escape(match[0]), title)


def find_change_of_page(catalogue: Catalogue, uri: str, made: Page | None) -> date | None:
    """Return the last day that a page is about, for the sitemap; of the blog its newest post's."""
    if uri == catalogue.view.place.journal_uri:
        posts = [s.date for s in catalogue.subjects.values() if isinstance(s, Week | Essay)]
        return max(posts, default=None)
    return (made and made.changed) or find_last_change(catalogue, uri, made is not None)


def split_front_matter(text: str) -> tuple[Mapping[str, Any], str, str]:
    """Split a page into its front matter as values, the same as text, and the rest."""
    parts = hand_written.FRONT_MATTER.match(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if not parts:
        return {}, "", text
    meta, _ = load_front_matter("", parts["meta"])
    if meta is None:
        return {}, "", text
    return meta, parts["meta"] + "\n", parts["text"]


def cut_author_only(front_matter: str) -> str:
    """Cut what only the author's own site reads out of an essay's front matter.

    `items` may name what is unpublished, or what only drafts name; a comment may say anything.
    """
    node = yaml.compose(front_matter, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return front_matter
    starts = [key.start_mark.index for key, _ in node.value]
    cuts = []
    for number, (key, value) in enumerate(node.value):
        if key.value != "items":
            continue
        end = value.end_mark.index
        if number + 1 < len(starts):
            end = starts[number + 1]
        elif not node.flow_style:
            end = len(front_matter)
        cuts.append((key.start_mark.index, end))
    for start, end in reversed(cuts):
        front_matter = front_matter[:start] + front_matter[end:]
    return re.sub(r"(?m)^#.*\n?", "", front_matter)


def leaf_of(view: View, catalogue: Catalogue, uri: str, meta: Mapping[str, Any], body: str) -> Leaf:
    """Return a page's address, title and description, by its front matter or else by its text."""
    title = meta.get("title")
    if not title:
        heading = re.search(r"(?m)^# +(.+?)[ \t]*#*$", body)
        title = heading[1] if heading else posixpath.splitext(posixpath.basename(uri))[0]
    title = str(title)
    description = (
        str(meta.get("description") or "")
        or extract_description(body.strip())
        or f"{view.place.name}: {title}"
    )
    address = address_of_uri(catalogue, uri)
    return Leaf(uri, address, unescape(title), unescape(description))


def address_of_uri(catalogue: Catalogue, uri: str) -> str:
    """Return a page's address on the site: a post's goes by its date, others by their path."""
    view = catalogue.view
    subject = catalogue.subjects.get(uri)
    if isinstance(subject, Week):
        return view.post_address(subject)
    if isinstance(subject, Essay):
        return subject.address(view.place)
    return view.place.address(uri)


# ---- settings


def generate_configuration_files(
    root: Path, view: View, gone: frozenset[str]
) -> Iterator[PlainFile]:
    """Yield the journal's own settings, the mkdocs.yml that inherits them, and theme overrides.

    `gone`: pages of the journal that were not made, for they would be empty.
    """
    settings = load_mkdocs_settings(root / FILE)
    added = {
        "INHERIT": "journal.yml",
        "docs_dir": "docs",
        "site_dir": "site",
        "edit_uri": "",
        # Zensical knows Material's theme, under this name alone.
        "theme": {"name": "material", "custom_dir": "overrides"},
        "extra_css": [*site_files.list_stylesheets(), *(settings.get("extra_css") or ())],
    }
    written = HEADER + yaml.safe_dump(added, sort_keys=False, allow_unicode=True)
    yield PlainFile(FILE, written.encode())
    is_left_out = match_left_out(root)
    for file in copy_settings_files(root):
        content = replace_left_out(prune_nav_text(file.content, gone), is_left_out, view.place)
        yield file._replace(content=content)
    names = []
    theme = settings.get("theme")
    if isinstance(theme, dict) and theme.get("custom_dir"):
        folder = str(root / str(theme["custom_dir"]))
        names = docs_folder.list_docs(folder)
        for name in names:
            data = docs_folder.read_doc(str(root), folder, name, PAGE_BYTES, strict=True)
            yield PlainFile(f"overrides/{name}", data)
    made = {
        "main.html": OVERRIDE + format_footer_template(view),
        "404.html": format_not_found_template(view),
        "sitemap.xml": SITEMAP,
    }
    for name, text in made.items():
        if name not in names:  # one that the author wrote stands
            yield PlainFile(f"overrides/{name}", text.encode())


def replace_left_out(settings: bytes, is_left_out: Callable[[str], bool], place: Place) -> bytes:
    """Replace the pages in a `nav` that are not written here by their addresses on the site.

    MkDocs links to such pages, for another program may put them there; Zensical would to a file.
    It joins the lists of both settings files, so only the journal's own can say something else.
    """
    text = settings.decode("utf-8", "replace")
    found = []
    for node in list_nav_scalars(yaml.compose(text, Loader=yaml.SafeLoader)):
        if node.value.endswith(".md") and is_left_out(node.value):
            start, end = node.start_mark.index, node.end_mark.index
            if anchor := _ANCHOR.match(text, start):
                start = anchor.end()
            found.append((start, end, node.value))
    if not found:
        return settings
    for start, end, uri in sorted(found, reverse=True):
        text = text[:start] + json.dumps(place.url + place.address(uri)) + text[end:]
    return text.encode()


def prune_nav_text(settings: bytes, gone: frozenset[str]) -> bytes:
    """Take the pages that are `gone` out of the `nav` in a settings file; all else stays as typed.

    A `nav` with tags, or with lists that an alias repeats, is left as it is.
    """
    text = settings.decode("utf-8", "replace")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return settings
    for key, node in root.value:
        if key.value != "nav":
            continue
        try:
            nav = read_plain_node(node, set())
        except ValueError:
            return settings
        pruned = prune_nav(nav, gone)
        if pruned == nav:
            return settings
        start, end = node.start_mark.index, node.end_mark.index
        text = f"{text[:start]} {json.dumps(pruned or [])}\n{text[end:]}"
        try:
            yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError:  # an anchor of the nav was named elsewhere
            return settings
        return text.encode()
    return settings


def read_plain_node(node: yaml.Node, seen: set[int]) -> Any:
    """Read lists, mappings and texts. ValueError for tags, and for what an alias repeats."""
    if node.tag.startswith("!") or id(node) in seen:
        raise ValueError(node.tag)
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag.endswith(":null") else node.value
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [read_plain_node(value, seen) for value in node.value]
    pairs = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise ValueError(key.tag)
        pairs[read_plain_node(key, seen)] = read_plain_node(value, seen)
    return pairs


def list_nav_scalars(settings: yaml.Node | None) -> list[yaml.ScalarNode]:
    """List the values in the `nav` of a settings file; a list may hold itself, by an alias."""
    waiting: list[yaml.Node] = []
    if isinstance(settings, yaml.MappingNode):
        waiting = [value for key, value in settings.value if key.value == "nav"]
    scalars, seen = [], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.ScalarNode):
            scalars.append(node)
    return scalars


def format_footer_template(view: View) -> str:
    """Return a block of the theme's template: its footer, with the ways to follow above it."""
    ways = list_ways_to_follow(view)
    if not ways:
        return ""
    # A brace in an address is none of the template's; `url` leads from a page to the site's root.
    inert = [way._replace(address=quote(way.address, safe="/:?#&=%@+~,;!$*'()[]")) for way in ways]
    links = render_ways(inert, "tracker-follow-footer md-grid", "{{ base_url }}/")
    return f"{{% block footer %}}\n{links}\n{{{{ super() }}}}\n{{% endblock %}}\n"


def format_not_found_template(view: View) -> str:
    """Return the theme's template of the page for addresses that are not there."""
    title = escape_attribute(f"{not_found.TITLE_TEXT} - {view.place.name}")
    parts = {"title": title, "content": not_found.render_not_found(view)}
    # A brace in the journal's words is none of the template's.
    inert = {name: text.replace("{", "&#123;") for name, text in parts.items()}
    return NOT_FOUND.format(**inert)


def copy_settings_files(root: Path) -> Iterator[PlainFile]:
    """Yield the journal's settings, the file that they inherit, the one that it inherits, ...

    TrackerError where one lies outside the journal's folder.
    """
    yield PlainFile("journal.yml", read_named(str(root / FILE), SETTINGS.most))
    heir = FILE
    parent = load_settings_file(root / heir).get("INHERIT")
    while isinstance(parent, str):  # no circle: the settings were loaded before
        name = posixpath.normpath(posixpath.join(posixpath.dirname(heir), parent))
        outside = posixpath.isabs(name) or name.startswith("..")
        data = None if outside else read_file(root, name, SETTINGS)
        if data is None:
            raise TrackerError(
                f"{heir} inherits from {parent}, which lies outside the journal's folder"
            )
        yield PlainFile(name, data)
        heir = name
        parent = load_settings_file(root / heir).get("INHERIT")
