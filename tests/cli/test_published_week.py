"""A week that is read alone is the week of the site: the same words, and nothing that is held back."""

import shutil
from argparse import Namespace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journal import Scratch
from tracker import cached_reader
from tracker.cli import published_week, remembered_checks
from tracker.model.journal import TrackerError
from tracker.site.settings import read_site_settings
from tracker.syndication import newsletter, post_text, share
from tracker.syndication.platforms import Platform

NOW = datetime(2024, 7, 3, 12)  # in week 27
WEEKS = range(18, 29)
PLAN = """\
title: Plan
target: 5h
timezone: Europe/Berlin
contact: {name: Ada}
courses:
  new: {title: Zero to Hero, units: {gpt: GPT, grad: micrograd, exp: Makemore}, was: [old]}
  mml: {title: Mathematics, units: 9}
  shy: {title: Secretword, UNPUBLISHED}
papers: {vaswani2017: {title: Attention}}
projects: {app: {title: App, repo: https://github.com/ada/app}}
MORE
"""
MORE = (
    "",
    'day_starts: "04:00"',
    "notes: unpublished",
    "gate: {below: 3}",
    "gate: {below: 4, show: [gaps]}",
    "decisions: [{question: A degree?, chosen: No, decided: 2024-06-12}]",
    "empty_sections: [papers, life]",
)
TARGETS = ("new/gpt", "old/grad", "new", "mml/3", "mml", "shy", "vaswani2017", "talk", "hush", "")
NOTES = ("Backprop by hand.", "Why is [[talk]] slow? ", "It works now", "see [[new/gpt|this]]")
TEXTS = (
    "Read [[new/gpt]] and [[hush]].",
    "See [last week](2024-w20.md), and [an essay](essay.md).",
    "- one\n- two [[shy]]",
    "Costs $x^2$ and `code`.",
    "![](tracker:hours-by-week)",
    "![of one](tracker:hours-by-week?item=new)",
)


@st.composite
def weeks(draw: st.DrawFn, number: int) -> str:
    day_of_year = (number - 1) * 7
    lines = draw(
        st.lists(
            st.sampled_from(
                [
                    "draft: true",
                    "title: Of its own",
                    "published: 2024-06-20",
                    "published: 2024-07-20",
                    "tags: [deep learning]",
                    "learned: [Gradients add up.]",
                    "next: [Read on.]",
                    "questions: [{ask: Why?, answer: So.}]",
                    "goals: [{goal: Read, outcome: done}]",
                ]
            ),
            unique_by=lambda line: line.partition(":")[0],
            max_size=3,
        )
    )
    if draw(st.booleans()):
        lines.append(f"intro: {draw(st.sampled_from(TEXTS))!r}".replace("'", '"'))
    records = draw(
        st.lists(
            st.sampled_from(
                [
                    "new: {done: [gpt], confidence: 2, gaps: [the limits]}",
                    "old: {done: [grad], notes: 'Built [[mml]] on it.'}",
                    "new: {done: [exp], closed: [the limits], confidence: 4}",
                    "mml: {done: 2}",
                    "mml: {status: paused, notes: For now.}",
                    "hush: {notes: Hidden words.}",
                    "shy: {notes: Secret words, done: [a]}",
                    "talk: {status: done}",
                ]
            ),
            unique_by=lambda row: row.partition(":")[0].replace("old", "new"),
            max_size=3,
        )
    )
    if records:
        lines.append("courses:\n" + "\n".join(f"  {row}" for row in records))
    if draw(st.booleans()):
        lines.append("papers: {vaswani2017: {read: once, understood: 4}}")
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        day = datetime.fromordinal(
            datetime(2024, 1, 1).toordinal() + day_of_year + draw(st.integers(0, 6))
        )
        clock = draw(st.sampled_from(["", " 01:30", " 19:30"]))
        length = draw(st.sampled_from(["minutes: 45", "minutes: 150, about: true", "x-a: 1"]))
        words = [f"start: {day:%Y-%m-%d}{clock}", length.replace("x-a: 1", "note: On the way")]
        if "note" not in words[1] and draw(st.booleans()):
            words.append(f'note: "{draw(st.sampled_from(NOTES))}"')
        if item := draw(st.sampled_from(TARGETS)):
            words.append(f"item: {item}")
        if not draw(st.integers(0, 3)):
            words.append("unpublished: true")
        rows.append(f"  - {{{', '.join(words)}}}")
    if rows:
        lines.append("sessions:\n" + "\n".join(rows))
    return "\n".join(lines) + "\n"


@st.composite
def plans(draw: st.DrawFn) -> str:
    held = draw(st.sampled_from(["units: 3", "unpublished: true", "unpublished: name"]))
    more = draw(st.sampled_from(MORE))
    return PLAN.replace("UNPUBLISHED", held).replace("MORE", more)


JOURNALS = st.fixed_dictionaries(
    {"plan": plans(), **{f"2024-W{number}": weeks(number) for number in WEEKS}}
)


def tell(published: published_week.PublishedWeek | None) -> object:
    if published is None:
        return None
    view, week = published
    return (
        post_text.format_post_text(view, week),
        newsletter.build_newsletter_issue(view, week),
        share.format_share_text(view, week, Platform(280)),
    )


def tell_or_refuse(read: object, *given: object) -> object:
    try:
        return tell(read(*given))  # type: ignore[operator]
    except TrackerError as error:
        return str(error)


@pytest.mark.parametrize("examples", [12, pytest.param(150, marks=pytest.mark.long)])
def test_a_week_alone_says_what_the_site_says(
    examples: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cached_reader, remembered_checks):
        monkeypatch.setattr(module, "FEW", 2)

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(JOURNALS, st.sampled_from(WEEKS), st.booleans(), weeks(22))
    def compare(journal: dict[str, str], number: int, drafts: bool, later: str) -> None:
        root = tmp_path / "journal"
        shutil.rmtree(root, ignore_errors=True)
        posts = root / "docs/blog/posts"
        posts.mkdir(parents=True)
        (root / "entries").mkdir()
        (root / "mkdocs.yml").write_text("site_name: J\nsite_url: https://example.org/\n")
        (posts / "essay.md").write_text("---\ndate: 2024-06-01\n---\n# An essay\n\nOf [[new]].\n")
        for name, text in journal.items():
            (root / f"entries/{name}.yaml").write_text(text)
        args = Namespace(name=f"2024-W{number}", draft=drafts)
        given_ = (root, read_site_settings(root), args, NOW)
        for text in (journal["2024-W22"], later):
            (root / "entries/2024-W22.yaml").write_text(text)
            alone = tell_or_refuse(published_week.read_week_alone, *given_, False)
            if alone is not None:
                assert alone == tell_or_refuse(published_week.read_week_of_site, *given_)
        if alone is not None and "is a draft" in str(alone):
            shown = tell_or_refuse(published_week.read_week_alone, *given_, True)
            args.draft = True
            if shown is not None:  # it has no chart
                assert shown == tell_or_refuse(published_week.read_week_of_site, *given_)

    compare()


WRONG = {
    "an error in a week": ("2024-W20", "titel: x\n"),
    "a kind of another week": ("2024-W20", "papers: {talk: {read: once}}\n"),
    "a kind of the plan": ("2024-W20", "papers: {new: {read: once}}\n"),
    "two ids of one item": ("2024-W20", "courses: {new: {done: [gpt]}, old: {done: [grad]}}\n"),
    "two that run": ("2024-W20", "sessions: [{start: 2024-05-14 10:00 +02:00, running: true}]\n"),
    "the plan": ("plan", PLAN.replace("UNPUBLISHED", "titel: x").replace("MORE", "")),
    "dates of the plan": (
        "plan",
        PLAN.replace("UNPUBLISHED", "units: 3")
        .replace("MORE", "timezone: Mars/One")
        .replace("timezone: Europe/Berlin\n", ""),
    ),
    "a file that is no week's": ("2024-W99", "title: x\n"),
    "kept forecasts": ("forecasts", "forecasts: 5\n"),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("few", [2, 26])
def test_a_journal_with_errors_is_read_whole(
    what: str, few: int, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (cached_reader, remembered_checks):
        monkeypatch.setattr(module, "FEW", few)
    entries = scratch.folder / "entries"
    entries.mkdir(exist_ok=True)
    for path in entries.iterdir():
        path.unlink()
    (entries / "plan.yaml").write_text(PLAN.replace("UNPUBLISHED", "units: 3").replace("MORE", ""))
    for number in range(18, 27):
        (entries / f"2024-W{number}.yaml").write_text("courses: {talk: {notes: x}}\n")
    running = "sessions: [{start: 2024-06-24 10:00 +02:00, running: true}]\n"
    (entries / "2024-W26.yaml").write_text(f"title: Of its own\n{running}")
    right = scratch.run("week", "2024-W26", "--as", "post", now=NOW)
    assert right.code == 0, right.err
    name, text = WRONG[what]
    (entries / f"{name}.yaml").write_text(text)
    wrong = scratch.run("week", "2024-W26", "--as", "post", now=NOW)
    assert (wrong.code, wrong.out) == (3, "")
    assert "nothing was made" in wrong.err


# The plan's key, what another week says, what the week says -> what its post then says, and what not.
OTHERS = {
    "an id of an unpublished session": (
        "",
        ("2024-W20", "sessions: [{start: 2024-W20, minutes: 5, item: hush, unpublished: true}]\n"),
        "intro: 'Read [[hush]].'\n",
        "Read …",
        "hush",
    ),
    "the first night of the next week": (
        'day_starts: "04:00"',
        ("2024-W27", 'sessions: [{start: 2024-07-01 01:30, minutes: 5, note: "By night."}]\n'),
        "intro: Words.\n",
        "By night",
        "hush",
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_other_weeks_say(what: str, scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (cached_reader, remembered_checks):
        monkeypatch.setattr(module, "FEW", 2)
    monkeypatch.delattr(published_week, "read_week_of_site")  # it is not asked
    more, (other, says), text, said, unsaid = OTHERS[what]
    scratch.put(PLAN.replace("UNPUBLISHED", "units: 3").replace("MORE", more), "plan")
    for number in range(18, 27):
        scratch.put("learned: [x]\n", f"2024-W{number}")
    scratch.put(says, other)
    scratch.put(text, "2024-W26")
    for _ in range(2):
        post = scratch.run("week", "2024-W26", "--as", "post", now=datetime(2024, 7, 17))
        assert post.code == 0, post.err
        assert said in post.out
        assert unsaid not in post.out
