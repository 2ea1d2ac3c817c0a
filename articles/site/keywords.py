"""One keyword's page: what is filed under it and, of a person, who they are and what they wrote.

A name that nothing public stands under answers 404: that the desk works on something is nobody's business.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Now
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Keyword, KeywordSpelling, Listing, ListingAuthor, ListingKeyword

from .furniture import render_page
from .paging import page_of

PERSON = Keyword.Kind.PERSON
# The two lists of a person, as the address names them.
ABOUT, BY = "about", "by"
_FILED = ListingKeyword.objects.all()
_WRITTEN = ListingAuthor.objects.all()


@require_safe
def keyword_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A keyword with its spellings, and its articles newest first; a merged keyword leads on to what it became.

    Of a person the profile stands first; `show` chooses between what is about them and what is by them.
    """
    keyword = public_keyword(slug)
    if keyword.slug != slug:
        return HttpResponsePermanentRedirect(keyword.get_absolute_url())
    profile: dict[str, Any] | None = keyword.profile
    # The profile isn't repeated among what else there is about them.
    counts = {ABOUT: keyword.about_count - bool(profile), BY: keyword.by_count}
    show = request.GET.get("show") or (ABOUT if counts[ABOUT] or not counts[BY] else BY)
    if show not in counts or (not counts[show] and not profile):
        raise Http404
    listings = Listing.public.exclude(pk=profile["pk"]) if profile and show == ABOUT else Listing.public.all()
    which: dict[str, Any] = {"by": keyword} if show == BY else {"under": keyword}
    context = {
        "keyword": keyword,
        "spellings": [KeywordSpelling(keyword=keyword, **each) for each in keyword.variants],
        "profile": profile,
        "profile_url": _address(profile) if profile else "",
        "show": show,
        "about": counts[ABOUT],
        "by": counts[BY],
        "page": page_of(listings, cursor=request.GET.get("cursor"), **which),
        "keep": f"show={show}&" if counts[ABOUT] and counts[BY] else "",
    }
    return render_page(request, "site/keyword.html", context)


def public_keyword(slug: str) -> Keyword:
    """The keyword of this slug, or what it was merged into, with what its page tells of it.

    Raises Http404 where nothing public is filed under that nor, of a person, written by them.
    """
    keyword = get_object_or_404(_told(), slug=slug)
    if keyword.merged_into_id is not None:
        # One step and no further: what something was merged into is itself merged into nothing.
        keyword = _told().get(pk=keyword.merged_into_id)
    if not keyword.about_count and not keyword.by_count:
        raise Http404
    return keyword


def in_use() -> QuerySet[Keyword]:
    """The keywords that something public is filed under or written by, A to Z.

    A slug sorts like the name, whatever its script.
    """
    # Not Exists: the planner would read the whole archive into a table of hashes, for a page of names.
    found = Keyword.objects.alias(filed=Subquery(_due(_FILED)[:1]), written=Subquery(_due(_WRITTEN)[:1]))
    return found.filter(Q(filed__isnull=False) | Q(written__isnull=False), merged_into__isnull=True).order_by("slug")


def _told() -> QuerySet[Keyword]:
    """Keywords with all that their pages tell of them but the articles, in the one query."""
    variants = KeywordSpelling.objects.filter(keyword=OuterRef("pk"), use=KeywordSpelling.Use.VARIANT)
    spelling: Any = JSONObject(text="text", language="language")
    return Keyword.objects.annotate(
        variants=ArraySubquery(variants.order_by("language", "text").values(told=spelling)),
        about_count=_count(_FILED),
        by_count=_count(_WRITTEN),
        profile=Subquery(_profile()),
    )


def _profile() -> QuerySet[Any, Any]:
    """The newest article that tells who a person is, with what the page prints of it."""
    told: Any = JSONObject(
        pk="pk",
        headline="edition__headline",
        standfirst="edition__standfirst",
        language="edition__language",
        address_date="address_date",
        slug="slug",
    )
    return Listing.public.profiles_of(OuterRef("pk")).newest_first().values(told=told)[:1]


def _address(profile: dict[str, Any]) -> str:
    return reverse("article", args=[*profile["address_date"].split("-"), profile["slug"]])


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(_due(rows).annotate(number=Count("*")).values("number")), 0)


def _due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows` of the keyword around that readers may see: what is withdrawn has none, so their index tells."""
    return rows.filter(keyword=OuterRef("pk"), published_at__lte=Now()).order_by().values("keyword")
