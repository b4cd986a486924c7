"""The site is built by MkDocs, a program of its own: where it runs, and how it ended."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from tracker.boundary.reading import has_file
from tracker.boundary.site_folder import FORCE
from tracker.cli.programs import run_program
from tracker.model.journal import Problem, TrackerError


def find_mkdocs_folder(root: str) -> str:
    """Where mkdocs.yml stands: the journal's folder."""
    if has_file(root, "mkdocs.yml"):
        return root
    raise TrackerError(
        f"no mkdocs.yml beside {os.path.join(root, 'entries')}: it says what the site is called and looks like"
    )


def site_dir(path: str | None) -> list[str]:
    return ["--site-dir", os.path.abspath(path)] if path else []


def site_problems(root: str) -> list[Problem]:
    """What stands in the way of the site, or is changed on its way there: in docs/ and pictures."""
    if not has_file(root, "mkdocs.yml"):
        return []
    from tracker.site import site_files
    from tracker.site.settings import read_site_settings

    place, docs, _ = read_site_settings(Path(root))
    return site_files.check_docs_and_pictures(Path(root), docs, place)


def build_force_environment(folder: str, args: Namespace) -> dict[str, str]:
    """For the environment: the folder that may be emptied whatever it holds, where `--force` is given."""
    if not args.force:
        return {}
    from tracker.site.settings import load_mkdocs_settings, text_in

    configured = text_in(load_mkdocs_settings(Path(folder, "mkdocs.yml")), "site_dir") or "site"
    return {FORCE: os.path.abspath(args.site_dir or os.path.join(folder, configured))}


def run_mkdocs(folder: str, words: list[str], more: Mapping[str, str] = {}) -> int:
    """Run it and pass on its exit code; 130 for Ctrl-C, 143 where this program is asked to end."""
    # Material prints a notice about MkDocs 2 on every build otherwise.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **more}
    return run_program([sys.executable, "-m", "mkdocs", *words], folder, environment)
