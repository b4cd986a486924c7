"""A scalar's text -> its value, as its key expects it.

A wrong text raises a Misfit, whose message says what is right.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.model import when
from tracker.model.journal import RELEASE, is_address
from tracker.model.kinds import UNPUBLISHED_NAME, UNPUBLISHED_WORDS, Link
from tracker.model.plan import LEFT_OUT

SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
LONGEST_ID = 100  # it is a file's name on the site
_LINK = re.compile(r"(?:https?://[^\s<>\"\\]+|mailto:[^\s<>\"\\:/]+)", re.IGNORECASE)
NEWER_RELEASE = "newer-release"  # the kind of the problem of a plan that needs one
RELEASE_PATTERN = r"^[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}$"
_SESSION_ID = re.compile(r"[0-9a-hjkmnp-tv-z]{1,12}")
COMMIT = re.compile(r"[0-9a-f]{7,40}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Misfit(ValueError):
    """A value that its key does not accept. `kind` is the kind of the problem, such as `bad-id`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def parse_text(value: str) -> str:
    return value


def parse_flag(value: str) -> bool:
    if value in ("true", "false"):
        return value == "true"
    raise Misfit("wrong-type", f"expected true or false, got {value!r}")


def parse_unpublished(value: str) -> str | None:
    """What no page shows of an item: `true` its words, `name` its name as well."""
    if value == UNPUBLISHED_NAME:
        return UNPUBLISHED_NAME
    if value in ("true", "false"):
        return UNPUBLISHED_WORDS if value == "true" else None
    raise Misfit(
        "wrong-type",
        "expected true (its words are on no page), name (its name is on none, too) or false, "
        f"got {value!r}",
    )


def parse_needed_release(value: str) -> tuple[int, ...]:
    """The numbers of the oldest release that reads the journal: 0.2 -> (0, 2)."""
    parts = value.split(".")
    are_numbers = all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts)
    if not are_numbers or len(parts) > 3:
        raise Misfit("wrong-type", f"expected a release such as 0.2, got {value!r}")
    numbers = release_numbers(value)
    if numbers > release_numbers(RELEASE):
        raise Misfit(
            NEWER_RELEASE,
            f"this journal needs tracker {value}, and this is {RELEASE}; install the newer one",
        )
    return numbers


def release_numbers(release: str) -> tuple[int, ...]:
    """The numbers that a release begins with, without zeros at the end: 1.2.0rc1 -> (1, 2)."""
    numbers = []
    for part in release.split("."):
        number = part[: len(part) - len(part.lstrip("0123456789"))]
        if not number:
            break
        numbers.append(int(number))
        if number != part:
            break
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def parse_link(value: str) -> str:
    if _LINK.fullmatch(value):
        return value
    raise Misfit(
        "bad-link",
        f"expected an address that begins with http://, https:// or mailto:, got {value!r}",
    )


def parse_slug(value: str) -> str:
    """Check an id such as `zero-to-hero`, and return it."""
    if len(value) > LONGEST_ID:
        raise Misfit("bad-id", f"expected an id of at most {LONGEST_ID} letters, got {len(value)}")
    if value == "index":
        raise Misfit("bad-id", "'index' is the address of the list of items; choose another id")
    if SLUG.fullmatch(value):
        return value
    raise Misfit(
        "bad-id", f"expected an id of lower-case letters, digits and hyphens, got {value!r}"
    )


def slug_or_address(value: str) -> str:
    return parse_link(value) if is_address(value) else parse_slug(value)


@lru_cache(512)  # ten years have 18,000 sessions, of few items and few lengths
def parse_item(value: str) -> str:
    """Check `id` or `id/unit`, and return it. A unit may be any text, because the plan names it."""
    if is_address(value):
        parse_link(value)
        return value
    id_, slash, unit = value.partition("/")
    parse_slug(id_)
    if slash and not unit:
        raise Misfit("bad-id", f"expected a unit behind the slash, got {value!r}")
    return value


def parse_label_meaning(value: str) -> str:
    """Check what a label means: `id`, `id/unit`, `other` (no item) or `-` (left out)."""
    return value if value == LEFT_OUT else parse_item(value)


def session_id(value: str) -> str:
    if _SESSION_ID.fullmatch(value):
        return value
    raise Misfit(
        "bad-id", f"expected one to twelve of 0-9 and a-z without i, l, o, u, got {value!r}"
    )


@lru_cache(512)
def parse_minutes(value: str) -> int:
    return check_range(when.whole_number(value), 1, 7 * 24 * 60, "minutes")


def parse_rating(value: str) -> int:
    return check_range(when.whole_number(value), 1, 5, "")


def parse_count(value: str) -> int:
    return check_range(when.whole_number(value), 0, 10_000, "")


def parse_months(value: str) -> tuple[int, ...]:
    """`6` -> (6,), as the list `[6]` would be."""
    return (month_count(value),)


def month_count(value: str) -> int:
    return check_range(when.whole_number(value), 0, 600, "months")


def parse_positive_duration(value: str) -> int:
    """`8h`, `45m` -> minutes, of which there must be at least one."""
    return check_range(when.parse_duration(value), 1, 10_000_000, "minutes")


def parse_year(value: str) -> int:
    return check_range(when.whole_number(value), 1000, 2999, "")


def check_range(number: int, least: int, most: int, unit: str) -> int:
    """Return the number if it is from `least` to `most`, else raise a Misfit that names `unit`."""
    if least <= number <= most:
        return number
    limits = f"{least} to {most}"
    if unit:
        limits += f" {unit}"
    raise Misfit("out-of-range", f"expected {limits}, got {number}")


def day_start(value: str) -> int:
    """`04:00` -> 240: minutes after midnight. A Misfit from noon on."""
    at = when.parse_clock(value)
    if at.hour >= 12:
        raise Misfit("out-of-range", f"expected a time before noon, such as 04:00, got {value!r}")
    return at.hour * 60 + at.minute


def parse_evidence(value: str) -> Link:
    """Parse an address, a commit, or a path inside the repository."""
    if is_address(value):
        return Link(parse_link(value))
    if COMMIT.fullmatch(value):
        return Link(value)
    has_scheme = _SCHEME.match(value)
    if not has_scheme and ".." not in value.split("/"):
        return Link(value)
    raise Misfit(
        "bad-link", f"expected an address, a commit or a path in the repository, got {value!r}"
    )


def parse_image_path(value: str) -> str:
    """Check the path of a picture below entries/images/, and return it."""
    steps = value.split("/")
    is_below_images = len(steps) > 1 and steps[0] == "images"
    if is_below_images and all(steps) and ".." not in steps and "\\" not in value:
        return value
    raise Misfit(
        "bad-link",
        f"expected a picture in entries/images/, such as images/train.png, got {value!r}",
    )
