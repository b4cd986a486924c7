"""CONTRIBUTING's recipes -> a copy of the program in which they were followed, word for word."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.journal import ROOT

COPIED = ("tracker", "docs/guide", "mkdocs.yml")
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
FENCE = re.compile(r"^( *)```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def copy_program(folder: Path, *more: str) -> None:
    """Copy what the recipes change, and `more`."""
    for name in (*COPIED, *more):
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


def apply_recipe(folder: Path, section: str) -> list[str]:
    """Apply the blocks of a section of CONTRIBUTING to a copy; return the paths that they name.

    A block titled with a path is a new file, a `diff` block begins with the path of its file.
    """
    text = CONTRIBUTING.read_text("utf-8")
    start = text.index(f"\n### {section}\n") + 1
    following = re.compile(r"^##+ ", re.MULTILINE).search(text, start + 4)
    assert following
    changed = []
    for fence in FENCE.finditer(text, start, following.start()):
        indent, language, name, block = fence.groups()
        place = f"CONTRIBUTING.md:{text.count(chr(10), 0, fence.start()) + 1}"
        lines = [line.removeprefix(indent) for line in block.splitlines(keepends=True)]
        if language == "diff":
            name = lines.pop(0).removeprefix("--- ").strip()
            apply_hunks(folder / name, "".join(lines), place)
        elif name:
            path = folder / name
            assert not path.exists(), f"{place}: {name} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(lines), "utf-8")
        if name:
            changed.append(name)
    return changed


def apply_hunks(path: Path, hunks: str, place: str) -> None:
    text = path.read_text("utf-8")
    for hunk in re.split(r"^@@\n", hunks, flags=re.MULTILINE):
        text = apply_hunk(text, hunk, place)
    path.write_text(text, "utf-8")


def apply_hunk(text: str, hunk: str, place: str) -> str:
    """Lines with `-` and ` ` stand in the text, together and once; they become `+` and ` `."""
    lines = [line or " " for line in hunk.splitlines()]
    assert {line[0] for line in lines} <= set("+- "), f"{place}: {hunk}"
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
    count = f"\n{text}".count(f"\n{before}")
    assert count == 1, f"{place}: these lines stand there {count} times, not once:\n{before}"
    return f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]
