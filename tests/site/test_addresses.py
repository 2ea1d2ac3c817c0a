"""Every public address, walked by readers who look for what they should not find."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles import workflow
from articles.models import Correction, Listing, Page, Story
from articles.models.days import publication_day
from articles.site import urls
from newsroom.headers import FOR_READERS
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_scheduled,
    make_section,
    make_source,
    make_translated,
    make_verified,
)

pytestmark = pytest.mark.django_db

CANARY = "Zanzibarine"
NOWHERE = "/2019/01/01/never-existed/"
# What each named address takes, so that a route without an entry fails the walk.
ARGUMENTS = {
    "home": "",
    "latest": "",
    "search": "",
    "search-feed": "feed query",
    "suggestions": "",
    "opensearch": "",
    "keywords": "",
    "whos-who": "",
    "stories": "",
    "sources": "",
    "corrections": "",
    "archive": "",
    "archive-month": "month",
    "about": "",
    "selection": "",
    "feeds": "",
    "latest-feed": "feed",
    "sitemap-index": "",
    "sitemap-of-lists": "",
    "sitemap-of-names": "",
    "news-sitemap": "",
    "robots": "",
    "article": "listing",
    "original": "listing",
    "parallel": "listing",
    "cite-bib": "listing",
    "cite-ris": "listing",
    "cite-json": "listing",
    "versions": "listing",
    "section": "section",
    "section-feed": "section feed",
    "story": "story",
    "page": "page",
    "keyword": "keyword",
    "keyword-feed": "keyword feed",
    "author-feed": "author feed",
    "source": "source",
    "source-feed": "source feed",
    "story-feed": "story feed",
    "sitemap": "sitemap",
    "stylesheet": "stylesheet",
    "icon": "icon",
}


@pytest.fixture
def reader() -> Client:
    return Client()


@pytest.fixture
def public() -> Listing:
    """A public article, filed under everything there is."""
    story = Story.objects.create(title="The bridge", slug="the-bridge")
    Page.objects.create(title="About us", slug="about-us", body="<p>We translate.</p>")
    keyword = make_keyword(name="Aleppo", kind="place")
    author = make_keyword(name="Salma al-Halabi", kind="person")
    return make_listing(section=make_section(), story=story, keywords=(keyword,), authors=(author,))


def address(name: str, listing: Listing) -> str:
    keyword = listing.keyword_rows.get().keyword
    return {
        "": lambda: reverse(name),
        "query": lambda: f"{reverse(name)}?q=bridge",
        "feed": lambda: reverse(name, args=["rss"]),
        "feed query": lambda: f"{reverse(name, args=['rss'])}?q=bridge",
        "section feed": lambda: reverse(name, args=[listing.section.slug, "rss"]),
        "story feed": lambda: reverse(name, args=[listing.story.slug, "rss"]),
        "keyword feed": lambda: reverse(name, args=[keyword.slug, "rss"]),
        "author feed": lambda: reverse(name, args=[listing.author_rows.get().keyword.slug, "rss"]),
        "source feed": lambda: reverse(name, args=[listing.source.slug, "rss"]),
        "listing": lambda: reverse(name, args=listing.address),
        "section": lambda: reverse(name, args=[listing.section.slug]),
        "story": lambda: reverse(name, args=[listing.story.slug]),
        "page": lambda: reverse(name, args=["about-us"]),
        "keyword": lambda: reverse(name, args=[keyword.slug]),
        "source": lambda: reverse(name, args=[listing.source.slug]),
        "month": lambda: reverse(name, args=f"{publication_day(listing.published_at):%Y/%m}".split("/")),
        "sitemap": lambda: reverse(name, args=[listing.article_id // 1000]),
        "stylesheet": lambda: reverse(name, args=["0" * 12, "7a1f2b"]),
        "icon": lambda: reverse(name, args=["7a1f2b"]),
    }[ARGUMENTS[name]]()


def parsed(xml: bytes) -> Element:
    return fromstring(xml)  # noqa: S314  (we wrote it)


def names() -> list[str]:
    return [str(pattern.name) for pattern in urls.urlpatterns]


def crawl(reader: Client, start: list[str]) -> Iterator[tuple[str, str]]:
    """Every page that a reader or a crawler reaches from `start`, with what it says."""
    waiting, seen = list(start), set(start)
    while waiting:
        path = waiting.pop()
        response = reader.get(path)
        if response.status_code != 200 or not hasattr(response, "content"):
            continue
        text = response.content.decode()
        yield path, text
        for link in re.findall(r'(?:href|src)="([^"]+)"|<(?:loc|link|guid[^>]*)>([^<]+)<', text):
            found = (link[0] or link[1]).replace("&amp;", "&").split("#")[0].removeprefix(settings.SITE_URL)
            found = path.split("?")[0] + found if found.startswith("?") else found
            # A search leads to hundreds of others, by each condition that it can be narrowed by.
            if path.startswith("/search/?") and found.startswith("/search/?") and "cursor=" not in found:
                continue
            if found.startswith("/") and not found.startswith(("/static", "/media")) and found not in seen:
                seen.add(found)
                waiting.append(found)


@pytest.mark.parametrize("name", names())
def test_each_address_answers(name: str, public: Listing, reader: Client) -> None:
    response = reader.get(address(name, public))

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("name", [name for name in names() if name not in ("stylesheet", "icon")])
def test_browsers_ask_again_for_each_address(name: str, public: Listing, reader: Client) -> None:
    assert reader.get(address(name, public))["Cache-Control"] == FOR_READERS


def test_browsers_ask_again_where_there_was_nothing_to_show(public: Listing, reader: Client) -> None:
    """By itself a 301, 404 or 410 is kept as long as a browser likes, and what is shown again would stay gone."""
    gone, hidden = make_listing(), make_listing()
    workflow.take_down(gone.article, by=make_editor(), public_note="It was wrong.")
    workflow.hide(hidden.article, by=make_editor())
    answers = {
        gone.get_absolute_url(): 410,
        hidden.get_absolute_url(): 410,
        NOWHERE: 404,
        "/media/nothing.png": 404,
        f"/2001/02/03/{public.slug}/": 301,
        "/latest": 301,
        "/search/?year=nonsense": 400,
    }

    for path, status in answers.items():
        response = reader.get(path)
        assert (response.status_code, response.headers.get("Cache-Control")) == (status, "no-cache"), path


def test_every_moment_can_be_read_by_a_machine(public: Listing, reader: Client) -> None:
    public.article.headline = "The bridge is open"
    public.article.save()
    workflow.reissue(public.article, by=make_editor(), correction=Correction(kind="our-error", text="It is."))

    pages = dict(crawl(reader, [address(name, public) for name in names()]))

    moments = {
        (path, moment)
        for path, text in pages.items()
        for moment in re.findall(r'(?:datetime|property="article:published_time" content)="([^"]*)"', text)
    }
    assert {path for path, _ in moments} >= {"/", "/corrections/", public.get_absolute_url()}
    for path, moment in moments:
        assert datetime.fromisoformat(moment), path


@pytest.mark.parametrize("name", names())
def test_each_address_is_read_only(name: str, public: Listing, reader: Client) -> None:
    assert reader.post(address(name, public)).status_code == 405


def test_what_is_not_public_shows_nowhere(public: Listing, reader: Client) -> None:
    keyword, section, source = (
        make_keyword(name=f"{CANARY} Keyword"),
        make_section(),
        make_source(name=f"{CANARY} Post"),
    )
    hidden = {"section": section, "source": source, "keywords": (keyword,)}
    make_article(headline=f"{CANARY} draft", **hidden)
    make_translated(headline=f"{CANARY} translated", **hidden)
    make_verified(headline=f"{CANARY} verified", **hidden)
    make_scheduled(headline=f"{CANARY} scheduled", **hidden)
    withdrawn = make_listing(headline=f"{CANARY} withdrawn", **hidden)
    workflow.take_down(withdrawn.article, by=make_editor(), public_note="It was wrong.")
    addresses = [address(name, public) for name in names()] + [f"/search/?q={CANARY}", f"/search/?source={source.slug}"]

    pages = dict(crawl(reader, addresses))

    assert len(pages) > len(names())
    for path, text in pages.items():
        # A search repeats it: in title, heading and field, twice in each feed's link, as a word that nothing has.
        told = text if CANARY not in path else text.replace(CANARY, "", 10)
        assert CANARY not in told, path
        assert CANARY.lower() not in told.replace(path, ""), path


@pytest.mark.parametrize("page", ["", "original/", "parallel/", "versions/"])
def test_the_right_slug_under_a_wrong_date_leads_on(page: str, public: Listing, reader: Client) -> None:
    response = reader.get(f"/2001/02/03/{public.slug}/{page}")

    assert response.status_code == 301
    assert response["Location"] == public.get_absolute_url() + page


def test_a_slug_that_two_articles_share_leads_nowhere(reader: Client) -> None:
    make_listing(slug="elections")
    make_listing(slug="elections", published_at=timezone.now() - timedelta(days=9))

    assert reader.get("/2001/02/03/elections/").status_code == 404


def test_a_merged_keyword_leads_on_to_what_it_became(public: Listing, reader: Client) -> None:
    keyword = public.keyword_rows.get().keyword
    old = make_keyword(name="Halab", kind="place", merged_into=keyword)

    response = reader.get(reverse("keyword", args=[old.slug]))

    assert response.status_code == 301
    assert response["Location"] == keyword.get_absolute_url()


def test_a_keyword_that_only_the_desk_uses_answers_like_none(reader: Client) -> None:
    secret = make_keyword(name="Secret")
    merged = make_keyword(name="Also secret", merged_into=secret)
    make_article(keywords=(secret,))

    answers = [reader.get(reverse("keyword", args=[slug])) for slug in (secret.slug, merged.slug, "never-was")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/2026/02/30/slug/",
        "/0000/00/00/slug/",
        "/9999/99/99/x/",
        "/2026/1/1/slug/",
        "/٢٠٢٦/01/01/slug/",
        "/2026/01/01/" + "x" * 400 + "/",
        "/sections/%00/",
        "/sections/a%0ab/",
        "/keywords/%F0%9F%92%A9/",
        "/keywords/?kind=nonsense",
        "/keywords/?kind=place&cursor=%00",
        "/keywords/salma-al-halabi/?show=about",
        "/keywords/salma-al-halabi/?show=nonsense",
        "/keywords/salma-al-halabi/?show=by&cursor=x",
        "/keywords/aleppo/?show=by",
        "/whos-who/?letter=salma",
        "/whos-who/?letter=%C5%9A",
        "/whos-who/?letter=z",
        "/whos-who/?cursor=zzz",
        "/stories/?cursor=x",
        "/stories/the-bridge/?order=nonsense",
        "/stories/the-bridge/?order=date&cursor=x",
        "/keywords/?kind=%00",
        "/sources/?cursor=a b",
        "/sources/?cursor=zzzzzz",
        "/latest/?cursor=x",
        "/latest/?cursor=99999999T999999999999-1",
        "/latest/?cursor=00000101T000000000000-1",
        "/latest/?cursor=20260101T000000000000-" + "9" * 40,
        "/latest/?cursor=%00",
        "/latest/?cursor=",
        "/latest/?cursor=00010101T000000000000-1",
        "/corrections/?cursor=-1",
        "/corrections/?cursor=20260101T000000000000-999999999999999999",
        "/sitemaps/articles-999999999999.xml",
        "/sitemaps/articles-٣.xml",
        "/about/nothing/",
        "/about/what-we-select/?year=1999",
        "/about/what-we-select/?year=%00",
        "/archive/2019/13/",
        "/archive/0000/01/",
        "/archive/2019/01/",
        "/stories/nothing/",
        "/feeds/latest.exe",
        "/keywords/nothing/feeds/latest.rss",
        "/style-000000000000-gggggg.css",
        "/..%2f..%2fetc/passwd",
        "/\ud7ff/",
    ],
)
def test_nonsense_is_not_found(path: str, public: Listing, reader: Client) -> None:
    assert reader.get(path).status_code == 404


def test_every_address_of_the_map_stands_in_the_table() -> None:
    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if "admin" not in str(pattern.app_name):
                    yield from walk(pattern.url_patterns)
            else:
                yield pattern

    mapped = {pattern.name for pattern in walk(get_resolver().url_patterns)} - {"healthz", "readyz", "media", None}

    # Previews are no readers' addresses: they have tests of their own.
    assert mapped - {"preview", "preview-part"} == set(ARGUMENTS)


def test_the_sitemap_holds_what_is_public_and_nothing_else(public: Listing, reader: Client) -> None:
    older = make_listing(published_at=timezone.now() - timedelta(days=400))
    make_scheduled()
    names = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

    index = parsed(reader.get("/sitemap.xml").content)
    pages = [each.text.removeprefix(settings.SITE_URL) for each in index.iter(f"{names}loc")]
    found = {each.text for page in pages for each in parsed(reader.get(page).content).iter(f"{names}loc")}

    assert index.tag == f"{names}sitemapindex"
    articles = {url for url in found if re.search(r"/\d{4}/\d\d/\d\d/", url)}
    assert articles == {settings.SITE_URL + listing.get_absolute_url() for listing in (public, older)}


def test_a_page_of_the_sitemap_never_drifts(public: Listing, reader: Client) -> None:
    page = reverse("sitemap", args=[public.article_id // 1000])
    before = reader.get(page).content
    make_scheduled()

    assert reader.get(page).content == before


def test_absolute_addresses_come_from_the_settings_alone(public: Listing, reader: Client) -> None:
    texts = [
        reader.get(path, headers={"host": "localhost:1234", "x-forwarded-host": "evil.example"}).content.decode()
        for path in (
            "/feeds/latest.rss",
            "/search/feed.rss?q=bridge",
            "/search/suggestions.json?q=bridge",
            "/opensearch.xml",
            "/sitemap.xml",
            "/robots.txt",
            public.get_absolute_url(),
        )
    ]

    assert not any("evil" in text or "1234" in text for text in texts)
