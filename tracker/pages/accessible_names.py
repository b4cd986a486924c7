"""Add the accessible names that Material's HTML leaves out.

axe-core reports the same on bare Material 9.8. If Material's templates change, nothing is replaced.
"""

from __future__ import annotations

import re

_PARTS = {
    '<div class="md-search" data-md-component="search" role="dialog">': (
        '<div class="md-search" data-md-component="search" role="dialog"'
        ' aria-label="Search the site">'
    ),
    '<nav class="md-nav md-nav--primary">': (
        '<nav class="md-nav md-nav--primary" aria-label="This post">'
    ),
    '<nav class="md-nav">': '<nav class="md-nav" aria-label="About this post">',
    '<nav class="md-pagination">': '<nav class="md-pagination" aria-label="More posts">',
    '<nav class="md-tags" >': '<nav class="md-tags" aria-label="Tags">',
}
# If the section has a page of its own, the label that aria-labelledby names has no text of its own;
# the title stands below it.
_SECTION = re.compile(
    r'<nav class="md-nav" data-md-level="(?P<level>\d+)" aria-labelledby="(?P<id>[^"]+)" '
    r"(?P<rest>[^>]*)>"
    r"(?P<between>\s*<label [^>]*>\s*<span [^>]*></span>\s*)"
    r"(?P<title>[^<]*?)(?P<end>\s*</label>)"
)
# The link is to read "Next Title". Material escapes a title that is HTML already.
_FOOTER = re.compile(r'(<a [^>]*class="md-footer__link[^"]*" aria-label="\w+):([^"]*)')
# One in each excerpt of a list: that many landmarks are of no use.
_ACTION = re.compile(r'<nav (class="md-post__action")>(.*?)</nav>', re.DOTALL)

# A page without a list of headings: a landmark that holds nothing.
_NO_CONTENTS = re.compile(r'<nav class="md-nav md-nav--secondary"[^>]*>\s*</nav>')


def add_accessible_names(html: str) -> str:
    """Add aria-label attributes to a page of Material's that lacks them; other parts stay.

    An empty list of headings goes.
    """
    for unnamed, named in _PARTS.items():
        html = html.replace(unnamed, named)
    html = _FOOTER.sub(lambda match: match[1] + match[2].replace("&amp;#", "&#"), html)
    html = _NO_CONTENTS.sub("", html)
    html = _ACTION.sub(r"<div \1>\2</div>", html)
    return _SECTION.sub(_label_section, html)


def _label_section(match: re.Match[str]) -> str:
    title = match["title"].strip().replace('"', "&quot;")
    if not title:
        return match[0]
    level, rest = match["level"], match["rest"]
    return (
        f'<nav class="md-nav" data-md-level="{level}" aria-label="{title}" {rest}>'
        f"{match['between']}{match['title']}{match['end']}"
    )
