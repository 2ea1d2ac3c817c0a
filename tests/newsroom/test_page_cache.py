"""Readers' pages from memory: what goes in, and what comes out."""

from gzip import decompress as gunzip
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from newsroom.page_cache import known_query
from tests.newsroom.pages_kept import ARTICLE, TEXT, Site, ask, cache_of

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
