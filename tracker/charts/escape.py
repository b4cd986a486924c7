"""Text -> HTML that browser and Markdown read as text only; and the templates that use it."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup

TEMPLATES = Path(__file__).parent.parent / "templates" / "charts"
# Charts stand raw in Markdown, so what it or an extension acts upon becomes numeric references.
_ACTIVE = re.compile(
    "[^A-Za-z0-9 .,:;()%/\u00a0-\u2027\u202f-\u205f\u2068-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def escape_active_characters(value: object) -> object:
    """Escape the active characters of text, `<` -> `&#60;`; markup stays as it is."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return Markup(_ACTIVE.sub(_format_reference, value))


def _format_reference(match: re.Match[str]) -> str:
    character = match[0]
    if not character.isprintable():
        return " "  # HTML knows no control characters, not even as references
    return f"&#{ord(character)};"


@functools.cache
def load_chart_templates() -> Any:
    from jinja2 import (  # takes three starts of Python
        Environment,
        FileSystemLoader,
        StrictUndefined,
    )

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=escape_active_characters,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@functools.cache
def load_chart_template(name: str) -> Any:
    return load_chart_templates().get_template(name)


def render_chart_template(name: str, **values: object) -> Markup:
    """Render a template to one line.

    Markdown ends a block of HTML at a blank line, and takes indented lines for code.
    """
    text = load_chart_template(name).render(**values)
    lines = [line.strip() for line in text.splitlines()]
    return Markup(" ".join(filter(None, lines)).replace("> <", "><").strip())
