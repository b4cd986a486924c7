"""Settings of the site -> the addresses of its pages and posts; and the author's essays."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """The settings that decide the site's addresses.

    `url`: the site's own address, ending in /, or empty if it is not known.
    `journal_uri` and `posts`: the page of the blog's list, and the folder of its posts.
    `folders`: addresses end in /, not in .html.
    `post_format` and `date_format`: how the blog builds a post's address from its slug and its day.
    `future_drafts`: the blog treats an essay as a draft until its day.
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
        from babel.dates import format_date

        words = {
            "slug": slug,
            "date": format_date(day, self.date_format, "en"),
            "file": posixpath.splitext(posixpath.basename(name))[0],
            "categories": "",
        }
        path = re.sub(r"\{(\w+)\}", lambda field: words.get(field[1], ""), self.post_format)
        folder = posixpath.dirname(self.journal_uri)
        return self.address(posixpath.normpath(posixpath.join(folder, path)) + ".md")


class Essay(NamedTuple):
    """An ordinary post of the blog, written by hand.

    `name`: its file, relative to the blog's folder of posts.
    `marked`: its own front matter says whether it is a draft.
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

    def address(self, place: Place) -> str:
        from pymdownx.slugs import slugify  # type: ignore[import-untyped]

        slug = self.slug or slugify(case="lower")(self.title, "-")
        return place.post(self.date, slug, self.name)
