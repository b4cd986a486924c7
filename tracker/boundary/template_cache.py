"""Compiled templates, kept from one build to the next as Python keeps its own modules.

They lie in the folder that Jinja makes for each user in the system's temporary folder, and that
nobody else may write to. To compile the templates of a site takes a quarter of a second.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from typing import Any

from tracker.boundary.memory import hash_bytes
from tracker.boundary.outside import list_program_files, stamp_program_files

# Settings of an environment by which the same template may be compiled otherwise.
_SETTINGS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix"),
    *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
    *("keep_trailing_newline", "optimized", "is_async", "sandboxed"),
)


def cache_templates(env: Any, versions: tuple[str, ...] = ()) -> None:
    """Have an environment of Jinja keep its compiled templates, where there is a safe place.

    Of each template the last one is kept, with a hash of its source and of what it was compiled by:
    the settings of the environment, this program, and `versions`.
    """
    if sys.dont_write_bytecode:
        return
    from jinja2 import FileSystemBytecodeCache, __version__
    from jinja2.bccache import Bucket

    settings = [getattr(env, name) for name in _SETTINGS]
    names = [sorted(env.extensions), sorted(env.filters), sorted(env.tests)]
    functions = [getattr(each, "__qualname__", each) for each in (env.autoescape, env.finalize)]
    stamps = [__version__, versions, settings, names, functions, _stamp_program()]
    digest = hash_bytes(repr(stamps).encode())

    class TemplateCache(FileSystemBytecodeCache):
        """A cache that no disk stops."""

        def get_source_checksum(self, source: str) -> str:
            return hash_bytes(f"{digest}{source}".encode("utf-8", "surrogatepass"))

        def load_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):
                super().load_bytecode(bucket)

        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):
                super().dump_bytecode(bucket)

    with suppress(OSError, RuntimeError):  # there is no folder that is this user's alone
        env.bytecode_cache = TemplateCache(pattern="tracker-%s.cache")


@cache
def _stamp_program() -> list[tuple[int, int]]:
    folder = os.path.dirname(os.path.dirname(__file__))
    sources = [name for name in list_program_files() if name.endswith(".py")]
    return stamp_program_files([os.path.join(folder, name) for name in sources])
