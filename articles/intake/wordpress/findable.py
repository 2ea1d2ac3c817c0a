"""What was brought in becomes findable beside the next batch: nothing takes the database longer."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from articles.search.vectors import refresh_missing, refresh_vectors

Refresh = Callable[[Sequence[int]], None]


class Findable:
    """Takes what was committed, and makes it findable on a connection of its own: one batch behind, never more."""

    def __init__(self, pool: Executor | None, refresh: Refresh = refresh_vectors) -> None:
        self.pool, self.refresh = pool, refresh
        self.under_way: Future[None] | None = None

    def add(self, articles: Sequence[int]) -> None:
        if self.pool is None:
            self.refresh(articles)
            return
        self.wait()
        self.under_way = self.pool.submit(self.refresh, articles)

    def wait(self) -> None:
        if self.under_way:
            self.under_way.result()
        self.under_way = None


@contextmanager
def becoming_findable(pool: Executor | None = None, refresh: Refresh = refresh_vectors) -> Iterator[Findable]:
    """Within, `Findable.add` takes batches; what a run that was cut off left behind is made findable first.

    In a thread, unless a `pool` is given that takes it on.
    """
    deque(refresh_missing(), maxlen=0)
    # What isn't committed, nobody else sees: a try is rolled back at its end.
    own = None if pool or connection.in_atomic_block else ThreadPoolExecutor(1, thread_name_prefix="findable")
    findable = Findable(pool or own, refresh)
    try:
        yield findable
        findable.wait()
    finally:
        if own:
            own.submit(lambda: connection.close())
            own.shutdown()
