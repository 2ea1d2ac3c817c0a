"""What is suggested while somebody types."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Listing
from articles.models.text import as_html
from articles.search import suggest
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_scheduled,
    make_source,
    make_translation,
)

pytestmark = pytest.mark.django_db


def texts(typed: str, kind: str = "") -> list[str]:
    return [each.text for each in suggest(typed) if kind in ("", each.kind)]


@pytest.fixture
def bridge() -> Listing:
    """An article of Aleppo with an original in Arabic, under a keyword with spellings, from an outlet."""
    keyword = make_keyword(name="Ahmed al-Sharaa", kind="person")
    keyword.spellings.create(language="ar", text="الشرع")
    keyword.spellings.create(language="en", text="Al-Shar'a")
    make_keyword(name="Jolani", merged_into=keyword)
    article = make_article(
        original=False, headline="Damaged bridges are open again", standfirst="Engineers say so.",
        source=make_source(name="Asharq Al-Awsat", native_name="الشرق الأوسط"), keywords=(keyword,),
    )  # fmt: skip
    make_translation(article, headline="إعادة افتتاح الجسور", body=as_html(["نص"]))
    article.refresh_from_db()
    return workflow.bring_in(article, published_at=timezone.now() - timedelta(hours=1), attested_as="synthetic").listing


def test_names_are_suggested_by_every_spelling_and_outlets_and_headlines_by_their_words(bridge: Listing) -> None:
    name, outlet, headline = "Ahmed al-Sharaa", "Asharq Al-Awsat", bridge.edition.headline

    for typed in ("ah", "AHMED al-sh", "al-sh", "shara'", "الش", "الشرع", "jol", "sharaa"):
        assert name in texts(typed, "keyword"), typed
    for typed in ("ash", "awsat", "الشرق", "الأوسط"):
        assert texts(typed, "source") == [outlet], typed
    for typed in ("dam", "damag", "damaged bri", "bridge", "open aga", "افت", "الجسو", "إعاده افتتاح الج"):
        assert texts(typed, "headline") == [headline], typed
    # One letter, another word, what stands elsewhere than in a headline, the end of a word.
    for typed in ("", "a", "da", "damaged zzz", "engin", "maged", "%", "_", "'", "\\", "a" * 9_000):
        assert texts(typed, "headline") == [], typed


def test_what_is_spelled_just_so_comes_first_then_what_is_newest() -> None:
    keywords = [make_keyword(name=name) for name in ("Homs", "Homs governorate", "Homsi, Salma", "Homs refinery")]
    for days, keyword in enumerate(keywords, start=1):
        make_listing(published_at=timezone.now() - timedelta(days=9 - days), keywords=(keyword,), headline="Text")
    headlines = [
        make_listing(headline=f"Homs {days}", published_at=timezone.now() - timedelta(days=days)).edition.headline
        for days in (900, 3, 70, 1, 400, 2)
    ]

    suggested = suggest("homs")

    assert [each.text for each in suggested] == [
        "Homs", "Homs refinery", "Homsi, Salma", "Homs governorate",
        headlines[3], headlines[5], headlines[1], headlines[2],
    ]  # fmt: skip


def test_only_what_is_public_is_suggested() -> None:
    hidden = {"keywords": (make_keyword(name="Zanzibar"),), "source": make_source(name="Zanzibar Post")}
    make_keyword(name="Zanzibar unused")
    make_article(headline="Zanzibar", **hidden)
    make_scheduled(headline="Zanzibar", **hidden)
    workflow.hide(make_listing(headline="Zanzibar", **hidden).article, by=make_editor())

    assert suggest("zanz") == []


def test_browsers_get_four_lists(bridge: Listing, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        response = Client().get("/search/suggestions.json", {"q": " Dam"})

    assert response["Content-Type"] == "application/x-suggestions+json"
    asked, found, kinds, urls, more = response.json()
    assert (asked, found, kinds) == (" Dam", [bridge.edition.headline], ["Article"])
    assert urls == [f"http://localhost:8000{bridge.get_absolute_url()}"]
    assert more == {"languages": ["en"]}
