"""Names and texts -> XML that is well-formed, whatever the texts hold."""

from __future__ import annotations

from xml.etree import ElementTree as etree

from tracker.syndication.html_tree import strip_control_characters


def add_xml_child(
    parent: etree.Element, name: str, text: str | None = None, /, **attributes: str
) -> etree.Element:
    element = etree.SubElement(
        parent, name, {key: strip_control_characters(value) for key, value in attributes.items()}
    )
    element.text = None if text is None else strip_control_characters(text)
    return element


def format_xml_document(root: etree.Element) -> str:
    etree.indent(root)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"
    )
