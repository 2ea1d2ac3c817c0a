"""Search from a browser's own bar: the description of the search, and what it suggests (OpenSearch 1.1)."""

from html import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models.text import clean_line, visible
from articles.search import suggest
from articles.search.patience import SearchTooLongError, patience_for_each

from .furniture import furniture
from .searching import PATIENCE_MS
from .writing import written_in

# What the specification allows.
SHORT_NAME, LONG_NAME, DESCRIPTION = 16, 48, 1024
KINDS = {"keyword": _("Keyword"), "source": _("Outlet"), "headline": _("Article")}


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser adds this search to its own."""
    around = furniture()
    name = visible(around.name)
    addresses = {
        "text/html": (reverse("search"), "results"),
        "application/rss+xml": (reverse("search-feed", args=["rss"]), "results"),
        "application/x-suggestions+json": (reverse("suggestions"), "suggestions"),
        "application/opensearchdescription+xml": (reverse("opensearch"), "self"),
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{escape(name[:SHORT_NAME].strip())}</ShortName>",
        f"<LongName>{escape(name[:LONG_NAME].strip())}</LongName>",
        f"<Description>{escape(visible(around.motto or around.name)[:DESCRIPTION])}</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        f"<Language>{escape(around.language)}</Language>",
    ]
    for kind, (address, rel) in addresses.items():
        terms = "" if rel == "self" else "?q={searchTerms}"
        lines.append(f'<Url type="{kind}" rel="{rel}" template="{escape(around.url + address)}{terms}"/>')
    text = "\n".join([*lines, "</OpenSearchDescription>", ""])
    return HttpResponse(text, content_type="application/opensearchdescription+xml; charset=utf-8")


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be meant by the beginning `q`: OpenSearch's four lists, and the language of each text where it is known.

    An empty answer where it would take too long: suggestions are an extra.
    """
    # Browsers compare it with what they asked for: it goes back as it came.
    typed = request.GET.get("q", "")
    try:
        with patience_for_each(PATIENCE_MS):
            found = suggest(clean_line(typed))
    except SearchTooLongError:
        found = []
    around = furniture()
    with written_in(around.language, around.numerals):
        kinds = [str(KINDS[each.kind]) for each in found]
    urls = [settings.SITE_URL + each.url for each in found]
    texts, languages = [each.text for each in found], [each.language for each in found]
    answer = [typed, texts, kinds, urls, {"languages": languages}]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
