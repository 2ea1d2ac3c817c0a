"""A page cache before something that stands in Django's place, and what it answers."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

from newsroom.headers import FOR_READERS
from newsroom.page_cache import PageCache

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
