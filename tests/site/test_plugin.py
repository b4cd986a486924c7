"""Journals -> built sites, through the real mkdocs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from html import unescape
from pathlib import Path

import pytest

from tests.journal import CASES, PAYLOADS, environment
from tests.sites import (
    AS_OF,
    PLUGINS,
    Marks,
    build_site,
    everything_in,
    run_mkdocs,
    text_of,
    write_week,
)
from tests.tools.generate import make_journal
from tracker.pages.accessible_names import add_accessible_names


def test_every_key_is_shown_somewhere_and_what_is_held_back_nowhere(everything_site: Path) -> None:
    source = "\n".join(
        path.read_text("utf-8") for path in (CASES / "everything/entries").glob("*.yaml")
    )
    said = everything_in(everything_site)
    words = set(re.findall(r"\b(?:Shown|Hidden)\w+", source))
    assert len(words) > 90
    assert sorted(word for word in words if word.startswith("Shown") and word not in said) == []
    assert sorted(word for word in words if word.startswith("Hidden") and word in said) == []


def test_only_pictures_of_shown_words_are_published(everything_site: Path) -> None:
    assert sorted(
        path.name for path in everything_site.rglob("*.png") if "entries" in path.parts
    ) == [
        "shown-cover.png",
        "shown-picture.png",
    ]


def test_a_drafts_minutes_count_and_a_former_id_leads_on(everything_site: Path) -> None:
    course = (everything_site / "courses/named/index.html").read_text("utf-8")
    assert "2 h 10" in course  # 50 + 35 of the draft + 45 of the week that is not over
    moved = (everything_site / "courses/shown-old-id/index.html").read_text("utf-8")
    assert 'url=../named/"' in moved


def test_code_is_left_alone(everything_site: Path) -> None:
    post = (everything_site / "blog/2024/07/04/2024-w27/index.html").read_text("utf-8")
    assert "![](images/in-code.png) ![x](tracker:calendar) ShownCode" in unescape(
        re.sub(r"<[^>]+>", "", post)
    )


def test_sections_stand_in_the_weeks_order_and_none_is_lost(everything_site: Path) -> None:
    post = (everything_site / "blog/2024/07/04/2024-w27/index.html").read_text("utf-8")
    order = [
        "ShownIntro",
        "ShownOwnText",
        "ShownCourseNotes",
        "ShownLateText",
        "ShownBareGoal",
        "ShownPaperNotes",
        "ShownNext",
    ]
    assert [post.index(word) for word in order] == sorted(post.index(word) for word in order)


def test_titles_are_made_and_never_a_number(tmp_path: Path) -> None:
    write_week(
        tmp_path,
        "2024-W27",
        "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero}\n",
    )
    write_week(tmp_path, "2024-W26", "")
    write_week(tmp_path, "2024-W25", "sessions:\n  - {start: 2024-W25, minutes: 120}\n")
    write_week(
        tmp_path,
        "2024-W24",
        "courses: {algebra: {done: [groups]}}\npapers: {vaswani2017: {read: again}}\n",
    )
    site = build_site(tmp_path)
    titles = [
        re.search(r"<title>(.*?) - Test</title>", path.read_text("utf-8"))[1]
        for path in sorted(site.rglob("2024-w*/index.html"))
    ]  # type: ignore[index]
    assert titles == [
        "Finished groups and re-read vaswani2017, 10 to 16 June",
        "2 h of study, 17 to 23 June",
        "Zero-to-hero, 1 to 7 July",
    ]


def test_a_site_of_ones_own_adds_two_lines(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(
        "# My own home\n\n![Hours](tracker:hours-by-week)\n", "utf-8"
    )
    write_week(
        tmp_path,
        "2024-W27",
        "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: zero-to-hero}\n",
    )
    site = build_site(tmp_path, config="plugins: [tracker, blog]\n")
    home = (site / "index.html").read_text("utf-8")
    assert "My own home" in home
    assert "<svg" in home
    assert (site / "courses/zero-to-hero/index.html").is_file()


def test_a_journal_with_errors_builds_nothing_and_keeps_the_last_site(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50}\n")
    site = build_site(tmp_path)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    write_week(tmp_path, "2024-W28", "titel: x\nsessions: 5\n")
    write_week(tmp_path, "2024-W26", "sessions:\n  - {start: 2024-06-24, minutes: ninety}\n")
    result = run_mkdocs(tmp_path, "build")
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    for place in (
        "2024-W26.yaml:2:34: sessions[0].minutes: ",
        "2024-W28.yaml:1:1: titel: ",
        "2024-W28.yaml:2:11: sessions: ",
    ):
        assert f"entries/{place}" in result.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


# What `tracker serve` does again and again, in one process.
BUILD_OFTEN = """
import gc
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError
from pathlib import Path
for text in ("title: One", "titel: one", "title: Two"):
    Path("entries/2024-W27.yaml").write_text(text)
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    before = gc.get_freeze_count()
    try:
        build(config)
        end = "built"
    except (Abort, BuildError):
        end = "failed"
    print(end, before > 0, gc.get_freeze_count())
"""


def test_no_build_keeps_memory_from_the_collector(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "title: One\n")
    build_site(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", BUILD_OFTEN],
        cwd=tmp_path,
        env=environment(SOURCE_DATE_EPOCH=AS_OF, NO_MKDOCS_2_WARNING="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines() == ["built True 0", "failed True 0", "built True 0"], (
        done.stderr
    )


@pytest.mark.parametrize("where", ["entries", "entries/site", "entries/.."])
def test_a_site_is_never_built_over_the_journal(tmp_path: Path, where: str) -> None:
    """MkDocs empties its folder first."""
    write_week(tmp_path, "2024-W27", "title: One\n")
    done = run_mkdocs(tmp_path, "build", "--site-dir", where)
    assert done.returncode == 1
    assert (tmp_path / "entries/2024-W27.yaml").read_text("utf-8") == "title: One\n"
    assert "Traceback" not in done.stderr


def test_no_entries_folder_is_said(tmp_path: Path) -> None:
    result = run_mkdocs(tmp_path, "build")
    assert result.returncode != 0
    assert "there is no folder entries/" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every payload in every place where text from elsewhere can stand."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "secret.txt").write_text("SECRET", "utf-8")
    plan: dict[str, dict[str, object]] = {"courses": {}, "papers": {}, "projects": {}}
    for n, text in enumerate(PAYLOADS.values()):
        plan["courses"][f"course-{n}"] = {
            "title": text,
            "by": text,
            "form": text,
            "units": {"a": text},
            "skills": [text],
        }
        plan["papers"][f"paper-{n}"] = {"title": text, "authors": [text]}
        plan["projects"][f"project-{n}"] = {"title": text, "status": "active"}
        link = {
            "url": "https://example.org/",
            "title": text,
            "note": text,
            "quote": text,
            "tags": [text],
        }
        session = {
            "start": "2024-07-01 19:30",
            "minutes": 30,
            "item": f"course-{n}/a",
            "note": text,
        }
        monday = 27 - n
        name = f"2024-W{monday:02}"
        session["start"] = name
        week_ = {
            "title": text,
            "summary": text,
            "tags": [text],
            "goals": [text],
            "links": [link],
            "questions": [text],
            "courses": {f"course-{n}": {"done": ["a"], "gaps": [text]}},
            "papers": {f"paper-{n}": {"read": "once"}},
            "sessions": [session],
        }
        write_week(folder, name, json.dumps(week_))
    write_week(
        folder,
        "plan",
        json.dumps(
            {
                "title": PAYLOADS["script"],
                **plan,
                "pauses": [
                    {"from": "2024-01-01", "to": "2024-01-02", "reason": PAYLOADS["svg onload"]}
                ],
            }
        ),
    )
    names = "attr_list, md_in_html, admonition, footnotes, pymdownx.snippets, pymdownx.superfences, pymdownx.magiclink"
    extensions = f"markdown_extensions: [{names}, pymdownx.arithmatex, pymdownx.smartsymbols]\n"
    return build_site(folder, config=PLUGINS.partition("\n")[0] + "\n" + extensions)


def test_hostile_text_is_inert(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        text = path.read_text("utf-8")
        marks = Marks()
        marks.feed(text)
        assert marks.active == [], path
        body = re.sub(r"(?s)<script\b.*?</script>", "", text)
        assert "alert(1)</script>" not in body
        assert "<style>*{display" not in body
        assert "SECRET" not in text
        assert "49" not in re.findall(r"<title>(.*?) - Test", text)


def test_hostile_text_reads_as_it_was_typed(hostile: Path) -> None:
    for n, text in enumerate(PAYLOADS.values()):
        page = (hostile / f"papers/paper-{n}/index.html").read_text("utf-8")
        typed = " ".join(text.split())
        seen = unescape(re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)[1]))  # type: ignore[index]
        assert seen == typed
        # Weeks, courses and papers of one title are told apart behind it.
        whole = unescape(re.search(r"<title>(.*?) - Test</title>", page, re.DOTALL)[1])  # type: ignore[index]
        assert whole == f"{typed} (paper paper-{n})"
        assert len(re.findall(r"<article\b", page)) == 1


@pytest.mark.long
def test_excerpts_are_those_of_bare_material(tmp_path: Path) -> None:
    """The cut that saves a third of the time changes no byte of what the lists show."""
    ours, bare = tmp_path / "ours", tmp_path / "bare"
    for folder in (ours, bare):
        folder.mkdir()
    make_journal(ours, weeks=30, sessions=6, words=200)
    # What stands above the separator may need what stands below it: there the cut must not be made.
    essay = "---\ndate: 2017-03-01\n---\n# An essay\n\nSee [this][below].\n\n<!-- more -->\n\n[below]: https://below.example\n"
    for folder in (ours, bare):
        (folder / "docs/blog/posts").mkdir(parents=True)
        (folder / "docs/blog/posts/essay.md").write_text(essay, "utf-8")
        # Nothing to go on reading.
        whole = "---\ndate: 2017-03-02\n---\n# A short one\n\nAll of it.\n\n<!-- more -->\n"
        (folder / "docs/blog/posts/whole.md").write_text(whole, "utf-8")
        (folder / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    as_of = "1795219200"  # 2026-11-21
    plugins = PLUGINS.replace("blog", "{blog: {pagination_per_page: 100}}")
    site = build_site(ours, config=plugins, as_of=as_of)
    posts = bare / "docs/blog/posts"
    shutil.copytree(ours / ".tracker/site/blog/posts", posts, dirs_exist_ok=True)
    result = run_mkdocs(bare, "build", config=plugins.replace("tracker, ", ""), as_of=as_of)
    assert result.returncode == 0, result.stderr
    shown = excerpts(site / "blog/index.html")
    assert len(shown) == 32
    assert shown == [add_accessible_names(text) for text in excerpts(bare / "site/blog/index.html")]


def test_a_page_without_a_list_of_headings_has_no_landmark_for_one(example_site: Path) -> None:
    landmarks = [
        (path.name, nav)
        for path in example_site.rglob("*.html")
        for nav in re.findall(
            r'(?s)<nav class="md-nav md-nav--secondary".*?</nav>', path.read_text("utf-8")
        )
    ]
    assert landmarks
    assert [name for name, nav in landmarks if "<li" not in nav] == []


MANY = "plugins: [tracker, {blog: {pagination_per_page: 3%s}}, tags, search]\nmarkdown_extensions: [attr_list]\n"


def write_many(folder: Path) -> None:
    """Eight weeks of two years, an essay, and a draft."""
    folder.mkdir(exist_ok=True)
    for number in (*range(49, 53), *range(1, 5)):
        year = 2023 if number > 10 else 2024
        write_week(folder, f"{year}-W{number:02}", f"title: Week [{number}] <b>\n")
    write_week(folder, "2024-W05", "draft: true\ntitle: HiddenWeek\n")
    posts = folder / "docs/blog/posts"
    posts.mkdir(parents=True)
    (posts / "essay.md").write_text("---\ndate: 2023-12-13\n---\n# An essay\n", "utf-8")
    (posts.parent / "index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")


def links_of(page: Path, part: str) -> list[tuple[str, str]]:
    """(address, words) of each link in a part of a page."""
    found = re.search(part, page.read_text("utf-8"), re.DOTALL)
    assert found, page
    links = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', found[0], re.DOTALL)
    return [(href, unescape(words)) for href, words in links]


def test_the_journal_leads_to_its_years_and_each_lists_all_of_its_posts(tmp_path: Path) -> None:
    write_many(tmp_path)
    site = build_site(tmp_path, config=MANY % "")
    journal = site / "blog/index.html"
    assert len(excerpts(journal)) == 3
    nav = r'<nav class="md-pagination".*?</nav>'
    assert links_of(journal, nav) == [("archive/2024/", "2024"), ("archive/2023/", "2023")]
    assert "4 posts" in text_of(journal)
    assert "5 posts" in text_of(journal)
    article = r"<article.*?</article>"
    page = site / "blog/archive/2023/index.html"
    assert links_of(page, article) == [
        ("../../../progress/2023/", "2023 in review"),
        *[
            (f"../../2023/12/{day}/2023-w{week}/", f"Week [{week}] <b>")
            for week, day in ((52, 31), (51, 24), (50, 17))
        ],
        ("../../2023/12/13/an-essay/", "An essay"),
        ("../../2023/12/10/2023-w49/", "Week [49] <b>"),
        ("../2024/", "2024"),
    ]
    assert not excerpts(page)
    assert "HiddenWeek" not in everything_in(site)
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    assert not [doc for doc in index["docs"] if doc["location"].startswith("blog/archive/")]


@pytest.mark.parametrize("folders", [True, False])
def test_the_numbered_pages_of_before_lead_to_the_years(tmp_path: Path, folders: bool) -> None:
    ours, bare = tmp_path / "ours", tmp_path / "bare"
    addresses = "" if folders else "use_directory_urls: false\n"
    for folder in (ours, bare):
        write_many(folder)
    site = build_site(ours, config=MANY % ", archive_pagination_per_page: 2" + addresses)
    shutil.copytree(ours / ".tracker/site/blog/posts", bare / "docs/blog/posts", dirs_exist_ok=True)
    config = MANY.replace("tracker, ", "") % ", archive_pagination_per_page: 2" + addresses
    assert run_mkdocs(bare, "build", config=config).returncode == 0
    numbered = {
        path.relative_to(bare / "site")
        for path in (bare / "site/blog").rglob("*.html")
        if "/page/" in path.as_posix()
    }
    assert len(numbered) == 5
    assert numbered == {
        path.relative_to(site) for path in site.rglob("*.html") if "/page/" in path.as_posix()
    }
    for path in numbered:
        url = re.search(r'content="0; url=([^"]*)"', (site / path).read_text("utf-8"))
        assert url
        target = os.path.normpath(site / path.parent / url[1])
        year = os.path.basename(target).removesuffix(".html")
        assert os.path.exists(target), path
        # The first post that stood there is one of the year.
        (first, *_) = re.findall(r"(202\d)/\d\d/\d\d/", (bare / "site" / path).read_text("utf-8"))
        assert year == first
        assert path.as_posix() not in (site / "sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    "options", [", pagination: false", ", archive: false", ", archive_pagination: false"]
)
def test_lists_that_the_author_set_are_left_to_the_blog(tmp_path: Path, options: str) -> None:
    write_many(tmp_path)
    site = build_site(tmp_path, config=MANY % options)
    journal = site / "blog/index.html"
    assert len(excerpts(journal)) == (9 if options == ", pagination: false" else 3)
    assert "tracker-archives" not in journal.read_text("utf-8")


def test_a_page_of_the_authors_own_begins_the_list_of_its_year(tmp_path: Path) -> None:
    write_many(tmp_path)
    page = tmp_path / "docs/blog/archive/2023.md"
    page.parent.mkdir()
    page.write_text("# The first year\n\nOf beginnings.\n", "utf-8")
    text = text_of(build_site(tmp_path, config=MANY % "") / "blog/archive/2023/index.html")
    assert text.index("Of beginnings.") < text.index("Week [49]")


def test_a_short_journal_has_no_list_of_years(tmp_path: Path) -> None:
    write_week(tmp_path, "2023-W49", "title: One\n")
    site = build_site(tmp_path)
    assert "tracker-archives" not in (site / "blog/index.html").read_text("utf-8")
    assert "1 post, newest first." in text_of(site / "blog/archive/2023/index.html")


def excerpts(path: Path) -> list[str]:
    found = re.findall(
        r'(?s)<article class="md-post md-post--excerpt">.*?</article>', path.read_text("utf-8")
    )
    return [re.sub(r"(?s)<a [^>]*(courses|papers|projects)/[^>]*>", "", text) for text in found]


def test_two_builds_are_the_same_bytes(everything_site: Path, tmp_path: Path) -> None:
    """In two folders, the second with nothing remembered."""
    shutil.copytree(CASES / "everything/entries", tmp_path / "entries")
    first, second = files_of(everything_site), files_of(build_site(tmp_path))
    assert [
        name for name in first if first[name] != second.get(name) and not name.endswith(".gz")
    ] == []
    assert len(first) == len(second) > 50


def files_of(site: Path) -> dict[str, bytes]:
    found = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): path.read_bytes() for path in found}


def test_serve_reloads_a_saved_entry_and_shows_what_is_wrong(tmp_path: Path) -> None:
    write_week(
        tmp_path,
        "2024-W27",
        "title: Before\nsessions:\n  - {start: 2024-07-01 19:30, minutes: 50}\n",
    )
    assert run_mkdocs(tmp_path, "build").returncode == 0  # makes mkdocs.yml and the blog's folder
    env = {**os.environ, "SOURCE_DATE_EPOCH": AS_OF, "NO_MKDOCS_2_WARNING": "1"}
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/journal/"
            assert "Before" in once(address, "Before")
            assert [answer_to(address, host) for host in HOSTS] == [*HOSTS.values()]
            write_week(
                tmp_path,
                "2024-W27",
                "title: After\nsessions:\n  - {start: 2024-07-01 19:30, minutes: 50}\n",
            )
            assert "After" in once(address, "After")
            write_week(tmp_path, "2024-W28", "titel: x\n")
            assert "After" in once(address, "unknown key")
        finally:
            server.kill()


HOSTS = {
    "localhost": 200,
    "127.0.0.1:8000": 200,
    "[::1]": 200,
    "evil.example": 403,
    "localhost.evil.example:80": 403,
}


def answer_to(address: str, host: str) -> int:
    """The status of the answer to a request by that name."""
    request = urllib.request.Request(address, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def once(address: str, word: str) -> str:
    """The page, as soon as it says the word; what it said last where it never does."""
    deadline, said = time.monotonic() + 60, ""
    while word not in said and time.monotonic() < deadline:
        with suppress(OSError):  # not up yet, or between two builds
            said = fetched(address)
    return said


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return unescape(answer.read().decode("utf-8"))


def test_a_night_that_counts_in_a_week_without_a_file_has_its_post(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", 'day_starts: "04:00"\n')
    write_week(
        tmp_path, "2024-W28", "sessions:\n  - {start: 2024-07-08 01:30, minutes: 50, item: night}\n"
    )
    site = build_site(tmp_path)
    post = unescape((site / "blog/2024/07/07/2024-w27/index.html").read_text("utf-8"))
    assert re.search(r">Sun<.*?50 min", post)
    assert not (site / "blog/2024/07/14/2024-w28").exists()
