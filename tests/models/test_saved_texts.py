"""Every saved state of a text is kept by the database, whoever writes it and however."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from articles import workflow
from articles.models import Article, SavedText, Translation
from tests.factories import make_article, make_editor, make_translator


def by_save(article: Article) -> None:
    article.headline = "New"
    article.save()


def by_update(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(headline="New")


def by_bulk_update(article: Article) -> None:
    article.headline = "New"
    Article.objects.bulk_update([article], ["headline"])


def by_sql(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET headline = 'New' WHERE id = %s", [article.pk])


def said(article: Article, field: str = "headline") -> list[Any]:
    rows = SavedText.objects.filter(article=article.pk, original=None).order_by("pk")
    return [row.fields[field] for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("write", [by_save, by_update, by_bulk_update, by_sql])
def test_however_it_is_written_both_states_are_kept(write: Callable[[Article], None]) -> None:
    article = make_article(headline="Old")

    write(article)

    assert said(article) == ["Old", "New"]


@pytest.mark.django_db
def test_what_is_no_text_leaves_no_state() -> None:
    article = make_article()

    Article.objects.filter(pk=article.pk).update(developing=True)

    assert said(article) == []


@pytest.mark.django_db
def test_it_is_signed_by_whose_transaction_it_was_and_by_nobody_else() -> None:
    article, member = make_article(created_by=make_translator()), make_editor()

    with workflow.signed(member):
        by_save(article)

    first, second = SavedText.objects.filter(article=article).order_by("pk")
    assert (first.by, second.by) == (article.created_by, member)
    article.refresh_from_db()
    assert second.revision == article.revision == first.revision + 1


@pytest.mark.django_db
def test_a_text_is_kept_byte_for_byte() -> None:
    peculiar = "<p>می\u200cرود\u00a0: q\u0323\u0307 كَتَبَ \u200f“3 &lt; 4” \\u0041 <em>x</em></p>"
    article = make_article(body=peculiar)
    stored = Article.objects.get(pk=article.pk).body

    Article.objects.filter(pk=article.pk).update(body="<p>Another.</p>")

    assert said(article, "body") == [stored, "<p>Another.</p>"]
    assert "\u200c" in stored
    assert "\u00a0" in stored.replace("&nbsp;", "\u00a0")


@pytest.mark.django_db
def test_a_changed_and_a_deleted_original_leave_their_texts() -> None:
    original = make_article().translations.get()
    pk, headline = original.pk, original.headline

    Translation.objects.filter(pk=pk).update(headline="عنوان")
    Translation.objects.filter(pk=pk).delete()

    rows = SavedText.objects.filter(original=pk).order_by("pk")
    assert [row.fields["headline"] for row in rows] == [headline, "عنوان"]


@pytest.mark.django_db
def test_an_original_deleted_unchanged_leaves_its_only_text() -> None:
    original = make_article().translations.get()
    pk, body = original.pk, original.body

    original.delete()

    assert SavedText.objects.get(original=pk).fields["body"] == body


@pytest.mark.django_db
def test_a_save_that_is_undone_leaves_no_state() -> None:
    article = make_article()

    with transaction.atomic():
        by_save(article)
        transaction.set_rollback(True)

    assert said(article) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles_savedtext",
        "UPDATE articles_savedtext SET revision = 1",
        "INSERT INTO articles_savedtext (article_id, revision, at, fields) VALUES (1, 1, now(), '{}')",
        "TRUNCATE articles_savedtext",
    ],
)
def test_the_web_role_writes_no_history(statement: str) -> None:
    by_save(make_article())

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_sql_of_the_owner_is_kept_too_and_nobody_signs_it_nor_changes_what_was_kept(
    committed_db: None, owner_connection: psycopg.Connection
) -> None:
    article = make_article(headline="Old")

    owner_connection.execute("UPDATE articles_article SET headline = 'By hand' WHERE id = %s", [article.pk])

    assert said(article) == ["Old", "By hand"]
    assert SavedText.objects.filter(article=article).latest("pk").by is None
    with pytest.raises(psycopg.Error, match=r"never change|immutable|changed"):
        owner_connection.execute("UPDATE articles_savedtext SET fields = '{}'")


def test_a_deleted_draft_takes_its_texts_along(committed_db: None) -> None:
    article, other = make_article(), make_article()
    by_save(article)
    by_save(other)
    article.translations.all().delete()

    article.delete()

    assert set(SavedText.objects.values_list("article", flat=True)) == {other.pk}
