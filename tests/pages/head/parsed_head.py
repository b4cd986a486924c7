"""HTML -> what its head says."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any


class Head(HTMLParser):
    """A page's title, its meta and link elements, and its JSON-LD."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titles: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.links: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.asked: list[str] = []
        self.open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.open = tag
        if tag == "meta":
            self.meta.append(
                (found.get("name") or found.get("property") or "", found.get("content") or "")
            )
        if tag == "link":
            self.links.append((found.get("rel") or "", found))
        if tag == "script" and found.get("type") == "application/ld+json":
            self.open = "linked"
            self.scripts.append("")
        if tag == "title":
            self.titles.append("")
        asks = found.get("rel") in {"stylesheet", "icon", "preload", "preconnect"} or tag in {
            "script",
            "img",
            "iframe",
        }
        self.asked += [found[name] or "" for name in ("src", "href") if asks and found.get(name)]

    def handle_data(self, data: str) -> None:
        if self.open == "title":
            self.titles[-1] += data
        if self.open == "linked":
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def said(self, name: str) -> list[str]:
        return [content for key, content in self.meta if key == name]

    def linked(self, rel: str) -> list[dict[str, str | None]]:
        return [found for kind, found in self.links if kind == rel]

    def graph(self) -> list[dict[str, Any]]:
        return [node for text in self.scripts for node in json.loads(text)["@graph"]]
