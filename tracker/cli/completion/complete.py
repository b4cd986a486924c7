"""A line as typed, up to the cursor -> what may stand there. Shells ask it with each TAB: `tracker _complete`.

Commands, options and choices come from the parsers that read them, names from the journal. Whatever goes wrong, nothing
is offered and nothing is said: half a line is no mistake yet.
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

Commands = Mapping[str, tuple[str, str]]
Parsers = Callable[
    [str | None], ArgumentParser
]  # a command's name -> its parser; None -> the program's own

# What the shell completes better itself: the word that asks it to.
SHELLS_OWN = {"DIR": ":folders", "FILE": ":files"}

Slot = tuple[str, ...]  # what a word is called, or the words that it can be


class CursorPosition(NamedTuple):
    """Where the cursor is: an option's value, or the words of a command, of which `words` are typed."""

    parser: ArgumentParser
    command: str | None = None
    words: tuple[str, ...] = ()
    option: Action | None = None
    used: tuple[Action, ...] = ()
    journal: str | None = None
    ended: bool = False  # by `--`: no options from here on


def print_completions(
    asked: Sequence[str], clock: Callable[[], datetime], commands: Commands, parsers: Parsers
) -> int:
    """`asked`: the shell's name, the line up to the cursor and, from bash, its COMP_WORDBREAKS."""
    try:
        shell, text, *breaks = asked
        line = command_line.read(text, shell, *breaks)
        for word, told in complete_line(line, clock().date(), commands, parsers):
            if shell == "bash" and word not in SHELLS_OWN.values():
                if not word.startswith(line.word):
                    continue  # zsh and fish sift by rules of their own, bash not at all
                word = command_line.for_bash(word, line)
            say(f"{word}\t{told}" if told else word)
    except Exception:
        return 1
    return 0


def complete_line(
    line: command_line.TypedLine, today: date, commands: Commands, parsers: Parsers
) -> Iterator[Candidate]:
    place = locate_cursor(line.words, commands, parsers)
    for word, told in complete_word(place, line.word, today, commands):
        if word.isprintable() and is_encodable(
            word
        ):  # a tab or a newline would part what the shell is told
            yield Candidate(word, " ".join(strip_controls(told).split())[:100])


def is_encodable(word: str) -> bool:
    try:
        return bool(word.encode(sys.stdout.encoding or "utf-8"))
    except UnicodeEncodeError:
        return False


def locate_cursor(words: Iterable[str], commands: Commands, parsers: Parsers) -> CursorPosition:
    """The words before the cursor, taken one by one as the parsers take them."""
    place = CursorPosition(parsers(None))
    for word in words:
        name, is_value, value = word.partition("=")
        option = None if place.ended else options_of(place.parser).get(name)
        if place.option:
            place = with_value(place, place.option, word)._replace(option=None)
        elif option:
            place = place._replace(used=(*place.used, option))
            if is_value:
                place = with_value(place, option, value)
            elif option.nargs != 0:
                place = place._replace(option=option)
        elif word == "--" and not place.ended:
            place = place._replace(ended=True)
        elif place.command:
            place = place._replace(words=(*place.words, word))
        else:
            if word not in commands:
                raise LookupError(word)
            place = CursorPosition(parsers(word), word, journal=place.journal)
    return place


def options_of(parser: ArgumentParser) -> dict[str, Action]:
    return {name: action for action in parser._actions for name in action.option_strings}


def with_value(place: CursorPosition, option: Action, value: str) -> CursorPosition:
    return place._replace(journal=value) if option.dest == "journal" else place


def complete_word(
    place: CursorPosition, word: str, today: date, commands: Commands
) -> Iterable[Candidate]:
    if place.option:
        return complete_slot(place, slots_of(place.option)[0], word, today)
    name, is_value, value = word.partition("=")
    option = options_of(place.parser).get(name)
    if is_value and option and not place.ended:
        known = complete_slot(place, slots_of(option)[0], value, today)
        return [
            Candidate(f"{name}={each}", told)
            for each, told in known
            if each not in SHELLS_OWN.values()
        ]
    if word.startswith("-") and not place.ended:
        return unused_options_of(place)
    if place.command is None:
        return [Candidate(name, told) for name, (_, told) in commands.items()]
    if slot := next_slot(place):
        return complete_slot(place, slot, word, today)
    return [] if place.ended else unused_options_of(place)


def unused_options_of(place: CursorPosition) -> list[Candidate]:
    """The options that are not given yet, by their long names."""
    shown = [
        action
        for action in place.parser._actions
        if action.option_strings and action not in place.used
    ]
    return [
        Candidate(action.option_strings[-1], (action.help or "").replace("%%", "%"))
        for action in shown
    ]


def next_slot(place: CursorPosition) -> Slot | None:
    """The one that the next word of the command is for."""
    words = [action for action in place.parser._actions if not action.option_strings]
    found = [slot for action in words for slot in slots_of(action)]
    if len(place.words) < len(found):
        return found[len(place.words)]
    return (
        found[-1]
        if words and words[-1].nargs in ("*", "+") and len(slots_of(words[-1])) == 1
        else None
    )


def slots_of(action: Action) -> list[Slot]:
    """What --help calls its words: `DURATION [ITEM] [NOTE]` is three, `ITEM[/UNIT]` one, and so is `week|plan`."""
    if action.choices:
        return [tuple(map(str, action.choices))]
    name = action.metavar or action.dest.upper()
    words = re.findall(r"(?:^|\s)\W*([\w|-]+)", name if isinstance(name, str) else " ".join(name))
    return [tuple(word.split("|")) for word in words]


def complete_slot(place: CursorPosition, slot: Slot, word: str, today: date) -> Iterable[Candidate]:
    if len(slot) > 1:
        return [Candidate(choice) for choice in slot]
    if slot[0] in SHELLS_OWN:
        return [Candidate(SHELLS_OWN[slot[0]])]
    from tracker.cli.completion import (
        candidates,
    )  # YAML is read for a name of the journal, not for an option's

    if (names := candidates.find_completer(place.command, slot[0])) is None:
        return []
    named = os.path.expandvars(os.path.expanduser(place.journal)) if place.journal else None
    root = store.find_journal(os.getcwd(), named or os.environ.get("TRACKER_JOURNAL"))
    return names(candidates.CompletionRequest(root, today, word))
