"""Readers' pages from memory: made once for all who ask, and never shown after a change for readers."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from articles import workflow
from articles.models import Keyword, Publication
from articles.watching import Watch
from newsroom.page_cache import PageCache
from tests import factories
from tests.newsroom.pages_kept import ARTICLE, TEXT, Got, Site, ask, cache_of


class SlowSite(Site):
    """Takes its text when asked, and answers when told to."""

    def __init__(self, *statuses: str) -> None:
        super().__init__()
        self.statuses = list(statuses)
        self.entered = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.now = self.most_at_once = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        text, site = self.text, Site()
        self.now += 1
        self.most_at_once = max(self.most_at_once, self.now)
        self.asked.append(environ)
        site.status = self.statuses.pop(0) if self.statuses else "200 OK"
        self.entered.release()
        assert self.go.acquire(timeout=10)
        self.now -= 1
        site.text = text
        return site(environ, start_response)


@contextmanager
def readers(cache: PageCache) -> Iterator[Callable[[], Future[Got]]]:
    with ThreadPoolExecutor(8) as pool:
        yield lambda: pool.submit(ask, cache, ARTICLE)


def test_a_page_that_many_ask_for_is_made_once() -> None:
    site = SlowSite()
    cache = cache_of(site)
    with readers(cache) as reader:
        asked = [reader() for _number in range(8)]
        assert site.entered.acquire(timeout=10)

        is_made_twice = site.entered.acquire(timeout=0.2)
        site.go.release(8)

        assert [each.result().body for each in asked] == [TEXT.encode()] * 8
    assert not is_made_twice
    assert len(site.asked) == 1


def test_what_was_begun_before_a_change_is_for_nobody_who_asks_after_it() -> None:
    site = SlowSite()
    cache = cache_of(site)
    with readers(cache) as reader:
        before = reader()
        assert site.entered.acquire(timeout=10)
        site.text = "Corrected"
        cache.watch.generation += 1
        after = reader()
        assert site.entered.acquire(timeout=10)
        site.go.release(2)
        # Whichever ends last.
        assert (before.result().body, after.result().body) == (TEXT.encode(), b"Corrected")

    site.text = "Once more"

    assert ask(cache, ARTICLE).body == b"Corrected"


def test_what_is_made_later_than_what_came_after_it_does_not_take_its_place() -> None:
    old, new = Site(), Site()
    new.text = "Corrected"

    def overtaken(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """While the first is being made something changes, and somebody who asks then is answered first."""
        if cache.watch.generation > 1:
            return new(environ, start_response)
        cache.watch.generation += 1
        assert ask(cache, ARTICLE).body == b"Corrected"
        return old(environ, start_response)

    cache = cache_of(overtaken)

    assert ask(cache, ARTICLE).body == TEXT.encode()
    assert ask(cache, ARTICLE).body == b"Corrected"


def test_after_a_failure_they_try_one_after_another() -> None:
    site = SlowSite("500 Internal Server Error", "500 Internal Server Error")
    cache = cache_of(site)
    with readers(cache) as reader:
        asked = [reader() for _number in range(4)]
        site.go.release(8)
        found = sorted(each.result().status for each in asked)

    assert found == [200, 200, 500, 500]
    assert (site.most_at_once, len(site.asked)) == (1, 3)


def test_what_is_known_is_void_once_something_is_new_and_silent_while_nothing_is_sure() -> None:
    site = Site()
    cache = cache_of(site)
    ask(cache, ARTICLE)

    site.text = "Corrected"
    cache.watch.generation += 1
    corrected = [ask(cache, ARTICLE).body for _time in range(2)]
    site.text = "From the database"
    cache.watch.is_sure, cache.watch.sure_until = False, 0.0
    unsure = [ask(cache, ARTICLE).body for _time in range(2)]

    assert corrected == [b"Corrected"] * 2
    assert unsure == [b"From the database"] * 2
    assert len(site.asked) == 4


# --- With the database -----------------------------------------------------------------------------


@pytest.fixture
def live(committed_db: str) -> Iterator[PageCache]:
    """The real site behind its memory, on a database of its own."""
    watch = Watch()
    watch.start()
    assert watch.wait_until_sure(10)
    yield PageCache(WSGIHandler(), watch, 2**20)
    watch.stop()


def until(is_so: Callable[[], bool]) -> None:
    """The watch looks again and again: somewhat later it is so."""
    moment = threading.Event()
    for _time in range(1_000):
        if is_so():
            return
        moment.wait(0.01)
    pytest.fail("It never came to that.")


def test_what_an_editor_changes_is_gone_from_memory(live: PageCache) -> None:
    keyword = factories.make_keyword(name="Aleppo")
    listing = factories.make_listing(keywords=(keyword,))
    editor, path = factories.make_editor(), listing.get_absolute_url()

    def shows(words: str) -> bool:
        got = ask(live, path)
        assert got == ask(live, path)
        return words in got.body.decode()

    until(lambda: shows("Aleppo"))
    assert len(live.pages) == 1
    Keyword.objects.filter(pk=keyword.pk).update(name="Halab")
    until(lambda: shows("Halab"))
    Publication.objects.update(name="The Bridge Post")
    until(lambda: shows("The Bridge Post"))
    workflow.take_down(listing.article, by=editor, public_note="It was wrong.")
    until(lambda: ask(live, path).status == 410)
    assert len(live.pages) == 0


def test_a_page_that_was_kept_is_not_shown_once_the_database_is_gone(live: PageCache, databases: Any) -> None:
    path = factories.make_listing().get_absolute_url()
    until(lambda: ask(live, path).status == 200)

    databases.cluster.drop(live.watch._connection.settings_dict["NAME"])
    until(lambda: not live.watch.is_sure)
    got = ask(live, path)

    assert got.status == 503
    assert got.headers["Retry-After"] == "10"
    assert got.headers["Cache-Control"] == "no-cache"
    assert "database" in got.body.decode()
