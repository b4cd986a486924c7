"""Stop the conversion of a text that takes too much processor time, where the system allows it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from markdown import Markdown
from markdown.extensions import Extension

LEAST_SECONDS = 3.0  # of processor time, which any text may take
# A longer text may take more: a page about ten years takes 1e-6, and 2e-6 on slow machines.
SECONDS_PER_LETTER = 3e-6


class TooSlow(Exception):
    """A text took more processor time than it may."""


@contextmanager
def limit_processor_time(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the block where it takes more than `seconds` of processor time.

    There is no limit on Windows, and in threads other than the main one.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, interrupt)
    # The timer repeats, because an exception raised during an object's deletion is lost.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def limit_conversion(text: str) -> Iterator[None]:
    """Raise TooSlow in the block where the conversion of a text takes too long for its length."""
    with limit_processor_time(max(LEAST_SECONDS, len(text) * SECONDS_PER_LETTER)):
        yield


def explain_refusal(error: Exception) -> str:
    """Say to the author why a text was not turned into HTML."""
    if isinstance(error, RecursionError):
        return "its text is nested too deep to be turned into HTML"
    return (
        "its text takes too long to turn into HTML; "
        "look for marks that are opened again and again and never closed"
    )


class Guard(Extension):
    """An extension of Python-Markdown that stops at a text that is too slow or nested too deep.

    `refuse` takes the reason, and returns the HTML to show instead.
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
