"""What a listing carries, each part of it by itself."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Alignment, Article, ArticleKeyword, Listing, Publication, SourceProfile, Story
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translation,
)
from tests.site.reading import bring_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("printed_on", "stood_for"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "opposition"),
        (date(2024, 6, 30), "opposition"),
        (date(2024, 7, 1), None),
        (date(2024, 7, 2), "independent"),
        # Nobody knows when it was printed: by the day of ours.
        (None, "independent"),
    ],
)
def test_a_listing_says_what_its_outlet_stood_for_on_the_day_of_the_piece(
    printed_on: date | None, stood_for: str | None
) -> None:
    source = make_source()
    for name, begins, ends in (
        ("opposition", date(2020, 1, 1), date(2024, 7, 1)),
        ("independent", date(2024, 7, 2), None),
    ):
        SourceProfile.objects.create(
            source=source, description=name, alignment=Alignment.objects.get_or_create(name=name)[0],
            valid_from=begins, valid_until=ends,
        )  # fmt: skip
    work = make_article(source=source, original=False)
    make_translation(work, published_on=printed_on)

    listing = bring_in(work)

    assert (listing.alignment and listing.alignment.name) == stood_for


def test_what_goes_back_leads_no_more() -> None:
    article = make_scheduled()
    Publication.objects.update(lead=article.listing)

    workflow.transition(article, "translated", by=make_editor(), note="The quotation is wrong")

    assert Publication.objects.get().lead_id is None


def test_keywords_stand_in_the_order_that_the_desk_gave_and_at_the_articles_moment() -> None:
    one, other = make_keyword(), make_keyword()
    article = make_published(keywords=(one, other))
    ArticleKeyword.objects.filter(content_object=article, tag=one).update(position=2)
    ArticleKeyword.objects.filter(content_object=article, tag=other).update(position=1)
    Article.objects.filter(pk=article.pk).update(standfirst="Better.")

    workflow.reissue(article, by=make_editor())

    rows = list(article.listing.keyword_rows.all())
    assert [row.keyword for row in rows] == [other, one]
    assert {row.published_at for row in rows} == {article.listing.published_at}
    assert article.listing.edition_at > article.listing.published_at


def test_a_merged_keyword_that_stood_beside_what_it_became_is_filed_once() -> None:
    new = make_keyword()
    article = make_published(keywords=(make_keyword(merged_into=new), new))

    assert [row.keyword for row in article.listing.keyword_rows.all()] == [new]


def test_a_listing_says_what_lists_and_search_filter_by() -> None:
    section, story = make_section(), Story.objects.create(title="The bridge", slug="the-bridge")
    article = make_published(
        source=make_source(kind="agency"), section=section, story=story, genre="interview", adaptation="excerpts",
        language="fr", developing=True,
    )  # fmt: skip

    listing = article.listing

    assert (listing.section, listing.story, listing.source) == (section, story, article.source)
    assert (listing.source_kind, listing.genre, listing.adaptation) == ("agency", "interview", "excerpts")
    assert (listing.language, listing.original_language, listing.developing) == ("fr", "ar", True)


def test_everything_of_a_listing_is_made_anew() -> None:
    make_scheduled(section=make_section())
    before = Listing.objects.values().get()
    Listing.objects.update(
        published_at=timezone.now() + timedelta(days=9), edition_at=timezone.now(), withdrawn_at=timezone.now(),
        public_note="x", slug="x", section=None, source=None, source_kind="", language="xx", original_language="",
        genre="brief", adaptation="brief", developing=True, search_headline=None, search_text=None,
        story=Story.objects.create(title="x", slug="x"), address_date=timezone.localdate() - timedelta(days=99),
    )  # fmt: skip

    workflow.rebuild_listings()

    assert Listing.objects.values().get() == before
