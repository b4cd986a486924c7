"""tracker upgrade: bring the program's own files of a journal to this release."""

from __future__ import annotations

import difflib
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from tracker import store
from tracker.boundary.installation import Origin
from tracker.boundary.reading import SETTINGS, WHEEL, list_folder
from tracker.boundary.writing import file_kind_of, is_wheel, make_folders
from tracker.cli import merge_driver
from tracker.cli.change_week import schema_line_of
from tracker.cli.journal_choices import build_choices, find_known_origin, read_remote
from tracker.cli.journal_files import (
    BRANCHES,
    MADE,
    PUBLISHED,
    REQUIREMENTS,
    SCHEMAS,
    WORKFLOW,
    Made,
    build_own_files,
    find_branch,
    format_made,
    is_as_written,
    name_program,
    parse_made,
    record_files,
)
from tracker.cli.journal_files import SETTINGS as SITE_SETTINGS
from tracker.cli.terminal import find_journal_folder, hint, say
from tracker.format.loader import load_plan
from tracker.format.scalars import NEWER_RELEASE, release_numbers
from tracker.model.english import format_count
from tracker.model.journal import PLAN_PATH, RELEASE, TrackerError
from tracker.site.forges import SiteAddresses, fill_addresses

EXAMPLES = """\
examples:
  tracker upgrade                             shows what would change, and asks
  tracker upgrade --yes                       asks nothing
  tracker upgrade --all                       also the files that you have changed

The program's own files of a journal are the workflow, requirements.txt, the schemas and what git \
and editors need.
Those that are still as tracker wrote them are brought to this release, and missing ones made. \
Those that you have
changed are shown and stay; so does every word in entries/ and docs/.
tracker undo takes it back."""

_MODEL = "# yaml-language-server: $schema="
_SITE_HAS_ITS_OWN = (".gitignore", ".gitattributes", WORKFLOW, REQUIREMENTS)


class Upgrade(NamedTuple):
    """The new bytes of files, None for one that goes; and of those that the author has changed.

    `before` has the bytes of all of them as they are.
    """

    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]
    changed: Mapping[str, bytes]


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker upgrade [--yes] [--all]"
    parser.epilog = EXAMPLES
    parser.add_argument("--yes", action="store_true", help="write it without a question")
    parser.add_argument(
        "--all", action="store_true", help="also replace files that you have changed"
    )


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    refuse_newer_journal(root)
    remote = read_remote(root)
    workflow = store.read_file(root, WORKFLOW, SETTINGS)
    if workflow and (branch := find_branch(workflow)):
        remote = remote._replace(branch=branch)
    elif workflow and remote.branch not in BRANCHES:
        remote = remote._replace(branch=BRANCHES[0])
    choices = build_choices(root, remote, None, PUBLISHED)
    origin = find_known_origin()
    wanted = build_own_files(choices, origin)
    upgrade = plan_upgrade(root, wanted, origin, choices.addresses, args.all)
    if upgrade.changed:
        say("You have changed these, so they stay; --all replaces them:")
        for line in format_changes(upgrade.before, upgrade.changed):
            say(line)
    if not upgrade.after:
        say(f"Nothing to upgrade: the files are those of {RELEASE}")
        return 0
    say(f"What release {RELEASE} changes:")
    for line in format_changes(upgrade.before, upgrade.after):
        say(line)
    if not args.yes and not confirm_upgrade(upgrade):
        raise TrackerError("nothing was written; tracker upgrade --yes writes it")
    write_upgrade(root, upgrade)
    return 0


def refuse_newer_journal(root: str) -> None:
    """Raise TrackerError where the journal is of a newer release than this program."""
    release = parse_made(store.read_file(root, MADE, SETTINGS)).release
    if release_numbers(release) > release_numbers(RELEASE):
        raise TrackerError(
            f"this journal's files are those of {release}, and this is {RELEASE}; "
            "install the newer one"
        )
    _, problems = load_plan(PLAN_PATH, store.read_file(root, PLAN_PATH) or b"")
    for problem in problems:
        if problem.kind == NEWER_RELEASE:
            raise TrackerError(str(problem))


# ---- what changes


def plan_upgrade(
    root: str,
    wanted: Mapping[str, bytes],
    origin: Origin | None,
    addresses: SiteAddresses,
    with_changed: bool,
) -> Upgrade:
    """Compare the journal's files with those of this release. Nothing is written."""
    made = parse_made(store.read_file(root, MADE, SETTINGS))
    before: dict[str, bytes | None] = {}
    after: dict[str, bytes | None] = {}
    changed: dict[str, bytes] = {}
    for name, new in wanted.items():
        before[name] = old = store.read_file(root, name, file_kind_of(name))
        if old is None:
            if is_missed(root, name, made):
                after[name] = new
            continue
        renewed = renew_file(name, old, new, made, origin)
        if renewed is not None or with_changed:
            after[name] = new if renewed is None else renewed
        elif made.whole or name not in _SITE_HAS_ITS_OWN:
            changed[name] = new
    drop_wheels(root, origin, made, before, after)
    for name, old, new in [*list_author_lines(root, addresses)]:
        before[name], after[name] = old, new
    before[MADE] = store.read_file(root, MADE, SETTINGS)
    files = {**before, **after}
    if made.release != RELEASE or any(files[name] != before[name] for name in after):
        after[MADE] = format_made(record_files(made._replace(release=RELEASE), files, wanted))
    after = {name: new for name, new in after.items() if new != before[name]}
    return Upgrade(before, after, changed)


def is_missed(root: str, name: str, made: Made) -> bool:
    """Whether a file that is not there belongs there: the author may have deleted it."""
    if name in made.files:
        return False
    if not made.whole:
        return name not in _SITE_HAS_ITS_OWN
    # Somebody publishes with a workflow of their own.
    return name != WORKFLOW or not list_folder(root, ".github/workflows")


def renew_file(
    name: str, old: bytes, new: bytes, made: Made, origin: Origin | None
) -> bytes | None:
    """Bring a file to this release; None where that would lose what the author changed."""
    if old.replace(b"\r\n", b"\n") == new:
        return old
    if is_as_written(name, old, made) or is_wheel(name):
        return new
    # In these two the author has lines, too.
    if name == ".gitattributes":
        if b"merge=tracker" in old:
            return old
        return merge_driver.with_attributes({name: old})[1][name]
    if name == REQUIREMENTS and origin:
        text = name_program(old.decode("utf-8", "surrogateescape"), origin)
        return None if text is None else text.encode("utf-8", "surrogateescape")
    return None


def drop_wheels(
    root: str,
    origin: Origin | None,
    made: Made,
    before: dict[str, bytes | None],
    after: dict[str, bytes | None],
) -> None:
    """Keep no wheel that requirements.txt does not name, and bring none that it will not name."""
    if not made.whole:
        return  # what a site is installed from, its author knows
    text = after.get(REQUIREMENTS, before.get(REQUIREMENTS)) or b""
    if origin and origin.wheel and origin.wheel.encode() not in text:
        after.pop(origin.wheel, None)
    for name in made.files:
        if is_wheel(name) and name.encode() not in text:
            data = store.read_file(root, name, WHEEL)
            if data is not None:
                before[name], after[name] = data, None


def list_author_lines(root: str, addresses: SiteAddresses) -> list[tuple[str, bytes, bytes]]:
    """List (name, old, new) of the author's files with a line that the program wrote there.

    These are the addresses in mkdocs.yml, where init left them open, and the line that names a
    file's schema to editors.
    """
    lines = []
    old = store.read_file(root, SITE_SETTINGS, SETTINGS)
    if old is not None:
        text = old.decode("utf-8", "surrogateescape")
        new = fill_addresses(text, addresses).encode("utf-8", "surrogateescape")
        if new != old:
            lines.append((SITE_SETTINGS, old, new))
    for name, data in store.read_entries(root)[0].items():
        line = schema_line_of(root, name).rstrip("\n").encode()
        first = data.split(b"\n", 1)[0].rstrip(b"\r")
        kind = line.rpartition(b"/")[2]
        is_ours = first.startswith(_MODEL.encode()) and first.endswith(kind)
        # An address is a schema that the author chose.
        if line and first != line and is_ours and b"://" not in first:
            lines.append((name, data, line + data[len(first) :]))
    return lines


# ---- shown, asked and written


def format_changes(
    before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]
) -> list[str]:
    """Format what changes as a unified diff; of files that nobody reads, their names alone."""
    lines = []
    for name, new in after.items():
        old = before.get(name)
        if new is None:
            lines.append(f"{name}: goes")
        elif is_wheel(name) or name in SCHEMAS or name == MADE:
            what = "new" if old is None else "changes"
            lines.append(f"{name}: {what}, {len(new):,} bytes")
        else:
            lines += difflib.unified_diff(
                _lines_of(old or b""),
                _lines_of(new),
                "/dev/null" if old is None else f"a/{name}",
                f"b/{name}",
                lineterm="",
            )
    return lines


def _lines_of(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def confirm_upgrade(upgrade: Upgrade) -> bool:
    """Ask on a terminal whether to write it; without one the answer is no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    try:
        answer = input(f"Change {format_count(len(upgrade.after), 'file')}? [y/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in ("y", "yes")


def write_upgrade(root: str, upgrade: Upgrade) -> None:
    """Write it in one step. TrackerError where a file is no longer as it was shown."""
    names = list(upgrade.after)
    for name in names:
        make_folders(root, name)

    def edit(files: store.Files) -> tuple[str, store.Files]:
        for name in names:
            if files[name] != upgrade.before.get(name):
                raise TrackerError(f"{name} was changed meanwhile; nothing was written, try again")
        return f"upgraded {', '.join(names)}", dict(upgrade.after)

    written = store.apply_edit(root, names, edit)
    say(f"Upgraded to {RELEASE}: {', '.join(names)}. Undo: tracker undo")
    for line in written.warnings:
        hint(line)
