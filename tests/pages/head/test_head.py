"""Heads of pages, read from sites built by the real mkdocs."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.journal import PAYLOADS
from tests.pages.head.parsed_head import Head
from tests.sites import build_site, run_mkdocs, write_week

ONCE = (
    "og:type",
    "og:title",
    "og:description",
    "og:site_name",
    "og:locale",
    "og:url",
    "og:image",
    "twitter:card",
)
NEEDED = {
    "BlogPosting": {
        "headline",
        "datePublished",
        "dateModified",
        "url",
        "image",
        "description",
        "mainEntityOfPage",
    },
    "Course": {"name", "description", "mainEntityOfPage"},
    "Book": {"name", "mainEntityOfPage"},
    "ScholarlyArticle": {"name", "mainEntityOfPage"},
    "SoftwareSourceCode": {"name", "codeRepository", "mainEntityOfPage"},
    "CreativeWork": {"name", "mainEntityOfPage"},
    "WebSite": {"name", "url"},
    "Blog": {"name", "url", "description", "isPartOf"},
    "CollectionPage": {"name", "url", "description", "isPartOf"},
    "AboutPage": {"name", "url", "description", "isPartOf"},
    "WebPage": {"name", "url", "description", "isPartOf"},
    "BreadcrumbList": {"itemListElement"},
    "Person": {"name"},
}
DATED = re.compile(r"\d{4}(-\d\d-\d\d)?")


def head_of(path: Path) -> Head:
    return Head(path.read_text("utf-8").partition("<body")[0])  # titles in drawings are others


def heads(site: Path) -> dict[str, Head]:
    """Of each page, but for those at addresses of before, which lead on."""
    pages = {
        path.relative_to(site).as_posix(): head_of(path) for path in sorted(site.rglob("*.html"))
    }
    return {name: head for name, head in pages.items() if not leads_on(head)}


def leads_on(head: Head) -> bool:
    return any(content.startswith("0; url=") for _, content in head.meta)


@pytest.fixture(scope="module", params=["example", "everything", "hostile"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param != "hostile":
        return request.getfixturevalue(f"{request.param}_site")  # type: ignore[no-any-return]
    folder = tmp_path_factory.mktemp("hostile")
    courses = {
        f"course-{n}": {"title": text, "by": text, "url": "https://a.example/"}
        for n, text in hostile()
    }
    papers = {
        f"paper-{n}": {"title": text, "authors": [text], "skills": [text]} for n, text in hostile()
    }
    contact = {"name": PAYLOADS["script"], "url": "https://a.example/?a=%3C&b"}
    write_week(
        folder,
        "plan",
        json.dumps(
            {"title": PAYLOADS["script"], "courses": courses, "papers": papers, "contact": contact}
        ),
    )
    for n, text in hostile():
        session = {"start": f"2024-W{27 - n:02}", "minutes": 30, "item": f"course-{n}"}
        entry = {"title": text, "summary": text, "tags": [text], "sessions": [session]}
        write_week(folder, f"2024-W{27 - n:02}", json.dumps(entry))
    return build_site(folder)


def hostile() -> list[tuple[int, str]]:
    return list(
        enumerate(
            [
                *PAYLOADS.values(),
                "</script><script>alert(1)</script>",
                "<!-- x",
                "a\u2028b",
                '" onload="x',
            ]
        )
    )


def test_each_page_has_each_of_them_once(site: Path) -> None:
    for name, head in heads(site).items():
        lost = name == "404.html"
        counts = Counter(key for key, _ in head.meta)
        assert len(head.titles) == 1, name
        assert counts["description"] == (1 if not lost or "description" in counts else 0), name
        assert len(head.linked("canonical")) == (0 if lost else 1), name
        if not lost:
            assert {key: counts[key] for key in ONCE} == dict.fromkeys(ONCE, 1), name
            assert all(text.strip() for key, text in head.meta if key in {*ONCE, "description"}), (
                name
            )


def test_no_two_pages_have_the_same_title_and_each_says_more_than_the_sites(site: Path) -> None:
    titles = {name: head.titles[0] for name, head in heads(site).items()}
    assert [title for title, count in Counter(titles.values()).items() if count > 1] == []
    plain = titles["index.html"].rpartition(" - ")[2]
    assert [name for name, title in titles.items() if title == plain and name != "index.html"] == []


def test_a_shared_link_finds_its_picture_on_this_site_and_nothing_is_asked_of_another(
    site: Path,
) -> None:
    for name, head in heads(site).items():
        root = (head.linked("canonical") or [{"href": ""}])[0]["href"] or ""
        for image in head.said("og:image"):
            path = image.partition("/assets/")[2]
            assert (site / "assets" / path).is_file(), (name, image)
            assert image.split("/")[2] == root.split("/")[2]
        # The small configuration of the tests leaves Material its fonts; the example's and `tracker init`'s do not.
        asked = [
            address for address in head.asked if re.match(r"(https?:)?//(?!fonts\.g)", address)
        ]
        assert asked == [], name


def test_what_is_said_to_programs_is_whole_and_parses(site: Path) -> None:
    kinds = Counter()
    for name, head in heads(site).items():
        assert len(head.scripts) == (0 if name == "404.html" else 1), name
        for node in head.graph():
            kinds[node["@type"]] += 1
            assert set(node) >= NEEDED[node["@type"]], (name, node)
            assert [value for value in node.values() if value in (None, "", [], {})] == []
            dates = [node[key] for key in ("datePublished", "dateModified") if key in node]
            assert all(DATED.fullmatch(text) for text in dates)
            if node["@type"] == "BlogPosting":
                assert node["dateModified"] >= node["datePublished"]
                assert node["url"] == head.linked("canonical")[0]["href"] == head.said("og:url")[0]
            if node["@type"] == "BreadcrumbList":
                assert [step["position"] for step in node["itemListElement"]] == [1, 2, 3]
    assert kinds["WebSite"] == 1
    assert (
        min(kinds[kind] for kind in ("BlogPosting", "Course", "ScholarlyArticle", "BreadcrumbList"))
        >= 1
    )


def test_every_address_in_the_head_is_a_page_of_the_site(site: Path) -> None:
    for name, head in heads(site).items():
        root = head_of(site / "index.html").linked("canonical")[0]["href"] or ""
        text = json.dumps(head.graph())
        for address in re.findall(rf'"{re.escape(root)}([^"#]*)', text):
            assert (site / address / "index.html").is_file() or (site / address).is_file(), (
                name,
                address,
            )


def test_the_site_map_leads_to_pages_that_stay_and_dates_them_by_the_data(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    pages = dict(re.findall(r"(?s)<loc>([^<]*)</loc>\s*(?:<lastmod>([^<]*)</lastmod>)?", text))
    ours = {
        head.linked("canonical")[0]["href"]
        for name, head in heads(site).items()
        if name != "404.html"
    }
    assert set(pages) == ours
    posts = {
        address: day for address, day in pages.items() if re.search(r"/20\d\d-w\d\d/$", address)
    }
    assert len(set(posts.values())) == len(posts) >= 1  # not the day of the build
    assert {day for address, day in pages.items() if address.endswith("/about/")} <= {""}


ONE = "title: One\nsessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero}\n"


def test_a_site_without_an_address_says_what_needs_none(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", ONE)
    run_mkdocs(tmp_path, "--version")  # makes mkdocs.yml
    config = (
        (tmp_path / "mkdocs.yml")
        .read_text("utf-8")
        .replace("site_url: https://example.org/journal/\n", "")
    )
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    result = run_mkdocs(tmp_path, "build", "--strict", config=None)
    assert result.returncode == 0, result.stderr
    head = next(head for name, head in heads(tmp_path / "site").items() if "2024-w27" in name)
    assert head.said("og:title") == ["One"]
    assert (
        head.said("og:url")
        == head.said("og:image")
        == head.scripts
        == head.linked("alternate feed")
        == []
    )
    assert not (tmp_path / "site/assets/cards").exists()


def test_weeks_of_one_title_are_told_apart_by_their_days(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", ONE)
    write_week(tmp_path, "2024-W26", ONE.replace("07-01", "06-24"))
    titles = [
        head.titles[0]
        for name, head in heads(build_site(tmp_path)).items()
        if re.search("2024-w2", name)
    ]
    assert sorted(titles) == ["One (1 to 7 July 2024) - Test", "One (24 to 30 June 2024) - Test"]


def test_a_former_address_names_the_one_that_it_has_now(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", "courses: {new: {title: Algebra, was: [old]}}\n")
    site = build_site(tmp_path)
    now = "https://example.org/journal/courses/new/"
    old = head_of(site / "courses/old/index.html")
    assert [old.linked("canonical")[0]["href"], *old.said("og:url")] == [now, now]
    assert "courses/old" not in (site / "sitemap.xml").read_text("utf-8")
    assert "courses/old" not in (site / "search/search_index.json").read_text("utf-8")


def test_an_address_that_leads_nowhere_leads_on(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", ONE)
    site = build_site(tmp_path)
    lost = (site / "404.html").read_text("utf-8")
    body = lost.partition("There is no page here</h1>")[2].partition("</article>")[0]
    links = re.findall(r'href="([^"]*)"', body)
    assert len(links) >= 5
    for address in links:
        assert address.startswith("/journal/")
        assert (site / address.removeprefix("/journal/") / "index.html").is_file(), address
    assert 'name="robots" content="noindex"' in lost


def test_a_lost_page_of_ones_own_and_words_of_ones_own_stand(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/404.html").write_text("<title>Mine</title><p>Mine</p>", "utf-8")
    own = '{% extends "base.html" %}{% block extrahead %}<meta property="og:title" content="Mine">{% endblock %}'
    (tmp_path / "theme/main.html").write_text(own, "utf-8")
    write_week(tmp_path, "2024-W27", ONE)
    run_mkdocs(tmp_path, "--version")
    config = (tmp_path / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        config.replace("theme: material", "theme: {name: material, custom_dir: theme}"), "utf-8"
    )
    result = run_mkdocs(tmp_path, "build", "--strict", config=None)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "site/404.html").read_text("utf-8") == "<title>Mine</title><p>Mine</p>"
    post = next(head for name, head in heads(tmp_path / "site").items() if "2024-w27" in name)
    assert [post.said("og:title"), post.said("og:image"), len(post.scripts)] == [["Mine"], [], 1]


@pytest.mark.parametrize(("below", "there"), [("", True), ("journal/", False)])
def test_robots_txt_stands_at_the_root_of_a_host_alone(
    tmp_path: Path, below: str, there: bool
) -> None:
    write_week(tmp_path, "2024-W27", ONE)
    run_mkdocs(tmp_path, "--version")
    config = (
        (tmp_path / "mkdocs.yml")
        .read_text("utf-8")
        .replace("example.org/journal/", f"example.org/{below}")
    )
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    assert run_mkdocs(tmp_path, "build", config=None).returncode == 0
    robots = tmp_path / "site/robots.txt"
    assert robots.exists() == there
    assert not there or "Sitemap: https://example.org/sitemap.xml\n" in robots.read_text("utf-8")


def test_drafts_have_no_card_and_a_posts_notes_are_found_by_search(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", ONE + "intro: A word. It is about quaternions.\n")
    write_week(tmp_path, "2024-W26", "draft: true\ntitle: HiddenTitle\n")
    site = build_site(tmp_path)
    assert sorted(path.name for path in (site / "assets/cards").glob("*.png")) == [
        "2024-w27.png",
        "site.png",
    ]
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    assert [entry["location"] for entry in index if "quaternions" in entry["text"]] == [
        "blog/2024/07/07/2024-w27/"
    ]
    assert [entry for entry in index if entry["title"] == "One"] != []
