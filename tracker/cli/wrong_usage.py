"""What argparse cannot read -> one line that says what was found, and the right form.

Imported only where a line is refused.
"""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser
from collections.abc import Sequence
from typing import NamedTuple

from tracker.cli.quote_word import quote_word
from tracker.model import when
from tracker.model.english import join_words
from tracker.model.suggest import find_closest_word

# What other programs call an option -> what it is called here; of any command that has it.
CALLED = {
    "-f": "--from",
    "-h": "--help",
    "-j": "--json",
    "-m": "--note",
    "-n": "--note",
    "-q": "--quiet",
    "-s": "--short",
    "-t": "--to",
    "-v": "--version",
    "-V": "--version",
    "--comment": "--note",
    "--message": "--note",
    "--from": "--since",
    "--to": "--until",
    "--length": "--minutes",
    "--duration": "--minutes",
    "--start": "--at",
    "--end": "--at",
    "--date": "--on",
    "--day": "--on",
}
# Options of other programs that are a period here.
PERIODS = {
    "-d": "today",
    "--day": "today",
    "--today": "today",
    "-w": "week",
    "--week": "week",
    "-m": "month",
    "--month": "month",
    "-y": "year",
    "--year": "year",
    "-a": "all",
    "--all": "all",
}
# What stands behind `edit SESSION` without its dashes -> the option.
EDIT_OPTIONS = ("note", "item", "at", "on", "minutes")


class TypedLine(NamedTuple):
    """The words of a command's line that are no options, and those options that it does not have.

    `values`: an unknown option -> the words up to the next option.
    """

    words: list[str]
    unknown: list[str]
    values: dict[str, list[str]]


def explain_wrong_usage(parser: ArgumentParser, message: str, typed: Sequence[str]) -> str:
    """Explain in a line what argparse says of the words behind a command."""
    if message.startswith("unrecognized arguments"):
        line = part_typed_line(parser, typed)
        if line.unknown:
            return explain_unknown_option(parser, line)
        return explain_extra_words(parser, line.words)
    if message.startswith("the following arguments are required: "):
        return f"too few words: {first_usage_line(parser)}"
    match = re.match(r"argument (\S+?)(?:/\S+)?: (.*)", message, re.DOTALL)
    if not match:
        return f"{message}: {first_usage_line(parser)}"
    name, why = match.groups()
    if why.startswith("not allowed with argument "):
        other = why.removeprefix("not allowed with argument ")
        return f"{name} and {other} do not go together; leave one of them out"
    action = find_action(parser, name)
    if action and why.startswith("expected "):
        metavar = action.metavar or action.dest.upper()
        return f"{name} needs a value behind it: {name} {metavar}"
    if why.startswith("ignored explicit argument"):
        return f"{name} takes no value: leave out the = and what is behind it"
    if action and action.choices:
        return explain_wrong_choice(name, why, [str(choice) for choice in action.choices])
    return f"{name}: {why}"


def part_typed_line(parser: ArgumentParser, typed: Sequence[str]) -> TypedLine:
    """Part the words behind a command, as the parser does."""
    line = TypedLine([], [], {})
    position = 0
    while position < len(typed):
        word = typed[position].removeprefix("\0")
        position += 1
        name = word.partition("=")[0]
        action = find_action(parser, name) if name.startswith("-") else None
        if action:
            takes_value = action.nargs != 0 and "=" not in word
            position += int(takes_value)
        elif name.startswith("-") and name.strip("-")[:1].isalpha() and " " not in name:
            line.unknown.append(name)
            rest = [word.partition("=")[2]] if "=" in word else []
            while position < len(typed) and not rest and not typed[position].startswith("-"):
                rest.append(typed[position])
                position += 1
            line.values[name] = rest
        else:
            line.words.append(word)
    return line


def find_action(parser: ArgumentParser, name: str) -> Action | None:
    """Find an option by its name, or an argument by the name that argparse gives it."""
    for action in parser._actions:
        if name in action.option_strings or name in (action.dest, action.metavar):
            return action
    return None


def explain_unknown_option(parser: ArgumentParser, line: TypedLine) -> str:
    """Say what an unknown option is called here, or how its value is typed."""
    name = line.unknown[0]
    value = line.values[name]
    command = parser.prog.removeprefix("tracker").strip()
    options = [text for action in parser._actions for text in action.option_strings]
    found = f"{parser.prog} has no option {name}"
    if form := write_log_span(command, line):
        return f"{found}: {form}"
    if command in ("report", "show") and name in PERIODS:
        words = " ".join([*line.words, PERIODS[name], *value])
        return f"{found}: a period needs no dashes: {parser.prog} {words}"
    if command == "log" and name == "--week" and value:
        week = f"{value[0]} week" if value[0] in ("last", "this") else value[0]
        return f"{found}: where only the week is known, --on {quote_word(week)}"
    if command in ("start", "switch", "stop") and name in ("--on", "--date", "--day"):
        day = value[0] if value else "yesterday"
        return f'{found}: a day and a time are --at "{day} 19:30"'
    called = CALLED.get(name, name)
    called = CALLED.get(called, called) if called not in options else called
    if "--note" in (CALLED.get(name), name) and "--note" not in options and takes_note(parser):
        *before, note = [*line.words, *value[:1]] or ["..."]
        form = " ".join([parser.prog, *map(quote_word, before), f'"{note}"'])
        return f"{found}: a note needs none: {form}"
    if called != name and called in options:
        return f"{found}; did you mean {called}?"
    if name == "--last":
        return f"{found}: {' '.join([parser.prog, 'last', *line.words, *value])}"
    closest = find_closest_word(name, [text for text in options if text.startswith("--")], 0.6)
    if closest:
        return f"{found}; did you mean {closest}?"
    return f"{found}; {parser.prog} --help lists them"


def takes_note(parser: ArgumentParser) -> bool:
    return any("NOTE" in str(action.metavar) for action in parser._actions)


def write_log_span(command: str, line: TypedLine) -> str:
    """`log -f 9:00 -t 10:15 zero` -> `when it was stands first: tracker log 9:00-10:15 zero`."""
    ends = []
    rest = [*line.words]
    for name, value in line.values.items():
        if CALLED.get(name, name) in ("--from", "--to", "--since", "--until") and value:
            ends.append(value[0])
            rest += value[1:]
    span = "-".join(ends)
    if command not in ("log", "add") or not when.parse_span(span):
        return ""
    if not rest or when.is_length(rest[0]):
        rest = rest[1:]
    words = " ".join(quote_word(word) for word in rest or ["ITEM"])
    return f"when it was stands first: tracker log {span} {words}"


def explain_extra_words(parser: ArgumentParser, words: list[str]) -> str:
    """Say which words are too many, and the line without them or with them in their place."""
    command = parser.prog.removeprefix("tracker").strip()
    if command == "undo":
        if words == ["list"]:
            return "the list is an option: tracker undo --list"
        return f"{words[0]!r} is too much: tracker undo takes back the last step, one at a time"
    form = write_edit_form(words) if command == "edit" and len(words) > 2 else ""
    if form:
        return f"{words[1]!r} is no length of time: {form}"
    if words[-1] == "ago":
        return 'a time of several words goes in quotes: "2 days ago"'
    arguments = [action for action in parser._actions if not action.option_strings]
    if not arguments:
        names = join_words([repr(word) for word in words])
        return f"{parser.prog} takes no words; leave out {names}"
    left = len(words) - len(arguments)
    names = join_words([repr(word) for word in words[-left:] if left > 0])
    return f"{names or words[-1]} is too much: {first_usage_line(parser)}"


def write_edit_form(words: list[str]) -> str:
    """`edit last note x` -> `tracker edit last --note x`; `edit last to 50m` without the `to`."""
    session, second, *rest = words
    if second.lower() in EDIT_OPTIONS:
        value = " ".join(rest)
        return f"tracker edit {session} --{second.lower()} {quote_word(value)}"
    if len(rest) == 1 and when.is_length(rest[0]):
        return f"tracker edit {session} {rest[0]}"
    text = " ".join([second, *rest])
    if when.is_length(text):
        return f"tracker edit {session} {quote_word(text)}"
    return ""


def explain_wrong_choice(name: str, why: str, choices: Sequence[str]) -> str:
    """Say what a value can be, and the one that was probably meant."""
    match = re.match(r"invalid choice: '?([^']*?)'? \(choose", why)
    typed = match[1] if match else ""
    message = f"{name}: expected {', '.join(choices)}, got {typed!r}"
    if closest := find_closest_word(typed.lower(), choices, 0.6):
        message += f"; did you mean {closest}?"
    return message


def first_usage_line(parser: ArgumentParser) -> str:
    """The first form of a command, without its options: `tracker remove SESSION`."""
    usage = parser.usage or parser.prog
    line = " ".join(usage.split("\n       tracker ")[0].split())
    return line.partition(" [-")[0]
