"""A picture by itself with a title -> a figure with that title as its caption."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor


def find_titled_picture(paragraph: etree.Element) -> etree.Element | None:
    """The titled picture, or the link around it, that is all a paragraph holds."""
    if paragraph.tag != "p" or len(paragraph) != 1 or (paragraph.text or "").strip():
        return None
    only = paragraph[0]
    inner = (
        only[0] if only.tag == "a" and len(only) == 1 and not (only.text or "").strip() else only
    )
    alone = not any((element.tail or "").strip() for element in (only, inner))
    return only if alone and inner.tag == "img" and inner.get("title") else None


class Captions(Treeprocessor):
    """`![alt](images/x.png "Caption")` alone in its paragraph, wherever paragraphs stand."""

    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            shown = find_titled_picture(paragraph)
            if shown is None:
                continue
            image = shown if shown.tag == "img" else shown[0]
            caption = image.attrib.pop("title")
            paragraph.tag, paragraph.text, shown.tail = "figure", None, None
            paragraph.set("class", "tracker-figure")
            etree.SubElement(paragraph, "figcaption").text = caption
