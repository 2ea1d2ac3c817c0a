"""Every saved text of an article at the desk: listed, compared, put back."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.desk.saved_texts import ON_A_PAGE
from articles.models import Article, SavedText, Status, Translation
from tests.desk.forms import save, signed_in
from tests.factories import make_article, make_editor, make_published, make_translation, make_translator

pytestmark = pytest.mark.django_db
PECULIAR = "<p>می\u200cرود\u00a0: e\u0323\u0301 <em>كَتَبَ</em> “x”</p>"


def texts_page(article: Article) -> str:
    return reverse("admin:articles_article_texts", args=[article.pk])


def written(article: Article, body: str, by: Any) -> None:
    with workflow.signed(by):
        article.body = body
        article.save()
    article.refresh_from_db()


def put_back(client: Any, article: Article, state: SavedText, **sent: Any) -> Any:
    article.refresh_from_db()
    address = f"{texts_page(article)}?text={state.original_id or ''}"
    return client.post(address, {"restore": state.pk, "revision": article.revision} | sent)


def test_each_save_is_listed_newest_first_with_who_and_what() -> None:
    article = make_article(body="<p>One.</p>")
    rana = make_translator(first_name="Rana")
    written(article, "<p>One, and more.</p>", rana)

    response = signed_in(make_editor()).get(texts_page(article))

    newest, first = response.context["rows"]
    assert (newest["by"], newest["what"]) == (rana, "Text: 10 characters more")
    assert first["what"] == "The first text that is kept."
    assert "Rana" in response.content.decode()


def test_two_texts_are_compared_each_in_its_own_direction() -> None:
    article = make_article()
    original = article.translations.get()
    Translation.objects.filter(pk=original.pk).update(headline="العنوان الجديد", language="ar")
    Translation.objects.filter(pk=original.pk).update(headline="The new headline", language="en")
    states = SavedText.objects.filter(original=original.pk).order_by("pk")

    page = signed_in(make_editor()).get(
        texts_page(article), {"text": original.pk, "a": states[2].pk, "b": states[1].pk}
    )

    html = page.content.decode()
    assert '<div class="difference-side" lang="ar" dir="rtl"><del>العنوان الجديد</del></div>' in html
    assert "<ins>The new headline</ins>" in html


def test_a_text_is_put_back_byte_for_byte_and_the_one_before_is_kept() -> None:
    article = make_article(body=PECULIAR)
    kept = Article.objects.get(pk=article.pk).body
    written(article, "<p>Something else.</p>", make_translator())
    editor = make_editor()
    first = SavedText.objects.filter(article=article, original=None).earliest("pk")

    response = put_back(signed_in(editor), article, first)

    assert response.status_code == 302
    assert Article.objects.get(pk=article.pk).body == kept == first.fields["body"]
    *_others, before, newest = SavedText.objects.filter(article=article, original=None).order_by("pk")
    assert (newest.by, newest.fields["body"]) == (editor, kept)
    assert before.fields["body"] == "<p>Something else.</p>"
    followed = signed_in(editor).get(response["Location"])
    assert followed.context["rows"][0]["state"].pk == newest.pk


def test_who_looked_at_an_older_text_puts_nothing_back() -> None:
    article = make_article(body="<p>One.</p>")
    written(article, "<p>Two.</p>", make_translator())
    first = SavedText.objects.filter(article=article).earliest("pk")

    response = put_back(signed_in(make_editor()), article, first, revision=article.revision - 1)

    assert response.status_code == 409
    assert Article.objects.get(pk=article.pk).body == "<p>Two.</p>"


def test_a_translator_puts_nothing_back_into_what_is_published() -> None:
    article = make_published()
    written(article, "<p>Two.</p>", make_editor())
    first = SavedText.objects.filter(article=article).earliest("pk")

    response = put_back(signed_in(make_translator()), article, first)

    assert response.status_code == 403
    assert Article.objects.get(pk=article.pk).body == "<p>Two.</p>"


def test_putting_back_breaks_the_seal_as_any_change_and_says_so_before() -> None:
    article = make_article()
    written(article, "<p>A second text, 14 months on.</p>", make_translator())
    workflow.transition(article, Status.TRANSLATED, by=make_translator())
    article = workflow.transition(article, Status.VERIFIED, by=make_editor())
    first, second = SavedText.objects.filter(article=article, original=None).order_by("pk")
    client = signed_in(make_editor())

    shown = client.get(texts_page(article), {"a": first.pk, "b": second.pk})
    response = put_back(client, article, first)

    assert "that seal is broken then" in shown.content.decode()
    assert response.status_code == 302
    assert Article.objects.get(pk=article.pk).status == "translated"


def test_a_deleted_original_is_made_anew_in_draft_alone() -> None:
    article = make_article()
    extra = make_translation(article, position=2, headline="الثاني")
    pk = extra.pk
    extra.delete()
    gone = SavedText.objects.get(article=article, original=pk)
    client = signed_in(make_editor())

    listed = client.get(texts_page(article), {"text": pk})
    response = put_back(client, article, gone)

    assert "deleted" in listed.context["text"].label
    assert response.status_code == 302
    assert article.translations.get(position=2).headline == "الثاني"


def test_a_frozen_original_is_not_touched() -> None:
    article = make_article()
    original = article.translations.get()
    Translation.objects.filter(pk=original.pk).update(headline="تغير")
    workflow.transition(article, Status.TRANSLATED, by=make_translator())
    first = SavedText.objects.filter(original=original.pk).earliest("pk")

    response = put_back(signed_in(make_editor()), article, first)

    assert response.status_code == 403
    assert "frozen" in response.content.decode()
    assert article.translations.get().headline == "تغير"


def test_what_is_saved_is_compared_with_what_readers_see() -> None:
    article = make_published()
    Article.objects.filter(pk=article.pk).update(headline="Not yet public")

    page = signed_in(make_editor()).get(texts_page(article), {"with": "readers"})

    (headline,) = page.context["parts"]
    assert headline.rows[-1].new[0].text == "Not yet public"


def test_another_articles_texts_are_not_found() -> None:
    article, other = make_article(), make_article()
    written(other, "<p>Two.</p>", make_translator())
    state = SavedText.objects.filter(article=other).earliest("pk")
    client = signed_in(make_editor())

    assert client.get(texts_page(article), {"a": state.pk, "b": state.pk}).status_code == 404
    assert put_back(client, article, state).status_code == 404


def test_a_long_history_is_paged_with_the_same_queries_and_without_the_texts() -> None:
    article = make_article()
    client = signed_in(make_editor())
    save(client, article, body="A first one.")
    with CaptureQueriesContext(connection) as few:
        client.get(texts_page(article))
    for number in range(ON_A_PAGE):
        Article.objects.filter(pk=article.pk).update(headline=f"Headline {number}")

    with CaptureQueriesContext(connection) as many:
        page = client.get(texts_page(article))
    rest = client.get(texts_page(article), {"before": page.context["earlier"]})

    assert len(many) == len(few)
    assert (len(page.context["rows"]), len(rest.context["rows"])) == (ON_A_PAGE, 2)
    assert all("fields" in row["state"].get_deferred_fields() for row in page.context["rows"])
