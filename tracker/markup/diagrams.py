"""A fenced `mermaid` block -> its source, marked for the script that draws it; and that script's place on a page.

Without scripts the source stays, and can be read. It loses Material's class `mermaid`, whose bundle asks unpkg.com.
"""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

SCRIPT = (
    "diagrams.js"  # it loads mermaid.js, which lies beside it, once a diagram is about to be seen
)
_DIAGRAM = '<pre class="tracker-diagram"><code>'
_FENCED = re.compile(r'<pre class="mermaid"><code>|<pre><code class="language-mermaid">')


class Diagrams(Postprocessor):
    """After the fences have become HTML, whichever extension made them."""

    def run(self, text: str) -> str:
        return _FENCED.sub(_DIAGRAM, text) if "mermaid" in text else text


def needs_mermaid(page: str) -> bool:
    """Whether the HTML of a page holds a diagram."""
    return _DIAGRAM in page


def with_script(page: str, address: str) -> str:
    """The HTML of a whole page, its diagrams drawn by the script at `address`.

    Inside <main>, which is what Material swaps where it loads pages by itself; else before the end of the body.
    """
    end = next((mark for mark in ("</main>", "</body>") if mark in page), "")
    head, mark, tail = page.rpartition(end) if end else (page, "", "")
    return f'{head}<script src="{address}" defer></script>{mark}{tail}'
