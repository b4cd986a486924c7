"""A page -> its last change, as the plugin git-revision-date-localized says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def set_revision_date(plugin: Any, page: Any, config: Any) -> None:
    """Replace what git-revision-date-localized says of a page, or remove it for a page of no day.

    The plugin looks at the page's file, which lies in the cache.
    """
    for name in [name for name in page.meta if name.startswith(("git_revision", "git_creation"))]:
        del page.meta[name]
    if not page.update_date:
        return
    noon = datetime.fromisoformat(f"{page.update_date}T12:00:00+00:00").timestamp()
    language = page.meta.get("locale") or plugin.config.get("locale")
    language = language or config.theme.get("language") or "en"
    try:
        shown, raw = (
            plugin.util.get_date_formats_for_timestamp(int(noon), locale=language, add_spans=spans)
            for spans in (True, False)
        )
        form = plugin.config.get("type") or "date"
        if form.startswith("datetime"):
            form = "date"  # a day has no time
        page.meta["git_revision_date_localized"] = shown[form]
        if form == "timeago":
            page.meta["git_revision_date_localized"] += shown["iso_date"]
        for name, text in raw.items():
            page.meta[f"git_revision_date_localized_raw_{name}"] = text
    except (AttributeError, TypeError, KeyError):
        return  # another release of the plugin: no date is better than a wrong one
