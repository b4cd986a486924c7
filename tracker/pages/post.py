"""Week -> its post: the author's sections in the order of the plan, the diary, the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from tracker.charts import build_week_chart
from tracker.figures import summaries, titles, week_changes, week_content
from tracker.figures.item_names import short_title
from tracker.figures.public import is_draft
from tracker.figures.stats import (
    Entry,
    sum_minutes,
)
from tracker.figures.titles import HEADINGS
from tracker.figures.week_content import has_words
from tracker.format.markdown_spans import find_code
from tracker.model.english import day_words, join_words
from tracker.model.journal import Week
from tracker.model.kinds import EMPTY, KINDS
from tracker.model.when import format_duration
from tracker.pages.diary import (
    build_diary,
    build_item_diary,
    list_headed_items,
    name_next_unit,
    sum_up_week,
)
from tracker.pages.items import item_week_row
from tracker.pages.markdown import (
    ENTRIES,
    Md,
    escape_markdown,
    link_page,
    relative_uri_of,
)
from tracker.pages.page import Page, View, front_matter, item_uri, render_template

SEPARATOR = "<!-- more -->"
WORDS_A_MINUTE = 265  # as Material counts
# Pictures, folded tables and HTML tags are not read.
_NO_PROSE = re.compile(r"(?s)<(svg|details)\b.*?</\1>|<[^>]+>")
_LINKED_HEADING = re.compile(r"\A(#+ )\[([^\[\]]*)\]\([^()\s]*\)")
_REFERENCE = re.compile(r"\]\[|\[\^")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n(?=\S)")
DIARY, DAYLESS = "Day by day", "Also this week"


class Section(NamedTuple):
    heading: str | None
    body: Md


def post_page(view: View, week: Week, tags: Sequence[str], more: Md) -> Page:
    """Build a week's post. `tags`: as the site spells them. `more`: related posts, at the end."""
    uri, plan = view.post_uri(week.name), view.figures.plan
    draft = is_draft(week, view.today)
    content = build_post_body(view, week, uri)
    if not content.lead:
        content = content._replace(sections=mark_excerpt(content.sections))
    bars = Md("")
    if content.sums:
        bars = render_day_bars(view, week)
    body = render_template(
        "post.md.jinja",
        week=week,
        draft=format_draft_notice(week) if draft else None,
        cover=resolve_cover(week, uri),
        author=plan.contact.name if plan.contact else None,
        journal=plan.title or view.place.name or None,
        days=titles.format_week_dates(week),
        members=quote_members_teaser(view, week, uri),
        bars=bars,
        **content._asdict(),
    )
    head = front_matter(
        title=escape_markdown(titles.title_of_week(view.figures, week)),
        date=week.date,
        slug=week.name.lower(),
        description=escape_markdown(summaries.summary_of_week(view.figures, week)) or None,
        tags=tags,
        draft=draft or None,
        readtime=max(1, round(len(_NO_PROSE.sub(" ", body).split()) / WORDS_A_MINUTE)),
    )
    source = week.path if week in view.figures.journal.weeks else None
    if more and SEPARATOR not in body:  # a list of posts shows no links to follow
        body += f"\n{SEPARATOR}\n"
    return Page(uri, f"{head}{body}\n{more}", source, min(week.date, view.today))


def mark_excerpt(sections: list[Section]) -> list[Section]:
    """Mark where the excerpt of a post without a lead ends: after its first paragraph of prose.

    A paragraph whose links or footnotes are defined further down takes its whole section along.
    A heading at the beginning is no link: lists of posts make links of headings, and a link cannot
    stand in another one.
    """
    if not sections:
        return sections
    first = sections[0]
    first = first._replace(body=Md(_LINKED_HEADING.sub(r"\1\2", first.body, count=1)))
    text = first.body
    reference = _REFERENCE.search(text)
    end = len(text)
    code = find_code(text)[::-1]
    for match in _PARAGRAPH_END.finditer(text):
        place = match.start()
        if reference and reference.end() <= place:
            break
        while code and code[-1][1] < place:
            code.pop()
        is_code = bool(code) and code[-1][0] < place
        begins = text[text.rfind("\n\n", 0, place) + 1 : place].lstrip("\n")[:1]
        if not is_code and begins not in "#<-":
            end = place
            break
    body = Md(f"{first.body[:end]}\n\n<!-- more -->\n\n{first.body[end:].lstrip()}")
    return [first._replace(body=body), *sections[1:]]


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


def render_day_bars(view: View, week: Week) -> Md:
    """Render the time of each day as small bars; nothing where fewer than two days have any."""
    chart = build_week_chart(view.figures, week.name)
    svg = view.drawn(chart)
    if not svg:
        return Md("")
    return Md(f'<div class="tracker-chart tracker-days">{svg}</div>')


class Body(NamedTuple):
    """What a post, a feed and a mail say of a week, each fact once.

    `lead`: "" where the text below begins with the same words. `sums`: the line of figures.
    `empty`: the sections that the plan names even if empty, as a sentence.
    """

    lead: str
    sections: list[Section]
    sums: str
    empty: str
    next: str


def build_post_body(view: View, week: Week, uri: str) -> Body:
    hidden: list[int] = []
    minutes = sum_minutes(view.figures.by_week.get(week.name, ()))
    if minutes and format_duration(minutes) in titles.title_of_week(view.figures, week):
        hidden.append(minutes)
    lengths = [*hidden]
    sections = list(render_sections(view, week, uri, lengths))
    return Body(
        summaries.lead_of_week(view.figures, week),
        sections,
        sum_up_week(view, week, lengths),
        name_empty_sections(view, week),
        name_next_unit(view, week),
    )


def render_sections(view: View, week: Week, uri: str, lengths: list[int]) -> Iterator[Section]:
    """Yield the sections that have text.

    The diary stands where the items with headings end; without any, where they would begin. One
    without a word of the author's stands below all sections, and a line of small type above it.
    `lengths`: the minutes that the title says; those that a section shows are added.
    """
    names = order_sections(view, week)
    headed = list_headed_items(view, week)
    kinds = [name for name in names if name in KINDS]
    with_diary = kinds[-1] if headed else kinds[0]
    is_headed = False
    below = None
    for name in names:
        if name in KINDS and name not in week.sections:
            rows = headed_rows(view, week, name, uri, headed, lengths)
            section = render_kind(view, week, name, uri, rows)
        else:
            section = render_section(view, week, name, uri)
        if section.body:
            yield section
            is_headed = is_headed or section.heading is not None or name in KINDS
        if name == with_diary:
            diary = build_diary(view, week, uri, lengths)
            lengths += diary.lengths
            heading = DIARY if diary.has_days else DAYLESS
            if diary.text and not diary.has_notes:
                below = (heading, diary.text)
            elif diary.text:
                yield Section(heading if is_headed else None, diary.text)
                is_headed = True
    if below:
        label, text = below
        if is_headed:
            text = Md(f'<p class="tracker-meta tracker-above">{label}</p>\n\n{text}')
        yield Section(None, text)


def render_section(view: View, week: Week, name: str, uri: str) -> Section:
    """Render a section other than a kind's; its body is empty where there is nothing to show."""
    text = week.sections.get(name)
    if text is not None:
        body = view.authored(text, uri)
    else:
        body = SECTIONS.get(name, render_empty_section)(view, week, uri)
    return Section(section_heading_of(view, name), add_section_lead(view, week, name, uri, body))


def render_kind(view: View, week: Week, kind: str, uri: str, rows: list[dict[str, Any]]) -> Section:
    """Render the items of a kind; a single one needs no heading of its kind above its own."""
    plan = view.figures.plan
    heading = section_heading_of(view, kind)
    level = "###"
    set_by_author = kind in week.leads or kind in plan.headings or kind in plan.empty_sections
    if len(rows) == 1 and not set_by_author:
        heading = None
        level = "##"
    body = Md("")
    if rows:
        body = Md(render_template("records.md.jinja", rows=rows, level=Md(level)))
    return Section(heading, add_section_lead(view, week, kind, uri, body))


def add_section_lead(view: View, week: Week, name: str, uri: str, body: Md) -> Md:
    """Put the week's lead above a section."""
    lead = view.authored(week.leads.get(name), uri)
    return Md("\n\n".join(part for part in (lead, body) if part))


def name_empty_sections(view: View, week: Week) -> str:
    """`Questions: none this week.`: the sections of the plan's `empty_sections` without a word."""
    names = []
    for name in dict.fromkeys(view.figures.plan.empty_sections):
        has_text = name in week.leads or name in week.sections
        if not has_text and is_empty_in_written_week(view, week, name):
            names.append(section_heading_of(view, name) or "Intro")
    return f"{join_words(names)}: none this week." if names else ""


def is_empty_in_written_week(view: View, week: Week, name: str) -> bool:
    """Whether the author wrote in the week, and neither wrote nor logged anything of a section."""
    written = any(has_words(kind, record) for kind, _, record in week.records)
    others = week._replace(sessions=(), done=(), courses=EMPTY, papers=EMPTY, projects=EMPTY)
    if not written and not week_content.has_content(others):
        return False
    entries = view.figures.by_week.get(week.name, ())
    return not getattr(week, name, ()) and not any(entry.kind == name for entry in entries)


def headed_rows(
    view: View, week: Week, kind: str, here: str, headed: Collection[str], lengths: list[int]
) -> list[dict[str, Any]]:
    """Return the rows of a kind's items that have a heading: prose first, then its sessions' notes.

    How long an item took stands below its words, unless another number says so. What the lead
    says of it does not. Below the words on its units it says of which item.
    """
    figures = view.figures
    entries: dict[str, list[Entry]] = {}
    for entry in figures.by_week.get(week.name, ()):
        if entry.kind == kind and entry.item:
            entries.setdefault(entry.item, []).append(entry)
    total = sum_minutes(figures.by_week.get(week.name, ()))
    aliases = figures.plan.aliases
    records = {aliases.get(id_, id_): record for id_, record in getattr(week, kind).items()}
    rows = []
    in_lead: set[str] = set()
    if not week.summary:
        for change in week_changes.list_changes(figures, week):
            in_lead.update(change.items)
    for id_ in dict.fromkeys([*records, *entries]):
        if id_ not in headed:
            continue
        state = figures.states[id_]
        spent = entries.get(id_, [])
        diary = build_item_diary(view, spent, here)
        minutes = sum_minutes(spent)
        shown = list(spent)
        if minutes == total or minutes in (*diary.lengths, *lengths):
            shown = []
        heading = link_page(item_uri(state), here, state.title)
        row = item_week_row(view, state, records.get(id_), shown, here, heading)
        row["session_notes"] = []
        row["diary"] = diary.text
        row["of"] = name_item_below_units(view, id_, row)
        if id_ in in_lead:
            row["facts"] = [fact for fact in row["facts"] if fact[0].isdigit() or " of 5" in fact]
        lengths += diary.lengths
        if shown:
            lengths.append(minutes)
        rows.append(row)
    return rows


def name_item_below_units(view: View, id_: str, row: dict[str, Any]) -> str:
    """Name the item of facts that stand below the words on one of its units; "" elsewhere."""
    return short_title(view.figures, id_) if row["units"] else ""


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
    "learned": make_list_section("learned"),
    "life": make_list_section("life"),
    "links": render_week_links,
    "questions": render_week_questions,
    "next": make_list_section("next"),
}
