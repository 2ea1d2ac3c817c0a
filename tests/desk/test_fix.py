"""A typo mended from the public page: the bar that leads there, the change, and all of it or nothing."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Correction, Listing, Member
from articles.models.text import as_html
from newsroom.headers import FOR_READERS
from tests.desk.forms import save, signed_in, step_page, take
from tests.factories import (
    make_article,
    make_editor,
    make_published,
    make_publisher,
    make_translator,
)

pytestmark = pytest.mark.django_db

TYPO = as_html(["The ministry said on Sunday that teh bridge had opened.", "It took 14 months."])
MENDED = TYPO.replace("teh", "the")


def fix_address(article: Article) -> str:
    return reverse("admin:articles_article_fix", args=[article.pk])


def fields(response: Any) -> dict[str, Any]:
    """What the page's own form would send: of several on a desk page, the one with the texts."""
    from tests.desk.forms import _Fields

    html = response.content.decode().replace("data-fix>", 'id="fix">')
    parser = _Fields("fix")
    parser.feed(html)
    return parser.fields


def see(client: Client, article: Article, **typed: Any) -> Any:
    opened = fields(client.get(fix_address(article)))
    return client.post(fix_address(article), opened | typed | {"see": "1"})


def publish(client: Client, seen: Any, article: Article, **typed: Any) -> Any:
    return client.post(fix_address(article), fields(seen) | typed | {"publish": "1"})


def public(article: Article, client: Client | None = None) -> Any:
    return (client or Client()).get(article.listing.get_absolute_url())


# --- The bar -----------------------------------------------------------------------------------------


def test_who_may_publish_finds_the_way_on_the_public_page() -> None:
    article = make_published()

    response = public(article, signed_in(make_editor()))

    assert fix_address(article) in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_readers_pages_are_what_they_were() -> None:
    article = make_published()
    with CaptureQueriesContext(connection) as asked:
        anonymous = public(article)
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = "no such session"

    others = [public(article, signed_in(make_translator())), public(article, stale)]

    assert {other.content for other in others} == {anonymous.content}
    assert b"/admin/" not in anonymous.content
    assert anonymous.headers["Cache-Control"] == FOR_READERS
    assert [other.headers["Cache-Control"] for other in others] == ["no-cache"] * 2
    assert "Cookie" not in anonymous.headers.get("Vary", "")
    assert not [query for query in asked if "django_session" in query["sql"]]


def test_who_has_a_one_time_password_has_no_bar_yet() -> None:
    article, editor = make_published(), make_editor()
    client = signed_in(editor)
    Member.objects.filter(pk=editor.pk).update(password_is_one_time=True)

    assert public(article, client).content == public(article).content


def test_a_site_without_the_desk_has_no_bar(settings: Any) -> None:
    settings.MEMBERS_BAR = ""
    article = make_published()

    assert public(article, signed_in(make_editor())).content == public(article).content


# --- The fix -----------------------------------------------------------------------------------------


def test_a_typo_goes_out_without_a_word_to_readers() -> None:
    article, editor = make_published(body=TYPO), make_editor()
    client = signed_in(editor)

    seen = see(client, article, body=MENDED)
    done = publish(client, seen, article)

    html = seen.content.decode()
    assert "<del>teh</del>" in html
    assert "<ins>the</ins>" in html
    assert done.headers["Location"] == article.listing.get_absolute_url()
    text = public(article).content.decode()
    assert "that the bridge had opened" in text
    assert 'id="corrections"' not in text
    newest = article.editions.order_by("-number").first()
    assert (newest.number, newest.body, newest.attested_by) == (2, MENDED, editor)
    assert article.corrections.get().kind == "typo"


def test_readers_see_what_changed_unless_an_editor_unticks_it() -> None:
    article, client = make_published(body=TYPO), signed_in(make_editor())
    seen = see(client, article, body=MENDED)
    assert fields(seen)["versions_shown"] == "on"

    # Looked at once more, it stays as it was left.
    seen = client.post(fix_address(article), fields(seen) | {"versions_shown": [], "see": "1"})
    assert "versions_shown" not in fields(seen)
    publish(client, seen, article)
    assert not Listing.objects.get(pk=article.pk).versions_shown
    assert "versions_shown" not in fields(see(client, article, body=TYPO))
    save(client, article, versions_shown="on")
    assert Listing.objects.get(pk=article.pk).versions_shown
    assert article.events.last().kind == "cataloguing"

    # What was taken from readers doesn't come back as an earlier version unless somebody says so.
    take(client, article, "hide")
    shown_again = client.get(step_page(article, "show-again")).context["form"]
    assert shown_again["versions_shown"].value() is False


def test_a_correction_is_shown_to_readers_as_it_was_previewed() -> None:
    article = make_published(body=TYPO)
    client = signed_in(make_editor())

    seen = see(client, article, body=MENDED)
    publish(client, seen, article, kind="mistranslation", text="We wrote Sunday instead of Monday.")

    assert "Mistranslation.</span>" in public(article).content.decode()
    assert "We wrote Sunday instead of Monday." in public(article).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "mistranslation", "text": ""}, "Write what readers are told"),
        ({"kind": "retraction"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_saves_nothing_and_keeps_what_was_typed(typed: dict[str, str], said: str) -> None:
    article = make_published(body=TYPO)
    client = signed_in(make_editor())

    refused = publish(client, see(client, article, body=MENDED), article, **typed)

    assert refused.status_code in (400, 409)
    assert said in refused.content.decode()
    assert "that the bridge had opened" in fields(refused)["body"]
    article.refresh_from_db()
    assert article.body == TYPO
    assert article.editions.count() == 1
    assert not Correction.objects.exists()


def test_a_text_changed_after_the_look_is_looked_at_again() -> None:
    article = make_published(body=TYPO)
    client = signed_in(make_editor())

    answer = publish(client, see(client, article, body=MENDED), article, body=MENDED.replace("14", "15"))

    assert "<ins>15</ins>" in answer.content.decode()
    assert article.editions.count() == 1


def test_what_somebody_saved_meanwhile_is_not_overwritten_unseen() -> None:
    article = make_published(body=TYPO)
    client = signed_in(make_editor())
    seen = see(client, article, body=MENDED)
    Article.objects.filter(pk=article.pk).update(body=TYPO.replace("14 months", "fifteen months"))

    refused = publish(client, seen, article)

    assert refused.status_code == 409
    assert "Somebody changed this article" in refused.content.decode()
    assert "<del>fifteen</del>" in refused.content.decode()
    assert "fifteen" in Article.objects.get(pk=article.pk).body
    assert publish(client, refused, article).status_code == 302


def test_other_changes_that_would_go_out_are_named() -> None:
    article = make_published(body=TYPO)
    Article.objects.filter(pk=article.pk).update(editors_note="A note.")

    html = signed_in(make_editor()).get(fix_address(article)).content.decode()

    assert "They go out with this fix." in html
    assert "Editor’s note" in html


def test_the_guards_decide_who_mends_what() -> None:
    editor = make_editor()
    own = make_published(translator=editor, editor=make_editor())
    draft = make_article()

    assert signed_in(make_translator()).get(fix_address(own)).status_code == 403
    assert "You translated it" in signed_in(editor).get(fix_address(own)).content.decode()
    assert "Readers have not seen it yet" in signed_in(editor).get(fix_address(draft)).content.decode()
    make_publisher()
    assert signed_in(editor).get(fix_address(own)).status_code == 403
    assert Client().get(fix_address(own)).status_code == 302
