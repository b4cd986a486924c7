"""The ways to follow a journal: below each post and in the footer, and nothing that is not there."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites import build_site, write_week
from tracker.figures.stats import build_figures
from tracker.format.loader import load_journal
from tracker.pages import View
from tracker.pages.addresses import Place
from tracker.pages.follow import list_ways_to_follow, render_post_ways, reply_by_mail

SERIES = "series: {group: {schedule: [{week: 2024-W27, paper: p}]}}\n"
SITE = Place(url="https://example.org/")


def view_of(plan: str, place: Place = SITE) -> View:
    journal, problems = load_journal({"entries/plan.yaml": plan.encode()})
    assert [problem for problem in problems if not problem.hint] == []
    return View(build_figures(journal), date(2024, 7, 20), place=place)


@pytest.mark.parametrize(
    ("plan", "place", "ways"),
    [
        ("", SITE, ["RSS"]),
        ("", Place(), []),
        ("", SITE._replace(feeds=False), []),
        (SERIES, SITE, ["RSS", "Reading calendar"]),
        ("series: {group: {title: No day yet}}\n", SITE, ["RSS"]),
        ("contact: {newsletter: https://example.org/letters}\n", Place(), ["Newsletter"]),
        ("contact: {email: me@example.org}\n", Place(), []),
    ],
)
def test_the_ways_are_those_that_there_are(plan: str, place: Place, ways: list[str]) -> None:
    assert [way.label for way in list_ways_to_follow(view_of(plan, place))] == ways


@pytest.mark.parametrize("email", ["no address", "a@b c", "<a@b.org>", 'a@b.org"onclick=x'])
def test_no_mail_without_a_valid_address(email: str) -> None:
    plan = f"contact: {{email: {email!r}}}\n"
    assert reply_by_mail(view_of(plan), "A title") == []
    assert reply_by_mail(view_of(""), "A title") == []


@given(st.text(max_size=80))
def test_the_subject_is_the_title_whatever_it_holds(title: str) -> None:
    title = title.encode("utf-8", "replace").decode()
    html = render_post_ways(view_of("contact: {email: me@example.org}\n"), title, "blog/one/")
    (address,) = re.findall(r'href="(mailto:[^"]*)"', html)
    subject = unescape(address).removeprefix("mailto:me@example.org?subject=")
    assert not set(subject) & set(' &?#"<>')
    assert unquote(subject) == " ".join(title.split())
    assert 'href="../../feed.xml"' in html


def test_a_built_site_shows_them_below_posts_and_in_each_footer(tmp_path: Path) -> None:
    plan = "contact: {email: me@example.org, newsletter: 'https://example.org/a?b&c={{d}}'}\n"
    write_week(tmp_path, "2024-W27", "title: One & two?\n")
    (tmp_path / "entries/plan.yaml").write_text(plan + SERIES, "utf-8")
    (tmp_path / "docs/blog/posts").mkdir(parents=True)
    (tmp_path / "docs/blog/index.md").write_text("# Journal\n", "utf-8")
    essay = "---\ndate: 2024-07-01\n---\n# An essay\n\nText.\n"
    (tmp_path / "docs/blog/posts/essay.md").write_text(essay, "utf-8")
    site = build_site(tmp_path)
    pages = [page for page in site.rglob("*.html") if page.name != "404.html"]
    posts = 0
    for page in pages:
        html = page.read_text("utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        below = re.findall(r'<nav class="tracker-follow" .*?</nav>', html)
        (footer,) = re.findall(r'<nav class="tracker-follow-footer.*?</nav>', html)
        assert "mailto:" not in footer
        for block in (*below, footer):
            for name in ("feed.xml", "calendar.ics"):
                (address,) = re.findall(rf'href="([./]*{name})"', block)
                assert (page.parent / address).resolve() == (site / name).resolve()
            assert 'href="https://example.org/a?b&amp;c={{d}}"' in block
        posts += len(below)
        if page.parent.name == "essay":
            assert "subject=An%20essay" in below[0]
        if page.parent.name == "2024-w27":
            assert "subject=One%20%26%20two%3F" in below[0]
    assert posts == 2
