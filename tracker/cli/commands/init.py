"""tracker init: make a folder a journal that builds, without touching a file that is there."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.boundary.outside import read_program_file
from tracker.boundary.reading import SETTINGS
from tracker.boundary.writing import make_folders
from tracker.cli import merge_driver
from tracker.cli.terminal import hint, say
from tracker.format.schema import build_schema
from tracker.model.journal import week_of, week_path_of

EXAMPLES = """\
examples:
  tracker init                                makes the folder you are in a journal
  tracker init ~/journal                      another one, made if it is not there
  tracker init && tracker serve               and look at it

It makes the site's configuration, a plan to fill in, this week's entry, what git and editors \
need, and nothing else.
A file that is there already stays as it is. In a git repository it does what tracker setup-git \
does, too."""

_FILES = {
    "mkdocs.yml": "mkdocs.yml",
    "docs/blog/index.md": "blog.md",
    "docs/tags.md": "tags.md",
    "entries/plan.yaml": "plan.yaml",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
}


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker init [DIR]"
    parser.epilog = EXAMPLES
    parser.add_argument("folder", metavar="DIR", nargs="?", help="else the folder you are in")


def run(args: Namespace, now: datetime) -> int:
    root = os.path.abspath(args.folder or args.journal or os.getcwd())
    wanted = build_journal_files(week_of(now.date()))
    for name in wanted:
        make_folders(root, name)
    written = store.apply_edit(
        root, list(wanted), lambda files: select_missing_files(files, wanted)
    )
    say(f"{written.what[:1].upper()}{written.what[1:]}")
    in_git = merge_driver.is_in_git(root)
    if in_git:
        for line in merge_driver.set_up(root):
            say(line)
    for line in [*written.warnings, *next_steps(root, in_git)]:
        hint(line)
    return 0


def build_journal_files(week: str) -> dict[str, bytes]:
    """Build every file of a new journal: its name -> its bytes."""
    files = {name: _read_template(template) for name, template in _FILES.items()}
    files[week_path_of(week)] = _read_template("week.yaml")
    files[".gitattributes"] = merge_driver.ATTRIBUTES.encode()
    for kind in ("week", "plan"):
        schema = json.dumps(build_schema(kind), indent=2, ensure_ascii=False)
        files[f".schemas/{kind}.json"] = f"{schema}\n".encode()
    return files


def select_missing_files(files: store.Files, wanted: dict[str, bytes]) -> tuple[str, store.Files]:
    """Select the wanted files that are not there yet, and say what was made."""
    missing: store.Files = {name: data for name, data in wanted.items() if files[name] is None}
    if not missing:
        return "nothing to make: all of it is there", missing
    message = f"made {', '.join(missing)}"
    present = [name for name in wanted if name not in missing]
    if present:
        message += f"; as before: {', '.join(present)}"
    return f"{message}. Undo: tracker undo", missing


def next_steps(root: str, in_git: bool) -> list[str]:
    """List what is left to do by hand."""
    steps = []
    settings = store.read_file(root, "mkdocs.yml", SETTINGS) or b""
    if b"tracker" not in settings:
        steps.append("mkdocs.yml is your own: name tracker and blog under its plugins")
    if not in_git:
        steps.append("this is in no git repository yet: git init, then tracker setup-git")
    steps.append(
        'next: fill in entries/plan.yaml, then tracker log 45m ITEM "a note", then tracker serve'
    )
    return steps


def _read_template(name: str) -> bytes:
    return read_program_file("templates", "init", name)
