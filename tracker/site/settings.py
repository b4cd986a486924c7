"""mkdocs.yml -> the site's Settings, as MkDocs would give them: for commands that build nothing.

Python tags such as `!!python/name:` are left to MkDocs: nothing is imported or run for them here.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml_env_tag import add_env_tag  # type: ignore[import-untyped]

from tracker.boundary.docs import list_docs
from tracker.boundary.outside import read_named, resolve_path
from tracker.boundary.reading import SETTINGS
from tracker.model.journal import Problem, TrackerError
from tracker.model.plan import Plan
from tracker.pages.addresses import Place
from tracker.pages.head.catalogue import HOME

FILE = "mkdocs.yml"
TAGS = "tags.md"
# The site_name of templates/init/mkdocs.yml.
INIT_NAME = "My learning journal"


class Settings(NamedTuple):
    """A site's addresses, its folder of hand-written pages, and which of these are left out."""

    place: Place
    docs: Path
    left_out: tuple[Sequence[str], Sequence[str]]
    """Two lists of gitignore patterns: of the pages that are excluded, and of drafts."""


class _Loader(yaml.SafeLoader):
    """Reads unknown tags as null, and !ENV as an environment variable, as MkDocs does."""


_Loader.add_multi_constructor("", lambda loader, tag, node: None)
add_env_tag(_Loader)


def read_site_settings(root: Path) -> Settings:
    """Read the settings of a journal's mkdocs.yml; without the file, a site without an address."""
    return settings_of(load_mkdocs_settings(root / FILE), root)


def load_mkdocs_settings(path: Path, heirs: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """Load a settings file, merged over those that it inherits; {} without the file.

    `heirs` are the files that inherit from this one. TrackerError for a file that is too large,
    cannot be read or parsed, or inherits from itself.
    """
    settings = load_settings_file(path)
    parent = settings.get("INHERIT")
    if not isinstance(parent, str):
        return settings
    resolved = resolve_path(path)
    if resolved in heirs:
        raise TrackerError(
            f"{FILE} inherits from itself, by way of {path.name}; take out one INHERIT"
        )
    return merge_settings(load_mkdocs_settings(path.parent / parent, (*heirs, resolved)), settings)


def load_settings_file(path: Path) -> Mapping[str, Any]:
    """Load one settings file, without those that it inherits; {} without the file."""
    try:
        data = read_named(str(path), SETTINGS.most)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise TrackerError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > SETTINGS.most:
        raise TrackerError(f"{path} is larger than {SETTINGS.most:,} bytes")
    try:
        settings = yaml.load(data, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        where = FILE
        if mark := getattr(error, "problem_mark", None):
            where += f":{mark.line + 1}"
        problem = getattr(error, "problem", None) or error
        raise TrackerError(f"{where}: {problem}; mend this first") from None
    if not isinstance(settings, dict):
        return {}
    return settings


def merge_settings(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Merge mappings key by key, as MkDocs does; of all else, lists too, the child's stands."""
    merged = dict(parent)
    for key, value in child.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            value = merge_settings(before, value)
        merged[key] = value
    return merged


def settings_of(settings: Mapping[str, Any], root: Path) -> Settings:
    """Take what the site's addresses and pages depend on from the settings of mkdocs.yml."""
    blog, theme = find_plugin_options(settings, "blog"), settings.get("theme")
    folder = posixpath.normpath(text_in(blog, "blog_dir") or "blog")
    posts = text_in(blog, "post_dir") or "{blog}/posts"
    url = text_in(settings, "site_url")
    if url:
        url = f"{url.rstrip('/')}/"
    language = ""
    if isinstance(theme, dict):
        language = text_in(theme, "language")
    docs = root / (text_in(settings, "docs_dir") or "docs")
    options = find_plugin_options(settings, "tracker")
    journal_uri = posixpath.normpath(f"{folder}/index.md")
    named = find_nav_uris(settings.get("nav"))
    place = Place(
        name=text_in(settings, "site_name"),
        url=url,
        journal_uri=journal_uri,
        posts=posixpath.normpath(posts.replace("{blog}", folder)),
        folders=settings.get("use_directory_urls") is not False,
        post_format=text_in(blog, "post_url_format") or "{date}/{slug}",
        date_format=text_in(blog, "post_url_date_format") or "yyyy/MM/dd",
        language=language or "en",
        future_drafts=blog.get("draft_if_future_date") is True,
        named=named or frozenset(),
        home=makes_home(options.get("home"), named, list_docs(str(docs)), journal_uri),
        head=options.get("head") is not False,
        cards=options.get("cards") is not False,
        feeds=options.get("feeds") is not False,
    )
    excluded = text_in(settings, "exclude_docs").splitlines()
    drafts = text_in(settings, "draft_docs").splitlines()
    return Settings(place, docs, (excluded, drafts))


def find_nav_uris(nav: Any) -> frozenset[str] | None:
    """Collect the pages that a `nav` names, as in docs/; None for a site without one."""
    if nav is None:
        return None
    uris = set()
    waiting = [nav]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            uris.add(posixpath.normpath(value))
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
    return frozenset(uris)


def prune_nav(nav: Any, gone: frozenset[str]) -> Any:
    """Return a `nav` without the pages that are `gone`, and without sections that held no others.

    None where nothing is left.
    """
    if isinstance(nav, str):
        return None if posixpath.normpath(nav) in gone else nav
    if isinstance(nav, list):
        kept = [prune_nav(value, gone) for value in nav]
        left = [value for value in kept if value is not None]
        return left if left or not nav else None
    if isinstance(nav, dict):
        pruned = {key: prune_nav(value, gone) for key, value in nav.items()}
        left_pairs = {}
        for key, value in pruned.items():
            if value is not None or nav[key] is None:
                left_pairs[key] = value
        return left_pairs if left_pairs or not nav else None
    return nav


def check_site_name(root: Path, plan: Plan) -> list[Problem]:
    """Hint at a `site_name` that is still the one that init wrote, where the plan has a title."""
    if plan.title in (None, INIT_NAME):
        return []
    try:
        data = read_named(str(root / FILE), SETTINGS.most)
        settings = yaml.compose(data, Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError, ValueError):  # what reads the settings says so
        return []
    if not isinstance(settings, yaml.MappingNode):
        return []
    for key, node in settings.value:
        if key.value == "site_name" and node.value == INIT_NAME:
            mark = node.start_mark
            message = (
                f"expected a name of its own, found the one that init wrote; "
                f"the plan's title is {json.dumps(plan.title, ensure_ascii=False)}"
            )
            place = (FILE, mark.line + 1, mark.column + 1, "site_name")
            return [Problem(*place, message, "site-name", hint=True)]
    return []


def makes_home(
    wish: object, named: frozenset[str] | None, docs: Iterable[str], journal_uri: str
) -> bool:
    """Whether the journal makes the home page: if mkdocs.yml says so, by `home` or in its `nav`.

    Without a `nav` it does unless docs/ has pages of its own, beside those of the blog and of tags:
    a site that had no home page before does not get one by the way.
    """
    if isinstance(wish, bool):
        return wish
    if named is not None:
        return HOME in named
    blog = posixpath.dirname(journal_uri)
    for uri in docs:
        if uri.endswith(".md") and uri != TAGS and posixpath.commonpath([uri, blog]) != blog:
            return False
    return True


def makes_pages(settings: Mapping[str, Any]) -> bool:
    """Whether the site has the journal's pages: by the plugin, and without `pages: false`."""
    plugins = settings.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    names: set[Any] = set()
    for entry in entries:
        names.update(entry if isinstance(entry, dict) else [str(entry)])
    return "tracker" in names and find_plugin_options(settings, "tracker").get("pages") is not False


def text_in(values: Mapping[str, Any], key: str) -> str:
    """Return a setting that is a text or a number, as text; "" for any other value.

    A list is no text: by YAML's aliases it could hold itself a million times.
    """
    value = values.get(key)
    if isinstance(value, str | int | float):
        return str(value)
    return ""


def find_plugin_options(settings: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Find a plugin's options. `plugins` is a list of names and mappings, or one mapping."""
    plugins = settings.get("plugins")
    if not isinstance(plugins, list):
        plugins = [plugins]
    for plugin in plugins:
        if not isinstance(plugin, dict):
            continue
        for key in (name, f"material/{name}", f"materialx/{name}"):
            options = plugin.get(key)
            if isinstance(options, dict):
                return options
    return {}
