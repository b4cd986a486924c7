"""A site's settings -> the lines that its mkdocs.yml lacks for a journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Name -> its lines in a list of YAML.
_PLUGINS = {
    "tracker": ["- tracker"],
    "blog": ["- blog:", '    post_url_format: "{slug}"'],
}
# A line of a list -> that of a mapping, where it is more than the name.
_IN_MAPPING = {"- tracker": "tracker: {}"}
# MkDocs searches, too, as long as no plugin is named.
_SEARCH = ["- search"]
_EXTENSIONS = {
    "attr_list": "- attr_list",
    "footnotes": "- footnotes",
    "pymdownx.superfences": "- pymdownx.superfences",
    "tracker.markup": "- tracker.markup   # formulas, captions; lists and links as on GitHub",
}


def names_plugin(settings: Mapping[str, Any], name: str) -> bool:
    """Whether a site's settings name a plugin, with options or without."""
    return name in _names_in(settings.get("plugins"))


def format_missing_settings(settings: Mapping[str, Any]) -> list[str]:
    """Format the lines for mkdocs.yml that a journal needs and the site does not have."""
    plugins = []
    if settings.get("plugins") is None:
        plugins += _SEARCH
    for name, lines in _PLUGINS.items():
        if not names_plugin(settings, name):
            plugins += lines
    named = _names_in(settings.get("markdown_extensions"))
    extensions = [line for name, line in _EXTENSIONS.items() if name not in named]
    if isinstance(settings.get("plugins"), dict):
        plugins = [_IN_MAPPING.get(line, line[2:]) for line in plugins]
    formatted = []
    for key, lines in {"plugins": plugins, "markdown_extensions": extensions}.items():
        if lines:
            formatted += [f"{key}:", *(f"  {line}" for line in lines)]
    return formatted


def _names_in(values: object) -> set[str]:
    """The names in a list of names and mappings, or in one mapping: material/blog is blog."""
    names: list[object] = []
    if isinstance(values, dict):
        names += values
    elif isinstance(values, list):
        for value in values:
            names += value if isinstance(value, dict) else [value]
    return {str(name).removeprefix("material/") for name in names}
