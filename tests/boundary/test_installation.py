"""How requirements.txt names the program, by where pip has it from; and the wheel of its own files."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from importlib import metadata
from typing import Any

import pytest

from tests.journal import ROOT
from tracker.boundary.installation import format_requirement, pack_wheel

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def of_git(url: str, **more: str) -> dict[str, Any]:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT}, **more}


SOURCES = [
    (None, "progress-journal==0.2.0"),
    (
        of_git("https://github.com/a/b.git"),
        f"progress-journal @ git+https://github.com/a/b.git@{COMMIT}",
    ),
    (
        of_git("https://a:secret@github.com/a/b"),
        f"progress-journal @ git+https://github.com/a/b@{COMMIT}",
    ),
    (
        of_git("https://a:se@cret@github.com/a/b"),
        f"progress-journal @ git+https://github.com/a/b@{COMMIT}",
    ),
    (
        of_git("ssh://git@github.com/a/b", subdirectory="program"),
        f"progress-journal @ git+ssh://git@github.com/a/b@{COMMIT}#subdirectory=program",
    ),
    (
        of_git("ssh://git:secret@github.com/a/b"),
        f"progress-journal @ git+ssh://git@github.com/a/b@{COMMIT}",
    ),
    # What other machines do not have.
    (of_git("file:///home/a/b"), ""),
    ({"url": "file:///home/a/b", "dir_info": {}}, ""),
    ({"url": "file:///home/a/b", "dir_info": {"editable": True}}, ""),
    ({"url": "file:///home/a/b-py3-none-any.whl", "archive_info": {"hash": "sha256=00"}}, ""),
    ({"url": "https://example.org/b.whl", "archive_info": {}}, ""),
    # What no installer writes.
    ({"url": "https://example.org/b", "vcs_info": {"vcs": "hg", "commit_id": "00"}}, ""),
    ({"url": "https://example.org/b", "vcs_info": None}, ""),
    ([], ""),
]


@pytest.mark.parametrize(("source", "requirement"), SOURCES)
def test_format_requirement(source: Any, requirement: str) -> None:
    text = None if source is None else json.dumps(source)
    assert format_requirement("0.2.0", text) == requirement


def test_the_wheel_holds_the_program_and_a_true_record() -> None:
    distribution = metadata.distribution("progress-journal")
    data = pack_wheel(distribution)
    assert pack_wheel(distribution) == data
    wheel = zipfile.ZipFile(io.BytesIO(data))
    names = wheel.namelist()
    source = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tracker").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if name.startswith("tracker/")} == source
    (record,) = [name for name in names if name.endswith(".dist-info/RECORD")]
    listed = {}
    for line in wheel.read(record).decode().splitlines():
        name, digest, _ = line.rsplit(",", 2)
        listed[name] = digest
    assert set(listed) == set(names)
    for name, digest in listed.items():
        if name != record:
            hashed = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest())
            assert digest == f"sha256={hashed.decode().rstrip('=')}"
    assert any(name.endswith("/licenses/LICENSE") for name in names)
