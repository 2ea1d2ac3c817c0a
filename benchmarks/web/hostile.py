"""Readers who mean no good: two hundred who send a byte a second, and one article asked for in ten thousand ways."""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from statistics import median

from django.db import connection

from benchmarks.report import Report, say
from benchmarks.search.timing import percentile

from .points import Points
from .servers import Newsroom
from .wrk import run

SLOW_CLIENTS, SLOW_SECONDS = 200, 15
# What p95 of the others may gain: they share two processors with who sends the bytes.
TIMES, MORE_MS = 1.5, 5.0
GIVEN_UP_SECONDS = 10.0
JUNK, MOST_RENDERS = 10_000, 10
# A process of the database tells what it counted after so long without work.
COUNTED_AFTER_SECONDS = 11.0


def slow_clients(report: Report, site: Newsroom, path: str) -> None:
    before = _times(site, path, SLOW_SECONDS / 2)
    workers = set(site.answering())
    with _slowly(site.port) as held:
        time.sleep(2)
        during = _times(site, path, SLOW_SECONDS)
        still = held()
    p95, most = percentile(during, 95), percentile(before, 95) * TIMES + MORE_MS
    report.add(
        f"p95 of a reader beside {SLOW_CLIENTS} who send a byte a second", f"{p95:.1f} ms, longest {max(during):.0f}",
        f"{len(during)} new connections; before p95 {percentile(before, 95):.1f} ms; {still} still held",
        asked=f"≤ {most:.1f} ms", is_met=p95 <= most,
    )  # fmt: skip
    lost = workers - set(site.answering())
    report.add("workers lost to them", str(len(lost)), f"of {len(workers)}", asked="0", is_met=not lost)


def _times(site: Newsroom, path: str, seconds: float) -> list[float]:
    """Milliseconds of a page for somebody who comes anew each time, twenty times a second."""
    times, until = list[float](), time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.perf_counter()
        with suppress(OSError):
            site.get(path, timeout=GIVEN_UP_SECONDS)
        # Whoever was given no answer waited as long as that.
        times.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    return times


@contextmanager
def _slowly(port: int) -> Iterator[Callable[[], int]]:
    """Half of them never end their headers, half never their form. Yields a function that counts who is still there."""
    heads = b"GET /latest/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"a" * 100_000
    forms = b"POST /search/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n"
    crowd = _Crowd(port, [heads if n % 2 else forms + b"b" * 90_000 for n in range(SLOW_CLIENTS)])
    crowd.start()
    try:
        yield crowd.held
    finally:
        crowd.stopping.set()
        crowd.join()


class _Crowd(threading.Thread):
    def __init__(self, port: int, texts: list[bytes]) -> None:
        super().__init__(name="slow clients", daemon=True)
        self.port, self.texts, self.stopping = port, texts, threading.Event()
        self.sockets: dict[int, tuple[socket.socket, int]] = {}

    def held(self) -> int:
        return len(self.sockets)

    def run(self) -> None:
        while not self.stopping.is_set():
            for number, text in enumerate(self.texts):
                self._one_byte(number, text)
            self._drop_closed()
            self.stopping.wait(1)
        for each, _at in self.sockets.values():
            each.close()

    def _one_byte(self, number: int, text: bytes) -> None:
        """The next byte; whoever was sent away comes again. What stands before a form's text comes at once."""
        with suppress(OSError):
            if number not in self.sockets:
                self.sockets[number] = socket.create_connection(("127.0.0.1", self.port), timeout=1), 0
            connection, at = self.sockets[number]
            end = at + 1
            if at == 0:
                end = text.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in text else 40
            connection.sendall(text[at:end])
            self.sockets[number] = connection, end
            return
        self._close(number)

    def _drop_closed(self) -> None:
        with selectors.DefaultSelector() as selector:
            for number, (each, _at) in self.sockets.items():
                selector.register(each, selectors.EVENT_READ, number)
            for key, _events in selector.select(timeout=0):
                # Whatever was answered: it isn't heard any more.
                self._close(key.data)

    def _close(self, number: int) -> None:
        if number in self.sockets:
            self.sockets.pop(number)[0].close()


# --- One article, asked for in many ways -------------------------------------------------------


def junk(report: Report, site: Newsroom, found: Points) -> None:
    """How often an article is made anew for ten thousand addresses that differ in what means nothing."""
    say("    counting what the database does by itself")
    table, for_each = _read_by_a_page(site, found)
    if not table:
        report.add("renders of an article asked for in many ways", "not measured", "no table tells a render apart")
        return
    article = found.articles[-41]
    before = _scans()[table]
    asked = site.asked(*[f"{article}?utm_{n}={n * 7919}&q{n % 97}=%25{n % 10}" for n in range(JUNK)])
    requests, errors, times = 0, 0, list[float]()
    while requests < JUNK:
        said = run(asked, 2, first=requests)
        requests, errors = requests + said.requests, errors + said.errors
        times.append(said.p50)
    time.sleep(COUNTED_AFTER_SECONDS)
    renders = (_scans()[table] - before) / for_each
    report.add(
        f"renders of one article asked for with {JUNK:,} junk queries", f"{renders:.0f}",
        f"{requests:,} requests, {errors} errors, p50 {median(times):.1f} ms; told by scans of {table}",
        asked=f"≤ {MOST_RENDERS}", is_met=renders <= MOST_RENDERS and not errors,
    )  # fmt: skip


def _read_by_a_page(site: Newsroom, found: Points) -> tuple[str, float]:
    """A table that is read when an article's page is made and at no other time, and how often for each page."""
    time.sleep(COUNTED_AFTER_SECONDS)
    idle = _scans()
    time.sleep(COUNTED_AFTER_SECONDS)
    before = _scans()
    pages = found.articles[-40:]
    for path in pages:
        site.get(path)
    time.sleep(COUNTED_AFTER_SECONDS)
    after = _scans()
    alone = {name: after[name] - before[name] for name in after if before[name] == idle[name]}
    name = max(alone, key=lambda each: alone[each], default="")
    return (name, alone[name] / len(pages)) if name and alone[name] >= len(pages) else ("", 0)


def _scans() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, coalesce(idx_scan, 0) + coalesce(seq_scan, 0) FROM pg_stat_user_tables"
            " WHERE schemaname = 'public'"
        )
        return dict(cursor.fetchall())
