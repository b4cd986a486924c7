"""Posts -> the journal's lists of them: by year, and one page for each year with all its titles.

The blog makes the pages themselves, and the plugin fills them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import NamedTuple

from tracker.figures import titles
from tracker.model.english import MONTHS, format_count, month_words
from tracker.pages.addresses import Place
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.page import View, render_template, shown_weeks
from tracker.pages.years import Year, format_year_sums, uri_of


class ListedPost(NamedTuple):
    """A post in a list: its day, its page as in docs/, and its title as text."""

    day: date
    uri: str
    title: str


class Archive(NamedTuple):
    """A list of the blog by date, mostly of a year: its name, its page and its posts."""

    name: str
    uri: str
    posts: Sequence[ListedPost]


class ArchiveRow(NamedTuple):
    """An archive in the list of all: where it is, how many posts it has, and what was done."""

    name: Md
    address: Md
    posts: str
    sums: str


def map_posts(view: View) -> dict[str, ListedPost]:
    """Map the page of each week and essay to its post."""
    posts = {}
    for week in shown_weeks(view):
        uri = view.post_uri(week.name)
        posts[uri] = ListedPost(week.date, uri, titles.title_of_week(view.figures, week))
    for essay in view.essays:
        uri = f"{view.place.posts}/{essay.name}"
        posts[uri] = ListedPost(essay.date, uri, essay.title)
    return posts


def render_archive(
    archive: Archive, years: Mapping[int, Year], neighbours: Iterable[Archive]
) -> str:
    """Render what an archive shows below its heading: each post's title, newest first, by month.

    `neighbours`: the archives before and after it.
    """
    posts = sorted(archive.posts, key=lambda post: (post.day, post.uri), reverse=True)
    months = []
    for (year, month), group in groupby(posts, lambda post: (post.day.year, post.day.month)):
        rows = []
        for post in group:
            day = f"{post.day.day} {MONTHS[post.day.month - 1]}"
            rows.append((link_page(post.uri, archive.uri, post.title), day))
        months.append((month_words(date(year, month, 1)), rows))
    review = None
    year = years.get(find_single_year(posts) or 0)
    if year:
        review = link_page(uri_of(year), archive.uri, f"{year.number} in review")
    return render_template(
        "archive.md.jinja",
        count=format_count(len(posts), "post"),
        review=review,
        months=months,
        others=[
            (link_page(other.uri, archive.uri, other.name), format_count(len(other.posts), "post"))
            for other in neighbours
        ],
    )


def find_single_year(posts: Sequence[ListedPost]) -> int | None:
    years = {post.day.year for post in posts}
    return years.pop() if len(years) == 1 else None


def list_archive_rows(
    place: Place, archives: Sequence[Archive], years: Mapping[int, Year], here: str
) -> list[ArchiveRow]:
    """List the archives, each with how many posts it has and what was done in its year.

    `here` is the address of the page that lists them.
    """
    rows = []
    for archive in archives:
        sums = ""
        year = years.get(find_single_year(archive.posts) or 0)
        if year and archive.name == str(year.number):
            sums = ", ".join(format_year_sums(year))
        address = make_relative(place.address(archive.uri), here)
        count = format_count(len(archive.posts), "post")
        rows.append(ArchiveRow(escape_markdown(archive.name), Md(escape(address)), count, sums))
    return rows


def render_archive_rows(rows: Sequence[ArchiveRow]) -> str:
    """Render the list below the newest posts, as HTML."""
    return render_template("archives.html.jinja", rows=rows)


def make_relative(address: str, here: str) -> str:
    """Make an address of the site relative to the page at the address `here`."""
    path = posixpath.relpath(address or ".", posixpath.dirname(here) or ".")
    if address.endswith("/") or not address:
        path += "/"
    return path


# ---- the numbered pages of before ----------------------------------------------------------------


def list_numbered_pages(
    place: Place, uri: str, posts: int, per_page: int, url_format: str
) -> dict[int, str]:
    """Map the number of each further page of a list to its file on the site.

    These are those that the blog makes of so many posts. `uri`: the list's own page, as in docs/.
    """
    stem = uri.removesuffix(".md")
    is_index = posixpath.basename(stem) == "index"
    pages = {}
    for number in range(2, (posts - 1) // per_page + 2):
        path = url_format.format(page=number)
        if is_index:
            path = posixpath.join(posixpath.dirname(stem), path, "index")
        else:
            path = posixpath.join(stem, path)
        address = place.address(posixpath.normpath(path.strip("/")) + ".md")
        if address.endswith("/"):
            address += "index.html"
        pages[number] = address
    return pages


MOVED = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<p>This page has moved: <a href="{url}">{title}</a>.</p>
</body>
</html>
"""


def render_moved_list(name: str, file: str, address: str) -> str:
    """Render a page at the address of a former one that leads to the list `address`."""
    url = escape(make_relative(address, file))
    return MOVED.format(title=escape(f"Posts of {name}"), url=url)
