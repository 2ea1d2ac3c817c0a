"""What was moved in is mended like anything else, whatever its archive left out."""

import pytest
from django.test import Client

from articles import workflow
from articles.models import Article, Correction, Listing, Translation
from articles.models.text import as_html
from tests.desk.forms import said, save, signed_in, take
from tests.factories import (
    make_administrator,
    make_editor,
    make_imported,
    make_keyword,
    make_section,
)

pytestmark = pytest.mark.django_db


def read(article: Article) -> str:
    return Client().get(Listing.objects.get(article=article).get_absolute_url()).content.decode()


def test_a_typo_is_mended_by_the_short_way_and_once_more() -> None:
    article, client = make_imported(body="<p>The brigde opens.</p>"), signed_in(make_editor())
    address = f"/admin/articles/article/{article.pk}/fix/"

    for old, new in (("brigde", "bridge"), ("opens", "opened")):
        article.refresh_from_db()
        body = article.body.replace(old, new)
        typed = {"headline": article.headline, "standfirst": "", "body": body, "revision": article.revision}
        seen = client.post(address, typed)
        asked = {"seen": seen.context["seen"], "kind": "typo", "publish": "1", "text": "", "note": ""}
        client.post(address, typed | asked | {"revision": Article.objects.get(pk=article.pk).revision})

        assert body in read(article)
    assert article.editions.count() == 3


def test_a_correction_is_published_from_the_workbench() -> None:
    article, editor = make_imported(), make_editor()
    client = signed_in(editor)

    saved = save(client, article, body="<p>It opened on Monday.</p>")
    taken = take(client, article, "publish-the-fix", kind="our-error", text="We had the day wrong.", note="")

    assert saved.status_code == taken.status_code == 200
    assert "We had the day wrong." in read(article)
    edition = article.editions.get(number=2)
    assert (edition.attested_by, edition.translator, edition.standfirst) == (editor, None, "")
    assert Correction.objects.get().edition == edition


def test_what_it_lacked_or_said_already_stops_no_fix_but_what_a_fix_breaks_does() -> None:
    """A paragraph that the archive left untranslated is not the fix's; one that the fix leaves so is."""
    left, also_left = (f"{word} köprü pazar günü uzun bir aradan sonra trafiğe açıldı." for word in ("Eski", "Yeni"))
    article, editor = make_imported(standfirst="After long works.", body=as_html(["It opened.", left])), make_editor()
    original = Translation(language="tr", body=as_html([also_left, left]))
    workflow.attach_original(article, original, by=editor)
    article.refresh_from_db()

    article.body = as_html(["It was opened.", left])
    article.save()
    assert workflow.unmet_by_reissue(article, by=editor) == []

    article.body, article.standfirst = as_html([also_left, left]), ""
    article.save()
    standfirst, untranslated = workflow.unmet_by_reissue(article, by=editor)
    assert "standfirst" in standfirst
    assert "Yeni" in untranslated


def test_it_is_taken_down_shown_again_and_redacted() -> None:
    article, editor = make_imported(body="<p>Said Maryam al-Halabi.</p>"), make_editor()
    address = Listing.objects.get(article=article).get_absolute_url()

    workflow.take_down(article, by=editor, public_note="It was wrong.")
    assert Client().get(address).status_code == 410
    workflow.reissue(article, by=editor)
    for edition in article.editions.all():
        workflow.redact(edition, what=workflow.Passage("Maryam al-Halabi"), by=make_administrator(), reason="Danger.")

    assert "[…]" in read(article)
    assert "Maryam" not in read(article)


def test_section_and_keywords_change_without_a_new_version() -> None:
    article, client = make_imported(), signed_in(make_editor())
    section, keyword = make_section(), make_keyword()

    answer = save(
        client, article, section=section.pk, **{"keyword_rows-TOTAL_FORMS": "1", "keyword_rows-0-tag": keyword.pk}
    )

    assert answer.status_code == 200, said(answer)
    listing = Listing.public.get(article=article)
    assert (listing.section, listing.edition.number) == (section, 1)
    assert listing.keyword_rows.get().keyword == keyword
