"""Week -> its post: the author's sections in the order of the plan, the figures, the sessions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from tracker.charts import week_chart
from tracker.figures.public import is_draft
from tracker.figures.stats import (
    Entry,
    count_notes,
    find_week_target,
    finished_units,
    format_entry_counts,
    sum_minutes,
)
from tracker.model.english import day_words, format_count
from tracker.model.journal import Week
from tracker.model.kinds import KINDS, is_read_whole
from tracker.model.when import format_duration
from tracker.pages import titles
from tracker.pages.items import record_rows
from tracker.pages.markdown import ENTRIES, Md, escape_markdown, relative_uri_of
from tracker.pages.page import Page, View, front_matter, render_template

WORDS_A_MINUTE = 265  # as Material counts
# Pictures, folded tables and HTML tags are not read.
_NO_PROSE = re.compile(r"(?s)<(svg|details)\b.*?</\1>|<[^>]+>")
HEADINGS = {
    "goals": "Goals",
    **{name: kind.heading for name, kind in KINDS.items()},
    "learned": "Learned",
    "life": "Life",
    "links": "Links",
    "questions": "Questions",
    "next": "Next",
}
NOTHING = "Nothing here this week."


class Section(NamedTuple):
    heading: str | None
    body: Md


def post_page(view: View, week: Week, tags: Sequence[str], more: Md) -> Page:
    """Build a week's post. `tags`: as the site spells them. `more`: related posts, at the end."""
    uri, plan = view.post_uri(week.name), view.figures.plan
    draft = is_draft(week, view.today)
    summary = titles.summary_of_week(view.figures, week)
    body = render_template(
        "post.md.jinja",
        week=week,
        draft=format_draft_notice(week) if draft else None,
        summary=summary,
        cover=resolve_cover(week, uri),
        figures=week_in_figures(view, week),
        chart=week_in_days(view, week),
        author=plan.contact.name if plan.contact else None,
        journal=plan.title or view.place.name or None,
        days=titles.format_week_dates(week),
        written=titles.has_content(week._replace(sessions=())),
        sections=list(render_sections(view, week, uri)),
        members=quote_members_teaser(view, week, uri),
        sessions=session_rows(view, week),
    )
    head = front_matter(
        title=escape_markdown(titles.title_of_week(view.figures, week)),
        date=week.date,
        slug=week.name.lower(),
        description=escape_markdown(summary),
        tags=tags,
        draft=draft or None,
        readtime=max(1, round(len(_NO_PROSE.sub(" ", body).split()) / WORDS_A_MINUTE)),
    )
    source = week.path if week in view.figures.journal.weeks else None
    return Page(uri, f"{head}{body}\n{more}", source, min(week.date, view.today))


def format_draft_notice(week: Week) -> str:
    """Say when a draft will be on the site."""
    if week.draft:
        return "not on the site while the week says draft: true"
    first_day = week.published or week.sunday + timedelta(days=1)
    return f"on the site from {day_words(first_day)} on"


def quote_members_teaser(view: View, week: Week, uri: str) -> Md | None:
    """Return the teaser for members as the lines of a Markdown quote, without the first `> `."""
    if not week.members:
        return None
    return Md(view.authored(week.members.teaser, uri).replace("\n", "\n> "))


def resolve_cover(week: Week, uri: str) -> dict[str, Any] | None:
    """Return the week's cover with the `path` of its picture as seen from the page `uri`."""
    if week.cover is None:
        return None
    path = relative_uri_of(f"{ENTRIES}/{week.cover.image}", uri)
    return {**week.cover._asdict(), "path": Md(quote(path))}


def week_in_days(view: View, week: Week) -> Md:
    """Render the week's chart; nothing if no time was logged."""
    if not sum_minutes(view.figures.by_week.get(week.name, ())):
        return Md("")
    chart = week_chart(view.figures, week.name)
    return view.figure(chart, titles.is_summary_generated(week))


def week_in_figures(view: View, week: Week) -> list[tuple[str, str]]:
    """Return (figure, what it counts) of a week, without noughts.

    The figures are time and target, sessions and days, finished units, papers read.
    """
    facts = []
    entries = view.figures.by_week.get(week.name, ())
    notes = count_notes(entries)
    if minutes := sum_minutes(entries):
        target = find_week_target(view.figures, week.name)
        purpose = f"of {format_duration(target)} hoped for" if target else "of study"
        facts.append((format_duration(minutes), purpose))
    if entries:
        sessions = len(entries) - notes
        count, _, noun = format_entry_counts(sessions, notes).partition(" ")
        days = len({entry.day for entry in entries if entry.day})
        if days:
            noun += f" on {format_count(days, 'day')}"
        facts.append((count, noun))
    units = sum(count for _, count in finished_units(view.figures, week).values())
    if units:
        noun = "unit" if units == 1 else "units"
        facts.append((str(units), f"{noun} finished"))
    for name, kind in KINDS.items():
        read = sum(is_read_whole(record) for record in getattr(week, name).values())
        if read and kind.is_read:
            facts.append((str(read), f"{kind.name_for(read)} {kind.verb}"))
    return facts


def render_sections(view: View, week: Week, uri: str) -> Iterator[Section]:
    """Yield the sections that have text, and those that the plan shows even if empty."""
    plan = view.figures.plan
    for name in order_sections(view, week):
        text = week.sections.get(name)
        if text is not None:
            body = view.authored(text, uri)
        else:
            body = SECTIONS.get(name, render_empty_section)(view, week, uri)
        lead = view.authored(week.leads.get(name), uri)
        if not body and not lead and name in plan.empty_sections:
            body = Md(f'<p class="tracker-nodata">{NOTHING}</p>')
        if body or lead:
            parts = [part for part in (lead, body) if part]
            yield Section(section_heading_of(view, name), Md("\n\n".join(parts)))


def section_heading_of(view: View, name: str) -> str | None:
    """Return the plan's heading of a section, otherwise the usual one; the intro has none."""
    heading = view.figures.plan.headings.get(name)
    if heading:
        return heading
    if name == "intro":
        return None
    return HEADINGS.get(name, name)


def order_sections(view: View, week: Week) -> list[str]:
    """Return the names of all sections, in the week's order or else the plan's.

    Sections that neither names come behind, those that the week has of its own first, so nothing
    that was written is lost. If "next" is the last of the order, it stays last.
    """
    plan = view.figures.plan
    names = list(dict.fromkeys(week.order or plan.sections))
    own = []
    others = []
    for name in dict.fromkeys([*plan.sections, *HEADINGS, "intro", *week.sections]):
        if name in names:
            continue
        if name in week.sections:
            own.append(name)
        else:
            others.append(name)
    if names and names[-1] == "next":
        return [*names[:-1], *own, *others, "next"]
    return [*names, *own, *others]


def render_empty_section(view: View, week: Week, uri: str) -> Md:
    return Md("")


def render_intro(view: View, week: Week, uri: str) -> Md:
    return view.authored(week.intro, uri)


def render_goals(view: View, week: Week, uri: str) -> Md:
    if not week.goals:
        return Md("")
    return Md(render_template("goals.md.jinja", goals=week.goals))


def make_record_section(kind: str) -> Callable[[View, Week, str], Md]:
    def section(view: View, week: Week, uri: str) -> Md:
        rows = record_rows(view, week, kind, uri)
        if not rows:
            return Md("")
        return Md(render_template("records.md.jinja", rows=rows))

    return section


def make_list_section(key: str) -> Callable[[View, Week, str], Md]:
    def section(view: View, week: Week, uri: str) -> Md:
        return view.authored_list(getattr(week, key), uri)

    return section


def render_week_links(view: View, week: Week, uri: str) -> Md:
    if not week.links:
        return Md("")
    return Md(render_template("links.md.jinja", links=week.links))


def render_week_questions(view: View, week: Week, uri: str) -> Md:
    if not week.questions:
        return Md("")
    rows = [(question.ask, view.authored(question.answer, uri)) for question in week.questions]
    return Md(render_template("questions.md.jinja", questions=rows))


SECTIONS: dict[str, Callable[[View, Week, str], Md]] = {
    "intro": render_intro,
    "goals": render_goals,
    **{kind: make_record_section(kind) for kind in KINDS},
    "learned": make_list_section("learned"),
    "life": make_list_section("life"),
    "links": render_week_links,
    "questions": render_week_questions,
    "next": make_list_section("next"),
}


def session_rows(view: View, week: Week) -> list[dict[str, str]]:
    """Return a row of each session that counts in the week, in the order of their days.

    A note on no item whose words are held back has nothing to show.
    """
    entries = sorted(view.figures.by_week.get(week.name, ()), key=when_of)
    told = [entry for entry in entries if entry.minutes or entry.item or entry.session.note]
    return [session_row(view, entry) for entry in told]


def when_of(entry: Entry) -> tuple[bool, str, str]:
    """Return a key that sorts sessions by day and time; those without a day come last."""
    clock = str(entry.clock) if entry.clock else ""
    return entry.day is None, str(entry.session.start.day), clock


def session_row(view: View, entry: Entry) -> dict[str, str]:
    state = view.figures.states.get(entry.item or "")
    when = day_words(entry.day, weekday=True) if entry.day else "some day"
    if entry.clock:
        when += f", {entry.clock:%H:%M}"
    length = format_duration(entry.minutes) if entry.minutes else ""
    if entry.session.about and length:
        length = f"about {length}"
    title = state.title if state else "Other"
    if state and entry.unit:
        title += f": {state.unit_title(entry.unit)}"
    return {
        "when": when,
        "length": length,
        "what": title,
        "note": entry.session.note or "",
    }
