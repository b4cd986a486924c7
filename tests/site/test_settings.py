"""Settings of a site, read without MkDocs as MkDocs reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.site import plugin
from tracker.site.settings import read_site_settings

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
    assert read_site_settings(tmp_path).place == plugin.place_of_config(found)
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
    found = plugin.place_of_config(load_config(str(tmp_path / "mkdocs.yml")))
    assert (found.language, found.journal_uri) == ("de", "notes/index.md")
    assert read_site_settings(tmp_path).place == found
