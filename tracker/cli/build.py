"""tracker build: check, then mkdocs build --strict; or the site as plain files for another engine."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import datetime, tzinfo
from pathlib import Path

import tracker
from tracker.cli import site
from tracker.cli.terminal import hint, journal, line_of, summary
from tracker.model import Problem, TrackerError

MADE = ".made-by-tracker"  # in the folder of --to: which files are ours to replace
EXAMPLES = """\
examples:
  tracker build
  tracker build --site-dir /tmp/site
  tracker build --to /tmp/plain           plain Markdown, data and assets, for Zensical and others
  tracker --journal ~/journal build

Exit code 3, with every line, if the journal has errors: then nothing is built."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker build [--site-dir DIR | --to DIR]"
    parser.epilog = EXAMPLES
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--site-dir", metavar="DIR", help="where to put it; else as mkdocs.yml says, or site/")
    where.add_argument("--to", metavar="DIR", help="write what another engine builds, instead of building")


def run(args: Namespace, now: datetime) -> int:
    root = journal(args)
    folder = site.folder(root)
    if args.to:
        return plain(Path(root), Path(args.to), now)
    if told(tracker.load(root)[1]):
        return 3
    return site.mkdocs(folder, ["build", "--strict", *site.site_dir(args.site_dir)])


def told(problems: list[Problem]) -> bool:
    errors = [problem for problem in problems if not problem.hint]
    for problem in errors:
        hint(line_of(problem))
    if errors:
        hint(f"{summary(errors)}; nothing was built")
    return bool(errors)


def plain(root: Path, to: Path, now: datetime) -> int:
    from tracker import elsewhere
    from tracker import site as files
    from tracker.settings import settings

    def clock(zone: tzinfo | None) -> datetime:
        """What the command was told, which is the wall clock here; where the author is it may be another day."""
        return now.astimezone(zone) if zone else now

    place, docs = settings(root)
    cache = files.Cache(root)
    essays = files.read_essays(docs / place.posts)
    view, problems = files.read(root, place, essays, lambda plan: files.today(plan, clock, os.environ), False, cache)
    if told(problems):
        return 3
    before = ours(to)
    missing: list[str] = []
    written = list(elsewhere.elsewhere(root, view, cache.made, missing.append))
    for file in written:
        files.write(to / file.name, file.content)
    names = {file.name for file in written}
    for name in before - names:
        (to / name).unlink(missing_ok=True)
    files.write(to / MADE, "".join(f"{name}\n" for name in sorted(names)).encode())
    for uri in missing:
        hint(f"{uri} is shown by an entry and is not there")
    print(f"Wrote {len(written)} files to {to}. Build them there: zensical build")
    print("Only MkDocs gives: " + "; ".join(elsewhere.LACKS) + ".")
    return 0


def ours(to: Path) -> set[str]:
    """What an earlier run wrote there. TrackerError where the folder holds anything else: it is not ours to fill."""
    made = to / MADE
    if made.is_file():
        return set(made.read_text("utf-8").splitlines())
    if to.exists() and (not to.is_dir() or any(os.scandir(to))):
        raise TrackerError(
            f"{to} holds files that tracker did not write; name an empty folder, or one that is not there"
        )
    return set()
