"""Texts are read ahead, beside what is being stored: by other processes where there is much to read."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import batched
from multiprocessing import get_context

from articles.intake.attribution import Found, propose
from articles.intake.feet import Feet, take_out_feet

from . import beside
from .bodies import Picture, read_body
from .items import Note

# Below this a further process takes longer to start than it spares.
MANY = 2_000
AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Text:
    """What is there to be read of one post."""

    content: str
    headline: str
    line: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """What its text says. In `feet.html` the pictures have the numbers of their places in `pictures`, from 1."""

    feet: Feet
    pictures: tuple[Picture, ...]
    notes: tuple[Note, ...]
    found: Found | None


def prepare(text: Text, *, site: str, disclaimers: Sequence[str], known: Sequence[str]) -> Prepared:
    """Read one text: its HTML without its foot, and what it says of outlet and author. No query."""
    body = read_body(text.content, line=text.line, site=site)
    html = body.html({picture: place for place, picture in enumerate(body.pictures, start=1)})
    # The foot may be what tells of the author.
    return Prepared(
        take_out_feet(html, disclaimers=disclaimers), body.pictures, body.notes,
        propose(text.headline, html, known=known),
    )  # fmt: skip


# Some texts, and what will come of them; None where that is still to be done here.
Asked = list[tuple[Sequence[Text], "Future[list[Prepared]] | None"]]


class Ahead:
    """Prepares texts; `ask` for some, go on with other things, and take what came of them from `answers`."""

    def __init__(self, how: "partial[Prepared]", pool: ProcessPoolExecutor | None) -> None:
        self.how, self.pool = how, pool

    def ask(self, texts: Iterable[Text]) -> Asked:
        return [(some, self._submitted(some)) for some in batched(texts, AT_ONCE)]

    def answers(self, asked: Asked) -> Iterator[Prepared]:
        """In the order in which they were asked for."""
        for texts, future in asked:
            try:
                yield from future.result() if future else _prepare_some(self.how, texts)
            except BrokenProcessPool:
                # Somebody ended that process, as a machine short of memory does: it goes on without, more slowly.
                self.pool = None
                yield from _prepare_some(self.how, texts)

    def _submitted(self, texts: Sequence[Text]) -> "Future[list[Prepared]] | None":
        try:
            return self.pool.submit(_prepare_some, self.how, texts) if self.pool else None
        except BrokenProcessPool:
            self.pool = None
            return None


def _prepare_some(how: "partial[Prepared]", texts: Sequence[Text]) -> list[Prepared]:
    return [how(text) for text in texts]


@contextmanager
def reading_ahead(how: "partial[Prepared]", *, number: int) -> Iterator[Ahead]:
    """`number`: of the texts that there are to be read."""
    if number < MANY or (os.cpu_count() or 1) < 2:
        yield Ahead(how, None)
        return
    # Not forked: this process has a connection to the database, and perhaps threads.
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=beside.begin, initargs=(os.getpid(),))
    try:
        yield Ahead(how, pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
