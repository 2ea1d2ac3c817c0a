"""Keywords that are likely one and the same, for an editor to merge: better none than a wrong one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from articles.checks.reading.peoples import DIFFERENT_NAMES

from .name_words import words_in
from .spellings import plain

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{2,12})[)\]]\s*$")
_ARTICLES = {"al", "el", "the", "ez", "az", "ad", "ed", "ash", "esh", "ar", "er", "an", "en", "at", "et", "as", "es"}
_SMALL = {"of", "for", "and", "the", "in", "on", "de", "al", "el", "to"}
# Pairs that differ in a letter or two and are two words or two names.
_DIFFERENT = DIFFERENT_NAMES | {
    frozenset(pair.split("/"))
    for pair in words_in("""
    custom/customs good/goods mean/means force/forces arm/arms art/arts wood/woods evaluation/evacuation sport/sports
    """)
    if "/" in pair
}
_SAME_NAMES = (
    (re.compile(r"^m[uo]h+am+[aei]d$|^mehmed$"), "muhamad"),
    (re.compile(r"^ahm[aei]d$"), "ahmad"),
    (re.compile(r"^m[ao]hm[uo]+u?d$"), "mahmud"),
    (re.compile(r"^y(?:o|u|ou)s(?:s)?[ei]f$"), "yusuf"),
    (re.compile(r"^yous{1,2}[eou]+f$|^yus{1,2}uf$"), "yusuf"),
    (re.compile(r"^abd[aeuo]l(?=\w{3})"), "abdal"),
    (re.compile(r"^qass?[ei]m$|^kass?[ei]m$"), "qasim"),
)
_SOUNDS = (
    (re.compile(r"^e(?=([szdrnt])\1)"), ""),
    (re.compile(r"(?:ah|eh|ih|a|e)$"), "a"),
    (re.compile(r"ae|ei|ey|ay|ai"), "ay"),
    (re.compile(r"ou|oo|ow(?=[^aeiou]|$)|o"), "u"),
    (re.compile(r"ee|ie|e|y(?=[^aeiou]|$)"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two keywords that may be one, by number: `keyword` would become `into`. `score`: how sure, 0-100."""

    keyword: int
    into: int
    reason: str
    score: int


class _Name:
    """A keyword's name in the forms that are compared."""

    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name
        bracket = _BRACKETS.search(name)
        self.base = plain(name)
        self.short = ""
        if (
            bracket
            and bracket.start()
            and (bracket[1].isupper() or plain(bracket[1]) == _initials(plain(name[: bracket.start()])))
        ):
            self.base, self.short = plain(name[: bracket.start()]), plain(bracket[1])
        self.words = tuple(self.base.split())

    @cached_property
    def solid(self) -> tuple[str, ...]:
        """The words without articles; all of them where nothing else is left."""
        return tuple(word for word in self.words if word not in _ARTICLES) or self.words

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        return tuple(_sound(word) for word in self.solid)

    @cached_property
    def figures(self) -> str:
        return " ".join(re.findall(r"\d+", self.base))


def likely_duplicates(keywords: Iterable[tuple[int, str]]) -> list[Alike]:
    """Which of `keywords` (number, name) are likely one, the surest first.

    Give the more used one first: of two, the one that comes later is proposed to become the other. Each keyword is
    proposed once, with what it is most like.
    """
    seen: dict[tuple[str, object], list[_Name]] = defaultdict(list)
    found = []
    names = [_Name(number, name[:200]) for number, name in keywords if plain(name[:200])]
    for name in names:
        best: Alike | None = None
        for rule, form, score, reason in _forms(name):
            for earlier in seen[rule, form][:20]:
                if (
                    earlier.number != name.number
                    and score > (best.score if best else 0)
                    and _may_be_one(rule, earlier, name)
                ):
                    best = Alike(name.number, earlier.number, reason, score)
                    break
            if len(seen[rule, form]) < 20:
                seen[rule, form].append(name)
        if best:
            found.append(best)
    merged = {each.keyword for each in found}
    found.extend(each for each in _abbreviated(names) if each.keyword not in merged)
    return sorted(found, key=lambda each: -each.score)


def _forms(name: _Name) -> Iterator[tuple[str, object, int, str]]:
    """What `name` shares with another that is likely the same: the rule, the form, how sure, and why."""
    words, solid = name.words, name.solid
    yield (
        "same",
        name.base,
        98,
        _("They differ only in capitals, accents, punctuation, or an abbreviation in brackets."),
    )
    if len("".join(words)) >= 6:
        yield "spaces", "".join(words), 93, _("They differ only in spaces or hyphens.")
    if len("".join(solid)) >= 3:
        yield "article", solid, 92, _("They differ only in an article.")
    if len(words) > 1:
        yield "order", tuple(sorted(solid)), 88, _("They have the same words in another order.")
    if len(words[-1]) >= 4:
        yield "plural", (*solid[:-1], _singular(solid[-1])), 84, _("One is the plural of the other.")
    if all(word.isascii() for word in solid):
        yield "sound", name.sounds, 86 if len(solid) > 1 else 82, _("They look like two spellings of one name.")
    for place, word in enumerate(solid):
        if len(word) >= (7 if len(solid) > 1 else 8) and word.isalpha() and len(word) <= 40:
            for form in {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}:
                yield "letters", (solid[:place], form, solid[place + 1 :]), 76, _("They differ in one letter.")


def _may_be_one(rule: str, first: _Name, second: _Name) -> bool:
    if first.figures != second.figures or (first.short and second.short and first.short != second.short):
        return False
    if any(frozenset(pair) in _DIFFERENT for pair in zip(first.solid, second.solid, strict=False)):
        return False
    if rule == "order":
        # Without a comma, "Ali Hassan" and "Hassan Ali" are two people.
        return len(first.solid) == len(second.solid) and ("," in first.name) != ("," in second.name)
    if rule == "plural":
        return _is_plural(first.solid[-1], second.solid[-1]) or _is_plural(second.solid[-1], first.solid[-1])
    if rule == "sound":
        return _sound_alike(first, second)
    if rule == "letters":
        return _is_slip(first, second)
    return True


def _sound_alike(first: _Name, second: _Name) -> bool:
    """Short words sound alike too easily: "Mali" and "Male"."""
    if any(
        a[0] != b[0] and {a[0], b[0]} not in ({"o", "u"}, {"e", "i"})
        for a, b in zip(first.solid, second.solid, strict=True)
    ):
        return first.sounds[0][0] == second.sounds[0][0] and len("".join(first.sounds)) >= 6
    differing = [(a, b) for a, b in zip(first.solid, second.solid, strict=True) if a != b]
    return all(min(len(a), len(b)) >= (5 if len(first.solid) == 1 else 3) for a, b in differing)


def _is_slip(first: _Name, second: _Name) -> bool:
    """Whether one long word has a letter too many, too few, another, or two that changed places; not at its end."""
    differing = [(a, b) for a, b in zip(first.solid, second.solid, strict=True) if a != b]
    if len(differing) != 1:
        return False
    one, other = differing[0]
    if min(len(one), len(other)) < 7 or one[0] != other[0] or OSA.distance(one, other) != 1:
        return False
    if len(one) == len(other) and len(first.solid) == 1 and sorted(one) != sorted(other):
        changed = {char for pair in zip(one, other, strict=True) if pair[0] != pair[1] for char in pair}
        # "Evacuation" and "evaluation": another consonant makes another word.
        if not changed <= set("aeiouyszck"):
            return False
    # "Communism" and "communist", "Mansour" and "Mansoura" differ where words are bent.
    return one[-2:] == other[-2:] or sorted(one) == sorted(other)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if re.search(r"(?:s|x|ch|sh|z)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_plural(plural: str, word: str) -> bool:
    return (
        plural != word and len(word) >= 4 and _singular(plural) == word and frozenset((plural, word)) not in _DIFFERENT
    )


def _sound(word: str) -> str:
    """A Latin transliteration by its sound: alike for "Idlib" and "Idleb", "Hussein" and "Husain"."""
    for pattern, name in _SAME_NAMES:
        word = pattern.sub(name, word)
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split() if word not in _SMALL)


def _abbreviated(names: list[_Name]) -> Iterator[Alike]:
    """ "SDF" for "Syrian Democratic Forces", where no other keyword could be meant by it."""
    order = {name.number: place for place, name in enumerate(names)}
    long: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        if len(name.words) > 2:
            for short in {name.short, _initials(name.base)} - {""}:
                long[short].append(name)
    for name in names:
        if not re.fullmatch(r"[A-Z]{3,6}", name.name.strip()):
            continue
        meant = long.get(name.base, [])
        spelled_out = [each for each in meant if each.short == name.base] or meant
        if len({each.base for each in spelled_out}) != 1:
            continue
        full = spelled_out[0]
        is_certain = any(each.short for each in spelled_out)
        first, second = sorted((name, full), key=lambda each: order[each.number])
        yield Alike(second.number, first.number, _("One is the abbreviation of the other."), 90 if is_certain else 78)
