"""tracker schema: print the JSON Schema by which editors complete and check a file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.terminal import say

EXAMPLES = """\
examples:
  tracker schema week > .schemas/week.json
  tracker schema plan > .schemas/plan.json
  tracker schema week | less

An editor with a YAML language server completes keys and marks wrong ones in a file whose first \
line is
# yaml-language-server: $schema=../.schemas/week.json"""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker schema week|plan"
    parser.epilog = EXAMPLES
    parser.add_argument("kind", choices=["week", "plan"], help="of which file")


def run(args: Namespace, now: datetime) -> int:
    import json

    from tracker.format.schema import build_schema

    say(json.dumps(build_schema(args.kind), indent=2, ensure_ascii=False))
    return 0
