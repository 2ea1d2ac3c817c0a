"""Whom an archive credited, as readers are told of it today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import preview, workflow
from articles.models import Contributor
from tests.factories import make_article, make_listing, make_member, make_translator
from tests.site.reading import read

pytestmark = pytest.mark.django_db
CREDIT = "Credited when first published"


def test_readers_see_the_contributor_as_they_are_named_today() -> None:
    contributor = Contributor.objects.create(name="Rima Ali")
    moment = timezone.now() - timedelta(days=2)
    article = workflow.bring_in(make_article(contributor=contributor), published_at=moment, attested_as="imported")
    address = article.listing.get_absolute_url()

    page = read(address)
    assert CREDIT in page
    assert "<bdi>Rima Ali</bdi>" in page
    assert "No editor has verified its disclaimer here." in page
    assert "Credited to Rima Ali when it was first published." in read("/feeds/latest.rss")

    member = make_member("Translators", credit="pseudonym", credit_name="Nour")
    Contributor.objects.update(member=member)
    with_one = _queries(address), _queries("/feeds/latest.rss")
    assert "<bdi>Nour</bdi>" in read(address)
    assert "Credited to Nour" in read("/feeds/latest.rss")

    member.credit = "none"
    member.save()
    assert CREDIT not in read(address)

    Contributor.objects.update(member=None, is_shown=False)
    assert CREDIT not in read(address)
    assert "Rima" not in read("/feeds/latest.rss")
    assert (_queries(address), _queries("/feeds/latest.rss")) == with_one


def _queries(path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        read(path)
    return len(captured)


def test_a_translator_stands_before_the_contributor() -> None:
    contributor = Contributor.objects.create(name="Rima Ali")
    translator = make_translator(credit="pseudonym", credit_name="Nour")

    address = make_listing(contributor=contributor, translator=translator).get_absolute_url()
    page = read(address)

    assert "<bdi>Nour</bdi>" in page
    assert "Rima" not in page
    assert "No editor has verified its disclaimer here." not in page

    # Who wants no credit is not given away by the name that an archive had.
    translator.credit = "none"
    translator.save()
    assert "Rima" not in read(address)


def test_a_text_without_a_contributor_names_none() -> None:
    assert CREDIT not in read(make_listing().get_absolute_url())


def test_a_preview_credits_the_contributor_too() -> None:
    article = make_article(contributor=Contributor.objects.create(name="Rima Ali"))

    request = RequestFactory().get("/preview/x/")
    page = preview.show(request, article, preview.state_of(article), part="", address="/preview/x/", link=None)

    assert "<bdi>Rima Ali</bdi>" in page.content.decode()
