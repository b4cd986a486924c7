"""A page -> JSON-LD: what it is of, in the words of schema.org, for programs that search and gather."""

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
# Also where the script ends for HTML, and where a line ends for older JavaScript.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render_json_ld(known: Catalogue, leaf: Leaf, image: str) -> str:
    """The element for the page's head; nothing where the site does not know its own address."""
    if not known.view.place.url:
        return ""
    graph = [main(known, leaf, image), *build_breadcrumbs(known, leaf)]
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>'


def main(known: Catalogue, leaf: Leaf, image: str) -> Node:
    """What the page is: a post, what an item is in the world, or just a page."""
    subject = known.subjects.get(leaf.uri)
    if isinstance(subject, Week | Essay):
        return build_posting_node(known, leaf, subject, image)
    if isinstance(subject, State):
        return build_item_node(known, leaf, subject)
    return build_site_node(known, leaf) if leaf.uri == HOME else build_page_node(known, leaf)


def build_site_node(known: Catalogue, leaf: Leaf) -> Node:
    place = known.view.place
    return drop_empty_values(
        {
            "@type": "WebSite",
            "@id": place.url,
            "url": place.url,
            "name": place.name,
            "description": leaf.description,
            "inLanguage": place.language,
            "author": build_author_node(known.view),
        }
    )


def build_page_node(known: Catalogue, leaf: Leaf) -> Node:
    place, whole = known.view.place, canonical_url_of(known, leaf)
    kind = (
        "Blog" if leaf.uri == place.journal_uri else "AboutPage" if leaf.uri in ABOUT else "WebPage"
    )
    if leaf.uri in {f"{kind}/index.md" for kind in KINDS}:
        kind = "CollectionPage"
    return drop_empty_values(
        {
            "@type": kind,
            "@id": whole,
            "url": whole,
            "name": leaf.title,
            "description": leaf.description,
            "inLanguage": place.language,
            "isPartOf": {
                "@type": "WebSite",
                "@id": place.url,
                "url": place.url,
                "name": place.name,
            },
            "mainEntity": build_author_node(known.view) if kind == "AboutPage" else None,
        }
    )


def build_posting_node(known: Catalogue, leaf: Leaf, post: Week | Essay, image: str) -> Node:
    view, whole = known.view, canonical_url_of(known, leaf)
    last = max([post.date, *list_worked_days(view, post)])
    return drop_empty_values(
        {
            "@type": "BlogPosting",
            "@id": whole,
            "url": whole,
            "mainEntityOfPage": whole,
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
    entries = view.figures.by_week.get(post.name, ()) if isinstance(post, Week) else ()
    return [entry.day for entry in entries if entry.day]


def build_about_nodes(view: View, post: Week | Essay) -> list[Node]:
    """The items that a week worked on or wrote of, by their pages here."""
    if isinstance(post, Essay):
        return []
    aliases, states = view.figures.plan.aliases, view.figures.states
    named = [aliases.get(id_, id_) for _, id_, _ in post.records]
    named += [entry.item for entry in view.figures.by_week.get(post.name, ()) if entry.item]
    found = [states[id_] for id_ in dict.fromkeys(named)]
    return [
        {
            "@type": schema_type_of(state),
            "@id": absolute_url_of(view, item_uri(state)) + "#item",
            "name": state.title,
        }
        for state in found
    ]


def build_item_node(known: Catalogue, leaf: Leaf, state: State) -> Node:
    """The item itself, as it is in the world; the page here is where it is spoken of."""
    item, whole = state.item, absolute_url_of(known.view, item_uri(state))
    node = {
        "@type": schema_type_of(state),
        "@id": f"{whole}#item",
        "mainEntityOfPage": whole,
        "name": state.title,
        "description": leaf.description,
        "url": item.url,
    }
    return drop_empty_values(node | list_item_properties(state))


def schema_type_of(state: State) -> str:
    """Its type by schema.org."""
    if getattr(state.item, "form", None) == "book":
        return "Book"
    kind = KINDS[state.kind]
    no_code = kind.schema_type == "SoftwareSourceCode" and not getattr(state.item, "repo", None)
    return "CreativeWork" if no_code else kind.schema_type


def list_item_properties(state: State) -> Node:
    """What the plan says of an item, in the words of schema.org. What is empty is left out later."""
    item, schema_type = state.item, schema_type_of(state)
    by, year = getattr(item, "by", None), getattr(item, "year", None)
    arxiv, doi = getattr(item, "arxiv", None), getattr(item, "doi", None)
    authors = [{"@type": "Person", "name": name} for name in getattr(item, "authors", ())]
    # Without a type: the plan does not say whether it is a person or a house.
    maker = {"name": by} if by else None
    taught = schema_type == "Course"
    return {
        "headline": item.title if schema_type == "ScholarlyArticle" else None,
        "author": authors or (None if taught else maker),
        "provider": maker if taught else None,
        "datePublished": str(year) if year else None,
        "sameAs": [f"https://arxiv.org/abs/{arxiv}"] * bool(arxiv)
        + [f"https://doi.org/{doi}"] * bool(doi),
        "codeRepository": getattr(item, "repo", None),
        KINDS[state.kind].schema_skills: list(item.skills),
    }


def build_author_node(view: View) -> Node | None:
    """Who writes, as the plan's contact says; no address of e-mail, for programs gather those too."""
    contact = view.figures.plan.contact
    if contact is None or not contact.name:
        return None
    same = [link.url for link in contact.links if is_web_link(link)]
    url = contact.url if contact.url and is_web_link(Link(contact.url)) else None
    return drop_empty_values({"@type": "Person", "name": contact.name, "url": url, "sameAs": same})


def is_web_link(link: Link) -> bool:
    return link.url.startswith(("http://", "https://"))


def build_breadcrumbs(known: Catalogue, leaf: Leaf) -> list[Node]:
    """The way from the home page to a post or an item."""
    view, subject = known.view, known.subjects.get(leaf.uri)
    if subject is None:
        return []
    above = (
        (KINDS[subject.kind].heading, f"{subject.kind}/index.md")
        if isinstance(subject, State)
        else ("Journal", view.place.journal_uri)
    )
    steps = [
        (view.place.name, view.place.url),
        (above[0], absolute_url_of(view, above[1])),
        (title_of_subject(view, subject), canonical_url_of(known, leaf)),
    ]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(steps, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}]


def drop_empty_values(node: Mapping[str, Any]) -> Node:
    """Without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
