"""Windows of time: all of the days asked for, each once, in few lexemes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.windows import Span, labels, windows

DAYS = st.dates(date(1900, 1, 1), date(2060, 1, 1))


def days_of(label: str) -> set[date]:
    kind, _colon, written = label.strip("'").partition(":")
    first = date.fromisoformat(written + {"year": "-01-01", "month": "-01", "day": ""}[kind])
    same = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}[kind]
    those = (first + timedelta(days=each) for each in range({"year": 366, "month": 31, "day": 1}[kind]))
    return {day for day in those if day.strftime(same) == first.strftime(same)}


def test_a_span_is_named_by_years_months_and_days() -> None:
    span = Span(date(2023, 12, 31), date(2025, 2, 3))

    assert list(labels(span)) == ["day:2023-12-31", "year:2024", "month:2025-01", "day:2025-02-01", "day:2025-02-02"]


@pytest.mark.parametrize("newest", [True, False])
@given(since=DAYS, length=st.integers(1, 2_500), within=st.floats(0, 1))
def test_windows_hold_each_day_once_in_order(newest: bool, since: date, length: int, within: float) -> None:
    span = Span(since, since + timedelta(days=length))
    first = since + timedelta(days=int(within * (length - 1)))

    made = [set[date]().union(*map(days_of, each.split(" | "))) for each in windows(span, first, newest=newest)]

    assert sum(map(len, made)) == len(set[date]().union(*made)) == length
    ends = [(min(each), max(each)) for each in made]
    assert ends == sorted(ends, reverse=newest)
    assert ends[0][1 if newest else 0] == (span.before - timedelta(days=1) if newest else span.since)


@pytest.mark.parametrize("newest", [True, False])
@given(since=DAYS, length=st.integers(1, 60_000), within=st.floats(0, 1))
def test_windows_are_few_and_shortly_named(newest: bool, since: date, length: int, within: float) -> None:
    span = Span(since, since + timedelta(days=length))

    made = windows(span, since + timedelta(days=int(within * (length - 1))), newest=newest)

    assert len(made) <= 11
    assert all(each.count("|") < 260 for each in made)
