"""Each step of the workflow, each guard, and who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import checks, workflow
from articles.models import Article, Availability, DisclaimerWording, Listing, Status
from articles.models.text import as_html
from tests.factories import (
    ARABIC,
    make_administrator,
    make_article,
    make_editor,
    make_listing,
    make_member,
    make_photo,
    make_published,
    make_publisher,
    make_scheduled,
    make_translated,
    make_translation,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db


def reasons_against(article: Article, to: str, **how: Any) -> list[str]:
    """Why the step is refused; and nothing of the article may have changed."""
    before = Article.objects.filter(pk=article.pk).values().get()
    events = article.events.count()

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.transition(article, to, **how)

    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert article.events.count() == events
    return refusal.value.reasons


def test_an_article_goes_through_all_four_states() -> None:
    translator, editor = make_translator(), make_editor()
    article = make_article()

    workflow.transition(article, "translated", by=translator)
    workflow.transition(article, "verified-disclaimer", by=editor)
    workflow.transition(article, "published", by=editor)

    assert article.status == Status.PUBLISHED
    assert [(event.from_status, event.to_status, event.actor) for event in article.events.all()] == [
        ("draft", "translated", translator),
        ("translated", "verified-disclaimer", editor),
        ("verified-disclaimer", "published", editor),
    ]
    assert Listing.public.get().edition == article.editions.get()


@pytest.mark.parametrize("to", ["verified-disclaimer", "published"])
def test_no_step_is_skipped(to: str) -> None:
    assert reasons_against(make_article(), to, by=make_editor()) == [
        "An article goes one step at a time: next is “translated”."
    ]


def test_a_state_that_does_not_exist_is_refused() -> None:
    assert reasons_against(make_article(), "done", by=make_editor()) == ["There is no state “done”."]


def test_a_step_to_where_it_stands_is_refused() -> None:
    assert reasons_against(make_translated(), "translated", by=make_editor()) == [
        "The article is “translated” already."
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"standfirst": ""}, "The standfirst is missing."),
        ({"body": ""}, "The text is missing."),
        ({"original": False}, "The original text is missing: attach it, or say why it is not available."),
    ],
)
def test_what_a_translation_lacks_is_named(fields: dict[str, Any], reason: str) -> None:
    assert reason in reasons_against(make_article(**fields), "translated", by=make_translator())


def test_every_unmet_guard_is_named_at_once() -> None:
    article = make_article(standfirst="", body="", original=False, source=None)

    assert reasons_against(article, "translated", by=make_member()) == [
        "Only translators and editors hand over a translation.",
        "The standfirst is missing.",
        "The text is missing.",
        "The original text is missing: attach it, or say why it is not available.",
        "Choose the outlet that first published it.",
    ]


def test_an_original_without_text_is_not_enough() -> None:
    article = make_article(original=False)
    make_translation(article, body="")

    assert reasons_against(article, "translated", by=make_translator()) == [
        "Original text 1 is empty: paste it, or say why it is not available."
    ]


def test_an_original_that_is_lost_needs_a_reason_and_no_text() -> None:
    article = make_article(original=False)
    make_translation(
        article, body="", url="", availability=Availability.LOST, availability_reason="The site was taken off line."
    )

    workflow.transition(article, "translated", by=make_translator())


def test_our_own_work_needs_no_original() -> None:
    workflow.transition(make_article(adaptation="original-work"), "translated", by=make_translator())


def test_the_same_original_elsewhere_is_named_and_going_on_takes_a_reason() -> None:
    first = make_translated(headline="The bridge is open")
    article = make_article(original=False)
    double = make_translation(article, url=first.translations.get().url)

    assert reasons_against(article, "translated", by=make_translator()) == [
        "The same original is in “The bridge is open” (translated) already: say why it is translated again."
    ]
    double.going_on_reason = "Theirs are excerpts, ours is whole."
    double.save()
    workflow.transition(article, "translated", by=make_translator())


def test_the_same_text_under_another_address_is_named_too() -> None:
    first = make_article(headline="First")
    original = first.translations.get()
    article = make_article(original=False)
    make_translation(article, body=original.body.replace("14", "١٤"))

    (reason,) = reasons_against(article, "translated", by=make_translator())
    assert reason.startswith("The same original is in “First” (draft) already")


def test_a_blocking_finding_stops_the_step_until_it_is_accepted() -> None:
    article = make_article(body=as_html([ARABIC[0]]))
    editor = make_editor()

    (reason,) = reasons_against(article, "translated", by=editor)
    assert reason.startswith("Nothing untranslated:")
    (finding,) = checks.blocking(article)
    workflow.waive(article, finding, by=editor, reason="It is a poem.")
    workflow.transition(article, "translated", by=editor)


def test_who_hands_over_is_the_translator_where_nobody_was() -> None:
    translator = make_translator()

    article = workflow.transition(make_article(), "translated", by=translator)

    assert article.translator == translator


def test_translators_do_not_verify() -> None:
    assert reasons_against(make_translated(), "verified-disclaimer", by=make_translator()) == [
        "Only editors verify the disclaimer: ask one."
    ]


def test_translators_do_not_publish() -> None:
    (reason,) = reasons_against(make_verified(), "published", by=make_translator())
    assert reason.startswith("Your account may not publish")


def test_where_there_are_publishers_editors_do_not_publish() -> None:
    article = make_verified()
    publisher = make_publisher(first_name="Mona", last_name="Haddad")

    assert reasons_against(article, "published", by=make_editor()) == ["Your account may not publish: ask Mona Haddad."]
    workflow.transition(article, "published", by=publisher)


def test_a_publisher_who_left_stops_nobody() -> None:
    make_publisher(is_active=False)

    workflow.transition(make_verified(), "published", by=make_editor())


def test_a_deactivated_member_does_nothing() -> None:
    gone = make_administrator(is_active=False)

    assert reasons_against(make_article(), "translated", by=gone)
    assert reasons_against(make_verified(), "published", by=gone)


def test_the_translator_does_not_verify_their_own_translation() -> None:
    editor = make_editor()

    assert reasons_against(make_translated(translator=editor), "verified-disclaimer", by=editor, note="In a hurry") == [
        "You translated it: somebody else must verify it."
    ]


def test_having_edited_does_not_keep_from_verifying() -> None:
    editor = make_editor()
    article = make_translated()
    with workflow.signed(editor):
        article.standfirst = "Better."
        article.save()

    workflow.transition(article, "verified-disclaimer", by=editor)

    assert article.editions.get().second_look_by == editor


def test_nothing_is_verified_without_a_wording() -> None:
    article = make_translated()
    DisclaimerWording.objects.all().delete()

    assert reasons_against(article, "verified-disclaimer", by=make_editor()) == [
        "No disclaimer wording fits this article: ask an administrator to write one."
    ]


def test_an_edition_says_everything_that_readers_will_see() -> None:
    article = make_verified(photo=make_photo(), photo_alt="A bridge", photo_caption="On Sunday", photo_credit="Us")

    edition = article.editions.get()
    original = edition.originals.get()
    assert (edition.headline, edition.standfirst, edition.body) == (article.headline, article.standfirst, article.body)
    assert (edition.photo_alt, edition.photo_caption, edition.photo_credit) == ("A bridge", "On Sunday", "Us")
    assert original.body == article.translations.get().body
    assert original.byline == "سلمى الحلبي"
    assert edition.disclaimer.startswith("This article was translated and edited by ")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"photo_alt": ""}, "The photo needs a text for those who can't see it."),
        ({"photo_credit": ""}, "The photo needs a credit."),
    ],
)
def test_a_photo_needs_its_words(words: dict[str, str], reason: str) -> None:
    fields = {"photo_alt": "A bridge", "photo_credit": "Us"} | words

    assert reasons_against(make_verified(photo=make_photo(), **fields), "published", by=make_editor()) == [reason]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"rights": "unknown"}, "rights are not known"),
        ({"expires_on": timezone.localdate()}, "rights in the photo have ended"),
        ({"withdrawn_at": timezone.now()}, "photo was withdrawn"),
    ],
)
def test_a_photo_that_may_not_be_shown_stops_publication(fields: dict[str, Any], word: str) -> None:
    article = make_verified(photo=make_photo(**fields), photo_alt="A bridge", photo_credit="Us")

    (reason,) = reasons_against(article, "published", by=make_editor())
    assert word in reason


def test_a_past_moment_is_refused() -> None:
    (reason,) = reasons_against(
        make_verified(), "published", by=make_editor(), at=timezone.now() - timedelta(minutes=1)
    )
    assert reason.startswith("The moment of publication has passed")


def test_an_article_needs_a_slug() -> None:
    article = make_translated()
    Article.objects.filter(pk=article.pk).update(slug="")
    workflow.transition(article, "verified-disclaimer", by=make_editor())

    (reason,) = reasons_against(article, "published", by=make_editor())
    assert reason.startswith("The end of the address is missing")


def test_an_article_needs_an_address_of_its_own() -> None:
    make_listing(slug="bridge", published_at=timezone.now())

    (reason,) = reasons_against(make_verified(slug="bridge"), "published", by=make_editor())
    assert reason == "Another article of that day has the address “bridge”: choose another end."


def test_a_wording_that_changed_meanwhile_is_verified_again() -> None:
    article = make_verified()
    DisclaimerWording.objects.update(text="Something else.")

    assert reasons_against(article, "published", by=make_editor()) == [
        "The wording of the disclaimer changed since it was verified: verify it again."
    ]


def test_an_outlet_renamed_meanwhile_is_verified_again() -> None:
    article = make_verified()
    source = article.source
    source.name = "Another name"
    source.save()

    assert reasons_against(article, "published", by=make_editor()) == [
        "The text changed since the disclaimer was verified: verify it again."
    ]


def test_a_step_on_what_somebody_changed_meanwhile_is_refused() -> None:
    article = make_article()
    looked_at = article.revision
    Article.objects.filter(pk=article.pk).update(standfirst="Changed elsewhere")

    assert reasons_against(article, "translated", by=make_translator(), revision=looked_at) == [
        "Somebody changed this article since you opened it: look at it again first."
    ]


def test_what_was_changed_but_not_saved_is_dropped() -> None:
    article = make_article()
    article.headline = "Never saved"

    workflow.transition(article, "translated", by=make_translator())

    assert article.headline != "Never saved"


@pytest.mark.parametrize(
    ("make", "to"),
    [
        (make_translated, "draft"),
        (make_verified, "translated"),
        (make_verified, "draft"),
        (make_scheduled, "verified-disclaimer"),
        (make_scheduled, "draft"),
    ],
)
def test_what_is_not_public_goes_back_with_a_reason(make: Callable[[], Article], to: str) -> None:
    article = make()

    assert reasons_against(article, to, by=make_editor()) == ["Say why it goes back."]
    workflow.transition(article, to, by=make_editor(), note="The quotation is wrong")

    assert article.status == to
    assert article.events.last().note == "The quotation is wrong"
    assert not Listing.objects.filter(article=article).exists()


def test_what_readers_have_seen_does_not_go_back() -> None:
    (reason,) = reasons_against(make_published(), "draft", by=make_editor(), note="Oops")
    assert reason == "Readers have seen it: publish a fix, or take it down."


def test_translators_do_not_send_back_what_was_verified() -> None:
    (reason,) = reasons_against(make_verified(), "draft", by=make_translator(), note="Oops")
    assert reason == "Your account may not send it back: ask an editor."


def test_approve_and_publish_does_both() -> None:
    article = workflow.approve_and_publish(make_translated(), by=make_editor())

    assert article.status == Status.PUBLISHED
    assert Listing.public.filter(pk=article.pk).exists()


def test_approve_and_publish_does_neither_where_one_is_refused() -> None:
    article = make_translated(photo=make_photo(), photo_alt="", photo_credit="Us")
    translator = article.translator
    translator.groups.set(make_editor().groups.all())

    with pytest.raises(workflow.TransitionRefused) as refusal:
        workflow.approve_and_publish(article, by=type(translator).objects.get(pk=translator.pk))

    assert refusal.value.reasons == [
        "You translated it: somebody else must verify it.",
        "The photo needs a text for those who can't see it.",
    ]
    article.refresh_from_db()
    assert article.status == Status.TRANSLATED
    assert not article.editions.exists()
