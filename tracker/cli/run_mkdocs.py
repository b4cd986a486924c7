"""Run MkDocs, which builds the site, as a program of its own."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from tracker.boundary.reading import has_file
from tracker.boundary.site_folder import FORCE
from tracker.cli.programs import run_program
from tracker.model.journal import Journal, Problem, TrackerError


def find_mkdocs_folder(root: str) -> str:
    """Return the journal's folder. TrackerError where it holds no mkdocs.yml."""
    if has_file(root, "mkdocs.yml"):
        return root
    raise TrackerError(
        f"no mkdocs.yml beside {os.path.join(root, 'entries')}: "
        "it says what the site is called and looks like"
    )


def site_dir(path: str | None) -> list[str]:
    """Return MkDocs' words for the folder of the site; none for its own choice."""
    if not path:
        return []
    return ["--site-dir", os.path.abspath(path)]


def site_problems(root: str, journal: Journal) -> list[Problem]:
    """List the problems of docs/ and of pictures; none for a journal without a site."""
    if not has_file(root, "mkdocs.yml"):
        return []
    from tracker.site import site_files
    from tracker.site.settings import read_site_settings

    place, docs, _ = read_site_settings(Path(root))
    return site_files.check_docs_and_pictures(journal, Path(root), docs, place)


def build_force_environment(folder: str, args: Namespace) -> dict[str, str]:
    """Name the site's folder in the environment where `--force` empties it in any case."""
    if not args.force:
        return {}
    from tracker.site.settings import load_mkdocs_settings, text_in

    configured = text_in(load_mkdocs_settings(Path(folder, "mkdocs.yml")), "site_dir") or "site"
    return {FORCE: os.path.abspath(args.site_dir or os.path.join(folder, configured))}


def run_mkdocs(folder: str, words: list[str], extra: Mapping[str, str] = {}) -> int:
    """Run MkDocs and return its exit code: 130 for Ctrl-C, 143 for a request to end."""
    # Material prints a notice about MkDocs 2 on every build otherwise.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **extra}
    return run_program([sys.executable, "-m", "mkdocs", *words], folder, environment)
