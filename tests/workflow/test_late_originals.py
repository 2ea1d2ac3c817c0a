"""An original that comes to what was moved in without it: readers see it at once, and no new version is made."""

from typing import Any

import pytest
from django.test import Client

from articles import disclaimer, workflow
from articles.models import REDACTED, Article, EditionOriginal, Listing, Translation
from articles.search import Filters, Request, search
from tests.factories import (
    ENGLISH,
    make_administrator,
    make_editor,
    make_imported,
    make_imported_draft,
    make_published,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db

TURKISH = "<p>Köprü pazar günü trafiğe açıldı.</p><p>Mühendis, işlerin 14 ay sürdüğünü söyledi.</p>"


def found(**fields: Any) -> Translation:
    given = {"language": "tr", "headline": "Köprü açıldı", "body": TURKISH, "url": "https://outlet.example/kopru"}
    return Translation(**given | fields)


def attach(article: Article, **fields: Any) -> EditionOriginal:
    return workflow.attach_original(article, found(**{"source": make_source()} | fields), by=make_editor())


def page(article: Article, part: str = "") -> str:
    response = Client().get(f"{Listing.objects.get(article=article).get_absolute_url()}{part}")
    assert response.status_code == 200
    return response.content.decode()


def test_readers_see_it_with_its_day_and_no_word_that_it_is_missing() -> None:
    article = make_imported()
    assert "not available" in page(article)

    attached = attach(article)

    day = f"{attached.attached_at:%-d %B %Y}"
    for part, said in (
        ("", f"Attached on {day}"),
        ("original/", f"attached on {day}"),
        ("parallel/", f"attached on {day}"),
    ):
        html = page(article, part)
        assert said in html, part
        assert "Köprü" in html, part
        assert "not available" not in html, part
        assert "did not keep it" not in html, part
    assert "the digest does not cover it" in page(article)
    # Paired with what readers see, paragraph by paragraph.
    assert page(article, "parallel/").count("parallel-number") == len(ENGLISH)


def test_nothing_is_attested_anew_and_nothing_waits_to_be_published() -> None:
    article, editor = make_imported(), make_editor()
    edition, revision = article.editions.get(), article.text_revision

    attached = workflow.attach_original(article, found(), by=editor)

    article.refresh_from_db()
    assert (article.editions.get(), article.text_revision) == (edition, revision)
    assert disclaimer.broken_fields(edition) == []
    assert disclaimer.differences(disclaimer.words_of(article), edition) == []
    assert (attached.attached_by, attached.stands_in_for, attached.position) == (editor, 1, 2)
    assert attached.fingerprint
    earlier, reading = article.translations.order_by("pk")
    assert (earlier.state, earlier.availability) == ("changed", "not-available")
    assert (reading.state, reading.position, reading.attached_by) == ("current", 1, editor)
    event = article.events.order_by("-pk")[0]
    assert (event.kind, event.actor, event.edition) == ("original", editor, edition)
    assert not workflow.originals_to_settle()


def test_lists_and_search_have_it_at_once_and_keep_it() -> None:
    article = make_imported()
    attach(article)

    for _time in range(2):
        listing = Listing.public.get(original_language="tr")
        [result] = search(Request("köprü", Filters(), "relevance", "")).found
        assert result.listing.pk == listing.pk == article.pk
        workflow.rebuild_listings()


def test_the_next_version_has_it_in_its_seal() -> None:
    article, editor = make_imported(), make_editor()
    attach(article)
    article.refresh_from_db()
    article.headline = "The bridge is open"
    article.save()

    workflow.reissue(article, by=editor)

    edition = article.editions.get(number=2)
    original = edition.originals.get()
    assert (original.body, original.position, original.attached_at) == (TURKISH, 1, None)
    assert "originals.1.body" in edition.seal
    assert "ttached on" not in page(article)


@pytest.mark.parametrize("named", ["originals.1.byline", "originals.2.byline"])
def test_a_redaction_takes_it_out_here_and_from_the_working_copy(named: str) -> None:
    article = make_imported()
    attach(article, byline="Selma Halabi")

    workflow.redact(article.editions.get(), what=named, by=make_administrator(), reason="In danger.")

    assert set(EditionOriginal.objects.exclude(byline="").values_list("byline", flat=True)) == {REDACTED}
    assert set(Translation.objects.exclude(byline="").values_list("byline", flat=True)) == {REDACTED}
    assert "Selma" not in page(article)
    assert disclaimer.broken_fields(article.editions.get()) == []


def test_who_may_not_and_what_can_not() -> None:
    editor, imported, attached = make_editor(), make_imported(), make_imported()
    workflow.attach_original(attached, found(body="<p>Bir.</p>", url=""), by=editor)
    once_more = make_imported()
    once_more.headline = "Mended"
    once_more.save()
    workflow.reissue(once_more, by=editor)

    for article, original, by, why in (
        (imported, found(), make_translator(), "ask an editor"),
        (imported, found(body=""), editor, "Paste the text"),
        (attached, found(), editor, "attached already"),
        (once_more, found(), editor, "an editor verified"),
        (make_published(), found(), editor, "an editor verified"),
        (make_imported_draft(), found(), editor, "can't see the article"),
        (imported, found(body="<p>Bir.</p>", url=""), editor, "The same original is in"),
    ):
        with pytest.raises(workflow.TransitionRefused, match=why):
            workflow.attach_original(article, original, by=by)
    assert EditionOriginal.objects.filter(attached_at__isnull=False).count() == 1

    going_on = found(body="<p>Bir.</p>", url="", going_on_reason="Two articles were made from it.")
    workflow.attach_original(imported, going_on, by=editor)
    assert EditionOriginal.objects.filter(attached_at__isnull=False).count() == 2
