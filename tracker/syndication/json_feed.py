"""Feed -> JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) with whole posts."""

from __future__ import annotations

import json
from typing import Any

from tracker.syndication.feed import Feed, Item


def format_json_feed(feed: Feed) -> str:
    if not feed.url:
        return ""
    author = omit_empty_fields(name=feed.author.name, url=feed.author.url)
    facts = omit_empty_fields(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.url,
        feed_url=f"{feed.url}feed.json",
        description=feed.description,
        language=feed.view.place.language,
        authors=[author] if author else None,
    )
    facts["items"] = [item_facts(item) for item in feed.items]
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def item_facts(item: Item) -> dict[str, Any]:
    facts = {
        "id": item.id,
        "url": item.url,
        "content_html": item.html,
        "date_published": item.when.isoformat(),
    }
    return facts | omit_empty_fields(title=item.title, summary=item.summary, tags=list(item.tags))


def omit_empty_fields(**values: Any) -> dict[str, Any]:
    """Return the values that are not empty; a feed leaves the others out."""
    return {key: value for key, value in values.items() if value}
