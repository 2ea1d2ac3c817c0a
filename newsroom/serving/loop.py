"""The loop of a process: connections come, are waited for, and go."""

import os
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers import base

from newsroom.serving.connection import Connection
from newsroom.serving.heads import refusal
from newsroom.serving.together import ALL, Inbox, Together

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
# Seconds: for a whole head, and for anything that is sent to be taken.
HEAD_SECONDS, TAKING_SECONDS = 15.0, 30.0
# Who is refused may still be sending, and is to read why: for so many seconds and bytes.
CLOSING_SECONDS, CLOSING_BYTES = 2.0, 32 * 1024 * 1024
# A process that stops keeps connections for so many seconds: a request may be on its way.
LINGER = 2.0
# So much of what a connection is to send may wait in the kernel, which would take megabytes for who reads nothing.
UNSENT_BYTES = 256 * 1024
# How long (seconds) a process leaves a new connection to another one that has fewer.
COURTESY = 0.003
# How long one that can take no more accepts none.
FULL = 0.1


class Loop(base.Worker):
    """A process of gunicorn: `role` says whom it serves, `together` leads to the others."""

    together: Together | None = None
    role = ALL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections: set[Connection] = set()
        # Those in which the next request has come in already.
        self.again: deque[Connection] = deque()
        self.listeners: list[Any] = []
        self.accepting = False
        self.accept_from = self.next_tick = 0.0

    # --- What a kind of worker adds ------------------------------------------------------------

    def take_next(self, connection: Connection) -> None:
        """Does what can be done with what came in over `connection`."""
        raise NotImplementedError

    def after_answer(self, connection: Connection) -> None:
        """All of an answer is sent."""
        raise NotImplementedError

    def take_back(self) -> None:
        """Threads have something to say."""

    # --- Its life ------------------------------------------------------------------------------

    def run(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.PIPE[0], READ, self.wake)
        if self.together:
            self.together.come_in(self.age)
            for inbox in self.together.inboxes_of(self.role):
                self.selector.register(inbox.receiver, READ, partial(self.take_over, inbox))
        if not self.together or self.together.accepts(self.role):
            self.listeners = list(self.sockets)
        for listener in self.listeners:
            # Connections have it from there, where the system knows it. A listener on a path has no such thing.
            with suppress(OSError, AttributeError):
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES)
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.stop()

    def stop(self) -> None:
        """Answers what has come in already, and waits for that as long as gunicorn lets it."""
        self.alive = False
        if self.together:
            self.together.leave()
        self.accept(False)
        now = time.monotonic()
        for connection in self.connections:
            connection.deadline = min(connection.deadline, now + LINGER)
        while self.connections and time.monotonic() < now + self.cfg.graceful_timeout:
            self.turn()

    def turn(self) -> None:
        """One round."""
        now = time.monotonic()
        if now >= self.next_tick:
            self.tick(now)
        if self.alive and not self.accepting and now >= self.accept_from:
            self.accept(True)
            for listener in self.listeners:
                # Whoever waits has waited: also where another process still has fewer.
                if len(self.connections) < self.cfg.worker_connections or self.make_room():
                    self.let_in(listener)
        until = self.next_tick if self.accepting or not self.alive else min(self.next_tick, self.accept_from)
        for key, events in self.selector.select(0 if self.again else max(until - now, 0)):
            if key.data.__class__ is Connection:
                self.progress(key.data, events)
            else:
                key.data()
        for _ in range(len(self.again)):
            self.take_next(self.again.popleft())

    def tick(self, now: float) -> None:
        """What is due every second."""
        self.next_tick = now + (1.0 if self.alive else 0.1)
        self.notify()
        self.show_life()
        if self.together and self.alive:
            for inbox in self.together.orphaned_inboxes(self.role):
                self.take_over(inbox)
        for connection in [each for each in self.connections if each.deadline <= now and not each.busy]:
            if connection.is_idle or connection.closing or connection.to_send:
                self.drop(connection)
            else:
                self.refuse(connection, 408)

    def show_life(self) -> None:
        if self.together and self.alive:
            self.together.show_life(self.role, len(self.connections))

    def wake(self) -> None:
        """A thread or a signal wants the loop to look up."""
        with suppress(BlockingIOError):
            os.read(self.PIPE[0], 4096)
        self.take_back()

    # --- Connections come ----------------------------------------------------------------------

    def accept(self, accepting: bool) -> None:
        """Accepts connections from now on, or leaves them to the other processes."""
        if accepting == self.accepting:
            return
        self.accepting = accepting
        for listener in self.listeners:
            if accepting:
                listener.setblocking(False)
                self.selector.register(listener, READ, partial(self.come_in, listener))
            else:
                self.selector.unregister(listener)

    def pause(self, seconds: float) -> None:
        """Accepts no connection for so long."""
        self.accept_from = time.monotonic() + seconds
        self.accept(False)

    def come_in(self, listener: Any) -> None:
        """A connection waits: it's accepted, or left to another process that has fewer."""
        if self.together and self.together.has_more_than_others(len(self.connections)):
            self.pause(COURTESY)
        elif len(self.connections) >= self.cfg.worker_connections and not self.make_room():
            self.pause(FULL)
        else:
            self.let_in(listener)

    def let_in(self, listener: Any) -> None:
        # None may wait any more: another process was quicker.
        with suppress(OSError):
            self.welcome(Connection(*listener.accept()))

    def take_over(self, inbox: Inbox) -> None:
        """Takes the connections that other processes handed in."""
        while handed := inbox.take():
            # Its other side may be gone in the meantime.
            with suppress(OSError):
                connection = Connection.handed_over(*handed)
                self.welcome(connection)
                self.again.append(connection)

    def welcome(self, connection: Connection) -> None:
        self.connections.add(connection)
        self.watch(connection, READ, HEAD_SECONDS)
        self.show_life()

    def make_room(self) -> bool:
        """Drops a connection that nothing has come in over, or else the one whose time runs out first: of those who
        still send, or where there are none, of those who take their answers.
        """
        waiting = [each for each in self.connections if not each.busy]
        if waiting:
            self.drop(min(waiting, key=lambda each: (bool(each.to_send), not each.is_idle, each.deadline)))
        return bool(waiting)

    # --- They are waited for -------------------------------------------------------------------

    def watch(self, connection: Connection, events: int, seconds: float) -> None:
        """Waits for `events` of the connection, for `seconds` at most."""
        connection.deadline = time.monotonic() + seconds
        if events == connection.events:
            return
        if not connection.events:
            self.selector.register(connection.socket, events, connection)
        elif not events:
            self.selector.unregister(connection.socket)
        else:
            self.selector.modify(connection.socket, events, connection)
        connection.events = events

    def progress(self, connection: Connection, events: int) -> None:
        """Something can be read from the connection, or sent over it."""
        # It may have been dropped in this very round.
        if connection not in self.connections:
            return
        try:
            if connection.busy:
                connection.look_whether_gone()
                self.watch(connection, 0, 0)
            elif connection.closing:
                self.let_end(connection)
            elif events & WRITE:
                self.send_rest(connection)
            else:
                self.receive(connection)
        except OSError:
            self.drop(connection)

    def receive(self, connection: Connection) -> None:
        if connection.is_idle:
            connection.deadline = time.monotonic() + HEAD_SECONDS
        if connection.receive():
            self.take_next(connection)
        else:
            self.drop(connection)

    def send_rest(self, connection: Connection) -> None:
        if connection.send_rest():
            self.after_answer(connection)
        else:
            self.watch(connection, WRITE, TAKING_SECONDS)

    # --- They go -------------------------------------------------------------------------------

    def refuse(self, connection: Connection, status: int) -> None:
        """Says why, and ends the connection."""
        connection.job = None
        try:
            connection.send(refusal(status))
            self.end(connection)
        except OSError:
            self.drop(connection)

    def end(self, connection: Connection) -> None:
        """Ends it so that what was sent is still read: to a reset, by what else comes in, it would be lost."""
        connection.socket.shutdown(socket.SHUT_WR)
        connection.closing = CLOSING_BYTES
        connection.received.clear()
        self.watch(connection, READ, CLOSING_SECONDS)

    def let_end(self, connection: Connection) -> None:
        number = connection.skip()
        connection.closing -= number
        if not number or connection.closing <= 0:
            self.drop(connection)

    def drop(self, connection: Connection) -> None:
        if connection in self.connections:
            self.watch(connection, 0, 0)
            self.connections.discard(connection)
            self.show_life()
            connection.close()
