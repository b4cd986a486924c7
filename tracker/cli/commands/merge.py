"""tracker merge: git's merge driver for weeks, as gitattributes(5) defines one."""

from __future__ import annotations

import os
import re
import subprocess
from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.boundary.outside import read_named, replace_merged, temporary_files
from tracker.cli.terminal import hint, say
from tracker.edit.merge import MergedText, merge_weeks
from tracker.format.loader import FORECASTS_FILE
from tracker.model.journal import TrackerError

EXAMPLES = """\
examples:
  tracker setup-git                           has git call it for every week that two machines \
changed
  tracker merge BASE OURS THEIRS              the same by hand, for three files
  tracker merge %O %A %B %P                   as git calls it

OURS becomes the merged text. Sessions are merged one by one, by their ids; everything else line \
by line, as git does.
What both sides changed is marked as git marks it; of entries/forecasts.yaml all lines stay. Says \
"merged" and ends with
0, or "conflict" and ends with 1.
If it says neither, OURS is as it was: then git merge-file can still do it."""

_WEEK = re.compile(r"\d{4}-W\d\d\.yaml", re.ASCII)
_LARGEST = 50_000_000  # bytes of a file that git names
_MOST_CONFLICTS = 127  # git merge-file ends with their number; any higher code is an error


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker merge BASE OURS THEIRS [PATH]"
    parser.epilog = EXAMPLES
    parser.add_argument("base", metavar="BASE", help="the file before the two went apart")
    parser.add_argument("ours", metavar="OURS", help="the file here; replaced by the merged one")
    parser.add_argument("theirs", metavar="THEIRS", help="the file there")
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        help="its name in the repository; not a week: only by lines",
    )


def run(args: Namespace, now: datetime) -> int:
    base, ours, theirs = (read_version(name) for name in (args.base, args.ours, args.theirs))
    name = args.path and os.path.basename(args.path)
    if name is None or _WEEK.fullmatch(name):
        merged = merge_weeks(base, ours, theirs, merge_by_lines)
    elif name == FORECASTS_FILE:
        # Nobody changes the line of a kept forecast: what either side added stays.
        merged = MergedText(*merge_by_lines(base, ours, theirs, "--union"))
    else:
        merged = MergedText(*merge_by_lines(base, ours, theirs))
    replace_merged(args.ours, merged.text.encode("utf-8", "surrogateescape"))
    if merged.why:
        hint(f"{args.path or args.ours}: {merged.why}")
    say("conflict" if merged.conflict else "merged")
    return int(merged.conflict)


def merge_by_lines(base: str, ours: str, theirs: str, *options: str) -> tuple[str, bool]:
    """Merge by lines with git merge-file; the bool says whether that left conflicts."""
    command = ["git", "merge-file", "-p", "-q", *options]
    for label in ("ours", "base", "theirs"):
        command += ["-L", label]
    versions = [text.encode("utf-8", "surrogateescape") for text in (ours, base, theirs)]
    with temporary_files(*versions) as names:
        done = subprocess.run([*command, *names], capture_output=True, check=False)
    if done.returncode > _MOST_CONFLICTS or done.returncode < 0:
        message = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise TrackerError(message or "git merge-file failed")
    return done.stdout.decode("utf-8", "surrogateescape"), done.returncode > 0


def read_version(name: str) -> str:
    """Read a file's text. Bytes that are no UTF-8 are kept, and written back as they were."""
    data = read_named(name, _LARGEST)
    if len(data) > _LARGEST:
        raise TrackerError(f"{name} is larger than {_LARGEST:,} bytes; git merges it by lines")
    return data.decode("utf-8", "surrogateescape")
