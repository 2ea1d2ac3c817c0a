"""What breaks the seal, however it is saved; and the digest that proves what was attested."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles import disclaimer, workflow
from articles.models import Article, Listing, Status, Translation, WorkflowEvent
from tests.factories import (
    make_editor,
    make_keyword,
    make_photo,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def by_saving(article: Article) -> None:
    article.headline = "Another headline"
    article.save()


def by_a_query(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(body="<p>Another text</p>")


def by_bulk_update(article: Article) -> None:
    article.standfirst = "Another standfirst"
    Article.objects.bulk_update([article], ["standfirst"])


def by_sql(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET editors_note = 'x' WHERE id = %s", [article.pk])


def by_a_new_reading(article: Article) -> None:
    article.translations.update(state=Translation.State.CHANGED)
    make_translation(article)


def by_withdrawing_the_original(article: Article) -> None:
    article.translations.update(state=Translation.State.WITHDRAWN)


def by_a_photo(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(photo=make_photo())


def by_a_caption(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(photo_caption="Another")


def by_another_outlet(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(source=make_source())


def by_another_translator(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(translator=make_translator())


def by_another_adaptation(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(adaptation="excerpts")


CHANGES_OF_TEXT = [
    by_saving, by_a_query, by_bulk_update, by_sql, by_a_new_reading, by_withdrawing_the_original, by_a_photo,
    by_a_caption, by_another_outlet, by_another_translator, by_another_adaptation,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES_OF_TEXT)
def test_a_change_of_text_breaks_the_seal_of_what_was_verified(change: Callable[[Article], None]) -> None:
    article = make_verified()

    change(article)

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert article.events.last().kind == WorkflowEvent.Kind.SEAL_BROKEN


@pytest.mark.parametrize("change", CHANGES_OF_TEXT)
def test_a_change_of_text_stops_what_was_scheduled(change: Callable[[Article], None]) -> None:
    opens = timezone.now() + timedelta(hours=3)
    # What is derived of its listing goes with it, in the database.
    article = make_published(at=opens, keywords=(make_keyword(),), authors=(make_keyword(kind="person"),))

    change(article)

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert not Listing.objects.filter(article=article).exists()
    assert not Listing.objects.visible_at(opens + timedelta(days=1)).filter(article=article).exists()
    # The desk offers to approve it again for the same moment.
    assert article.events.last().public_at == opens
    assert article.published_at == opens


@pytest.mark.parametrize("change", CHANGES_OF_TEXT)
def test_readers_keep_reading_the_edition_while_the_desk_writes_on(change: Callable[[Article], None]) -> None:
    article = make_published()
    edition = Listing.public.get(pk=article.pk).edition

    change(article)

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert Listing.public.get(pk=article.pk).edition == edition
    assert disclaimer.has_unpublished_changes(article, edition)


def test_another_address_breaks_the_seal_of_what_was_verified() -> None:
    article = make_verified()

    Article.objects.filter(pk=article.pk).update(slug="elsewhere")

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED


def test_the_database_signs_a_broken_seal_with_the_member_who_saved() -> None:
    article, editor = make_verified(), make_editor()

    with workflow.signed(editor):
        by_saving(article)

    assert article.events.last().actor == editor


@pytest.mark.parametrize(
    "change",
    [
        lambda article: Article.objects.filter(pk=article.pk).update(section=make_section()),
        lambda article: article.keywords.add(make_keyword()),
        lambda article: Article.objects.filter(pk=article.pk).update(due_at=timezone.now(), developing=True),
        lambda article: article.translations.update(archive_url="https://archive.example/9"),
        lambda article: article.save(),
    ],
)
def test_cataloguing_breaks_no_seal(change: Callable[[Article], Any]) -> None:
    article = make_scheduled()

    change(article)

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert Listing.objects.filter(article=article).exists()


def test_an_edition_can_be_proved() -> None:
    edition = make_verified().editions.get()

    assert disclaimer.broken_fields(edition) == []
    assert edition.digest.startswith("v1:")


@pytest.mark.parametrize("field", ["headline", "body", "disclaimer", "source_label", "photo_credit", "is_file_photo"])
def test_a_forged_field_is_found(field: str) -> None:
    edition = make_verified().editions.get()

    setattr(edition, field, "forged")

    assert disclaimer.broken_fields(edition) == [field]


def test_a_forged_hash_is_found() -> None:
    edition = make_verified().editions.get()

    edition.headline = "forged"
    edition.seal["headline"]["sha256"] = disclaimer.hash_of("headline", "forged", edition.seal["headline"]["salt"])

    assert disclaimer.broken_fields(edition) == ["digest"]


def test_a_forged_original_is_found() -> None:
    edition = make_verified().editions.prefetch_related("originals").get()

    (original,) = edition.originals.all()
    original.byline = "Somebody else"

    assert disclaimer.broken_fields(edition) == ["originals.1.byline"]


def test_the_canonical_form_is_the_documented_one() -> None:
    import hashlib

    assert (
        disclaimer.hash_of("headline", 'Ein "Wort" خبر', "00ff")
        == hashlib.sha256(b"00ff" + '["headline","Ein \\"Wort\\" خبر"]'.encode()).hexdigest()
    )
    assert (
        disclaimer.hash_of("published_on", date(2025, 1, 2), "")
        == hashlib.sha256(b'["published_on","2025-01-02"]').hexdigest()
    )
    assert disclaimer.digest_of([("a", "1"), ("b", "2")]) == "v1:" + hashlib.sha256(b"a:1\nb:2").hexdigest()
