"""Settings of the site -> the addresses of its pages and posts; and the author's essays."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from tracker.model.journal import is_address


class Place(NamedTuple):
    """The settings that decide the site's addresses.

    `url`: the site's own address, ending in /, or empty if it is not known.
    `journal_uri` and `posts`: the page of the blog's list, and the folder of its posts.
    `folders`: addresses end in /, not in .html.
    `post_format` and `date_format`: how the blog builds a post's address from its slug and its day.
    `future_drafts`: the blog treats an essay as a draft until its day.
    `named`: the pages that the site's `nav` names, as in docs/.
    `home`, `head`, `cards` and `feeds`: whether the journal makes the home page, the metadata in
    each page's head, the preview pictures and the feeds.
    """

    name: str = ""
    url: str = ""
    journal_uri: str = "blog/index.md"
    posts: str = "blog/posts"
    folders: bool = True
    post_format: str = "{slug}"
    date_format: str = "yyyy/MM/dd"
    language: str = "en"
    future_drafts: bool = False
    named: frozenset[str] = frozenset()
    home: bool = True
    head: bool = True
    cards: bool = True
    feeds: bool = True

    def address(self, uri: str) -> str:
        """Return a file's address relative to `url`.

        `courses/index.md` -> `courses/`, `plan.md` -> `plan/`, `feed.xml` -> `feed.xml`.
        """
        if not uri.endswith(".md"):
            return uri
        stem = uri.removesuffix(".md")
        if not self.folders:
            return f"{stem}.html"
        if posixpath.basename(stem) == "index":
            return stem.removesuffix("index")
        return f"{stem}/"

    def post(self, day: date, slug: str, name: str = "") -> str:
        """Return a post's address relative to `url`. `name`: its file, for `{file}`."""
        words = {
            "slug": slug,
            "date": format_post_date(day, self.date_format),
            "file": posixpath.splitext(posixpath.basename(name))[0],
            "categories": "",
        }
        path = re.sub(r"\{(\w+)\}", lambda field: words.get(field[1], ""), self.post_format)
        folder = posixpath.dirname(self.journal_uri)
        return self.address(posixpath.normpath(posixpath.join(folder, path)) + ".md")


def format_post_date(day: date, pattern: str) -> str:
    """Format a day as the blog does: by a pattern of Unicode, such as `yyyy/MM/dd`."""
    if pattern == Place().date_format:
        return day.isoformat().replace("-", "/")  # to import babel takes half a start of Python
    from babel.dates import format_date

    return str(format_date(day, pattern, "en"))


class Essay(NamedTuple):
    """An ordinary post of the blog, written by hand.

    `name`: its file, relative to the blog's folder of posts.
    `marked`: its own front matter says whether it is a draft.
    `items`: what it is about, by its front matter: `id` or `id/unit`. `head`: the front matter.
    """

    name: str
    title: str
    date: date
    text: str
    slug: str | None = None
    tags: tuple[str, ...] = ()
    description: str | None = None
    draft: bool = False
    marked: bool = False
    items: tuple[str, ...] = ()
    head: str = ""

    def address(self, place: Place) -> str:
        from pymdownx.slugs import slugify  # type: ignore[import-untyped]

        slug = self.slug or slugify(case="lower")(self.title, "-")
        return place.post(self.date, slug, self.name)


def item_page_uri(kind: str, id_: str) -> str:
    """Return the page of an item, as in docs/: `courses/zero-to-hero.md`."""
    return f"{kind}/{address_name(id_)}.md"


def address_name(id_: str) -> str:
    """Turn an id into a part of an address.

    If the id is a URL, as it is for some papers, the result is its readable end and a short hash.
    """
    if not is_address(id_):
        return id_
    path = re.sub(r"^https?://(www\.)?|\.pdf$", "", id_.lower())
    slug = re.sub(r"[^a-z0-9]+", "-", path).strip("-")
    if len(slug) > 40:
        slug = slug[-40:].partition("-")[2]
    return f"{slug}-{sha256(id_.encode()).hexdigest()[:6]}"
