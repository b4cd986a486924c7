"""mkdocs.yml -> where the site stands, as the plugin learns it from MkDocs: for commands that build nothing.

Its tags (`!!python/name:`, `!ENV`) are MkDocs' own business: nothing is imported or run for them here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml_env_tag import add_env_tag  # type: ignore[import-untyped]

from tracker.boundary.outside import read_named, resolve_path
from tracker.boundary.reading import SETTINGS
from tracker.model.journal import TrackerError
from tracker.pages.addresses import Place

FILE = "mkdocs.yml"


class Settings(NamedTuple):
    """`docs`: the folder of hand-written pages. `left_out`: patterns of those that are excluded, and of drafts."""

    place: Place
    docs: Path
    left_out: tuple[Sequence[str], Sequence[str]]


class _Loader(yaml.SafeLoader):
    """Takes no notice of tags that it does not know; !ENV gives an environment variable, as in MkDocs."""


_Loader.add_multi_constructor("", lambda loader, tag, node: None)
add_env_tag(_Loader)


def read_site_settings(root: Path) -> Settings:
    """What mkdocs.yml beside entries/ says; without one, a site that does not know its own address."""
    return settings_of(load_mkdocs_settings(root / FILE), root)


def load_mkdocs_settings(path: Path, heirs: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The settings, those that it inherits below its own. `heirs`: the files that inherit from this one."""
    try:
        data = read_named(str(path), SETTINGS.most)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TrackerError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > SETTINGS.most:
        raise TrackerError(f"{path} is larger than {SETTINGS.most:,} bytes")
    try:
        found = yaml.load(data, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        where = f":{mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
        raise TrackerError(
            f"{FILE}{where}: {getattr(error, 'problem', None) or error}; mend this first"
        ) from None
    if not isinstance(found, dict):
        return {}
    parent = found.get("INHERIT")
    if not isinstance(parent, str):
        return found
    here = resolve_path(path)
    if here in heirs:
        raise TrackerError(
            f"{FILE} inherits from itself, by way of {path.name}; take out one INHERIT"
        )
    return {**load_mkdocs_settings(path.parent / parent, (*heirs, here)), **found}


def settings_of(found: Mapping[str, Any], root: Path) -> Settings:
    blog, theme = find_plugin_options(found, "blog"), found.get("theme")
    folder = posixpath.normpath(text_in(blog, "blog_dir") or "blog")
    url = text_in(found, "site_url")
    place = Place(
        name=text_in(found, "site_name"),
        url=f"{url.rstrip('/')}/" if url else "",
        journal_uri=posixpath.normpath(f"{folder}/index.md"),
        posts=posixpath.normpath(
            (text_in(blog, "post_dir") or "{blog}/posts").replace("{blog}", folder)
        ),
        folders=found.get("use_directory_urls") is not False,
        post_format=text_in(blog, "post_url_format") or "{date}/{slug}",
        date_format=text_in(blog, "post_url_date_format") or "yyyy/MM/dd",
        language=text_in(theme if isinstance(theme, dict) else {}, "language") or "en",
        future_drafts=blog.get("draft_if_future_date") is True,
    )
    excluded, drafts = (text_in(found, key).splitlines() for key in ("exclude_docs", "draft_docs"))
    return Settings(place, root / (text_in(found, "docs_dir") or "docs"), (excluded, drafts))


def text_in(values: Mapping[str, Any], key: str) -> str:
    """A setting that is a text or a number; nothing for any other value: a list could hold itself a million times."""
    value = values.get(key)
    return str(value) if isinstance(value, str | int | float) else ""


def find_plugin_options(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A plugin's options, wherever they stand: `plugins` is a list of names and mappings, or one mapping."""
    listed = found.get("plugins")
    several = listed if isinstance(listed, list) else [listed]
    each = [one for one in several if isinstance(one, dict)]
    options = (one.get(known) for one in each for known in (name, f"material/{name}"))
    return next((one for one in options if isinstance(one, dict)), {})
