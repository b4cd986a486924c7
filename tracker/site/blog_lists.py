"""The lists of Material's blog -> the newest posts, the years, and a page of titles for each year.

The blog would make pages of ten posts each, by number. Its objects come in from the plugin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from tracker.pages import View
from tracker.pages.archive import (
    Archive,
    ListedPost,
    list_archive_rows,
    list_numbered_pages,
    map_posts,
    render_archive,
    render_archive_rows,
    render_moved_list,
)
from tracker.pages.years import Year, collect_years


class ListSettings(NamedTuple):
    """How the blog would cut its lists: posts a page, and the addresses of further pages."""

    per_page: int
    archive_per_page: int
    url_format: str


class BlogLists(NamedTuple):
    """The lists of a blog. `archives`: those by date, newest first. `years`: by number."""

    settings: ListSettings
    journal_uri: str
    posts: Sequence[ListedPost]
    archives: Sequence[Archive]
    years: Mapping[int, Year]

    def find_archive(self, uri: str) -> Archive | None:
        return next((archive for archive in self.archives if archive.uri == uri), None)

    def render_archive(self, archive: Archive) -> str:
        place = self.archives.index(archive)
        neighbours = [*self.archives[max(0, place - 1) : place], *self.archives[place + 1 :][:1]]
        return render_archive(archive, self.years, neighbours)

    def render_years(self, view: View, here: str) -> Markup | None:
        """Render the years below the newest posts; None where these are all there is."""
        if len(self.posts) <= self.settings.per_page:
            return None
        rows = list_archive_rows(view.place, self.archives, self.years, here)
        return Markup(render_archive_rows(rows))

    def generate_moved_pages(self, view: View) -> Iterator[tuple[str, bytes]]:
        """Yield a file for each numbered page that the blog would have made.

        It leads to the archive of the first post that stood there.
        """
        per_page, archive_per_page, url_format = self.settings
        by_post = {post.uri: archive for archive in self.archives for post in archive.posts}
        pages = list_numbered_pages(
            view.place, self.journal_uri, len(self.posts), per_page, url_format
        )
        for number, file in pages.items():
            archive = by_post[self.posts[(number - 1) * per_page].uri]
            yield file, format_moved_page(view, archive, file)
        for archive in self.archives:
            pages = list_numbered_pages(
                view.place, archive.uri, len(archive.posts), archive_per_page, url_format
            )
            for file in pages.values():
                yield file, format_moved_page(view, archive, file)


def format_moved_page(view: View, archive: Archive, file: str) -> bytes:
    return render_moved_list(archive.name, file, view.place.address(archive.uri)).encode()


def take_over_lists(config: Any) -> ListSettings | None:
    """Have the blog make no numbered pages of its list and archives. `config`: the blog's settings.

    None, and nothing changes, where the author wants no archive or no numbered pages.
    """
    if not (config.archive and config.pagination) or config.archive_pagination is False:
        return None
    per_page = config.pagination_per_page
    settings = ListSettings(
        per_page, config.archive_pagination_per_page or per_page, config.pagination_url_format
    )
    for key in ("categories_pagination", "authors_profiles_pagination"):
        if config[key] is None:
            config[key] = True  # as the setting that is about to change
    config.pagination = config.archive_pagination = False
    return settings


def collect_blog_lists(
    settings: ListSettings, view: View, journal_uri: str, posts: Any, archives: Any
) -> BlogLists:
    """Collect the lists of a blog that has found its posts. `archives`: its pages by date."""
    known = map_posts(view)
    years = {year.number: year for year in collect_years(view)}
    lists = []
    for page in archives:
        listed = [_list_post(known, post) for post in page.posts]
        lists.append(Archive(page.name, page.file.src_uri, listed))
    return BlogLists(
        settings, journal_uri, [_list_post(known, post) for post in posts], lists, years
    )


def _list_post(known: Mapping[str, ListedPost], post: Any) -> ListedPost:
    uri = post.file.src_uri
    day = post.config.date.created.date()
    return known.get(uri) or ListedPost(day, uri, Markup(post.title or "").striptags())
