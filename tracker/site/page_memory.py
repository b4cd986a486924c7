"""What was converted and built before -> the same again, where all that it depends on is the same.

A page is kept twice: as the HTML of its Markdown, and as the file that the theme makes of it. Each
is kept under a hash of all its inputs, in the site's own cache, and may be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from tracker.boundary.cache import Cache
from tracker.boundary.memory import hash_bytes, read_memory_lines, write_memory_lines
from tracker.boundary.outside import (
    list_installed_packages,
    list_program_files,
    read_program_file,
)

_FILES = "files"  # a key: all others are hashes
Record = tuple[str, int, str]
"""What was logged: the name of the logger, the level, the message."""


class ConvertedPage(NamedTuple):
    """What a page's Markdown gave: `html` is the hash of its HTML, which is kept in a file.

    `lookups`: each file that a link was looked for under, and its address; None for one that is
    not there. `links`: the file that a link leads to -> anchor -> the link as it was written.
    """

    html: str
    toc: list[Any]
    title: str | None
    anchors: list[str]
    links: dict[str, dict[str, str]]
    lookups: dict[str, str | None]
    readtime: int | None
    records: list[Record]


class BuiltPage(NamedTuple):
    """The file that a theme made of a page: the hash of its bytes, and what the search holds."""

    html: str
    entries: list[dict[str, Any]]
    records: list[Record]


class PageMemory:
    """The pages of the last build, and those of this one.

    `stamps` are what every page depends on: versions, settings, templates.
    """

    def __init__(self, cache: Cache, stamps: object) -> None:
        self._cache = cache
        self._stamps = hash_text(stamps)
        self._known = read_memory_lines(cache.root, self._name, self._stamps)
        self._used: dict[str, str] = {}

    @property
    def _name(self) -> str:
        return f"{self._cache.pages}-pages.json"

    def make_key(self, kind: str, inputs: object) -> str:
        return hash_text([self._stamps, kind, inputs])

    def find_converted(self, key: str) -> ConvertedPage | None:
        line = self._known.get(key)
        if line is None:
            return None
        self._used[key] = line
        return parse_converted(line)

    def find_built(self, key: str) -> tuple[BuiltPage, bytes] | None:
        """Find a page and the bytes of its file; None where either is gone."""
        line = self._known.get(key)
        if line is None:
            return None
        page = parse_built(line)
        data = self.read_html(key, page.html)
        if data is None:
            return None
        self._used[key] = line
        return page, data

    def find_site_files(self) -> list[str]:
        """Find the paths of the last build's pages, and of the files that were copied."""
        files: list[str] = json.loads(self._known.get(_FILES, "[]"))
        return files

    def keep_site_files(self, paths: Iterable[str]) -> None:
        self._used[_FILES] = json.dumps(sorted(paths))

    def keep(self, key: str, line: str) -> None:
        """Keep what a process made of a page. Its HTML is kept already."""
        self._used[key] = line

    def keep_html(self, key: str, data: bytes) -> str:
        """Keep the HTML of a page, and return its hash."""
        self._cache.write_html(key, data)
        return hash_bytes(data)

    def read_html(self, key: str, digest: str) -> bytes | None:
        """Read the HTML of a page; None where it is gone or has changed."""
        data = self._cache.read_html(key)
        if data is None or hash_bytes(data) != digest:
            return None
        return data

    def write(self) -> None:
        """Remember the pages of this build, and forget those of earlier ones."""
        if self._used != self._known:
            write_memory_lines(self._cache.root, self._name, self._stamps, self._used)
            self._known = dict(self._used)
        self._cache.delete_html_but(self._used)
        self._used = {}


def parse_converted(line: str) -> ConvertedPage:
    return ConvertedPage(*json.loads(line))


def parse_built(line: str) -> BuiltPage:
    return BuiltPage(*json.loads(line))


def hash_text(value: object) -> str:
    """Hash what JSON can write; other values by their text, which may hold no address of memory."""
    text = json.dumps(value, separators=(",", ":"), default=str)
    return hash_bytes(text.encode("utf-8", "surrogatepass"))


def hash_program() -> str:
    """Hash this package, and the names and versions of all that is installed beside it."""
    sources = [
        hash_bytes(read_program_file(name))
        for name in list_program_files()
        if name.endswith((".py", ".jinja"))
    ]
    return hash_text([list_installed_packages(), sources])


def describe_value(value: object, depth: int = 12) -> object:
    """Describe a setting so that the same setting is described alike in every process."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if depth == 0:
        return type(value).__qualname__
    if isinstance(value, Mapping):
        return [[str(key), describe_value(value[key], depth - 1)] for key in value]
    if isinstance(value, set | frozenset):
        return sorted(str(part) for part in value)
    if isinstance(value, Iterable):
        return [describe_value(part, depth - 1) for part in value]
    if isinstance(value, partial):
        parts = [value.func, value.args, value.keywords]
        return ["partial", *(describe_value(part, depth - 1) for part in parts)]
    if hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    told = f"{type(value).__module__}.{type(value).__qualname__}"
    if hasattr(value, "isoformat"):
        return [told, value.isoformat()]
    fields = getattr(value, "__dict__", None)
    return [told, describe_value(fields, depth - 1) if fields else ""]
