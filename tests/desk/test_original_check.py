"""Checking an original again, at the desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article, Correction, Status, Translation
from tests.desk.forms import change_page, said, signed_in, status
from tests.factories import make_article, make_editor, make_published, make_translator, make_verified

pytestmark = pytest.mark.django_db

NEW = "أعلنت الوزارة يوم الاثنين افتتاح الجسر أمام حركة المرور."


def address(article: Article) -> str:
    original = article.translations.in_use().get()
    return reverse("admin:articles_article_original_check", args=[article.pk, original.pk])


def post(client: Client, article: Article, **typed: Any) -> Any:
    article.refresh_from_db()
    return client.post(address(article), {"revision": article.revision, "headline": ""} | typed, follow=True)


def test_the_workbench_leads_there() -> None:
    for article in (make_article(), make_published()):
        assert address(article) in signed_in(make_editor()).get(change_page(article)).content.decode()


def test_the_same_text_is_recorded_as_unchanged() -> None:
    article, translator = make_published(), make_translator()
    original = article.translations.get()

    # As a page gives it: other markup, and other spaces.
    pasted = original.body.replace("<p>", "<div>").replace("</p>", "</div>\n\n")
    answer = post(signed_in(translator), article, body=pasted, headline=original.headline, compare="1")

    assert said(answer) == ["Unchanged: recorded that you checked it."]
    event = article.events.order_by("-pk").first()
    assert (event.kind, event.actor) == ("original", translator)
    assert not workflow.originals_to_settle()


def test_a_changed_text_is_shown_word_by_word_in_its_own_direction() -> None:
    article = make_published()

    html = post(signed_in(make_editor()), article, body=NEW, compare="1").content.decode()

    assert "<del>الأحد</del>" in html
    assert "<ins>الاثنين</ins>" in html
    assert 'dir="rtl"' in html
    assert "Readers see the text as it is until a fix is published." in html
    assert not article.events.filter(kind="original").exists()


def test_a_changed_text_becomes_the_new_reading() -> None:
    article = make_published()
    client = signed_in(make_editor())

    post(client, article, body=NEW, record="1", outcome="reading", public_note="The outlet corrected the day.")

    earlier, reading = article.translations.order_by("pk")
    assert (earlier.state, reading.state, reading.position) == ("changed", "current", earlier.position)
    assert (reading.body, reading.url, reading.source) == (f"<p>{NEW}</p>", earlier.url, earlier.source)
    assert Correction.objects.get().text == "The outlet corrected the day."
    assert [event.article for event in workflow.originals_to_settle()] == [article]


def test_a_translator_records_a_change_of_what_is_public_and_decides_nothing() -> None:
    article = make_published()
    client = signed_in(make_translator())

    html = post(client, article, body=NEW, compare="1").content.decode()
    refused = post(client, article, body=NEW, record="1", outcome="reading")
    post(client, article, body=NEW, record="1", outcome="later", public_note="It changed.")

    assert 'name="public_note"' not in html
    assert refused.status_code == 400
    assert not Correction.objects.exists()
    assert Translation.objects.get().state == "current"
    assert [event.article for event in workflow.originals_to_settle()] == [article]


def test_that_a_seal_breaks_is_said_before() -> None:
    article = make_verified()
    client = signed_in(make_editor())

    html = post(client, article, body=NEW, compare="1").content.decode()
    post(client, article, body=NEW, record="1", outcome="reading")

    assert "that seal is broken then" in html
    assert status(article) == Status.TRANSLATED


def test_a_withdrawn_original_is_marked_and_settled() -> None:
    article = make_published()
    client = signed_in(make_editor())

    post(client, article, withdrawn="1", **{"gone-revision": article.revision, "gone-note": "Its page is gone."})
    page = client.get(address(article)).content.decode()
    assert Translation.objects.get().state == "withdrawn"
    assert "waits for an editor" in page
    post(client, article, leave="1", why="It is archived.")

    assert not workflow.originals_to_settle()


def test_strangers_and_replaced_readings_are_turned_away() -> None:
    article = make_published()
    earlier = address(article)
    assert Client().get(earlier).status_code == 302

    post(signed_in(make_editor()), article, body=NEW, record="1", outcome="reading")

    assert signed_in(make_editor()).get(earlier).status_code == 302


def test_an_original_of_another_article_is_not_found() -> None:
    ours, another = make_article(), make_article()
    original = another.translations.get()
    crossed = reverse("admin:articles_article_original_check", args=[ours.pk, original.pk])

    response = signed_in(make_editor()).post(crossed, {"body": original.body})

    assert response.status_code == 404
