"""The text of an export -> stdout, or the file that was named."""

from __future__ import annotations

import os
from argparse import Namespace

from tracker.boundary.outside import write_export
from tracker.cli.terminal import hint, say_exactly
from tracker.store import ENTRIES

STDOUT = "-"


def put_out(args: Namespace, root: str, text: str, what: str, beginning: str) -> None:
    """Print an export, or write it to --output and say so. `what`: `12 sessions`.

    `beginning`: how an earlier export begins, which may be replaced.
    """
    if args.output in (None, STDOUT):
        say_exactly(text)
        return
    data = text.encode("utf-8", "surrogatepass")
    entries = os.path.join(root, ENTRIES)
    write_export(args.output, data, beginning.encode(), args.force, entries)
    hint(f"Wrote {what} to {args.output}")
