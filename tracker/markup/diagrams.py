"""A fenced `mermaid` block -> its source in HTML, marked for the script that draws the diagram.

Without scripts the source stays readable. Material's class `mermaid` is removed, because Material's
script would load a library from unpkg.com.
"""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

# It loads mermaid.js, which lies beside it, when a diagram is about to be seen.
SCRIPT = "diagrams.js"
_DIAGRAM = '<pre class="tracker-diagram"><code>'
_FENCED = re.compile(r'<pre class="mermaid"><code>|<pre><code class="language-mermaid">')


class Diagrams(Postprocessor):
    """Marks the diagrams in HTML, in which any extension may have converted the fences."""

    def run(self, text: str) -> str:
        if "mermaid" not in text:
            return text
        return _FENCED.sub(_DIAGRAM, text)


def needs_mermaid(page: str) -> bool:
    """Whether the HTML of a page holds a diagram."""
    return _DIAGRAM in page


def with_script(page: str, address: str) -> str:
    """Add the script at `address` to the HTML of a whole page.

    It goes to the end of <main>, the part that Material replaces when it loads pages by itself;
    without <main> to the end of <body>, or of the text.
    """
    script = f'<script src="{address}" defer></script>'
    for end in ("</main>", "</body>"):
        if end in page:
            head, _, tail = page.rpartition(end)
            return f"{head}{script}{end}{tail}"
    return page + script
