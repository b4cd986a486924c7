"""What is remembered of weeks that were read: no other answer comes of it."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.generate import make_journal
from tracker import cached_reader, store
from tracker.boundary.memory import read_memory_lines
from tracker.figures import stats
from tracker.format import loader
from tracker.model.work import shows_work


@pytest.fixture
def years(tmp_path: Path) -> Path:
    return make_journal(tmp_path / "years", weeks=60, sessions=5, words=20)


def read(root: Path) -> tuple[cached_reader.JournalReading, stats.Figures]:
    plan, _ = cached_reader.read_plan_with_faults(str(root))
    found = cached_reader.read_weeks(str(root), plan, None)
    return found, stats.build_figures(found.journal)


def told(root: Path) -> list[object]:
    """All that sums can tell."""
    found, figures = read(root)
    entries = [entry._replace(session=None) for entry in figures.entries]
    standings = [
        (state._replace(item=None, sayings=()), len(state.sayings))
        for state in figures.states.values()
    ]
    targets = [(week.name, week.title, week.target) for week in found.journal.weeks]
    return [entries, standings, targets, found.faults, found.unread]


def memory(root: Path) -> Path:
    return root / ".tracker" / cached_reader.MEMORY


def test_the_memory_changes_no_answer(years: Path) -> None:
    (years / "entries/2017-W20.yaml").write_text("title: a: b\n")
    (years / "entries/2017-W21.yaml").write_text(
        "titel: x\nsessions: [{start: 2017-W21, minutes: 5, running: true}]\n"
    )
    (years / "entries/2017-W22.yaml").write_text(
        "courses: {late: {status: planned, notes: Read its syllabus.}, idle: {status: planned}}\n"
        "projects: {app: {status: idea, evidence: [https://example.org]}}\n"
    )
    anew = told(years)
    assert memory(years).exists()
    assert (years / ".tracker/.gitignore").read_text() == "*\n"
    assert sorted(os.listdir(years / ".tracker")) == [".gitignore", cached_reader.MEMORY]
    assert told(years) == anew
    whole, _ = loader.load_journal(store.read_entries(years)[0])
    entries = [entry._replace(session=None) for entry in stats.build_figures(whole).entries]
    assert anew[0] == entries


def test_a_changed_week_is_read_again(years: Path) -> None:
    """Of the same size and time, as an editor or a copy may leave it."""
    path = years / "entries/2017-W20.yaml"
    before, was = told(years), path.stat()
    data = path.read_bytes()
    at = data.index(b"minutes: ") + len(b"minutes: ")
    changed = data[:at] + (b"1" if data[at : at + 1] != b"1" else b"2") + data[at + 1 :]
    path.write_bytes(changed)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    after = told(years)
    assert after != before
    memory(years).unlink()
    assert told(years) == after
    path.unlink()
    assert len(told(years)[0]) < len(after[0])


CORRUPT = {
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "garbage": lambda data: b"\x00\xff" * 100,
    "a letter": lambda data: data.replace(b"60", b"61", 1),
    "no JSON": lambda data: data.partition(b"\n")[0] + b"\n{",
    "another head": lambda data: b"0" * 32 + data[32:],
    "deep": lambda data: b"[" * 100_000,
}


@pytest.mark.parametrize("how", CORRUPT)
def test_a_corrupt_memory_is_ignored_and_mended(how: str, years: Path) -> None:
    anew = told(years)
    whole = memory(years).read_bytes()
    memory(years).write_bytes(CORRUPT[how](whole))
    assert told(years) == anew
    assert memory(years).read_bytes() == whole


def test_a_memory_that_cannot_be_kept_is_no_matter(years: Path) -> None:
    (years / ".tracker").write_text("a file")
    assert told(years)[3] == ()
    (years / ".tracker").unlink()
    (years / ".tracker").mkdir()
    left = years / ".tracker" / f"{cached_reader.MEMORY}.4711.new"
    left.write_text("of a report that was killed")
    os.utime(left, (0, 0))
    anew = told(years)
    assert not left.exists()
    assert told(years) == anew
    assert memory(years).exists()


def test_of_another_program_nothing_is_believed(
    years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = told(years)
    other = years / "loader.py"
    other.write_text("another loader")
    was = memory(years).read_bytes()
    monkeypatch.setattr(cached_reader.loader, "__file__", str(other))
    stamps = cached_reader._stamp_program()
    assert read_memory_lines(str(years), cached_reader.MEMORY, stamps) == {}
    assert told(years) == anew
    assert memory(years).read_bytes() != was


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),
            st.none() | st.integers(0, 1439),
            st.none() | st.integers(1, 999),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_what_is_remembered_is_what_was_read(
    sessions: list[tuple[int, int | None, int | None, bool]],
) -> None:
    lines = [
        "title: x",
        "published: 2024-07-09",
        "draft: true",
        "target: 90m",
        "courses: {a: {done: [u]}, b: {done: 2, status: paused}}",
        "sessions:",
    ]
    for day, minute, minutes, whole in sessions:
        at = "" if minute is None else f" {minute // 60:02}:{minute % 60:02}"
        length = "note: x, unpublished: true" if minutes is None else f"minutes: {minutes}"
        start = "2024-W27" if whole else f"2024-07-0{day + 1}{at}"
        lines.append(f"  - {{start: {start}, {length}, item: a/u}}")
    seen = cached_reader.inspect_week_file("2024-W27", "\n".join(lines).encode())
    packed = cached_reader._pack_week(seen)
    assert seen.week is not None
    assert seen.fault is None
    wordless = [each._replace(note=None) for each in seen.week.sessions]
    week = seen.week._replace(sessions=tuple(wordless), worked=True)
    expected = seen._replace(week=week)
    assert cached_reader._unpack_week("2024-W27", packed) == expected


@pytest.mark.parametrize(
    "says",
    [
        "notes: x",
        "notes: x, status: next",
        "units: {u: words}, status: dropped",
        "gaps: [x], status: paused",
    ],
)
def test_words_alone_are_work_in_the_memory_too(says: str) -> None:
    seen = cached_reader.inspect_week_file("2024-W27", f"courses: {{a: {{{says}}}}}".encode())
    recalled = cached_reader._unpack_week("2024-W27", cached_reader._pack_week(seen))
    assert recalled.week is not None
    assert shows_work("courses", recalled.week.courses["a"])
