"""The article, its original, and both side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_callable, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from articles.models import Correction, Listing, Photo

from .furniture import Furniture, furniture, render_page
from .lookup import Elsewhere, Withdrawn, day_of, listing_at
from .made import article_made, kept_article, kept_pairs, keys_of_article, parts_of
from .originals import ShownOriginal, shown_originals, side_by_side
from .photos import photos_in_body
from .writing import written_in

Shows = Callable[..., HttpResponse]


def at_its_address(view: Shows) -> Callable[..., HttpResponse]:
    """`view` for a public listing; 410 for what was withdrawn, 301 to the right date, 404 for anything else."""

    @require_safe
    @wraps(view)
    def found(request: HttpRequest, year: str, month: str, day: str, slug: str, **more: Any) -> HttpResponse:
        match listing_at(year, month, day, slug):
            case Withdrawn(listing):
                # What is hidden may come back: it isn't called withdrawn before an editor says so.
                template = "site/hidden.html" if listing.is_hidden else "site/410.html"
                return render_page(request, template, {"listing": listing}, status=410)
            case Elsewhere(listing):
                assert request.resolver_match is not None
                return HttpResponsePermanentRedirect(reverse(request.resolver_match.view_name, args=listing.address))
            case listing:
                return view(request, listing, **more)

    return found


@require_safe
def article_page(request: HttpRequest, year: str, month: str, day: str, slug: str) -> HttpResponse:
    """Everything that readers are told of one article: as it was made beforehand, or made now."""
    around = furniture()
    if not _may_be_a_member(request) and (found := kept_article(day_of(year, month, day), slug, around)):
        parts, keys = found
        return render_page(request, "site/article.html", parts._asdict(), around=around, keys=keys)
    return _article_made_now(request, year, month, day, slug, around=around)


@at_its_address
def _article_made_now(request: HttpRequest, listing: Listing, *, around: Furniture) -> HttpResponse:
    originals = shown_originals(listing.edition)
    with written_in(around.language, around.numerals):
        made = article_made(article_context(listing, originals, listed_corrections([listing.article_id])), around)
    context, keys = parts_of(made)._asdict(), keys_of_article(listing, originals)
    if bar := members_bar(request, listing):
        context["members_bar"] = bar
        response = render_page(request, "site/article.html", context, around=around)
        # It is this member's alone: nobody keeps it, and no reader gets it.
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Cookie"])
        return response
    return render_page(request, "site/article.html", context, around=around, keys=keys)


def listed_corrections(articles: Iterable[int]) -> list[Correction]:
    """What readers are told was wrong with these articles, newest first."""
    found = Correction.objects.filter(article__in=articles).exclude(kind__in=Correction.UNLISTED)
    return list(found.order_by("-at", "-pk"))


def article_context(
    listing: Listing,
    originals: Sequence[ShownOriginal],
    corrections: Sequence[Correction],
    photos: Mapping[int, Photo] | None = None,
) -> dict[str, Any]:
    """What its templates expect. `photos`: those of `photos_in_body`, where they were fetched already."""
    return {
        "listing": listing,
        "edition": listing.edition,
        "body_photos": photos_in_body(listing.edition.body) if photos is None else photos,
        "originals": originals,
        "corrections": corrections,
        "is_readable": any(shown.is_readable for shown in originals),
        "is_whole": any(shown.is_whole for shown in originals),
    }


def members_bar(request: HttpRequest, listing: Listing) -> str:
    """What stands above the article for a member who is signed in to the desk, as HTML; "" for every reader.

    Where the desk is served too, settings name who makes it. Without the desk's cookie nothing is asked.
    """
    return str(get_callable(settings.MEMBERS_BAR)(request, listing)) if _may_be_a_member(request) else ""


def _may_be_a_member(request: HttpRequest) -> bool:
    return bool(settings.MEMBERS_BAR) and settings.SESSION_COOKIE_NAME in request.COOKIES


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
    originals = shown_originals(listing.edition)
    context = parallel_context(listing, originals, kept_pairs(listing, originals))
    return render_page(request, "site/parallel.html", context)


def parallel_context(
    listing: Listing, originals: Sequence[ShownOriginal], kept: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    whole = [shown for shown in originals if shown.is_whole]
    if not whole:
        raise Http404
    aligned, unpaired = side_by_side(listing.edition, whole, kept)
    return {
        "listing": listing,
        "edition": listing.edition,
        # Where paragraphs stand beside each other, no photo is printed.
        "body_photos": photos_in_body(listing.edition.body) if unpaired else {},
        "aligned": aligned,
        "unpaired": unpaired,
        "missing": [shown for shown in originals if not shown.is_whole],
    }
