"""The files of a new journal, and which of them are still as this program wrote them.

The author writes entries/, docs/ and mkdocs.yml. The rest is the program's: editor settings,
schemas, the workflow, requirements.txt. `.schemas/made.json` keeps a hash of each as it was
written, so that `tracker upgrade` knows the files that the author has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from tracker.boundary.installation import PROJECT, Origin
from tracker.boundary.outside import read_program_file
from tracker.boundary.writing import WHEEL_BEGINS, is_wheel
from tracker.cli import merge_driver
from tracker.format.schema import TITLES, build_schema
from tracker.model.journal import PLAN_PATH, week_path_of
from tracker.site.forges import SiteAddresses, fill_addresses

SETTINGS, WORKFLOW = "mkdocs.yml", ".github/workflows/publish.yml"
REQUIREMENTS, MADE = "requirements.txt", ".schemas/made.json"
PUBLISHED, UNPUBLISHED = "published", "unpublished"
BRANCHES = ("main", "master")  # from which the workflow publishes
# The program's own files -> their templates.
OWN_TEMPLATES = {
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
    WORKFLOW: "publish.yml",
}
SCHEMAS = {".schemas/week.json": "week", ".schemas/plan.json": "plan"}
# Hashes of the program's own files as they were before .schemas/made.json kept them. Schemas had
# many forms then, and nobody writes one by hand.
EARLIER = {
    ".gitignore": {"a0cdbdeb90ffb577"},
    ".vscode/settings.json": {"2aa3732401187a56"},
}
_PUBLISHED_BRANCHES = re.compile(rf"branches: \[{', '.join(BRANCHES)}, ([^,\]]+)\]")
_REQUIREMENT = re.compile(
    rf"^(?:{PROJECT.replace('-', '[-_.]')}(?![\w.-])|\./{re.escape(WHEEL_BEGINS)})[^\r\n]*",
    re.MULTILINE | re.IGNORECASE,
)


class Made(NamedTuple):
    """What the program wrote into a journal: its release then, and name -> hash of each file.

    `whole`: whether it made the whole journal, or added one to a site that was there.
    """

    release: str
    whole: bool
    files: Mapping[str, str]


NOTHING_MADE = Made("", True, {})  # of a journal from before it was written down


class Choices(NamedTuple):
    """What differs from journal to journal. `branch` is the one that is published."""

    notes: str = PUBLISHED
    addresses: SiteAddresses = SiteAddresses()
    branch: str = BRANCHES[0]
    has_workflow: bool = True


def build_journal_files(
    week: str, choices: Choices, origin: Origin | None = None
) -> dict[str, bytes]:
    """Build every file of a new journal but for .schemas/made.json: its name -> its bytes.

    Without an `origin` there is no requirements.txt.
    """
    settings = fill_addresses(_read_template("mkdocs.yml").decode(), choices.addresses)
    return {
        SETTINGS: settings.encode(),
        "docs/blog/index.md": _read_template("blog.md"),
        "docs/tags.md": _read_template("tags.md"),
        **build_entry_files(week, choices.notes),
        **build_own_files(choices, origin),
    }


def build_entry_files(week: str, notes: str) -> dict[str, bytes]:
    """Build the plan, and the week's file."""
    plan = _read_template("plan.yaml")
    if notes == UNPUBLISHED:
        key = f"notes: {notes}".encode()
        plan = plan.replace(b"# " + key, key, 1)
    return {PLAN_PATH: plan, week_path_of(week): _read_template("week.yaml")}


def build_own_files(choices: Choices, origin: Origin | None) -> dict[str, bytes]:
    """Build the files that are the program's, and not the author's."""
    files = {name: _read_template(template) for name, template in OWN_TEMPLATES.items()}
    if not choices.has_workflow:
        del files[WORKFLOW]
    elif choices.branch not in BRANCHES:
        old, new = ", ".join(BRANCHES), ", ".join((*BRANCHES, choices.branch))
        files[WORKFLOW] = files[WORKFLOW].replace(f"[{old}]".encode(), f"[{new}]".encode(), 1)
    files[".gitattributes"] = merge_driver.ATTRIBUTES.encode()
    for name, kind in SCHEMAS.items():
        schema = json.dumps(build_schema(kind), indent=2, ensure_ascii=False)
        files[name] = f"{schema}\n".encode()
    if origin:
        files[REQUIREMENTS] = _read_template(REQUIREMENTS) + f"{origin.requirement}\n".encode()
        if origin.wheel:
            files[origin.wheel] = origin.data
    return files


def find_branch(workflow: bytes) -> str | None:
    """Find the branch that a workflow publishes besides main and master."""
    match = _PUBLISHED_BRANCHES.search(workflow.decode("utf-8", "replace"))
    return match[1] if match else None


def name_program(requirements: str, origin: Origin) -> str | None:
    """Have requirements.txt name this program; None where it has no line for any.

    All other lines stay.
    """
    if not _REQUIREMENT.search(requirements):
        return None
    return _REQUIREMENT.sub(lambda _: origin.requirement, requirements, count=1)


# ---- .schemas/made.json


def is_own_file(name: str) -> bool:
    """Whether a file of a journal is the program's, and not the author's."""
    named = name in OWN_TEMPLATES or name in SCHEMAS
    return named or name in (".gitattributes", REQUIREMENTS) or is_wheel(name)


def record_files(
    made: Made, files: Mapping[str, bytes | None], wanted: Mapping[str, bytes]
) -> Made:
    """Record the program's own files that are now as this release writes them."""
    recorded = dict(made.files)
    for name, data in wanted.items():
        if is_own_file(name) and files.get(name) == data:
            recorded[name] = hash_file(data)
    return made._replace(files=dict(sorted(recorded.items())))


def hash_file(data: bytes) -> str:
    """Hash a file, whichever line ends git gave it."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:16]


def format_made(made: Made) -> bytes:
    """Format the bytes of .schemas/made.json."""
    note = "What tracker wrote, so that tracker upgrade knows what you changed. Commit it."
    return (json.dumps({"note": note, **made._asdict()}, indent=2) + "\n").encode()


def parse_made(data: bytes | None, other: Made = NOTHING_MADE) -> Made:
    """Parse .schemas/made.json; `other` where the journal does not have it."""
    try:
        values = json.loads(data or b"")
        files = {str(name): str(kept) for name, kept in values["files"].items()}
        return Made(str(values["release"]), bool(values["whole"]), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return other


def is_as_written(name: str, data: bytes, made: Made) -> bool:
    """Whether a file is as some release of this program wrote it."""
    found = hash_file(data)
    if name in made.files:
        return made.files[name] == found
    if name in SCHEMAS and not made.files:
        return TITLES[SCHEMAS[name]].encode() in data
    return found in EARLIER.get(name, ())


def _read_template(name: str) -> bytes:
    return read_program_file("templates", "init", name)
