"""Links to items in prose, and the posts about an item on its page."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.journal import program
from tests.sites import AS_OF, build_site, everything_in, text_of, write_week
from tracker.pages.item_links import unit_anchors

PLUGINS = 'plugins: [tracker, {blog: {post_url_format: "{slug}"}}]\n'
PLAN = """\
why: From [[zero-to-hero]] to a model of my own. Then more.
gate: 3
courses:
  zero-to-hero:
    title: "Neural Networks: Zero to Hero"
    units: {micrograd: Building micrograd, größe: Größe}
    was: [nn]
    review: Better than [[vaswani2017|the paper]].
papers:
  vaswani2017: {title: Attention Is <All>}
projects:
  four-gram: {title: Four-gram}
"""
WEEK = """\
title: Shown
intro: |
  After [[zero-to-hero/micrograd]] came [[vaswani2017|the *transformer* paper]]; `[[four-gram]]`.
learned: ["a [[nn/größe]]", "b [[zero-to-her]]"]
"""
HELD_BACK = {
    "2024-W26": "draft: true\nintro: Hidden [[four-gram]]\n",
    "2024-W28": "courses: {zero-to-hero: {confidence: 1, notes: 'Hidden [[four-gram]]'}}\n",
    "2024-W29": "intro: Told\nunpublished: Hidden [[four-gram]]\n",
}
ESSAY = """\
---
date: 2024-07-02
items: [zero-to-hero/micrograd]
---
# On models

Why [[vaswani2017|that paper]] matters.

<!-- more -->

And [[nn]].
"""


def write_journal(folder: Path) -> None:
    write_week(folder, "plan", PLAN)
    write_week(folder, "2024-W27", WEEK)
    for name, text in HELD_BACK.items():
        write_week(folder, name, text)
    posts = folder / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (posts / "models.md").write_text(ESSAY, "utf-8")
    hidden = (
        "---\ndate: 2024-07-02\ndraft: true\nitems: [four-gram]\n---\n# Hidden\n\n[[four-gram]]\n"
    )
    (posts / "hidden.md").write_text(hidden, "utf-8")


def links_of(page: Path) -> dict[str, str]:
    """Words -> address of each link in a page's article."""
    article = page.read_text("utf-8").partition("<article")[2].rpartition("</article>")[0]
    links = re.findall(r'<a href="([^"]*)">(.*?)</a>', article)
    return {re.sub("<[^>]+>", "", words).replace("&#58;", ":"): address for address, words in links}


def written_about(page: Path) -> list[str]:
    section = page.read_text("utf-8").partition('id="written-about"')[2].partition("</ul>")[0]
    return re.findall(r'<li><a href="[^"]*">(.*?)</a>', section)


def test_prose_links_to_items_and_their_pages_list_it(tmp_path: Path) -> None:
    write_journal(tmp_path)
    site = build_site(
        tmp_path, config=PLUGINS
    )  # --strict, so each address and each anchor is there
    week = links_of(site / "blog/2024-w27/index.html")
    assert week["Building micrograd"] == "../../courses/zero-to-hero/#unit-micrograd"
    assert week["the transformer paper"] == "../../papers/vaswani2017/"
    assert week["Größe"].startswith("../../courses/zero-to-hero/#unit-")
    said = (site / "blog/2024-w27/index.html").read_text("utf-8")
    assert "<code>[[four-gram]]</code>" in said
    assert "b [[zero-to-her]]" in said
    essay = links_of(site / "blog/on-models/index.html")
    assert essay["that paper"] == "../../papers/vaswani2017/"
    assert essay["Neural Networks: Zero to Hero"] == "../../courses/zero-to-hero/"
    assert links_of(site / "blog/index.html")["that paper"] == "../papers/vaswani2017/"
    course = site / "courses/zero-to-hero/index.html"
    assert links_of(course)["the paper"] == "../../papers/vaswani2017/"
    assert written_about(course) == ["Shown", "On models"]
    assert written_about(site / "papers/vaswani2017/index.html") == ["Shown", "On models"]
    assert "No week has written of it yet" not in text_of(site / "papers/vaswani2017/index.html")


def test_what_is_held_back_is_listed_nowhere(tmp_path: Path) -> None:
    write_journal(tmp_path)
    site = build_site(tmp_path, config=PLUGINS)
    assert written_about(site / "projects/four-gram/index.html") == []
    said = everything_in(site).replace("overflow: hidden", "").split("assets/")[0]
    assert "hidden" not in said.lower()


def test_descriptions_and_what_leaves_the_site_have_the_words(tmp_path: Path) -> None:
    write_journal(tmp_path)
    site = build_site(tmp_path, config=PLUGINS)
    said = everything_in(site).split("assets/")[0]
    assert "tracker:/" not in said
    home = (site / "index.html").read_text("utf-8")
    assert 'content="From Neural Networks&#58; Zero to Hero to a model of my own"' in home
    mail = program("week", "2024-W27", "--as", "mail", cwd=tmp_path, TRACKER_NOW="2024-07-20T12:00")
    assert "After Building micrograd" in mail.out
    assert "the _transformer_ paper" in mail.out


def test_pages_for_another_engine_have_the_links(tmp_path: Path) -> None:
    write_journal(tmp_path)
    config = "site_name: J\ntheme: material\nplugins: [tracker, blog]\n"
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    done = program("build", "--to", str(tmp_path / "plain"), cwd=tmp_path, SOURCE_DATE_EPOCH=AS_OF)
    assert done.code == 0, done.err
    docs = tmp_path / "plain/docs"
    essay = (docs / "blog/posts/models.md").read_text("utf-8")
    assert "[that paper](../../papers/vaswani2017.md)" in essay
    week = (docs / "blog/posts/2024-w27.md").read_text("utf-8")
    assert "(../../courses/zero-to-hero.md#unit-micrograd)" in week


def test_essays_are_checked_with_line_and_column(tmp_path: Path) -> None:
    write_journal(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: J\n", "utf-8")
    essay = "---\ndate: 2024-07-02\nitems: [nn, vaswani]\n---\n# E\n\nAnd [[zero-to-her]].\n"
    (tmp_path / "docs/blog/posts/models.md").write_text(essay, "utf-8")
    said = program("check", cwd=tmp_path).out.splitlines()
    path = "docs/blog/posts/models.md"
    assert [line for line in said if line.startswith(path)] == [
        f"{path}:3:13: hint: items[1]: 'vaswani' is not in the plan; did you mean 'vaswani2017'?",
        f"{path}:7:5: hint: 'zero-to-her' is not in the plan; did you mean 'zero-to-hero'?",
    ]


@given(st.lists(st.text(max_size=8), unique=True, max_size=8))
def test_each_unit_has_an_anchor_of_its_own(units: list[str]) -> None:
    anchors = unit_anchors(units)
    assert list(anchors) == units
    assert len(set(anchors.values())) == len(units)
    assert all(re.fullmatch(r"unit-[a-z0-9-]+", anchor) for anchor in anchors.values())


def test_a_link_to_what_is_held_back_shows_its_other_words(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W26", "draft: true\ncourses: {hidden-course: {done: [u]}}\n")
    prose = "Shown [[hidden-course|the *work* thing]], [[hidden-course/u]] and [[other]]."
    write_week(tmp_path, "2024-W27", f"intro: '{prose}'\n")
    posts = tmp_path / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    head = "---\ndate: 2024-07-02\nitems: [hidden-course]\n---\n# On it\n\n"
    (posts / "on.md").write_text(head + prose, "utf-8")
    site = build_site(tmp_path, config=PLUGINS)
    shown = "Shown the <em>work</em> thing, … and [[other]]."
    for name in ("2024-w27", "on-it"):
        assert shown in (site / f"blog/{name}/index.html").read_text("utf-8")
    said = everything_in(site).replace("overflow: hidden", "").split("assets/")[0]
    assert "hidden" not in said
