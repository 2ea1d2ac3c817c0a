"""Each column that readers see something of breaks the seal by itself; each of an original's is frozen by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from articles import workflow
from articles.models import Article, Status, Translation
from tests.factories import (
    make_article,
    make_photo,
    make_source,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db

COLUMNS: dict[str, Any] = {
    "headline": "Another",
    "standfirst": "Another",
    "body": "<p>Another</p>",
    "editors_note": "Another",
    "language": "fr",
    "source": make_source,
    "genre": "opinion",
    "adaptation": "excerpts",
    "translator": make_translator,
    "photo": make_photo,
    "photo_alt": "Another",
    "photo_caption": "Another",
    "photo_credit": "Another",
}
FROZEN: dict[str, Any] = {
    "position": 7,
    "source": make_source,
    "language": "fa",
    "medium": "video",
    "headline": "آخر",
    "standfirst": "آخر",
    "body": "<p>آخر</p>",
    "byline": "آخر",
    "url": "https://outlet.example/another",
    "published_on": date(2001, 1, 1),
    "read_at": datetime(2001, 1, 1, tzinfo=UTC),
    "availability_reason": "Another",
    "article": make_article,
}


def value(given: Any) -> Any:
    return given() if callable(given) else given


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_readers_see_breaks_the_seal_alone(column: str) -> None:
    article = make_verified()
    before = article.text_revision

    Article.objects.filter(pk=article.pk).update(**{column: value(COLUMNS[column])})

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert article.text_revision == before + 1


@pytest.mark.parametrize("column", FROZEN)
def test_a_column_of_an_original_is_frozen_alone(column: str) -> None:
    original = make_translated().translations.get()
    becomes = value(FROZEN[column])

    with pytest.raises(IntegrityError, match="The original text is frozen"), transaction.atomic():
        Translation.objects.filter(pk=original.pk).update(**{column: becomes})


def test_whether_an_original_is_attached_is_frozen_alone() -> None:
    article = make_article(original=False)
    original = make_translation(article, availability="lost", availability_reason="The site is gone.")
    workflow.transition(article, Status.TRANSLATED, by=make_translator())

    with pytest.raises(IntegrityError, match="The original text is frozen"), transaction.atomic():
        Translation.objects.filter(pk=original.pk).update(availability="not-available")


def test_a_further_original_breaks_the_seal_alone() -> None:
    article = make_verified()

    make_translation(article, position=2)

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert article.events.last().kind == "seal-broken"
