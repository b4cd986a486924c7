"""tracker add: a text, a link or an item -> one more of them in a week or in the plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime

from tracker.cli import change_week, find_week
from tracker.cli.terminal import find_journal_folder
from tracker.model.english import join_words
from tracker.model.journal import OUTCOMES, TrackerError, WrongUsage, is_address
from tracker.model.keywords import PLAN_KEYS, RECORD_WORDS, WEEK_KEYS
from tracker.model.kinds import KIND_OF_NUMBERS, KINDS
from tracker.model.suggest import find_closest_word

ITEMS = {kind.singular: kind for kind in KINDS.values()}
THINGS = (*WEEK_KEYS, *ITEMS, *PLAN_KEYS)
HELP = {
    "title": "what it is called",
    "short": "a shorter name, for the titles of weeks",
    "by": "who made the course",
    "url": "its address",
    "form": "course, book, videos, specialization, degree ...",
    "units": 'the course\'s units, "micrograd, makemore", or how many',
    "authors": 'the paper\'s: "A. Name, B. Name", or "Name, A.; Name, B."',
    "year": "of the paper",
    "arxiv": "the paper's number there, 1706.03762",
    "doi": "the paper's",
    "repo": "the project's address",
    "uses": "ids of what the project puts to use",
    "skills": '"backpropagation, language models"',
    "after": "ids of what comes before it",
    "estimate": "how long it will take: 40h",
    "review": "an item: one line on why this and not another; a decision: the day to look again",
    "status": "where the weeks can't tell: next, done, idea ...",
    "phase": "the number of the plan's phase",
    "tags": "of a link, divided by commas",
    "quote": "of a link: a sentence from there",
    "options": "of a decision, divided by commas",
    "chosen": "of a decision: the option that it is",
    "why": "of a decision",
}
# What is no item and no text -> the options that it has.
OPTIONS = {
    "link": ("title", "tags", "quote"),
    "milestone": ("url",),
    "decision": ("options", "chosen", "why", "review"),
    "step": ("phase",),
}
EXAMPLES = """\
examples, into this week (--week last for another one):
  tracker add learned "Attention is a weighted average."
  tracker add life "We moved." --week last
  tracker add question "Why are the scores scaled?"
  tracker add goal "Finish makemore" --week next
  tracker add next "Read Bengio 2003"
  tracker add link https://example.org/attention "the best picture of it" --tags "attention, art"

examples:
  tracker add course linear-algebra --title "Essence of linear algebra" --by 3Blue1Brown --units 16
  tracker add paper vaswani2017 "Attention Is All You Need" --year 2017 --arxiv 1706.03762
  tracker add paper arXiv:1706.03762
  tracker add paper 10.1145/3292500.3330701 --status next
  tracker add project four-gram --status idea --uses zero-to-hero
  tracker add milestone 2024-03-23 "Accepted into the programme"
  tracker add decision "A degree?" --options "yes; no"
  tracker add pause 2024-08-01..2024-08-14 "holiday"

Texts are Markdown. An id is what you log with: lower-case letters, digits and hyphens; \
a paper's address is one,
too. In place of an id a paper's number at arXiv, or its DOI, has title, authors and year looked up.
Lists are divided by commas, or by semicolons where commas stand inside."""


def arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        f"tracker add {'|'.join(WEEK_KEYS)} TEXT [--week WEEK]\n"
        f"       tracker add {'|'.join(ITEMS)} ID [TITLE] [--url URL] [--units ...] ...\n"
        f"       tracker add {'|'.join(PLAN_KEYS)} TEXT ..."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("what", metavar="|".join(THINGS), help="what to add")
    parser.add_argument(
        "words", nargs="*", metavar="WORDS", help="a text, an address and a note, or an id"
    )
    find_week.add_week_option(parser, ahead=True)
    parser.add_argument(
        "--dry-run", action="store_true", help="show the paper that was looked up; write nothing"
    )
    for key, words in HELP.items():
        parser.add_argument(f"--{key}", metavar=key.upper(), help=words)


def run(args: Namespace, now: datetime) -> int:
    root = find_journal_folder(args)
    what = args.what
    if what not in THINGS:
        raise WrongUsage(describe_unknown_thing(what, args.words))
    options = {}
    for key in HELP:
        text = getattr(args, key)
        if text is not None:
            options[key] = text
    refuse_misplaced_options(what, options, args.week)
    if what == KINDS[KIND_OF_NUMBERS].singular and args.words:
        from tracker.exchange.paper_numbers import parse_paper_number

        first, *title = args.words
        number = parse_paper_number(first)
        # Whoever types the title of an address needs nobody to look it up.
        if number and not (title and is_address(first)):
            from tracker.cli.look_up_paper import add_paper_by_number

            return add_paper_by_number(root, number, title, options, args.dry_run)
    if args.dry_run:
        raise WrongUsage("--dry-run is for papers by number: tracker add paper arXiv:1706.03762")
    if what in WEEK_KEYS:
        return add_to_week(root, args, options, now)
    from tracker.cli import add_to_plan

    if what in ITEMS:
        return add_to_plan.add_item_to_plan(root, ITEMS[what], args.words, options)
    if what == "step":
        return add_to_plan.add_step_to_phase(root, args.words, options)
    today = find_week.find_journal_day(root, now)
    return add_to_plan.add_entry(root, what, args.words, options, today)


def add_to_week(root: str, args: Namespace, options: Mapping[str, str], now: datetime) -> int:
    """Add a text or a link to the week that --week names."""
    from tracker.cli import add_words

    week = find_week.resolve_week(root, args.week, now, ahead=args.what == "goal")
    if args.what == "link":
        tags = change_week.split_list_option(options.get("tags"))
        link = add_words.parse_link_words(
            args.words, options.get("title"), tags, options.get("quote")
        )
        return add_words.add_link_to_week(root, week, link)
    if args.what == "goal" and len(args.words) > 1:
        number, outcome = args.words[:2]
        if number.isdigit() and outcome in OUTCOMES:
            line = " ".join(["tracker set goal", *args.words])
            raise WrongUsage(f"that judges a goal: {line}")
    week_words = [word.lower() for word in args.words[:2]]
    if len(args.words) > 2 and week_words[1] == "week" and week_words[0] in ("next", "last"):
        text = " ".join(args.words[2:])
        said = f"{week_words[0]} week"
        form = f'tracker add {args.what} "{text}" --week {week_words[0]}'
        raise WrongUsage(f"{said!r} in front is a week: {form}")
    if not args.words:
        raise WrongUsage(f'what is the text? tracker add {args.what} "..."')
    return add_words.add_words(root, week, WEEK_KEYS[args.what], args.words)


def describe_unknown_thing(what: str, words: list[str]) -> str:
    """Say what can be added, and the word that was probably meant."""
    text = " ".join(words)
    if what in RECORD_WORDS:
        return f'{what} is of an item: tracker set ITEM {what} "{text}"'
    if what == "note":
        return f'a note is logged: tracker note ITEM "{text}"'
    closest = find_closest_word(what, THINGS, 0.6)
    if closest:
        return f"{what!r} is nothing to add; did you mean tracker add {closest}?"
    return f"{what!r} is nothing to add: {', '.join(THINGS)}"


def refuse_misplaced_options(what: str, options: Mapping[str, str], week: str) -> None:
    """Raise TrackerError for an option that is for something else.

    Those of items are refused by the item's kind.
    """
    if week != "this" and what not in WEEK_KEYS:
        raise TrackerError(f"--week is for {join_words(WEEK_KEYS)}, and a {what} is in the plan")
    for key in options:
        if key in OPTIONS.get(what, ()) or (what in ITEMS and has_key(what, key)):
            continue
        owners = [other.plural for name, other in ITEMS.items() if has_key(name, key)]
        owners += [f"{other}s" for other, keys in OPTIONS.items() if key in keys]
        name = what if what in ("learned", "life", "next") else f"a {what}"
        raise TrackerError(f"--{key} is for {join_words(owners)}, not for {name}")


def has_key(what: str, key: str) -> bool:
    """Whether the plan's format has a key for an item of the kind."""
    return key in ITEMS[what].item._fields
