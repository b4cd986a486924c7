"""The boxes of a task list -> boxes that say whether the task is done, to those who only hear the page."""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

_BOX = re.compile(r'(<input type="checkbox" disabled(?P<done> checked)?)(?=\s*/?>)')


class Tasks(Postprocessor):
    def run(self, text: str) -> str:
        return _BOX.sub(_label_box, text) if 'type="checkbox"' in text else text


def _label_box(match: re.Match[str]) -> str:
    return f'{match[0]} aria-label="{"Done" if match["done"] else "To do"}"'
