"""tracker learned, life, ask, next and goal: a text -> one more in this week's list of them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.terminal import find_journal_folder
from tracker.edit import set_values
from tracker.model.journal import TrackerError

KEYS = {"learned": "learned", "life": "life", "ask": "questions", "next": "next", "goal": "goals"}
EXAMPLES = {
    "learned": [
        '"Attention is a weighted average."',
        '"A mean hides the tails." --week last',
        '-- "- a text with a dash"',
    ],
    "life": [
        '"We moved."',
        '"A week without a desk." --week last',
        '"Hiking, at last" --week 2024-W26',
    ],
    "ask": [
        '"Why are the scores scaled?"',
        '"What is a Jacobian?" --week last',
        '"How does BPE split é?"',
    ],
    "next": [
        '"Part 3 of makemore"',
        '"Read the paper again" --week last',
        '"Rest" --week 2024-W26',
    ],
    "goal": [
        '"Finish makemore part 2"',
        '"Two evenings" --week next',
        '"One paper" --week 2024-W28',
    ],
}


def arguments(parser: ArgumentParser) -> None:
    command = parser.prog.rpartition(" ")[2]
    examples = "\n".join(f"  tracker {command} {words}" for words in EXAMPLES[command])
    parser.usage = f"tracker {command} TEXT [--week WEEK]"
    parser.epilog = (
        f"examples:\n{examples}\n\n"
        f"The text is Markdown. In the week's file it stands under {KEYS[command]}."
    )
    parser.add_argument(
        "words", nargs="+", metavar="TEXT", help="Markdown; quotes keep what the shell would read"
    )
    parser.set_defaults(key=KEYS[command])
    find_week.add_week_option(parser, ahead=command == "goal")


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now, ahead=args.key == "goals")
    words = " ".join(args.words).strip()
    if not words:
        raise TrackerError("there is nothing in that text")
    what = f"added to {args.key} of {week}: {change_week.shorten_for_message(words)}"

    def change(text: str) -> FileChange:
        return FileChange(set_values.add_text(text, week, args.key, words), what)

    return change_week.change_week_file(root, week, change)
