"""Atom 1.0 (RFC 4287)."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from .entries import Entry, Feed
from .xml_text import document, moment, put

# When a feed in which nothing ever stood was last changed: the format asks for a moment.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def written(feed: Feed) -> str:
    """`feed` as the text of a file."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    put(root, "id", feed.address)
    put(root, "title", feed.title)
    put(root, "subtitle", feed.description)
    put(root, "updated", moment(feed.updated_at or NEVER))
    put(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    put(root, "link", rel="alternate", type="text/html", href=feed.page)
    put(put(root, "author"), "name", feed.publication)
    for entry in feed.entries:
        _entry(root, entry)
    return document(root)


def _entry(root: Element, entry: Entry) -> None:
    element = put(root, "entry", xml_lang=entry.language)
    put(element, "id", entry.address)
    put(element, "title", entry.title)
    put(element, "link", rel="alternate", type="text/html", href=entry.address)
    put(element, "published", moment(entry.published_at))
    put(element, "updated", moment(entry.updated_at))
    for name in entry.authors:
        put(put(element, "author"), "name", name)
    for name in entry.contributors:
        put(put(element, "contributor"), "name", name)
    for category in entry.categories:
        put(element, "category", term=category.term, scheme=category.scheme, label=category.name)
    if entry.picture:
        put(element, "link", rel="enclosure", type=entry.picture.kind, href=entry.picture.url)
    put(element, "summary", entry.summary)
    if entry.html:
        put(element, "content", entry.html, type="html")
