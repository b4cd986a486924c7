"""The notebooks that a journal names as evidence, and the names of their pages."""

from __future__ import annotations

import re
from hashlib import sha256

from tracker.model.journal import Journal
from tracker.model.kinds import evidence_of


def list_notebook_paths(journal: Journal) -> list[str]:
    """Return the paths of the notebooks that a journal names.

    The caller passes the public journal, so a notebook that only a draft names is never opened.
    """
    paths = set()
    for week in journal.weeks:
        for _, _, record in week.records:
            paths |= {link.url for link in evidence_of(record) if is_notebook(link.url)}
    return sorted(paths)


def is_notebook(path: str) -> bool:
    return path.lower().endswith(".ipynb") and "://" not in path


def notebook_slug_of(path: str) -> str:
    """`notebooks/01-tempo.ipynb` -> `01-tempo`, the notebook's part of its page's address.

    A name that needs changes for an address gets a short hash.
    """
    stem = re.sub(r"^notebooks/|\.ipynb$", "", path, flags=re.IGNORECASE)
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    if name == stem:
        return name
    digest = sha256(path.encode()).hexdigest()[:6]
    return f"{name[-40:]}-{digest}".strip("-")
