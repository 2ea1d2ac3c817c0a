"""The desk's search: everything published, whatever became of it, and what is in work, as it stands just now."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.desk import working_index
from articles.desk.article_search import find
from articles.models import Article, Translation, WorkingIndex
from tests.desk.forms import signed_in
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(make_editor())


def ids(term: str) -> list[int]:
    return list(find(term).ids)


def list_page(**query: Any) -> str:
    return reverse("admin:articles_article_changelist", query=query)


def headlines(client: Client, **query: Any) -> list[str]:
    return [article.headline for article in client.get(list_page(**query)).context["cl"].result_list]


def test_every_state_of_an_article_is_found() -> None:
    hidden, withdrawn = make_published(headline="Quinces of Daraya"), make_published(headline="Quinces of Damascus")
    workflow.hide(hidden, by=make_editor())
    workflow.take_down(withdrawn, by=make_editor(), public_note="It was wrong.")
    found = {
        hidden.pk,
        withdrawn.pk,
        make_article(headline="Quinces of Homs").pk,
        make_translated(headline="Quinces of Hama").pk,
        make_verified(headline="Quinces of Idlib").pk,
        make_scheduled(headline="Quinces of Raqqa").pk,
        make_published(headline="Quinces of Aleppo").pk,
    }
    make_article(headline="Apples of Zabadani")

    assert set(ids("quince")) == found
    assert len(ids("quinces raqqa")) == 1
    assert ids("quinces raqqa") == ids('"of Raqqa" quinces')


def test_what_changed_since_is_found_by_its_new_words_and_not_by_the_old_ones() -> None:
    draft = make_article(headline="Quinces of Homs", original=False)
    original = make_translation(draft, headline="سفرجل حمص")
    assert ids("quinces") == ids("سفرجل") == [draft.pk]

    Article.objects.filter(pk=draft.pk).update(headline="Apricots of Homs")
    original.headline = "مشمش حمص"
    original.save()

    assert ids("quinces") == ids("سفرجل") == []
    assert ids("apricot") == ids("المشمش") == [draft.pk]


def test_what_is_published_is_found_by_its_changes_too_until_they_are_public() -> None:
    article = make_published(headline="Quinces of Homs")
    Article.objects.filter(pk=article.pk).update(headline="Apricots of Homs")

    assert ids("quinces") == ids("apricots") == [article.pk]

    article.refresh_from_db()
    workflow.reissue(article, by=make_editor())

    assert ids("quinces") == []
    assert ids("apricots") == [article.pk]
    assert not WorkingIndex.objects.exists()


def test_keywords_authors_and_conditions_of_what_is_in_work_are_searched_as_they_stand() -> None:
    homs, hama, salma = make_keyword(name="Homs"), make_keyword(name="Hama"), make_keyword(name="Salma", kind="person")
    section, outlet = make_section(name="Economy"), make_source(name="Enab Baladi", slug="enab-baladi")
    article = make_article(headline="Bread is dear", source=outlet, section=section, keywords=(homs,))
    assert ids("keyword:homs") == ids('source:"Enab Baladi" bread') == ids("section:economy bread") == [article.pk]
    assert ids("by:salma") == ids("bread -keyword:homs") == []

    article.keywords.set([hama])
    Translation.objects.get(article=article).authors.add(salma)

    assert ids("keyword:homs") == []
    assert ids("keyword:hama") == ids("by:salma") == [article.pk]

    workflow.merge_keyword(hama, homs, by=make_editor())

    assert ids("keyword:homs") == [article.pk]


def test_status_translator_and_days_narrow_what_is_found() -> None:
    rana = make_translator(username="rana", first_name="Rana", last_name="Haddad")
    draft, handed_over = make_article(headline="Bread of Homs"), make_translated(headline="Bread", translator=rana)
    old = make_listing(headline="Bread of Hama", published_at=timezone.now() - timedelta(days=900))
    today = f"{timezone.localdate():%Y-%m-%d}"

    assert ids("bread status:draft") == ids("status:draft") == [draft.pk]
    assert (
        ids("bread status:translated") == ids("translator:rana") == ids('translator:"Rana Haddad"') == [handed_over.pk]
    )
    assert set(ids("bread -translator:rana")) == {draft.pk, old.article_id}
    assert ids("bread status:published") == ids(f"bread before:{today}") == [old.article_id]
    assert set(ids(f"bread after:{today}")) == {draft.pk, handed_over.pk}
    assert [find("status:lost").ids, find("translator:nobody").ids] == [[], []]
    assert "lost" in find("status:lost").says[0]


def test_addresses_and_slugs_are_found() -> None:
    listing, draft = make_listing(headline="Radios of Aleppo"), make_article(headline="Apples of Zabadani")
    url = listing.article.translations.get().url

    for found in ("radios-of", "radios-of-aleppo", "https://newsroom.example" + "/".join(["", *listing.address, ""])):
        assert ids(found) == [listing.article_id]
    for found in (url, f"{url}/#top"):
        assert ids(found) == [listing.article_id]
    assert ids(draft.slug) == [draft.pk]


def test_what_has_the_headline_that_was_typed_comes_first(editor: Client) -> None:
    for _number in range(3):
        make_article(headline="Where it went", body="<p>The price of bread. The price of bread.</p>")
    make_listing(headline="The price of bread", published_at=timezone.now() - timedelta(days=2_000))
    make_article(headline="The price of bread in Homs")

    assert headlines(editor, q="the price of bread")[:2] == ["The price of bread", "The price of bread in Homs"]
    # By the column that says when each changed.
    assert headlines(editor, q="the price of bread", o="6")[0] == "The price of bread in Homs"


def test_the_list_shows_where_the_words_stand(editor: Client) -> None:
    article = make_article(headline="<b>Quinces</b>", body="<p>Sold in Homs, they say.</p>", original=False)
    make_translation(article, headline="سفرجل حمص")

    html = editor.get(list_page(q="quince homs")).content.decode()
    in_arabic = editor.get(list_page(q="سفرجل")).content.decode()
    unsearched = editor.get(list_page()).content.decode()

    assert '<bdi lang="en" dir="ltr">&lt;b&gt;<mark>Quinces</mark>&lt;/b&gt;</bdi></a>' in html
    assert "Text</span>" in html
    assert "Sold in <mark>Homs</mark>, they say." in html
    assert '<span class="found-in-where">Original</span> <bdi lang="ar" dir="rtl"><mark>سفرجل</mark> حمص' in in_arabic
    assert f"/{article.pk}/change/?_changelist_filters=q" in in_arabic
    assert "<mark>" not in unsearched


def test_a_longer_result_costs_no_more_queries(editor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = editor.get(list_page(q="bread homs"))
        assert response.status_code == 200
        return len(captured)

    def change(how_many: int) -> None:
        for number in range(how_many):
            make_article(headline=f"Bread of Homs {number}")
            changed = make_published(headline=f"Eggs {make_editor().pk}")
            Article.objects.filter(pk=changed.pk).update(headline=f"The bread of Homs {number}")

    change(2)
    cost()
    settled = cost()
    change(1)
    one_anew = cost()
    change(5)
    # Words of their language that nobody asked for yet may take one statement more.
    assert cost() <= one_anew + 2
    assert cost() == settled <= 22


NONSENSE = [
    "", "   ", "'", "a & | !", "(:*", "\x00", "a\x00b", "%_%", "x" * 8_000, "word " * 1_600, "://", "🙂", "\u202e",
    '"' * 500, "-bread", "-", "OR", "((((", "source:", "status:", "translator:", 'status:"', "before:x", "source:'\\",
    "status:'; DROP TABLE", "<script>alert(1)</script>", "\ud800", "a:b:c", "\\", "-status:draft", "keyword:\x00",
]  # fmt: skip


def test_any_string_is_a_query() -> None:
    make_listing(headline="Radios of Aleppo")
    make_article(headline="Radios of Homs")

    for nonsense in NONSENSE:
        found = find(nonsense)

        assert all(found.says), nonsense


def test_what_cannot_be_looked_for_is_said_above_the_list(editor: Client) -> None:
    html = editor.get(list_page(q="-bread")).content.decode()

    assert "found-told" in html
    assert find("-bread").says[0] in html
    for nonsense in ("\x00", "%_%", "x" * 8_000, "<script>alert(1)</script>"):
        assert editor.get(list_page(q=nonsense)).status_code == 200


def test_nobody_finds_what_their_list_does_not_show() -> None:
    make_article(headline="Radios of Aleppo")
    reader = make_editor()
    reader.groups.clear()

    assert signed_in(make_translator()).get(list_page(q="radios")).context["cl"].result_count == 1
    assert signed_in(reader).get(list_page(q="radios")).status_code == 403


def test_what_changed_last_is_read_first_where_much_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_index, "AT_ONCE", 2)
    for number in range(3):
        make_article(headline=f"Bread {number}")

    first, second = find("bread"), find("bread")

    assert len(first.ids) == 2
    assert any("again" in sentence for sentence in first.says)
    assert len(second.ids) == 3
    assert second.says == ()


def test_a_deleted_article_leaves_nothing_behind() -> None:
    article = make_article(headline="Radios of Aleppo")
    assert ids("radios") == [article.pk]

    article.delete()

    assert ids("radios") == []
    assert not WorkingIndex.objects.exists()
