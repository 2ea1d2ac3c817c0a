"""Latin spellings for names in Arabic letters: what the press writes, then what the letters say."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.folding import fold, key
from articles.models.sound import askable_bones

from .archive_spellings import ArchiveSpelling, archive_spellings
from .common_names import by_bones, in_arabic_letters, seldom_met
from .spelling_out import letters_of, speller_of

__all__ = ["MOST", "ArchiveSpelling", "Romanised", "archive_spellings", "proposals"]


@dataclass(frozen=True, slots=True)
class Romanised:
    """A Latin spelling, and why it is proposed, in one sentence.

    `otherwise`: how the archive writes the name more often than so; None where it doesn't.
    """

    text: str
    reason: str
    otherwise: ArchiveSpelling | None = None


@dataclass(frozen=True, slots=True)
class _Way:
    """A spelling of one part of a name. `price`: the lower, the likelier."""

    text: str
    price: float
    is_usual: bool


MOST = 3
_ARABIC = re.compile("[\u0620-\u06ff]")
_ARTICLE = re.compile("^ال(?=..)")
_MOST_WORDS = 6
_LONGEST_PART = 4
# What a name costs that is common somewhere, and what one costs that nobody has listed, beside its letters.
_KNOWN, _UNKNOWN = 7.0, 6.0
_TOO_FAR = 16.0
_SELDOM = 3.0
_WITHOUT_ARTICLE = 2.5
_WAYS = 6


def proposals(
    name: str, language: str, *, known: Callable[[str], Sequence[ArchiveSpelling]] | None = None
) -> list[Romanised]:
    """Up to three Latin spellings of a `name` in Arabic script (Arabic, Persian, Kurdish, Urdu ...), the best first.

    `known`: how the archive writes it (`archive_spellings`); without it, no query. [] for a name in other letters.
    """
    words = name.split()[:_MOST_WORDS]
    if not words or not all(_ARABIC.search(word) for word in words):
        return []
    archive = list(known(name)) if known else []
    found = {each.text: Romanised(each.text, _archive_reason(each)) for each in archive[:MOST]}
    parts = [_ways(part, language, number) for number, part in enumerate(_parts(words))]
    for picked in nsmallest(_WAYS, product(*parts), key=lambda ways: sum(way.price for way in ways)):
        text = " ".join(way.text for way in picked)
        is_usual = all(way.is_usual for way in picked)
        reason = _("The press usually writes it so.") if is_usual else _("What its letters most likely stand for.")
        found.setdefault(text, Romanised(text, reason, archive[0] if archive else None))
    return list(found.values())[:MOST]


def _archive_reason(spelling: ArchiveSpelling) -> str:
    if spelling.keyword:
        return _("The house spelling.")
    return ngettext(
        "The archive writes it so in one article.",
        "The archive writes it so in %(count)s articles.",
        spelling.articles,
    ) % {"count": spelling.articles}


def _parts(words: list[str]) -> Iterable[str]:
    """A name cut into what is listed as one, and single words."""
    listed = in_arabic_letters()
    place = 0
    while place < len(words):
        count = next(
            (
                n
                for n in range(_LONGEST_PART, 1, -1)
                if key(" ".join(words[place : place + n])) in listed and place + n <= len(words)
            ),
            1,
        )
        yield " ".join(words[place : place + count])
        place += count


def _ways(part: str, language: str, number: int) -> list[_Way]:
    listed = in_arabic_letters()
    if usual := listed.get(key(part)):
        return [_Way(text, rank * 0.7, is_usual=True) for rank, text in enumerate(usual)]
    bare = _ARTICLE.sub("", part) if language == "ar" else part
    ways = list(_spellings(bare, is_own=bare != part))
    if usual := listed.get(key(bare)):
        ways = [_Way(text.removeprefix("al-"), rank * 0.7, is_usual=True) for rank, text in enumerate(usual)]
    if bare != part:
        return [
            way
            for each in ways
            for way in (
                _Way(f"al-{each.text}" if number else f"Al-{each.text}", each.price, each.is_usual),
                _Way(each.text, each.price + _WITHOUT_ARTICLE, each.is_usual),
            )
        ]
    return ways


def _spellings(word: str, *, is_own: bool) -> Iterable[_Way]:
    """How one word may be spelled: as a name that is common somewhere, or by its letters."""
    letters = letters_of(word)
    speller = speller_of(letters, is_own=is_own)
    ways: dict[str, _Way] = {}
    for text, cost in speller.spelled(letters, most=_WAYS) if letters else ():
        if text:
            ways[text] = _Way(text.capitalize(), cost + _UNKNOWN, is_usual=False)
    for sound in askable_bones(fold(word)):
        for name in by_bones().get(sound, ()):
            cost = speller.price(letters, fold(name.replace("'", "")))
            if cost < _TOO_FAR:
                way = _Way(name, cost + _KNOWN + _SELDOM * (name in seldom_met()), is_usual=True)
                ways[fold(name)] = way
    return nsmallest(_WAYS, ways.values(), key=lambda way: way.price)
