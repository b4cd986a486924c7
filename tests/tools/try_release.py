"""pyproject.toml -> the two files of a release, judged, and tried by somebody who has no more: `make dist`.

Nothing is uploaded. The fresh environment gets its packages from the index, in the versions that it has today.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from tests.journal import ROOT
from tests.wheel import plain_environment

SITE = "https://you.github.io/journal/"


def main(folder: Path, tag: str | None) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if tag and tag != f"v{version}":
        sys.exit(
            f"the tag is {tag}, and pyproject.toml has version {version}: one of them is wrong"
        )
    shutil.rmtree(folder, ignore_errors=True)
    # The wheel is built from the sdist, so a file that the sdist lacks is missed here.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), cwd=ROOT)
    names = sorted(path.name for path in folder.iterdir())
    sdist, wheel = (
        f"progress_journal-{version}.tar.gz",
        f"progress_journal-{version}-py3-none-any.whl",
    )
    if names != sorted([sdist, wheel]):
        sys.exit(f"{folder} holds {', '.join(names)}: expected {sdist} and {wheel}")
    run(sys.executable, "-m", "twine", "check", "--strict", *names, cwd=folder)
    with tempfile.TemporaryDirectory() as fresh:
        try_wheel(folder / wheel, Path(fresh))
    print(f"{folder.name}/ holds the release {version}")


def try_wheel(wheel: Path, fresh: Path) -> None:
    """Install a wheel where there is nothing else, make a journal, log, and build its site."""
    run(sys.executable, "-m", "venv", str(fresh / "env"), cwd=fresh)
    run(find_script(fresh, "python"), "-m", "pip", "install", "-qq", str(wheel), cwd=fresh)
    run(find_script(fresh, "python"), "-m", "pip", "check", cwd=fresh)
    tracker, journal = find_script(fresh, "tracker"), fresh / "journal"
    run(tracker, "init", "journal", "--url", SITE, cwd=fresh)
    run(tracker, "log", "45m", "--other", "the chain rule, at last", cwd=journal)
    run(tracker, "build", cwd=journal)
    if "45 min" not in (journal / "site/progress/index.html").read_text("utf-8"):
        sys.exit("the site of a new journal does not show what was logged")
    if SITE not in (journal / "site/feed.xml").read_text("utf-8"):
        sys.exit("the feed of a new journal does not lead to its site")


def find_script(fresh: Path, name: str) -> str:
    return str(fresh / "env" / ("Scripts" if os.name == "nt" else "bin") / name)


def run(*command: str, cwd: Path) -> None:
    print("$", Path(command[0]).name, *command[1:], flush=True)
    # What pip is told about its index by the environment is kept; where Python finds this tree is not.
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    env = {**plain_environment(Path.home()), "PIP_DISABLE_PIP_VERSION_CHECK": "1", **pip}
    done = subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"that ended with {done.returncode}")


if __name__ == "__main__":
    main(ROOT / sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
