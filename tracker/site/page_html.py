"""A page on its way through an engine -> the same: with pieces away, or marked for a search."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from hashlib import blake2b
from itertools import count
from urllib.parse import unquote

from tracker.site.pictures import PictureSize

_UNSEARCHED = re.compile(
    r'<figure(?= class="tracker-chart )|<div(?= class="tracker-chart tracker-(?:bar|days)")|'
    r"data-search-exclude"
)

# From an excluded heading to the next one that is not.
_EXCLUDED_SECTION = re.compile(r"<h2 data-search-exclude\b.*?(?=<h2 id=|\Z)", re.DOTALL)

# The colours that tracker.css gives a site, and the font of prose with them.
_JOURNAL_LOOK = re.compile(r'<body[^>]* data-md-color-primary="?custom\b')
_OUR_STYLES = re.compile(r'<link rel="?stylesheet"? href="?([^">\s]*/)?charts\.css"?')
_STYLES = re.compile(r'<link rel="?stylesheet"?')

_IMAGE = re.compile(r"""<img\b(?P<attributes>(?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'])(?P<name>src|width|height)=(?P<value>"[^"]*"|'[^']*'|[^\s>]+)"""
)


def add_picture_sizes(html: str, address: str, sizes: Mapping[str, PictureSize]) -> str:
    """Say on the page of an address how large pictures are, so that late ones move no line.

    `sizes`: by the picture's path in the site. What the author said of a size stays.
    """
    folder = posixpath.dirname(address) or "."

    def add_size(match: re.Match[str]) -> str:
        attributes = match["attributes"]
        said = {
            found["name"]: found["value"].strip("\"'") for found in _ATTRIBUTE.finditer(attributes)
        }
        size = sizes.get(posixpath.normpath(posixpath.join(folder, unquote(said.get("src", "")))))
        if size is None or "height" in said:
            return match[0]
        begin = f"<img{attributes.rstrip(' /')}"
        end = " />" if attributes.endswith("/") else ">"
        width = said.get("width")
        if width is None:
            return f'{begin} width="{size.width}" height="{size.height}"{end}'
        if not (width.isascii() and width.isdecimal()):
            return match[0]
        return f'{begin} height="{round(int(width) * size.height / size.width)}"{end}'

    return _IMAGE.sub(add_size, html)


def preload_font(html: str) -> str:
    """Load the font of prose beside the first style sheet, where the site has the journal's look.

    A browser finds it otherwise when all style sheets are read, too late for the first words.
    """
    ours = _OUR_STYLES.search(html)
    first = _STYLES.search(html)
    if not ours or not first or not _JOURNAL_LOOK.search(html):
        return html
    address = f"{ours[1] or ''}fonts/journal-serif.woff2"
    link = f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin>'
    return f"{html[: first.start()]}{link}{html[first.start() :]}"


def exclude_from_pagefind(html: str) -> str:
    """Mark what Material's search leaves out for Pagefind, MaterialX's search, which reads HTML."""

    def mark(match: re.Match[str]) -> str:
        if match[0].startswith("<"):
            return f"{match[0]} data-pagefind-ignore"
        return f"data-pagefind-ignore {match[0]}"

    return _UNSEARCHED.sub(mark, html)


def wrap_excluded_sections(html: str) -> str:
    """Wrap sections whose heading is excluded: Pagefind would leave out the heading alone."""
    return _EXCLUDED_SECTION.sub(r"<div data-pagefind-ignore>\n\g<0></div>\n", html)


class HeldHtml:
    """Keeps charts and links to other posts away while pages are converted.

    Neither Markdown nor the search takes them apart then: that was a sixth of a build.
    """

    # In code that is shown as it is nothing could be put back. The author may begin such a `<nav>`,
    # too: what is kept away has the form that ours has, so that it ends where ours does.
    _HELD = re.compile(
        r"^(?: {0,3}(?P<fence>`{3,}|~{3,})(?s:.*?)^ {0,3}(?P=fence)|(?P<piece>"
        r'<figure class="tracker-chart .*</figure>|<div class="tracker-chart .*</div>|'
        r'<nav class="tracker-follow".*</nav>|'
        r'<nav class="tracker-related".*>\n(?:<p.*</p>\n)+</nav>'
        r")$)",
        re.MULTILINE,
    )
    # Other plugins may have removed the quotes.
    _PLACE = re.compile(r'<div data-tracker-held="?([0-9a-f]+-\d+)"?></div>')

    def __init__(self) -> None:
        self._pieces: dict[str, str] = {}

    def away(self, markdown: str, uri: str) -> str:
        """Put pieces of a page aside. What they leave does not depend on what they hold."""
        page = blake2b(uri.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        numbers = count()

        def keep(match: re.Match[str]) -> str:
            if match["piece"] is None:
                return match[0]
            place = f"{page}-{next(numbers)}"
            self._pieces[place] = match[0]
            return f'<div data-tracker-held="{place}"></div>'

        return self._HELD.sub(keep, markdown)

    def back(self, html: str) -> str:
        """Put back the pieces of a page, and of others whose beginnings it shows."""
        return self._PLACE.sub(lambda match: self._pieces.get(match[1], match[0]), html)
