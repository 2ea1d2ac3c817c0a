"""RSS: the latest of everything, of one section, keyword or outlet, and of what a search finds."""

from collections.abc import Sequence
from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import feedgenerator, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Listing, Section, Source
from articles.models.listings import ListingQuerySet
from articles.models.text import visible

from .browse import public_keyword
from .furniture import Furniture, furniture
from .narrowing import Terms
from .searching import answered

ITEMS = 20


@require_safe
def latest_feed(request: HttpRequest) -> HttpResponse:
    return _feed(Listing.public.newest_first(), reverse("latest"), reverse("latest-feed"))


@require_safe
def section_feed(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    listings = Listing.public.filter(section=section).newest_first()
    return _feed(listings, section.get_absolute_url(), reverse("section-feed", args=[slug]), about=section.name)


@require_safe
def source_feed(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    listings = Listing.public.filter(source=source).newest_first()
    address = reverse("source-feed", args=[slug])
    return _feed(listings, source.get_absolute_url(), address, about=source.name, is_hidden_when_empty=True)


@require_safe
def keyword_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """A merged keyword's feed goes on with what it became."""
    keyword = public_keyword(slug)
    listings = Listing.public.under(keyword).order_by("-keyword_rows__published_at", "-keyword_rows__listing_id")
    address = reverse("keyword-feed", args=[keyword.slug])
    return _feed(listings, keyword.get_absolute_url(), address, about=str(keyword), is_hidden_when_empty=True)


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """What a search finds, newest first, however its page is sorted. 400 in words for one that can't be made."""
    around = furniture()
    with translation.override(around.language):
        answer = answered(request.GET, sort="newest")
        problem, status = answer.problem, answer.status
        if answer.results is None and not problem:
            problem, status = _("This feed needs something to look for. Search, and follow what you find."), 400
        if problem or answer.results is None:
            return HttpResponse(problem, status=status, content_type="text/plain; charset=utf-8")
        about = answer.wanted.query or _("Search")
    terms = Terms.of(request.GET).without("sort")
    by_id = Listing.public.for_lists().in_bulk([each.listing.pk for each in answer.results.found])
    found = [by_id[each.listing.pk] for each in answer.results.found if each.listing.pk in by_id]
    return _written(found, f"{reverse('search')}{terms}", f"{reverse('search-feed')}{terms}", about, around)


def _feed(
    listings: ListingQuerySet, page: str, address: str, *, about: str = "", is_hidden_when_empty: bool = False
) -> HttpResponse:
    """The newest of `listings`, which stand on the web at `page`, as the feed at `address`."""
    around = furniture()
    found = list(listings.for_lists()[:ITEMS])
    if is_hidden_when_empty and not found:
        raise Http404
    return _written(found, page, address, about, around)


def _written(found: Sequence[Listing], page: str, address: str, about: str, around: Furniture) -> HttpResponse:
    with translation.override(around.language):
        title = f"{around.name}: {about}" if about else around.name
        feed = feedgenerator.Rss201rev2Feed(
            title=visible(title),
            link=around.url + page,
            description=visible(around.motto or title),
            language=around.language,
            feed_url=around.url + address,
        )
        for listing in found:
            _add(feed, listing, around)
        text = feed.writeString("utf-8")
    return HttpResponse(text, content_type="application/rss+xml; charset=utf-8")


def _add(feed: feedgenerator.SyndicationFeed, listing: Listing, around: Furniture) -> None:
    edition = listing.edition
    address = around.url + listing.get_absolute_url()
    outlet = _("From %(outlet)s.") % {"outlet": edition.source_name} if edition.source_name else ""
    credited = edition.credited_contributor
    credit = _("Credited to %(name)s when it was first published.") % {"name": credited} if credited else ""
    told = " ".join(part for part in (edition.standfirst, outlet, credit) if part)
    feed.add_item(
        title=visible(edition.headline),
        link=address,
        # Readers of feeds take a description for HTML: plain text must say that it is.
        description=escape(visible(told)),
        pubdate=listing.published_at,
        updateddate=listing.edition_at,
        unique_id=address,
        unique_id_is_permalink=True,
        categories=[visible(listing.section.name)] if listing.section else [],
    )
