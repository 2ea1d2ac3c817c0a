"""The commonest words of news in several languages: what says that two sentences speak of the same things.

A file per language; a line for each thing, `thing: word word`, the same things in every file. A word stands for itself
with the usual endings of its language; `word*` for whatever begins so; one in capitals (`UN`) only when it is written
so.
The lists are for recognising, not for translating: a word may stand for several things.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from articles.models.folding import fold

LANGUAGES = frozenset(path.stem for path in Path(__file__).parent.glob("*.txt"))
_ARABIC_PREFIX = re.compile("[وف]?(?:[بك]?ال|لل|[بلك]|س?[يتن]|ال|س|م|ا)?")
_ENDINGS = {
    "en": "s es d ed ing er ers",
    "fr": "s x e es ee ees er ent ant ait aient a ons ez era iens ienne iennes ien",
    "ar": "ه ها هم هما هن نا ي يا يه يات يون يين ين ون ان ات تي ته تها تهم تين ا وا يا اته اتها اتهم انه انها تنا اتي",
    "fa": "ها هاي هايي ي اي ان اني م ت ش شان مان هايش هايشان ات يان گان گي ام است اند ترين تر",
    "tr": "i e a u in un de da den dan te ta ten tan ler lar leri lari lerin larin si su sini le la yla yle nin nun",
}
# Longer words of Turkish are told by how they begin: endings follow one another without end.
_OPEN_FROM = {"tr": 4}
_SHORTEST = 2


class _Words(NamedTuple):
    whole: dict[str, tuple[str, ...]]
    beginnings: dict[str, tuple[str, ...]]
    endings: frozenset[str]


@cache
def _words(language: str) -> _Words:
    whole: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for line in (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        thing, _colon, listed = line.partition(": ")
        for word in listed.split():
            is_written_so = len(word) > 1 and word.isascii() and word.isupper()
            folded = word if is_written_so else fold(word.removesuffix("*"))
            is_open = word.endswith("*") or (not is_written_so and len(folded) >= _OPEN_FROM.get(language, 99))
            table = beginnings if is_open else whole
            table[folded] = (*table.get(folded, ()), thing)
    return _Words(whole, beginnings, frozenset(_ENDINGS[language].split()))


def things(word: str, language: str) -> tuple[str, ...]:
    """What a folded word, or an acronym in capitals, may stand for; () for what the lists don't know."""
    if language not in LANGUAGES:
        return ()
    known = _words(language)
    if found := _looked_up(word, known):
        return found
    if language == "ar":
        for cut in _cuts(word):
            if found := _looked_up(word[cut:], known):
                return found
    return ()


def _looked_up(word: str, known: _Words) -> tuple[str, ...]:
    """The things of the longest beginning that is listed, with nothing but an ending behind it."""
    if word in known.whole:
        return known.whole[word]
    for end in range(len(word), _SHORTEST - 1, -1):
        stem = word[:end]
        if stem in known.beginnings:
            return known.beginnings[stem]
        if stem in known.whole and word[end:] in known.endings:
            return known.whole[stem]
    return ()


def _cuts(word: str) -> list[int]:
    """Where an Arabic word may begin behind what is written together with it; the shortest cut first."""
    match = _ARABIC_PREFIX.match(word)
    longest = min(match.end() if match else 0, len(word) - 3)
    return [cut for cut in range(1, longest + 1) if _ARABIC_PREFIX.fullmatch(word[:cut])]
