"""Two people, or two tabs, on one article: nobody's words are lost, and nobody overwrites without knowing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests.desk.forms import change_page, fields_of, save, signed_in
from tests.factories import make_article, make_editor, make_section, make_translator, make_verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article(headline="As it was", standfirst="A standfirst.", body="<p>The text.</p>")


def stale(article: Article, theirs: dict[str, Any], **mine: Any) -> tuple[Any, Any]:
    """I open the article, somebody else opens and saves it, then I save mine; my client and the answer."""
    me = signed_in(make_translator())
    opened = fields_of(me.get(change_page(article)))
    save(signed_in(make_editor()), article, **theirs)
    return me, me.post(change_page(article), opened | mine | {"_save": "Save"}, follow=True)


def test_a_stale_save_is_refused_and_changes_nothing(article: Article) -> None:
    _me, response = stale(article, {"headline": "Theirs"}, headline="Mine")

    assert response.status_code == 200
    assert Article.objects.get(pk=article.pk).headline == "Theirs"
    assert "Somebody else saved this article while you wrote" in response.content.decode()


def test_both_texts_stand_side_by_side_and_the_form_keeps_mine(article: Article) -> None:
    _me, response = stale(article, {"headline": "Theirs"}, headline="Mine")

    (difference,) = response.context["differences"]
    assert (difference.label, difference.theirs, difference.yours) == ("Headline", "Theirs", "Mine")
    assert (difference.lang, difference.dir) == ("en", "ltr")
    assert fields_of(response)["headline"] == "Mine"


def test_mine_can_be_saved_over_theirs_knowingly(article: Article) -> None:
    me, response = stale(article, {"headline": "Theirs"}, headline="Mine")

    me.post(change_page(article), fields_of(response) | {"_save": "Save mine over theirs"})

    assert Article.objects.get(pk=article.pk).headline == "Mine"


def test_what_only_they_changed_is_pointed_out_and_not_undone(article: Article) -> None:
    section = make_section()
    me, response = stale(article, {"standfirst": "Their standfirst.", "section": section.pk}, headline="Mine")

    theirs = {each.label for each in response.context["differences"] if each.is_theirs}
    assert theirs == {"Standfirst", "Section"}

    me.post(change_page(article), fields_of(response) | {"_save": "Save mine over theirs"})
    stored = Article.objects.get(pk=article.pk)
    assert (stored.headline, stored.standfirst, stored.section) == ("Mine", "Their standfirst.", section)


def test_the_original_is_compared_too_in_its_own_direction(article: Article) -> None:
    _me, response = stale(article, {"translations-0-headline": "عنوانهم"}, **{"translations-0-headline": "عنواني"})

    (difference,) = response.context["differences"]
    assert (difference.theirs, difference.yours) == ("عنوانهم", "عنواني")
    assert (difference.lang, difference.dir) == ("ar", "rtl")
    assert article.translations.get().headline == "عنوانهم"


def test_a_third_change_is_not_overwritten_either(article: Article) -> None:
    me, response = stale(article, {"headline": "Theirs"}, headline="Mine")
    save(signed_in(make_editor()), article, headline="A third one's")

    again = me.post(change_page(article), fields_of(response) | {"_save": "Save mine over theirs"})

    assert Article.objects.get(pk=article.pk).headline == "A third one's"
    assert again.context["differences"][0].theirs == "A third one's"


def test_two_tabs_of_one_person_are_two_people(article: Article) -> None:
    me = signed_in(make_translator())
    first, second = fields_of(me.get(change_page(article))), fields_of(me.get(change_page(article)))

    me.post(change_page(article), first | {"body": "First tab.", "_save": "Save"})
    response = me.post(change_page(article), second | {"body": "Second tab.", "_save": "Save"})

    assert Article.objects.get(pk=article.pk).body == "<p>First tab.</p>"
    assert "Second tab." in response.content.decode()


@pytest.mark.parametrize("revision", ["", "1000000", "x", None])
def test_without_the_revision_that_was_looked_at_nothing_is_saved(article: Article, revision: str | None) -> None:
    me = signed_in(make_editor())
    fields = fields_of(me.get(change_page(article))) | {"headline": "Forged", "_save": "Save"}
    if revision is None:
        del fields["revision"]
    else:
        fields["revision"] = revision

    response = me.post(change_page(article), fields)

    assert response.status_code == 200
    assert Article.objects.get(pk=article.pk).headline == "As it was"


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"headline": 3}', "null"])
def test_forged_marks_only_make_it_ask_more(article: Article, seen: str) -> None:
    _me, response = stale(article, {"headline": "Theirs"}, headline="Mine", seen=seen)

    assert fields_of(response)["headline"] == "Mine"


def test_the_row_is_held_while_it_is_compared_and_saved(article: Article) -> None:
    me = signed_in(make_editor())
    fields = fields_of(me.get(change_page(article))) | {"headline": "Mine", "_save": "Save"}

    with CaptureQueriesContext(connection) as captured:
        me.post(change_page(article), fields)

    statements = [query["sql"] for query in captured]
    held = next(number for number, sql in enumerate(statements) if "FOR UPDATE" in sql and "articles_article" in sql)
    written = next(number for number, sql in enumerate(statements) if sql.startswith('UPDATE "articles_article"'))
    assert held < written


def test_a_stale_save_of_what_was_verified_meanwhile_breaks_no_seal() -> None:
    article = make_verified()
    me = signed_in(make_editor())
    opened = fields_of(me.get(change_page(article)))
    Article.objects.filter(pk=article.pk).update(developing=True)

    me.post(change_page(article), opened | {"headline": "Mine", "_save": "Save"})

    assert Article.objects.get(pk=article.pk).status == "verified-disclaimer"


def three_paragraphs(first: str = "First.", second: str = "Second.", third: str = "Third.") -> str:
    return f"<p>{first}</p><p>{second}</p><p>{third}</p>"


def test_bodies_that_both_changed_are_put_together_paragraph_by_paragraph() -> None:
    article = make_article(body=three_paragraphs())
    me, response = stale(article, {"body": three_paragraphs(first="Theirs.")}, body=three_paragraphs(third="Mine."))

    (difference,) = response.context["differences"]
    assert [offer.chunk.kind for offer in difference.offers] == ["theirs", "yours"]
    assert fields_of(response)["body"] == "First.\r\n\r\nSecond.\r\n\r\nMine."

    me.post(change_page(article), fields_of(response) | {"_merge": "Save the merged text"})
    assert Article.objects.get(pk=article.pk).body == three_paragraphs("Theirs.", "Second.", "Mine.")


@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", "<p>Theirs.</p>"), ("yours", "<p>Mine.</p>"), (None, "<p>Theirs.</p><p>Mine.</p>")]
)
def test_where_both_changed_one_paragraph_it_is_chosen_and_both_stay_unless_it_is(choice: Any, kept: str) -> None:
    article = make_article(body=three_paragraphs())
    me, response = stale(article, {"body": three_paragraphs(second="Theirs.")}, body=three_paragraphs(second="Mine."))
    (offer,) = response.context["differences"][0].offers
    sent = fields_of(response) | ({offer.name: choice} if choice else {})

    me.post(change_page(article), sent | {"_merge": "Save the merged text"})

    assert Article.objects.get(pk=article.pk).body == f"<p>First.</p>{kept}<p>Third.</p>"


def test_what_was_typed_anew_on_the_page_of_both_is_merged_too_and_not_lost() -> None:
    article = make_article(body=three_paragraphs())
    me, response = stale(article, {"body": three_paragraphs(second="Theirs.")}, body=three_paragraphs(second="Mine."))
    (offer,) = response.context["differences"][0].offers
    sent = fields_of(response) | {offer.name: "theirs", "body": three_paragraphs(second="Mine, thought over.")}

    me.post(change_page(article), sent | {"_merge": "Save the merged text"})

    stored = Article.objects.get(pk=article.pk).body
    assert stored == "<p>First.</p><p>Theirs.</p><p>Mine, thought over.</p><p>Third.</p>"


def test_a_third_save_while_the_two_are_merged_is_not_overwritten_and_all_three_stand() -> None:
    article = make_article(body=three_paragraphs())
    me, response = stale(article, {"body": three_paragraphs(first="Theirs.")}, body=three_paragraphs(third="Mine."))
    save(signed_in(make_editor()), article, body=three_paragraphs("Theirs.", "A third one's."))

    again = me.post(change_page(article), fields_of(response) | {"_merge": "Save the merged text"})
    assert Article.objects.get(pk=article.pk).body == three_paragraphs("Theirs.", "A third one's.")

    me.post(change_page(article), fields_of(again) | {"_merge": "Save the merged text"})
    assert Article.objects.get(pk=article.pk).body == three_paragraphs("Theirs.", "A third one's.", "Mine.")


def test_an_original_that_both_changed_is_merged_from_its_own_saved_text(article: Article) -> None:
    article.translations.update(body=three_paragraphs("أول", "ثان", "ثالث"))
    me, response = stale(
        article,
        {"translations-0-body": three_paragraphs("لهم", "ثان", "ثالث")},
        **{"translations-0-body": three_paragraphs("أول", "ثان", "لي")},
    )

    me.post(change_page(article), fields_of(response) | {"_merge": "Save the merged text"})

    assert article.translations.get().body == three_paragraphs("لهم", "ثان", "لي")


@pytest.mark.parametrize("number", ["²", "9" * 5_000])
def test_a_merge_at_an_address_of_no_article_is_no_fault(number: str) -> None:
    address = reverse("admin:articles_article_change", args=[number])

    response = signed_in(make_editor()).post(address, {"_merge": "1"})

    assert response.status_code == 409
