"""One connection: what came in and is to be read, what is to be sent. Nothing here waits for the other side."""

import os
import socket
from collections import deque
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from newsroom.serving.answering import Job

AT_ONCE = 64 * 1024


class FilePart:
    """A part of a file that is still to be sent, over a descriptor of its own."""

    def __init__(self, file: int, offset: int, length: int) -> None:
        self.file, self.offset, self.left = os.dup(file), offset, length

    def send(self, to: socket.socket) -> None:
        """Sends all; BlockingIOError when the other side takes no more for now."""
        while self.left:
            sent = os.sendfile(to.fileno(), self.file, self.offset, min(self.left, 16 * AT_ONCE))
            if not sent:
                raise ConnectionAbortedError("The file is shorter than it was.")
            self.offset, self.left = self.offset + sent, self.left - sent

    def close(self) -> None:
        os.close(self.file)


class Connection:
    """One connection of a reader or an editor."""

    def __init__(self, of: socket.socket, client: Any) -> None:
        of.setblocking(False)
        self.socket, self.client = of, client
        self.received = bytearray()
        self.to_send: deque[memoryview | FilePart] = deque()
        # What the loop waits for with this connection, and until when (on the clock that nobody sets).
        self.events = 0
        self.deadline = 0.0
        # The request whose body of `length` bytes is still coming in.
        self.job: Job | None = None
        self.length = 0
        # A thread has it; its other side has gone away meanwhile; there is a next request after this one.
        self.busy = self.gone = False
        self.stays = True
        # Once it ends: how much more is skipped of what the other side may still be sending.
        self.closing = 0

    @classmethod
    def handed_over(cls, descriptor: int, received: bytes) -> Self:
        """The connection that another process accepted, and read `received` from."""
        of = socket.socket(fileno=descriptor)
        try:
            connection = cls(of, of.getpeername())
        except OSError:
            of.close()
            raise
        connection.received += received
        return connection

    @property
    def is_idle(self) -> bool:
        """Whether it is kept for a request of which nothing has come in."""
        return not (self.received or self.job or self.busy or self.to_send or self.closing)

    def receive(self) -> bool:
        """Reads what has come in; False when nothing more will."""
        try:
            data = self.socket.recv(AT_ONCE)
        except BlockingIOError:
            return True
        self.received += data
        return bool(data)

    def look_whether_gone(self) -> None:
        try:
            self.gone = not self.socket.recv(1, socket.MSG_PEEK)
        except OSError:
            self.gone = True

    def skip(self) -> int:
        """Reads what has come in and forgets it; how much that was, 0 at the end."""
        try:
            return len(self.socket.recv(16 * AT_ONCE))
        except BlockingIOError:
            return 1

    def send(self, *pieces: bytes) -> bool:
        """Sends `pieces`, after what waits already, as far as the other side takes them; whether that was all."""
        if not self.to_send and pieces:
            try:
                sent = self.socket.sendmsg(pieces)
            except BlockingIOError:
                sent = 0
            if sent == sum(map(len, pieces)):
                return True
        else:
            sent = 0
        for piece in pieces:
            if rest := memoryview(piece)[sent:]:
                self.to_send.append(rest)
            sent = max(sent - len(piece), 0)
        return self.send_rest()

    def send_rest(self) -> bool:
        """Sends what waits, as far as the other side takes it; whether that was all."""
        waiting = self.to_send
        try:
            while waiting:
                piece = waiting[0]
                if isinstance(piece, FilePart):
                    piece.send(self.socket)
                    piece.close()
                elif (sent := self.socket.send(piece)) < len(piece):
                    waiting[0] = piece[sent:]
                    continue
                waiting.popleft()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        for piece in self.to_send:
            if isinstance(piece, FilePart):
                piece.close()
        self.to_send.clear()
        self.socket.close()
