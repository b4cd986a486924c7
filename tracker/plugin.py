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
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from tracker import site
from tracker.model import TrackerError
from tracker.pages import Page, View
from tracker.pages.markdown import ENTRIES, with_charts
from tracker.pages.place import Place
from tracker.plan import Plan

log = get_plugin_logger("tracker")
# An excerpt that needs what stands below the separator cannot be cut there: footnotes and links by reference.
_RAW_PICTURE = re.compile(rf"(\bsrc=[\"'])(?:\.\./)*({ENTRIES}/images/[^\"']+)")
_NEEDS_BELOW = re.compile(r"\[\^|\]\[|\[[^\]\n]+\](?![\[(:])")


class TrackerConfig(Config):  # type: ignore[no-untyped-call]
    journal = config_options.Type(str, default=".")


class TrackerPlugin(BasePlugin[TrackerConfig]):  # type: ignore[no-untyped-call]
    """`plugins: [tracker, blog]`. `journal` is the folder that holds entries/, as seen from mkdocs.yml."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the journal before anything is written: a journal with errors builds no half site."""
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent / self.config.journal
        if not (root / ENTRIES).is_dir():
            raise PluginError(
                f"tracker: there is no folder {ENTRIES}/ in {root}; make one, or set `journal` in mkdocs.yml"
            )
        self.root = root
        with _told():
            self.cache = site.Cache(root)
            self.view = self._view(config)
        config.watch.append(str(root / ENTRIES))
        config.extra_css[:0] = site.styles()
        return config

    def _view(self, config: MkDocsConfig) -> View:
        serving, place = getattr(self, "serving", False), place_of(config)
        essays = site.read_essays(Path(config.docs_dir) / place.posts)
        view, problems = site.read(self.root, place, essays, today, serving, self.cache)
        for problem in problems:
            if problem.hint:
                log.info(str(problem))
        if view.errors and not serving:
            count = f"{len(view.errors)} error{'s' * (len(view.errors) > 1)}"
            raise PluginError("\n".join([*view.errors, f"tracker: the journal has {count}; nothing was built"]))
        for error in view.errors:
            log.error(error)
        return view

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        entries = (self.root / ENTRIES).resolve()
        for file in list(files):  # a journal inside docs/ would be published as it is, drafts and all
            if file.abs_src_path and entries in Path(file.abs_src_path).resolve().parents:
                files.remove(file)
        taken = {file.dest_uri for file in files}
        self.made: dict[str, Page] = {}
        for output in site.outputs(self.view, self.root, _missing):
            file = self._file(config, output)
            if file.dest_uri in taken:
                continue  # a page that the author wrote stands
            if output.page:
                self.made[output.uri] = output.page
                if output.page.listed:  # a page of its own lists it, so the navigation need not
                    file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        return files

    def _file(self, config: MkDocsConfig, output: site.Output) -> File:
        """A file of the build. It lies on disk in the cache folder, for the blog plugin reads posts from there."""
        path = self.root / site.FOLDER / "site" / output.uri
        with _told():
            site.write(path, output.content)
        file = File.generated(config, output.uri, abs_src_path=str(path))
        if output.page and output.page.source and config.edit_uri:
            # "Edit this page" opens the YAML. MkDocs puts this behind the edit address, which mostly ends in docs/.
            docs = Path(config.docs_dir)
            inside = config.edit_uri.rstrip("/").endswith(docs.name)
            start = docs if inside else Path(config.config_file_path).parent
            file.edit_uri = Path(os.path.relpath(self.root / output.page.source, start)).as_posix()
        return file

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        made = self.made.get(page.file.src_uri)
        if made and made.changed:
            page.update_date = made.changed.isoformat()
        if made and page.edit_url:
            parts = urlsplit(page.edit_url)  # .../docs/../entries/2024-W27.yaml
            page.edit_url = parts._replace(path=posixpath.normpath(parts.path)).geturl()
        if made and "navigation.tabs" not in config.theme.get("features", []) and "hide" in page.meta:
            page.meta["hide"] = [part for part in page.meta["hide"] if part != "navigation"]  # there is no other way on
        text = markdown if made else with_charts(markdown, self.view.drawing)
        return f"{self.view.warning}\n{text}" if self.view.errors else text

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        """Pictures in the author's raw HTML, which MkDocs leaves alone, are found from where the page really stands."""
        if page.file.src_uri not in self.made:
            return None
        return _RAW_PICTURE.sub(lambda match: match[1] + get_relative_url(match[2], page.url), html)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self.cache.sweep()

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Cut rendered posts to their beginnings: the blog would convert each whole again for each list."""
        blog = _blog(config)
        blog.blog.posts = ByIdentity(blog.blog.posts)
        separator = blog.config.post_excerpt_separator
        for post in blog.blog.posts:
            head, found, _ = post.markdown.partition(separator)
            if found and not _NEEDS_BELOW.search(head):
                # Something must stand below it, or no list says "continue reading".
                post.markdown = f"{head}{separator}\n\n…"
        return env


def _blog(config: MkDocsConfig) -> Any:
    """Material's blog plugin, whose posts the weeks become."""
    for plugin in config.plugins.values():
        if type(plugin).__name__ == "BlogPlugin" and plugin.config.enabled:
            return plugin
    raise PluginError("tracker: weeks become posts of Material's blog; set `theme: material` and add `blog` to plugins")


class ByIdentity(list[Any]):
    """A list whose `in` goes by identity: the blog asks it for every page, and pages compare by content."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__(items)
        self._ids = {id(item) for item in items}

    def __contains__(self, item: object) -> bool:
        return id(item) in self._ids


def today(plan: Plan) -> date:
    return site.today(plan, datetime.now, os.environ)


def place_of(config: MkDocsConfig) -> Place:
    blog = _blog(config).config
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
    )


@contextmanager
def _told() -> Iterator[None]:
    """MkDocs prints a PluginError in one line, and a TrackerError with a traceback."""
    try:
        yield
    except TrackerError as error:
        raise PluginError(f"tracker: {error}") from None


def _missing(uri: str) -> None:
    log.warning(f"{uri} is shown by an entry and is not there")
