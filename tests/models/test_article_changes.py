"""What the database does by itself when an article is saved."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Listing, ListingKeyword, Publication
from tests.factories import make_article, make_keyword, make_scheduled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("revisions", [{"revision": 99}, {"revision": 1}])
def test_a_revision_is_counted_and_never_set(revisions: dict[str, Any]) -> None:
    article = make_article()
    Article.objects.filter(pk=article.pk).update(standfirst="Another")
    before = Article.objects.get(pk=article.pk).revision

    Article.objects.filter(pk=article.pk).update(**revisions)

    assert Article.objects.get(pk=article.pk).revision == before


def test_the_address_of_what_is_scheduled_stays_until_it_goes_back() -> None:
    article = make_scheduled()

    with pytest.raises(IntegrityError, match="out in the world"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(slug="elsewhere")


def test_a_broken_seal_leaves_nothing_of_what_was_scheduled() -> None:
    article = make_scheduled(keywords=(make_keyword(),))
    Publication.objects.update(lead=article.listing)
    assert ListingKeyword.objects.filter(listing_id=article.pk).exists()

    Article.objects.filter(pk=article.pk).update(standfirst="Another")

    assert Publication.objects.get().lead_id is None
    assert not ListingKeyword.objects.filter(listing_id=article.pk).exists()
    assert not Listing.objects.filter(pk=article.pk).exists()
