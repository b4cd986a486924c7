"""A journal's folder -> every file of its site, for any engine: pages, pictures, styles."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tracker import load, markup
from tracker.boundary.cache import Cache
from tracker.boundary.memory import hash_bytes, hash_program_files
from tracker.boundary.outside import list_program_files, read_program_file
from tracker.boundary.processes import start_on_other_core
from tracker.boundary.reading import (
    PICTURE,
    Refused,
    read_file,
)
from tracker.charts import CHARTS, Chart
from tracker.checks.link_checks import known_ids_of
from tracker.figures.forecast.record import Record, Unasked
from tracker.figures.public import make_public_journal
from tracker.figures.stats import Figures, build_figures
from tracker.model.journal import Journal, Problem, TrackerError
from tracker.model.plan import Plan
from tracker.pages import Page, View, find_page_pictures
from tracker.pages.addresses import Essay, Place
from tracker.pages.all_pages import SitePages
from tracker.pages.head import not_found
from tracker.pages.head.cards import Card, draw_card, hash_card
from tracker.pages.head.previews import build_cards
from tracker.pages.item_links import (
    LinkTargets,
    build_link_targets,
    collect_mentions,
    link_items_of_journal,
    link_items_on_page,
)
from tracker.pages.notebook_names import list_notebook_paths
from tracker.pages.notebooks import notebook_pictures
from tracker.pages.page import ForecastSteps
from tracker.remembered.record import recall_record
from tracker.remembered.simulations import recall_forecasts
from tracker.site import hand_written, pictures
from tracker.syndication import html_tree, prose
from tracker.syndication.feed import convert_post, list_new_posts
from tracker.syndication.feeds import generate_feeds

ASSETS_URI = "assets/tracker"
DIAGRAMS_URI = f"{ASSETS_URI}/diagrams"
CHART_SCRIPT_URI = f"{ASSETS_URI}/charts.js"
Made = Callable[[str, Callable[[], bytes]], bytes]
"""A name and a function that makes bytes -> the bytes, made now or earlier under the same name."""


class Output(NamedTuple):
    """A file of the site: `uri` is its path in docs/. `page` is None for all but pages."""

    uri: str
    content: bytes
    page: Page | None = None


def draw_or_get_chart(cache: Cache, chart: Chart) -> str | None:
    """Draw a chart as SVG, or take it from the cache where its data has not changed.

    The cache holds those of the journal: the small ones are drawn faster than they are read.
    """
    draw_now = chart.draw
    if draw_now is None:
        return None
    if chart.name not in CHARTS or chart.is_html:
        return draw_now()
    return cache.get_or_make(f"charts/{chart.key}.svg", lambda: draw_now().encode()).decode()


class ForecastMaker:
    """Makes the forecasts of a day, which stay with the figures, and their record.

    What no memory knows is asked by a copy of this process: numpy and the simulations take more
    memory than all else up to here. It works while this process makes what needs no forecast.
    """

    def __init__(self, cache: Cache, figures: Figures, day: date) -> None:
        self._cache, self._figures, self._day = cache, figures, day
        self._record: Record | None = None
        self._wait: Callable[[], str] | None = None

    def begin(self) -> None:
        """Recall the answers, or begin to ask for those that nobody remembers."""
        if self._record or self._wait:
            return
        try:
            self._make(asks=False)
        except Unasked:
            self._wait = start_on_other_core(self._ask)

    def finish(self) -> Record:
        """Make all forecasts, if they are not made yet, and return their record."""
        if self._wait:
            self._wait()
            self._wait = None
        if self._record is None:
            self._make()
        assert self._record is not None
        return self._record

    def _make(self, asks: bool = True) -> None:
        recall_forecasts(self._cache.root, self._figures, self._day, asks)
        self._record = recall_record(self._cache.root, self._figures, self._day, asks)

    def _ask(self) -> str:
        """Ask for what is not remembered, so that it is."""
        self._make()
        return ""


def load_view(
    root: Path,
    docs: Path,
    place: Place,
    day_of: Callable[[Plan], date],
    serving: bool,
    cache: Cache,
    whole: bool = False,
) -> tuple[View, list[Problem]]:
    """Read what the site is made from, without what readers may not see; and list every problem.

    The problems are those of the journal, of docs/, of pictures and of notebooks. `whole`: with
    what readers may not see, for the author's own eyes.
    """
    journal, problems = load(root)
    day = day_of(journal.plan)
    essays, docs_problems = hand_written.read_docs(root, docs, place)
    docs_problems += hand_written.check_essays(journal, essays, root, docs, place)
    problems = [*problems, *docs_problems, *hand_written.check_pictures(root)]
    errors = tuple(str(problem) for problem in problems if not problem.hint)
    shown_essays = hand_written.list_shown_essays(essays, place, day, serving)
    public: Journal = journal if whole else make_public_journal(journal, day, serving)
    notebooks, notebook_problems = hand_written.read_notebooks(root, list_notebook_paths(public))
    targets = build_link_targets(public, known_ids_of(journal))
    mentions = collect_mentions(public.weeks, shown_essays, targets)
    shown_essays = [link_items_of_essay(essay, place, targets) for essay in shown_essays]
    figures = build_figures(link_items_of_journal(public, targets))
    maker = ForecastMaker(cache, figures, day)
    view = View(
        figures,
        day,
        serving,
        partial(draw_or_get_chart, cache),
        errors,
        place,
        tuple(shown_essays),
        notebooks,
        targets,
        mentions,
        ForecastSteps(maker.begin, maker.finish),
        hand_written.collect_linked_lists(root, docs),
        cache.run_tasks,
    )
    return view, [*problems, *notebook_problems]


def check_notebooks(root: Path) -> list[Problem]:
    """List, as hints, the notebooks without a page and the cells that are shown as typed."""
    journal, _ = load(root)
    return hand_written.read_notebooks(root, list_notebook_paths(journal))[1]


def link_items_of_essay(essay: Essay, place: Place, targets: LinkTargets) -> Essay:
    """Replace the links to items in an essay by links to their pages."""
    text = link_items_on_page(essay.text, targets, f"{place.posts}/{essay.name}")
    return essay._replace(text=text)


def clean_picture(name: str, data: bytes, get_or_make: Made) -> bytes:
    """Remove personal metadata from a picture to publish. TrackerError where that cannot be done.

    A picture without such metadata is returned as it is.
    """
    if fault := pictures.find_fault(name, data):
        raise TrackerError(f"{name}:{fault.line}:{fault.column}: {fault.message}")
    try:
        if not pictures.find_metadata(name, data):
            return data
        ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
        digest = sha256(data).hexdigest()[:32]
        return get_or_make(
            f"pictures/{digest}.{ending}", lambda: pictures.remove_metadata(name, data).data
        )
    except ValueError as error:
        raise TrackerError(f"{name}: {error}") from None


# ---- every file


def generate_site_files(
    view: View,
    root: Path,
    warn: Callable[[str], None],
    get_or_make: Made = lambda name, make: make(),
) -> Iterator[Output]:
    """Yield every file that the journal makes.

    `warn` is called with a sentence for each picture that cannot be shown. `get_or_make` is a
    cache's: its names tell everything that the bytes depend on.
    """
    shown_pictures: set[str] = set()
    pages = SitePages(view)
    posts, cards, new_posts = pages.list_post_tasks(), list(list_cards(view)), list_new_posts(view)
    # Forecasts are made meanwhile, which none of these needs.
    lines = view.run_tasks(
        [
            *posts,
            *[partial(draw_or_get_card, get_or_make, card) for _, card in cards],
            *[partial(convert_or_get_post, view, get_or_make, post) for post in new_posts],
        ]
    )
    names = [post.name for post in new_posts]
    texts = dict(zip(names, map(json.loads, lines[len(lines) - len(names) :]), strict=True))
    for (uri, _), line in zip(cards, lines[len(posts) :], strict=False):
        yield Output(uri, b64decode(line))
    del lines[len(posts) :]
    view.forecasts.finish()
    feeds, *others = view.run_tasks([partial(format_feeds, view, texts), *pages.list_other_tasks()])
    for page in pages.select([*lines, *others]):
        shown_pictures |= find_page_pictures(page)
        yield Output(page.uri, page.text.encode(), page)
    yield from generate_assets()
    for name, text in json.loads(feeds):
        yield Output(name, text.encode())
    if robots := not_found.format_robots_txt(view):
        yield Output("robots.txt", robots.encode())
    for uri, content in notebook_pictures(view):
        yield from picture_output(uri, content, warn, get_or_make)
    # No page shows the pictures of drafts and of words held back, so these are not published.
    for uri in sorted(shown_pictures):
        try:
            data = read_file(root, uri, PICTURE)
        except Refused as refusal:
            warn(str(refusal))
            continue
        if data is None:
            warn(f"{uri} is shown by an entry and is not there")
        else:
            yield from picture_output(uri, data, warn, get_or_make)


def generate_assets() -> Iterator[Output]:
    """Yield the style sheets, the fonts, and the script of charts."""
    for name in list_program_files("assets"):
        yield Output(f"{ASSETS_URI}/{name}", read_program_file("assets", name))


def picture_output(
    uri: str, data: bytes, warn: Callable[[str], None], get_or_make: Made
) -> Iterator[Output]:
    """Yield a picture without its metadata; warn instead where it cannot be published."""
    try:
        yield Output(uri, clean_picture(uri, data, get_or_make))
    except TrackerError as error:
        warn(str(error))


def list_cards(view: View) -> Iterator[tuple[str, Card]]:
    """Yield (uri, card) of the preview pictures of pages.

    There are none without an address to find them by, and none if mkdocs.yml says `cards: false`.
    """
    if view.place.url and view.place.cards:
        yield from build_cards(view)


def draw_or_get_card(get_or_make: Made, card: Card) -> str:
    """Draw a card, or take it from a cache: a PNG in base 64."""
    png = get_or_make(f"cards/{hash_card(card)}.png", partial(draw_card, card))
    return b64encode(png).decode()


def format_feeds(view: View, texts: Mapping[str, str]) -> str:
    """Format the feeds as a line of JSON: [name, text] of each. `texts`: the HTML of posts."""
    return json.dumps(list(generate_feeds(view, texts)))


def convert_or_get_post(view: View, get_or_make: Made, post: prose.Post) -> str:
    """Convert a post to the HTML of feeds, or take it from a cache: a line of JSON."""
    return json.dumps(convert_post(view, post, partial(recall_feed_text, get_or_make)))


def recall_feed_text(get_or_make: Made, facts: object, make: Callable[[], str]) -> str:
    """Take a post's HTML for feeds from the cache, where nothing that it depends on has changed."""
    digest = hash_bytes(repr((_list_converters(), facts)).encode("utf-8", "surrogatepass"))
    return get_or_make(f"feeds/{digest}.html", lambda: make().encode()).decode()


@cache
def _list_converters() -> tuple[object, ...]:
    """List the versions of all that turns a post's Markdown into HTML."""
    modules = [prose, html_tree]
    files = [module.__file__ or "" for module in modules]
    for name in list_program_files("markup"):
        if name.endswith(".py"):
            files.append(os.path.join(os.path.dirname(markup.__file__ or ""), name))
    versions = [version(name) for name in ("markdown", "math-core", "pymdown-extensions")]
    return sys.version_info[:3], *versions, hash_program_files(files)


def read_diagram_files() -> Iterator[Output]:
    """Yield the script that draws diagrams, and mermaid: for a site that shows a diagram."""
    for name in list_program_files("diagrams"):
        if not name.endswith(".md"):
            yield Output(f"{DIAGRAMS_URI}/{name}", read_program_file("diagrams", name))


def list_stylesheets() -> list[str]:
    """List the addresses of the style sheets, for the engine to name on each page."""
    names = list_program_files("assets")
    return [f"{ASSETS_URI}/{name}" for name in names if name.endswith(".css") and "/" not in name]


def compute_build_date(
    plan: Plan, clock: Callable[[tzinfo | None], datetime], environment: Mapping[str, str]
) -> date:
    """Return today's date in the plan's timezone: a build server runs in UTC.

    SOURCE_DATE_EPOCH, in seconds, replaces the clock so that builds are reproducible.
    """
    zone = None
    try:
        if plan.timezone:
            zone = ZoneInfo(plan.timezone)
    except (ValueError, OSError, LookupError):
        pass  # the checks report the timezone; `serve` goes on without it
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return clock(zone).date()
    if not (epoch.isascii() and epoch.isdecimal()):
        raise TrackerError(f"SOURCE_DATE_EPOCH: expected a number of seconds, got {epoch!r}")
    return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone).date()
