"""A real shell on a terminal of its own, with completion on: keys go in, the words of the command come out."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journal import environment

SHELLS = ("bash", "zsh", "fish")
SECONDS = 30.0  # far more than anything here takes, for a machine that does much else
UTF_8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"

# Instead of running a command, this `tracker` keeps its words. What completion asks, the program itself answers.
STAND_IN = """\
#!/bin/sh
case $1 in _complete | completion) exec {python} -m tracker "$@" ;; esac
for word; do printf '%s\\0' "$word"; done >>{record}
printf -- '--\\0' >>{record}
echo kept
"""
ON = {
    "bash": 'eval "$(tracker completion bash)"',
    "zsh": 'eval "$(tracker completion zsh)"',
    "fish": "tracker completion fish | source",
}
START = {
    "bash": ["bash", "--noprofile", "--rcfile", "{rc}", "-i"],
    "zsh": ["zsh", "-d", "-i"],
    "fish": ["fish", "--no-config", "--private", "-i", "-C", "source {rc}"],
}
RC = {
    "bash": "PS1='ready> '\n",
    "zsh": "PROMPT='ready> '\nunsetopt PROMPT_SP\nfpath=({folder} $fpath)\nautoload -Uz compinit && compinit -u -D\n",
    "fish": "function fish_prompt; echo -n 'ready> '; end\nset fish_greeting\nset fish_autosuggestion_enabled 0\n",
}


def missing(shell: str) -> str:
    """Why a shell cannot be tested here; else nothing."""
    if os.name == "nt":
        return "Windows has no pseudo-terminals"
    return "" if shutil.which(shell) else f"no {shell} on this machine"


class Corner:
    """A home with the stand-in on its PATH, and a start-up file for each shell."""

    def __init__(self, home: Path, journal: Path) -> None:
        self.home, self.journal, self.record = home, journal, home / "record"
        self.program = home / "bin/tracker"
        self.program.parent.mkdir(parents=True)
        names = {"python": shlex.quote(sys.executable), "record": shlex.quote(str(self.record))}
        self.program.write_text(STAND_IN.format(**names), "utf-8")
        self.program.chmod(0o755)
        places = dict.fromkeys(("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
        path = f"{self.program.parent}:{os.environ['PATH']}"
        self.env = environment(**places, PATH=path, TERM="xterm", INPUTRC="/dev/null", LC_ALL=UTF_8)

    def command(self, shell: str, on: str | None = None) -> list[str]:
        """How to start a shell in which completion is on."""
        rc = self.home / (".zshrc" if shell == "zsh" else f"{shell}rc")
        rc.write_text(
            f"{RC[shell].replace('{folder}', str(self.home))}{ON[shell] if on is None else on}\n",
            "utf-8",
        )
        return [word.format(rc=rc) for word in START[shell]]

    def script(self, shell: str, text: str) -> str:
        """What a few lines print, once completion is on. Nothing may reach stderr."""
        flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
        command = [shell, *flags, "-c", f"{ON[shell]}\n{text}"]
        done = subprocess.run(
            command, cwd=self.journal, env=self.env, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    def kept(self) -> list[list[str]]:
        """The words of each command so far."""
        if not self.record.exists():
            return []
        return [
            words.split("\0")[:-1] for words in self.record.read_text("utf-8").split("--\0")[:-1]
        ]


class Shell:
    """A shell that waits for keys. What it prints is read as it comes."""

    def __init__(self, corner: Corner, command: list[str]) -> None:
        import fcntl
        import pty
        import termios

        self.corner, self.kind = corner, command[0]
        self.process, self.terminal = pty.fork()
        if not self.process:
            os.chdir(corner.journal)
            os.execvpe(command[0], command, corner.env)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        self.seen = ""
        self.until("ready> ")

    def until(self, pattern: str) -> str:
        """What was printed, once it holds the pattern."""
        deadline = time.monotonic() + SECONDS
        while not re.search(pattern, plain(self.seen), re.DOTALL):
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self.terminal], [], [], left)[0]:
                raise AssertionError(f"no {pattern!r} in {SECONDS:.0f} s, but {plain(self.seen)!r}")
            self.seen += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return plain(self.seen)

    def keys(self, keys: str) -> None:
        self.seen = ""
        os.write(self.terminal, keys.encode())

    def words(self, keys: str) -> list[str]:
        """The words that the command is given in the end: after these keys and Enter."""
        before = len(self.corner.kept())
        self.keys(f"{keys}\r")
        self.until("kept.*ready> ")
        (words,) = self.corner.kept()[before:]
        return words

    def listed(self, keys: str, pattern: str, end: str = "kept") -> str:
        """What the terminal shows after these keys. Then the line is run, and says how it ended."""
        self.keys(keys)
        shown = self.until(pattern)
        self.keys("\r")
        self.until(f"{end}.*ready> ")
        return shown

    def close(self) -> None:
        import signal

        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def plain(text: str) -> str:
    """Without colours and moves of the cursor."""
    return re.sub(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])", "", text)


@contextmanager
def opened(corner: Corner, shell: str, on: str | None = None) -> Iterator[Shell]:
    open_ = Shell(corner, corner.command(shell, on))
    try:
        yield open_
    finally:
        open_.close()


def on_screen(corner: Corner, shell: str, keys: list[str], pattern: str) -> str:
    """What tmux shows once it shows the pattern, after these keys in a shell that it runs."""
    tmux = ["tmux", "-S", str(corner.home / f"tmux-{shell}"), "-f", "/dev/null"]

    def ask(*words: str) -> str:
        done = subprocess.run(
            [*tmux, *words], cwd=corner.journal, env=corner.env, capture_output=True, check=True
        )
        return done.stdout.decode()

    def shows(wanted: str) -> str:
        deadline = time.monotonic() + SECONDS
        while not re.search(wanted, shown := ask("capture-pane", "-p"), re.DOTALL):
            assert time.monotonic() < deadline, f"no {wanted!r} in {SECONDS:.0f} s, but {shown!r}"
        return shown

    ask("new-session", "-d", "-x", "120", "-y", "40", *corner.command(shell))
    try:
        shows("ready>")
        ask("send-keys", *keys)
        return shows(pattern)
    finally:
        ask("kill-server")


def words(lines: list[str]) -> list[str]:
    """The names in a listing, without what they stand for."""
    return [line.partition("\t")[0] for line in lines]
