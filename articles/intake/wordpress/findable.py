"""What was brought in becomes findable beside the next batch: nothing takes the database longer."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from articles.search.vectors import refresh_missing, refresh_vectors


class Findable:
    """Takes what was committed, and makes it findable on a connection of its own: one batch behind, never more."""

    def __init__(self, pool: ThreadPoolExecutor | None) -> None:
        self.pool = pool
        self.under_way: Future[None] | None = None

    def add(self, articles: Sequence[int]) -> None:
        if self.pool is None:
            refresh_vectors(articles)
            return
        self.wait()
        self.under_way = self.pool.submit(refresh_vectors, articles)

    def wait(self) -> None:
        if self.under_way:
            self.under_way.result()
        self.under_way = None


@contextmanager
def becoming_findable() -> Iterator[Findable]:
    """Within, `Findable.add` takes batches; what a run that was cut off left behind is made findable first."""
    deque(refresh_missing(), maxlen=0)
    # What isn't committed, nobody else sees: a try is rolled back at its end.
    pool = None if connection.in_atomic_block else ThreadPoolExecutor(1, thread_name_prefix="findable")
    findable = Findable(pool)
    try:
        yield findable
        findable.wait()
    finally:
        if pool:
            pool.submit(lambda: connection.close())
            pool.shutdown()
