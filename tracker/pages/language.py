"""The two languages of a site: the author's, which mkdocs.yml names, and ours, which is English.

Where they are the same, nothing is marked.
"""

from __future__ import annotations

import re

from tracker.format.markdown_spans import find_list_under_text

# Around a text of several blocks by the author, on a page that is ours otherwise.
OPENED, CLOSED = "<!--tracker:author-->", "<!--/tracker:author-->"
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku-iq", "ps", "sd", "syr", "ug", "ur", "yi")
)
# Lines that begin something else than a paragraph.
_BLOCK = re.compile(r"(?m)^(?:[ \t]*(?:[#<>|~+*=:$-]|```|!\[|\d+[.)][ \t])|    |\t|\[)")


def is_english(language: str) -> bool:
    return re.split("[-_]", language.lower())[0] == "en"


def is_right_to_left(language: str) -> bool:
    name = language.lower().replace("_", "-")
    return name in _RIGHT_TO_LEFT or name.partition("-")[0] in _RIGHT_TO_LEFT


def english_attributes(language: str) -> str:
    """Return the attributes of a text of ours on a site in another language; "" on an English one.

    `language` is that of the site.
    """
    if is_english(language):
        return ""
    if is_right_to_left(language):
        return ' lang="en" dir="ltr"'
    return ' lang="en"'


def author_attributes(language: str) -> str:
    """Return the attributes of a text of the author's within one of ours."""
    if is_right_to_left(language):
        return f' lang="{language}" dir="rtl"'
    return f' lang="{language}"'


def mark_author_text(markdown: str, language: str) -> str:
    """Mark the author's Markdown on a page of ours: a paragraph as a span, blocks by comments."""
    text = markdown.strip("\n")
    if not text or is_english(language):
        return markdown
    is_paragraph = "\n\n" not in text and not _BLOCK.search(text)
    if is_paragraph and find_list_under_text(text) is None:
        return f"<span{author_attributes(language)}>{text}</span>"
    return f"{OPENED}\n\n{text}\n\n{CLOSED}\n"
