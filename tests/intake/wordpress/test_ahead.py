"""Texts are read ahead by another process, and by this one where that is gone."""

import os
import signal
from functools import partial

from articles.intake.wordpress.ahead import AT_ONCE, MANY, Text, prepare, reading_ahead

HOW = partial(prepare, site="old.example", disclaimers=(), known=("SANA",))
TEXTS = [Text(f"<p>The bridge opened, writes SANA.</p><p>Line {n}.</p>", "A bridge", n) for n in range(AT_ONCE + 1)]


def test_what_another_process_reads_is_what_this_one_would() -> None:
    with reading_ahead(HOW, number=MANY) as ahead:
        pool = ahead.pool
        there = list(ahead.answers(ahead.ask(TEXTS)))
        assert pool is not None
        for process in list(pool._processes):
            os.kill(process, signal.SIGKILL)
        here = list(ahead.answers(ahead.ask(TEXTS)))

    assert there == here == [HOW(text) for text in TEXTS]
    assert ahead.pool is None
