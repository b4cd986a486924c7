"""Posts -> what else to read at the end of each: the posts before and after on the same item, and those nearest to it.

Each item and each tag knows its posts in their order, so that a post looks at its neighbours alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tracker.figures.stats import minutes_by
from tracker.model.journal import Week
from tracker.pages import titles
from tracker.pages.markdown import Md, escape_markdown
from tracker.pages.page import View, item_uri, render_template, shown_weeks
from tracker.pages.tags import tag_key_of

MOST = 3
FEW = 8  # posts that may bear a tag, however large their part of all
COMMON = 0.25  # a tag on more of the posts than this says nothing of any


class PostReference(NamedTuple):
    """A post, for the others that name it. `essay` ones are written by hand."""

    day: date
    name: str
    title: str
    address: str
    essay: bool = False


class Threads(NamedTuple):
    """Item, and key of a tag -> its posts, oldest first. `posts`: week -> its post."""

    items: Mapping[str, list[PostReference]]
    tags: Mapping[str, list[PostReference]]
    posts: Mapping[str, PostReference]


def build_threads(view: View) -> Threads:
    weeks = shown_weeks(view)
    posts = {
        w.name: PostReference(
            w.date, w.name, titles.title_of_week(view.figures, w), view.post_address(w)
        )
        for w in weeks
    }
    items = {
        state.id: sorted(posts[name] for name in state.weeks if name in posts)
        for state in view.figures.states.values()
    }
    tags: dict[str, list[PostReference]] = {}
    for week in weeks:
        for tag in dict.fromkeys(map(tag_key_of, week.tags)):
            tags.setdefault(tag, []).append(posts[week.name])
    for essay in view.essays:
        told = PostReference(essay.date, essay.name, essay.title, essay.address(view.place), True)
        for tag in dict.fromkeys(map(tag_key_of, essay.tags)):
            tags.setdefault(tag, []).append(told)
    many = max(FEW, COMMON * (len(weeks) + len(view.essays)))
    telling = {tag: sorted(mine) for tag, mine in tags.items() if len(mine) <= many}
    return Threads(items, telling, posts)


def render_related_posts(view: View, found: Threads, week: Week) -> Md:
    """The end of a post; nothing where it stands alone."""
    me = found.posts[week.name]
    own = worked_on(view, week)
    main = next((id_ for id_ in own if len(found.items[id_]) > 1), None)
    before, after = find_neighbours(found.items[main], me) if main else (None, None)
    near = find_nearest_posts(
        found, me, [id_ for id_ in own if id_ != main], week.tags, {before, after}
    )
    if not (main or near):
        return Md("")
    state = view.figures.states[main] if main else None
    item = (
        link_address(view.place.address(item_uri(state)), me.address, state.title)
        if state
        else None
    )
    rows = [
        (word, link_related_post(told, me))
        for word, told in (("before", before), ("after", after))
        if told
    ]
    return Md(
        render_template(
            "related.md.jinja",
            item=item,
            rows=rows,
            near=[link_related_post(told, me) for told in near],
        )
    )


def worked_on(view: View, week: Week) -> list[str]:
    """The items of a week, the one with the most minutes first, then those it only writes of."""
    spent = minutes_by(view.figures.by_week.get(week.name, ()), lambda entry: entry.item)
    aliases = view.figures.plan.aliases
    said = [aliases.get(id_, id_) for _, id_, _ in week.records]
    return list(dict.fromkeys([*sorted(filter(None, spent), key=lambda id_: -spent[id_]), *said]))


def find_neighbours(
    posts: list[PostReference], me: PostReference
) -> tuple[PostReference | None, PostReference | None]:
    """The last one before and the first one behind it."""
    at = bisect_left(posts, me)
    behind = at + (at < len(posts) and posts[at] == me)
    return posts[at - 1] if at else None, posts[behind] if behind < len(posts) else None


def find_nearest_posts(
    found: Threads,
    me: PostReference,
    items: Iterable[str],
    tags: Iterable[str],
    named: set[PostReference | None],
) -> list[PostReference]:
    """Posts that share the most with this one; of those that share as much, essays and what was written close to it."""
    shared: Counter[PostReference] = Counter()
    for posts in [
        *(found.items[id_] for id_ in items),
        *(found.tags.get(tag_key_of(tag), []) for tag in tags),
    ]:
        essays = [told for told in posts if told.essay]
        shared.update({told for told in (*find_neighbours(posts, me), *essays) if told})
    others = [told for told in shared if told != me and told not in named]
    others.sort(
        key=lambda told: (-shared[told], not told.essay, abs((told.day - me.day).days), told.name)
    )
    return others[:MOST]


def link_related_post(told: PostReference, me: PostReference) -> Md:
    return link_address(told.address, me.address, told.title)


def link_address(address: str, here: str, label: str) -> Md:
    """A link in HTML, from an address of the site to another: quicker than Markdown's, on many hundred posts."""
    return Md(f'<a href="{"../" * here.count("/")}{address}">{escape_markdown(label)}</a>')
