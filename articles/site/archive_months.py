"""The archive as a calendar: years, their months with how much there is, and a month day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Listing
from articles.models.days import first_moment, publication_day
from articles.models.listings import ListingQuerySet

from .furniture import render_page
from .paging import page_of

IN_A_MONTH = 50
# Beyond them a day is no moment that databases and calendars agree on.
YEARS = range(1900, 3000)


@dataclass(frozen=True)
class Month:
    """`first`: its first day. `count` is 0 where nothing was published."""

    first: date
    count: int


@dataclass(frozen=True)
class Year:
    number: int
    months: Sequence[Month]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)


@require_safe
def archive_page(request: HttpRequest) -> HttpResponse:
    """Every year in which something was published, newest first, with all its months."""
    return render_page(request, "site/archive.html", {"here": "archive", "years": years()})


def years() -> list[Year]:
    """What is public, counted by month in the publication's time zone, from an index alone."""
    month = TruncMonth("published_at", tzinfo=timezone.get_default_timezone())
    counted = Listing.public.annotate(month=month).values("month").annotate(count=Count("pk")).order_by()
    counts = {row["month"].date(): row["count"] for row in counted}
    numbers = sorted({first.year for first in counts}, reverse=True)
    return [
        Year(number, [Month(first, counts.get(first, 0)) for first in (date(number, each, 1) for each in range(1, 13))])
        for number in numbers
    ]


@require_safe
def month_page(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """One month by day, newest first, some at a time; 404 where nothing was published in it."""
    if int(year) not in YEARS or not 1 <= int(month) <= 12:
        raise Http404
    first = date(int(year), int(month), 1)
    begins, ends = first_moment(first), first_moment(_next(first))
    listings = Listing.public.filter(published_at__gte=begins, published_at__lt=ends)
    page = page_of(listings, cursor=request.GET.get("cursor"), along=_of_a_day, size=IN_A_MONTH)
    if not page.listings:
        raise Http404
    before, after = _neighbours(begins, ends)
    context = {
        "here": "archive",
        "first": first,
        "page": page,
        "days": [(day, list(some)) for day, some in groupby(page.listings, key=_day)],
        "before": before,
        "after": after,
    }
    return render_page(request, "site/archive_month.html", context)


def _of_a_day(listings: ListingQuerySet) -> ListingQuerySet:
    return listings.select_related("edition").only(
        "published_at", "address_date", "slug",
        "edition__article", "edition__headline", "edition__language", "edition__source_name",
    )  # fmt: skip


def _day(listing: Listing) -> date:
    return publication_day(listing.published_at)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _neighbours(begins: datetime, ends: datetime) -> tuple[date | None, date | None]:
    """The first days of the nearest months before and after with something in them."""
    last = Listing.public.filter(published_at__lt=begins).order_by("-published_at").values_list("published_at")[:1]
    following = Listing.public.filter(published_at__gte=ends).order_by("published_at").values_list("published_at")[:1]
    found = [publication_day(moment).replace(day=1) for [moment] in last.union(following)]
    begun = publication_day(begins)
    return next((each for each in found if each < begun), None), next((each for each in found if each > begun), None)
