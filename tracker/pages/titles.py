"""Week -> its title and summary: as the author wrote them, or built from the week's data.

A title is never "Week 27".
"""

from __future__ import annotations

import re
from html import unescape

from tracker.figures.stats import Figures, finished_units, minutes_by, sum_minutes
from tracker.format.markdown_spans import find_list_under_text
from tracker.model.english import join_words, span_words, spell_number
from tracker.model.journal import Week
from tracker.model.kinds import reading_of
from tracker.model.when import format_duration

READ = {"skim": "Skimmed", "once": "Read", "again": "Re-read", "implemented": "Implemented"}
LONG = 80  # letters of a title that is still easy to read
LONG_NAME = 40
LONGEST_BEGINNING = 2_000  # letters of a paragraph that may hold its first sentence


def title_of_week(figures: Figures, week: Week) -> str:
    """Return the week's own title; otherwise what was finished, read or studied."""
    return (week.title or "").strip() or made_title(figures, week)


def made_title(figures: Figures, week: Week) -> str:
    parts = list_achievements(figures, week)
    if parts:
        title = join_phrases(parts)
        return title if len(title) <= LONG else parts[0]
    entries = figures.by_week.get(week.name, ())
    minutes = sum_minutes(entries)
    names = list_studied_titles(figures, week)
    if names and minutes:
        return f"{format_duration(minutes)} of {abbreviate_names(names)}"
    if names:
        return abbreviate_names(names)
    dates = format_week_dates(week)
    if minutes:
        return f"{format_duration(minutes)} of study, {dates}"
    if has_content(week):
        return f"Notes, {dates}"
    return f"A quiet week, {dates}"


def list_achievements(figures: Figures, week: Week) -> list[str]:
    """Return phrases for what the week finished and read: [`Finished micrograd`, `Read GPT-2`]."""
    phrases = (describe_finished_work(figures, week), read(figures, week))
    return [phrase for phrase in phrases if phrase]


def list_studied_titles(figures: Figures, week: Week) -> list[str]:
    """Return the short titles of a week's items: by time, then those it only writes about."""
    entries = figures.by_week.get(week.name, ())
    minutes = minutes_by(entries, lambda entry: entry.item)
    ids = sorted(filter(None, minutes), key=lambda id_: -minutes[id_])
    names = [short_title(figures, id_) for id_ in ids]
    for _, id_, _ in week.records:
        name = short_title(figures, id_)
        if name not in names:
            names.append(name)
    return names


def has_content(week: Week) -> bool:
    """Return whether the author wrote or logged anything in the week."""
    return week._replace(
        name="", tags=(), draft=False, published=None, target=None, unpublished=None
    ) != Week("")


def is_summary_generated(week: Week) -> bool:
    """Return whether the summary is generated from the week's figures, as it has no text at all.

    Then the summary states the figures already, and they need not be repeated beside it.
    """
    return not week.summary and not has_content(week._replace(sessions=()))


def join_phrases(parts: list[str]) -> str:
    phrases = parts[:1]
    for part in parts[1:]:
        phrases.append(part[0].lower() + part[1:])
    return "; ".join(phrases)


def describe_finished_work(figures: Figures, week: Week) -> str | None:
    """Return `Finished micrograd and makemore`, `Finished five units of Linear algebra` or None.

    A course that was finished as a whole is named by its title.
    """
    names = []
    for id_, (units, count) in finished_units(figures, week).items():
        state = figures.states[id_]
        if state.finished == week.name and state.progress.total:
            names.append(state.title)
        elif units and count <= 2:
            names += [state.unit_title(unit) for unit in units]
        elif count > 1:
            names.append(f"{spell_number(count)} units of {state.title}")
        else:
            names.append(f"a unit of {state.title}")
    return f"Finished {abbreviate_names(names)}" if names else None


def read(figures: Figures, week: Week) -> str | None:
    """Return `Re-read Attention Is All You Need`, or None if no paper was read."""
    by_verb: dict[str, list[str]] = {}
    for _, id_, record in week.records:
        if how := reading_of(record):
            by_verb.setdefault(READ[how], []).append(short_title(figures, id_))
    parts = [f"{verb} {abbreviate_names(names)}" for verb, names in by_verb.items()]
    return join_phrases(parts) if parts else None


def summary_of_week(figures: Figures, week: Week) -> str:
    """Return the week's own summary; otherwise its time, items, finished units and papers.

    If it has none of these, the summary is how the week's own text begins.
    """
    return week.summary or made_summary(figures, week)


def made_summary(figures: Figures, week: Week) -> str:
    entries = figures.by_week.get(week.name, ())
    sentences = []
    minutes = sum_minutes(entries)
    if minutes:
        by_item = minutes_by(entries, lambda entry: entry.item)
        ids = sorted(by_item, key=lambda id_: -by_item[id_])
        names = [short_title(figures, id_) if id_ else "other work" for id_ in ids]
        noun = "session" if len(entries) == 1 else "sessions"
        sentences.append(
            f"{format_duration(minutes)} in {spell_number(len(entries))} {noun}, "
            f"on {join_words(limit_names(names, 3))}."
        )
    title = title_of_week(figures, week).lower()
    for phrase in list_achievements(figures, week):
        if not minutes or phrase.lower() not in title:
            sentences.append(f"{phrase}.")
    if sentences:
        return " ".join(sentences)
    opening = extract_opening_sentence(first_words(week))
    return opening or "A week without study, and that is fine."


def first_words(week: Week) -> str | None:
    """Return the first text that the author wrote, for a week without any data to sum."""
    lists = map(first_of, (week.learned, week.life, week.next))
    return next((text for text in (week.intro, *week.sections.values(), *lists) if text), None)


def first_of(content: str | tuple[str, ...]) -> str:
    """Return the text, or the first text of a list, of a section that may be either."""
    if isinstance(content, str):
        return content
    return next(iter(content), "")


def extract_opening_sentence(markdown: str | None, most_letters: int = 200) -> str:
    """Return the first sentence of a Markdown text as plain text; "" if it begins with no prose."""
    paragraph = (markdown or "").strip().partition("\n\n")[0]
    paragraph = paragraph[: find_list_under_text(paragraph)]
    line = " ".join(paragraph[:LONGEST_BEGINNING].split())
    plain = strip_inline_marks(line)
    if not plain or not plain[0].isalnum() or len(plain) < 8:
        return ""
    sentence = re.match(r".*?[.!?](?=\s|$)", plain)
    text = sentence[0] if sentence else plain
    if len(text) <= most_letters:
        return text
    return text[:most_letters].rpartition(" ")[0] + " …"


def strip_inline_marks(markdown: str) -> str:
    """Return a line as plain text: links and pictures as their words, no marks of emphasis."""
    return unescape(re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", markdown))


def short_title(figures: Figures, id_: str) -> str:
    """Return an item's title; of a long one only the part before its colon, for prose."""
    state = figures.states.get(figures.plan.aliases.get(id_, id_))
    title = state.title if state else id_
    head = title.partition(": ")[0]
    if len(title) > LONG_NAME and len(head) > 3:
        return head
    return title


def abbreviate_names(names: list[str]) -> str:
    """Join two names at most; if two are too long for a title, one and how many more."""
    text = join_words(limit_names(names))
    if len(text) <= LONG or len(names) == 1:
        return text
    return join_words([names[0], f"{spell_number(len(names) - 1)} more"])


def limit_names(names: list[str], many: int = 2) -> list[str]:
    """Keep `many` names and say how many more there are; one more name is simply kept."""
    rest = len(names) - many
    if rest > 1:
        return [*names[:many], f"{spell_number(rest)} more"]
    return names[: many + 1]


def format_week_dates(week: Week) -> str:
    """`1 to 7 July 2024`, `29 July to 4 August 2024`."""
    return span_words(week.monday, week.sunday)
