"""What was typed into the database by hand is cleaned before the desk prints it."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Edition
from tests.desk.forms import change_page, signed_in
from tests.factories import make_article, make_editor, make_published, make_translator

pytestmark = pytest.mark.django_db

HOSTILE = "<p>By hand</p><script>alert(1)</script><img src=x onerror=alert(1)>"


def by_hand(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE articles_{table} SET body = %s", [HOSTILE])


def printed(html: str) -> None:
    assert "<p>By hand</p>" in html
    assert "alert(1)" not in html


def test_a_text_that_is_only_read() -> None:
    article = make_published()
    by_hand("article")

    printed(signed_in(make_translator()).get(change_page(article)).content.decode())


def test_an_original_that_is_only_read() -> None:
    article = make_article()
    by_hand("translation")
    workflow.transition(article, "translated", by=make_translator())

    printed(signed_in(make_editor()).get(change_page(article)).content.decode())


def test_a_published_version() -> None:
    old = make_published().editions.get()
    edition = Edition.objects.create(
        article_id=old.article_id,
        number=2,
        text_revision=2,
        headline="By hand",
        body=HOSTILE,
        language="en",
        genre="news",
        adaptation="full",
        disclaimer="By hand",
        attested_as="synthetic",
        attested_at=timezone.now(),
        digest=old.digest,
    )

    page = reverse("admin:articles_edition_change", args=[edition.pk])

    printed(signed_in(make_editor()).get(page).content.decode())
