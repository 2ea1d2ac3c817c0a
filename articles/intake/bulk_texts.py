"""What bulk articles say: the same words of the same article, whoever makes them. No query."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from articles.models.text import as_html

from .bulk_words import (
    SIZE,
    Name,
    Words,
    arabic_word,
    french_word,
    latin_word,
    names,
    persian_word,
    russian_word,
    turkish_word,
)

OUTLETS, KEYWORDS = 60, 2_000
# One keyword in so many is a person.
PEOPLE_APART = 4
# As in an archive that was moved in, one in so many has its source version; one in so many is from another language.
WITH_ORIGINAL, FROM_ELSEWHERE = 20, 100
ELSEWHERE = {"fa": persian_word, "tr": turkish_word, "fr": french_word, "ru": russian_word}
# Coprime to the number of pairs of words: no two articles get the same pair.
_STRIDE = 3**18


class Vocabulary:
    """The words and names of bulk articles."""

    def __init__(self) -> None:
        self.english, self.arabic = Words("latin", latin_word), Words("arabic", arabic_word)
        self.elsewhere = {language: Words(language, make) for language, make in ELSEWHERE.items()}
        self.names = names(KEYWORDS, apart_from=self.english)

    def of(self, language: str) -> Words:
        return self.elsewhere.get(language, self.arabic)

    def headline(self, n: int, language: str = "en", name: str = "") -> str:
        """The headline of article *n*, with `name` in it. No other has the same second word and the same last one."""
        chance = random.Random(f"headline {n} {language}")
        words = self.english if language == "en" else self.of(language)
        second, last = divmod(n * _STRIDE % SIZE**2, SIZE)
        middle = words.some(chance, chance.randint(3, 6))
        if name:
            middle.insert(chance.randrange(len(middle)), name)
        return _upper(" ".join([*words.some(chance, 1), words.words[second], *middle, words.words[last]]))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, made once: it takes a second or two, and is the same every time."""
    return Vocabulary()


@dataclass(frozen=True, slots=True)
class Original:
    """The source version of a bulk article. `author` is the number of a keyword."""

    language: str
    headline: str
    body: str
    author: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """What bulk article *n* says, and the numbers of what it is filed under."""

    n: int
    headline: str
    standfirst: str
    body: str
    keywords: Sequence[int]
    outlet: int
    genre: str
    original: Original | None


def texts_of(numbers: Iterable[int]) -> list[Text]:
    return [text_of(n) for n in numbers]


def text_of(n: int) -> Text:
    """The text of article *n*, from its number alone."""
    chance, all_ = random.Random(f"article {n}"), vocabulary()
    keywords = chance.sample(range(50 if chance.random() < 0.5 else KEYWORDS), 4)
    mentioned = [all_.names[each] for each in keywords]
    paragraphs = [all_.english.some(chance, chance.randint(40, 80)) for _each in range(chance.randint(6, 14))]
    for name in mentioned:
        _mention(_spelled(name, chance), chance.choice(paragraphs), chance)
    standfirst = all_.english.some(chance, 18)
    _mention(mentioned[1].name, standfirst, chance)
    return Text(
        n,
        headline=all_.headline(n, name=mentioned[0].name if n % 2 else ""),
        standfirst=_sentence(standfirst),
        body=as_html([_sentence(each) for each in paragraphs]),
        keywords=keywords,
        outlet=chance.randrange(OUTLETS),
        genre=chance.choice(("news", "news", "news", "opinion", "analysis", "interview")),
        original=None if n % WITH_ORIGINAL else _original_of(n, mentioned[0], chance),
    )


def _original_of(n: int, mentioned: Name, chance: random.Random) -> Original:
    language = "ar"
    if n % FROM_ELSEWHERE == WITH_ORIGINAL:
        language = list(ELSEWHERE)[n // FROM_ELSEWHERE % len(ELSEWHERE)]
    words = vocabulary().of(language)
    name = "" if language == "ru" else mentioned.arabic if language in ("ar", "fa") else mentioned.name
    paragraphs = [words.some(chance, chance.randint(40, 80)) for _each in range(6)]
    if name:
        _mention(name, paragraphs[0], chance)
    return Original(
        language,
        author=chance.choice(range(0, KEYWORDS, PEOPLE_APART)) if chance.random() < 0.5 else None,
        headline=vocabulary().headline(n, language, name),
        body=as_html([_sentence(each) for each in paragraphs]),
    )


def _spelled(name: Name, chance: random.Random) -> str:
    return chance.choice(name.otherwise) if name.otherwise and chance.random() < 0.3 else name.name


def _mention(name: str, words: list[str], chance: random.Random) -> None:
    words.insert(chance.randrange(1, len(words)), name)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentence(words: Iterable[str]) -> str:
    return _upper(" ".join(words)) + "."
