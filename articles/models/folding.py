"""Words as search compares them: cut out of a text, and folded to the letters that everybody types alike.

One rule for what is searched and for what is asked, so that neither diacritics nor the form of an alef keep them
apart. What is stored and shown is never folded. `docs/search.md` lists the folding letter by letter.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

LONGEST = 60
# Marks that stand on letters: Latin accents, Hebrew points, Arabic vowels, Syriac points; and the joiners.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0730-\u074a"
)
_JOINERS = "\u00ad\u200c\u200d\u200e\u200f"
# Letters, to Unicode, that scholars write hamza and ayn with.
_HALF_RINGS = "\u02b9-\u02bf\u02c8"
_APOSTROPHES = "'\u2019\u2018\u0060\u00b4\u05f3\uff07"
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# In runs that are never taken apart again: a choice for each letter takes twice as long.
_LETTERS = rf"(?:[^\W_{CJK}]++|[{_MARKS}{_JOINERS}]++)++"
_NUMBER = r"(?P<number>\d+(?:[.,\u066b\u066c]\d+)+(?!\w))"
# A number with its separators, a sign that is a word of itself, or letters with apostrophes between them.
_WORD = re.compile(rf"{_NUMBER}|[{CJK}]|(?=[^\W_]){_LETTERS}(?:[{_APOSTROPHES}]++(?=[^\W_{CJK}]){_LETTERS})*+")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]+")
_GONE = re.compile(f"[{_MARKS}{_JOINERS}{_HALF_RINGS}\u0640]")
_THOUSANDS = re.compile(r"\d{1,3}(?:([,.\u066c])\d{3})(?:\1\d{3})*")
# French and Italian letters that end in an apostrophe before a word: "l'Orient" is searched as "orient".
_ELIDED = frozenset("cdjlmst")
# The Arabic article in Latin letters. Before a hyphen it takes the sound of what follows.
ARTICLES = frozenset({"al", "el"})
_BEFORE_HYPHEN = ARTICLES | {
    "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "en", "er", "es", "esh", "et", "ez",
}  # fmt: skip
_HYPHENS = tuple("-\u2010\u2011\u2012\u2013\u2043\u2212'\u2019")
_EDGE = re.compile(r"</?(?:p|h[1-6]|ul|ol|li|blockquote|figure|figcaption|br|hr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def _table() -> Mapping[int, str]:
    """Each letter that is folded, to what it becomes."""
    table: dict[int, str] = {}
    for code in (
        *range(0xC0, 0x250),
        *range(0x1E00, 0x1F00),
        *range(0xFB50, 0xFDFD),
        *range(0xFE70, 0xFEFD),
        *range(0xFF10, 0xFF5B),
    ):
        letters = unicodedata.normalize("NFKD", chr(code).lower())
        plain = "".join(letter for letter in letters if letter.isalnum())
        if plain != chr(code):
            table[code] = plain
    latin = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
    arabic = {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ء": "", "ة": "ه",
        "ی": "ي", "ې": "ي", "ێ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه",
        "ۆ": "و", "ۇ": "و", "ۋ": "و", "ڕ": "ر", "ڵ": "ل",
    }  # fmt: skip
    table |= {ord(letter): plain for letter, plain in (latin | arabic | {"ё": "е"}).items()}
    # A letter may fold to one that folds on: ǽ to æ, a form that an alef takes to the alef.
    table = {code: plain.translate(table) for code, plain in table.items()}
    # All that Unicode has: beyond its second plane there are none.
    digits = (code for code in range(0x660, 0x20000) if chr(code).isdecimal())
    return table | {code: str(unicodedata.digit(chr(code))) for code in digits}


_TABLE = _table()


class Word(NamedTuple):
    """A word of a text: folded, where it stands there, and whether it is written in small letters throughout."""

    folded: str
    start: int
    end: int
    is_lower: bool


# A language's words come back: nearly all of a text's are among the last fifty thousand. Some 10 MB.
@lru_cache(50_000)
def fold(word: str) -> str:
    """`word` as it is compared: small letters, no accents or vowel signs, one form of each Arabic letter, ASCII digits.

    Folding twice changes nothing. "" where nothing is left.
    """
    if word.isascii():
        return word.lower()[:LONGEST]
    return _GONE.sub("", _GONE.sub("", word.lower()).translate(_TABLE))[:LONGEST]


def words(text: str, language: str = "") -> Iterator[Word]:
    """The words of a plain `text` in order. In `language` "tr" what follows an apostrophe is an ending, and goes.

    An Arabic article in Latin letters is no word: "al-Sharaa" and "Sharaa" are one.
    """
    for match in _WORD.finditer(text):
        raw = match[0]
        lowered = raw.lower()
        start, end = match.span()
        if lowered in _BEFORE_HYPHEN and (lowered in ARTICLES or text[end : end + 1] in _HYPHENS):
            continue
        # Nearly all words of a Latin text: nothing in them is folded but their capitals.
        if lowered.isascii() and lowered.isalnum():
            yield Word(lowered[:LONGEST], start, end, lowered == raw)
            continue
        if match.lastgroup:
            folded = _number(raw)
        elif raw.isalnum():
            folded = fold(raw)
        else:
            elided, folded = _unmarked(raw, language)
            start += elided
        if folded and folded not in ARTICLES:
            yield Word(folded, start, end, lowered == raw)


def folded_words(text: str, language: str = "") -> list[tuple[str, bool]]:
    """Of each of the `words`, in order, what is folded and whether it is in small letters; several times as fast."""
    ends = "tr" if language == "tr" else ""
    # No word has a space in it.
    return [word for run in text.split() for word in (_folded_words if len(run) <= LONGEST else _folded)(run, ends)]


def _folded(text: str, language: str) -> tuple[tuple[str, bool], ...]:
    return tuple((word.folded, word.is_lower) for word in words(text, language))


# As those of `fold`, they come back. What Chinese writes without a space doesn't, and is long.
_folded_words = lru_cache(50_000)(_folded)


def _unmarked(raw: str, language: str) -> tuple[int, str]:
    """A word with apostrophes in it, folded, and how many characters at its beginning are no part of it."""
    parts = _APOSTROPHE.split(raw)
    if language == "tr":
        return 0, fold(parts[0])
    elided = 0
    if len(parts) > 1 and parts[0].lower() in _ELIDED:
        elided = len(parts[0]) + 1
        parts = parts[1:]
    # An article with an apostrophe in place of its hyphen: "al'Amal".
    if len(parts) > 1 and parts[0].lower() in ARTICLES:
        parts = parts[1:]
    return elided, fold("".join(parts))


def _number(raw: str) -> str:
    plain = raw.translate(_TABLE)
    return re.sub(r"\D", "" if _THOUSANDS.fullmatch(plain) else ".", plain)[:LONGEST]


def key(text: str) -> str:
    """`text` as one string to look up whole: its folded words with spaces between them."""
    return " ".join(word.folded for word in words(text))


def plain(html: str) -> str:
    """The text of a body, without its tags. The edge of a paragraph ends a word; emphasis within one doesn't."""
    return unescape(_TAG.sub("", _EDGE.sub(" ", html)))
