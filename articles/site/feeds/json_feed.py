"""JSON Feed 1.1."""

import json
from typing import Any

from .entries import Entry, Feed
from .xml_text import moment, printable

VERSION = "https://jsonfeed.org/version/1.1"


def written(feed: Feed) -> str:
    """`feed` as the text of a file."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.publication}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_printable(told), ensure_ascii=False) + "\n"


def _printable(told: Any) -> Any:
    match told:
        case str():
            return printable(told)
        case list():
            return [_printable(each) for each in told]
        case dict():
            return {name: _printable(value) for name, value in told.items()}
    raise TypeError(f"{told!r} has no place in a feed")


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        "language": entry.language,
        "summary": entry.summary,
        "date_published": moment(entry.published_at),
        "date_modified": moment(entry.updated_at),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [category.name for category in entry.categories],
        # Tags alone don't tell a section from a keyword, nor authors who translated.
        "_newsroom": {
            "categories": [{"label": each.name, "scheme": each.scheme, "term": each.term} for each in entry.categories],
            "contributors": [{"name": name} for name in entry.contributors],
        },
    }
    # The format asks for one of the two.
    item |= {"content_html": entry.html} if entry.html else {"content_text": entry.summary}
    return item | ({"image": entry.picture.url} if entry.picture else {})
