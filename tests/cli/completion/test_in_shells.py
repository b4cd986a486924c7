"""What TAB does in real shells, with real keys."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.completion.hostile import HOSTILE, PWNED
from tests.cli.completion.shells import SHELLS, Corner, Shell, missing, on_screen, opened, words
from tests.journal import ROOT, program
from tracker.cli.commands import completion

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
