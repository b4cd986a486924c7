"""`make bench ARGS="--only build"`: how long builds take, and how much memory, beside bare Material on the same posts.

    make bench-check             a small run, which fails where a ratio is a third worse than the one in bench.json
    make bench-check KEEP=1      write that file, on an idle machine, after a change that is worth its time

Each round builds all in turn, so that a busy machine slows all alike. Memory is summed over the processes of a build: their
proportional shares (PSS), looked at twenty times a second, in a build of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml

from tests.journal import ROOT
from tests.tools.bench_journals import Journal, clear, make_bare_site, make_site
from tests.tools.generate import name_of

KEPT = Path(__file__).parent / "bench.json"
SECOND = ROOT / ".venv/materialx/bin/python"
# Ours to bare Material, from so many weeks on -> the largest ratio that is fast, or small, enough.
LIMITS: dict[str, dict[int, float]] = {
    "cold": {104: 0.8, 520: 0.5},
    "nothing changed": {104: 0.35, 520: 0.2},
    "one week edited": {104: 0.35, 520: 0.2},
    "edit served": {520: 0.1},
    "memory": {104: 1.6, 520: 1.2},
}
WORSE = 4 / 3
# What the Pages workflow keeps between its runs.
CACHE = (
    *("site-html", "site-pages.json", "charts", "cards", "feeds", "pictures"),
    *("simulations.json", "record.json"),
)
VERSIONS = """
from importlib.metadata import distributions
wanted = {"mkdocs", "properdocs", "mkdocs-material", "mkdocs-materialx", "markdown", "pymdown-extensions"}
print(", ".join(sorted(f"{d.name} {d.version}" for d in distributions() if d.name.lower() in wanted)))
"""


class Engine(NamedTuple):
    """What builds: the Python that it is installed in, its program, and its theme."""

    python: str
    program: str
    theme: str


class Line(NamedTuple):
    """What was measured of one engine: the medians of ours and of bare Material, and the ratio of each round."""

    engine: str
    act: str
    unit: str
    ours: float
    bare: float | None
    ratios: list[float]

    @property
    def ratio(self) -> float | None:
        return self.ours / self.bare if self.bare else None


MKDOCS = Engine(sys.executable, "mkdocs", "material")


def list_engines() -> list[Engine]:
    if SECOND.exists():
        return [MKDOCS, Engine(str(SECOND), "properdocs", "materialx")]
    print("ProperDocs and MaterialX are not installed: `make materialx`")
    return [MKDOCS]


def measure_sites(journal: Journal, folder: Path, runs: int) -> list[Line]:
    bare = make_bare_site(journal, folder / "bare")
    lines: list[Line] = []
    for engine in list_engines():
        for each in (journal, bare):
            choose_theme(each, engine)
        lines += measure_engine(engine, journal, bare, runs)
    choose_theme(journal, MKDOCS)
    lines += measure_push(journal)
    return lines


def choose_theme(journal: Journal, engine: Engine) -> None:
    settings = journal.folder / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("name: materialx", "name: material")
    settings.write_text(text.replace("name: material", f"name: {engine.theme}", 1), "utf-8")


def measure_engine(engine: Engine, ours: Journal, bare: Journal, runs: int) -> Iterator[Line]:
    rounds: dict[str, list[tuple[float, float]]] = {}
    for number in range(runs):
        clear(bare)
        full = build(engine, bare)
        clear(ours)
        rounds.setdefault("cold", []).append((build(engine, ours), full))
        rounds.setdefault("nothing changed", []).append((build(engine, ours), full))
        edit_last_week(ours, f"edited{number}")
        rounds.setdefault("one week edited", []).append((build(engine, ours), full))
    with serving(engine, ours) as address:
        for number in range(runs):
            served = measure_edit(ours, address, f"served{number}")
            rounds.setdefault("edit served", []).append((served, rounds["cold"][number][1]))
    for act, found in rounds.items():
        yield sum_up(engine, act, "s", found)
    clear(ours)
    memory = (measure_memory(engine, ours), measure_memory(engine, bare))
    yield sum_up(engine, "memory", "MB", [memory])


def sum_up(engine: Engine, act: str, unit: str, found: list[tuple[float, float]]) -> Line:
    ours, bare = (statistics.median(column) for column in zip(*found, strict=True))
    return Line(engine.program, act, unit, ours, bare, [mine / other for mine, other in found])


# ---- builds


def build(engine: Engine, journal: Journal) -> float:
    begin = time.perf_counter()
    process = start_build(engine, journal)
    _, said = process.communicate()
    if process.returncode:
        raise SystemExit(f"{engine.program} cannot build {journal.folder}:\n{said.decode()}")
    return time.perf_counter() - begin


def start_build(engine: Engine, journal: Journal) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [engine.python, "-m", engine.program, "build", "-q"],
        cwd=journal.folder,
        env={**journal.environment(), "DISABLE_MKDOCS_2_WARNING": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def edit_last_week(journal: Journal, word: str) -> None:
    """Put a word into the title of the last week: on its page, in lists, in feeds."""
    week = journal.folder / f"entries/{name_of(journal.weeks - 1)}.yaml"
    title, _, rest = week.read_text("utf-8").partition("\n")
    week.write_text(f"{title.split(' edited')[0].split(' served')[0]} {word}\n{rest}", "utf-8")


# ---- memory


def measure_memory(engine: Engine, journal: Journal) -> float:
    """The most that the processes of a build took at a time, in MB."""
    most = 0
    process = start_build(engine, journal)
    while process.poll() is None:
        most = max(most, sum(map(read_share, list_processes(process.pid))))
        time.sleep(0.05)
    process.communicate()
    return most / 1000


def list_processes(root: int) -> list[int]:
    """A process and all below it."""
    found = [root]
    for process in found:
        with suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def read_share(process: int) -> int:
    """The proportional share of a process, in kB: memory that two share counts for half in each."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


# ---- tracker serve


@contextmanager
def serving(engine: Engine, journal: Journal) -> Iterator[str]:
    """The address of the last week's post, on a real server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = yaml.load((journal.folder / "mkdocs.yml").read_bytes(), Loader=yaml.BaseLoader)
    path = urlsplit(settings["site_url"]).path
    post = name_of(journal.weeks - 1).lower()
    address = f"http://127.0.0.1:{port}{path}blog/{post}/"
    process = subprocess.Popen(
        [engine.python, "-m", "tracker", "serve", "--port", str(port)],
        cwd=journal.folder,
        env={**journal.environment(), "DISABLE_MKDOCS_2_WARNING": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_word(address, "<title>", 300)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def measure_edit(journal: Journal, address: str, word: str) -> float:
    """From saving the file to the page with the change; then until the whole site is built again."""
    time.sleep(1)
    edit_last_week(journal, word)
    begin = time.perf_counter()
    wait_for_word(address, word, 120)
    taken = time.perf_counter() - begin
    # The home page names the newest post: it is the last to change.
    wait_for_word(f"{address.rpartition('blog/')[0]}feed.xml", word, 120)
    return taken


def wait_for_word(address: str, word: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(address, timeout=60) as answer:
            if word in answer.read().decode("utf-8", "replace"):
                return
        time.sleep(0.02)
    raise SystemExit(f"{address} has not shown {word!r} within {seconds:.0f} seconds")


# ---- a push, as the workflow does it


def measure_push(journal: Journal) -> Iterator[Line]:
    """Install, give the cache back, build: what stands between a push and the page, on this machine."""
    build(MKDOCS, journal)
    with tempfile.TemporaryDirectory() as name:
        kept = Path(name) / "cache.tar"
        found = [each for each in CACHE if (journal.folder / ".tracker" / each).exists()]
        tar = ["tar", "-C", str(journal.folder / ".tracker")]
        subprocess.run([*tar, "-cf", str(kept), *found], check=True)
        clear(journal)
        edit_last_week(journal, "edited-push")
        (journal.folder / ".tracker").mkdir()
        restore = measure_seconds(lambda: subprocess.run([*tar, "-xf", str(kept)], check=True))
        size = kept.stat().st_size / 1e6
        installed = install(Path(name) / "environment")
    if installed is None:
        print("install: not measured, for pip finds no packages here")
    else:
        yield Line("push", "install", "s", installed, None, [])
    yield Line("push", "size of the cache", "MB", size, None, [])
    yield Line("push", "restore of the cache", "s", restore, None, [])
    yield Line("push", "build", "s", build(MKDOCS, journal), None, [])


def install(environment: Path) -> float | None:
    """As the workflow: a new environment, and pip, which has most wheels in its cache."""
    lock = ROOT / "requirements-site.lock"
    pip = [str(environment / "bin/python"), "-m", "pip", "install", "-qq", "--no-input"]
    pip += ["--disable-pip-version-check", "--require-hashes", "--retries", "0", "-r", str(lock)]
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    done = subprocess.run(pip, check=False, capture_output=True)
    return None if done.returncode else time.perf_counter() - begin


def measure_seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


# ---- what is printed, and kept


def print_sites(lines: list[Line], weeks: int) -> bool:
    """Print a table; whether every ratio is within its limit."""
    print(f"builds of {weeks} weeks, {os.cpu_count()} cores; medians: ours, bare Material, ratio")
    for engine in list_engines():
        versions = subprocess.run([engine.python, "-c", VERSIONS], capture_output=True, check=True)
        print(f"  {engine.program}: {versions.stdout.decode().strip()}")
    kept = True
    for line in lines:
        limit = find_limit(line.act, weeks)
        print(f"{line.engine:12} {line.act:22} {line.ours:8.2f} {line.unit:2}", end="")
        if line.ratio is not None and line.bare is not None:
            spread = f"({min(line.ratios):.2f} to {max(line.ratios):.2f})"
            print(f" {line.bare:8.2f} {line.unit:2} {line.ratio:6.2f} x {spread}", end="")
            if limit is not None:
                print(f" at most {limit}", end="")
                if line.ratio > limit:
                    kept = False
                    print(" TOO MUCH" if line.unit == "MB" else " TOO SLOW", end="")
        print(flush=True)
    return kept


def find_limit(act: str, weeks: int) -> float | None:
    limits = [limit for least, limit in LIMITS.get(act, {}).items() if weeks >= least]
    return limits[-1] if limits else None


def list_ratios(lines: list[Line]) -> dict[str, float]:
    """The smallest ratio of each: it depends the least on what else the machine does."""
    return {
        f"{line.engine}, {line.act}": round(min(line.ratios), 3) for line in lines if line.ratios
    }


def find_worse(found: dict[str, float], kept: dict[str, float]) -> list[str]:
    """What got worse by a third, a line each."""
    return [
        f"{name}: {found[name]:.2f} times bare Material, and {most:.2f} is what bench.json keeps"
        for name, most in kept.items()
        if name in found and found[name] > most * WORSE
    ]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description="builds beside bare Material")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="fail where a ratio is a third worse")
    parser.add_argument("--keep", action="store_true", help="write the ratios to bench.json")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        journal = make_site(Path(name) / "journal", options.weeks)
        lines = measure_sites(journal, Path(name), options.runs)
    print_sites(lines, options.weeks)
    found = list_ratios(lines)
    if options.keep:
        kept = {"weeks": options.weeks, "ratios": found}
        KEPT.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
    if not options.check:
        return 0
    kept = json.loads(KEPT.read_text("utf-8"))
    if kept["weeks"] != options.weeks:
        raise SystemExit(f"bench.json keeps the ratios of {kept['weeks']} weeks: --weeks")
    worse = find_worse(found, kept["ratios"])
    print("\n".join(worse or [f"No ratio is a third worse than in {KEPT.name}."]))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
