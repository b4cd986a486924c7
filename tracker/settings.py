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

from tracker.model import TrackerError
from tracker.pages.place import Place

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


def settings(root: Path) -> Settings:
    """What mkdocs.yml beside entries/ says; without one, a site that does not know its own address."""
    return settings_of(loaded(root / FILE), root)


def loaded(path: Path, heirs: tuple[Path, ...] = ()) -> Mapping[str, Any]:
    """The settings, those that it inherits below its own. `heirs`: the files that inherit from this one."""
    if not path.is_file():
        return {}
    try:
        found = yaml.load(path.read_bytes(), Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        where = f":{mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
        raise TrackerError(f"{FILE}{where}: {getattr(error, 'problem', None) or error}; mend this first") from None
    if not isinstance(found, dict):
        return {}
    parent = found.get("INHERIT")
    if not isinstance(parent, str):
        return found
    if (here := path.resolve()) in heirs:
        raise TrackerError(f"{FILE} inherits from itself, by way of {path.name}; take out one INHERIT")
    return {**loaded(path.parent / parent, (*heirs, here)), **found}


def settings_of(found: Mapping[str, Any], root: Path) -> Settings:
    blog, theme = plugin(found, "blog"), found.get("theme")
    folder = posixpath.normpath(str(blog.get("blog_dir") or "blog"))
    url = str(found.get("site_url") or "")
    place = Place(
        name=str(found.get("site_name") or ""),
        url=f"{url.rstrip('/')}/" if url else "",
        journal_uri=posixpath.normpath(f"{folder}/index.md"),
        posts=posixpath.normpath(str(blog.get("post_dir") or "{blog}/posts").replace("{blog}", folder)),
        folders=found.get("use_directory_urls") is not False,
        post_format=str(blog.get("post_url_format") or "{date}/{slug}"),
        date_format=str(blog.get("post_url_date_format") or "yyyy/MM/dd"),
        language=str((theme.get("language") if isinstance(theme, dict) else None) or "en"),
        future_drafts=blog.get("draft_if_future_date") is True,
    )
    excluded, drafts = (str(found.get(key) or "").splitlines() for key in ("exclude_docs", "draft_docs"))
    return Settings(place, root / str(found.get("docs_dir") or "docs"), (excluded, drafts))


def plugin(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A plugin's options, wherever they stand: `plugins` is a list of names and mappings, or one mapping."""
    listed = found.get("plugins")
    several = listed if isinstance(listed, list) else [listed]
    each = [one for one in several if isinstance(one, dict)]
    options = (one.get(known) for one in each for known in (name, f"material/{name}"))
    return next((one for one in options if isinstance(one, dict)), {})
