"""What TAB offers: asked of the program in this process, and of real shells with real keys."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.completion.shells import SHELLS, UTF_8, Corner, Shell, missing, on_screen, opened
from tests.journal import NOW, ROOT, Scratch, environment, program
from tracker import cli
from tracker.cli.commands import completion
from tracker.cli.completion import command_line, complete
from tracker.model import periods, when

BREAKS = " \t\n\"'@><=;|&(:"  # COMP_WORDBREAKS as bash has it from the start
PWNED = "pwned"
# Names that a shell would make something else of; each has to arrive as it stands, as one word.
HOSTILE = [
    "the chain rule",
    "it's $HOME",
    'say "x"',
    "c:d/e=f",
    f"$(touch {PWNED})",
    f"`touch {PWNED}`",
    f"; touch {PWNED} #",
    "!!",
    "back\\slash",
    "*",
    "~",
    "{a,b}",
    "%F{red}%n",
    "äöü",
    "-x",
    "quote'",
    'quotes"',
]
UNITS = "\n".join(f"      - '{unit}'" for unit in (unit.replace("'", "''") for unit in HOSTILE))
PLAN = f"""\
title: A plan
courses:
  zero-to-hero:
    title: "Zero: to 'hero' $(touch {PWNED})"
    was: [old-name]
    units: {{micrograd: A tiny engine, makemore: makemore, gpt: ""}}
  zoo: {{units: 12}}
  hostile:
    units:
{UNITS}
papers:
  vaswani2017: {{title: Attention Is All You Need}}
  https://medium.com/@karpathy/x?a=1&b=2: {{title: A post}}
projects:
  four-gram: {{}}
"""
WEEK = f"""\
papers:
  only-read: {{read: once}}
sessions:
  - {{start: 2024-07-05 19:15, minutes: 45, item: stranger/one, note: "the $(touch {PWNED}) rule", id: 7kq2m9}}
  - {{start: 2024-07-06 09:00, minutes: 90, item: old-name, id: 8aaaaa}}
  - {{start: 2024-07-06 12:00, minutes: 5, item: stranger/two words}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = Scratch(tmp_path_factory.mktemp("completion") / "j", PLAN.encode())
    scratch.put(WEEK)
    scratch.put(
        "sessions: [{start: 2024-06-29 12:00, minutes: 5, item: zoo, id: 2x2x2x}]\n", "2024-W26"
    )
    scratch.put("- broken: [\n", "2024-W25")
    scratch.put("sessions: []\n", "2023-W52")
    scratch.put(
        "sessions: [{start: 2016-01-05 12:00, minutes: 5, item: forgotten, id: 9x9x9x}]\n",
        "2016-W01",
    )
    problems = scratch.run("check").out
    assert all("hint:" in line or "2024-W25" in line for line in problems.splitlines()), problems
    return scratch.folder


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


def words(lines: list[str]) -> list[str]:
    return [line.partition("\t")[0] for line in lines]


# ---- what is offered where

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
    ("schema ", ["week", "plan"]),
    ("completion ", ["bash", "zsh", "fish"]),
    ("undo -- ", []),
    ("--version ", list(cli.COMMANDS)),
    ("-", ["--help", "--journal", "--version"]),
    ("nonsense ", []),
    ("'log' \"45m\" ", IDS),
    ("log '", []),
]
OFFERED_IF_THERE = [
    ("start ", IDS),
    ("switch ", IDS),
    ("pause zero", IDS),
    ("edit ", ["8aaaaa", "7kq2m9", "2x2x2x"]),
    ("remove ", ["8aaaaa", "7kq2m9", "2x2x2x"]),
    ("edit 7kq2m9 --item ", IDS),
    ("done zero", [*IDS, "zero-to-hero/micrograd", "zero-to-hero/makemore", "zero-to-hero/gpt"]),
    ("add ", ["course", "paper", "project"]),
    ("add course ", ["stranger", "only-read"]),
    ("rename ", IDS),
    ("rename zoo ", []),
    ("learned ", []),
]


@pytest.mark.parametrize(("text", "offered"), [*OFFERED, *OFFERED_IF_THERE])
def test_offered(text: str, offered: list[str], ask: Ask) -> None:
    assert words(ask(text)) == offered


def test_commands_with_what_they_do(ask: Ask) -> None:
    assert ask("") == [f"{name}\t{told}" for name, (_, told) in cli.COMMANDS.items()]


def test_where_no_word_is_left_options_are_offered(ask: Ask) -> None:
    assert words(ask("undo ")) == words(ask("undo --"))
    assert words(ask("schema week ")) == words(ask("schema week --"))
    assert set(words(ask("undo --"))) - set(words(ask("undo --journal . "))) == {"--journal"}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_options_are_those_of_the_parser(name: str, ask: Ask) -> None:
    actions = [action for action in cli._build_parser(name)._actions if action.option_strings]
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
    free |= {"ESTIMATE", "REVIEW", "PHASE"}
    from tracker.cli.completion import candidates

    known = {*candidates.PLACES, *complete.SHELLS_OWN}
    for name in cli.COMMANDS:
        taking = [action for action in cli._build_parser(name)._actions if action.nargs != 0]
        called = [slot for action in taking for slot in complete.slots_of(action)]
        assert {slot[0] for slot in called if len(slot) == 1} - known - free == set(), name


def test_what_is_offered_is_taken(ask: Ask) -> None:
    for name in words(ask("sessions 2024")):
        periods.parse_period(name, NOW.date())
    for day in words(ask("log 45m --on ")):
        assert when.day_or_week(day, NOW.date()).day <= NOW.date()


def test_periods_of_a_year_come_with_the_year(ask: Ask) -> None:
    first = words(ask("sessions "))
    assert first == [*periods.NAMED, "last 14d", "all", "2024", "2023", "2016"]
    year = words(ask("sessions 2024"))
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


# ---- a line as typed

READ = [
    # shell, what is typed behind `tracker `, the words before the cursor, the word at it
    ("bash", "log 45m zero", ["log", "45m"], "zero"),
    ("bash", "log 45m ", ["log", "45m"], ""),
    ("bash", "log  '' a", ["log", ""], "a"),
    ("bash", "log a\\ b'c d'\"e f\"g", ["log"], "a bc de fg"),
    ("bash", "log 'it'\\''s", ["log"], "it's"),
    ("bash", 'log "a\\$b\\"c\\d', ["log"], 'a$b"c\\d'),
    ("bash", "log 'a\\", ["log"], "a\\"),
    ("bash", "log a\\", ["log"], "a"),
    ("bash", "log $HOME $(x) `y", ["log", "$HOME", "$(x)"], "`y"),
    ("fish", "log 'it\\'s a\\\\b\\c", ["log"], "it's a\\b\\c"),
    ("zsh", "log\t'a b' \"", ["log", "a b"], ""),
]


@pytest.mark.parametrize(("shell", "text", "before", "word"), READ)
def test_read(shell: str, text: str, before: list[str], word: str) -> None:
    for start in ("tracker ", "LANG=C command tracker ", "  /x/y/tracker ", "t "):
        line = command_line.read(start + text, shell, BREAKS if shell == "bash" else "")
        assert (list(line.words), line.word) == (before, word)


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
@settings(deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=20))
def test_bash_reads_back_what_was_put_in(names: list[str]) -> None:
    for quote in ("", "'", '"'):
        said = [
            command_line.for_bash(name, command_line.TypedLine((), "", quote)) for name in names
        ]
        # What readline does with it: it drops the open quote for one of ours, and closes what is not closed.
        raw = [quote * (not text.startswith(quote or " ")) + text for text in said]
        raw = [text + quote * (not text.endswith(quote)) for text in raw]
        assert [command_line.read(f"tracker {text} ").words for text in raw] == [
            (name,) for name in names
        ]
        command = ["bash", "--norc", "-c", f"printf '%s\\0' {' '.join(raw)}"]
        done = subprocess.run(
            command, env=environment(LC_ALL=UTF_8), capture_output=True, check=True
        )
        assert done.stdout.decode().split("\0")[:-1] == names


# ---- the command


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_well_formed(shell: str, folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script"
    done = program("completion", shell, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    script.write_text(done.out, "utf-8")
    assert "@PROGRAM@" not in done.out
    if not missing(shell):
        subprocess.run([shell, "-n", str(script)], check=True)


def test_a_path_with_quotes_is_one_word(tmp_path: Path) -> None:
    path = "/it's a\\b/$HOME/tracker"
    for shell in SHELLS:
        if not missing(shell):
            command = [shell, "-c", f"printf %s {completion.quote_for_shell(path, shell)}"]
            assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == path


# ---- real shells


@pytest.fixture(scope="module")
def corner(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corner]:
    yield Corner(tmp_path_factory.mktemp("home") / "h", folder)
    assert not (folder / PWNED).exists()


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, corner: Corner) -> Iterator[Shell]:
    if why := missing(request.param):
        pytest.skip(why)
    with opened(corner, request.param) as open_:
        yield open_


TYPED = [
    # keys behind `tracker `, the words that the command is given
    ("lo\t45m zero\t/mic\t", ["log", "45m", "zero-to-hero/micrograd"]),
    ("sche\tp\t", ["schema", "plan"]),
    ("log 45m zoo\t--ab\t", ["log", "45m", "zoo", "--about"]),
    ("week 2023\t", ["week", "2023-W52"]),
    ("log 45m strang\t/o\t", ["log", "45m", "stranger/one"]),
    ("log 45m htt\t", ["log", "45m", "https://medium.com/@karpathy/x?a=1&b=2"]),
    ("log 45m https:\t", ["log", "45m", "https://medium.com/@karpathy/x?a=1&b=2"]),
    ("log 45m https://medium.com/@\t", ["log", "45m", "https://medium.com/@karpathy/x?a=1&b=2"]),
    ("log 45m 'https://medium.com/@\t", ["log", "45m", "https://medium.com/@karpathy/x?a=1&b=2"]),
    ('log 45m "https://m\t', ["log", "45m", "https://medium.com/@karpathy/x?a=1&b=2"]),
    ('log 45m hostile/"!\t', ["log", "45m", "hostile/!!"]),
    ("log 45m 'hostile/'\"%\t", ["log", "45m", "hostile/%F{red}%n"]),
    ("log 45m hostile/quote\\'\t", ["log", "45m", "hostile/quote'"]),
    ("log 45m hostile/'the chain rule\t", ["log", "45m", "hostile/the chain rule"]),
    ("edit 7k\t", ["edit", "7kq2m9"]),
]


@pytest.mark.parametrize(("keys", "given"), TYPED, ids=[keys for keys, _ in TYPED])
def test_tab(keys: str, given: list[str], shell: Shell) -> None:
    assert shell.words(f"tracker {keys}") == given


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_name_arrives_as_it_is(unit: str, quote: str, shell: Shell) -> None:
    """As much of it is typed as makes it the only one; TAB does the rest, Enter runs it."""
    sizes = range(1, len(unit) + 1)
    begun = next(
        unit[:size]
        for size in sizes
        if [name.startswith(unit[:size]) for name in HOSTILE].count(True) == 1
    )
    keys = f"tracker log 45m {quote}hostile/{as_typed(begun, quote, shell.kind)}\t"
    assert shell.words(keys) == ["log", "45m", f"hostile/{unit}"]


def as_typed(text: str, quote: str, shell: str) -> str:
    """How a person types it behind that quote."""
    if quote == "'":
        return (
            text.replace("\\", "\\\\").replace("'", "\\'")
            if shell == "fish"
            else text.replace("'", "'\\''")
        )
    special = {"": " \\$`'\"*~!;{", '"': '\\$"' + "`" * (shell != "fish")}[quote]
    return "".join("\\" * (letter in special) + letter for letter in text)


def test_a_listing_tells_what_names_stand_for(shell: Shell) -> None:
    twice = "\t" * (1 + (shell.kind == "bash"))
    shown = shell.listed(f"tracker log 45m {twice}", "stranger.*not in the plan")
    assert f"Zero: to 'hero' $(touch {PWNED})" in shown
    assert "Attention Is All You Need" in shown
    assert "log a session" in shell.listed(f"tracker {twice}", "log a session")
    shown = shell.listed(f"tracker edit {twice}", "45 min of stranger/one")
    assert f"the $(touch {PWNED}) rule" in shown


@pytest.mark.parametrize("name", SHELLS)
def test_on_the_screen_of_tmux(name: str, corner: Corner) -> None:
    if why := missing(name) or missing("tmux"):
        pytest.skip(why)
    keys = ["tracker edit ", "Tab", *(["Tab"] if name == "bash" else [])]
    shown = on_screen(corner, name, keys, "8aaaaa.*7kq2m9.*2x2x2x")
    assert "1 h 30 of old-name, Sat 2024-07-06 09:00-10:30" in shown


@pytest.mark.skipif(bool(missing("bash")), reason=missing("bash"))
def test_bash_function(corner: Corner) -> None:
    """As bash calls it, and as scripts do that ask for completions without a terminal."""
    ask = 'COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=$2 _tracker; printf "%s\\n" "${COMPREPLY[@]}"'
    said = corner.script(
        "bash", f'ask() {{ {ask}; }}\nask "tracker log 45m zero" 9; ask "tracker edit 7" 63'
    )
    assert said.splitlines() == [
        "zero-to-hero",
        "zero-to-hero/micrograd",
        "zero-to-hero/makemore",
        "zero-to-hero/gpt",
        f"7kq2m9  (45 min of stranger/one, Fri 2024-07-05 19:15-20:00: the $(touch {PWNED}) rule)",
    ]


@pytest.mark.skipif(bool(missing("fish")), reason=missing("fish"))
def test_fish_candidates(corner: Corner) -> None:
    said = corner.script("fish", 'complete -C "tracker log 45m zero"')
    assert words(said.splitlines()) == [
        "zero-to-hero",
        "zero-to-hero/micrograd",
        "zero-to-hero/makemore",
        "zero-to-hero/gpt",
    ]
    (corner.journal / "docs").mkdir(exist_ok=True)
    assert words(corner.script("fish", 'complete -C "tracker --journal do"').splitlines()) == [
        "docs/"
    ]


@pytest.mark.parametrize("name", SHELLS)
def test_without_a_journal_and_without_the_program(
    name: str, corner: Corner, tmp_path: Path
) -> None:
    """Nothing is offered and nothing said; the line is as it was."""
    if why := missing(name):
        pytest.skip(why)
    elsewhere = Corner(tmp_path / "h", tmp_path)
    with opened(elsewhere, name) as open_:
        assert open_.words("tracker log 45m ze\t") == ["log", "45m", "ze"]
        (tmp_path / "docs").mkdir()
        if name != "bash" or elsewhere.script(
            "bash", "type -t compopt || true"
        ):  # 3.2 cannot be asked for folders
            assert open_.words("tracker --journal do\t") in (
                ["--journal", "docs/"],
                ["--journal", "docs"],
            )
        elsewhere.program.rename(tmp_path / "gone")
        shown = open_.listed(
            "tracker log 45m ze\t < /dev/null",
            " /dev/null",
            "(ot found|nknown command|No such file)",
        )
        assert "\n" not in shown.strip()


@pytest.mark.parametrize("name", SHELLS)
def test_where_path_does_not_lead_to_the_program(name: str, folder: Path, tmp_path: Path) -> None:
    """An alias does; then completion asks the program that printed the script."""
    if why := missing(name):
        pytest.skip(why)
    if not (Path(sys.executable).parent / "tracker").exists():
        pytest.skip("the program is not installed beside this Python")
    corner = Corner(tmp_path / "h", folder)
    script = corner.home / "script"
    asked = [str(corner.program), "completion", name]
    script.write_bytes(
        subprocess.run(asked, cwd=folder, env=corner.env, capture_output=True, check=True).stdout
    )
    corner.env["PATH"] = "/usr/local/bin:/usr/bin:/bin"
    corner.env["PYTHONPATH"] = str(ROOT)
    with opened(corner, name, f"source {script}\nalias tracker={corner.program}") as open_:
        assert open_.words("tracker log 45m zero\t/mic\t") == [
            "log",
            "45m",
            "zero-to-hero/micrograd",
        ]


@pytest.mark.skipif(bool(missing("zsh")), reason=missing("zsh"))
def test_zsh_finds_it_in_fpath(folder: Path, tmp_path: Path) -> None:
    corner = Corner(tmp_path / "h", folder)
    asked = [str(corner.program), "completion", "zsh"]
    script = subprocess.run(
        asked, cwd=folder, env=corner.env, capture_output=True, check=True
    ).stdout
    (corner.home / "_tracker").write_bytes(script)
    with opened(corner, "zsh", "") as open_:
        assert open_.words("tracker log 45m zero\t/mic\t") == [
            "log",
            "45m",
            "zero-to-hero/micrograd",
        ]
        assert open_.words("tracker log 45m zero\t/ma\t") == ["log", "45m", "zero-to-hero/makemore"]
