"""`python -m tests.mkdocs_server`: mkdocs, imported once and run many times, each run in a process of its own.

Half of a small build's time is imports: 0.85 s of 1.4 s. A line of JSON on stdin is a run: its folder, words, environment and
the files for what it prints. The line that answers is its exit code.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from typing import Any

IMPORTS = (
    "mkdocs.__main__",
    "mkdocs.commands.build",
    "material.plugins.blog.plugin",
    "material.plugins.search.plugin",
    "material.plugins.tags.plugin",
    "PIL.ImageDraw",
    "PIL.ImageFont",
    "PIL.PngImagePlugin",
    "pygments.lexers",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "tracker.markup.maths",
    "tracker.site.pictures",
    "tracker.site.plugin",
)


def answer_requests() -> None:
    for name in IMPORTS:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run_mkdocs(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def run_mkdocs(folder: str, words: list[str], env: dict[str, str], out: str, err: str) -> None:
    """As `python -m mkdocs` would run: the child that does it never comes back."""
    sys.stdin.close()
    for file, path in ((1, out), (2, err)):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, file)
        os.close(handle)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.path[0] = folder
    sys.argv = ["mkdocs", *words]
    status = 1
    try:
        status = exit_code_of(importlib.import_module("mkdocs.__main__").cli)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def exit_code_of(command: Any) -> int:
    try:
        command(prog_name="mkdocs")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
            return 1
        return int(ended.code or 0)
    return 0


if __name__ == "__main__":
    answer_requests()
