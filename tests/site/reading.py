"""What tests of public pages read and write alike."""

from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Listing


def read(path: str, status: int = 200) -> str:
    """The page at `path`, with its entities resolved."""
    response = Client().get(path)
    assert response.status_code == status
    return unescape(response.content.decode())


def photo_words(photo: Any) -> dict[str, Any]:
    """What an article made with `photo` says of it."""
    return {"photo": photo, "photo_alt": photo.alt, "photo_caption": photo.caption, "photo_credit": photo.credit}


def bring_in(article: Any, **days: int) -> Listing:
    """Make `article` public, as if some days or hours ago."""
    article.refresh_from_db()
    moment = timezone.now() - timedelta(**(days or {"hours": 1}))
    return workflow.bring_in(article, published_at=moment, attested_as="synthetic").listing
