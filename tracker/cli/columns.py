"""The columns of the terminal, and a line cut to them with a mark."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

NARROWEST, WIDEST = 40, 120
# No time, then four shades: they differ in form as well as in colour.
SHADES, PLAIN_SHADES = "·░▒▓█", ".-+*#"
# A day with notes and no time.
UNTIMED, PLAIN_UNTIMED = "∘", "o"


def measure_columns(terminal: bool) -> int:
    """COLUMNS if that is set, else the terminal's width; 80 in a pipe.

    Lines of more than 120 letters are hard to follow.
    """
    columns = 80
    if terminal:
        with suppress(OSError, ValueError):
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
    if setting := _read_columns_setting():
        columns = setting
    return max(NARROWEST, min(columns, WIDEST)) if columns else 80


def _read_columns_setting() -> int:
    setting = os.environ.get("COLUMNS", "")
    if setting.isascii() and setting.isdigit():
        return int(setting)
    return 0


def find_screen_width() -> int | None:
    """The width that lines are cut to; None in a pipe, which has no screen and gets them whole."""
    if sys.stdout.isatty() or _read_columns_setting():
        return measure_columns(sys.stdout.isatty())
    return None


def cut_line(line: str, width: int | None, mark: str = "…") -> str:
    """Cut a line to a width, with a mark at its end where something is missing."""
    if width is None or (line.isascii() and len(line) <= width):
        return line
    from tracker.cli.layout import count_cells, cut_cells

    if count_cells(line) <= width:
        return line
    return cut_cells(line, width - len(mark)).rstrip() + mark
