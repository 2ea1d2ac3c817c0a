"""RSS 2.0, with Dublin Core for names, Media RSS for the photo, and Atom for what RSS has no word for."""

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from .entries import Entry, Feed
from .xml_text import document, moment, put

NAMESPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def written(feed: Feed) -> str:
    """`feed` as the text of a file."""
    root = Element("rss", {"version": "2.0", **NAMESPACES})
    channel = put(root, "channel")
    put(channel, "title", feed.title)
    put(channel, "link", feed.page)
    put(channel, "description", feed.description)
    put(channel, "language", feed.language)
    if feed.updated_at:
        put(channel, "lastBuildDate", _date(feed.updated_at))
    put(channel, "atom:link", href=feed.address, rel="self", type="application/rss+xml")
    for entry in feed.entries:
        _item(channel, entry)
    return document(root)


def _item(channel: Element, entry: Entry) -> None:
    item = put(channel, "item")
    put(item, "title", entry.title)
    put(item, "link", entry.address)
    put(item, "guid", entry.address, isPermaLink="true")
    put(item, "pubDate", _date(entry.published_at))
    put(item, "atom:updated", moment(entry.updated_at))
    # Readers of feeds take a description for HTML: plain text must say that it is.
    put(item, "description", escape(entry.summary))
    if entry.html:
        put(item, "content:encoded", entry.html)
    for name in entry.authors:
        put(item, "dc:creator", name)
    for name in entry.contributors:
        put(item, "dc:contributor", name)
    for category in entry.categories:
        put(item, "category", category.name, domain=category.scheme)
    if picture := entry.picture:
        # Not an enclosure: that has to say how long the file is, which only its storage knows.
        size = {"width": str(picture.width), "height": str(picture.height)}
        media = put(item, "media:content", url=picture.url, type=picture.kind, medium="image", **size)
        if picture.alt:
            put(media, "media:description", picture.alt, type="plain")
        if picture.credit:
            put(media, "media:credit", picture.credit)


def _date(at: datetime) -> str:
    """RFC 822, with the year in four digits."""
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)
