"""Names of the documents, collected by rule and not by choice: to measure the check and the proposed spellings on."""

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from articles.checks import Entry, Vocabulary
from articles.checks.common_names import in_arabic_letters, ranked
from articles.checks.reading.names import beginnings
from articles.checks.reading.peoples import kin
from articles.checks.reading.sentences import sentences
from articles.checks.romanising import Romanised, proposals
from articles.models import folding
from articles.models.folding import fold
from articles.models.sound import askable_bones, bones, sounds_like
from benchmarks.report import Report

from .documents import Document, documents

_SHORTEST, _SHORTEST_OTHER = 4, 3
_PRESS = Path(__file__).resolve().parents[2] / "tests" / "models" / "names_by_sound.txt"
_SURE = 2
_DAYS = frozenset(fold(name) for name in (*calendar.month_name, *calendar.day_name))
# What English ends the words for a people in, or for those who follow something.
_PEOPLE = re.compile("(?:an|ine|ese|ish|im|crat|ist|ic|ch)s?$|[^aeiou]i$")
LATIN = "\u024f"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a document's English writes it, and as its other side does, folded and without prefixes."""

    english: str
    other: str


def collected(documents: Iterable[Document]) -> list[Name]:
    """Names of one word that sound alike in both texts of a sentence, and like nothing else there.

    Kept is what stands so in two sentences, or sounds alike letter by letter; no word that the English texts have in
    small letters, no month or day, no people or follower of a name ("American", "Democrats"), and none whose other
    side is an ordinary word, which stands in other documents too.
    """
    documents = list(documents)
    ordinary = _ordinary(documents)
    seen = Counter[Name]()
    for document in documents:
        for ours, theirs in zip(document.article.paragraphs, document.original.paragraphs, strict=True):
            seen.update(_pairs(ours, theirs, document.language, ordinary))
    elsewhere = _elsewhere(documents, seen)
    best = defaultdict[str, list[tuple[int, Name]]](list)
    for name, count in seen.items():
        is_sure = count >= _SURE or sounds_like(fold(name.english), fold(name.other))
        if is_sure and fold(name.other) not in elsewhere:
            best[name.other].append((count, name))
    return sorted(
        {max(names, key=lambda each: (each[0], each[1].english))[1] for names in best.values()},
        key=lambda name: (name.english, name.other),
    )


def _ordinary(documents: Iterable[Document]) -> frozenset[str]:
    """Words of the English texts that are no names: in small letters somewhere, days, months, peoples and followers."""
    words = [
        word for document in documents for said in document.article.paragraphs for word in folding.words(said, "en")
    ]
    small = {word.folded for word in words if word.is_lower}
    large = {word.folded for word in words if not word.is_lower}
    one_of = {word.folded for before, word in pairwise(words) if before.folded in ("a", "an")}
    peoples = {
        word for word in large if _PEOPLE.search(word) and (word in one_of or word + "s" in large or kin(word) & large)
    }
    of_one = {word for word in large if word.removesuffix("s") in small | peoples or word + "s" in small}
    return frozenset(small | peoples | of_one | _DAYS)


def _elsewhere(documents: list[Document], seen: Iterable[Name]) -> frozenset[str]:
    """Words that stand in documents whose English hasn't the name that they sound like: ordinary words do."""
    english = defaultdict[str, set[str]](set)
    for name in seen:
        english[fold(name.other)].add(fold(name.english))
    found = set[str]()
    for document in documents:
        ours = {word.folded for said in document.article.paragraphs for word in folding.words(said, "en")}
        for said in document.original.paragraphs:
            for word in folding.words(said, document.language):
                for form in (*_forms(word.folded, document.language), *beginnings(word.folded, document.language)):
                    if form in english and not english[form] & ours:
                        found.add(form)
    return frozenset(found)


def _forms(folded: str, language: str) -> list[str]:
    """A word as it stands, and without what Arabic writes onto any noun; the article is part of a name."""
    found = [folded]
    if language == "ar" and not folded.isascii():
        bare = folded[1:] if folded[0] in "وف" else folded
        found += [bare, bare[1:]] if bare[:1] in ("ب", "ل", "ك") else [bare]
    return list(dict.fromkeys(form for form in found if len(form) >= _SHORTEST_OTHER))


def _pairs(ours: str, theirs: str, language: str, ordinary: frozenset[str]) -> Iterator[Name]:
    begins = {sentence.start for sentence in sentences(ours, "en")}
    english = {
        ours[word.start : word.end]: word.folded
        for word in folding.words(ours, "en")
        if not word.is_lower and len(word.folded) >= _SHORTEST and word.folded not in ordinary
        and word.start not in begins and word.folded.isalpha() and ours[word.start : word.end].isalpha()
    }  # fmt: skip
    others = {
        theirs[word.start : word.end]: _forms(word.folded, language)
        for word in folding.words(theirs, language)
        if word.folded[0] > LATIN or language in ("tr", "fr")
    }
    found = defaultdict[str, set[str]](set)
    for raw, folded in english.items():
        for other, forms in others.items():
            if form := _form_of(folded, forms):
                found[raw].add(other[len(other) - len(form) :])
    taken = Counter(other for some in found.values() for other in some)
    for raw, some in found.items():
        if len(some) == 1 and taken[other := next(iter(some))] == 1:
            yield Name(raw, other)


def _form_of(english: str, forms: Iterable[str]) -> str:
    """Which of `forms` sounds like a folded English word: letter by letter, or in its consonants; "" for none."""
    matching = [
        form for form in forms if bones(form) in askable_bones(english) or bones(english) in askable_bones(form)
    ]
    return max(matching, key=lambda form: (sounds_like(english, form), form[0] != "و", len(form)), default="")


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


def _found_by(name: Name) -> str:
    """What may lead to a name's English spelling: a list of names in both letters, of Latin names, or its letters."""
    if {folding.key(name.other), folding.key(name.other.removeprefix("ال"))} & set(in_arabic_letters()):
        return "listed in Arabic letters"
    return "listed in Latin letters" if folding.key(name.english) in ranked() else "not listed"


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
    """Report how many names are proposed as the English has them: all, and by where the proposal came from."""
    if language not in ("ar", "fa"):
        return
    what = f"{language}: Latin spelling among the first three"
    names = collected(documents(language))
    asked = 80 if language == "ar" else None
    report.share(what, _proposed(names, language), len(names), "all names of the documents", at_least=asked)
    by = defaultdict[str, list[Name]](list)
    for name in names:
        by[_found_by(name)].append(name)
    for found_by, some in sorted(by.items()):
        report.share(what, _proposed(some, language), len(some), f"names of the documents, {found_by}")
    if language == "ar":
        region = _of_the_region()
        right = sum(
            bool({folding.key(each.text) for each in proposals(arabic, "ar")} & press) for arabic, press in region
        )
        report.share(what, right, len(region), "names of the region, some spelling of the press")
