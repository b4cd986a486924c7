"""A built page of a site in another language -> the same, where what is English says so.

Screen readers and translators take the words of a page for those of its `<html lang>`. On a page of
the author's, such as a post, our texts are marked; a page of ours is marked as a whole, and the
author's texts in it are marked back. Names of courses and people within our sentences are not:
names have no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

from tracker.figures import summaries, titles
from tracker.figures.stats import sort_entries
from tracker.model.english import join_words
from tracker.model.kinds import COURSE_STATUSES, PROJECT_STATUSES, READINGS
from tracker.model.note_text import capitalize_first, plain_note, sentence_of_note
from tracker.pages.language import (
    CLOSED,
    OPENED,
    author_attributes,
    english_attributes,
)
from tracker.pages.page import View, shown_weeks
from tracker.pages.post import DAYLESS, DIARY

# Our texts on a page of the author's, by the classes that our templates give them.
_OURS = re.compile(
    r"<(?:p|span|div|figure|nav|section|time|bdi)"
    r'(?=(?: data-[\w-]+(?:="[^"]*")?)* class="tracker-(?:above|chart|counted|days|diary-day|draft|'
    r"figures|follow|follow-footer|kicker|length|mark|meta|next|nodata|outcome|related|status|sums)"
    r'[ "])'
)
# Those of them that hold the author's names and titles.
_WITH_NAMES = re.compile(
    r'<nav\b[^>]*class="tracker-related".*?</nav>|<span\b[^>]*class="tracker-kicker".*?</p>',
    re.DOTALL,
)
# What stands before a text of the author's: a mark, a number, or words that end in a colon.
_BEFORE = re.compile(r"(?:[\u2713\u25cb]|\d+\.) |[^:]*: ")
_SAID = re.compile(r'<span(?= class="tracker-said")')
_ARTICLE = re.compile(r'<article(?= class="md-content__inner)')
_ARTICLE_END = "</article>"
# What the theme says within a page: links to edit it, tags, dates.
_OF_THEME = re.compile(r'<(?:a|nav|aside)(?= [^>]*class="md-(?:content__button|tags|source-file))')
_CONTENTS = re.compile(r'<ul(?= class="md-nav__list" data-md-component="toc")')
_LIST_END = "</nav>"
_BODY = re.compile(r"<body\b")
# A tag, or the text between two.
_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][\w-]*)[^<>]*?(?P<empty>/?)>|(?P<text>[^<]+)")
_UNREAD = {"script", "style", "svg", "title", "pre", "textarea", "select"}
_OPENED = re.compile(rf"(<p>)?{re.escape(OPENED)}(</p>)?")
_CLOSED = re.compile(rf"(<p>)?{re.escape(CLOSED)}(</p>)?")
_WORDS = frozenset((*COURSE_STATUSES, *PROJECT_STATUSES, *READINGS, "partial", "missed", "open"))
_PHRASES = (
    *(DIARY, DAYLESS, "Gaps found:", "Gaps closed:", "For members.", "Read on there"),
    *("Draft", "open"),
)
# No name of a week, day or session.
_HAS_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_a-zA-Z]")
LONGEST = 2_000  # letters of a text that is looked for as a whole


class Texts(NamedTuple):
    """The texts that a site's pages show as they are: those of ours, and those of the author."""

    ours: frozenset[str]
    authors: frozenset[str]


def collect_texts(view: View, page_titles: frozenset[str]) -> Texts:
    """Collect the texts of a journal. `page_titles`: those that we give to pages of ours."""
    headings = titles.HEADINGS
    authors = collect_author_texts(view)
    authors -= {*_WORDS, *headings, *headings.values(), ""}
    ours = {*_PHRASES, *page_titles, *collect_week_texts(view)}
    ours |= {heading for key, heading in headings.items() if key not in view.figures.plan.headings}
    return Texts(frozenset(ours - authors - {""}), frozenset(authors))


def collect_week_texts(view: View) -> Iterator[str]:
    """Yield our texts on weeks: their dates, and titles and leads that the author did not write."""
    for week in shown_weeks(view):
        yield titles.format_week_dates(week)
        if is_title_ours(view, week):
            yield _join_lines(titles.title_of_week(view.figures, week))
        if not week.summary:
            yield _join_lines(summaries.lead_of_week(view.figures, week))


def collect_author_texts(view: View) -> set[str]:
    """Collect the author's texts as pages show them: as written, with a capital, as a sentence."""
    figures = view.figures
    authors = {*_walk_texts(figures.journal), *(_join_lines(essay.title) for essay in view.essays)}
    for week in shown_weeks(view):
        if not is_title_ours(view, week):
            authors.add(_join_lines(titles.title_of_week(figures, week)))
        for _, _, record in week.records:
            authors |= {join_words(getattr(record, key, ())) for key in ("gaps", "closed")}
    for entry in figures.entries:
        note = entry.session.note
        if note:
            authors |= {sentence_of_note(note), plain_note(note)}
    return authors | {capitalize_first(text) for text in authors}


def is_title_ours(view: View, week: Any) -> bool:
    """Whether we made a week's title; one that is a note has the author's words."""
    if (week.title or "").strip():
        return False
    entries = sort_entries(view.figures.by_week.get(week.name, ()))
    return not titles.choose_title_note(view.figures.plan, week, entries)


def _walk_texts(value: Any) -> Iterator[str]:
    """Yield every text of a journal, whatever holds it."""
    if isinstance(value, str):
        if len(value) <= LONGEST and _HAS_WORD.search(value):
            yield _join_lines(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk_texts(key)
            yield from _walk_texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _walk_texts(inner)


def _join_lines(text: str) -> str:
    return " ".join(text.split())


def mark_languages(html: str, view: View, texts: Texts, is_ours: bool) -> str:
    """Mark the languages of a page. `is_ours`: but for the author's parts its text is ours."""
    body = _BODY.search(html)
    if not body:
        return html
    before, text = html[: body.start()], html[body.start() :]
    ours = english_attributes(view.place.language)
    authors = author_attributes(view.place.language)
    article = _ARTICLE.search(text)
    end = text.rfind(_ARTICLE_END)
    if not article or end < 0:
        return before + _mark_around(text, texts.ours, ours)
    top, content, rest = text[: article.start()], text[article.start() : end], text[end:]
    if is_ours:
        content = _ARTICLE.sub(lambda match: match[0] + ours, content, count=1)
        content = _OF_THEME.sub(lambda match: match[0] + authors, content)
        content = mark_texts(content, texts.authors, authors)
        content = _SAID.sub(lambda match: match[0] + authors, content)
        content = mark_our_blocks(_replace_comments(content, authors), ours)
        top, rest = (_mark_contents(part, texts, ours, authors) for part in (top, rest))
    else:
        content = mark_our_blocks(content, ours)
        content = _WITH_NAMES.sub(
            lambda match: mark_texts(match[0], texts.authors, authors), content
        )
        content = mark_texts(content, texts.ours, ours)
    return (
        before
        + _mark_around(top, texts.ours, ours)
        + content
        + _mark_around(rest, texts.ours, ours)
    )


def mark_our_blocks(text: str, attributes: str) -> str:
    """Mark what the classes of our templates tell as ours, in HTML or in Markdown."""
    return _OURS.sub(lambda match: match[0] + attributes, text)


def mark_texts(html: str, texts: frozenset[str], attributes: str) -> str:
    """Put a `span` with these attributes around each text between two tags that is one of these."""
    parts: list[str] = []
    depth = 0
    done = 0
    for match in _PIECE.finditer(html):
        tag, text = match["tag"], match["text"]
        if tag:
            if tag.lower() in _UNREAD and not match["empty"]:
                depth += -1 if match["end"] else 1
            continue
        words = text.strip()
        start = match.start() + text.find(words)
        if depth > 0 or not words:
            continue
        before = _BEFORE.match(words)
        if before and _join_lines(unescape(words)) not in texts:
            words = words[before.end() :]
            start += before.end()
        if _join_lines(unescape(words)) not in texts:
            continue
        parts += [html[done:start], f"<span{attributes}>{words}</span>"]
        done = start + len(words)
    return "".join([*parts, html[done:]])


def _mark_around(html: str, ours: frozenset[str], attributes: str) -> str:
    return mark_our_blocks(mark_texts(html, ours, attributes), attributes)


def _mark_contents(html: str, texts: Texts, ours: str, authors: str) -> str:
    """Mark the list of a page's headings, which stands beside it."""
    parts = _CONTENTS.split(html)
    marked = [parts[0]]
    for part in parts[1:]:
        inner, end, rest = part.partition(_LIST_END)
        # the lists within lists come before the end, too
        marked.append(f"<ul{ours}{mark_texts(inner, texts.authors, authors)}{end}{rest}")
    return "".join(marked)


def _replace_comments(html: str, attributes: str) -> str:
    """Replace the comments around blocks of the author's by an element around them."""

    def open_block(match: re.Match[str]) -> str:
        before = "</p>" if match[2] and not match[1] else ""
        return f"{before}<div{attributes}>"

    def close_block(match: re.Match[str]) -> str:
        after = "<p>" if match[1] and not match[2] else ""
        return f"</div>{after}"

    return _CLOSED.sub(close_block, _OPENED.sub(open_block, html))
