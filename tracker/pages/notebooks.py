"""Notebooks that projects name as evidence -> a page for each, below its project's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import PurePosixPath

from tracker.figures.stats import State
from tracker.model.journal import Journal, Week
from tracker.model.kinds import evidence_of
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.page import (
    Page,
    View,
    address_name,
    front_matter,
    is_shown,
    item_uri,
    post_link,
    render_template,
)


def list_notebook_paths(journal: Journal) -> list[str]:
    """Paths of the notebooks that a journal names: of the public one, so that none of a draft is ever opened."""
    records = [record for week in journal.weeks for _, _, record in week.records]
    return sorted(
        {link.url for record in records for link in evidence_of(record) if is_notebook(link.url)}
    )


def is_notebook(path: str) -> bool:
    return path.lower().endswith(".ipynb") and "://" not in path


def notebook_slug_of(path: str) -> str:
    """`notebooks/01-tempo.ipynb` -> `01-tempo`: its part of the address, with a short hash where it had to change."""
    stem = re.sub(r"^notebooks/|\.ipynb$", "", path, flags=re.IGNORECASE)
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return (
        name if name == stem else f"{name[-40:]}-{sha256(path.encode()).hexdigest()[:6]}".strip("-")
    )


def notebook_uri(state: State, path: str) -> str:
    return f"{state.kind}/{address_name(state.id)}/{notebook_slug_of(path)}.md"


def notebook_pages(view: View) -> Iterator[Page]:
    for state, path, weeks in shown_notebooks(view):
        uri, book = notebook_uri(state, path), view.notebooks[path]
        title = Md(book.title) if book.title else escape_markdown(PurePosixPath(path).stem)
        head = front_matter(
            title=title, description=Md(f"{title}: a notebook of {escape_markdown(state.title)}")
        )
        where = [post_link(view, week, uri) for week in weeks]
        item = link_page(item_uri(state), uri, state.title)
        body = render_template(
            "notebook.md.jinja", item=item, weeks=where, path=path, text=Md(book.text)
        )
        yield Page(uri, head + body, path, weeks[-1].sunday, listed=True)


def notebook_pictures(view: View) -> Iterator[tuple[str, bytes]]:
    """(address, content) of each picture of those pages."""
    for state, path, _ in shown_notebooks(view):
        folder = notebook_uri(state, path).rpartition("/")[0]
        for name, content in view.notebooks[path].pictures.items():
            yield f"{folder}/{name}", content


def shown_notebooks(view: View) -> Iterator[tuple[State, str, list[Week]]]:
    """Each project's notebooks with the weeks that name them, oldest first."""
    for state in view.figures.states.values():
        found: dict[str, list[Week]] = {}
        for week, record in state.sayings:
            links = evidence_of(record) if is_shown(view, week) else ()
            for path in dict.fromkeys(link.url for link in links if link.url in view.notebooks):
                found.setdefault(path, []).append(week)
        yield from ((state, path, weeks) for path, weeks in found.items())
