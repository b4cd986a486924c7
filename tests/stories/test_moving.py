"""The recipe for Anki in the guide: its script is run on a collection, which no page can show."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.journal import ROOT, Scratch

PAGE = ROOT / "docs/guide/moving.md"


@pytest.mark.usefixtures("berlin")
def test_a_collection_of_anki_comes_in(tmp_path: Path) -> None:
    (script,) = re.findall(r'title="from_anki.py"\n(.*?)```', PAGE.read_text("utf-8"), re.DOTALL)
    with sqlite3.connect(tmp_path / "collection.anki2") as database:
        database.execute("CREATE TABLE revlog (id INTEGER, time INTEGER)")
        rows = []
        for day, answers in ((1, 90), (2, 2), (3, 30)):
            begin = datetime(2024, 7, day, 7).timestamp() * 1000
            rows += [(int(begin) + number, 10_000) for number in range(answers)]
        database.executemany("INSERT INTO revlog VALUES (?, ?)", rows)
    (tmp_path / "from_anki.py").write_text(script, "utf-8")
    subprocess.run([sys.executable, "from_anki.py"], cwd=tmp_path, check=True)
    scratch = Scratch(tmp_path / "journal", b"courses: {japanese: {title: Japanese}}\n")
    ran = scratch.run("import", "csv", str(tmp_path / "anki.csv"), "--item", "japanese")
    assert ran.out.startswith("Imported 2 sessions (20 min), into 2024-W27.")
