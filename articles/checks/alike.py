"""Entries of the vocabulary that a new name is nearly the same as."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations

from django.utils.translation import gettext as _

from articles.models import Keyword, KeywordSpelling, folding
from articles.models.sound import sounds_like

from .reading.peoples import DIFFERENT_NAMES, kin
from .vocabulary import sound_of


@dataclass(frozen=True, slots=True)
class Near:
    """A keyword that may be the one that is about to be made, and why, in one sentence."""

    keyword: Keyword
    reason: str


MOST = 6
_MOST_READ = 60
_MOST_IN_ANOTHER_ORDER = 4
_SHORTEST_BY_SOUND = 4
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,40})[)\]]\s*$")
_SMALL = frozenset({"of", "for", "and", "the", "in", "on", "de", "to"})
# The surest rule first.
_SAME, _SPELLING, _ORDER, _SHORT, _PLURAL, _SOUND, _KIN = range(7)


def near(name: str, kind: str = "", *, spellings: Iterable[str] = (), apart_from: int | None = None) -> list[Near]:
    """Which keywords `name` is nearly the same as, the likeliest first, at most six; none that were merged.

    `spellings`: its other spellings, in any script. `apart_from`: the keyword's own number, where it exists already.
    Two queries by index.
    """
    if not (key := folding.key(name)):
        return []
    asked = dict(_asked(name, key))
    for spelling in spellings:
        asked.setdefault(folding.key(spelling), _SPELLING)
    asked.pop("", None)
    found: dict[int, tuple[int, Keyword, str]] = {}
    for keyword, text, text_key, is_name in _rows(list(asked), sound_of(key)):
        rule = asked.get(text_key)
        if rule is None:
            rule = _SOUND if _sound_alike(key, text_key) else None
        elif rule == _SAME and not is_name:
            rule = _SPELLING
        now = keyword.merged_into or keyword
        if rule is not None and now.pk != apart_from and (now.pk not in found or rule < found[now.pk][0]):
            found[now.pk] = (rule, now, _reason(rule, text))
    ranked = sorted(found.values(), key=lambda each: (each[0], each[1].kind != kind, each[1].name, each[1].pk))
    return [Near(keyword, reason) for _rule, keyword, reason in ranked[:MOST]]


def _rows(keys: list[str], sound: str) -> Iterable[tuple[Keyword, str, str, bool]]:
    """Keywords by one of their names: the keyword, the name, the name folded, and whether it is the house spelling."""
    names = Keyword.objects.select_related("merged_into")
    texts = KeywordSpelling.objects.select_related("keyword__merged_into")
    # Each by an index of its own: an OR over both would read the table.
    for row in names.filter(key__in=keys).union(names.filter(sound=sound)[:_MOST_READ], all=True):
        yield row, row.name, row.key, True
    for each in texts.filter(key__in=keys).union(texts.filter(sound=sound)[:_MOST_READ], all=True):
        yield each.keyword, each.text, each.key, False


def _asked(name: str, key: str) -> Iterable[tuple[str, int]]:
    """What a keyword that is nearly `name` may be called, folded, and by which rule; the weakest first."""
    words = key.split()
    if len(words) == 1:
        yield from ((other, _KIN) for other in kin(key))
    yield from ((" ".join([*words[:-1], last]), _PLURAL) for last in _other_number(words[-1]))
    bracket = _BRACKETS.search(name)
    base = folding.key(name[: bracket.start()]) if bracket else key
    if bracket:
        yield from ((base, _SHORT), (folding.key(bracket[1]), _SHORT))
    if len(base.split()) > 2:
        yield "".join(word[0] for word in base.split() if word not in _SMALL), _SHORT
    if 1 < len(words) <= _MOST_IN_ANOTHER_ORDER:
        yield from ((" ".join(order), _ORDER) for order in permutations(words))
    yield key, _SAME


def _other_number(word: str) -> Iterable[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    else:
        yield from (word + "s", word + "es")
        if word.endswith("y"):
            yield word[:-1] + "ies"


def _sound_alike(one: str, other: str) -> bool:
    """Whether two folded names may be one, word by word, as different people hear it."""
    words = list(zip(one.split(), other.split(), strict=False))
    return (
        one.count(" ") == other.count(" ")
        and (len(words) > 1 or len(one) >= _SHORTEST_BY_SOUND)
        and all(a == b or (frozenset((a, b)) not in DIFFERENT_NAMES and sounds_like(a, b)) for a, b in words)
    )


def _reason(rule: int, text: str) -> str:
    sentences = {
        _SAME: _("“%(name)s” is in the vocabulary already."),
        _SPELLING: _("“%(name)s” is one of its spellings."),
        _ORDER: _("“%(name)s” has the same words in another order."),
        _SHORT: _("“%(name)s” differs in an abbreviation alone."),
        _PLURAL: _("“%(name)s” is the same in singular or plural."),
        _SOUND: _("“%(name)s” sounds the same."),
        _KIN: _("“%(name)s” is said of the same place or people."),
    }
    return sentences[rule] % {"name": text}
