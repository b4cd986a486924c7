"""A journal whose names a shell would make something else of."""

PWNED = "pwned"
# Names that a shell would make something else of; each has to arrive as it stands, as one word.
HOSTILE = [
    "the chain rule",
    "it's $HOME",
    'say "x"',
    "c:d/e=f",
    f"$(touch {PWNED})",
    f"`touch {PWNED}`",
    f"; touch {PWNED} #",
    "!!",
    "back\\slash",
    "*",
    "~",
    "{a,b}",
    "%F{red}%n",
    "äöü",
    "-x",
    "quote'",
    'quotes"',
]
UNITS = "\n".join(f"      - '{unit}'" for unit in (unit.replace("'", "''") for unit in HOSTILE))
PLAN = f"""\
title: A plan
courses:
  zero-to-hero:
    title: "Zero: to 'hero' $(touch {PWNED})"
    was: [old-name]
    units: {{micrograd: A tiny engine, makemore: makemore, gpt: ""}}
  zoo: {{units: 12}}
  hostile:
    units:
{UNITS}
papers:
  vaswani2017: {{title: Attention Is All You Need}}
  https://medium.com/@karpathy/x?a=1&b=2: {{title: A post}}
projects:
  four-gram: {{}}
"""
WEEK = f"""\
papers:
  only-read: {{read: once}}
sessions:
  - {{start: 2024-07-05 19:15, minutes: 45, item: stranger/one, note: "the $(touch {PWNED}) rule", id: 7kq2m9}}
  - {{start: 2024-07-06 09:00, minutes: 90, item: old-name, id: 8aaaaa}}
  - {{start: 2024-07-06 12:00, minutes: 5, item: stranger/two words}}
"""
