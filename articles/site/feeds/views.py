"""The feeds: of everything, of one section, story, outlet, keyword or author, and of what a search finds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.models import Keyword, Listing, Section, Source, Story
from articles.models.listings import ListingQuerySet
from articles.site.furniture import Furniture, furniture, render_page
from articles.site.narrowing import Terms
from articles.site.searching import answered
from articles.site.writing import written_in

from . import atom, json_feed, rss
from .entries import Feed, entries, with_entries

ITEMS = 20


class Form(NamedTuple):
    """A format of feeds: its media type, and what writes it."""

    kind: str
    written: Callable[[Feed], str]


FORMS = {
    "rss": Form("application/rss+xml", rss.written),
    "atom": Form("application/atom+xml", atom.written),
    "json": Form("application/feed+json", json_feed.written),
}


@dataclass(frozen=True)
class Wanted:
    """Which feed is asked for: its own address, the page that shows the same, and what both are about."""

    form: str
    address: str
    page: str
    about: Any = ""


@require_safe
def feeds_page(request: HttpRequest) -> HttpResponse:
    """What can be followed, and how."""
    return render_page(request, "site/feeds.html", {"here": "feeds"})


@require_safe
def latest_feed(request: HttpRequest, form: str) -> HttpResponse:
    wanted = Wanted(form, reverse("latest-feed", args=[form]), reverse("latest"))
    return _newest(request, Listing.public.newest_first(), wanted)


@require_safe
def section_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    wanted = Wanted(form, reverse("section-feed", args=[slug, form]), section.get_absolute_url(), section.name)
    return _newest(request, Listing.public.filter(section=section).newest_first(), wanted)


@require_safe
def story_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    story = get_object_or_404(Story, slug=slug)
    wanted = Wanted(form, reverse("story-feed", args=[slug, form]), story.get_absolute_url(), story.title)
    return _newest(request, Listing.public.filter(story=story).newest_first(), wanted, is_hidden_when_empty=True)


@require_safe
def source_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    source = get_object_or_404(Source, slug=slug)
    wanted = Wanted(form, reverse("source-feed", args=[slug, form]), source.get_absolute_url(), source.name)
    return _newest(request, Listing.public.filter(source=source).newest_first(), wanted, is_hidden_when_empty=True)


@require_safe
def keyword_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """What is about a keyword. A merged keyword's feed goes on with what it became."""
    keyword = _keyword(slug)
    address = reverse("keyword-feed", args=[keyword.slug, form])
    wanted = Wanted(form, address, keyword.get_absolute_url(), str(keyword))
    listings = Listing.public.under(keyword).order_by("-keyword_rows__published_at", "-keyword_rows__listing_id")
    return _newest(request, listings, wanted, is_hidden_when_empty=True)


@require_safe
def author_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """What one person of the vocabulary wrote, not what is about them."""
    keyword = _keyword(slug)
    address = reverse("author-feed", args=[keyword.slug, form])
    wanted = Wanted(form, address, keyword.get_absolute_url(), gettext_lazy("By %(name)s") % {"name": keyword})
    listings = Listing.public.by(keyword).order_by("-author_rows__published_at", "-author_rows__listing_id")
    return _newest(request, listings, wanted, is_hidden_when_empty=True)


@require_safe
def search_feed(request: HttpRequest, form: str) -> HttpResponse:
    """What a search finds, newest first, however its page is sorted. 400 in words for one that can't be made."""
    around = furniture()
    with written_in(around.language, around.numerals):
        answer = answered(request.GET, sort="newest")
        problem, status = answer.problem, answer.status
        if answer.results is None and not problem:
            problem, status = _("This feed needs something to look for. Search, and follow what you find."), 400
        if problem or answer.results is None:
            return HttpResponse(problem, status=status, content_type="text/plain; charset=utf-8")
        about = answer.wanted.query or _("Search")
    terms = Terms.of(request.GET).without("sort")
    wanted = Wanted(form, f"{reverse('search-feed', args=[form])}{terms}", f"{reverse('search')}{terms}", about)
    ids = [each.listing.pk for each in answer.results.found]
    by_id = with_entries(Listing.public.all()).in_bulk(ids)
    return _answered(request, [by_id[pk] for pk in ids if pk in by_id], wanted, around)


def _keyword(slug: str) -> Keyword:
    keyword = get_object_or_404(Keyword.objects.select_related("merged_into"), slug=slug)
    return keyword.merged_into or keyword


def _newest(
    request: HttpRequest, listings: ListingQuerySet, wanted: Wanted, *, is_hidden_when_empty: bool = False
) -> HttpResponse:
    """The feed of the first of `listings`. Raises Http404 where it is empty, if that is to be hidden."""
    around = furniture()
    found = list(with_entries(listings)[:ITEMS])
    if is_hidden_when_empty and not found:
        raise Http404
    return _answered(request, found, wanted, around)


def _answered(request: HttpRequest, found: Sequence[Listing], wanted: Wanted, around: Furniture) -> HttpResponse:
    form = FORMS[wanted.form]
    with written_in(around.language, around.numerals):
        title = f"{around.name}: {wanted.about}" if wanted.about else around.name
        feed = Feed(
            publication=around.name,
            title=title,
            description=around.motto or title,
            language=around.language,
            page=around.url + wanted.page,
            address=around.url + wanted.address,
            entries=entries(found, around),
        )
        text = form.written(feed).encode()
    headers = {"ETag": f'W/"{sha256(text).hexdigest()[:32]}"'}
    if feed.updated_at:
        headers["Last-Modified"] = http_date(feed.updated_at.timestamp())
    if _is_known(request, headers):
        return HttpResponseNotModified(headers=headers)
    # Public as it is, it may be read by programs that run in a browser.
    headers["Access-Control-Allow-Origin"] = "*"
    return HttpResponse(text, content_type=f"{form.kind}; charset=utf-8", headers=headers)


def _is_known(request: HttpRequest, headers: dict[str, str]) -> bool:
    """Whether the reader has what would be sent (RFC 9110, 13.2.2)."""
    mark = headers["ETag"].removeprefix("W/")
    if known := request.headers.get("If-None-Match"):
        return any(etag.removeprefix("W/") in ("*", mark) for etag in parse_etags(known))
    # To the letter: when the newest article is withdrawn, what was last changed lies further back than before.
    since = request.headers.get("If-Modified-Since")
    return since is not None and since == headers.get("Last-Modified")
