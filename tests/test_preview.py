"""The page before it exists: at the desk, and by a link for somebody outside."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import preview, workflow
from articles.models import Article, PreviewLink, PreviewOpening
from articles.models.text import as_html
from articles.renditions import render
from newsroom.log_filter import WithoutSecrets
from tests.desk.forms import signed_in
from tests.factories import (
    ENGLISH,
    make_administrator,
    make_article,
    make_editor,
    make_keyword,
    make_photo,
    make_published,
    make_section,
    make_translator,
)

pytestmark = pytest.mark.django_db


def make_piece(**fields: Any) -> Article:
    photo = make_photo()
    return make_article(
        **{
            "headline": "The bridge opens again",
            "body": as_html([*ENGLISH, "The third."]),
            "photo": photo,
            "photo_alt": photo.alt,
            "photo_credit": photo.credit,
            "section": make_section(name="Society"),
            "keywords": (make_keyword(name="Aleppo"),),
            "translator": make_translator(credit="pseudonym", credit_name="N. Qasim"),
        }
        | fields
    )


def make_link(article: Article, **fields: Any) -> tuple[PreviewLink, str]:
    expires_at = fields.pop("expires_at", timezone.now() + timedelta(hours=72))
    link, address = preview.make_link(article, by=make_translator(), expires_at=expires_at, **fields)
    return link, address.removeprefix("http://localhost:8000")


def at_desk(article: Article, part: str = "") -> str:
    return reverse("admin:articles_article_preview", args=[article.pk]) + (f"{part}/" if part else "")


def main_of(html: str) -> str:
    return re.sub(r"\s+", " ", html.split('<div class="article-text">')[1].split('<details class="details')[0])


def test_the_preview_says_what_readers_will_find() -> None:
    published = make_published(body=as_html([*ENGLISH, "The third."]), keywords=(make_keyword(),))
    public = Client().get(published.listing.get_absolute_url()).content.decode()

    shown = signed_in(make_editor()).get(at_desk(published)).content.decode()

    links = re.compile(r' href="[^"]*"')
    assert links.sub("", main_of(public)).strip() in links.sub("", main_of(shown + '<details class="details">'))
    assert "Preview: not published." in shown
    assert '<meta name="robots" content="noindex, nofollow">' in shown
    assert "canonical" not in shown


def test_a_draft_is_shown_with_its_photo_its_filing_and_its_original() -> None:
    article = make_piece()
    render(article.photo.pk)
    client = signed_in(make_translator())

    pages = {part: client.get(at_desk(article, part)).content.decode() for part in ("", "original", "parallel")}

    for told in ("The bridge opens again", "Society", "Aleppo", "N. Qasim", "-whole-480.avif 480w"):
        assert told in pages[""]
    assert article.translations.get().headline in pages["original"]
    assert 'class="parallel-row" id="p3"' in pages["parallel"]
    assert client.get(at_desk(article, "other")).status_code == 404


def test_links_of_a_preview_lead_nowhere_but_to_its_parts_and_to_outlets() -> None:
    article = make_piece()
    _link, address = make_link(article)

    html = Client().get(address).content.decode()

    ways = {href for href in re.findall(r'<a [^>]*href="([^"]*)"', html) if not href.startswith("#")}
    assert ways == {f"{address}original/", f"{address}parallel/", article.translations.get().url}
    for way in (f"{address}original/", f"{address}parallel/"):
        assert Client().get(way).status_code == 200


def test_a_link_needs_no_session_and_is_kept_by_nobody() -> None:
    _link, address = make_link(make_piece())
    client = signed_in(make_editor())

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)

    assert response.status_code == 200
    assert not response.cookies
    assert not [query for query in asked if "django_session" in query["sql"]]
    assert len(asked) <= 14
    headers = response.headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Cookie" not in headers.get("Vary", "")
    assert "/admin/" not in response.content.decode()


def test_a_link_goes_on_showing_the_state_it_was_made_of() -> None:
    article = make_piece()
    _link, address = make_link(article)

    Article.objects.filter(pk=article.pk).update(headline="Something else", body=as_html(["Other words."]))
    html = Client().get(address).content.decode()

    assert "The bridge opens again" in html
    assert "Something else" not in html
    assert "moved on" not in html


def test_the_secret_is_long_and_kept_nowhere() -> None:
    link, address = make_link(make_piece())
    secret = address.split("/")[2]

    stored = PreviewLink.objects.filter(pk=link.pk).values().get()

    assert len(secret) >= 43
    assert secret not in str(stored)
    assert stored["secret_hash"] == preview.hash_of(secret)


def expired(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(
        made_at=timezone.now() - timedelta(hours=2), expires_at=timezone.now() - timedelta(seconds=1)
    )


def revoked(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())


def emptied(link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(words=None)


@pytest.mark.parametrize("ends", [expired, revoked, emptied])
def test_what_is_expired_revoked_or_unknown_answers_the_same(ends: Any) -> None:
    link, address = make_link(make_piece())
    ends(link)

    answers = [Client().get(each) for each in (address, "/preview/unknown/", f"{address}parallel/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert not PreviewOpening.objects.exists()


def test_each_opening_is_counted_without_whose_it_was() -> None:
    link, address = make_link(make_piece())

    Client().head(address)
    Client().get(address, headers={"user-agent": "Somebody’s browser"})
    Client().post(address)

    assert [sorted(row) for row in PreviewOpening.objects.values()] == [["at", "id", "link_id"]]
    assert link.openings.count() == 1


def test_what_is_redacted_is_gone_from_links_too() -> None:
    article = make_published(headline="Nadia Darwish opens the bridge")
    _link, address = make_link(article)

    workflow.redact(article.editions.get(), what="headline", by=make_administrator(), reason="She is in danger.")

    assert Client().get(address).status_code == 404
    assert "Nadia" not in str(PreviewLink.objects.values_list("words").get())


# --- At the desk -------------------------------------------------------------------------------------


def previews(article: Article) -> str:
    return reverse("admin:articles_article_previews", args=[article.pk])


def test_the_desk_makes_a_link_and_says_it_once() -> None:
    article = make_piece()
    client = signed_in(make_translator())

    made = client.post(previews(article), {"meant_for": "The author", "hours": "24"}).content.decode()
    listed = client.get(previews(article)).content.decode()

    address = re.findall(r'value="http://localhost:8000(/preview/[^"]+)"', made)[0]
    assert Client().get(address).status_code == 200
    assert "The author" in listed
    assert "/preview/" not in listed.replace(at_desk(article), "")
    link = PreviewLink.objects.get()
    assert timedelta(hours=23) < link.expires_at - timezone.now() < timedelta(hours=25)


def test_the_desk_says_how_often_a_link_was_opened_and_that_the_text_moved_on() -> None:
    article = make_piece()
    _link, address = make_link(article)
    Client().get(address)
    Article.objects.filter(pk=article.pk).update(headline="Something else")

    html = signed_in(make_editor()).get(previews(article)).content.decode()

    assert "Opened once" in html
    assert "The text moved on since." in html


def test_a_link_is_revoked_by_who_made_it_and_by_editors() -> None:
    article = make_piece()
    link, address = make_link(article)

    refused = signed_in(make_translator()).post(previews(article), {"revoke": link.pk})
    still = Client().get(address).status_code
    signed_in(make_editor()).post(previews(article), {"revoke": link.pk})

    assert (refused.status_code, still) == (403, 200)
    assert Client().get(address).status_code == 404
    assert PreviewLink.objects.get().words is None


def test_a_link_of_another_article_is_not_revoked_from_here() -> None:
    _link, address = make_link(make_piece())
    link = PreviewLink.objects.get()

    response = signed_in(make_editor()).post(previews(make_article()), {"revoke": link.pk})

    assert response.status_code == 404
    assert Client().get(address).status_code == 200


def test_what_was_typed_into_the_database_by_hand_is_cleaned_on_its_way_out() -> None:
    link, address = make_link(make_piece())
    assert link.words is not None
    link.words["fields"]["body"] = "<p onclick=x>By hand</p><script>alert(1)</script>"
    PreviewLink.objects.filter(pk=link.pk).update(words=link.words)

    html = Client().get(address).content.decode()

    assert "By hand</p>" in html
    assert "onclick" not in html
    assert "alert(1)" not in html


def test_strangers_see_no_preview_of_the_desk() -> None:
    article = make_piece()

    for address in (at_desk(article), at_desk(article, "parallel"), previews(article)):
        assert Client().get(address).status_code == 302


def test_a_fault_writes_no_secret_into_the_log() -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Error: %s", ("/preview/abc-_9/parallel/",), None
    )

    WithoutSecrets().filter(record)

    assert record.getMessage() == "Error: /preview/…/parallel/"
    assert settings.LOGGING["handlers"]["stderr"]["filters"] == ["without_secrets"]
