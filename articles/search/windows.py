"""Windows of time: how the newest of many matches are found without looking at all of them.

Each day, month and year is a lexeme of the vectors. What matches in a window is asked of the index together with the
window's days; the windows grow as they lead away from where the search begins, and it ends as soon as enough is found.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from .stems import any_of

# Each window lasts so many times as long as the one before it.
GROWTH = 3
DAY = timedelta(days=1)
# From so many days on a window begins with a month, or with a year: fewer lexemes name it.
BY_MONTHS, BY_YEARS = 60, 900


class Span(NamedTuple):
    """Days from `since` until the day before `before`."""

    since: date
    before: date


def windows(span: Span, first: date, *, newest: bool) -> Sequence[str]:
    """The windows that `span` falls into, as tsqueries, in the order in which they are looked through.

    The first one reaches from the newest day (or the oldest) to `first`.
    """
    edges = list(_back(span, first) if newest else _forth(span, first))
    return [_as_query(Span(*sorted(pair))) for pair in pairwise(edges)]


def _back(span: Span, first: date) -> Iterator[date]:
    edge, days = span.before, max((span.before - first).days, 1)
    while edge > span.since:
        yield edge
        edge = edge - timedelta(days=days) if days < (edge - span.since).days else span.since
        edge = max(_aligned(edge, days), span.since)
        days *= GROWTH
    yield span.since


def _forth(span: Span, first: date) -> Iterator[date]:
    edge, days = span.since, max((first - span.since).days + 1, 1)
    while days < (span.before - edge).days:
        yield edge
        # It began at a whole month or year, or is longer than what aligning takes off.
        edge = _aligned(edge + timedelta(days=days), days)
        days *= GROWTH
    yield edge
    yield span.before


def _aligned(edge: date, days: int) -> date:
    if days >= BY_YEARS:
        return edge.replace(month=1, day=1)
    return edge.replace(day=1) if days >= BY_MONTHS else edge


def _as_query(span: Span) -> str:
    return any_of(labels(span))


def labels(span: Span) -> Iterator[str]:
    """The fewest years, months and days that make up `span`."""
    day = span.since
    while day < span.before:
        if day.month == day.day == 1 and date(day.year + 1, 1, 1) <= span.before:
            yield f"year:{day:%Y}"
            day = date(day.year + 1, 1, 1)
        elif day.day == 1 and (following := _next_month(day)) <= span.before:
            yield f"month:{day:%Y-%m}"
            day = following
        else:
            yield f"day:{day.isoformat()}"
            day += DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
