"""Which come first, in what order one pages, and that no search does more work than another."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Listing
from articles.search import BadSearchError, Filters, Request, Results, Sort, edges, ranking, search
from tests.factories import make_article, make_keyword, make_listing

pytestmark = pytest.mark.django_db
NOBODY = Filters()


def results(query: str, sort: Sort = "relevance", cursor: str = "", filters: Filters = NOBODY) -> Results:
    return search(Request(query, filters, sort, cursor))


def found(query: str, sort: Sort = "relevance", filters: Filters = NOBODY) -> list[Listing]:
    return [each.listing for each in results(query, sort, filters=filters).found]


def days_ago(days: float) -> dict[str, Any]:
    return {"published_at": timezone.now() - timedelta(days=days)}


def test_headline_before_standfirst_before_text_before_original_whatever_their_age() -> None:
    plainly: dict[str, Any] = {"headline": "News", "standfirst": "News.", "body": "<p>News.</p>"}
    in_text = make_listing(**plainly | {"body": "<p>A harbour.</p>"}, **days_ago(1))
    in_standfirst = make_listing(**plainly | {"standfirst": "A harbour."}, **days_ago(30))
    in_headline = make_listing(**plainly | {"headline": "A harbour opens"}, **days_ago(900))
    typed = make_listing(**plainly | {"headline": "The harbour"}, **days_ago(2000))

    assert found("harbour") == [in_headline, typed, in_standfirst, in_text]
    assert found("The Harbour!")[0] == typed


def test_words_in_a_row_come_before_words_far_apart() -> None:
    apart = make_listing(body=f"<p>A grain {'of something else ' * 30} silo.</p>", **days_ago(1))
    nearby = make_listing(body=f"<p>A grain silo {'of something else ' * 30}.</p>", **days_ago(20))

    assert found("grain silo") == [nearby, apart]
    assert found('"grain silo"') == [nearby]


def test_no_phrase_runs_from_one_part_of_a_text_into_the_next() -> None:
    make_listing(headline="A grain", standfirst="Silo burns.", body="<p>At night.</p>")

    assert found('"grain silo"') == found('"burns at night"') == []


def test_recent_comes_first_where_all_else_is_equal() -> None:
    old, new = (make_listing(headline="Wheat arrives", **days_ago(days)) for days in (700, 3))

    assert found("wheat") == [new, old]


def test_what_is_filed_under_a_name_comes_before_what_mentions_it() -> None:
    keyword = make_keyword(name="Qunaytra")
    mentions = make_listing(body="<p>On the road to Qunaytra.</p>", **days_ago(1))
    filed = make_listing(body="<p>On the road.</p>", keywords=(keyword,), **days_ago(300))

    assert found("Qunaytra") == [filed, mentions]


def test_of_very_many_an_old_headline_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST", 3)
    monkeypatch.setattr(edges, "FIRST_WINDOW", 2)
    old = make_listing(headline="Harbour reopens", **days_ago(2500))
    older = make_listing(headline="The long way to a harbour", **days_ago(2600))
    several = [make_listing(body="<p>A harbour.</p>", **days_ago(day)) for day in range(1, 9)]

    page = results("harbour")

    assert page.is_bounded
    assert [each.listing for each in page.found][:2] == [old, older]
    assert len(page.found) == 5
    assert found("harbour", "newest") == several[:3]


def test_a_phrase_is_looked_for_beyond_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST", 2)
    for day in range(1, 6):
        make_listing(body="<p>A silo without grain.</p>", **days_ago(day))
    last = make_listing(body="<p>A grain silo.</p>", **days_ago(90))

    seen, cursor, pages = [], "", 0
    while cursor or not pages:
        page = results('"grain silo"', "newest", cursor)
        seen += [each.listing for each in page.found]
        cursor, pages = page.cursor, pages + 1

    assert seen == [last]
    assert pages == 4


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_paging_neither_drifts_nor_repeats_while_things_are_published(
    sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "READ_WHOLE", 30)
    begin = timezone.now() - timedelta(days=1)
    dated = [(make_article(), begin - timedelta(days=each * 40)) for each in range(45)]
    workflow.bring_in_all(dated, attested_as="synthetic")
    first = results("bridge", sort)
    make_listing(headline="The bridge, the bridge and the bridge", **days_ago(0))
    make_listing(headline="Else", standfirst="Else.", body="<p>Beside a bridge.</p>", **days_ago(0))

    second = results("bridge", sort, first.cursor)
    third = results("bridge", sort, second.cursor)

    seen = [each.listing.pk for page in (first, second, third) for each in page.found]
    assert {article.pk for article, _moment in dated} <= set(seen)
    assert len(seen) == len(set(seen)) == 45 + 2 * (sort == "oldest")


def test_facets_count_all_that_is_found_and_not_one_page() -> None:
    dated = [(make_article(genre="opinion" if each % 3 else "news"), timezone.now()) for each in range(30)]
    workflow.bring_in_all(dated, attested_as="synthetic")

    for sort in ("relevance", "newest", "oldest"):
        page = results("bridge", sort)
        counts = {value.value: value.count for facet in page.facets if facet.name == "genre" for value in facet.values}
        assert counts == {"opinion": 20, "news": 10}
        assert (page.count, page.is_bounded) == (30, False)


def test_beside_a_value_that_is_on_others_can_be_chosen() -> None:
    dated = [(make_article(genre="opinion" if each % 3 else "news"), timezone.now()) for each in range(6)]
    workflow.bring_in_all(dated, attested_as="synthetic")

    for query in ("bridge", "", "-nothing"):
        page = results(query, filters=Filters(genre=("news",)))
        [genres] = [facet for facet in page.facets if facet.name == "genre"]
        assert page.count == 2
        shown = {(value.value, value.count, value.is_on) for value in genres.values}
        assert ("news", 2, True) in shown
        assert (("opinion", 4, False) in shown) is (query != "-nothing")
    both = results("bridge", filters=Filters(genre=("news", "opinion")))
    assert both.count == 6


def test_days_narrow_to_the_day_where_the_publication_is() -> None:
    listing = make_listing(**days_ago(400))
    other = make_listing(**days_ago(402))
    make_listing(**days_ago(398))
    day = timezone.localdate(listing.published_at)

    for query in ("bridge", ""):
        for sort in ("relevance", "newest", "oldest"):
            assert found(query, sort, Filters(from_day=day, to_day=day)) == [listing]
    assert found(other.edition.headline, filters=Filters(from_day=day, to_day=day)) == []
    assert found(f"bridge after:{day} before:{day + timedelta(days=1)}") == [listing]


@pytest.mark.parametrize("cursor", ["r1-2", "r999999999999999999-1-1", "20261301T000000000000-1", "\x00", "r-1-1-1"])
def test_a_cursor_of_another_kind_is_refused_in_words(cursor: str) -> None:
    make_listing()

    for sort in ("relevance", "newest", "oldest"):
        with pytest.raises(BadSearchError):
            results("bridge", sort, cursor)


def test_a_search_asks_the_database_as_often_for_much_as_for_little() -> None:
    make_listing()
    results("bridge")
    with CaptureQueriesContext(connection) as few:
        results("bridge")
    dated = [(make_article(), timezone.now()) for _each in range(25)]
    workflow.bring_in_all(dated, attested_as="synthetic")

    with CaptureQueriesContext(connection) as many:
        results("bridge")

    assert len(many) <= len(few) + 1
