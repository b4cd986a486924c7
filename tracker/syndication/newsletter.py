"""A week -> an issue of a newsletter: HTML for mails, plain text, and both as one message. Pure.

Mail programs lose style sheets, and some turn dark by themselves. So every style stands on its element, and no text has
a colour of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tracker.model.english import day_words
from tracker.model.journal import Week
from tracker.model.plan import Contact
from tracker.pages import View
from tracker.syndication import prose
from tracker.syndication.html_tree import html_of, one_line, strip_control_characters, without_math
from tracker.syndication.plain_text import (
    WIDTH,
    References,
    format_references,
    render_plain_text,
    wrap_text,
)

SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
SHADE = "background-color:rgba(128,128,128,.16);"  # over whatever ground the reader has
LAYOUT = {
    "layout": f"max-width:600px;margin:0 auto;padding:24px 16px;font-family:{SANS};font-size:16px;line-height:1.55;",
    "heading": "font-size:26px;line-height:1.25;margin:4px 0 4px;",
    "small": "font-size:14px;line-height:1.5;margin:0 0 8px;",
    "link": "color:inherit;text-decoration:underline;",
    "rule": "border:0;border-top:1px solid #888888;margin:32px 0 16px;",
}
STYLES: Mapping[str, str] = {
    "p": "margin:0 0 16px;",
    "h1": "font-size:22px;line-height:1.3;margin:32px 0 8px;",
    "h2": "font-size:21px;line-height:1.3;margin:32px 0 8px;",
    "h3": "font-size:18px;line-height:1.3;margin:24px 0 8px;",
    "h4": "font-size:16px;line-height:1.3;margin:20px 0 6px;",
    "ul": "margin:0 0 16px;padding-left:22px;",
    "ol": "margin:0 0 16px;padding-left:24px;",
    "li": "margin:0 0 6px;",
    "a": LAYOUT["link"],
    "blockquote": "margin:0 0 16px;padding:0 0 0 14px;border-left:3px solid #888888;",
    "pre": f"{SHADE}margin:0 0 16px;padding:12px;overflow-x:auto;font-family:{MONO};font-size:13px;line-height:1.45;",
    "code": f"font-family:{MONO};font-size:.9em;",
    "img": "max-width:100%;height:auto;border:0;",
    "table": "border-collapse:collapse;margin:0 0 16px;font-size:15px;",
    "th": "text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #888888;",
    "td": "text-align:left;padding:4px 12px 4px 0;vertical-align:top;",
    "hr": LAYOUT["rule"],
    "figure": "margin:0 0 16px;",
    "figcaption": "font-size:14px;",
}


class Issue(NamedTuple):
    subject: str
    when: datetime
    html: str
    text: str
    sender: Contact


def build_newsletter_issue(view: View, week: Week) -> Issue:
    """The week as its post has it. What is held back is not in the view."""
    post = prose.week_post(view, week)
    sender = view.figures.plan.contact or Contact()
    subject = one_line(post.title)
    return Issue(
        subject,
        prose.noon_of_day(view, post.date),
        format_issue_html(view, post),
        format_issue_text(view, post),
        sender,
    )


def format_issue_html(view: View, post: prose.Post) -> str:
    contact = view.figures.plan.contact or Contact()
    found = load_mail_templates().get_template("newsletter.html.jinja")
    return found.render(
        **LAYOUT,
        language=view.place.language,
        title=post.title,
        preheader=post.summary,
        journal=journal_name_of(view),
        home=view.place.url or None,
        page=find_post_address(view, post),
        day=day_words(post.date, weekday=True),
        body=Markup(html_of(without_math(prose.build_post_tree(view, post)), STYLES)),
        name=contact.name,
        website=contact.url,
        email=contact.email,
        call=contact.call,
    )


def format_issue_text(view: View, post: prose.Post) -> str:
    """Wrapped at 72, its links numbered below."""
    references: References = []
    body = render_plain_text(without_math(prose.build_post_tree(view, post)), references)
    title = wrap_text(post.title, WIDTH)
    lines = [
        journal_name_of(view),
        "",
        title,
        "=" * max(map(len, title.splitlines())),
        day_words(post.date, weekday=True),
    ]
    parts = [
        "\n".join(lines),
        body,
        "-" * 8,
        *format_issue_closing(view, post),
        format_references(references),
    ]
    return strip_control_characters("\n\n".join(part for part in parts if part)) + "\n"


def format_issue_closing(view: View, post: prose.Post) -> list[str]:
    contact, page = view.figures.plan.contact or Contact(), find_post_address(view, post)
    sender = ", ".join(part for part in (contact.name, contact.email) if part)
    return [
        *([f"On the site, with its charts and every session:\n{page}"] if page else []),
        *([wrap_text(contact.call, WIDTH)] if contact.call else []),
        *([sender] if sender else []),
    ]


def journal_name_of(view: View) -> str:
    return view.place.name or view.figures.plan.title or "A learner's journal"


def find_post_address(view: View, post: prose.Post) -> str | None:
    return view.absolute(post.address) if view.place.url else None


@cache
def load_mail_templates() -> Environment:
    return Environment(
        loader=PackageLoader("tracker", "templates/mail"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def build_email_message(found: Issue) -> bytes:
    """Text and HTML as one message, for a mail program to open and send: the same bytes on every run."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = found.subject
    made["Date"] = found.when
    if sender := parse_sender_address(found.sender):
        made["From"] = sender
    made["X-Unsent"] = (
        "1"  # some programs then open it to be sent, and not as if it had been received
    )
    made.set_content(found.text, cte="quoted-printable")
    made.add_alternative(found.html, subtype="html", cte="quoted-printable")
    made.set_boundary(f"=={sha256((found.text + found.html).encode()).hexdigest()[:32]}")
    return made.as_bytes()


def parse_sender_address(contact: Contact) -> Address | None:
    """From whom; nobody where the plan gives no address, or what is none."""
    try:
        name = " ".join((contact.name or "").split())
        return Address(name, addr_spec=contact.email) if contact.email else None
    except (ValueError, IndexError, MessageError):  # IndexError: of some that end too soon
        return None
