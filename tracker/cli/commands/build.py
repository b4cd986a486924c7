"""tracker build: check the journal, then build its site or write it for another engine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

import tracker
from tracker.boundary.cache import Cache
from tracker.boundary.outside import fill_folder, list_made
from tracker.cli import run_mkdocs
from tracker.cli.build_day import compute_build_day
from tracker.cli.site_errors import print_site_errors
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.figures.public import make_public_journal
from tracker.figures.stats import build_figures
from tracker.figures.week_content import find_first_post_day
from tracker.model.english import format_weekday
from tracker.model.journal import Journal
from tracker.store import ENTRIES

NOT_BUILT = "; nothing was built"

EXAMPLES = """\
examples:
  tracker build
  tracker build --site-dir /tmp/site
  tracker build --to /tmp/plain           plain Markdown, data and assets, for Zensical and others
  tracker --journal ~/journal build

A build empties its folder first. A folder that holds anything but an earlier build is left alone; \
--force empties it.
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
    journal, problems = tracker.load(root)
    if print_site_errors([*problems, *run_mkdocs.site_problems(root, journal)], NOT_BUILT):
        return 3
    words = ["build", "--strict", *run_mkdocs.site_dir(args.site_dir)]
    environment = run_mkdocs.build_force_environment(folder, args)
    code = run_mkdocs.run_mkdocs(folder, words, environment)
    if code == 0:
        hint_first_post(Path(root), journal, now)
    return code


def hint_first_post(root: Path, journal: Journal, now: datetime) -> None:
    """Say when the first post appears, where nothing is published yet."""
    from tracker.site import hand_written
    from tracker.site.settings import load_mkdocs_settings, makes_pages, settings_of

    settings = load_mkdocs_settings(root / "mkdocs.yml")
    if not makes_pages(settings):
        return
    day = compute_build_day(journal.plan, now)
    shown = make_public_journal(journal, day, drafts=True)
    first = find_first_post_day(build_figures(shown))
    if first is None or first <= day:
        return
    place, docs, _ = settings_of(settings, root)
    essays, _ = hand_written.read_docs(root, docs, place)
    if all(essay.draft for essay in essays):
        hint(f"your first post appears on {format_weekday(first)}; tracker serve shows it now")


def build_plain_files(root: Path, to: str, now: datetime) -> int:
    """Write the site as plain files into the folder `to`, and return the exit code."""
    from tracker.site import plain_files, site_files
    from tracker.site.settings import read_site_settings

    place, docs, _ = read_site_settings(root)
    cache = Cache(root)
    view, problems = site_files.load_view(
        root, docs, place, lambda plan: compute_build_day(plan, now), False, cache
    )
    if print_site_errors(problems, NOT_BUILT):
        return 3
    before = list_made(to, (str(docs), str(root / ENTRIES)))
    warnings: list[str] = []
    files = list(plain_files.generate_plain_files(root, view, cache.get_or_make, warnings.append))
    fill_folder(to, {file.name: file.content for file in files}, before)
    for warning in warnings:
        hint(warning)
    say(f"Wrote {len(files)} files to {to}. Build them there: zensical build")
    say("Only MkDocs gives: " + "; ".join(plain_files.LACKS) + ".")
    return 0
