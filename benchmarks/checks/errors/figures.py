"""Figures that a tired translator gets wrong."""

import random
import re
from collections.abc import Callable, Iterator

from ..documents import Document
from ..seeds import Error, Seeded, changed

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
# A word becomes another of its row.
_ROWS = [
    "two three four five six seven eight nine ten eleven twelve",
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "third fourth fifth sixth seventh eighth ninth tenth",
    "hundred thousand million billion trillion",
]
_ROW_OF = {word: row.split() for row in _ROWS for word in row.split()}
_WORDS = re.compile(rf"\b(?:{'|'.join(_ROW_OF)})\b", re.IGNORECASE)
_NUMBERS = re.compile(rf"{_FIGURES.pattern}|{_WORDS.pattern}", re.IGNORECASE)


def digit_changed(document: Document, chance: random.Random) -> Seeded | None:
    """1,250 becomes 1,350."""
    return _error(document, chance, _FIGURES, _other_digit)


def number_dropped(document: Document, chance: random.Random) -> Seeded | None:
    """ "The three ministers" become "the ministers"."""
    return _error(document, chance, _NUMBERS, lambda said, chance: "")


def word_changed(document: Document, chance: random.Random) -> Seeded | None:
    """Seven becomes eight, a million a billion."""
    return _error(document, chance, _WORDS, _other_word)


def _error(
    document: Document, chance: random.Random, pattern: re.Pattern[str], wrong: Callable[[str, random.Random], str]
) -> Seeded | None:
    places = list(_places(document, pattern))
    if not places:
        return None
    line, match = chance.choice(places)
    said = document.article.paragraphs[line]
    mistaken = said[: match.start()] + wrong(match[0], chance) + said[match.end() :]
    return changed(document, line, " ".join(mistaken.split()), "figures")


def _places(document: Document, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for line, said in enumerate(document.article.paragraphs):
        for match in pattern.finditer(said):
            yield line, match


def _other_digit(said: str, chance: random.Random) -> str:
    place = chance.choice([place for place, letter in enumerate(said) if letter.isdigit()])
    digit = chance.choice([each for each in "123456789" if each != said[place]])
    return said[:place] + digit + said[place + 1 :]


def _other_word(said: str, chance: random.Random) -> str:
    word = chance.choice([each for each in _ROW_OF[said.lower()] if each != said.lower()])
    return word.capitalize() if said[0].isupper() else word


ERRORS: dict[str, list[Error]] = {
    "a digit changed": [digit_changed],
    "a number dropped": [number_dropped],
    "a number word changed": [word_changed],
}
