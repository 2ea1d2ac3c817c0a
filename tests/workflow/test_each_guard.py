"""Guards that only one odd case tells from no guard at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Availability, Listing, Publication, Status
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_listing,
    make_photo,
    make_published,
    make_publisher,
    make_scheduled,
    make_source,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def test_a_step_on_what_nobody_changed_is_taken() -> None:
    article = make_article()

    workflow.transition(article, "translated", by=make_translator(), revision=article.revision)

    assert article.status == Status.TRANSLATED


@pytest.mark.parametrize(
    ("field", "reason"), [("standfirst", "The standfirst is missing."), ("body", "The text is missing.")]
)
def test_what_was_emptied_after_the_handing_over_is_not_verified(field: str, reason: str) -> None:
    article = make_translated()
    Article.objects.filter(pk=article.pk).update(**{field: ""})

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.transition(article, "verified-disclaimer", by=make_editor())

    assert refusal.value.reasons == [reason]


def test_what_is_scheduled_needs_an_address_on_the_day_on_which_it_opens() -> None:
    opens = timezone.now() + timedelta(days=9)
    make_published(slug="bridge", at=opens)
    article = make_verified(slug="bridge")

    with pytest.raises(workflow.TransitionRefused, match="has the address “bridge”"):
        workflow.transition(article, "published", by=make_editor(), at=opens)
    workflow.transition(article, "published", by=make_editor())


def test_the_address_of_today_is_free_for_another_day() -> None:
    make_listing(slug="bridge", published_at=timezone.now())
    article = make_verified(slug="bridge")

    workflow.transition(article, "published", by=make_editor(), at=timezone.now() + timedelta(days=9))


def test_the_outlet_of_the_article_is_enough() -> None:
    article = make_article(original=False)
    make_translation(article, source=None)

    workflow.transition(article, "translated", by=make_translator())


def test_the_outlets_of_the_originals_are_enough() -> None:
    article = make_article(original=False, source=None, adaptation="round-up")
    make_translation(article, source=make_source())

    workflow.transition(article, "translated", by=make_translator())


def test_an_original_that_nobody_has_is_nobodys_double() -> None:
    other = make_translated()
    article = make_article(original=False)
    make_translation(
        article,
        body="",
        url=other.translations.get().url,
        availability=Availability.LOST,
        availability_reason="The site was taken off line.",
    )

    workflow.transition(article, "translated", by=make_translator())


def test_a_second_look_at_what_was_never_verified_is_refused() -> None:
    with pytest.raises(workflow.TransitionRefused, match="No second look is owed"):
        workflow.confirm_second_look(make_article(), by=make_editor())


def test_a_fix_without_a_text_is_refused() -> None:
    article = make_published()
    Article.objects.filter(pk=article.pk).update(standfirst="", body="")

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.reissue(article, by=make_editor())

    assert refusal.value.reasons == ["The standfirst is missing.", "The text is missing."]
    assert article.editions.count() == 1


def test_a_fix_with_a_photo_that_may_not_be_shown_is_refused() -> None:
    article = make_published()
    photo = make_photo(rights="unknown")
    Article.objects.filter(pk=article.pk).update(photo=photo, photo_alt="A bridge", photo_credit="Us")

    with pytest.raises(workflow.TransitionRefused, match="rights are not known"):
        workflow.reissue(article, by=make_editor())


def test_what_was_hidden_is_not_hidden_again() -> None:
    article = make_published()
    workflow.hide(article, by=make_translator())

    with pytest.raises(workflow.TransitionRefused, match="Readers can't see it any more"):
        workflow.hide(article, by=make_translator())


def test_what_was_stopped_before_its_moment_waits_for_nobody() -> None:
    article = make_scheduled()
    workflow.hide(article, by=make_translator())

    assert not workflow.is_hidden(article)
    assert not workflow.is_hidden(make_article())


def test_where_there_are_publishers_administrators_publish_too() -> None:
    make_publisher()

    workflow.transition(make_verified(), "published", by=make_administrator())


def test_who_translated_it_stays_the_translator_whoever_hands_it_over() -> None:
    translator = make_translator()
    article = make_article(translator=translator)

    workflow.transition(article, "translated", by=make_translator(), note="  For her.  ")

    article.refresh_from_db()
    assert article.translator == translator
    assert article.events.last().note == "For her."


def test_an_original_that_came_meanwhile_is_in_the_edition() -> None:
    made = make_translated()
    article = Article.objects.prefetch_related("translations").get(pk=made.pk)
    make_translation(made, position=2)

    workflow.transition(article, "verified-disclaimer", by=make_editor())

    assert article.editions.get().originals.count() == 2


def test_verifying_what_somebody_else_translated_overrides_nothing() -> None:
    article = make_verified()

    assert not article.events.last().override


def test_an_administrators_override_of_a_fix_is_logged_too() -> None:
    administrator = make_administrator()
    article = make_published(translator=administrator)
    Article.objects.filter(pk=article.pk).update(standfirst="Better.")

    workflow.reissue(article, by=administrator, note="Everybody else is cut off")

    assert article.events.last().override


def test_what_was_verified_last_is_published() -> None:
    article, editor = make_verified(), make_editor()
    workflow.transition(article, "translated", by=editor, note="The figure is wrong")
    Article.objects.filter(pk=article.pk).update(standfirst="After 13 months of work.")
    workflow.transition(article, "verified-disclaimer", by=editor)

    workflow.transition(article, "published", by=editor)

    assert article.listing.edition.number == 2
    assert article.listing.edition.standfirst == "After 13 months of work."
    assert [event.kind for event in article.events.all()] == ["step", "step", "back", "step", "step"]


def test_who_may_not_publish_does_not_approve_and_publish() -> None:
    article, editor = make_translated(), make_editor()
    Article.objects.filter(pk=article.pk).update(standfirst="")
    make_publisher(first_name="Mona", last_name="Haddad")

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.approve_and_publish(article, by=editor)

    assert sorted(refusal.value.reasons) == [
        "The standfirst is missing.",
        "Your account may not publish: ask Mona Haddad.",
    ]
    assert not article.editions.exists()


def test_approving_for_a_day_on_which_the_address_is_taken_names_all_that_is_unmet() -> None:
    opens = timezone.now() + timedelta(days=9)
    make_published(slug="bridge", at=opens)
    article = make_translated(slug="bridge")
    Article.objects.filter(pk=article.pk).update(standfirst="")

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.approve_and_publish(article, by=make_editor(), at=opens)

    assert refusal.value.reasons == [
        "The standfirst is missing.",
        "Another article of that day has the address “bridge”: choose another end.",
    ]


def test_a_second_look_is_owed_for_each_edition_anew() -> None:
    Publication.objects.update(second_look="afterwards")
    editor, other = make_editor(), make_editor()
    article = make_translated(translator=editor)
    workflow.approve_and_publish(article, by=editor, note="Night shift")
    workflow.confirm_second_look(article, by=other)
    Article.objects.filter(pk=article.pk).update(standfirst="Better.")
    workflow.reissue(article, by=editor, note="Night shift")

    looked_at = workflow.confirm_second_look(article, by=other)

    assert looked_at.number == 2


def test_filing_a_draft_elsewhere_is_no_step() -> None:
    article = make_article()

    workflow.catalogue(article, by=make_editor())

    assert not article.events.exists()
    assert not Listing.objects.filter(article=article).exists()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_day_in_the_address_is_the_publications_wherever_the_editor_sits(zone: str) -> None:
    article = make_verified()

    with timezone.override(zone):
        workflow.transition(article, "published", by=make_editor())

    here = timezone.get_default_timezone()
    assert article.listing.address_date == article.published_at.astimezone(here).date()


def test_approving_for_a_moment_that_has_passed_leaves_nothing_verified() -> None:
    article = make_translated()

    with pytest.raises(workflow.TransitionRefused, match="The moment of publication has passed"):
        workflow.approve_and_publish(article, by=make_editor(), at=timezone.now() - timedelta(minutes=1))

    assert Article.objects.get(pk=article.pk).status == Status.TRANSLATED
    assert not article.editions.exists()
