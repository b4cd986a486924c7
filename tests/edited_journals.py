"""A journal with a site of many sorts of pages, and the edits that an author makes to it, drawn at random."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.journal import CASES, PNG

WORDS = [
    "gradient",
    "slope",
    "weight",
    "share",
    "step",
    "matrix",
    "token",
    "softmax",
    "norm",
    "batch",
    "residual",
    "sampling",
]
TITLES = ("One *slope*", "Ünder & over", "`code` first", "A <b> & a half", "Weights")
# All that a page may show of the site: tabs, sections, tags, authors, categories, footers, pictures.
SETTINGS = """\
site_name: Test
site_url: https://example.org/journal/
edit_uri: https://example.org/edit/main/docs/
copyright: Somebody
theme:
  name: material
  language: en
  custom_dir: theme
  palette: {scheme: default, primary: indigo}
  features: [navigation.tabs, navigation.indexes, navigation.footer, toc.follow, content.action.edit]
plugins:
  - tracker
  - blog: {post_url_format: "{slug}", authors: true, categories: true}
  - tags
  - search
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - tables
  - toc: {permalink: true}
  - tracker.markup
  - pymdownx.superfences
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.emoji
extra: {social: [{icon: fontawesome/brands/github, link: "https://example.org/me"}]}
"""
PLACES = {
    "docs/index.md": "# Welcome\n\nWords of slope, and [about](about.md).\n",
    "docs/about.md": "---\ntags: [ShownTag]\n---\n# About\n\nA slope[^1] and ![a dot](dot.png).\n\n"
    "[^1]: Or a weight, see [the part](more/page.md#part).\n",
    "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "docs/more/page.md": "---\nicon: material/notebook\n---\n# A page\n\n## Part\n\nWords of slope.\n\n"
    "![](tracker:hours-by-week)\n",
    "docs/blog/index.md": "---\ntitle: Journal\n---\n",
    "docs/blog/.authors.yml": "authors:\n  me: {name: Me, description: Who, avatar: https://example.org/me.png}\n",
    "docs/blog/posts/essay.md": "---\ntitle: An essay\ndate: 2024-06-20\nauthors: [me]\n"
    "categories: [Thoughts]\ntags: [ShownTag]\n---\nWords of slope.\n\n<!-- more -->\n\n"
    "Below: [a week](2024-w27.md), [named](../../courses/named.md) and [named](tracker:named).\n",
    "theme/main.html": '{% extends "base.html" %}\n{% block announce %}A word{% endblock %}\n',
}


def make_site_journal(folder: Path, *, themed: bool = False) -> Path:
    """Every key of the format, eight more weeks, and pages of the author's own; and a template where it is `themed`."""
    shutil.copytree(CASES / "everything/entries", folder / "entries")
    for path, text in PLACES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (folder / "docs/dot.png").write_bytes(PNG)
    settings = SETTINGS if themed else SETTINGS.replace("  custom_dir: theme\n", "")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    for number in (12, 13, 15, 18, 19, 22, 23, 25):
        write_new_week(folder, random.Random(number), number)
    return folder


def write_new_week(folder: Path, chance: random.Random, number: int) -> None:
    day = f"2024-W{number:02}"
    lines = [f"intro: |\n  {say(chance, 12)}, with $x^2$.\n"]
    if number % 2:
        lines.append(f"title: {chance.choice(TITLES)!r}\n")
    if number % 3:
        lines.append(f"tags: [{chance.choice(WORDS)}, ShownTag]\n")
    lines.append(f"courses: {{named: {{notes: {say(chance, 6)}}}}}\n")
    lines.append(f"learned: [{say(chance, 4)}]\n")
    ids = chance.sample("0123456789abcdefghjkmnpqrstvwxyz", 4)
    lines.append(
        "sessions:\n"
        f"  - {{start: {day}, minutes: {chance.randrange(20, 90)}, item: named/first,"
        f" note: {say(chance, 5)}, id: {number:02}{''.join(ids)}}}\n"
    )
    (folder / f"entries/{day}.yaml").write_text("".join(lines), "utf-8")


def say(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


# ---- edits


def own_weeks(folder: Path) -> list[Path]:
    """The weeks that are not those of the case, which has words that readers may not see."""
    return [path for path in sorted((folder / "entries").glob("2024-W*")) if path.stem < "2024-W26"]


def replace(path: Path, pattern: str, chance: random.Random, to: str) -> None:
    """Replace one match of a pattern, whichever; nothing where there is none."""
    text = path.read_text("utf-8")
    matches = list(re.finditer(pattern, text, re.MULTILINE))
    if matches:
        match = chance.choice(matches)
        path.write_text(f"{text[: match.start()]}{to}{text[match.end() :]}", "utf-8")


def change_word(folder: Path, chance: random.Random) -> None:
    replace(chance.choice(own_weeks(folder)), "|".join(WORDS), chance, f"word{chance.random()}")


def change_title(folder: Path, chance: random.Random) -> None:
    week = chance.choice(own_weeks(folder))
    kept = re.sub(r"(?m)^title: .*\n", "", week.read_text("utf-8"))
    week.write_text(f"title: {chance.choice(TITLES) + say(chance, 1)!r}\n{kept}", "utf-8")


def change_tags(folder: Path, chance: random.Random) -> None:
    week = chance.choice(own_weeks(folder))
    kept = re.sub(r"(?m)^tags: .*\n", "", week.read_text("utf-8"))
    tags = ", ".join(dict.fromkeys(chance.choices(WORDS, k=chance.randrange(3))))
    week.write_text(f"tags: [{tags}]\n{kept}" if tags else kept, "utf-8")


def change_summary(folder: Path, chance: random.Random) -> None:
    week = chance.choice(own_weeks(folder))
    text = week.read_text("utf-8")
    kept = re.sub(r"(?m)^summary: .*\n", "", text)
    week.write_text(kept if kept != text else f"summary: {say(chance, 5)}\n{kept}", "utf-8")


def add_week(folder: Path, chance: random.Random) -> None:
    write_new_week(folder, chance, chance.randrange(1, 26))


def remove_week(folder: Path, chance: random.Random) -> None:
    if len(own_weeks(folder)) > 4:
        chance.choice(own_weeks(folder)).unlink()


def hold_back_week(folder: Path, chance: random.Random) -> None:
    week = chance.choice(own_weeks(folder))
    text = week.read_text("utf-8")
    kept = text.replace("draft: true\n", "")
    week.write_text(kept if kept != text else f"draft: true\n{text}", "utf-8")


def move_session(folder: Path, chance: random.Random) -> None:
    """From one week's file into another's, with its id."""
    old, new = chance.sample(own_weeks(folder), 2)
    texts = old.read_text("utf-8"), new.read_text("utf-8")
    lines = re.findall(r"(?m)^  - \{start: .*\n", texts[0])
    if len(lines) == 0 or "sessions:\n" not in texts[1]:
        return
    moved = lines[-1].replace(old.stem, new.stem)
    kept = texts[0].replace(lines[-1], "", 1)
    old.write_text(kept if len(lines) > 1 else kept.replace("sessions:\n", ""), "utf-8")
    new.write_text(texts[1].replace("sessions:\n", f"sessions:\n{moved}"), "utf-8")


def rename_course(folder: Path, chance: random.Random) -> None:
    replace(
        folder / "entries/plan.yaml",
        r"(?<=    title: )Shown(Course|Paper|Project)Title\w*",
        chance,
        f"Shown{chance.choice(['Course', 'Paper', 'Project'])}Title{chance.choice(WORDS)}",
    )


def change_status(folder: Path, chance: random.Random) -> None:
    status = chance.choice(["radar", "active", "paused", "dropped", "done"])
    replace(folder / "entries/plan.yaml", r"^    status: \w+", chance, f"    status: {status}")


def change_contact(folder: Path, chance: random.Random) -> None:
    address = f"https://example.org/{chance.choice(WORDS)}"
    replace(folder / "entries/plan.yaml", r"(?<=newsletter: ).*", chance, address)
    replace(folder / "entries/plan.yaml", r"^title: .*", chance, f"title: {say(chance, 2)}")


def change_essay(folder: Path, chance: random.Random) -> None:
    essay = folder / "docs/blog/posts/essay.md"
    replace(essay, r"slope|word\S+|title: .*", chance, f"title: word{chance.random()}")


def add_essay(folder: Path, chance: random.Random) -> None:
    other = folder / "docs/blog/posts/other.md"
    if other.exists():
        other.unlink()
    else:
        other.write_text(f"---\ndate: 2024-05-0{chance.randrange(1, 9)}\n---\n# Other\n\nx\n")


def change_page(folder: Path, chance: random.Random) -> None:
    page = folder / chance.choice(["docs/about.md", "docs/more/page.md", "docs/index.md"])
    replace(page, r"slope|word\S+|^# .*", chance, f"# word{chance.random()}")


def add_page(folder: Path, chance: random.Random) -> None:
    """A page which others link to comes and goes: their links break."""
    page = folder / chance.choice(["docs/more/page.md", "docs/more/new.md"])
    if page.exists():
        page.unlink()
    else:
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"# {say(chance, 2)}\n\n## Part\n\nslope\n", "utf-8")


def change_heading(folder: Path, chance: random.Random) -> None:
    """Another page links to it."""
    replace(folder / "docs/about.md", r"#part|#other", chance, chance.choice(["#part", "#other"]))


def change_picture(folder: Path, chance: random.Random) -> None:
    if chance.random() < 0.5:
        (folder / "docs/dot.png").unlink(missing_ok=True)
    else:
        other = folder / f"entries/images/shown-{chance.choice(['cover', 'picture'])}.png"
        shutil.copy(other, folder / "docs/dot.png")


def change_author(folder: Path, chance: random.Random) -> None:
    replace(folder / "docs/blog/.authors.yml", r"(?<=name: )[^,]*", chance, say(chance, 1))


EDITS: list[Callable[[Path, random.Random], None]] = [
    *(change_word, change_title, change_tags, change_summary, add_week, remove_week),
    *(hold_back_week, move_session, rename_course, change_status, change_contact),
    *(change_essay, add_essay, change_page, add_page, change_heading, change_picture),
    change_author,
]


# ---- changes of the site: what stands in mkdocs.yml, and what comes in its place

SETTINGS_EDITS = {
    "site_name": ("site_name: Test", "site_name: Other"),
    "site_url": ("example.org/journal/", "example.org/"),
    "a feature": ("toc.follow, ", ""),
    "tabs": ("navigation.tabs, ", ""),
    "palette": ("primary: indigo", "primary: teal"),
    "language": ("language: en", "language: de"),
    "an option of an extension": ("toc: {permalink: true}", "toc: {permalink: Here}"),
    "an extension less": ("  - admonition\n", ""),
    "an extension more": ("  - admonition\n", "  - admonition\n  - pymdownx.mark\n"),
    "a function with arguments": (
        "permalink: true}",
        "permalink: true, slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: upper}}}",
    ),
    "extra": ("https://example.org/me", "https://example.org/you"),
    "copyright": ("Somebody", "Nobody"),
    "no copyright": ("copyright: Somebody\n", ""),
    "edit_uri": ("edit/main", "edit/other"),
    "an option of the blog": ("categories: true", "categories: true, post_readtime: false"),
    "an option of the tags": ("  - tags\n", "  - tags: {tags_hierarchy: true}\n"),
    "an option of the search": (
        "  - search\n",
        '  - search: {separator: "[a-z]"}\n',
    ),
    "an option of ours": ("  - tracker\n", "  - tracker: {head: false}\n"),
    "a nav": ("copyright:", "nav: [about.md, index.md, blog/index.md]\ncopyright:"),
    "a stylesheet": ("copyright:", "extra_css: [x.css]\ncopyright:"),
    "addresses": ("copyright:", "use_directory_urls: false\ncopyright:"),
}
