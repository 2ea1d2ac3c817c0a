"""The lines that stand before a body, as bytes."""

import re
import time
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.handlers import format_date_time

HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+: [\t\x20-\x7e\x80-\xff]*")


def head_of(status: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """The status line and the headers, each with its end of line; without Date, Connection and the empty line.

    Raises ValueError for what is no header, line breaks in it above all.
    """
    lines = [f"{name}: {value}" for name, value in headers]
    for line in lines:
        if not HEADER.fullmatch(line):
            raise ValueError(f"Not a header: {line.split(':')[0]!r}")
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", *lines)).encode("latin-1")


class Clock:
    """The last lines of a head, made once a second: the Date, whether the connection stays, and the empty line."""

    def __init__(self) -> None:
        self.second = 0
        self.stays = self.closes = b""

    def last_lines(self, *, stays: bool) -> bytes:
        second = int(time.time())
        if second != self.second:
            date = f"Date: {format_date_time(second)}\r\n".encode()
            self.stays = date + b"Connection: keep-alive\r\n\r\n"
            self.closes = date + b"Connection: close\r\n\r\n"
            self.second = second
        return self.stays if stays else self.closes


def refusal(status: int) -> bytes:
    """A whole answer that says `status` and nothing of what was asked, and ends the connection."""
    known = HTTPStatus(status)
    text = f"{known.phrase}\n".encode()
    headers = [
        ("Content-Type", "text/plain"),
        ("Content-Length", str(len(text))),
        ("Content-Security-Policy", "default-src 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    if known is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "2"))
    return head_of(f"{status} {known.phrase}", headers) + Clock().last_lines(stays=False) + text
