"""What tests of public pages read and write alike."""

from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Listing, PagePart
from articles.page_parts import parts_of_articles
from articles.site.furniture import furniture
from articles.site.writing import written_in


def read(path: str, status: int = 200) -> str:
    """The page at `path`, with its entities resolved."""
    response = Client().get(path)
    assert response.status_code == status
    return unescape(response.content.decode())


def made_now() -> dict[tuple[int, str], PagePart]:
    """The parts of all pages, by listing and kind, as they would be made at this moment."""
    around, listings = furniture(), list(Listing.objects.values_list("pk", flat=True))
    with written_in(around.language, around.numerals):
        return {(part.listing_id, part.kind): part for part in parts_of_articles(listings, around)}


def make_parts() -> None:
    """What a worker does, in the transaction of the test, in which all of it has just changed."""
    PagePart.objects.all().delete()
    PagePart.objects.bulk_create(made_now().values())


def photo_words(photo: Any) -> dict[str, Any]:
    """What an article made with `photo` says of it."""
    return {"photo": photo, "photo_alt": photo.alt, "photo_caption": photo.caption, "photo_credit": photo.credit}


def bring_in(article: Any, **days: int) -> Listing:
    """Make `article` public, as if some days or hours ago."""
    article.refresh_from_db()
    moment = timezone.now() - timedelta(**(days or {"hours": 1}))
    return workflow.bring_in(article, published_at=moment, attested_as="synthetic").listing
