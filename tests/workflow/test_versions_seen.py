"""Which published versions readers saw, as their pages ask for it, and whether they may see what changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Listing, WorkflowEvent
from articles.models.text import as_html
from tests.factories import make_editor, make_published, make_scheduled, make_translator

pytestmark = pytest.mark.django_db


def change(article: Article) -> Article:
    article.refresh_from_db()
    article.body += as_html(["And then it rained."])
    article.save()
    return article


def seen(article: Article) -> list[int]:
    """The numbers of the versions before the one that stands, from the listing."""
    numbers = dict(article.editions.values_list("pk", "number"))
    return [numbers[pk] for pk, _since in Listing.objects.get(pk=article.pk).earlier]


def test_what_opened_was_seen_and_what_was_only_scheduled_was_not() -> None:
    editor = make_editor()
    article = change(make_scheduled())
    for status in ("verified-disclaimer", "published"):
        workflow.transition(article, status, by=editor)

    assert seen(article) == []
    workflow.reissue(change(article), by=editor)
    assert seen(article) == [2]
    # What was hidden or taken down had been read before.
    workflow.hide(article, by=make_translator())
    workflow.reissue(change(article), by=editor)
    workflow.take_down(article, by=editor, public_note="It was wrong.")
    assert seen(article) == [2, 3]
    workflow.reissue(change(article), by=editor, note="It was right.")

    listing = Listing.objects.get(pk=article.pk)
    opened = WorkflowEvent.objects.filter(article=article, to_status="published", edition__isnull=False)
    moments = {event.edition_id: event.public_at.isoformat() for event in opened}
    assert (seen(article), listing.edition.number) == ([2, 3, 4], 5)
    assert [since for _pk, since in listing.earlier] == [moments[pk] for pk, _since in listing.earlier]
    before = listing.earlier
    workflow.rebuild_listings()
    assert Listing.objects.get(pk=article.pk).earlier == before


def test_what_was_taken_back_before_its_moment_was_never_seen() -> None:
    article = make_published(at=timezone.now() + timedelta(hours=1))
    workflow.hide(article, by=make_translator())

    article.refresh_from_db()
    workflow.transition(article, "verified-disclaimer", by=make_editor())
    workflow.transition(article, "published", by=make_editor())

    assert seen(article) == []


def test_an_editor_says_whether_readers_see_what_changed() -> None:
    article, editor = make_published(), make_editor()
    workflow.reissue(change(article), by=editor, versions_shown=False)
    assert not Listing.objects.get(pk=article.pk).versions_shown
    edition = Listing.objects.get(pk=article.pk).edition_id
    # A fix that says nothing of it leaves it as it is.
    workflow.reissue(change(article), by=editor)
    assert not Listing.objects.get(pk=article.pk).versions_shown

    article.versions_shown = True
    article.save()
    workflow.catalogue(article, by=editor)

    listing = Listing.objects.get(pk=article.pk)
    assert (listing.versions_shown, article.status) == (True, "published")
    assert listing.edition_id == article.editions.last().pk != edition
    assert article.events.last().kind == WorkflowEvent.Kind.CATALOGUING
