"""Text -> Markdown. What is not known to be the author's own Markdown is written so that it stays text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

ENTRIES = "entries"  # pictures keep their path below the site's root: entries/images/train.png

# Characters that mean something to Markdown, to an extension of it, or to HTML. Letters of any script stay readable.
_ACTIVE = re.compile(r'[!"#$%&()*+/:<=>@\[\\\]^_`{|}~]|(?<![^\W_])-|-(?![^\W_])|\.(?=\S)|(?<=\d)\.')
_CODE = r"(?ms)^(?P<fence>[ \t]*(`{3,}|~{3,})).*?(?:^[ \t]*\2[ \t]*$|\Z)|(?P<ticks>`+)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_PICTURE = re.compile(_CODE + r"|(?P<open>\]\(<?|\bsrc=[\"']?)(?P<path>images/[^\s)>\"']+)")
_CHART = re.compile(_CODE + r"|!\[(?P<alt>[^\]\n]*)\]\(tracker:(?P<name>[^\s)]+)\)")


class Md(str):
    """Markdown that is meant as such: the author's own, or made here. Templates escape every other text."""


def escaped(text: object) -> Md:
    """Third-party text on one line, as Markdown and as HTML, attributes too: shown as typed, and inert.

    Numeric references, because `html.escape` leaves `*a*{: onclick=... }` and `[x](javascript:...)` alive.
    """
    return Md(_ACTIVE.sub(lambda match: f"&#{ord(match[0])};", " ".join(str(text).split())))


def finalize(value: object) -> str:
    """What Jinja does with each value that a template prints."""
    return value if isinstance(value, Md) else "" if value is None else escaped(value)


def external(url: str, label: str | None = None) -> Md:
    """A link to elsewhere; `url` is one that the format accepts: http, https or mailto."""
    return Md(f'<a href="{escaped(url)}">{escaped(label or readable(url))}</a>')


def readable(url: str) -> str:
    """An address as a person would say it."""
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", url).rstrip("/")


def internal(uri: str, here: str, label: str) -> Md:
    """A Markdown link from the page `here` to the page `uri`, for MkDocs to check and resolve."""
    return Md(f"[{escaped(label)}]({relative(uri, here)})")


def relative(uri: str, here: str) -> Md:
    return Md(posixpath.relpath(uri, posixpath.dirname(here) or "."))


def authored(text: str, here: str) -> Md:
    """The author's Markdown on the page `here`: as it is, but for the way to its pictures."""

    def lead(match: re.Match[str]) -> str:
        return match["open"] + relative(f"{ENTRIES}/{match['path']}", here) if match["path"] else match[0]

    return Md(_PICTURE.sub(lead, text).strip("\n"))


def with_charts(text: str, chart: Callable[[str, str], str]) -> Md:
    """`![Hours](tracker:hours-by-week)` outside code -> what `chart(name, alt)` draws, as a block of its own."""

    def draw(match: re.Match[str]) -> str:
        return f"\n\n{chart(match['name'], match['alt'])}\n\n" if match["name"] else match[0]

    return Md(_CHART.sub(draw, text)) if "tracker:" in text else Md(text)


def indented(text: str) -> Md:
    """The lines behind the first moved right by four, so that a text of many lines stays inside its list item."""
    return Md(text.strip().replace("\n", "\n    ")) if isinstance(text, Md) else escaped(text)
