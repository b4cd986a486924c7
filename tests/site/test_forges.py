"""Addresses of git remotes, and of the sites and pages that they lead to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.site.forges import (
    ForgeRepository,
    SiteAddresses,
    fill_addresses,
    find_addresses,
    parse_domain,
    parse_remote,
)

GITHUB = ForgeRepository("github.com", "You/journal")
REMOTES = {
    "https://github.com/You/journal": GITHUB,
    "https://github.com/You/journal.git": GITHUB,
    "https://github.com/You/journal/": GITHUB,
    "https://www.github.com/You/journal": GITHUB,
    "https://you:secret@github.com/You/journal.git": GITHUB,
    "https://ghp_token@github.com/You/journal.git": GITHUB,
    "http://github.com/You/journal.git": GITHUB,
    "git@github.com:You/journal.git": GITHUB,
    "git@github.com:You/journal": GITHUB,
    "github.com:You/journal.git": GITHUB,
    "github.com/You/journal": GITHUB,
    "ssh://git@github.com/You/journal.git": GITHUB,
    "ssh://git@ssh.github.com:443/You/journal.git": GITHUB,
    "git://github.com/You/journal.git": GITHUB,
    "git@gitlab.com:group/part/journal.git": ForgeRepository("gitlab.com", "group/part/journal"),
    "https://codeberg.org/you/journal": ForgeRepository("codeberg.org", "you/journal"),
    "https://GitHub.com/You/journal": GITHUB,
    "https://github.com.example.org/You/journal": None,
    "git@work:You/journal.git": None,
    "../github.com/You/journal.git": None,
    "https://github.com/You": None,
    "https://github.com/You/journal/tree/main": None,
    "https://github.com/You/jour nal": None,
    "https://github.com/You/..": None,
    "https://you.github.io/journal/": None,
    "https://example.org/you/journal.git": None,
    "/srv/git/journal.git": None,
    "../journal.git": None,
    "file:///srv/git/journal.git": None,
    "C:/git/journal.git": None,
    "": None,
}


@pytest.mark.parametrize("remote", REMOTES)
def test_parse_remote(remote: str) -> None:
    assert parse_remote(remote) == REMOTES[remote]


SITES = {
    ("github.com", "You/journal"): "https://you.github.io/journal/",
    ("github.com", "You/You.github.io"): "https://you.github.io/",
    ("gitlab.com", "you/journal"): "https://you.gitlab.io/journal/",
    ("gitlab.com", "you/you.gitlab.io"): "https://you.gitlab.io/",
    ("gitlab.com", "group/part/journal"): "https://group.gitlab.io/part/journal/",
    ("codeberg.org", "you/journal"): "https://you.codeberg.page/journal/",
    ("codeberg.org", "you/pages"): "https://you.codeberg.page/",
}


@pytest.mark.parametrize("repository", SITES)
def test_find_addresses(repository: tuple[str, str]) -> None:
    found = find_addresses(ForgeRepository(*repository), "main")
    assert found.site_url == SITES[repository]
    assert found.edit_uri.startswith(f"https://{'/'.join(repository)}/")
    assert found.edit_uri.endswith("main/docs/")
    own = find_addresses(ForgeRepository(*repository), "main", "j/docs", "learn.example.org")
    assert own.site_url == "https://learn.example.org/"
    assert own.edit_uri.endswith("main/j/docs/")


def test_without_a_repository_only_the_domain_is_known() -> None:
    assert find_addresses(None, "main") == SiteAddresses()
    assert find_addresses(None, "main", domain="a.org") == SiteAddresses("https://a.org/")


WORDS = st.text("abXY09", min_size=1, max_size=8)
NAMES = st.builds("".join, st.tuples(WORDS, st.sampled_from(["", ".", "-", "_", ".git."]), WORDS))


@given(NAMES, NAMES, WORDS)
def test_every_form_of_an_address_leads_to_one_site(owner: str, name: str, secret: str) -> None:
    path = f"{owner}/{name}"
    forms = [
        f"https://github.com/{path}.git",
        f"https://{secret}@github.com/{path}",
        f"https://x:{secret}@github.com/{path}.git",
        f"git@github.com:{path}.git",
        f"ssh://git@github.com:22/{path}",
    ]
    assert {parse_remote(form) for form in forms} == {ForgeRepository("github.com", path)}


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("learn.example.org\n", "learn.example.org"),
        ("Learn.Example.org", "learn.example.org"),
        ("", ""),
        ("localhost", ""),
        ("https://learn.example.org/", ""),
        ("a.org\nb.org\n", ""),
    ],
)
def test_parse_domain(text: str, domain: str) -> None:
    assert parse_domain(text) == domain


def test_only_what_init_left_open_is_filled_in() -> None:
    addresses = SiteAddresses(
        "https://you.github.io/j/", "https://github.com/you/j/edit/main/docs/"
    )
    text = "# site_url: https://YOU.github.io/REPOSITORY/\r\nedit_uri: https://mine.example/\n"
    filled = f"site_url: {addresses.site_url}\r\nedit_uri: https://mine.example/\n"
    assert fill_addresses(text, addresses) == filled
    assert fill_addresses(filled, addresses) == filled
    assert fill_addresses(text, SiteAddresses()) == text
    own = "# site_url: https://somewhere.example/\n"
    assert fill_addresses(own, addresses) == own
