"""What machines read, checked against its own specification: see README.md for where each schema comes from."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@cache
def _schema(name: str) -> etree.RelaxNG | etree.XMLSchema | Draft202012Validator:
    path = HERE / name
    match path.suffix:
        case ".rng":
            return etree.RelaxNG(etree.parse(path))
        case ".xsd":
            return etree.XMLSchema(etree.parse(path))
        case _:
            return Draft202012Validator(
                json.loads(path.read_text()), format_checker=Draft202012Validator.FORMAT_CHECKER
            )


def _document(name: str, content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    _schema(name).assertValid(root)
    return root


def rss(content: bytes) -> etree._Element:
    """`content` as an element; AssertionError or DocumentInvalid where it isn't RSS 2.0."""
    root = _document("rss.rng", content)
    guids = [each.text for each in root.iter("guid")]
    assert len(set(guids)) == len(guids)
    return root


def atom(content: bytes) -> etree._Element:
    """`content` as an element; AssertionError or DocumentInvalid where it isn't an Atom feed (RFC 4287)."""
    root = _document("atom.rng", content)
    # What the RFC says in words alone (4.1.1, 4.1.2).
    entries = root.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(ids)) == len(ids)
    assert root.find(f"{ATOM}author") is not None or all(each.find(f"{ATOM}author") is not None for each in entries)
    for each in (root, *entries):
        pages = [
            link.get("type") for link in each.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        assert len(set(pages)) == len(pages)
        assert pages or each.find(f"{ATOM}content") is not None
    return root


def json_feed(content: bytes) -> dict:
    """`content` as it was read; ValidationError where it isn't JSON Feed 1.1."""
    told = json.loads(content)
    _schema("json-feed.json").validate(told)
    assert len({item["id"] for item in told["items"]}) == len(told["items"])
    return told


FEEDS = {"rss": rss, "atom": atom, "json": json_feed}


def sitemap(content: bytes) -> list[etree._Element]:
    """The addresses of a sitemap, each an element; DocumentInvalid where `content` isn't one."""
    return list(_document("sitemap.xsd", content))


def sitemap_index(content: bytes) -> list[str]:
    """The addresses of the sitemaps of an index; DocumentInvalid where `content` isn't one."""
    return [each.findtext(f"{SITEMAP}loc") for each in _document("siteindex.xsd", content)]
