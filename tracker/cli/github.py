"""The address of a git remote -> its host, and on GitHub its site and its settings."""

from __future__ import annotations

import re
from typing import NamedTuple

HOST = "github.com"
_HOSTS = {HOST: HOST, "www.github.com": HOST, "ssh.github.com": HOST}
# https://user:word@host:443/path and ssh://git@host/path; git@host:path
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^/@\s]+@)?(?P<host>[\w.-]+)(?::[0-9]+)?/"
    r"|(?:[^/@:\s]+@)?(?P<short>[\w.-]+):)/*(?P<path>[^\s?#]+)",
    re.ASCII,
)
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


class GitHubRepository(NamedTuple):
    """A repository on GitHub: whose, and how it is called."""

    owner: str
    name: str

    @property
    def url(self) -> str:
        return f"https://{HOST}/{self.owner}/{self.name}"

    @property
    def site_url(self) -> str:
        """Where GitHub Pages serves it, unless it has a domain of its own."""
        host = f"{self.owner.lower()}.github.io"
        if self.name.lower() == host:
            return f"https://{host}/"
        return f"https://{host}/{self.name}/"


def host_of_remote(address: str) -> str:
    """Return the host of a remote's address; "" for a folder. A name and a password stay out."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        return ""
    host = (match["host"] or match["short"]).lower()
    if "." not in host.strip("."):
        return ""  # a folder, or a name that only this machine knows
    return _HOSTS.get(host, host)


def parse_github_remote(address: str) -> GitHubRepository | None:
    """Parse the address of a remote on GitHub; None for any other."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None or host_of_remote(address) != HOST:
        return None
    names = match["path"].strip("/").removesuffix(".git").split("/")
    if len(names) != 2 or not all(map(_NAME.fullmatch, names)):
        return None
    return GitHubRepository(*names)
