"""The first page: what waits, for whom, where everything stands, in a handful of questions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.desk import overview
from articles.models import Article, EditorialNote, Genre, Publication, Status
from tests.desk.forms import change_page, signed_in
from tests.factories import (
    make_article,
    make_editor,
    make_imported_draft,
    make_member,
    make_published,
    make_scheduled,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def groups(member: Any) -> dict[str, list[str]]:
    work = overview.of(member)
    assert work is not None
    return {group.title: [row.article.headline for row in group.rows] for group in work.groups}


def test_each_article_stands_where_it_waits() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    mine, waiting, verified = make_article(assignee=editor), make_translated(), make_verified()
    scheduled, hidden, public = make_scheduled(), make_published(), make_published()
    workflow.hide(hidden, by=make_translator())
    alone = make_translated(translator=editor)
    workflow.approve_and_publish(alone, by=editor, note="Nobody else is awake.")

    found = groups(editor)

    assert found["My work"] == [mine.headline]
    assert found["Waiting for me"] == [waiting.headline]
    assert found["Verified, not yet published"] == [verified.headline]
    assert found["Scheduled"] == [scheduled.headline]
    assert found["Hidden, to be settled"] == [hidden.headline]
    assert found["Second look owed"] == [alone.headline]
    assert found["Recently published"] == [alone.headline, public.headline]


def test_a_broken_seal_is_offered_again_for_the_same_moment() -> None:
    scheduled, editor = make_scheduled(), make_editor()
    with workflow.signed(editor):
        Article.objects.filter(pk=scheduled.pk).update(headline="Changed at the last minute")

    html = signed_in(editor).get(reverse("admin:index")).content.decode()

    assert groups(editor)["Broken seals"] == ["Changed at the last minute"]
    assert groups(editor)["Scheduled"] == []
    assert "Approve again for the same moment" in html
    workflow.transition(scheduled, Status.DRAFT, by=editor, note="Start again.")
    assert "Broken seals" not in groups(editor)


def test_what_was_sent_back_or_says_my_name_waits_for_me() -> None:
    translator, editor = make_translator(username="rana", first_name="Rana"), make_editor()
    returned, talked_about, other = make_translated(translator=translator), make_article(), make_article()
    workflow.transition(returned, Status.DRAFT, by=editor, note="The date is wrong.")
    said = EditorialNote.objects.create(article=talked_about, by=editor, text="Is it so, @Rana?")
    EditorialNote.objects.create(article=other, by=editor, text="Ask rana@ or @ranaa.")

    waiting = groups(translator)["Waiting for me"]
    said.resolved_at = timezone.now()
    said.save()

    assert waiting == [returned.headline, talked_about.headline]
    assert groups(translator)["Waiting for me"] == [returned.headline]
    workflow.transition(returned, Status.TRANSLATED, by=translator)
    assert groups(translator)["Waiting for me"] == []


def test_notes_briefs_and_what_is_free_to_take() -> None:
    editor = make_editor()
    noted, free = make_article(created_by=editor, assignee=editor), make_article()
    EditorialNote.objects.create(article=noted, by=editor, text="Check the date.")
    brief = make_published(genre=Genre.BRIEF, developing=True)
    make_imported_draft()

    found = groups(editor)

    assert found["Unresolved notes"] == [noted.headline]
    assert found["Briefs that wait for the full translation"] == [brief.headline]
    assert found["Free to take"] == [free.headline]


def test_an_original_that_was_withdrawn_is_told() -> None:
    article, editor = make_translated(), make_editor()
    workflow.note_original(article.translations.get(), "withdrawn", by=make_translator())

    assert groups(editor)["Originals that changed"] == [article.headline]


def test_what_was_settled_waits_no_more() -> None:
    hidden, editor = make_published(), make_editor()
    workflow.hide(hidden, by=make_translator())
    workflow.take_down(hidden, by=editor, public_note="It was wrong.")

    assert "Hidden, to be settled" not in groups(editor)


def test_a_second_look_is_owed_only_at_what_readers_see_or_what_waits_for_them() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    public, gone, verified, back = [make_translated(translator=editor) for _number in range(4)]
    for article in (public, gone):
        workflow.approve_and_publish(article, by=editor, note="Nobody else is awake.")
    for article in (verified, back):
        workflow.transition(article, Status.VERIFIED, by=editor, note="Nobody else is awake.")

    workflow.take_down(gone, by=editor, public_note="It was wrong.")
    workflow.transition(back, Status.TRANSLATED, by=editor, note="The date is wrong.")

    assert set(groups(editor)["Second look owed"]) == {public.headline, verified.headline}
    assert "Second look owed" not in signed_in(editor).get(change_page(back)).content.decode()


def test_a_translator_sees_what_is_theirs_and_an_editor_everything() -> None:
    translator = make_translator()
    article = make_translated(translator=translator)
    make_translated()
    make_published()

    found = groups(translator)
    work, all_work = overview.of(translator), overview.of(make_editor())

    assert found["My work"] == [article.headline]
    assert found["Recently published"] == []
    assert work is not None
    assert all_work is not None
    assert [state.count for state in work.states] == [0, 1, 0]
    assert [state.count for state in all_work.states] == [0, 2, 0]
    workflow.approve_and_publish(article, by=make_editor())
    assert groups(translator)["My work"] == []
    assert groups(translator)["Recently published"] == [article.headline]


def test_it_says_for_how_long_each_is_in_its_state() -> None:
    article, editor = make_translated(), make_editor()
    Article.objects.filter(pk=article.pk).update(headline="Changed just now")

    work = overview.of(editor)

    assert work is not None
    handed_over = article.events.get().at
    assert work.states[1].oldest == handed_over
    assert next(group for group in work.groups if group.slug == "waiting").rows[0].at == handed_over


def test_a_claim_that_lapses_soon_is_told_to_who_holds_it() -> None:
    translator = make_translator()
    hours = Publication.objects.get().claim_hours
    article = make_article(assignee=translator, translator=translator)
    Article.objects.filter(pk=article.pk).update(claimed_at=timezone.now() - timedelta(hours=hours, minutes=-30))

    html = signed_in(translator).get(reverse("admin:index")).content.decode()

    assert "Your claim lapses in" in html


def test_a_handful_of_queries_however_much_waits() -> None:
    editor = make_editor()
    client, address = signed_in(editor), reverse("admin:index")
    make_published()
    with CaptureQueriesContext(connection) as at_first:
        client.get(address)
    for _number in range(12):
        make_article(assignee=editor)
        make_article()
        make_translated()
        make_scheduled()
        workflow.hide(make_published(), by=editor)

    with CaptureQueriesContext(connection) as afterwards:
        response = client.get(address)

    assert len(afterwards) == len(at_first) <= 12
    assert all(len(group.rows) <= 2 * overview.SHOWN for group in response.context["work"].groups)


def test_hide_now_is_one_press_on_what_was_published() -> None:
    article, translator = make_published(), make_translator()
    Article.objects.filter(pk=article.pk).update(assignee=translator)
    client = signed_in(translator)
    html = client.get(reverse("admin:index")).content.decode()
    address = reverse("admin:articles_article_step", args=[article.pk, "hide"])

    response = client.post(address, {"revision": 1})

    assert f'formaction="{address}"' in html
    assert response.status_code == 302
    article.listing.refresh_from_db()
    assert article.listing.is_hidden


def test_who_belongs_to_no_group_is_shown_nothing(client: Client) -> None:
    make_article(status=Status.DRAFT)

    html = signed_in(make_member()).get(reverse("admin:index")).content.decode()

    assert "My work" not in html
