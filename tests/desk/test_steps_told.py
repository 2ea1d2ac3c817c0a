"""What is said before a step is taken: to the desk about its moment, to readers about what was wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Correction, Listing, Publication, Waiver, WorkflowEvent
from tests.desk.forms import change_page, said, signed_in, step_page, take
from tests.factories import make_article, make_editor, make_published, make_scheduled, make_translated, make_translator

pytestmark = pytest.mark.django_db

WARNING = "touch the text unless you must"


def test_the_sentence_of_a_take_down_is_previewed_as_readers_get_it_and_nothing_is_done() -> None:
    article = make_published()
    sentence = {"public_note": "It rested on a forged document.", "preview": "Preview"}

    html = take(signed_in(make_editor()), article, "take-down", **sentence).content.decode()

    page = html.split('class="told-page"')[1]
    assert "This article was withdrawn" in page
    assert "It rested on a forged document." in page
    assert f"{timezone.localtime(article.published_at):%-d %B %Y}" in page
    assert Listing.public.filter(article=article).exists()


def test_readers_of_what_was_only_scheduled_are_told_nothing() -> None:
    html = signed_in(make_editor()).get(step_page(make_scheduled(), "take-down")).content.decode()

    assert "Nobody has seen it" in html
    assert "This article was withdrawn" not in html


def test_a_correction_is_previewed_with_its_date_and_kind() -> None:
    article = make_published()
    Article.objects.filter(pk=article.pk).update(headline="Mended")
    typed = {"kind": "mistranslation", "text": "We had the day wrong.", "preview": "Preview"}

    html = take(signed_in(make_editor()), article, "publish-the-fix", **typed).content.decode()

    shown = html.split('data-told-kind="mistranslation"')[1].split("</div>")[0]
    assert "Mistranslation." in shown
    assert "We had the day wrong." in shown
    assert f"{timezone.localtime():%-d %B %Y}" in shown
    assert "Readers are told nothing" in html.split('data-told-kind="typo"')[1].split("</div>")[0]
    assert not Correction.objects.exists()


def test_a_preview_of_what_readers_get_speaks_their_language() -> None:
    Publication.objects.update(language="ar")

    html = signed_in(make_editor()).get(step_page(make_published(), "take-down")).content.decode()

    assert '<div class="told-page" lang="ar" dir="rtl">' in html


@pytest.mark.parametrize(
    ("at", "words"),
    [("2027-03-28T02:30", "there is no 2027-03-28 02:30"), ("2027-10-31T02:30", "2027-10-31 02:30 comes twice")],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_refused_with_a_sentence(at: str, words: str) -> None:
    article = make_translated()

    response = take(signed_in(make_editor(time_zone="Europe/Berlin")), article, "approve", at=at)

    assert response.status_code == 400
    assert words in response.content.decode()
    assert "Europe/Berlin" in response.content.decode()


def test_a_moment_is_said_in_the_members_hours_and_in_the_publications() -> None:
    article, editor = make_translated(), signed_in(make_editor(time_zone="Asia/Beirut"))
    typed = timezone.now().replace(hour=9, minute=30) + timedelta(days=2)

    asked = editor.get(step_page(article, "approve")).content.decode()
    response = take(editor, article, "approve", at=f"{typed:%Y-%m-%dT%H:%M}")

    assert "the publication&#x27;s are those of UTC (UTC+00:00)" in asked
    when = next(line for line in said(response) if "It is scheduled" in line)
    assert "09:30, Asia/Beirut (UTC+0" in when
    assert "for the publication" in when
    assert "UTC (UTC+00:00)" in when


def test_before_one_types_in_what_is_scheduled_the_page_warns_who_may_write_it() -> None:
    scheduled, public = make_scheduled(), make_published()
    editor = signed_in(make_editor())

    assert WARNING in editor.get(change_page(scheduled)).content.decode()
    assert WARNING not in editor.get(change_page(public)).content.decode()
    assert WARNING not in signed_in(make_translator()).get(change_page(scheduled)).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"why": "rounded"}, "The figure is rounded"),
        ({"why": "rounded", "reason": "to the nearest ten"}, "The figure is rounded: to the nearest ten"),
        ({"why": "other", "reason": "The editor knows."}, "The editor knows."),
        ({"reason": "The editor knows."}, "The editor knows."),
        ({"why": "other"}, ""),
        ({"why": "because"}, ""),
        ({}, ""),
    ],
)
def test_why_a_finding_is_fine_is_chosen_or_written(typed: dict[str, str], kept: str) -> None:
    article = make_article(body="<p>The engineer said it took a while.</p>")
    client = signed_in(make_translator())
    _finding, key = client.get(change_page(article)).context["findings"][0]

    take(client, article, "accept", finding=key, **typed)

    assert [each.reason for each in Waiver.objects.all()] == ([kept] if kept else [])


def test_what_was_accepted_is_taken_back_on_record_until_it_is_published() -> None:
    article = make_article(body="<p>The engineer said it took a while.</p>")
    client = signed_in(make_translator())
    findings = client.get(change_page(article)).context["findings"]
    take(client, article, "accept", finding=findings[0][1], why="false-alarm")
    waiver = Waiver.objects.get()

    take(client, article, "take-back-acceptance", waiver=str(waiver.pk))

    assert client.get(change_page(article)).context["findings"] == findings
    assert WorkflowEvent.objects.filter(article=article, kind="waiver").last().note.startswith("Taken back:")


def test_hide_now_stands_in_the_list_of_articles_where_readers_see_it() -> None:
    public, scheduled = make_published(), make_scheduled()
    client = signed_in(make_translator())

    html = client.get(reverse("admin:articles_article_changelist")).content.decode()
    client.post(step_page(public, "hide"), {"revision": 1})
    afterwards = client.get(reverse("admin:articles_article_changelist")).content.decode()

    assert f'form="hide-now" formaction="{step_page(public, "hide")}"' in html
    assert step_page(scheduled, "hide") not in html
    assert step_page(public, "hide") not in afterwards
