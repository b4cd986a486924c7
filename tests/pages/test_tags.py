"""Tags, each with one spelling and one address."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.pages.page_texts import made
from tests.sites import build_site, write_week
from tracker.pages.addresses import Essay
from tracker.pages.tags import TaggedPage, sum_up_tag


def tags_of(page: str) -> list[str]:
    found = re.search(r"(?m)^tags: (.*)$", page)
    return json.loads(found[1]) if found else []


def test_a_tag_has_one_spelling() -> None:
    plan = "courses: {c: {skills: [machine-learning, PYTHON, Calm]}}\n"
    texts = {
        "plan": plan,
        "2024-W27": "tags: [python, Machine Learning]\n",
        "2024-W28": "tags: [Python, machine learning, maths]\ncourses: {c: {}}\n",
        "2024-W29": "tags: [Python, python]\n",
        "2024-W30": "tags: [machine learning, Python]\n",
    }
    essay = Essay("essay.md", "E", date(2024, 1, 1), "", tags=("Maths",))
    found = made(texts, essays=(essay,))
    assert tags_of(found["courses/c.md"]) == ["machine learning", "Python", "Calm"]
    assert tags_of(found["blog/posts/2024-w27.md"]) == ["Python", "machine learning"]
    assert tags_of(found["blog/posts/2024-w28.md"]) == ["Python", "machine learning", "Maths"]
    assert tags_of(found["blog/posts/2024-w29.md"]) == ["Python"]


def test_no_anchor_of_the_page_of_tags_is_there_twice(tmp_path: Path) -> None:
    names = [
        "Backpropagation",
        "backpropagation",
        "C",
        "C++",
        "C#",
        "a b",
        "a-b",
        "A, B",
        "ß",
        "SS",
        "?",
        "!",
    ]
    write_week(
        tmp_path,
        "plan",
        json.dumps({"courses": {f"c{n}": {"skills": [name]} for n, name in enumerate(names)}}),
    )
    for n, name in enumerate(names):
        write_week(
            tmp_path, f"2024-W{10 + n}", json.dumps({"tags": [name], "courses": {f"c{n}": {}}})
        )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    page = (build_site(tmp_path) / "tags/index.html").read_text("utf-8")
    ids = Counter(re.findall(r'\bid="([^"]*)"', page))
    assert ids["tag:backpropagation"] == 1
    assert [name for name, count in ids.items() if count > 1] == []


# ---- the page of tags


def post(day: date) -> TaggedPage:
    return TaggedPage(f"post of {day}", day)


@pytest.mark.parametrize(
    ("pages", "facts", "groups"),
    [
        ([], "", []),
        ([post(date(2024, 3, 4))], "1 post, 4 March 2024", ["2024"]),
        (
            [post(date(2024, 3, 4)), post(date(2024, 3, 11))],
            "2 posts, March 2024",
            ["2024"],
        ),
        (
            [post(date(2024, 3, 4)), post(date(2024, 5, 6))],
            "2 posts, March to May 2024",
            ["2024"],
        ),
        (
            [
                TaggedPage("own"),
                TaggedPage("a", None, "papers"),
                post(date(2024, 3, 4)),
                TaggedPage("b", None, "courses"),
                post(date(2026, 5, 6)),
                TaggedPage("c", None, "courses"),
            ],
            "2 posts, 2 courses, 1 paper and 1 page, March 2024 to May 2026",
            ["2026", "2024", "Courses", "Papers", "Pages"],
        ),
    ],
)
def test_a_tag_says_how_many_bear_it_and_when(
    pages: list[TaggedPage], facts: str, groups: list[str]
) -> None:
    summary = sum_up_tag(pages)
    assert summary.facts == facts
    assert [heading for heading, _ in summary.groups] == groups
    assert sum(len(rows) for _, rows in summary.groups) == len(pages)


def write_tagged(folder: Path, weeks: int) -> None:
    write_week(folder, "plan", "courses: {c: {title: Slopes, skills: [Notes]}}\n")
    for number in range(1, weeks + 1):
        write_week(folder, f"2024-W{number:02}", f"title: 'W{number}'\ntags: [Notes]\n")
    write_week(folder, f"2024-W{weeks + 1:02}", "draft: true\ntags: [Notes, HiddenTag]\n")
    (folder / "docs").mkdir()
    text = "---\ntags: [Notes]\n---\n# Own page\n"
    (folder / "docs/own.md").write_text(text, "utf-8")
    (folder / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")


@pytest.mark.parametrize(("weeks", "is_open"), [(3, True), (25, False)])
def test_the_page_of_tags_has_counts_and_dates_and_folds_when_it_is_long(
    tmp_path: Path, weeks: int, is_open: bool
) -> None:
    write_tagged(tmp_path, weeks)
    page = (build_site(tmp_path) / "tags/index.html").read_text("utf-8")
    details = re.findall(r'(?s)<details class="tracker-tagged"( open)?>\s*(.*?)</details>', page)
    assert [bool(found) for found, _ in details] == [is_open]
    text = details[0][1]
    assert re.search(r'<h2 id="tag:notes">', text)
    end = "January 2024" if weeks == 3 else "January to June 2024"
    assert f"{weeks} posts, 1 course and 1 page, {end}</span></summary>" in text
    links = re.findall(r'<a href="([^"]*)">([^<]*)</a>(?: <span[^>]*>([^<]*)<)?', text)
    assert len(links) == weeks + 2
    assert links[0][1] == f"W{weeks}"
    assert ("../blog/2024/01/07/2024-w01/", "W1", "7 January") in links
    assert ("../courses/c/", "Slopes", "") in links
    assert "HiddenTag" not in page


def test_a_template_of_the_authors_own_lists_the_tags(tmp_path: Path) -> None:
    write_tagged(tmp_path, 1)
    template = tmp_path / "overrides/fragments/tags/default/listing.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>Mine: {{ listing.mappings | length }}</p>", "utf-8")
    config = "theme: {name: material, custom_dir: overrides}\n"
    config += "plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [attr_list]\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{config}", "utf-8")
    page = (build_site(tmp_path, config=None) / "tags/index.html").read_text("utf-8")
    assert "Mine: 3" in page
    assert "tracker-tagged" not in page
