"""tracker set: an item, a goal or a question, and what is so of it -> one line in a week's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime

from tracker import store
from tracker.cli import change_week, find_week
from tracker.cli.change_week import FileChange
from tracker.cli.item_state import TargetItem, find_target_item
from tracker.cli.last_session import LAST_ITEM
from tracker.cli.quote_word import quote_word
from tracker.cli.terminal import find_journal_folder
from tracker.model.english import join_words
from tracker.model.journal import TrackerError, WrongUsage
from tracker.model.keywords import KEYWORDS, READING_WORDS, RECORD_WORDS, STATUS_WORDS
from tracker.model.kinds import KINDS, READINGS, STATUSES
from tracker.model.suggest import find_closest_word

EXAMPLES = """\
examples:
  tracker set zero-to-hero paused "until the holidays are over"
  tracker set zero-to-hero confidence 4
  tracker set zero-to-hero gap Jacobians
  tracker set zero-to-hero closed Jacobians
  tracker set vaswani2017 understood 3
  tracker set four-gram evidence https://example.org/four-gram
  tracker set goal 1 partial "one paper was long"
  tracker set question 1 "Their variance grows with the length."

It stands in this week's record of the item, or with --week in another's; a reason stands in its \
notes. Of weeks
that name a status the latest is right. Goals, questions and open gaps are named by their number \
or by how
they begin."""
FORM = "tracker set ITEM STATUS [WHY] | confidence N | gap TEXT | closed GAP | evidence PATH-OR-URL"


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "tracker set ITEM next|active|paused|dropped|done|shipped [WHY]\n"
        "       tracker set ITEM confidence N | understood N | gap TEXT | closed GAP"
        " | evidence PATH-OR-URL\n"
        "       tracker set goal N done|partial|missed|dropped [WHY]\n"
        "       tracker set question N ANSWER"
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "words", nargs="+", metavar="ITEM WHAT [WORDS]", help="of what, what is so, and more of it"
    )
    find_week.add_week_option(parser)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    week = find_week.resolve_week(root, args.week, now)
    first, *rest = args.words
    if first in ("goal", "question"):
        from tracker.cli import goals_and_questions

        if first == "goal":
            return goals_and_questions.judge_goal(root, week, rest)
        return goals_and_questions.answer_question(root, week, rest)
    if first in KEYWORDS and first not in store.read_plan(root)[0].items:
        raise WrongUsage(describe_missing_item(first, rest))
    if not rest:
        raise WrongUsage(f"what is so of {first}? {FORM.replace('ITEM', first)}")
    word = rest[0].lower()
    words = " ".join(rest[1:]).strip()
    if word not in (*RECORD_WORDS, *STATUSES, *STATUS_WORDS, *READINGS, *READING_WORDS):
        raise WrongUsage(describe_unknown_word(first, rest[0]))
    item = find_target_item(root, first)
    if item.unit is not None and first != LAST_ITEM:
        raise TrackerError(
            f"a unit has no {name_property(word)} of its own: "
            f"tracker set {item.id} {' '.join(rest)}"
        )

    def change(text: str) -> FileChange:
        if word in RECORD_WORDS:
            from tracker.cli import set_record

            return set_record.set_property(root, item, week, text, word, words)
        return change_status(item, week, text, word, words)

    return change_week.change_week_file(root, week, change, item.hints)


def describe_unknown_word(item: str, word: str) -> str:
    """Say which words may stand behind an item, and the one that was probably meant."""
    known = [*RECORD_WORDS, *STATUSES, *STATUS_WORDS]
    closest = find_closest_word(word.lower(), known, 0.6)
    if closest:
        return f"no status {word!r}; did you mean tracker set {item} {closest}?"
    return f"no status {word!r}: {FORM.replace('ITEM', item)}"


def describe_missing_item(word: str, rest: Sequence[str]) -> str:
    """Say where the item stands: `confidence 4` -> `tracker set ITEM confidence 4`."""
    if word == "last":
        line = " ".join(["tracker set -", *map(quote_word, rest)])
        return f"last is a session; the last item is -: {line}"
    item, *more = map(quote_word, rest or ["ITEM"])
    if word in RECORD_WORDS and len(rest) == 2 and rest[0].isdigit():
        item, more = quote_word(rest[1]), [rest[0]]
    if word in RECORD_WORDS and len(rest) == 1:
        item, more = "ITEM", [item]
    return f"{word!r} is no item: write {' '.join(['tracker set', item, word, *more])}"


def name_property(word: str) -> str:
    """`gap` -> `gap`, `dropped` -> `status`."""
    return word if word in RECORD_WORDS else "status"


def change_status(item: TargetItem, week: str, text: str, word: str, why: str) -> FileChange:
    """Set a status, or how a paper was read, as `tracker done --read` does."""
    from tracker.cli.finish_item import finish_reading
    from tracker.cli.set_status import add_to_notes, set_item_status

    kind = KINDS[item.kind]
    reading = READING_WORDS.get(word, word)
    if reading in READINGS or (kind.is_read and STATUS_WORDS.get(word, word) == "done"):
        if not kind.is_read:
            kinds = join_words(name for name, other in KINDS.items() if other.is_read)
            raise TrackerError(f"{word} is for {kinds}, and {item.id} is one of the {item.kind}")
        how = reading if reading in READINGS else None
        changed = finish_reading(item, week, text, how)
        if why:
            changed = changed._replace(text=add_to_notes(item, week, changed.text, why))
        return changed
    status = STATUS_WORDS.get(word, word)
    if status not in kind.statuses:
        raise TrackerError(
            f"a {kind.singular} is never {status}; {item.id} can be {', '.join(kind.statuses)}"
        )
    if word in ("finish", "finished"):
        status = kind.finished_status
    return set_item_status(item, week, text, status, why)
