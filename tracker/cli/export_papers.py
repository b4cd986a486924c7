"""The plan's papers -> a bibliography in BibTeX."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime

from tracker.cli.export_file import put_out
from tracker.cli.selection import open_journal
from tracker.cli.terminal import hint, report_faults
from tracker.exchange.bibtex_text import BEGINNING, format_bibtex
from tracker.model.english import format_count


def export_all(args: Namespace, now: datetime) -> int:
    """Export the papers that have a title; those that are unpublished by --unpublished only."""
    opened = open_journal(args, now)
    if opened.faults and not args.unpublished:
        report_faults(opened.faults, ())
        hint("errors could show what is held back; nothing was exported (--unpublished does)")
        return 3
    papers = {}
    held_back = untitled = 0
    for id_, paper in opened.plan.papers.items():
        if paper.unpublished and not args.unpublished:
            held_back += 1
        elif not paper.title:
            untitled += 1
        else:
            papers[id_] = paper
    put_out(args, opened.root, format_bibtex(papers), format_count(len(papers), "paper"), BEGINNING)
    if held_back:
        count = format_count(held_back, "unpublished paper")
        hint(f"held back: {count}; --unpublished exports all")
    if untitled:
        hint(f"left out: {format_count(untitled, 'paper')} without a title")
    return report_faults(opened.faults, ())
