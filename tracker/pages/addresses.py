"""Where the site stands: the addresses of its pages and posts, as its settings say; and the author's essays."""

from __future__ import annotations

import posixpath
import re
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """`url`: the site's own address, ending in /, or nothing where it is not known.

    `journal_uri` and `posts`: where the blog has its list and its posts. `folders`: addresses end in /, not in .html.
    `post_format` and `date_format`: how the blog makes a post's address of its slug and its day.
    `future_drafts`: whether it takes essays for drafts until their day.
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
        """`courses/index.md` -> `courses/`, `plan.md` -> `plan/`: below the site's own address."""
        if not uri.endswith(".md"):
            return uri
        stem = uri.removesuffix(".md")
        if posixpath.basename(stem) == "index":
            return stem.removesuffix("index") if self.folders else f"{stem}.html"
        return f"{stem}/" if self.folders else f"{stem}.html"

    def post(self, day: date, slug: str, name: str = "") -> str:
        """The address of a post, below the site's own."""
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
    """An ordinary post of the blog, written by hand. `name`: its file, below the blog's folder of posts.

    `marked`: says itself whether it is a draft.
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

        return place.post(self.date, self.slug or slugify(case="lower")(self.title, "-"), self.name)
