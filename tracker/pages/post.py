"""Week -> its post: what the author wrote, in the order of the plan, and what the sessions add to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from tracker.charts import week_chart
from tracker.figures.public import is_draft
from tracker.figures.stats import Entry, find_week_target, finished_units, sum_minutes
from tracker.model.english import day_words
from tracker.model.journal import Week
from tracker.model.kinds import KINDS, is_read_whole
from tracker.model.when import format_duration
from tracker.pages import titles
from tracker.pages.items import record_rows
from tracker.pages.markdown import ENTRIES, Md, escape_markdown, indent_list_item, relative_uri_of
from tracker.pages.page import Page, View, front_matter, render_template

WORDS_A_MINUTE = 265  # as Material counts
# Pictures, tables folded away, and tags are not read.
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
    """`tags` as the site spells them; `more`: what else to read, behind all that the week says."""
    uri, plan = view.post_uri(week.name), view.figures.plan
    draft = is_draft(week, view.today)
    body = render_template(
        "post.md.jinja",
        week=week,
        draft=format_draft_notice(week) if draft else None,
        summary=titles.summary_of_week(view.figures, week),
        cover=resolve_cover(week, uri),
        figures=week_in_figures(view, week),
        chart=week_in_days(view, week),
        author=plan.contact.name if plan.contact else None,
        journal=plan.title or view.place.name or None,
        days=titles.format_week_dates(week),
        written=titles.has_content(week._replace(sessions=())),
        sections=list(render_sections(view, week, uri)),
        members=Md(view.authored(week.members.teaser, uri).replace("\n", "\n> "))
        if week.members
        else None,
        sessions=session_rows(view, week),
    )
    head = front_matter(
        title=escape_markdown(titles.title_of_week(view.figures, week)),
        date=week.date,
        slug=week.name.lower(),
        description=escape_markdown(titles.summary_of_week(view.figures, week)),
        tags=tags,
        draft=draft or None,
        readtime=max(1, round(len(_NO_PROSE.sub(" ", body).split()) / WORDS_A_MINUTE)),
    )
    source = f"{ENTRIES}/{week.name}.yaml" if week in view.figures.journal.weeks else None
    return Page(uri, f"{head}{body}\n{more}", source, min(week.date, view.today))


def format_draft_notice(week: Week) -> str:
    """When a draft will be on the site."""
    if week.draft:
        return "not on the site while the week says draft: true"
    return f"on the site from {day_words(week.published or week.sunday + timedelta(days=1))} on"


def resolve_cover(week: Week, uri: str) -> dict[str, Any] | None:
    if week.cover is None:
        return None
    return {
        **week.cover._asdict(),
        "path": Md(quote(relative_uri_of(f"{ENTRIES}/{week.cover.image}", uri))),
    }


def week_in_days(view: View, week: Week) -> Md:
    """The week's chart; without its sentence where the summary above it is made of the same figures."""
    if not view.figures.by_week.get(week.name):
        return Md("")
    chart = week_chart(view.figures, week.name)
    told = not week.summary and not titles.has_content(week._replace(sessions=()))
    return view.figure(chart, told)


def week_in_figures(view: View, week: Week) -> list[tuple[str, str]]:
    """(figure, what it counts): time of the week's target, sessions and days, units finished, papers read."""
    entries = view.figures.by_week.get(week.name, ())
    facts = []
    if entries:
        hoped = find_week_target(view.figures, week.name)
        facts.append(
            (
                format_duration(sum_minutes(entries)),
                f"of {format_duration(hoped)} hoped for" if hoped else "of study",
            )
        )
        days = len({entry.day for entry in entries if entry.day})
        facts.append(
            (
                str(len(entries)),
                f"session{'s' * (len(entries) != 1)}"
                + (f" on {days} day{'s' * (days != 1)}" if days else ""),
            )
        )
    units = sum(count for _, count in finished_units(view.figures, week).values())
    facts += [(str(units), f"unit{'s' * (units != 1)} finished")] if units else []
    for name, kind in KINDS.items():
        read = sum(is_read_whole(record) for record in getattr(week, name).values())
        if read and kind.is_read:
            facts.append((str(read), f"{kind.name_for(read)} {kind.verb}"))
    return facts


def render_sections(view: View, week: Week, uri: str) -> Iterator[Section]:
    """The sections that hold something, or whose emptiness the plan shows."""
    plan = view.figures.plan
    for name in order_sections(view, week):
        own = week.sections.get(name)
        body = (
            view.authored(own, uri)
            if own is not None
            else SECTIONS.get(name, render_empty_section)(view, week, uri)
        )
        lead = view.authored(week.leads.get(name), uri)
        if not body and not lead and name in plan.empty_sections:
            body = Md(f'<p class="tracker-nodata">{NOTHING}</p>')
        if body or lead:
            heading = plan.headings.get(name) or HEADINGS.get(
                name, name if name != "intro" else None
            )
            yield Section(heading, Md("\n\n".join(part for part in (lead, body) if part)))


def order_sections(view: View, week: Week) -> list[str]:
    """The week's order, else the plan's; what neither names comes behind, so that nothing written is lost."""
    plan = view.figures.plan
    names = list(dict.fromkeys([*(week.order or plan.sections)]))
    rest = [
        name for name in [*plan.sections, *HEADINGS, "intro", *week.sections] if name not in names
    ]
    own = [name for name in dict.fromkeys(rest) if name in week.sections]
    others = [name for name in dict.fromkeys(rest) if name not in week.sections]
    at = names.index("next") if names and names[-1] == "next" else len(names)
    return [*names[:at], *own, *others, *names[at:]]


def render_empty_section(view: View, week: Week, uri: str) -> Md:
    return Md("")


def render_intro(view: View, week: Week, uri: str) -> Md:
    return view.authored(week.intro, uri)


def render_goals(view: View, week: Week, uri: str) -> Md:
    return Md(render_template("goals.md.jinja", goals=week.goals)) if week.goals else Md("")


def make_record_section(kind: str) -> Callable[[View, Week, str], Md]:
    def section(view: View, week: Week, uri: str) -> Md:
        rows = record_rows(view, week, kind, uri)
        return Md(render_template("records.md.jinja", rows=rows)) if rows else Md("")

    return section


def make_list_section(key: str) -> Callable[[View, Week, str], Md]:
    def section(view: View, week: Week, uri: str) -> Md:
        value = getattr(week, key)
        if isinstance(value, str):
            return view.authored(value, uri)
        return Md(
            "\n".join(f"-   {indent_list_item(view.authored(item, uri))}\n" for item in value)
        )

    return section


def render_week_links(view: View, week: Week, uri: str) -> Md:
    return Md(render_template("links.md.jinja", links=week.links)) if week.links else Md("")


def render_week_questions(view: View, week: Week, uri: str) -> Md:
    rows = [(question.ask, view.authored(question.answer, uri)) for question in week.questions]
    return Md(render_template("questions.md.jinja", questions=rows)) if rows else Md("")


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
    """The week's sessions where they count, first day first."""
    entries = sorted(view.figures.by_week.get(week.name, ()), key=when_of)
    return [session_row(view, entry) for entry in entries]


def when_of(entry: Entry) -> tuple[bool, str, str]:
    return (
        entry.day is None,
        str(entry.session.start.day),
        f"{entry.clock}" if entry.clock else "",
    )


def session_row(view: View, entry: Entry) -> dict[str, str]:
    state = view.figures.states.get(entry.item or "")
    day = day_words(entry.day, weekday=True) if entry.day else "some day"
    length = ("about " if entry.session.about else "") + format_duration(entry.minutes)
    what = state.title if state else "Other"
    if state and entry.unit:
        what += f": {state.unit_title(entry.unit)}"
    return {
        "when": f"{day}, {entry.clock:%H:%M}" if entry.clock else day,
        "length": length,
        "what": what,
        "note": entry.session.note or "",
    }
