"""Where names may stand: the words of each line, without what a language writes onto them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from articles.models import folding

if TYPE_CHECKING:
    from articles.checks.base import Text

MOST_WORDS = 6
# As many words in small letters may be a theme: "freedom of the press".
_MOST_SMALL = 4
_SHORTEST = 3
# A name of several words takes its case without an apostrophe: "Avrupa Birliğinin".
_TURKISH_CASE = re.compile(
    r"(?:nin|nun|in|un|nda|nde|dan|den|tan|ten|ndan|nden|da|de|ta|te|na|ne|ni|nu|ya|ye|yi|yu|yla|yle)$"
)
_PERSIAN_ENDINGS = ("يهاي", "يها", "هايي", "هاي", "هايش", "هايم", "ها", "يي", "اي", "ي")
_ENDINGS = {"fa": _PERSIAN_ENDINGS, "ur": _PERSIAN_ENDINGS, "ckb": _PERSIAN_ENDINGS}
_PREFIXED = frozenset({"ar", "ug"})
_APOSTROPHE = re.compile("['\u2019\u2018`\u00b4\u05f3\uff07]")
# What parts two words, so that they are no one name.
_APART = re.compile('[,;:!?()\\[\\]{}<>«»“”"|/،؛؟…\n\u2013\u2014]')
# No name begins or ends with these, in small letters and folded.
_SMALL_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": """a an the of in on at to for from by with as and or but if is are was were be been being has have had
            he she it they we you i his her its their our my your this that these those who which what when where how
            not no will would can could may than then there into about after before over also more said says""",
        "ar": """في من على الي عن مع ان او ام ثم لا لم لن ما هو هي هم قد كان كانت التي الذي الذين هذا هذه ذلك تلك كل
            بعد قبل بين حتي اذا كما لكن غير عند منذ وقد وكان وفي ومن وعلي وان وهو وهي الا انه انها وقال قال فيه فيها
            به بها له لها منه منها عليه عليها""",
        "fa": "در از به با كه را و اين ان تا بر براي است بود شد شده كرد كرده مي هم نيز يا اما اگر هر خود ما او انها",
        "tr": "ve ile bir bu da de icin olan olarak gibi daha cok en ki ama veya o su ne ya mi mu kadar sonra once",
        "fr": """le la les l un une des du de d en dans a au aux et ou par pour sur avec sans sous que qui quoi dont il
            elle ils elles on nous vous je se ce cet cette ces son sa ses leur leurs est sont a ont ete plus pas ne""",
    }.items()
}


class Line(NamedTuple):
    """A line of a text that says something, and its words. `joined`: which words may go on with the one before."""

    field: Literal["headline", "standfirst", "body"]
    paragraph: int
    said: str
    language: str
    words: tuple[folding.Word, ...]
    joined: tuple[bool, ...]


class Run(NamedTuple):
    """Words that may be one name: as it would be looked up, and where it stands in its line."""

    key: str
    start: int
    end: int


def lines(text: "Text") -> Iterator[Line]:
    """Headline, standfirst and paragraphs of a text, those that say something."""
    for field, paragraph, said in _said(text):
        if said:
            words = tuple(folding.words(said, text.language))
            yield Line(field, paragraph, said, text.language, words, tuple(_joined(said, words)))


def _said(text: "Text") -> Iterator[tuple[Literal["headline", "standfirst", "body"], int, str]]:
    yield "headline", 0, text.headline
    yield "standfirst", 0, text.standfirst
    for number, paragraph in enumerate(text.paragraphs):
        yield "body", number, paragraph


def _joined(said: str, words: tuple[folding.Word, ...]) -> Iterator[bool]:
    before, is_short = 0, False
    for number, word in enumerate(words):
        gap = said[before : word.start]
        # The stop of an initial goes on: "J. K. Rowling".
        yield number > 0 and (gap == " " or (not _APART.search(gap) and (is_short or "." not in gap)))
        before, is_short = word.end, len(word.folded) <= _SHORTEST


def keys(line: Line) -> Iterator[str]:
    """What may be a name, or several words of one, anywhere in `line`: as it would be looked up."""
    small = _SMALL_WORDS.get(line.language, frozenset())
    firsts = [() if _is_small(word, small) else beginnings(word.folded, line.language) for word in line.words]
    lasts = [
        () if _is_small(word, small) else tuple(ended for ended, _end in endings(line, word)) for word in line.words
    ]
    for place, first in enumerate(firsts):
        if not first:
            continue
        yield from first
        yield from lasts[place][1:]
        middle = " "
        for length in range(1, _MOST_SMALL if _is_in_small_letters(line.words[place]) else MOST_WORDS):
            if place + length == len(firsts) or not line.joined[place + length]:
                break
            for ended in lasts[place + length]:
                for begun in first:
                    yield begun + middle + ended
            middle += line.words[place + length].folded + " "


def _is_small(word: folding.Word, small: frozenset[str]) -> bool:
    return word.folded in small and (word.is_lower or not word.folded.isascii())


def _is_in_small_letters(word: folding.Word) -> bool:
    return word.is_lower and word.folded.isascii()


def runs_at(line: Line, place: int, *, most: int = MOST_WORDS) -> Iterator[Run]:
    """The runs of up to `most` words of `line` that begin with the word at `place`, the longest first."""
    words = line.words[place : place + most]
    joined = line.joined[place + 1 : place + len(words)]
    length = joined.index(False) + 1 if False in joined else len(words)
    first = words[0]
    firsts = [
        (begun, first.start + max(0, len(first.folded) - len(begun)))
        for begun in beginnings(first.folded, line.language)
    ]
    for count in range(length, 1, -1):
        middle = [each.folded for each in words[1 : count - 1]]
        for ended, end in endings(line, words[count - 1]):
            for begun, start in firsts:
                yield Run(" ".join([begun, *middle, ended]), start, end)
    (_whole, whole_end), *ended_otherwise = endings(line, first)
    for begun, start in firsts:
        yield Run(begun, start, whole_end)
    for ended, end in ended_otherwise:
        yield Run(ended, first.start, end)


@lru_cache(20_000)
def beginnings(folded: str, language: str) -> tuple[str, ...]:
    """A folded word as it stands, then without what Arabic writes onto its beginning: و ف ب ل ك and the article."""
    if language not in _PREFIXED or folded.isascii():
        return (folded,)
    found = [folded]
    for stem in (folded, folded[1:]) if folded[0] in "وف" else (folded,):
        found.append(stem)
        if stem.startswith("لل"):
            found += ["ال" + stem[2:], stem[2:], stem[1:]]
        elif stem[:1] in ("ب", "ل", "ك"):
            found.append(stem[1:])
            if stem[1:3] == "ال":
                found.append(stem[3:])
        elif stem.startswith("ال"):
            found.append(stem[2:])
    return (folded, *(each for each in dict.fromkeys(found) if len(each) >= _SHORTEST and each != folded))


def forms(line: Line, word: folding.Word) -> tuple[str, ...]:
    """A folded word as it stands, then without what its language writes onto either end of it."""
    if word.end - word.start == len(word.folded):
        return _forms(word.folded, line.language)
    return (*beginnings(word.folded, line.language), *(ended for ended, _end in endings(line, word)[1:]))


@lru_cache(50_000)
def _forms(folded: str, language: str) -> tuple[str, ...]:
    """`forms` of a word that has nothing but its letters."""
    if language == "tr":
        case = _turkish_case(folded)
        return (folded, folded[:-case]) if case else (folded,)
    cut = (folded.removesuffix(each) for each in _ENDINGS.get(language, ()) if folded.endswith(each))
    return (*beginnings(folded, language), *(each for each in cut if len(each) >= _SHORTEST))


def endings(line: Line, word: folding.Word) -> tuple[tuple[str, int], ...]:
    """A word as it stands, then without what its language adds to the end of a name; each with where it ends."""
    folded, end, language = word.folded, word.end, line.language
    # Apostrophes and vowel signs are not among the folded letters.
    is_marked = end - word.start != len(folded)
    if language == "tr":
        return _turkish_endings(line, word)
    if is_marked and language == "en" and folded.endswith("s") and line.said[end - 2 : end - 1] in ("'", "’"):
        return ((folded, end), (folded[:-1], end - 2))
    if language in _ENDINGS:
        cut = (folded.removesuffix(each) for each in _ENDINGS[language] if folded.endswith(each))
        return (
            (folded, end),
            *((each, _end_before(line.said, end, len(folded) - len(each))) for each in cut if len(each) >= _SHORTEST),
        )
    return ((folded, end),)


def _end_before(said: str, end: int, letters: int) -> int:
    """Where a word ends without its last `letters`, and without the signs before them that are no letters."""
    while letters or not folding.fold(said[end - 1]):
        end -= 1
        letters -= bool(letters and folding.fold(said[end]))
    return end


def _turkish_endings(line: Line, word: folding.Word) -> tuple[tuple[str, int], ...]:
    if word.end - word.start != len(word.folded) and (
        apostrophe := _APOSTROPHE.search(line.said, word.start, word.end)
    ):
        return ((word.folded, apostrophe.start()),)
    if letters := _turkish_case(word.folded):
        return ((word.folded, word.end), (word.folded[:-letters], word.end - letters))
    return ((word.folded, word.end),)


@lru_cache(20_000)
def _turkish_case(folded: str) -> int:
    """How many letters of a folded word are a case; 0 where none is."""
    case = _TURKISH_CASE.search(folded)
    return len(case[0]) if case and case.start() > _SHORTEST else 0
