"""From the bytes of a head to a request, or to the status that refuses it: gunicorn's parser, and what it lets pass."""

from typing import Any
from urllib.parse import urlsplit

from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

HEAD_BYTES = 32 * 1024
STATUSES = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.UnsupportedTransferCoding: 501,
    errors.ExpectationFailed: 417,
    errors.InvalidHTTPVersion: 505,
}


class Refused(Exception):
    """What came in is no request that is served; `status` says so."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def end_of_head(received: bytearray, longest_line: int) -> int:
    """Where the first head in `received` ends, 0 as long as it doesn't; Refused as soon as it can't be one."""
    end = received.find(b"\r\n\r\n", 0, HEAD_BYTES)
    if end >= 0:
        return end + 4
    line = received.find(b"\r\n")
    if (line if line >= 0 else len(received)) > longest_line:
        raise Refused(414)
    if len(received) >= HEAD_BYTES:
        raise Refused(431)
    # Waited for, its end would never come: here every line ends with both characters.
    if received.count(b"\n") != received.count(b"\r\n"):
        raise Refused(400)
    return 0


def request_of(head: bytes, client: Any, cfg: Any) -> Request:
    """The request whose head is `head`."""
    try:
        request = Request(cfg, IterUnreader((head,)), client)
    except errors.ParseException as error:
        raise Refused(STATUSES.get(type(error), 400)) from None
    except (errors.NoMoreData, StopIteration, ValueError):
        raise Refused(400) from None
    names = [name for name, value in request.headers]
    # A body of unknown length would have to be read by the thread that answers. No browser sends any.
    if "TRANSFER-ENCODING" in names:
        raise Refused(411)
    if request.version > (1, 0) and "HOST" not in names:
        raise Refused(400)
    # One request for two hosts is read differently by whoever stands in front.
    if "://" in request.uri and not request.uri.startswith("/"):
        host = next((value for name, value in request.headers if name == "HOST"), "")
        if urlsplit(request.uri).netloc.lower() != host.lower():
            raise Refused(400)
    return request


def length_of(request: Request) -> int:
    """How many bytes of a body follow."""
    return int(request.body.reader.length)
