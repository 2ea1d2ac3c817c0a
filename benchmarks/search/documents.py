"""71 real news documents and their professional translations (NTREX-128), as articles with their originals.

They are not part of this project: NTREX_DIR says where they lie, and without them this part is not measured.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from articles.models import Adaptation, Article, Source, Translation, ascii_slug
from articles.models.text import as_html
from articles.workflow import bring_in_all

LANGUAGES = ("ar", "fa", "tr", "fr", "ru", "ckb")
DATED = datetime(2018, 9, 29, 8, tzinfo=UTC)
Document = dict[str, Any]


def folder() -> Path:
    here = Path(__file__).resolve().parents[3] / "shared" / "data" / "ntrex"
    return Path(os.environ.get("NTREX_DIR") or here)


@cache
def documents() -> tuple[Document, ...]:
    """In a fixed order; none where they are not at hand."""
    return tuple(json.loads(path.read_text()) for path in sorted(folder().glob("*.json")))


def address(document: Document, language: str = "") -> str:
    return "-".join(filter(None, ["document", ascii_slug(document["id"]), language]))


def enter_as_round_ups() -> None:
    """Each document as one article with its originals in all six languages."""
    _enter([(document, LANGUAGES, "") for document in documents()])


def enter_as_pairs() -> None:
    """Each document six times: an article for each language, with the one original."""
    _enter([(document, (language,), language) for document in documents() for language in LANGUAGES])


def _enter(wanted: list[tuple[Document, tuple[str, ...], str]]) -> None:
    there = set(Article.objects.filter(slug__startswith="document-").values_list("slug", flat=True))
    articles, originals = [], list[Translation]()
    for document, languages, mark in wanted:
        if (slug := address(document, mark)) in there:
            continue
        article = _article(document, slug, len(languages))
        articles.append(article)
        originals += _originals(article, document, languages)
    Article.objects.bulk_create(articles)
    Translation.objects.bulk_create(originals)
    fresh = Article.objects.in_bulk([article.pk for article in articles])
    dated = [(fresh[article.pk], DATED + n * timedelta(minutes=37)) for n, article in enumerate(articles)]
    bring_in_all(dated, attested_as="imported")


def _article(document: Document, slug: str, originals: int) -> Article:
    english = document["en"]
    return Article(
        headline=english["headline"],
        slug=slug,
        standfirst=english["sentences"][0],
        body=as_html(english["sentences"]),
        source=_outlet(document["outlet"]),
        adaptation=Adaptation.ROUND_UP if originals > 1 else Adaptation.FULL,
        origin=Article.Origin.IMPORT,
    )


def _originals(article: Article, document: Document, languages: tuple[str, ...]) -> Iterator[Translation]:
    for position, language in enumerate(languages, 1):
        translation = Translation(
            article=article,
            position=position,
            source=article.source,
            language=language,
            headline=document[language]["headline"],
            body=as_html(document[language]["sentences"]),
            url=f"https://ntrex.example/{document['id']}/{language}",
        )
        translation.mark()
        yield translation


def _outlet(name: str) -> Source:
    source, _made = Source.objects.get_or_create(
        slug=ascii_slug(name), defaults={"name": name, "kind": "website", "original_display": "full"}
    )
    return source
