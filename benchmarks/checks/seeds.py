"""Errors seeded into the translations, by a fixed seed: what a tired translator does, one at a time."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from articles.checks import BY_SLUG, Finding, Text

from .documents import Document

WANTED = 500


@dataclass(frozen=True)
class Seeded:
    """A document with one error in its article. `check`: which check is to see it. `lines`: where, in paragraphs
    of either text.
    """

    document: Document
    article: Text
    check: str
    lines: frozenset[int]


# Makes one error in a copy of the article, or returns None where the paragraph has nothing of the kind.
Error = Callable[[Document, random.Random], Seeded | None]


def seeded(error: Error, documents: list[Document], *, wanted: int = WANTED) -> Iterator[Seeded]:
    """`wanted` errors of a kind, spread over the documents, no two the same; fewer where they hold no more."""
    chance = random.Random(f"{error.__name__} {documents[0].language}")
    seen: set[tuple[str, ...]] = set()
    made = 0
    for turn in range(wanted * 20):
        one = error(documents[turn % len(documents)], chance)
        if one is None or (one.article.paragraphs in seen):
            continue
        seen.add(one.article.paragraphs)
        yield one
        made += 1
        if made == wanted:
            return


def is_caught(one: Seeded) -> bool:
    """Whether the check says something of the place that it doesn't say of the document without the error."""
    before = _without(one.document, one.check)
    new = [each for each in _of(one.document, one.check, one.article) if (each.message, each.passage) not in before]
    return any(_lines(each) & one.lines for each in new)


@cache
def _without(document: Document, check: str) -> frozenset[tuple[str, str]]:
    """What the check says of the document without an error."""
    return frozenset((each.message, each.passage) for each in _of(document, check, document.article))


def _of(document: Document, check: str, article: Text) -> list[Finding]:
    return BY_SLUG[check].reported(document.pair(article), blocks=False)


def _lines(finding: Finding) -> set[int]:
    return {each.paragraph for each in (finding.place, finding.original_place) if each and each.field == "body"}


def changed(document: Document, line: int, said: str, check: str) -> Seeded:
    """The document with `said` in the place of one paragraph."""
    paragraphs = list(document.article.paragraphs)
    paragraphs[line] = said
    return Seeded(document, replace(document.article, paragraphs=tuple(paragraphs)), check, frozenset({line}))
