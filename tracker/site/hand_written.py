"""What an author wrote beside entries/*.yaml -> essays, notebooks, and their problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tracker.boundary import docs as docs_folder
from tracker.boundary.reading import (
    ESSAY_BYTES,
    NOTEBOOK,
    PICTURE,
    Refused,
    list_pictures,
    read_file,
)
from tracker.checks.link_checks import find_bad_link, known_ids_of
from tracker.format.item_links import find_item_links
from tracker.format.loader import load_front_matter
from tracker.format.markdown_limits import find_excess
from tracker.format.outline import parse_node_tree
from tracker.format.places import line_and_column
from tracker.model.journal import Journal, Problem, TrackerError
from tracker.notebook import Notebook
from tracker.pages import find_linked_lists
from tracker.pages.addresses import Essay, Place
from tracker.pages.notebook_names import notebook_slug_of
from tracker.site import pictures

FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?P<meta>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)(?P<text>.*)\Z", re.DOTALL
)


def check_docs_and_pictures(
    journal: Journal, root: Path, docs: Path, place: Place
) -> list[Problem]:
    """List the problems of docs/ and of pictures, the files of a site beside entries/*.yaml."""
    essays, problems = read_docs(root, docs, place)
    problems += check_essays(journal, essays, root, docs, place)
    return [*problems, *check_pictures(root)]


def read_notebooks(root: Path, paths: list[str]) -> tuple[dict[str, Notebook], list[Problem]]:
    """Convert the notebooks of the journal's folder, by path; and say in hints what is not shown.

    Nothing is converted without the optional package that reads notebooks.
    """
    notebooks: dict[str, Notebook] = {}
    problems: list[Problem] = []
    if not paths or not find_spec("nbformat"):
        return notebooks, problems
    from tracker.notebook.cells import convert_notebook  # few journals have any

    def report(path: str, message: str) -> None:
        problems.append(Problem(path, 1, 1, "", message, "notebook", hint=True))

    for path in paths:
        try:
            data = read_file(root, path, NOTEBOOK)
        except Refused as refusal:
            report(path, f"this notebook has no page: {refusal.reason}")
            continue
        if data is None:
            continue
        try:
            notebook = convert_notebook(data, notebook_slug_of(path))
        except ValueError as error:
            report(path, f"this notebook has no page, for {error}")
            continue
        notebooks[path] = notebook
        for message in notebook.unshown:
            report(path, message)
    return notebooks, problems


# ---- docs/


def read_docs(root: Path, docs: Path, place: Place) -> tuple[tuple[Essay, ...], list[Problem]]:
    """Read the essays in the blog's folder of posts, oldest first; and list the problems of docs/.

    Where a link leads out of docs/ nothing else is read.
    """
    refusals = docs_folder.find_foreign(str(root), str(docs))
    if refusals:
        return (), [_outside_problem(refusal) for refusal in refusals]
    problems: list[Problem] = []
    essays: list[Essay] = []
    for uri in docs_folder.list_docs(str(docs)):
        if pictures.is_picture(uri):
            problems += check_doc_picture(root, docs, uri)
        if uri.endswith(".md"):
            essay, page_problems = read_page(root, docs, uri, place)
            problems += page_problems
            if essay:
                essays.append(essay)
    return tuple(sorted(essays, key=lambda essay: (essay.date, essay.name))), problems


def collect_linked_lists(root: Path, docs: Path) -> frozenset[str]:
    """Collect the lists of the journal, as in docs/, that pages in docs/ link to."""
    linked: set[str] = set()
    for uri in docs_folder.list_docs(str(docs)):
        if not uri.endswith(".md"):
            continue
        try:
            data = docs_folder.read_doc(str(root), str(docs), uri, ESSAY_BYTES)
        except TrackerError:  # a problem of the journal, which a build has stopped at
            continue
        linked |= find_linked_lists(uri, data.decode("utf-8", "replace"))
    return frozenset(linked)


def _outside_problem(refusal: Refused) -> Problem:
    return Problem(refusal.name, 1, 1, "", refusal.reason, "outside")


def read_page(root: Path, docs: Path, uri: str, place: Place) -> tuple[Essay | None, list[Problem]]:
    """Read a page of docs/: its essay, None for a page that is no post; and its problems."""
    is_post = uri.startswith(f"{place.posts}/")
    try:
        data = docs_folder.read_doc(str(root), str(docs), uri, ESSAY_BYTES, strict=is_post)
    except Refused as refusal:
        return None, [_outside_problem(refusal)]
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
    essay = essay_of(meta, parts["text"], uri.removeprefix(f"{place.posts}/"))
    if essay:
        essay = essay._replace(head=parts["meta"])
    return essay, problems


def is_future_draft(essay: Essay, place: Place, day: date) -> bool:
    """Whether the blog's `draft_if_future_date` makes an essay a draft until its day.

    An essay that says itself whether it is a draft is left alone.
    """
    return place.future_drafts and not essay.marked and essay.date > day


def list_shown_essays(
    essays: Iterable[Essay], place: Place, day: date, drafts: bool
) -> list[Essay]:
    """List the essays that the site shows; those that the blog makes drafts are marked as such."""
    shown = []
    for essay in essays:
        if is_future_draft(essay, place, day):
            essay = essay._replace(draft=True)
        if drafts or not essay.draft:
            shown.append(essay)
    return shown


def essay_of(meta: Mapping[str, Any], text: str, name: str) -> Essay | None:
    """Build an essay from its front matter; None without a date, for then it is no post.

    `name` is its path below the folder of posts.
    """
    day = day_in(meta.get("date"))
    if day is None:
        return None
    title = meta.get("title")
    if not title:
        heading = re.search(r"(?m)^# +(.+?)[ \t]*#*$", text)
        title = heading[1] if heading else name.rpartition("/")[2].removesuffix(".md")
    tags = meta.get("tags")
    return Essay(
        name=name,
        title=str(title),
        date=day,
        text=text,
        slug=str(meta["slug"]) if meta.get("slug") else None,
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        description=str(meta["description"]) if meta.get("description") else None,
        draft=bool(meta.get("draft")),
        marked=isinstance(meta.get("draft"), bool),
        items=tuple(map(str, list_named_items(meta.get("items")))),
    )


def list_named_items(value: Any) -> list[Any]:
    """Return what an essay says it is about: a list of ids, or one; nothing for another value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str | int)]
    return []


def check_essays(
    journal: Journal, essays: Iterable[Essay], root: Path, docs: Path, place: Place
) -> list[Problem]:
    """List, as hints, the links and the `items` of essays that lead to no item or unit."""
    ids = known_ids_of(journal)
    problems: list[Problem] = []
    for essay in essays:
        path = docs_folder.shown_path(str(root), str(docs), f"{place.posts}/{essay.name}")
        first_line = essay.head.count("\n") + 4  # behind the front matter and two lines of ---
        problems += check_named_items(journal, ids, path, essay)
        for link in find_item_links(essay.text):
            bad_link = find_bad_link(journal.plan, ids, link.target)
            if bad_link:
                line, column = line_and_column(essay.text, link.start)
                line += first_line - 1
                kind, message = bad_link
                problems.append(Problem(path, line, column, "", message, kind, hint=True))
    return problems


def check_named_items(
    journal: Journal, ids: set[str], path: str, essay: Essay
) -> Iterator[Problem]:
    """Yield a hint for each of an essay's `items` that is no item or unit."""
    head = f"\n{essay.head}\n"  # line 1 is the ---
    node = None
    if essay.items:
        tree = parse_node_tree(head)
        node = tree.children.get("items") if tree else None
    if node is None:
        return
    for name, child in node.walk("items"):
        if child.shape != "scalar":
            continue
        bad_link = find_bad_link(journal.plan, ids, child.value)
        if bad_link:
            kind, message = bad_link
            line, column = child.start.line + 1, child.start.column + 1
            yield Problem(path, line, column, name, message, kind, hint=True)


def day_in(value: Any) -> date | None:
    """Read a post's date: `date: 2025-01-02` or `date: {created: 2025-01-02}`."""
    if isinstance(value, Mapping):
        value = value.get("created")
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return None


# ---- pictures


def check_pictures(root: Path) -> list[Problem]:
    """List the problems of the pictures in entries/images that an entry names.

    A picture whose metadata is removed gives a hint.
    """
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
    """List the problems of a picture in docs/."""
    path = docs_folder.shown_path(str(root), str(docs), uri)
    try:
        data = docs_folder.read_doc(str(root), str(docs), uri, PICTURE.most)
    except Refused as refusal:
        return [Problem(path, 1, 1, "", refusal.reason, "picture")]
    return picture_problems(path, data)


def picture_problems(path: str, data: bytes) -> list[Problem]:
    """List the reasons why a picture is not published, or hint at the metadata that is removed."""
    if len(data) > PICTURE.most:
        message = f"expected at most {PICTURE.most:,} bytes, found more"
        return [Problem(path, 1, 1, "", message, "picture")]
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
