"""Readers' pages from memory: what goes in, what comes out, and that no change for readers is ever missed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from gzip import decompress as gunzip
from io import BytesIO
from typing import Any, NamedTuple

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles import workflow
from articles.models import Keyword, Publication
from articles.watching import Watch
from newsroom.headers import FOR_READERS
from newsroom.page_cache import PageCache, known_query
from tests import factories

ARTICLE = "/2026/11/03/bridge/"
TEXT = "<p>The bridge opens again.</p>" * 100


class Quiet:
    """A watch that is sure, and finds nothing new until it is told."""

    is_running = is_sure = True
    generation = 1
    sure_until = float("inf")

    def wait_until_sure(self, seconds: float) -> bool:
        return self.is_sure


class Site:
    """In Django's place: answers each request with `text`, and keeps what it was asked."""

    def __init__(self, status: str = "200 OK", **headers: str) -> None:
        self.status, self.text = status, TEXT
        given = {"Content-Type": "text/html", "Cache-Control": FOR_READERS, "Vary": "Accept-Encoding"}
        self.headers = given | {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        text = self.text.encode()
        start_response(self.status, [*self.headers.items(), ("Content-Length", str(len(text)))])
        return [text]


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Any, path: str, query: str = "", method: str = "GET", **headers: str) -> Got:
    started: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    } | {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    chunks = application(environ, lambda *given: started.append(given))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return Got(int(started[0][0][:3]), dict(started[0][1]), body)


def cache_of(site: Any, most_bytes: int = 2**20) -> PageCache:
    return PageCache(site, Quiet(), most_bytes)


# --- What goes in --------------------------------------------------------------------------------


def test_ten_thousand_junk_queries_cost_one_render_and_no_memory() -> None:
    site = Site()
    cache = cache_of(site)
    ask(cache, ARTICLE)
    before = cache.pages.bytes

    for number in range(10_000):
        assert ask(cache, ARTICLE, f"utm={number}&fbclid=x{number}").status == 200

    assert len(site.asked) == len(cache.pages) == 1
    assert len(cache.pages.known) == 1
    assert cache.pages.bytes == before


def test_a_page_is_made_from_nothing_but_its_address() -> None:
    site = Site()
    strange = {"accept_language": "ar", "x_forwarded_host": "evil.example", "cookie": "theirs=1", "user_agent": "x"}

    ask(cache_of(site), "/search/", "junk=1&sort=newest&q=a&q=b&year=2026&year=2025", referer="http://x/", **strange)

    environ = site.asked[0]
    assert environ["QUERY_STRING"] == "q=b&sort=newest&year=2026&year=2025"
    assert {name for name in environ if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert environ["HTTP_HOST"] == "localhost:8000"


@pytest.mark.parametrize(
    "site",
    [
        Site("404 Not Found"),
        Site("410 Gone"),
        Site("301 Moved Permanently", Location="/x/"),
        Site("500 Internal Server Error"),
        Site("503 Service Unavailable"),
        Site(Set_Cookie="session=1"),
        Site(Vary="Accept-Encoding, Cookie"),
        Site(Cache_Control="private, no-store"),
        Site(Cache_Control="no-cache"),
        Site(Cache_Control="public, max-age=60"),
    ],
    ids=lambda site: f"{site.status} {site.headers}",
)
def test_what_is_no_page_for_everybody_is_never_kept(site: Site) -> None:
    cache = cache_of(site)
    before = len(site.asked)

    first, second = ask(cache, ARTICLE), ask(cache, ARTICLE)

    assert str(first.status) == site.status[:3]
    assert (first.body, second.body) == (TEXT.encode(), TEXT.encode())
    assert len(site.asked) - before >= 2
    assert len(cache.pages) == 0
    if first.status != 200:
        # An old address may be told from another by what is strange to the page.
        ask(cache, ARTICLE, "p=123")
        assert site.asked[-1]["QUERY_STRING"] == "p=123"


@pytest.mark.parametrize(
    ("path", "request_"),
    [
        (ARTICLE, {"method": "POST"}),
        (ARTICLE, {"method": "BREW"}),
        (ARTICLE, {"cookie": "theirs=1; session=2"}),
        (ARTICLE, {"cookie": "csrf=2"}),
        (ARTICLE, {"host": "evil.example"}),
        ("/admin/", {}),
        ("/preview/secret/", {}),
        ("/healthz", {}),
        ("/media/photos/x.jpg", {}),
        ("/nowhere/", {}),
        ("/2026/11/03/bri\xffdge/", {}),
    ],
)
def test_what_is_not_for_everybody_is_django_s_alone(path: str, request_: dict[str, str]) -> None:
    site = Site()
    cache = cache_of(site)
    ask(cache, ARTICLE)
    site.text = "For them"

    assert ask(cache, path, **request_).body == b"For them"
    assert ask(cache, path, "x=1", **request_).body == b"For them"
    assert site.asked[-1]["QUERY_STRING"] == "x=1"
    assert len(cache.pages) == 1


def test_a_public_site_answers_from_memory_over_tls_alone(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Site()
    cache = cache_of(site)

    for _again in range(2):
        ask(cache, ARTICLE, x_forwarded_proto="https")
        ask(cache, ARTICLE)

    assert [environ["wsgi.url_scheme"] for environ in site.asked] == ["https", "http", "http"]


def test_a_flood_of_searches_pushes_out_only_itself() -> None:
    site = Site()
    cache = cache_of(site, most_bytes=200_000)

    for number in range(200):
        ask(cache, "/", f"utm={number}")
        ask(cache, "/latest/")
        ask(cache, "/search/", f"q=word{number}")

    assert sorted(environ["PATH_INFO"] for environ in site.asked) == ["/", "/latest/", *["/search/"] * 200]
    assert cache.pages.bytes <= 200_000
    assert len(cache.pages.known) <= len(cache.pages)


READS = {"cursor": False, "keyword": True}


@given(st.lists(st.tuples(st.sampled_from(["cursor", "keyword", "junk", "Cursor", "é"]), st.text(max_size=5))))
def test_a_canonical_query_says_what_a_view_reads_and_no_more(pairs: list[tuple[str, str]]) -> None:
    asked = QueryDict(mutable=True)
    for name, value in pairs:
        asked.appendlist(name, value.encode(errors="replace").decode())

    canonical = known_query(asked, READS)

    read = QueryDict(canonical)
    assert read.get("cursor") == asked.get("cursor")
    assert read.getlist("keyword") == list(dict.fromkeys(asked.getlist("keyword")))
    assert set(read) <= set(READS)
    assert known_query(read, READS) == canonical


# --- What comes out ------------------------------------------------------------------------------


def test_each_encoding_is_the_same_text_under_a_mark_of_its_own() -> None:
    site = Site(Surrogate_Key="article-1 site")
    cache = cache_of(site)

    got = {name: ask(cache, ARTICLE, accept_encoding=name) for name in ("br", "gzip", "", "br;q=0, gzip")}

    unpacked = {"br": brotli.decompress, "gzip": gunzip, "": bytes}
    for each in got.values():
        assert unpacked[each.headers.get("Content-Encoding", "")](each.body) == TEXT.encode()
        assert each.headers["Content-Length"] == str(len(each.body))
        assert (each.headers["Vary"], each.headers["Surrogate-Key"]) == ("Accept-Encoding", "article-1 site")
    marks = [got[name].headers["ETag"] for name in ("br", "gzip", "")]
    assert len(set(marks)) == 3
    assert all(mark.startswith('"') for mark in marks)
    assert got["gzip"] == got["br;q=0, gzip"]
    assert len(site.asked) == 1


def test_the_server_gets_at_once_what_a_thread_would_answer() -> None:
    site = Site()
    cache = cache_of(site)
    ask(cache, ARTICLE)

    at_once = cache.at_once(
        {"PATH_INFO": ARTICLE, "REQUEST_METHOD": "GET", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http"}
    )

    assert at_once is not None
    head, body = at_once
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"Content-Length: {len(TEXT)}\r\n".encode() in head
    assert body == TEXT.encode()


DAY, OTHER_DAY = "Tue, 03 Nov 2026 10:00:00 GMT", "Mon, 02 Nov 2026 10:00:00 GMT"
LATER = "Wed, 04 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"if_none_match": "MARK"}, 304),
        ({"if_none_match": "W/MARK"}, 304),
        ({"if_none_match": '"a", W/"b", MARK'}, 304),
        ({"if_none_match": "*"}, 304),
        ({"if_none_match": '"other"'}, 200),
        ({"if_none_match": "nonsense"}, 200),
        ({"if_modified_since": DAY}, 304),
        ({"if_modified_since": OTHER_DAY}, 200),
        # What was withdrawn since may have been the newest.
        ({"if_modified_since": LATER}, 200),
        ({"if_modified_since": "nonsense"}, 200),
        ({"if_none_match": '"other"', "if_modified_since": DAY}, 200),
        ({"if_match": "MARK"}, 200),
        ({"if_match": "*"}, 200),
        ({"if_match": '"other"'}, 412),
        ({"if_match": "W/MARK"}, 412),
        ({"if_unmodified_since": LATER}, 200),
        ({"if_unmodified_since": OTHER_DAY}, 412),
        ({"if_unmodified_since": "nonsense"}, 200),
        ({"if_match": "MARK", "if_none_match": "MARK"}, 304),
        ({"range": "bytes=0-3"}, 200),
        ({"range": "bytes=0-3", "if_range": "MARK"}, 200),
    ],
    ids=str,
)
def test_whoever_has_the_page_is_not_sent_it_again(asked: dict[str, str], status: int) -> None:
    cache = cache_of(Site(Last_Modified=DAY))
    whole = ask(cache, ARTICLE)
    mark = whole.headers["ETag"]

    # Once while the request is new to the cache, and once more at once.
    for _again in range(2):
        headers = {name: value.replace("MARK", mark) for name, value in asked.items()}
        got = ask(cache, ARTICLE, user_agent="x", **headers)
        head = ask(cache, ARTICLE, method="HEAD", **headers)

        assert (got.status, head.status, head.body) == (status, status, b"")
        assert head.headers == got.headers
        if status == 304:
            assert got.headers == {name: whole.headers[name] for name in ("Cache-Control", "ETag", "Vary")}
        assert got.body == (whole.body if status == 200 else b"")


# --- One render for all, and none for who comes after a change -----------------------------------


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
