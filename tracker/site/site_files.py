"""A journal's folder -> every file of its site, for whatever engine builds it: pages, pictures, styles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tracker import load
from tracker.boundary import docs as docs_folder
from tracker.boundary.cache import Cache
from tracker.boundary.outside import list_program_files, read_program_file
from tracker.boundary.reading import (
    ESSAY_BYTES,
    NOTEBOOK,
    PICTURE,
    Refused,
    list_pictures,
    read_file,
)
from tracker.charts import CHARTS, Chart
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.format.loader import load_front_matter
from tracker.format.markdown_limits import find_excess
from tracker.model.journal import Journal, Problem, TrackerError
from tracker.model.plan import Plan
from tracker.notebook import Notebook, convert_notebook
from tracker.pages import Page, View, build_pages, notebook_pictures
from tracker.pages import find_page_pictures as pictures_shown
from tracker.pages.addresses import Essay, Place
from tracker.pages.head import not_found
from tracker.pages.head.cards import draw_card, hash_card
from tracker.pages.head.previews import build_cards
from tracker.pages.notebooks import list_notebook_paths, notebook_slug_of
from tracker.site import pictures
from tracker.syndication import generate_feeds

ASSETS_URI = "assets/tracker"
DIAGRAMS_URI = f"{ASSETS_URI}/diagrams"
FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<meta>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?P<text>.*)\Z", re.DOTALL
)


Made = Callable[[str, Callable[[], bytes]], bytes]


class Output(NamedTuple):
    """A file of the site before the engine sees it: `uri` as in docs/. `page` is None for all but pages."""

    uri: str
    content: bytes
    page: Page | None = None


def draw(cache: Cache, chart: Chart) -> str | None:
    """A chart's SVG: from the cache where its data has not changed, else drawn now.

    The cache holds matplotlib's charts; the small ones are sooner drawn than read.
    """
    if chart.draw is None or chart.name not in CHARTS:
        return chart.draw() if chart.draw else None
    draw_now = chart.draw
    return cache.get_or_make(f"charts/{chart.key}.svg", lambda: draw_now().encode()).decode()


def read(
    root: Path,
    docs: Path,
    place: Place,
    day_of: Callable[[Plan], date],
    serving: bool,
    cache: Cache,
) -> tuple[View, list[Problem]]:
    """What the site is made from, without what readers may not see; and every problem of the journal and of docs/."""
    journal, problems = load(root)
    day = day_of(journal.plan)
    essays, unread_docs = read_docs(root, docs, place)
    problems = [*problems, *unread_docs, *check_pictures(root)]
    errors = tuple(str(problem) for problem in problems if not problem.hint)
    judged = [
        essay._replace(draft=essay.draft or is_future_draft(essay, place, day)) for essay in essays
    ]
    shown = tuple(essay for essay in judged if serving or not essay.draft)
    seen: Journal = make_public_journal(journal, day, serving)
    books, unread = read_notebooks(root, list_notebook_paths(seen))
    view = View(
        build_figures(seen), day, serving, partial(draw, cache), errors, place, shown, books
    )
    return view, [*problems, *unread]


def check_docs_and_pictures(root: Path, docs: Path, place: Place) -> list[Problem]:
    """Problems of docs/ and of pictures, which a site is made from beside entries/*.yaml."""
    _, problems = read_docs(root, docs, place)
    return [*problems, *check_pictures(root)]


def check_notebooks(root: Path) -> list[Problem]:
    """What of the journal's notebooks has no page, and what of them is shown as it is typed: hints."""
    return read_notebooks(root, list_notebook_paths(load(root)[0]))[1]


def read_notebooks(root: Path, paths: list[str]) -> tuple[dict[str, Notebook], list[Problem]]:
    """The notebooks of the journal's folder, and why others have no page. None without the extra that reads them."""
    found, unread = {}, []
    if paths and not find_spec("nbformat"):
        return {}, []
    for path in paths:
        try:
            data = read_file(root, path, NOTEBOOK)
        except Refused as refusal:
            unread.append(
                Problem(
                    path,
                    1,
                    1,
                    "",
                    f"this notebook has no page: {refusal.reason}",
                    "notebook",
                    hint=True,
                )
            )
            continue
        if data is None:
            continue
        try:
            found[path] = convert_notebook(data, notebook_slug_of(path))
        except ValueError as error:
            unread.append(
                Problem(
                    path, 1, 1, "", f"this notebook has no page, for {error}", "notebook", hint=True
                )
            )
            continue
        for what in found[path].unshown:
            unread.append(Problem(path, 1, 1, "", what, "notebook", hint=True))
    return found, unread


# ---- docs/


def read_docs(root: Path, docs: Path, place: Place) -> tuple[tuple[Essay, ...], list[Problem]]:
    """The essays in the blog's folder of posts, oldest first; and what of docs/ cannot be published as it stands."""
    foreign = docs_folder.find_foreign(str(root), str(docs))
    if foreign:
        problems = [
            Problem(refusal.name, 1, 1, "", refusal.reason, "outside") for refusal in foreign
        ]
        return (), problems
    problems, essays = [], []
    for uri in docs_folder.list_docs(str(docs)):
        if pictures.is_picture(uri):
            problems += check_doc_picture(root, docs, uri)
        if uri.endswith(".md"):
            essay, misfits = read_page(root, docs, uri, place)
            problems += misfits
            essays += [essay] if essay else []
    return tuple(sorted(essays, key=lambda essay: (essay.date, essay.name))), problems


def read_page(root: Path, docs: Path, uri: str, place: Place) -> tuple[Essay | None, list[Problem]]:
    """The essay that a page of docs/ is, None where it is another page; and the problems of its front matter."""
    is_post = uri.startswith(f"{place.posts}/")
    try:
        data = docs_folder.read_doc(str(root), str(docs), uri, ESSAY_BYTES, strict=is_post)
    except Refused as refusal:
        return None, [Problem(refusal.name, 1, 1, "", refusal.reason, "outside")]
    path = docs_folder.shown_path(str(root), str(docs), uri)
    if len(data) > ESSAY_BYTES:
        message = f"expected at most {ESSAY_BYTES:,} bytes, found more"
        return None, [Problem(path, 1, 1, "", message, "size")]
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").removeprefix("\ufeff")
    parts = FRONT_MATTER.match(text)
    if parts is None:
        return None, []
    meta, problems = load_front_matter(path, parts["meta"])
    if excess := find_excess(parts["text"]):
        problems.append(Problem(path, 1, 1, "", excess, "markdown"))
    if meta is None or not is_post:
        return None, problems
    return essay_of(meta, parts["text"], uri.removeprefix(f"{place.posts}/")), problems


def is_future_draft(essay: Essay, place: Place, day: date) -> bool:
    """As the blog has it under `draft_if_future_date`: until its day, where it does not say itself if it is a draft."""
    return place.future_drafts and not essay.marked and essay.date > day


def essay_of(meta: Mapping[str, Any], text: str, name: str) -> Essay | None:
    """An essay by its front matter; None where it has no date and so is no post. `name`: its path below the posts."""
    day = day_in(meta.get("date"))
    if day is None:
        return None
    heading = re.search(r"(?m)^# +(.+?)[ \t]*#*$", text)
    stem = name.rpartition("/")[2].removesuffix(".md")
    tags = meta.get("tags")
    return Essay(
        name=name,
        title=str(meta.get("title") or (heading[1] if heading else stem)),
        date=day,
        text=text,
        slug=str(meta["slug"]) if meta.get("slug") else None,
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        description=str(meta["description"]) if meta.get("description") else None,
        draft=bool(meta.get("draft")),
        marked=isinstance(meta.get("draft"), bool),
    )


def day_in(value: Any) -> date | None:
    """The blog takes `date: 2025-01-02` and `date: {created: 2025-01-02}`."""
    if isinstance(value, Mapping):
        value = value.get("created")
    return (
        value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
    )


# ---- pictures


def check_pictures(root: Path) -> list[Problem]:
    """What is wrong with the pictures of entries/images that an entry names, and a hint for each that is cleaned."""
    problems = []
    for name, place in list_pictures(root):
        try:
            data = read_file(root, name, PICTURE)
        except Refused as refusal:
            problems.append(Problem(*place, "", str(refusal), "picture"))
            continue
        problems += picture_problems(name, data or b"")
    return problems


def check_doc_picture(root: Path, docs: Path, uri: str) -> list[Problem]:
    path = docs_folder.shown_path(str(root), str(docs), uri)
    try:
        return picture_problems(path, docs_folder.read_doc(str(root), str(docs), uri, PICTURE.most))
    except Refused as refusal:
        return [Problem(path, 1, 1, "", refusal.reason, "picture")]


def picture_problems(path: str, data: bytes) -> list[Problem]:
    if len(data) > PICTURE.most:
        return [
            Problem(
                path, 1, 1, "", f"expected at most {PICTURE.most:,} bytes, found more", "picture"
            )
        ]
    if fault := pictures.find_fault(path, data):
        return [Problem(path, fault.line, fault.column, "", fault.message, "picture")]
    try:
        removed = pictures.find_metadata(path, data)
    except ValueError as error:
        return [Problem(path, 1, 1, "", f"expected a picture; {error}", "picture")]
    if not removed:
        return []
    message = f"holds {', '.join(removed)}; the published copy is without"
    return [Problem(path, 1, 1, "", message, "metadata", hint=True)]


def clean_picture(name: str, data: bytes, made: Made) -> bytes:
    """A picture as it is published: without metadata that says something of a person. TrackerError if that can't be."""
    if fault := pictures.find_fault(name, data):
        raise TrackerError(f"{name}:{fault.line}:{fault.column}: {fault.message}")
    try:
        if not pictures.find_metadata(name, data):
            return data
        ending = {"jpeg": "jpg"}.get(
            name.rpartition(".")[2].lower(), name.rpartition(".")[2].lower()
        )
        own = sha256(data).hexdigest()[:32]
        return made(f"pictures/{own}.{ending}", lambda: pictures.remove_metadata(name, data).data)
    except ValueError as error:
        raise TrackerError(f"{name}: {error}") from None


# ---- every file


def generate_site_files(
    view: View, root: Path, warn: Callable[[str], None], made: Made = lambda name, make: make()
) -> Iterator[Output]:
    """Every file that the journal makes. `warn` is called with a sentence for each picture that cannot be shown.

    `made`: what was made before under a name that tells all that it depends on, as `Cache.get_or_make` keeps it.
    """
    shown: set[str] = set()
    for page in build_pages(view):
        shown |= pictures_shown(page)
        yield Output(page.uri, page.text.encode(), page)
    for name in list_program_files("assets"):
        yield Output(f"{ASSETS_URI}/{name}", read_program_file("assets", name))
    yield from generate_preview_pictures(view, made)
    for name, text in generate_feeds(view):
        yield Output(name, text.encode())
    if robots := not_found.format_robots_txt(view):
        yield Output("robots.txt", robots.encode())
    for uri, content in notebook_pictures(view):
        yield from picture_output(uri, content, warn, made)
    # Pictures that a page shows: those of drafts and of words held back are on none, so they stay at home.
    for uri in sorted(shown):
        try:
            data = read_file(root, uri, PICTURE)
        except Refused as refusal:
            warn(str(refusal))
            continue
        if data is None:
            warn(f"{uri} is shown by an entry and is not there")
        else:
            yield from picture_output(uri, data, warn, made)


def picture_output(
    uri: str, data: bytes, warn: Callable[[str], None], made: Made
) -> Iterator[Output]:
    """A picture as it is published; `warn` where it cannot be."""
    try:
        yield Output(uri, clean_picture(uri, data, made))
    except TrackerError as error:
        warn(str(error))


def generate_preview_pictures(view: View, made: Made) -> Iterator[Output]:
    """The pictures that links to pages show; none where the site has no address by which others could find them."""
    for uri, card in build_cards(view) if view.place.url else ():
        yield Output(uri, made(f"cards/{hash_card(card)}.png", partial(draw_card, card)))


def read_diagram_files() -> Iterator[Output]:
    """The script that draws diagrams, with mermaid: for a site that shows one."""
    for name in list_program_files("diagrams"):
        if not name.endswith(".md"):
            yield Output(f"{DIAGRAMS_URI}/{name}", read_program_file("diagrams", name))


def list_stylesheets() -> list[str]:
    """Addresses of the style sheets, for the engine to name on each page."""
    return [
        f"{ASSETS_URI}/{name}"
        for name in list_program_files("assets")
        if name.endswith(".css") and "/" not in name
    ]


def compute_build_date(
    plan: Plan, clock: Callable[[tzinfo | None], datetime], environment: Mapping[str, str]
) -> date:
    """Today where the author is; a build server runs in UTC. SOURCE_DATE_EPOCH (seconds) makes builds the same."""
    try:
        zone = ZoneInfo(plan.timezone) if plan.timezone else None
    except (ValueError, OSError, LookupError):
        zone = None  # told as a problem; `serve` goes on without it
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch and not (epoch.isascii() and epoch.isdecimal()):
        raise TrackerError(f"SOURCE_DATE_EPOCH: expected a number of seconds, got {epoch!r}")
    return (
        datetime.fromtimestamp(int(epoch), UTC).astimezone(zone) if epoch else clock(zone)
    ).date()
