"""Week -> its summary: as the author wrote it, or what the week changed, or its first words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from tracker.figures.item_names import MOST_NAMED, short_title
from tracker.figures.stats import (
    Figures,
    minutes_by,
    sort_entries,
    sum_minutes,
)
from tracker.figures.titles import title_of_week
from tracker.figures.week_changes import (
    STATED,
    join_changes,
    list_changes,
    list_stated,
    order_changes,
)
from tracker.format.markdown_spans import find_list_under_text
from tracker.model.english import join_words
from tracker.model.journal import Week
from tracker.model.note_text import (
    capitalize_first,
    end_mark_of,
    plain_note,
    sentence_of_note,
)
from tracker.model.when import format_duration

LONGEST_BEGINNING = 2_000  # letters of a paragraph that may hold its first sentence
LONGEST_OPENING = 200
LONG_SUMMARY = 160
# Paragraphs that begin with no sentence: HTML, headings, pictures, tables, quotes, fences.
_NO_PROSE = re.compile(r"[#<|>~+={}:$-]|```|!\[|\*\*\*|___")
_LIST_MARK = re.compile(r"(?:[-*+]|\d+[.)])[ \t]+")
_SENTENCE = re.compile(r".*?[.!?\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*(?=$|\s+[^\sa-z])")


def summary_of_week(figures: Figures, week: Week) -> str:
    """Return the week's summary for lists, feeds and previews.

    As written; otherwise what the week changed, the author's first words, or its items and time.
    """
    return words_of_week(figures, week) or summarize_items(figures, week)


def words_of_week(figures: Figures, week: Week) -> str:
    """Return a week's summary as far as it is words: its own, what changed, the author's first."""
    words = (week.summary or "").strip() or lead_of_week(figures, week)
    if words:
        return words
    title = title_of_week(figures, week)
    for text in list_first_words(week):
        opening = extract_opening_sentence(text)
        if opening and not is_said_in(opening, title):
            return opening
    notes = summarize_notes(figures, week, title)
    if notes:
        return notes
    return join_changes(list_stated(figures, week, tuple(STATED)))


def quote_week(figures: Figures, week: Week) -> str:
    """Return a line of the author's own words: of the summary, a text or a note.

    What the title says is left out; "" where there are no words besides.
    """
    title = title_of_week(figures, week)
    for text in (week.summary or "", *list_first_words(week)):
        opening = extract_opening_sentence(text)
        if opening and not is_said_in(opening, title):
            return opening
    return summarize_notes(figures, week, title)


def lead_of_week(figures: Figures, week: Week) -> str:
    """Return the summary as far as it says what the post's own text does not say.

    As written, or what the week changed. A sentence that the title or the text begins with is left
    out.
    """
    title = title_of_week(figures, week)
    if week.summary:
        opening = extract_opening_sentence(week.intro)
        if is_said_in(week.summary, title) or is_said_in(week.summary, opening):
            return ""
        return week.summary
    changes = list_changes(figures, week)
    changes = [change for change in changes if not is_said_in(change.words, title)]
    return join_changes(order_changes(figures, week, changes))


def is_said_in(sentence: str, text: str) -> bool:
    """Whether a text holds a sentence, whatever its capitals and its end."""
    said = " ".join(re.findall(r"\w+", sentence.casefold()))
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return f" {said} " in f" {words} "


def list_first_words(week: Week) -> Iterator[str]:
    """Yield the author's texts in the order in which a summary may take its words from them."""
    yield from filter(None, (week.intro, *week.sections.values()))
    for _, _, record in week.records:
        yield from filter(None, (getattr(record, "notes", None),))
        yield from getattr(record, "units", {}).values()
    for content in (week.learned, week.life, week.next):
        yield from filter(None, (first_of(content),))
    for goal in week.goals:
        if goal.outcome in (None, "done"):
            yield f"{capitalize_first(goal.goal)}{end_mark_of(goal.goal)}"
    yield from (question.ask for question in week.questions)
    yield from filter(None, (link.note or link.title for link in week.links))
    if week.members:
        yield week.members.teaser


def summarize_notes(figures: Figures, week: Week, title: str) -> str:
    """Join the first notes of a week's sessions as sentences, without the one in its title."""
    text = ""
    for entry in sort_entries(figures.by_week.get(week.name, ())):
        if not entry.session.note:
            continue
        sentence = sentence_of_note(entry.session.note)
        if is_said_in(title, sentence) or is_said_in(sentence, f"{title} {text}"):
            continue
        longer = f"{text} {sentence}".strip()
        if text and len(longer) > LONG_SUMMARY:
            break
        text = longer
    return text


def summarize_items(figures: Figures, week: Week) -> str:
    """Return `Linear algebra and Statistics, 3 h 05.`: the time last, if all of it is named."""
    entries = figures.by_week.get(week.name, ())
    minutes = minutes_by(entries, lambda entry: entry.item)
    ids = sorted(minutes, key=lambda id_: -minutes[id_])
    if not ids:
        return ""
    names = [short_title(figures, id_) if id_ else "other work" for id_ in ids]
    words = capitalize_first(join_words(names[:MOST_NAMED]))
    total = sum_minutes(entries)
    if len(names) <= MOST_NAMED and total:
        words += f", {format_duration(total)}"
    return words + end_mark_of(words)


def first_of(content: str | tuple[str, ...]) -> str:
    """Return the text, or the first text of a list, of a section that may be either."""
    if isinstance(content, str):
        return content
    return next(iter(content), "")


def strip_inline_marks(markdown: str) -> str:
    """Return a line as plain text: links and pictures as their words, no marks of emphasis."""
    return unescape(re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", markdown))


def extract_opening_sentence(markdown: str | None) -> str:
    """Return the first sentence of a Markdown text as plain text; "" if it holds no prose."""
    for block in (markdown or "")[:LONGEST_BEGINNING].split("\n\n"):
        # A list right under a line of text is no part of its sentence.
        paragraph = block
        if not _LIST_MARK.match(block.strip()):
            paragraph = block[: find_list_under_text(block)]
        mark = _LIST_MARK.match(paragraph.strip())
        line = " ".join(paragraph.strip()[mark.end() if mark else 0 :].split())
        if not line or _NO_PROSE.match(line):
            continue
        plain = plain_note(re.sub(r"!?\[([^\[\]]*)\](\([^()]*\)|\[[^\[\]]*\])", r"\1", line))
        plain = re.sub(r"\[\^[^\]\s]+\]", "", plain)
        if not any(letter.isalnum() for letter in plain):
            continue
        sentence = _SENTENCE.match(plain)
        text = sentence[0] if sentence else plain
        if len(text) <= LONGEST_OPENING:
            return text
        return text[:LONGEST_OPENING].rpartition(" ")[0] + " \u2026"
    return ""
