"""What TAB offers, asked of the program in this process."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.completion.hostile import PWNED, WEEK
from tests.cli.completion.shells import UTF_8, missing, words
from tests.journal import NOW, Scratch, environment
from tracker import cli
from tracker.cli.completion import command_line, complete
from tracker.model import periods, when

BREAKS = " \t\n\"'@><=;|&(:"  # COMP_WORDBREAKS as bash has it from the start
Ask = Callable[..., list[str]]


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Lines of `tracker _complete`, for what is typed behind `tracker `."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)

    def asked(text: str, shell: str = "fish", *breaks: str) -> list[str]:
        cli.main(["_complete", shell, f"tracker {text}", *breaks], NOW)
        out, err = capfd.readouterr()
        assert err == ""
        return out.splitlines()

    return asked


IDS = [
    "zero-to-hero",
    "zoo",
    "hostile",
    "vaswani2017",
    "https://medium.com/@karpathy/x?a=1&b=2",
    "four-gram",
]


IDS += ["stranger", "only-read"]


WEEKS = ["this", "last", "2024-W27", "2024-W26", "2024-W25", "2023-W52", "2016-W01"]
OFFERED = [
    # what is typed behind `tracker `, what is offered (fish: not sifted yet)
    ("log ", []),
    ("log 45m ", IDS),
    ("log 45m z", IDS),
    ("45m ", IDS),
    ("--journal . 1h30 ", IDS),
    ("note z", IDS),
    ("done vaswani2017 --read ", ["skim", "once", "again", "implemented"]),
    ("init --notes ", ["published", "unpublished"]),
    ("log 45m zero", [*IDS, "zero-to-hero/micrograd", "zero-to-hero/makemore", "zero-to-hero/gpt"]),
    (
        "log 45m zero-to-hero/",
        ["zero-to-hero/micrograd", "zero-to-hero/makemore", "zero-to-hero/gpt"],
    ),
    (
        "log 45m zero-to-hero/mi",
        ["zero-to-hero/micrograd", "zero-to-hero/makemore", "zero-to-hero/gpt"],
    ),
    ("log 45m stranger/", ["stranger/one", "stranger/two words"]),
    ("log 45m zoo/", []),
    ("log 45m nothing/", []),
    ("log 45m zero-to-hero ", []),
    ("log --at 19:30 45m ", IDS),
    ("log --at=19:30 45m ", IDS),
    ("log --about 45m ", IDS),
    ("log 45m --at ", []),
    ("log 45m -- ", IDS),
    ("log 45m -- -", IDS),
    ("log -5 ", IDS),
    ("--journal . log 45m ", IDS),
    ("log --journal=. 45m ", IDS),
    ("--journal nowhere log 45m ", []),
    ("--journal ", [":folders"]),
    ("build --site-dir ", [":folders"]),
    ("build --site-dir=", []),
    ("done zoo --week=2024", [f"--week={week}" for week in WEEKS]),
    ("week ", WEEKS),
    ("week 20", WEEKS),
    ("week --json ", WEEKS),
    ("schema ", ["week", "plan", "journal"]),
    ("export ", ["csv", "json", "icalendar", "timewarrior", "watson", "journal", "bibtex"]),
    ("export csv -o ", [":files"]),
    ("completion ", ["bash", "zsh", "fish"]),
    ("undo -- ", []),
    ("--version ", list(cli.COMMANDS)),
    ("-", ["--help", "--journal", "--version", "--json", "--no-color"]),
    ("nonsense ", []),
    ("'log' \"45m\" ", IDS),
    ("log '", []),
]
OFFERED_IF_THERE = [
    ("start ", IDS),
    ("switch ", IDS),
    ("set zero", [*IDS, "goal", "question"]),
    (
        "set zoo ",
        [
            *("planned", "next", "active", "paused", "done", "dropped"),
            *("confidence", "gap", "closed"),
        ],
    ),
    ("set goal 1 ", ["done", "partial", "missed", "dropped", "carried"]),
    ("set zoo gap ", []),
    ("help ", list(cli.COMMANDS)),
    ("week --as ", ["mail", "share", "post", "json"]),
    ("edit ", ["last", "8aaaaa", "7kq2m9", "2x2x2x"]),
    ("remove ", ["last", "8aaaaa", "7kq2m9", "2x2x2x"]),
    ("edit 7kq2m9 --item ", IDS),
    ("done zero", [*IDS, "zero-to-hero/micrograd", "zero-to-hero/makemore", "zero-to-hero/gpt"]),
    (
        "add ",
        [
            *("learned", "life", "link", "question", "next", "goal", "course", "paper", "project"),
            *("milestone", "decision", "step", "pause"),
        ],
    ),
    ("add course ", ["stranger", "only-read"]),
    ("rename ", IDS),
    ("rename zoo ", []),
    ("add learned ", []),
    ("add goal x --week ", ["next", *WEEKS]),
    ("add learned x --week ", WEEKS),
]


@pytest.mark.parametrize(("text", "offered"), [*OFFERED, *OFFERED_IF_THERE])
def test_offered(text: str, offered: list[str], ask: Ask) -> None:
    assert words(ask(text)) == offered


def test_open_questions_are_offered_by_their_numbers(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scratch.put("questions: [Why?, {ask: When?, answer: Now.}, How?]\n")
    monkeypatch.setenv("TRACKER_JOURNAL", str(scratch.folder))
    cli.main(["_complete", "fish", "tracker set question "], NOW)
    assert capfd.readouterr().out == "1\tWhy?\n3\tHow?\n"


def test_commands_with_what_they_do(ask: Ask) -> None:
    assert ask("") == [f"{name}\t{told}" for name, (_, told) in cli.COMMANDS.items()]


def test_where_no_word_is_left_options_are_offered(ask: Ask) -> None:
    assert words(ask("undo ")) == words(ask("undo --"))
    assert words(ask("schema week ")) == words(ask("schema week --"))
    assert set(words(ask("undo --"))) - set(words(ask("undo --journal . "))) == {"--journal"}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_options_are_those_of_the_parser(name: str, ask: Ask) -> None:
    actions = [action for action in cli.build_parser(name)._actions if action.option_strings]
    assert words(ask(f"{name} --")) == [action.option_strings[-1] for action in actions]
    for action in actions:
        if action.nargs == 0:
            assert action.option_strings[-1] not in words(
                ask(f"{name} {action.option_strings[-1]} --")
            )
        elif action.choices:
            assert words(ask(f"{name} {action.option_strings[-1]} ")) == list(action.choices)
            expected = [f"{action.option_strings[-1]}={choice}" for choice in action.choices]
            assert words(ask(f"{name} {action.option_strings[-1]}=")) == expected


def test_what_help_calls_a_word_is_known_or_free_text() -> None:
    """A new name for an item or a week would go without completion, and nobody would notice."""
    free = {
        "DURATION",
        "NOTE",
        "TEXT",
        "TIME",
        "LENGTH",
        "URL",
        "TAG",
        "N",
        "NEW",
        "BASE",
        "OURS",
        "THEIRS",
        "PATH",
    }
    free |= {
        "TITLE",
        "SHORT",
        "BY",
        "FORM",
        "UNITS",
        "AUTHORS",
        "YEAR",
        "ARXIV",
        "DOI",
        "REPO",
        "USES",
        "SKILLS",
        "AFTER",
    }
    free |= {"ESTIMATE", "REVIEW", "PHASE", "TAGS", "QUOTE", "OPTIONS", "CHOSEN", "WHY"}
    free |= {"WHAT", "WORDS", "COMMAND"}
    free |= {"LABEL", "FIELD"}  # of another program's log
    from tracker.cli.completion import candidates

    known = {*candidates.PLACES, *complete.SHELLS_OWN}
    for name in cli.COMMANDS:
        taking = [action for action in cli.build_parser(name)._actions if action.nargs != 0]
        called = [slot for action in taking for slot in complete.slots_of(action)]
        assert {slot[0] for slot in called if len(slot) == 1} - known - free == set(), name


def test_what_is_offered_is_taken(ask: Ask) -> None:
    for name in words(ask("report --since 2024")):
        periods.parse_period(name, NOW.date())
    for day in words(ask("log 45m --on ")):
        assert when.day_or_week(day, NOW.date()).day <= NOW.date()


def test_periods_of_a_year_come_with_the_year(ask: Ask) -> None:
    first = words(ask("report "))
    named = [*periods.NAMED, "last 14d", "all", "2024", "2023", "2016"]
    assert first[-len(named) :] == named
    assert {"zero-to-hero", "papers", "projects"} <= set(first)
    assert not {"today", "2024"} & set(words(ask("plan ")))
    year = words(ask("show 2024"))
    assert {"2024-Q3", "2024-07", "2024-W27"} <= set(year)
    assert "2023-Q3" not in year


def test_names_come_with_what_they_stand_for(ask: Ask) -> None:
    assert f"zero-to-hero\tZero: to 'hero' $(touch {PWNED})" in ask("log 45m ")
    assert "stranger\tnot in the plan" in ask("log 45m ")
    assert ask("log 45m zero-to-hero/") == [
        "zero-to-hero/micrograd\tA tiny engine",
        "zero-to-hero/makemore",
        "zero-to-hero/gpt",
    ]
    note = f"7kq2m9\t45 min of stranger/one, Fri 2024-07-05 19:15-20:00: the $(touch {PWNED}) rule"
    assert note in ask("edit ")


def test_only_the_last_weeks_are_read(ask: Ask) -> None:
    assert "9x9x9x" not in words(ask("remove "))
    assert "forgotten" not in words(ask("log 45m "))


SILENT = [
    ["_complete"],
    ["_complete", "fish"],
    ["_complete", "tcsh", "tracker "],
    ["_complete", "fish", ""],
    ["_complete", "fish", "tracker log 45m "],
    ["_complete", "fish", "tracker week "],
    ["_complete", "fish", "tracker --journal ~nobody log 45m "],
    ["_complete", "bash", "tracker log 45m \udcff", BREAKS],
]


@pytest.mark.parametrize("argv", SILENT, ids=" ".join)
def test_errors_are_silent(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_JOURNAL", raising=False)
    monkeypatch.setenv("TRACKER_NOW", "nonsense")
    cli.main(argv)
    assert capfd.readouterr() == ("", "")
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries/plan.yaml").mkdir()
    cli.main(argv)
    assert capfd.readouterr() == ("", "")


def test_a_broken_plan_leaves_the_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd
) -> None:
    scratch = Scratch(tmp_path / "j", b"courses: [\n")
    scratch.put(WEEK)
    monkeypatch.chdir(scratch.folder)
    cli.main(["_complete", "fish", "tracker log 45m "], NOW)
    out, err = capfd.readouterr()
    assert words(out.splitlines()) == ["stranger", "old-name", "only-read"]
    assert err == ""


def test_a_name_that_the_terminal_cannot_show_is_not_offered(folder: Path) -> None:
    command = [sys.executable, "-m", "tracker", "_complete", "zsh", "tracker log 45m hostile/"]
    for encoding in ("latin-1", "ascii"):
        env = environment(PYTHONIOENCODING=encoding)
        said = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, check=True
        ).stdout.decode(encoding)
        assert ("hostile/äöü" in said) == (encoding == "latin-1")
        assert "hostile/*" in said
        assert "?" not in said


def test_nothing_slow_is_imported(folder: Path) -> None:
    code = "import sys; from tracker import cli; cli.main(sys.argv[1:]); sys.exit(' '.join(sys.modules))"
    never = {"rich", "matplotlib", "jinja2", "json", "hashlib", "shutil"}
    for text, slow in {
        "log 45m ze": never,
        "lo": {*never, "yaml", "tracker.format.loader"},
    }.items():
        command = [sys.executable, "-c", code, "_complete", "bash", f"tracker {text}", BREAKS]
        done = subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
        )
        assert done.stdout
        assert not slow & set(done.stderr.split())


@pytest.mark.parametrize(
    ("text", "put_in"),
    [
        ("https://me", "//medium.com/@karpathy/x\\?a=1\\&b=2"),
        ("https:", "//medium.com/@karpathy/x\\?a=1\\&b=2"),
        ("https\\:", "https://medium.com/@karpathy/x\\?a=1\\&b=2"),
        ("https://medium.com/@k", "@karpathy/x\\?a=1\\&b=2"),
        ("https://medium.com/@karpathy/x\\?a=", "1\\&b=2"),
        ('"https://me', "https://medium.com/@karpathy/x?a=1&b=2"),
        ("'https://me", "https://medium.com/@karpathy/x?a=1&b=2"),
        ("'https:'//me", "https://medium.com/@karpathy/x\\?a=1\\&b=2"),
    ],
)
def test_bash_replaces_from_where_it_sees_the_word_begin(text: str, put_in: str, ask: Ask) -> None:
    assert words(ask(f"log 45m {text}", "bash", BREAKS)) == [put_in]
    assert words(ask(f"log 45m {text}", "bash", BREAKS.replace(":", "")))[0].endswith("b=2")


NAMES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)


@pytest.mark.skipif(bool(missing("bash")), reason=missing("bash"))
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_bash_reads_back_what_was_put_in(names: list[str]) -> None:
    for quote in ("", "'", '"'):
        said = [
            command_line.for_bash(name, command_line.TypedLine((), "", quote)) for name in names
        ]
        # What readline does with it: it drops the open quote for one of ours, and closes what is not closed.
        raw = [quote * (not text.startswith(quote or " ")) + text for text in said]
        raw = [text + quote * (not text.endswith(quote)) for text in raw]
        assert [command_line.parse_typed_line(f"tracker {text} ").words for text in raw] == [
            (name,) for name in names
        ]
        command = ["bash", "--norc", "-c", f"printf '%s\\0' {' '.join(raw)}"]
        done = subprocess.run(
            command, env=environment(LC_ALL=UTF_8), capture_output=True, check=True
        )
        assert done.stdout.decode().split("\0")[:-1] == names
