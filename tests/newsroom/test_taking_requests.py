"""How requests are taken in: over real sockets, by gunicorn with the site's own worker class."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from newsroom.parent import end_with_parent
from newsroom.serving.connection import Connection
from newsroom.serving.loop import Loop
from tests.fixtures.browsers import free_port

ROOT = Path(__file__).resolve().parents[2]
GET = b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n"
PATIENCE = 20.0


class Small:
    """The small site, on a port of its own."""

    def __init__(self, log: Path, workers: int) -> None:
        self.port, self.log = free_port(), log
        command = [
            sys.executable, "-m", "gunicorn", "--config", "python:tests.newsroom.small_site", f"--workers={workers}",
            f"--bind=127.0.0.1:{self.port}", "tests.newsroom.small_site:application",
        ]  # fmt: skip
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=output, preexec_fn=end_with_parent,
            )  # fmt: skip
        until = time.monotonic() + 60
        while not self.answers() and time.monotonic() < until and self.process.poll() is None:
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return b"200 OK" in self.ask(GET % b"/")
        except OSError:
            return False

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def ask(self, sent: bytes) -> bytes:
        """All that comes back to `sent`, when nothing more is sent."""
        with self.connect() as connection:
            connection.sendall(sent)
            return answer_of(connection)

    def process_of(self, path: bytes) -> int:
        """Which process answers for `path`."""
        return int(self.ask(GET % path).rpartition(b"\r\n\r\n")[2].split()[0])

    def processes(self) -> set[int]:
        """All that answer."""
        return {self.process_of(path) for path in [b"/", b"/admin/"] * 10}


def answer_of(connection: socket.socket) -> bytes:
    """The next whole answer; the rest until the end where its length isn't said."""
    received = b""
    while b"\r\n\r\n" not in received:
        if not (part := connection.recv(65536)):
            return received
        received += part
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    while length and len(body) < int(length[1]):
        if not (part := connection.recv(1_000_000)):
            break
        body += part
    return head + b"\r\n\r\n" + body


def has_ended(connection: socket.socket) -> bool:
    """Whether the other side has closed it, and said nothing."""
    connection.setblocking(False)
    try:
        return not connection.recv(1)
    except BlockingIOError:
        return False


def status_of(answer: bytes) -> int:
    return int(answer.split()[1])


@pytest.fixture(scope="module")
def lone(tmp_path_factory) -> Iterator[Small]:
    """One process that serves all, with two threads."""
    yield from running(tmp_path_factory.mktemp("lone") / "log", 1)


@pytest.fixture(scope="module")
def apart(tmp_path_factory) -> Iterator[Small]:
    """Two processes for readers and one for the desk."""
    yield from running(tmp_path_factory.mktemp("apart") / "log", 3)


def running(log: Path, workers: int) -> Iterator[Small]:
    small = Small(log, workers)
    try:
        yield small
    finally:
        small.process.terminate()
        small.process.wait(timeout=30)


POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (GET % b"/", 200),
        (GET % b"/kept", 200),
        (b"\r\n" + GET % b"/", 200),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (b"REPORT / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        (POST + b"Content-Length: 3\r\n\r\nabc", 200),
        (POST + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", 100),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        (b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
        (b"get / HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno header\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nName : value\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nName: a\r\n b\r\n\r\n", 400),
        (POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        (POST + b"Content-Length: +3\r\n\r\nabc", 400),
        (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: identity\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (POST + b"Content-Length: 99999999\r\n\r\n" + b"x" * 200_000, 413),
        (POST + b"Expect: a surprise\r\nContent-Length: 3\r\n\r\nabc", 417),
        (GET % (b"/?" + b"q" * 10_000_000), 414),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 9_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: x\r\n" * 200_000, 431),
        (POST + b"Transfer-Encoding: odd\r\n\r\n", 501),
        (b"GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
        (GET % b"/fails", 500),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else None,
)
def test_each_request_gets_the_status_it_deserves(lone, sent, status):
    answer = lone.ask(sent)

    assert status_of(answer) == status
    assert b"\r\nServer:" not in answer
    assert b"elsewhere" not in answer
    assert status < 400 or b"\r\nConnection: close\r\n" in answer


def test_a_connection_is_kept_for_one_request_after_the_other_also_sent_at_once(lone):
    with lone.connect() as connection:
        connection.sendall(GET % b"/kept" + GET % b"/first" + b"HEAD /kept HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.sendall(POST + b"Content-Length: 3\r\n\r\nabc" + GET % b"/last")
        received = b""
        while b"/last" not in received:
            received += connection.recv(65536)

    assert re.findall(rb"HTTP/1.1 (\d+)", received) == [b"200"] * 5
    assert received.index(b"GET /first") < received.index(b"POST / 3") < received.index(b"GET /last")


def test_large_bodies_and_answers_go_through_whole(lone):
    body = b"x" * 6_000_000
    sent = b"POST /admin/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)

    with lone.connect() as connection:
        connection.sendall(sent + body)
        taken = answer_of(connection)
        connection.sendall(GET % b"/big")
        given = answer_of(connection)

    assert taken.endswith(b"POST /admin/ 6000000")
    assert len(given.partition(b"\r\n\r\n")[2]) == 8_000_000


def test_who_sends_or_reads_slowly_keeps_nobody_waiting(lone):
    """More of each than there are threads; and so many that room must be made for others."""
    with ExitStack() as stack:
        for beginning in (b"GET / HT", POST + b"Content-Length: 100\r\n\r\nx", GET % b"/big", b""):
            slow = [stack.enter_context(lone.connect()) for _ in range(90)]
            for connection in slow:
                connection.sendall(beginning)
        statuses = [status_of(lone.ask(GET % b"/")) for _ in range(5)]
        dropped = [connection for connection in slow if has_ended(connection)]

    assert statuses == [200] * 5
    assert 60 <= len(dropped) < 90


def test_who_never_takes_an_answer_gives_way_where_there_is_no_other_room():
    loop = object.__new__(Loop)
    ends = [socket.socketpair() for _ in range(2)]
    taking, sending = (Connection(here, None) for here, _there in ends)
    taking.to_send.append(memoryview(b"the rest"))
    sending.received += b"GET"
    loop.connections = {taking, sending}

    assert loop.make_room()
    assert loop.connections == {taking}
    assert loop.make_room()
    for _here, there in ends:
        with there:
            assert has_ended(there)


def test_the_desk_is_served_by_a_process_of_its_own_over_any_connection(apart):
    desk = apart.process_of(b"/admin/")
    readers = {apart.process_of(path) for path in [b"/latest/", b"/kept"] * 20}
    until = time.monotonic() + PATIENCE
    # One process may begin later than the other.
    while len(readers) < 2 and time.monotonic() < until:
        readers.add(apart.process_of(b"/latest/"))

    with apart.connect() as connection:
        answers = []
        for path in (b"/latest/", b"/admin/desk", b"/kept", b"/%61dmin/", b"/preview/x/", b"/latest/", b"/admin"):
            connection.sendall(GET % path)
            answers.append(int(answer_of(connection).partition(b"\r\n\r\n")[2].split()[0]))

    assert desk not in readers
    assert len(readers) == 2
    assert [process == desk for process in answers] == [False, True, False, True, True, False, True]
    assert {process for process in answers if process != desk} <= readers


def test_readers_who_take_every_thread_leave_the_desk_alone(apart):
    desk = apart.process_of(b"/admin/")

    with ExitStack() as stack:
        waiting = [stack.enter_context(apart.connect()) for _ in range(40)]
        for connection in waiting:
            connection.sendall(GET % b"/slow")
        answer = apart.process_of(b"/admin/")
        # Ten rounds of half a second, for the four threads of the readers' processes.
        waiting[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            waiting[-1].recv(1)

    assert answer == desk


def test_a_process_that_is_killed_loses_no_request_that_waits_for_it(apart):
    desk = apart.process_of(b"/admin/")
    os.kill(desk, signal.SIGSTOP)

    with ExitStack() as stack:
        waiting = [stack.enter_context(apart.connect()) for _ in range(10)]
        for connection in waiting:
            connection.sendall(GET % b"/admin/")
        os.kill(desk, signal.SIGKILL)
        answers = [answer_of(connection) for connection in waiting]

    assert [status_of(answer) for answer in answers] == [200] * 10
    until = time.monotonic() + PATIENCE
    while apart.process_of(b"/admin/") in {apart.process_of(b"/") for _ in range(10)} and time.monotonic() < until:
        time.sleep(0.1)
    assert apart.process_of(b"/admin/") != desk


def test_what_is_being_answered_is_finished_when_processes_are_replaced_or_stopped(tmp_path):
    with contextmanager(running)(tmp_path / "log", 3) as small:
        before = small.processes()

        answers = []
        for how in (signal.SIGHUP, signal.SIGTERM):
            with small.connect() as asked:
                asked.sendall(GET % b"/admin/slow")
                time.sleep(0.2)
                small.process.send_signal(how)
                answers.append(answer_of(asked))
            until = time.monotonic() + PATIENCE
            while how == signal.SIGHUP and before & (now := small.processes()) and time.monotonic() < until:
                time.sleep(0.1)
            if how == signal.SIGHUP:
                desk, readers = small.process_of(b"/admin/"), {small.process_of(b"/") for _ in range(10)}
        status = small.process.wait(timeout=PATIENCE)

    assert [status_of(answer) for answer in answers] == [200, 200]
    assert len(now) == 3
    assert not before & now
    assert desk not in readers
    assert status == 0
