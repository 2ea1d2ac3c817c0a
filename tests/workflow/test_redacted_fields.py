"""Each field that can be redacted goes, and what the database asks again before it does."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from articles import workflow
from articles.models import REDACTED, Article, Edition, Redaction, SourceProfile
from articles.models.text import plain
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_member,
    make_photo,
    make_published,
    make_publisher,
    make_source,
    make_translation,
    make_translator,
)

pytestmark = pytest.mark.django_db

OF_ARTICLE = ["headline", "standfirst", "body", "editors_note", "photo_alt", "photo_caption", "photo_credit"]
OF_OUTLET = ["source_name", "source_label"]
OF_ORIGINAL = ["headline", "standfirst", "body", "byline", "url", "archive_url"]
ADDRESSES = ["url", "archive_url"]


def make_full_edition() -> Edition:
    """An edition of which no field is empty."""
    source = make_source()
    SourceProfile.objects.create(source=source, description="a daily", valid_from="2001-01-01")
    words = {"photo_alt": "A bridge", "photo_caption": "On Sunday", "photo_credit": "Us", "editors_note": "Asked."}
    article = make_article(source=source, photo=make_photo(), original=False, **words)
    make_translation(article, standfirst="بعد العمل", archive_url="https://archive.example/1")
    workflow.transition(article, "translated", by=make_translator())
    workflow.approve_and_publish(article, by=make_editor())
    return article.editions.get()


def redacted(edition: Edition, what: str | workflow.Passage) -> Edition:
    return workflow.redact(edition, what=what, by=make_administrator(), reason="Danger")


@pytest.mark.parametrize("field", [*OF_ARTICLE, *OF_OUTLET])
def test_each_field_of_an_edition_goes_with_its_salt(field: str) -> None:
    edition = redacted(make_full_edition(), field)

    assert plain(getattr(edition, field)) == REDACTED
    assert "salt" not in edition.seal[field]
    assert sum("salt" not in part for part in edition.seal.values()) == 1
    if field in OF_ARTICLE:
        assert plain(getattr(Article.objects.get(), field)) == REDACTED


@pytest.mark.parametrize("field", [*OF_ORIGINAL, *OF_OUTLET])
def test_each_field_of_an_original_goes_with_its_salt(field: str) -> None:
    edition = redacted(make_full_edition(), f"originals.1.{field}")

    expected = "" if field in ADDRESSES else REDACTED
    assert plain(getattr(edition.originals.get(), field)) == expected
    assert "salt" not in edition.seal.get(f"originals.1.{field}", {})
    if field in OF_ORIGINAL:
        assert plain(getattr(Article.objects.get().translations.get(), field)) == expected


def test_why_an_original_is_missing_goes_too() -> None:
    article = make_article(original=False)
    make_translation(article, body="", availability="lost", availability_reason="Nadia burned it.")
    workflow.transition(article, "translated", by=make_translator())
    workflow.approve_and_publish(article, by=make_editor())

    edition = redacted(article.editions.get(), "originals.1.availability_reason")

    assert edition.originals.get().availability_reason == REDACTED
    assert article.translations.get().availability_reason == REDACTED


def test_one_of_several_originals_goes_and_the_others_stay() -> None:
    article = make_article(adaptation="round-up")
    make_translation(article, position=2, byline="منى")
    workflow.transition(article, "translated", by=make_translator())
    workflow.approve_and_publish(article, by=make_editor())

    edition = redacted(article.editions.get(), "originals.2.byline")

    assert list(edition.originals.values_list("byline", flat=True)) == ["سلمى الحلبي", REDACTED]


def test_a_redaction_is_a_step_of_its_article_alone() -> None:
    other = make_published()
    other_events = other.events.count()

    edition = redacted(make_full_edition(), "headline")

    assert edition.article.events.last().kind == "redaction"
    assert other.events.count() == other_events


def in_sql(edition: Edition, *, by: Any, field: str = "body", position: int | None = None, reason: str = "x") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT articles_redact(%s, %s, %s, 'gone', %s, %s)", [edition.pk, position, field, by.pk, reason]
        )


@pytest.mark.parametrize(
    "who",
    [make_translator, make_editor, make_publisher, make_member, lambda: make_administrator(is_active=False)],
)
def test_the_database_lets_nobody_else_redact(who: Any) -> None:
    edition = make_full_edition()

    with pytest.raises(DatabaseError, match="Only administrators redact"):
        in_sql(edition, by=who())

    assert not Redaction.objects.exists()


def test_the_database_lets_a_superuser_redact() -> None:
    edition = make_full_edition()

    in_sql(edition, by=make_member(is_superuser=True))

    assert Edition.objects.get(pk=edition.pk).body == "gone"


@pytest.mark.parametrize(
    "how",
    [
        {"reason": ""},
        {"field": "digest"},
        {"field": "attested_at"},
        {"field": "disclaimer"},
        {"field": "published_on", "position": 1},
        {"field": "original_display", "position": 1},
    ],
)
def test_the_database_redacts_nothing_else_and_not_without_a_reason(how: dict[str, Any]) -> None:
    edition = make_full_edition()

    with pytest.raises(DatabaseError, match=r"needs a reason|can.t be redacted"):
        in_sql(edition, by=make_administrator(), **how)


def test_a_reading_that_was_replaced_is_redacted_too() -> None:
    article = make_published()
    article.translations.update(state="changed")
    make_translation(article)
    workflow.reissue(article, by=make_editor())

    redacted(article.editions.get(number=2), workflow.Passage("سلمى الحلبي"))

    assert set(article.translations.values_list("byline", flat=True)) == {REDACTED}


def test_a_passage_goes_from_the_record_of_its_article_and_stays_in_that_of_others() -> None:
    article, other, editor = make_published(), make_published(), make_editor()
    for each in (article, other):
        Article.objects.filter(pk=each.pk).update(standfirst="Sami Qasim said so.")
        workflow.reissue(each, by=editor, note="Sami Qasim called.")
        workflow.take_down(each, by=editor, public_note="Sami Qasim never said it.", note="Sami Qasim called again.")

    redacted(article.editions.get(number=2), workflow.Passage("Sami Qasim"))

    def told(about: Article) -> list[str]:
        events = about.events.exclude(kind="redaction").values_list("note", "public_note")
        return [text for texts in events for text in texts if text] + [each.text for each in about.corrections.all()]

    assert told(article) == [text.replace("Sami Qasim", REDACTED) for text in told(other)]
    assert sum("Sami Qasim" in text for text in told(other)) == 4
