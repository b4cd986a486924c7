"""Templates of the theme and its plugins, in place of which a journal's site has its own.

A template of the author's wins.
"""

from __future__ import annotations

import posixpath
from collections.abc import Container
from typing import Any

from jinja2 import ChoiceLoader, DictLoader

from tracker.boundary import docs as docs_folder
from tracker.boundary.outside import read_program_file
from tracker.model.kinds import KINDS
from tracker.pages import View
from tracker.pages.tags import SHORT, TaggedPage, TagSummary, count_tagged_pages, sum_up_tag

# By this template the plugin of tags lists a tag with its pages.
TAGS_TEMPLATE = "fragments/tags/default/listing.html"
# By this one the theme says its own words, which the authors of sites replace in their own.
WORDS_TEMPLATE = "partials/language.html"
ENGLISH_TEMPLATE = "partials/languages/en.html"


def replace_words(env: Any, theme: Any) -> None:
    """Say what a reader would for some words of the theme, in a site in English."""
    if theme.get("language") not in (None, "en"):
        return
    if not has_own_template(theme, WORDS_TEMPLATE, ENGLISH_TEMPLATE):
        replace_template(env, WORDS_TEMPLATE, "language.html.jinja")


def replace_tags_template(env: Any, theme: Any, view: View, made: Container[str]) -> None:
    """List tags with counts and dates, each folded. `made`: the pages that the journal makes."""
    if has_own_template(theme, TAGS_TEMPLATE):
        return

    def sum_up(listing: Any) -> TagSummary:
        return sum_up_tag(
            [describe_tagged_page(mapping.item, made) for mapping in listing.mappings]
        )

    replace_template(env, TAGS_TEMPLATE, "tags.html.jinja")
    env.filters["tracker_tag"] = sum_up
    env.globals["tracker_tags_open"] = count_tagged_pages(view) <= SHORT


def describe_tagged_page(page: Any, made: Container[str]) -> TaggedPage:
    """Describe what the plugin of tags found with a tag: a page, or a link to another site."""
    post_date = getattr(getattr(page, "config", None), "date", None)
    uri = page.file.src_uri if hasattr(page, "file") else ""
    kind = posixpath.dirname(uri)
    return TaggedPage(
        page,
        post_date.created.date() if post_date else None,
        kind if uri in made and kind in KINDS else "",
    )


def has_own_template(theme: Any, *names: str) -> bool:
    """Whether the author of a site has one of these templates."""
    custom = theme.custom_dir
    return bool(custom) and any(docs_folder.has_doc(custom, name) for name in names)


def replace_template(env: Any, name: str, own: str) -> None:
    text = read_program_file("templates", "engine", own).decode()
    env.loader = ChoiceLoader([DictLoader({name: text}), env.loader])
