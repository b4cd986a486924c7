"""The site is built by MkDocs, a program of its own: where it runs, and how it ended."""

from __future__ import annotations

import os
import subprocess
import sys

from tracker.model import TrackerError


def folder(root: str) -> str:
    """Where mkdocs.yml stands: the journal's folder."""
    if os.path.isfile(os.path.join(root, "mkdocs.yml")):
        return root
    raise TrackerError(
        f"no mkdocs.yml beside {os.path.join(root, 'entries')}: it says what the site is called and looks like"
    )


def site_dir(path: str | None) -> list[str]:
    return ["--site-dir", os.path.abspath(path)] if path else []


def mkdocs(folder: str, words: list[str]) -> int:
    """Run it and pass on its exit code; 130 for Ctrl-C."""
    # Material prints a notice about MkDocs 2 on every build otherwise.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    try:
        done = subprocess.run([sys.executable, "-m", "mkdocs", *words], cwd=folder, env=environment, check=False)
    except KeyboardInterrupt:
        return 130
    return done.returncode if done.returncode >= 0 else 1
