"""Page -> JSON-LD: its subject in the terms of schema.org, for search engines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tracker.figures.stats import State
from tracker.model.journal import Week
from tracker.model.kinds import KINDS, Link
from tracker.pages.addresses import Essay
from tracker.pages.head.catalogue import (
    HOME,
    Catalogue,
    Leaf,
    absolute_url_of,
    canonical_url_of,
    title_of_subject,
)
from tracker.pages.page import View, item_uri

Node = dict[str, Any]
ABOUT = ("about.md", "about/index.md")
# They end the script for HTML, or a line for older JavaScript.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render_json_ld(catalogue: Catalogue, leaf: Leaf, image: str) -> str:
    """Return the script element for the page's head; "" if the site's URL is not known."""
    if not catalogue.view.place.url:
        return ""
    graph = [build_main_node(catalogue, leaf, image), *build_breadcrumbs(catalogue, leaf)]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>'


def build_main_node(catalogue: Catalogue, leaf: Leaf, image: str) -> Node:
    """Return the page's main node: a post, the item itself, the site or just a page."""
    subject = catalogue.subjects.get(leaf.uri)
    if isinstance(subject, Week | Essay):
        return build_posting_node(catalogue, leaf, subject, image)
    if isinstance(subject, State):
        return build_item_node(catalogue, leaf, subject)
    if leaf.uri == HOME:
        return build_site_node(catalogue, leaf)
    return build_page_node(catalogue, leaf)


def build_site_node(catalogue: Catalogue, leaf: Leaf) -> Node:
    place = catalogue.view.place
    return drop_empty_values(
        {
            "@type": "WebSite",
            "@id": place.url,
            "url": place.url,
            "name": place.name,
            "description": leaf.description,
            "inLanguage": place.language,
            "author": build_author_node(catalogue.view),
        }
    )


def build_page_node(catalogue: Catalogue, leaf: Leaf) -> Node:
    place, url = catalogue.view.place, canonical_url_of(catalogue, leaf)
    author = None
    if leaf.uri == place.journal_uri:
        kind = "Blog"
    elif leaf.uri in ABOUT:
        kind = "AboutPage"
        author = build_author_node(catalogue.view)
    else:
        kind = "WebPage"
    if leaf.uri in {f"{kind}/index.md" for kind in KINDS}:
        kind = "CollectionPage"
    return drop_empty_values(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "name": leaf.title,
            "description": leaf.description,
            "inLanguage": place.language,
            "isPartOf": {
                "@type": "WebSite",
                "@id": place.url,
                "url": place.url,
                "name": place.name,
            },
            "mainEntity": author,
        }
    )


def build_posting_node(catalogue: Catalogue, leaf: Leaf, post: Week | Essay, image: str) -> Node:
    view, url = catalogue.view, canonical_url_of(catalogue, leaf)
    last = max([post.date, *list_worked_days(view, post)])
    return drop_empty_values(
        {
            "@type": "BlogPosting",
            "@id": url,
            "url": url,
            "mainEntityOfPage": url,
            "headline": title_of_subject(view, post),
            "description": leaf.description,
            "datePublished": post.date.isoformat(),
            "dateModified": last.isoformat(),
            "author": build_author_node(view),
            "image": image,
            "keywords": list(post.tags),
            "inLanguage": view.place.language,
            "about": build_about_nodes(view, post),
        }
    )


def list_worked_days(view: View, post: Week | Essay) -> list[Any]:
    if not isinstance(post, Week):
        return []
    return [entry.day for entry in view.figures.by_week.get(post.name, ()) if entry.day]


def build_about_nodes(view: View, post: Week | Essay) -> list[Node]:
    """Return a node of each item that a week writes about or worked on."""
    if isinstance(post, Essay):
        return []
    aliases, states = view.figures.plan.aliases, view.figures.states
    ids = [aliases.get(id_, id_) for _, id_, _ in post.records]
    ids += [entry.item for entry in view.figures.by_week.get(post.name, ()) if entry.item]
    nodes = []
    for id_ in dict.fromkeys(ids):
        state = states[id_]
        node = {
            "@type": schema_type_of(state),
            "@id": absolute_url_of(view, item_uri(state)) + "#item",
            "name": state.title,
        }
        nodes.append(node)
    return nodes


def build_item_node(catalogue: Catalogue, leaf: Leaf, state: State) -> Node:
    """Return the node of the item itself, as it is in the world, not of its page here."""
    item, url = state.item, absolute_url_of(catalogue.view, item_uri(state))
    node = {
        "@type": schema_type_of(state),
        "@id": f"{url}#item",
        "mainEntityOfPage": url,
        "name": state.title,
        "description": leaf.description,
        "url": item.url,
    }
    return drop_empty_values(node | list_item_properties(state))


def schema_type_of(state: State) -> str:
    """Return an item's type by schema.org."""
    if getattr(state.item, "form", None) == "book":
        return "Book"
    kind = KINDS[state.kind]
    no_code = kind.schema_type == "SoftwareSourceCode" and not getattr(state.item, "repo", None)
    return "CreativeWork" if no_code else kind.schema_type


def list_item_properties(state: State) -> Node:
    """Return the plan's facts of an item by schema.org's names; some values may be empty."""
    item, schema_type = state.item, schema_type_of(state)
    by, year = getattr(item, "by", None), getattr(item, "year", None)
    addresses = []
    if arxiv := getattr(item, "arxiv", None):
        addresses.append(f"https://arxiv.org/abs/{arxiv}")
    if doi := getattr(item, "doi", None):
        addresses.append(f"https://doi.org/{doi}")
    authors = [{"@type": "Person", "name": name} for name in getattr(item, "authors", ())]
    # Without a type: the plan does not say whether it is a person or a house.
    maker = {"name": by} if by else None
    taught = schema_type == "Course"
    return {
        "headline": item.title if schema_type == "ScholarlyArticle" else None,
        "author": authors or (None if taught else maker),
        "provider": maker if taught else None,
        "datePublished": str(year) if year else None,
        "sameAs": addresses,
        "codeRepository": getattr(item, "repo", None),
        KINDS[state.kind].schema_skills: list(item.skills),
    }


def build_author_node(view: View) -> Node | None:
    """Return the plan's contact as a person; without e-mail address, which programs collect too."""
    contact = view.figures.plan.contact
    if contact is None or not contact.name:
        return None
    profiles = [link.url for link in contact.links if is_web_link(link)]
    url = None
    if contact.url and is_web_link(Link(contact.url)):
        url = contact.url
    return drop_empty_values(
        {"@type": "Person", "name": contact.name, "url": url, "sameAs": profiles}
    )


def is_web_link(link: Link) -> bool:
    return link.url.startswith(("http://", "https://"))


def build_breadcrumbs(catalogue: Catalogue, leaf: Leaf) -> list[Node]:
    """Return the path from the home page to a post or an item."""
    view, subject = catalogue.view, catalogue.subjects.get(leaf.uri)
    if subject is None:
        return []
    if isinstance(subject, State):
        parent, parent_uri = KINDS[subject.kind].heading, f"{subject.kind}/index.md"
    else:
        parent, parent_uri = "Journal", view.place.journal_uri
    steps = [
        (view.place.name, view.place.url),
        (parent, absolute_url_of(view, parent_uri)),
        (title_of_subject(view, subject), canonical_url_of(catalogue, leaf)),
    ]
    items = []
    for number, (name, url) in enumerate(steps, 1):
        items.append({"@type": "ListItem", "position": number, "name": name, "item": url})
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def drop_empty_values(node: Mapping[str, Any]) -> Node:
    """Return the node without its empty values, as they are not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
