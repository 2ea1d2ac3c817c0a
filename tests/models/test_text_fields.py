"""Text is cleaned by whichever door it comes, and a picture too big for any page is cut down."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Article
from articles.models.photos import KEPT_WIDTH, MAX_BYTES, encoded, stripped
from articles.models.text import visible
from tests.factories import make_article

TYPED, STORED = "Two\u202e \u200bwords\x00", "Two words"


@pytest.mark.django_db
def test_what_is_saved_is_clean_in_memory_and_in_the_database() -> None:
    article = make_article(headline=TYPED, original=False)

    assert article.headline == STORED
    assert Article.objects.values_list("headline", flat=True).get() == STORED


@pytest.mark.django_db
def test_a_query_cleans_too() -> None:
    make_article()

    Article.objects.update(headline=TYPED, body="<p onclick='x()'>One</p><script>x()</script>")

    assert Article.objects.values_list("headline", "body").get() == (STORED, "<p>One</p>")


@pytest.mark.django_db
def test_what_is_checked_is_what_will_be_stored() -> None:
    article = Article(headline=TYPED, standfirst="\u200b")

    article.clean_fields(exclude=["slug", "body"])

    assert (article.headline, article.standfirst) == (STORED, "")


@pytest.mark.parametrize("typed", ["a\r\nb", "a\rb", "a\nb"])
def test_line_ends_are_of_one_kind(typed: str) -> None:
    assert visible(typed) == "a\nb"


def test_letters_are_composed() -> None:
    assert visible("e\u0301") == "\u00e9"


def picture(image: Image.Image, kind: str = "PNG", **how: bytes) -> ContentFile:
    target = BytesIO()
    image.save(target, kind, **how)
    return ContentFile(target.getvalue(), "photo")


def test_a_colour_profile_is_not_stored() -> None:
    file = picture(Image.new("RGB", (40, 30), "grey"), "JPEG", icc_profile=b"bought by Salma" * 20)

    stored = encoded(stripped(file)).read()

    assert b"Salma" not in stored
    assert b"ICCP" not in stored


def test_a_picture_keeps_what_is_transparent() -> None:
    assert stripped(picture(Image.new("RGBA", (4, 3)))).getpixel((0, 0))[3] == 0


def test_a_wider_picture_than_any_page_needs_is_made_smaller() -> None:
    assert stripped(picture(Image.new("RGB", (KEPT_WIDTH * 2, 200)))).size == (KEPT_WIDTH, 100)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    file = picture(Image.new("RGB", (4, 3)))
    file.size = MAX_BYTES + 1

    with pytest.raises(ValidationError, match="larger than 20 MB"):
        stripped(file)
