"""One address of each kind of page that readers meet, with something on each: for whoever looks at all of them."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from articles import workflow
from articles.models import Correction, Listing, Member, Story
from articles.models import Page as WrittenPage
from articles.models.text import as_html
from articles.site.paging import Cursor
from tests.factories import (
    make_article,
    make_keyword,
    make_listing,
    make_member,
    make_photo,
    make_section,
    make_source,
    make_translation,
)
from tests.site.reading import photo_words
from tests.site.test_addresses import address, names

# What was embedded elsewhere came in as an address without a place to break.
UNBROKEN = "https://example.org/someone/status/1234567890123456789012345678901234567890"
# One more than a page of a list holds, with the others.
OLDER_ARTICLES = 20
SAME_SECTION = 4


def make_kinds() -> dict[str, str]:
    """Each kind's name and address: every page of the site's map of addresses, and each state that one may be in."""
    return dict(_every_route(make_full_article()))


def _every_route(full: Listing) -> Iterator[tuple[str, str]]:
    for number in range(1, OLDER_ARTICLES + 1):
        # Most lists stay short: it is the looks of each kind that count.
        section = full.section if number < SAME_SECTION else None
        make_listing(published_at=timezone.now() - timedelta(days=31 * number), section=section)
    plain, gone, hidden, round_up = make_arabic_article(full), make_listing(), make_listing(), make_round_up()
    workflow.take_down(gone.article, by=make_head(), public_note="It was wrong.")
    workflow.hide(hidden.article, by=make_head())
    for name in names():
        where = address(name, full)
        if urlsplit(where).path.endswith("/"):
            yield name, where
    yield "article without a photo", plain.get_absolute_url()
    yield "round-up", round_up.get_absolute_url()
    yield "originals of a round-up", f"{round_up.get_absolute_url()}original/"
    yield "texts that can't be paired", f"{round_up.get_absolute_url()}parallel/"
    yield "search with results", f"/search/?q=bridge&section={full.section.slug if full.section else ''}"
    yield "search without results", "/search/?q=nothing-of-the-kind"
    yield "search for nonsense", "/search/?year=nonsense"
    yield "keywords of a kind", "/keywords/?kind=place"
    yield "person", plain.keyword_rows.get().keyword.get_absolute_url()
    yield "older articles", f"/latest/?cursor={Cursor(full.published_at, full.article_id)}"
    yield "404", "/nowhere/"
    yield "410", gone.get_absolute_url()
    yield "hidden", hidden.get_absolute_url()


def make_head() -> Member:
    """Somebody who may publish in any newsroom, also where that is kept to publishers."""
    return make_member("Editors", "Publishers")


def make_full_article() -> Listing:
    """An article with all that one can have, filed under everything there is."""
    keyword = make_keyword(name="Aleppo", qualifier="city", kind="place", description="A city.")
    keyword.spellings.create(language="ar", text="حلب")
    author = make_keyword(name="Salma al-Halabi", kind="person", description="A writer from Aleppo.")
    author.spellings.create(language="ar", text="سلمى الحلبي")
    WrittenPage.objects.create(
        title="About us", slug="about-us", body=f"<p>We <em>translate</em>.</p><p>{UNBROKEN}</p>"
    )
    listing = make_listing(
        section=make_section(name="Town and country"),
        story=Story.objects.create(title="The bridge", slug="the-bridge", description="Everything about it."),
        keywords=(keyword,),
        authors=(author,),
        body=as_html(["The ministry said so.", "It took 14 months.", f"The end: {UNBROKEN}"]),
        editors_note="A note.",
        developing=True,
        genre="opinion",
        **photo_words(make_photo()),
    )
    correction = Correction(kind="our-error", text="An earlier version gave another length of time.")
    work, editor = listing.article, make_head()
    work.standfirst = "After 15 months of work."
    work.save()
    workflow.reissue(work, by=editor, correction=correction)
    listing.refresh_from_db()
    return listing


def make_arabic_article(other: Listing) -> Listing:
    """Without a photo, in a language of the other direction, about who wrote `other`."""
    author = other.author_rows.get().keyword
    article = make_article(language="ar", headline="عودة الجسر", keywords=(author,), story=other.story, original=False)
    make_translation(article, language="en", headline="The bridge", body=as_html(["It opened.", "It took 14 months."]))
    return workflow.bring_in(article, published_at=timezone.now() - timedelta(hours=3), attested_as="synthetic").listing


def make_round_up() -> Listing:
    """Of two texts that pair with nothing, one from either side, and one that is lost."""
    article = make_article(adaptation="round-up", original=False)
    make_translation(article, body=as_html([f"فقرة {number}" for number in range(9)]))
    make_translation(article, position=2, language="tr", headline="Köprü", body=as_html(["Köprü", "açıldı", "dün"]))
    make_translation(
        article,
        position=3,
        source=make_source(name="Ufuk"),
        body="",
        availability="lost",
        availability_reason="Its site burned down.",
    )
    return workflow.bring_in(article, published_at=timezone.now() - timedelta(hours=2), attested_as="synthetic").listing
