"""How far a moving-in has got, and when it will end: an estimate that learns from what it measures."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta

from django.db import connections
from django.utils import timezone

from articles.models import Import

# What is known beforehand weighs as much as this many seconds of measuring.
PRIOR = 10.0
SHOWN_EVERY = 1.0


class Progress:
    """Keeps `import_` up to date. The steps' costs are planned in seconds, as they were measured once; how much longer
    or shorter this machine takes, step by step, is what the estimate learns.

    `aside`: over a connection of its own, because all else will be rolled back.
    """

    def __init__(self, import_: Import, tell: Callable[[Import], None], *, aside: bool) -> None:
        self.import_, self.tell, self.aside = import_, tell, aside
        self.planned: dict[str, float] = {}
        self.spent: dict[str, float] = {}
        self.done: dict[str, float] = {}
        self.step, self.since, self.shown_at = "", time.monotonic(), 0.0

    def plan(self, planned: Mapping[str, float]) -> None:
        self.planned = dict(planned)
        self.import_.total = max(1, round(sum(planned.values()) * 1000))

    def begin(self, step: str) -> None:
        """The next step begins; the one before it is done, whatever was planned."""
        self._clock()
        if self.step in self.planned:
            self.planned[self.step] = self.done.get(self.step, 0.0)
        self.step, self.import_.step = step, step
        self.show(now=True)

    def did(self, seconds: float) -> None:
        """As much of this step is done as was planned to take `seconds`."""
        self._clock()
        self.done[self.step] = self.done.get(self.step, 0.0) + seconds
        self.show()

    def _clock(self) -> None:
        now = time.monotonic()
        self.spent[self.step] = self.spent.get(self.step, 0.0) + now - self.since
        self.since = now

    def remaining(self) -> float:
        """Seconds until the end, as far as can be told."""
        known = [step for step in self.done if step in self.planned]
        done, spent = sum(self.done[step] for step in known), sum(self.spent[step] for step in known)
        overall = (spent + PRIOR) / (done + PRIOR)
        total = 0.0
        for step, planned in self.planned.items():
            done, spent = self.done.get(step, 0.0), self.spent.get(step, 0.0)
            # Its own pace counts the more, the longer it was measured.
            pace = (spent + PRIOR * overall) / (done + PRIOR) if done else overall
            total += max(planned - done, 0.0) * pace
        return total

    def show(self, *, now: bool = False) -> None:
        """Store how far it is, and tell; not more often than there is something to see."""
        if not now and time.monotonic() - self.shown_at < SHOWN_EVERY:
            return
        self.shown_at = time.monotonic()
        import_, moment = self.import_, timezone.now()
        import_.done = min(round(sum(self.done.values()) * 1000), import_.total)
        import_.seen_at = moment
        import_.ends_at = moment + timedelta(seconds=self.remaining()) if self.planned else None
        self._store()
        self.tell(import_)

    def _store(self) -> None:
        import_ = self.import_
        if not self.aside:
            import_.save(update_fields=["state", "step", "done", "total", "seen_at", "ends_at"])
            return
        with closing(connections.create_connection("default")) as connection, connection.cursor() as cursor:
            cursor.execute(
                "UPDATE articles_import SET state = %s, step = %s, done = %s, total = %s, seen_at = %s, ends_at = %s"
                " WHERE id = %s",
                [
                    import_.state,
                    import_.step,
                    import_.done,
                    import_.total,
                    import_.seen_at,
                    import_.ends_at,
                    import_.pk,
                ],
            )
