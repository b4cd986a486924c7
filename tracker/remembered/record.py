"""A journal's folder and its figures -> the forecast's record, no Monday of it asked twice.

The memory lies in .tracker/record.json, and may be deleted at any time. It holds hashes and days:
no word of a journal, so that a site without drafts may use what the terminal asked.
"""

from __future__ import annotations

import json
from datetime import date

from tracker.boundary.memory import hash_program_files, read_memory, write_memory
from tracker.figures import stats
from tracker.figures.forecast import (
    course,
    finish,
    past_figures,
    record,
    throughput,
    weekly_amounts,
    whole_plan,
    work_left,
)
from tracker.figures.forecast.record import Record
from tracker.figures.stats import Figures
from tracker.model import kinds

MEMORY = "record.json"
# The Mondays of two years, as the author, the readers and who serves drafts know them.
_KEPT = 3 * record.ASKED


def recall_record(root: str, figures: Figures, today: date, asks: bool = True) -> Record:
    """Measure the record as `measure_record` does, with the answers that are remembered."""
    stamps = _hash_program()
    known: dict[str, dict[str, int]] = json.loads(read_memory(root, MEMORY, stamps) or b"{}")
    found, used = record.measure_record(figures, today, known, asks)
    if any(known.get(place) != answers for place, answers in used.items()):
        memory = {place: known[place] for place in known if place not in used}
        for place, answers in used.items():
            memory[place] = {**known.get(place, {}), **answers}
        kept = list(memory)[-_KEPT:]
        body = json.dumps({place: memory[place] for place in kept}, separators=(",", ":"))
        write_memory(root, MEMORY, stamps, body.encode())
    return found


def _hash_program() -> str:
    """Hash the modules that forecast, of which others may find something else.

    Not their times: a server that builds the site installs them anew each time.
    """
    modules = (
        course,
        finish,
        kinds,
        past_figures,
        record,
        stats,
        throughput,
        weekly_amounts,
        whole_plan,
        work_left,
    )
    return hash_program_files([__file__, *(module.__file__ or "" for module in modules)])
