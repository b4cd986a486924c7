"""`tracker import bibtex FILE` -> papers of the plan, all of them in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tracker import store
from tracker.cli.add_to_plan import fresh_hints
from tracker.cli.change_week import Change, change_files
from tracker.cli.columns import cut_line, find_screen_width
from tracker.cli.import_screen import list_problem_lines, say_hints
from tracker.cli.json_csv import say_json
from tracker.cli.read_sources import read_sources
from tracker.cli.terminal import say_lines
from tracker.edit.set_values import add_items
from tracker.exchange.bibtex_entries import BibEntry, read_bibtex
from tracker.exchange.log_entries import LEFT, REMARK, SourceFile, cut_text, make_problem
from tracker.exchange.paper_numbers import fold_title, list_marks
from tracker.exchange.paper_texts import choose_paper_id
from tracker.format import loader
from tracker.model.english import format_count
from tracker.model.journal import PLAN_PATH, Problem, TrackerError
from tracker.model.kinds import KIND_OF_ADDRESSES, UNPUBLISHED_NAME, Paper
from tracker.model.plan import Plan


class _Found(NamedTuple):
    """What some bibliographies hold: an entry and the file that it stands in, and problems."""

    entries: Sequence[tuple[SourceFile, BibEntry]]
    problems: Sequence[Problem]


class _Comparison(NamedTuple):
    """What of it is new to a plan, by id, how many it knows, and what is to be said of them."""

    new: Mapping[str, Paper]
    known: int
    problems: Sequence[Problem]


def import_papers(
    root: str,
    paths: Sequence[str],
    now: datetime,
    is_dry_run: bool,
    is_unpublished: bool,
    as_json: bool,
) -> int:
    """Import bibliographies into the plan, or show what would come."""
    entries: list[tuple[SourceFile, BibEntry]] = []
    problems: list[Problem] = []
    for source in read_sources(paths, now, {}, None):
        read = read_bibtex(source)
        problems += read.problems
        for entry in read.entries:
            if is_unpublished:
                entry = entry._replace(paper=entry.paper._replace(unpublished=UNPUBLISHED_NAME))
            entries.append((source, entry))
    found = _Found(entries, problems)
    if not entries:
        say_hints(list_problem_lines(problems, everything=is_dry_run))
        raise TrackerError("there is no paper in it that can be taken; nothing was written")
    taken = list_ids_of_other_kinds(root)
    if is_dry_run:
        plan = loader.load_plan(PLAN_PATH, store.read_file(root, PLAN_PATH) or b"")[0] or Plan()
        show_new_papers(compare_with_plan(found, plan, taken), as_json)
        return 0

    def change(texts: Mapping[str, str]) -> Change:
        text = texts[PLAN_PATH]
        plan, _ = loader.load_plan(PLAN_PATH, text.encode())
        comparison = compare_with_plan(found, plan or Plan(), taken)
        new = add_items(text, KIND_OF_ADDRESSES, comparison.new)
        hints = [*list_problem_lines(comparison.problems, everything=False)]
        hints += fresh_hints(text, new, [], {})
        return Change({PLAN_PATH: new}, describe_new_papers(comparison), hints)

    return change_files(root, [PLAN_PATH], change)


def list_ids_of_other_kinds(root: str) -> set[str]:
    """List the ids that weeks use for what is no paper."""
    journal, _ = loader.load_journal(store.read_entries(root)[0])
    ids: set[str] = set()
    for week in journal.weeks:
        ids.update(id_ for kind, id_, _ in week.records if kind != KIND_OF_ADDRESSES)
    return ids


# ---- which of them the plan has


def compare_with_plan(found: _Found, plan: Plan, taken: set[str]) -> _Comparison:
    """Choose an id for each paper that neither the plan nor an earlier entry has."""
    problems = [*found.problems]
    ids_by_mark: dict[str, str] = {}
    for id_, paper in plan.papers.items():
        for mark in list_marks(id_, paper):
            ids_by_mark.setdefault(mark, id_)
    new: dict[str, Paper] = {}
    known = 0

    def is_taken(id_: str) -> bool:
        return id_ in new or id_ in plan.items or id_ in plan.aliases or id_ in taken

    for source, entry in found.entries:
        marks = list_marks("", entry.paper)
        same = next((ids_by_mark[mark] for mark in sorted(marks) if mark in ids_by_mark), None)
        if same in new:
            message = f"left out: it is the same paper as {same}"
            problems.append(make_problem(source, entry.line, message, LEFT))
            continue
        if same is None and (same := _find_by_key(entry, plan)):
            title = plan.papers[same].title or same
            if fold_title(title) != fold_title(entry.paper.title or ""):
                message = f"taken for {same}, which the plan calls {cut_text(title)!r}"
                problems.append(make_problem(source, entry.line, message, REMARK))
        if same:
            known += 1
            continue
        id_ = choose_paper_id(entry.paper, entry.key, is_taken)
        new[id_] = entry.paper
        for mark in marks:
            ids_by_mark.setdefault(mark, id_)
    return _Comparison(new, known, problems)


def _find_by_key(entry: BibEntry, plan: Plan) -> str | None:
    """Find the plan's paper whose id, or former id, is the entry's key, unless it is another."""
    key = entry.key.lower()
    id_ = plan.aliases.get(key, key)
    planned = plan.papers.get(id_)
    if planned is None:
        return None
    for name in ("arxiv", "doi", "year"):
        here, there = getattr(entry.paper, name), getattr(planned, name)
        if here and there and str(here).lower() != str(there).lower():
            return None
    return id_


# ---- in words


def describe_new_papers(comparison: _Comparison) -> str:
    """`imported 12 papers into entries/plan.yaml; 3 more are in the plan already`."""
    if not comparison.new:
        return f"nothing is new: {_describe_known(comparison.known)}"
    text = f"imported {format_count(len(comparison.new), 'paper')} into {PLAN_PATH}"
    if comparison.known:
        text += f"; {_describe_known(comparison.known)}"
    return text


def _describe_known(known: int) -> str:
    verb = "is" if known == 1 else "are"
    return f"{format_count(known, 'paper')} {verb} in the plan already"


def show_new_papers(comparison: _Comparison, as_json: bool) -> None:
    """Say what would come, and all that could not be read."""
    if as_json:
        say_json(
            {
                "papers": [
                    {
                        "id": id_,
                        "title": paper.title,
                        "authors": list(paper.authors),
                        "year": paper.year,
                        "arxiv": paper.arxiv,
                        "doi": paper.doi,
                        "url": paper.url,
                    }
                    for id_, paper in comparison.new.items()
                ],
                "known": comparison.known,
                "problems": [
                    {
                        "file": each.path,
                        "line": each.line,
                        "kind": each.kind,
                        "message": each.message,
                    }
                    for each in comparison.problems
                ],
            }
        )
    else:
        width = find_screen_width()
        lines = []
        for id_, paper in comparison.new.items():
            year = f" ({paper.year})" if paper.year else ""
            lines.append(cut_line(f"{id_}  {paper.title}{year}", width))
        words = describe_new_papers(comparison).replace("imported", "This would be", 1)
        words = words.replace(f" into {PLAN_PATH}", " more")
        lines.append(f"{words[:1].upper()}{words[1:]}. Nothing was written.")
        say_lines(lines)
    say_hints(list_problem_lines(comparison.problems, everything=True))
