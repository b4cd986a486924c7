"""The program as others get it: its wheel, in an environment of its own. Nothing is asked of an index."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from tests.journal import NOW, ROOT, Ran


def build_wheel(folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


class Environment(NamedTuple):
    """A virtual environment. What the program needs comes from the one that the tests run in."""

    folder: Path

    def run(self, *words: str, cwd: Path, program: str = "tracker", **env: str) -> Ran:
        done = subprocess.run(
            [str(self.folder / "bin" / program), *words],
            cwd=cwd,
            env={**plain_environment(cwd), "TRACKER_NOW": NOW.isoformat(), **env},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


def plain_environment(home: Path) -> dict[str, str]:
    """No module is found by PYTHONPATH, and no index is asked."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRACKER_", "PYTHONPATH", "GIT_", "PIP_"))
    }
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    build = {"SOURCE_DATE_EPOCH": "1721476800", "NO_MKDOCS_2_WARNING": "1"}
    return {**kept, **git, **build, "HOME": str(home)}


def install(folder: Path, *words: str, cwd: Path) -> Environment:
    """`pip install WORDS` into a new environment."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = str(folder / "bin/python")
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--python", python, "install", "--no-index", "--no-deps", "--no-compile", *words],
        cwd=cwd,
        env=plain_environment(cwd),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # After the installation, for pip would find the program that the tests run there.
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return Environment(folder)
