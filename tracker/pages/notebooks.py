"""Notebooks that projects name as evidence -> a page for each, below its project's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from tracker.figures.stats import State
from tracker.model.journal import Week
from tracker.model.kinds import evidence_of
from tracker.pages.addresses import address_name
from tracker.pages.markdown import Md, escape_markdown, link_page
from tracker.pages.notebook_names import notebook_slug_of
from tracker.pages.page import (
    Page,
    View,
    front_matter,
    is_shown,
    item_uri,
    post_link,
    render_template,
)


def notebook_uri(state: State, path: str) -> str:
    """`projects/tempo/01-tempo.md`."""
    return f"{state.kind}/{address_name(state.id)}/{notebook_slug_of(path)}.md"


def notebook_pages(view: View) -> Iterator[Page]:
    for state, path, weeks in shown_notebooks(view):
        uri = notebook_uri(state, path)
        notebook = view.notebooks[path]
        title = escape_markdown(PurePosixPath(path).stem)
        if notebook.title:
            title = Md(notebook.title)
        head = front_matter(
            title=title, description=Md(f"{title}: a notebook of {escape_markdown(state.title)}")
        )
        body = render_template(
            "notebook.md.jinja",
            item=link_page(item_uri(state), uri, state.title),
            weeks=[post_link(view, week, uri) for week in weeks],
            path=path,
            text=Md(notebook.text),
        )
        yield Page(uri, head + body, path, weeks[-1].sunday, listed=True)


def notebook_pictures(view: View) -> Iterator[tuple[str, bytes]]:
    """Yield (address, content) of each picture of those pages."""
    for state, path, _ in shown_notebooks(view):
        folder = notebook_uri(state, path).rpartition("/")[0]
        for name, content in view.notebooks[path].pictures.items():
            yield f"{folder}/{name}", content


def shown_notebooks(view: View) -> Iterator[tuple[State, str, list[Week]]]:
    """Yield (project, path of a notebook of it, the shown weeks that name it, oldest first)."""
    for state in view.figures.states.values():
        weeks_of: dict[str, list[Week]] = {}
        for week, record in state.sayings:
            if not is_shown(view, week):
                continue
            for path in dict.fromkeys(link.url for link in evidence_of(record)):
                if path in view.notebooks:
                    weeks_of.setdefault(path, []).append(week)
        for path, weeks in weeks_of.items():
            yield state, path, weeks
