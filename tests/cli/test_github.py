"""The address of a remote -> its host, and where GitHub publishes it."""

import pytest

from tracker.cli.github import host_of_remote, parse_github_remote

JOURNAL = "https://ada.github.io/journal/"
CASES = {
    "https://github.com/Ada/journal.git": ("github.com", JOURNAL),
    "https://github.com/Ada/journal/": ("github.com", JOURNAL),
    "https://ada:word@github.com/ada/journal": ("github.com", JOURNAL),
    "git@github.com:ada/journal.git": ("github.com", JOURNAL),
    "ssh://git@ssh.github.com:443/ada/journal.git": ("github.com", JOURNAL),
    "https://GitHub.com/Ada/ada.github.io": ("github.com", "https://ada.github.io/"),
    "https://github.com/ada": ("github.com", None),
    "https://github.com.example.org/ada/journal": ("github.com.example.org", None),
    "https://codeberg.org/ada/journal": ("codeberg.org", None),
    "git@work:ada/journal.git": ("", None),
    "/srv/github.com/ada/journal.git": ("", None),
    "../github.com/ada/journal.git": ("", None),
    "remote.git/ada/journal": ("", None),
    "file:///srv/git/journal.git": ("", None),
    "C:\\git\\journal": ("", None),
    "C:/git/journal": ("", None),
    "": ("", None),
}


@pytest.mark.parametrize("address", CASES)
def test_remote(address: str) -> None:
    found = parse_github_remote(address)
    assert (host_of_remote(address), found and found.site_url) == CASES[address]
