"""The search page and what goes with it: conditions, feeds, the browser's own bar."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, quote
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Listing, Publication
from articles.models.text import as_html
from articles.search import ranking
from articles.site import searching
from articles.site.narrowing import Terms
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_section,
    make_source,
    make_translation,
)
from tests.site.reading import read

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def make_found(original: str, **fields: Any) -> Listing:
    """A listing whose original in Arabic says `original`."""
    article = make_article(original=False, **fields)
    make_translation(article, headline="عنوان", body=as_html([original]))
    article.refresh_from_db()
    return workflow.bring_in(article, published_at=timezone.now() - timedelta(hours=1), attested_as="synthetic").listing


def links(text: str, name: str) -> dict[str, str]:
    """The addresses of the links of class `name`, by what they say."""
    found = re.findall(rf'<a class="{name}" href="([^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]*>", " ", said).split()): address for address, said in found}


def asked(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address.removeprefix("?"))


@pytest.mark.parametrize(
    ("address", "pairs"),
    [
        ("", []),
        ("q=bread&cursor=x&utm_source=y", [("q", "bread")]),
        ("source=a&q=bread&source=b&source=a", [("q", "bread"), ("source", "a"), ("source", "b")]),
        ("q=&q=+bread++and%00+salt", [("q", "bread and salt")]),
        ("year=2024&year=2025&from=2024-01-01&from=2024-02-01",
         [("year", "2024"), ("year", "2025"), ("from", "2024-02-01")]),
        ("q=" + "x" * 9_000, [("q", "x" * 1_000)]),
    ],
)  # fmt: skip
def test_an_address_is_kept_as_far_as_it_says_something(address: str, pairs: list[tuple[str, str]]) -> None:
    terms = Terms.of(QueryDict(address))

    assert list(terms.pairs) == pairs
    assert asked(str(terms)) == pairs


def test_the_links_of_a_page_repeat_no_more_than_a_hundred_conditions() -> None:
    terms = Terms.of(QueryDict("&".join(f"keyword=k{each}" for each in range(1_500))))

    assert len(terms.pairs) == 100


@pytest.mark.django_db
def test_a_result_shows_where_the_words_stand_and_no_more_than_may_be_read() -> None:
    make_found(
        "وصل الطحين إلى المدينة.", headline="Flour for the city", body="<p>The lorries came at dawn.</p>",
        source=make_source(original_display="full"),
    )  # fmt: skip
    make_found("وصل الطحين سراً.", headline="A second city", source=make_source(original_display="none"))

    english, arabic = read("/search/?q=lorries"), read("/search/?q=الطحين")

    assert "The <mark>lorries</mark> came at dawn." in english
    assert "In the original:" in arabic
    assert re.search(r'<blockquote [^>]*lang="ar" dir="rtl">.*<p>[^<]*<mark>الطحين</mark>', arabic)
    assert "The words stand in the original." in arabic
    assert "سراً" not in arabic


@pytest.mark.django_db
def test_conditions_are_links_that_keep_all_else() -> None:
    aleppo, bread = make_keyword(name="Aleppo", kind="place"), make_keyword(name="Bread")
    ufuk, nahar = make_source(name="Ufuk", slug="ufuk"), make_source(name="Nahar", slug="nahar")
    make_listing(headline="Flour one", keywords=(aleppo, bread), source=ufuk, genre="opinion")
    make_listing(headline="Flour two", keywords=(bread,), source=ufuk)
    make_listing(headline="Flour three", source=nahar)
    begin = "/search/?q=flour&sort=oldest&source=ufuk&source=nahar&genre=opinion&genre=news&utm_source=x"

    text = read(begin)

    kept = [("q", "flour"), ("source", "ufuk"), ("source", "nahar"), ("genre", "opinion"), ("genre", "news")]
    choices, chips = links(text, "choice"), links(text, "chip")
    assert asked(choices["Bread 2"]) == [*kept, ("sort", "oldest"), ("keyword", "bread")]
    assert asked(choices["Ufuk remove 2"]) == asked(chips["Outlet Ufuk ✕ remove"])
    assert ("source", "ufuk") not in asked(choices["Ufuk remove 2"])
    assert set(chips) == {
        "Outlet Ufuk ✕ remove", "Outlet Nahar ✕ remove", "Genre Opinion ✕ remove", "Genre News ✕ remove",
    }  # fmt: skip
    assert asked(links(text, "chip chip-all")["Remove all"]) == [("q", "flour"), ("sort", "oldest")]
    narrowed = read(f"/search/{choices['Bread 2']}")
    assert "2 results" in narrowed
    assert "Keyword Bread ✕ remove" in links(narrowed, "chip")
    assert "Flour three" not in narrowed


@pytest.mark.django_db
def test_a_name_is_told_in_its_spellings_and_can_be_searched_as_typed() -> None:
    sharaa = make_keyword(name="Ahmed al-Sharaa", kind="person")
    for language, spelling in (("ar", "الشرع"), ("en", "al-Sharaa"), ("en", "Al-Shar'a"), ("tr", "Şara")):
        sharaa.spellings.create(language=language, text=spelling)
    secret = make_keyword(name="Secret Person", kind="person")
    secret.spellings.create(language="en", text="Nobody")
    make_listing(keywords=(sharaa,), headline="The president and nobody")
    make_article(keywords=(secret,))

    text = read("/search/?q=shara'a")

    assert "Also searched as" in text
    assert "<bdi>الشرع</bdi>" in text
    assert f'href="{sharaa.get_absolute_url()}"' in text
    assert 'href="?q=%22shara%27a%22"' in text
    unknown = read("/search/?q=nobody")
    assert "The president and" in unknown
    assert "Secret" not in unknown


@pytest.mark.django_db
def test_nothing_found_leads_on() -> None:
    society = make_section(slug="society")
    make_listing(headline="Flour comes to Homs", section=society)
    workflow.hide(make_listing(headline="Wheat comes to Homs", section=society).article, by=make_editor())

    text = read("/search/?q=flour+wheat+homs&section=society")

    assert "Nothing was found for" in text
    ways = dict.fromkeys(re.findall(r'<a href="(\?q=[^"]*)"', text))
    assert [asked(way)[0] for way in ways if "section=" in way] == [("q", "flour homs")]
    assert 'href="?q=flour+wheat+homs"' in text
    assert 'href="/keywords/"' in text
    assert "Flour comes to Homs" in text
    assert "Wheat comes" not in text


@pytest.mark.django_db
def test_pages_and_orders_keep_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = timezone.now() - timedelta(days=1)
    dated = [(make_article(headline=f"Flour {each}"), begin - timedelta(hours=each)) for each in range(24)]
    workflow.bring_in_all(dated, attested_as="synthetic")

    text = read("/search/?q=flour&genre=news")
    [following] = re.findall(r'rel="next" href="([^"]+)"', text)
    last = read(f"/search/{following}")

    assert "24 results" in text
    assert last.count('class="teaser-headline"') == 4
    assert 'href="?q=flour&genre=news">First results' in last
    assert 'href="?q=flour&genre=news&sort=oldest"' in text
    assert "Most relevant" not in read("/search/?genre=news")
    assert '<meta name="robots" content="noindex">' in text
    monkeypatch.setattr(ranking, "MOST", 10)
    bounded = read("/search/?q=flour")
    assert "Too many to rank them all" in bounded
    assert re.search(r"(More than|At least) \d+ articles", bounded)


@pytest.mark.django_db
def test_a_search_that_cannot_be_made_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(*arguments: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    bad = read("/search/?q=bread&year=last&source=ufuk", status=400)
    monkeypatch.setattr(searching, "PATIENCE_MS", 1)
    monkeypatch.setattr(searching, "search", wait)
    slow = read("/search/?q=bread", status=503)

    assert 'role="alert">Write the year in four figures, like 2024.' in bad
    assert asked(links(bad, "chip")["Year last ✕ remove"]) == [("q", "bread"), ("source", "ufuk")]
    assert "This search takes too long: add a word, or narrow it by year." in slow
    for text in (bad, slow):
        assert 'value="bread"' in text
        assert '<details class="asking" open>' in text


HOSTILE = ["\x00", "\ud800", "<script>alert(1)</script>", '"' * 500, "a" * 8_000, "(((", "-", "'\\ :* & | !", "\u202e"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/", "/search/feed.rss", "/search/suggestions.json"])
def test_no_string_breaks_it(path: str) -> None:
    make_listing(headline="<script>alert(1)</script>", body="<p>&lt;script&gt; is text.</p>")

    for text in HOSTILE:
        raw = quote(text.encode("utf-8", "surrogatepass"))
        for name in ("q", "source", "year", "cursor", "from") if path == "/search/" else ("q", "by"):
            response = Client().get(f"{path}?{name}={raw}")
            assert response.status_code in (200, 400), (name, text[:20])
            if "json" not in path:
                assert b"<script>" not in response.content
    if path == "/search/":
        found = Client().get("/search/?q=script").content.decode()
        assert "&lt;<mark>script</mark>&gt;alert(1)" in found


@pytest.mark.django_db
def test_a_search_can_be_followed() -> None:
    source = make_source(slug="ufuk")
    moment = timezone.now() - timedelta(days=2)
    old = make_listing(headline="Flour & flour", source=source, published_at=moment)
    new = make_listing(headline="The day", body="<p>Some flour.</p>", source=source)
    make_listing(headline="Flour elsewhere")

    page = read("/search/?q=flour&source=ufuk&sort=oldest")
    [address, again] = re.findall(r'href="(/search/feed\.rss[^"]*)"', page)
    feed = Client().get(address)

    channel = fromstring(feed.content).find("channel")  # noqa: S314  (we wrote it)
    assert address == again == "/search/feed.rss?q=flour&source=ufuk"
    assert feed["Content-Type"].startswith("application/rss+xml")
    assert channel is not None
    assert channel.findtext("title") == f"{Publication.objects.get().name}: flour"
    assert channel.findtext("link") == f"{settings.SITE_URL}/search/?q=flour&source=ufuk"
    assert [each.findtext("title") for each in channel.iter("item")] == [new.edition.headline, old.edition.headline]
    assert Client().get(f"{address}&sort=oldest").content == feed.content
    workflow.hide(new.article, by=make_editor())
    assert b"The day" not in Client().get(address).content


@pytest.mark.django_db
@pytest.mark.parametrize("terms", ["", "?q=", "?utm_source=x", "?q=bread&year=last", "?genre=gossip"])
def test_a_feed_of_nothing_says_what_is_missing(terms: str) -> None:
    response = Client().get(f"/search/feed.rss{terms}")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().endswith(".")


@pytest.mark.django_db
def test_a_browser_can_search_from_its_bar() -> None:
    Publication.objects.update(name="The Observer & Times of the Levant", motto="")

    page = unescape(read("/latest/"))
    description = fromstring(Client().get("/opensearch.xml").content)  # noqa: S314  (we wrote it)

    assert '<link rel="search" type="application/opensearchdescription+xml"' in page
    assert description.findtext(f"{OPENSEARCH}ShortName") == "The Observer & T"
    templates = {each.get("type"): each.get("template") for each in description.iter(f"{OPENSEARCH}Url")}
    assert templates["text/html"] == f"{settings.SITE_URL}/search/?q={{searchTerms}}"
    assert templates["application/x-suggestions+json"] == (
        f"{settings.SITE_URL}/search/suggestions.json?q={{searchTerms}}"
    )
