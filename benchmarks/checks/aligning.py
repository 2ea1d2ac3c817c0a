"""How many sentences the aligner pairs right, with each document's sentences merged into paragraphs at random.

A sentence counts as right when one bead holds exactly the paragraphs that it has to: the sentence's own on both sides,
and those linked to them through sentences that lie in one paragraph here and in another there. A bead with one
paragraph too many, or too few, is wrong for every sentence in it.
"""

import random
import time

from articles.checks import Text, align
from benchmarks.report import Report

from .documents import Document, documents
from .errors.paragraphs import merged, portions

ROUNDS = 3
LONG = 60
VERY_LONG = 300

Bead = tuple[frozenset[int], frozenset[int]]


def measure(report: Report, language: str, *, at_least: float) -> None:
    """Sentences paired right: as they are, and merged alike or apart on both sides; and how long it takes."""
    chance = random.Random(f"merged {language}")
    given = documents(language)
    kinds = {"a sentence a paragraph": [], "merged alike": [], "merged apart": []}  # type: dict[str, list[bool]]
    for document in given:
        count = len(document.article.paragraphs)
        kinds["a sentence a paragraph"] += right(document, *[[range(n, n + 1) for n in range(count)]] * 2)
        for _round in range(ROUNDS):
            alike = portions(count, chance)
            kinds["merged alike"] += right(document, alike, alike)
            kinds["merged apart"] += right(document, portions(count, chance), portions(count, chance))
    for name, found in kinds.items():
        share = 100 * sum(found) / len(found)
        report.add(
            f"{language}: sentences paired right, {name}", f"{share:.1f} %", f"{len(found)} sentences",
            asked=f"≥ {at_least:g} %", is_met=share >= at_least,
        )  # fmt: skip
    for count in (LONG, VERY_LONG):
        report.add(f"{language}: {count} paragraphs aligned", f"{_time(given, count):.1f} ms", "one text")


def right(document: Document, ours: list[range], theirs: list[range]) -> list[bool]:
    """Of each sentence, whether it was paired right once the document was merged into these paragraphs."""
    found = align(merged(document.article, ours), merged(document.original, theirs))
    beads = {(frozenset(bead.ours), frozenset(bead.theirs)) for bead in found.beads}
    return [
        bead in beads
        for bead, paragraphs in _smallest(ours, theirs)
        for paragraph in paragraphs
        for _sentence in paragraph
    ]


def _smallest(ours: list[range], theirs: list[range]) -> list[tuple[Bead, list[range]]]:
    """The smallest beads that there have to be: they end wherever a paragraph ends on both sides. With the article's
    paragraphs in each.
    """
    found, begins, begins_there = [], 0, 0
    for number, paragraph in enumerate(ours):
        there = next((n for n, other in enumerate(theirs) if other.stop == paragraph.stop), None)
        if there is not None:
            bead = frozenset(range(begins, number + 1)), frozenset(range(begins_there, there + 1))
            found.append((bead, ours[begins : number + 1]))
            begins, begins_there = number + 1, there + 1
    return found


def _time(given: list[Document], count: int) -> float:
    """Milliseconds to align documents, one after another as one text of `count` paragraphs; numbers not counted."""
    ours = [line for document in given for line in document.article.paragraphs][:count]
    theirs = [line for document in given for line in document.original.paragraphs][:count]
    times = []
    for _run in range(7):
        article, original = Text(tuple(ours), "en"), Text(tuple(theirs), given[0].language)
        assert len(article.numbers) == len(original.numbers)
        began = time.process_time()
        align(article, original)
        times.append(1_000 * (time.process_time() - began))
    return min(times)
