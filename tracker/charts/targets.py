"""What the marks of charts lead to: `week/2024-W27`, and the links that pages make of it.

A chart does not know the addresses of the page that shows it, nor which weeks have a post. So its
links name targets; `resolve_mark_links` writes the addresses, and takes away a link to what is not
published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

SCHEME = "tracker:"
# A link is no stop of the tab key: a year has 53. The script makes each chart one stop.
_LINK = re.compile(
    rf'<a (?P<before>[^<>]*)href="{SCHEME}(?P<target>[^"#]*)(?P<anchor>#[^"]*)?"'
    r"(?P<after>[^<>]*)>(?P<inner>.*?)</a>",
    re.DOTALL,
)


_TARGET = re.compile(rf'href="{SCHEME}([^"#]*)')


def week_target(week: str) -> str:
    return f"week/{week}"


def item_target(id_: str) -> str:
    return f"item/{quote(id_, safe='')}"


def skill_target(name: str) -> str:
    return f"skill/{quote(name, safe='')}"


def year_target(year: int) -> str:
    return f"year/{year}"


def wrap_mark_link(marks: str, target: str) -> str:
    """Wrap the SVG of marks in a link to a target; without one they stay as they are.

    By `xlink:href`: with `navigation.instant`, Material sets `href` wherever it is written, and
    stops at a link of SVG, whose `href` cannot be set. By `role`: Lighthouse knows no `xlink:href`.
    """
    if not target:
        return marks
    return f'<a xlink:href="{SCHEME}{target}" role="link" tabindex="-1">{marks}</a>'


def find_mark_targets(html: str) -> list[str]:
    """List the targets that a page's marks name."""
    return _TARGET.findall(html)


def resolve_mark_links(html: str, address_of: Callable[[str], str | None]) -> str:
    """Replace the targets in links by addresses. A link to what has none becomes its content."""
    if f'href="{SCHEME}' not in html:
        return html

    def resolve(match: re.Match[str]) -> str:
        address = address_of(match["target"])
        if address is None:
            return match["inner"]
        href = f'href="{address}{match["anchor"] or ""}"'
        return f"<a {match['before']}{href}{match['after']}>{match['inner']}</a>"

    return _LINK.sub(resolve, html)
