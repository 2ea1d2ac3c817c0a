"""Pieces that are no translated newspaper article."""

from typing import Any

import pytest

from articles import workflow
from articles.models import Listing, Translation
from tests.factories import make_article, make_editor, make_source, make_translated, make_translation, make_translator

pytestmark = pytest.mark.django_db

PIECES: dict[str, dict[str, Any]] = {
    "a round-up of three outlets": {"adaptation": "round-up", "originals": 3},
    "a video interview": {"adaptation": "transcript", "genre": "interview", "medium": "video"},
    "a ministry's statement": {"genre": "statement", "kind": "official", "medium": "statement"},
    "a republished English text": {"adaptation": "republished", "language": "en"},
}


@pytest.mark.parametrize("piece", PIECES)
def test_pieces_that_are_no_newspaper_article_work_too(piece: str) -> None:
    how = dict(PIECES[piece])
    kind, medium, language = how.pop("kind", "newspaper"), how.pop("medium", "article"), how.pop("language", "ar")
    count = how.pop("originals", 1)
    article = make_article(original=False, source=make_source(kind=kind), **how)
    for position in range(1, count + 1):
        make_translation(article, position=position, source=make_source(kind=kind), medium=medium, language=language)

    workflow.transition(article, "translated", by=make_translator())
    workflow.approve_and_publish(article, by=make_editor())

    edition = Listing.public.get(pk=article.pk).edition
    assert edition.originals.count() == count
    if how.get("adaptation") == "republished":
        assert "translated" not in edition.disclaimer
    if kind == "official":
        assert "the author" not in edition.disclaimer


def test_the_readings_that_a_later_one_replaced_are_not_in_the_edition() -> None:
    article = make_translated()
    first = article.translations.get()
    first.state = Translation.State.CHANGED
    first.save()
    make_translation(article, body="<p>نص آخر تماماً.</p>")

    workflow.transition(article, "verified-disclaimer", by=make_editor())

    assert article.editions.get().originals.get().body == "<p>نص آخر تماماً.</p>"
