"""`make audit`: the example's site as other people's tools judge it: axe-core, html-validate, Lighthouse.

The first two are tests too (test_audit.py). Their programs come from npm into .venv/node; see the Makefile.
"""

from __future__ import annotations

import collections
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.browser import browser, found, served
from tests.journal import ROOT
from tests.sites import EXAMPLE_AS_OF
from tests.tools import bench

NODE = ROOT / ".venv/node/node_modules"
AXE = NODE / "axe-core/axe.min.js"
VALIDATE = NODE / ".bin/html-validate"
LIGHTHOUSE = ROOT / ".venv/lighthouse/node_modules/.bin/lighthouse"
SCREENS = {"phone": (360, 740), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
# A kind of page -> addresses, the first of which that is there stands for it.
KINDS: dict[str, str] = {
    "home": "index.html",
    "journal": "blog/index.html",
    "archive": "blog/archive/2024/index.html",
    "post": "blog/2024-w27/index.html",
    "post of sessions alone": "blog/2026-w37/index.html",
    "essay": "blog/softmax-in-four-numbers/index.html",
    "progress": "progress/index.html",
    "year": "progress/20*/index.html",
    "plan": "plan/index.html",
    "courses": "courses/index.html",
    "course": "courses/zero-to-hero/index.html",
    "course in hand": "courses/ml-specialization/index.html",
    "papers": "papers/index.html",
    "paper": "papers/vaswani2017/index.html",
    "projects": "projects/index.html",
    "project": "projects/*/index.html",
    "notebook": "projects/*/*/index.html",
    "skills": "skills/index.html",
    "skill": "skills/*/index.html",
    "reading": "reading/index.html",
    "links": "reading/*/index.html",
    "people": "people/index.html",
    "decisions": "decisions/index.html",
    "milestones": "milestones/index.html",
    "now": "now/index.html",
    "tags": "tags/index.html",
    "about": "about/index.html",
    "guide": "guide/index.html",
    "guide, writing": "guide/writing/index.html",
    "guide, charts": "guide/charts/index.html",
    "not found": "404.html",
}
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(rule =>
  rule.nodes.map(node => `${rule.id} (${rule.impact}): ${node.target.join(' ')}: ${node.failureSummary}`))"""
SCORES = ("performance", "accessibility", "best-practices", "seo")


def kinds(site: Path) -> dict[str, str]:
    """Kind -> the address of a page of it, for those that the site has."""
    paths = {kind: next(iter(sorted(site.glob(pattern))), None) for kind, pattern in KINDS.items()}
    return {kind: path.relative_to(site).as_posix() for kind, path in paths.items() if path}


def violations(
    chromium: Any, address: str, pages: Mapping[str, str], screens: Iterable[tuple[str, str]]
) -> list[str]:
    """What axe-core finds on each page, for each (scheme, screen)."""
    axe, said = AXE.read_text("utf-8"), []
    for scheme, screen in screens:
        width, height = SCREENS[screen]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        page = context.new_page()
        for kind, uri in pages.items():
            page.goto(f"{address}/{uri.removesuffix('index.html')}", wait_until="load")
            page.evaluate(axe)
            said += [f"{kind}, {scheme}, {screen}: {one}" for one in page.evaluate(RUN_AXE)]
        context.close()
    return said


def html_errors(site: Path) -> collections.Counter[str]:
    """`rule: message` without what is each page's own -> how often html-validate says so."""
    # Into a file: into a pipe the program writes no more than 64 kB before it ends.
    told = site.with_name(f"{site.name}.json")
    words = [
        "--config",
        str(ROOT / "tests/tools/html-validate.json"),
        "--formatter",
        f"json={told}",
        f"{site}/**/*.html",
    ]
    done = subprocess.run([str(VALIDATE), *words], capture_output=True, text=True, check=False)
    if not told.exists():
        raise RuntimeError(done.stderr or done.stdout)
    messages = (
        message for file in json.loads(told.read_text("utf-8")) for message in file["messages"]
    )
    return collections.Counter(f"{m['ruleId']}: {general(m['message'])}" for m in messages)


def general(message: str) -> str:
    """Without what stands in quotes or is a number: those differ from page to page."""
    return re.sub(r'"[^"]*"|[0-9]+', "…", message)


def built(folder: Path, config: Path) -> Path:
    env = {**os.environ, "SOURCE_DATE_EPOCH": EXAMPLE_AS_OF, "NO_MKDOCS_2_WARNING": "1"}
    words = ["build", "-q", "-f", str(config), "-d", str(folder)]
    subprocess.run([sys.executable, "-m", "mkdocs", *words], cwd=ROOT, env=env, check=True)
    return folder


def built_at_ten_years(folder: Path) -> Path:
    """The site that `make bench` builds: of ten years, with 40 open courses."""
    folder.mkdir()
    journal = bench.make_site(folder, bench.parse_options([]), weeks=520)
    bench.build_again(journal)
    return folder / "site"


def newest_post(site: Path) -> str:
    """The address of the newest post of a generated journal."""
    return max(site.glob("blog/20*-w*/index.html")).relative_to(site).as_posix()


# What an author may write, so that faults of the extensions' own HTML are not taken for ours.
SAMPLE = """Text with a [link](tags.md), `code`, and a note.[^1]

```python
print("x")
```

-   one
-   [x] two

| a | b |
| - | - |
| 1 | 2 |

!!! note

    Said aside.

??? note "Folded"

    Said aside.

![A picture](https://example.org/x.png)

[^1]: The note.
"""


def bare(folder: Path) -> Path:
    """Material alone, with the example's theme, plugins and extensions, over one post and one page: its own errors."""
    folder.mkdir(exist_ok=True)
    (folder / "docs/blog/posts").mkdir(parents=True)
    (folder / "docs/index.md").write_text(f"# Home\n\n{SAMPLE}", "utf-8")
    (folder / "docs/tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", "utf-8")
    (folder / "docs/blog/index.md").write_text("# Journal\n", "utf-8")
    for day in range(1, 13):
        post = f"---\ntitle: Post {day}\ndate: 2024-07-{day:02}\ntags: [One]\n---\n\nText.\n\n<!-- more -->\n\n## More\n\n"
        (folder / f"docs/blog/posts/{day}.md").write_text(
            post + SAMPLE.replace("tags.md", "../../tags.md"), "utf-8"
        )
    # Unsafe, for extensions name functions; it is our own file.
    settings = yaml.unsafe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    settings["plugins"] = [plugin for plugin in settings["plugins"] if plugin != "tracker"]
    settings["nav"] = ["index.md", {"Journal": ["blog/index.md"]}, "tags.md"]
    settings["markdown_extensions"] = [
        extension
        for extension in settings["markdown_extensions"]
        if not str(extension).startswith(("tracker", "{'tracker"))
    ]
    (folder / "mkdocs.yml").write_text(yaml.dump(settings), "utf-8")
    return built(folder / "site", folder / "mkdocs.yml")


def scores(address: str) -> dict[str, float]:
    """Lighthouse's four scores, 0 to 100, and the page's weight in kB: medians of three, for one run is noise."""
    runs = [run_of(address) for _ in range(3)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def run_of(address: str) -> dict[str, float]:
    env = {**os.environ, "CHROME_PATH": found() or ""}
    flags = "--headless --no-sandbox --disable-gpu --disable-background-networking"
    words = [
        address,
        "--quiet",
        "--output=json",
        f"--chrome-flags={flags}",
        f"--only-categories={','.join(SCORES)}",
    ]
    done = subprocess.run(
        [str(LIGHTHOUSE), *words], env=env, capture_output=True, text=True, check=True
    )
    report = json.loads(done.stdout)
    marks: dict[str, float] = {name: 100 * report["categories"][name]["score"] for name in SCORES}
    return {**marks, "kB": report["audits"]["total-byte-weight"]["numericValue"] / 1000}


def lines(site: Path, empty: Path) -> Iterator[str]:
    pages = kinds(site)
    yield f"pages looked at: {len(pages)} kinds; not in this site: {', '.join(sorted({*KINDS} - {*pages})) or 'none'}"
    # Compressed, as GitHub Pages serves it.
    with served(site, compressed=True) as address:
        all_screens = [(scheme, screen) for scheme in SCHEMES for screen in SCREENS]
        with browser() as chromium:
            axe = violations(chromium, address, pages, all_screens)
        yield f"axe-core: {len(axe)} violations on {len(pages)} kinds of page x 2 schemes x 2 screens"
        yield from (
            f"  {line}" for line in dict.fromkeys(line.partition(": ")[2][:300] for line in axe)
        )
        known = html_errors(empty)
        own = {error: count for error, count in html_errors(site).items() if error not in known}
        yield f"html-validate: {sum(own.values())} errors that bare Material does not have"
        yield from (f"  {count} x {error}" for error, count in own.items())
        for kind in ("home", "post", "progress", "plan") if LIGHTHOUSE.exists() else ():
            yield judge(kind, f"{address}/{pages[kind].removesuffix('index.html')}")


def judge(kind: str, address: str) -> str:
    marks = scores(address)
    return f"Lighthouse, {kind}: " + ", ".join(
        f"{name} {value:.0f}" for name, value in marks.items()
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder) / "example", ROOT / "mkdocs.yml")
        built(site / "guide", ROOT / "guide.yml")
        for line in lines(site, bare(Path(folder) / "bare")):
            print(line, flush=True)
        if LIGHTHOUSE.exists():
            old = built_at_ten_years(Path(folder) / "old")
            with served(old, compressed=True) as address:
                post = newest_post(old).removesuffix("index.html")
                print(judge("a post at ten years", f"{address}/{post}"), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
