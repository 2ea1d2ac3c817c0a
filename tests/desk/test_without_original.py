"""What was moved in without its original: the list, and the short way to attach it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.desk import without_original
from articles.models import Article, EditionOriginal, Translation
from tests.desk.forms import change_page, said, signed_in
from tests.factories import (
    make_editor,
    make_imported,
    make_imported_draft,
    make_published,
    make_section,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db

PAGE = "/admin/without-original/"
TEXT = "Köprü açıldı\n\nKöprü pazar günü trafiğe açıldı.\n\nMühendis konuştu.\nhttps://outlet.example/kopru"


def attach(client: Client, article: Article, asked: str = "", headers: Any = None, **typed: Any) -> Any:
    given = {"language": "tr", "text": TEXT}
    return client.post(f"{PAGE}{article.pk}/{asked}", given | typed, headers=headers or {}, follow=True)


def shown(client: Client, asked: str = "") -> list[int]:
    return [listing.pk for listing in client.get(f"{PAGE}{asked}").context["listings"]]


def test_only_public_imports_whose_original_is_missing_are_listed_newest_first() -> None:
    older = make_imported(published_at=datetime(2016, 5, 3, tzinfo=UTC))
    newer, attached, gone = make_imported(), make_imported(), make_imported()
    editor = make_editor()
    for make in (make_imported_draft, make_published):
        make()
    make_imported(adaptation="original-work")
    workflow.attach_original(attached, Translation(language="tr", body="<p>Bir.</p>"), by=editor)
    workflow.take_down(gone, by=editor, public_note="Wrong.")

    assert shown(signed_in(editor)) == [newer.pk, older.pk]


def test_narrowing_and_paging_keep_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(without_original, "SHOWN", 2)
    section, client = make_section(), signed_in(make_editor())
    same = datetime(2017, 5, 3, 12, tzinfo=UTC)
    articles = [make_imported(section=section, source=make_source(), published_at=same) for _each in range(3)]
    elsewhere = make_imported(published_at=datetime(2015, 12, 31, 23, tzinfo=UTC))

    first = client.get(PAGE, {"section": section.pk})
    second = client.get(f"{PAGE}?{first.context['older']}")

    assert [each.pk for each in first.context["listings"]] == [articles[2].pk, articles[1].pk]
    assert [each.pk for each in second.context["listings"]] == [articles[0].pk]
    assert shown(client, f"?outlet={articles[1].source_id}") == [articles[1].pk]
    assert shown(client, "?year=2015") == [elsewhere.pk]
    assert shown(client, f"?year=abc&before={articles[0].pk}") == [elsewhere.pk]


def test_a_longer_list_costs_no_more_queries() -> None:
    client = signed_in(make_editor())

    counts = []
    for _time in range(2):
        make_imported(section=make_section(), source=make_source())
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_pasted_text_is_attached_and_leads_back_to_the_same_place() -> None:
    article, client = make_imported(headline="The bridge"), signed_in(make_editor())

    answer = attach(client, article, "?year=2017")

    assert answer.redirect_chain == [(f"{PAGE}?year=2017", 302)]
    assert said(answer) == ["Attached: readers find the original with “The bridge”."]
    original = EditionOriginal.objects.get(attached_at__isnull=False)
    assert (original.headline, original.url, original.language) == (
        "Köprü açıldı",
        "https://outlet.example/kopru",
        "tr",
    )
    assert client.get(f"{PAGE}{article.pk}/").status_code == 404


def test_the_workbench_leads_there_while_the_original_is_missing() -> None:
    article, client = make_imported(), signed_in(make_editor())
    way = f"{PAGE}{article.pk}/"
    assert way in client.get(change_page(article)).content.decode()

    attach(client, article)

    assert way not in client.get(change_page(article)).content.decode()


def test_the_page_asks_for_the_form_alone_and_keeps_what_was_typed() -> None:
    first, second, client = make_imported(), make_imported(), signed_in(make_editor())
    attach(client, first)
    part = {"X-Part": "form"}

    form = client.get(f"{PAGE}{second.pk}/", headers=part)
    empty = attach(client, second, headers=part, text=" ")
    double = attach(client, second, headers=part, headline="Bir köprü")
    done = attach(client, second, headers=part, reason="Two articles were made from it.")

    assert "<html" not in form.content.decode()
    assert 'name="reason"' not in form.content.decode()
    assert (empty.status_code, double.status_code, done.status_code) == (400, 409, 200)
    html = double.content.decode()
    for words in ("The same original is in", 'name="reason"', "Bir köprü", "Mühendis konuştu."):
        assert words in html
    assert "data-attached" in done.content.decode()


def test_a_document_that_can_not_be_read_is_refused_in_words() -> None:
    upload = SimpleUploadedFile("original.docx", b"no document")

    answer = attach(signed_in(make_editor()), make_imported(), text="", document=upload)

    assert answer.status_code == 400
    assert "can’t be read" in answer.content.decode()


def test_translators_see_the_list_and_attach_nothing() -> None:
    article, client = make_imported(), signed_in(make_translator())

    assert shown(client) == [article.pk]
    assert f"{PAGE}{article.pk}/" not in client.get(PAGE).content.decode()
    assert attach(client, article).status_code == 403
    assert not EditionOriginal.objects.filter(attached_at__isnull=False).exists()
