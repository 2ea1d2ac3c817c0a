"""Whom the steps of an article are told to, and when."""

import pytest
from django.db import transaction

from articles import workflow
from articles.models import Member, Notice, Publication, Status
from tests.factories import make_article, make_editor, make_member, make_translated, make_translator

pytestmark = pytest.mark.django_db
ASSIGNED = Notice.Kind.ASSIGNED


def told() -> set[tuple[str, Member]]:
    return {(notice.kind, notice.member) for notice in Notice.objects.select_related("member")}


def test_who_did_it_who_left_and_who_was_told_already_are_not_told() -> None:
    article, by, other = make_article(), make_editor(), make_translator()
    gone = make_translator(is_active=False)

    workflow.tell(ASSIGNED, article, [by, other, gone, other], by=by)
    workflow.tell(ASSIGNED, article, [other], by=by)

    assert Notice.objects.get().member == other


def test_what_was_mailed_may_be_told_again() -> None:
    article, other = make_article(), make_translator()
    workflow.tell(ASSIGNED, article, [other], by=None)
    Notice.objects.update(sent_at=workflow.database_now())

    workflow.tell(ASSIGNED, article, [other], by=None)

    assert Notice.objects.filter(sent_at=None).count() == 1


def test_a_step_that_is_rolled_back_is_told_to_nobody() -> None:
    article, editor = make_translated(), make_editor()

    with transaction.atomic():
        workflow.transition(article, Status.DRAFT, by=editor, note="The date is wrong.")
        was_told = Notice.objects.exists()
        transaction.set_rollback(True)

    assert was_told
    assert not Notice.objects.exists()


def test_translator_and_assignee_are_told_that_it_came_back() -> None:
    translator, assignee, editor = make_translator(), make_translator(), make_editor()
    article = make_translated(translator=translator, assignee=assignee)

    workflow.transition(article, Status.DRAFT, by=editor, note="The date is wrong.")

    assert told() == {("returned", translator), ("returned", assignee)}
    assert {notice.by for notice in Notice.objects.all()} == {editor}


def test_an_editor_who_has_it_is_told_that_it_waits() -> None:
    editor = make_editor()

    make_translated(assignee=editor)
    make_translated(assignee=make_translator())

    assert told() == {("waits", editor)}


def test_those_who_may_give_the_second_look_are_told_once_that_it_is_owed() -> None:
    Publication.objects.update(second_look="afterwards")
    alone, other, left = make_editor(), make_editor(), make_editor(is_active=False)
    make_translator(), make_member()
    article = make_translated(translator=alone)

    workflow.approve_and_publish(article, by=alone, note="Night shift")

    assert left.pk
    assert told() == {("second-look", other)}


def test_nothing_is_told_where_two_people_stand_behind_it() -> None:
    editor, _another = make_editor(), make_editor()

    workflow.transition(make_translated(), Status.VERIFIED, by=editor)

    assert told() == set()
