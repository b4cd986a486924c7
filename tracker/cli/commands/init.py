"""tracker init: make a folder a journal that builds, without touching a file that is there."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker import store
from tracker.boundary.outside import read_program_file
from tracker.boundary.reading import SETTINGS
from tracker.boundary.writing import make_folders
from tracker.cli import merge_driver
from tracker.cli.terminal import hint, say
from tracker.format.schema import build_schema
from tracker.model.journal import PLAN_PATH, week_of, week_path_of

EXAMPLES = """\
examples:
  tracker init                                makes the folder you are in a journal
  tracker init ~/journal                      another one, made if it is not there
  tracker init && tracker serve               and look at it
  tracker init --notes unpublished            keeps the notes of sessions off the site

It makes the site's configuration, a plan to fill in, this week's entry, what git and editors \
need, and nothing else.
On a terminal it asks whether the notes of sessions shall be on the site; --notes answers that.
A file that is there already stays as it is. In a git repository it does what tracker setup-git \
does, too."""

NOTES = ("published", "unpublished")
_FILES = {
    "mkdocs.yml": "mkdocs.yml",
    "docs/blog/index.md": "blog.md",
    "docs/tags.md": "tags.md",
    "entries/plan.yaml": "plan.yaml",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
}


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker init [DIR] [--notes published|unpublished]"
    parser.epilog = EXAMPLES
    parser.add_argument("folder", metavar="DIR", nargs="?", help="else the folder you are in")
    parser.add_argument(
        "--notes",
        choices=NOTES,
        help="whether the notes of sessions are on the site; else they are",
    )


def run(args: Namespace, now: datetime) -> int:
    root = os.path.abspath(args.folder or args.journal or os.getcwd())
    notes = args.notes
    if notes is None and store.read_file(root, PLAN_PATH) is None:
        notes = ask_about_notes()
    wanted = build_journal_files(week_of(now.date()), notes or NOTES[0])
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


def ask_about_notes() -> str | None:
    """Ask on a terminal whether the notes of sessions shall be published. None without one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    say("What you log becomes a public site: each session with its note, one line each.")
    try:
        answer = input("Publish the notes of sessions? [Y/n] ")
    except EOFError:
        return None
    return NOTES[1] if answer.strip().lower().startswith("n") else NOTES[0]


def build_journal_files(week: str, notes: str = NOTES[0]) -> dict[str, bytes]:
    """Build every file of a new journal: its name -> its bytes.

    `notes`: whether the plan says that the notes of sessions are `published` or `unpublished`.
    """
    files = {name: _read_template(template) for name, template in _FILES.items()}
    if notes == NOTES[1]:
        key = f"notes: {notes}".encode()
        files[PLAN_PATH] = files[PLAN_PATH].replace(b"# " + key, key, 1)
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
        "public: all that you write, but for drafts and what says unpublished; whoever reads the "
        "repository reads that, too"
    )
    steps.append(
        'next: fill in entries/plan.yaml, then tracker log 45m ITEM "a note", then tracker serve'
    )
    return steps


def _read_template(name: str) -> bytes:
    return read_program_file("templates", "init", name)
