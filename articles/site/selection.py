"""What we select: articles counted by outlet, by what outlets stand for, by section and over time."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Alignment, Listing, Section, Source
from articles.models.days import first_moment, publication_day
from articles.models.listings import ListingQuerySet

from .charts import Chart, chart
from .furniture import furniture, render_page
from .writing import digits, written_in

# Of a list that may be long: the others are one row.
SHOWN = 15
FIELDS = ("source", "alignment", "section")
# One pass for all of them; the index `listings_newest` holds every column that is named.
COUNTED = """
SELECT grouping(source, alignment, section, time), coalesce(source, alignment, section, time), count(*)
FROM (SELECT source, alignment, section,
             date_part('{part}', published_at AT TIME ZONE %s)::int AS time FROM ({public}) AS public) AS counted
GROUP BY GROUPING SETS ((source), (alignment), (section), (time))
"""
Counts = Mapping[int | None, int]


@require_safe
def selection_page(request: HttpRequest) -> HttpResponse:
    """How much was published from which outlets, in all or with `year` in one year; 404 for a year before or after."""
    ends = Listing.public.aggregate(first=Min("published_at"), last=Max("published_at"))
    years = range(0)
    if ends["first"]:
        years = range(publication_day(ends["first"]).year, publication_day(ends["last"]).year + 1)
    year = _year(request.GET.get("year"), years)
    counts = counted(_of_year(year), by_month=year is not None)
    around = furniture()
    with written_in(around.language, around.numerals):
        context = {
            "here": "selection",
            "year": year,
            "years": list(reversed(years)),
            "total": sum(counts["time"].values()),
            "without_outlet": counts["source"].get(None, 0),
            "charts": list(_charts(counts, year)),
        }
    return render_page(request, "site/selection.html", context, around=around)


def _year(asked: str | None, years: range) -> int | None:
    if asked is None:
        return None
    if not re.fullmatch("[0-9]{4}", asked, re.ASCII) or int(asked) not in years:
        raise Http404
    return int(asked)


def _of_year(year: int | None) -> ListingQuerySet:
    if year is None:
        return Listing.public.all()
    begins, ends = (first_moment(publication_day().replace(year=each, month=1, day=1)) for each in (year, year + 1))
    return Listing.public.filter(published_at__gte=begins, published_at__lt=ends)


def counted(listings: ListingQuerySet, *, by_month: bool) -> dict[str, Counts]:
    """How many of `listings` there are by source, alignment and section (their ids, or None), and by "time": the
    month's number, or the year's.
    """
    public, parameters = listings.order_by().values_list(*FIELDS, "published_at").query.sql_with_params()
    asked = COUNTED.format(part="month" if by_month else "year", public=public)
    counts: dict[str, dict[int | None, int]] = {name: {} for name in (*FIELDS, "time")}
    # A bit for each column that a row is not grouped by.
    names = {0b0111: "source", 0b1011: "alignment", 0b1101: "section", 0b1110: "time"}
    with connection.cursor() as cursor:
        cursor.execute(asked, [timezone.get_default_timezone_name(), *parameters])
        for grouped, value, count in cursor.fetchall():
            counts[names[grouped]][value] = count
    return counts  # type: ignore[return-value]


def _charts(counts: Mapping[str, Counts], year: int | None) -> Any:
    yield _ranked("outlets", _("By outlet"), _("Outlet"), counts["source"], Source, _("No outlet named"))
    stance = _("What they stand for")
    yield _ranked("alignments", _("By what outlets stand for"), stance, counts["alignment"], Alignment, _("Not said"))
    yield _ranked("sections", _("By section"), _("Section"), counts["section"], Section, _("In no section"))
    yield _over_time(counts["time"], year)


def _ranked(slug: str, title: str, of: str, counts: Counts, model: type[Model], without: str) -> Chart:
    """The most first; then the others together, and last what has none."""
    ranked = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key], key))
    named = model._default_manager.in_bulk(ranked[:SHOWN])
    rows = [(_name(named[key]), counts[key], _address(named[key])) for key in ranked[:SHOWN]]
    if others := ranked[SHOWN:]:
        label = _("All others (%(number)s)") % {"number": digits(len(others))}
        rows.append((label, sum(counts[key] for key in others), ""))
    if counts.get(None):
        rows.append((without, counts[None], ""))
    return chart(slug, title, of, rows)


def _name(thing: Model) -> str:
    return capfirst(thing.name) if isinstance(thing, Alignment) else str(thing)


def _address(thing: Any) -> str:
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


def _over_time(counts: Counts, year: int | None) -> Chart:
    rows: list[tuple[str, int, str]] = []
    if year is None:
        first, last = min(filter(None, counts), default=0), max(filter(None, counts), default=-1)
        rows += ((digits(each), counts.get(each, 0), f"?year={each:04}") for each in range(first, last + 1))
        return chart("time", _("By year"), _("Year"), rows, is_beside=True)
    for month, name in MONTHS.items():
        count = counts.get(month, 0)
        rows.append((str(name), count, reverse("archive-month", args=[f"{year:04}", f"{month:02}"]) if count else ""))
    return chart("time", _("By month"), _("Month"), rows, is_beside=True)
