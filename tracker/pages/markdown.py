"""Text -> Markdown. What is not known to be the author's own Markdown is written so that it stays text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from hashlib import sha256

ENTRIES = "entries"  # pictures keep their path below the site's root: entries/images/train.png

# Characters that mean something to Markdown, to an extension of it, or to HTML. Letters of any script stay readable.
_ACTIVE = re.compile(r'[!"#$%&()*+/:<=>@\[\\\]^_`{|}~]|(?<![^\W_])-|-(?![^\W_])|\.(?=\S)|(?<=\d)\.')
_IN_ADDRESS = (
    r"(?:[^\s()<>\"']|\([^\s()<>\"']*\)|(?<=\S) (?=[^<>\n]*>))+"  # spaces too, between < and >
)
_PICTURE = re.compile(
    rf"(?P<open>\]\( *<?|\]:[ \t]*<?|\bsrc=[\"']?)(?:\./)?(?P<path>images/{_IN_ADDRESS})"
)
_CHART = re.compile(
    r"(?m)(?P<alone>^ {0,3})?!\[[^\[\]\n]*\]\( *tracker:(?P<name>[^\s)]+)(?: +[\"'][^\"'\n]*[\"'])? *\)"
    r"(?P<end>[ \t]*$)?"
)
_RAW_PICTURE = re.compile(rf"(?P<src>\bsrc=[\"'])(?:\.\./)*(?P<path>{ENTRIES}/images/[^\"']+)")
_NOTE = re.compile(r"\[\^(?P<note>[^\[\]\s]+)\]")
_DEFINED = re.compile(r"(?m)^ {0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*\S")
_LABELLED = re.compile(
    r"(?m)\]\[(?P<full>[^\[\]\n]+)\]|^ {0,3}\[(?P<defined>[^\[\]\n]+)\]:"
    r"|(?<!\])\[(?P<bare>[^\[\]\n]+)\](?:\[\])?(?![\[(:])"
)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")


Drawn = tuple[str, str]  # a chart as a block of HTML, and what it finds in words


class Md(str):
    """Markdown that is meant as such: the author's own, or made here. Templates escape every other text."""


def escape_markdown(text: object) -> Md:
    """Third-party text on one line, as Markdown and as HTML, attributes too: shown as typed, and inert.

    Numeric references, because `html.escape` leaves `*a*{: onclick=... }` and `[x](javascript:...)` alive.
    """
    return Md(_ACTIVE.sub(lambda match: f"&#{ord(match[0])};", " ".join(str(text).split())))


def finalize(value: object) -> str:
    """What Jinja does with each value that a template prints."""
    return value if isinstance(value, Md) else "" if value is None else escape_markdown(value)


def link_url(url: str, label: str | None = None) -> Md:
    """A link to elsewhere; `url` is one that the format accepts: http, https or mailto."""
    return Md(f'<a href="{escape_markdown(url)}">{escape_markdown(label or shorten_url(url))}</a>')


def shorten_url(url: str) -> str:
    """An address as a person would say it."""
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", url).rstrip("/")


def link_page(uri: str, here: str, label: str) -> Md:
    """A Markdown link from the page `here` to the page `uri`, for MkDocs to check and resolve."""
    return Md(f"[{escape_markdown(label)}]({relative_uri_of(uri, here)})")


def relative_uri_of(uri: str, here: str) -> Md:
    return Md(posixpath.relpath(uri, posixpath.dirname(here) or "."))


def find_code(text: str) -> list[tuple[int, int]]:
    """Where code stands: from and to of fenced blocks, and of runs of ticks that the same run closes on their line."""
    spans: list[tuple[int, int]] = []
    fence, opened, at = "", 0, 0
    for line in text.splitlines(keepends=True):
        if fence:
            if line.strip() == fence:
                spans.append((opened, at + len(line.rstrip("\r\n"))))
                fence = ""
        elif found := _FENCE.match(line):
            fence, opened = found[1], at
        else:
            spans += [(at + start, at + end) for start, end in _code_in_line(line)]
        at += len(line)
    return [*spans, (opened, len(text))] if fence else spans


def _code_in_line(line: str) -> list[tuple[int, int]]:
    if "`" not in line:
        return []
    runs = [(run.start(), run.end()) for run in _TICKS.finditer(line)]
    # Of each length, the places of its runs from the last one to the first.
    places: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        start, end = runs[number]
        places.setdefault(end - start, []).append(number)
    spans, number = [], 0
    while number < len(runs):
        start, end = runs[number]
        same = places[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same:
            spans.append((start, runs[same[-1]][1]))
            number = same[-1]
        number += 1
    return spans


def sub_outside_code(
    pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str
) -> str:
    """`pattern.sub(replace, text)`, where code is left as it is."""
    masked = text
    if "`" in text or "~~~" in text:
        parts, at = [], 0
        for start, end in find_code(text):
            parts += [text[at:start], re.sub(r"[^\n]", "\0", text[start:end])]
            at = end
        masked = "".join([*parts, text[at:]])
    parts, at = [], 0
    for match in pattern.finditer(masked):
        if "\0" not in match[0]:
            parts += [text[at : match.start()], replace(match)]
            at = match.end()
    return "".join([*parts, text[at:]])


def adapt_author_text(text: str, here: str) -> Md:
    """The author's Markdown on the page `here`: as it is, but for the way to its pictures."""

    def lead(match: re.Match[str]) -> str:
        return match["open"] + relative_uri_of(
            f"{ENTRIES}/{match['path'].replace(' ', '%20')}", here
        )

    return Md(isolate_references(sub_outside_code(_PICTURE, lead, text)).strip("\n"))


def led_from(address: str, html: str) -> str:
    """Pictures in raw HTML, which engines leave alone, found from where a page really stands: its address."""
    folder = address if address.endswith("/") else posixpath.dirname(address)
    return _RAW_PICTURE.sub(
        lambda found: found["src"] + posixpath.relpath(found["path"], folder or "."), html
    )


def isolate_references(text: str) -> str:
    """Footnotes and link references under names of this text alone: texts of many weeks stand on one page."""
    if "[^" not in text and "]:" not in text:
        return text
    own = sha256(text.encode()).hexdigest()[:6]
    text = sub_outside_code(_NOTE, lambda match: f"[^{own}-{match['note']}]", text)
    labels = {match["label"].lower() for match in _DEFINED.finditer(text)}
    if not labels:
        return text

    def rename(match: re.Match[str]) -> str:
        label = match["full"] or match["defined"] or match["bare"]
        if label.lower() not in labels:
            return match[0]
        if match["full"]:
            return f"][{own}-{label}]"
        return f"[{own}-{label}]:" if match["defined"] else f"[{label}][{own}-{label}]"

    return sub_outside_code(_LABELLED, rename, text)


def with_charts(text: str, chart: Callable[[str], Drawn]) -> Md:
    """`![Hours](tracker:hours-by-week)` outside code -> the chart; within a line, a list or a table what it finds."""

    def draw(match: re.Match[str]) -> str:
        block, words = chart(match["name"])
        return (
            f"\n\n{block}\n\n" if match["alone"] is not None and match["end"] is not None else words
        )

    return Md(sub_outside_code(_CHART, draw, text)) if "tracker:" in text else Md(text)


def indent_list_item(text: str) -> Md:
    """The lines behind the first moved right by four, so that a text of many lines stays inside its list item."""
    return (
        Md(text.strip().replace("\n", "\n    ")) if isinstance(text, Md) else escape_markdown(text)
    )
