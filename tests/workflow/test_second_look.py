"""Two people stand behind every edition: before it is verified, or afterwards, or an administrator answers for it."""

import pytest

from articles import workflow
from articles.models import Publication, Status, WorkflowEvent
from tests.factories import (
    make_administrator,
    make_editor,
    make_listing,
    make_member,
    make_translated,
    make_translator,
    make_verified,
)
from tests.workflow.test_transition import reasons_against

pytestmark = pytest.mark.django_db


class TestSecondLookAfterwards:
    @pytest.fixture(autouse=True)
    def small_newsroom(self) -> None:
        Publication.objects.update(second_look="afterwards")

    def test_an_editor_goes_on_alone_with_a_reason(self) -> None:
        editor = make_editor()
        article = make_translated(translator=editor)

        assert reasons_against(article, "verified-disclaimer", by=editor) == [
            "You translated it: say why nobody else can verify it first."
        ]
        workflow.transition(article, "verified-disclaimer", by=editor, note="Night shift")

        edition = article.editions.get()
        assert edition.second_look_by is None
        assert workflow.is_owed_a_second_look(edition)
        assert not article.events.last().override

    def test_somebody_else_settles_the_second_look(self) -> None:
        editor = make_editor()
        article = make_translated(translator=editor)
        workflow.approve_and_publish(article, by=editor, note="Night shift")

        with pytest.raises(workflow.TransitionRefused, match="You stand behind this version already"):
            workflow.confirm_second_look(article, by=editor)
        with pytest.raises(workflow.TransitionRefused, match="Only editors give a second look"):
            workflow.confirm_second_look(article, by=make_translator())
        workflow.confirm_second_look(article, by=make_editor())

        assert not workflow.is_owed_a_second_look(article.editions.get())
        with pytest.raises(workflow.TransitionRefused, match="No second look is owed"):
            workflow.confirm_second_look(article, by=make_editor())


def test_no_second_look_is_owed_where_two_people_stand_behind_it() -> None:
    assert not workflow.is_owed_a_second_look(make_verified().editions.get())


def test_an_administrators_override_is_named_and_logged() -> None:
    administrator = make_administrator()
    article = make_translated(translator=administrator)

    assert reasons_against(article, "verified-disclaimer", by=administrator) == [
        "You translated it: say why nobody else can verify it first."
    ]
    workflow.transition(article, "verified-disclaimer", by=administrator, note="Everybody else is cut off")

    event = article.events.last()
    assert event.override
    assert (event.actor, event.note) == (administrator, "Everybody else is cut off")


class TestNamingTheTranslator:
    def test_saving_does_not_change_who_translated_it(self) -> None:
        editor = make_editor()
        article = make_translated(translator=editor)
        article.translator = None
        article.save()

        article.refresh_from_db()
        assert article.translator == editor

    def test_nothing_is_verified_while_nobody_is_named(self) -> None:
        article = make_translated()
        type(article).objects.filter(pk=article.pk).update(translator=None)

        assert reasons_against(article, "verified-disclaimer", by=make_editor()) == [
            "Say who translated it: that decides who may verify it."
        ]

    def test_what_was_brought_in_names_nobody_and_can_be_corrected(self) -> None:
        article = make_listing().article
        article.standfirst = "Better."
        article.save()

        workflow.reissue(article, by=make_editor())

        assert article.editions.count() == 2

    def test_another_translator_is_named_on_record_and_breaks_the_seal(self) -> None:
        article, editor, translator = make_verified(), make_editor(), make_translator()

        workflow.name_translator(article, translator, by=editor, note="She finished it.")

        assert (article.translator, article.status) == (translator, Status.TRANSLATED)
        event = article.events.get(kind=WorkflowEvent.Kind.TRANSLATOR)
        assert (event.actor, event.note, event.override) == (editor, "She finished it.", False)

    def test_nobody_takes_their_own_name_off(self) -> None:
        editor = make_editor()
        article = make_translated(translator=editor)

        with pytest.raises(workflow.TransitionRefused) as refusal:
            workflow.name_translator(article, make_translator(), by=editor, note="Not me")

        assert refusal.value.reasons == ["You translated it: somebody else must say that you did not."]

    def test_an_administrator_who_does_is_on_record(self) -> None:
        administrator = make_administrator()
        article = make_translated(translator=administrator)

        workflow.name_translator(article, make_translator(), by=administrator, note="Typed in for her")

        assert article.events.last().override

    def test_everything_that_stands_against_it_is_named(self) -> None:
        article = make_translated()

        with pytest.raises(workflow.TransitionRefused) as refusal:
            workflow.name_translator(article, make_member(), by=make_translator(), note=" ")

        assert "Only editors name another translator." in refusal.value.reasons
        assert "Say why another translator is named." in refusal.value.reasons
        assert len(refusal.value.reasons) == 3
