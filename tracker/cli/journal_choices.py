"""A journal's folder, git's remote and the author's answers -> what its new files depend on."""

from __future__ import annotations

import re

from tracker import store
from tracker.boundary.installation import Origin, find_origin
from tracker.boundary.reading import SETTINGS, has_file
from tracker.cli.git import Remote, find_remote
from tracker.cli.journal_files import REQUIREMENTS, Choices
from tracker.model.journal import TrackerError
from tracker.site.forges import (
    ForgeRepository,
    SiteAddresses,
    find_addresses,
    is_forge,
    parse_domain,
    parse_remote,
)

_SITE = re.compile(
    r"https?://(?P<host>[\w-]+(?:\.[\w-]+)+)(?::[0-9]+)?(?:/[\w.~%+/-]*)?", re.IGNORECASE
)
_SECRETS = re.compile(r"://.*[@?#]")


def read_remote(root: str) -> Remote:
    """Read what git knows of the journal's remote; nothing where it cannot say."""
    try:
        return find_remote(root)
    except TrackerError:
        return Remote()


def parse_url(address: str) -> ForgeRepository | SiteAddresses:
    """Parse the address of a repository, or of a site. TrackerError where it is neither."""
    repository = parse_remote(address)
    if repository:
        return repository
    site = _SITE.fullmatch(address.strip())
    if site and not is_forge(site["host"]):
        return SiteAddresses(f"{site[0].rstrip('/')}/")
    if _SECRETS.search(address):
        raise TrackerError(
            "the address of a site has no user, no password and nothing behind a ? or a #, for it "
            "is published; write it as in https://you.github.io/journal/"
        )
    raise TrackerError(
        f"{address!r} is neither a repository on GitHub, GitLab or Codeberg nor a site; "
        "write git@github.com:you/journal.git or https://you.github.io/journal/"
    )


def build_choices(
    root: str, remote: Remote, given: ForgeRepository | SiteAddresses | None, notes: str
) -> Choices:
    """Work out what differs from journal to journal."""
    repository = parse_remote(remote.address)
    cname = store.read_file(root, "docs/CNAME", SETTINGS) or b""
    domain = parse_domain(cname.decode("utf-8", "replace"))
    branch = remote.branch or "main"
    if isinstance(given, ForgeRepository):
        repository = given
    addresses = find_addresses(repository, branch, f"{remote.folder}docs", domain)
    if isinstance(given, SiteAddresses):
        addresses = addresses._replace(site_url=given.site_url)
    is_elsewhere = repository is not None and repository.host != "github.com"
    return Choices(notes, addresses, branch, not is_elsewhere and not remote.folder)


def find_origin_or_hint(root: str, hints: list[str]) -> Origin | None:
    """Find where this program came from; a hint says what that means for requirements.txt.

    Where that file is there already, the program's wheel does not come along.
    """
    try:
        origin = find_origin()
    except TrackerError as error:
        hints.append(f"no {REQUIREMENTS}: {error}")
        return None
    if store.read_file(root, REQUIREMENTS, SETTINGS) is not None:
        return origin._replace(wheel="", data=b"")
    if origin.wheel and not has_file(root, origin.wheel):
        hints.append(
            f"{origin.wheel} is this program: it was installed from files that other machines do "
            "not have, so it comes along"
        )
    return origin


def find_known_origin() -> Origin | None:
    """Find where this program came from; None where it is not installed."""
    try:
        return find_origin()
    except TrackerError:
        return None
