"""Pages on their way to readers."""

import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from newsroom.compression import compress

PAGE = "The bridge opens again. " * 100


def sent(response: HttpResponse, accepted: str) -> HttpResponse:
    def respond(request: HttpRequest) -> HttpResponse:
        return response

    return compress(respond)(RequestFactory().get("/", headers={"accept-encoding": accepted}))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", ""), ("", "")],
)
def test_text_is_compressed_as_the_browser_takes_it(accepted: str, encoding: str) -> None:
    response = sent(HttpResponse(PAGE, headers={"ETag": '"one"'}), accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert response.get("Content-Encoding", "") == encoding
    assert unpack(response.content).decode() == PAGE
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == ('W/"one"' if encoding else '"one"')


def test_what_is_for_one_person_or_packed_already_goes_as_it_is() -> None:
    private = HttpResponse(PAGE, headers={"Cache-Control": "private, no-store"})
    with_cookie = HttpResponse(PAGE)
    with_cookie.set_cookie("session", "secret")
    picture = HttpResponse(PAGE, content_type="image/avif")
    packed = HttpResponse(PAGE, headers={"Content-Encoding": "br"})

    for response in (private, with_cookie, picture, packed):
        assert sent(response, "br").content == PAGE.encode()


@pytest.mark.django_db
def test_the_site_compresses_and_the_desk_does_not() -> None:
    accepted = {"accept-encoding": "br"}

    assert Client().get("/latest/", headers=accepted)["Content-Encoding"] == "br"
    assert "Content-Encoding" not in Client().get("/admin/login/", headers=accepted)
