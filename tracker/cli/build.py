"""tracker build: check, then mkdocs build --strict; or the site as plain files for another engine."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import datetime, tzinfo
from pathlib import Path

import tracker
from tracker.cli import site
from tracker.cli.terminal import hint, journal, line_of, say, summary
from tracker.model import Problem, TrackerError
from tracker.store import ENTRIES

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

    place, docs, _ = settings(root)
    cache = files.Cache(root)
    essays = files.read_essays(docs / place.posts)
    view, problems = files.read(root, place, essays, lambda plan: files.today(plan, clock, os.environ), False, cache)
    if told(problems):
        return 3
    before = ours(to, (docs, root / ENTRIES))
    missing: list[str] = []
    written = list(elsewhere.elsewhere(root, view, cache.made, missing.append))
    put(to, {file.name: file.content for file in written}, before)
    for uri in missing:
        hint(f"{uri} is shown by an entry and is not there")
    say(f"Wrote {len(written)} files to {to}. Build them there: zensical build")
    say("Only MkDocs gives: " + "; ".join(elsewhere.LACKS) + ".")
    return 0


def ours(to: Path, sources: tuple[Path, ...]) -> set[str]:
    """What an earlier run wrote there. TrackerError where the folder holds anything else: it is not ours to fill."""
    for source in sources:
        if to.resolve().is_relative_to(source.resolve()):
            raise TrackerError(f"{to} lies in {source}, which the site is made from; name a folder outside of it")
    made = to / MADE
    if made.is_file():
        names = made.read_text("utf-8", "replace").splitlines()
        return {name for name in names if (to / name).is_file() and (to / name).resolve().is_relative_to(to.resolve())}
    if to.exists() and (not to.is_dir() or any(os.scandir(to))):
        raise TrackerError(
            f"{to} holds files that tracker did not write; name an empty folder, or one that is not there"
        )
    return set()


def put(to: Path, written: dict[str, bytes], before: set[str]) -> None:
    """Write the files, and take away those of `before` that are no more. What somebody else put there stays."""
    from tracker import site as files

    if theirs := sorted(name for name in written.keys() - before if (to / name).exists()):
        raise TrackerError(f"{to / theirs[0]} was not written by tracker, and would be lost; move it away first")
    # Before the files: a run that is cut short leaves none that the next would take for somebody else's.
    listed(to, before | written.keys())
    for name, content in written.items():
        files.write(to / name, content)
    for name in before - written.keys():
        (to / name).unlink(missing_ok=True)
    listed(to, written.keys())


def listed(to: Path, names: Iterable[str]) -> None:
    from tracker import site as files

    files.write(to / MADE, "".join(f"{name}\n" for name in sorted(names)).encode())
