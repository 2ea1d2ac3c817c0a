"""What is frozen stays so: beside a redaction, after one, and while an article is being handed over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connections, transaction

from articles import workflow
from articles.models import REDACTED, Article, Correction, Edition, Member, Status, Translation
from tests.factories import make_administrator, make_article, make_editor, make_published, make_translator


def change(original: Translation) -> int:
    """Say something else in it; how many rows that changed."""
    return Translation.objects.filter(pk=original.pk).update(headline="آخر")


@pytest.mark.django_db
def test_a_redaction_opens_the_originals_of_no_other_article() -> None:
    edition, other = make_published().editions.get(), make_published().translations.get()
    workflow.redact(edition, what="originals.1.byline", by=make_administrator(), reason="Danger")

    with pytest.raises(IntegrityError, match="The original text is frozen"), transaction.atomic():
        change(other)


def test_a_redaction_of_yesterday_opens_nothing_today(committed_db: str) -> None:
    article = make_published()
    workflow.redact(article.editions.get(), what="originals.1.byline", by=make_administrator(), reason="Danger")

    with pytest.raises(IntegrityError, match="The original text is frozen"):
        change(article.translations.get())

    assert article.translations.get().byline == REDACTED


def test_what_is_being_handed_over_is_frozen_for_who_comes_second(committed_db: str) -> None:
    article = make_article()
    original = article.translations.get()

    def change_it_meanwhile() -> int | IntegrityError:
        try:
            return change(original)
        except IntegrityError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            workflow.transition(article, Status.TRANSLATED, by=make_translator())
            meanwhile = pool.submit(change_it_meanwhile)
            # Long enough for the other to reach the row that this one holds.
            with pytest.raises(TimeoutError):
                meanwhile.result(timeout=0.5)
        result = meanwhile.result()

    assert isinstance(result, IntegrityError)
    assert Translation.objects.get(pk=original.pk).headline == original.headline


@pytest.mark.django_db
@pytest.mark.parametrize(
    "beside",
    [{"archive_url": "https://archive.example/1"}, {"going_on_reason": "Ours is whole."}, {"attached_by": make_editor}],
)
def test_what_says_nothing_of_the_text_is_written_at_any_time(beside: dict[str, Any]) -> None:
    article = make_published()
    before = Article.objects.get(pk=article.pk).text_revision
    given = {name: value() if callable(value) else value for name, value in beside.items()}

    article.translations.update(**given)

    assert Article.objects.get(pk=article.pk).text_revision == before


def redact_and(connected: psycopg.Connection[Any], edition: Edition, by: Member, statement: str) -> None:
    """Redact a field and run `statement`, in one transaction."""
    with connected.transaction():
        connected.execute("SELECT articles_redact(%s, NULL, 'body', 'gone', %s, 'x')", [edition.pk, by.pk])
        connected.execute(statement)


@pytest.mark.parametrize("table", ["articles_edition", "articles_editionoriginal", "articles_workflowevent"])
def test_a_redaction_deletes_nothing_whoever_runs_it(
    committed_db: str, superuser_connection: psycopg.Connection[Any], table: str
) -> None:
    edition, administrator = make_published().editions.get(), make_administrator()

    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        redact_and(superuser_connection, edition, administrator, f"DELETE FROM {table}")

    assert edition.article.events.exists()
    assert "gone" not in type(edition).objects.get().body


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("articles_edition", "body"),
        ("articles_editionoriginal", "body"),
        ("articles_workflowevent", "note"),
        ("articles_correction", "text"),
    ],
)
def test_a_redaction_of_yesterday_opens_nothing_of_the_record_today(
    committed_db: str, superuser_connection: psycopg.Connection[Any], table: str, column: str
) -> None:
    article = make_published()
    edition = article.editions.get()
    Article.objects.filter(pk=article.pk).update(standfirst="Better.")
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="our-error", text="It was 13."))
    workflow.redact(edition, what="originals.1.byline", by=make_administrator(), reason="Danger")

    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
        superuser_connection.execute(f"UPDATE {table} SET {column} = 'forged'")


def test_a_redaction_opens_nothing_of_another_article_in_its_transaction(
    committed_db: str, superuser_connection: psycopg.Connection[Any]
) -> None:
    edition, other, administrator = make_published().editions.get(), make_published(), make_administrator()

    for statement in (
        f"UPDATE articles_workflowevent SET note = 'forged' WHERE article_id = {other.pk}",
        f"UPDATE articles_edition SET body = 'forged' WHERE article_id = {other.pk}",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"):
            redact_and(superuser_connection, edition, administrator, statement)
