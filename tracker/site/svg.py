"""Find active content in an SVG: scripts, event handlers and anything loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, NoReturn
from xml.parsers import expat

_ACTIVE_TAGS = {
    "script",
    "iframe",
    "object",
    "embed",
    "handler",
    "listener",
    "base",
    "meta",
    "form",
}
_SOURCES = {"href", "src", "srcset", "data", "poster", "action", "formaction", "background"}
_ANIMATIONS = {"animate", "set", "animatetransform", "animatemotion"}
_LOADED = re.compile(r"(?i)\burl\(\s*[\"']?\s*(?![#\"'\s)]|data:image/(?!svg))|@import\b")
_SAFE_SOURCE = re.compile(r"(?i)\s*(#|data:(image/(?!svg)|font/|application/font))")
_SAFE_LINK = re.compile(r"(?i)\s*(#|https?:|mailto:|[^:]*\Z)")


class Fault(NamedTuple):
    """Why a picture is not published, and where in its file: line and column from 1."""

    line: int
    column: int
    message: str


class _Active(Exception):
    """Active content in an SVG."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def find_active_svg(data: bytes) -> Fault | None:
    """Return the first script, event handler or outside reference of an SVG; None without one."""
    parser = expat.ParserCreate()
    check = _Check(parser)
    parser.buffer_text = True
    parser.StartElementHandler = check.start
    parser.EndElementHandler = check.end
    parser.CharacterDataHandler = check.text
    parser.ProcessingInstructionHandler = check.instruction
    parser.EntityDeclHandler = check.entity
    try:
        parser.Parse(data, True)
    except _Active as active:
        return active.fault
    except expat.ExpatError as error:
        message = f"this is no SVG: {expat.errors.messages[error.code]}"
        return Fault(error.lineno, error.offset + 1, message)
    return None


class _Check:
    """The handlers that expat calls. They raise _Active at the first active content."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.in_style = False

    def refuse(self, message: str) -> NoReturn:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise _Active(Fault(line, column, message))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local_name_of(tag)
        self.in_style = name == "style"
        if name in _ACTIVE_TAGS:
            self.refuse(f"<{tag}> can act; a picture may not")
        for attribute, value in attributes.items():
            self.attribute(name, attribute, value)

    def attribute(self, tag: str, name: str, value: str) -> None:
        key = _local_name_of(name)
        if key.startswith("on"):
            self.refuse(f"the event handler {name} can act; a picture may not")
        if key in _SOURCES and tag == "a" and not _SAFE_LINK.match(value):
            self.refuse(f"the link {name}={value[:40]!r} can act; a picture may not")
        if key in _SOURCES and tag != "a" and not _SAFE_SOURCE.match(value):
            self.refuse(f"{name}={value[:40]!r} is loaded from elsewhere; put it into the picture")
        if tag in _ANIMATIONS and key == "attributename" and _local_name_of(value) in _SOURCES:
            self.refuse(f"<{tag}> changes {value}, which can act; a picture may not")
        if _LOADED.search(value):
            self.refuse(f"{name} loads something from elsewhere; put it into the picture")

    def end(self, tag: str) -> None:
        self.in_style = False

    def text(self, text: str) -> None:
        if self.in_style and _LOADED.search(text):
            self.refuse("a style loads something from elsewhere; put it into the picture")

    def instruction(self, target: str, text: str) -> None:
        if target.lower().startswith("xml-stylesheet"):
            self.refuse("a style sheet is loaded from elsewhere; put it into the picture")

    def entity(self, *declared: object) -> None:
        self.refuse("it declares entities; save it without them")


def _local_name_of(name: str) -> str:
    """The name of a tag or an attribute without its prefix: `xlink:HREF` -> `href`."""
    return name.rpartition(":")[2].lower()
