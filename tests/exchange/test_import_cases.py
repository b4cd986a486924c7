"""tests/cases/import: each case is a log, the command, and all that must come of it.

`UPDATE_CASES=1` writes what comes into the files, to be read and judged.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.journal import CASES, Scratch
from tracker.edit.document import read_week

PACKAGES = {"icalendar": "icalendar", "bibtex": "bibtexparser"}
FILES = sorted((CASES / "import").rglob("*.yaml"))


def read_entries(scratch: Scratch) -> dict[str, str]:
    return {
        path.stem: path.read_bytes().decode()
        for path in sorted((scratch.folder / "entries").iterdir())
    }


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "path", FILES, ids=[str(path.relative_to(CASES / "import")) for path in FILES]
)
def test_a_log_becomes_just_this(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    if package := PACKAGES.get(path.parent.name):
        pytest.importorskip(package)
    (tmp_path / "logs").mkdir()
    scratch = Scratch(tmp_path / "journal", case["plan"].encode())
    for name, text in case.get("before", {}).items():
        scratch.put(text, name)
    for name, text in case["files"].items():
        (tmp_path / "logs" / name).write_bytes(text.encode())
    monkeypatch.chdir(tmp_path / "logs")
    before = read_entries(scratch)

    dry = scratch.run("import", *case["words"], "--dry-run")
    assert read_entries(scratch) == before, "a dry run writes nothing"
    assert dry.code in (0, 1)

    ran = scratch.run("import", *case["words"])
    after = read_entries(scratch)
    outcome = {
        "code": ran.code,
        "out": ran.out,
        "err": ran.err,
        "after": {name: text for name, text in after.items() if before.get(name) != text},
    }
    if os.environ.get("UPDATE_CASES"):
        update_case(path, case, outcome)
    assert outcome == {key: case[key] for key in outcome}
    for name, text in after.items():
        if name != "plan":
            week, problems = read_week(name, text)
            assert week is not None and not problems
    for name, text in before.items():
        for line in text.splitlines():
            assert line in after[name].splitlines()

    again = scratch.run("import", *case["words"])
    assert read_entries(scratch) == after, "importing twice adds nothing"
    assert again.code == ran.code
    if ran.code == 0:
        assert scratch.run("undo").code == 0
    assert read_entries(scratch) == before, "one undo takes all of it back"


class Block(str):
    """A text that stands in lines of its own."""


def represent_block(dumper: Any, text: Block) -> Any:
    style = '"' if re.search("[\ufeff\xad]|[ \t]\n", text) or "\n" not in text else "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def update_case(path: Path, case: dict[str, Any], outcome: dict[str, Any]) -> None:
    yaml.add_representer(Block, represent_block, yaml.SafeDumper)
    case.update(outcome)
    for key in ("before", "files", "after"):
        if key in case:
            case[key] = {name: Block(text) for name, text in case[key].items()}
    for key in ("plan", "out", "err"):
        case[key] = Block(case[key])
    path.write_text(yaml.safe_dump(case, sort_keys=False, allow_unicode=True, width=100), "utf-8")
