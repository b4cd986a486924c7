"""All that replaces a part of MkDocs or of Material, so that no page is made twice.

MkDocs converts and builds one page after the other. Here each page waits until all are known: what
the memory of the last build holds is taken from there, and the others are shared among processes.
The output is the same, byte for byte. With a release or a plugin that is not known here nothing is
replaced, and a build takes longer.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import mkdocs
import yaml
from markdown import Markdown
from markdown import __version__ as MARKDOWN_VERSION
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from material import __version__ as material_version  # type: ignore[import-untyped]
from material.plugins.blog import plugin as blog_plugin  # type: ignore[import-untyped]
from material.plugins.blog import structure as blog_structure
from mkdocs import utils as mkdocs_utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure import pages as mkdocs_pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc
from mkdocs.utils import get_build_datetime, write_file

from tracker.boundary.outside import read_from_site
from tracker.boundary.processes import map_on_cores
from tracker.boundary.site_folder import KeptFiles
from tracker.site.page_memory import (
    BuiltPage,
    ConvertedPage,
    PageMemory,
    Record,
    describe_value,
    parse_built,
    parse_converted,
)

# Releases whose code is the one that is replaced here; a test compares their sources.
MKDOCS_RELEASES = ("1.6.",)
MATERIAL_RELEASES = ("9.8.", "10.2.")
MARKDOWN_RELEASES = ("3.11.",)
VERSIONS = (mkdocs.__version__, material_version)
# The same YAML, read ten times as fast. Not every system has it.
FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Plugins whose part in a page is known, by their class: the others may do anything.
_PLUGINS = {
    "tracker.site.plugin.TrackerPlugin",
    "material.plugins.blog.plugin.BlogPlugin",
    "material.plugins.tags.plugin.TagsPlugin",
    "material.plugins.search.plugin.SearchPlugin",
}
# What plugins take part in when a page waits, or is taken from the memory.
_EVENTS = ("page_content", "env", "page_context", "post_page")
_READING_EVENTS = ("pre_page", "page_read_source", "page_markdown", "post_template")
# What comes between the emptying of the site's folder and the list of what will be written there.
_LISTING_EVENTS = ("files", "nav", "pre_page", "page_read_source", "page_markdown")
# Extensions that convert a text by nothing but the text and their settings.
_EXTENSIONS = {
    *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
    *("footnotes", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc"),
    "tracker.markup",
}
_PYMDOWN = {
    *("arithmatex", "betterem", "caret", "critic", "details", "emoji", "escapeall", "highlight"),
    *("inlinehilite", "keys", "magiclink", "mark", "progressbar", "saneheaders", "smartsymbols"),
    *("superfences", "tabbed", "tasklist", "tilde"),
}
LOOK_SECONDS = 0.2
# Packages whose functions, named in a setting of an extension, do always the same.
_PURE = {"material", "markdown", "pymdownx", "tracker"}
# Settings that no page shows, or that differ on each machine.
_UNSEEN = {"plugins", "docs_dir", "site_dir", "config_file_path", "watch", "dev_addr", "hooks"}


def is_known_post(config: MkDocsConfig) -> bool:
    """Whether a post can be built alone: besides, no plugin may take part in reading it."""
    return is_known_build(config) and not finds_other_plugins(config, _READING_EVENTS)


def is_known_build(config: MkDocsConfig) -> bool:
    """Whether all that takes part in making a page is known here."""
    return (
        mkdocs.__version__.startswith(MKDOCS_RELEASES)
        and material_version.startswith(MATERIAL_RELEASES)
        and not finds_other_plugins(config)
        and not finds_other_extensions(config)
    )


def finds_other_plugins(config: MkDocsConfig, events: Iterable[str] = _EVENTS) -> bool:
    """Whether a plugin or hook that is not known here takes part in making a page."""
    for event in events:
        for method in config.plugins.events[event]:
            owner = type(getattr(method, "__self__", None))
            if f"{owner.__module__}.{owner.__qualname__}" not in _PLUGINS:
                return True
    return False


def finds_other_extensions(config: MkDocsConfig) -> bool:
    """Whether an extension of Markdown may read more than the text, such as other files."""
    extensions: list[Any] = config.markdown_extensions
    for extension in extensions:
        if not isinstance(extension, str):
            continue  # our own, for the author can name none but by text
        package, _, name = extension.rpartition(".")
        if extension in _EXTENSIONS or (package == "markdown.extensions" and name in _EXTENSIONS):
            continue
        if package != "pymdownx" or name not in _PYMDOWN:
            return True
    return names_other_functions(config.mdx_configs)


def names_other_functions(setting: object) -> bool:
    """Whether a setting holds a function that is not known here, or files of the author's."""
    if isinstance(setting, Mapping):
        if setting.get("custom_icons"):
            return True
        return any(names_other_functions(setting[name]) for name in setting)
    if isinstance(setting, list | tuple | set):
        return any(names_other_functions(part) for part in setting)
    if isinstance(setting, partial):
        return any(map(names_other_functions, (setting.func, setting.args, setting.keywords)))
    module = getattr(setting, "__module__", None) if callable(setting) else "tracker"
    return str(module).partition(".")[0] not in _PURE


def describe_settings(config: MkDocsConfig) -> list[object]:
    """Describe all settings that a page may depend on."""
    settings: Mapping[str, Any] = config
    seen = {name: settings[name] for name in settings if name not in _UNSEEN}
    plugins = [
        # A hook is a module, without settings.
        [name, type(plugin).__qualname__, describe_value(getattr(plugin, "config", None))]
        for name, plugin in config.plugins.items()
    ]
    level = logging.getLogger(mkdocs_build.__name__).getEffectiveLevel()
    return [mkdocs.__version__, material_version, describe_value(seen), plugins, level]


def find_search_index(plugin: Any) -> Any:
    """Find what a plugin collects for Material's search; MaterialX has it one step further."""
    for holder in (plugin, getattr(plugin, "provider", None)):
        index = getattr(holder, "search_index", None)
        if hasattr(index, "entries"):
            return index
    return None


class LazyExcerpt(blog_structure.Excerpt):  # type: ignore[misc]
    """An excerpt of a post. It makes its converter when a list shows it, which few do."""

    def __init__(self, post: Any, config: MkDocsConfig, files: Files) -> None:
        self._made_of = post, config, files
        self.file, self.post, self.config, self.meta = post.file, post, post.config, post.meta
        self.authors: list[Any] = []
        self.categories: list[Any] = []
        self.more = None

    def render(self, page: Any, separator: str) -> Any:
        if "_made_of" in self.__dict__:
            authors, categories = self.authors, self.categories
            made_of = self.__dict__.pop("_made_of")
            super().__init__(*made_of)
            self.authors, self.categories = authors, categories
        return super().render(page, separator)  # a copy in MaterialX, nothing in Material


class RecordingFiles:
    """The files of a site, and a list of those that a page's links were looked for under."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.lookups: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        file = self._files.get_file_from_path(path)
        self.lookups[path] = describe_file(file)
        return file


def describe_file(file: File | None) -> str | None:
    """Describe what a link to a file depends on."""
    if file is None:
        return None
    return f"{file.src_uri} {file.url} {file.inclusion.name}"


class AnchorFinder(mkdocs_pages._RawHTMLPreprocessor):
    """Finds the anchors in raw HTML as MkDocs does, which parses all of it; most has none."""

    _NAMED = re.compile(r"""['"\s/](?:id|name)\s*=""", re.IGNORECASE)

    def run(self, lines: list[str]) -> list[str]:
        if self._NAMED.search("\n".join(lines)):
            super().run(lines)
            self.present_anchor_ids.discard(None)  # an attribute without a value
        return lines


class QuickInlineProcessor(InlineProcessor):
    """Applies those of Markdown's twenty patterns alone that are in a text: mostly none is."""

    def run(self, tree: Any, ancestors: Any = None) -> Any:
        self._searches = self._list_searches()
        return super().run(tree, ancestors)

    def _list_searches(self) -> list[Any]:
        """List how each pattern is searched for; None where only it knows."""
        searches: list[Any] = []
        pattern: Any
        for pattern in self.inlinePatterns:
            is_known = isinstance(pattern, InlinePattern) and (
                type(pattern).getCompiledRegExp is InlinePattern.getCompiledRegExp
            )
            searches.append(pattern.getCompiledRegExp().search if is_known else None)
        return searches

    def _InlineProcessor__handleInline(self, data: str, number: int = 0) -> str:
        """Replace Markdown's own method of this name, which its other methods call."""
        if isinstance(data, AtomicString):
            return data
        quick: Any = self
        start, count = 0, len(self._searches)
        while number < count:
            search = self._searches[number]
            found = search is None or search(data, start)
            if found:
                pattern = self.inlinePatterns[number]
                data, found, start = quick._InlineProcessor__applyPattern(
                    pattern, data, number, start
                )
                if len(self.inlinePatterns) != len(self._searches):  # it has registered another one
                    self._searches = self._list_searches()
            if not found:
                number, start = number + 1, 0
        return data


def put_quick_inline(md: Markdown) -> None:
    """Have a converter search its texts more quickly, where its own way is known here."""
    is_known = MARKDOWN_VERSION.startswith(MARKDOWN_RELEASES)
    if is_known and type(md.treeprocessors["inline"]) is InlineProcessor:
        md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)


class HeldContent(NamedTuple):
    """The HTML of a page that lies in the memory, and how to read it."""

    read: Callable[[], str]


class ContentAttribute:
    """In place of `Page.content`: HTML that lies in the memory is read when it is asked for."""

    def __get__(self, page: Any, owner: type) -> Any:
        if page is None:
            return self
        content = page.__dict__.get("content")
        return content.read() if isinstance(content, HeldContent) else content

    def __set__(self, page: Any, content: Any) -> None:
        page.__dict__["content"] = content


class PageInputs(NamedTuple):
    """What the site's plugin does with each page.

    `begin`: a page is about to be made. `list_content_inputs`, `list_page_inputs`: what the
    plugin's part in its HTML and in its file depends on. `finish`: its file was taken from the
    memory. `list_more_files`: those that it puts into the site's folder itself, where they stay.
    """

    begin: Callable[[Page], None]
    list_content_inputs: Callable[[Page], list[object]]
    list_page_inputs: Callable[[Page, MkDocsConfig], list[object]]
    finish: Callable[[bytes, MkDocsConfig], None]
    list_more_files: Callable[[], Iterable[str]]


class PageMaker:
    """Makes the pages of one build: those that changed, each once, on all cores."""

    def __init__(self, config: MkDocsConfig, memory: PageMemory, inputs: PageInputs) -> None:
        self.config, self.memory, self.inputs = config, memory, inputs
        # By id of a page whose HTML lies in the memory: its key, and the hash of the HTML.
        self.keys: dict[int, str] = {}
        self.unread: list[Page] = []
        self.unbuilt: list[tuple[Page, bool]] = []
        self.cut: list[tuple[Page, str]] = []
        self.entries: list[tuple[Page, list[Any]]] = []
        self.tag_plugins = [
            plugin for plugin in config.plugins.values() if type(plugin).__name__ == "TagsPlugin"
        ]
        indices = map(find_search_index, config.plugins.values())
        self.index = next((index for index in indices if index), None)
        self.kept: KeptFiles | None = None  # unless the folder was not emptied
        self.pages: list[Page] = []
        self.shared_paths: set[str] = set()
        self.process = os.getpid()
        self.converter: Markdown | None = None

    # ---- in place of MkDocs' functions

    def install(self) -> None:
        """Replace the parts of MkDocs and Material, until `remove`."""
        self._populate = mkdocs_build._populate_page
        self._build = mkdocs_build._build_page
        self._copy_file = mkdocs_utils.copy_file
        self._replaced = []
        for owner, name, part in (
            (mkdocs_build, "_populate_page", self.populate_page),
            (mkdocs_build, "_build_page", self.build_page),
            (Page, "content", ContentAttribute()),
            (blog_plugin, "Excerpt", LazyExcerpt),
            (blog_structure, "SafeLoader", FAST_LOADER),
            (mkdocs_utils, "clean_directory", self.clean_site_folder),
            (mkdocs_utils, "copy_file", self.copy_file),
        ):
            self._replaced.append((owner, name, vars(owner).get(name)))
            setattr(owner, name, part)

    def remove(self) -> None:
        for owner, name, part in self._replaced:
            if part is None:
                delattr(owner, name)
            else:
                setattr(owner, name, part)

    def clean_site_folder(self, folder: str) -> None:
        """Empty the site's folder, but leave the files of the last build until their turn comes.

        It leaves none where plugins may look for files there, write some, or have pages written
        elsewhere.
        """
        is_known = not finds_other_plugins(self.config, _LISTING_EVENTS)
        self.kept = KeptFiles(folder, set(self.memory.find_site_files()) if is_known else ())

    def delete_kept_files(self) -> None:
        """Delete what the last build left: a build that fails shows none of it, as without us."""
        if self.kept:
            self.kept.keep_only(())

    def copy_file(self, source: str, output: str) -> None:
        """Copy a file, unless it is there from the last build."""
        if self.kept:
            path = os.path.relpath(output, self.kept.folder).replace(os.sep, "/")
            if self.kept.is_copy(path, source):
                return
            self.kept.delete(path)
        self._copy_file(source, output)

    def populate_page(
        self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False
    ) -> None:
        """Read a page, and let it wait. A list with posts is converted now: its parts need it."""
        self.pages.append(page)
        if dirty or not may_wait(page):
            self._populate(page, config, files, dirty)
            return
        with self._current(page, "reading"):
            page = config.plugins.on_pre_page(page, config=config, files=files)
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(
                page.markdown or "", page=page, config=config, files=files
            )
            if self._lists_tags(page):  # its content is made later, from all pages
                page.render(config, files)
                page.content = config.plugins.on_page_content(
                    page.content or "", page=page, config=config, files=files
                )
                return
        page.content = ""
        self.unread.append(page)

    def build_page(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Any,
        nav: Any,
        env: Any,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """Let a page wait; but build one whose content is made from other pages.

        And those that are written to the same file, of which the last one is the right one.
        """
        self.context = doc_files, nav, env
        is_shared = page.file.dest_uri in self.shared_paths
        if id(page) in self.keys and not dirty and not is_shared:
            self.entries.append((page, []))
            self.unbuilt.append((page, excluded))
            return
        self._delete_kept(page)
        with self._search_entries() as entries:
            self._build(page, config, doc_files, nav, env, dirty, excluded)
        self.entries.append((page, entries))

    # ---- converting

    def finish_reading(self, files: Files) -> None:
        """Convert the Markdown of all pages that wait, or take their HTML from the memory."""
        self.files = files
        self._delete_former_files()
        keys = [self._hash_text_of(page) for page in self.unread]
        found = {}
        for number, key in enumerate(keys):
            known = self.memory.find_converted(key)
            if known and self._leads_to_the_same(known):
                found[number] = known
        missing = [number for number in range(len(keys)) if number not in found]

        def convert(word: str) -> str:
            number = int(word)
            return self._convert(self.unread[number], keys[number])

        lines = map_on_cores(convert, [str(number) for number in missing])
        for number, line in zip(missing, lines, strict=True):
            self.memory.keep(keys[number], line)
            found[number] = parse_converted(line)
        for number, page in enumerate(self.unread):
            self._take_converted(page, keys[number], found[number])
        self.unread = []

    def _delete_former_files(self) -> None:
        """Delete the files of the last build that this one will not write, and remember its own.

        Note those that two of this build are written to.
        """
        static: list[Any] = [file for file in self.files if not file.is_documentation_page()]
        paths = {file.dest_uri for file in static if file.inclusion.is_included()}
        for page in self.pages:
            if page.file.dest_uri in paths:
                self.shared_paths.add(page.file.dest_uri)
            paths.add(page.file.dest_uri)
        paths.update(self.inputs.list_more_files())
        if self.kept:
            self.kept.keep_only(paths)
        self.memory.keep_site_files(paths)

    def _hash_text_of(self, page: Page) -> str:
        config = getattr(page, "config", None)
        inputs = [
            type(page).__name__,
            page.file.src_uri,
            page.file.url,
            page.canonical_url,
            page.markdown,
            config.readtime if config else None,
            self.inputs.list_content_inputs(page),
        ]
        return self.memory.make_key("content", inputs)

    def _leads_to_the_same(self, known: ConvertedPage) -> bool:
        find = self.files.get_file_from_path
        return all(describe_file(find(path)) == told for path, told in known.lookups.items())

    def _convert(self, page: Page, key: str) -> str:
        """Convert a page, keep its HTML, and return the rest as a line of JSON."""
        files = RecordingFiles(self.files)
        html, records = self._convert_text(page, files)
        settings = getattr(page, "config", None)
        links = {to.src_uri: named for to, named in (page.links_to_anchors or {}).items()}
        converted = ConvertedPage(
            self.memory.keep_html(key, html.encode("utf-8", "surrogatepass")),
            [describe_anchor(anchor) for anchor in page.toc],
            page._title_from_render,
            sorted(page.present_anchor_ids or ()),
            links,
            files.lookups,
            settings.readtime if settings else None,
            records,
        )
        return json.dumps(converted)

    def _convert_text(self, page: Any, files: Any) -> tuple[str, list[Record]]:
        """Convert the text of a page to its HTML, and collect what is said of it."""
        config = self.config
        with self._collected_records() as records, self._current(page, "reading"):
            self.inputs.begin(page)
            html = self._render(page, files)
            html = config.plugins.on_page_content(html, page=page, config=config, files=self.files)
        return html, records

    def _render(self, page: Any, files: Any) -> str:
        """Do as Page.render does, with one converter for all pages: to make one takes 3 ms."""
        if self.converter is None:
            self.converter = Markdown(
                extensions=self.config.markdown_extensions,
                extension_configs=self.config.mdx_configs or {},
            )
            put_quick_inline(self.converter)
        md = self.converter
        md.reset()
        raw = AnchorFinder()
        raw._register(md)
        anchors = mkdocs_pages._ExtractAnchorsTreeprocessor(page.file, files, self.config)
        anchors._register(md)
        paths = mkdocs_pages._RelativePathTreeprocessor(page.file, files, self.config)
        paths._register(md)
        title = mkdocs_pages._ExtractTitleTreeprocessor()
        title._register(md)
        html = md.convert(page.markdown)
        page.toc = get_toc(getattr(md, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        if mkdocs_pages.log.getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = paths.links_to_anchors
        return html

    def _take_converted(self, page: Page, key: str, known: ConvertedPage) -> None:
        markdown = page.markdown

        def read() -> str:
            data = self.memory.read_html(key, known.html)
            if data is not None:
                return data.decode("utf-8", "surrogatepass")
            # Somebody deleted it during the build, or it was damaged since the last one.
            kept = page.markdown, page.toc
            page.markdown = markdown
            html, _ = self._convert_text(page, self.files)
            page.markdown, page.toc = kept
            return html

        page.__dict__["content"] = HeldContent(read)
        page.toc = make_toc(known.toc)
        page._title_from_render = known.title
        page.present_anchor_ids = set(known.anchors)
        files = self.files.src_uris
        page.links_to_anchors = {files[uri]: named for uri, named in known.links.items()}
        settings: Any = getattr(page, "config", None)
        if settings:
            settings.readtime = known.readtime
        # With the hash: where a link's file came or went, the same text gives another HTML.
        self.keys[id(page)] = f"{key} {known.html}"
        repeat_records(known.records)

    # ---- building

    def finish_building(self) -> None:
        """Build all pages that wait, or take them from the memory; and remember them."""
        for post, markdown in self.cut:  # a template may show something of it
            post.markdown = markdown
        nav = self._describe_nav()
        keys = [self._hash_page(page, excluded, nav) for page, excluded in self.unbuilt]
        found: dict[int, BuiltPage] = {}
        for number, (page, _) in enumerate(self.unbuilt):
            known = self.memory.find_built(keys[number])
            if known:
                found[number], data = known
                self._write_page(page, data)
                self.inputs.finish(data, self.config)
        missing = [number for number in range(len(keys)) if number not in found]
        for number in missing:
            self._delete_kept(self.unbuilt[number][0])

        def build(word: str) -> str:
            number = int(word)
            return self._build_waiting(*self.unbuilt[number], keys[number])

        lines = map_on_cores(build, [str(number) for number in missing])
        for number, line in zip(missing, lines, strict=True):
            self.memory.keep(keys[number], line)
            found[number] = parse_built(line)
        entries = {}
        for number, (page, _) in enumerate(self.unbuilt):
            entries[id(page)] = found[number].entries
            repeat_records(found[number].records)
        if self.index:
            for page, known_entries in self.entries:
                self.index.entries += entries.get(id(page), known_entries)
        self.unbuilt = []
        self.memory.write()

    def _write_page(self, page: Page, data: bytes) -> None:
        """Write the file of a page, unless it is there from the last build.

        MkDocs writes none where a template makes nothing of a page.
        """
        if not self.kept or not self.kept.is_same(page.file.dest_uri, data):
            self._delete_kept(page)
            if data:
                write_file(data, page.file.abs_dest_path)

    def _delete_kept(self, page: Page) -> None:
        """Delete a page's file of the last build: to write over it may wait for the disk."""
        if self.kept:
            self.kept.delete(page.file.dest_uri)

    def _build_waiting(self, page: Page, excluded: bool, key: str) -> str:
        """Build a page, keep its file, and return the rest as a line of JSON."""
        content = page.__dict__["content"]
        doc_files, nav, env = self.context
        with self._collected_records() as records, self._search_entries() as entries:
            self.inputs.begin(page)
            self._build(page, self.config, doc_files, nav, env, False, excluded)
        page.content = content
        html = read_from_site(page.file.abs_dest_path)
        return json.dumps(BuiltPage(self.memory.keep_html(key, html), entries, records))

    def _hash_page(self, page: Page, excluded: bool, nav: object) -> str:
        """Hash all that the theme's templates may ask of a page, and what plugins add to it."""
        inputs = [
            self.keys[id(page)],
            excluded,
            nav,
            str(page.title),
            page.toc and [describe_anchor(anchor) for anchor in page.toc],
            describe_value(page.meta),
            [page.url, page.file.dest_uri, page.canonical_url, page.edit_url, page.update_date],
            [page.is_homepage, page.is_index],
            [describe_link(item) for item in (page.previous_page, page.next_page)],
            [describe_link(item) for item in page.ancestors],
            self._describe_tags(page),
            self._describe_post(page),
            self.inputs.list_page_inputs(page, self.config),
        ]
        return self.memory.make_key("page", inputs)

    def _describe_nav(self) -> str:
        """Hash the navigation, which all pages show."""
        _, nav, _ = self.context
        told = [describe_nav_item(item) for item in nav.items]
        if self.config.theme.custom_dir:  # whose templates may ask any page for anything
            told += [self.keys[id(page)] for page, _ in self.unbuilt]
            told += [describe_value(page.meta) for page, _ in self.unbuilt]
            told.append(get_build_datetime().isoformat())
        return self.memory.make_key("nav", told)

    def _describe_tags(self, page: Page) -> object:
        told = []
        for plugin in self.tag_plugins:
            context: dict[str, Any] = {}
            plugin.on_page_context(context, page=page)
            for name, tags in context.items():
                told.append([name, [[tag.name, tag.url, tag.hidden] for tag in tags]])
        return told

    def _describe_post(self, page: Any) -> object:
        if type(page).__name__ != "Post":
            return None
        return [
            describe_value(page.config),
            [describe_value(vars(author)) for author in page.authors],
            [describe_link(category) for category in page.categories],
        ]

    # ---- both

    def _lists_tags(self, page: Page) -> bool:
        for plugin in self.tag_plugins:
            if any(listing.page is page for listing in plugin.listings or ()):
                return True
        return False

    @contextmanager
    def _current(self, page: Page, act: str) -> Iterator[None]:
        """Name the page that is at work, as MkDocs does, for extensions and for errors."""
        self.config._current_page = page
        try:
            yield
        except Exception as error:
            message = f"Error {act} page '{page.file.src_uri}':"
            if not isinstance(error, BuildError):
                message += f" {error}"
            logging.getLogger(mkdocs_build.__name__).error(message)
            raise
        finally:
            self.config._current_page = None

    @contextmanager
    def _search_entries(self) -> Iterator[list[Any]]:
        """Take the entries of the search that are added in the block out of its index."""
        entries: list[Any] = []
        if self.index is None:
            yield entries
            return
        before = self.index.entries
        self.index.entries = entries
        try:
            yield entries
        finally:
            self.index.entries = before

    @contextmanager
    def _collected_records(self) -> Iterator[list[Record]]:
        """Collect what is logged in the block, and say nothing of it until the page is taken.

        Where a page cannot be made this process says so; another's pages are made here again.
        """
        records: list[Record] = []
        try:
            with collect_records(records):
                yield records
        except Exception:
            if os.getpid() == self.process:
                repeat_records(records)
            raise


@contextmanager
def collect_records(records: list[Record]) -> Iterator[None]:
    """Add what is logged in the block to `records`, and say nothing of it."""

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append((record.name, record.levelno, record.getMessage()))

    logger = logging.getLogger(mkdocs_build.__name__.partition(".")[0])
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [Collector()], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate


def rebuild_post(file: Any, config: MkDocsConfig, files: Files, nav: Any, env: Any) -> None:
    """Build a post of the last build again, from the file that it was read from.

    What is said of it waits for the build of the whole site, which says the same.
    """
    post = file.page
    made_of = [file, config]
    if "created" in inspect.signature(type(post)).parameters:  # MaterialX
        made_of.append(post.config.date.created)
    fresh = type(post)(*made_of)
    file.page = post
    post.meta, post.config, post.markdown = fresh.meta, fresh.config, fresh.markdown
    post.authors = []
    with collect_records([]):
        mkdocs_build._populate_page(post, config, files)
        mkdocs_build._build_page(post, config, files.documentation_pages(), nav, env)


def look_for_changes_often(server: Any) -> None:
    """Have a server look for changed files five times a second, where MkDocs would do so twice."""
    server.build_delay = LOOK_SECONDS / 2
    if hasattr(server.observer, "_timeout"):
        server.observer._timeout = LOOK_SECONDS


def repeat_records(records: list[Record]) -> None:
    """Say what was said when a page was made, wherever and whenever that was."""
    for name, level, message in records:
        logging.getLogger(name).log(level, "%s", message)


def describe_anchor(anchor: AnchorLink) -> list[Any]:
    children = [describe_anchor(child) for child in anchor.children]
    return [anchor.title, anchor.id, anchor.level, children]


def make_toc(told: list[Any]) -> TableOfContents:
    return get_toc([make_toc_token(*anchor) for anchor in told])


def make_toc_token(name: str, id_: str, level: int, children: list[Any]) -> Any:
    inner = [make_toc_token(*child) for child in children]
    return {"name": name, "id": id_, "level": level, "children": inner}


def may_wait(page: Any) -> bool:
    """Whether no other page asks for the content of a page before all are converted."""
    kind = type(page).__name__
    return kind in ("Page", "Post") or (kind == "Archive" and not page.posts)


def describe_link(item: Any) -> object:
    """Describe what a page says of another: its title and its address."""
    if item is None:
        return None
    meta = getattr(item, "meta", None) or {}
    shown = {name: meta[name] for name in ("icon", "status", "subtitle") if name in meta}
    kind = [type(item).__name__, getattr(item, "is_index", None)]
    return [kind, str(item.title), getattr(item, "url", None), describe_value(shown)]


def describe_nav_item(item: Any) -> object:
    """Describe an item of the navigation with all below it."""
    children = [describe_nav_item(child) for child in item.children or ()]
    parts = [describe_link(part) for part in getattr(item, "pages", None) or ()]
    return [describe_link(item), parts, children]


class ByIdentity(list[Any]):
    """A list whose `in` compares by identity.

    The blog asks for every page whether it is a post, and pages compare by content.
    """

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self._ids = {id(item) for item in items}

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


# Footnotes and links by reference need the text below the separator: such a post cannot be cut.
_NEEDS_BELOW = re.compile(r"\[\^|\]\[|\[[^\]\n]+\](?![\[(:])")


def cut_posts(blog: Any) -> list[tuple[Page, str]]:
    """Cut posts to their excerpts: the blog would convert each post whole for each list.

    Return those that were cut, and the whole text of each.
    """
    cut = []
    separator = blog.config.post_excerpt_separator
    for post in blog.blog.posts:
        head, _, below = post.markdown.partition(separator)
        if below.strip() and not _NEEDS_BELOW.search(head):
            cut.append((post, post.markdown))
            # With nothing below the separator no list says "continue reading".
            post.markdown = f"{head}{separator}\n\n…"
    return cut
