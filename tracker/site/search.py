"""What the search of a site finds, and when its index is loaded.

The index holds the author's words, each once: no page that only repeats others, no facts and no
made sentences. Material loads it with every page and builds an index of all words in the browser:
at ten years 0.8 MB with each page. Ours waits until somebody searches, and reads the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from tracker.model.journal import Week
from tracker.model.kinds import KINDS
from tracker.pages.page import render_template

# Pages that say what others say; their addresses below docs/. Tags of posts name skills.
_REPEATING = re.compile(
    r"(index|now|progress|library/index)\.md$|progress/|skills/|reading/links-\d+\.md$|"
    rf"({'|'.join(KINDS)})/index\.md$"
)
# Pages about an item, and lists of the plan: below the posts that say as much.
_BELOW_POSTS = 0.4
_ITEM = re.compile(rf"({'|'.join(KINDS)})/[^/]+\.md$")
_LIST = re.compile(r"(plan|decisions|milestones|people|reading/[^/]+)\.md$")
# The sections of an item's page that no post says, and those of lists that posts do say.
_OWN_SECTIONS = {"tracker-details", "units"}
_REPEATED_SECTIONS = {
    "all-links-by-tag",
    "all-links-by-year",
    "answered",
    "links-with-a-word-on-each",
    "more-of-the-plan",
    "open-questions",
    "when-it-will-be-done",
    "where-am-i-and-what-is-next",
}
# Charts, facts, and sentences that the program makes.
_GENERATED = re.compile(
    r'(<(?:p|span|div|time|bdi)) (class="tracker-'
    r"(?:chart|counted|detail|diary-day|draft|fact|figures|"
    r"forecast|length|mark|meta|next|nodata|outcome|status|sums)\b)"
)
# Around others of its kind, which would end what Material's parser skips.
_KICKER = re.compile(r'<p>(?=<span class="tracker-kicker">)')
# Asides of a post are the author's, and its lead may be.
_LEAD = re.compile(r'(<p) (class="tracker-lead")')
_ASIDE = re.compile(r'(<(?:p|span)) (class="tracker-(?:aside|lead)")')
_FACTS = re.compile(r'(<div class="tracker-facts"></div>\s*<ul>)(.*?</ul>)', re.DOTALL)
_FACT = re.compile(r"<li>(?!<strong>(?:By|Authors)</strong>)")
_TAGS_LISTING = re.compile(r"<!-- material/tags\b|\[TAGS\]")
_HEADING = re.compile(r'<h([2-6]) id="([^"]*)"')
# With a value: Material's search takes such an attribute out of the page again.
EXCLUDED = 'data-search-exclude="true"'

WORKER = "search.js"
# What Material's page says to its script; the address is that of its worker.
_CONFIG = re.compile(r'<script id="?__config\b[^>]*>.*?</script>', re.DOTALL)
_THEIR_WORKER = re.compile(
    r'("search":\s*"[^"]*?)assets/javascripts/workers/search\.[0-9a-f]+\.min\.js"'
)
# Whoever sets one of these wants Material's way of telling words apart and rating them.
TUNING = ("lang", "separator", "pipeline", "fields", "jieba_dict", "jieba_dict_user")


def choose_search_settings(uri: str) -> dict[str, Any]:
    """Return the front matter's `search` of a page; {} for one that is found like any other."""
    if _REPEATING.match(uri):
        return {"exclude": True}
    if _ITEM.match(uri) or _LIST.match(uri):
        return {"boost": _BELOW_POSTS}
    return {}


def has_tags_listing(markdown: str) -> bool:
    """Whether the page lists what bears each tag, as Material's plugin writes it."""
    return bool(_TAGS_LISTING.search(markdown))


def exclude_generated_text(html: str, uri: str, week: Week | None) -> str:
    """Mark what the search leaves out of the content of a made page, the post of a week or not."""
    html = _GENERATED.sub(rf"\1 {EXCLUDED} \2", html)
    if week:
        html = _KICKER.sub(f"<p {EXCLUDED}>", html)
        if not week.summary:
            html = _LEAD.sub(rf"\1 {EXCLUDED} \2", html, count=1)
        return html
    html = _ASIDE.sub(rf"\1 {EXCLUDED} \2", html)
    html = _FACTS.sub(_exclude_facts, html)
    return _exclude_sections(html, uri)


def _exclude_facts(match: re.Match[str]) -> str:
    return match[1] + _FACT.sub(f"<li {EXCLUDED}>", match[2])


def _exclude_sections(html: str, uri: str) -> str:
    """Mark the headings of sections that posts say; what follows a heading goes with it."""
    is_item = _ITEM.match(uri)
    is_excluded = False

    def mark_heading(match: re.Match[str]) -> str:
        nonlocal is_excluded
        level, id_ = match.groups()
        if level == "2":
            is_excluded = id_ not in _OWN_SECTIONS if is_item else id_ in _REPEATED_SECTIONS
        if is_excluded:
            return f'<h{level} {EXCLUDED} id="{id_}"'
        return match[0]

    return _HEADING.sub(mark_heading, html)


def is_tuned(user_settings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the author tuned Material's search, which ours then does not replace."""
    return any(settings.get(name) for settings in user_settings for name in TUNING)


def improve_search(html: str, assets: str, tuned: bool) -> str:
    """Delay the index until somebody searches, and name our worker unless theirs is `tuned`.

    `assets`: the folder of our files in the site. A page whose theme searches in another way, or
    not at all, stays as it is.
    """
    config = _CONFIG.search(html)
    if not config or not _THEIR_WORKER.search(config[0]):
        return html
    said = config[0]
    if not tuned:
        said = _THEIR_WORKER.sub(rf'\g<1>{assets}/{WORKER}"', said)
    return f"{html[: config.start()]}{render_delay()}{said}{html[config.end() :]}"


@cache
def render_delay() -> str:
    """Return the script that holds the request for the index back, without its indents."""
    lines = render_template("search.html.jinja").splitlines()
    return "\n".join(line.strip() for line in lines)
