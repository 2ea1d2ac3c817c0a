"""Which numbers of a text have their counterpart in another."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .base import Field, Text
from .reading.numbers import CURRENCIES, DEGREES, Number, converts, is_measured_in, is_year, reads_words

# A digit too many or too few, thousands for millions: further apart, two figures are hardly the same one, mistaken.
_FURTHEST = 1000
# But a word may be lost: 1.5 for 1.5 million.
_SCALES_LOST = (10**6, 10**9)
# Up to here a language that is read in figures alone may have said it in words.
_IN_WORDS = 12
_FEW = 100
_COUNTED = CURRENCIES | {"%"}
# Where a table stands here and prose there, none is looked for.
_MOST_MISTAKEN = 100


@dataclass(frozen=True, slots=True)
class Said:
    """A number, and where it is said: in which line of a text, in which of its sentences."""

    number: Number
    paragraph: int = 0
    field: Field = "body"
    sentence: int = 0

    @property
    def value(self) -> Decimal:
        return self.number.value


class Numbers:
    """The numbers of one place in a text, to look others up in."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = list(said)
        self.values = Counter(value for each in self.said for value in each.number.values)
        self.plain = set(self.values).difference(*(each.number.others for each in self.said))
        self.first = {each.value for each in self.said}
        self.measures = {(each.value, each.number.unit) for each in self.said}

    def have(self, number: Number) -> bool:
        """Whether one of them says the same."""
        return number.value in self.values or not number.others.isdisjoint(self.first)

    def have_converted(self, number: Number) -> bool:
        """Whether one of them says the same in other units."""
        if number.unit and not is_measured_in(number.unit):
            return False
        mine = (number.value, number.unit)
        return any(
            converts(*one, *other)
            for measure in self.measures
            if measure[1] != number.unit or number.unit == DEGREES
            for one, other in ((mine, measure), (measure, mine))
        )


def said_in(text: Text, paragraphs: Iterable[int]) -> list[Said]:
    """The numbers of some paragraphs, in order."""
    found = []
    for paragraph in paragraphs:
        sentences, current = text.sentences[paragraph], 0
        for number in text.numbers[paragraph]:
            while current + 1 < len(sentences) and sentences[current].end <= number.start:
                current += 1
            found.append(Said(number, paragraph, "body", current))
    return found


def unanswered(ones: Sequence[Said], others: Numbers) -> list[Said]:
    """Those of `ones` that nothing among `others` answers to."""
    return [each for each in ones if not (others.have(each.number) or others.have_converted(each.number))]


def without_counterpart(ours: list[Said], theirs: list[Said]) -> tuple[list[Said], list[Said]]:
    """What of either side has none on the other.

    A desk adds or leaves out in brackets what a measure is in other units: that answers to the measure itself, unless
    there is a number for which it may have been mistaken.
    """
    mine, others = Numbers(ours), Numbers(theirs)
    ours_new = [each for each in ours if not others.have(each.number)]
    theirs_new = [each for each in theirs if not mine.have(each.number)]
    ours_left = _not_converted(ours_new, theirs_new, others)
    changed = any(each.number.is_sure for each in ours_left)
    return ours_left, _not_converted(theirs_new, ours_new, Numbers(ours_new) if changed else mine)


def _not_converted(ones: list[Said], new: list[Said], others: Numbers) -> list[Said]:
    """Those of `ones` that are not the same in other units; where one of `new` is in this unit, it is rather that."""
    units = {each.number.unit for each in new}
    return [
        each
        for each in ones
        if (each.number.unit and each.number.unit != DEGREES and each.number.unit in units)
        or not others.have_converted(each.number)
    ]


def misnamed(ours: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[Said, Said]]:
    """Names with numbers, of the same letters on both sides, where the numbers differ: F-16 and F-15."""
    left = {each.number.name: each for each in theirs if each.number.name}
    return [(each, left[each.number.name]) for each in ours if each.number.name in left]


def short_of(ones: Sequence[Said], others: Numbers, text: Text) -> list[Said]:
    """Those figures among `ones` that one sentence has more often than all the others together.

    Words, and other sentences, may say again what the other text says but once.
    """
    count: Counter[tuple[int, int, Decimal]] = Counter()
    found = []
    for each in ones:
        if each.number.is_sure and _is_written(each, text) and each.value in others.plain:
            place = (each.paragraph, each.sentence, each.value)
            count[place] += 1
            if count[place] > others.values[each.value]:
                found.append(each)
    return found


def may_have_been(ours: Sequence[Said], theirs: Sequence[Said]) -> bool:
    """Whether the original has a number that the article says less often: one that may have become another."""
    said = Counter(each.value for each in ours if each.number.is_sure)
    count: Counter[Decimal] = Counter()
    for each in theirs:
        count[each.value] += 1
        if count[each.value] > said[each.value] and each.value != 1:
            return True
    return False


def is_asked_for(number: Number, line: str, languages: Iterable[str]) -> bool:
    """Whether the number had better stand in the other text, too, for what is read of both languages."""
    if not number.is_sure:
        return False
    return all(map(reads_words, languages)) or (line[number.start].isdigit() and number.value > _IN_WORDS)


def may_explain(said: Said) -> bool:
    """Whether it is what a desk adds to explain: how many, how old, in which year."""
    return said.number.unit not in _COUNTED and (said.value <= _FEW or is_year(said.value)) and not said.value % 1


def _is_written(said: Said, text: Text) -> bool:
    return text.said(said.field, said.paragraph)[said.number.start].isdigit()


def other_currency(ours: Iterable[Said], theirs: Iterable[Said]) -> tuple[Said, Said] | None:
    """The same sum on both sides, in one currency here and in another there."""
    sums = {each.value: each for each in theirs if each.number.unit in CURRENCIES}
    for one in ours:
        other = sums.get(one.value)
        if other and one.number.unit in CURRENCIES and one.number.unit != other.number.unit:
            return one, other
    return None


def mistaken(ours: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[Said, Said]]:
    """Pairs of unanswered numbers that were likely meant to be the same one, the likeliest first."""
    likely = sorted(
        (distance, place, counter)
        for place, one in enumerate(ours[:_MOST_MISTAKEN])
        for counter, other in enumerate(theirs[:_MOST_MISTAKEN])
        if (distance := _distance(one, other, abs(place - counter))) is not None
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _distance_between, place, counter in likely:
        if place not in taken[0] and counter not in taken[1]:
            taken[0].add(place)
            taken[1].add(counter)
            found.append((ours[place], theirs[counter]))
    return found


def _distance(one: Said, other: Said, apart: int) -> tuple[int, int, float] | None:
    low, high = sorted((abs(one.value), abs(other.value)))
    units = {one.number.unit, other.number.unit}
    if not low or (len(units) > 1 and "" not in units):
        return None
    if high > low * _FURTHEST and high / low not in _SCALES_LOST:
        return None
    return (len(units) > 1) + (is_year(one.value) != is_year(other.value)), apart, float(high / low)
