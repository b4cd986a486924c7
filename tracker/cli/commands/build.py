"""tracker build: check, then mkdocs build --strict; or the site as plain files for another engine."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import datetime, tzinfo
from pathlib import Path

import tracker
from tracker.boundary.cache import Cache
from tracker.boundary.outside import fill_folder, list_made
from tracker.cli import run_mkdocs
from tracker.cli.terminal import find_journal_folder, format_problem_counts, hint, say
from tracker.model.journal import Problem, format_problem_line
from tracker.store import ENTRIES

EXAMPLES = """\
examples:
  tracker build
  tracker build --site-dir /tmp/site
  tracker build --to /tmp/plain           plain Markdown, data and assets, for Zensical and others
  tracker --journal ~/journal build

A build empties its folder first. A folder that holds anything but an earlier build is left alone; --force empties it.
Exit code 3, with every line, if the journal has errors: then nothing is built."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker build [--site-dir DIR | --to DIR] [--force]"
    parser.epilog = EXAMPLES
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--site-dir", metavar="DIR", help="where to put it; else as mkdocs.yml says, or site/"
    )
    where.add_argument(
        "--to", metavar="DIR", help="write what another engine builds, instead of building"
    )
    parser.add_argument(
        "--force", action="store_true", help="empty the site's folder, whatever it holds"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    folder = run_mkdocs.find_mkdocs_folder(root)
    if args.to:
        return build_plain_files(Path(root), args.to, now)
    if report_build_errors([*tracker.load(root)[1], *run_mkdocs.site_problems(root)]):
        return 3
    return run_mkdocs.run_mkdocs(
        folder,
        ["build", "--strict", *run_mkdocs.site_dir(args.site_dir)],
        run_mkdocs.build_force_environment(folder, args),
    )


def report_build_errors(problems: list[Problem]) -> bool:
    errors = [problem for problem in problems if not problem.hint]
    for problem in errors:
        hint(format_problem_line(problem))
    if errors:
        hint(f"{format_problem_counts(errors)}; nothing was built")
    return bool(errors)


def build_plain_files(root: Path, to: str, now: datetime) -> int:
    from tracker.site import plain_files
    from tracker.site import site_files as files
    from tracker.site.settings import read_site_settings

    def clock(zone: tzinfo | None) -> datetime:
        """What the command was told, which is the wall clock here; where the author is it may be another day."""
        return now.astimezone(zone) if zone else now

    place, docs, _ = read_site_settings(root)
    cache = Cache(root)
    view, problems = files.read(
        root,
        docs,
        place,
        lambda plan: files.compute_build_date(plan, clock, os.environ),
        False,
        cache,
    )
    if report_build_errors(problems):
        return 3
    before = list_made(to, (str(docs), str(root / ENTRIES)))
    warnings: list[str] = []
    written = list(plain_files.generate_plain_files(root, view, cache.get_or_make, warnings.append))
    fill_folder(to, {file.name: file.content for file in written}, before)
    for warning in warnings:
        hint(warning)
    say(f"Wrote {len(written)} files to {to}. Build them there: zensical build")
    say("Only MkDocs gives: " + "; ".join(plain_files.LACKS) + ".")
    return 0
