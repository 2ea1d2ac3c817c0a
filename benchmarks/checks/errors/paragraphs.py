"""Paragraphs that fell out or changed places, in documents of a sentence a paragraph and of longer paragraphs."""

import random
from dataclasses import replace
from functools import cache

from articles.checks import Text

from ..documents import Document
from ..seeds import Error, Seeded

CHECK = "paragraphs"
MOST_MERGED = 4


def dropped(document: Document, chance: random.Random) -> Seeded | None:
    """One paragraph less."""
    return _without(document, chance.randrange(len(document.article.paragraphs)))


def swapped(document: Document, chance: random.Random) -> Seeded | None:
    """Any two paragraphs in each other's place."""
    return _exchanged(document, *chance.sample(range(len(document.article.paragraphs)), 2))


def dropped_of_longer(document: Document, chance: random.Random) -> Seeded | None:
    """`dropped`, once the sentences were merged into paragraphs."""
    return dropped(_longer(document), chance)


def swapped_of_longer(document: Document, chance: random.Random) -> Seeded | None:
    """`swapped`, once the sentences were merged into paragraphs."""
    longer = _longer(document)
    return swapped(longer, chance) if len(longer.article.paragraphs) > 1 else None


def _without(document: Document, line: int) -> Seeded:
    paragraphs = document.article.paragraphs
    return _seeded(document, (*paragraphs[:line], *paragraphs[line + 1 :]), line)


def _exchanged(document: Document, one: int, other: int) -> Seeded:
    paragraphs = list(document.article.paragraphs)
    paragraphs[one], paragraphs[other] = paragraphs[other], paragraphs[one]
    return _seeded(document, tuple(paragraphs), one, other)


def _seeded(document: Document, paragraphs: tuple[str, ...], *lines: int) -> Seeded:
    return Seeded(document, replace(document.article, paragraphs=paragraphs), CHECK, frozenset(lines))


def portions(count: int, chance: random.Random) -> list[range]:
    """`count` sentences in paragraphs of one to four."""
    made, start = [], 0
    while start < count:
        made.append(range(start, min(start + chance.randint(1, MOST_MERGED), count)))
        start = made[-1].stop
    return made


def merged(text: Text, paragraphs: list[range]) -> Text:
    """`text`, with some of its paragraphs in one."""
    return replace(text, paragraphs=tuple(" ".join(text.paragraphs[each.start : each.stop]) for each in paragraphs))


@cache
def _longer(document: Document) -> Document:
    paragraphs = portions(len(document.article.paragraphs), random.Random(document.name))
    return replace(
        document, article=merged(document.article, paragraphs), original=merged(document.original, paragraphs)
    )


ERRORS: dict[str, list[Error]] = {
    "paragraphs dropped": [dropped],
    "paragraphs swapped": [swapped],
    "longer paragraphs dropped": [dropped_of_longer],
    "longer paragraphs swapped": [swapped_of_longer],
}
