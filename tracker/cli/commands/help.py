"""tracker help: the commands in their groups, or all that is said of one."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli.terminal import say
from tracker.model.journal import WrongUsage
from tracker.model.suggest import find_closest_word

EXAMPLES = """\
examples:
  tracker help
  tracker help log       the same as: tracker log --help
  tracker help --all     also what is set up once, the clock and the exit codes

"tracker --help" is the same as "tracker help"."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = "tracker help [COMMAND] [--all]"
    parser.epilog = EXAMPLES
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="say all of this one")
    parser.add_argument("--all", action="store_true", help="list every command")


def run(args: Namespace, now: datetime) -> int:
    from tracker import cli  # late, for it imports this
    from tracker.cli.guessed_commands import format_right_form

    if args.command is None:
        say(cli.build_parser(None, args.all).format_help().rstrip("\n"))
        return 0
    if args.command not in cli.COMMANDS:
        if form := format_right_form(args.command, []):
            raise WrongUsage(f"no command {args.command!r}; write: {form}")
        closest = find_closest_word(args.command, cli.COMMANDS, 0.6)
        advice = f"did you mean {closest}?" if closest else "tracker help lists them"
        raise WrongUsage(f"no command {args.command!r}; {advice}")
    say(cli.build_parser(args.command).format_help().rstrip("\n"))
    return 0
