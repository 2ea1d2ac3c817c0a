"""XML as feeds need it: names with their prefix, and no character that XML has no place for."""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from articles.models.text import visible

# The two that `visible` leaves, as they are no characters of any script (XML 1.0, production 2).
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def put(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element at the end of `parent`. An attribute's "_" stands for ":" (`xml_lang`)."""
    named = {name.replace("_", ":"): printable(value) for name, value in attributes.items()}
    element = SubElement(parent, tag, named)
    element.text = printable(text) or None
    return element


def printable(text: str) -> str:
    """`text` without what hides or breaks others, for any format."""
    return _NO_CHARACTERS.sub("", visible(text))


def document(root: Element) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def moment(at: datetime) -> str:
    """RFC 3339, in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
