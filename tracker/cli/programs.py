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
    words: Sequence[str],
    folder: str | None = None,
    environment: Mapping[str, str] | None = None,
    stdout: int | None = None,
) -> int:
    """Run a program on this terminal and return its exit code.

    130 for Ctrl-C; 128 and the signal's number where a signal ended this program or the other one.
    `stdout`: a descriptor that takes what it prints there. OSError where it cannot be started.
    """
    return _run_to_its_end(words, folder, environment, stdout)[0]


def read_program(words: Sequence[str]) -> tuple[int, str]:
    """Run a program like `run_program`, and return what it prints to stdout, too."""
    code, output = _run_to_its_end(words, None, None, subprocess.PIPE)
    return code, os.fsdecode(output or b"")


def _run_to_its_end(
    words: Sequence[str],
    folder: str | None,
    environment: Mapping[str, str] | None,
    stdout: int | None,
) -> tuple[int, bytes | None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise _Ended(number)

    before = {number: signal.signal(number, end) for number in _ENDING}
    process: subprocess.Popen[bytes] | None = None
    output: bytes | None = None
    try:
        process = subprocess.Popen(words, cwd=folder, env=environment, stdout=stdout)
        output, _ = process.communicate()
        code = process.returncode
    except KeyboardInterrupt:  # the terminal sent it to both
        _end_process(process, patience=_PATIENCE_AFTER_CTRL_C)
        return 130, None
    except _Ended as ended:
        number = int(ended.args[0])
        _end_process(process, signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)
        hint(f"tracker: ended by {signal.Signals(number).name}, and {_name_of(words)} with it")
        return 128 + number, None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return (code if code >= 0 else 128 - code), output


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
