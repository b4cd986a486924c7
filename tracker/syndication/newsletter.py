"""Week -> an issue of a newsletter: HTML for mails, plain text, and both as one message. Pure.

Mail programs remove style sheets, and some have a dark mode of their own. So every style stands on
its element, and no text has a colour of its own.
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
SHADE = "background-color:rgba(128,128,128,.16);"  # works on any background
LAYOUT = {
    "layout": (
        f"max-width:600px;margin:0 auto;padding:24px 16px;font-family:{SANS};"
        "font-size:16px;line-height:1.55;"
    ),
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
    "pre": (
        f"{SHADE}margin:0 0 16px;padding:12px;overflow-x:auto;font-family:{MONO};"
        "font-size:13px;line-height:1.45;"
    ),
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
    """Build the issue of a week from its post. The view has nothing that is held back."""
    post = prose.week_post(view, week)
    return Issue(
        subject=one_line(post.title),
        when=prose.noon_of_day(view, post.date),
        html=format_issue_html(view, post, bool(view.figures.by_week.get(week.name))),
        text=format_issue_text(view, post),
        sender=view.figures.plan.contact or Contact(),
    )


def format_issue_html(view: View, post: prose.Post, has_sessions: bool) -> str:
    contact = view.figures.plan.contact or Contact()
    tree = without_math(prose.build_post_tree(view, post))
    template = load_mail_templates().get_template("newsletter.html.jinja")
    return template.render(
        **LAYOUT,
        language=view.place.language,
        title=post.title,
        preheader=post.summary,
        journal=journal_name_of(view),
        home=view.place.url or None,
        page=find_post_address(view, post),
        has_sessions=has_sessions,
        day=day_words(post.date, weekday=True),
        body=Markup(html_of(tree, STYLES)),
        name=contact.name,
        website=contact.url,
        email=contact.email,
        call=contact.call,
    )


def format_issue_text(view: View, post: prose.Post) -> str:
    """Return a post as plain text: wrapped at 72 letters, with numbered links at the end."""
    references: References = []
    body = render_plain_text(without_math(prose.build_post_tree(view, post)), references)
    title = wrap_text(post.title, WIDTH)
    underline = "=" * max(map(len, title.splitlines()))
    day = day_words(post.date, weekday=True)
    lines = [journal_name_of(view), "", title, underline, day]
    parts = [
        "\n".join(lines),
        body,
        "-" * 8,
        *format_issue_closing(view, post),
        format_references(references),
    ]
    return strip_control_characters("\n\n".join(filter(None, parts))) + "\n"


def format_issue_closing(view: View, post: prose.Post) -> list[str]:
    """Return the last paragraphs: the post's address, the call to write, the sender."""
    contact = view.figures.plan.contact or Contact()
    page = find_post_address(view, post)
    paragraphs = []
    if page:
        paragraphs.append(f"On the site:\n{page}")
    if contact.call:
        paragraphs.append(wrap_text(contact.call, WIDTH))
    sender = ", ".join(filter(None, (contact.name, contact.email)))
    if sender:
        paragraphs.append(sender)
    return paragraphs


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


def build_email_message(issue: Issue) -> bytes:
    """Format an issue as a message of text and HTML that a mail program can open and send.

    The bytes are the same on every run.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = issue.subject
    message["Date"] = issue.when
    sender = parse_sender_address(issue.sender)
    if sender:
        message["From"] = sender
    # With it some programs open the message as a draft, not as a received one.
    message["X-Unsent"] = "1"
    message.set_content(issue.text, cte="quoted-printable")
    message.add_alternative(issue.html, subtype="html", cte="quoted-printable")
    digest = sha256((issue.text + issue.html).encode()).hexdigest()
    message.set_boundary(f"=={digest[:32]}")
    return message.as_bytes()


def parse_sender_address(contact: Contact) -> Address | None:
    """Return the sender's address; None if the plan has no address, or an invalid one."""
    if not contact.email:
        return None
    name = " ".join((contact.name or "").split())
    try:
        return Address(name, addr_spec=contact.email)
    except (ValueError, IndexError, MessageError):  # IndexError: of an address that is cut off
        return None
