"""tracker init: what a folder needs to be a journal that builds, and no file of yours touched."""

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
from tracker.model.journal import week_of

EXAMPLES = """\
examples:
  tracker init                                makes the folder you are in a journal
  tracker init ~/journal                      another one, made if it is not there
  tracker init && tracker serve               and look at it

It makes the site's configuration, a plan to fill in, this week's entry, what git and editors need, and nothing else.
A file that is there already stays as it is. In a git repository it does what tracker setup-git does, too."""

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
    for line in merge_driver.set_up(root) if in_git else []:
        say(line)
    for line in [*written.warnings, *next_steps(root, in_git)]:
        hint(line)
    return 0


def build_journal_files(week: str) -> dict[str, bytes]:
    """Every file of a new journal, as its name -> its bytes."""
    found = {name: _read_template(source) for name, source in _FILES.items()}
    found[f"entries/{week}.yaml"] = _read_template("week.yaml")
    found[".gitattributes"] = merge_driver.ATTRIBUTES.encode()
    for kind in ("week", "plan"):
        found[f".schemas/{kind}.json"] = (
            json.dumps(build_schema(kind), indent=2, ensure_ascii=False) + "\n"
        ).encode()
    return found


def select_missing_files(files: store.Files, wanted: dict[str, bytes]) -> tuple[str, store.Files]:
    """Those that are not there yet."""
    made: store.Files = {name: data for name, data in wanted.items() if files[name] is None}
    if not made:
        return "nothing to make: all of it is there", made
    kept = ", ".join(name for name in wanted if name not in made)
    return (
        f"made {', '.join(made)}{f'; as before: {kept}' if kept else ''}. Undo: tracker undo",
        made,
    )


def next_steps(root: str, in_git: bool) -> list[str]:
    steps = []
    if b"tracker" not in (store.read_file(root, "mkdocs.yml", SETTINGS) or b""):
        steps.append("mkdocs.yml is your own: name tracker and blog under its plugins")
    if not in_git:
        steps.append("this is in no git repository yet: git init, then tracker setup-git")
    return [
        *steps,
        'next: fill in entries/plan.yaml, then tracker log 45m ITEM "a note", then tracker serve',
    ]


def _read_template(name: str) -> bytes:
    return read_program_file("templates", "init", name)
