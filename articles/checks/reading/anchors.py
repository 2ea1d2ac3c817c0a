"""What of a sentence stands in its translation too, whatever the language: figures, names, common words, marks.

An anchor is a short string, the same on both sides: "n:" a number, "c:" a thing of the glossary, "w:" how a word begins
(languages of one script share names, and many words), "s:" a name by its consonants (`articles.models.sound`), "a:" one
between Latin letters and Arabic ones, with what its consonants may stand for, "?" a question, "“" a quotation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from articles.models.folding import fold
from articles.models.sound import askable_bones, bones

from ..glossary import things

if TYPE_CHECKING:
    from .numbers import Number

_APOSTROPHE = re.compile("['’]")
# "U.S." is a word; so is "BBC".
_WORD = re.compile(r"(?:[A-Z]\.){2,4}|[^\W\d_]+(?:['’\u200c][^\W\d_]+)*")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,5}")
_QUOTE = re.compile('["“”«»„]')
_QUESTION = re.compile("[?؟]")
# Two languages of one script write a shared word alike at its beginning.
_BEGINNING = 5
_SHORTEST = 4
_IN_ARABIC = re.compile("[\u0621-\u06ff]")
_JOINED_WORD = re.compile("[وفبلك](?=.{4})")
_SPELLINGS = 4


class Anchors(NamedTuple):
    """The anchors of a sentence, and those of them that its counterpart had better share."""

    all: frozenset[str]
    wanted: frozenset[str]


class _Word(NamedTuple):
    all: tuple[str, ...]
    wanted: tuple[str, ...]
    # What is wanted of it where it opens a sentence, and is in capitals anyhow.
    wanted_first: tuple[str, ...]


def anchors(sentence: str, language: str, numbers: "tuple[Number, ...]" = ()) -> Anchors:
    """What `sentence`, which says `numbers`, shares with its translation."""
    found: set[str] = set()
    wanted: set[str] = set()
    for number in numbers:
        found.add(f"n:{number.value}")
        found.update([f"n:{other}" for other in number.others])
        if number.is_sure:
            wanted.add(f"n:{number.value}")
    words = [_of_word(word, language) for word in _WORD.findall(sentence)]
    found.update(*[word.all for word in words])
    if words:
        wanted.update(words[0].wanted_first, *[word.wanted for word in words[1:]])
    if _QUESTION.search(sentence):
        found.add("?")
    if _QUOTE.search(sentence):
        found.add("“")
    return Anchors(frozenset(found), frozenset(wanted))


@lru_cache(40_000)
def _of_word(word: str, language: str) -> _Word:
    """What a word, as it is written, says of its sentence."""
    word = _without_ending(word, language)
    folded = fold(word)
    if _ACRONYM.fullmatch(word):
        acronym = word.replace(".", "")
        known = tuple(f"c:{each}" for each in things(acronym, language) or things(acronym.lower(), language))
        return _Word((*known, f"w:{acronym.lower()}"), known, known)
    known = tuple(f"c:{each}" for each in things(folded, language))
    told = tuple(dict.fromkeys(_told(word, folded, is_known=bool(known))))
    sounds = tuple([each for each in told if each[0] in "sa"][:2]) if word[0].isupper() else ()
    return _Word(known + told, known + sounds, known)


def _without_ending(word: str, language: str) -> str:
    """A word without what an apostrophe joins to it: "Suriye'nin", "minister's", "l'Europe"."""
    first, *rest = _APOSTROPHE.split(word)
    if not rest or language == "tr":
        return first
    return rest[-1] if len(first) <= 2 and len(rest[-1]) > 1 else first


def _told(word: str, folded: str, *, is_known: bool) -> Iterator[str]:
    """How a word is told by its letters, and by its sound where it may be a name."""
    if _IN_ARABIC.match(word):
        stem = folded.removeprefix("ال")
        if len(stem) >= _SHORTEST:
            yield f"w:{stem[:_BEGINNING]}"
        if not is_known:
            for each in (folded, folded[1:]) if _JOINED_WORD.match(folded) else (folded,):
                if bone := bones(each):
                    yield f"a:{bone}"
        return
    if len(folded) >= _SHORTEST:
        yield f"w:{folded[:_BEGINNING]}"
    if word[0].isupper() and not is_known:
        for number, bone in enumerate(askable_bones(folded)[:_SPELLINGS]):
            if not number:
                yield f"s:{bone}"
            yield f"a:{bone}"
