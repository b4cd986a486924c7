"""The site's files -> MkDocs.

The only file that imports mkdocs: it hands a journal's files to the build, and speeds up the blog.
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
from tracker.pages.markdown import escape_markdown, led_from, with_charts
from tracker.site import site_files
from tracker.site.allowed_hosts import refuse_foreign_hosts
from tracker.site.pictures import is_picture

log = get_plugin_logger("tracker")
# An excerpt that needs what stands below the separator cannot be cut there: footnotes and links by reference.
_NEEDS_BELOW = re.compile(r"\[\^|\]\[|\[[^\]\n]+\](?![\[(:])")


class TrackerConfig(Config):  # type: ignore[no-untyped-call]
    journal = config_options.Type(str, default=".")


class TrackerPlugin(BasePlugin[TrackerConfig]):  # type: ignore[no-untyped-call]
    """`plugins: [tracker, blog]`. `journal` is the folder that holds entries/, as seen from mkdocs.yml."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the journal before anything is written: a journal with errors builds no half site."""
        root = (
            Path(resolve_path(config.config_file_path or "mkdocs.yml")).parent / self.config.journal
        )
        if not has_entries(root):
            raise PluginError(
                f"tracker: there is no folder {ENTRIES}/ in {root}; make one, or set `journal` in mkdocs.yml"
            )
        self.root, self.held, self.page = root, ChartPlaceholders(), ""
        with _plugin_errors():
            this_site = Site(
                config.site_name, config.site_url or "", site_files.list_stylesheets()[-1]
            )
            claim_site_folder(config.site_dir, str(root), this_site, os.environ.get(FORCE))
            self.cache = Cache(root, "serve" if self._is_serving() else "site")
            self.view = self._view(config)
        config.watch.append(str(root / ENTRIES))
        config.extra_css[:0] = site_files.list_stylesheets()
        config.markdown_extensions.append(Guard(self._refuse))  # type: ignore[arg-type]
        return config

    def _refuse(self, reason: str) -> str:
        """A page whose text cannot be converted: a build stops, `serve` shows why."""
        message = f"{self.page}: {reason}"
        if not self._is_serving():
            raise PluginError(f"tracker: {message}; nothing was built")
        log.error(message)
        return f'<p class="tracker-nodata">{escape_markdown(message)}</p>'

    def _is_serving(self) -> bool:
        return getattr(self, "serving", False)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """One build at a time: before MkDocs empties the site folder, another build must be done with it."""

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

    def _view(self, config: MkDocsConfig) -> View:
        serving, place = self._is_serving(), place_of_config(config)
        view, problems = site_files.read(
            self.root, Path(config.docs_dir), place, read_build_date, serving, self.cache
        )
        for problem in problems:
            if problem.hint:
                log.info(str(problem))
        if view.errors and not serving:
            count = f"{len(view.errors)} error{'s' * (len(view.errors) > 1)}"
            raise PluginError(
                "\n".join([*view.errors, f"tracker: the journal has {count}; nothing was built"])
            )
        for error in view.errors:
            log.error(error)
        return view

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._replace_docs(files, config)
        taken = {file.dest_uri for file in files}
        self.made: dict[str, Page] = {}
        others = set()
        with _plugin_errors():
            outputs = list(
                site_files.generate_site_files(
                    self.view, self.root, log.warning, self.cache.get_or_make
                )
            )
        for output in outputs:
            file = self._file(config, output)
            others |= set() if output.page else {output.uri}
            if file.dest_uri in taken:
                continue  # a page that the author wrote stands
            if output.page:
                self.made[output.uri] = output.page
                if output.page.listed:  # a page of its own lists it, so the navigation need not
                    file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        self.catalogue = build_catalogue(self.view, frozenset(others))
        return files

    def _replace_docs(self, files: Files, config: MkDocsConfig) -> None:
        """Leave out files of docs/ that may not be published, and publish pictures without their metadata."""
        docs, entries = config.docs_dir, str(self.root / ENTRIES)
        for file in list(files):
            path = file.abs_src_path
            if file.src_dir != docs or not path:
                continue
            if docs_folder.lies_below(
                path, entries
            ):  # a journal inside docs/ would be published, drafts and all
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
        """A file of the build. It lies on disk in the cache folder, for the blog plugin reads posts from there."""
        with _plugin_errors():
            path = self.cache.put_page(output.uri, output.content)
        file = File.generated(config, output.uri, abs_src_path=path)
        if output.page and output.page.source and config.edit_uri:
            # "Edit this page" opens the YAML. MkDocs puts this behind the edit address, which mostly ends in docs/.
            docs = Path(config.docs_dir)
            inside = config.edit_uri.rstrip("/").endswith(docs.name)
            start = docs if inside else Path(config.config_file_path).parent
            file.edit_uri = Path(os.path.relpath(self.root / output.page.source, start)).as_posix()
        return file

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Answer only to names of this machine: another page in the browser could read drafts by a name of its own."""
        server.set_app(refuse_foreign_hosts(server.get_app(), config.dev_addr.host))
        return server

    @event_priority(-75)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """After the blog's own: what a list leads to belongs to that list, and nobody walks on through the archive."""
        for uri, made in self.made.items():
            page: Any = files.src_uris[uri].page
            index = files.src_uris.get(f"{posixpath.dirname(uri)}/index.md")
            if made.listed and page and index and index.page:
                page.parent = index.page  # as the blog does with its posts
        views = {id(view) for view in _find_blog_plugin(config).blog.views}
        for page, behind in pairwise(page for page in nav.pages if id(page) not in views):
            page.next_page, behind.previous_page = behind, page
        return nav

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        made = self.made.get(page.file.src_uri)
        self.page = (made and made.source) or page.file.src_uri
        self._described(page, markdown, config)
        if made and page.edit_url:
            parts = urlsplit(page.edit_url)  # .../docs/../entries/2024-W27.yaml
            page.edit_url = parts._replace(path=posixpath.normpath(parts.path)).geturl()
        if (
            made
            and "navigation.tabs" not in config.theme.get("features", [])
            and "hide" in page.meta
        ):
            page.meta["hide"] = [
                part for part in page.meta["hide"] if part != "navigation"
            ]  # there is no other way on
        text = self.held.away(markdown if made else with_charts(markdown, self.view.drawing))
        return f"{self.view.warning}\n{text}" if self.view.errors else text

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Pictures in the author's raw HTML, which MkDocs leaves alone, are found from where the page really stands."""
        for tex, why in find_unread_formulas(html):
            log.warning(f"{page.file.src_uri}: {tex}: {why}")
        if page.file.src_uri not in self.made:
            return None
        return led_from(page.url, html)

    def _described(self, page: MkDocsPage, markdown: str, config: MkDocsConfig) -> None:
        """What the page is about and how old that is, where it does not say so itself: never the day of the build."""
        posts, made = getattr(page, "posts", None), self.made.get(page.file.src_uri)
        day = (made and made.changed) or find_last_change(
            self.catalogue, page.file.src_uri, made is not None
        )
        if posts:  # a list of the blog
            day = max(post.config.date.created.date() for post in posts)
        page.update_date = day.isoformat() if day else ""
        if not page.meta.get("description"):
            name = _format_list_title(page, config)
            page.meta["description"] = escape_markdown(
                (f"{name}, newest post first" if name else extract_description(markdown))
                or f"{self.view.place.name}: {page.title}"
            )

    @event_priority(-100)  # what the theme and other plugins say of a page stands by then
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        output = add_accessible_names(self.held.back(output))
        if needs_mermaid(
            output
        ):  # a script that only pages with a diagram name, and only a site with one holds
            for file in site_files.read_diagram_files():
                put_in_site(config.site_dir, file.uri, file.content)
            output = with_script(
                output, get_relative_url(f"{site_files.DIAGRAMS_URI}/{SCRIPT}", page.url)
            )
        return add_head_metadata(self.catalogue, _leaf_of_page(page, config), output)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        if template_name == "sitemap.xml":  # pages that only lead on are no place to go
            context["pages"] = [
                file for file in context["pages"] if file.src_uri not in self.catalogue.moved
            ]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        return (
            not_found.lost_page(self.view, add_accessible_names(output_content))
            if template_name == "404.html"
            else output_content
        )

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self.cache.delete_unused()
        self.cache.close()
        self._release()

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Cut rendered posts to their beginnings: the blog would convert each whole again for each list."""
        blog = _find_blog_plugin(config)
        blog.blog.posts = ByIdentity(blog.blog.posts)
        separator = blog.config.post_excerpt_separator
        for post in blog.blog.posts:
            head, found, _ = post.markdown.partition(separator)
            if found and not _NEEDS_BELOW.search(head):
                # Something must stand below it, or no list says "continue reading".
                post.markdown = f"{head}{separator}\n\n…"
        return env


def _find_blog_plugin(config: MkDocsConfig) -> Any:
    """Material's blog plugin, whose posts the weeks become."""
    for plugin in config.plugins.values():
        if type(plugin).__name__ == "BlogPlugin" and plugin.config.enabled:
            return plugin
    raise PluginError(
        "tracker: weeks become posts of Material's blog; set `theme: material` and add `blog` to plugins"
    )


def _leaf_of_page(page: MkDocsPage, config: MkDocsConfig) -> Leaf:
    pages = getattr(page, "pages", None) or [page]  # a list of the blog, in parts
    part = next((number for number, other in enumerate(pages, 1) if other is page), 1)
    name = page.meta.get("title") or (
        "" if page.is_homepage else _format_list_title(page, config) or page.title
    )
    about = page.meta.get("description") or ""
    return Leaf(
        page.file.src_uri, page.url, _strip_tags(name), _strip_tags(about), (part, len(pages))
    )


def _format_list_title(page: Any, config: MkDocsConfig) -> str:
    """What a list of the blog holds: `Journal`, `Journal: 2024`. Nothing for other pages."""
    if not hasattr(page, "posts"):
        return ""
    journal, first = _find_blog_plugin(config).blog, page.pages[0] if page.pages else page
    return f"{journal.title}: {first.name}" if first.name else str(journal.title)


def _strip_tags(text: Any) -> str:
    return str(Markup(text).striptags())


class ChartPlaceholders:
    """Charts, put aside while pages are converted: Markdown and search would read each of their marks, for nothing."""

    _CHART = re.compile(r'(?m)^<figure class="tracker-chart .*</figure>$')
    _PLACE = re.compile(r'<div data-tracker-chart="(\d+)"></div>')

    def __init__(self) -> None:
        self.charts: list[str] = []

    def away(self, markdown: str) -> str:
        return self._CHART.sub(self._keep, markdown)

    def _keep(self, found: re.Match[str]) -> str:
        self.charts.append(found[0])
        return f'<div data-tracker-chart="{len(self.charts) - 1}"></div>'

    def back(self, html: str) -> str:
        return self._PLACE.sub(lambda found: self.charts[int(found[1])], html)


class ByIdentity(list[Any]):
    """A list whose `in` goes by identity: the blog asks it for every page, and pages compare by content."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self._ids = {id(item) for item in items}

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


def read_build_date(plan: Plan) -> date:
    return site_files.compute_build_date(plan, datetime.now, os.environ)


def place_of_config(config: MkDocsConfig) -> Place:
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
    """MkDocs prints a PluginError in one line, and a TrackerError with a traceback."""
    try:
        yield
    except TrackerError as error:
        raise PluginError(f"tracker: {error}") from None
