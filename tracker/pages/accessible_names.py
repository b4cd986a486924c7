"""Material's HTML -> the same, with names where it leaves a part of a page without one that a screen reader could say.

axe-core finds these on bare Material 9.8 too. Where Material's templates change, nothing is replaced.
"""

from __future__ import annotations

import re

_PARTS = {
    '<div class="md-search" data-md-component="search" role="dialog">': (
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Search the site">'
    ),
    '<nav class="md-nav md-nav--primary">': '<nav class="md-nav md-nav--primary" aria-label="This post">',
    '<nav class="md-nav">': '<nav class="md-nav" aria-label="About this post">',
    '<nav class="md-tags" >': '<nav class="md-tags" aria-label="Tags">',
}
# The label that this points to says nothing where the section has a page of its own; its words stand below it.
_SECTION = re.compile(
    r'<nav class="md-nav" data-md-level="(?P<level>\d+)" aria-labelledby="(?P<id>[^"]+)" (?P<rest>[^>]*)>'
    r"(?P<between>\s*<label [^>]*>\s*<span [^>]*></span>\s*)(?P<title>[^<]*?)(?P<end>\s*</label>)"
)
# The link reads "Next Title", and the title is HTML already.
_FOOTER = re.compile(r'(<a [^>]*class="md-footer__link[^"]*" aria-label="\w+):([^"]*)')
# Landmarks, one in each excerpt of a list.
_ACTION = re.compile(r'<nav (class="md-post__action")>(.*?)</nav>', re.DOTALL)


def add_accessible_names(html: str) -> str:
    for bare, whole in _PARTS.items():
        html = html.replace(bare, whole)
    html = _FOOTER.sub(lambda found: found[1] + found[2].replace("&amp;#", "&#"), html)
    html = _ACTION.sub(r"<div \1>\2</div>", html)
    return _SECTION.sub(_label_section, html)


def _label_section(found: re.Match[str]) -> str:
    title = found["title"].strip().replace('"', "&quot;")
    if not title:
        return found[0]
    return (
        f'<nav class="md-nav" data-md-level="{found["level"]}" aria-label="{title}" {found["rest"]}>'
        f"{found['between']}{found['title']}{found['end']}"
    )
