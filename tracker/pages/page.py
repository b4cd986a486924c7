"""What all pages share: the view they are built from, their front matter, and their addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote

from tracker.charts import Chart, build_progress_chart, chart_html
from tracker.charts.from_address import resolve_chart
from tracker.figures import titles, week_content
from tracker.figures.forecast.record import NO_RECORD, Record
from tracker.figures.forecast.record_words import describe_forecast_record
from tracker.figures.public import is_draft
from tracker.figures.stats import Figures, State
from tracker.model.derived import KeepsDerived, derive_once
from tracker.model.english import day_words, join_words, month_words
from tracker.model.journal import TrackerError, Week
from tracker.model.kinds import EMPTY
from tracker.model.when import format_duration
from tracker.notebook import Notebook
from tracker.pages import markdown
from tracker.pages.addresses import Essay, Place, item_page_uri
from tracker.pages.item_links import LinkTargets, Mentions, relative_item_links
from tracker.pages.language import mark_author_text
from tracker.pages.markdown import ENTRIES, Drawn, Md, escape_markdown, link_page
from tracker.pages.note_markdown import render_marks

_SHOWN = re.compile(
    rf"[(\"'=<:](?: *<?)(?:\.\./)*{ENTRIES}/(images/(?:[^\s()<>\"']|\([^\s()<>\"']*\))+)"
)


class Page(NamedTuple):
    """`uri` as in docs/ (`courses/zero-to-hero.md`); `text` is Markdown with front matter.

    `source`: the YAML file of the page. `changed`: the last day that its content is about.
    `listed`: another page links to it, so the navigation need not.
    `empty`: it holds nothing yet; it is made only where a text links to it.
    """

    uri: str
    text: str
    source: str | None = None
    changed: date | None = None
    listed: bool = False
    empty: bool = False


def find_page_pictures(page: Page) -> set[str]:
    """Return the paths of the pictures in entries/ that the page shows.

    Pictures of a week that is held back are on no page, so they are not in the result.
    """
    pictures: set[str] = set()
    if f"{ENTRIES}/images/" not in page.text:  # much faster than the pattern, and mostly so
        return pictures
    for address in _SHOWN.findall(page.text):
        path = address.partition("#")[0].partition("?")[0]
        pictures.add(f"{ENTRIES}/{unquote(path)}")
    return pictures


class ForecastSteps(NamedTuple):
    """`begin` has forecasts made while others go on; `finish` waits for them, and for the record.

    The forecasts stay with the figures; the record is how often past ones held.
    """

    begin: Callable[[], None]
    finish: Callable[[], Record]


NO_STEPS = ForecastSteps(lambda: None, lambda: NO_RECORD)


Task = Callable[[], str]
"""What makes a line, in whichever process."""


def run_here(tasks: Sequence[Task]) -> list[str]:
    return [task() for task in tasks]


class ViewFields(NamedTuple):
    """The data that a site is built from.

    `drafts`: show drafts too, marked as such. `drawn`: returns a chart's SVG, cached or drawn now.
    `errors`: lines for the top of each page, when a journal with errors is served nevertheless.
    `place`: the addresses of the site. `essays`: the blog's posts written by hand, oldest first.
    `notebooks`: path -> the notebook that a project names as evidence.
    `targets`: what links to items lead to; those of the journal's texts are replaced already.
    `mentions`: id of an item -> the posts that link to it.
    `forecasts`: how the day's forecasts are made, which takes most of the time.
    `linked`: the pages, as in docs/, that pages written by hand link to.
    `run_tasks`: has each task make its line, perhaps in several processes at once.
    """

    figures: Figures
    today: date
    drafts: bool = False
    drawn: Callable[[Chart], str | None] = lambda chart: chart.draw() if chart.draw else None
    errors: tuple[str, ...] = ()
    place: Place = Place()
    essays: tuple[Essay, ...] = ()
    notebooks: Mapping[str, Notebook] = EMPTY
    targets: LinkTargets = EMPTY
    mentions: Mapping[str, Mentions] = EMPTY
    forecasts: ForecastSteps = NO_STEPS
    linked: frozenset[str] = frozenset()
    run_tasks: Callable[[Sequence[Task]], list[str]] = run_here


class View(ViewFields, KeepsDerived):
    """The fields, and how they look on a page."""

    @cached_property
    def record(self) -> Record:
        """How often past forecasts held."""
        return self.forecasts.finish()

    def chart(self, name: str) -> Md:
        return Md(self.drawing(name)[0])

    def drawing(self, name: str) -> Drawn:
        """Return what replaces `![](tracker:name)`: the chart as HTML, and its finding in words.

        If there is no such chart, both say what is wrong with the name.
        """
        try:
            chart = resolve_chart(self.figures, self.today, name)
        except TrackerError as error:
            return f'<p class="tracker-nodata">{escape_markdown(error)}</p>', escape_markdown(error)
        return self.figure(chart), escape_markdown(chart.finding)

    @property
    def record_words(self) -> str:
        """How often past forecasts held, as a sentence; empty where too few have come due."""
        return describe_forecast_record(self.record, self.today)

    @property
    def warning(self) -> Md:
        if not self.errors:
            return Md("")
        return Md(render_template("errors.md.jinja", errors=self.errors))

    def figure(self, chart: Chart, described: bool = False) -> Md:
        """Render the chart as a figure.

        `described`: the text beside the chart states its finding already, so the caption is only
        for readers who can't see the chart.
        """
        return Md(chart_html(chart, self.drawn(chart), described))

    def post_uri(self, week: str) -> str:
        # Not the title: a generated title changes while the week goes on, an address must not.
        return f"{self.place.posts}/{week.lower()}.md"

    def bar(self, state: State) -> Md:
        """Render an item's progress as a thin bar; the text beside it has to state the same."""
        if not state.progress.total:
            return Md("")
        svg = self.drawn(build_progress_chart(self.figures, state.id))
        if not svg:
            return Md("")
        return Md(f'<div class="tracker-chart tracker-bar" aria-hidden="true">{svg}</div>')

    def absolute(self, address: str) -> str:
        """Put the site's URL before an address of the site, if that URL is known."""
        return self.place.url + address

    def post_address(self, week: Week) -> str:
        """Return the address of the week's post, relative to the site's URL."""
        return self.place.post(week.date, week.name.lower(), week.name)

    def authored(self, text: str | None, here: str) -> Md:
        """Prepare the author's Markdown for the page `here`: its pictures, charts and links."""
        adapted = relative_item_links(markdown.adapt_author_text(text or "", here), here)
        prepared = markdown.with_charts(adapted, self.drawing)
        if here.startswith(f"{self.place.posts}/"):  # a page of the author's
            return prepared
        return Md(mark_author_text(prepared, self.place.language))

    def authored_list(self, content: str | tuple[str, ...], here: str) -> Md:
        """Prepare the author's Markdown for the page `here`; several texts become a list."""
        if isinstance(content, str):
            return self.authored(content, here)
        items = []
        for text in content:
            items.append(f"-   {markdown.indent_list_item(self.authored(text, here))}\n")
        return Md("\n".join(items))


def item_uri(state: State) -> str:
    return item_page_uri(state.kind, state.id)


def is_shown(view: View, week: Week) -> bool:
    """Whether the site has a post of the week: it holds something, and is not held back."""
    if not week_content.holds_anything(view.figures, week):
        return False
    return view.drafts or not is_draft(week, view.today)


@derive_once
def shown_weeks(view: View) -> tuple[Week, ...]:
    """Return the weeks that have a post, oldest first."""
    return tuple([week for week in view.figures.weeks.values() if is_shown(view, week)])


def list_published_weeks(view: View) -> list[Week]:
    """List the weeks that have a post and are no drafts, oldest first."""
    return [week for week in shown_weeks(view) if not is_draft(week, view.today)]


def find_last_past_day(view: View, days: Iterable[date]) -> date | None:
    """Find the last of these days that is not after today."""
    return max((day for day in days if day <= view.today), default=None)


def post_link(view: View, week: Week, here: str) -> Md:
    return link_page(view.post_uri(week.name), here, titles.title_of_week(view.figures, week))


def front_matter(**values: Any) -> str:
    """Format the values as YAML front matter, without those that are None or empty.

    The values are JSON, which every YAML reader accepts; only dates have to be YAML's own.
    """
    lines = ["---"]
    for key, value in values.items():
        if value in (None, (), []):
            continue
        if isinstance(value, date):
            lines.append(f"{key}: {value.isoformat()}")
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join([*lines, "---", ""])


def exclude_from_search(empty: bool) -> dict[str, bool] | None:
    """Return the front matter's `search` for a page that is left out of the search while empty."""
    if empty:
        return {"exclude": True}
    return None


def render_template(template: str, **values: Any) -> str:
    rendered: str = load_template(template).render(**values)
    return rendered.strip("\n") + "\n"


@cache  # jinja would look at the file for each of five thousand pieces
def load_template(name: str) -> Any:
    return create_template_environment().get_template(name)


@cache
def create_template_environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # takes three starts of Python

    env = Environment(
        loader=PackageLoader("tracker"),
        undefined=StrictUndefined,
        finalize=markdown.escape_unless_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "spoken": format_duration,
        "day": day_words,
        "month": month_words,
        "indented": markdown.indent_list_item,
        "external": markdown.link_url,
        "listed": join_words,
        "marks": render_marks,
        "unbroken": markdown.keep_on_one_line,
    }
    return env
