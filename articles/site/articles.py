"""The article, its original, and both side by side."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_callable, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.models import Correction, Listing

from .furniture import render_page
from .lookup import Elsewhere, Withdrawn, listing_at
from .originals import ShownOriginal, shown_originals, side_by_side
from .photos import photos_in_body

Shows = Callable[[HttpRequest, Listing], HttpResponse]


def at_its_address(view: Shows) -> Callable[..., HttpResponse]:
    """`view` for a public listing; 410 for what was withdrawn, 301 to the right date, 404 for anything else."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
        match listing_at(year, month, day, slug):
            case Withdrawn(listing):
                # What is hidden may come back: it isn't called withdrawn before an editor says so.
                template = "site/hidden.html" if listing.is_hidden else "site/410.html"
                return render_page(request, template, {"listing": listing}, status=410)
            case Elsewhere(listing):
                assert request.resolver_match is not None
                return HttpResponsePermanentRedirect(reverse(request.resolver_match.view_name, args=listing.address))
            case listing:
                return view(request, listing)

    return found


@at_its_address
def article_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Everything that readers are told of one article."""
    corrections = Correction.objects.filter(article_id=listing.article_id).exclude(kind__in=Correction.UNLISTED)
    context = article_context(listing, shown_originals(listing.edition), list(corrections.order_by("-at", "-pk")))
    if bar := members_bar(request, listing):
        response = render_page(request, "site/article.html", context | {"members_bar": bar})
        # It is this member's alone: nobody keeps it, and no reader gets it.
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        return response
    return render_page(request, "site/article.html", context)


def article_context(
    listing: Listing, originals: Sequence[ShownOriginal], corrections: Sequence[Correction]
) -> dict[str, Any]:
    return {
        "listing": listing,
        "edition": listing.edition,
        "body_photos": photos_in_body(listing.edition.body),
        "originals": originals,
        "corrections": corrections,
        "is_readable": any(shown.is_readable for shown in originals),
        "is_whole": any(shown.is_whole for shown in originals),
    }


def members_bar(request: HttpRequest, listing: Listing) -> str:
    """What stands above the article for a member who is signed in to the desk, as HTML; "" for every reader.

    Where the desk is served too, settings name who makes it. Without the desk's cookie nothing is asked.
    """
    if not settings.MEMBERS_BAR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    return str(get_callable(settings.MEMBERS_BAR)(request, listing))


@at_its_address
def original_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The source-language versions, as far as readers may see them; 404 where they may see none.

    Those of which they may see nothing are named, with the reason.
    """
    return render_page(request, "site/original.html", original_context(listing, shown_originals(listing.edition)))


def original_context(listing: Listing, originals: Sequence[ShownOriginal]) -> dict[str, Any]:
    if not any(shown.is_readable for shown in originals):
        raise Http404
    return {
        "listing": listing,
        "edition": listing.edition,
        "originals": originals,
        "is_whole": any(shown.is_whole for shown in originals),
    }


@at_its_address
def parallel_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Article and original, paragraph by paragraph; 404 where readers may not see all of any original."""
    return render_page(request, "site/parallel.html", parallel_context(listing, shown_originals(listing.edition)))


def parallel_context(listing: Listing, originals: Sequence[ShownOriginal]) -> dict[str, Any]:
    whole = [shown for shown in originals if shown.is_whole]
    if not whole:
        raise Http404
    aligned, unpaired = side_by_side(listing.edition, whole)
    return {
        "listing": listing,
        "edition": listing.edition,
        # Where paragraphs stand beside each other, no photo is printed.
        "body_photos": photos_in_body(listing.edition.body) if unpaired else {},
        "aligned": aligned,
        "unpaired": unpaired,
        "missing": [shown for shown in originals if not shown.is_whole],
    }
