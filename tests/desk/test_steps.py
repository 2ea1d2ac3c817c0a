"""The steps on an article's page: who is offered which, what is said beside it, and what pressing it does."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.desk.steps import BY_SLUG
from articles.models import Article, Listing, Publication, Status
from articles.models.days import publication_day
from tests.desk.forms import change_page, fields_of, offered, said, signed_in, status, step_page, take
from tests.factories import (
    make_administrator,
    make_article,
    make_editor,
    make_photo,
    make_published,
    make_publisher,
    make_scheduled,
    make_source,
    make_translated,
    make_translator,
    make_verified,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "draft": make_article, "translated": make_translated, "verified": make_verified, "scheduled": make_scheduled,
    "public": make_published,
}  # fmt: skip
PEOPLE = {"translator": make_translator, "editor": make_editor, "administrator": make_administrator}

# Which buttons each finds, by where the article stands.
OFFERED: dict[tuple[str, str], set[str]] = {
    ("draft", "translator"): {"hand-over"},
    ("draft", "editor"): {"hand-over"},
    ("draft", "administrator"): {"hand-over"},
    ("translated", "translator"): {"send-back"},
    ("translated", "editor"): {"name-translator", "approve", "verify", "send-back"},
    ("translated", "administrator"): {"name-translator", "approve", "verify", "send-back"},
    ("verified", "translator"): set(),
    ("verified", "editor"): {"name-translator", "publish", "send-back"},
    ("verified", "administrator"): {"name-translator", "publish", "send-back", "redact"},
    ("scheduled", "translator"): set(),
    ("scheduled", "editor"): {"name-translator", "send-back", "take-down"},
    ("scheduled", "administrator"): {"name-translator", "send-back", "take-down", "redact"},
    ("public", "translator"): {"hide"},
    ("public", "editor"): {"name-translator", "publish-the-fix", "hide", "take-down"},
    ("public", "administrator"): {"name-translator", "publish-the-fix", "hide", "take-down", "redact"},
}


@pytest.mark.parametrize(("stands", "who"), OFFERED)
def test_each_is_offered_the_steps_of_their_groups(stands: str, who: str) -> None:
    article = MAKERS[stands]()

    assert set(offered(signed_in(PEOPLE[who]()), article)) == OFFERED[stands, who]


@pytest.mark.parametrize(("stands", "who"), OFFERED)
def test_a_step_that_is_not_offered_is_refused_and_changes_nothing(stands: str, who: str) -> None:
    article = MAKERS[stands]()
    before = Article.objects.filter(pk=article.pk).values().get()
    client = signed_in(PEOPLE[who]())
    typed = {"member": make_translator().pk, "note": "because", "public_note": "We look into it.", "to": "draft",
             "kind": "typo", "version": "all", "field": "headline", "reason": "because"}  # fmt: skip

    for slug in set().union(*OFFERED.values()) - {"hide"}:
        if slug not in OFFERED[stands, who]:
            response = take(client, article, slug, **typed)
            assert response.status_code in (400, 403, 409), slug
            assert Article.objects.filter(pk=article.pk).values().get() == before, slug


def test_where_there_are_publishers_an_editor_verifies_and_does_not_publish() -> None:
    publisher = make_publisher(first_name="Nadia", last_name="Khoury")
    article = make_translated()
    editor = signed_in(make_editor())

    assert set(offered(editor, article)) == {"verify", "send-back", "name-translator"}
    assert set(offered(signed_in(publisher), article)) == {"approve", "verify", "send-back", "name-translator"}
    take(editor, article, "verify")
    html = editor.get(change_page(article)).content.decode()
    assert "It waits for Nadia Khoury to publish it." in html


def test_what_is_scheduled_is_not_published_at_once_by_approving_it_again() -> None:
    article = make_scheduled()

    with pytest.raises(workflow.TransitionRefused):
        workflow.approve_and_publish(article, by=make_editor(), note="because")

    assert not Listing.public.filter(article=article).exists()


# --- What stops a step -----------------------------------------------------------------------------


def test_the_guards_own_words_stand_beside_a_button_that_can_not_work() -> None:
    article = make_article(standfirst="", original=False, source=None)
    client = signed_in(make_translator())

    html = client.get(change_page(article)).content.decode()

    reasons = offered(client, article)["hand-over"]
    assert reasons == workflow.can(article, Status.TRANSLATED, by=make_translator())
    assert len(reasons) == 3
    for reason in reasons:
        assert reason in html
    assert re.search(r"<button[^>]*disabled[^>]*>Hand over as translated", html)


def test_who_may_not_take_the_next_step_reads_what_it_waits_for() -> None:
    html = signed_in(make_translator()).get(change_page(make_translated())).content.decode()

    assert "It waits for an editor to verify the disclaimer." in html
    assert "Only editors verify" not in html


def test_a_refused_step_names_every_reason_and_changes_nothing() -> None:
    article = make_article(standfirst="", body="")

    response = take(signed_in(make_translator()), article, "hand-over")

    html = response.content.decode()
    assert response.status_code == 409
    assert "The standfirst is missing." in html
    assert "The text is missing." in html
    assert status(article) == Status.DRAFT
    assert not article.events.exists()


@pytest.mark.parametrize("slug", ["verify", "approve", "send-back"])
def test_a_step_on_a_text_that_moved_on_is_refused(slug: str) -> None:
    article = make_translated()
    client = signed_in(make_editor())
    looked_at = article.revision
    article.headline = "Changed meanwhile"
    article.save()

    response = client.post(step_page(article, slug), {"revision": looked_at, "note": "x", "to": "draft"})

    assert response.status_code == 409
    assert "Somebody changed this article since you opened it" in response.content.decode()
    assert status(article) == Status.TRANSLATED


@pytest.mark.parametrize("slug", BY_SLUG)
def test_without_the_forms_token_nothing_is_done(slug: str) -> None:
    article = make_translated()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_administrator())

    response = client.post(step_page(article, slug), {"revision": article.revision, "note": "x", "to": "draft"})

    assert response.status_code == 403
    assert status(article) == Status.TRANSLATED


@pytest.mark.parametrize("slug", ["hand-over", "verify", "approve", "hide", "take-down", "redact", "second-look"])
def test_looking_at_a_step_does_nothing(slug: str) -> None:
    article = make_published()
    events = article.events.count()

    signed_in(make_administrator()).get(step_page(article, slug))

    assert article.events.count() == events


# --- The way to readers ----------------------------------------------------------------------------


def test_from_draft_to_readers() -> None:
    article = make_article()
    translator, editor = signed_in(make_translator()), signed_in(make_editor())

    handed = take(translator, article, "hand-over")
    approved = take(editor, article, "approve")

    assert "it waits for an editor" in " ".join(said(handed))
    assert "Readers see it now" in " ".join(said(approved))
    assert Listing.public.filter(article=article).exists()


def test_the_disclaimer_is_shown_as_readers_will_see_it_before_it_is_attested() -> None:
    article = make_translated(source=make_source(name="Al-Nahar of the North"))
    for slug in ("verify", "approve"):
        html = signed_in(make_editor()).get(step_page(article, slug)).content.decode()

        assert "This article was translated and edited by" in html
        assert "Responsibility for the information and views set out in this article lies entirely with" in html
        assert "Al-Nahar of the North" in html


def test_the_address_stands_beside_what_is_attested() -> None:
    article = make_scheduled(slug="the-bridge-opens")
    day = publication_day(article.published_at)
    article.headline = "Changed"
    article.save()
    editor = signed_in(make_editor())

    planned = editor.get(step_page(article, "approve")).content.decode()
    at_once = editor.get(step_page(make_translated(slug="a-mill-turns"), "verify")).content.decode()

    assert f"{day:/%Y/%m/%d}/the-bridge-opens/" in planned
    assert f"{publication_day():/%Y/%m/%d}/a-mill-turns/" in at_once


def test_approving_asks_everything_that_the_workflow_asks() -> None:
    article, editor = make_translated(photo=make_photo(rights="unknown")), make_editor()
    Article.objects.filter(pk=article.pk).update(slug="")
    article.refresh_from_db()

    reasons = offered(signed_in(editor), article)["approve"]

    assert reasons == workflow.unmet_by_approval(article, by=editor)
    assert len(reasons) == 4


def test_a_moment_is_typed_in_the_members_hours_and_the_zone_is_spelled_out() -> None:
    article = make_translated()
    editor = signed_in(make_editor(time_zone="Asia/Beirut"))
    day = timezone.localdate() + timedelta(days=30)

    html = editor.get(step_page(article, "approve")).content.decode()
    take(editor, article, "approve", at=f"{day}T09:30")

    assert "Asia/Beirut (UTC+0" in html
    stored = Article.objects.get(pk=article.pk)
    assert stored.status == Status.PUBLISHED
    assert stored.published_at is not None
    assert stored.published_at.astimezone(timezone.get_fixed_timezone(120)).hour in (9, 8)
    assert not Listing.public.filter(article=article).exists()
    assert "Scheduled: readers see it in" in editor.get(change_page(article)).content.decode()


@pytest.mark.parametrize("at", ["2001-01-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "tomorrow"])
def test_a_moment_that_can_not_be_is_refused(at: str) -> None:
    article = make_translated()

    response = take(signed_in(make_editor()), article, "approve", at=at)

    assert response.status_code in (400, 409)
    assert status(article) == Status.TRANSLATED


def test_after_a_broken_seal_the_planned_moment_is_offered_again() -> None:
    article = make_scheduled()
    planned = article.published_at
    article.headline = "Changed"
    article.save()
    editor = signed_in(make_editor())

    page = editor.get(step_page(article, "approve"))
    fields = {"at": page.context["form"]["at"].value(), "revision": Article.objects.get(pk=article.pk).revision}
    editor.post(step_page(article, "approve"), {**fields, "at": fields["at"].strftime("%Y-%m-%dT%H:%M")})

    assert planned is not None
    stored = Article.objects.get(pk=article.pk)
    assert stored.status == Status.PUBLISHED
    assert stored.published_at == planned.replace(second=0, microsecond=0)


def test_sent_back_with_a_reason() -> None:
    article = make_verified()
    editor = signed_in(make_editor())

    without = take(editor, article, "send-back", to="translated", note="  ")
    assert without.status_code == 400
    assert status(article) == Status.VERIFIED
    take(editor, article, "send-back", to="draft", note="The date is wrong.")

    assert status(article) == Status.DRAFT
    assert "The date is wrong." in editor.get(change_page(article)).content.decode()


def test_a_photo_without_rights_stops_approving_and_not_verifying() -> None:
    article = make_translated(photo=make_photo(rights="unknown"), photo_alt="A bridge", photo_credit="X")
    found = offered(signed_in(make_editor()), article)

    assert found["verify"] == []
    assert any("rights are not known" in reason for reason in found["approve"])


def test_in_a_small_newsroom_one_person_goes_on_with_a_reason_and_a_second_look_is_owed() -> None:
    Publication.objects.update(second_look="afterwards")
    editor = make_editor()
    article = make_translated(translator=editor)
    client = signed_in(editor)

    assert offered(client, article)["approve"] == []
    assert take(client, article, "approve").status_code == 409
    take(client, article, "approve", note="Nobody else is awake.")

    assert "Second look owed" in client.get(change_page(article)).content.decode()
    assert offered(client, article)["second-look"] != []
    other = signed_in(make_editor())
    take(other, article, "second-look")
    assert "Second look owed" not in other.get(change_page(article)).content.decode()


# --- Who translated it -----------------------------------------------------------------------------


def test_once_handed_over_another_translator_is_named_with_a_reason() -> None:
    article, salma = make_verified(), make_translator(first_name="Salma")
    client = signed_in(make_editor())

    assert 'name="translator"' not in client.get(change_page(article)).content.decode()
    assert take(client, article, "name-translator", member=salma.pk, note=" ").status_code == 400
    response = take(client, article, "name-translator", member=salma.pk, note="Salma wrote it; her laptop was lent.")

    stored = Article.objects.get(pk=article.pk)
    assert (stored.translator, stored.status) == (salma, Status.TRANSLATED)
    assert "Salma wrote it; her laptop was lent." in response.content.decode()


def test_nobody_takes_their_own_name_off_to_verify_it_themselves() -> None:
    editor, other = make_editor(), make_translator()
    article = make_translated(translator=editor)

    response = take(signed_in(editor), article, "name-translator", member=other.pk, note="Not me.")

    assert response.status_code == 409
    assert "somebody else must say that you did not" in response.content.decode()
    assert Article.objects.get(pk=article.pk).translator == editor


def test_another_translator_is_named_on_the_article_that_was_looked_at() -> None:
    article = make_translated()
    looked_at = article.revision
    article.headline = "Changed meanwhile"
    article.save()

    response = signed_in(make_editor()).post(
        step_page(article, "name-translator"), {"revision": looked_at, "member": make_translator().pk, "note": "x"}
    )

    assert response.status_code == 409
    assert Article.objects.get(pk=article.pk).translator == article.translator


# --- Findings --------------------------------------------------------------------------------------


def test_a_finding_is_accepted_as_it_is_with_a_reason() -> None:
    article = make_article(body="<p>No figures here.</p>")
    client = signed_in(make_translator())
    (finding, key), *_others = client.get(change_page(article)).context["findings"]

    assert take(client, article, "accept", finding=key, reason="").status_code == 400
    assert take(client, article, "accept", finding="figures|99", reason="x").status_code == 409
    response = take(client, article, "accept", finding=key, reason="It is in the caption.")

    assert finding.passage not in [each.passage for each, _key in response.context["findings"]]
    assert "It is in the caption." in response.content.decode()


def test_a_form_that_fails_keeps_what_was_typed() -> None:
    article = make_published()

    response = take(signed_in(make_editor()), article, "take-down", public_note="", note="A note of mine")

    assert "A note of mine" in response.content.decode()
    assert fields_of(response, "") == {}
