"""Weeks as a program would write them, drawn at random: what edits are tried on."""

import json

from hypothesis import strategies as st

# Weeks as a generator writes them: keys, values in several styles, comments and blank lines.
NAME = st.sampled_from(
    ["title", "summary", "intro", "tags", "learned", "life", "next", "x-a", "x-b", "unpublished"]
)
WORDS = st.lists(
    st.sampled_from(["a", "it's", "é", "🎉", "b-c", "no", "1:30", "#", "x"]), min_size=1, max_size=4
).map(" ".join)
SCALAR = st.one_of(
    WORDS.filter(lambda words: "#" not in words and "1:30" not in words),
    WORDS.map(lambda words: "'" + words.replace("'", "''") + "'"),
    WORDS.map(json.dumps),
    st.tuples(
        st.sampled_from(["|", "|-", "|+", ">", ">-", ">+"]), st.lists(WORDS, min_size=1, max_size=3)
    ).map(lambda pair: pair[0] + "".join(f"\n    {line}" for line in pair[1])),
    st.just(""),
)
SEQUENCE = st.one_of(
    st.lists(WORDS.map(json.dumps), max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
    st.lists(WORDS.map(json.dumps), min_size=1, max_size=3).map(
        lambda items: "".join(f"\n- {item}" for item in items)
    ),
    st.lists(WORDS.map(json.dumps), min_size=1, max_size=3).map(
        lambda items: "[\n  " + ",\n  ".join(items) + "\n]"
    ),
)
OLD_SESSION = st.sampled_from(
    [
        "{start: 2024-07-01, minutes: 5}",
        "{start: 2024-07-01 19:30, minutes: 5, note: 'a, b'}",
        "{start: 2024-W27, minutes: 5,\n     id: 7kq2m9}",
        "{start: 2024-07-02, note: 'no length', unpublished: true}",
    ]
)
SESSIONS = st.one_of(
    st.just(""),
    st.just("[]"),
    st.lists(OLD_SESSION, min_size=1, max_size=3).map(
        lambda lines: "".join(f"\n  - {line}" for line in lines)
    ),
    st.lists(OLD_SESSION, min_size=1, max_size=3).map(
        lambda lines: "".join(f"\n- {line} # c" for line in lines)
    ),
    st.lists(OLD_SESSION, min_size=1, max_size=3).map(lambda lines: "[" + ", ".join(lines) + "]"),
)
GAP = st.sampled_from(["\n", "\n\n", "\n# c\n", "\n\n  # c\n\n", "  \n", " # c\n"])


@st.composite
def weeks(draw) -> str:
    keys = draw(st.lists(NAME, unique=True, max_size=5))
    listed = {"tags", "learned", "life", "next"}
    pairs = [(key, draw(SEQUENCE if key in listed else SCALAR)) for key in keys]
    if draw(st.booleans()):
        pairs.insert(draw(st.integers(0, len(pairs))), ("sessions", draw(SESSIONS)))
    text = draw(st.sampled_from(["", "# top\n", "---\n", "\ufeff"]))
    for key, value in pairs:
        block = value[:1] in "|>" and "\n" in value
        text += (
            f"{key}:"
            + (f" {value}" if value and value[0] != "\n" else value)
            + ("\n" if block else draw(GAP))
        )
    if draw(st.booleans()):
        text += "...\n"
    if draw(st.integers(0, 3)) == 0:
        text = text.removesuffix("\n")
    return text.replace("\n", "\r\n") if draw(st.integers(0, 3)) == 0 else text
