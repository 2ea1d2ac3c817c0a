"""Names of the documents, collected by rule and not by choice: to measure the check and the proposed spellings on."""

import calendar
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from articles.checks import Entry, Vocabulary
from articles.checks.reading.names import beginnings
from articles.checks.romanising import Romanised, proposals
from articles.models import folding
from articles.models.folding import fold
from articles.models.sound import askable_bones, bones, sounds_like
from benchmarks.report import Report

from .documents import Document, documents

_SHORTEST = 4
_PRESS = Path(__file__).resolve().parents[2] / "tests" / "models" / "names_by_sound.txt"
_SURE = 2
_SURER = 3
# Letters that Arabic writes in words of its own, and seldom in a name that it takes over.
_OWN_LETTERS = frozenset("حعصضظذءثق")
_DAYS = frozenset(fold(name) for name in (*calendar.month_name, *calendar.day_name))
LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a document's English writes it, and as its other side does, folded and without prefixes."""

    english: str
    other: str

    @property
    def is_arabic(self) -> bool:
        """Whether its letters say that it is of Arabic origin."""
        return bool(_OWN_LETTERS & set(self.other))


def collected(documents: Iterable[Document]) -> list[Name]:
    """Names of one word that sound alike in both texts of a sentence, and like nothing else there.

    Kept is what stands so in two sentences, or sounds alike letter by letter; no word that the English texts have in
    small letters, no month or day, and none whose other side is an ordinary word, which stands elsewhere too.
    """
    documents = list(documents)
    small = {
        word.folded
        for document in documents
        for said in document.article.paragraphs
        for word in folding.words(said, "en")
        if word.is_lower
    }
    seen = Counter[Name]()
    for document in documents:
        for ours, theirs in zip(document.article.paragraphs, document.original.paragraphs, strict=True):
            seen.update(_pairs(ours, theirs, document.language, small))
    apart = _apart(documents, seen)
    best = defaultdict[str, list[tuple[int, Name]]](list)
    for name, count in seen.items():
        is_sure = count >= _SURE or sounds_like(fold(name.english), fold(name.other))
        if is_sure and apart[fold(name.other)] * _SURER <= count and fold(name.english) not in _DAYS:
            best[name.other].append((count, name))
    return sorted(
        {max(names, key=lambda each: (each[0], each[1].english))[1] for names in best.values()},
        key=lambda name: (name.english, name.other),
    )


def _apart(documents: list[Document], seen: Iterable[Name]) -> Counter[str]:
    """How often the other side of each name stands where its English doesn't: an ordinary word does more often."""
    english = defaultdict[str, set[str]](set)
    for name in seen:
        english[fold(name.other)].add(fold(name.english))
    found = Counter[str]()
    for document in documents:
        for ours, theirs in zip(document.article.paragraphs, document.original.paragraphs, strict=True):
            there = {word.folded for word in folding.words(ours, "en")}
            for word in folding.words(theirs, document.language):
                for form in beginnings(word.folded, document.language):
                    if form in english and not english[form] & there:
                        found[form] += 1
    return found


def _pairs(ours: str, theirs: str, language: str, small: set[str]) -> Iterator[Name]:
    english = {
        ours[word.start : word.end]: word.folded
        for number, word in enumerate(folding.words(ours, "en"))
        if number and not word.is_lower and len(word.folded) >= _SHORTEST and word.folded not in small
        and word.folded.isalpha() and ours[word.start : word.end].isalpha()
    }  # fmt: skip
    others = {
        theirs[word.start : word.end]: beginnings(word.folded, language)
        for word in folding.words(theirs, language)
        if word.folded[0] > LATIN or language in ("tr", "fr")
    }
    found = defaultdict[str, set[str]](set)
    for raw, folded in english.items():
        asked = {*askable_bones(folded)} - {""}
        for other, forms in others.items():
            if matching := [form for form in forms if bones(form) in asked or bones(folded) in askable_bones(form)]:
                form = min(matching, key=lambda form: (form.startswith("ال"), -len(form)))
                found[raw].add(other[len(other) - len(form) :])
    taken = Counter(other for some in found.values() for other in some)
    for raw, some in found.items():
        if len(some) == 1 and taken[other := next(iter(some))] == 1:
            yield Name(raw, other)


@cache
def vocabulary(language: str) -> Vocabulary:
    """A vocabulary of the names collected from the documents in `language`."""
    numbers: dict[str, int] = {}
    entries = []
    for name in collected(documents(language)):
        number = numbers.setdefault(name.english, len(numbers) + 1)
        entries.append(Entry(number, name.english, "place", name.english, "", "name"))
        entries.append(Entry(number, name.english, "place", name.other, language, "variant"))
    return Vocabulary.of(entries)


def _proposed(names: Iterable[Name], language: str) -> int:
    """Of how many names the English spelling is among the first three proposed, without an archive."""
    return sum(_is_among(name.english, proposals(name.other, language)) for name in names)


def _is_among(english: str, proposed: Iterable[Romanised]) -> bool:
    return folding.key(english) in {folding.key(each.text) for each in proposed}


def _of_the_region() -> list[tuple[str, set[str]]]:
    """Names of people and places of the region, with every spelling that the press uses, folded."""
    lines = (line.partition(":") for line in _PRESS.read_text().splitlines() if not line.startswith("#"))
    return [(arabic, {folding.key(each) for each in latin.split()}) for arabic, _colon, latin in lines]


def measure(report: Report, language: str) -> None:
    """Report how many names are proposed as the English has them: of Arabic origin, and all others."""
    if language not in ("ar", "fa"):
        return
    what = f"{language}: Latin spelling among the first three"
    names = collected(documents(language))
    for origin, some in (
        ("in letters that Arabic alone has", [name for name in names if name.is_arabic]),
        ("others", [name for name in names if not name.is_arabic]),
    ):
        report.share(what, _proposed(some, language), len(some), f"names of the documents, {origin}")
    if language == "ar":
        region = _of_the_region()
        right = sum(
            bool({folding.key(each.text) for each in proposals(arabic, "ar")} & press) for arabic, press in region
        )
        report.share(what, right, len(region), "names of the region, some spelling of the press", at_least=80)
