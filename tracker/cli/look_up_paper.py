"""`tracker add paper arXiv:1706.03762` -> arXiv or doi.org is asked once, and the plan keeps it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tracker import store
from tracker.boundary.network import NotThere, check_base, fetch_answer
from tracker.cli.add_to_plan import build_plan_item, write_item
from tracker.cli.terminal import hint, say
from tracker.edit.set_values import find_path_line
from tracker.edit.values import list_item_pairs
from tracker.exchange.arxiv_answer import parse_arxiv_answer
from tracker.exchange.doi_answer import parse_doi_answer
from tracker.exchange.paper_numbers import PaperNumber, list_marks
from tracker.exchange.paper_texts import MOST_AUTHORS, OTHERS, choose_paper_id
from tracker.format import loader
from tracker.model.journal import PLAN_PATH, TrackerError
from tracker.model.keywords import KEYWORDS
from tracker.model.kinds import KIND_OF_NUMBERS, KINDS, Paper
from tracker.model.plan import Plan

# The register -> the variable that names another host for it, and the host.
HOSTS = {
    "arxiv": ("TRACKER_ARXIV", "https://export.arxiv.org"),
    "doi": ("TRACKER_DOI", "https://doi.org"),
}
_ATOM = "application/atom+xml"
_CSL = "application/vnd.citationstyles.csl+json"


def add_paper_by_number(
    root: str,
    number: PaperNumber,
    title: Sequence[str],
    options: Mapping[str, str],
    is_dry_run: bool,
) -> int:
    """Look a paper up, and add it to the plan. What was typed goes before what was found."""
    kind = KINDS[KIND_OF_NUMBERS]
    typed = {**options}
    if title:
        typed["title"] = " ".join(title)
    wished = build_plan_item(kind, typed)  # what cannot be read is said before any host is asked
    text = (store.read_file(root, PLAN_PATH) or b"").decode("utf-8", "replace")
    plan = loader.load_plan(PLAN_PATH, text.encode())[0] or Plan()
    asked: dict[str, Any] = {number.register: number.number}
    refuse_planned_paper(text, plan, Paper()._replace(**asked))
    found = look_up_paper(number)
    changes = {key: value for key, value in wished._asdict().items() if value}
    paper = found._replace(**changes)
    refuse_planned_paper(text, plan, paper)

    def is_taken(id_: str) -> bool:
        return id_ in plan.items or id_ in plan.aliases or id_ in KEYWORDS

    id_ = choose_paper_id(paper, "", is_taken)
    if is_dry_run:
        say(f"{id_}:")
        for key, yaml in list_item_pairs(paper):
            say(f"  {key}: {yaml}")
        hint("nothing was written: --dry-run")
        return 0
    if paper.authors and paper.authors[-1].endswith(OTHERS):
        hint(f"it has more than {MOST_AUTHORS} authors, of whom the plan names the first")
    return write_item(root, kind, id_, paper)


def refuse_planned_paper(text: str, plan: Plan, paper: Paper) -> None:
    """Raise TrackerError where the plan has the paper, by a number or by title and year."""
    marks = list_marks("", paper)
    for id_, planned in plan.papers.items():
        if marks & list_marks(id_, planned):
            line = find_path_line(text, ("papers", id_))
            raise TrackerError(
                f"{PLAN_PATH}:{line}: that paper is there already, {id_}; nothing was written"
            )


def look_up_paper(number: PaperNumber) -> Paper:
    """Ask the register of the number. TrackerError of one line where that brings no paper."""
    name, host = HOSTS[number.register]
    base = check_base(name, os.environ.get(name) or host)
    try:
        if number.register == "arxiv":
            url = f"{base}/api/query?id_list={quote(number.number, safe='/')}&max_results=1"
            paper = parse_arxiv_answer(fetch_answer(url, _ATOM), number.number)
            if paper is None:
                raise NotThere
            return paper
        url = f"{base}/{quote(number.number, safe='/:;()')}"
        return parse_doi_answer(fetch_answer(url, _CSL), number.number)
    except NotThere:
        raise TrackerError(f"{base} knows no {number}; nothing was written") from None
    except ValueError as error:
        raise TrackerError(
            f"what {base} answered about {number} cannot be read: {error}; nothing was written"
        ) from None
    except TrackerError as error:
        by_hand = f"tracker add paper ID TITLE --{number.register} {number.number}"
        raise TrackerError(f"{error}; nothing was written. By hand: {by_hand}") from None
