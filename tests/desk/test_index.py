"""The first page: what waits, for whom, in a handful of questions."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.desk import overview
from articles.models import Publication, Status
from tests.desk.forms import change_page, signed_in
from tests.factories import (
    make_article,
    make_editor,
    make_member,
    make_published,
    make_scheduled,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def groups(member: Any) -> dict[str, list[str]]:
    return {group.title: [article.headline for article in group.rows] for group in overview.of(member)}


def test_each_article_stands_where_it_waits() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    mine, waiting, verified = make_article(assignee=editor), make_translated(), make_verified()
    scheduled, hidden = make_scheduled(), make_published()
    workflow.hide(hidden, by=make_translator())
    alone = make_translated(translator=editor)
    workflow.approve_and_publish(alone, by=editor, note="Nobody else is awake.")

    found = groups(editor)

    assert found["My work"] == [mine.headline]
    assert found["Waiting for verification"] == [waiting.headline]
    assert found["Verified, not yet published"] == [verified.headline]
    assert found["Scheduled"] == [scheduled.headline]
    assert found["Hidden, to be settled"] == [hidden.headline]
    assert found["Second look owed"] == [alone.headline]


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


def test_the_translators_work_is_theirs_until_it_is_published() -> None:
    translator = make_translator()
    article = make_translated(translator=translator)

    assert groups(translator)["My work"] == [article.headline]
    workflow.approve_and_publish(article, by=make_editor())
    assert groups(translator)["My work"] == []


def test_at_most_ten_of_each_in_a_handful_of_queries(django_assert_max_num_queries: Any) -> None:
    editor = make_editor()
    for _number in range(12):
        make_translated()
        make_scheduled()
    hidden = make_published()
    workflow.hide(hidden, by=editor)
    assert workflow.may_verify(editor)

    with django_assert_max_num_queries(9):
        found = overview.of(editor)

    assert all(len(group.rows) <= overview.SHOWN for group in found)


def test_who_belongs_to_no_group_is_shown_nothing(client: Client) -> None:
    make_article(status=Status.DRAFT)

    html = signed_in(make_member()).get(reverse("admin:index")).content.decode()

    assert "My work" not in html
