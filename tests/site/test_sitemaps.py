"""Sitemaps and robots.txt: what crawlers are told."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Correction, Listing, Page, Publication, Story
from tests import specifications
from tests.factories import make_editor, make_keyword, make_listing, make_scheduled, make_section
from tests.site.reading import read
from tests.specifications import SITEMAP

pytestmark = pytest.mark.django_db
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(path: str) -> dict[str, str | None]:
    """Each address of the sitemap at `path`, and when it was last changed, once it is known to be valid."""
    response = Client().get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    urls = specifications.sitemap(response.content)
    told = ((each.findtext(f"{SITEMAP}loc"), each.findtext(f"{SITEMAP}lastmod")) for each in urls)
    return {address.removeprefix(settings.SITE_URL): changed for address, changed in told}


def all_sitemaps() -> list[str]:
    index = specifications.sitemap_index(Client().get("/sitemap.xml").content)
    return [address.removeprefix(settings.SITE_URL) for address in index]


def test_every_address_of_the_sitemaps_answers() -> None:
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    page = Page.objects.create(title="About us", slug="about-us", body="<p>We translate.</p>")
    Page.objects.create(title="Not yet", slug="not-yet", is_public=False)
    author, secret = make_keyword(kind="person", slug="salma"), make_keyword(slug="secret")
    listing = make_listing(
        section=make_section(slug="politics"), story=story, keywords=(make_keyword(slug="aleppo"),), authors=(author,)
    )
    make_scheduled(keywords=(secret,))

    found = {address: changed for path in all_sitemaps() for address, changed in addresses(path).items()}

    assert found.keys() >= {
        "/", "/latest/", "/stories/", "/keywords/", "/whos-who/", "/sources/", "/corrections/", "/archive/", "/feeds/",
        "/sections/politics/", "/stories/the-bridge/", "/keywords/aleppo/", "/keywords/salma/", "/about/about-us/",
        listing.get_absolute_url(), listing.source.get_absolute_url(), f"{listing.published_at:/archive/%Y/%m/}",
    }  # fmt: skip
    assert found["/about/about-us/"] == f"{page.updated_at:%Y-%m-%dT%H:%M:%SZ}"
    assert "secret" not in str(found)
    for address in found:
        assert Client().get(address).status_code == 200, address


def test_an_empty_newsroom_has_valid_sitemaps() -> None:
    for path in all_sitemaps():
        assert addresses(path), path


def test_a_sitemap_says_exactly_when_an_article_was_last_changed() -> None:
    listing = make_listing(published_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC))
    page = f"/sitemaps/articles-{listing.article_id // 1000}.xml"
    assert addresses(page) == {listing.get_absolute_url(): "2024-05-06T07:08:09Z"}
    listing.article.headline = "The bridge is open"
    listing.article.save()
    workflow.reissue(listing.article, by=make_editor())
    assert addresses(page)[listing.get_absolute_url()] == moment(Listing.objects.get().edition_at)

    told = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    Correction.objects.create(
        article=listing.article, edition=listing.edition, kind="source-corrected", text="They say.", at=told
    )

    assert addresses(page)[listing.get_absolute_url()] == moment(told)


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_the_news_sitemap_holds_the_last_two_days_by_the_databases_clock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
    Publication.objects.update(name="Times & Tides", language="ar")
    recent = make_listing(headline="Bread < flour & water", published_at=now - timedelta(hours=47, minutes=59))
    gone = make_listing(published_at=timezone.now())
    make_listing(published_at=now - timedelta(hours=48, minutes=1))
    make_scheduled()
    workflow.take_down(gone.article, by=make_editor(), public_note="It was wrong.")

    [url] = specifications.sitemap(Client().get("/sitemaps/news.xml").content)

    news = url.find(f"{NEWS}news")
    assert url.findtext(f"{SITEMAP}loc") == settings.SITE_URL + recent.get_absolute_url()
    assert news.findtext(f"{NEWS}title") == "Bread < flour & water"
    assert news.findtext(f"{NEWS}publication_date") == moment(recent.published_at)
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Times & Tides"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "en"


def test_a_news_sitemap_without_news_is_valid_and_calls_nothing_news() -> None:
    make_listing(published_at=timezone.now() - timedelta(days=9))

    content = Client().get("/sitemaps/news.xml").content

    [url] = specifications.sitemap(content)
    assert url.find(f"{NEWS}news") is None


def test_crawlers_may_read_the_search_page_and_not_all_that_it_leads_to() -> None:
    text = Client().get("/robots.txt").content.decode()

    robots = RobotFileParser()
    robots.parse(text.splitlines())
    # Python's reader knows no wildcards: it takes the one line for a path that nothing begins with.
    assert "Disallow: /search/?*&" in text.splitlines()
    assert text.count("Disallow:") == 1
    for address in ("/search/", "/search/?q=bread", "/", "/feeds/latest.rss"):
        assert robots.can_fetch("anyone", settings.SITE_URL + address), address
    assert robots.site_maps() == [f"{settings.SITE_URL}/sitemap.xml"]


def test_searches_by_words_alone_are_found_as_the_one_page_that_they_are() -> None:
    make_listing(headline="Bread")

    for path in ("/search/", "/search/?q=bread"):
        text = read(path)
        assert f'<link rel="canonical" href="{settings.SITE_URL}/search/">' in text, path
        assert 'name="robots"' not in text, path
    for terms, status in {
        "q=bread&genre=news": 200,
        "q=bread&sort=oldest": 200,
        "q=nothing": 200,
        "year=x": 400,
    }.items():
        text = read(f"/search/?{terms}", status)
        assert '<meta name="robots" content="noindex">' in text, terms
        assert 'rel="canonical"' not in text, terms
