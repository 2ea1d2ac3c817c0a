"""The worker class that gunicorn runs: a loop that takes requests in and sends answers out, threads that make them.

A thread is given whole requests alone, and need not wait until an answer is taken: however slowly somebody sends or
reads, it costs no more than memory. What the application has at hand is answered without any thread. It may have

    at_once(environ) -> tuple[bytes, bytes] | None
        The head (as `heads.head_of` makes it) and the body of an answer; None where making one takes a thread.
"""

import os
import threading
from collections import deque
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from gunicorn.http import wsgi
from gunicorn.http.errors import ConfigurationProblem
from gunicorn.http.message import Request

from newsroom.serving.addresses import role_of
from newsroom.serving.answering import Job, Outlet, Reply
from newsroom.serving.connection import Connection
from newsroom.serving.heads import Clock
from newsroom.serving.loop import HEAD_SECONDS, LINGER, READ, TAKING_SECONDS, WRITE, Loop
from newsroom.serving.requests import Refused, end_of_head, length_of, request_of
from newsroom.serving.together import SITE

# Seconds for a body, and how many of its bytes give it one more.
BODY_SECONDS, BODY_PACE = 20.0, 16 * 1024
# A body is taken in whole up to this, all that come in together up to that; a larger one is read by a thread.
BODY, BODIES = 4 * 1024 * 1024, 64 * 1024 * 1024
# No form of the site itself sends more.
SITE_BODY = 64 * 1024


class Worker(Loop):
    """One process that serves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clock = Clock()
        self.jobs: SimpleQueue[Job] = SimpleQueue()
        self.done: deque[Job] = deque()
        # Large bodies, which never have all threads at once.
        self.uploads: deque[Job] = deque()
        self.uploading = 0

    def run(self) -> None:
        self.server = self.sockets[0].getsockname()
        self.at_once = getattr(self.wsgi, "at_once", None)
        for number in range(self.cfg.threads):
            threading.Thread(target=self.work, name=f"answers-{number}", daemon=True).start()
        super().run()

    # --- Requests come in ----------------------------------------------------------------------

    def take_next(self, connection: Connection) -> None:
        if connection not in self.connections or connection.busy or connection.closing:
            return
        try:
            if connection.job is None:
                self.take_head(connection)
            elif len(connection.received) >= connection.length:
                self.take_body(connection.job)
            else:
                self.bound_bodies()
        except Refused as refused:
            self.refuse(connection, refused.status)
        except OSError:
            self.drop(connection)

    def take_head(self, connection: Connection) -> None:
        end = end_of_head(connection.received, self.cfg.limit_request_line)
        if not end:
            return
        request = request_of(bytes(connection.received[:end]), connection.client, self.cfg)
        role = role_of(request.path)
        if not role & self.role and self.hand_over(connection, role):
            return
        del connection.received[:end]
        length = length_of(request)
        if role == SITE and length > SITE_BODY:
            raise Refused(413)
        expects, request._expected_100_continue = request._expected_100_continue, False
        job = self.job_for(connection, request)
        if length:
            self.await_body(job, length, invite=expects)
        elif not self.answer_at_once(job):
            self.give_to_thread(job)

    def hand_over(self, connection: Connection, role: int) -> bool:
        """Whether a process that serves `role` got it; Refused when those have more than enough to do."""
        if not self.together or not self.together.is_there(role):
            return False
        if not self.together.inboxes[role].put(connection.socket, bytes(connection.received)):
            raise Refused(503)
        self.drop(connection)
        return True

    def job_for(self, connection: Connection, request: Request) -> Job:
        try:
            reply, environ = wsgi.create(
                request, Outlet(connection), connection.client, self.server, self.cfg, response_class=Reply
            )
        except ConfigurationProblem:
            raise Refused(400) from None
        environ["wsgi.multithread"] = True
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        if not self.alive:
            reply.force_close()
        connection.stays = True
        return Job(connection, request, environ, reply)

    def await_body(self, job: Job, length: int, *, invite: bool) -> None:
        connection = job.connection
        if invite:
            connection.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        if length > BODY:
            job.leave_body(length)
            connection.busy = True
            self.uploads.append(job)
            self.begin_uploads()
            return
        connection.job, connection.length = job, length
        self.watch(connection, READ, BODY_SECONDS + length / BODY_PACE)
        self.take_next(connection)

    def bound_bodies(self) -> None:
        """Refuses the body whose time runs out first, where all that come in are too much."""
        coming = [each for each in self.connections if each.job]
        if sum(len(each.received) for each in coming) > BODIES:
            self.refuse(min(coming, key=lambda each: each.deadline), 408)

    def take_body(self, job: Job) -> None:
        job.take_body(job.connection.length)
        job.connection.job = None
        self.give_to_thread(job)

    # --- Answers go out ------------------------------------------------------------------------

    def answer_at_once(self, job: Job) -> bool:
        """Whether the application had the answer at hand."""
        if not self.at_once or job.request.method not in ("GET", "HEAD"):
            return False
        found = self.at_once(job.environ)
        if found is None:
            return False
        connection = job.connection
        connection.stays = not (job.request.should_close() or job.reply.must_close)
        head, body = found
        connection.send(head, self.clock.last_lines(stays=connection.stays), body)
        self.after_answer(connection)
        return True

    def give_to_thread(self, job: Job) -> None:
        job.connection.busy = True
        self.jobs.put(job)

    def begin_uploads(self) -> None:
        while self.uploads and self.uploading < max(1, self.cfg.threads // 2):
            self.uploading += 1
            self.give_to_thread(self.uploads.popleft())

    def work(self) -> None:
        """What each thread does."""
        while True:
            job = self.jobs.get()
            job.run(self.wsgi)
            self.done.append(job)
            # A full pipe wakes the loop as well.
            with suppress(BlockingIOError):
                os.write(self.PIPE[1], b".")

    def take_back(self) -> None:
        while self.done:
            job = self.done.popleft()
            job.connection.busy = False
            if job.is_large:
                self.uploading -= 1
                self.begin_uploads()
            if job.failed:
                self.drop(job.connection)
                continue
            try:
                self.after_answer(job.connection)
            except OSError:
                self.drop(job.connection)

    def after_answer(self, connection: Connection) -> None:
        if connection.to_send:
            self.watch(connection, WRITE, TAKING_SECONDS)
        elif not connection.stays:
            self.end(connection)
        elif connection.received:
            self.watch(connection, READ, HEAD_SECONDS)
            self.again.append(connection)
        else:
            self.watch(connection, READ, self.cfg.keepalive if self.alive else LINGER)
