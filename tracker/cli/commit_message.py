"""What changed in a journal -> the message of its commit, in words that readers may see.

Whoever can read the repository reads its messages: titles are those of the site. Weeks that are
drafts are named by their week alone; drafts among essays, pictures and notebooks are only counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from tracker.boundary.reading import ENTRIES
from tracker.figures.public import is_draft
from tracker.figures.titles import title_of_week
from tracker.figures.week_content import holds_anything
from tracker.model.english import format_count, join_words
from tracker.model.journal import FORECASTS_PATH, PLAN_PATH
from tracker.model.when import is_week
from tracker.pages import View

_NAMED = {PLAN_PATH: "the plan", FORECASTS_PATH: "the forecasts"}
_LONGEST_SUBJECT = 72
_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".avif"}
# With one of these in a message, hosts do not run the workflow.
_SKIPS = re.compile(
    r"\[(?:skip|no)[ -](?:ci|actions|cd)\]|\[(?:ci|actions)[ -]skip\]|\*\*\*no_ci\*\*\*"
    r"|skip-checks:",
    re.IGNORECASE,
)


def build_commit_message(view: View, docs: str, changed: Mapping[str, bool], first: bool) -> str:
    """Build the message for the files that changed, by their path from the journal's folder.

    `docs`: the folder of the pages. `changed`: whether each file is gone. `first`: whether nothing
    of the journal was committed before.
    """
    weeks: dict[str, str] = {}
    essays: dict[str, str | None] = {}
    counts: dict[str, int] = {}
    named = [_NAMED[path] for path in _NAMED if path in changed]
    for path, is_gone in sorted(changed.items()):
        week = path.removeprefix(f"{ENTRIES}/").removesuffix(".yaml")
        if path in _NAMED:
            continue
        if path == f"{ENTRIES}/{week}.yaml" and is_week(week):
            weeks[week] = "removed" if is_gone else find_public_title(view, week)
        elif path.startswith(f"{docs}/{view.place.posts}/") and path.endswith(".md"):
            essays[path] = None if is_gone else find_essay_title(view, docs, path)
        else:
            noun = name_kind_of_file(path, docs)
            counts[noun] = counts.get(noun, 0) + 1
    lines = [f"- {week}: {title}" if title else f"- {week}" for week, title in weeks.items()]
    lines += [f"- {name}" for name in named]
    titled = [title for title in essays.values() if title]
    lines += [f"- Essay: {title}" for title in titled]
    if len(essays) > len(titled):
        counts = {"more essay" if titled else "essay": len(essays) - len(titled), **counts}
    lines += [f"- {format_count(count, noun)}" for noun, count in counts.items()]
    subject = build_subject(weeks, named, titled, len(essays), counts)
    if first:
        subject = "Begin the journal"
    elif len(lines) == 1:
        return f"{subject}\n"
    return "\n".join([subject, "", *lines, ""])


def build_subject(
    weeks: Mapping[str, str],
    named: list[str],
    titled: list[str],
    essays: int,
    counts: Mapping[str, int],
) -> str:
    """Build the first line: `2024-W26: A hat for names`, `Update 2024-W27 and the plan`."""
    others = bool(named or counts)
    if len(weeks) == 1 and not essays and not others:
        (week, title), *_ = weeks.items()
        return shorten_line(f"{week}: {title}") if title else f"Update {week}"
    if len(titled) == essays == 1 and not weeks and not others:
        return shorten_line(f"Essay: {titled[0]}")
    parts = list(weeks) if len(weeks) < 3 else [format_count(len(weeks), "week")]
    parts += named
    if essays:
        parts.append(format_count(essays, "essay"))
    parts += [
        format_count(count, noun) for noun, count in counts.items() if not noun.endswith("essay")
    ]
    return shorten_line(f"Update {join_words(parts)}")


def find_public_title(view: View, name: str) -> str:
    """Find the title of a week as the site has it; "" for a draft, or a week without a post."""
    week = view.figures.weeks.get(name)
    if week is None or is_draft(week, view.today) or not holds_anything(view.figures, week):
        return ""
    return drop_skip_words(title_of_week(view.figures, week))


def find_essay_title(view: View, docs: str, path: str) -> str | None:
    """Find the title of an essay that the site shows; None for a draft."""
    name = path.removeprefix(f"{docs}/{view.place.posts}/")
    for essay in view.essays:
        if essay.name == name and not essay.draft:
            return drop_skip_words(essay.title) or None
    return None


def drop_skip_words(title: str) -> str:
    """Bring a title on one line; "" where it would keep the host from publishing."""
    line = " ".join(title.split())
    return "" if _SKIPS.search(line) else line


def name_kind_of_file(path: str, docs: str) -> str:
    """Name what a file is, in the singular."""
    pure = PurePosixPath(path)
    if pure.suffix.lower() in _PICTURES:
        return "picture"
    if pure.suffix == ".ipynb":
        return "notebook"
    if path.startswith("notebooks/"):
        return "file"
    if path.startswith(f"{docs}/") and pure.suffix == ".md":
        return "page"
    if not path.startswith((f"{ENTRIES}/", f"{docs}/")):
        return "settings file"
    return "file"


def shorten_line(text: str) -> str:
    """Shorten a line to _LONGEST_SUBJECT letters, at a word."""
    if len(text) <= _LONGEST_SUBJECT:
        return text
    return text[: _LONGEST_SUBJECT - 2].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"
