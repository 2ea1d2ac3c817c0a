"""What is measured of each language, and what was asked for."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from articles.checks import Pair, Text, Vocabulary, read
from articles.models import Adaptation
from benchmarks.checks import seeds
from benchmarks.checks.documents import Document, documents
from benchmarks.checks.errors import figures, months, names, negation, paragraphs, quotations, speakers
from benchmarks.report import Report
from newsroom.startup import leave_what_stays

COSTLY = ("figures", "dates", "quotations", "paragraphs", "names")
# What is asked at least of errors caught: of Arabic, and of the others.
CAUGHT = {
    "figures": (95, 92),
    "paragraphs": (95, 95),
    "quotations": (85, 85),
    "negation": (60, None),
    "months": (95, 90),
    "names": (None, None),
    "speakers": (None, None),
}
KINDS = {
    "figures": figures, "paragraphs": paragraphs, "quotations": quotations, "negation": negation, "months": months,
    "names": names, "speakers": speakers,
}  # fmt: skip
WORDS = 1_500
RUNS, WARMING = 30, 3


def _limit(language: str, arabic: float, others: float) -> float:
    return arabic if language == "ar" else others


def falsely(report: Report, language: str, _wanted: int) -> None:
    """Documents in which a check finds something, though professionals translated them."""
    found = [flagged(each.pair(vocabulary=_vocabulary(language))) for each in documents(language)]

    def row(what: str, by: Iterable[str], at_most: float | None = None) -> None:
        _flagged(report, f"{language}: documents falsely flagged by {what}", found, set(by), at_most)

    row("figures", ["figures"], _limit(language, 5, 8))
    row(" or ".join([", ".join(COSTLY[:-1]), COSTLY[-1]]), COSTLY, _limit(language, 10, 15))
    row("negation", ["negation"], 10 if language == "ar" else None)
    for other in ("dates", "quotations", "paragraphs", "names", "length", "leftovers", "house-rules"):
        row(f"{other} alone", [other])


def _flagged(report: Report, what: str, found: list[set[str]], by: set[str], at_most: float | None) -> None:
    count = sum(bool(each & by) for each in found)
    share = 100 * count / len(found)
    report.add(
        what, f"{share:.1f} % ({count})", f"{len(found)} documents",
        asked="" if at_most is None else f"≤ {at_most:g} %", is_met=None if at_most is None else share <= at_most,
    )  # fmt: skip


def flagged(pair: Pair) -> set[str]:
    return {finding.check for finding in read(pair)}


def _vocabulary(language: str) -> Vocabulary:
    from benchmarks.checks.names import vocabulary

    return vocabulary(language)


def errors(report: Report, language: str, wanted: int) -> None:
    """Seeded errors, kind by kind: how many are caught."""
    given = documents(language)
    for kind, module in KINDS.items():
        arabic, others = CAUGHT[kind]
        least = arabic if language == "ar" else others
        caught_of_all, all_made = 0, 0
        for name, some in module.ERRORS.items():
            share = wanted // len(some)
            made = [one for error in some for one in seeds.seeded(error, given, wanted=share)]
            caught = sum(map(seeds.is_caught, made))
            report.share(f"{language}: {name}", caught, len(made), f"{len(made)} errors")
            caught_of_all, all_made = caught_of_all + caught, all_made + len(made)
        report.share(f"{language}: {kind}, caught in all", caught_of_all, all_made, f"{all_made}", at_least=least)


def excerpts(report: Report, language: str, _wanted: int) -> None:
    """The documents cut to 30 % of their paragraphs, as excerpts."""
    chance = random.Random(f"excerpts {language}")
    found = [flagged(_cut(each, chance)) for each in documents(language)]
    what = f"{language}: documents cut to 30 %, falsely flagged"
    _flagged(report, what, found, set(COSTLY), _limit(language, 5, 8))


def _cut(document: Document, chance: random.Random) -> Pair:
    lines = document.article.paragraphs
    kept = sorted(chance.sample(range(len(lines)), max(1, round(0.3 * len(lines)))))
    article = replace(document.article, paragraphs=tuple(lines[number] for number in kept))
    return document.pair(article, adaptation=Adaptation.EXCERPTS)


def speed(report: Report, language: str, _wanted: int) -> None:
    """All checks on long articles beside their originals, each another, as a serving process runs them."""
    vocabulary = _vocabulary(language)
    pairs = [_long(documents(language), first, vocabulary) for first in range(RUNS + WARMING)]
    times = []
    leave_what_stays()
    for pair in pairs:
        began = time.perf_counter()
        read(pair)
        times.append(1_000 * (time.perf_counter() - began))
    # The first ones read word lists; afterwards a process has them.
    del times[:WARMING]
    median, worst = statistics.median(times), sorted(times)[int(0.95 * len(times))]
    words = statistics.median(sum(len(each.split()) for each in pair.article.paragraphs) for pair in pairs)
    said, sample = f"{median:.1f} ms (p95 {worst:.1f})", f"{words:.0f} words, {RUNS} articles"
    report.add(f"{language}: all checks on one article", said, sample, asked="≤ 50 ms", is_met=median <= 50)


def _long(given: list[Document], first: int, vocabulary: Vocabulary) -> Pair:
    """Documents one after another from `first` on, as long as a long article; three sentences a paragraph."""
    ours: list[str] = []
    theirs: list[str] = []
    count = 0
    for document in [*given[first:], *given[:first]]:
        for our, their in zip(document.article.paragraphs, document.original.paragraphs, strict=True):
            if count < WORDS:
                count += len(our.split())
                ours.append(our)
                theirs.append(their)
    merged = [
        tuple(" ".join(lines[start : start + 3]) for start in range(0, len(lines), 3)) for lines in (ours, theirs)
    ]
    return Pair(Text(merged[0], "en"), (Text(merged[1], given[0].language),), vocabulary=vocabulary)


def aligner(report: Report, language: str, _wanted: int) -> None:
    from benchmarks.checks import aligning

    aligning.measure(report, language, at_least=_limit(language, 97, 95))


def names_part(report: Report, language: str, _wanted: int) -> None:
    from benchmarks.checks import names as measured

    measured.measure(report, language)


PARTS: dict[str, Callable[[Report, str, int], None]] = {
    "false": falsely,
    "errors": errors,
    "aligner": aligner,
    "names": names_part,
    "excerpts": excerpts,
    "speed": speed,
}
