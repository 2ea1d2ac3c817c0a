"""Quotations that lost their marks. The documents hold fewer than 500 of them: each is made once."""

import random
from collections.abc import Iterator
from dataclasses import replace

from articles.checks.reading.quotes import Quotation, quoted

from ..documents import Document
from ..seeds import Error, Seeded, changed


def without_marks(document: Document, chance: random.Random) -> Seeded | None:
    """Both marks of a quotation gone, be it a word or a paragraph that stands between them.

    Only where the original has marks in this paragraph: else there was nothing to lose.
    """
    lines = document.article.paragraphs
    there = document.original.quoted
    found = [
        (number, each.start, each.end)
        for number, one in enumerate(quoted(lines, "en"))
        for each in one.quotations
        if each.is_whole and (there[number].has_marks or there[number].is_within)
    ]
    if not found:
        return None
    number, start, end = chance.choice(found)
    said = lines[number]
    return changed(document, number, f"{said[:start]}{said[start + 1 : end - 1]}{said[end:]}", "quotations")


def long_without_marks(document: Document, chance: random.Random) -> Seeded | None:
    """The same, where the quotation goes on over several paragraphs."""
    lines = list(document.article.paragraphs)
    found = [
        (first, begins, last, ends)
        for first, begins, last, ends in _long_ones(document)
        if any(each.has_marks for each in document.original.quoted[first : last + 1])
    ]
    if not found:
        return None
    first, begins, last, ends = chance.choice(found)
    lines[first] = lines[first][: begins.start] + lines[first][begins.start + 1 :]
    lines[last] = lines[last][: ends.end - 1] + lines[last][ends.end :]
    article = replace(document.article, paragraphs=tuple(lines))
    return Seeded(document, article, "quotations", frozenset(range(first, last + 1)))


def _long_ones(document: Document) -> Iterator[tuple[int, Quotation, int, Quotation]]:
    """Where each quotation over several paragraphs begins and ends."""
    read = quoted(document.article.paragraphs, "en")
    for first, one in enumerate(read):
        last = next((number for number in range(first + 1, len(read)) if not read[number].is_within), None)
        if last is None or one.lone or not one.quotations or not read[last].quotations:
            continue
        begins, ends = one.quotations[-1], read[last].quotations[0]
        if begins.is_whole or ends.is_whole or begins.end < len(document.article.paragraphs[first]):
            continue
        if ends.start == 0 and document.article.paragraphs[last][0] not in _MARKS:
            yield first, begins, last, ends


_MARKS = '"“”«'
ERRORS: dict[str, list[Error]] = {"quotation marks dropped": [without_marks, long_without_marks]}
