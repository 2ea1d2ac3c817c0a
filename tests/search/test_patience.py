"""How long a search may take, and how often it asks the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.search.patience import SearchTooLongError, patience_for_each, rows
from articles.search.stems import lexemes
from tests.factories import make_article, make_keyword, make_listing, make_source

# What stands beside a search on its page is asked for in one statement.
MOST_STATEMENTS = 5


@pytest.mark.usefixtures("committed_db")
def test_a_statement_that_takes_too_long_is_given_up_and_no_other_is_bounded_by_it() -> None:
    with pytest.raises(SearchTooLongError), patience_for_each(20):
        rows("SELECT pg_sleep(10)", [])
    with patience_for_each(5_000):
        inside = rows("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')", [])

    assert inside == [("5s", "off")]
    assert rows("SELECT current_setting('statement_timeout'), current_setting('enable_seqscan')", []) == [("0", "on")]


@pytest.mark.usefixtures("committed_db")
def test_a_page_of_results_asks_five_times_at_most() -> None:
    aleppo, outlet = make_keyword(name="Aleppo", kind="place"), make_source(slug="ufuk")
    for number in range(22):
        make_listing(headline=f"Aleppo {number}", keywords=(aleppo,), source=outlet, genre="opinion")
    make_article()
    lexemes(("english", word) for word in ("aleppo", "bridge"))
    addresses = (
        "/search/?q=aleppo",
        "/search/?q=bridge+source:ufuk",
        '/search/?q="the+bridge"&source=ufuk&genre=opinion&sort=relevance',
        "/search/?keyword=aleppo&sort=oldest",
        "/search/suggestions.json?q=alep",
    )

    for address in addresses:
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        assert len(queries) <= MOST_STATEMENTS, (address, len(queries))
