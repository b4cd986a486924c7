"""`make bench`: the figures that the design asks for, each as a ratio of two runs on the same machine."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from tests.generate import written
from tracker import checks, loader, store

ROOT = Path(__file__).parent.parent
WEEKS = int(os.environ.get("WEEKS", "520"))
RUNS = int(os.environ.get("RUNS", "3"))
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795219200"}  # 2026-11-21
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


def seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def against(name: str, ours: Callable[[], object], theirs: Callable[[], object], most: float) -> bool:
    """Both in turn, so that a busy machine slows them alike; medians."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    kept = mine / other <= most
    print(
        f"{name:34} {mine:8.3f} s  {other:8.3f} s  {mine / other:6.2f} x  (at most {most} x) {'' if kept else 'TOO SLOW'}",
        flush=True,
    )
    return kept


def load_with_checks(folder: Path) -> None:
    files = store.read_files(folder)
    journal, _ = loader.load_journal(files)
    checks.check(journal, files)


def load_plainly(folder: Path) -> None:
    for path in (folder / "entries").glob("*.yaml"):
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def build(folder: Path) -> None:
    for made in ("site", ".tracker"):
        shutil.rmtree(folder / made, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        check=True,
        env=ENVIRONMENT,
        stderr=subprocess.DEVNULL,
    )


def sites(folder: Path) -> tuple[Path, Path]:
    """A journal's site, and bare Material with the posts that it makes as Markdown files."""
    ours, bare = folder / "ours", folder / "bare"
    config = re.sub(r"(?ms)^nav:.*?\n\n", "", (ROOT / "mkdocs.yml").read_text("utf-8"))
    for site in (ours, bare):
        (site / "docs/blog/posts").mkdir(parents=True)
        (site / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n", "utf-8")
    (ours / "mkdocs.yml").write_text(config, "utf-8")
    (bare / "mkdocs.yml").write_text(config.replace("  - tracker\n", ""), "utf-8")
    written(ours, weeks=WEEKS)
    build(ours)
    shutil.copytree(ours / ".tracker/site/blog/posts", bare / "docs/blog/posts", dirs_exist_ok=True)
    return ours, bare


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, bare = sites(folder)
        print(f"{WEEKS} weeks; medians of {RUNS}: ours, theirs, ratio")
        kept = [
            against(
                "load with every check : yaml.load", lambda: load_with_checks(ours), lambda: load_plainly(ours), 2.5
            ),
            against("whole build : bare material", lambda: build(ours), lambda: build(bare), 1.0),
        ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
