"""Each field under the seal, and each difference between an edition and the working copy, by itself."""

import re
from datetime import date
from typing import Any

import pytest

from articles import disclaimer, workflow
from articles.models import Article, Edition, Status, Translation
from tests.factories import (
    make_article,
    make_editor,
    make_photo,
    make_published,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db

# Written down once more: a field that silently left the seal would prove nothing from then on.
FIELDS = [
    "headline", "standfirst", "body", "editors_note", "language", "genre", "adaptation", "disclaimer", "source_name",
    "source_label", "photo_alt", "photo_caption", "photo_credit", "is_file_photo",
]  # fmt: skip
OF_ORIGINALS = [
    "source_name", "source_label", "language", "medium", "headline", "standfirst", "body", "byline", "url",
    "published_on", "availability", "availability_reason", "fingerprint",
]  # fmt: skip


def make_edition() -> Edition:
    return make_verified().editions.prefetch_related("originals").get()


def test_the_seal_covers_these_fields_in_this_order() -> None:
    edition = make_edition()

    names = [*FIELDS, *(f"originals.1.{name}" for name in OF_ORIGINALS)]
    assert [name for name, _value in edition.sealed()] == names
    assert sorted(edition.seal) == sorted(names)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_proves_what_was_attested(field: str) -> None:
    edition = make_edition()

    setattr(edition, field, "forged")

    assert disclaimer.broken_fields(edition) == [field]


@pytest.mark.parametrize("field", OF_ORIGINALS)
def test_each_field_of_an_original_proves_what_was_read(field: str) -> None:
    edition = make_edition()

    (original,) = edition.originals.all()
    setattr(original, field, date(2001, 1, 1) if field == "published_on" else "forged")

    assert disclaimer.broken_fields(edition) == [f"originals.1.{field}"]


def test_each_field_has_a_salt_of_its_own() -> None:
    salts = [part["salt"] for part in make_edition().seal.values()]

    assert len(set(salts)) == len(salts)
    assert all(re.fullmatch("[0-9a-f]{32}", salt) for salt in salts)


def differences(article: Article) -> list[str]:
    article.refresh_from_db()
    edition = article.editions.order_by("-number")[0]
    return disclaimer.differences(disclaimer.words_of(article), edition)


def test_nothing_differs_from_what_was_just_attested() -> None:
    photo = make_photo(is_file_photo=True)

    assert differences(make_published(photo=photo, photo_alt="A bridge", photo_credit="Us")) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"editors_note": "Asked again."}, "editors_note"),
        ({"genre": "opinion"}, "genre"),
        ({"translator": make_translator}, "translator"),
        ({"photo": make_photo}, "photo"),
    ],
)
def test_a_difference_is_named(change: dict[str, Any], named: str) -> None:
    words = {"photo_alt": "A bridge", "photo_credit": "Us", "photo_caption": "On Sunday"}
    article = make_published(photo=make_photo(), **words)

    Article.objects.filter(pk=article.pk).update(
        **{name: value() if callable(value) else value for name, value in change.items()}
    )

    assert differences(article) == [named]


def test_an_original_more_and_an_original_less_are_named() -> None:
    article = make_published()

    second = make_translation(article, position=2)
    assert differences(article) == ["originals"]
    workflow.reissue(article, by=make_editor())
    Translation.objects.filter(pk=second.pk).update(state="changed")
    assert differences(article) == ["originals"]


def test_an_edition_has_its_originals_in_their_places() -> None:
    article = make_article(original=False, adaptation="round-up")
    for position in (2, 1):
        make_translation(article, position=position, headline=f"عنوان {position}")
    workflow.transition(article, Status.TRANSLATED, by=make_translator())

    workflow.transition(article, Status.VERIFIED, by=make_editor())

    edition = article.editions.get()
    assert disclaimer.broken_fields(edition) == []
    assert list(edition.originals.values_list("position", "headline")) == [(1, "عنوان 1"), (2, "عنوان 2")]
    words = disclaimer.words_of(article)
    assert [original["position"] for original in words.originals] == [1, 2]
