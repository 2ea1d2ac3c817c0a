"""One keyword's page: what is filed under it and, of a person, who they are and what they wrote.

A name that nothing public stands under answers 404: that the desk works on something is nobody's business.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Now
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Genre, Keyword, KeywordSpelling, Listing, ListingAuthor, ListingKeyword

from .asked import Asked, Given
from .furniture import render_page
from .paging import TeaserList

PERSON = Keyword.Kind.PERSON
# The two lists of a person, as the address names them.
ABOUT, BY = "about", "by"
# What there is more of isn't counted to the end: a page costs the same however large the archive is.
MOST_COUNTED = 10_000
_FILED = ListingKeyword.objects.all()
_WRITTEN = ListingAuthor.objects.all()
UNDER = TeaserList(lambda: Listing.public.under(Given("keyword")), rows="keyword_rows")
UNDER_BUT_ONE = TeaserList(lambda: Listing.public.under(Given("keyword")).exclude(pk=Given("but")), rows="keyword_rows")
WRITTEN_BY = TeaserList(lambda: Listing.public.by(Given("keyword")), rows="author_rows")


@require_safe
def keyword_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A keyword with its spellings, and its articles newest first; a merged keyword leads on to what it became.

    Of a person the profile stands first; `show` chooses between what is about them and what is by them.
    """
    keyword = public_keyword(slug)
    if keyword.slug != slug:
        return HttpResponsePermanentRedirect(keyword.get_absolute_url())
    profile = _profile_of(keyword) if keyword.has_profile else None
    # The profile isn't repeated among what else there is about them.
    counts = {ABOUT: keyword.about_count - bool(profile), BY: keyword.by_count}
    show = request.GET.get("show") or (ABOUT if counts[ABOUT] or not counts[BY] else BY)
    if show not in counts or (not counts[show] and not profile):
        raise Http404
    cursor = request.GET.get("cursor")
    if profile and show == ABOUT:
        page = UNDER_BUT_ONE.page(cursor, keyword=keyword.pk, but=profile["pk"])
    else:
        page = (WRITTEN_BY if show == BY else UNDER).page(cursor, keyword=keyword.pk)
    context = {
        "keyword": keyword,
        "spellings": [KeywordSpelling(keyword=keyword, **each) for each in keyword.variants],
        "profile": profile,
        "profile_url": _address(profile) if profile else "",
        "show": show,
        "about": counts[ABOUT],
        "by": counts[BY],
        "most": MOST_COUNTED,
        "page": page,
        "keep": f"show={show}&" if counts[ABOUT] and counts[BY] else "",
    }
    return render_page(request, "site/keyword.html", context)


def public_keyword(slug: str) -> Any:
    """The keyword of this slug, or what it was merged into, with what its page tells of it.

    Raises Http404 where nothing public is filed under that nor, of a person, written by them.
    """
    keyword = _keyword(_OF_SLUG.rows(slug=slug))
    if keyword.merged_into_id is not None:
        # One step and no further: what something was merged into is itself merged into nothing.
        keyword = _keyword(_OF_ID.rows(pk=keyword.merged_into_id))
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


def _told() -> QuerySet[Any, Any]:
    """Keywords with all that their pages tell of them but the articles, in the one query."""
    variants = KeywordSpelling.objects.filter(keyword=OuterRef("pk"), use=KeywordSpelling.Use.VARIANT)
    spelling: Any = JSONObject(text="text", language="language")
    rows = Keyword.objects.annotate(
        variants=ArraySubquery(variants.order_by("language", "text").values(told=spelling)),
        about_count=_count(_FILED),
        by_count=_count(_WRITTEN),
        # Of few: whose it is, and what it says, is asked for them alone.
        has_profile=Exists(Listing.public.filter(genre=Genre.PROFILE, keyword_rows__keyword=OuterRef("pk"))),
    )
    return rows.values_list(*_FIELDS, *_BESIDE)


_FIELDS = [field.attname for field in Keyword._meta.concrete_fields]
_BESIDE = ("variants", "about_count", "by_count", "has_profile")
_OF_SLUG = Asked(lambda: _told().filter(slug=Given("slug")))
_OF_ID = Asked(lambda: _told().filter(pk=Given("pk")))


def _keyword(rows: Sequence[tuple[Any, ...]]) -> Any:
    if not rows:
        raise Http404
    [row] = rows
    keyword = Keyword(**dict(zip(_FIELDS, row, strict=False)))
    for name, value in zip(_BESIDE, row[len(_FIELDS) :], strict=True):
        setattr(keyword, name, value)
    return keyword


def _profile_of(person: Keyword) -> dict[str, Any] | None:
    """The newest article that tells who a person is, with what the page prints of it."""
    return next((told for [told] in _PROFILE_OF.rows(person=person.pk)), None)


def _profile() -> QuerySet[Any, Any]:
    told: Any = JSONObject(
        pk="pk",
        headline="edition__headline",
        standfirst="edition__standfirst",
        language="edition__language",
        address_date="address_date",
        slug="slug",
    )
    return Listing.public.profiles_of(Given("person")).newest_first().values_list(told)[:1]


_PROFILE_OF = Asked(_profile)


def _address(profile: dict[str, Any]) -> str:
    return reverse("article", args=[*profile["address_date"].split("-"), profile["slug"]])


def _count(rows: QuerySet[Any]) -> Func:
    counted = ArraySubquery(_due(rows).values("listing")[: MOST_COUNTED + 1])
    return Func(counted, function="CARDINALITY", output_field=IntegerField())


def _due(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `rows` of the keyword around that readers may see: what is withdrawn has none, so their index tells."""
    return rows.filter(keyword=OuterRef("pk"), published_at__lte=Now()).order_by().values("keyword")
