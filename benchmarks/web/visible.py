"""How soon what the newsroom publishes, withdraws or scheduled is seen by readers, on every process that serves them.

Each process is asked over a connection of its own, again and again, while many readers ask too. A change counts as seen
once every one of them answered with it.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPResponse
from statistics import median

from benchmarks.report import Report, say
from benchmarks.search.timing import percentile

from .points import Points
from .publishing import Publisher
from .servers import Newsroom, ask
from .wrk import flood

WITHIN_SECONDS = 1.0
# What isn't seen by then counts as this long.
GIVEN_UP_SECONDS = 10.0
PAUSE_SECONDS = 0.01
SCHEDULED_IN = 2.0

Seen = Callable[[HTTPResponse, bytes], bool]


class Readers:
    """One who asks each process of the site in turn, over a connection that is kept."""

    def __init__(self, site: Newsroom) -> None:
        self.site = site
        self.connections: dict[int, HTTPConnection] = site.connection_to_each("/latest/")
        self.pool = ThreadPoolExecutor(len(self.connections))

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown()
        for connection in self.connections.values():
            connection.close()

    def see(self, path: str, seen: Seen, since: float) -> float:
        """Seconds from `since` until every process answered `path` with what `seen` asks for."""
        moments = self.pool.map(lambda pid: self._first(pid, path, seen, since), self.connections)
        return max(0.0, max(moments) - since)

    def everywhere(self, path: str) -> None:
        """Have every process answer `path` twice: afterwards it stands in the memory of each."""
        self.see(path, lambda answer, _body: answer.status < 500, time.monotonic())
        self.see(path, lambda answer, _body: answer.status < 500, time.monotonic())

    def _first(self, pid: int, path: str, seen: Seen, since: float) -> float:
        until = max(since, time.monotonic()) + GIVEN_UP_SECONDS
        while (now := time.monotonic()) < until:
            try:
                answer, body = ask(self.connections[pid], path, {"Host": self.site.host})
            except (HTTPException, OSError):
                # It was idle too long, or its process is another one now.
                self._connect_again(pid)
                continue
            if seen(answer, body):
                return time.monotonic()
            time.sleep(PAUSE_SECONDS)
        return now

    def _connect_again(self, pid: int) -> None:
        self.connections[pid].close()
        found = self.site.connection_to_each("/latest/")
        for other, connection in found.items():
            if other == pid:
                self.connections[pid] = connection
            else:
                connection.close()


def measure(
    report: Report, site: Newsroom, found: Points, publisher: Publisher, *, publishes: int, others: int
) -> None:
    """Rows of how soon `publishes` new articles are seen, and so many `others` that are withdrawn or scheduled."""
    load = site.asked("/", "/latest/", found.keyword, *found.articles[:20], *found.frequent[:2])
    with Readers(site) as readers, flood(load):
        published, times = _published(readers, publisher, publishes)
        _row(report, "published, until on the list", times)
        times = [_withdrawn(readers, publisher, article, path) for article, path in published[:others]]
        _row(report, "withdrawn, until 410", times)
        times = [_scheduled(readers, publisher) for _each in range(others)]
        _row(report, "scheduled, from its moment until on the list", times)


def _published(readers: Readers, publisher: Publisher, number: int) -> tuple[list[tuple[int, str]], list[float]]:
    published, times = [], list[float]()
    for n in range(number):
        readers.everywhere("/latest/")
        done = publisher.do("publish")
        published.append((done["article"], done["path"]))
        times.append(readers.see("/latest/", _names(done["path"]), done["at"]))
        if n % 50 == 49:
            say(f"    {n + 1} published")
    return published, times


def _withdrawn(readers: Readers, publisher: Publisher, article: int, path: str) -> float:
    readers.everywhere(path)
    done = publisher.do("withdraw", article)
    return readers.see(path, lambda answer, _body: answer.status == 410, done["at"])


def _scheduled(readers: Readers, publisher: Publisher) -> float:
    done = publisher.do("schedule", SCHEDULED_IN)
    while time.monotonic() < done["at"] - 0.3:
        readers.everywhere("/latest/")
        time.sleep(0.05)
    return readers.see("/latest/", _names(done["path"]), done["at"])


def _names(path: str) -> Seen:
    words = path.encode()
    return lambda answer, body: answer.status == 200 and words in body


def _row(report: Report, what: str, times: Sequence[float]) -> None:
    p99 = percentile(times, 99)
    report.add(
        what, f"p99 {p99:.2f} s, median {median(times):.2f}, longest {max(times):.2f}",
        f"{len(times)} times, on every process, under full reading load",
        asked=f"p99 ≤ {WITHIN_SECONDS:g} s", is_met=p99 <= WITHIN_SECONDS,
    )  # fmt: skip
