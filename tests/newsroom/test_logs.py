"""The server's log holds nothing of those who ask, whatever they send."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from gunicorn.config import Config

from newsroom.logs import DiscreetLogger
from tests.fixtures.browsers import LiveSite

MALFORMED = [
    b"SECRET\x00WORD / HTTP/1.1\r\n\r\n",
    b"GET /secretword HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET /secretword HTTP/1.1\r\nHost: localhost\r\nsecret word: x\r\n\r\n",
    b"GET /" + b"secretword" * 1000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /secretword HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: secretword\r\n\r\n",
    b"GET /secretword HTTP/1.1\r\nHost: secretword.example\r\n\r\n",
    b"POST /secretword/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
]


def answer(site: LiveSite, request: bytes) -> bytes:
    """The first bytes that `site` answers to `request`."""
    with socket.create_connection(("127.0.0.1", urlsplit(site.url).port or 80), timeout=30) as connection:
        connection.sendall(request)
        return connection.recv(200)


def test_a_malformed_request_is_refused_and_not_written_down(live_site: LiveSite, live_data_dir: Path) -> None:
    answers = [answer(live_site, request).split(b" ")[1][:1] for request in MALFORMED]

    log = (live_data_dir / f"live-{urlsplit(live_site.url).port}.log").read_text(errors="replace")
    assert set(answers) <= {b"4", b"5"}
    assert "127.0.0.1" not in log
    assert "secret" not in log.lower()
    assert "Invalid request" not in log


def test_a_fault_of_ours_is_written_down_without_the_address_asked_for(caplog: pytest.LogCaptureFixture) -> None:
    logger = DiscreetLogger(Config())
    logger.error_log.propagate = True

    logger.exception("Error handling request %s %s", "GET", "/search/?q=secret")
    logger.warning("Invalid request from ip=192.0.2.7: secret")
    logger.warning("The disk is full.")

    logger.error_log.propagate = False
    assert [record.getMessage() for record in caplog.records] == ["Error handling request", "The disk is full."]
