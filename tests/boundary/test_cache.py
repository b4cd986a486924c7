"""The cache of what a build makes: also where several processes make it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from tracker.boundary import processes
from tracker.boundary.cache import Cache

MANY = [str(number) for number in range(100)]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are parted on Linux alone")
@pytest.mark.parametrize("cores", [1, 3])
def test_what_any_process_used_is_kept(
    cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "count_cores", lambda: cores)
    monkeypatch.setattr(processes, "_may_fork", lambda: True)

    def draw(word: str) -> str:
        name = f"charts/{int(word) % 30:016x}.svg"
        return f"{word}: {cache.get_or_make(name, word.encode).decode()}\t more"

    def run(cache: Cache, words: list[str]) -> list[str]:
        return cache.run_tasks([partial(draw, word) for word in words])

    for _ in range(2):  # made, and then read
        cache = Cache(tmp_path)
        lines = run(cache, MANY)
        assert [line.split(":")[0] for line in lines] == MANY
        assert all(line.endswith("\t more") for line in lines)
        cache.delete_unused()
        assert len(list((tmp_path / ".tracker/charts").iterdir())) == 30
        cache.close()
    cache = Cache(tmp_path)
    run(cache, MANY[:7])
    cache.delete_unused()
    cache.close()
    assert len(list((tmp_path / ".tracker/charts").iterdir())) == 7
