"""What weeks name as evidence -> findings. `tracker check` says what the repository holds.

These are no part of CHECKS, for they need the repository.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from tracker.format.places import Finding, enumerate_values
from tracker.format.scalars import COMMIT
from tracker.model.journal import Journal, is_address
from tracker.model.kinds import evidence_of


class Evidence(NamedTuple):
    """A commit or a path in this repository. `where`: its keys in the file `path`."""

    path: str
    where: str
    name: str

    @property
    def is_commit(self) -> bool:
        return COMMIT.fullmatch(self.name) is not None


def list_evidence(journal: Journal, repositories: Collection[str]) -> list[Evidence]:
    """List the commits and paths of items whose repository is this one, and no addresses.

    An item without a `repo` lies in this repository; `repositories` are its other names.
    """
    items, aliases = journal.plan.items, journal.plan.aliases
    evidence = []
    for week in journal.weeks:
        for kind, id_, record in week.records:
            _, item = items.get(aliases.get(id_, id_), (kind, None))
            repo = getattr(item, "repo", None)
            if repo and normalize_repository(repo) not in repositories:
                continue
            for index, link in enumerate_values(evidence_of(record)):
                if not is_address(link.url):
                    where = f"{kind}.{id_}.evidence[{index}]"
                    evidence.append(Evidence(week.path, where, link.url))
    return evidence


def normalize_repository(address: str) -> str:
    """`git@github.com:Me/notes.git` -> `github.com/me/notes`, whatever git's way to say it."""
    name = re.sub(r"^[a-z+]+://", "", address.strip().lower())
    name = re.sub(r"^[^/@]*@", "", name)
    name = re.sub(r"^([^/:]+):(?:\d+/)?", r"\1/", name)
    return name.rstrip("/").removesuffix(".git")


def find_missing_evidence(
    evidence: Iterable[Evidence], paths: Collection[str], unknown_commits: Collection[str]
) -> Iterator[Finding]:
    """Find paths that are not there and commits that git does not know. `paths`: those there."""
    for piece in evidence:
        path, where, name = piece
        if name in paths:
            continue
        if piece.is_commit:
            if name not in unknown_commits:
                continue
            message = f"git knows no commit {name} in this repository"
        elif name.lower().endswith(".ipynb"):
            message = f"there is no notebook {name!r} in this repository, so it has no page"
        else:
            message = f"there is no {name!r} in this repository"
        message += "; where it lies elsewhere, give its address, or the item's 'repo'"
        yield Finding(path, where, "missing-evidence", message, hint=True)
