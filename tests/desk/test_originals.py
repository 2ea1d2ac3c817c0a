"""The originals beside an article: written in draft, read afterwards, joined by new readings."""

import pytest

from articles.models import Translation
from tests.desk.forms import change_page, said, save, signed_in, state_of
from tests.factories import (
    make_article,
    make_editor,
    make_published,
    make_translated,
    make_translation,
    make_translator,
)

pytestmark = pytest.mark.django_db


def test_originals_are_read_only_once_the_article_left_draft() -> None:
    article = make_translated()
    before = state_of(article)
    client = signed_in(make_editor())

    html = client.get(change_page(article)).content.decode()
    save(client, article, **{"translations-0-body": "forged", "translations-0-headline": "forged"})

    assert 'name="translations-0-body"' not in html
    assert "Frozen as it was read" in html
    assert state_of(article)["originals"] == before["originals"]


def test_the_original_stands_in_its_own_direction_whatever_the_desk_speaks() -> None:
    html = signed_in(make_editor(interface_language="en")).get(change_page(make_article())).content.decode()

    assert 'lang="ar" dir="rtl"' in html or 'dir="rtl"' in html.split('id="id_translations-0-body"')[0][-400:] + html
    field = html[html.index('name="translations-0-body"') :][:400]
    assert 'lang="ar"' in field
    assert 'dir="rtl"' in field


def test_a_new_reading_takes_the_place_of_the_old_one_which_stays() -> None:
    article = make_translated()
    old = article.translations.get()

    save(
        signed_in(make_editor()), article,
        **{"translations-TOTAL_FORMS": "2", "translations-1-headline": "افتتاح الجسر من جديد",
           "translations-1-body": "تصحيح.", "translations-1-language": "ar", "translations-1-medium": "article",
           "translations-1-availability": "attached", "translations-1-replaces": "1"},
    )  # fmt: skip

    new = article.translations.in_use().get()
    old.refresh_from_db()
    assert old.state == Translation.State.CHANGED
    assert (new.position, new.headline) == (1, "افتتاح الجسر من جديد")


def test_who_says_why_there_is_no_original_is_told_that_readers_see_it() -> None:
    html = signed_in(make_translator()).get(change_page(make_article())).content.decode()

    assert "Readers see it" in html[html.index('name="translations-0-availability_reason"') :][:400]


def test_the_same_original_elsewhere_is_named_with_its_state() -> None:
    published = make_published(headline="The bridge of last week")
    article = make_article(original=False)
    url = published.translations.get().url

    response = save(
        signed_in(make_translator()), article,
        **{"translations-TOTAL_FORMS": "1", "translations-0-url": url, "translations-0-language": "ar",
           "translations-0-body": "نص آخر"},
    )  # fmt: skip

    warning = " ".join(said(response))
    assert "The bridge of last week" in warning
    assert "(published)" in warning
    assert article.translations.get().url == url


def test_no_warning_once_the_reason_is_written() -> None:
    published = make_published()
    article = make_article(original=False)
    make_translation(article, url=published.translations.get().url, going_on_reason="A longer version.")

    assert "The same original" not in " ".join(said(save(signed_in(make_translator()), article, headline="Another")))
