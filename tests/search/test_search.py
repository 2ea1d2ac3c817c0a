"""Search: what it finds, in which order, and what it can't be made to do."""

import random
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Listing, Source
from articles.models.text import as_html
from articles.search import BadSearchError, Filters, Request, Results, Sort, read_request, search
from tests.factories import (
    make_article,
    make_editor,
    make_keyword,
    make_listing,
    make_published,
    make_scheduled,
    make_section,
    make_source,
    make_translation,
)

pytestmark = pytest.mark.django_db


def results(query: str = "", filters: Filters | None = None, sort: Sort = "relevance", cursor: str = "") -> Results:
    return search(Request(query, filters or Filters(), sort, cursor))


def found(query: str = "", filters: Filters | None = None, sort: Sort = "relevance") -> list[Listing]:
    return [each.listing for each in results(query, filters, sort).found]


def test_words_are_found_in_headline_standfirst_and_text_by_their_stem() -> None:
    listing = make_listing(headline="Bakers return", standfirst="Ovens glow.", body="<p>Flour arrived.</p>")
    make_listing(headline="Something else", body="<p>Nothing.</p>")

    for query in (
        "baker",
        "returning",
        "oven",
        "flours arrive",
        '"ovens glow"',
        "bakers OR nonsense",
        "bakers -nonsense",
    ):
        assert found(query) == [listing], query
    for query in ("bakers -ovens", '"glow ovens"', "bakers nonsense"):
        assert found(query) == [], query


def test_an_arabic_word_finds_the_article_whose_original_has_it() -> None:
    article = make_article(original=False)
    make_translation(article, headline="أفران حلب", body=as_html(["عاد الخبازون إلى العمل."]))
    article.refresh_from_db()
    listing = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic").listing
    make_listing()

    assert found("الخبازون") == [listing]
    assert found("أفران حلب") == [listing]


def test_a_headline_counts_more_than_the_text() -> None:
    in_text = make_listing(headline="A day in Homs", body="<p>The harbour, the harbour and the harbour.</p>")
    in_headline = make_listing(
        headline="The harbour", body="<p>Text.</p>", published_at=timezone.now() - timedelta(days=900)
    )

    assert found("harbour") == [in_headline, in_text]
    assert found("harbour", sort="newest") == [in_text, in_headline]
    assert found("harbour", sort="oldest") == [in_headline, in_text]


def test_every_article_is_first_under_its_own_headline() -> None:
    listings = [
        make_listing(headline=f"Five {word} of the harbour opened again") for word in ("gates", "cranes", "sheds")
    ]

    for listing in listings:
        assert found(listing.edition.headline)[0] == listing


def test_only_what_is_public_is_found() -> None:
    make_listing()
    make_article(headline="Zanzibar")
    make_scheduled(headline="Zanzibar")
    make_published(headline="Zanzibar", slug="soon", at=timezone.now() + timedelta(minutes=5))
    workflow.hide(make_listing(headline="Zanzibar").article, by=make_editor())

    for sort in ("relevance", "newest", "oldest"):
        page = results("zanzibar", sort=sort)
        assert (page.found, page.count, [*page.facets]) == ([], 0, [])


def test_what_is_not_public_is_as_if_it_never_was() -> None:
    make_listing()
    make_scheduled(headline="Zanzibar")
    workflow.take_down(make_listing(headline="Marrakech").article, by=make_editor(), public_note="Gone.", note="Wrong.")
    make_article(headline="Timbuktu", keywords=(make_keyword(name="Ouagadougou"),))

    for path in ("/search/", "/search/suggestions.json"):
        said = {
            Client().get(path, {"q": word}).content.decode().replace(word, "…")
            for word in ("zanzibar", "marrakech", "timbuktu", "ouagadougou", "nowhere")
        }
        assert len(said) == 1


def test_nothing_is_put_right_by_what_readers_may_not_see() -> None:
    article = make_article(original=False)
    make_translation(article, headline="الخبازون", body=as_html(["عادت الأفران إلى سراقب."]))
    article.refresh_from_db()
    listing = workflow.bring_in(article, published_at=timezone.now(), attested_as="synthetic").listing
    before = results("سرقاب").meant

    Source.objects.update(original_display="link")

    assert found("سراقب") == [listing]
    assert (before, results("سرقاب").meant) == ("سراقب", None)


def test_each_filter_narrows() -> None:
    section, source, keyword = (
        make_section(slug="society"),
        make_source(slug="ufuk", kind="website"),
        make_keyword(name="Aleppo"),
    )
    listing = make_listing(
        section=section,
        source=source,
        keywords=(keyword,),
        genre="opinion",
        published_at=timezone.now() - timedelta(days=800),
    )
    make_listing()
    day = timezone.localdate(listing.published_at)

    for filters in (
        Filters(section=("society",)),
        Filters(source=("ufuk",)),
        Filters(kind=("website",)),
        Filters(keyword=("aleppo",)),
        Filters(genre=("opinion",)),
        Filters(year=(str(day.year),)),
        Filters(from_day=day, to_day=day),
        Filters(to_day=day),
        Filters(section=("society",), source=("ufuk",), keyword=("aleppo",), original_language=("ar",)),
    ):
        assert found(filters=filters) == [listing], filters
        assert found("bridge", filters) == [listing], filters
    assert found(filters=Filters(original_language=("tr",))) == []


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_results_are_walked_without_a_gap_or_a_repetition(sort: Sort) -> None:
    begin = timezone.now() - timedelta(days=1)
    dated = [(make_article(), begin - timedelta(hours=each // 3)) for each in range(45)]
    workflow.bring_in_all(dated, attested_as="synthetic")

    seen, cursor = [], ""
    while True:
        page = results("bridge", sort=sort, cursor=cursor)
        seen += [each.listing.article_id for each in page.found]
        if not (cursor := page.cursor):
            break

    assert len(seen) == len(set(seen)) == 45


def test_a_frequent_word_is_found_the_other_way_too(monkeypatch: pytest.MonkeyPatch) -> None:
    listings = [make_listing() for _each in range(3)]
    monkeypatch.setattr("articles.search.ranking.MOST", 2)

    page = results("bridge")

    assert {each.listing for each in page.found} == set(listings)
    assert page.is_bounded


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "price"},
        {"genre": "gossip"},
        {"kind": "x"},
        {"original-language": "xx"},
        {"year": "last"},
        {"year": "٢٠٢٤"},
        {"year": "0000"},
        {"from": "yesterday"},
        {"to": "2024-02-31"},
        {"from": "0001-01-01"},
        {"q": "x" * 10_001},
        {"section": "a b"},
        {"keyword": "'"},
        {"source": "../"},
    ],
)
def test_a_search_that_cannot_be_made_says_why(asked: dict[str, str]) -> None:
    with pytest.raises(BadSearchError):
        read_request(asked)

    response = Client().get("/search/", asked)

    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("cursor", ["x", "r1", "r1-x", "20260101T000000000000-1", "r" + "9" * 99 + "-1", "r١-٢"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    make_listing()

    assert Client().get("/search/", {"q": "bridge", "cursor": cursor}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00",
        "%00",
        "\ud800",
        "\udfff word",
        "a" * 8192,
        "(" * 4000,
        "'" * 300,
        '"' * 299,
        "& | ! <-> :*",
        "the",
        "-",
        "--",
        "-the",
        '"the"',
        "or or or",
        "!!!",
        "\\",
        "\\'",
        "a:b",
        "a <-> b",
        "٪",
        "الـ" * 50,
        "💩",
        "\u202e\u2066",
        "foo'bar",
        "%(x)s",
        "{}",
        "{{ 7*7 }}",
        "<b>bold</b>",
        "-" * 300,
        "a-" * 150,
        "1" * 300,
        "é" * 300,
        "http://x.y/" + "z" * 250,
    ],
)
def test_no_words_break_it(query: str) -> None:
    make_listing()
    raw = quote(query.encode("utf-8", "surrogatepass"))

    for sort in ("relevance", "newest"):
        response = Client().get(f"/search/?q={raw}&sort={sort}")
        assert response.status_code in (200, 400)


@pytest.mark.parametrize("query", ["-zzz", '-"zzz yyy"', "-zzz -yyy", "bridge OR -zzz", "-قمح"])
def test_nots_alone_are_refused_in_words(query: str) -> None:
    make_listing()

    for sort in ("relevance", "newest"):
        response = Client().get("/search/", {"q": query, "sort": sort})
        assert response.status_code == 400
        assert "add one." in response.content.decode()


@pytest.mark.parametrize("query", ["bridge -zzz", "re-opens", "-zzz bridge", "bridge -the"])
def test_a_not_beside_a_word_is_looked_for(query: str) -> None:
    listing = make_listing(headline="The bridge re-opens")

    assert found(query) == [listing]


def test_only_the_search_itself_is_hurried() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()

        assert Client().get("/search/?q=bridge").status_code == 200

        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before


def test_no_string_of_operators_breaks_it() -> None:
    make_listing()
    chance = random.Random(7)
    signs = [*"&|!()<>:*-'\"\\ %,.ab ", "<->", "OR", "and", "the", "by:", "\u0644", "\u0000"]

    for _each in range(100):
        with suppress(BadSearchError):
            results("".join(chance.choice(signs) for _sign in range(chance.randint(1, 60))))


def test_a_filter_tells_no_name_that_only_the_desk_uses() -> None:
    make_article(keywords=(make_keyword(name="Secret Person", slug="secret"),))

    text = Client().get("/search/?keyword=secret").content.decode()

    assert "Secret Person" not in text
    assert "Nothing was found" in text
