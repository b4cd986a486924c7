"""View -> the preview cards of its pages, and their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from tracker.charts.chart import format_hours
from tracker.figures import item_names, titles
from tracker.figures.stats import minutes_by, sum_minutes
from tracker.figures.work_counts import (
    amount_of_work,
    choose_work_measure,
    count_work,
    format_work,
    list_studied_weeks,
)
from tracker.model.english import day_words, format_count, join_words, spell_number
from tracker.model.journal import Week, week_of
from tracker.model.kinds import KINDS
from tracker.model.when import format_duration
from tracker.pages.addresses import Essay, address_name
from tracker.pages.head.cards import Card
from tracker.pages.head.catalogue import Subject, title_of_subject
from tracker.pages.item_facts import format_item_progress
from tracker.pages.markdown import shorten_url
from tracker.pages.page import View, list_published_weeks

FOLDER = "assets/cards"
SITE = f"{FOLDER}/site.png"
# Older posts show the site's card. A card takes 3 ms, so the 520 of ten years would make a build a
# tenth longer.
NEWEST = 60
WEEKS = 26  # bars on the site's card
LONGEST = 38  # letters beside the bars


def build_cards(view: View) -> Iterator[tuple[str, Card]]:
    """Yield (uri, card) of the site, all items and essays, and the newest weeks; not of drafts."""
    yield SITE, site_card(view)
    weeks = list_published_weeks(view)
    newest = sorted(weeks, key=lambda week: week.date)[-NEWEST:]
    essays = [essay for essay in view.essays if not essay.draft]
    subjects: tuple[Subject, ...] = (*newest, *essays, *view.figures.states.values())
    for subject in subjects:
        yield card_uri(view, subject), build_card(view, subject)


def card_uri(view: View, subject: Subject) -> str:
    if isinstance(subject, Week):
        return f"{FOLDER}/{subject.name.lower()}.png"
    if isinstance(subject, Essay):
        return f"{FOLDER}/essays/{subject.address(view.place).removesuffix('.html').strip('/')}.png"
    return f"{FOLDER}/{subject.kind}/{address_name(subject.id)}.png"


def build_card(view: View, subject: Subject) -> Card:
    """Build the card of a week, essay or item."""
    top, name = view.place.name, title_of_subject(view, subject)
    if isinstance(subject, Week):
        return Card(top, name, week_lines(view, subject), list_day_heights(view, subject))
    if isinstance(subject, Essay):
        return Card(top, name, (day_words(subject.date), ", ".join(subject.tags)))
    progress = subject.progress
    facts = []
    share = None
    if progress.total:
        facts.append(format_item_progress(subject))
        share = progress.share
    if subject.minutes and progress.measure == "units":
        facts.append(format_duration(subject.minutes))
    kind = KINDS[subject.kind].singular.capitalize()
    lines = f"{kind} · {subject.status}", " · ".join(facts)
    return Card(top, name, lines, share=share)


def week_lines(view: View, week: Week) -> tuple[str, str]:
    """(`1 to 7 July 2024 · 6 h 40`, `micrograd and makemore`)."""
    entries = view.figures.by_week.get(week.name, ())
    heading = titles.format_week_dates(week)
    minutes = sum_minutes(entries)
    counts = list(count_work(view.figures, [week.name]))
    done = format_work(counts, notes=False)
    if minutes:
        heading += f" · {format_duration(minutes)}"
    elif done:
        heading += f" · {done}"
    by_item = minutes_by(entries, lambda entry: entry.item)
    if not minutes:
        by_item = {count.item: count.done for count in counts}
    ids = sorted(filter(None, by_item), key=lambda id_: -by_item[id_])
    names = [item_names.short_title(view.figures, id_) for id_ in ids]
    items = join_words(names)
    if len(items) > LONGEST and len(names) > 1:
        items = f"{names[0]} and {spell_number(len(names) - 1)} more"
    return heading, items


def list_day_heights(view: View, week: Week) -> tuple[float, ...]:
    """Return a bar's height for each day from Monday to Sunday; none if no day is known."""
    minutes = minutes_by(view.figures.by_week.get(week.name, ()), lambda entry: entry.day)
    return scale_heights([minutes.get(week.monday + timedelta(days=n), 0) for n in range(7)])


def scale_heights(minutes: list[int]) -> tuple[float, ...]:
    """[30, 0, 60] -> (0.5, 0.0, 1.0); () if all are 0."""
    most = max(minutes, default=0)
    if not most:
        return ()
    return tuple(round(length / most, 3) for length in minutes)


def site_card(view: View) -> Card:
    entries, place = view.figures.entries, view.place
    weeks = [week_of(view.today - timedelta(weeks=n)) for n in reversed(range(WEEKS))]
    heights = [sum_minutes(view.figures.by_week.get(week, ())) for week in weeks]
    if not any(heights):
        heights = count_recent_work(view, weeks)
    line = ""
    if hours := sum_minutes(entries):
        weeks_studied = {entry.week for entry in entries if entry.minutes}
        line = f"{format_hours(hours)} in {format_count(len(weeks_studied), 'week')}"
    elif studied := list_studied_weeks(view.figures):
        line = f"{format_count(len(studied), 'week')} of work"
    return Card(shorten_url(place.url), place.name, (line,), scale_heights(heights))


def count_recent_work(view: View, weeks: Sequence[str]) -> list[int]:
    """Return a number for each week: units and readings, or notes; else 1 for a week of work."""
    counts = list(count_work(view.figures, weeks))
    measure = choose_work_measure(counts)
    if measure is None:
        studied = list_studied_weeks(view.figures)
        return [int(week in studied) for week in weeks]
    amounts = dict.fromkeys(weeks, 0)
    for count in counts:
        amounts[count.week] += amount_of_work(count, measure)
    return list(amounts.values())
