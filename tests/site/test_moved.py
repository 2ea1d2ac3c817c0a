"""Old addresses lead on, and what is asked for in vain is counted without a word of who asked."""

import threading
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.test import Client

from articles import tasks, workflow
from articles.models import MissedAddress, Redirect
from articles.redirecting import add_all
from articles.site import missed
from tests.factories import make_editor, make_listing, make_section


@pytest.fixture(autouse=True)
def nothing_counted() -> Any:
    """Counts are this process's: none may come from another test, or go to one."""
    missed._counts.clear()
    yield
    missed._counts.clear()


@pytest.mark.django_db
def test_old_addresses_of_all_generations_lead_on() -> None:
    listing = make_listing()
    new = listing.get_absolute_url()
    olds = ["/politics/1234/slug.html", "/2013/05/06/old-slug/", "/أخبار/سوريا/", "/?p=123", "/story.php?id=9"]
    assert add_all([(old, new) for old in olds]) == []

    for asked in (
        "/Politics/1234/SLUG.html?utm_source=x",
        "/2013/05/06/old-slug/",
        "/2013/05/06/old-slug/feed/",
        "/2013//05/06/old-slug/",
        "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%d8%b3%d9%88%d8%b1%d9%8a%d8%a7",
        "/?utm_source=x&p=123",
        "/index.php?p=123",
        "/story.php?id=9",
    ):
        response = Client().generic("GET", asked)
        assert (response.status_code, response.headers.get("Location")) == (301, new), asked
        assert response.headers["Cache-Control"] == "no-cache"
        assert not response.cookies
    assert Client().head("/politics/1234/slug.html").status_code == 301
    assert Client().post("/politics/1234/slug.html").status_code == 404
    assert not missed._counts
    # Nobody keeps the front page for an address that may be made to lead on at any moment.
    assert Client().get("/?p=124").headers["Cache-Control"] == "no-cache"
    assert "s-maxage" in Client().get("/?utm_source=x").headers["Cache-Control"]

    workflow.take_down(listing.article, by=make_editor(), public_note="It was wrong.")

    assert Client().get("/?p=123", follow=True).status_code == 410


@pytest.mark.django_db
def test_the_feed_of_a_list_leads_to_the_feed_that_the_list_has_here() -> None:
    section = make_section().get_absolute_url()
    add_all([("/category/news/", section)])

    assert Client().get("/category/news/page/2/")["Location"] == section
    for asked in ("/category/news/feed/", "/category/news/feed", "/Category/News/Feed/atom/"):
        assert Client().get(asked)["Location"] == f"{section}feeds/latest.rss"


@pytest.mark.django_db
def test_a_live_page_wins_over_a_redirect() -> None:
    listing = make_listing()
    address = listing.get_absolute_url()
    add_all([(address, "/elsewhere/"), ("/latest/", "/elsewhere/")])

    assert Client().get(address).status_code == 200
    assert Client().get(address.rstrip("/"))["Location"] == address
    assert Client().get("/latest")["Location"] == "/latest/"

    workflow.take_down(listing.article, by=make_editor(), public_note="It was wrong.")

    assert Client().get(address).status_code == 410


@pytest.mark.django_db
def test_what_is_asked_for_costs_no_more_than_one_query_and_often_none(django_assert_num_queries: Any) -> None:
    reader = Client()
    reader.get("/")

    with django_assert_num_queries(2, info="the furniture, and the redirect"):
        assert reader.get("/nowhere/at/all/").status_code == 404
    with django_assert_num_queries(1, info="a preview's secret is no old address"):
        assert reader.get("/preview/a-secret/of/some-length/").status_code == 404
    for own in (
        f"/{settings.ADMIN_PATH}",
        f"/{settings.ADMIN_PATH.upper()}/x",
        "/media/old.jpg",
        "/static/x",
        "/healthz/x",
    ):
        reader.get(own)
    assert list(missed._counts) == ["/nowhere/at/all"]
    with connection.execute_wrapper(counting := Queries()):
        reader.get("/")
        plain = counting.number
        reader.get("/?utm_source=x&page=2")
        assert counting.number == 2 * plain
        assert reader.get("/?p=5").status_code == 200
        assert counting.number == 3 * plain + 1


class Queries:
    number = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.number += 1
        return execute(*args)


@pytest.mark.django_db
def test_an_old_address_is_found_by_the_index() -> None:
    Redirect.objects.bulk_create([Redirect(old=f"/old/{number}", new="/latest/") for number in range(2_000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_redirect")

    plan = Redirect.objects.filter(old="/old/77").values_list("new").explain()

    assert "Index Scan" in plan


# --- Counted -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/wp-login.php", "/xmlrpc.php", "/.env", "/.git/config", "/wp-admin", "/blog/wp-admin/setup", "/any/thing.php",
        "/wp-includes/x.js", "/cgi-bin/test", "/wp-content/plugins/x", "/favicon.ico", "/.well-known/x",
        "/unsubscribe/reader@example.org", "/backup.sql", "/story.php", "",
    ],
)  # fmt: skip
def test_the_noise_of_machines_is_not_counted(path: str) -> None:
    missed.note(path)

    assert not missed._counts


def test_a_flood_is_counted_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "SECONDS", float("inf"))
    missed.note("/real")
    for number in range(3 * missed.MOST_AT_ONCE):
        missed.note(f"/random/{number}")
    missed.note("/real")

    assert len(missed._counts) == missed.MOST_AT_ONCE
    assert missed._counts["/real"] == 2


def test_counts_of_all_processes_and_threads_add_up(committed_db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missed, "SECONDS", 0)
    reader = Client()

    def ask() -> None:
        try:
            for _time in range(25):
                Client().get("/gone/?q=private", headers={"user-agent": "Secret", "referer": "https://secret.example/"})
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    missed.write_down()

    assert list(MissedAddress.objects.values_list("path", "times", "is_dismissed")) == [("/gone", 100, False)]

    # The table takes so many; those it knows are counted on.
    monkeypatch.setattr(missed, "MOST_KEPT", 3)
    for path in ("/a", "/b", "/c", "/d", "/gone"):
        missed._counts[path] += 1
    missed.write_down()
    assert MissedAddress.objects.count() == 3
    assert MissedAddress.objects.get(path="/gone").times == 101

    # What another process keeps locked waits for the next time; the page doesn't.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [missed.LOCK])
        other = threading.Thread(target=lambda: (missed.note("/gone"), connections.close_all()))
        other.start()
        other.join()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [missed.LOCK])
    assert missed._counts == {"/gone": 1}

    def fail(counts: dict[str, int]) -> bool:
        raise DatabaseError("gone")

    monkeypatch.setattr(missed, "_write", fail)
    assert reader.get("/gone/").status_code == 404
    assert missed._counts == {"/gone": 2}


@pytest.mark.django_db
def test_the_least_asked_for_are_dropped_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MISSED_KEPT", 2)
    for path, times, day in [("/often", 9, "2020-01-01"), ("/old", 1, "2025-01-01"), ("/new", 1, "2026-01-01")]:
        MissedAddress.objects.create(path=path, times=times, last_on=day)

    assert tasks.forget_missed.call() == 1

    assert set(MissedAddress.objects.values_list("path", flat=True)) == {"/often", "/new"}
