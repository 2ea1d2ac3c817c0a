"""Latin spellings for names in Arabic letters: what the press writes, then what the letters say."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models.folding import key

from .archive_spellings import ArchiveSpelling, archive_spellings
from .common_names import in_arabic_letters, ranked
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
_KNOWN, _UNKNOWN = 8.0, 4.0
_RARER = 2.0
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
    made = [_Way("", 0.0, is_usual=True)]
    for number, part in enumerate(_parts(words)):
        more = (_joined(before, way) for before in made for way in _ways(part, language, number))
        made = nsmallest(_WAYS, more, key=lambda way: way.price)
    for text, is_usual in ((way.text, way.is_usual) for way in made):
        reason = _("The press usually writes it so.") if is_usual else _("What its letters most likely stand for.")
        found.setdefault(text, Romanised(text, reason, archive[0] if archive else None))
    return list(found.values())[:MOST]


def _joined(before: _Way, way: _Way) -> _Way:
    return _Way(f"{before.text} {way.text}".strip(), before.price + way.price, before.is_usual and way.is_usual)


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
    ways = list(_spellings(bare, language, is_own=bare != part))
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


def _spellings(word: str, language: str, *, is_own: bool) -> Iterable[_Way]:
    """How one word may be spelled: as a name that is common somewhere, or by its letters."""
    letters = letters_of(word)
    speller = speller_of(letters, language, is_own=is_own)
    ways = {
        text: _Way(text.capitalize(), price + _UNKNOWN, is_usual=False)
        for text, price in speller.spelled(letters, most=_WAYS)
    }
    for folded, price in speller.listed(letters, _in_order()):
        rank, name = ranked()[folded]
        price += _KNOWN + _RARER * rank
        if folded not in ways or price < ways[folded].price:
            ways[folded] = _Way(name, price, is_usual=True)
    return nsmallest(_WAYS, ways.values(), key=lambda way: way.price)


@lru_cache(1)
def _in_order() -> tuple[str, ...]:
    return tuple(sorted(ranked()))
