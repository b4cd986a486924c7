"""Posts -> the related posts at the end of each: before and after on its main item, and nearest.

And the post of a year ago.

Each item and each tag has its posts in their order, so that a post only looks at its neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from tracker.figures import summaries, titles
from tracker.figures.stats import minutes_by
from tracker.model.journal import Week, week_of
from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.page import View, item_uri, render_template, shown_weeks
from tracker.pages.tags import tag_key_of

MOST = 3
FEW = 8  # posts that may always have a tag in common, whatever share of all posts they are
YEAR = timedelta(weeks=52)
COMMON = 0.25  # a tag on a larger share of the posts than this relates none of them


class PostReference(NamedTuple):
    """A post, for other posts that link to it. `essay`: it is written by hand."""

    day: date
    name: str
    title: str
    address: str
    essay: bool = False


class Threads(NamedTuple):
    """`items` and `tags`: id of an item, key of a tag -> its posts, oldest first.

    `posts`: name of a week -> its post.
    """

    items: Mapping[str, list[PostReference]]
    tags: Mapping[str, list[PostReference]]
    posts: Mapping[str, PostReference]


def build_threads(view: View) -> Threads:
    """Sort the posts of the site by item and by tag, without tags that are too common."""
    weeks = shown_weeks(view)
    posts = {}
    for week in weeks:
        title = titles.title_of_week(view.figures, week)
        posts[week.name] = PostReference(week.date, week.name, title, view.post_address(week))
    items = {}
    for state in view.figures.states.values():
        items[state.id] = sorted(posts[name] for name in state.weeks if name in posts)
    tags: dict[str, list[PostReference]] = {}
    for week in weeks:
        for tag in dict.fromkeys(map(tag_key_of, week.tags)):
            tags.setdefault(tag, []).append(posts[week.name])
    for essay in view.essays:
        post = PostReference(essay.date, essay.name, essay.title, essay.address(view.place), True)
        for tag in dict.fromkeys(map(tag_key_of, essay.tags)):
            tags.setdefault(tag, []).append(post)
    most = max(FEW, COMMON * (len(weeks) + len(view.essays)))
    telling = {tag: sorted(tagged) for tag, tagged in tags.items() if len(tagged) <= most}
    return Threads(items, telling, posts)


def render_related_posts(view: View, threads: Threads, week: Week) -> Md:
    """Render the end of a post; nothing if no other post is related to it."""
    post = threads.posts[week.name]
    ids = list_week_item_ids(view, week)
    main = next((id_ for id_ in ids if len(threads.items[id_]) > 1), None)
    item = before = after = None
    if main:
        state = view.figures.states[main]
        item = link_address(view.place.address(item_uri(state)), post.address, state.title)
        before, after = find_neighbours(threads.items[main], post)
    others = [id_ for id_ in ids if id_ != main]
    year_ago = threads.posts.get(week_of(week.monday - YEAR))
    near = find_nearest_posts(threads, post, others, week.tags, {before, after, year_ago})
    if not (main or near or year_ago):
        return Md("")
    quote = ""
    if year_ago:
        quote = summaries.quote_week(view.figures, view.figures.weeks[year_ago.name])
    rows = []
    if before:
        rows.append(("before", link_related_post(before, post)))
    if after:
        rows.append(("after", link_related_post(after, post)))
    links = [link_related_post(other, post) for other in near]
    return Md(
        render_template(
            "related.md.jinja",
            item=item,
            rows=rows,
            near=links,
            year_ago=link_related_post(year_ago, post) if year_ago else None,
            quote=quote,
        )
    )


def list_week_item_ids(view: View, week: Week) -> list[str]:
    """Return ids of a week's items, by falling time, then of those it only writes about."""
    minutes = minutes_by(view.figures.by_week.get(week.name, ()), lambda entry: entry.item)
    ids = sorted(filter(None, minutes), key=lambda id_: -minutes[id_])
    aliases = view.figures.plan.aliases
    ids += [aliases.get(id_, id_) for _, id_, _ in week.records]
    return list(dict.fromkeys(ids))


def find_neighbours(
    posts: list[PostReference], post: PostReference
) -> tuple[PostReference | None, PostReference | None]:
    """Return the last of the sorted posts before `post`, and the first behind it."""
    start = bisect_left(posts, post)
    end = start
    if start < len(posts) and posts[start] == post:
        end += 1
    before = posts[start - 1] if start else None
    after = posts[end] if end < len(posts) else None
    return before, after


def find_nearest_posts(
    threads: Threads,
    post: PostReference,
    items: Iterable[str],
    tags: Iterable[str],
    linked: set[PostReference | None],
) -> list[PostReference]:
    """Return the posts that share the most items and tags with `post`, without those `linked`.

    Of posts that share as much, essays come first, then those written close to it.
    """
    groups = [threads.items[id_] for id_ in items]
    groups += [threads.tags.get(tag_key_of(tag), []) for tag in tags]
    shared: Counter[PostReference] = Counter()
    for posts in groups:
        candidates = {other for other in posts if other.essay}
        candidates |= set(filter(None, find_neighbours(posts, post)))
        shared.update(candidates)
    others = [other for other in shared if other != post and other not in linked]
    others.sort(
        key=lambda other: (
            -shared[other],
            not other.essay,
            abs((other.day - post.day).days),
            other.name,
        )
    )
    return others[:MOST]


def link_related_post(other: PostReference, post: PostReference) -> Md:
    return link_address(other.address, post.address, other.title)


def link_address(address: str, here: str, label: str) -> Md:
    """Build an HTML link between two addresses of the site.

    On many hundred posts this is quicker than a Markdown link, which MkDocs has to resolve.
    """
    root = "../" * here.count("/")
    return Md(f'<a href="{root}{address}">{escape_markdown(label)}</a>')
