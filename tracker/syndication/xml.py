"""Names and texts -> well-formed XML, whatever the texts contain."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from tracker.syndication.html_tree import strip_control_characters


def add_xml_child(
    parent: etree.Element, name: str, text: str | None = None, /, **attributes: str
) -> etree.Element:
    """Append an element to `parent` and return it; its texts lose their control characters."""
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        element.set(key, strip_control_characters(value))
    if text is not None:
        element.text = strip_control_characters(text)
    return element


def format_xml_document(root: etree.Element) -> str:
    etree.indent(root)
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    return f"{declaration}\n{etree.tostring(root, encoding='unicode')}\n"
