"""A week as a text to share: all of it where there is room, cut where there is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journal import Scratch
from tests.syndication.views import (
    PAGE,
    PLACE,
    journal_of,
    ran,
    view_of,
)
from tracker.model.journal import TrackerError
from tracker.pages.addresses import Place
from tracker.syndication import share
from tracker.syndication.platforms import (
    PLATFORMS,
    Platform,
    count_platform_letters,
    shorten_for_platform,
)

WEEK = """title: Starting late
summary: A web developer begins on a Thursday evening, and finds that two old papers have become readable.
tags: [language models, Papers, "2024"]
sessions: [{start: 2024-07-04 20:00, minutes: 90, item: micrograd}]
"""


def shared(folder: Path, platform: Platform, week: str = WEEK, place: Place = PLACE) -> str:
    view = view_of(journal_of(folder, W27=week), place)
    return share.format_share_text(view, view.figures.weeks["2024-W27"], platform)


def test_all_of_it_where_there_is_room(tmp_path: Path) -> None:
    assert shared(tmp_path, Platform(500)).split("\n\n") == [
        "Starting late",
        "A web developer begins on a Thursday evening, and finds that two old papers have become readable.",
        "1 h 30 on Thursday.",
        "#LanguageModels #Papers",
        PAGE,
    ]


@pytest.mark.parametrize("platform", [None, *PLATFORMS])
def test_it_fits_and_breaks_no_word_and_no_address(tmp_path: Path, platform: str | None) -> None:
    whole = set(shared(tmp_path, Platform(5000)).split()) | {"…"}
    view = view_of(tmp_path)
    for most in range(320):
        way = PLATFORMS[platform]._replace(most=most) if platform else Platform(most)
        try:
            found = share.format_share_text(view, view.figures.weeks["2024-W27"], way)
        except TrackerError as error:
            assert most < len("Starting late") + 2 + len(PAGE), error
            continue
        words, _, address = found.rpartition("\n\n")
        assert address == PAGE
        assert count_platform_letters(f"{words}\n\n", way) + (way.address or len(address)) <= most
        assert set(found.split()) <= whole
        assert found.startswith("Starting late\n")


def test_it_says_how_much_room_it_needs(journal: Scratch) -> None:
    least = len("ShownWeekTitle") + 2 + len(PAGE)
    done = ran(journal, "week", "2024-W27", "--as", "share", "--max", str(least - 1))
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(f"take {least}\n")
    assert (
        ran(journal, "week", "2024-W27", "--as", "share", "--max", str(least)).out
        == f"ShownWeekTitle\n\n{PAGE}\n"
    )
    assert ran(journal, "week", "2024-W27", "--as", "share", "--max", "many").code == 1
    assert len(ran(journal, "week", "2024-W27", "--as", "share").out) <= 281


def test_without_an_address_the_words_are_shared_and_it_is_said(journal: Scratch) -> None:
    (journal.folder / "mkdocs.yml").unlink()
    done = ran(journal, "week", "2024-W27", "--as", "share")
    assert (done.code, "http" in done.out) == (0, False)
    assert "site_url" in done.err
    assert (
        "https://example.org/journal/"
        not in ran(journal, "week", "2024-W27", "--as", "mail", "--html").out
    )


def test_settings_that_cannot_be_read_are_said(journal: Scratch) -> None:
    (journal.folder / "mkdocs.yml").write_text("site_name: [\n", "utf-8")
    done = ran(journal, "week", "2024-W27", "--as", "share")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("tracker: mkdocs.yml:2: ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text("aé👩‍🔬🏽é 机器", min_size=1)),
    st.integers(0, 60),
    st.sampled_from([*PLATFORMS.values(), Platform(9)]),
)
def test_a_cut_ends_behind_a_word(words: list[str], most: int, platform: Platform) -> None:
    text = " ".join(" ".join(words).split())
    found = shorten_for_platform(text, most, platform)
    assert found == text or count_platform_letters(found, platform) <= max(most, 0)
    if found and found != text:
        assert text.startswith(f"{found.removesuffix(' …')} ")


def test_x_counts_wide_letters_twice() -> None:
    assert [
        count_platform_letters(text, PLATFORMS["x"]) for text in ("abc é", "机器", "a…", "“a”")
    ] == [5, 4, 3, 3]
