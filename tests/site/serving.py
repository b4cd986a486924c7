"""A journal -> its site, served by the real `mkdocs serve` on 127.0.0.1, and what a browser would get of it."""

from __future__ import annotations

import inspect
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Condition, Thread

from tests.journal import ROOT, environment
from tests.site.rebuilds import Site
from tests.sites import AS_OF

SECOND_ENGINE = ROOT / ".venv/materialx/bin/python"
# Before a build reads anything it says of which files. While there is a FIFO `hold`, it waits there until one opens it;
# with a file `fail` it fails.
HOOK = """\
import sys
from hashlib import sha256
from pathlib import Path
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
here = Path(__file__).parent

@event_priority(1000)
def on_config(config):
    print("SOURCES", hash_sources(here), file=sys.stderr, flush=True)
    if (here / "hold").exists():
        (here / "hold").read_text()
    if (here / "fail").exists():
        raise PluginError("cannot be built")

"""
# What MkDocs writes into each page: the epoch of the build, and a number of its own.
NUMBERS = re.compile(rb"livereload\((\d+), \d+\);")


def hash_sources(folder: Path) -> str:
    told = []
    for top in ("docs", "entries", "mkdocs.yml", "theme"):
        for path in sorted([folder / top, *(folder / top).rglob("*")]):
            if path.is_file():
                told.append(f"{path} {sha256(path.read_bytes()).hexdigest()}")
    return sha256("\n".join(told).encode()).hexdigest()


def add_hook(folder: Path) -> None:
    (folder / "hook.py").write_text(HOOK + inspect.getsource(hash_sources), "utf-8")
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("hooks: [hook.py]\n")


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A server that runs. `base` is the path of the site."""

    def __init__(self, folder: Path, port: int, base: str, temporary: Path, python: str) -> None:
        self.folder, self.port, self.base, self.temporary = folder, port, base, temporary
        self.said: list[str] = []
        self.changed = Condition()
        temporary.mkdir(parents=True, exist_ok=True)
        program = "properdocs" if python != sys.executable else "mkdocs"
        self.process = subprocess.Popen(
            [python, "-m", program, "serve", "-a", f"127.0.0.1:{port}"],
            cwd=folder,
            env=environment(
                SOURCE_DATE_EPOCH=AS_OF,
                NO_MKDOCS_2_WARNING="1",
                DISABLE_MKDOCS_2_WARNING="true",
                TMPDIR=str(temporary),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self.changed:
                self.said.append(line.rstrip("\n"))
                self.changed.notify_all()
        with self.changed:
            self.said.append("ENDED")
            self.changed.notify_all()

    def wait_for(self, words: str, since: int = 0) -> int:
        """Wait until a line with these words is said, and return the number of lines until then."""

        def find() -> int:
            for number, line in enumerate(self.said[since:], since + 1):
                if words in line:
                    return number
            return 0

        with self.changed:
            assert self.changed.wait_for(lambda: find() or "ENDED" in self.said, 40), self.said
            assert find(), "\n".join(self.said)
            return find()

    def wait_for_build(self, since: int) -> None:
        """Wait until the site is that of the files as they are; `since`: before they changed."""
        since = self.wait_for(f"SOURCES {hash_sources(self.folder)}", since)
        self.wait_for("Reloading browsers", since)

    def get(self, path: str, within: float = 40) -> bytes:
        """What is served below the site's path: b"" where there is nothing."""
        address = f"http://127.0.0.1:{self.port}{self.base}{path}"
        try:
            with urllib.request.urlopen(address, timeout=within) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            return b"" if error.code == 404 else b"%d" % error.code

    def get_page(self, path: str) -> bytes:
        return NUMBERS.sub(b"", self.get(path))

    def epoch_of(self, path: str) -> int:
        found = NUMBERS.search(self.get(path))
        assert found
        return int(found[1])

    def wait_for_reload(self, epoch: int) -> None:
        """As a browser does that shows a page of that epoch."""
        address = f"http://127.0.0.1:{self.port}/livereload/{epoch}/1"
        while True:
            with urllib.request.urlopen(address, timeout=40) as answer:
                if int(answer.read()) > epoch:
                    return

    def list_leftovers(self) -> list[str]:
        """List what stays in the temporary folder, but for compiled templates, which are for the next build."""
        names = [path.name for path in self.temporary.iterdir()]
        return [name for name in names if not name.startswith("_jinja2-cache-")]

    def list_files(self) -> dict[str, Path]:
        """The files that lie in the site's folder."""
        (site,) = (path for path in self.temporary.iterdir() if "docs_" in path.name)
        files = {path.relative_to(site).as_posix(): path for path in site.rglob("*")}
        return {name: path for name, path in files.items() if path.is_file() and name[0] != "."}

    def read_site(self) -> Site:
        """All files of the site: pages as they are served, and the others as they lie there."""
        return {
            name: self.get_page(name) if name.endswith(".html") else path.read_bytes()
            for name, path in self.list_files().items()
        }

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


@contextmanager
def serving(
    folder: Path, base: str = "/journal/", port: int = 0, python: str = sys.executable
) -> Iterator[Served]:
    server = Served(folder, port or find_free_port(), base, folder.parent / "temporary", python)
    try:
        server.wait_for("Serving on")
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def hold_builds(folder: Path) -> None:
    os.mkfifo(folder / "hold")


def let_build_go(folder: Path) -> None:
    """Wait for a build that is held, and let it and all later ones go."""
    held = folder / "hold"
    with held.open("w"):
        held.unlink()
