"""Pages that editors write, and the corrections."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Correction, Listing, Page

from .furniture import render_page
from .lookup import withdrawn_listings
from .paging import PAGE_SIZE, Cursor
from .photos import photos_in_body


@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """The pages about the publication."""
    pages = Page.objects.filter(is_public=True).order_by("position", "title")[:100]
    return render_page(request, "site/about.html", {"pages": list(pages.only("title", "slug"))})


@require_safe
def written_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug, is_public=True)
    return render_page(request, "site/page.html", {"page": page, "body_photos": photos_in_body(page.body)})


@dataclass(frozen=True)
class Notice:
    """A correction with the listing it is about; None where that was taken down: then its words stand alone."""

    correction: Correction
    listing: Listing | None


@require_safe
def corrections_page(request: HttpRequest) -> HttpResponse:
    """What was wrong in what readers may still read, and why something was taken from them, newest first."""
    # Asked row by row: the listings are many, the corrections on a page are few.
    told = Exists(Listing.public.filter(pk=OuterRef("article_id")))
    taken_down = Q(kind=Correction.Kind.RETRACTION) & Exists(withdrawn_listings().filter(pk=OuterRef("article_id")))
    rows = Correction.objects.exclude(kind__in=Correction.UNLISTED).filter(told | taken_down)
    if (cursor := request.GET.get("cursor")) is not None:
        try:
            rows = rows.filter(Cursor.read(cursor).older("at", "pk"))
        except ValueError as error:
            raise Http404 from error
    found = list(rows.order_by("-at", "-pk")[: PAGE_SIZE + 1])
    if cursor is not None and not found:
        raise Http404
    shown = found[:PAGE_SIZE]
    listings = Listing.public.for_lists().in_bulk([correction.article_id for correction in shown])
    context = {
        "notices": [Notice(correction, listings.get(correction.article_id)) for correction in shown],
        "older": str(Cursor(shown[-1].at, shown[-1].pk)) if len(found) > PAGE_SIZE else "",
        "is_first": cursor is None,
    }
    return render_page(request, "site/corrections.html", context)
