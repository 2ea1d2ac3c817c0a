"""The article, its original, and both side by side."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Correction, Listing

from .furniture import render_page
from .lookup import Elsewhere, Withdrawn, listing_at
from .originals import shown_originals, side_by_side

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
    originals = shown_originals(listing.edition)
    corrections = Correction.objects.filter(article_id=listing.article_id).exclude(kind__in=Correction.UNLISTED)
    context = {
        "listing": listing,
        "edition": listing.edition,
        "originals": originals,
        "corrections": list(corrections.order_by("-at", "-pk")),
        "is_readable": any(shown.is_readable for shown in originals),
        "is_whole": any(shown.is_whole for shown in originals),
    }
    return render_page(request, "site/article.html", context)


@at_its_address
def original_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The source-language versions, as far as readers may see them; 404 where they may see none.

    Those of which they may see nothing are named, with the reason.
    """
    originals = shown_originals(listing.edition)
    if not any(shown.is_readable for shown in originals):
        raise Http404
    context = {
        "listing": listing,
        "edition": listing.edition,
        "originals": originals,
        "is_whole": any(shown.is_whole for shown in originals),
    }
    return render_page(request, "site/original.html", context)


@at_its_address
def parallel_page(request: HttpRequest, listing: Listing) -> HttpResponse:
    """Article and original, paragraph by paragraph; 404 where readers may not see all of any original."""
    originals = shown_originals(listing.edition)
    whole = [shown for shown in originals if shown.is_whole]
    if not whole:
        raise Http404
    aligned, unpaired = side_by_side(listing.edition, whole)
    context = {
        "listing": listing,
        "edition": listing.edition,
        "aligned": aligned,
        "unpaired": unpaired,
        "missing": [shown for shown in originals if not shown.is_whole],
    }
    return render_page(request, "site/parallel.html", context)
