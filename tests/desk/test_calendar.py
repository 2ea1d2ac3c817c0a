"""The calendar: what is scheduled and what was published, day by day, in the member's hours."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from articles.desk.calendar import SHOWN, weeks
from tests.desk.forms import signed_in
from tests.factories import make_editor, make_listing, make_member, make_published, make_scheduled

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/calendar/"


def test_each_stands_on_its_day_in_the_members_hours() -> None:
    make_listing(published_at=datetime(2024, 3, 5, 23, 30, tzinfo=UTC), headline="Late that evening")

    with timezone.override("Asia/Beirut"):
        days = {day.date: day for week in weeks(date(2024, 3, 1), 1) for day in week}

    assert days[date(2024, 3, 5)].count == 0
    assert [each.edition.headline for each in days[date(2024, 3, 6)].listings] == ["Late that evening"]


def test_scheduled_and_published_are_told_apart_and_the_zone_is_spelled_out() -> None:
    editor = make_editor(time_zone="Asia/Beirut")
    make_published(headline="Out already")
    scheduled = make_scheduled(headline="Still to come")

    html = signed_in(editor).get(f"{ADDRESS}?month={timezone.localtime(scheduled.published_at):%Y-%m}")

    assert html.content.decode().count('class="calendar-tag"') == 1
    assert "Still to come" in html.content.decode()
    assert "Asia/Beirut (UTC+0" in html.content.decode()


def test_a_full_day_shows_the_first_and_leads_to_the_rest(django_assert_max_num_queries: Any) -> None:
    client = signed_in(make_editor())
    noon = datetime(2024, 3, 5, 12, tzinfo=UTC)
    for number in range(SHOWN + 3):
        make_listing(published_at=noon + timedelta(minutes=number))

    with django_assert_max_num_queries(8):
        response = client.get(f"{ADDRESS}?month=2024-03")

    day = next(day for week in response.context["weeks"] for day in week if day.count)
    assert (day.count, len(day.listings), day.more) == (SHOWN + 3, SHOWN, 3)
    assert client.get(day.all_of_it).context["cl"].result_count == SHOWN + 3


def test_weeks_begin_as_the_locale_has_it() -> None:
    assert [day.date.isoweekday() for day in weeks(date(2024, 3, 1), 1)[0]] == [1, 2, 3, 4, 5, 6, 7]
    assert weeks(date(2024, 3, 1), 6)[0][0].date.isoweekday() == 6
    with translation.override("en"):
        response = signed_in(make_editor()).get(ADDRESS)
    assert response.context["weeks"][0][0].date.isoweekday() == 7


@pytest.mark.parametrize("month", ["", "2024-13", "0001-01", "9999-12", "x", "2024-1", "٢٠٢٤-٠١"])
def test_whatever_month_is_asked_for_there_is_one(month: str) -> None:
    assert signed_in(make_editor()).get(ADDRESS, {"month": month}).status_code == 200


def test_who_may_see_no_article_sees_no_calendar() -> None:
    assert signed_in(make_member()).get(reverse("admin:calendar")).status_code == 403
