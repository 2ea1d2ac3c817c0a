"""The lists of names: keywords A to Z by kind, and outlets."""

import re
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Keyword, Listing, Source, SourceProfile

from .furniture import render_page
from .keywords import PERSON, in_use

ON_A_PAGE = 200
OF_EACH_KIND = 40


@require_safe
def keywords_page(request: HttpRequest) -> HttpResponse:
    """The beginning of each kind's list, or with `kind` all of one kind, two hundred at a time.

    All the people are in the who's who.
    """
    kind = request.GET.get("kind")
    if kind is None:
        parts = [in_use().filter(kind=each)[: OF_EACH_KIND + 1] for each in Keyword.Kind.values]
        found = sorted(parts[0].union(*parts[1:], all=True), key=lambda keyword: keyword.slug)
        kinds = [(each, [keyword for keyword in found if keyword.kind == each]) for each in Keyword.Kind]
        beginnings: dict[str, Any] = {
            "here": "keywords",
            "kinds": [(each, some[:OF_EACH_KIND], len(some) > OF_EACH_KIND) for each, some in kinds if some],
        }
        return render_page(request, "site/keywords.html", beginnings)
    if kind not in Keyword.Kind.values:
        raise Http404
    if kind == PERSON:
        return HttpResponsePermanentRedirect(reverse("whos-who"))
    rows = in_use().filter(kind=kind)
    if cursor := name_cursor(request):
        rows = rows.filter(slug__gt=cursor)
    keywords = list(rows[: ON_A_PAGE + 1])
    if not keywords and cursor:
        raise Http404
    shown = keywords[:ON_A_PAGE]
    context: dict[str, Any] = {
        "here": "keywords",
        "kind": Keyword.Kind(kind),
        "letters": [(letter, list(some)) for letter, some in groupby(shown, key=lambda each: each.slug[0].upper())],
        "next": shown[-1].slug if len(keywords) > ON_A_PAGE else "",
        "is_first": not cursor,
    }
    return render_page(request, "site/keywords_of_a_kind.html", context)


@require_safe
def sources_page(request: HttpRequest) -> HttpResponse:
    """The outlets that something public is from, with what each is said to be today."""
    today = timezone.localdate()
    used = Exists(Listing.public.filter(source=OuterRef("pk")))
    in_force = SourceProfile.objects.in_force_on(today).select_related("alignment")
    rows = Source.objects.filter(used).order_by("slug").prefetch_related(Prefetch("profiles", in_force, "in_force"))
    if cursor := name_cursor(request):
        rows = rows.filter(slug__gt=cursor)
    sources = list(rows[: ON_A_PAGE + 1])
    if not sources and cursor:
        raise Http404
    shown = sources[:ON_A_PAGE]
    context = {
        "here": "sources",
        "sources": shown,
        "next": shown[-1].slug if len(sources) > ON_A_PAGE else "",
        "is_first": not cursor,
    }
    return render_page(request, "site/sources.html", context)


def name_cursor(request: HttpRequest) -> str:
    """The slug after which the page begins; "" at the start. Raises Http404 for what is no slug."""
    cursor = request.GET.get("cursor")
    if cursor is None:
        return ""
    if not re.fullmatch(r"[-a-zA-Z0-9_]{1,100}", cursor):
        raise Http404
    return cursor
