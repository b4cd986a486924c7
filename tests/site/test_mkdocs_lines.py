"""What the mkdocs.yml of a site lacks for a journal."""

from __future__ import annotations

import pytest
import yaml

from tracker.site.mkdocs_lines import format_missing_settings, names_plugin

ALL = ["attr_list", "footnotes", "pymdownx.superfences", "tracker.markup"]
BLOG = {"blog": {"post_url_format": "{slug}"}}
CASES = {
    "site_name: x": {"plugins": ["search", "tracker", BLOG], "markdown_extensions": ALL},
    "plugins: []": {"plugins": ["tracker", BLOG], "markdown_extensions": ALL},
    "plugins: [search, blog]": {"plugins": ["tracker"], "markdown_extensions": ALL},
    "plugins: {search: {}, material/blog: {}}": {
        "plugins": {"tracker": {}},
        "markdown_extensions": ALL,
    },
    "plugins: {search: {}}": {
        "plugins": {"tracker": {}, "blog": {"post_url_format": "{slug}"}},
        "markdown_extensions": ALL,
    },
    "plugins: [tracker: {journal: x}, blog]": {"markdown_extensions": ALL},
    f"plugins: [blog]\nmarkdown_extensions: {ALL}": {"plugins": ["tracker"]},
    f"plugins: [tracker, blog: {{}}]\nmarkdown_extensions: {ALL}": None,
}


@pytest.mark.parametrize("text", CASES)
def test_format_missing_settings(text: str) -> None:
    printed = "\n".join(format_missing_settings(yaml.safe_load(text)))
    assert yaml.safe_load(printed) == CASES[text]


def test_names_plugin() -> None:
    assert names_plugin({"plugins": ["search", {"material/blog": {}}]}, "blog")
    assert not names_plugin({"plugins": ["trackers"]}, "tracker")
    assert not names_plugin({}, "tracker")
