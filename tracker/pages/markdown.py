"""Text -> Markdown: the author's own Markdown as it is, any other text escaped."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from hashlib import sha256

from tracker.format.markdown_spans import sub_outside_code

ENTRIES = "entries"  # pictures keep their path: entries/images/train.png

_NO_NAMES = frozenset(("", ".", ".."))  # parts of a path that name no file or folder
# Characters with a meaning in Markdown, in an extension of it, or in HTML.
# Letters of any script stay readable.
_ACTIVE = re.compile(r'[!"#$%&()*+/:<=>@\[\\\]^_`{|}~]|(?<![^\W_])-|-(?![^\W_])|\.(?=\S)|(?<=\d)\.')
_IN_ADDRESS = (
    r"(?:[^\s()<>\"']|\([^\s()<>\"']*\)|(?<=\S) (?=[^<>\n]*>))+"  # spaces too, between < and >
)
_PICTURE = re.compile(
    rf"(?P<open>\]\( *<?|\]:[ \t]*<?|\bsrc=[\"']?)(?:\./)?(?P<path>images/{_IN_ADDRESS})"
)
_CHART = re.compile(
    r"(?m)(?P<alone>^ {0,3})?!\[[^\[\]\n]*\]"
    r"\( *tracker:(?P<name>[^\s)]+)(?: +[\"'][^\"'\n]*[\"'])? *\)"
    r"(?P<end>[ \t]*$)?"
)
_RAW_PICTURE = re.compile(rf"(?P<src>\bsrc=[\"'])(?:\.\./)*(?P<path>{ENTRIES}/images/[^\"']+)")
_NOTE = re.compile(r"\[\^(?P<note>[^\[\]\s]+)\]")
_DEFINED = re.compile(r"(?m)^ {0,3}\[(?P<label>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*\S")
_LABELLED = re.compile(
    r"(?m)\]\[(?P<full>[^\[\]\n]+)\]|^ {0,3}\[(?P<defined>[^\[\]\n]+)\]:"
    r"|(?<!\])\[(?P<bare>[^\[\]\n]+)\](?:\[\])?(?![\[(:])"
)


Drawn = tuple[str, str]  # a chart as a block of HTML, and what it finds in words


class Md(str):
    """Text that is Markdown: the author's own, or built here. Templates escape every other text."""


def escape_markdown(text: object) -> Md:
    """Escape third-party text so that Markdown and HTML show it as typed, on one line.

    It is inert in attributes too. Numeric references, because `html.escape` leaves
    `*a*{: onclick=... }` and `[x](javascript:...)` active.
    """
    return Md(_ACTIVE.sub(lambda match: f"&#{ord(match[0])};", " ".join(str(text).split())))


def escape_sentences(sentences: Iterable[str]) -> Md:
    """Escape and join generated sentences; `53 %` in them does not break across lines."""
    text = escape_markdown(" ".join(filter(None, sentences)))
    return Md(text.replace(" &#37;", "&#160;&#37;"))


def keep_on_one_line(text: str) -> Md:
    """Escape a short text whose words stay on one line: `6 h 25`."""
    return Md(escape_markdown(text).replace(" ", "&#160;"))


def escape_unless_markdown(value: object) -> str:
    """Escape a value that a template prints, unless it is Markdown; None is printed as nothing."""
    if value is None:
        return ""
    if isinstance(value, Md):
        return value
    return escape_markdown(value)


def link_url(url: str, label: str | None = None) -> Md:
    """Build a link to another site; the format accepts http, https and mailto for `url`."""
    return Md(f'<a href="{escape_markdown(url)}">{escape_markdown(label or shorten_url(url))}</a>')


def link_or_escape(url: str | None, label: str) -> Md:
    """Build a link to another site; without an address, only the label."""
    if url:
        return link_url(url, label)
    return escape_markdown(label)


def shorten_url(url: str) -> str:
    """`https://www.example.org/a/` -> `example.org/a`."""
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", url).rstrip("/")


def link_page(uri: str, here: str, label: str) -> Md:
    """Build a Markdown link from page `here` to page `uri`, which MkDocs checks and resolves."""
    return Md(f"[{escape_markdown(label)}]({relative_uri_of(uri, here)})")


def relative_uri_of(uri: str, here: str) -> Md:
    folders = here.split("/")[:-1]
    parts = uri.split("/")
    if _NO_NAMES.isdisjoint(parts) and _NO_NAMES.isdisjoint(folders):
        # posixpath.relpath asks the system for the folder that it runs in, ten thousand times.
        shared = 0
        while shared < min(len(folders), len(parts)) and folders[shared] == parts[shared]:
            shared += 1
        return Md("/".join([".."] * (len(folders) - shared) + parts[shared:]) or ".")
    return Md(posixpath.relpath(uri, posixpath.dirname(here) or "."))


def adapt_author_text(text: str, here: str) -> Md:
    """Return the author's Markdown for page `here`: relative pictures, unique references."""

    def link_picture(match: re.Match[str]) -> str:
        path = match["path"].replace(" ", "%20")
        return match["open"] + relative_uri_of(f"{ENTRIES}/{path}", here)

    text = sub_outside_code(_PICTURE, link_picture, text)
    return Md(isolate_references(text).strip("\n"))


def make_picture_paths_relative(address: str, html: str) -> str:
    """Make the paths of pictures in raw HTML relative to the page's address.

    Engines resolve links in Markdown only, so they leave these as they are.
    """
    folder = posixpath.dirname(address) or "."  # of `a/b/` it is `a/b`
    return _RAW_PICTURE.sub(
        lambda match: match["src"] + posixpath.relpath(match["path"], folder), html
    )


def isolate_references(text: str) -> str:
    """Make the names of footnotes and link references unique to this text.

    Texts of many weeks stand on one page, and two of them may use one name.
    """
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
        if match["defined"]:
            return f"[{own}-{label}]:"
        return f"[{label}][{own}-{label}]"

    return sub_outside_code(_LABELLED, rename, text)


def with_charts(text: str, chart: Callable[[str], Drawn]) -> Md:
    """Replace `![Hours](tracker:hours-by-week)`, outside code, by the chart of that name.

    Within a line, a list or a table there is no room for a chart, so its finding stands there.
    """
    if "tracker:" not in text:
        return Md(text)

    def insert_chart(match: re.Match[str]) -> str:
        block, finding = chart(match["name"])
        if match["alone"] is not None and match["end"] is not None:
            return f"\n\n{block}\n\n"
        return finding

    return Md(sub_outside_code(_CHART, insert_chart, text))


def indent_list_item(text: str) -> Md:
    """Indent the lines behind the first by four, so that the whole text stays in its list item."""
    if not isinstance(text, Md):
        return escape_markdown(text)
    return Md(text.strip().replace("\n", "\n    "))
