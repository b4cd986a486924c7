"""The journal's folder -> journal.json, as its site serves it."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from tracker.boundary.cache import Cache
from tracker.cli.build_day import compute_build_day
from tracker.cli.export_file import put_out
from tracker.cli.site_errors import print_site_errors
from tracker.cli.terminal import find_journal_folder
from tracker.site import site_files
from tracker.site.settings import read_site_settings
from tracker.syndication.feed import feed_of
from tracker.syndication.journal_json import BEGINNING, format_journal_json


def export_all(args: Namespace, now: datetime) -> int:
    """Export the public journal; nothing where the journal has errors."""
    root = Path(find_journal_folder(args))
    place, docs, _ = read_site_settings(root)
    view, problems = site_files.load_view(
        root,
        docs,
        place,
        lambda plan: compute_build_day(plan, now),
        args.unpublished,
        Cache(root),
        whole=args.unpublished,
    )
    if print_site_errors(problems, "; nothing was exported"):
        return 3
    put_out(args, str(root), format_journal_json(feed_of(view)), "the journal", BEGINNING)
    return 0
