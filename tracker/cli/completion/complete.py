"""A typed line up to the cursor -> the words that may stand there, for `tracker _complete`.

Shells ask with each TAB. Commands, options and choices come from the parsers that read them, names
from the journal. Whatever goes wrong, nothing is offered and nothing is printed: half a line is no
mistake yet.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import Action, ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from tracker import store
from tracker.cli.completion import command_line
from tracker.cli.completion.command_line import Candidate
from tracker.cli.terminal import say, strip_controls
from tracker.model.when import is_length

Commands = Mapping[str, tuple[str, str]]
Parsers = Callable[[str | None], ArgumentParser]
"""A command's name -> its parser; None -> the program's own."""

# Words that the shell completes better itself -> the word that asks it to.
SHELLS_OWN = {"DIR": ":folders", "FILE": ":files"}

Slot = tuple[str, ...]
"""The name of a word in --help, or the choices that it has."""


class CursorPosition(NamedTuple):
    """The place of the cursor: the value of an option, or a command after its typed `words`."""

    parser: ArgumentParser
    command: str | None = None
    words: tuple[str, ...] = ()
    option: Action | None = None
    used: tuple[Action, ...] = ()
    journal: str | None = None
    ended: bool = False  # by `--`: no options from here on


def print_completions(
    request: Sequence[str], clock: Callable[[], datetime], commands: Commands, parsers: Parsers
) -> int:
    """Print the candidates, one a line, and return the exit code.

    `request` is the shell's name, the line up to the cursor and, from bash, its COMP_WORDBREAKS.
    """
    try:
        shell, text, *breaks = request
        line = command_line.parse_typed_line(text, shell, *breaks)
        for word, meaning in complete_line(line, clock().date(), commands, parsers):
            if shell == "bash" and word not in SHELLS_OWN.values():
                if not word.startswith(line.word):
                    continue  # zsh and fish filter by rules of their own, bash not at all
                word = command_line.for_bash(word, line)
            if meaning:
                word += f"\t{meaning}"
            say(word)
    except Exception:
        return 1
    return 0


def complete_line(
    line: command_line.TypedLine, today: date, commands: Commands, parsers: Parsers
) -> Iterator[Candidate]:
    """Yield the candidates that a shell can be given, with meanings of up to 100 letters."""
    position = locate_cursor(line.words, commands, parsers)
    for word, meaning in complete_word(position, line.word, today, commands):
        # A tab or a newline would split the line that the shell reads.
        if word.isprintable() and is_encodable(word):
            yield Candidate(word, " ".join(strip_controls(meaning).split())[:100])


def is_encodable(word: str) -> bool:
    """Whether stdout can hold a word's letters, of which there is at least one."""
    try:
        return bool(word.encode(sys.stdout.encoding or "utf-8"))
    except UnicodeEncodeError:
        return False


def locate_cursor(words: Iterable[str], commands: Commands, parsers: Parsers) -> CursorPosition:
    """Take the words before the cursor one by one, as the parsers do.

    LookupError for an unknown command.
    """
    position = CursorPosition(parsers(None))
    for word in words:
        name, is_value, value = word.partition("=")
        option = None if position.ended else options_of(position.parser).get(name)
        if position.option:
            position = complete_option_value(position, position.option, word)._replace(option=None)
        elif option:
            position = position._replace(used=(*position.used, option))
            if is_value:
                position = complete_option_value(position, option, value)
            elif option.nargs != 0:
                position = position._replace(option=option)
        elif word == "--" and not position.ended:
            position = position._replace(ended=True)
        elif position.command:
            position = position._replace(words=(*position.words, word))
        else:
            if is_length(word):  # log may be left out before it
                position = CursorPosition(parsers("log"), "log", (word,), journal=position.journal)
                continue
            if word not in commands:
                raise LookupError(word)
            position = CursorPosition(parsers(word), word, journal=position.journal)
    return position


def options_of(parser: ArgumentParser) -> dict[str, Action]:
    """Map the names of a parser's options, long and short, to the options."""
    options = {}
    for action in parser._actions:
        options.update(dict.fromkeys(action.option_strings, action))
    return options


def complete_option_value(position: CursorPosition, option: Action, value: str) -> CursorPosition:
    """Take over an option's value where it names the journal."""
    if option.dest == "journal":
        return position._replace(journal=value)
    return position


def complete_word(
    position: CursorPosition, word: str, today: date, commands: Commands
) -> Iterable[Candidate]:
    """List the candidates for the word at the cursor: values, options, commands or arguments."""
    if position.option:
        return complete_slot(position, slots_of(position.option)[0], word, today)
    name, is_value, value = word.partition("=")
    option = options_of(position.parser).get(name)
    if is_value and option and not position.ended:
        values = complete_slot(position, slots_of(option)[0], value, today)
        return [
            Candidate(f"{name}={candidate.word}", candidate.told)
            for candidate in values
            if candidate.word not in SHELLS_OWN.values()
        ]
    if word.startswith("-") and not position.ended:
        return unused_options_of(position)
    if position.command is None:
        return [Candidate(command, summary) for command, (_, summary) in commands.items()]
    if slot := next_slot(position):
        if slot == ("COMMAND",):
            return [Candidate(command, summary) for command, (_, summary) in commands.items()]
        return complete_slot(position, slot, word, today)
    return [] if position.ended else unused_options_of(position)


def unused_options_of(position: CursorPosition) -> list[Candidate]:
    """List the options that are not given yet, by their long names."""
    candidates = []
    for action in position.parser._actions:
        if action.option_strings and action not in position.used:
            meaning = (action.help or "").replace("%%", "%")
            candidates.append(Candidate(action.option_strings[-1], meaning))
    return candidates


def next_slot(position: CursorPosition) -> Slot | None:
    """Return the slot of the command's next word; None where it takes no more words."""
    arguments = [action for action in position.parser._actions if not action.option_strings]
    slots: list[Slot] = []
    for argument in arguments:
        slots += slots_of(argument)
    if len(position.words) < len(slots):
        return slots[len(position.words)]
    if not arguments:
        return None
    last = arguments[-1]
    repeats = last.nargs in ("*", "+") and len(slots_of(last)) == 1
    return slots[-1] if repeats else None


def slots_of(action: Action) -> list[Slot]:
    """Split an argument's name in --help into the slots of its words.

    `DURATION [ITEM] [NOTE]` is three slots, `ITEM[/UNIT]` is one, and so is `week|plan`.
    """
    if action.choices:
        return [tuple(map(str, action.choices))]
    name = action.metavar or action.dest.upper()
    if not isinstance(name, str):
        name = " ".join(name)
    words = re.findall(r"(?:^|\s)\W*([\w|-]+)", name)
    return [tuple(word.split("|")) for word in words]


def complete_slot(
    position: CursorPosition, slot: Slot, word: str, today: date
) -> Iterable[Candidate]:
    """List the candidates of a slot: its choices, the shell's own, or names of the journal."""
    if len(slot) > 1:
        return [Candidate(choice) for choice in slot]
    if slot[0] in SHELLS_OWN:
        return [Candidate(SHELLS_OWN[slot[0]])]
    # Only names of the journal need YAML, which takes time to import.
    from tracker.cli.completion import candidates

    complete = candidates.find_completer(position.command, slot[0])
    if complete is None:
        return []
    folder = os.environ.get("TRACKER_JOURNAL")
    if position.journal:
        folder = os.path.expandvars(os.path.expanduser(position.journal)) or folder
    root = store.find_journal(os.getcwd(), folder)
    return complete(candidates.CompletionRequest(root, today, word, position.words))
