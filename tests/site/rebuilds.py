"""A journal -> its site, built with its memory, or anew; and what differs between two sites."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.sites import AS_OF, run_mkdocs

Site = dict[str, bytes]
# A hook of which nothing is known, so that the build is MkDocs' own.
HOOK = "def on_page_content(html, **_):\n    return html\n"


def read_site(folder: Path) -> Site:
    site = folder / "site"
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def build(folder: Path, as_of: str = AS_OF) -> tuple[Site, list[str]]:
    """The site, and what was said of it."""
    done = run_mkdocs(folder, "build", config=None, as_of=as_of)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return read_site(folder), read_messages(done.stderr)


def read_messages(said: str) -> list[str]:
    lines = [line for line in said.splitlines() if line.startswith(("WARNING", "ERROR"))]
    lines += [line for line in said.splitlines() if "contains a link" in line]
    return sorted({*lines})


def build_fresh(folder: Path, to: Path, plain: bool = False, as_of: str = AS_OF) -> Site:
    """The site of the same files in a folder in which nothing was built before."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".tracker", "site"))
    if plain:
        (to / "plain.py").write_text(HOOK, "utf-8")
        with (to / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write("hooks: [plain.py]\n")
    return build(to, as_of)[0]


def name_differences(found: Site, right: Site) -> list[str]:
    return sorted(name for name in found | right if found.get(name) != right.get(name))


def list_kept(folder: Path) -> dict[str, int]:
    """What the memory keeps -> when it was written."""
    files = (folder / ".tracker/site-html").glob("*.html")
    return {path.name: path.stat().st_mtime_ns for path in files}


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")
