"""The steps on what readers have seen: a fix, hiding it, taking it down, taking something out."""

import pytest

from articles import workflow
from articles.models import Article, Correction, Listing, WorkflowEvent
from tests.desk.forms import change_page, signed_in, step_page, take
from tests.factories import make_administrator, make_editor, make_published, make_translator

pytestmark = pytest.mark.django_db


def test_publish_the_fix_with_what_readers_are_told() -> None:
    article = make_published()
    article.headline = "The bridge opens on Monday"
    article.save()
    editor = signed_in(make_editor())

    page = editor.get(step_page(article, "publish-the-fix")).content.decode()
    refused = take(editor, article, "publish-the-fix", kind="our-error", text="")
    take(editor, article, "publish-the-fix", kind="our-error", text="We had the day wrong.")

    assert "Changed since what readers see" in page
    assert "Write what readers are told about the correction." in refused.content.decode()
    assert Correction.objects.get().text == "We had the day wrong."
    assert Listing.public.get(article=article).edition.headline == "The bridge opens on Monday"


def test_changes_not_yet_public_are_told() -> None:
    article = make_published()
    editor = signed_in(make_editor())
    before = editor.get(change_page(article)).content.decode()
    article.headline = "Changed"
    article.save()

    assert "Changes not yet public" not in before
    assert "Changes not yet public" in editor.get(change_page(article)).content.decode()


def test_hide_now_is_one_press_for_anybody_and_an_editor_settles_it() -> None:
    article = make_published()
    translator, editor = signed_in(make_translator()), signed_in(make_editor())

    take(translator, article, "hide")
    assert not Listing.public.filter(article=article).exists()
    assert "Hidden in a hurry" in editor.get(change_page(article)).content.decode()
    take(editor, article, "show-again", kind="nothing")

    assert Listing.public.filter(article=article).exists()
    assert not Correction.objects.exists()


def test_hide_works_however_stale_the_page_is() -> None:
    article = make_published()

    signed_in(make_translator()).post(step_page(article, "hide"), {"revision": 1})

    assert not Listing.public.filter(article=article).exists()


def test_take_down_with_the_sentence_that_readers_find() -> None:
    article = make_published()
    editor = signed_in(make_editor())

    assert take(editor, article, "take-down", public_note=" ").status_code == 400
    take(editor, article, "take-down", public_note="It rested on a forged document.")

    assert Listing.objects.get(article=article).public_note == "It rested on a forged document."
    assert "It rested on a forged document." in editor.get(change_page(article)).content.decode()


def test_redacted_from_every_version_and_the_working_copy() -> None:
    article = make_published(body="<p>The engineer, Sami Qasim, said so.</p>")
    article.standfirst = "Changed."
    article.save()
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="typo"))
    administrator = signed_in(make_administrator())

    take(administrator, article, "redact", version="all", passage="Sami Qasim", reason="He is in danger.")

    assert [edition.body for edition in article.editions.all()] == ["<p>The engineer, […], said so.</p>"] * 2
    assert Article.objects.get(pk=article.pk).body == "<p>The engineer, […], said so.</p>"


NAMES_NOTHING = [
    {}, {"field": "headline", "passage": "x"}, {"field": "digest"}, {"passage": "not there"}, {"version": "9"},
]  # fmt: skip


@pytest.mark.parametrize("typed", NAMES_NOTHING)
def test_a_redaction_that_names_nothing_changes_nothing(typed: dict[str, str]) -> None:
    article = make_published()

    response = take(signed_in(make_administrator()), article, "redact", **{"version": "all", "reason": "x"} | typed)

    assert response.status_code in (400, 409)
    assert not WorkflowEvent.objects.filter(kind="redaction").exists()
