"""MkDocs' configuration -> Material's blog, and the addresses and titles that it gives.

The configuration comes in from the plugin.
"""

from __future__ import annotations

import posixpath
from typing import Any

from markupsafe import Markup

from tracker.boundary import docs as docs_folder
from tracker.model.journal import TrackerError
from tracker.pages.addresses import Place
from tracker.pages.head.catalogue import Leaf
from tracker.site.settings import find_nav_uris, makes_home


def find_blog_plugin(config: Any) -> Any:
    """Material's blog plugin, whose posts the weeks become."""
    for plugin in config.plugins.values():
        if type(plugin).__name__ == "BlogPlugin" and plugin.config.enabled:
            return plugin
    raise TrackerError(
        "weeks become posts of Material's blog; set `theme: material` and add `blog` to plugins"
    )


def describe_leaf(page: Any, config: Any) -> Leaf:
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
        title = format_list_title(page, config) or page.title
    description = page.meta.get("description") or ""
    if not description:
        description = config.site_description or ""
    return Leaf(
        page.file.src_uri,
        page.url,
        strip_tags(title),
        strip_tags(description),
        (number, len(parts)),
    )


def format_list_title(page: Any, config: Any) -> str:
    """Return the title of a list of the blog: `Journal`, `Journal: 2024`; "" for other pages."""
    if not hasattr(page, "posts"):
        return ""
    journal = find_blog_plugin(config).blog
    first = page.pages[0] if page.pages else page
    if first.name:
        return f"{journal.title}: {first.name}"
    return str(journal.title)


def strip_tags(text: Any) -> str:
    return str(Markup(text).striptags())


def place_of_config(config: Any) -> Place:
    """Take the site's addresses from MkDocs' configuration and that of the blog."""
    blog = find_blog_plugin(config).config
    folder = posixpath.normpath(blog.blog_dir)
    journal_uri = posixpath.normpath(f"{folder}/index.md")
    named = find_nav_uris(config.nav)
    docs = docs_folder.list_docs(config.docs_dir)
    options: Any = config.plugins["tracker"].config
    return Place(
        name=config.site_name,
        url=config.site_url or "",
        journal_uri=journal_uri,
        posts=posixpath.normpath(blog.post_dir.format(blog=folder)),
        folders=config.use_directory_urls,
        post_format=blog.post_url_format,
        date_format=blog.post_url_date_format,
        language=config.theme.get("language") or "en",
        future_drafts=blog.draft_if_future_date,
        named=named or frozenset(),
        home=makes_home(options.home, named, docs, journal_uri),
        head=options.head,
        cards=options.cards,
        feeds=options.feeds,
    )
