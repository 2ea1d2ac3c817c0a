"""What readers are told in numbers: what we select, what an outlet gave, and the archive by month."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Alignment, Listing, Publication, SourceProfile
from articles.models.days import publication_day
from articles.site import archive_months, selection
from tests.factories import (
    make_editor,
    make_imported,
    make_listing,
    make_published,
    make_scheduled,
    make_section,
    make_source,
)
from tests.site.reading import read

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def rows(text: str, slug: str) -> dict[str, str]:
    """What the table behind the chart `slug` says."""
    part = re.search(rf'id="{slug}".*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    found = re.findall(r"<tr>(.*?)</tr>", part[1]) if part else []
    cells = [re.findall(r">([^<>]+)<", row) for row in found]
    return dict(cells)


def drawings(text: str) -> list[list[str]]:
    """Of each chart the letters that stand in it, in order; its title and its words for who can't see it first."""
    return [[each.text or "" for each in fromstring(svg).iter() if each.text and each.text.strip()]  # noqa: S314
            for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]  # fmt: skip


def test_what_we_select_is_counted_by_outlet_alignment_section_and_time() -> None:
    local, state = (Alignment.objects.get_or_create(name=name)[0] for name in ("local", "state-owned"))
    outlet, other = make_source(name="Enab Baladi"), make_source(name="Ufuk")
    # What it was on the day counts, not what it is.
    profiles = ((outlet, local, date(2011, 1, 1), date(2018, 1, 1)), (outlet, state, date(2018, 1, 1), None))
    for source, alignment, begins, ends in profiles:
        SourceProfile.objects.create(
            source=source, description="paper", alignment=alignment, valid_from=begins, valid_until=ends
        )
    culture = make_section(name="Culture")
    for moment in (at(2017, 1, 9), at(2017, 3, 9), at(2019, 3, 9)):
        make_listing(source=outlet, section=culture, published_at=moment, original=False)
    make_listing(source=other, published_at=at(2017, 3, 10), original=False)
    make_imported(published_at=at(2017, 5, 3))
    make_scheduled(source=other, section=culture)
    gone = make_listing(source=other, section=culture, published_at=at(2016, 5, 3))
    workflow.take_down(gone.article, by=make_editor(), public_note="No.")

    text, year = read("/about/what-we-select/"), read("/about/what-we-select/?year=2017")

    assert "5 articles. 1 of them names no outlet" in text
    assert rows(text, "outlets") == {"Enab Baladi": "3", "Ufuk": "1", "No outlet named": "1"}
    assert rows(text, "alignments") == {"Local": "2", "State-owned": "1", "Not said": "2"}
    assert rows(text, "sections") == {"Culture": "3", "In no section": "2"}
    assert rows(text, "time") == {"2017": "4", "2018": "0", "2019": "1"}
    assert drawings(text)[0] == [
        "By outlet", "5 in all. The most: Enab Baladi, 3.", "Enab Baladi", "3", "Ufuk", "1", "No outlet named", "1",
    ]  # fmt: skip
    assert 'href="?year=2018"' in text
    assert rows(year, "outlets") == {"Enab Baladi": "2", "Ufuk": "1", "No outlet named": "1"}
    assert [rows(year, "time")[month] for month in ("January", "March", "May", "June")] == ["1", "2", "1", "0"]
    assert 'href="/archive/2017/03/"' in year
    assert "Nothing was published here in 2018." in read("/about/what-we-select/?year=2018")
    read("/about/what-we-select/?year=2016", 404)


def test_what_is_withdrawn_or_to_come_is_counted_nowhere() -> None:
    source, now = make_source(name="Ufuk"), timezone.now()
    for days in (800, 1):
        make_listing(source=source, published_at=now - timedelta(days=days))
    gone = make_listing(source=source, published_at=now - timedelta(days=1))
    workflow.take_down(gone.article, by=make_editor(), public_note="It was wrong.")
    make_scheduled(source=source)
    make_published(source=source, at=now + timedelta(days=40))
    day = publication_day(now - timedelta(days=1))

    every, year = read("/about/what-we-select/"), read(f"/about/what-we-select/?year={day.year}")
    outlet, month = read(source.get_absolute_url()), read(f"{day:/archive/%Y/%m/}")

    assert (rows(every, "outlets"), rows(year, "outlets")) == ({"Ufuk": "2"}, {"Ufuk": "1"})
    assert rows(outlet, "years")[str(day.year)] == "1"
    assert list(rows(outlet, "years"))[-1] == str(day.year)
    assert re.findall(r'class="pager-link[^"]*" href="(/archive/[^"]+)"', month) == [
        f"{publication_day(now - timedelta(days=800)):/archive/%Y/%m/}"
    ]


def test_outlets_beyond_the_first_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "SHOWN", 2)
    for number in (3, 2, 1, 1):
        source = make_source(name=f"Outlet {number}" + "i" * Listing.objects.count())
        for _each in range(number):
            make_listing(source=source, original=False)

    counted = rows(read("/about/what-we-select/"), "outlets")

    assert list(counted.values()) == ["3", "2", "2"]
    assert list(counted)[2] == "All others (2)"


def test_charts_are_drawn_in_the_direction_in_which_they_are_read() -> None:
    make_listing(published_at=at(2017, 3, 10))
    Publication.objects.update(language="ar")

    text = Client().get("/about/what-we-select/").content.decode()

    assert re.search(r'class="bars-label" x="100%"', text)
    assert not re.search(r'class="bars-label" x="0%"', text)
    assert not re.search(r'="[^"]*[٠-٩][^"]*"', " ".join(re.findall(r"<(?:svg|rect|text)[^>]*>", text)))
    assert "٢٠١٧" in text


def test_an_outlet_says_what_it_was_and_how_much_there_is_from_it() -> None:
    source = make_source(name="Enab Baladi", native_name="عنب بلدي", country="SY")
    today = timezone.localdate()
    for words, begins, ends in (
        ("Leaflet of Daraya", date(2011, 1, 1), date(2015, 1, 1)),
        ("Paper in exile", date(2015, 1, 1), today + timedelta(days=30)),
        ("Something to come", today + timedelta(days=30), None),
    ):
        SourceProfile.objects.create(source=source, description=words, valid_from=begins, valid_until=ends)
    for year in (2015, 2017, 2017):
        make_listing(source=source, published_at=at(year, 3, 9))

    text = read(source.get_absolute_url())

    assert '<p class="intro"><bdi>Paper in exile</bdi></p>' in text
    assert re.findall(r'<li class="timeline-item.*?<bdi>(.*?)</bdi>', text) == [
        "Paper in exile", "Leaflet of Daraya",
    ]  # fmt: skip
    assert "from 1 January 2011, until 1 January 2015" in text
    assert "Something to come" not in text
    assert rows(text, "years") == {"2015": "1", "2016": "0", "2017": "2"}


def test_the_archive_is_a_calendar_in_the_publications_own_zone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TIME_ZONE = "Asia/Beirut"
    monkeypatch.setattr(archive_months, "IN_A_MONTH", 2)
    # Half past midnight of the first of March there.
    make_listing(headline="On the first", published_at=at(2017, 2, 28, 23))
    for hour, day in enumerate((3, 3, 30), 7):
        make_listing(headline=f"At {hour}", published_at=at(2017, 3, day, hour))
    make_listing(headline="Years before", published_at=at(2009, 12, 31))
    make_scheduled(headline="To come")

    archive, month = read("/archive/"), read("/archive/2017/03/")
    rest = read("/archive/2017/03/" + re.search(r'href="(\?cursor=[^"]+)"', month)[1])
    before = read("/archive/2009/12/")
    read("/archive/2017/02/", 404)
    read(f"{timezone.now() + timedelta(days=40):/archive/%Y/%m/}", 404)

    assert re.findall(r'href="(/archive/\d+/\d+/)"', archive) == ["/archive/2017/03/", "/archive/2009/12/"]
    assert re.findall(r'"count">(\d+ articles?)<', archive) == ["4 articles", "1 article"]
    assert "To come" not in month
    assert re.findall(r'<time datetime="([^"]+)"', month) == ["2017-03-30", "2017-03-03"]
    assert re.findall(r'<time datetime="([^"]+)"', rest) == ["2017-03-03", "2017-03-01"]
    assert 'pager-older" href="/archive/2009/12/">December 2009' in month
    assert 'pager-link" href="/archive/2017/03/">March 2017' in before
