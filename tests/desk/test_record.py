"""The record: looked at, never touched, and not all of it by everybody."""

import pytest
from django.urls import reverse

from articles import workflow
from tests.desk.forms import signed_in
from tests.factories import make_administrator, make_article, make_editor, make_published


@pytest.mark.django_db
def test_why_something_was_taken_out_is_for_administrators_alone() -> None:
    article = make_published()
    reason = "A person is in danger."
    workflow.redact(article.editions.get(), what="standfirst", by=make_administrator(), reason=reason)
    address = reverse("admin:articles_edition_change", args=[article.editions.get().pk])

    to_editor = signed_in(make_editor()).get(address).content.decode()
    to_administrator = signed_in(make_administrator()).get(address).content.decode()

    assert reason in to_administrator
    assert reason not in to_editor
    assert "Redacted" not in to_editor


@pytest.mark.usefixtures("committed_db")
def test_a_history_that_is_posted_to_is_only_shown() -> None:
    article = make_article()
    client = signed_in(make_editor())

    response = client.post(reverse("admin:articles_article_history", args=[article.pk]))

    assert response.status_code == 200
