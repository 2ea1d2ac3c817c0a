"""A WordPress export (WXR 1.2) as text: valid XML whatever the words are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 can't say at all, not even as a reference.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
TAIL = "</channel>\n</rss>\n"


@dataclass(frozen=True)
class Term:
    """A section ("category") or a keyword ("post_tag")."""

    taxonomy: str
    slug: str
    name: str
    description: str = ""


@dataclass
class Post:
    """One `<item>`. `at`: aware. `address`: absolute, of the piece itself."""

    number: int
    kind: str
    status: str
    title: str
    slug: str
    address: str
    guid: str
    at: datetime
    creator: str
    content: str
    excerpt: str = ""
    terms: list[Term] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    attachment_url: str = ""


def element(name: str, said: str, **attributes: str) -> str:
    """An element that says `said`, as a section of plain characters."""
    about = "".join(f" {key}={quoteattr(_possible(value))}" for key, value in attributes.items())
    return f"<{name}{about}>{cdata(said)}</{name}>\n"


def cdata(said: str) -> str:
    return "<![CDATA[" + _possible(said).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def channel(*, title: str, address: str, description: str, language: str) -> str:
    return "".join(
        (
            HEAD,
            element("title", title),
            f"<link>{escape(address)}</link>\n",
            element("description", description),
            f"<language>{escape(language)}</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n",
            f"<wp:base_site_url>{escape(address)}</wp:base_site_url>\n",
            f"<wp:base_blog_url>{escape(address)}</wp:base_blog_url>\n",
        )
    )


def author(number: int, login: str, name: str) -> str:
    inner = f"<wp:author_id>{number}</wp:author_id>" + element("wp:author_login", login)
    return f"<wp:author>{inner}{element('wp:author_display_name', name)}</wp:author>\n"


def term(number: int, each: Term) -> str:
    tag, slug, name = (
        ("wp:category", "wp:category_nicename", "wp:cat_name")
        if each.taxonomy == "category"
        else ("wp:tag", "wp:tag_slug", "wp:tag_name")
    )
    about = "wp:category_description" if each.taxonomy == "category" else "wp:tag_description"
    parts = [element(slug, each.slug), element(name, each.name), element(about, each.description)]
    return f"<{tag}><wp:term_id>{number}</wp:term_id>{''.join(parts)}</{tag}>\n"


def item(post: Post) -> Iterator[str]:
    at = post.at.astimezone(UTC)
    moment = at.strftime("%Y-%m-%d %H:%M:%S")
    yield "<item>\n"
    yield element("title", post.title)
    yield f"<link>{escape(_possible(post.address))}</link>\n<pubDate>{format_datetime(at)}</pubDate>\n"
    yield element("dc:creator", post.creator)
    is_link = "true" if post.guid == post.address else "false"
    yield f'<guid isPermaLink="{is_link}">{escape(_possible(post.guid))}</guid>\n<description></description>\n'
    yield element("content:encoded", post.content) + element("excerpt:encoded", post.excerpt)
    yield f"<wp:post_id>{post.number}</wp:post_id>\n"
    # The site's own clock may be any: this one says UTC in both.
    yield element("wp:post_date", moment) + element("wp:post_date_gmt", moment)
    yield element("wp:comment_status", "closed") + element("wp:ping_status", "closed")
    yield element("wp:post_name", post.slug) + element("wp:status", post.status)
    yield "<wp:post_parent>0</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n"
    yield element("wp:post_type", post.kind) + element("wp:post_password", "") + "<wp:is_sticky>0</wp:is_sticky>\n"
    if post.attachment_url:
        yield element("wp:attachment_url", post.attachment_url)
    for each in post.terms:
        yield element("category", each.name, domain=each.taxonomy, nicename=each.slug)
    yield from _meta(post.meta)
    yield "</item>\n"


def _meta(meta: Iterable[tuple[str, str]]) -> Iterator[str]:
    for key, value in meta:
        yield f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:postmeta>\n"


def _possible(said: str) -> str:
    return _IMPOSSIBLE.sub("", said)
