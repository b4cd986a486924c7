"""A journal's folder and its figures -> the forecast's record, each Monday of it asked only once.

The memory lies in .tracker/record.json, and may be deleted at any time. It holds hashes and days:
no word of a journal, so that a site without drafts may use what the terminal asked.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from hashlib import blake2b

from tracker.boundary.outside import stamp_program_files
from tracker.boundary.writing import delete_leftovers, read_own, write_own
from tracker.figures import stats
from tracker.figures.forecast import (
    course,
    finish,
    past_figures,
    record,
    throughput,
    weekly_amounts,
    work_left,
)
from tracker.figures.forecast.record import Record
from tracker.figures.stats import Figures
from tracker.model import kinds

MEMORY = "record.json"
# The Mondays of two years, as the author, the readers and who serves drafts know them.
_KEPT = 3 * (record.ASKED + record.SILENT_STEP)
_MOST = 20_000_000  # bytes of the memory


def recall_record(root: str, figures: Figures, today: date) -> Record:
    """Measure the record as `measure_record` does, with the answers that are remembered."""
    known = _read_memory(root)
    found, used = record.measure_record(figures, today, known)
    if any(known.get(place) != answers for place, answers in used.items()):
        memory = {place: known[place] for place in known if place not in used}
        for place, answers in used.items():
            memory[place] = {**known.get(place, {}), **answers}
        kept = list(memory)[-_KEPT:]
        _write_memory(root, {place: memory[place] for place in kept})
    return found


def _read_memory(root: str) -> dict[str, dict[str, int]]:
    head, _, body = (read_own(root, MEMORY, _MOST) or b"").partition(b"\n")
    if head != _hash_memory(body):
        return {}
    return dict(json.loads(body))


def _write_memory(root: str, memory: dict[str, dict[str, int]]) -> None:
    """Write the memory. Where that fails, the next record takes longer and is the same."""
    body = json.dumps(memory, separators=(",", ":")).encode()
    with suppress(OSError):
        delete_leftovers(root)
        write_own(root, MEMORY, _hash_memory(body) + b"\n" + body)


def _hash_memory(body: bytes) -> bytes:
    """Hash the memory and the modules that forecast, of which others may find something else."""
    modules = (
        course,
        finish,
        kinds,
        past_figures,
        record,
        stats,
        throughput,
        weekly_amounts,
        work_left,
    )
    stamps = stamp_program_files([__file__, *(module.__file__ or "" for module in modules)])
    return blake2b(repr(stamps).encode() + body, digest_size=16).hexdigest().encode()
