"""A scratch journal and the real command line in it: what the tests of commands and edits share."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tracker import cli

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parent.parent
# One pixel, as the smallest PNG.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63f80f00010101"
    "001cb08c990000000049454e44ae426082"
)
NOW = datetime(2024, 7, 6, 20, 30)  # a Saturday in 2024-W27
PLAN = (CASES / "plan.yaml").read_bytes()
# Texts from elsewhere, which must stay inert wherever they are shown.
PAYLOADS: dict[str, str] = json.loads((CASES / "payloads.json").read_text("utf-8"))["hostile"]


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Scratch:
    """A journal in a folder of its own."""

    def __init__(self, folder: Path, plan: bytes | None = PLAN) -> None:
        self.folder = folder
        (folder / "entries").mkdir(parents=True)
        if plan is not None:
            self.put(plan, "plan")

    def path(self, name: str = "2024-W27") -> Path:
        return self.folder / f"entries/{name}.yaml"

    def put(self, data: bytes | str, name: str = "2024-W27") -> None:
        self.path(name).write_bytes(data.encode() if isinstance(data, str) else data)

    def data(self, name: str = "2024-W27") -> bytes:
        return self.path(name).read_bytes()

    def run(self, *words: str, now: datetime = NOW) -> Ran:
        """The command in this process."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main(["--journal", str(self.folder), *words], now)
        return Ran(code, out.getvalue(), err.getvalue())

    def program(self, *words: str, **more: Any) -> Ran:
        """The command as a program of its own, as it is typed."""
        return program(*words, cwd=self.folder, **more)


def program(*words: str, cwd: Path, **env: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *words],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        check=False,
    )
    return Ran(
        done.returncode,
        done.stdout.decode("utf-8", "replace").replace(os.linesep, "\n"),
        done.stderr.decode("utf-8", "replace").replace(os.linesep, "\n"),
    )


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    return {**kept, "PYTHONPATH": str(ROOT), "TRACKER_NOW": NOW.isoformat(), **more}


def expected(kind: str) -> dict[str, Any]:
    return dict(json.loads((CASES / kind / "expected.json").read_text("utf-8")))


def insertion(old: bytes, new: bytes) -> bytes | None:
    """What was put into `old`, in one piece, to make `new`; None where it was more than that."""
    size = len(new) - len(old)
    places = [
        at
        for at in range(len(old) + 1)
        if size >= 0 and new.startswith(old[:at]) and new.endswith(old[at:])
    ]
    # A piece that begins like what follows it could have been put in at more than one place.
    places.sort(key=lambda at: (at > 0 and old[at - 1 : at] != b"\n", -at))
    return new[places[0] : places[0] + size] if places else None


def adds_whole_lines(old: bytes, new: bytes) -> bool:
    """Whether `new` is `old` with one piece of whole lines put in."""
    piece = insertion(old, new) or b""
    starts = [0, *(at + 1 for at, byte in enumerate(old) if byte == 10)]
    below_an_unended_line = new == old + piece and piece.startswith((b"\n", b"\r\n"))
    between_lines = any(new == old[:at] + piece + old[at:] for at in starts)
    return piece.endswith(b"\n") and (between_lines or below_an_unended_line)


def read_week(scratch: Scratch, name: str = "2024-W27") -> dict[str, Any]:
    """A week's file as plain YAML, every scalar a text."""
    return dict(yaml.load(scratch.data(name), yaml.CBaseLoader))


def read_sessions(scratch: Scratch, name: str = "2024-W27") -> list[dict[str, Any]]:
    return read_week(scratch, name)["sessions"] or []


def refuse(scratch: Scratch, *words: str) -> str:
    """The one line that says why a command is refused; nothing was written."""
    before = {path: path.read_bytes() for path in (scratch.folder / "entries").iterdir()}
    ran = scratch.run(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1), ran
    assert {path: path.read_bytes() for path in (scratch.folder / "entries").iterdir()} == before
    return ran.err
