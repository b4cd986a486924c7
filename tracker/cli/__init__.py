"""A command line -> one command run -> its exit code.

A command is a module with `arguments` and `run`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from tracker.boundary.outside import open_nowhere, silence_stdout
from tracker.cli.terminal import answer_in_json, hint
from tracker.model.journal import TrackerError, WrongUsage
from tracker.model.kinds import join_singulars

# argparse asks gettext to translate its few words, which loads `locale` for a millisecond and finds
# nothing; and all other words of this program are English.
argparse._ = str  # type: ignore[attr-defined]

# The commands by group, each with its module and what it does, as help shows them.
GROUPS = {
    "Log": {
        "log": ("tracker.cli.commands.log", "log a session: how long, on what"),
        "note": ("tracker.cli.commands.note", "note what you did, without a length"),
        "start": ("tracker.cli.commands.start", "begin a session now, or --at another time"),
        "stop": ("tracker.cli.commands.stop", "end the running session"),
        "switch": ("tracker.cli.commands.switch", "end what is running and start another"),
        "cancel": ("tracker.cli.commands.cancel", "drop what is running, as if it had not begun"),
        "status": ("tracker.cli.commands.status", "say what is running, and for how long"),
    },
    "Write": {
        "add": ("tracker.cli.commands.add", "add a text to the week, an item to the plan"),
        "set": ("tracker.cli.commands.set", "say where an item, goal or question stands"),
        "done": ("tracker.cli.commands.done", f"finish a unit, {join_singulars('a ')}"),
        "edit": ("tracker.cli.commands.edit", "change a session: length, start, item, note"),
        "remove": ("tracker.cli.commands.remove", "take a session out"),
        "rename": ("tracker.cli.commands.rename", "give an item another id, in plan and weeks"),
        "write": ("tracker.cli.commands.write", "write a week's words in your editor"),
        "undo": ("tracker.cli.commands.undo", "take back the last thing that was written"),
    },
    "Ask": {
        "show": ("tracker.cli.commands.show", "show an item, a week, sessions, or a text"),
        "week": ("tracker.cli.commands.week", "show a week; --as mail, share or post"),
        "report": ("tracker.cli.commands.report", "sum up where the time of a period went"),
        "plan": ("tracker.cli.commands.plan", "show where you are, and what is next"),
        "forecast": ("tracker.cli.commands.forecast", "say when what is left will be done"),
    },
    "Site": {
        "check": ("tracker.cli.commands.check", "list every problem, with its line"),
        "build": ("tracker.cli.commands.build", "check, then build the site"),
        "serve": ("tracker.cli.commands.serve", "show the site here, and again on every save"),
        "publish": ("tracker.cli.commands.publish", "check, build, commit your words, and push"),
    },
    "Move": {
        "init": ("tracker.cli.commands.init", "make a folder a journal that builds"),
        "import": ("tracker.cli.commands.import_log", "take in the log of another program"),
        "export": ("tracker.cli.commands.export", "write sessions for other programs"),
        "upgrade": ("tracker.cli.commands.upgrade", "bring a journal to this release"),
    },
    "Rest": {
        "help": ("tracker.cli.commands.help", "show the commands, or more of one"),
        "completion": ("tracker.cli.commands.completion", "have TAB complete what you type"),
        "schema": ("tracker.cli.commands.schema", "print a JSON Schema, for editors and programs"),
        "setup-git": ("tracker.cli.commands.setup_git", "have git merge what two machines logged"),
        "merge": ("tracker.cli.commands.merge", "merge three versions of a week, for git"),
    },
}
COMMANDS = {name: command for group in GROUPS.values() for name, command in group.items()}
# What is set up once, or called by other programs: only `help --all` lists these.
RARE = ("completion", "schema", "setup-git", "merge")
# A command -> the words behind it, as help shows them.
WORDS = {
    "log": "DURATION [ITEM] [NOTE]",
    "note": "[ITEM] TEXT",
    "start": "[ITEM]",
    "stop": "[NOTE]",
    "switch": "ITEM",
    "add": "WHAT TEXT",
    "set": "ITEM WHAT",
    "done": "ITEM[/UNIT]",
    "edit": "SESSION",
    "remove": "SESSION",
    "rename": "OLD NEW",
    "write": "[ITEM]",
    "undo": "[--list]",
    "show": "[SELECTION]",
    "week": "[WEEK]",
    "report": "[SELECTION]",
    "plan": "[SELECTION]",
    "forecast": "[ITEM]",
    "init": "[DIR]",
    "import": "FORMAT FILE",
    "export": "FORMAT [SELECTION]",
    "help": "[COMMAND]",
    "schema": "week|plan|journal",
}

DAY = ""  # the name of the command that is typed as nothing: the day at a glance

# What these do is no change of entries/, so there is nothing that --json could say of it.
WITHOUT_JSON = (
    "build",
    "completion",
    "export",
    "help",
    "init",
    "merge",
    "publish",
    "schema",
    "serve",
    "setup-git",
    "upgrade",
)

JSON_OF_A_CHANGE = 'for programs to read: {"what", "id", "file", "files", "undo"}'

EXAMPLES = """\
examples:
  tracker log 45m zero-to-hero/micrograd "the chain rule, at last"
  tracker add learned "Gradients add up."
  tracker week last

tracker alone shows the day at a glance, "tracker help COMMAND" says more
of one, "tracker help --all" lists all of them.
ITEM is an id of the plan, the beginning of one, or id/unit."""
MORE = """
Run it anywhere inside a journal, a folder that holds entries/; --journal DIR
or TRACKER_JOURNAL names another.
TRACKER_NOW=2024-07-06T20:00 stops the clock, for scripts and tests.
Exit codes: 0 done, 1 refused, 2 wrong usage, 3 errors in the journal,
130 interrupted."""


def main(argv: Sequence[str] | None = None, now: datetime | None = None) -> int:
    """Run one command and return its exit code.

    `now` is the wall clock; else TRACKER_NOW (2024-07-06T20:00) for tests, else the system's clock.
    """
    sys.stdout = sys.stdout or open_nowhere()  # they are None where the shell closed them: >&-
    sys.stderr = sys.stderr or open_nowhere()
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            # A terminal that cannot show a letter shows a question mark.
            reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    code = 1
    try:
        code = _run_command(words, now)
        sys.stdout.flush()
    except TrackerError as error:
        hint(f"tracker: {error}")
        code = 2 if isinstance(error, WrongUsage) else 1
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        message = f"tracker: {error.strerror or error}"
        if error.filename:
            message += f": {error.filename}"
        hint(message)
        code = 1
    return code


def _run_command(argv: list[str], now: datetime | None) -> int:
    if argv[:1] == ["_complete"]:  # no command for people: shells ask this with each TAB
        from tracker.cli.completion.complete import print_completions

        return print_completions(argv[1:], lambda: now or _read_clock(), COMMANDS, build_parser)
    try:
        # Mostly the command comes first, and logging need not wait for a second parser.
        if argv and argv[0] in COMMANDS:
            command, words, folder = argv[0], argv[1:], None
        elif begins_with_length(argv):
            command, words, folder = "log", argv, None
        else:
            command, words, folder = _parse_command_line(argv)
        module = __import__(_module_of(command), fromlist=["run"])
        args = _parse_command_args(module, command, words, folder)
        answer_in_json(bool(getattr(args, "json", False)))
    except SystemExit as done:  # argparse has printed why
        return int(done.code or 0)
    return int(module.run(args, now or _read_clock()))


def _parse_command_line(argv: list[str]) -> tuple[str, list[str], str | None]:
    """Return the command, its words and the journal's folder.

    Without a command it is the day at a glance.
    """
    # argparse by itself takes the first -- out, which the command has to read.
    escaped = ["\0--" if word == "--" else word for word in argv]
    parser = _build_program_parser()
    parser.typed = argv
    args = parser.parse_args(escaped)
    if args.version:
        import tracker

        print(f"tracker {tracker.__version__}")
        raise SystemExit(0)
    options = ["--json"] * args.json + ["--no-color"] * args.no_color
    command = args.command
    words = ["--" if word == "\0--" else word for word in args.words]
    if command == "\0--":
        command = words.pop(0) if words else None
    if command is None:
        return DAY, options, args.journal
    if begins_with_length([command, *words]):
        return "log", [*options, command, *words], args.journal
    if command not in COMMANDS:
        raise SystemExit(_report_unknown_command(command, words, args.journal))
    return command, options + words, args.journal


def begins_with_length(words: Sequence[str]) -> bool:
    """Whether a line is one of `tracker log` without its first word: `45m zero-to-hero`.

    A bare number is not: `2024` is a year. And a length alone could be a slip.
    """
    if len(words) < 2 or words[0].isdigit() or not words[0][:1].isdigit():
        return False
    from tracker.model.when import is_length

    return is_length(words[0])


def _module_of(command: str) -> str:
    if command == DAY:
        return "tracker.cli.commands.day"
    return COMMANDS[command][0]


class CommandParser(argparse.ArgumentParser):
    """A parser that refuses a line in one line, with the right form."""

    typed: Sequence[str] = ()  # the words that it reads

    def error(self, message: str) -> NoReturn:
        from tracker.cli.wrong_usage import explain_wrong_usage

        raise WrongUsage(explain_wrong_usage(self, message, self.typed))


def _build_program_parser(all_commands: bool = False) -> CommandParser:
    parser = CommandParser(
        "tracker",
        usage="tracker [--journal DIR] [COMMAND ...]",
        description=_format_commands(all_commands),
        epilog=EXAMPLES + (MORE if all_commands else ""),
        formatter_class=_build_help_formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--journal", metavar="DIR", help="the folder that holds entries/")
    parser.add_argument("--version", action="store_true", help="which version this is")
    parser.add_argument("--json", action="store_true", help="the day, for programs to read")
    parser.add_argument("--no-color", action="store_true", help="no colours, as with NO_COLOR")
    parser.add_argument("command", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _format_commands(all_commands: bool) -> str:
    """Format the commands in their groups, a line each, for a terminal of 80 columns."""
    lines = []
    for group, commands in GROUPS.items():
        begin = group
        for name, (_, summary) in commands.items():
            if name in RARE and not all_commands:
                continue
            typed = f"{name} {WORDS.get(name, '')}".rstrip()
            lines.append(f"{begin:<6} {typed:<27} {summary}")
            begin = ""
    return "\n".join(lines)


def _parse_command_args(
    module: object, name: str, words: list[str], journal: str | None
) -> argparse.Namespace:
    parser = _parser_of(module, name, journal)
    parser.typed = words
    args = parser.parse_intermixed_args(_escape_dash_words(words))
    for key, value in vars(args).items():
        setattr(args, key, _unescape_dash_words(value))
    return args


def build_parser(name: str | None, all_commands: bool = False) -> CommandParser:
    """Build a command's parser; without a name the program's own."""
    if not name:
        return _build_program_parser(all_commands)
    return _parser_of(__import__(COMMANDS[name][0], fromlist=["run"]), name)


def _parser_of(module: object, name: str, journal: str | None = None) -> CommandParser:
    _, summary = COMMANDS.get(name, ("", "the day at a glance"))
    parser = CommandParser(
        f"tracker {name}".strip(),
        description=f"{summary[:1].upper()}{summary[1:]}.",
        formatter_class=_build_help_formatter,
        allow_abbrev=False,
    )
    module.arguments(parser)  # type: ignore[attr-defined]
    parser.add_argument(
        "--journal", metavar="DIR", default=journal, help="the folder that holds entries/"
    )
    parser.add_argument(
        "--no-color", action="store_true", help="no colours, as with NO_COLOR or in a pipe"
    )
    if name not in WITHOUT_JSON and "--json" not in parser._option_string_actions:
        parser.add_argument("--json", action="store_true", help=JSON_OF_A_CHANGE)
    return parser


def _build_help_formatter(prog: str) -> argparse.HelpFormatter:
    """Format help as wide as the terminal, descriptions as typed.

    argparse by itself asks shutil for the width, and to import that takes 5 ms.
    """
    try:
        columns = os.get_terminal_size().columns
    except OSError:
        columns = 100
    return argparse.RawDescriptionHelpFormatter(
        prog, width=min(columns, 120) - 2, max_help_position=28
    )


def _escape_dash_words(words: list[str]) -> list[str]:
    """Mark the words that begin with a dash and are no options: "- x", "---", "-5".

    All words after `--` are marked, too.
    """
    escaped: list[str] = []
    for position, word in enumerate(words):
        if word == "--":
            return escaped + [f"\0{text}" for text in words[position + 1 :]]
        name = word.partition("=")[0]
        is_text = word.startswith("-") and (not name.strip("-")[:1].isalpha() or " " in name)
        escaped.append(f"\0{word}" if is_text else word)
    return escaped


def _unescape_dash_words(value: object) -> object:
    if isinstance(value, list):
        return [_unescape_dash_words(word) for word in value]
    if isinstance(value, str):
        return value.removeprefix("\0")
    return value


def _report_unknown_command(command: str, words: Sequence[str], journal: str | None) -> int:
    from tracker.cli.guessed_commands import format_right_form, guess_item_command
    from tracker.model.suggest import find_closest_word

    form = format_right_form(command, words)
    closest = find_closest_word(command.lower(), COMMANDS, 0.6)
    if not form and not closest:
        form = guess_item_command(command, words, journal)
    if form:
        hint(f"tracker: no command {command!r}; write: {form}")
        return 2
    advice = f"did you mean {closest}?" if closest else "tracker help lists them"
    hint(f"tracker: no command {command!r}; {advice}")
    return 2


def _read_clock() -> datetime:
    frozen = os.environ.get("TRACKER_NOW")
    if not frozen:
        return datetime.now()
    try:
        now = datetime.fromisoformat(frozen)
    except ValueError:
        raise TrackerError(f"TRACKER_NOW={frozen} is no time such as 2024-07-06T20:00") from None
    if now.tzinfo is None:
        return now
    # By the timestamp, which sets `fold` in the hour that the clock shows twice.
    return datetime.fromtimestamp(now.timestamp())
