"""A line as typed, by shell -> the words before and the word to complete."""

import pytest

from tracker.cli.completion import command_line

BREAKS = " \t\n\"'@><=;|&(:"  # COMP_WORDBREAKS as bash has it from the start
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
        line = command_line.parse_typed_line(start + text, shell, BREAKS if shell == "bash" else "")
        assert (list(line.words), line.word) == (before, word)
