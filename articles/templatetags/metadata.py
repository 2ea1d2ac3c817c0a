"""What a page's head says of it to search engines, to whoever shares it and to reference managers."""

import json
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.text import Truncator

from articles.models.text import prose
from articles.site import structured
from articles.site.citing import Citation, citation_of, tidy
from articles.site.photos import card_of

register = template.Library()

DESCRIPTION_CHARACTERS = 200
# What the Open Graph protocol takes: a language with a place where it is spoken.
LOCALES = {
    "ar": "ar_AR", "de": "de_DE", "en": "en_US", "es": "es_ES", "fa": "fa_IR", "fr": "fr_FR", "he": "he_IL",
    "it": "it_IT", "pt": "pt_PT", "ru": "ru_RU", "tr": "tr_TR", "uk": "uk_UA", "ur": "ur_PK",
}  # fmt: skip
_ESCAPES = {ord(each): f"\\u{ord(each):04X}" for each in "<>&\u2028\u2029"}


@register.filter
def described(text: str | Promise) -> str:
    """As much of `text` as a search engine shows, in one line."""
    return Truncator(tidy(_unescaped(text))).chars(DESCRIPTION_CHARACTERS)


def _unescaped(text: str | Promise) -> str:
    """What `blocktranslate` keeps in a variable is HTML already."""
    return unescape(str(text)) if isinstance(text, SafeData) else str(text)


@register.filter
def first_words(html: str) -> str:
    """The beginning of a cleaned text, in one line."""
    return described(" ".join(prose(html)[:3]))


@register.inclusion_tag("site/_meta.html", takes_context=True)
def page_meta(context: Mapping[str, Any], title: str, description: str, keep: str = "") -> dict[str, Any]:
    """The head of a page that is found under its own address.

    Of a query, it keeps the place where a list begins and what `keep` names: without these, another list stands there.
    """
    request, site = context["request"], context["site"]
    query = urlencode([(name, request.GET[name]) for name in (*keep.split(), "cursor") if request.GET.get(name)])
    return {
        "site": site,
        "title": _unescaped(title),
        "description": described(description) or described(title),
        "address": f"{site.url}{request.path}{f'?{query}' if query else ''}",
        "locale": LOCALES.get(site.language, ""),
        "card": site.card,
    }


@register.inclusion_tag("site/_article_meta.html", takes_context=True)
def article_meta(context: Mapping[str, Any]) -> dict[str, Any]:
    """The head of an article's page.

    Zotero makes of it a newspaper article with its author, its translator and its original: see docs/site.md.
    """
    listing, site = context["listing"], context["site"]
    citation = citation_of(listing, context["originals"], site)
    return {
        "site": site,
        "listing": listing,
        "edition": listing.edition,
        "citation": citation,
        "description": described(citation.abstract) or citation.title,
        "published": structured.moment(listing.published_at),
        "modified": structured.moment(max(listing.edition_at, listing.published_at)),
        "locale": LOCALES.get(listing.edition.language, ""),
        "card": card_of(listing),
        "extra": extra(citation),
    }


def extra(citation: Citation) -> str:
    """The lines of Zotero's field "Extra" that citation styles read, of one original; of several, one line each."""
    if len(citation.originals) > 1:
        return "\n".join(original.line for original in citation.originals)
    lines = []
    for original in citation.originals:
        day = original.published_on.isoformat() if original.published_on else ""
        authors = [] if citation.authors else original.authors
        lines += [
            ("original-title", original.title),
            ("original-publisher", original.outlet),
            ("original-date", day),
            *[("original-author", name) for name in authors],
            ("original-url", original.url),
        ]
    return "\n".join(f"{name}: {value}" for name, value in lines if value)


@register.inclusion_tag("site/_cite.html", takes_context=True)
def cite(context: Mapping[str, Any]) -> dict[str, Any]:
    """How to cite an article, and the files that say it to reference managers."""
    listing, site = context["listing"], context["site"]
    citation = citation_of(listing, context["originals"], site)
    return {"site": site, "listing": listing, "edition": listing.edition, "citation": citation}


def _json_ld(data: Mapping[str, Any]) -> SafeString:
    """`data` as a block that no browser runs, and that no text in it can end."""
    written = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written.translate(_ESCAPES)),  # noqa: S308  (escaped here)
    )


@register.simple_tag(takes_context=True)
def json_ld_of_article(context: Mapping[str, Any]) -> SafeString:
    of = [context[name] for name in ("listing", "originals", "corrections", "site")]
    return _json_ld(structured.article(*of))


@register.simple_tag(takes_context=True)
def json_ld_of_keyword(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.keyword(context["keyword"], context["spellings"], context["site"]))


@register.simple_tag(takes_context=True)
def json_ld_of_source(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.source(context["source"], context["profile"], context["site"]))


@register.simple_tag(takes_context=True)
def json_ld_of_section(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.section(context["section"], context["site"]))


@register.simple_tag(takes_context=True)
def json_ld_of_story(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.story(context["story"], context["site"]))


@register.simple_tag(takes_context=True)
def json_ld_of_home(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.front(context["site"]))


@register.simple_tag(takes_context=True)
def json_ld_of_about(context: Mapping[str, Any]) -> SafeString:
    return _json_ld(structured.about(context["site"]))
