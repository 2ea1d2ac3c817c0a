"""Dates and numbers as the publication's readers write them, and what it puts around its pages."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import FooterLink, Publication
from articles.site import writing
from tests.factories import make_listing, make_section

DAY = date(2026, 11, 3)
ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"


@pytest.mark.parametrize(
    ("language", "numerals", "day", "count"),
    [
        ("en", "language", "3 November 2026", "1,234"),
        ("de", "language", "3. November 2026", "1.234"),
        ("zh", "language", "3 November 2026", "1,234"),
        ("ar", "language", "٣ نوفمبر ٢٠٢٦", "١٬٢٣٤"),
        ("ar", "european", "3 نوفمبر 2026", "1,234"),
        ("ar-TN", "language", "3 نوفمبر 2026", "1,234"),
        ("fa", "language", "۳ نوامبر ۲۰۲۶", "۱٬۲۳۴"),
        ("ckb", "language", "٣ تشرینی دووەم ٢٠٢٦", "١٬٢٣٤"),
        ("ur", "language", "3 نومبر 2026", "1,234"),
        ("kmr", "language", "3 November 2026", "1,234"),
    ],
)
def test_each_language_writes_days_and_numbers_its_own_way(language: str, numerals: str, day: str, count: str) -> None:
    with writing.written_in(language, numerals):
        said = writing.day(DAY), writing.number(1234)

    assert said == (day, count)


def test_what_is_no_date_or_number_is_left_alone() -> None:
    with writing.written_in("ar", "language"):
        assert writing.day(None) == ""
        assert writing.number("twelve") == "twelve"
        assert writing.number(1234.5) == "١٬٢٣٤٫٥"
        assert writing.month(DAY) == "نوفمبر ٢٠٢٦"


@given(text=st.text())
def test_digits_change_nothing_but_digits(text: str) -> None:
    with writing.written_in("fa", "language"):
        changed = writing.digits(text)

    assert len(changed) == len(text)
    assert not re.search("[0-9]", changed)
    assert [old for old, new in zip(text, changed, strict=True) if old != new] == re.findall("[0-9]", text)


def test_outside_a_publication_numbers_are_plain_again() -> None:
    with writing.written_in("ar", "language"):
        pass

    assert writing.digits("2026") == "2026"


@pytest.mark.django_db
def test_an_arabic_publication_writes_its_own_digits_but_for_machines_and_in_articles() -> None:
    listing = make_listing(headline="14 months", published_at=datetime(2025, 3, 9, 12, tzinfo=UTC))
    Publication.objects.update(language="ar")
    reader = Client()

    own = reader.get(listing.get_absolute_url()).content.decode()
    Publication.objects.update(numerals="european")
    european = reader.get(listing.get_absolute_url()).content.decode()

    assert "٩ مارس ٢٠٢٥" in own
    assert "9 مارس 2025" in european
    for page in (own, european):
        assert ">14 months</h1>" in page
    # What machines read keeps to 0 to 9: tags and all they carry.
    assert not re.search(f"<[^>]*[{ARABIC_DIGITS}][^>]*>", re.sub(r'content="[^"]*"|aria-label="[^"]*"', "", own))


@pytest.mark.django_db
def test_the_foot_of_every_page_has_the_newsrooms_own_links() -> None:
    publication = Publication.objects.get()
    FooterLink.objects.create(publication=publication, label="Write to us", url="mailto:us@example.org", position=2)
    FooterLink.objects.create(publication=publication, label="Podcast", url="https://example.org/", position=1)

    page = Client().get("/about/").content.decode()

    links = re.findall(r'<a href="([^"]+)" rel="noopener"><bdi>([^<]+)', page)
    assert links == [("https://example.org/", "Podcast"), ("mailto:us@example.org", "Write to us")]


@pytest.mark.django_db
@pytest.mark.parametrize(("accent", "ink"), [("#ffee00", "#1d1c1a"), ("#000000", "#fdfcfa"), ("#ffffff", "#1d1c1a")])
def test_the_mark_in_the_tab_takes_the_accent_and_stays_readable(accent: str, ink: str) -> None:
    Publication.objects.update(accent=accent)
    reader = Client()

    where = re.search(r'<link rel="icon" href="([^"]+)"', reader.get("/").content.decode())
    icon = reader.get(where[1] if where else "")

    assert icon.headers["Content-Type"] == "image/svg+xml"
    assert f'fill="{accent}"' in icon.content.decode()
    assert f'stroke="{ink}"' in icon.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_front_page_with_next_to_nothing_has_no_empty_parts(count: int) -> None:
    section = make_section()
    for _ in range(count):
        make_listing(section=section)

    page = Client().get("/").content.decode()

    assert ("Nothing is published here yet" in page) == (count == 0)
    assert page.count("<article") == count
    assert not re.search(r"<(ol|ul|section|figure)[^>]*>\s*</\1>", page)
