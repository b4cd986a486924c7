"""Jupyter notebooks that a project names as evidence -> pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Notebook(NamedTuple):
    """A notebook as a page.

    `title`: its first heading. `text`: Markdown without front matter. `pictures`: name -> bytes of
    the files beside the page. `unshown`: a sentence for each part that the page leaves out, or
    shows as its source.
    """

    title: str | None
    text: str
    pictures: Mapping[str, bytes]
    unshown: tuple[str, ...] = ()
