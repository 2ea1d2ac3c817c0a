"""71 real news documents and their professional translations, from NTREX-128, through the whole workflow.

The documents are not part of this project: the test is skipped where they are not at hand.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from articles import workflow
from articles.models import Article, Listing, Source, Status, Translation, ascii_slug
from articles.models.text import as_html
from articles.search import search
from tests.factories import make_editor, make_translator

FOLDER = Path(os.environ.get("NTREX_DIR") or Path(__file__).resolve().parents[2] / "shared" / "data" / "ntrex")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the NTREX documents are not at hand: set NTREX_DIR"),
]


def documents() -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]


def enter(document: dict[str, Any]) -> Article:
    outlet = document["outlet"]
    source, _made = Source.objects.get_or_create(
        slug=ascii_slug(outlet), defaults={"name": outlet, "kind": "website", "original_display": "full"}
    )
    english, arabic = document["en"], document["ar"]
    article = Article.objects.create(
        headline=english["headline"],
        standfirst=english["sentences"][0],
        body=as_html(english["sentences"]),
        source=source,
    )
    Translation.objects.create(
        article=article,
        source=source,
        language="ar",
        headline=arabic["headline"],
        body=as_html(arabic["sentences"]),
        url=f"https://ntrex.example/{document['id']}",
    )
    return article


def test_every_document_becomes_public_and_is_found_by_its_own_headline() -> None:
    translator, editor = make_translator(), make_editor()
    articles = [enter(document) for document in documents()]

    for article in articles:
        workflow.transition(article, Status.TRANSLATED, by=translator)
        workflow.transition(article, Status.VERIFIED, by=editor)
        workflow.transition(article, Status.PUBLISHED, by=editor)

    assert len(articles) == 71
    assert set(Listing.public.values_list("pk", flat=True)) == {article.pk for article in articles}
    not_first = [article.headline for article in articles if found(article.headline)[:1] != [article.pk]]
    assert not_first == []


def found(headline: str) -> list[int]:
    return [each.listing.article_id for each in search(headline).found]
