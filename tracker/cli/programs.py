"""Run another program to its end, and end it when this program is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

from tracker.cli.terminal import hint

_ENDING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_PATIENCE = 5  # seconds that a program may take to tidy up
_PATIENCE_AFTER_CTRL_C = 2  # when the terminal has asked it, too


class _Ended(Exception):
    """A signal asks this program to end; its number is the argument."""


def run_program(
    words: Sequence[str], folder: str | None = None, environment: Mapping[str, str] | None = None
) -> int:
    """Run a program and return its exit code.

    130 for Ctrl-C; 128 and the signal's number where a signal ended this program or the other one.
    OSError where the program cannot be started.
    """

    def end(number: int, frame: FrameType | None) -> None:
        raise _Ended(number)

    before = {number: signal.signal(number, end) for number in _ENDING}
    process: subprocess.Popen[bytes] | None = None
    try:
        process = subprocess.Popen(words, cwd=folder, env=environment)
        code = process.wait()
    except KeyboardInterrupt:  # the terminal sent it to both
        _end_process(process, patience=_PATIENCE_AFTER_CTRL_C)
        return 130
    except _Ended as ended:
        number = int(ended.args[0])
        _end_process(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        hint(f"tracker: ended by {signal.Signals(number).name}, and {_name_of(words)} with it")
        return 128 + number
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _end_process(
    process: subprocess.Popen[bytes] | None, number: int | None = None, patience: float = _PATIENCE
) -> None:
    """Ask a program to end as Ctrl-C does, so that it tidies up; kill it if it does not."""
    if process is None:
        return
    try:
        if number is not None:
            process.send_signal(number)
        process.wait(patience)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _name_of(words: Sequence[str]) -> str:
    """`python -m mkdocs build` -> "mkdocs"; `/usr/bin/vi` -> "vi"."""
    if len(words) > 2 and words[1] == "-m":
        return words[2]
    return os.path.basename(words[0])
