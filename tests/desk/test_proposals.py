"""Outlets and authors read from imported texts: looked at, corrected, accepted in bulk, dismissed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles import tasks, workflow
from articles.models import Article, Listing, Proposal, Source, SourceProfile
from tests.desk.forms import said, signed_in
from tests.factories import (
    make_editor,
    make_imported,
    make_imported_draft,
    make_publisher,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db

PAGE, OF = "/admin/proposals/", "/admin/proposals/outlet/?name=Enab+Baladi"


def propose(article: Article | None = None, **fields: Any) -> Proposal:
    defaults = {
        "outlet_name": "Enab Baladi", "outlet_kind": "website", "label": "pro-opposition website",
        "author": "Salma al-Halabi", "confidence": 95,
        "evidence": "by Salma al-Halabi – Enab Baladi (pro-opposition website)",
    }  # fmt: skip
    return Proposal.objects.create(article=article or make_imported(), **defaults | fields)


def accept(client: Client, *chosen: Proposal, at: str = OF, **typed: Any) -> Any:
    given = {"name": "Enab Baladi", "kind": "website", "language": "ar", "label": "pro-opposition website"}
    return client.post(at, given | {"chosen": [each.pk for each in chosen], "accept": "1"} | typed, follow=True)


def listed(proposal: Proposal) -> Listing:
    return Listing.public.get(article=proposal.article_id)


def test_outlets_are_listed_with_how_many_and_how_sure() -> None:
    for fields in ({}, {"confidence": 60}, {"outlet_name": "", "author": "Reem"}, {"state": "dismissed"}):
        propose(**fields)
    house = make_source(name="SANA")
    propose(outlet=house, outlet_name="Syrian Arab News Agency")

    groups = signed_in(make_editor()).get(PAGE).context["groups"]

    assert [(each.name, each.count, each.lowest, each.highest) for each in groups] == [
        ("Enab Baladi", 2, 60, 95), ("", 1, 95, 95), ("SANA", 1, 95, 95),
    ]  # fmt: skip


def test_what_it_was_read_from_is_marked_and_what_cannot_take_it_says_why() -> None:
    propose()
    changed = make_imported()
    changed.headline = "Another"
    changed.save()
    propose(changed, confidence=50)

    html = signed_in(make_editor()).get(OF).content.decode()

    assert "by <mark>Salma al-Halabi</mark> – <mark>Enab Baladi</mark> (<mark>pro-opposition website</mark>)" in html
    assert html.count("It was changed at the desk since") == 1


def test_accepting_names_the_outlet_of_the_time_and_the_author_to_readers_at_once() -> None:
    early = propose(make_imported(published_at=datetime(2015, 2, 1, 12, tzinfo=UTC)))
    late, other, editor = propose(), propose(), make_editor()

    answer = accept(signed_in(editor), early, late, **{f"author-{late.pk}": "Salma Halabi"})

    assert said(answer) == ["Accepted for 2 articles."]
    outlet = Source.objects.get(name="Enab Baladi")
    assert (outlet.slug, outlet.kind, outlet.original_display) == ("enab-baladi", "website", "link")
    profile = SourceProfile.objects.get(source=outlet)
    assert (profile.description, profile.valid_from, profile.valid_until) == (
        "pro-opposition website", date(2015, 2, 1), None,
    )  # fmt: skip
    html = Client().get(listed(late).get_absolute_url()).content.decode()
    for words in ("Enab Baladi", "pro-opposition website", "Salma Halabi"):
        assert words in html
    assert "no editor verified it" in html
    assert {each.article_id for each in Listing.public.filter(source=outlet)} == {early.article_id, late.article_id}
    for proposal, author in ((early, "Salma al-Halabi"), (late, "Salma Halabi")):
        proposal.refresh_from_db()
        assert (proposal.state, proposal.settled_by, proposal.outlet, proposal.author) == (
            "accepted", editor, outlet, author,
        )  # fmt: skip
        event = proposal.article.events.order_by("-pk")[0]
        assert (event.actor, author in event.note, "Enab Baladi" in event.note) == (editor, True, True)
        frozen, reading = proposal.article.translations.order_by("pk")
        assert (frozen.state, frozen.byline, reading.byline, reading.source) == ("changed", "", author, outlet)
        assert reading.availability_reason == frozen.availability_reason
    other.refresh_from_db()
    assert other.state == "open"


def test_a_known_outlet_keeps_its_label_of_that_day_and_gets_one_for_the_days_before() -> None:
    outlet, client = make_source(name="Enab Baladi"), signed_in(make_editor())
    SourceProfile.objects.create(source=outlet, description="weekly", valid_from=date(2016, 1, 1))
    inside = propose()
    before = propose(make_imported(published_at=datetime(2014, 5, 3, 12, tzinfo=UTC)))

    # Its name is enough: the form has found it.
    assert client.get(OF).context["form"]["outlet"].value() == outlet.pk
    refused = accept(client, inside)
    assert "choose it" in refused.content.decode()
    accept(client, inside, outlet=outlet.pk)
    accept(client, before, outlet=outlet.pk)

    profiles = SourceProfile.objects.order_by("valid_from").values_list("description", "valid_from", "valid_until")
    assert list(profiles) == [
        ("pro-opposition website", date(2014, 5, 3), date(2016, 1, 1)), ("weekly", date(2016, 1, 1), None),
    ]  # fmt: skip
    assert listed(inside).edition.source_label == "weekly"
    assert listed(before).edition.source_label == "pro-opposition website"


def test_all_from_a_confidence_on_and_what_can_not_take_it_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.workflow.proposals.PROPOSALS_AT_ONCE", 1)
    sure, unsure, gone = propose(), propose(confidence=70), propose()
    draft = propose(make_imported_draft())
    own = propose(make_imported(adaptation="original-work"))
    workflow.take_down(gone.article, by=make_editor(), public_note="It was wrong.")

    answer = accept(signed_in(make_editor()), all="1", at_least="90")

    assert said(answer) == ["2 can't take it and are left open.", "Accepted for 2 articles."]
    open_ones = set(Proposal.objects.filter(state="open"))
    assert open_ones == {unsure, gone, own}
    assert listed(sure).source is not None
    article = Article.objects.get(pk=draft.article_id)
    assert (article.status, article.source, article.translations.get().byline) == (
        "draft", listed(sure).source, "Salma al-Halabi",
    )  # fmt: skip


def test_an_author_alone_needs_no_outlet() -> None:
    proposal = propose(outlet_name="", outlet_kind="", label="", evidence="by Salma al-Halabi")

    accept(signed_in(make_editor()), proposal, at="/admin/proposals/outlet/?name=", name="", label="")

    assert listed(proposal).edition.originals.get().byline == "Salma al-Halabi"
    assert not Source.objects.exists()


def test_a_dismissed_one_leaves_its_article_as_it_is() -> None:
    one, two, editor = propose(), propose(), make_editor()

    signed_in(editor).post(OF, {"dismiss": str(one.pk)})

    one.refresh_from_db()
    assert (one.state, one.settled_by, listed(one).edition.number) == ("dismissed", editor, 1)
    assert Proposal.objects.get(state="open") == two


def test_many_are_accepted_by_a_worker_that_goes_on_where_another_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "PROPOSALS_AT_ONCE", 1)
    proposals, editor = [propose(), propose(), propose(confidence=30)], make_editor()
    client = signed_in(editor)

    answer = accept(client, all="1", at_least="90", **{f"author-{proposals[1].pk}": "Reem"})

    assert said(answer) == ["Accepted: the articles follow one after the other."]
    assert [(each.name, each.done, each.total) for each in answer.context["under_way"]] == [("Enab Baladi", 0, 2)]
    given = DBTaskResult.objects.get().args_kwargs["kwargs"]
    outlet = Source.objects.get()
    # Killed after the first.
    workflow.accept_proposals([proposals[0].pk], outlet=outlet, by=editor)
    assert [each.done for each in client.get(PAGE).context["under_way"]] == [1]
    assert tasks.accept_outlet.call(**given) == [1, 0]
    assert tasks.accept_outlet.call(**given) == [0, 0]
    assert listed(proposals[1]).edition.originals.get().byline == "Reem"
    assert [listed(each).edition.number for each in proposals] == [2, 2, 1]


def test_accepting_many_takes_as_many_queries_as_one() -> None:
    editor, outlet = make_editor(), make_source()
    workflow.may_settle_proposals(editor)

    counts = []
    # The first asks for the stems of words that are remembered then.
    for many in (1, 1, 4):
        keys = [propose(confidence=90 - n).pk for n in range(many)]
        with CaptureQueriesContext(connection) as queries:
            workflow.accept_proposals(keys, outlet=outlet, by=editor)
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_only_who_may_publish_settles_them() -> None:
    proposal = propose()
    make_publisher()

    for member in (make_translator(), make_editor()):
        client = signed_in(member)
        assert client.get(PAGE).status_code == client.get(OF).status_code == 403
        assert accept(client, proposal).status_code == 403
        with pytest.raises(workflow.TransitionRefused):
            workflow.accept_proposals([proposal.pk], outlet=None, by=member)
    assert Proposal.objects.get().state == "open"


def test_the_first_page_leads_there_while_something_is_open() -> None:
    client = signed_in(make_editor())
    assert PAGE not in client.get(reverse("admin:index")).content.decode()

    propose()

    assert PAGE in client.get(reverse("admin:index")).content.decode()
    assert PAGE not in signed_in(make_translator()).get(reverse("admin:index")).content.decode()
