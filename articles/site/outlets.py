"""An outlet: what it is said to be, now and before, and what was published from it."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef
from django.db.models.functions import ExtractYear, JSONObject
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Listing, Source, SourceProfile
from articles.models.days import publication_day

from .asked import Given
from .charts import Chart, chart
from .furniture import furniture, render_page
from .paging import TeaserList, some
from .writing import digits, written_in

OF_OUTLET = TeaserList(lambda: Listing.public.filter(source=Given("source")))


@require_safe
def source_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One outlet. How much was published from it, year by year, stands on the first page of its list alone."""
    cursor = request.GET.get("cursor")
    outlets = Source.objects.annotate(by_year=_by_year()) if cursor is None else Source.objects.all()
    source = get_object_or_404(outlets, slug=slug)
    page = some(OF_OUTLET.page(cursor, source=source.pk))
    around = furniture()
    with written_in(around.language, around.numerals):
        context = {"source": source, "page": page, **_profiles(source)}
        if page.is_first:
            context["chart"] = _chart(source.by_year)  # type: ignore[attr-defined]
    return render_page(request, "site/source.html", context, around=around)


def _by_year() -> ArraySubquery:
    year = ExtractYear("published_at", tzinfo=timezone.get_default_timezone())
    years = Listing.public.filter(source=OuterRef("pk")).annotate(year=year).values("year").annotate(count=Count("pk"))
    fields: Any = JSONObject(year="year", count="count")
    return ArraySubquery(years.order_by("year").values(each=fields))


def _chart(by_year: list[dict[str, int]]) -> Chart | None:
    """Every year from the first to the last; None where one year is all."""
    counts = {each["year"]: each["count"] for each in by_year}
    if len(counts) < 2:
        return None
    rows = [(digits(each), counts.get(each, 0), "") for each in range(min(counts), max(counts) + 1)]
    return chart("years", _("How much we published from this outlet, by year"), _("Year"), rows, is_beside=True)


def _profiles(source: Source) -> dict[str, Any]:
    """The profile in force today, and with it, newest first, those before; one still to come is the desk's business."""
    today = publication_day()
    begun = source.profiles.select_related("alignment").filter(valid_from__lte=today)
    profiles = list(begun.order_by(F("valid_from").desc()))
    return {"profile": next((each for each in profiles if _holds(each, today)), None), "profiles": profiles}


def _holds(profile: SourceProfile, day: date) -> bool:
    return profile.valid_until is None or day < profile.valid_until
