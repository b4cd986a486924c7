"""What all pages share: the view they are made from, their front matter, and the addresses of weeks and items."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined

from tracker.charts import Chart, chart_html, progress_chart
from tracker.charts.from_address import resolve_chart
from tracker.figures.public import is_draft
from tracker.figures.stats import Figures, State
from tracker.model.english import day_words, join_words, month_words
from tracker.model.journal import TrackerError, Week, is_address
from tracker.model.kinds import EMPTY
from tracker.model.when import format_duration
from tracker.notebook import Notebook
from tracker.pages import markdown, titles
from tracker.pages.addresses import Essay, Place
from tracker.pages.markdown import ENTRIES, Drawn, Md, escape_markdown, link_page

PLAN_SOURCE = f"{ENTRIES}/plan.yaml"
_SHOWN = re.compile(
    rf"[(\"'=<:](?: *<?)(?:\.\./)*{ENTRIES}/(images/(?:[^\s()<>\"']|\([^\s()<>\"']*\))+)"
)


class Page(NamedTuple):
    """`uri` as in docs/ (`courses/zero-to-hero.md`); `text` is Markdown with front matter; `source` is its YAML file.

    `changed`: the last day that its content is about. `listed`: another page leads to it, so that no navigation has to.
    """

    uri: str
    text: str
    source: str | None = None
    changed: date | None = None
    listed: bool = False


def find_page_pictures(page: Page) -> set[str]:
    """Addresses of the pictures of entries/ that the page shows; what is held back is on no page, so not here."""
    return {
        f"{ENTRIES}/{unquote(path.partition('#')[0].partition('?')[0])}"
        for path in _SHOWN.findall(page.text)
    }


class View(NamedTuple):
    """What a site is made from. `drafts`: show drafts too, marked. `drawn`: a chart's SVG, from a cache or drawn now.

    `errors` are lines to show on top of each page, where a journal with faults is served all the same.
    `place`: where the site stands. `essays`: the blog's other posts, written by hand, oldest first.
    `notebooks`: those that projects name as evidence, by their path.
    """

    figures: Figures
    today: date
    drafts: bool = False
    drawn: Callable[[Chart], str | None] = lambda chart: chart.draw() if chart.draw else None
    errors: tuple[str, ...] = ()
    place: Place = Place()
    essays: tuple[Essay, ...] = ()
    notebooks: Mapping[str, Notebook] = EMPTY

    def chart(self, name: str) -> Md:
        return Md(self.drawing(name)[0])

    def drawing(self, name: str) -> Drawn:
        """What stands for `![](tracker:name)`: the chart as HTML and its finding, or words that say what is wrong."""
        try:
            chart = resolve_chart(self.figures, self.today, name)
        except TrackerError as error:
            return f'<p class="tracker-nodata">{escape_markdown(error)}</p>', escape_markdown(error)
        return self.figure(chart), escape_markdown(chart.finding)

    @property
    def warning(self) -> Md:
        return Md(render_template("errors.md.jinja", errors=self.errors)) if self.errors else Md("")

    def figure(self, chart: Chart, told: bool = False) -> Md:
        """`told`: what it finds stands beside it already, so that its sentence is for those alone who can't see it."""
        return Md(chart_html(chart, self.drawn(chart), told))

    def post_uri(self, week: str) -> str:
        # Not the title: a made title changes while the week goes on, and an address must not.
        return f"{self.place.posts}/{week.lower()}.md"

    def bar(self, state: State) -> Md:
        """A thin bar of an item's progress, for where the words beside it say what it shows."""
        svg = self.drawn(progress_chart(self.figures, state.id)) if state.progress.total else None
        return Md(
            f'<div class="tracker-chart tracker-bar" aria-hidden="true">{svg}</div>' if svg else ""
        )

    def absolute(self, address: str) -> str:
        """An address below the site's own -> the whole of it; as it is where the site does not know its own."""
        return self.place.url + address

    def post_address(self, week: Week) -> str:
        """Where the week's post will stand, below the site's own address."""
        return self.place.post(week.date, week.name.lower(), week.name)

    def authored(self, text: str | None, here: str) -> Md:
        """The author's Markdown as it stands on the page `here`, its pictures found and its charts drawn."""
        return markdown.with_charts(markdown.adapt_author_text(text or "", here), self.drawing)


def item_uri(state: State) -> str:
    return f"{state.kind}/{address_name(state.id)}.md"


def address_name(id_: str) -> str:
    """An id as part of an address.

    A paper that is known by its own address gets a readable name, made unique by a short hash.
    """
    if not is_address(id_):
        return id_
    words_ = re.sub(
        r"[^a-z0-9]+", "-", re.sub(r"^https?://(www\.)?|\.pdf$", "", id_.lower())
    ).strip("-")
    return f"{words_[-40:].partition('-')[2] if len(words_) > 40 else words_}-{sha256(id_.encode()).hexdigest()[:6]}"


def is_shown(view: View, week: Week) -> bool:
    return view.drafts or not is_draft(week, view.today)


def shown_weeks(view: View) -> list[Week]:
    """The weeks that have a post, oldest first."""
    return [week for week in view.figures.weeks.values() if is_shown(view, week)]


def post_link(view: View, week: Week, here: str) -> Md:
    return link_page(view.post_uri(week.name), here, titles.title_of_week(view.figures, week))


def front_matter(**values: Any) -> str:
    """YAML that any reader takes: JSON for all but days, which must be YAML's own."""
    lines = [
        f"{key}: {value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if value not in (None, (), [])
    ]
    return "\n".join(["---", *lines, "---", ""])


def render_template(template: str, **values: Any) -> str:
    return create_template_environment().get_template(template).render(**values).strip("\n") + "\n"


@cache
def create_template_environment() -> Environment:
    env = Environment(
        loader=PackageLoader("tracker"),
        undefined=StrictUndefined,
        finalize=markdown.finalize,
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
    }
    return env
