"""tracker completion: print the lines that have a shell ask `tracker _complete` with each TAB."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.boundary.outside import is_program, read_program_file
from tracker.cli.terminal import say

EXAMPLES = """\
examples:
  eval "$(tracker completion bash)"                           a line for ~/.bashrc
  eval "$(tracker completion zsh)"                            a line for ~/.zshrc, below compinit
  tracker completion fish > ~/.config/fish/completions/tracker.fish

Then TAB completes commands, options, items and units of the plan, sessions, weeks and periods.
In zsh compinit has to be on: autoload -Uz compinit && compinit"""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker completion bash|zsh|fish"
    parser.epilog = EXAMPLES
    parser.add_argument("shell", choices=["bash", "zsh", "fish"], help="the shell that you type in")


def run(args: Namespace, now: datetime) -> int:
    script = read_program_file("templates", "completion", f"tracker.{args.shell}").decode()
    say(script.rstrip("\n").replace("@PROGRAM@", quote_for_shell(find_own_program(), args.shell)))
    return 0


def find_own_program() -> str:
    """Return the path of this program, for a shell that knows it by an alias, outside of PATH."""
    called = os.path.abspath(sys.argv[0])
    if os.path.basename(called) == "tracker" and is_program(called):
        return called
    return os.path.join(os.path.dirname(sys.executable), "tracker")


def quote_for_shell(text: str, shell: str) -> str:
    """Quote a text with single quotes, in which fish alone reads backslashes."""
    if shell == "fish":
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + text.replace("'", "'\\''") + "'"
