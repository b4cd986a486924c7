"""A log of "100 days of code" in Markdown -> entries: a note for each day, and its prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.exchange.log_entries import (
    LEFT,
    REMARK,
    LogEntry,
    SourceFile,
    SourceLog,
    cut_text,
    make_problem,
)
from tracker.model.english import MONTHS, join_words
from tracker.model.journal import Problem, Start, TrackerError
from tracker.model.when import YEARS

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# `### Day 12: January 24, 2017`, `## R1D12 - 24.1.2017`, `**Day 12 (2017-01-24)**`.
_DAY = re.compile(
    r"\s{0,3}(?:#{1,6}\s*|\*\*)(?:[\W_]*)(?:(?:round\s*)?r?(?P<round>[0-9]{1,2})[\s,:-]*d(?:ay)?|day)"
    r"[\s#*]*(?P<number>[0-9]{1,4})\b(?P<rest>.*)",
    re.IGNORECASE,
)
_FILE_LINK = re.compile(
    r"!?\[(?P<label>[^\[\]]*)\]\(<?(?![A-Za-z][A-Za-z0-9+.-]*:|#|//)(?P<target>[^()<>\s]+)>?"
    r"(?: +(?:\"[^\"]*\"|'[^']*'))?\)"
)
# The start of a link to a site whose address lacks `https://`.
_BARE_ADDRESS = re.compile(
    r"(\]\(<?)(?=www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|dev)[/)>])", re.IGNORECASE
)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
_MONTHS = [month.lower() for month in MONTHS]
_MONTH = "(?P<month>" + "|".join([*_MONTHS, "sept", *(m[:3] for m in _MONTHS)]) + r")\b\.?"
_SHORT_MONTHS = [month[:3] for month in _MONTHS]
_NTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4}|'[0-9]{2}\b)"
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})[-/.](?P<number>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"),
    re.compile(r"\b(?P<year>20[0-9]{2})(?P<number>[0-9]{2})(?P<day>[0-9]{2})\b"),
    re.compile(rf"\b{_MONTH}\s*{_NTH}\b(?:[\s,]+{_YEAR})?", re.IGNORECASE),
    re.compile(rf"\b{_NTH}\b(?:\s+of)?[\s-]*{_MONTH}(?:[\s,-]+{_YEAR})?", re.IGNORECASE),
    re.compile(
        r"\b(?P<a>[0-9]{1,2})(?P<sign>[-/.])(?P<b>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4}|[0-9]{2})\b"
    ),
)
_ANY_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The words before a day's text: `**Today's Progress**:`, `- **Thoughts:**`, `Progress -`.
_PART = re.compile(
    r"\s*(?:[-*+]\s+)?(?P<marks>[*_#\s]*)(?P<name>today['’]?s?\s+progress|progress|thoughts?|"
    r"links?(?:\(s\))?\s*(?:to\s+(?:the\s+)?work)?s?)\s*(?P<end>[*_:\s–-]*)(?P<text>.*)",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\(example\b", re.IGNORECASE)
_TO_DELETE = "(delete me"
_LONGEST_NOTE = 400
_NO_LINK = ("n/a", "none", "-", "na")


class _Day(NamedTuple):
    """A heading of a day, and the lines below it."""

    line: int
    round: int
    number: int
    rest: str
    body: list[str]


class _Written(NamedTuple):
    """A date as it was written. `year`: None where it was left out."""

    year: int | None
    month: int
    day: int
    weekday: int | None


def read_hundred_days(source: SourceFile) -> SourceLog:
    """Read the days below their headings. What stands in HTML comments is no day."""
    days, problems = _split_days(source)
    if not days:
        raise TrackerError(
            f"{source.path} has no day: expected headings such as ### Day 1: January 5, 2017"
        )
    order = source.day_order or _find_day_order(days)
    years = _collect_years(source, days)
    dates: list[date | None] = []
    for day in days:
        dates.append(_date_of(source, day, order, years, problems))
    entries = []
    seen: set[tuple[int, int]] = set()
    for place, day in enumerate(days):
        found = dates[place]
        if found is None:
            continue
        unit = None
        if day.number and (day.round, day.number) not in seen:
            seen.add((day.round, day.number))
            unit = (max(day.round, 1) - 1) * 100 + day.number
        _unlink_files(source, day, problems)
        entries.append(_build_entry(day, found, unit))
    known = [found for found in dates if found]
    if known and known[0] > known[-1]:
        entries.reverse()  # the newest day stands first, also among those of one date
    return SourceLog(entries, problems, is_challenge=True)


def _split_days(source: SourceFile) -> tuple[list[_Day], list[Problem]]:
    text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source.text)
    days: list[_Day] = []
    problems: list[Problem] = []
    fence = ""
    before: list[int] = []
    is_open = False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip()
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        match = None if fence else _DAY.match(line)
        if match:
            rest = match["rest"]
            days.append(_Day(number, int(match["round"] or 0), int(match["number"]), rest, []))
            is_open = True
        elif not fence and is_open and re.match(r"#{1,2}\s+\S", line) and not _PART.match(line):
            is_open = False  # another chapter
            before.append(number)
        elif is_open:
            days[-1].body.append(line)
        elif line.strip() and not _HEADING.match(line):
            before.append(number)
    if before and days:
        message = f"{_format_lines(before)} to no day, so it was not taken"
        problems.append(make_problem(source, before[0], message, REMARK))
    return days, problems


def _format_lines(numbers: Sequence[int]) -> str:
    """`line 3 belongs`, `what stands on lines 3, 4 and 5 belongs`."""
    if len(numbers) == 1:
        return f"line {numbers[0]} belongs"
    words = [str(number) for number in numbers]
    if len(words) > 10:
        words = [*words[:10], f"{len(words) - 10:,} more"]
    return f"what stands on lines {join_words(words)} belongs"


# ---- when it was


def _date_of(
    source: SourceFile, day: _Day, order: str, years: set[int], problems: list[Problem]
) -> date | None:
    """Find the date of a day in its heading, or in the first line below it."""
    heads = [day.rest]
    first = next((line for line in day.body if line.strip()), "")
    if len(first) < 60:
        heads.append(first)
    if _EXAMPLE.search(day.rest) or _TO_DELETE in first.lower():
        message = f"the example that the log began with: {cut_text(day.rest.strip(' :'))!r}"
        problems.append(make_problem(source, day.line, message, LEFT))
        return None
    message = f"no date for day {day.number}; write it into its heading"
    for place, head in enumerate(heads):
        try:
            written = _find_date(head, order)
            if written is not None:
                found = _make_date(written, source.now.date(), years)
                if place:
                    day.body.remove(first)
                return found
        except ValueError as error:
            message = str(error)
            break
    problems.append(make_problem(source, day.line, message))
    return None


def _find_date(text: str, order: str) -> _Written | None:
    weekday = None
    if match := _WEEKDAY.search(text):
        weekday = _WEEKDAYS.index(match[1].lower())
    for form in _FORMS:
        match = form.search(text)
        if not match:
            continue
        parts = match.groupdict()
        year = None
        if parts.get("year"):
            year = int(parts["year"].lstrip("'"))
            year += 2000 * (year < 100)
        elif apart := _ANY_YEAR.search(text):
            year = int(apart[1])
        if parts.get("a"):
            month, number = _sort_day_and_month(match, order)
            return _Written(year, month, number, weekday)
        month = int(parts.get("number") or 0)
        if parts.get("month"):
            month = _SHORT_MONTHS.index(parts["month"].lower()[:3]) + 1
        return _Written(year, month, int(parts["day"]), weekday)
    return None


def _sort_day_and_month(match: re.Match[str], order: str) -> tuple[int, int]:
    """`5/13/2021` -> (5, 13): month and day. ValueError where nothing says which is which."""
    first, second = int(match["a"]), int(match["b"])
    if first > 12:
        return second, first
    if second > 12 or order == "MDY":
        return first, second
    if match["sign"] == "." or order == "DMY":
        return second, first
    raise ValueError(
        f"{match[0]!r}: the day or the month could come first; "
        "--dates DMY or --dates MDY says which is which"
    )


def _collect_years(source: SourceFile, days: Sequence[_Day]) -> set[int]:
    """Collect the years that stand in the headings of days; else above the first of them."""
    years: set[int] = set()
    for day in days:
        if not _EXAMPLE.search(day.rest):
            years.update(int(year) for year in _ANY_YEAR.findall(day.rest))
    if not years:
        head = source.text.split("\n")[: days[0].line - 1]
        years.update(int(year) for year in _ANY_YEAR.findall(_COMMENT.sub("", "\n".join(head))))
    return years


def _make_date(written: _Written, today: date, years: set[int]) -> date:
    """Make the date. A year that was left out is one of `years`, or the weekday says it."""
    year = written.year
    if year is None:
        year = _guess_year(written, today, years)
    try:
        found = date(year, written.month, written.day)
    except ValueError:
        name = MONTHS[written.month - 1] if 1 <= written.month <= 12 else "month"
        raise ValueError(f"there is no {name} {written.day}, {year}") from None
    if not YEARS[0] < found.year < YEARS[1]:
        raise ValueError(f"the year {found.year} cannot be meant")
    return found


def _guess_year(written: _Written, today: date, years: set[int]) -> int:
    """Guess the year of a date. ValueError where it could be more than one."""
    if written.weekday is None:
        if len(years) == 1:
            return min(years)
        raise ValueError("its date has no year; write it into the heading")
    fitting: list[int] = []
    for year in sorted({*years, *range(today.year - 11, today.year + 1)}, reverse=True):
        try:
            found = date(year, written.month, written.day)
        except ValueError:
            continue
        if found.weekday() == written.weekday and found <= today:
            fitting.append(year)
    likely = [year for year in fitting if year in years] or fitting
    if len(likely) == 1:
        return likely[0]
    names = " or ".join(str(year) for year in fitting) or "none of the last twelve"
    raise ValueError(f"its date has no year, and by its weekday it could be {names}; write it in")


def _find_day_order(days: Sequence[_Day]) -> str:
    """Find whether days or months come first, in dates such as 5/13/2021; "" if none tells."""
    orders = set()
    for day in days:
        match = _FORMS[-1].search(day.rest)
        if match and int(match["a"]) > 12:
            orders.add("DMY")
        elif match and int(match["b"]) > 12:
            orders.add("MDY")
    return orders.pop() if len(orders) == 1 else ""


# ---- what it says


def _build_entry(day: _Day, found: date, unit: int | None) -> LogEntry:
    """Build the entry of a day: a note of its progress, and prose where it says more than that."""
    name = f"day {day.number}"
    if day.round:
        name = f"round {day.round}, {name}"
    progress, rest = _split_progress(day.body)
    note = " ".join(" ".join(progress).split())
    is_plain = not any(_is_block_line(line) for line in progress)
    # With a colon, the first sentence, which stands for a post in lists, is the author's.
    head = f"**{found:%A}, {name}{':' if progress or rest else '.'}**"
    if progress and is_plain:
        lines = [f"{head} {progress[0]}", *progress[1:]]
    else:
        lines = [head, "", *progress]
    prose = "\n".join(_trim_lines([*lines, "", *rest]))
    has_more = bool(rest) or not is_plain or len(note) > _LONGEST_NOTE
    if not is_plain or not note or len(note) > _LONGEST_NOTE:
        note = _first_sentence(progress) or name.capitalize()
    identity = f"{day.round}/{day.number} {found.isoformat()}"
    return LogEntry(
        day.line,
        Start(found),
        None,
        (),
        note,
        identity,
        prose=prose,
        has_more=has_more,
        unit=unit,
    )


def _unlink_files(source: SourceFile, day: _Day, problems: list[Problem]) -> None:
    """Make links to files beside the log text: the journal lacks them, and a strict build stops.

    A link to `www.example.com` gets the `https://` that it lacks.
    """
    fence = ""
    for place, line in enumerate(day.body):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and "](" in line:
            line = _BARE_ADDRESS.sub(r"\1https://", line)
            names = [match["target"] for match in _FILE_LINK.finditer(line)]
            day.body[place] = _FILE_LINK.sub(r"\g<label> (\g<target>)", line)
            for name in names:
                message = (
                    f"{cut_text(name)} is a file beside the log, so the link to it is text now"
                )
                problems.append(make_problem(source, day.line + place + 1, message, REMARK))


def _first_sentence(lines: Sequence[str]) -> str:
    """Return the first sentence of a day's text, without the marks of lists; "" if it has none."""
    for line in lines:
        words = re.sub(r"^\s*(?:[-*+]|[0-9]+[.)]|>|#+)\s+", "", line).strip()
        if words and not re.match(r"[`~|<!]", words):
            sentence = re.split(r"(?<=[.!?])\s", words, maxsplit=1)[0]
            return sentence[:_LONGEST_NOTE]
    return ""


def _split_progress(body: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split what was done from thoughts and links; a body without headings is what was done."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    fence = ""
    for line in body:
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        match = None if fence else _PART.fullmatch(line)
        has_marks = match and (match["marks"].strip() or ":" in match["end"] or not match["text"])
        if match and has_marks:
            word = match["name"].split()[0].lower()
            kind = "links" if word.startswith("link") else "thoughts"
            if "progress" in match["name"].lower():
                kind = "progress"
            parts.append((kind, [match["text"].strip()]))
        else:
            parts[-1][1].append(line)
    has_progress = any(kind == "progress" for kind, _ in parts)
    progress: list[str] = []
    rest: list[str] = []
    for kind, lines in parts:
        lines = _trim_lines(lines)
        if kind == "progress" or (kind == "" and not has_progress):
            progress = _trim_lines([*progress, "", *lines])
        else:
            rest = _trim_lines([*rest, "", *(_label_links(lines) if kind == "links" else lines)])
    return progress, rest


def _label_links(lines: list[str]) -> list[str]:
    """Say that links lead to the work; no lines where there are none."""
    if not lines or (len(lines) == 1 and lines[0].lower().rstrip(".") in _NO_LINK):
        return []
    if re.match(r"\s*(?:[-*+]|[0-9]+[.)])\s", lines[0]):
        return ["Work:", "", *lines]
    return [f"Work: {lines[0]}", *lines[1:]]


def _is_block_line(line: str) -> bool:
    """Whether a line is more than text of a paragraph: of a list, code, a picture, a table."""
    return bool(re.match(r"\s*(?:[-*+]\s|[0-9]+[.)]\s|`{3}|~{3}|#|>|\||!\[|\s{4}|<)", line))


def _trim_lines(lines: Sequence[str]) -> list[str]:
    """Take the empty lines at both ends out, and lines that only divide."""
    kept = [line for line in lines if not re.fullmatch(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*", line)]
    while kept and not kept[0].strip():
        del kept[0]
    while kept and not kept[-1].strip():
        del kept[-1]
    return kept
