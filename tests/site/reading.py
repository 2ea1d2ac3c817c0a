"""What tests of public pages read and write alike."""

from html import unescape
from typing import Any

from django.test import Client


def read(path: str, status: int = 200) -> str:
    """The page at `path`, with its entities resolved."""
    response = Client().get(path)
    assert response.status_code == status
    return unescape(response.content.decode())


def photo_words(photo: Any) -> dict[str, Any]:
    """What an article made with `photo` says of it."""
    return {"photo": photo, "photo_alt": photo.alt, "photo_caption": photo.caption, "photo_credit": photo.credit}
