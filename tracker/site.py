"""A journal's folder -> every file of its site, for whatever engine builds it: pages, pictures, styles.

With `store`, `cli` and `plugin` it is what touches the disk: it reads what pages show and keeps what was drawn.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

from tracker import load
from tracker.cards import key, png
from tracker.charts import CHARTS, Chart
from tracker.feeds import feeds
from tracker.model import Journal, Problem, TrackerError
from tracker.notebook import LARGEST, Notebook, page_of
from tracker.pages import Page, View, lost, notebook_pictures, pages, pictures
from tracker.pages.notebooks import name_of, named
from tracker.pages.place import Essay, Place
from tracker.pages.previews import cards
from tracker.plan import Plan
from tracker.public import public
from tracker.stats import figures

FOLDER = ".tracker"  # of this clone only, ignored by git
ASSETS = Path(__file__).parent / "assets"
ASSETS_URI = "assets/tracker"
DIAGRAMS = Path(__file__).parent / "diagrams"
DIAGRAMS_URI = f"{ASSETS_URI}/diagrams"
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<meta>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?P<text>.*)\Z", re.DOTALL)


Made = Callable[[str, Callable[[], bytes]], bytes]


class Output(NamedTuple):
    """A file of the site before the engine sees it: `uri` as in docs/. `page` is None for all but pages."""

    uri: str
    content: bytes
    page: Page | None = None


class Cache:
    """What was made before, under .tracker/: it may be deleted at any time."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.kept: set[Path] = set()
        write(self.folder / ".gitignore", b"*\n")

    def drawn(self, chart: Chart) -> str | None:
        """A chart's SVG: from the cache where its data has not changed, else drawn now.

        It holds matplotlib's charts; the small ones are sooner drawn than read.
        """
        if chart.draw is None or chart.name not in CHARTS:
            return chart.draw() if chart.draw else None
        draw = chart.draw
        return self.made(f"charts/{chart.key}.svg", lambda: draw().encode()).decode()

    def made(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The file of that name, whose name tells all that it depends on; made now where it is not there."""
        path = self.folder / name
        self.kept.add(path)
        if not path.is_file():
            write(path, make())
        return path.read_bytes()

    def sweep(self) -> None:
        """What was made of data that is no more would gather."""
        for folder in {path.parent for path in self.kept} | {self.folder / "charts"}:
            for path in set(folder.glob("*.*")) - self.kept:
                path.unlink(missing_ok=True)


def read(
    root: Path, place: Place, essays: tuple[Essay, ...], day_of: Callable[[Plan], date], serving: bool, cache: Cache
) -> tuple[View, list[Problem]]:
    """What the site is made from, without what readers may not see; and every problem of the journal."""
    journal, problems = load(root)
    day = day_of(journal.plan)
    errors = tuple(str(problem) for problem in problems if not problem.hint)
    judged = [essay._replace(draft=essay.draft or waits(essay, place, day)) for essay in essays]
    shown = tuple(essay for essay in judged if serving or not essay.draft)
    seen: Journal = public(journal, day, serving)
    books, unread = read_notebooks(root, named(seen))
    return View(figures(seen), day, serving, cache.drawn, errors, place, shown, books), [*problems, *unread]


def read_notebooks(root: Path, paths: list[str]) -> tuple[dict[str, Notebook], list[Problem]]:
    """The notebooks of the journal's folder, and why others have no page. None without the extra that reads them."""
    found, unread = {}, []
    if paths and not find_spec("nbformat"):
        return {}, []
    for path in paths:
        file = (root / path).resolve()
        if not file.is_file() or not file.is_relative_to(root.resolve()) or file.stat().st_size > LARGEST:
            continue
        try:
            found[path] = page_of(file.read_bytes(), name_of(path))
        except ValueError as error:
            unread.append(Problem(path, 1, 1, "", f"this notebook has no page, for {error}", "notebook", hint=True))
    return found, unread


def read_essays(posts: Path) -> tuple[Essay, ...]:
    """The essays in the blog's folder of posts, oldest first; what has no date is no post."""
    found = [essay_of(path, path.relative_to(posts).as_posix()) for path in sorted(posts.rglob("*.md"))]
    return tuple(sorted((essay for essay in found if essay), key=lambda essay: (essay.date, essay.name)))


def waits(essay: Essay, place: Place, day: date) -> bool:
    """As the blog has it under `draft_if_future_date`: until its day, where it does not say itself if it is a draft."""
    return place.future_drafts and not essay.marked and essay.date > day


def essay_of(path: Path, name: str) -> Essay | None:
    parts = FRONT_MATTER.match(path.read_text("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff"))
    try:
        meta = yaml.safe_load(parts["meta"]) if parts else None
    except yaml.YAMLError:
        return None  # the blog says so itself
    if parts is None or not isinstance(meta, dict) or (day := day_in(meta.get("date"))) is None:
        return None
    heading = re.search(r"(?m)^# +(.+?)[ \t]*#*$", parts["text"])
    return Essay(
        name=name,
        title=str(meta.get("title") or (heading[1] if heading else path.stem)),
        date=day,
        text=parts["text"],
        slug=str(meta["slug"]) if meta.get("slug") else None,
        tags=tuple(map(str, tags)) if isinstance(tags := meta.get("tags"), list) else (),
        description=str(meta["description"]) if meta.get("description") else None,
        draft=bool(meta.get("draft")),
        marked=isinstance(meta.get("draft"), bool),
    )


def day_in(value: Any) -> date | None:
    """The blog takes `date: 2025-01-02` and `date: {created: 2025-01-02}`."""
    if isinstance(value, Mapping):
        value = value.get("created")
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def outputs(
    view: View, root: Path, missing: Callable[[str], None], made: Made = lambda name, make: make()
) -> Iterator[Output]:
    """Every file that the journal makes. `missing` is told each picture that an entry shows and that is not there.

    `made`: what was made before under a name that tells all that it depends on, as `Cache.made` keeps it.
    """
    wanted: set[str] = set()
    for page in pages(view):
        wanted |= pictures(page)
        yield Output(page.uri, page.text.encode(), page)
    for path in sorted(path for path in ASSETS.rglob("*") if path.is_file()):
        yield Output(f"{ASSETS_URI}/{path.relative_to(ASSETS).as_posix()}", path.read_bytes())
    yield from previews(view, made)
    for name, text in feeds(view):
        yield Output(name, text.encode())
    if robots := lost.robots(view):
        yield Output("robots.txt", robots.encode())
    for uri, content in notebook_pictures(view):
        yield Output(uri, content)
    # Pictures that a page shows: those of drafts and of words held back are on none, so they stay at home.
    for uri in sorted(wanted):
        if (root / uri).is_file():
            yield Output(uri, (root / uri).read_bytes())
        else:
            missing(uri)


def previews(view: View, made: Made) -> Iterator[Output]:
    """The pictures that links to pages show; none where the site has no address by which others could find them."""
    for uri, card in cards(view) if view.place.url else ():
        yield Output(uri, made(f"cards/{key(card)}.png", partial(png, card)))


def diagrams() -> Iterator[Output]:
    """The script that draws diagrams, with mermaid: for a site that shows one."""
    for path in sorted(path for path in DIAGRAMS.iterdir() if path.suffix != ".md"):
        yield Output(f"{DIAGRAMS_URI}/{path.name}", path.read_bytes())


def styles() -> list[str]:
    """Addresses of the style sheets, for the engine to name on each page."""
    return [f"{ASSETS_URI}/{path.name}" for path in sorted(ASSETS.glob("*.css"))]


def today(plan: Plan, clock: Callable[[tzinfo | None], datetime], environment: Mapping[str, str]) -> date:
    """Today where the author is; a build server runs in UTC. SOURCE_DATE_EPOCH (seconds) makes builds the same."""
    try:
        zone = ZoneInfo(plan.timezone) if plan.timezone else None
    except (ValueError, OSError, LookupError):
        zone = None  # told as a problem; `serve` goes on without it
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch and not (epoch.isascii() and epoch.isdecimal()):
        raise TrackerError(f"SOURCE_DATE_EPOCH: expected a number of seconds, got {epoch!r}")
    return (datetime.fromtimestamp(int(epoch), UTC).astimezone(zone) if epoch else clock(zone)).date()


def write(path: Path, content: bytes) -> None:
    """Only when changed: a rewrite would make `serve` build again, without end. Whole or not at all."""
    if path.is_file() and path.read_bytes() == content:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}")  # another build may run beside this one
        new.write_bytes(content)
        new.replace(path)
    except OSError as error:
        raise TrackerError(f"the cache {path.parent} cannot be written: {error.strerror}") from None
