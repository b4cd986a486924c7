"""A paragraph that holds only a picture with a title -> a figure with the title as its caption."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor


def find_titled_picture(paragraph: etree.Element) -> etree.Element | None:
    """Find the picture with a title, or the link around it, that is all a paragraph holds."""
    if paragraph.tag != "p" or not _holds_one_element(paragraph):
        return None
    outer = paragraph[0]
    image = outer
    if outer.tag == "a" and _holds_one_element(outer):
        image = outer[0]
    if image.tag != "img" or not image.get("title"):
        return None
    return outer


def _holds_one_element(element: etree.Element) -> bool:
    """Whether an element holds one other and no text beside it."""
    if len(element) != 1:
        return False
    return not (element.text or "").strip() and not (element[0].tail or "").strip()


class Captions(Treeprocessor):
    """Makes a figure of `![alt](images/x.png "Caption")` alone in its paragraph."""

    def run(self, root: etree.Element) -> None:
        for paragraph in root.iter("p"):
            picture = find_titled_picture(paragraph)
            if picture is None:
                continue
            image = picture if picture.tag == "img" else picture[0]
            caption = image.attrib.pop("title")
            picture.tail = None
            paragraph.tag, paragraph.text = "figure", None
            paragraph.set("class", "tracker-figure")
            etree.SubElement(paragraph, "figcaption").text = caption
