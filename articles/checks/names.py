"""Names: as the house spells them, each of them one way, and all that the original names."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz.distance import OSA

from articles.models import folding
from articles.models.sound import bones, sounds_like

from .base import Check, Field, Finding, Pair, Place
from .common_names import folded_latin_names
from .reading.names import Line, endings, forms
from .reading.peoples import DIFFERENT_NAMES, are_kin
from .reading.sentences import Sentence
from .vocabulary import Entry, Mention, has_capital, sounding_in

_SHORTEST = 5
_SHORTEST_NAMED = 4
# What stands in the original in so few letters may be an ordinary word.
_SHORTEST_ASKED_FOR = 4
_MOST_AT_ONE_SOUND = 12
_SWAPPED = 2
_VOWELS = frozenset("aeiouy")


class Names(Check):
    """Names stand as the vocabulary spells them, one way each, and none is lost."""

    slug = "names"
    label = gettext_lazy("Names")
    explanation = gettext_lazy(
        "Names of the vocabulary that stand in the original and nowhere in the article, spellings that the house "
        "avoids, names that are nearly one of the vocabulary, and one name spelled two ways in one article. Names that "
        "are two though they look alike can be accepted as they are, or added to the vocabulary, both of them."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        if not pair.article.lines:
            return
        named = _Named(pair)
        reported: set[tuple[object, ...]] = set()
        for finding, place in (*self._avoided(named), *self._nearly(named), *self._two_ways(named)):
            at = (place.field, place.paragraph, place.start)
            if at not in reported:
                reported.add(at)
                yield finding
        if pair.is_whole:
            yield from self._missing(named)

    def _avoided(self, named: "_Named") -> Iterator[tuple[Finding, Place]]:
        """Spellings that the house avoids."""
        for mention in named.ours:
            if mention.entry.use == "avoid" and not mention.is_last_name:
                place = named.place(mention.field, mention.paragraph, mention.start, mention.end)
                said = {"words": place.words, "name": mention.entry.name}
                message = _("“%(words)s”: the house spelling is “%(name)s”.") % said
                yield self.finding(named.pair, message, here=place, about=place.words, mend=mention.entry.name), place

    def _nearly(self, named: "_Named") -> Iterator[tuple[Finding, Place]]:
        """What is nearly a name that these texts may well mean, but not it."""
        for word in named.free:
            if near := named.meant_by(word):
                place, mend = word.place(named), _written_like(near, word)
                said = {"words": place.words, "name": mend}
                message = _("“%(words)s” is nearly “%(name)s” of the vocabulary, but not it.") % said
                yield self.finding(named.pair, message, here=place, about=place.words, mend=mend), place

        for line, start, end, entry in sounding_in(named.pair.article, named.pair.vocabulary):
            place = named.place(line.field, line.paragraph, start, end)
            said = {"words": place.words, "name": entry.name}
            message = _("“%(words)s” is nearly “%(name)s” of the vocabulary, but not it.") % said
            yield self.finding(named.pair, message, here=place, about=place.words, mend=entry.name), place

    def _two_ways(self, named: "_Named") -> Iterator[tuple[Finding, Place]]:
        """One name that the article spells two ways: reported where the rarer of them stands."""
        for rare, usual in named.two_ways():
            for word in rare[: 1 if len(rare) == len(usual) else len(rare)]:
                place = word.place(named)
                said = {"words": place.words, "name": usual[0].said}
                message = _("“%(words)s” here, “%(name)s” elsewhere in the article.") % said
                mend = usual[0].said if len(usual) > len(rare) else None
                yield self.finding(named.pair, message, here=place, about=place.words, mend=mend), place

    def _missing(self, named: "_Named") -> Iterator[Finding]:
        """Names of the vocabulary that the original has and the article hasn't at all."""
        asked: set[int] = set()
        for mention in named.theirs:
            entry = mention.entry
            if entry.keyword in asked or entry.kind == "theme" or mention.field != "body" or mention.is_last_name:
                continue
            beside = named.beside.get(mention.paragraph)
            if beside is None or len(folding.key(entry.text)) < _SHORTEST_ASKED_FOR:
                continue
            said_there = named.pair.originals[0].said("body", mention.paragraph)
            if not _is_letter_by_letter(said_there, mention) or named.is_part_of_another(mention):
                continue
            asked.add(entry.keyword)
            if not named.has(entry.keyword):
                there = named.pair.original_place(mention.start, mention.end, mention.paragraph)
                said = {"there": there.words, "name": entry.name}
                message = _("The original names “%(there)s” (%(name)s); the article doesn’t.") % said
                here = named.pair.place(0, len(named.pair.article.paragraphs[beside]), beside)
                yield self.finding(named.pair, message, here=here, there=there, about=entry.name)


@dataclass(frozen=True, slots=True)
class _Capital:
    """A word with a capital that no entry of the vocabulary accounts for. `opens`: whether it begins a sentence."""

    line: Line
    folded: str
    start: int
    end: int
    opens: bool

    @property
    def said(self) -> str:
        return self.line.said[self.start : self.end]

    def place(self, named: "_Named") -> Place:
        return named.place(self.line.field, self.line.paragraph, self.start, self.end)


class _Named:
    """What both texts name."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.ours = pair.names
        self.theirs = list(chain.from_iterable(pair.original_names))

    def place(self, field: Field, paragraph: int, start: int, end: int) -> Place:
        return self.pair.place(start, end, paragraph, field=field)

    @cached_property
    def beside(self) -> dict[int, int]:
        """For each paragraph of the original that has a counterpart: the first of it."""
        beads = self.pair.alignments[0].beads if self.pair.alignments else ()
        return {their: bead.ours[0] for bead in beads if bead.ours for their in bead.theirs}

    @cached_property
    def words(self) -> list[_Capital]:
        """The words of the article with a capital, without endings."""
        found = []
        for line in self.pair.article.lines:
            begins = {sentence.start for sentence in self._sentences(line)}
            for word in line.words:
                if has_capital(word):
                    folded, end = endings(line, word)[-1]
                    opens = word.start in begins or _opens(line.said, word.start)
                    found.append(_Capital(line, folded, word.start, end, opens))
        return found

    def _sentences(self, line: Line) -> tuple[Sentence, ...]:
        return self.pair.article.sentences[line.paragraph] if line.field == "body" else ()

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the article has in small letters too."""
        return frozenset(word.folded for line in self.pair.article.lines for word in line.words if word.is_lower)

    @cached_property
    def free(self) -> list[_Capital]:
        """Those of `words` that may be a name, and that the vocabulary doesn't know."""
        taken = defaultdict[tuple[str, int], list[tuple[int, int]]](list)
        for mention in self.ours:
            taken[mention.field, mention.paragraph].append((mention.start, mention.end))
        return [
            word
            for word in self.words
            if len(word.folded) >= _SHORTEST
            and word.folded.isalpha()
            and word.folded not in self.small
            and not any(
                start <= word.start < end for start, end in taken.get((word.line.field, word.line.paragraph), ())
            )
        ]

    @cached_property
    def house_words(self) -> dict[str, str]:
        """Words of house spellings that these texts may well have: folded, as they are written."""
        expected = {mention.entry.keyword for mention in (*self.ours, *self.theirs) if mention.entry.kind != "theme"}
        found: dict[str, str] = {}
        for keyword in sorted(expected):
            entry = self.pair.vocabulary.by_keyword[keyword][0]
            for word in folding.words(entry.text, self.pair.article.language):
                if len(word.folded) >= _SHORTEST and has_capital(word):
                    found.setdefault(word.folded, entry.text[word.start : word.end])
        return found

    @cached_property
    def known_words(self) -> frozenset[str]:
        """Every word of every spelling that was looked up."""
        return frozenset(word for key in self.pair.vocabulary.by_key for word in key.split())

    @cached_property
    def in_originals(self) -> frozenset[str]:
        """The words of the originals, folded, also without what stands before or behind them."""
        return frozenset(
            form
            for original in self.pair.originals
            for line in original.lines
            for word in line.words
            for form in forms(line, word)
        )

    def meant_by(self, word: _Capital) -> str:
        """The word of a house spelling that `word` nearly is; "" for none."""
        if word.folded in self.known_words:
            return ""
        near = {house for part in _parts(word.folded) for house in self._house_parts.get(part, ())}
        found = [house for house in near if _is_slip(word.folded, house)]
        if len(found) != 1 or word.folded in folded_latin_names() or word.folded in self.in_originals:
            return ""
        return self.house_words[found[0]]

    @cached_property
    def _house_parts(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for house in self.house_words:
            for part in _parts(house):
                found[part].append(house)
        return found

    def two_ways(self) -> Iterator[tuple[list[_Capital], list[_Capital]]]:
        """Where each of two spellings of one name stands, that of the rarer first."""
        at = defaultdict[str, list[_Capital]](list)
        for word in self.words:
            if len(word.folded) >= _SHORTEST and word.folded.isalpha() and word.folded not in self.small:
                at[word.folded].append(word)
        names = {folded for folded, words in at.items() if any(_is_in_a_sentence(word) for word in words)}
        for one, other in _alike(sorted(names)):
            if self._are_two(one, other):
                continue
            rare, usual = sorted((one, other), key=lambda each: (len(at[each]), self._grounds_for(each), each))
            yield at[rare], at[usual]

    def _grounds_for(self, name: str) -> tuple[bool, bool, bool]:
        """What says that a name is spelled right: the original, a word there that sounds alike, that others bear it."""
        return name in self.in_originals, bool(self._sounding_like(name)), name in folded_latin_names()

    def _are_two(self, one: str, other: str) -> bool:
        """Whether two words that look alike are two names."""
        if one in self.known_words and other in self.known_words:
            return True
        if one in folded_latin_names() and other in folded_latin_names():
            return True
        return self._original_has_two(one, other)

    def _original_has_two(self, one: str, other: str) -> bool:
        """Whether the originals tell the two apart: each has a word of its own there."""
        if one in self.in_originals and other in self.in_originals:
            return True
        first, second = self._sounding_like(one), self._sounding_like(other)
        return bool(first) and bool(second) and not first & second

    def _sounding_like(self, name: str) -> frozenset[str]:
        sound = bones(name)
        return frozenset(word for word in self._by_bones.get(sound, ()) if word == name or sounds_like(word, name))

    @cached_property
    def _by_bones(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for word in self.in_originals:
            if not word.isascii() and (sound := bones(word)):
                found[sound].append(word)
        return found

    def is_part_of_another(self, mention: Mention) -> bool:
        """Whether a name of one word stands in small letters there, or in a longer one: "Rouge" in "Croix-Rouge"."""
        if " " in folding.key(mention.entry.text):
            return False
        original = self.pair.originals[0]
        line = next(each for each in original.lines if each.field == "body" and each.paragraph == mention.paragraph)
        place = next(number for number, word in enumerate(line.words) if word.end > mention.start)
        beside = [place - 1] * line.joined[place] + [place + 1] * (True in line.joined[place + 1 : place + 2])
        return bool(line.words[place].folded.isascii()) and (
            line.words[place].is_lower or any(has_capital(line.words[each]) for each in beside)
        )

    def has(self, keyword: int) -> bool:
        """Whether the article names it in any way: by a spelling, a word of it, its people, or its initials."""
        return any(self._is_said(entry) for entry in self.pair.vocabulary.by_keyword[keyword])

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(
            folded for line in self.pair.article.lines for word in line.words for folded in forms(line, word)
        )

    @cached_property
    def _capitals(self) -> list[str]:
        """The words with a capital, and initials as one word: "U.S." as "us"."""
        found = {word.folded for word in self.words if len(word.folded) > 1}
        for one, other in pairwise(self.words):
            if len(one.folded) == len(other.folded) == 1 and one.line is other.line and other.start - one.end == 1:
                found.add(one.folded + other.folded)
        return sorted(found)

    def _is_said(self, entry: Entry) -> bool:
        words = folding.key(entry.text).split()
        if not words or not words[0].isascii():
            return any(word == folded or sounds_like(word, folded) for word in words for folded in self._capitals)
        if len(words) > 1 and "".join(word[0] for word in words) in self._capitals:
            return True
        long = [word for word in words if len(word) >= _SHORTEST_NAMED] or words
        return any(
            word in self._said or any(are_kin(word, folded) or _is_nearly(folded, word) for folded in self._capitals)
            for word in long
        )


_INITIAL_ALEF = re.compile(r"\b(ال)?[أإآٱ]")


def _is_letter_by_letter(said: str, mention: Mention) -> bool:
    """Whether a spelling stands there with each hamza within a word: that tells it from another word."""
    here, listed = (_INITIAL_ALEF.sub(r"\1ا", text) for text in (said[mention.start : mention.end], mention.entry.text))
    return not any((letter in here) != (letter in listed) for letter in "أإؤئ") or here.isascii()


def _opens(said: str, start: int) -> bool:
    """Whether a sentence, or what is quoted, begins at `start`."""
    return not said[:start].strip(" \"'“”‘’«»([—–-") or said[:start].rstrip(" \"'“‘«([")[-1:] in ".!?:…"


def _is_in_a_sentence(word: _Capital) -> bool:
    """Whether nothing but being a name can have given a word its capital. Headlines may capitalise all."""
    return word.line.field != "headline" and not word.opens


def _alike(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of `names` that may be one name spelled two ways, in time that grows with their number alone."""
    by_part = defaultdict[str, list[str]](list)
    seen = set()
    for name in names:
        for part in (*_parts(name), f"/{bones(name)}"):
            for other in by_part[part][:_MOST_AT_ONE_SOUND]:
                if (other, name) not in seen and _is_nearly(other, name):
                    seen.add((other, name))
                    yield other, name
            by_part[part].append(name)


def _parts(name: str) -> set[str]:
    """A word, and it without each of its letters: words that differ by a slip have one of these in common."""
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def _is_nearly(one: str, other: str) -> bool:
    """Whether two folded words look like one name, spelled two ways: none is bent, or the people of the other."""
    if one == other or min(len(one), len(other)) < _SHORTEST or frozenset((one, other)) in DIFFERENT_NAMES:
        return False
    if are_kin(one, other):
        return False
    return _differ_by_a_slip(one, other) or sounds_like(one, other)


def _differ_by_a_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter left out or too many, two that changed places, or another vowel."""
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    changed = {letter for pair in zip(one, other, strict=False) if pair[0] != pair[1] for letter in pair}
    # "Wayne" and "Wade": another consonant makes another name.
    return len(one) != len(other) or (len(changed) == _SWAPPED and sorted(one) == sorted(other)) or changed <= _VOWELS


def _is_slip(word: str, house: str) -> bool:
    """Whether `word` is likely `house` with a letter wrong; another final vowel is another language's."""
    is_near = _is_nearly(word, house) and OSA.distance(word, house, score_cutoff=1) <= 1
    return is_near and (word[:-1] != house[:-1] or {word[-1], house[-1]} == {"i", "y"})


def _written_like(name: str, word: _Capital) -> str:
    return name.upper() if word.said.isupper() and len(word.said) > 1 else name
