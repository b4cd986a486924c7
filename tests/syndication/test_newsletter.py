"""A week as a mail: through the command, and read back as its readers would."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.journal import PAYLOADS, Scratch, program
from tests.syndication.views import (
    AT,
    PAGE,
    Marks,
    hostile,
    journal_of,
    ran,
    view_of,
)
from tracker.syndication import newsletter


def test_as_text_it_is_wrapped_and_its_links_are_numbered(journal: Scratch) -> None:
    done = ran(journal, "week", "2024-W27", "--as", "mail")
    assert (done.code, done.err) == (0, "")
    head = done.out.splitlines()[:5]
    assert head == ["Test", "", "ShownWeekTitle", "==============", "Thu 4 July 2024"]
    assert [line for line in done.out.splitlines() if len(line) > 72 and "http" not in line] == []
    numbers = dict(re.findall(r"^\[(\d+)\] (\S+)$", done.out, re.MULTILINE))
    assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
    assert set(re.findall(r"\[(\d+)\]", done.out.partition("On the site")[0])) == set(numbers)
    assert "https://example.org/journal/courses/named/" in numbers.values()
    assert all(re.match(r"https?://", address) for address in numbers.values())
    for word in ("ShownIntro", "ShownTeaser", "ShownCall", "shown.email@example.org", PAGE):
        assert word in done.out


def test_as_html_it_needs_no_style_sheet_and_no_picture(journal: Scratch) -> None:
    html = ran(journal, "week", "2024-W27", "--as", "mail", "--html").out
    marks = Marks(html)
    assert marks.active == []
    assert not {"class", "id", "bgcolor", "color"} & {name for _, name, _ in marks.attributes}
    styles = [value for _, name, value in marks.attributes if name == "style"]
    assert any("max-width:600px" in style for style in styles)
    assert not [
        style
        for style in styles
        if re.search(r"(?<![-a-z])color:(?!inherit)|(?<!-)width:|url\(", style)
    ]
    assert ("img", "alt", "ShownPictureAlt") in marks.attributes
    for tag in ("p", "a", "h2", "li", "pre"):
        assert len(re.findall(f"<{tag}[ >]", html)) == len(
            re.findall(f"<{tag} [^>]*style=", html)
        ), tag
    assert marks.text.index("ShownSummary") < marks.text.index(
        "Test", 5
    )  # the preheader comes first
    assert {PAGE, "mailto:shown.email@example.org"} <= set(marks.addresses)


def test_as_one_message_it_is_read_back_whole(journal: Scratch, tmp_path: Path) -> None:
    file = tmp_path / "issue.eml"
    done = ran(journal, "week", "2024-W27", "--as", "mail", "--eml", str(file))
    assert done.out == f"Wrote {file}: ShownWeekTitle\n"
    first = file.read_bytes()
    message = email.message_from_bytes(first, policy=email.policy.default)
    assert message["Subject"] == "ShownWeekTitle"
    assert message["From"] == "ShownContactName <shown.email@example.org>"
    assert message["Date"].datetime.isoformat() == "2024-07-04T12:00:00+02:00"
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (
        text.get_content().replace("\r\n", "\n")
        == ran(journal, "week", "2024-W27", "--as", "mail").out
    )
    assert (
        html.get_content().replace("\r\n", "\n").strip()
        == ran(journal, "week", "2024-W27", "--as", "mail", "--html").out.strip()
    )
    assert max(map(len, first.split(b"\r\n"))) <= 998
    ran(journal, "week", "2024-W27", "--as", "mail", "--eml", str(file))
    assert file.read_bytes() == first


def test_a_message_overwrites_no_file_of_another_kind(journal: Scratch) -> None:
    before = journal.data("2024-W27")
    done = ran(journal, "week", "2024-W27", "--as", "mail", "--eml", str(journal.path("2024-W27")))
    assert done.code == 1
    assert (
        done.err
        == f"tracker: {journal.path('2024-W27')} holds something else than a message; name another file\n"
    )
    assert journal.data("2024-W27") == before


@pytest.mark.parametrize("form", ["mail", "share"])
def test_drafts_are_refused_unless_asked_for(journal: Scratch, form: str) -> None:
    for week, why in (
        ("2024-W28", "while the week says draft: true"),
        ("2024-W29", "from 22 July 2024 on"),
    ):
        done = ran(journal, "week", week, "--as", form)
        assert (done.code, done.out) == (1, "")
        assert why in done.err
        assert "--draft" in done.err
    assert "HiddenDraft" in ran(journal, "week", "2024-W28", "--as", form, "--draft").out
    assert "Hidden" not in ran(journal, "week", "2024-W27", "--as", form, "--draft").out


@pytest.mark.parametrize("form", ["mail", "share"])
def test_it_is_last_week_if_none_is_named(journal: Scratch, form: str) -> None:
    assert (
        ran(journal, "week", "--as", form).err
        == ran(journal, "week", "last", "--as", form).err
        == ran(journal, "week", "2024-W28", "--as", form).err
    )
    assert "there is nothing of 2024-W20" in ran(journal, "week", "2024-W20", "--as", form).err
    assert ran(journal, "week", "week 27 or so", "--as", form).code == 1


@pytest.mark.parametrize("form", ["mail", "share"])
def test_a_journal_with_errors_hands_nothing_on(journal: Scratch, form: str) -> None:
    journal.put("gate: three\n", "plan")  # without its gate it would tell what was held back
    done = ran(journal, "week", "2024-W27", "--as", form)
    assert (done.code, done.out) == (3, "")
    assert "entries/plan.yaml:1:7: gate" in done.err


def test_a_terminal_without_our_letters_gets_them_spelled_out(journal: Scratch) -> None:
    journal.put("title: Bücher 机器\nintro: x\n", "2024-W25")
    done = program(
        *("week", "2024-W25", "--as", "mail", "--html"),
        cwd=journal.folder,
        PYTHONIOENCODING="ascii",
        TRACKER_NOW=AT.isoformat(),
    )
    assert "B&#252;cher &#26426;&#22120;" in done.out


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_is_inert_in_a_mail(tmp_path: Path, text: str) -> None:
    view = view_of(hostile(tmp_path, text))
    found = newsletter.build_newsletter_issue(view, view.figures.weeks["2024-W27"])
    typed = " ".join(text.split())
    marks = Marks(found.html)
    assert marks.active == []
    assert marks.text.count(typed) >= 8
    assert (
        email.message_from_bytes(
            newsletter.build_email_message(found), policy=email.policy.default
        )["Subject"]
        == typed
    )
    assert " ".join(found.text.split()).count(typed) >= 3


@pytest.mark.parametrize(
    "address", ["no address", "a@b@c", "a@", "<x>", "a@example.org\r\nBcc: x@example.org", '"']
)
def test_an_address_that_is_none_makes_no_header(tmp_path: Path, address: str) -> None:
    view = view_of(journal_of(tmp_path, W27="title: x"))
    found = newsletter.build_newsletter_issue(view, view.figures.weeks["2024-W27"])
    sender = newsletter.Contact(name="A\r\nBcc: y@example.org", email=address)
    message = email.message_from_bytes(
        newsletter.build_email_message(found._replace(sender=sender)), policy=email.policy.default
    )
    assert (message["From"], message["Bcc"]) == (None, None)


TEXTS = [
    ("- one\n- two\n    - three", "- one\n- two\n  - three"),
    ("1. one\n2. two", "1. one\n2. two"),
    ("> said\n>\n> twice", "> said\n>\n> twice"),
    ("    code  here", "    code  here"),
    ("| a | bb |\n|---|---|\n| 1 | 2 |", "a  bb\n-  --\n1  2"),
    (f"| a | b |\n|---|---|\n| {'word ' * 12}| {'more ' * 12}|", f"a: {'word ' * 12}".strip()),
    ("![A curve](images/x.png)", "[picture: A curve]"),
    (
        "[a](https://a.example/) [b](https://a.example/) <https://c.example/>",
        "a [1] b [1] https://c.example/",
    ),
    ("*a* **b** `c`", "_a_ *b* `c`"),
    ("x[^1]\n\n[^1]: A note.", "x (note 1)"),
    ("one  \ntwo", "one\ntwo"),
    ("Let $x^2$ be.", "Let `x^2` be."),
]


@pytest.mark.parametrize(("markdown", "plain"), TEXTS, ids=[case[0][:16] for case in TEXTS])
def test_forms_of_plain_text(tmp_path: Path, markdown: str, plain: str) -> None:
    indented = "".join(f"  {line}\n" for line in markdown.splitlines())
    view = view_of(journal_of(tmp_path, W27=f"summary: S\nintro: |2\n{indented}"))
    assert (
        f"\n\nS\n\n{plain}\n"
        in newsletter.build_newsletter_issue(view, view.figures.weeks["2024-W27"]).text
    )


def test_the_day_is_the_authors(journal: Scratch) -> None:
    assert date(2024, 7, 22) > AT.date()
    assert (
        journal.run("week", "2024-W29", "--as", "share", now=datetime(2024, 7, 22, 0, 30)).code == 0
    )
