"""Settings of a site, read without MkDocs as MkDocs reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tracker.site import blog
from tracker.site.plain_files import prune_nav_text
from tracker.site.settings import prune_nav, read_site_settings

CONFIGS = {
    "shortest": "site_name: A\ntheme: material\nplugins: [tracker, blog]\n",
    "address": """site_name: A
site_url: https://example.org/a
theme: {name: material, language: de}
plugins: [tracker, blog]
""",
    "blog": """site_name: A
theme: {name: material}
use_directory_urls: false
plugins:
  - tracker
  - blog: {blog_dir: notes, post_dir: '{blog}/all', post_url_format: '{slug}', post_url_date_format: yyyy}
""",
    "root": "site_name: A\ntheme: material\nplugins: {tracker: {}, material/blog: {blog_dir: .}}\n",
    "tags": """site_name: !ENV [TRACKER_TEST_NAME, Fallback]
theme: material
plugins: [tracker, blog]
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
""",
}


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_settings_are_read_as_mkdocs_reads_them(tmp_path: Path, config: str) -> None:
    from mkdocs.config import load_config

    (tmp_path / "docs").mkdir()
    (tmp_path / "entries").mkdir()
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    found = load_config(str(tmp_path / "mkdocs.yml"))
    assert read_site_settings(tmp_path).place == blog.place_of_config(found)
    assert read_site_settings(tmp_path).docs == Path(found.docs_dir)


def test_settings_that_are_inherited(tmp_path: Path) -> None:
    (tmp_path / "shared.yml").write_text("site_url: https://example.org/\nsite_name: A\n", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("INHERIT: shared.yml\nsite_name: B\n", "utf-8")
    assert read_site_settings(tmp_path).place[:2] == ("B", "https://example.org/")


def test_settings_that_are_inherited_in_part(tmp_path: Path) -> None:
    from mkdocs.config import load_config

    shared = (
        "theme: {name: material, language: de}\nplugins: {tracker: {}, blog: {blog_dir: notes}}\n"
    )
    (tmp_path / "shared.yml").write_text(shared, "utf-8")
    own = "INHERIT: shared.yml\nsite_name: B\ntheme: {font: false}\n"
    (tmp_path / "mkdocs.yml").write_text(
        f"{own}plugins: {{blog: {{post_url_format: '{{slug}}'}}}}\n", "utf-8"
    )
    for name in ("docs", "entries"):
        (tmp_path / name).mkdir()
    found = blog.place_of_config(load_config(str(tmp_path / "mkdocs.yml")))
    assert (found.language, found.journal_uri) == ("de", "notes/index.md")
    assert read_site_settings(tmp_path).place == found


@pytest.mark.parametrize(
    ("nav", "left"),
    [
        (["a.md", {"Now": "now.md"}], ["a.md"]),
        ([{"Plan": ["plan.md", {"Now": "./now.md"}]}], [{"Plan": ["plan.md"]}]),
        ([{"Plan": [{"Now": "now.md"}]}, "a.md"], ["a.md"]),
        (["now.md"], None),
        (
            ["a.md", {"Site": "https://example.org/now.md"}],
            ["a.md", {"Site": "https://example.org/now.md"}],
        ),
    ],
)
def test_pages_and_empty_sections_are_taken_out_of_a_nav(nav: Any, left: Any) -> None:
    assert prune_nav(nav, frozenset({"now.md"})) == left
    text = f"site_name: x\nnav:\n{yaml.safe_dump(nav)}theme: material\n"
    pruned = prune_nav_text(text.encode(), frozenset({"now.md"}))
    settings = yaml.safe_load(pruned)
    assert settings == {"site_name": "x", "nav": left or [], "theme": "material"}
    assert prune_nav_text(text.encode(), frozenset()) == text.encode()


@pytest.mark.parametrize(
    "settings",
    [
        "nav: [&a [now.md], *a]\n",
        "nav: &n [now.md]\nx: *n\n",
        "nav: [!ENV X, now.md]\n",
        "nav: [{[a]: now.md}]\n",
        "[]\n",
    ],
)
def test_a_nav_with_more_than_plain_values_is_left_alone(settings: str) -> None:
    assert prune_nav_text(settings.encode(), frozenset({"now.md"})) == settings.encode()
