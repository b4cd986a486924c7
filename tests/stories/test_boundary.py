"""No path is read, written or deleted that is not the journal's own; no hostile file hurts. One table, one test.

Each case runs the real command in a child whose processor time and memory the operating system bounds.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journal import PNG, ROOT, environment
from tests.notebooks import book, cell, shown_as

if sys.platform == "win32":
    pytest.skip("Windows has no resource limits, and other links", allow_module_level=True)

SECONDS, MEMORY = 10, 2_000_000_000  # of processor time, a whole strict build included; bytes
WEEK = "entries/2024-W27.yaml"
CONFIG = (
    "site_name: Test\nsite_url: https://example.org/journal/\ntheme: {name: material, font: false}\n"
    "plugins: [tracker, blog, tags, search]\nmarkdown_extensions: [attr_list, tables, footnotes, tracker.markup]\n"
)


class Case(NamedTuple):
    """A journal made ready, a command, how it ends, and what it says; `after` looks at what is left."""

    make: Callable[[Path], object]
    command: str
    code: int
    said: str = ""
    after: Callable[[Path], bool] = lambda folder: True


def journal(folder: Path) -> Path:
    """A journal that builds, in a folder of its own with something precious beside it."""
    root = folder / "journal"
    (root / "docs/blog").mkdir(parents=True)
    (root / "entries/images").mkdir(parents=True)
    (root / "docs/blog/index.md").write_text("---\ntitle: Journal\n---\n")
    (root / "mkdocs.yml").write_text(CONFIG)
    (root / "entries/plan.yaml").write_text("projects: {net: {title: The net}}\n")
    (root / WEEK).write_text(
        "title: A week\nsessions:\n  - {start: 2024-07-01 19:30, minutes: 50}\n"
    )
    (folder / "precious").mkdir()
    (folder / "precious/keep.txt").write_text("precious")
    (folder / "precious/chart.svg").write_text("precious")
    return root


def run(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    env = environment(
        SOURCE_DATE_EPOCH="1721476800", GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull
    )
    program, *words = command.split()
    module = {"tracker": "tracker", "mkdocs": "mkdocs"}[program]
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bound,
    )


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def is_precious(root: Path) -> bool:
    folder = root.parent / "precious"
    return {path.name: path.read_text() for path in folder.iterdir()} == dict.fromkeys(
        ("chart.svg", "keep.txt"), "precious"
    )


# ---- a folder for the site


def in_git(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "x")


def with_notebooks(root: Path) -> None:
    (root / "notebooks").mkdir()
    (root / "notebooks/a.ipynb").write_text("{}")


def tracked_notebooks(root: Path) -> None:
    with_notebooks(root)
    in_git(root)


def with_site_dir(name: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        with_notebooks(root)
        (root / "mkdocs.yml").write_text(f"{CONFIG}site_dir: {name}\n")

    return make


def linked_site(root: Path) -> None:
    (root / "site").symlink_to(root.parent / "precious")


def somebody_elses_mark(root: Path) -> None:
    """A repository that brings a mark along, and a folder that git tracks."""
    (root / "site").mkdir()
    (root / "site/.made-by-tracker").write_text("x")
    (root / "site/mine.txt").write_text("mine")
    in_git(root)


def old_site(root: Path) -> None:
    """What MkDocs made of this site before folders were marked."""
    assert run(root, "tracker build").returncode == 0
    (root / "site/.made-by-tracker").unlink()


def own_file_in_site(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/mine.txt").write_text("mine")


def holds(*names: str) -> Callable[[Path], bool]:
    return lambda root: all((root / name).exists() for name in names) and is_precious(root)


# ---- .tracker/


def with_undo(name: str, *, folder: str = ".tracker/undo") -> Callable[[Path], None]:
    """Undo data that names a file, half of it done: what a repository could bring along."""

    def make(root: Path) -> None:
        (root / folder).mkdir(parents=True)
        week = (root / WEEK).read_bytes()
        evil = b"echo pwned\n"
        head = f"innocent words\n{WEEK}\t-\t{len(week)}\n{name}\t{len(evil)}\t-\n\n".encode()
        (root / folder / "000009").write_bytes(head + week + evil)

    return make


def linked(name: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(root.parent / "precious")

    return make


def tracked_undo(root: Path) -> None:
    with_undo("../precious/keep.txt")(root)
    git(root, "init", "-q")
    git(root, "add", "-f", ".")
    git(root, "commit", "-qm", "x")


# ---- files that are read


def replaced_by_link(target: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / WEEK).unlink()
        (root / WEEK).symlink_to(target)

    return make


def pipe(root: Path) -> None:
    (root / WEEK).unlink()
    os.mkfifo(root / WEEK)


def picture(name: str, data: bytes | None, target: str = "") -> Callable[[Path], None]:
    """A picture that a week shows, or a link in its place."""

    def make(root: Path) -> None:
        path = root / "entries/images" / name
        if data is None:
            path.symlink_to(target)
        else:
            path.write_bytes(data)
        (root / WEEK).write_text(f"title: A week\nintro: |\n  ![a](images/{name})\n")

    return make


def essay(text: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / "docs/blog/posts").mkdir()
        (root / "docs/blog/posts/x.md").write_text(text)

    return make


def linked_essay(root: Path) -> None:
    (root.parent / "secret.md").write_text("---\ndate: 2024-07-01\n---\n# Secretword\n")
    (root / "docs/blog/posts").mkdir()
    (root / "docs/blog/posts/x.md").symlink_to(root.parent / "secret.md")


def linked_doc(root: Path) -> None:
    (root / "docs/env.txt").symlink_to("/proc/self/environ")


def doc_within(root: Path) -> None:
    (root / "CHANGES.md").write_text("# Changes\n\nShownword.\n")
    (root / "docs/changes.md").symlink_to("../CHANGES.md")


BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


def jpeg_with_place() -> bytes:
    """A photo that says where, when and with what it was taken, that it lies on its side, and a comment."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112], exif[0x0110], exif[0x9003] = 6, "Phone", "2024:07:01 10:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    file = io.BytesIO()
    image = Image.radial_gradient("L").convert("RGB")
    image.save(file, "JPEG", quality=83, exif=exif, comment=b"at home")
    return file.getvalue()


def with_place(kind: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    file, image = io.BytesIO(), Image.radial_gradient("L").convert("RGB")
    if kind == "png":
        texts = PngInfo()
        texts.add_text("Comment", "at home")
        image.save(file, "PNG", exif=exif, pnginfo=texts)
    else:
        image.save(file, "WEBP", lossless=True, exif=exif)
    return file.getvalue()


def without_place(name: str) -> Callable[[Path], bool]:
    """Whether the published picture has its pixels and its orientation, and nothing of whoever took it."""

    def look(root: Path) -> bool:
        from PIL import Image, ImageChops

        published, kept = root / f"site/entries/images/{name}", root / f"entries/images/{name}"
        with Image.open(published) as new, Image.open(kept) as old:
            differs = max(
                extreme
                for _, extreme in ImageChops.difference(new.convert("RGB"), old).getextrema()
            )
            tags = set(new.getexif())
            same_turn = new.getexif().get(0x0112) == old.getexif().get(0x0112)
            texts = getattr(new, "text", {}) or new.info.get("comment")
        data = published.read_bytes()
        silent = b"Phone" not in data and b"at home" not in data and b"2024:07" not in data
        return (
            differs <= 3
            and tags <= {0x0112}
            and same_turn
            and not texts
            and silent
            and kept.read_bytes() != data
        )

    return look


def unchanged_picture(root: Path) -> bool:
    return (root / "site/entries/images/a.png").read_bytes() == PNG


def svg(inner: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>\n{head}<svg xmlns="http://www.w3.org/2000/svg">\n  {inner}\n</svg>\n'.encode()


def notebook(data: bytes) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        (root / "a.ipynb").write_bytes(data)
        (root / WEEK).write_text("projects: {net: {status: active, evidence: [a.ipynb]}}\n")

    return make


def shows(word: str) -> Callable[[Path], bool]:
    return lambda root: word in (root / "site/projects/net/a/index.html").read_text("utf-8")


TABLE = '<table><tr><td>shownword</td></tr><tr><td>" "</td></tr>'


def prose(text: str) -> Callable[[Path], None]:
    """A week that says it, in a block of text."""

    def make(root: Path) -> None:
        lines = "".join(f"  {line}\n" for line in text.splitlines())
        (root / WEEK).write_text(f"title: A week\nintro: |\n{lines}")

    return make


def nothing_built(root: Path) -> bool:
    return not (root / "site/index.html").exists()


def built(root: Path) -> bool:
    return (root / "site/index.html").exists()


def nothing_of(word: str) -> Callable[[Path], bool]:
    def look(root: Path) -> bool:
        return not any(
            word.encode() in path.read_bytes()
            for path in (root / "site").rglob("*")
            if path.is_file()
        )

    return look


LEFT_ALONE = "names ../precious/keep.txt, which is not the journal's: left alone"
OUT = "a link that leads out of"
DEEP = "---\ndate: 2024-07-01\na: " + "[" * 3000 + "]" * 3000 + "\n---\nx\n"
CASES: dict[str, Case] = {
    # A site folder is only emptied if we made it.
    "--site-dir .git": Case(in_git, "tracker build --site-dir .git", 1, ".git holds a git repository", holds(".git/HEAD")),
    "--site-dir .git, forced": Case(in_git, "tracker build --site-dir .git --force", 1, "git repository", holds(".git/HEAD")),
    "--site-dir with files": Case(
        with_notebooks, "tracker build --site-dir notebooks", 1, "holds a.ipynb, which tracker did not make", holds("notebooks/a.ipynb")
    ),
    "--site-dir that git tracks, forced": Case(
        tracked_notebooks, "tracker build --site-dir notebooks --force", 1, "files that git tracks", holds("notebooks/a.ipynb")
    ),
    "--site-dir outside, full": Case(lambda root: None, "tracker build --site-dir ../precious", 1, "chart.svg, keep.txt", is_precious),
    "--site-dir above the journal": Case(lambda root: None, "tracker build --site-dir .. --force", 1, "site_dir", is_precious),
    "--site-dir is the journal": Case(lambda root: None, "tracker build --site-dir . --force", 1, "site_dir", holds(WEEK)),
    "--site-dir in entries": Case(lambda root: None, "tracker build --site-dir entries/x", 1, "entries/ are one", holds(WEEK)),
    "site_dir: in mkdocs.yml": Case(with_site_dir("notebooks"), "mkdocs build", 1, "holds a.ipynb", holds("notebooks/a.ipynb")),
    "site_dir: outside": Case(with_site_dir("../precious"), "mkdocs build", 1, "holds chart.svg", is_precious),
    "a linked site": Case(linked_site, "mkdocs build", 1, "holds chart.svg", is_precious),
    "a mark that came with the repository": Case(somebody_elses_mark, "tracker build", 1, "files that git tracks", holds("site/mine.txt")),
    "own files in site": Case(own_file_in_site, "tracker build", 1, "mine.txt, which tracker did not make", holds("site/mine.txt")),
    "own files in site, forced": Case(own_file_in_site, "tracker build --force", 0, "", lambda root: built(root) and not (root / "site/mine.txt").exists()),
    "an empty folder": Case(lambda root: (root / "site").mkdir(), "tracker build", 0, "", built),
    "what MkDocs made of this site": Case(old_site, "tracker build", 0, "", built),
    "what MkDocs made of another site": Case(
        lambda root: (old_site(root), (root / "mkdocs.yml").write_text(CONFIG.replace("Test", "Other"))),
        "tracker build", 1, "which tracker did not make", built,
    ),
    # .tracker/ is the clone's own.
    "undo data that name a foreign file, log": Case(with_undo("../precious/keep.txt"), "tracker log 5m", 0, LEFT_ALONE, is_precious),
    "undo data that make a foreign file, log": Case(
        with_undo("../profile"), "tracker log 5m", 0, "left alone", lambda root: not (root.parent / "profile").exists()
    ),
    "undo data that name a foreign file, undo": Case(with_undo("../precious/keep.txt"), "tracker undo", 1, LEFT_ALONE, is_precious),
    "undo data with an absolute name": Case(with_undo("/tmp/x"), "tracker undo", 1, "which is not the journal's", is_precious),
    "undo data with a name in .git": Case(with_undo(".git/config"), "tracker undo", 1, "which is not the journal's", is_precious),
    "undo data that git tracks, check": Case(tracked_undo, "tracker check", 0, ".tracker/undo/000009:1:1: hint: git tracks this file", is_precious),
    "a linked .tracker, log": Case(linked(".tracker"), "tracker log 5m", 1, "tracker: .tracker is a link", is_precious),
    "a linked .tracker, build": Case(linked(".tracker"), "tracker build", 1, ".tracker is a link", is_precious),
    "a linked .tracker, newsletter": Case(linked(".tracker"), "tracker week 2024-W27 --as mail", 1, ".tracker is a link", is_precious),
    "a linked .tracker/write": Case(linked(".tracker/write"), "tracker write", 1, ".tracker/write is a link", is_precious),
    "a linked .tracker/undo": Case(linked(".tracker/undo"), "tracker log 5m", 1, ".tracker/undo is a link", is_precious),
    "a linked .tracker/charts": Case(linked(".tracker/charts"), "tracker build", 1, ".tracker/charts is a link", is_precious),
    "a linked .tracker/site": Case(linked(".tracker/site"), "tracker build", 1, ".tracker/site is a link", is_precious),
    # Regular files only, no larger than their kind, inside their folder.
    "a week that is /dev/zero": Case(replaced_by_link("/dev/zero"), "tracker check", 3, f"{WEEK}:1:1: {OUT} entries/"),
    "a week that is /dev/zero, log": Case(replaced_by_link("/dev/zero"), "tracker log 5m", 1, OUT),
    "a week that is /dev/zero, status": Case(replaced_by_link("/dev/zero"), "tracker status", 0),
    "a week that leads out": Case(replaced_by_link("../../precious/keep.txt"), "tracker check", 3, OUT, is_precious),
    "a week that is a pipe": Case(pipe, "tracker check", 3, f"{WEEK}:1:1: expected a file, found a pipe"),
    "a week that is a pipe, log": Case(pipe, "tracker log 5m", 1, "expected a file, found a pipe"),
    "a week that is a pipe, report": Case(pipe, "tracker report all", 3, "found a pipe"),
    "a week that is a loop": Case(replaced_by_link("2024-W27.yaml"), "tracker check", 3, WEEK),
    "a week of 100 MB": Case(lambda root: (root / WEEK).write_bytes(b"#" * 100_000_000), "tracker check", 3, "expected at most 1,000,000 bytes"),
    "a folder of pictures that leads out": Case(
        lambda root: ((root / "entries/images/x").symlink_to("/proc/self"), (root / WEEK).write_text("intro: '![a](images/x/environ)'\n")),
        "tracker build", 3, OUT, nothing_built,
    ),
    "a picture that leads out": Case(picture("a.png", None, "../../../precious/keep.txt"), "tracker build", 3, f"entries/images/a.png: {OUT} images/", nothing_built),
    "a picture that is the environment": Case(picture("env.png", None, "/proc/self/environ"), "tracker build", 3, OUT, nothing_built),
    "a picture that is no picture": Case(picture("a.png", b"x"), "tracker check", 3, "entries/images/a.png:1:1: expected the bytes of a picture of the kind png"),
    "a picture like any": Case(picture("a.png", PNG), "tracker build", 0, "", unchanged_picture),
    "an essay that leads out": Case(linked_essay, "tracker build", 3, OUT, nothing_built),
    "a page that leads out": Case(linked_doc, "tracker build", 3, f"docs/env.txt:1:1: {OUT} docs/", nothing_built),
    "a page that leads to another file of the journal": Case(
        doc_within, "tracker build", 0, "", lambda root: "Shownword" in (root / "site/changes/index.html").read_text()
    ),
    "docs/ that lead in a circle": Case(lambda root: (root / "docs/a").symlink_to("."), "tracker build", 3, "docs/a:1:1: a link to a folder that holds it", nothing_built),
    "a pipe in docs/": Case(lambda root: os.mkfifo(root / "docs/a.md"), "tracker build", 3, "docs/a.md:1:1: expected a file", nothing_built),
    # Front matter is read as strictly as a week.
    "aliases nine deep": Case(essay(f"---\ndate: 2024-07-01\n{BOMB}tags: [*a8]\n---\nx\n"), "tracker build", 3, "docs/blog/posts/x.md:12:8: tags[0]: aliases are not read here", nothing_built),
    "aliases nine deep, newsletter": Case(essay(f"---\ndate: 2024-07-01\n{BOMB}tags: [*a8]\n---\nx\n"), "tracker week 2024-W27 --as mail", 3, "aliases are not read here"),
    "3,000 levels of nesting": Case(essay(DEEP), "tracker week 2024-W27 --as mail", 3, "docs/blog/posts/x.md:3:23: a[0]"),
    "3,000 levels of nesting, build": Case(essay(DEEP), "tracker build", 3, "nested 20 deep at most", nothing_built),
    "a tag that makes an object": Case(essay("---\ndate: 2024-07-01\na: !!python/object/apply:os.system [id]\n---\nx\n"), "tracker build", 3, "docs/blog/posts/x.md:3:4: a: tags are not read here", nothing_built),
    "a day that there is not": Case(essay("---\ndate: 2024-02-31\n---\nx\n"), "tracker check", 3, "docs/blog/posts/x.md"),
    # Pictures without where, when and by whom they were taken.
    "a photo that says where it was taken": Case(picture("a.jpg", jpeg_with_place()), "tracker build", 0, "", without_place("a.jpg")),
    "a PNG that says where": Case(picture("a.png", with_place("png")), "tracker build", 0, "", without_place("a.png")),
    "a WebP that says where": Case(picture("a.webp", with_place("webp")), "tracker build", 0, "", without_place("a.webp")),
    "a photo, check": Case(
        picture("a.jpg", jpeg_with_place()), "tracker check", 0,
        "entries/images/a.jpg:1:1: hint: holds the place where it was taken, when and with what it was taken, a comment; the published copy is without",
    ),
    "a photo in docs/": Case(
        lambda root: ((root / "docs/a.jpg").write_bytes(jpeg_with_place()), (root / "entries/images/a.jpg").write_bytes(jpeg_with_place())),
        "tracker build", 0, "", lambda root: b"Phone" not in (root / "site/a.jpg").read_bytes(),
    ),
    "a HEIC": Case(picture("a.heic", b"\0\0\0\x18ftypheic"), "tracker check", 3, "save it as JPEG"),
    "an SVG with a script": Case(picture("a.svg", svg("<script>alert(1)</script>")), "tracker check", 3, "entries/images/a.svg:3:3: <script> can act"),
    "an SVG with a handler": Case(picture("a.svg", svg('<g onload="x()"/>')), "tracker check", 3, "the event handler onload can act"),
    "an SVG that loads something": Case(picture("a.svg", svg('<image href="https://evil.example/x.png"/>')), "tracker check", 3, "is loaded from elsewhere"),
    "an SVG whose style loads something": Case(picture("a.svg", svg("<style>@import url(//evil.example/x.css);</style>")), "tracker check", 3, "a style loads something"),
    "an SVG that runs a link": Case(picture("a.svg", svg('<a href="javascript:x()"><path/></a>')), "tracker check", 3, "can act"),
    "an SVG with entities": Case(picture("a.svg", svg("<g/>", '<!DOCTYPE svg [<!ENTITY a "b">]>\n')), "tracker check", 3, "it declares entities"),
    "an SVG like any": Case(picture("a.svg", svg('<defs><path id="p"/></defs><use href="#p"/><a href="https://example.org/"><path/></a>')), "tracker build", 0, "", built),
    # A notebook never stops a journal.
    "a notebook with money and TeX": Case(notebook(book(cell("markdown", "It costs $5 and $\\foo$ shownword"))), "tracker build", 0, "is shown as it is typed", shows("shownword")),
    "a notebook with half a letter": Case(notebook(book(cell("markdown", "shownword \ud800"))), "tracker build", 0, "", shows("shownword")),
    "a notebook with many comments": Case(
        notebook(book(cell("markdown", "shownword"), cell("code", "x", shown_as(text_html=TABLE + "<!--" * 250_000)))), "tracker build", 0, "", shows("shownword")
    ),
    "a notebook with many tags": Case(
        notebook(book(cell("markdown", "shownword"), cell("code", "x", shown_as(text_html=TABLE + "<!x" * 300_000)))), "tracker build", 0, "", shows("shownword")
    ),
    "a notebook with many brackets": Case(notebook(book(cell("markdown", "[" * 500_000), cell("markdown", "shownword"))), "tracker build", 0, "", shows("shownword")),
    "a notebook of deep quotes": Case(notebook(book(cell("markdown", ">" * 3000 + " x"), cell("markdown", "shownword"))), "tracker build", 0, "", shows("shownword")),
    # The author's own Markdown.
    "60 kB of brackets": Case(prose("[" * 60_000), "tracker build", 3, f"{WEEK}:2:8: intro: too many brackets or ticks", nothing_built),
    "60 kB of notes": Case(prose("[^a" * 20_000), "tracker build", 3, "too many brackets or ticks", nothing_built),
    "60 kB of ticks": Case(prose(" ".join("`" * n for n in range(1, 346))), "tracker build", 3, "too many brackets or ticks", nothing_built),
    "6,500 link definitions": Case(prose("\n".join(f"[a{n}]: https://example.org/{n}" for n in range(6500)) + "\n\n[a1] shown\n"), "tracker build", 0, "", built),
    "400 quotes in one another": Case(prose("> " * 400 + "x"), "tracker build", 3, "nested 50 deep at most", nothing_built),
    "900 kB of backslashes": Case(prose("\\" * 900_000), "tracker build", 3, "a paragraph of at most 300,000 letters", nothing_built),
    "900 kB of headings": Case(prose("# a\n\n" * 100_000), "tracker build", 1, f"{WEEK}: its text takes too long to turn into HTML", nothing_built),
    "300 kB of definition lists": Case(prose("a\n: b\n" * 49_000), "tracker build", 1, f"{WEEK}: its text", nothing_built),
    "900 kB of prose": Case(prose("The chain rule, at *last*, `by hand`. " * 20 + "\n\n" + ("A word and [a link](https://example.org/). " * 20 + "\n\n") * 1000), "tracker build", 0, "", built),
    "HTML 900 elements deep": Case(prose("<div>" * 900 + "x"), "tracker week 2024-W27 --as mail --draft", 0),
    "an essay of brackets": Case(essay("---\ndate: 2024-07-01\n---\n" + "[" * 60_000), "tracker build", 3, "docs/blog/posts/x.md:1:1: too many brackets", nothing_built),
}  # fmt: skip
# Texts that take seconds, and builds of which another case differs only in the kind of file.
LONG = {
    "900 kB of headings",
    "900 kB of prose",
    "300 kB of definition lists",
    "6,500 link definitions",
    "a PNG that says where",
    "a WebP that says where",
    "a notebook of deep quotes",
    "a notebook with half a letter",
    "a notebook with many comments",
    "a notebook with money and TeX",
    "a page that leads to another file of the journal",
    "an SVG like any",
    "a notebook with many brackets",
    "a notebook with many tags",
    "what MkDocs made of another site",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=pytest.mark.long) if n in LONG or number % 2 else n
        for number, n in enumerate(CASES)
    ],
)
def test_boundary(name: str, tmp_path: Path) -> None:
    root = journal(tmp_path)
    case = CASES[name]
    case.make(root)
    ran = run(root, case.command)
    told = ran.stdout + ran.stderr
    assert (ran.returncode, "Traceback" in told) == (case.code, False), told[-2000:]
    assert case.said in told, told[-2000:]
    assert case.after(root), told[-2000:]
    assert is_precious(root)


def test_a_read_only_journal_is_built_elsewhere(tmp_path: Path) -> None:
    root = journal(tmp_path)
    folders = [root, root / "entries", root / "docs", root / "docs/blog"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        if os.access(root, os.W_OK):
            pytest.skip("this user may write everywhere")
        ran = run(root, f"tracker build --site-dir {tmp_path / 'site'}")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert (ran.returncode, (tmp_path / "site/index.html").exists()) == (0, True), ran.stderr
    assert not (root / ".tracker").exists()


@pytest.mark.long
def test_two_builds_of_one_site_wait_for_each_other(tmp_path: Path) -> None:
    root = journal(tmp_path)
    command = [sys.executable, "-m", "tracker", "build"]
    both = [
        subprocess.Popen(command, cwd=root, env=environment(), stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    ends = [(build.communicate()[1], build.returncode) for build in both]
    assert [code for _, code in ends] == [0, 0, 0], ends
    assert built(root)


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_what_ends_serve_ends_mkdocs(number: int, tmp_path: Path) -> None:
    root = journal(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tracker", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=root, env=environment(), stderr=subprocess.PIPE, text=True
    ) as serving:
        wait_until(lambda: listens(port))
        serving.send_signal(number)
        said = serving.communicate(timeout=60)[1]
    assert serving.returncode == (130 if number == signal.SIGINT else 128 + number)
    assert (
        number == signal.SIGINT
        or f"ended by {signal.Signals(number).name}, and mkdocs with it" in said
    )
    assert not listens(port)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline


def test_check_names_what_is_wrong_for_programs_too(tmp_path: Path) -> None:
    root = journal(tmp_path)
    picture("a.jpg", jpeg_with_place())(root)
    problems = json.loads(run(root, "tracker check --json").stdout)["problems"]
    assert [(problem["kind"], problem["hint"]) for problem in problems] == [("metadata", True)]


def test_the_table_of_writable_names_is_what_init_and_commands_write() -> None:
    from tracker.boundary.installation import find_origin
    from tracker.boundary.writing import WRITABLE, is_writable
    from tracker.cli.journal_files import MADE, Choices, build_journal_files

    names = {*build_journal_files("2024-W27", Choices(), find_origin()), MADE}
    assert all(map(is_writable, names))
    assert WRITABLE.keys() - names == {"entries/forecasts.yaml"}
    odd = (
        "entries/2021-W53.yaml",
        "entries/x.yaml",
        "entries/../x.yaml",
        "entries/images/2024-W27.yaml",
        "/etc/passwd",
        "README.md",
        "docs/../README.md",
        "docs/.hidden/a.md",
        "docs//a.md",
        "docs/a.html",
        "docs/a\tb.md",
        "docs\\a.md",
        "wheels/other-1.0-py3-none-any.whl",
        "wheels/progress_journal-../x-py3-none-any.whl",
        "wheels/progress_journal--py3-none-any.whl",
    )
    assert is_writable("docs/blog/posts/an-essay.md")  # rename
    assert not any(map(is_writable, odd))
    assert (ROOT / "tracker/boundary").is_dir()
