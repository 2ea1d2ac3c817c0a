"""A month of the desk: what is scheduled, and what was published, day by day."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Listing

from .step_forms import zone_words

SHOWN = 8
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 1)


@dataclass
class Day:
    """One day in the member's hours; `count` is all that is or will be public since that day, `listings` the first."""

    date: date
    is_in_month: bool
    is_today: bool
    count: int = 0
    listings: list[Listing] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.listings)

    @property
    def all_of_it(self) -> str:
        """The list of articles, narrowed to this day."""
        begins, ends = _begins(self.date), _begins(self.date + timedelta(days=1))
        narrowed = {"published_at__gte": begins.isoformat(), "published_at__lt": ends.isoformat()}
        return f"{reverse('admin:articles_article_changelist')}?{urlencode({'status__exact': 'published'} | narrowed)}"


@require_safe
def calendar_page(request: HttpRequest, site: Any) -> HttpResponse:
    """The month asked for (`?month=2026-11`), or this one."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    month = _asked(request.GET.get("month", ""))
    starts = int(get_format("FIRST_DAY_OF_WEEK"))
    context = {
        **site.each_context(request),
        "title": _("Calendar"),
        "subtitle": date_format(month, "F Y"),
        "month": month,
        "weeks": weeks(month, starts),
        "weekdays": [WEEKDAYS[(starts - 1 + day) % 7] for day in range(7)],
        "earlier": _moved(month, -1) if month > FIRST else None,
        "later": _moved(month, 1) if month < LAST else None,
        "now": timezone.now(),
        "zone": zone_words(),
    }
    return TemplateResponse(request, "desk/calendar.html", context)


def weeks(month: date, starts: int) -> list[list[Day]]:
    """The weeks of `month`, which begin on the day `starts` (0 is Sunday), filled in two queries."""
    today = timezone.localdate()
    dates = calendar.Calendar((starts - 1) % 7).monthdatescalendar(month.year, month.month)
    days = {each: Day(each, each.month == month.month, each == today) for week in dates for each in week}
    _fill(days)
    return [[days[each] for each in week] for week in dates]


def _fill(days: dict[date, Day]) -> None:
    within = Listing.objects.filter(
        withdrawn_at__isnull=True,
        published_at__gte=_begins(min(days)),
        published_at__lt=_begins(max(days) + timedelta(days=1)),
    )
    on = TruncDate("published_at", tzinfo=timezone.get_current_timezone())
    placed = within.annotate(
        on=on,
        place=Window(RowNumber(), partition_by=on, order_by=[F("published_at"), F("article_id")]),
        that_day=Window(Count("pk"), partition_by=on),
    ).filter(place__lte=SHOWN)
    rows = list(placed.order_by("published_at", "article_id").values_list("article_id", "on", "that_day"))
    shown = Listing.objects.select_related("edition").only(
        "published_at", "language", "edition__headline", "edition__language"
    )
    found = shown.in_bulk([pk for pk, _on, _count in rows])
    for pk, on_day, count in rows:
        days[on_day].count = count
        if pk in found:
            days[on_day].listings.append(found[pk])


def _begins(day: date) -> datetime:
    """The first moment of `day` in the member's hours."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _asked(month: str) -> date:
    if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", month, re.ASCII):
        asked = date(int(month[:4]), int(month[5:]), 1)
        return min(max(asked, FIRST), LAST)
    return timezone.localdate().replace(day=1)


def _moved(month: date, by: int) -> date:
    return date(month.year + (month.month - 1 + by) // 12, (month.month - 1 + by) % 12 + 1, 1)
