"""Nothing typed is ever lost: what an article's form held is shown again where it can't be saved."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.models import Article
from tests.desk.forms import change_page, fields_of, save, signed_in
from tests.factories import make_article, make_editor, make_member, make_section, make_translated, make_translator

pytestmark = pytest.mark.django_db

ADD = "admin:articles_article_add"
MINE = {"headline": "A headline of mine", "translations-0-headline": "عنواني"}


def typed(response: Any) -> dict[str, Any]:
    return {each.label: each for each in response.context["typed"]}


# --- Refused ---------------------------------------------------------------------------------------


def published_meanwhile(**mine: str) -> tuple[Article, Any]:
    """A translator opens an article, an editor publishes it, the translator saves; the article and the answer."""
    article = make_translated(headline="As it was")
    client = signed_in(make_translator())
    opened = fields_of(client.get(change_page(article)))
    workflow.approve_and_publish(article, by=make_editor())
    return article, client.post(change_page(article), opened | mine | {"_save": "Save"})


def test_a_text_that_comes_too_late_is_shown_beside_what_was_published() -> None:
    article, response = published_meanwhile(headline="A headline of mine", body="One.\r\n\r\nTwo & <b>three</b>.")

    found = typed(response)
    assert response.status_code == 409
    assert (found["Headline"].yours, found["Headline"].stored) == ("A headline of mine", "As it was")
    assert found["Text"].yours == "One.\n\nTwo & <b>three</b>."
    html = response.content.decode()
    assert "Meanwhile the article became “published”" in html
    assert 'readonly rows="1"' in html
    assert "Two &amp; &lt;b&gt;three&lt;/b&gt;." in html
    assert Article.objects.get(pk=article.pk).headline == "As it was"


def test_each_text_stands_in_its_language_and_direction() -> None:
    article = make_translated()
    client = signed_in(make_translator())
    workflow.approve_and_publish(article, by=make_editor())
    original = article.translations.get()

    sent = {"headline": "Mine", "translations-0-id": original.pk, "translations-0-headline": "عنواني", "slug": "mine"}
    found = typed(client.post(change_page(article), sent))

    assert (found["Headline"].lang, found["Headline"].dir) == ("en", "ltr")
    theirs = found["Original text 1: headline"]
    assert (theirs.lang, theirs.dir, theirs.stored) == ("ar", "rtl", original.headline)
    assert found["Slug"].dir == "ltr"


def test_who_may_not_write_at_all_keeps_what_was_typed() -> None:
    article = make_article()
    client = signed_in(make_member())

    for address in (change_page(article), reverse(ADD)):
        response = client.post(address, MINE)

        assert response.status_code == 403
        assert typed(response)["Headline"].yours == "A headline of mine"
        # They may not look either.
        assert article.headline not in response.content.decode()
        assert article.body not in response.content.decode()


def test_a_text_for_an_article_that_was_deleted_meanwhile_is_kept() -> None:
    article = make_article()
    address = change_page(article)
    article.delete()

    response = signed_in(make_editor()).post(address, MINE)

    assert response.status_code == 409
    assert typed(response)["Original text 1: headline"].yours == "عنواني"
    assert "Somebody deleted this article while you wrote." in response.content.decode()


def test_another_articles_original_is_not_shown_through_a_forged_form() -> None:
    mine, other = make_translated(), make_translated()
    workflow.approve_and_publish(mine, by=make_editor())
    original = other.translations.get()

    response = signed_in(make_translator()).post(
        change_page(mine), {"translations-0-id": original.pk, "translations-0-headline": "Forged"}
    )

    assert original.headline not in response.content.decode()


# --- Signed out, or without the token --------------------------------------------------------------


@pytest.mark.parametrize("is_new", [True, False])
def test_after_the_session_ended_the_text_is_shown_and_nothing_else(is_new: bool) -> None:
    article = make_article(headline="Nobody's business")
    address = reverse(ADD) if is_new else change_page(article)

    response = Client().post(address, MINE)

    html = response.content.decode()
    assert response.status_code == 403
    assert {each.yours for each in response.context["typed"]} == set(MINE.values())
    assert f'{reverse("admin:login")}?next={address}"' in html
    assert "Nobody" not in html
    assert "As it is saved now" not in html
    assert response.headers["Cache-Control"] == "private, no-store"


def test_without_the_forms_token_the_text_is_shown_to_go_on_with() -> None:
    article = make_article(headline="Nobody's business")
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())

    response = client.post(change_page(article), MINE)

    html = response.content.decode()
    assert response.status_code == 403
    assert "A headline of mine" in html
    assert f'href="{change_page(article)}" target="_blank"' in html
    assert "Nobody" not in html
    assert Article.objects.get(pk=article.pk).headline == "Nobody's business"


def test_what_another_site_sends_is_not_shown_as_typed_here() -> None:
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    client.force_login(make_editor())

    response = client.post(change_page(make_article()), MINE)

    assert response.status_code == 403
    assert "A headline of mine" not in response.content.decode()


def test_a_stranger_who_only_looks_is_asked_to_sign_in() -> None:
    assert Client().get(change_page(make_article())).status_code == 302


# --- Frozen, or shown again ------------------------------------------------------------------------


def test_what_was_typed_into_an_original_that_was_handed_over_meanwhile_is_shown() -> None:
    article = make_article()
    me = signed_in(make_translator())
    opened = fields_of(me.get(change_page(article)))
    workflow.transition(article, "translated", by=make_translator())

    response = me.post(
        change_page(article), opened | {"translations-0-body": "نص كتبته أنا", "_save": "Save"}, follow=True
    )

    (difference,) = response.context["differences"]
    assert (difference.yours, difference.is_frozen, difference.dir) == ("نص كتبته أنا", True, "rtl")
    assert "copy from here what is worth keeping" in response.content.decode()


def test_a_form_that_was_shown_again_knows_what_was_touched() -> None:
    article = make_article(headline="As it was")
    me = signed_in(make_translator())
    opened = fields_of(me.get(change_page(article)))

    again = me.post(change_page(article), opened | {"headline": "Mine", "slug": "not/a/slug", "_save": "Save"})
    save(signed_in(make_editor()), article, headline="Theirs")
    stale = me.post(change_page(article), fields_of(again) | {"slug": "mine", "_save": "Save"})

    headline = next(each for each in stale.context["differences"] if each.label == "Headline")
    assert not headline.is_theirs
    assert fields_of(stale)["headline"] == "Mine"


def test_a_moment_that_only_they_set_is_taken_over() -> None:
    article = make_article()
    me = signed_in(make_editor(time_zone="Asia/Beirut"))
    opened = fields_of(me.get(change_page(article)))
    save(signed_in(make_editor(time_zone="UTC")), article, due_at_0="2026-01-10", due_at_1="16:00:00")

    stale = me.post(change_page(article), opened | {"section": make_section().pk, "_save": "Save"})

    due = next(each for each in stale.context["differences"] if each.label == "Due at")
    assert (due.is_theirs, due.theirs) == (True, "2026-01-10 18:00:00")
    again = fields_of(stale)
    assert (again["due_at_0"], again["due_at_1"]) == ("2026-01-10", "18:00:00")
