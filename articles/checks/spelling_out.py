"""How a word in Arabic letters may be spelled in Latin ones: by what each letter stands for, and by how names look.

Each spelling has a price: of its letters (what an Arabic letter seldom stands for costs more), and of its looks (what
seldom follows one another in names costs more). Prices are logarithms of chances. What letters stand for was counted
in names that are written in both (`letters.txt`): in Arabic, in Persian, and in names that are Arabic themselves.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

from articles.models.folding import fold

from .common_names import latin_names

_LETTERS = Path(__file__).parent / "letters.txt"
_VOWELS = frozenset("اويىةأإآٱئؤءع")
# Letters that Arabic writes in words of its own.
_OWN_LETTERS = frozenset("حعصضطظذءأؤئق")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640\u200c\u200d]")
_FORMS = str.maketrans(
    {"ی": "ي", "ک": "ك", "ې": "ي", "ێ": "ي", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۆ": "و", "ۇ": "و", "ڭ": "گ"}
)
_MOST_LETTERS = 20
# So many beginnings of a spelling are followed up at each letter.
_WIDTH, _WIDTH_LISTED = 24, 60
# How much the looks of a spelling count beside its letters, and the chance of the letter given the spelling.
_LOOKS, _BACKWARDS = 0.8, 0.3
_DEAREST = 7.0
_PLACES = ("^c", "^v", "cc", "cv", "vc", "vv", "c$", "v$")
# As many names as if seen, with the letter anywhere, and anything.
_ANYWHERE, _ANYTHING = 3, 8
# How many letters before one tell its looks; every so manieth name is enough to count them.
_BEFORE, _EVERY = 2, 2
Options = list[tuple[str, float]]


def letters_of(word: str) -> str:
    """A word in the letters that are told apart here, without vowel signs."""
    return _MARKS.sub("", word).translate(_FORMS)[:_MOST_LETTERS]


class Speller:
    """Spells words by how often letters stood for what: `counted[letters, where][Latin letters]`."""

    def __init__(self, counted: dict[tuple[str, str], Counter[str]]) -> None:
        anywhere = defaultdict[str, Counter[str]](Counter)
        all_latin = Counter[str]()
        for (letters, _where), found in counted.items():
            anywhere[letters].update(found)
            all_latin.update(found)
        self.options: dict[tuple[str, str], Options] = {}
        for letters, where in product(anywhere, _PLACES):
            here, every = counted.get((letters, where), Counter[str]()), anywhere[letters]
            options = []
            for latin, times in every.items():
                share = _ANYWHERE * times / every.total()
                price = -math.log((here[latin] + share) / (here.total() + _ANYWHERE))
                if price < _DEAREST:
                    backwards = -math.log(times / (all_latin[latin] + _ANYTHING))
                    options.append((latin, (1 - _BACKWARDS) * price + _BACKWARDS * backwards))
            self.options[letters, where] = sorted(options, key=lambda option: option[1])

    def spelled(self, word: str, *, most: int) -> Options:
        """The likeliest spellings of `word` (as `letters_of` gives it) in small letters, each with its price."""
        looks = _looks()
        beams: list[dict[str, float]] = [{} for _place in range(len(word) + 1)]
        beams[0] = {"^": 0.0}
        for place in range(len(word)):
            kept = _cheapest(beams[place], _WIDTH)
            for ahead, options in self._steps(word, place, beams):
                for text, cost in kept:
                    before = text[-_BEFORE:]
                    for latin, price in options:
                        made = text + latin
                        total = cost + price + looks.of(before, latin)
                        if total < ahead.get(made, math.inf):
                            ahead[made] = total
        ended = ((text[1:], cost + looks.of(text[-_BEFORE:], "$")) for text, cost in beams[-1].items() if len(text) > 1)
        return sorted(ended, key=lambda each: (each[1], each[0]))[:most]

    def listed(self, word: str, names: Sequence[str]) -> Options:
        """Those of `names` (folded, in order) that `word` may be spelled, each with its price."""
        beams: list[dict[str, float]] = [{} for _place in range(len(word) + 1)]
        beams[0] = {"": 0.0}
        for place in range(len(word)):
            kept = _cheapest(beams[place], _WIDTH_LISTED)
            for ahead, options in self._steps(word, place, beams):
                for text, cost in kept:
                    for latin, price in options:
                        made = text + latin
                        if cost + price < ahead.get(made, math.inf) and _begins_one(made, names):
                            ahead[made] = cost + price
        return [(text, cost) for text, cost in beams[-1].items() if names[bisect_left(names, text)] == text]

    def _steps(
        self, word: str, place: int, beams: list[dict[str, float]]
    ) -> Iterator[tuple[dict[str, float], Options]]:
        """What one letter, or two, from `place` on may be spelled, and where that leads."""
        for end in (place + 1, place + 2):
            if end <= len(word) and (options := self.options.get((word[place:end], _where(word, place, end)))):
                yield beams[end], options


def _cheapest(beam: dict[str, float], most: int) -> Options:
    return sorted(beam.items(), key=lambda each: each[1])[:most]


def _begins_one(text: str, names: Sequence[str]) -> bool:
    place = bisect_left(names, text)
    return place < len(names) and names[place].startswith(text)


def _where(word: str, start: int, end: int) -> str:
    """What letters stand between: the edge of the word, a vowel or a consonant."""
    before = "^" if not start else "v" if word[start - 1] in _VOWELS else "c"
    behind = "$" if start and end == len(word) else "v" if word[end : end + 1] in _VOWELS else "c"
    return before + behind


class Looks:
    """Which letters follow which in names."""

    def __init__(self, names: Iterable[str]) -> None:
        marked = [f"^{name}$" for name in names]
        self.seen, self.before = Counter[str](), Counter[str]()
        for order in range(1, _BEFORE + 2):
            self.seen.update([name[place : place + order] for name in marked for place in range(len(name) - order + 1)])
        for text, times in self.seen.items():
            self.before[text[:-1]] += times
        self.known: dict[tuple[str, str], float] = {}

    def of(self, before: str, latin: str) -> float:
        """The price of writing `latin` behind the letters `before`."""
        if (price := self.known.get((before, latin))) is None:
            text, price = before, 0.0
            for letter in latin:
                price -= _LOOKS * math.log(self._chance(text, letter))
                text = (text + letter)[-_BEFORE:]
            self.known[before, latin] = price
        return price

    def _chance(self, before: str, letter: str) -> float:
        chance = 1 / 30
        for start in range(len(before), -1, -1):
            text = before[start:]
            chance = (self.seen[text + letter] + 2 * chance) / (self.before[text] + 2)
        return chance


def speller_of(word: str, language: str, *, is_own: bool = False) -> Speller:
    """Who spells `word` (as `letters_of` gives it). `is_own`: it is Arabic, whatever its letters say."""
    if is_own or _OWN_LETTERS & set(word[1:]):
        return _spellers()["own"]
    return _spellers()["ar" if language == "ar" else "fa"]


@lru_cache(1)
def _looks() -> Looks:
    return Looks(fold(name) for name in sorted(latin_names())[::_EVERY])


@lru_cache(1)
def _spellers() -> dict[str, Speller]:
    counted = defaultdict[str, dict[tuple[str, str], Counter[str]]](dict)
    table = ""
    for line in _LETTERS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        letters, *rest = line.split()
        if not rest:
            table = letters
            continue
        where, *found = rest
        counted[table][letters, where] = Counter(
            {latin.strip("-"): int(times) for latin, times in zip(found[::2], found[1::2], strict=True)}
        )
    return {table: Speller(each) for table, each in counted.items()}
