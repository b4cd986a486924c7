"""Journal -> the ways to follow it: its feed, the reading calendar, the newsletter, mail."""

from __future__ import annotations

from html import escape
from typing import NamedTuple
from urllib.parse import quote

from tracker.figures import titles
from tracker.model.journal import Week
from tracker.model.plan import Contact
from tracker.pages.markdown import Md
from tracker.pages.page import View

# What an address of mail may not hold: it would say something else in a link.
_NOT_IN_MAIL = frozenset(" <>\"'()[]")


class Way(NamedTuple):
    """A way to follow: its label, and a whole address or, without a colon, a file of the site."""

    label: str
    address: str

    def link(self, root: str) -> Md:
        """Build the link; `root` leads from the page to the site's first page: `../../`."""
        address = self.address if ":" in self.address else root + self.address
        return Md(f'<a href="{escape(address)}">{escape(self.label)}</a>')


def list_ways_to_follow(view: View) -> list[Way]:
    """List the ways that this site has: nothing is named that is not there."""
    plan = view.figures.plan
    ways = []
    if view.place.url and view.place.feeds:
        ways.append(Way("RSS", "feed.xml"))
    if any(series.schedule for series in plan.series.values()):
        ways.append(Way("Reading calendar", "calendar.ics"))
    if plan.contact and plan.contact.newsletter:
        ways.append(Way("Newsletter", plan.contact.newsletter))
    return ways


def find_mail_address(contact: Contact | None) -> str | None:
    """Find the author's address of mail; None where the plan has none, or no valid one."""
    email = contact.email if contact else None
    if email and "@" in email and not set(email) & _NOT_IN_MAIL:
        return email
    return None


def reply_by_mail(view: View, title: str) -> list[Way]:
    """Return a link that opens a mail to the author, with the post's title as its subject."""
    email = find_mail_address(view.figures.plan.contact)
    if not email:
        return []
    subject = quote(" ".join(title.split()), safe="")
    return [Way("Reply by mail", f"mailto:{quote(email, safe='@+')}?subject={subject}")]


def render_post_ways(view: View, title: str, address: str) -> Md:
    """Render the block below a post; `address` is the post's own, relative to the site's URL."""
    ways = [*list_ways_to_follow(view), *reply_by_mail(view, title)]
    return render_ways(ways, "tracker-follow", "../" * address.count("/"))


def render_week_ways(view: View, week: Week) -> Md:
    return render_post_ways(view, titles.title_of_week(view.figures, week), view.post_address(week))


def render_ways(ways: list[Way], name: str, root: str) -> Md:
    """Render links as one line of HTML, a part of the page for screen readers; "" for none."""
    if not ways:
        return Md("")
    links = " · ".join(way.link(root) for way in ways)
    label = "Follow this journal" if name == "tracker-follow" else "Follow"
    return Md(
        f'<nav class="{name}" aria-label="{label}" data-search-exclude>'
        f"<span>Follow</span> {links}</nav>"
    )


# Where Material's footer begins to say who made the site.
FOOTER = '<div class="md-footer-meta__inner md-grid">'


def add_footer_ways(view: View, html: str, root: str) -> str:
    """Put the ways to follow into the footer of a page of the theme."""
    ways = render_ways(list_ways_to_follow(view), "tracker-follow-footer", root)
    return html.replace(FOOTER, FOOTER + ways, 1) if ways else html
