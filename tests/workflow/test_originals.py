"""An original that is looked at again: what is recorded, who is told, what readers are told, and what is left to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import Correction, Listing, Notice, Status, Translation, WorkflowEvent
from tests.factories import make_article, make_editor, make_published, make_scheduled, make_translator, make_verified

pytestmark = pytest.mark.django_db

NEW = "<p>أعلنت الوزارة يوم الاثنين افتتاح الجسر.</p>"


def to_settle() -> list[int]:
    return [event.article_id for event in workflow.originals_to_settle()]


def reading(body: str = NEW) -> Translation:
    return Translation(language="ar", headline="افتتاح الجسر", body=body)


def test_an_unchanged_original_is_recorded_and_leaves_nothing_to_do() -> None:
    article, translator = make_published(), make_translator()

    event = workflow.note_original(article.translations.get(), "current", by=translator)

    assert (event.kind, event.actor, event.article) == (WorkflowEvent.Kind.ORIGINAL, translator, article)
    assert to_settle() == []
    assert not Notice.objects.exists()
    assert Listing.public.filter(article=article).exists()


def test_a_changed_original_is_to_be_settled_and_its_people_are_told() -> None:
    article, editor = make_published(), make_editor()

    workflow.note_original(article.translations.get(), "changed", by=editor, note="Two paragraphs less.")

    assert to_settle() == [article.pk]
    assert [notice.member for notice in Notice.objects.all()] == [article.translator]
    assert article.events.last().note == "Original text 1 was changed by the outlet. Two paragraphs less."


def test_a_new_reading_takes_the_place_of_the_earlier_one_until_a_fix_settles_it() -> None:
    article, editor = make_published(), make_editor()
    earlier = article.translations.get()

    workflow.note_original(earlier, "changed", by=editor, reading=reading())

    article.refresh_from_db()
    earlier.refresh_from_db()
    assert earlier.state == "changed"
    assert article.translations.in_use().get().body == NEW
    assert (article.status, to_settle()) == (Status.PUBLISHED, [article.pk])
    workflow.reissue(article, by=editor, correction=Correction(kind="update", text="The outlet corrected the day."))
    assert to_settle() == []


def test_readers_are_told_under_the_version_they_see() -> None:
    article, editor = make_published(), make_editor()
    edition = article.editions.get()

    workflow.note_original(
        article.translations.get(), "withdrawn", by=editor, public_note="The outlet withdrew the original."
    )

    correction = Correction.objects.get()
    assert (correction.kind, correction.edition, correction.by) == ("source-corrected", edition, editor)
    assert article.editions.count() == 1
    assert article.translations.get().state == "withdrawn"
    assert to_settle() == []


def test_an_editor_leaves_it_as_it_is_with_a_reason() -> None:
    article, editor = make_published(), make_editor()
    workflow.note_original(article.translations.get(), "withdrawn", by=editor)

    with pytest.raises(workflow.TransitionRefused, match="Say why"):
        workflow.leave_original(article, by=editor, note=" ")
    with pytest.raises(workflow.TransitionRefused, match="Only editors"):
        workflow.leave_original(article, by=make_translator(), note="It is fine.")
    assert to_settle() == [article.pk]
    workflow.leave_original(article, by=editor, note="It was moved to another address.")

    assert to_settle() == []


def test_a_translator_checks_and_records_but_changes_nothing_that_is_public() -> None:
    article, translator = make_published(), make_translator()
    original = article.translations.get()

    for asked in ({"reading": reading()}, {"public_note": "It changed."}):
        with pytest.raises(workflow.TransitionRefused, match=r"an editor decides|Only editors decide"):
            workflow.note_original(original, "changed", by=translator, **asked)
    workflow.note_original(original, "withdrawn", by=translator)
    workflow.note_original(original, "current", by=translator)

    original.refresh_from_db()
    assert original.state == "current"
    # That the text is as it was doesn't put away what an editor has still to decide.
    assert to_settle() == [article.pk]


@pytest.mark.parametrize("make", [make_verified, make_scheduled])
def test_a_new_reading_breaks_the_seal_of_what_readers_have_not_seen(make) -> None:
    article, editor = make(), make_editor()

    with workflow.signed(editor):
        workflow.note_original(article.translations.get(), "changed", by=editor, reading=reading())

    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert [event.kind for event in article.events.order_by("-pk")[:2]] == ["original", "seal-broken"]
    assert not Listing.objects.filter(article=article).exists()


def test_nothing_is_recorded_where_it_is_refused() -> None:
    article, editor = make_article(), make_editor()
    original = article.translations.get()

    for asked, said in (
        ({"public_note": "It changed."}, "nothing to tell"),
        ({"reading": reading("")}, "Paste the text"),
        ({"revision": article.revision - 1}, "Somebody changed"),
    ):
        with pytest.raises(workflow.TransitionRefused, match=said):
            workflow.note_original(original, "changed", by=editor, **asked)

    assert not WorkflowEvent.objects.filter(article=article, kind="original").exists()
    assert article.translations.get().state == "current"


def test_what_is_left_to_settle_is_one_question() -> None:
    editor = make_editor()
    for _each in range(2):
        workflow.note_original(make_published().translations.get(), "withdrawn", by=editor)

    with CaptureQueriesContext(connection) as asked:
        said = [(event.article.headline, str(event.actor)) for event in workflow.originals_to_settle()]

    assert (len(said), len(asked)) == (2, 1)
