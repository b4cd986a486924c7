"""The site -> what each of its pages is of, and by what name those who look for it or share it know it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from tracker.figures.stats import State
from tracker.model.english import day_words
from tracker.model.journal import Week
from tracker.model.kinds import KINDS
from tracker.pages import titles
from tracker.pages.addresses import Essay
from tracker.pages.page import View, address_name, item_uri, shown_weeks
from tracker.pages.titles import LONGEST_BEGINNING

Subject = Week | State | Essay
HOME = "index.md"
LONGEST = 200  # letters of a description; search engines show some 160
# What begins no sentence: code, HTML, headings, pictures, lists, tables, quotes, markers of extensions.
_FENCED = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)|<!--.*?-->")
_NO_PROSE = re.compile(r" {0,3}([#<|>\\:={}+-]|!|\*[ \t]|\d+[.)][ \t])|    |\t")


class Leaf(NamedTuple):
    """A page as its engine knows it, in plain text: `uri` as in docs/, `address` below the site's own.

    `part`: which piece of how many, where a list is too long for one page.
    """

    uri: str
    address: str
    title: str = ""
    description: str = ""
    part: tuple[int, int] = (1, 1)


class Catalogue(NamedTuple):
    """`files`: addresses of what is no page. `subjects`: of which week, item or essay a page is, by its uri.

    `moved`: uri of a page that only leads on -> the item that it leads to. `twins`: titles that more than one page has.
    `newest`: the last day that the journal is about.
    """

    view: View
    files: frozenset[str]
    subjects: Mapping[str, Subject]
    moved: Mapping[str, State]
    twins: frozenset[str]
    newest: date


def build_catalogue(view: View, files: frozenset[str] = frozenset()) -> Catalogue:
    states, place = view.figures.states, view.place
    subjects: dict[str, Subject] = {view.post_uri(week.name): week for week in shown_weeks(view)}
    subjects |= {item_uri(state): state for state in states.values()}
    subjects |= {f"{place.posts}/{essay.name}": essay for essay in view.essays}
    moved = {
        f"{states[id_].kind}/{address_name(old)}.md": states[id_]
        for old, id_ in view.figures.plan.aliases.items()
    }
    counts = Counter(title_of_subject(view, subject) for subject in subjects.values())
    twins = frozenset(name for name, count in counts.items() if count > 1)
    return Catalogue(view, files, subjects, moved, twins, find_newest_day(view))


def title_of_subject(view: View, subject: Subject) -> str:
    """On one line."""
    name = (
        titles.title_of_week(view.figures, subject) if isinstance(subject, Week) else subject.title
    )
    return " ".join(name.split())


def format_page_title(known: Catalogue, leaf: Leaf) -> str:
    """What stands in `<title>`: the page's own name, told from others of that name, and the site's."""
    site = known.view.place.name
    name, subject, (part, parts) = (
        " ".join(leaf.title.split()),
        known.subjects.get(leaf.uri),
        leaf.part,
    )
    if leaf.uri == HOME and name in ("", site):
        return site
    if subject and name in known.twins:
        name += f" ({told_apart(subject)})"
    name += (
        " (moved)" if leaf.uri in known.moved else f", page {part} of {parts}" if part > 1 else ""
    )
    return f"{name} - {site}" if name else site


def told_apart(subject: Subject) -> str:
    if isinstance(subject, Week):
        return titles.format_week_dates(subject)
    return (
        day_words(subject.date)
        if isinstance(subject, Essay)
        else f"{KINDS[subject.kind].singular} {subject.id}"
    )


def canonical_url_of(known: Catalogue, leaf: Leaf) -> str:
    """The whole address by which a page wants to be known: where it has moved to, if it has."""
    state = known.moved.get(leaf.uri)
    return (
        absolute_url_of(known.view, item_uri(state)) if state else known.view.absolute(leaf.address)
    )


def absolute_url_of(view: View, uri: str) -> str:
    """Of a page by its uri, other than a post; or of any other file."""
    return view.absolute(quote(view.place.address(uri)))


def find_last_change(known: Catalogue, uri: str, made: bool) -> date | None:
    """The last day that a page is about. Of one that was written by hand, and is no essay, nobody knows it."""
    subject = known.subjects.get(uri)
    if isinstance(subject, Essay):
        return subject.date
    if subject is not None:
        return subject.last if isinstance(subject, State) else min(subject.date, known.view.today)
    return known.newest if made or uri == HOME else None


def find_newest_day(view: View) -> date:
    """Today at the latest; today where nothing is logged yet."""
    days = [entry.day for entry in view.figures.entries if entry.day]
    days += [week.date for week in shown_weeks(view)]
    return max((day for day in days if day <= view.today), default=view.today)


def extract_description(markdown: str) -> str:
    """How a text begins, in plain words, for a page that does not say what it is about; nothing without prose."""
    for paragraph in re.split(r"\n[ \t]*\n", _FENCED.sub("", markdown)):
        if paragraph.strip() and not _NO_PROSE.match(paragraph):
            return shorten_description(
                " ".join(strip_markdown(paragraph[:LONGEST_BEGINNING]).split())
            )
    return ""


def strip_markdown(markdown: str) -> str:
    """A paragraph without its marks: links and pictures by their words, notes gone."""
    text = re.sub(r"\[\^[^\]\s]+\]|\{[:#.][^}\n]*\}|<[^<>\s][^<>]*>", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    return unescape(re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`", "", text))


def shorten_description(text: str) -> str:
    """Whole sentences where some fit, else as many words as do."""
    if len(text) <= LONGEST:
        return text
    ends = [end.end() for end in re.finditer(r"[.!?](?= )", text[: LONGEST + 1])]
    if ends and ends[-1] > LONGEST // 3:
        return text[: ends[-1]]
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:") + "…"
