"""A request in the hands of a thread: the application is run, and what it says goes to the connection."""

import logging
import select
import socket
import time
from typing import Any

from gunicorn.http.body import Body, LengthReader
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader, SocketUnreader
from gunicorn.http.wsgi import Response

from newsroom.serving.connection import Connection, FilePart
from newsroom.serving.heads import Clock, head_of, refusal

logger = logging.getLogger("gunicorn.error")

# Where so much of an answer is there and more is being made, its thread waits for the other side …
AHEAD = 1024 * 1024
# … which may take or send nothing at all for so long (seconds),
STALLED = 10.0
# and sends a body, when that time is over, with so many bytes a second at least.
SLOWEST = 8 * 1024
# Who went away before a thread had time for them is answered for so long (seconds): some close their half early.
MISSED = 1.0


class Outlet:
    """What gunicorn's writer of answers takes for a socket."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.pieces: list[bytes] = []
        self.size = 0

    def sendall(self, data: bytes) -> None:
        if self.size > AHEAD and not self.send():
            while not self.connection.send_rest():
                wait_for(self.connection.socket, select.POLLOUT)
        self.pieces.append(data)
        self.size += len(data)

    def sendfile(self, file: Any, offset: int = 0, count: int = 0) -> None:
        self.send()
        self.connection.to_send.append(FilePart(file.fileno(), offset, count))

    def send(self) -> bool:
        pieces, self.pieces, self.size = self.pieces, [], 0
        return self.connection.send(*pieces)


class Incoming:
    """What gunicorn's reader of bodies takes for a socket: a large body, read by the thread that needs it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.began_at = time.monotonic()
        self.read = 0

    def recv(self, size: int) -> bytes:
        received = self.connection.received
        if not received:
            wait_for(self.connection.socket, select.POLLIN)
            self.connection.receive()
        data = bytes(received[:size])
        del received[:size]
        self.read += len(data)
        if self.read < (time.monotonic() - self.began_at - STALLED) * SLOWEST:
            raise TimeoutError("A body comes in too slowly.")
        return data


def wait_for(of: socket.socket, event: int) -> None:
    waiting = select.poll()
    waiting.register(of, event)
    if not waiting.poll(STALLED * 1000):
        raise TimeoutError("The other side stalls.")


class Reply(Response):
    """Gunicorn's writer of an answer, but for the head: what serves the site, and in which version, isn't in it."""

    clock = Clock()
    headers_sent: bool

    def send_headers(self) -> None:
        if self.headers_sent:
            return
        headers = [*self.headers, ("Transfer-Encoding", "chunked")] if self.chunked else self.headers
        self.sock.sendall(head_of(self.status, headers) + self.clock.last_lines(stays=not self.should_close()))
        self.headers_sent = True


class Job:
    """A request, and what becomes of it."""

    def __init__(self, connection: Connection, request: Request, environ: dict[str, Any], reply: Reply) -> None:
        self.connection, self.request, self.environ, self.reply = connection, request, environ, reply
        self.asked_at = time.monotonic()
        self.is_large = self.failed = False

    def take_body(self, length: int) -> None:
        """Gives the application the body that has come in whole."""
        received = self.connection.received
        body = bytes(received[:length])
        del received[:length]
        self._read_body_from(IterUnreader((body,)), length)

    def leave_body(self, length: int) -> None:
        """Has the application read the body as it comes in, and hold its thread that long."""
        self.is_large = True
        self._read_body_from(SocketUnreader(Incoming(self.connection)), length)

    def _read_body_from(self, source: Any, length: int) -> None:
        self.request.body = self.environ["wsgi.input"] = Body(LengthReader(source, length))

    def run(self, application: Any) -> None:
        """Runs the application and sends what it says, as far as that is taken at once."""
        if self.connection.gone and time.monotonic() > self.asked_at + MISSED:
            self.failed = True
            return
        try:
            self._write(application)
        except OSError:
            # The other side went away, or stalls.
            self.failed = True
        except Exception:
            logger.exception("Error handling request")
            self._give_up()
        # Nobody knows where the next request begins, if this one's body wasn't read to its end.
        if self.reply.should_close() or self.request.body.reader.length:
            self.connection.stays = False

    def _write(self, application: Any) -> None:
        reply = self.reply
        parts = application(self.environ, reply.start_response)
        try:
            if isinstance(parts, self.environ["wsgi.file_wrapper"]):
                reply.write_file(parts)
            else:
                for part in parts:
                    reply.write(part)
            reply.close()
            reply.sock.send()
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _give_up(self) -> None:
        self.reply.force_close()
        self.failed = self.reply.headers_sent
        if not self.failed:
            self.connection.send(refusal(500))
