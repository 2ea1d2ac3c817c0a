"""What is done to an article, seen in everything that readers can reach."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Correction, Listing, Story
from articles.models.text import as_html
from tests.factories import (
    ARABIC,
    make_administrator,
    make_editor,
    make_keyword,
    make_published,
    make_section,
    make_translator,
)
from tests.site.test_addresses import crawl

pytestmark = pytest.mark.django_db

NAME = "Nadia Darwish"
BEGIN = [
    "/",
    "/latest/",
    "/search/?q=Darwish",
    "/search/?q=bridge",
    "/keywords/",
    "/sources/",
    "/corrections/",
    "/sitemap.xml",
]


def make_piece(at: datetime | None = None) -> Article:
    """A public article that names somebody wherever a name can stand, filed under everything there is."""
    return make_published(
        at=at,
        headline=f"{NAME} opens the bridge",
        slug="the-bridge-opens",
        standfirst=f"{NAME} cut the ribbon.",
        body=as_html([f"We met {NAME} at the bridge.", "It took 14 months."]),
        editors_note=f"{NAME} asked to be named.",
        section=make_section(),
        story=Story.objects.create(title="The bridge", slug="the-bridge"),
        keywords=(make_keyword(name="Darkush", kind="place"),),
    )


def said() -> dict[str, str]:
    """Every page that an anonymous reader reaches, by its address."""
    return dict(crawl(Client(), [*BEGIN, "/feeds/latest.rss"]))


def places(words: str) -> set[str]:
    """Where a reader finds `words`, but for pages that only repeat the question."""
    return {path for path, text in said().items() if words in text.replace(path, "")} - {"/search/?q=Darwish"}


def test_a_public_article_is_everywhere_it_should_be() -> None:
    article = make_piece()
    address = Listing.public.get(pk=article.pk).get_absolute_url()

    found = places(NAME)

    keyword = article.keywords.get()
    assert {
        "/", "/latest/", address, "/feeds/latest.rss", "/search/?q=bridge", "/stories/the-bridge/",
        keyword.get_absolute_url(), article.section.get_absolute_url(), article.source.get_absolute_url(),
    } <= found  # fmt: skip


def under_embargo() -> None:
    make_piece(at=timezone.now() + timedelta(hours=1))


def taken_down() -> None:
    workflow.take_down(make_piece(), by=make_editor(), public_note="It was not so.")


def hidden() -> None:
    workflow.hide(make_piece(), by=make_translator())


def redacted() -> None:
    edition = make_piece().editions.get()
    workflow.redact(edition, what=workflow.Passage(NAME), by=make_administrator(), reason="She is in danger.")


def reissued_without_the_name() -> None:
    article = make_piece()
    for field in ("headline", "standfirst", "body", "editors_note"):
        setattr(article, field, getattr(article, field).replace(NAME, "An engineer"))
    article.save()
    told = Correction(kind="clarification", text="No names.")
    workflow.reissue(article, by=make_editor(), correction=told, versions_shown=False)


def unsealed_while_scheduled() -> None:
    article = make_piece(at=timezone.now() + timedelta(seconds=1))
    article.standfirst = "Changed."
    article.save()
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize(
    "act", [under_embargo, taken_down, hidden, redacted, reissued_without_the_name, unsealed_while_scheduled]
)
def test_what_readers_must_not_find_is_nowhere(act: Callable[[], None]) -> None:
    act()

    assert places(NAME) == set()


def test_a_fix_is_everywhere_at_once_and_an_unpublished_change_nowhere() -> None:
    article = make_piece()
    article.headline = "The bridge of Darkush is open"
    article.body = as_html(["A text that nobody verified.", "It took 13 months."])
    article.save()

    assert places("nobody verified") == places("13 months") == places("of Darkush is open") == set()
    article.body = as_html([f"We met {NAME} at the bridge.", "It took 13 months."])
    article.save()
    workflow.reissue(article, by=make_editor(), correction=Correction(kind="our-error", text="13 months, not 14."))

    address = Listing.public.get(pk=article.pk).get_absolute_url()
    assert {"/", "/latest/", "/feeds/latest.rss", address} <= places("of Darkush is open")
    assert {address, "/corrections/"} <= places("13 months, not 14.")
    # What it said before stands where readers see what changed, crossed out, and nowhere else of ours.
    before = {path for path, text in said().items() if re.search(r"<del>(?:<span[^>]*>[^<]*</span>)?14<", text)}
    assert before == {f"{address}versions/"}
    assert places("14 months.") <= {f"{address}original/", f"{address}parallel/"}


def test_a_redacted_passage_of_the_original_is_nowhere() -> None:
    article = make_piece()
    words = ARABIC[1].split()[1]
    assert places(words)

    workflow.redact(
        article.editions.get(), what=workflow.Passage(words), by=make_administrator(), reason="He is in danger."
    )

    assert places(words) == set()


def test_cataloguing_moves_it_at_once() -> None:
    article, editor = make_piece(), make_editor()
    before, after = article.section, make_section()
    article.section = after
    article.save()

    workflow.catalogue(article, by=editor)

    assert after.get_absolute_url() in places(NAME)
    assert before.get_absolute_url() not in places(NAME)
