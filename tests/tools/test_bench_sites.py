"""What a benchmark of builds says of its numbers."""

from __future__ import annotations

import json
import os

import pytest

from tests.tools.bench_sites import (
    KEPT,
    LIMITS,
    Line,
    find_limit,
    find_worse,
    list_processes,
    list_ratios,
    print_sites,
    read_share,
)


@pytest.mark.parametrize(
    ("act", "weeks", "limit"),
    [
        ("cold", 103, None),
        ("cold", 104, 0.8),
        ("cold", 519, 0.8),
        ("cold", 520, 0.5),
        ("edit served", 1560, 0.1),
        ("edit served", 104, None),
        ("memory", 520, 1.2),
        ("build", 520, None),
    ],
)
def test_find_limit(act: str, weeks: int, limit: float | None) -> None:
    assert find_limit(act, weeks) == limit


def test_a_ratio_that_got_worse_by_a_third_is_named() -> None:
    kept = {"mkdocs, cold": 0.6, "mkdocs, memory": 1.2, "properdocs, cold": 0.6}
    assert find_worse({"mkdocs, cold": 0.79, "mkdocs, memory": 1.0}, kept) == []
    (worse,) = find_worse({"mkdocs, cold": 0.81, "mkdocs, memory": 1.0}, kept)
    assert worse == "mkdocs, cold: 0.81 times bare Material, and 0.60 is what bench.json keeps"


def test_a_table_says_what_is_too_much(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        Line("mkdocs", "cold", "s", 6.0, 10.0, [0.6, 0.7]),
        Line("mkdocs", "memory", "MB", 130.0, 100.0, [1.3]),
        Line("push", "restore of the cache", "s", 0.1, None, []),
    ]
    assert print_sites(lines[2:], 520)
    assert not print_sites(lines, 520)
    said = capsys.readouterr().out
    assert "0.60 x (0.60 to 0.70) at most 0.5 TOO SLOW" in said
    assert "1.30 x (1.30 to 1.30) at most 1.2 TOO MUCH" in said
    assert list_ratios(lines) == {"mkdocs, cold": 0.6, "mkdocs, memory": 1.3}


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="Linux alone has it")
def test_memory_is_that_of_this_process() -> None:
    assert os.getpid() in list_processes(os.getpid())
    assert read_share(os.getpid()) > 10_000
    assert read_share(2**22 + 1) == 0


def test_what_is_kept_names_what_is_measured() -> None:
    acts = {name.partition(", ")[2] for name in json.loads(KEPT.read_text("utf-8"))["ratios"]}
    assert acts == {*LIMITS}
