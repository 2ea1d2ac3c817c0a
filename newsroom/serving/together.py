"""What the processes of one site know of each other: who serves the desk, and who has how many connections.

Made in gunicorn's master and inherited by every process it forks. A request that came in where it isn't served is
handed over with its connection and what was read of it. What is on its way stays with the kernel when the process that
was to take it is killed, for the one that comes after.
"""

import mmap
import socket
import struct
import sys
import time
from collections.abc import Iterator

# A message each, whole and in order; where the system has no such sockets, at least whole.
KIND = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_DGRAM
LONGEST = 160 * 1024
# Room for many more processes than ever run side by side, old ones on their way out included.
PLACES = 64
ENTRY = struct.Struct("=dIB3x")
# A process that gave no sign of life for so long (seconds) is counted upon no more.
ALIVE = 3.0
SITE, DESK, ALL = 1, 2, 3


class Inbox:
    """Where connections are handed in, to be taken by any of the processes that read it."""

    def __init__(self) -> None:
        self.sender, self.receiver = socket.socketpair(socket.AF_UNIX, KIND)
        for end in (self.sender, self.receiver):
            end.setblocking(False)

    def put(self, connection: socket.socket, received: bytes) -> bool:
        """Hands in a connection and what was read from it; False when there is no room."""
        try:
            return bool(socket.send_fds(self.sender, [received], [connection.fileno()]))
        except OSError:
            return False

    def take(self) -> tuple[int, bytes] | None:
        """A descriptor and what was read from it; None when nothing waits, or another process was quicker."""
        try:
            received, descriptors, _flags, _address = socket.recv_fds(self.receiver, LONGEST, 1)
        except OSError:
            return None
        return (descriptors[0], received) if descriptors else None


class Together:
    """The processes of one site."""

    def __init__(self) -> None:
        self.board = mmap.mmap(-1, PLACES * ENTRY.size)
        self.inboxes = {SITE: Inbox(), DESK: Inbox()}
        self.place = 0

    def come_in(self, age: int) -> None:
        """From now on this process is the `age`-th, counted from the start."""
        self.place = age % PLACES

    def show_life(self, role: int, connections: int) -> None:
        """Says that this process lives as `role`, and how many connections it has."""
        self.board[self._span(self.place)] = ENTRY.pack(time.monotonic(), connections, role)

    def leave(self) -> None:
        """Nobody counts upon this process from now on."""
        self.board[self._span(self.place)] = bytes(ENTRY.size)

    def inboxes_of(self, role: int) -> list[Inbox]:
        """What a process of `role` takes connections from."""
        return [inbox for served, inbox in self.inboxes.items() if served & role]

    def orphaned_inboxes(self, role: int) -> list[Inbox]:
        """What it takes them from meanwhile, because those who would are gone."""
        return [inbox for served, inbox in self.inboxes.items() if not served & role and not self.is_there(served)]

    @staticmethod
    def accepts(role: int) -> bool:
        """Whether a process of `role` accepts connections; the desk's are handed theirs."""
        return bool(role & SITE)

    def is_there(self, role: int) -> bool:
        """Whether another process serves `role`."""
        return any(entry & role for entry, _connections in self._others())

    def has_more_than_others(self, connections: int) -> bool:
        """Whether another process that accepts connections has fewer than `connections`."""
        return any(number < connections for role, number in self._others() if self.accepts(role))

    def _others(self) -> Iterator[tuple[int, int]]:
        since = time.monotonic() - ALIVE
        for place, (seen_at, connections, role) in enumerate(ENTRY.iter_unpack(self.board)):
            if role and seen_at > since and place != self.place:
                yield role, connections

    def _span(self, place: int) -> slice:
        return slice(place * ENTRY.size, (place + 1) * ENTRY.size)
