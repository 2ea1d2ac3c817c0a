"""What tells each process that something changed for readers."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import Error, connection
from django.http import Http404, QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from articles.models import Publication, Source
from articles.site.furniture import furniture
from articles.watching import EVERYTHING, Watch, watch
from tests import factories
from tests.site.kinds import make_kinds

Connection = psycopg.Connection[Any]
# The lexicon is written with the listings whose words it holds; parts of pages are made from what is watched, and a
# redirect is no page.
UNWATCHED = {"articles_word", "articles_pagepart", "articles_voidpart", "articles_redirect"}


@pytest.fixture
def looking(committed_db: str) -> Iterator[Watch]:
    own = Watch()
    own.look()
    yield own
    own.close()


def rename(source: Source, by: Connection) -> None:
    by.execute("UPDATE articles_source SET name = name || '!' WHERE id = %s", [source.pk])


def test_each_change_is_told_once(looking: Watch) -> None:
    before = looking.generation
    source = factories.make_source()

    assert looking.look() == {f"source-{source.pk}"}
    assert looking.is_sure
    assert looking.generation == before + 1
    assert looking.look() == set()
    assert looking.generation == before + 1


def test_a_change_that_began_early_and_is_committed_late_is_told(looking: Watch, web_connection: Connection) -> None:
    early, late = factories.make_source(), factories.make_source()
    web_connection.execute("BEGIN")
    rename(early, by=web_connection)
    Source.objects.filter(pk=late.pk).update(name="Late")

    meanwhile = looking.look(), looking.look()
    web_connection.execute("COMMIT")

    assert meanwhile[0] >= {f"source-{late.pk}"}
    assert meanwhile[1] == set()
    assert looking.look() == {f"source-{early.pk}"}
    assert looking.look() == set()


def test_a_scheduled_article_is_told_of_when_its_moment_comes(looking: Watch, superuser_connection: Connection) -> None:
    listing = factories.make_listing()
    looking.look()
    # In the place of a wait: its moment is now, and nobody is told that the row was changed.
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute("UPDATE articles_listing SET published_at = clock_timestamp()")

    before = looking.generation

    assert looking.look() == {f"article-{listing.article_id}"}
    assert looking.generation == before + 1
    assert looking.look() == set()


def test_what_changed_while_the_database_was_out_of_reach_is_told_afterwards(
    looking: Watch, superuser_connection: Connection
) -> None:
    def cut_off() -> None:
        superuser_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ 'pg_snapshot_xmin' AND pid <> %s",
            [superuser_connection.info.backend_pid],
        )

    before = looking.generation
    cut_off()
    source = factories.make_source()

    with pytest.raises(Error):
        looking.look()
    assert (looking.is_sure, looking.generation) == (False, before + 1)
    assert looking.look() == {f"source-{source.pk}"}
    assert (looking.is_sure, looking.generation) == (True, before + 2)

    cut_off()
    with pytest.raises(Error):
        looking.look()
    assert looking.look() == set()
    # What was read meanwhile may have been read before a change that this look takes for long known.
    assert looking.generation == before + 4


def test_another_database_is_another_newsroom(looking: Watch) -> None:
    assert looking._oldest is not None
    looking._oldest += 1_000_000
    before = looking.generation

    assert looking.look() == EVERYTHING
    assert looking.generation == before + 1


def test_furniture_is_remembered_until_something_changes(committed_db: str) -> None:
    watch.start()
    try:
        assert watch.wait_until_sure(10)
        furniture()
        with CaptureQueriesContext(connection) as asked:
            names = {furniture().name for _time in range(5)}
        generation = watch.generation
        Publication.objects.update(name="The Bridge Post")
        while watch.generation == generation:
            watch.wait_until_sure(10)
        renamed = furniture().name
    finally:
        watch.stop()

    Publication.objects.update(name="Once More")

    # One more where a quarter of an hour began just then.
    assert len(asked) <= 1
    assert names == {"Newsroom"}
    assert (renamed, furniture().name) == ("The Bridge Post", "Once More")


class Recorded(QueryDict):
    """A query that says of which parameters it was asked."""

    def __init__(self, query: str) -> None:
        self.asked_for: set[str] = set()
        super().__init__(query)
        self.asked_for.clear()

    def __getitem__(self, key: str) -> Any:
        self.asked_for.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked_for.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.asked_for.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> list[Any]:
        self.asked_for.add(key)
        return super().getlist(key, default)


@pytest.mark.django_db
def test_pages_read_what_is_watched_and_what_they_say_they_read() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'readers_are_told_of_%'")
        watched = {table for (table,) in cursor.fetchall()}
    tables = set(connection.introspection.table_names())
    unwatched, unsaid = set(), set()
    for kind, address in make_kinds().items():
        path, _mark, query = address.partition("?")
        request = RequestFactory().get(path)
        request.resolver_match = view, parts, named = resolve(path if kind != "404" else "/about/nothing/")
        # Every page that pages through a list finds nothing there; what others say of themselves has a cursor nowhere.
        junk = "" if "cursor" in view.reads else "&cursor=junk"
        request.GET = asked = Recorded(f"{query}{junk}")  # type: ignore[assignment]
        status = 200
        with CaptureQueriesContext(connection) as queries:
            try:
                status = view(request, *parts, **named).status_code
            except Http404:
                status = 404
        read = {name for each in queries for name in re.findall(r'\b(?:FROM|JOIN) "?(\w+_\w+)"?', each["sql"])}
        unwatched |= {(kind, table) for table in read & tables - watched - UNWATCHED}
        unsaid |= {(kind, name) for name in asked.asked_for - {"cursor"} - view.reads.keys()}
        assert (status == 404) == (kind == "404"), kind

    assert unwatched == set()
    assert unsaid == set()
