"""The pictures of public pages."""

from datetime import date

import pytest
from django.utils import timezone

from articles.models import Publication
from tests.factories import make_listing, make_photo
from tests.site.reading import photo_words, read

pytestmark = pytest.mark.django_db


def test_a_withdrawn_photo_is_gone() -> None:
    photo = make_photo()
    listing = make_listing(**photo_words(photo))
    assert "<img" in read(listing.get_absolute_url())
    photo.withdrawn_at = timezone.now()
    photo.save()

    for path in (listing.get_absolute_url(), "/", "/latest/"):
        assert "<img" not in read(path)
    assert "The bridge on Sunday" not in read(listing.get_absolute_url())


@pytest.mark.parametrize("rights", [{"withdrawn_at": timezone.now()}, {"expires_on": date(2026, 1, 1)}])
def test_a_logo_that_may_not_be_shown_is_a_name(rights: dict[str, object]) -> None:
    Publication.objects.update(logo=make_photo())
    assert "masthead-logo" in read("/")

    Publication.objects.update(logo=make_photo(**rights))

    assert "masthead-logo" not in read("/")


def test_a_photo_has_its_sizes() -> None:
    photo = make_photo()

    text = read(make_listing(**photo_words(photo)).get_absolute_url())

    [rendition] = photo.renditions.all()
    assert f'src="{rendition.image.url}"' in text
    assert f'width="{rendition.width}" height="{rendition.height}"' in text
