"""Photos in the text of public pages: printed with their files, caption and credit, or gone whole."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import disclaimer, workflow
from articles.models import Edition, EditionOriginal, Page, Photo
from articles.models.text import as_html
from articles.renditions import render
from tests.factories import ENGLISH, make_article, make_editor, make_listing, make_photo
from tests.site.reading import read

pytestmark = pytest.mark.django_db


def figure(photo: int, alt: str = "A market", caption: str = "At <em>noon</em>") -> str:
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img data-photo="{photo}" alt="{alt}">{said}</figure>'


def queries(path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(path).status_code == 200
    return len(asked)


def test_a_photo_stands_in_the_text_with_its_sizes_caption_and_credit() -> None:
    photo = make_photo(credit="A. & B.", is_file_photo=True)
    render(photo.pk)
    body = f"<p>One.</p>{figure(photo.pk, 'A &quot;small&quot; market')}<p>Two.</p>{figure(photo.pk, '', '')}"
    listing = make_listing(body=body)

    text = Client().get(listing.get_absolute_url()).content.decode()

    file = photo.renditions.get(crop="whole", format="jpeg").image.url
    printed = text[text.index("<p>One.</p>") : text.index("<p>Two.</p>")]
    assert f'src="{file}" width="640" height="400" alt="A &quot;small&quot; market"' in printed
    assert 'loading="lazy"' in printed
    assert '<figcaption class="caption"><bdi>At <em>noon</em></bdi> <span lang="en">' in printed
    assert '<span class="caption-file">File photo</span>' in printed
    assert "<bdi>A. &amp; B.</bdi>" in printed
    assert text.count("<figure") == 2
    assert "data-photo" not in text
    # What was attested stays as it was.
    assert Edition.objects.get().body == body


@pytest.mark.parametrize(
    "changed",
    [{"withdrawn_at": timezone.now()}, {"expires_on": date(2026, 1, 1)}, {"image": ""}, None],
    ids=["withdrawn", "expired", "without a file", "not there"],
)
def test_what_may_not_be_shown_is_gone_whole(changed: dict[str, Any] | None) -> None:
    photo = make_photo()
    listing = make_listing(body=f"<p>One.</p>{figure(photo.pk if changed else 10**9)}<p>Two.</p>")
    Photo.objects.filter(pk=photo.pk).update(**changed or {})

    assert "<p>One.</p><p>Two.</p>" in read(listing.get_absolute_url())


def test_all_photos_of_a_text_cost_one_query_and_a_text_without_any_none() -> None:
    photos = [make_photo() for _each in range(3)]
    without = make_listing(body="<p>One.</p>").get_absolute_url()
    one = make_listing(body=figure(photos[0].pk))
    three = make_listing(body="".join(figure(each.pk) for each in photos))
    queries(without)

    counts = [queries(each.get_absolute_url()) for each in (one, three)]

    assert counts == [queries(without) + 1] * 2


def test_photos_answer_to_nothing_in_an_original() -> None:
    photo = make_photo()
    one, two = as_html(ENGLISH[:1]), as_html(ENGLISH[1:])
    paired = make_listing(body=one + figure(photo.pk) + two + "<p>Three.</p>")
    whole = make_listing(body=figure(photo.pk))

    beside, unpaired = (read(f"{each.get_absolute_url()}parallel/") for each in (paired, whole))

    original = EditionOriginal.objects.get(edition=paired.edition)
    assert disclaimer.aligned(paired.edition, original) == [[[0], [0]], [[1], [1]], [[2], [2]]]
    assert "<img" not in beside
    assert "At noon" not in beside
    assert unpaired.count("<img") == 1


def test_an_original_shows_no_photo() -> None:
    photo = make_photo()
    article = make_article()
    article.translations.update(body=f"<p>نص</p>{figure(photo.pk)}")
    listing = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic").listing

    for part in ("original/", "parallel/"):
        assert "<img" not in read(f"{listing.get_absolute_url()}{part}")


def test_previews_and_written_pages_show_them_too() -> None:
    photo = make_photo()
    article = make_article(body=f"<p>One.</p>{figure(photo.pk)}")
    Page.objects.create(title="About us", slug="about-us", body=f"<p>We.</p>{figure(photo.pk)}", is_public=True)
    client = Client()
    client.force_login(make_editor())

    preview = client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()

    assert 'class="body-figure"' in preview
    assert 'class="body-figure"' in read("/about/about-us/")
