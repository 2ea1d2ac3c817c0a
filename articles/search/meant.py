"""Did you mean: the query with its slips of the finger put right, where that finds more.

A slip is one letter too many, missing or wrong, or two that changed places; or a space too many or missing. Only what
something public holds is offered: a query is seen to find more before it is. The work is bounded: a few statements,
some words looked at for each slip, counts that stop early.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Any

from articles.models.folding import Word, words

from . import stems
from .filters import BadSearchError, Filters
from .language import And, Node, Or, parse
from .language import Word as TypedWord
from .lexicon import SHORTEST, slips
from .patience import rows
from .ranking import find
from .understanding import Asked, understand

# Where so many are found, nobody is asked whether they meant something else.
ENOUGH = 3
ANY = Filters()
_MOST_SLIPS, _MOST_COUNTED, _ENOUGH_COUNTED, _MOST_CHECKS = 4, 16, 50, 3
# A slip in a name of the vocabulary is looked for by trying every letter in every place.
_MOST_TRIED = 1500
type Row = tuple[Any, ...]
_KEYBOARDS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "_رذدزوظ"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
_VOWELS = frozenset("aeiouy")
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگ", "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ")
# For each slip on its own and without a limit: with one, or for very many numbers, the database expects so many words
# that it reads the whole lexicon, a hundred times slower than its index.
_OF_SLIP = "SELECT text, is_name FROM articles_word WHERE deletes && %s::int[]"
_NEAR = """
WITH near AS MATERIALIZED ({near})
SELECT 'near', text, is_name, 0 FROM near
UNION ALL
SELECT 'whole', text, is_name, 0 FROM articles_word WHERE text = ANY(%s)
UNION ALL
SELECT 'name', named.key, true, (
    SELECT count(*) FROM (
        SELECT FROM articles_listingkeyword row JOIN articles_listing listing ON listing.article_id = row.listing_id
        WHERE row.keyword_id = named.keyword
          AND listing.withdrawn_at IS NULL AND listing.published_at <= statement_timestamp()
        LIMIT %s
    ) AS public
) FROM (
    SELECT key, coalesce(merged_into_id, id) AS keyword FROM articles_keyword WHERE key = ANY(%s)
    UNION
    SELECT spelling.key, coalesce(keyword.merged_into_id, keyword.id)
    FROM articles_keywordspelling spelling JOIN articles_keyword keyword ON keyword.id = spelling.keyword_id
    WHERE spelling.key = ANY(%s) AND spelling.use <> 'avoid'
) AS named
"""
_HOLDING = """
(SELECT %s, count(*) FROM (
    SELECT FROM articles_listing
    WHERE search_text @@ %s::tsquery AND withdrawn_at IS NULL AND published_at <= statement_timestamp() LIMIT %s
) AS public)
"""
# Kinds of slips, the likeliest first. The right letters in the wrong order, without one of them, or one of them twice;
# a letter too many, or another that is beside it on the keyboard, or another vowel; any other letter; a space.
_ORDER, _NEAR_LETTER, _OTHER_LETTER, _APART = range(4)


@dataclass(frozen=True, order=True)
class Offer:
    """What may stand in the query from `start` to `end` instead. The smallest is the likeliest."""

    kind: int
    begins_otherwise: bool
    # How many listings hold it, below zero.
    held: int
    is_ordinary: bool
    text: str
    start: int
    end: int


def did_you_mean(query: str, asked: Asked, count: int, filters: Filters = ANY) -> str | None:
    """Another query that finds more than the `count` that `query` does, the rest of it as it was typed; or None.

    Only words outside quotations, conditions and "-without" are put right. What was found for the sound of a word that
    nobody wrote counts for nothing, unless the likeliest slip leads there too.
    """
    unknown = {word.folded for text in asked.unknown for word in words(text)}
    if count >= ENOUGH and not unknown:
        return None
    typed = list(typed_words(query))
    # With no such word each stands somewhere, but never with the others.
    slipped = [word for word in typed if word.folded in unknown] or (typed if count == 0 else [])
    slipped = [word for word in slipped if len(word.folded) >= SHORTEST and word.folded.isalpha()][:_MOST_SLIPS]
    by_sound = {word.folded: more for text, more in asked.sounds for word in words(text)}
    if not slipped or (count >= ENOUGH and not any(word.folded in by_sound for word in slipped)):
        return None
    offers, least = [], count
    for word, some in zip(slipped, _offers(slipped, typed, query), strict=True):
        if some and (count == 0 or some[0].text not in by_sound.get(word.folded, ())):
            offers.append(some)
            if word.folded in by_sound:
                # What was found is there by its sound alone: another name.
                least = 0
    attempts = list(dict.fromkeys(_attempts(query, offers)))[:_MOST_CHECKS] if least < ENOUGH else []
    return next((text for text in attempts if _finds_more(text, least, filters)), None)


def unheld(texts: Sequence[str]) -> tuple[str, ...]:
    """Of these words as typed, those that nothing public has: whether anything else has them, nobody is told."""
    folded = {text: [word.folded for word in words(text)] for text in texts}
    holding = _holding({word for some in folded.values() for word in some})
    return tuple(text for text in texts if not any(holding[word] for word in folded[text]))


def typed_words(query: str) -> Iterator[Word]:
    """The folded words that `query` looks for, with their places in it; none that are quoted or to be left out."""
    for node in _looked_for(parse(query).root):
        for word in words(node.text):
            yield word._replace(start=word.start + node.start, end=word.end + node.start)


def _looked_for(node: Node | None) -> Iterator[TypedWord]:
    if isinstance(node, And | Or):
        for each in node.nodes:
            yield from _looked_for(each)
    elif isinstance(node, TypedWord):
        yield node


def _offers(slipped: Sequence[Word], typed: Sequence[Word], query: str) -> list[list[Offer]]:
    """For each slip what may be meant, the likeliest first."""
    near: list[list[Offer]] = []
    spaced = [list(_spaced(word, typed, query)) for word in slipped]
    asked = _ask(slipped, typed, {part for some in spaced for offer in some for part in offer.text.split()})
    whole = {text for kind, text, _is_name, _held in asked if kind == "whole"}
    for word in slipped:
        some = [
            Offer(slip, word.folded[0] != text[0], -held, not is_name, text, word.start, word.end)
            for kind, text, is_name, held in asked
            if kind == "near" and (slip := slip_kind(word.folded, text)) is not None
        ]
        near.append(sorted(some)[: _MOST_COUNTED // len(slipped)])
    holding = _holding({offer.text for some in near for offer in some})
    named = [row for row in asked if row[0] == "name" and row[3]]
    offers = []
    for word, some, apart in zip(slipped, near, spaced, strict=True):
        offered = [replace(offer, held=-holding[offer.text]) for offer in some if holding[offer.text]]
        offered += [offer for offer in apart if whole.issuperset(offer.text.split())]
        offered += _names(word, typed, named)
        offers.append(sorted(offered))
    return offers


def _spaced(word: Word, typed: Sequence[Word], query: str) -> Iterator[Offer]:
    """`word` in two, or as one with the word before or behind it."""
    text = word.folded
    for place in range(SHORTEST, len(text) - SHORTEST + 1):
        yield Offer(_APART, False, 0, False, f"{text[:place]} {text[place:]}", word.start, word.end)
    for one, other in pairwise(typed):
        if word in (one, other) and not query[one.end : other.start].strip(" -"):
            yield Offer(_APART, False, 0, False, one.folded + other.folded, one.start, other.end)


def _names(word: Word, typed: Sequence[Word], held_under: Iterable[Row]) -> Iterator[Offer]:
    """Names of the vocabulary that differ by a slip in `word` from it, or from all that was typed."""
    around = [each.folded for each in typed]
    for _kind, key, _is_name, held in held_under:
        meant, start, end = key, word.start, word.end
        if len(parts := key.split()) == len(typed) > 1:
            differing = [place for place, (a, b) in enumerate(zip(parts, around, strict=True)) if a != b]
            if len(differing) != 1 or typed[differing[0]] != word:
                continue
            meant = parts[differing[0]]
        if (slip := slip_kind(word.folded, meant)) is not None:
            yield Offer(slip, word.folded[0] != meant[0], -held, False, meant, start, end)


def _ask(slipped: Sequence[Word], typed: Sequence[Word], whole: Iterable[str]) -> list[Row]:
    """Words of the lexicon with a number of a slip, those that are `whole`, and names of the vocabulary. One statement.

    Each with its kind, whether it is a name, and how many public listings are under it, where that is known.
    """
    numbers = [slips(word.folded) for word in slipped]
    tried: dict[str, None] = {}
    for word in slipped:
        place = typed.index(word)
        before, behind = ([each.folded for each in some] for some in (typed[:place], typed[place + 1 :]))
        for text in _edits(word.folded):
            tried |= {text: None, " ".join([*before, text, *behind]): None}
    names = list(tried)[:_MOST_TRIED]
    near = _NEAR.format(near=" UNION ALL ".join([_OF_SLIP] * len(numbers)))
    return rows(near, [*numbers, list(whole), _ENOUGH_COUNTED, names, names])


def _edits(word: str) -> Iterator[str]:
    """`word` with one slip in it."""
    letters = next((each for each in _ALPHABETS if word[0] in each), word)
    for place in range(len(word) + 1):
        before, behind = word[:place], word[place:]
        if behind:
            yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in letters:
            yield before + letter + behind
            if behind:
                yield before + letter + behind[1:]


def _holding(texts: Iterable[str]) -> dict[str, int]:
    """How many public listings hold each of these words, up to a bound."""
    texts = list(texts)
    if not texts:
        return {}
    configs = {stems.SIMPLE, *stems.CONFIGS.values()}
    found = stems.lexemes({(config, text) for text in texts for config in configs})
    parameters: list[str | int] = []
    for text in texts:
        lexemes = sorted({found[config, text] for config in configs})
        parameters += [text, stems.any_of(lexemes), _ENOUGH_COUNTED]
    # Each on its own: the database knows how frequent a lexeme is only where it stands in the statement.
    return dict(rows(" UNION ALL ".join([_HOLDING] * len(texts)), parameters))


def _attempts(query: str, offers: Sequence[Sequence[Offer]]) -> Iterator[str]:
    """Whole queries with offers in them: the best of each slip, then others one by one."""
    best = [some[0] for some in offers if some]
    if best:
        yield _with(query, best)
    for some in offers:
        for offer in some[:_MOST_CHECKS]:
            yield _with(query, [offer])


def _with(query: str, offers: Iterable[Offer]) -> str:
    end = len(query) + 1
    for offer in sorted(offers, key=lambda offer: offer.start, reverse=True):
        if offer.end <= end:
            query = query[: offer.start] + offer.text + query[offer.end :]
            end = offer.start
    return query


def _finds_more(query: str, count: int, filters: Filters) -> bool:
    try:
        asked = understand(query, filters)
    except BadSearchError:
        return False
    return not asked.is_empty and find(asked, "newest").count > count


def slip_kind(typed: str, meant: str) -> int | None:
    """Which kind of slip makes `typed` of `meant`, 0 for the likeliest; None where it takes more than one."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return None
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(typed, meant, strict=False))
    place = sum(1 for _pair in alike)
    rest, right = typed[place:], meant[place:]
    if len(typed) == len(meant):
        if rest[1:] == right[1:]:
            is_near = right[0] in _beside(rest[0]) or {right[0], rest[0]} <= _VOWELS
            return _NEAR_LETTER if is_near else _OTHER_LETTER
        return _ORDER if rest[:2] == right[1::-1] and rest[2:] == right[2:] else None
    if len(typed) < len(meant):
        return _ORDER if rest == right[1:] else None
    if rest[1:] != right:
        return None
    # Where a letter was doubled, the difference shows behind the second of the two.
    return _ORDER if typed[place - 1 : place] == rest[0] else _NEAR_LETTER


def _beside(letter: str) -> str:
    """The letters next to `letter` on its keyboard."""
    for keyboard in _KEYBOARDS:
        for row, keys in enumerate(keyboard):
            if (at := keys.find(letter)) >= 0:
                return "".join(line[max(at - 1, 0) : at + 2] for line in keyboard[max(row - 1, 0) : row + 2])
    return ""
