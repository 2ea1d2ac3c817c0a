"""Pages, feeds and data on their way to readers, in a quarter of the bytes."""

import gzip
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

# Below this a response fits one packet either way.
LEAST = 600
TEXTS = ("text/", "application/json", "application/feed+json", "application/ld+json", "application/opensearch", "+xml")
XML = "application/xml"
# Three times as quick as the best that brotli can do, for a few more bytes in a hundred.
BROTLI_QUALITY = 5


def compress(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware that compresses what anyone may read, as far as the browser takes it.

    Never what is for one person (`no-store`, or with a cookie): beside a secret, the length of a compressed page tells
    something of it (the BREACH attack).
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and _is_for_anyone(response) and _is_text(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            encoding = best_encoding(request.headers.get("Accept-Encoding", ""))
            if encoding and len(response.content) >= LEAST:
                _send_packed(response, encoding)
        return response

    return respond


def best_encoding(accepted: str) -> str:
    """The best that we speak, of what the header Accept-Encoding names: "br", "gzip" or ""."""
    names = set()
    for part in accepted.lower().split(","):
        name, *parameters = part.replace(" ", "").split(";")
        if not any(value.startswith("q=0") and not value.strip("q=0.") for value in parameters):
            names.add(name)
    return next((name for name in ("br", "gzip") if name in names), "")


def packed(text: bytes, encoding: str) -> bytes:
    """`text` in an encoding that `best_encoding` chose."""
    if encoding == "br":
        return bytes(brotli.compress(text, quality=BROTLI_QUALITY))
    return gzip.compress(text, 6, mtime=0) if encoding == "gzip" else text


def is_text(content_type: str) -> bool:
    """Whether what is of this media type grows smaller."""
    kind = content_type.partition(";")[0]
    return kind == XML or any(each in kind for each in TEXTS)


def _is_for_anyone(response: HttpResponse) -> bool:
    return "no-store" not in response.get("Cache-Control", "") and not response.cookies


def _is_text(response: HttpResponse) -> bool:
    return not response.has_header("Content-Encoding") and is_text(response.get("Content-Type", ""))


def _send_packed(response: HttpResponse, encoding: str) -> None:
    response.content = packed(response.content, encoding)
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
    etag = response.get("ETag", "")
    if etag and not etag.startswith("W/"):
        # The same text in other bytes (RFC 9110, 8.8.1).
        response["ETag"] = f"W/{etag}"
