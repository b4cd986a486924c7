"""The files of a site -> MkDocs.

The only module that imports mkdocs: it adds a journal's files to the build, and speeds up the blog.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from tracker.boundary import docs as docs_folder
from tracker.boundary.cache import Cache
from tracker.boundary.outside import put_in_site, resolve_path
from tracker.boundary.reading import ENTRIES, PICTURE, has_entries
from tracker.boundary.site_folder import FORCE, Site, claim_site_folder, lock_site_folder
from tracker.boundary.writing import unlock
from tracker.markup import SCRIPT, Guard, find_unread_formulas, needs_mermaid, with_script
from tracker.model.english import format_count
from tracker.model.journal import TrackerError
from tracker.model.plan import Plan
from tracker.pages import Page, View
from tracker.pages.accessible_names import add_accessible_names
from tracker.pages.addresses import Place
from tracker.pages.head import not_found
from tracker.pages.head.catalogue import (
    Leaf,
    build_catalogue,
    extract_description,
    find_last_change,
)
from tracker.pages.head.meta import add_head_metadata
from tracker.pages.item_links import link_items_on_page
from tracker.pages.markdown import escape_markdown, make_picture_paths_relative, with_charts
from tracker.site import site_files
from tracker.site.allowed_hosts import refuse_foreign_hosts
from tracker.site.engines import PROPERDOCS
from tracker.site.pictures import is_picture

log = get_plugin_logger("tracker")
# Footnotes and links by reference need the text below the separator: such a post cannot be cut.
_NEEDS_BELOW = re.compile(r"\[\^|\]\[|\[[^\]\n]+\](?![\[(:])")


class TrackerConfig(Config):  # type: ignore[no-untyped-call]
    journal = config_options.Type(str, default=".")


class TrackerPlugin(BasePlugin[TrackerConfig]):  # type: ignore[no-untyped-call]
    """`plugins: [tracker, blog]`. `journal` is the folder of entries/, relative to mkdocs.yml."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the journal before anything is written: errors must not leave half a site."""
        folder = Path(resolve_path(config.config_file_path or "mkdocs.yml")).parent
        root = folder / self.config.journal
        if not has_entries(root):
            raise PluginError(
                f"tracker: there is no folder {ENTRIES}/ in {root}; "
                "make one, or set `journal` in mkdocs.yml"
            )
        self.root, self.held, self.page = root, ChartPlaceholders(), ""
        stylesheets = site_files.list_stylesheets()
        with _plugin_errors():
            this_site = Site(config.site_name, config.site_url or "", stylesheets[-1])
            claim_site_folder(config.site_dir, str(root), this_site, os.environ.get(FORCE))
            self.cache = Cache(root, "serve" if self._is_serving() else "site")
            self.view = self._load_view(config)
        config.watch.append(str(root / ENTRIES))
        config.extra_css[:0] = stylesheets
        config.markdown_extensions.append(Guard(self._refuse))  # type: ignore[arg-type]
        return config

    def _refuse(self, reason: str) -> str:
        """Stop a build at a page whose text cannot be converted; in `serve` show why."""
        message = f"{self.page}: {reason}"
        if not self._is_serving():
            raise PluginError(f"tracker: {message}; nothing was built")
        log.error(message)
        return f'<p class="tracker-nodata">{escape_markdown(message)}</p>'

    def _is_serving(self) -> bool:
        return getattr(self, "serving", False)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Wait until no other build uses the site folder, before MkDocs empties it."""

        def say_waiting() -> None:
            log.info("another build of this journal runs; waiting for it to end")

        with _plugin_errors():
            self.locks: list[int] = [
                self.cache.lock_build(say_waiting),
                lock_site_folder(config.site_dir, say_waiting),
            ]

    def on_build_error(self, *, error: Exception) -> None:
        self._release()

    def _release(self) -> None:
        for lock in getattr(self, "locks", ()):
            unlock(lock)
        self.locks = []

    def _load_view(self, config: MkDocsConfig) -> View:
        """Load what the site is made from, and log every problem. A build stops at errors."""
        serving, place = self._is_serving(), place_of_config(config)
        view, problems = site_files.load_view(
            self.root, Path(config.docs_dir), place, read_build_date, serving, self.cache
        )
        for problem in problems:
            if problem.hint:
                log.info(str(problem))
        if view.errors and not serving:
            count = format_count(len(view.errors), "error")
            last_line = f"tracker: the journal has {count}; nothing was built"
            raise PluginError("\n".join([*view.errors, last_line]))
        for error in view.errors:
            log.error(error)
        return view

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the journal's files to the build."""
        self._replace_docs(files, config)
        taken = {file.dest_uri for file in files}
        self.made: dict[str, Page] = {}
        posts = self.view.place.posts
        self.essays = {f"{posts}/{essay.name}" for essay in self.view.essays}
        with _plugin_errors():
            outputs = list(
                site_files.generate_site_files(
                    self.view, self.root, log.warning, self.cache.get_or_make
                )
            )
        for output in outputs:
            file = self._file(config, output)
            if file.dest_uri in taken:
                continue  # a page that the author wrote stands
            if output.page:
                self.made[output.uri] = output.page
                if output.page.listed:  # a page of its own lists it, so the navigation need not
                    file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        other_uris = frozenset(output.uri for output in outputs if not output.page)
        self.catalogue = build_catalogue(self.view, other_uris)
        return files

    def _replace_docs(self, files: Files, config: MkDocsConfig) -> None:
        """Remove files of docs/ that may not be published, and metadata from pictures."""
        docs, entries = config.docs_dir, str(self.root / ENTRIES)
        for file in list(files):
            path = file.abs_src_path
            if file.src_dir != docs or not path:
                continue
            if docs_folder.lies_below(path, entries):
                # A journal inside docs/ would be published, drafts and all.
                files.remove(file)
                continue
            try:
                data = docs_folder.read_doc(str(self.root), docs, file.src_uri, PICTURE.most)
                cleaned = data
                if is_picture(file.src_uri):
                    cleaned = site_files.clean_picture(file.src_uri, data, self.cache.get_or_make)
            except TrackerError as error:  # a problem of the journal, which a build has stopped at
                log.error(str(error))
                files.remove(file)
                continue
            if cleaned != data:
                files.remove(file)
                files.append(self._file(config, site_files.Output(file.src_uri, cleaned)))

    def _file(self, config: MkDocsConfig, output: site_files.Output) -> File:
        """Make a file of the build in the cache folder: the blog reads its posts from disk."""
        with _plugin_errors():
            path = self.cache.put_page(output.uri, output.content)
        file = File.generated(config, output.uri, abs_src_path=path)
        if output.page and output.page.source and config.edit_uri:
            # "Edit this page" opens the YAML. MkDocs appends this path to edit_uri, which mostly
            # ends in docs/.
            start = Path(config.docs_dir)
            if not config.edit_uri.rstrip("/").endswith(start.name):
                start = Path(config.config_file_path).parent
            file.edit_uri = Path(os.path.relpath(self.root / output.page.source, start)).as_posix()
        return file

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Refuse foreign host names, by which another page in the browser could read drafts."""
        server.set_app(refuse_foreign_hosts(server.get_app(), config.dev_addr.host))
        return server

    @event_priority(-75)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each listed page its list as parent, and link pages to their neighbours.

        It runs after the blog's own, so that nobody walks on through the pages of the archive.
        """
        for uri, made_page in self.made.items():
            page: Any = files.src_uris[uri].page
            index = files.src_uris.get(f"{posixpath.dirname(uri)}/index.md")
            if made_page.listed and page and index and index.page:
                page.parent = index.page  # as the blog does with its posts
        blog_lists = {id(view) for view in _find_blog_plugin(config).blog.views}
        walked = [page for page in nav.pages if id(page) not in blog_lists]
        for page, next_page in pairwise(walked):
            page.next_page, next_page.previous_page = next_page, page
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Put charts aside, and set the page's date, description, edit address and side bars."""
        uri = page.file.src_uri
        made_page = self.made.get(uri)
        self.page = (made_page and made_page.source) or uri
        if made_page is None and uri in self.essays:
            markdown = link_items_on_page(markdown, self.view.targets, uri)
        self._describe_page(page, markdown, config)
        if made_page is None:
            markdown = with_charts(markdown, self.view.drawing)
        else:
            if page.edit_url:
                parts = urlsplit(page.edit_url)  # .../docs/../entries/2024-W27.yaml
                page.edit_url = parts._replace(path=posixpath.normpath(parts.path)).geturl()
            has_tabs = "navigation.tabs" in config.theme.get("features", [])
            if not has_tabs and "hide" in page.meta:  # without tabs there is no other way on
                page.meta["hide"] = [part for part in page.meta["hide"] if part != "navigation"]
        text = self.held.away(markdown)
        if self.view.errors:
            return f"{self.view.warning}\n{text}"
        return text

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Correct the addresses of pictures in the author's raw HTML, which MkDocs leaves alone."""
        for tex, why in find_unread_formulas(html):
            log.warning(f"{page.file.src_uri}: {tex}: {why}")
        if page.file.src_uri not in self.made:
            return None
        return make_picture_paths_relative(page.url, html)

    def _describe_page(self, page: MkDocsPage, markdown: str, config: MkDocsConfig) -> None:
        """Set the page's description, and its last change: never the day of the build."""
        uri = page.file.src_uri
        made_page = self.made.get(uri)
        posts = getattr(page, "posts", None)
        if posts:  # a list of the blog
            day = max(post.config.date.created.date() for post in posts)
        else:
            day = made_page and made_page.changed
            day = day or find_last_change(self.catalogue, uri, made_page is not None)
        page.update_date = day.isoformat() if day else ""
        if page.meta.get("description"):
            return
        list_title = _format_list_title(page, config)
        if list_title:
            description = f"{list_title}, newest post first"
        else:
            description = extract_description(markdown) or f"{self.view.place.name}: {page.title}"
        page.meta["description"] = escape_markdown(description)

    @event_priority(-100)  # after the theme and other plugins
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put the charts back, and complete the page's names, scripts and head."""
        output = add_accessible_names(self.held.back(output))
        if config.theme.name == PROPERDOCS.theme:
            output = exclude_from_pagefind(output)
        if needs_mermaid(output):
            # Only pages with a diagram name the script, and only a site with a diagram holds it.
            for file in site_files.read_diagram_files():
                put_in_site(config.site_dir, file.uri, file.content)
            script = get_relative_url(f"{site_files.DIAGRAMS_URI}/{SCRIPT}", page.url)
            output = with_script(output, script)
        return add_head_metadata(self.catalogue, _leaf_of_page(page, config), output)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Leave pages that only redirect out of the sitemap."""
        if template_name == "sitemap.xml":
            moved = self.catalogue.moved
            context["pages"] = [file for file in context["pages"] if file.src_uri not in moved]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if template_name != "404.html":
            return output_content
        return not_found.fill_not_found_page(self.view, add_accessible_names(output_content))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self.cache.delete_unused()
        self.cache.close()
        self._release()

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Cut posts to their excerpts: the blog would convert each post whole for each list."""
        blog = _find_blog_plugin(config)
        blog.blog.posts = ByIdentity(blog.blog.posts)
        separator = blog.config.post_excerpt_separator
        for post in blog.blog.posts:
            head, has_separator, _ = post.markdown.partition(separator)
            if has_separator and not _NEEDS_BELOW.search(head):
                # With nothing below the separator no list says "continue reading".
                post.markdown = f"{head}{separator}\n\n…"
        return env


def _find_blog_plugin(config: MkDocsConfig) -> Any:
    """Material's blog plugin, whose posts the weeks become."""
    for plugin in config.plugins.values():
        if type(plugin).__name__ == "BlogPlugin" and plugin.config.enabled:
            return plugin
    raise PluginError(
        "tracker: weeks become posts of Material's blog; "
        "set `theme: material` and add `blog` to plugins"
    )


def _leaf_of_page(page: MkDocsPage, config: MkDocsConfig) -> Leaf:
    parts = getattr(page, "pages", None) or [page]  # a list of the blog, in parts
    number = 1
    for position, other in enumerate(parts, 1):
        if other is page:
            number = position
            break
    title = page.meta.get("title")
    if not title and page.is_homepage:
        title = ""
    elif not title:
        title = _format_list_title(page, config) or page.title
    description = page.meta.get("description") or ""
    return Leaf(
        page.file.src_uri,
        page.url,
        _strip_tags(title),
        _strip_tags(description),
        (number, len(parts)),
    )


def _format_list_title(page: Any, config: MkDocsConfig) -> str:
    """Return the title of a list of the blog: `Journal`, `Journal: 2024`; "" for other pages."""
    if not hasattr(page, "posts"):
        return ""
    journal = _find_blog_plugin(config).blog
    first = page.pages[0] if page.pages else page
    if first.name:
        return f"{journal.title}: {first.name}"
    return str(journal.title)


def _strip_tags(text: Any) -> str:
    return str(Markup(text).striptags())


_UNSEARCHED = re.compile(r'<figure class="tracker-chart |data-search-exclude')


def exclude_from_pagefind(html: str) -> str:
    """Mark what Material's search leaves out for Pagefind, MaterialX's search, which reads HTML."""

    def mark(match: re.Match[str]) -> str:
        return (
            match[0]
            .replace("<figure", "<figure data-pagefind-ignore")
            .replace("data-search", "data-pagefind-ignore data-search")
        )

    return _UNSEARCHED.sub(mark, html)


class ChartPlaceholders:
    """Replaces charts while pages are converted, so that Markdown and search do not read them."""

    _CHART = re.compile(r'(?m)^<figure class="tracker-chart .*</figure>$')
    _PLACE = re.compile(r'<div data-tracker-chart="(\d+)"></div>')

    def __init__(self) -> None:
        self.charts: list[str] = []

    def away(self, markdown: str) -> str:
        return self._CHART.sub(self._keep, markdown)

    def _keep(self, match: re.Match[str]) -> str:
        self.charts.append(match[0])
        return f'<div data-tracker-chart="{len(self.charts) - 1}"></div>'

    def back(self, html: str) -> str:
        return self._PLACE.sub(lambda match: self.charts[int(match[1])], html)


class ByIdentity(list[Any]):
    """A list whose `in` compares by identity.

    The blog asks for every page whether it is a post, and pages compare by content.
    """

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self._ids = {id(item) for item in items}

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


def read_build_date(plan: Plan) -> date:
    """Return the date of the build, by the system's clock or SOURCE_DATE_EPOCH."""
    return site_files.compute_build_date(plan, datetime.now, os.environ)


def place_of_config(config: MkDocsConfig) -> Place:
    """Take the site's addresses from MkDocs' configuration and that of the blog."""
    blog = _find_blog_plugin(config).config
    folder = posixpath.normpath(blog.blog_dir)
    return Place(
        name=config.site_name,
        url=config.site_url or "",
        journal_uri=posixpath.normpath(f"{folder}/index.md"),
        posts=posixpath.normpath(blog.post_dir.format(blog=folder)),
        folders=config.use_directory_urls,
        post_format=blog.post_url_format,
        date_format=blog.post_url_date_format,
        language=config.theme.get("language") or "en",
        future_drafts=blog.draft_if_future_date,
    )


@contextmanager
def _plugin_errors() -> Iterator[None]:
    """Raise a TrackerError as a PluginError, which MkDocs prints without a traceback."""
    try:
        yield
    except TrackerError as error:
        raise PluginError(f"tracker: {error}") from None
