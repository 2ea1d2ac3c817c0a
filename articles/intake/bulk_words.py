"""Made-up words and names for measuring: the same ones every time they are made."""

import random
import re
from collections.abc import Callable, Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from articles.models.folding import ARTICLES, key

SIZE = 20_000

_ONSETS = ("b", "d", "f", "gh", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z", "")
_NUCLEI = ("a", "e", "i", "o", "u", "aa", "ai", "ou")
_CODAS = ("", "", "n", "r", "l", "m", "s", "d", "t", "b")
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшыья"
# How an Arabic name is written with the letters of its Latin syllables; short vowels are left out.
_IN_ARABIC = {
    "b": "ب", "d": "د", "f": "ف", "gh": "غ", "h": "ح", "j": "ج", "k": "ك", "kh": "خ", "l": "ل", "m": "م", "n": "ن",
    "q": "ق", "r": "ر", "s": "س", "sh": "ش", "t": "ت", "w": "و", "y": "ي", "z": "ز", "": "",
    "a": "", "e": "", "i": "ي", "o": "و", "u": "و", "aa": "ا", "ai": "ي", "ou": "و",
}  # fmt: skip
# What one desk writes and another does otherwise.
_OTHERWISE = (
    ("al-", "el-"), ("aa", "a"), ("ou", "oo"), ("ai", "ay"), ("q", "k"), ("kh", "x"), ("gh", "g"), ("sh", "ch"),
    ("j", "dj"), ("al-", ""), ("(?<!a)i", "ee"), ("(?<!o)u", "ou"), ("o(?!u)", "u"), ("e", "i"),
)  # fmt: skip


class Words:
    """A vocabulary of made-up words whose frequencies fall as in a real language (Zipf), the most frequent first."""

    def __init__(self, seed: str, make: Callable[[random.Random], str], size: int = SIZE) -> None:
        chance = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < size:
            words[make(chance)] = None
        self.words = list(words)
        self._cumulative = list(accumulate(1 / (rank + 2.7) for rank in range(size)))

    def some(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self._cumulative, k=count)


class Name(NamedTuple):
    """A name of the vocabulary: in the house spelling, in others that desks use, and in Arabic."""

    name: str
    otherwise: tuple[str, ...]
    arabic: str


def latin_word(chance: random.Random) -> str:
    # An article is no word of its own in a search.
    while (word := _latin(_syllables(chance, 1, 3))) in ARTICLES:
        pass
    return word


def arabic_word(chance: random.Random) -> str:
    return "".join(chance.choices(_ARABIC, k=chance.randint(3, 7)))


def persian_word(chance: random.Random) -> str:
    return "".join(chance.choices(_ARABIC.replace("ي", "ی").replace("ك", "ک") + "پچژگ", k=chance.randint(3, 7)))


def turkish_word(chance: random.Random) -> str:
    return _latin(_syllables(chance, 2, 4)).translate(str.maketrans("qxwu", "kşvü"))


def french_word(chance: random.Random) -> str:
    return _latin(_syllables(chance, 2, 4)).replace("ai", "é").replace("aa", "â")


def russian_word(chance: random.Random) -> str:
    return "".join(chance.choices(_CYRILLIC, k=chance.randint(3, 9)))


def names(number: int, apart_from: Words) -> list[Name]:
    """`number` names, none of which is a word of `apart_from`; no spelling stands for two of them."""
    chance, words = random.Random("names"), set(apart_from.words)
    taken: set[str] = set()

    def made() -> Iterator[Name]:
        while True:
            name = _name(chance)
            spellings = {key(name.name), *map(key, name.otherwise), key(name.arabic)}
            if not name.otherwise or spellings & taken or words & {word for each in spellings for word in each.split()}:
                continue
            taken.update(spellings)
            yield name

    return list(islice(made(), number))


Syllable = tuple[str, str, str]


def _syllables(chance: random.Random, low: int, high: int) -> list[Syllable]:
    return [
        (chance.choice(_ONSETS), chance.choice(_NUCLEI), chance.choice(_CODAS))
        for _each in range(chance.randint(low, high))
    ]


def _latin(syllables: list[Syllable]) -> str:
    return "".join("".join(each) for each in syllables)


def _arabic(syllables: list[Syllable]) -> str:
    letters = "".join(_IN_ARABIC[part] for each in syllables for part in each)
    # A word that begins with a vowel begins with an alef.
    return letters if syllables[0][0] else f"ا{letters}"


def _name(chance: random.Random) -> Name:
    first, last = _syllables(chance, 2, 3), _syllables(chance, 2, 3)
    has_article = chance.random() < 0.5
    name = f"{_latin(first).capitalize()} {'al-' if has_article else ''}{_latin(last).capitalize()}"
    arabic = f"{_arabic(first)} {'ال' if has_article else ''}{_arabic(last)}"
    seen, otherwise = {key(name)}, list[str]()
    for here, there in chance.sample(_OTHERWISE, len(_OTHERWISE)):
        other = re.sub(here, there, name)
        if len(otherwise) < chance.randint(1, 4) and other != name and key(other) not in seen:
            seen.add(key(other))
            otherwise.append(other)
    return Name(name, tuple(otherwise), arabic)
