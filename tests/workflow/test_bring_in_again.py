"""What was moved in, shown anew without a person attesting it."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import disclaimer, workflow
from articles.models import Article, Edition, Listing, Source
from tests.factories import (
    make_administrator,
    make_editor,
    make_imported,
    make_imported_draft,
    make_listing,
    make_published,
    make_source,
    make_translator,
)

pytestmark = pytest.mark.django_db


def named(outlet: Source) -> object:
    def change(articles: Sequence[Article]) -> None:
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(source=outlet)

    return change


def test_readers_see_the_next_edition_at_the_same_address_and_nobody_attests_it() -> None:
    article, editor, outlet = make_imported(), make_editor(), make_source()
    before = Listing.public.get(article=article)

    workflow.bring_in_again([article], by=editor, note="The outlet is named.", change=named(outlet))  # type: ignore[arg-type]

    after = Listing.public.get(source=outlet)
    assert (after.get_absolute_url(), after.published_at) == (before.get_absolute_url(), before.published_at)
    assert (after.edition.number, after.edition.attested_as, after.edition.attested_by) == (2, "imported", None)
    assert after.edition.source_name == outlet.name
    assert disclaimer.broken_fields(after.edition) == []
    event = article.events.order_by("-pk")[0]
    assert (event.kind, event.actor, event.note) == ("reissue", editor, "The outlet is named.")
    assert after.published_at != event.public_at
    workflow.rebuild_listings()
    assert Listing.public.get(source=outlet).published_at == before.published_at


def test_what_a_person_had_a_hand_in_is_refused_by_name_with_every_reason() -> None:
    changed, gone, draft, theirs, editor = (
        make_imported(headline="Changed at the desk"), make_imported(headline="Taken down"),
        make_imported_draft(headline="A draft"), make_published(headline="A person's"), make_editor(),
    )  # fmt: skip
    changed.body = "<p>Another text.</p>"
    changed.save()
    workflow.take_down(gone, by=editor, public_note="It was wrong.")
    synthetic = make_listing(headline="For show").article
    articles = [changed, gone, draft, theirs, synthetic, make_imported(headline="Untouched")]

    with pytest.raises(workflow.TransitionRefused) as refused:
        workflow.bring_in_again(articles, by=make_translator(), note="")

    reasons = refused.value.reasons
    assert len(reasons) == 6
    assert "may not publish" in reasons[0]
    assert [reason for reason in reasons if "Untouched" in reason] == []
    for name, why in (
        ("Changed at the desk", "changed at the desk"), ("Taken down", "can't see it"), ("A draft", "can't see it"),
        ("A person's", "did not come from an import"), ("For show", "did not come from an import"),
    ):  # fmt: skip
        assert any(name in reason and why in reason for reason in reasons), name
    assert not Edition.objects.filter(number=2).exists()


def test_a_redaction_is_no_change_at_the_desk() -> None:
    article = make_imported(body="<p>Said Maryam al-Halabi on Sunday.</p>")
    workflow.redact(
        article.editions.get(), what=workflow.Passage("Maryam al-Halabi"), by=make_administrator(), reason="In danger."
    )

    workflow.bring_in_again([article], by=make_editor(), note="", change=named(make_source()))  # type: ignore[arg-type]

    assert "Maryam" not in Listing.public.get().edition.body


def test_many_take_as_many_queries_as_one() -> None:
    editor, outlet = make_editor(), make_source()
    first, one, many = [make_imported()], [make_imported()], [make_imported() for _each in range(4)]
    # What they may is read once, and so are the stems of the words.
    workflow.bring_in_again(first, by=editor, note="", change=named(outlet))  # type: ignore[arg-type]

    counts = []
    for articles in (one, many):
        with CaptureQueriesContext(connection) as queries:
            workflow.bring_in_again(articles, by=editor, note="", change=named(outlet))  # type: ignore[arg-type]
        counts.append(len(queries))

    assert counts[0] == counts[1]
