"""Weeks -> pages, where it went wrong once: each case was found by somebody who tried to break it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests.journal import PNG
from tests.pages.page_texts import made
from tests.sites import PLUGINS, build_site, run_mkdocs, text_of, write_week


def test_footnotes_and_references_of_two_weeks_stay_apart(tmp_path: Path) -> None:
    text = "      First[^1] and [page][p], `[^1]`.\n\n      [^1]: NOTE-{0}\n\n      [p]: https://{0}.example\n"
    notes = f"courses:\n  a:\n    notes: |\n{text}"
    for name, word in (("2024-W27", "one"), ("2024-W28", "two")):
        write_week(tmp_path, name, notes.format(word))
    site = build_site(
        tmp_path,
        config="plugins: [tracker, blog]\nmarkdown_extensions: [footnotes]\n",
        as_of="1725000000",
    )
    page = (site / "courses/a/index.html").read_text("utf-8")
    for word in ("one", "two"):
        assert f"NOTE-{word}" in page
        assert f'href="https://{word}.example"' in page
    assert page.count("<code>[^1]</code>") == 2


def test_units_are_counted_alike_everywhere(tmp_path: Path) -> None:
    write_week(
        tmp_path,
        "plan",
        "courses: {named: {units: [a, b, c]}, counted: {units: 9}, whole: {units: [x, y], title: Whole}}\n",
    )
    write_week(
        tmp_path,
        "2024-W26",
        "courses: {whole: {done: [x, y]}, named: {done: [a, a, zz]}, counted: {done: 2}}\n",
    )
    write_week(
        tmp_path,
        "2024-W27",
        "courses: {whole: {done: [y]}, counted: {done: 4}}\npapers: {p: {read: skim}}\n",
    )
    site = build_site(tmp_path)
    assert "9 units finished" in re.sub(
        r"\s+", " ", text_of(site / "progress/index.html")
    )  # 1 + 2 + 4 + 2
    first, second = (text_of(path) for path in sorted(site.rglob("2024-w2*/index.html")))
    first, second = (re.sub(r"\s+", " ", page) for page in (first, second))
    assert "Finished Whole, named a and two units of counted, 24 to 30 June" in first
    assert (
        "Finished a, the first of three units of named. Finished the first two of nine units of counted."
        in first
    )
    assert "Finished four units of counted, six of nine so far. A first pass of p." in second
    assert "Finished Whole y and four units of counted, and skimmed p, 1 to 7 July" in second


@pytest.mark.parametrize("own", ["README.md", "index.html", "progress/index.md"])
def test_a_page_of_the_authors_own_stands(tmp_path: Path, own: str) -> None:
    path = tmp_path / "docs" / own
    path.parent.mkdir(parents=True)
    path.write_text("MY-OWN", "utf-8")
    write_week(tmp_path, "2024-W27", "title: x\n")
    site = build_site(tmp_path)
    address = "progress/index.html" if own.startswith("progress") else "index.html"
    assert "MY-OWN" in (site / address).read_text("utf-8")


@pytest.mark.parametrize(
    ("folder", "post"), [(".", "2024/07/07/2024-w27"), ("news", "news/2024/07/07/2024-w27")]
)
def test_the_blog_may_live_elsewhere(tmp_path: Path, folder: str, post: str) -> None:
    write_week(tmp_path, "2024-W27", "title: A week\n")
    for name in ("index.md", "news/index.md"):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text("# Journal\n", "utf-8")
    site = build_site(tmp_path, config=f"plugins: [tracker, {{blog: {{blog_dir: {folder}}}}}]\n")
    assert (site / post / "index.html").is_file()


def test_without_the_blog_it_is_said_what_is_missing(tmp_path: Path) -> None:
    write_week(tmp_path, "2024-W27", "title: A week\n")
    result = run_mkdocs(tmp_path, "build", config="plugins: [tracker]\n")
    assert result.returncode != 0
    assert "add `blog` to plugins" in result.stderr
    assert "Traceback" not in result.stderr


def test_pictures_are_found_however_they_are_written(tmp_path: Path) -> None:
    shown = "![a](<images/a b.png>)\n\n![b](images/c%20d.png)\n\n![c](images/p(1).png)\n\n"
    shown += "![d](./images/e.png#only-light)\n\n"
    shown += '![e][ref]\n\n[ref]: images/f.png\n\n<img src="images/g.png" alt="g">\n'
    intro = "".join(f"  {line}\n" for line in shown.splitlines())
    write_week(tmp_path, "2024-W27", f"cover: {{image: images/h i.png, alt: x}}\nintro: |\n{intro}")
    (tmp_path / "entries/images").mkdir()
    names = ["a b", "c d", "p(1)", "e", "f", "g", "h i"]
    for name in names:
        (tmp_path / f"entries/images/{name}.png").write_bytes(PNG)
    site = build_site(tmp_path)
    assert sorted(path.stem for path in (site / "entries/images").iterdir()) == sorted(names)
    post = next(site.rglob("2024-w27/index.html"))
    raw = re.search(r'<img src="([^"]*g\.png)"', post.read_text("utf-8"))[1]  # type: ignore[index]
    assert (post.parent / raw).resolve() == (site / "entries/images/g.png").resolve()


def test_a_chart_inside_a_line_is_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    inside = "- one\n    - see ![x](tracker:plan)\n\n| a |\n| - |\n| ![x](tracker:calendar) |\n"
    (tmp_path / "docs/index.md").write_text(f"# Home\n\n{inside}", "utf-8")
    write_week(
        tmp_path, "2024-W27", "sessions:\n  - {start: 2024-07-01 19:30, minutes: 50, item: a}\n"
    )
    page = (build_site(tmp_path) / "index.html").read_text("utf-8")
    assert 'src="tracker:' not in page
    assert "tracker-chart" not in page
    assert re.search(r"<td>Studied on 1 day", page)


def test_old_addresses_lead_on_without_folders_too(tmp_path: Path) -> None:
    write_week(tmp_path, "plan", "courses: {new: {title: New, was: [old]}}\n")
    site = build_site(tmp_path, config=f"use_directory_urls: false\n{PLUGINS}")
    assert 'url=new.html"' in (site / "courses/old.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ("intro: Words.\n", True),
        ("intro: Words.\nprojects: {m: {notes: More words.}}\n", False),
        ("intro: Words.\nsessions: [{start: 2024-07-02, minutes: 30, item: m}]\n", False),
        ("sessions: [{start: 2024-07-02, minutes: 30, note: Logs alone.}]\n", False),
    ],
)
def test_an_empty_section_is_shown_where_it_is_true_and_the_author_wrote(
    week: str, says: bool, tmp_path: Path
) -> None:
    write_week(tmp_path, "plan", "empty_sections: [projects]\nprojects: {m: {title: M}}\n")
    write_week(tmp_path, "2024-W27", week)
    (post,) = build_site(tmp_path).rglob("2024-w27*/index.html")
    assert ("Projects: none this week." in unescape(post.read_text("utf-8"))) == says


def test_names_from_right_to_left_do_not_turn_the_date_below_the_title() -> None:
    plan = "title: يوميات التعلم 2\ncontact: {name: ليلى}\n"
    page = made({"plan": plan, "2024-W27": "title: x\n"})["blog/posts/2024-w27.md"]
    names = "<span><bdi>ليلى</bdi></span><span><bdi>يوميات التعلم 2</bdi></span>"
    assert f"{names}<span>1 to 7 July 2024</span>" in page
