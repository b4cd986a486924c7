"""Logging where the names are missing that only POSIX has: the nearest to Windows that other systems come."""

import subprocess
import sys

import pytest

from tests.journal import Scratch, environment, read_sessions

# What a program imports itself is imported before, for it asks for the system, too.
WITHOUT_POSIX = """
import argparse, os, signal, subprocess, sys, types, zoneinfo

locked = []
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty", "pty"):
    sys.modules[name] = None
for name in ("fchmod", "fchown", "geteuid", "getuid", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("ITIMER_VIRTUAL", "SIGHUP", "SIGVTALRM", "setitimer"):
    if hasattr(signal, name):
        delattr(signal, name)
os.supports_dir_fd = set()
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *words: locked.append(words))
sys.platform = "win32"

from tracker import cli

code = cli.main(sys.argv[1:])
print(len(locked), "locked", file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself is the better test")
def test_a_session_is_logged_and_taken_back(scratch: Scratch) -> None:
    def type_command(*words: str) -> str:
        command = [sys.executable, "-c", WITHOUT_POSIX, *words]
        done = subprocess.run(
            command,
            cwd=scratch.folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert ("1 locked" in done.stderr) == (words[0] != "week")
        return done.stdout

    assert "Logged 45 min" in type_command("log", "45m", "zero-to-hero/micrograd", "a note")
    assert "Started zero-to-hero/gpt" in type_command("start", "zero-to-hero/gpt", "--at", "20:25")
    assert "45 min" in type_command("week")
    assert "Stopped" in type_command("stop")
    assert len(read_sessions(scratch)) == 2
    for _ in range(3):
        type_command("undo")
    assert not scratch.path().exists()
