"""Which day it is, for what readers see."""

from datetime import date, datetime, time

from django.utils import timezone


def publication_day(moment: datetime | None = None) -> date:
    """The day of `moment` (aware; default now) in the publication's time zone, whatever zone a member's desk keeps."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def first_moment(day: date) -> datetime:
    """When `day` begins in the publication's time zone, aware."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
