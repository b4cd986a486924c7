"""Run the engine that builds the site, MkDocs or ProperDocs, as a program of its own."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from tracker.boundary.reading import has_file
from tracker.boundary.site_folder import FORCE
from tracker.cli.programs import run_program
from tracker.cli.terminal import hint
from tracker.model.journal import Journal, Problem, TrackerError

# Material prints a notice about MkDocs 2 on every build otherwise, and plugins about ProperDocs.
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


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
    from tracker.site import hand_written
    from tracker.site.settings import check_site_name, read_site_settings

    place, docs, _ = read_site_settings(Path(root))
    problems = hand_written.check_docs_and_pictures(journal, Path(root), docs, place)
    return [*problems, *check_site_name(Path(root), journal.plan)]


def build_force_environment(folder: str, args: Namespace) -> dict[str, str]:
    """Name the site's folder in the environment where `--force` empties it in any case."""
    if not args.force:
        return {}
    from tracker.site.settings import load_mkdocs_settings, text_in

    configured = text_in(load_mkdocs_settings(Path(folder, "mkdocs.yml")), "site_dir") or "site"
    return {FORCE: os.path.abspath(args.site_dir or os.path.join(folder, configured))}


def run_mkdocs(folder: str, words: list[str], extra: Mapping[str, str] = {}) -> int:
    """Run the engine that mkdocs.yml names, and return its exit code.

    130 for Ctrl-C, 143 for a request to end. TrackerError where the engine is not installed.
    """
    from tracker.site.engines import choose_engine, find_clash, require_engine
    from tracker.site.settings import load_mkdocs_settings

    settings = load_mkdocs_settings(Path(folder, "mkdocs.yml"))
    engine = choose_engine(settings)
    require_engine(engine, settings)
    clash = find_clash()
    if clash:
        hint(f"tracker: {clash}")
    # ProperDocs would look for a properdocs.yml first, and say so.
    command = [sys.executable, "-m", engine.program, *words, "--config-file", "mkdocs.yml"]
    return run_program(command, folder, {**os.environ, **QUIET, **extra})
