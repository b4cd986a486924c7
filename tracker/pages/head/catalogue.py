"""Site -> the week, item or essay of each page, and its title, canonical URL and description."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import NamedTuple
from urllib.parse import quote

from tracker.figures import titles
from tracker.figures.stats import State
from tracker.figures.summaries import LONGEST_BEGINNING
from tracker.format.markdown_spans import find_list_under_text
from tracker.model.english import day_words
from tracker.model.journal import Week
from tracker.model.kinds import KINDS
from tracker.pages.addresses import Essay, address_name
from tracker.pages.page import View, find_last_past_day, item_uri, shown_weeks

Subject = Week | State | Essay
HOME = "index.md"
LONGEST = 200  # letters of a description; search engines show some 160
# Blocks that begin with no sentence: code, HTML, headings, pictures, lists, tables, quotes, markers
# of extensions.
_FENCED = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)|<!--.*?-->")
_NO_PROSE = re.compile(r" {0,3}([#<|>\\:={}+-]|!|\*[ \t]|\d+[.)][ \t])|    |\t")


class Leaf(NamedTuple):
    """A page as its engine describes it, in plain text.

    `uri` as in docs/, `address` relative to the site's URL.
    `part`: (number, count) if a list is too long for one page.
    """

    uri: str
    address: str
    title: str = ""
    description: str = ""
    part: tuple[int, int] = (1, 1)


class Catalogue(NamedTuple):
    """What the metadata of all pages is looked up in.

    `files`: addresses of the files that are not pages. `subjects`: uri -> week, item or essay.
    `moved`: uri of a page at a former address -> the item it redirects to.
    `twins`: titles that several pages have. `newest`: the last day that the journal is about.
    """

    view: View
    files: frozenset[str]
    subjects: Mapping[str, Subject]
    moved: Mapping[str, State]
    twins: frozenset[str]
    newest: date


def build_catalogue(view: View, files: frozenset[str] = frozenset()) -> Catalogue:
    """Collect what the metadata of all pages needs, once for the whole site."""
    states = view.figures.states
    subjects: dict[str, Subject] = {}
    for week in shown_weeks(view):
        subjects[view.post_uri(week.name)] = week
    for state in states.values():
        subjects[item_uri(state)] = state
    for essay in view.essays:
        subjects[f"{view.place.posts}/{essay.name}"] = essay
    moved = {}
    for former_id, id_ in view.figures.plan.aliases.items():
        moved[f"{states[id_].kind}/{address_name(former_id)}.md"] = states[id_]
    counts = Counter(title_of_subject(view, subject) for subject in subjects.values())
    twins = frozenset(title for title, count in counts.items() if count > 1)
    return Catalogue(view, files, subjects, moved, twins, find_newest_day(view))


def title_of_subject(view: View, subject: Subject) -> str:
    """Return the title of a week, item or essay on one line."""
    if isinstance(subject, Week):
        title = titles.title_of_week(view.figures, subject)
    else:
        title = subject.title
    return " ".join(title.split())


def format_page_title(catalogue: Catalogue, leaf: Leaf) -> str:
    """Return the text of `<title>`: the page's own title, made unique, and the site's name."""
    site = catalogue.view.place.name
    title = " ".join(leaf.title.split())
    subject = catalogue.subjects.get(leaf.uri)
    part, parts = leaf.part
    if leaf.uri == HOME and title in ("", site):
        return site
    if subject and title in catalogue.twins:
        title += f" ({distinguishing_words_of(subject)})"
    if leaf.uri in catalogue.moved:
        title += " (moved)"
    elif part > 1:
        title += f", page {part} of {parts}"
    if not title:
        return site
    return f"{title} - {site}"


def distinguishing_words_of(subject: Subject) -> str:
    """Return the words that tell a page from another with the same title."""
    if isinstance(subject, Week):
        return titles.format_week_dates(subject)
    if isinstance(subject, Essay):
        return day_words(subject.date)
    return f"{KINDS[subject.kind].singular} {subject.id}"


def canonical_url_of(catalogue: Catalogue, leaf: Leaf) -> str:
    """Return the URL of a page; of a page at a former address, the URL of its item's page."""
    state = catalogue.moved.get(leaf.uri)
    if state:
        return absolute_url_of(catalogue.view, item_uri(state))
    return catalogue.view.absolute(leaf.address)


def absolute_url_of(view: View, uri: str) -> str:
    """Return the URL of a page other than a post, or of any other file."""
    return view.absolute(quote(view.place.address(uri)))


def find_last_change(catalogue: Catalogue, uri: str, generated: bool) -> date | None:
    """Return the last day that a page is about.

    It is not known of a page that was written by hand, unless it is an essay or the home page.
    """
    subject = catalogue.subjects.get(uri)
    if isinstance(subject, Essay):
        return subject.date
    if isinstance(subject, State):
        return subject.last
    if isinstance(subject, Week):
        return min(subject.date, catalogue.view.today)
    if generated or uri == HOME:
        return catalogue.newest
    return None


def find_newest_day(view: View) -> date:
    """Return the last day with an entry or a post, today at the latest; else today."""
    days = [entry.day for entry in view.figures.entries if entry.day]
    days += [week.date for week in shown_weeks(view)]
    return find_last_past_day(view, days) or view.today


def extract_description(markdown: str) -> str:
    """Return the beginning of a text in plain words, for a page without a description.

    It is the first paragraph of prose; "" if there is none.
    """
    for paragraph in re.split(r"\n[ \t]*\n", _FENCED.sub("", markdown)):
        if paragraph.strip() and not _NO_PROSE.match(paragraph):
            text = strip_markdown(paragraph[: find_list_under_text(paragraph)][:LONGEST_BEGINNING])
            return shorten_description(" ".join(text.split()))
    return ""


def strip_markdown(markdown: str) -> str:
    """Return a paragraph as plain text: links and pictures as their words, no footnotes."""
    text = re.sub(r"\[\^[^\]\s]+\]|\{[:#.][^}\n]*\}|<[^<>\s][^<>]*>", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    return unescape(re.sub(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`", "", text))


def shorten_description(text: str) -> str:
    """Shorten a text to LONGEST letters: whole sentences if some fit, otherwise whole words."""
    if len(text) <= LONGEST:
        return text
    ends = [match.end() for match in re.finditer(r"[.!?](?= )", text[: LONGEST + 1])]
    if ends and ends[-1] > LONGEST // 3:
        return text[: ends[-1]]
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:") + "…"
