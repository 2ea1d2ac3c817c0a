"""Names respelled where they stand once more."""

import random
from collections import defaultdict

from articles.models import folding

from ..documents import Document
from ..seeds import Error, Seeded, changed

_SHORTEST = 5
_VOWELS = "aeiou"


def respelled(document: Document, chance: random.Random) -> Seeded | None:
    """A name that stands there twice or more, in one place with a letter dropped, doubled, or a vowel changed."""
    at = defaultdict[str, list[tuple[int, folding.Word]]](list)
    small = set()
    for number, said in enumerate(document.article.paragraphs):
        for word in folding.words(said, "en"):
            raw = said[word.start : word.end]
            if word.is_lower:
                small.add(word.folded)
            elif word.start and raw.isalpha() and raw.isascii() and not raw.isupper() and len(raw) >= _SHORTEST:
                at[word.folded].append((number, word))
    repeated = sorted(name for name, places in at.items() if len(places) > 1 and name not in small)
    if not repeated:
        return None
    number, word = chance.choice(at[chance.choice(repeated)])
    said = document.article.paragraphs[number]
    wrong = _wrong(said[word.start : word.end], chance)
    return changed(document, number, f"{said[: word.start]}{wrong}{said[word.end :]}", "names")


def _wrong(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    kind = chance.choice(("dropped", "doubled", "vowel"))
    vowels = [number for number, letter in enumerate(name) if number and letter in _VOWELS]
    if kind == "vowel" and vowels:
        place = chance.choice(vowels)
        return name[:place] + chance.choice([each for each in _VOWELS if each != name[place]]) + name[place + 1 :]
    return name[:place] + (name[place] * 2 if kind == "doubled" else "") + name[place + 1 :]


ERRORS: dict[str, list[Error]] = {"names respelled": [respelled]}
