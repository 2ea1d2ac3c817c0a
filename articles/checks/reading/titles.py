"""Names and titles in marks of quotation, which one language quotes and another doesn't."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from articles.models.folding import fold
from articles.models.sound import askable_bones, sounds_like

from .quotes import Quotation

_FILE = Path(__file__).with_name("things.txt")
_WORD = re.compile(r"[^\W_]+(?:['’\u200c-][^\W_]+)*")
_CLITIC = re.compile("^(?:[وفبلك]|ال|وال|بال|فال|لل)(?=.{3})")
_PREPOSITION = re.compile("^[وفبلك](?!ال)(?=.{3})")
_CAPITALISED = re.compile(r"(?<=[^.!?:\s][ (])[^\W\d_a-zà-ÿ][^\W_]*")
# No title, but what somebody says.
_SENTENCE = re.compile(r"[!?؟][\s\"”»]*$|\.[\s\"”»]+$")
# What says of words that they are somebody else's: "the so-called".
_SO_CALLED = re.compile(
    r"(?:\bso-called|\bsoi-disant|\bsözde|\bsözüm ona|\bgüya|\bsogenannt\w*|به[ \u200c]اصطلاح|"
    r"ما [يت]سم[ىي]|ما [يت]عرف|المزعومة?|المسماة?)\W*$"
)
_LONGEST_TITLE = 6
_LONG_FOR_A_TITLE = 4


def is_title(paragraph: str, quotation: Quotation, others: Sequence[str]) -> bool:
    """Whether quoted words may be a name or the title of something, that stands in `others` without marks."""
    if quotation.words > _LONGEST_TITLE:
        return False
    said = paragraph[quotation.start : quotation.end]
    if _SENTENCE.search(said):
        return False
    inside = [match[0] for match in _WORD.finditer(said)]
    if not inside or _follows_a_thing(paragraph, quotation, inside):
        return True
    around = _WORD.findall(paragraph[: quotation.start] + paragraph[quotation.end :])
    if around and _is_latin(inside) and not _is_latin(around):
        return True
    return _is_known(inside, others, share=0.5 if quotation.words < _LONG_FOR_A_TITLE else 0.66)


def is_name(paragraph: str, quotation: Quotation, others: Sequence[str]) -> bool:
    """Whether quoted words are a name and nothing else, that stands in `others` without marks."""
    inside = _WORD.findall(paragraph[quotation.start : quotation.end])
    return quotation.words <= _LONGEST_TITLE and _is_known(inside, others, share=0.5)


def _is_known(inside: list[str], others: Sequence[str], *, share: float) -> bool:
    """Whether so much of these words sounds like names of `others`."""
    names = {fold(name) for other in others for name in _capitalised(other)}
    words = [fold(word) for word in inside]
    told = [word for word in words if askable_bones(word)]
    if not told:
        # Nothing but short words, which can't be told by their sound.
        return bool(names)
    alike = sum(any(_is_one_name(word, name) for name in names) for word in told)
    return alike >= share * len(told) and (alike > 1 or len(inside) < _LONG_FOR_A_TITLE)


def _is_one_name(word: str, name: str) -> bool:
    return word == name or any(
        sounds_like(each, name) or (not each.isascii() and not set(askable_bones(each)).isdisjoint(askable_bones(name)))
        for each in {word, _CLITIC.sub("", word)}
    )


def is_borrowed(paragraph: str, quotation: Quotation, others: Sequence[str]) -> bool:
    """Whether quoted words are foreign ones, which `others` have as they are: « bankables »."""
    words = _WORD.findall(paragraph[quotation.start : quotation.end])
    if len(words) >= _LONG_FOR_A_TITLE or not all(word.islower() for word in words):
        return False
    inside = {_stem(word) for word in words}
    return inside <= {_stem(word) for each in others for word in _WORD.findall(each)}


def _stem(word: str) -> str:
    return fold(word).removesuffix("s")


def is_of_a_thing(paragraph: str, quotation: Quotation) -> bool:
    """Whether what stands beside quoted words says that they are the name of something: "the newspaper ..."."""
    return _follows_a_thing(paragraph, quotation, _WORD.findall(paragraph[quotation.start : quotation.end])[:1])


def is_so_called(paragraph: str, quotation: Quotation) -> bool:
    """Whether the words before it already say what the marks say: "the so-called ..."."""
    return bool(_SO_CALLED.search(paragraph[max(quotation.start - 24, 0) : quotation.start]))


def _follows_a_thing(paragraph: str, quotation: Quotation, inside: list[str]) -> bool:
    before = _WORD.findall(paragraph[max(quotation.start - 40, 0) : quotation.start])[-1:]
    # In Turkish what it is comes behind: '"Yol" filmi'.
    behind = _WORD.findall(paragraph[quotation.end : quotation.end + 24])[:1]
    beside = [fold(word) for word in (*before, *behind, *inside[:1])]
    return any(word in _things() or _PREPOSITION.sub("", word) in _things() for word in beside)


@lru_cache(1)
def _things() -> frozenset[str]:
    lines = _FILE.read_text().splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


def _capitalised(text: str) -> list[str]:
    """Words in capitals, but for those that begin a sentence."""
    return _CAPITALISED.findall(text)


def _is_latin(words: list[str]) -> bool:
    return bool(words) and sum("a" <= word[0].lower() <= "z" for word in words) * 2 > len(words)
