"""71 real news documents and their professional translations, from NTREX-128: through the whole workflow, and found.

The documents are not part of this project: the test is skipped where they are not at hand.
"""

import json
import os
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Listing, Source, Status, Translation, ascii_slug
from articles.models.text import as_html
from articles.search import Filters, Request, search
from articles.search.ranking import find
from articles.search.understanding import understand
from tests.factories import make_editor, make_translator

FOLDER = Path(os.environ.get("NTREX_DIR") or Path(__file__).resolve().parents[2] / "shared" / "data" / "ntrex")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the NTREX documents are not at hand: set NTREX_DIR"),
]


def documents() -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))]


def enter(document: dict[str, Any], languages: Sequence[str] = ("ar",)) -> Article:
    """An article of the document, with its translations into `languages` as the originals."""
    outlet = document["outlet"]
    source, _made = Source.objects.get_or_create(
        slug=ascii_slug(outlet), defaults={"name": outlet, "kind": "website", "original_display": "full"}
    )
    english = document["en"]
    article = Article.objects.create(
        headline=english["headline"],
        standfirst=english["sentences"][0],
        body=as_html(english["sentences"]),
        source=source,
    )
    for position, language in enumerate(languages, start=1):
        Translation.objects.create(
            article=article,
            source=source,
            position=position,
            language=language,
            headline=document[language]["headline"],
            body=as_html(document[language]["sentences"]),
            url=f"https://ntrex.example/{language}/{document['id']}",
        )
    return article


def test_documents_become_public_and_are_found_by_their_own_headlines() -> None:
    translator, editor = make_translator(), make_editor()
    # Every third: each takes all steps, and the benchmark of search looks for all of them.
    articles = [enter(document) for document in documents()[::3]]

    for article in articles:
        workflow.transition(article, Status.TRANSLATED, by=translator)
        workflow.transition(article, Status.VERIFIED, by=editor)
        workflow.transition(article, Status.PUBLISHED, by=editor)

    assert len(articles) == 24
    assert set(Listing.public.values_list("pk", flat=True)) == {article.pk for article in articles}
    not_first = [article.headline for article in articles if found(article.headline)[:1] != [article.pk]]
    assert not_first == []


def found(headline: str) -> list[int]:
    results = search(Request(headline, Filters(), "relevance", ""))
    return [each.listing.article_id for each in results.found]


def test_every_document_is_found_by_the_headlines_of_its_originals() -> None:
    # Two of six languages each: all have their turn, in a third of the time.
    pairs = cycle([("ar", "fr"), ("fa", "ru"), ("tr", "ckb")])
    entered = [
        (enter(document, pair), [document[language]["headline"] for language in pair])
        for document, pair in zip(documents(), pairs, strict=False)
    ]
    workflow.bring_in_all([(article, timezone.now()) for article, _headlines in entered], attested_as="synthetic")

    not_first = [
        headline
        for article, headlines in entered
        for headline in headlines
        if find(understand(headline), "relevance").ids[:1] != [article.pk]
    ]

    assert not_first == []
