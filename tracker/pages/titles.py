"""A week -> its title and summary in words, as written or made from what the week holds. Never "Week 27"."""

from __future__ import annotations

import re

from tracker.figures.stats import Figures, finished_units, minutes_by, sum_minutes
from tracker.model.english import join_words, span_words, spell_number
from tracker.model.journal import Week
from tracker.model.kinds import reading_of
from tracker.model.when import format_duration

READ = {"skim": "Skimmed", "once": "Read", "again": "Re-read", "implemented": "Implemented"}
LONG = 80  # letters of a title that still reads as one
LONG_NAME = 40
LONGEST_BEGINNING = 2_000  # letters of a paragraph that may hold its first sentence


def title_of_week(figures: Figures, week: Week) -> str:
    """As written; else what was finished, read or studied."""
    return (week.title or "").strip() or made_title(figures, week)


def made_title(figures: Figures, week: Week) -> str:
    parts = [part for part in (describe_finished_work(figures, week), read(figures, week)) if part]
    if parts:
        whole = join_phrases(parts)
        return whole if len(whole) <= LONG else parts[0]
    entries = figures.by_week.get(week.name, ())
    studied = minutes_by((entry for entry in entries if entry.item), lambda entry: entry.item)
    names = [
        short_title(figures, id_) for id_ in sorted(studied, key=lambda id_: -studied[id_]) if id_
    ]
    names += [
        name for _, id_, _ in week.records if (name := short_title(figures, id_)) not in names
    ]
    minutes = sum_minutes(entries)
    if names:
        return (f"{format_duration(minutes)} of " if minutes else "") + abbreviate_names(names)
    if minutes:
        return f"{format_duration(minutes)} of study, {format_week_dates(week)}"
    return f"{'Notes' if has_content(week) else 'A quiet week'}, {format_week_dates(week)}"


def has_content(week: Week) -> bool:
    """True where the author said anything in it."""
    return week._replace(
        name="", tags=(), draft=False, published=None, target=None, unpublished=None
    ) != Week("")


def join_phrases(parts: list[str]) -> str:
    return "; ".join([parts[0], *(part[0].lower() + part[1:] for part in parts[1:])])


def describe_finished_work(figures: Figures, week: Week) -> str | None:
    """`Finished micrograd and makemore`, `Finished five units of Linear algebra`; a whole course by its title."""
    names = []
    for id_, (units, count) in finished_units(figures, week).items():
        state = figures.states[id_]
        if state.finished == week.name and state.progress.total:
            names.append(state.title)
        elif units and count <= 2:
            names += [state.unit_title(unit) for unit in units]
        else:
            names.append(
                f"{spell_number(count)} units of {state.title}"
                if count > 1
                else f"a unit of {state.title}"
            )
    return f"Finished {abbreviate_names(names)}" if names else None


def read(figures: Figures, week: Week) -> str | None:
    """`Re-read Attention Is All You Need`."""
    by_verb: dict[str, list[str]] = {}
    for _, id_, record in week.records:
        if how := reading_of(record):
            by_verb.setdefault(READ[how], []).append(short_title(figures, id_))
    parts = [f"{verb} {abbreviate_names(names)}" for verb, names in by_verb.items()]
    return join_phrases(parts) if parts else None


def summary_of_week(figures: Figures, week: Week) -> str:
    """As written; else how long, on what, what was finished and read; else how the week's own text begins."""
    return week.summary or made_summary(figures, week)


def made_summary(figures: Figures, week: Week) -> str:
    entries = figures.by_week.get(week.name, ())
    sentences = []
    if minutes := sum_minutes(entries):
        by_item = minutes_by(entries, lambda entry: entry.item)
        ids = sorted(by_item, key=lambda id_: -by_item[id_])
        names = [short_title(figures, id_) if id_ else "other work" for id_ in ids]
        sessions = f"{spell_number(len(entries))} session{'s' * (len(entries) != 1)}"
        sentences.append(
            f"{format_duration(minutes)} in {sessions}, on {join_words(limit_names(names, 3))}."
        )
    told = [
        f"{part}." for part in (describe_finished_work(figures, week), read(figures, week)) if part
    ]
    heading = title_of_week(figures, week).lower()
    sentences += [part for part in told if not sentences or part[:-1].lower() not in heading]
    return (
        " ".join(sentences)
        or extract_opening_sentence(first_words(week))
        or "A week without study, and that is fine."
    )


def first_words(week: Week) -> str | None:
    """The first thing that the author wrote, for a week that holds nothing to sum."""
    lists = map(first_of, (week.learned, week.life, week.next))
    return next((text for text in (week.intro, *week.sections.values(), *lists) if text), None)


def first_of(told: str | tuple[str, ...]) -> str:
    """Of what a week tells as a text or as a list: the text, or the first entry."""
    return told if isinstance(told, str) else next(iter(told), "")


def extract_opening_sentence(markdown: str | None, most_letters: int = 200) -> str:
    """The first sentence of a Markdown text, as plain text; nothing where it begins with no prose."""
    paragraph = " ".join((markdown or "").strip().partition("\n\n")[0][:LONGEST_BEGINNING].split())
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_`]", r"\1", paragraph)
    if not plain or not plain[0].isalnum() or len(plain) < 8:
        return ""
    sentence = re.match(r".*?[.!?](?=\s|$)", plain)
    text = sentence[0] if sentence else plain
    return text if len(text) <= most_letters else text[:most_letters].rpartition(" ")[0] + " …"


def short_title(figures: Figures, id_: str) -> str:
    """A long title without what stands behind its colon: prose reads better so."""
    state = figures.states.get(figures.plan.aliases.get(id_, id_))
    full = state.title if state else id_
    head = full.partition(": ")[0]
    return head if len(full) > LONG_NAME and len(head) > 3 else full


def abbreviate_names(names: list[str]) -> str:
    """Two names at most, or one and how many more where two would be too long to read in a title."""
    both = join_words(limit_names(names))
    return (
        both
        if len(both) <= LONG or len(names) == 1
        else join_words([names[0], f"{spell_number(len(names) - 1)} more"])
    )


def limit_names(names: list[str], many: int = 2) -> list[str]:
    rest = len(names) - many
    return [*names[:many], f"{spell_number(rest)} more"] if rest > 1 else names[: many + 1]


def format_week_dates(week: Week) -> str:
    """`1 to 7 July 2024`, `29 July to 4 August 2024`."""
    return span_words(week.monday, week.sunday)
