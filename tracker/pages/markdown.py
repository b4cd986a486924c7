"""Text -> Markdown. What is not known to be the author's own Markdown is written so that it stays text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from hashlib import sha256

ENTRIES = "entries"  # pictures keep their path below the site's root: entries/images/train.png

# Characters that mean something to Markdown, to an extension of it, or to HTML. Letters of any script stay readable.
_ACTIVE = re.compile(r'[!"#$%&()*+/:<=>@\[\\\]^_`{|}~]|(?<![^\W_])-|-(?![^\W_])|\.(?=\S)|(?<=\d)\.')
_CODE = r"(?ms)^(?P<fence>[ \t]*(`{3,}|~{3,})).*?(?:^[ \t]*\2[ \t]*$|\Z)|(?P<ticks>`+)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_IN_ADDRESS = r"(?:[^\s()<>\"']|\([^\s()<>\"']*\)|(?<=\S) (?=[^<>\n]*>))+"  # spaces too, between < and >
_PICTURE = re.compile(
    rf"{_CODE}|(?P<open>\]\( *<?|\]:[ \t]*<?|\bsrc=[\"']?)(?:\./)?(?P<path>images/{_IN_ADDRESS})",
)
_CHART = re.compile(
    rf"{_CODE}|(?P<alone>^ {{0,3}})?!\[[^\]\n]*\]\( *tracker:(?P<name>[^\s)]+)(?: +[\"'][^\"'\n]*[\"'])? *\)"
    r"(?P<end>[ \t]*$)?"
)
_RAW_PICTURE = re.compile(rf"(?P<src>\bsrc=[\"'])(?:\.\./)*(?P<path>{ENTRIES}/images/[^\"']+)")
_NOTE = re.compile(_CODE + r"|\[\^(?P<note>[^\]\s]+)\]")
_DEFINED = re.compile(r"(?m)^ {0,3}\[(?P<label>[^\]^\n][^\]\n]*)\]:[ \t]*\S")


Drawn = tuple[str, str]  # a chart as a block of HTML, and what it finds in words


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
        return (
            match["open"] + relative(f"{ENTRIES}/{match['path'].replace(' ', '%20')}", here)
            if match["path"]
            else match[0]
        )

    return Md(apart(_PICTURE.sub(lead, text)).strip("\n"))


def led_from(address: str, html: str) -> str:
    """Pictures in raw HTML, which engines leave alone, found from where a page really stands: its address."""
    folder = address if address.endswith("/") else posixpath.dirname(address)
    return _RAW_PICTURE.sub(lambda found: found["src"] + posixpath.relpath(found["path"], folder or "."), html)


def apart(text: str) -> str:
    """Footnotes and link references under names of this text alone: texts of many weeks stand on one page."""
    if "[^" not in text and "]:" not in text:
        return text
    own = sha256(text.encode()).hexdigest()[:6]
    text = _NOTE.sub(lambda match: f"[^{own}-{match['note']}]" if match["note"] else match[0], text)
    for label in {match["label"] for match in _DEFINED.finditer(text)}:
        name = re.escape(label)
        full, bare = rf"(?P<full>\]\[{name}\])", rf"(?P<bare>(?<!\])\[{name}\](?:\[\])?(?![\[(:]))"
        defined = rf"(?P<defined>^ {{0,3}}\[{name}\]:)"
        used = re.compile(f"{_CODE}|{full}|{defined}|{bare}", re.IGNORECASE | re.MULTILINE)
        text = used.sub(partial(_renamed, label=label, own=own), text)
    return text


def _renamed(match: re.Match[str], *, label: str, own: str) -> str:
    if match["full"]:
        return f"][{own}-{label}]"
    if match["defined"]:
        return f"[{own}-{label}]:"
    return f"[{label}][{own}-{label}]" if match["bare"] else match[0]


def with_charts(text: str, chart: Callable[[str], Drawn]) -> Md:
    """`![Hours](tracker:hours-by-week)` outside code -> the chart; within a line, a list or a table what it finds."""

    def draw(match: re.Match[str]) -> str:
        if not match["name"]:
            return match[0]
        block, words = chart(match["name"])
        return f"\n\n{block}\n\n" if match["alone"] is not None and match["end"] is not None else words

    return Md(_CHART.sub(draw, text)) if "tracker:" in text else Md(text)


def indented(text: str) -> Md:
    """The lines behind the first moved right by four, so that a text of many lines stays inside its list item."""
    return Md(text.strip().replace("\n", "\n    ")) if isinstance(text, Md) else escaped(text)
