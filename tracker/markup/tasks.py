"""The boxes of a task list -> boxes with labels, `Done` or `To do`, for screen readers."""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

_BOX = re.compile(r'(<input type="checkbox" disabled(?P<done> checked)?)(?=\s*/?>)')


class Tasks(Postprocessor):
    def run(self, text: str) -> str:
        if 'type="checkbox"' not in text:
            return text
        return _BOX.sub(_label_box, text)


def _label_box(match: re.Match[str]) -> str:
    label = "To do"
    if match["done"]:
        label = "Done"
    return f'{match[0]} aria-label="{label}"'
