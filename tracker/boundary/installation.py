"""Where this program was installed from, and its installed files as a wheel.

A journal's requirements.txt names one or the other, so that other machines install the same.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from typing import Any, NamedTuple

from tracker.boundary.outside import list_program_files, read_program_file
from tracker.boundary.writing import WHEEL_BEGINS, WHEEL_ENDS
from tracker.model.journal import TrackerError

PROJECT = "progress-journal"
_GENERATED = (
    "Wheel-Version: 1.0\nGenerator: tracker init\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
)
_USER = re.compile(r"(?<=://)[^/]*@")


class Origin(NamedTuple):
    """How pip is told which program this is.

    `requirement` is a line for requirements.txt. `wheel` is a file of the journal that the line
    names, and its bytes; "" where an index or a repository has the program.
    """

    requirement: str
    wheel: str = ""
    data: bytes = b""


def find_origin() -> Origin:
    """Find where this program came from: a release on an index, a commit, or else its own files.

    TrackerError where it is not installed, but run from a folder.
    """
    from importlib import metadata  # imported here: it loads many modules

    try:
        distribution = metadata.distribution(PROJECT)
    except metadata.PackageNotFoundError:
        raise TrackerError(f"this tracker is not installed: pip knows no {PROJECT}") from None
    requirement = format_requirement(
        distribution.version, distribution.read_text("direct_url.json")
    )
    if requirement:
        return Origin(requirement)
    name = f"{WHEEL_BEGINS}{distribution.version}{WHEEL_ENDS}"
    return Origin(f"./{name}", name, pack_wheel(distribution))


def format_requirement(version: str, direct_url: str | None) -> str:
    """Format the line that names the program to pip, from what pip or uv wrote of its source.

    `direct_url` is the text of direct_url.json (PEP 610); installations from an index have none.
    "" where the source is a folder or a file, which other machines do not have.
    """
    if not direct_url:
        return f"{PROJECT}=={version}"
    try:
        source = json.loads(direct_url)
        url, commit = source["url"], source["vcs_info"]["commit_id"]
        system = source["vcs_info"]["vcs"]
    except (ValueError, KeyError, TypeError):
        return ""
    address = _without_secrets(str(url))
    if system != "git" or not address.startswith(("https://", "http://", "ssh://", "git://")):
        return ""
    requirement = f"{PROJECT} @ git+{address}@{commit}"
    if folder := source.get("subdirectory"):
        requirement += f"#subdirectory={folder}"
    return requirement


def _without_secrets(url: str) -> str:
    """The address without a user and a password; ssh needs its user, which is no secret."""
    match = _USER.search(url)
    if match is None:
        return url
    user = ""
    if url.startswith("ssh://"):
        user = match[0].rstrip("@").partition(":")[0] + "@"
    return _USER.sub(lambda _: user, url, count=1)


def pack_wheel(distribution: Any) -> bytes:
    """Pack the installed program into a wheel: the same bytes for the same files.

    An editable installation has its files elsewhere, and the archive that it came from may be
    gone, so this reads the files that run now.
    """
    files = {}
    for name in list_program_files():
        parts = name.split("/")
        if "__pycache__" not in parts and not any(part.startswith(".") for part in parts):
            files[f"tracker/{name}"] = read_program_file(*parts)
    folder = f"progress_journal-{distribution.version}.dist-info"
    for name in ("METADATA", "entry_points.txt"):
        files[f"{folder}/{name}"] = (distribution.read_text(name) or "").encode()
    files[f"{folder}/WHEEL"] = _GENERATED.encode()
    for path in distribution.files or ():
        if ".dist-info/licenses/" in path.as_posix():
            files[f"{folder}/licenses/{path.name}"] = path.read_binary()
    files[f"{folder}/RECORD"] = _format_record(files, f"{folder}/RECORD").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _format_record(files: dict[str, bytes], own_name: str) -> str:
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    return "".join([*lines, f"{own_name},,\n"])
