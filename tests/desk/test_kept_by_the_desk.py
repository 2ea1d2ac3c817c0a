"""What the desk does with every save and step: sign it, and bring the listing in step."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, Correction, Edition, Member, Publication, Redaction, Story, WorkflowEvent
from tests.desk.forms import save, signed_in, step_page, take
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_member,
    make_published,
    make_section,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def test_a_save_that_breaks_a_seal_is_signed() -> None:
    article, editor = make_verified(), make_editor()

    save(signed_in(editor), article, standfirst="Another.")

    assert article.events.last().kind == "seal-broken"
    assert article.events.last().actor == editor


def test_a_step_that_breaks_a_seal_is_signed() -> None:
    article, administrator = make_verified(standfirst="Sami Qasim said so."), make_administrator()

    take(signed_in(administrator), article, "redact", version="all", passage="Sami Qasim", reason="He is in danger.")

    assert article.events.get(kind="seal-broken").actor == administrator


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("section", make_section),
        ("story", lambda: Story.objects.create(title="The bridge", slug="the-bridge")),
        ("developing", lambda: True),
    ],
)
def test_each_way_of_filing_reaches_readers_by_itself(field: str, value: Any) -> None:
    article, filed = make_published(), value()

    save(signed_in(make_editor()), article, **{field: getattr(filed, "pk", "on")})

    assert getattr(Article.objects.get(pk=article.pk).listing, field) == filed
    assert article.events.last().kind == "cataloguing"


def test_keywords_alone_reach_readers_too() -> None:
    article, keyword = make_published(), make_keyword()

    save(
        signed_in(make_editor()),
        article,
        **{
            "keyword_rows-TOTAL_FORMS": "1",
            "keyword_rows-0-tag": keyword.pk,
            "keyword_rows-0-content_object": article.pk,
        },
    )

    assert [row.keyword for row in article.listing.keyword_rows.all()] == [keyword]
    assert article.events.last().kind == "cataloguing"


def test_the_form_to_sign_in_is_kept_private_too() -> None:
    response = Client().get(reverse("admin:login"))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "'nonce-" in response.headers["Content-Security-Policy"]


def test_who_may_not_look_at_an_article_sees_nothing_of_it_through_a_step() -> None:
    article = make_published(headline="Zanzibarine")

    response = signed_in(make_member()).get(step_page(article, "take-down"))

    assert response.status_code == 403
    assert "Zanzibarine" not in response.content.decode()


def test_a_redaction_of_a_text_that_moved_on_is_refused() -> None:
    article = make_published(standfirst="Sami Qasim said so.")
    typed = {"version": "all", "passage": "Sami Qasim", "reason": "He is in danger."}

    response = take(signed_in(make_administrator()), article, "redact", revision=article.revision - 1, **typed)

    assert response.status_code == 409
    assert "Sami Qasim" in article.editions.get().standfirst


def test_a_second_look_at_a_text_that_moved_on_is_refused() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    article = workflow.approve_and_publish(make_translated(translator=editor), by=editor, note="Night shift")

    response = take(signed_in(make_editor()), article, "second-look", revision=article.revision - 1)

    assert response.status_code == 409
    assert workflow.is_owed_a_second_look(article.editions.get())


def test_a_translator_saves_their_text_and_names_nobody() -> None:
    article, translator = make_article(translator=make_translator()), make_translator()

    save(signed_in(translator), article, standfirst="Another.", translator=translator.pk, assignee=translator.pk)

    stored = Article.objects.get(pk=article.pk)
    assert stored.standfirst == "Another."
    assert (stored.translator, stored.assignee) == (article.translator, None)


@pytest.mark.parametrize("model", [Edition, Correction, WorkflowEvent, Redaction, Member])
def test_the_record_is_kept_from_who_may_everything_too(model: type[Model]) -> None:
    article, administrator = make_published(), make_administrator()
    Article.objects.filter(pk=article.pk).update(standfirst="Better.")
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="our-error", text="It was 13."))
    workflow.redact(article.editions.get(number=1), what="headline", by=administrator, reason="Danger")
    client = signed_in(make_member(is_superuser=True))
    row = model._default_manager.first()
    name = f"admin:articles_{model._meta.model_name}"
    before = list(model._default_manager.values())

    ways = {"delete": [row.pk], "change": [row.pk], "add": []}
    if model is Member:
        ways = {"delete": [row.pk]}
    answers = {way: client.post(reverse(f"{name}_{way}", args=pk), {"post": "yes"}) for way, pk in ways.items()}

    assert {way: answer.status_code for way, answer in answers.items()} == dict.fromkeys(ways, 403)
    assert list(model._default_manager.values()) == before
