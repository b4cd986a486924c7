"""Pages -> MkDocs.

The only file that imports mkdocs: it loads the journal, hands its pages to the build, and speeds up the blog.
"""

from __future__ import annotations

import os
import posixpath
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from tracker import load
from tracker.charts import CHARTS, Chart
from tracker.model import Journal
from tracker.pages import Page, View, pages, pictures
from tracker.pages.markdown import ENTRIES, with_charts
from tracker.public import public
from tracker.stats import figures

log = get_plugin_logger("tracker")
FOLDER = ".tracker"  # of this clone only, ignored by git
ASSETS = Path(__file__).parent / "assets"
ASSETS_URI = "assets/tracker"
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
        self.kept: set[Path] = set()
        _write(root / FOLDER / ".gitignore", b"*\n")
        self.view = self._view(config)
        config.watch.append(str(root / ENTRIES))
        config.extra_css[:0] = [f"{ASSETS_URI}/{path.name}" for path in sorted(ASSETS.glob("*.css"))]
        return config

    def _view(self, config: MkDocsConfig) -> View:
        serving = getattr(self, "serving", False)
        journal, problems = load(self.root)
        errors = [str(problem) for problem in problems if not problem.hint]
        for problem in problems:
            if problem.hint:
                log.info(str(problem))
        if errors and not serving:
            count = f"{len(errors)} error{'s' * (len(errors) > 1)}"
            raise PluginError("\n".join([*errors, f"tracker: the journal has {count}; nothing was built"]))
        for error in errors:
            log.error(error)
        day, blog = today(journal), _blog(config)
        folder = posixpath.normpath(blog.config.blog_dir)
        return View(
            figures(public(journal, day, serving)),
            day,
            serving,
            self._drawn,
            tuple(errors),
            posixpath.normpath(f"{folder}/index.md"),
            posixpath.normpath(blog.config.post_dir.format(blog=folder)),
            config.use_directory_urls,
        )

    def _drawn(self, chart: Chart) -> str | None:
        """A chart's SVG: from the cache where its data has not changed, else drawn now.

        The cache may be deleted at any time. It holds matplotlib's charts; the small ones are sooner drawn than read.
        """
        if chart.draw is None or chart.name not in CHARTS:
            return chart.draw() if chart.draw else None
        path = self.root / FOLDER / "charts" / f"{chart.key}.svg"
        self.kept.add(path)
        if path.is_file():
            return path.read_text("utf-8")
        svg = chart.draw()
        _write(path, svg.encode())
        return svg

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        entries = (self.root / ENTRIES).resolve()
        for file in list(files):  # a journal inside docs/ would be published as it is, drafts and all
            if file.abs_src_path and entries in Path(file.abs_src_path).resolve().parents:
                files.remove(file)
        taken = {file.dest_uri for file in files}
        self.made: dict[str, Page] = {}
        for page in pages(self.view):
            file = self._file(config, page.uri, page.text.encode(), page.source)
            if file.dest_uri in taken:
                continue  # a page that the author wrote stands
            self.made[page.uri] = page
            if page.listed:  # a page of its own lists it, so the navigation need not
                file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        for path in sorted(ASSETS.iterdir()):
            files.append(self._file(config, f"{ASSETS_URI}/{path.name}", path.read_bytes()))
        for uri in sorted(self._pictures()):
            files.append(self._file(config, uri, (self.root / uri).read_bytes()))
        return files

    def _pictures(self) -> set[str]:
        """Pictures that a page shows: those of drafts and of words held back are left out of a build."""
        wanted = {uri for page in self.made.values() for uri in pictures(page)}
        missing = sorted(uri for uri in wanted if not (self.root / uri).is_file())
        for uri in missing:
            log.warning(f"{uri} is shown by an entry and is not there")
        return wanted - set(missing)

    def _file(self, config: MkDocsConfig, uri: str, content: bytes, source: str | None = None) -> File:
        """A file of the build. It lies on disk in the cache folder, for the blog plugin reads posts from there."""
        path = self.root / FOLDER / "site" / uri
        _write(path, content)
        file = File.generated(config, uri, abs_src_path=str(path))
        if source and config.edit_uri:
            # "Edit this page" opens the YAML. MkDocs puts this behind the edit address, which mostly ends in docs/.
            docs = Path(config.docs_dir)
            inside = config.edit_uri.rstrip("/").endswith(docs.name)
            start = docs if inside else Path(config.config_file_path).parent
            file.edit_uri = Path(os.path.relpath(self.root / source, start)).as_posix()
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
        """Charts of data that is no more would gather in the cache."""
        for path in set((self.root / FOLDER / "charts").glob("*.svg")) - self.kept:
            path.unlink(missing_ok=True)

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


def today(journal: Journal) -> date:
    """Today where the author is; a build server runs in UTC. SOURCE_DATE_EPOCH (seconds) makes builds the same."""
    try:
        zone = ZoneInfo(journal.plan.timezone) if journal.plan.timezone else None
    except (ValueError, OSError, LookupError):
        zone = None  # told as a problem; `serve` goes on without it
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and not epoch.isdecimal():
        raise PluginError(f"SOURCE_DATE_EPOCH: expected a number of seconds, got {epoch!r}")
    return (datetime.fromtimestamp(int(epoch), zone) if epoch else datetime.now(zone)).date()


def _write(path: Path, content: bytes) -> None:
    """Only when changed: a rewrite would make `serve` build again, without end. Whole or not at all."""
    if path.is_file() and path.read_bytes() == content:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")  # another build may run beside this one
        new.write_bytes(content)
        new.replace(path)
    except OSError as error:
        raise PluginError(f"tracker: the cache {path.parent} cannot be written: {error.strerror}") from None
