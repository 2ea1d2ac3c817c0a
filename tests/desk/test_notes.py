"""Notes beside an article: said, told to whom they name, settled, and never public."""

import pytest
from django.test import Client

from articles import workflow
from articles.models import Article, EditorialNote, Notice, Status
from tests.desk.forms import change_page, said, signed_in
from tests.factories import make_article, make_editor, make_member, make_published, make_translated, make_translator

pytestmark = pytest.mark.django_db


def note(client: Client, article: Article, text: str) -> list[str]:
    """Add a note; what the desk says."""
    return said(client.post(f"{change_page(article).removesuffix('change/')}notes/", {"text": text}, follow=True))


def settle(client: Client, article: Article, one: EditorialNote, **typed: str) -> None:
    client.post(f"{change_page(article).removesuffix('change/')}notes/{one.pk}/", typed)


@pytest.mark.parametrize("name", ["rana.k", "RANA.K", "Rana", "rana.k.", "رنا", "rana.k, please"])
def test_whom_a_note_names_is_told(name: str) -> None:
    article = make_article()
    rana = make_translator(username="rana.k", first_name="رنا" if name == "رنا" else "Rana")

    words = note(signed_in(make_editor()), article, f"Is the date right, @{name}")

    assert [(each.member, each.kind) for each in Notice.objects.all()] == [(rana, Notice.Kind.MENTIONED)]
    assert words[1].startswith("Told:")


def test_a_name_that_fits_nobody_or_several_is_said() -> None:
    article = make_article()
    make_translator(username="rana1", first_name="Rana")
    make_translator(username="rana2", first_name="Rana")
    make_translator(username="gone", is_active=False)

    words = note(signed_in(make_editor()), article, "@Rana, @nobody, @gone: write to x@rana1.example")

    assert not Notice.objects.exists()
    assert "@Rana, @nobody, @gone." in words[-1]
    assert EditorialNote.objects.count() == 1


def test_the_thread_stands_on_the_workbench_with_the_reasons_why_it_went_back() -> None:
    article, editor = make_translated(), make_editor()
    client = signed_in(editor)
    note(client, article, "<b>First</b>\nsecond line")
    workflow.transition(article, Status.DRAFT, by=editor, note="The figures are wrong.")
    note(client, article, "وهذه ملاحظة")

    html = client.get(change_page(article)).content.decode()

    thread = html.split('id="notes"')[1].split("</ol>")[0]
    first, back, last = (thread.index(text) for text in ("&lt;b&gt;First", "The figures are wrong.", "وهذه ملاحظة"))
    assert first < back < last
    assert "sent it back" in thread


def test_who_opens_what_was_sent_back_reads_why_at_once_until_it_is_handed_over() -> None:
    article, editor = make_translated(), make_editor(first_name="Karim", last_name="Nassif")
    workflow.transition(article, Status.DRAFT, by=editor, note="The figures are wrong.")
    client = signed_in(make_translator())

    def panel() -> str:
        return client.get(change_page(article)).content.decode().split('class="desk-panel"')[1].split("</section>")[0]

    back = panel()
    workflow.transition(article, Status.TRANSLATED, by=editor)
    onward = panel()

    assert "Karim Nassif sent it back:" in back
    assert "The figures are wrong." in back
    assert "sent it back" not in onward


def test_a_note_is_resolved_and_opened_again_by_anybody_who_sees_it() -> None:
    article, translator = make_article(), make_translator()
    one = EditorialNote.objects.create(article=article, by=make_editor(), text="Check the date.")

    settle(signed_in(translator), article, one)
    one.refresh_from_db()
    assert (one.resolved_by, one.resolved_at is not None) == (translator, True)
    settle(signed_in(translator), article, one, reopen="1")
    one.refresh_from_db()
    assert (one.resolved_by, one.resolved_at) == (None, None)


def test_an_empty_note_is_refused_and_another_articles_is_not_reached() -> None:
    article, other, client = make_article(), make_article(), signed_in(make_editor())
    one = EditorialNote.objects.create(article=other, by=make_editor(), text="Check the date.")

    assert client.post(f"{change_page(article).removesuffix('change/')}notes/", {"text": " "}).status_code == 400
    assert client.post(f"{change_page(article).removesuffix('change/')}notes/{one.pk}/").status_code == 404
    assert EditorialNote.objects.get().resolved_at is None


def test_who_may_not_see_articles_adds_and_settles_nothing() -> None:
    article = make_article()
    one = EditorialNote.objects.create(article=article, by=make_editor(), text="Check the date.")
    stranger = signed_in(make_member())

    note(stranger, article, "Mine")
    settle(stranger, article, one)
    note(Client(), article, "Mine")

    assert [each.text for each in EditorialNote.objects.all()] == ["Check the date."]
    assert EditorialNote.objects.get().resolved_at is None


def test_looking_adds_nothing_and_readers_see_no_note() -> None:
    article = make_published()
    EditorialNote.objects.create(article=article, by=make_editor(), text="Between us")
    address = f"{change_page(article).removesuffix('change/')}notes/"

    assert signed_in(make_editor()).get(address).status_code == 405
    assert "Between us" not in Client().get(article.listing.get_absolute_url()).content.decode()
