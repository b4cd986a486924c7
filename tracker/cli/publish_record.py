"""When `tracker publish` last went through, as `.tracker/published` keeps it for `tracker status`.

A line: the day and the host that was pushed to, `2024-07-06 github.com`. Nothing asks the network.
"""

from __future__ import annotations

from datetime import date

from tracker.boundary.writing import read_own, write_own

FILE = "published"
QUIET_DAYS = 50  # GitHub pauses scheduled runs after 60
_MOST = 1_000
_PAUSE = (
    "; GitHub pauses the weekly run of a public repository after 60 days without activity, "
    "and Enable workflow, under Actions, switches it on again"
)


def record_publish(root: str, day: date, host: str) -> None:
    """Write down that a journal was pushed on a day. OSError where that fails."""
    write_own(root, FILE, f"{day.isoformat()} {host}".rstrip().encode() + b"\n")


def hint_at_quiet_time(root: str, today: date) -> str | None:
    """Return a hint where the last publish is more than QUIET_DAYS days ago; else None."""
    data = read_own(root, FILE, _MOST)
    if data is None:
        return None
    day, _, host = data.decode("utf-8", "replace").strip().partition(" ")
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return None
    days = (today - last).days
    if days <= QUIET_DAYS:
        return None
    pause = _PAUSE if host == "github.com" else ""
    return f"tracker publish last went through {days} days ago, on {last}{pause}"
