"""What a language's number words are worth, and how it puts them together."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

# plain: adds up. scale: multiplies what stands before it. fraction: a half, a third. alone: is a number by itself (a
# dual, "twice"). and: joins two of them. a: stands between "and" and "half". unit: says what is counted.
Kind = Literal["plain", "scale", "fraction", "alone", "and", "a", "unit"]
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Atom:
    """One word of a number.

    `is_sure`: whether it is a number for certain, and no article, name or manner of speaking. `ends`: whether nothing
    more can follow it ("twenty-first"). `joins`: whether it has the word "and" at its front, as in Arabic.
    `is_several`: whether by itself it says that there are many ("thousands"), and no number.
    """

    kind: Kind
    value: Decimal = Decimal(0)
    is_sure: bool = True
    others: frozenset[Decimal] = frozenset()
    unit: str = ""
    ends: bool = False
    joins: bool = False
    is_digits: bool = False
    is_several: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The number words of a language.

    `lookup`: what a folded word is, or None. `percent`: what stands for %, as a pattern.
    `vague_before`, `vague_after`: words before and behind a hundred by which it is several.
    `idle_after`: words behind which no word is a number for certain ("sağ elli", right-handed).
    `both_after`: behind which two may be both ("les deux").
    `never_before`: words in front of which it is none at all ("سه شنبه", Tuesday).
    `needs_and`: whether parts are joined by a word alone. `units_first`: five-and-twenty.
    `by_twenties`: soixante-dix, quatre-vingts. `always_several`: "on binlerce" is no number, either.
    `thousands`, `point`: marks in figures; `is_strict`: a mark between thousands is never anything else.
    """

    atoms: Mapping[str, Atom] = field(default_factory=dict)
    lookup: Callable[[str], Atom | None] | None = None
    fold: Callable[[str], str] = str.lower
    percent: str = ""
    vague_before: frozenset[str] = frozenset()
    vague_after: frozenset[str] = frozenset()
    idle_after: frozenset[str] = frozenset()
    both_after: frozenset[str] = frozenset()
    never_before: frozenset[str] = frozenset()
    needs_and: bool = False
    units_first: bool = False
    by_twenties: bool = False
    always_several: bool = False
    is_strict: bool = False
    thousands: str = "."
    point: str = ","

    def atom(self, word: str) -> Atom | None:
        """What a word of a text is worth, if anything."""
        folded = self.fold(word)
        return self.atoms.get(folded) or (self.lookup(folded) if self.lookup else None)


def remembered(lexicon: Lexicon) -> Callable[[str], Atom | None]:
    """`lexicon.atom` for words that come again and again."""
    return lru_cache(maxsize=30_000)(lexicon.atom)


def plain(words: Mapping[str, int | str], **known: object) -> dict[str, Atom]:
    """Words that add up."""
    return _atoms("plain", words, known)


def scales(words: Mapping[str, int | str], **known: object) -> dict[str, Atom]:
    """Words that multiply."""
    return _atoms("scale", words, known)


def several(words: Mapping[str, int | str]) -> dict[str, Atom]:
    """Words that multiply, and say by themselves that there are many."""
    return _atoms("scale", words, {"is_sure": False, "is_several": True})


def fractions(words: Mapping[str, int | str]) -> dict[str, Atom]:
    """Parts of one: they answer to what they may be written as in figures."""
    return {
        word: Atom("fraction", part, is_sure=False, others=_in_figures(part))
        for each, given in words.items()
        for part in [Decimal(given)]
        for word in each.split()
    }


def _in_figures(part: Decimal) -> frozenset[Decimal]:
    """A quarter may be 25 %, 15 minutes, 3 months, or one in 4."""
    found = {Decimal(round(each)) for each in (part * 100, part * 60, part * 12, 1 / part)}
    if part > Decimal("0.5"):
        found |= {Decimal(2), Decimal(3), Decimal(67)}
    return frozenset(found | {part.quantize(Decimal("0.01"))})


def answering(words: Mapping[str, int | str], *others: int) -> dict[str, Atom]:
    """Words that may answer to a number, but are none for certain."""
    return _atoms("alone", words, {"is_sure": False, "others": frozenset(map(Decimal, others))})


def by_themselves(words: Mapping[str, int | str]) -> dict[str, Atom]:
    """Words that are a number, and no part of one."""
    return _atoms("alone", words, {})


def units(words: Mapping[str, str]) -> dict[str, Atom]:
    """Words for what is counted: money and measures, by the code of each."""
    return {word: Atom("unit", unit=code) for code, each in words.items() for word in each.split()}


def others(words: Iterable[str], kind: Kind) -> dict[str, Atom]:
    """Words that only hold a number together."""
    return {word: Atom(kind) for word in words}


def _atoms(kind: Kind, words: Mapping[str, int | str], known: Mapping[str, object]) -> dict[str, Atom]:
    return {
        word: Atom(kind, Decimal(value), **known)  # type: ignore[arg-type]
        for each, value in words.items()
        for word in each.split()
    }


_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه"})


def folded_arabic(word: str) -> str:
    """A word in Arabic letters without its vowels, and with one letter for those that are written either way."""
    return _MARKS.sub("", word).translate(_LETTERS)


def with_folded(atoms: Mapping[str, Atom], fold: Callable[[str], str]) -> dict[str, Atom]:
    """The same words as the lexicon looks them up."""
    return {fold(word): atom for word, atom in atoms.items()}
