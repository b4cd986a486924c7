"""A git remote's address -> where the site is published, and where a page is edited.

GitHub, GitLab and Codeberg are known; of other hosts nothing can be said.
"""

from __future__ import annotations

import re
from typing import NamedTuple

GITHUB = "github.com"
# Names of a host in remotes -> its own name.
_HOSTS = {
    "github.com": "github.com",
    "www.github.com": "github.com",
    "ssh.github.com": "github.com",
    "gitlab.com": "gitlab.com",
    "altssh.gitlab.com": "gitlab.com",
    "codeberg.org": "codeberg.org",
}
_PAGES = {"github.com": "github.io", "gitlab.com": "gitlab.io", "codeberg.org": "codeberg.page"}
_EDIT = {
    "github.com": "https://github.com/{path}/edit/{branch}/{folder}/",
    "gitlab.com": "https://gitlab.com/{path}/-/edit/{branch}/{folder}/",
    "codeberg.org": "https://codeberg.org/{path}/_edit/{branch}/{folder}/",
}
_USER_AND_HOST = r"(?:[^/@\s]+@)?(?P<host>[A-Za-z0-9.-]+)"
_ADDRESSES = (
    # https://user:word@host:443/path, ssh://git@host/path
    re.compile(rf"[a-z+]+://{_USER_AND_HOST}(?::[0-9]+)?/(?P<path>[^\s?#]+)"),
    # git@host:path, host/path
    re.compile(rf"{_USER_AND_HOST}[:/](?P<path>[^\s?#]+)"),
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class ForgeRepository(NamedTuple):
    """A repository on a forge: `github.com`, and its path there, `you/journal`."""

    host: str
    path: str

    @property
    def url(self) -> str:
        return f"https://{self.host}/{self.path}"

    @property
    def is_on_github(self) -> bool:
        return self.host == GITHUB


class SiteAddresses(NamedTuple):
    """`site_url` and `edit_uri` of mkdocs.yml; empty where they are not known."""

    site_url: str = ""
    edit_uri: str = ""


def parse_remote(address: str) -> ForgeRepository | None:
    """Parse the address of a git remote; None where it is on no forge that is known."""
    matches = [pattern.fullmatch(address.strip()) for pattern in _ADDRESSES]
    match = next(filter(None, matches), None)
    if match is None:
        return None
    host = _HOSTS.get(match["host"].lower())
    names = match["path"].rstrip("/").removesuffix(".git").strip("/").split("/")
    if host is None or len(names) < 2 or not all(map(_NAME.fullmatch, names)):
        return None
    if len(names) > 2 and host != "gitlab.com":  # only GitLab has groups in groups
        return None
    return ForgeRepository(host, "/".join(names))


def is_forge(host: str) -> bool:
    """Whether a host holds repositories, and no site."""
    return host.lower() in _HOSTS


def parse_domain(cname: str) -> str:
    """The domain in the file CNAME of a site; "" where it holds none."""
    domain = cname.strip()
    return domain.lower() if _DOMAIN.fullmatch(domain) else ""


def find_addresses(
    repository: ForgeRepository | None, branch: str, docs: str = "docs", domain: str = ""
) -> SiteAddresses:
    """Where a repository's site is published, and where its pages are edited.

    `docs`: the folder of the pages, from the repository's top. `domain`: the site's own domain.
    """
    if repository is None:
        return SiteAddresses(f"https://{domain}/" if domain else "")
    owner, _, name = repository.path.partition("/")
    host = f"{owner.lower()}.{_PAGES[repository.host]}"
    # The repository of this name is published at the top of the user's own host.
    top = "pages" if repository.host == "codeberg.org" else host
    if domain:
        site_url = f"https://{domain}/"
    elif name.lower() == top:
        site_url = f"https://{host}/"
    else:
        site_url = f"https://{host}/{name}/"
    edit = _EDIT[repository.host].format(path=repository.path, branch=branch, folder=docs)
    return SiteAddresses(site_url, edit)


def fill_addresses(settings: str, addresses: SiteAddresses) -> str:
    """Write the addresses into mkdocs.yml, in place of the lines that init left as comments.

    Lines that the author wrote stay.
    """
    for key, value in addresses._asdict().items():
        if value:
            settings = re.sub(
                rf"^# {key}: https://[^\r\n]*YOU[^\r\n]*",
                lambda _, line=f"{key}: {value}": line,  # type: ignore[misc]
                settings,
                count=1,
                flags=re.MULTILINE,
            )
    return settings
