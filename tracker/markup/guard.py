"""Stop reading a text that takes too long: by processor time, where the system can interrupt a program for it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from markdown import Markdown
from markdown.extensions import Extension

LEAST_SECONDS = 3.0  # of processor time that any text may take
SECONDS_PER_LETTER = 3e-6  # that a longer one may take: a page that gathers ten years takes 1e-6, on slow machines 2e-6


class TooSlow(Exception):
    """A text took more processor time than it may."""


@contextmanager
def limit_processor_time(seconds: float) -> Iterator[None]:
    """Raise TooSlow inside where it takes longer. Windows, and threads but the main one, know no such limit."""
    timer = getattr(signal, "ITIMER_VIRTUAL", None)
    if timer is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, interrupt)
    # Again and again: what is raised while an object is taken apart is lost.
    signal.setitimer(timer, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def limit_conversion(text: str) -> Iterator[None]:
    """Raise TooSlow where a text takes longer to turn into HTML than a text of its length may."""
    with limit_processor_time(max(LEAST_SECONDS, len(text) * SECONDS_PER_LETTER)):
        yield


def explain_refusal(error: Exception) -> str:
    """Why a text was not turned into HTML, for its author."""
    if isinstance(error, RecursionError):
        return "its text is nested too deep to be turned into HTML"
    return "its text takes too long to turn into HTML; look for marks that are opened again and again and never closed"


class Guard(Extension):
    """An extension of Python-Markdown that gives up on a text that takes too long or is nested too deep.

    `refuse` is told why, and gives the HTML to show instead.
    """

    def __init__(self, refuse: Callable[[str], str]) -> None:
        super().__init__()
        self.refuse = refuse

    def extendMarkdown(self, md: Markdown) -> None:
        convert = md.convert

        def convert_guarded(source: str) -> str:
            try:
                with limit_conversion(source):
                    return convert(source)
            except (TooSlow, RecursionError) as error:
                return self.refuse(explain_refusal(error))

        md.convert = convert_guarded  # type: ignore[method-assign]
