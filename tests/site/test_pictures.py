"""The pictures of public pages."""

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Listing, Photo, Publication
from articles.renditions import render
from articles.site.lookup import listing_at
from articles.site.photos import Card, card_of
from tests.factories import make_listing, make_photo, make_section, make_source
from tests.site.reading import photo_words, read

pytestmark = pytest.mark.django_db


class Printed(NamedTuple):
    sources: list[tuple[str, str]]
    image: str


def printed(page: str) -> Printed:
    """The one picture of a page: the type and files of each source, and the image itself."""
    [picture] = re.findall("<picture>(.*?)</picture>", page)
    return Printed(
        re.findall(r'<source type="(.*?)" srcset="(.*?)" sizes="[^"]+">', picture), picture[picture.index("<img") :]
    )


def files_of(photo: Photo, crop: str, form: str) -> str:
    files = photo.renditions.filter(crop=crop, format=form).order_by("width")
    return ", ".join(f"{each.image.url} {each.width}w" for each in files)


def test_a_withdrawn_photo_is_gone() -> None:
    photo = make_photo()
    listing = make_listing(**photo_words(photo))
    assert "<img" in read(listing.get_absolute_url())
    photo.withdrawn_at = timezone.now()
    photo.save()

    for path in (listing.get_absolute_url(), "/", "/latest/"):
        assert "<img" not in read(path)
    assert "The bridge on Sunday" not in read(listing.get_absolute_url())


def test_a_photo_whose_rights_end_today_is_told_to_nobody() -> None:
    photo = make_photo()
    listing = make_listing(**photo_words(photo))
    render(photo.pk)
    Publication.objects.update(picture=photo)
    names = {Path(str(file)).name for file in [photo.image, *photo.renditions.values_list("image", flat=True)]}
    paths = [listing.get_absolute_url(), "/", *(f"/feeds/latest.{form}" for form in ("rss", "atom", "json"))]

    def told() -> list[bool]:
        return [any(name in read(path) for name in names) for path in paths]

    before = told()
    Photo.objects.update(expires_on=timezone.localdate())

    assert before == [True] * 5
    assert told() == [False] * 5


@pytest.mark.parametrize("rights", [{"withdrawn_at": timezone.now()}, {"expires_on": date(2026, 1, 1)}])
def test_a_logo_that_may_not_be_shown_is_a_name(rights: dict[str, object]) -> None:
    Publication.objects.update(logo=make_photo())
    assert "masthead-logo" in read("/")

    Publication.objects.update(logo=make_photo(**rights))

    assert "masthead-logo" not in read("/")


def test_a_photo_comes_in_the_sizes_and_formats_that_fit_where_it_stands() -> None:
    photo = make_photo(focal_x=0.1)
    listing = make_listing(**photo_words(photo))
    article, section = listing.get_absolute_url(), "/latest/"
    kept = [read(path) for path in (article, section)]
    render(photo.pk)

    whole, wide = (printed(read(path)) for path in (article, section))

    # Until its files are made, the picture as it is kept.
    assert all(f'<picture><img class="photo" src="{photo.image.url}" width="640" height="400"' in text for text in kept)
    assert [source[0] for source in whole.sources] == ["image/avif", "image/webp"]
    assert [files_of(photo, "whole", form) for form in ("avif", "webp")] == [source[1] for source in whole.sources]
    assert [files_of(photo, "wide", form) for form in ("avif", "webp")] == [source[1] for source in wide.sources]
    for shown, crop in ((whole, "whole"), (wide, "wide")):
        fallback = photo.renditions.get(crop=crop, format="jpeg")
        assert f'src="{fallback.image.url}" width="{fallback.width}" height="{fallback.height}"' in shown.image
    # What leads comes first, what is further down only when it is come to.
    assert 'fetchpriority="high"' in whole.image
    assert "lazy" not in whole.image
    assert 'loading="lazy"' in wide.image
    assert 'alt="A bridge" lang="en"' in whole.image
    assert 'alt=""' in wide.image


class TestCard:
    """The picture of a shared link."""

    def test_it_is_the_photos_or_else_of_its_outlet_its_section_or_the_publication(
        self, django_assert_num_queries: Any
    ) -> None:
        photos = [make_photo(alt=alt) for alt in ("of the outlet", "of the section", "of the publication")]
        for photo in photos:
            render(photo.pk)
        section = make_section(picture=photos[1])
        source = make_source(picture=photos[0])
        Publication.objects.update(picture=photos[2])
        listing = make_listing(section=section, source=source)

        def card() -> Card | None:
            found = listing_at(*listing.address)
            assert isinstance(found, Listing)
            with django_assert_num_queries(0):
                return card_of(found)

        cards = [card()]
        for photo in photos:
            Photo.objects.filter(pk=photo.pk).update(expires_on=date(2026, 1, 1))
            cards.append(card())

        assert [each and each.alt for each in cards] == ["of the outlet", "of the section", "of the publication", None]
        first = photos[0].renditions.get(crop="card")
        url = f"{settings.SITE_URL}{first.image.url}"
        assert cards[0] == Card(url, first.width, first.height, "of the outlet")

    def test_a_photo_of_its_own_comes_first_also_before_its_card_is_made(self) -> None:
        photo, other = make_photo(), make_photo()
        render(other.pk)
        Publication.objects.update(picture=other)
        listing = make_listing(**photo_words(photo) | {"photo_alt": "As it was told here"})

        before = card_of(listing_at(*listing.address))
        render(photo.pk)
        after = card_of(listing_at(*listing.address))

        assert before == Card(f"{settings.SITE_URL}{photo.image.url}", 640, 400, "As it was told here")
        assert after == Card(
            settings.SITE_URL + photo.renditions.get(crop="card").image.url, 640, 336, "As it was told here"
        )
