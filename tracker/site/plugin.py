"""The files of a site -> MkDocs.

It adds a journal's files to the build. Beside `faster_mkdocs` no other module imports mkdocs.
"""

from __future__ import annotations

import atexit
import errno
import os
import posixpath
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote, urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from tracker.boundary import docs as docs_folder
from tracker.boundary.cache import Cache
from tracker.boundary.outside import hash_files_below, list_file_stamps, put_in_site, resolve_path
from tracker.boundary.processes import freeze_memory, thaw_memory
from tracker.boundary.reading import ENTRIES, PICTURE, has_entries
from tracker.boundary.site_folder import FORCE, Site, claim_site_folder, lock_site_folder
from tracker.boundary.template_cache import cache_templates
from tracker.boundary.writing import release_lock
from tracker.charts.escape import load_chart_templates
from tracker.charts.targets import find_mark_targets
from tracker.figures.titles import title_of_week
from tracker.markup import SCRIPT, Guard, find_unread_formulas, needs_mermaid, with_script
from tracker.model.english import format_count
from tracker.model.journal import Problem, TrackerError, Week
from tracker.model.plan import Plan
from tracker.pages import LISTS, Page, View, find_linked_lists
from tracker.pages.accessible_names import add_accessible_names
from tracker.pages.all_pages import build_week_page, list_varying_uris
from tracker.pages.contents import FEWEST, needs_contents
from tracker.pages.follow import FOOTER, add_footer_ways, render_post_ways
from tracker.pages.head import not_found
from tracker.pages.head.catalogue import (
    HOME,
    build_catalogue,
    canonical_url_of,
    extract_description,
    find_last_change,
    format_page_title,
)
from tracker.pages.head.meta import add_head_metadata, format_head_metadata
from tracker.pages.home import format_first_post_note
from tracker.pages.item_links import link_items_on_page
from tracker.pages.language import english_attributes, is_english
from tracker.pages.markdown import escape_markdown, make_picture_paths_relative, with_charts
from tracker.pages.marks import link_chart_marks, map_mark_targets, shows_chart
from tracker.pages.page import create_template_environment, shown_weeks
from tracker.site import site_files
from tracker.site.allowed_hosts import refuse_foreign_hosts
from tracker.site.blog import (
    describe_leaf,
    find_blog_plugin,
    format_list_title,
    place_of_config,
    strip_tags,
)
from tracker.site.blog_lists import BlogLists, collect_blog_lists, take_over_lists
from tracker.site.engines import PROPERDOCS
from tracker.site.faster_mkdocs import (
    VERSIONS,
    ByIdentity,
    PageInputs,
    PageMaker,
    cut_posts,
    describe_settings,
    is_known_build,
    is_known_post,
    look_for_changes_often,
    rebuild_post,
)
from tracker.site.journal_links import (
    JournalPages,
    has_link_up,
    link_journal_pages,
    list_journal_pages,
    shorten_links,
)
from tracker.site.languages import Texts, collect_texts, mark_languages, mark_our_blocks
from tracker.site.live_preview import LivePreview, find_saved_file
from tracker.site.made_pages import find_title, is_alike, keep_front_matter, list_fixed_lines
from tracker.site.nav import count_headings, has_own_nav, mark_section_indexes
from tracker.site.page_html import (
    HeldHtml,
    add_picture_sizes,
    exclude_from_pagefind,
    preload_font,
    wrap_excluded_sections,
)
from tracker.site.page_memory import PageMemory, hash_program, hash_text
from tracker.site.pictures import PictureSize, is_picture, read_picture_size
from tracker.site.revision_date import set_revision_date
from tracker.site.search import (
    choose_search_settings,
    exclude_generated_text,
    has_tags_listing,
    improve_search,
    is_tuned,
)
from tracker.site.settings import prune_nav, read_site_settings
from tracker.site.theme_templates import replace_tags_template, replace_words

log = get_plugin_logger("tracker")
# What MkDocs calls a list of the blog without a title.
UNNAMED = "Index"
# Without a `nav`, the LISTS of the journal stand in one section.
SECTION = "Learning"


class TrackerConfig(Config):  # type: ignore[no-untyped-call]
    journal = config_options.Type(str, default=".")
    pages = config_options.Type(bool, default=True)
    home = config_options.Optional(config_options.Type(bool))
    head = config_options.Type(bool, default=True)
    cards = config_options.Type(bool, default=True)
    feeds = config_options.Type(bool, default=True)


class LastBuild(NamedTuple):
    """What a served site was built with, for its posts that change.

    `stamps`: the files that it was made from, and when each was saved. `uris`: the pages that a
    week may bring or take away.
    """

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Any
    stamps: dict[str, tuple[int, ...]]
    uris: list[str]


class SizedPicture(NamedTuple):
    """A picture of the site. `names`: as a text may write its name. `ending`: in each of them."""

    file: File
    size: PictureSize
    names: tuple[str, str]
    ending: str

    def is_in(self, *texts: str) -> bool:
        return any(name in text for name in self.names for text in texts)


class TrackerPlugin(BasePlugin[TrackerConfig]):  # type: ignore[no-untyped-call]
    """`plugins: [tracker, blog]`. `journal` is the folder of entries/, relative to mkdocs.yml.

    `home`, `head`, `cards`, `feeds`: whether to make the home page, the metadata in each page's
    head, the preview pictures and the feeds. `pages: false`: none of these and no page, on a site
    that shows charts of a journal and is not the journal's own.
    """

    maker: PageMaker | None = None  # while pages are made
    last_build: LastBuild | None = None
    preview: LivePreview | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        self.serving = command == "serve"
        freeze_memory()  # the modules

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load the journal before anything is written: errors must not leave half a site."""
        if self.config.pages:
            refuse_translations(config)
        folder = Path(resolve_path(config.config_file_path or "mkdocs.yml")).parent
        root = folder / self.config.journal
        if not has_entries(root):
            raise PluginError(
                f"tracker: there is no folder {ENTRIES}/ in {root}; "
                "make one, or set `journal` in mkdocs.yml"
            )
        self.root, self.held, self.page = root, HeldHtml(), ""
        self.last_build = None
        self.sources = self._list_sources(config)
        self.stamps = self._list_stamps() if self._is_serving() else {}
        self.made: dict[str, Page] = {}
        self.weeks: dict[str, Week] = {}
        self.essays: set[str] = set()
        self.texts: Texts | None = None
        self.languages_hash = ""
        stylesheets = site_files.list_stylesheets()
        with _plugin_errors():
            this_site = Site(config.site_name, config.site_url or "", stylesheets[-1])
            claim_site_folder(config.site_dir, str(root), this_site, os.environ.get(FORCE))
            self.cache = Cache(root, self._choose_cache())
        with _plugin_errors():
            self.view = self._load_view(config)
            self.mark_addresses = map_mark_targets(self.view)
        self.list_settings = None
        self.lists: BlogLists | None = None
        self.page_hashes: dict[str, str] = {}
        self.page_pictures: dict[str, list[SizedPicture]] = {}
        if self.config.pages:
            self.list_settings = take_over_lists(find_blog_plugin(config).config)
            self.view.forecasts.begin()  # while MkDocs looks for files
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
            self._take_over_pages(config)

        for env in (create_template_environment(), load_chart_templates()):
            cache_templates(env)

    def _take_over_pages(self, config: MkDocsConfig) -> None:
        """Have pages made from the memory and on all cores, where all that makes them is known."""
        if not self.config.pages or not is_known_build(config):
            return
        custom = config.theme.custom_dir
        stamps = [
            hash_program(),
            describe_settings(config),
            custom and hash_files_below(custom),
        ]
        inputs = PageInputs(
            self._begin_page,
            self._list_content_inputs,
            self._list_page_inputs,
            self._add_diagrams,
            self._list_moved_pages,
        )
        self.cache.make_html_folder()
        self.maker = PageMaker(config, PageMemory(self.cache, stamps), inputs)
        self.maker.install()

    def _begin_page(self, page: MkDocsPage) -> None:
        uri = page.file.src_uri
        made_page = self.made.get(uri)
        self.page = (made_page and made_page.source) or uri

    def _list_content_inputs(self, page: MkDocsPage) -> list[object]:
        """List what `on_page_content` depends on, besides the page's HTML."""
        uri = page.file.src_uri
        week = self.weeks.get(uri)
        return [
            uri in self.made,
            week and bool(week.summary),
            uri in self.essays and render_post_ways(self.view, str(page.title), page.url),
        ]

    def _list_page_inputs(self, page: MkDocsPage, config: MkDocsConfig) -> list[object]:
        """List what `on_post_page` depends on, besides the page and the settings."""
        leaf = describe_leaf(page, config)
        if not self.languages_hash and not is_english(self.view.place.language):
            self.languages_hash = hash_text([sorted(texts) for texts in self._collect_texts()])
        return [
            self.page_hashes[page.file.src_uri],
            add_footer_ways(self.view, FOOTER, ""),
            format_page_title(self.catalogue, leaf),
            canonical_url_of(self.catalogue, leaf),
            format_head_metadata(self.catalogue, leaf),
            [[each.file.dest_uri, each.size] for each in self.page_pictures[page.file.src_uri]],
            needs_contents(FEWEST, self.weeks.get(page.file.src_uri)),
            self.languages_hash,
        ]

    def _find_shown_pictures(self, text: str, config: MkDocsConfig) -> list[SizedPicture]:
        """Find the pictures that a page may show, by their names in its Markdown."""
        logo = str(config.theme.get("logo"))
        endings = {picture.ending for picture in self.sized_pictures}
        named = {ending for ending in endings if ending in text or ending in logo}
        shown = []
        for picture in self.sized_pictures:
            if config.theme.custom_dir or (picture.ending in named and picture.is_in(text, logo)):
                shown.append(picture)
        return shown

    def _list_moved_pages(self) -> list[str]:
        return [uri for uri, _ in self.lists.generate_moved_pages(self.view)] if self.lists else []

    def _add_diagrams(self, html: bytes, config: MkDocsConfig) -> None:
        """Put the script of diagrams into a site with a page that names it."""
        if site_files.DIAGRAMS_URI.encode() in html:
            for file in site_files.read_diagram_files():
                put_in_site(config.site_dir, file.uri, file.content)

    @event_priority(300)  # before the plugin of tags and the blog, which need all pages
    def _finish_reading(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        self.env = env
        if self.maker:
            with _plugin_errors():
                self.maker.finish_reading(files)
        return env

    @event_priority(200)  # before the search, which writes its index
    def _finish_building(self, *, config: MkDocsConfig) -> None:
        if self.maker:
            with _plugin_errors():
                self.maker.finish_building()

    def on_build_error(self, *, error: Exception) -> None:
        """Give back what the build held. PluginError, which is one line, where a disk is full."""
        if self.maker:
            self.maker.delete_kept_files()
        self._release()
        if isinstance(error, OSError) and error.errno in _FULL:
            raise PluginError(f"tracker: the site cannot be written: {error.strerror}") from None

    def _release(self) -> None:
        thaw_memory()
        if self.maker:
            self.maker.remove()
            self.maker = None
        for lock in getattr(self, "locks", ()):
            release_lock(lock)
        self.locks = []

    def _choose_cache(self) -> str:
        if not self.config.pages:
            return "other"
        return "serve" if self._is_serving() else "site"

    def _read_view(self, config: MkDocsConfig) -> tuple[View, list[Problem]]:
        """Read what the site is made from, and list every problem."""
        # A site with charts alone shows the published ones, while it is served, too.
        serving = self._is_serving()
        if self.config.pages:
            place, docs = place_of_config(config), Path(config.docs_dir)
        else:
            place, docs, _ = read_site_settings(self.root)
        view, problems = site_files.load_view(
            self.root, docs, place, read_build_date, serving and self.config.pages, self.cache
        )
        self.journal_docs = docs
        return view, problems

    def _load_view(self, config: MkDocsConfig) -> View:
        """Load what the site is made from, and log every problem. A build stops at errors."""
        view, problems = self._read_view(config)
        self.journal_pages: JournalPages | None = None
        for problem in problems:
            if problem.hint:
                log.info(str(problem))
        if view.errors and not self._is_serving():
            count = format_count(len(view.errors), "error")
            last_line = f"tracker: the journal has {count}; nothing was built"
            raise PluginError("\n".join([*view.errors, last_line]))
        for error in view.errors:
            log.error(error)
        return view

    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the journal's files to the build."""
        self.sized_pictures: list[SizedPicture] = []
        self._replace_docs(files, config)
        if not self.config.pages:
            for output in site_files.generate_assets():
                files.append(self._file(config, output))
            return files
        taken = {file.dest_uri for file in files}
        self.made = {}
        with _plugin_errors():
            self.has_nav = has_own_nav(config)
        posts = self.view.place.posts
        self.weeks = {self.view.post_uri(week.name): week for week in shown_weeks(self.view)}
        self.essays = {f"{posts}/{essay.name}" for essay in self.view.essays}
        other_uris = set()
        with _plugin_errors():
            # Each is written at once, so that no two of them lie in memory.
            for output in site_files.generate_site_files(
                self.view, self.root, log.warning, self.cache.get_or_make
            ):
                file = self._file(config, output)
                if not output.page:
                    other_uris.add(output.uri)
                if file.dest_uri in taken:
                    continue  # a page that the author wrote stands
                self._note_picture_size(file, output.content)
                if output.page:
                    self.made[output.uri] = keep_front_matter(output.page)
                    # A page of its own lists it; without a `nav`, `on_nav` gives all one section.
                    if output.page.listed or (not self.has_nav and output.uri != HOME):
                        file.inclusion = InclusionLevel.NOT_IN_NAV
                files.append(file)
        self.site_files = files
        self.catalogue = build_catalogue(self.view, frozenset(other_uris))
        return files

    @event_priority(-100)  # after plugins that write the `nav`
    def _prune_nav(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the journal's pages that would be empty, and were not made, out of the `nav`."""
        if self.config.pages and config.nav is not None:
            gone = frozenset(uri for uri in LISTS if uri not in files.src_uris)
            config.nav = prune_nav(config.nav, gone) or []
        return files

    on_files = CombinedEvent(_add_files, _prune_nav)

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
            self._note_picture_size(file, cleaned)
            if cleaned != data:
                files.remove(file)
                files.append(self._file(config, site_files.Output(file.src_uri, cleaned)))

    def _note_picture_size(self, file: File, data: bytes) -> None:
        size = read_picture_size(file.src_uri, data)
        if size:
            name = posixpath.basename(file.src_uri)
            ending = posixpath.splitext(name)[1]
            self.sized_pictures.append(SizedPicture(file, size, (name, quote(name)), ending))

    def _place_pictures(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Map the addresses of pictures to their sizes; by now the blog has moved its own."""
        self.picture_sizes = {each.file.dest_uri: each.size for each in self.sized_pictures}
        return env

    def _file(self, config: MkDocsConfig, output: site_files.Output) -> File:
        """Make a file of the build in the cache folder: the blog reads its posts from disk."""
        content = output.content
        if output.page and "macros" in config.plugins:
            # A learner's braces are no macros.
            content = content.replace(b"---\n", b"---\nrender_macros: false\n", 1)
        with _plugin_errors():
            path = self.cache.put_page(output.uri, content)
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
        app = server.get_app()
        if self.config.pages:
            look_for_changes_often(server)
            self.preview = LivePreview(server, self._build_saved_week)
            app = self.preview.wrap(app)
        server.set_app(refuse_foreign_hosts(app, config.dev_addr.host))
        return server

    def on_shutdown(self) -> None:
        if self.preview:
            self.preview.delete_former()

    def _list_sources(self, config: MkDocsConfig) -> list[str]:
        """List the folders and files that the site is made from."""
        entries = str(self.root / ENTRIES)
        paths = [config.docs_dir, config.config_file_path, config.theme.custom_dir, entries]
        return [path for path in paths if path] + config.watch

    def _list_stamps(self) -> dict[str, tuple[int, ...]]:
        """List the files that the site is made from, and when each was saved."""
        stamps = list_file_stamps(self.sources)
        hidden = os.path.join(
            self.root, ENTRIES, "."
        )  # what editors put there while a file is open
        return {path: stamp for path, stamp in stamps.items() if not path.startswith(hidden)}

    def _build_saved_week(self) -> str | None:
        """Build the post of the one week that was saved, and return its address in the site.

        None where more was saved, where it has no post, and where more may change of other pages
        than their texts. Errors are left to the build of the whole site.
        """
        last = self.last_build
        if not last or not is_known_post(last.config):
            return None
        path = find_saved_file(last.stamps, self._list_stamps())
        if not path or Path(path).parent != self.root / ENTRIES:
            return None
        name = Path(path).stem
        former = self.made.get(self.view.post_uri(name))
        if not former:
            return None
        try:
            view, _ = self._read_view(last.config)
            if not is_alike(view, self.view) or list_varying_uris(view) != last.uris:
                return None
            if name not in view.figures.weeks:
                return None
            return self._build_post(former, view, name)
        except Exception:  # whichever a plugin raises: the build of the whole site meets it, too
            return None

    def _build_post(self, former: Page, view: View, name: str) -> str | None:
        """Build a week's post in the last build; None where its front matter leads elsewhere."""
        assert self.last_build
        made_page = build_week_page(view, view.figures.weeks[name])
        if list_fixed_lines(made_page) != list_fixed_lines(former):
            return None
        linked = find_linked_lists(made_page.uri, made_page.text)
        empty = {page.uri for page in self.made.values() if page.empty} - view.linked
        # A list that holds nothing is made where a text links to it: this one may have been alone.
        if linked - self.made.keys() or empty - linked:
            return None
        self.view, self.made[former.uri] = view, made_page
        self.weeks[former.uri] = view.figures.weeks[name]
        self.mark_addresses = map_mark_targets(view)
        self.catalogue = build_catalogue(view, self.catalogue.files)
        self.texts = None
        config, files, nav, env = self.last_build[:4]
        file: Any = files.src_uris[former.uri]
        for post in (file.page.previous_page, file.page.next_page):
            week = post and self.weeks.get(post.file.src_uri)
            if week:
                title = title_of_week(view.figures, view.figures.weeks[week.name])
                post.meta["title"] = escape_markdown(title)
        self._file(config, site_files.Output(former.uri, made_page.text.encode(), made_page))
        rebuild_post(file, config, files, nav, env)
        return str(file.url)

    @event_priority(-75)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give each listed page its list as parent, and link pages to their neighbours.

        It runs after the blog's own, so that nobody walks on through the pages of the archive.
        """
        if not self.config.pages:
            return nav
        self.nav = nav
        for uri, made_page in self.made.items():
            page: Any = files.src_uris[uri].page
            index = files.src_uris.get(f"{posixpath.dirname(uri)}/index.md")
            if made_page.listed and page and index and index.page:
                page.parent = index.page  # as the blog does with its posts
        mark_section_indexes(nav.items, {uri: find_title(page) for uri, page in self.made.items()})
        blog = find_blog_plugin(config).blog
        if self.maker:
            blog.posts = ByIdentity(blog.posts)
        self._collect_lists(blog)
        if not self.has_nav and config.nav is None:
            self._add_section(nav, files)
            return nav
        blog_lists = {id(view) for view in blog.views}
        walked = [page for page in nav.pages if id(page) not in blog_lists]
        for page, next_page in pairwise(walked):
            page.next_page, next_page.previous_page = next_page, page
        return nav

    def _collect_lists(self, blog: Any) -> None:
        """Take the posts of the blog's archives, so that it renders no excerpt of them."""
        self.lists = None
        if self.list_settings is None:
            return
        archives = [view for view in blog.views if type(view).__name__ == "Archive"]
        self.lists = collect_blog_lists(
            self.list_settings, self.view, blog.file.src_uri, blog.posts, archives
        )
        for archive in archives:
            archive.posts = []

    def _add_section(self, nav: Navigation, files: Files) -> None:
        """Add a section with the journal's pages at the end of a navigation made from docs/."""
        pages: list[Any] = [files.src_uris[uri].page for uri in LISTS if uri in self.made]
        if not pages:
            return
        section = Section(SECTION, pages)
        for page in pages:
            page.parent = section
        for before, after in pairwise(pages):
            before.next_page, after.previous_page = after, before
        nav.items.append(section)
        nav.pages += pages

    @event_priority(-50)  # after the plugin that sets these dates, and before the blog
    def _prepare_context(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Give a made page its own day where a plugin took the build's for its last change."""
        plugin: Any = config.plugins.get("git-revision-date-localized")
        if plugin and page.file.src_uri in self.made:
            set_revision_date(plugin, page, config)
        if self.lists and page.file.src_uri == self.lists.journal_uri:
            blog_page: Any = page  # every post was read: the list is all that still asks for them
            blog_page.posts = blog_page.posts[: self.lists.settings.per_page]
        return context

    @event_priority(-110)  # after the blog
    def _list_years(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Show the years where the blog would show the numbers of further pages."""
        if self.lists and page.file.src_uri == self.lists.journal_uri:
            years = self.lists.render_years(self.view, page.url)
            context["pagination"] = (lambda _: years) if years else None
        return context

    @event_priority(-110)  # after plugins that look up headings
    def _shorten_contents(
        self, context: Any, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> Any:
        """Leave out the list of a page's headings where it helps nobody."""
        uri = page.file.src_uri
        if uri not in self.made and uri not in self.essays:
            return context
        entries = list(page.toc)
        shown = entries
        if entries and entries[0].level == 1:
            shown = entries[0].children
        if shown and not needs_contents(count_headings(shown), self.weeks.get(uri)):
            # The theme lists what stands below a title, and its link to the content leads there.
            first = entries[0]
            page.toc.items[:] = [type(first)(first.title, first.id, 1)]
        return context

    on_page_context = CombinedEvent(_prepare_context, _list_years, _shorten_contents)

    def on_page_markdown(
        self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Put pieces aside, and set the page's date, description, edit address and side bars."""
        uri = page.file.src_uri
        made_page = self.made.get(uri)
        self.page = (made_page and made_page.source) or uri
        archive = self.lists.find_archive(uri) if self.lists else None
        if self.lists and archive:
            # A page that the author wrote begins with the author's words.
            markdown = f"{markdown}\n\n{self.lists.render_archive(archive)}"
            page.meta.setdefault("search", {"exclude": True})
            if page.meta.get("template") == "blog.html":  # which is for excerpts
                page.meta["template"] = "main.html"
        if self.config.pages and uri == self.view.place.journal_uri:
            markdown += format_first_post_note(self.view)
        if made_page is None and uri in self.essays:
            markdown = link_items_on_page(markdown, self.view.targets, uri)
        if self.config.pages:
            self._describe_page(page, markdown, config)
            self._place_in_search(page, markdown, config)
        else:
            markdown = self._link_journal_pages(page, markdown)
        if made_page is None:
            markdown = with_charts(markdown, self.view.drawing)
        else:
            if page.edit_url:
                parts = urlsplit(page.edit_url)  # .../docs/../entries/2024-W27.yaml
                page.edit_url = parts._replace(path=posixpath.normpath(parts.path)).geturl()
            has_tabs = "navigation.tabs" in config.theme.get("features", [])
            if not has_tabs and "hide" in page.meta:  # without tabs there is no other way on
                page.meta["hide"] = [part for part in page.meta["hide"] if part != "navigation"]
        targets = [self.mark_addresses.get(target) for target in find_mark_targets(markdown)]
        self.page_pictures[uri] = self._find_shown_pictures(markdown, config)
        self.page_hashes[uri] = hash_text([markdown, targets])
        text = self.held.away(markdown, uri)
        if self.view.errors:
            return f"{self.view.warning}\n{text}"
        return text

    def on_page_content(
        self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Correct the addresses of pictures in the author's raw HTML, which MkDocs leaves alone."""
        for tex, why in find_unread_formulas(html):
            log.warning(f"{page.file.src_uri}: {tex}: {why}")
        if not self.config.pages:
            return shorten_links(html, self.view.place.url, page.canonical_url or "")
        uri = page.file.src_uri
        if uri in self.essays:
            for essay in self.view.essays:
                if uri == f"{self.view.place.posts}/{essay.name}":
                    return html + render_post_ways(self.view, essay.title, page.url)
        if uri not in self.made:
            return None
        html = exclude_generated_text(html, uri, self.weeks.get(uri))
        if config.theme.name == PROPERDOCS.theme:
            html = wrap_excluded_sections(html)
        return make_picture_paths_relative(page.url, html)

    def _link_journal_pages(self, page: MkDocsPage, markdown: str) -> str:
        path = page.file.abs_src_path
        if not path or not has_link_up(markdown):
            return markdown
        if self.journal_pages is None:
            self.journal_pages = list_journal_pages(self.root, self.journal_docs, self.view)
        return link_journal_pages(markdown, self.journal_pages, path)

    def _describe_page(self, page: MkDocsPage, markdown: str, config: MkDocsConfig) -> None:
        """Set the page's description, and its last change: never the day of the build."""
        uri = page.file.src_uri
        made_page = self.made.get(uri)
        posts = getattr(page, "posts", None)
        archive = self.lists.find_archive(uri) if self.lists else None
        if archive:
            day = max((post.day for post in archive.posts), default=None)
        elif posts:  # a list of the blog
            day = max(post.config.date.created.date() for post in posts)
        else:
            day = made_page and made_page.changed
            day = day or find_last_change(self.catalogue, uri, made_page is not None)
        page.update_date = day.isoformat() if day else ""
        list_title = format_list_title(page, config)
        unnamed = list_title == UNNAMED or (page.is_homepage and list_title)
        if (
            page.meta.get("description")
            or unnamed
            or (page.is_homepage and config.site_description)
        ):
            return
        if list_title:
            description = f"{list_title}, newest post first"
        else:
            description = extract_description(markdown) or f"{self.view.place.name}: {page.title}"
        page.meta["description"] = escape_markdown(description)

    @event_priority(-100)  # after the theme and other plugins
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Put back what was put aside, and complete the page's names, scripts and head."""
        output = self._link_charts(self.held.back(output), page.url)
        output = preload_font(add_accessible_names(output))
        if config.theme.name == PROPERDOCS.theme:
            output = exclude_from_pagefind(output)
        if needs_mermaid(output):
            # Only pages with a diagram name the script, and only a site with a diagram holds it.
            script = get_relative_url(f"{site_files.DIAGRAMS_URI}/{SCRIPT}", page.url)
            output = with_script(output, script)
            self._add_diagrams(output.encode(), config)
        if not self.config.pages:
            language = config.theme.get("language") or "en"
            return mark_our_blocks(output, english_attributes(language))
        output = add_picture_sizes(output, page.url, self.picture_sizes)
        output = self._improve_search(output, config)
        root = "../" * get_relative_url(".", page.url).count("..")
        output = add_footer_ways(self.view, output, root)
        if not is_english(self.view.place.language):
            output = self._mark_languages(output, page)
        return add_head_metadata(self.catalogue, describe_leaf(page, config), output)

    def _collect_texts(self) -> Texts:
        """Collect, once for a build, the texts whose language is marked."""
        if self.texts is None:
            titles = set()
            for made_uri in self.made.keys() - self.weeks.keys() - self.catalogue.subjects.keys():
                made_page = self.site_files.src_uris[made_uri].page
                titles.add(strip_tags(made_page.title) if made_page else "")
            self.texts = collect_texts(self.view, frozenset({SECTION, *titles} - {""}))
        return self.texts

    def _mark_languages(self, output: str, page: MkDocsPage) -> str:
        """Say what is English, on a site in another language."""
        uri = page.file.src_uri
        archive = self.lists.find_archive(uri) if self.lists else None
        is_made = uri in self.made and uri not in self.weeks
        is_notebook = 'class="tracker-notebook' in output
        is_ours = bool(archive) or (is_made and not is_notebook)
        return mark_languages(output, self.view, self._collect_texts(), is_ours)

    def _link_charts(self, output: str, here: str) -> str:
        """Link the marks of charts to posts and pages, and add the script to pages with charts."""
        link_to: Callable[[str], str | None] = partial(get_relative_url, other=here)
        if not self.config.pages:
            link_to = self.view.absolute if self.view.place.url else lambda address: None
        output = link_chart_marks(output, self.mark_addresses, link_to)
        if not shows_chart(output):
            return output
        return with_script(output, get_relative_url(site_files.CHART_SCRIPT_URI, here))

    def _place_in_search(self, page: MkDocsPage, markdown: str, config: MkDocsConfig) -> None:
        """Leave pages that repeat others out of the search, unless their front matter says more."""
        uri = page.file.src_uri
        settings = {}
        if uri in self.made:
            settings = choose_search_settings(uri)
        elif has_tags_listing(markdown) or (
            hasattr(page, "posts") and page is not find_blog_plugin(config).blog
        ):
            settings = {"exclude": True}
        if settings:
            page.meta.setdefault("search", settings)

    def _improve_search(self, html: str, config: MkDocsConfig) -> str:
        plugins: Any = config.plugins
        search = plugins.get("material/search") or plugins.get("search")
        if not search or "material/offline" in plugins or "offline" in plugins:
            return html  # files opened without a server are searched in another way
        return improve_search(html, site_files.ASSETS_URI, is_tuned(search.config.user_configs))

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Leave pages that only redirect out of the sitemap."""
        if template_name == "sitemap.xml" and self.config.pages:
            moved = self.catalogue.moved
            context["pages"] = [file for file in context["pages"] if file.src_uri not in moved]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        if template_name != "404.html":
            return output_content
        output_content = preload_font(add_accessible_names(output_content))
        if not self.config.pages:
            return output_content
        output_content = self._improve_search(output_content, config)
        return not_found.fill_not_found_page(self.view, output_content)

    def _end_build(self, *, config: MkDocsConfig) -> None:
        if self.lists:
            for uri, content in self.lists.generate_moved_pages(self.view):
                put_in_site(config.site_dir, uri, content)
        if self.config.pages:  # else what the journal's own site uses
            self.cache.delete_unused()

    @event_priority(-300)  # after plugins that read the pages, whose HTML lies in the memory
    def _give_back(self, *, config: MkDocsConfig) -> None:
        """Give back what the build held: MkDocs' functions, the cache and the locks."""
        self.cache.close()
        self._release()
        if not self._is_serving():
            # Or the interpreter looks for cycles in all pages as it ends. Not now: a program that
            # builds several sites would keep all of them.
            atexit.register(freeze_memory)
        elif self.config.pages:
            uris = list_varying_uris(self.view)
            self.last_build = LastBuild(
                config, self.site_files, self.nav, self.env, self.stamps, uris
            )

    on_post_build = CombinedEvent(_finish_building, _end_build, _give_back)

    @event_priority(200)  # before the theme renders, and before the plugin of tags makes its lists
    def _replace_templates(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        if self.config.pages:
            replace_words(env, config.theme)
            replace_tags_template(env, config.theme, self.view, self.made)
        if self.maker:
            cache_templates(env, VERSIONS)
        return env

    def _cut_posts(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        if self.maker:
            self.maker.cut = cut_posts(find_blog_plugin(config))
        return env

    on_env = CombinedEvent(_place_pictures, _finish_reading, _replace_templates, _cut_posts)


def refuse_translations(config: MkDocsConfig) -> None:
    """Stop a build with the plugin i18n, which leaves posts of Material's blog out of the site."""
    if "i18n" in config.plugins:
        raise PluginError(
            "tracker: the plugin i18n leaves the posts of Material's blog out of the site, and the "
            "weeks are such posts; take i18n or tracker out of mkdocs.yml"
        )


def read_build_date(plan: Plan) -> date:
    """Return the date of the build, by the system's clock or SOURCE_DATE_EPOCH."""
    return site_files.compute_build_date(plan, datetime.now, os.environ)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def _plugin_errors() -> Iterator[None]:
    """Raise a TrackerError as a PluginError, which MkDocs prints without a traceback."""
    try:
        yield
    except TrackerError as error:
        raise PluginError(f"tracker: {error}") from None
