"""tracker schema: print the JSON Schema of a week, of the plan, or of journal.json."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.terminal import say

EXAMPLES = """\
examples:
  tracker schema week > .schemas/week.json
  tracker schema plan > .schemas/plan.json
  tracker schema journal               of journal.json, which programs read

An editor with a YAML language server completes keys and marks wrong ones in a file whose first \
line is
# yaml-language-server: $schema=../.schemas/week.json"""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker schema week|plan|journal"
    parser.epilog = EXAMPLES
    parser.add_argument("kind", choices=["week", "plan", "journal"], help="of which file")


def run(args: Namespace, now: datetime) -> int:
    import json

    if args.kind == "journal":
        from tracker.syndication.journal_schema import format_journal_schema

        say(format_journal_schema().rstrip("\n"))
        return 0
    from tracker.format.schema import build_schema

    say(json.dumps(build_schema(args.kind), indent=2, ensure_ascii=False))
    return 0
