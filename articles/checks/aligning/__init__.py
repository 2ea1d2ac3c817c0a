"""Which paragraphs of an article were made from which paragraphs of its original.

Sentences are paired first: what they share (`reading.anchors`) and their lengths say how likely two are to answer to
each other (`evidence`), the likeliest way through both texts in order is looked for (`path`), and what was left beside
it is paired where it clearly stands elsewhere (`moved`). Paragraphs that share a pair of sentences belong together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ..reading.anchors import Anchors, anchors
from .evidence import evidence, length_ratio
from .moved import moved
from .path import Side, by_length, path

if TYPE_CHECKING:
    from ..base import Text

# Of two passages in one place the shorter has at least this share of the longer's length, or they aren't the same.
_AS_MUCH = 0.5
# Pairs of sentences looked at, at most: those of two texts of some 1,000 sentences each.
_MOST = 1_000_000
# A sentence up to this long may be put to its neighbour, unless their lengths then differ much more than before.
_SHORT = 100
_NO_GAIN = -1.5


@dataclass(frozen=True, slots=True)
class Bead:
    """Paragraphs of the article beside those of the original that say the same; one side may be empty.

    `is_moved`: it stands elsewhere in the one than in the other.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    is_moved: bool = False


class SentencePlace(NamedTuple):
    """A sentence of a text: the number of its paragraph, and its own within that (as in `Text.sentences`)."""

    paragraph: int
    sentence: int


@dataclass(frozen=True, slots=True)
class SentenceBead:
    """Sentences of the article beside those of the original that say the same; one side may be empty."""

    ours: tuple[SentencePlace, ...]
    theirs: tuple[SentencePlace, ...]
    is_moved: bool = False


@dataclass(frozen=True)
class Alignment:
    """Every paragraph of both texts, once each. In the order of the article; what stands in the original alone comes
    behind what stands before it there. `sentences`: the same for every sentence, those that were moved last.
    """

    beads: tuple[Bead, ...]
    sentences: tuple[SentenceBead, ...] = ()


def align(article: "Text", original: "Text") -> Alignment:
    """How the paragraphs of the two, and their sentences, answer to each other.

    Of two books nobody waits for that: all paragraphs are one bead.
    """
    if sum(map(len, article.sentences)) * sum(map(len, original.sentences)) > _MOST:
        return Alignment((Bead(tuple(range(len(article.paragraphs))), tuple(range(len(original.paragraphs)))),))
    found = tuple(_sentences(_Cut.of(article), _Cut.of(original), length_ratio(article.language, original.language)))
    return Alignment(_gathered(found, len(article.paragraphs), len(original.paragraphs)), found)


class _Cut(NamedTuple):
    """A text in sentences."""

    places: list[SentencePlace]
    anchors: list[Anchors]
    lengths: list[float]

    @classmethod
    def of(cls, text: "Text") -> "_Cut":
        cut = cls([], [], [])
        for number, (paragraph, spans) in enumerate(zip(text.paragraphs, text.sentences, strict=True)):
            for place, (start, end) in enumerate(spans):
                said = tuple(each for each in text.numbers[number] if start <= each.start < end)
                cut.places.append(SentencePlace(number, place))
                cut.anchors.append(anchors(paragraph[start:end], text.language, said))
                cut.lengths.append(float(end - start))
        return cut

    def side(self, ratio: float = 1.0) -> Side:
        return Side([length * ratio for length in self.lengths], [not place.sentence for place in self.places])


def _sentences(ours: _Cut, theirs: _Cut, ratio: float) -> Iterator[SentenceBead]:
    said = evidence(ours.anchors, theirs.anchors)
    here, there = ours.side(ratio), theirs.side()
    steps = path(here, there, said)
    elsewhere = moved(steps, here, there, said)
    gone = set(elsewhere.values())
    stays = [
        ([i for i in step.ours if i not in elsewhere], [j for j in step.theirs if j not in gone]) for step in steps
    ]
    for us, them in _taken_along(list(_by_place(stays, here.lengths, there.lengths)), here, there):
        yield SentenceBead(tuple(ours.places[i] for i in us), tuple(theirs.places[j] for j in them))
    for i, j in elsewhere.items():
        yield SentenceBead((ours.places[i],), (theirs.places[j],), is_moved=True)


_Numbers = list[int]


def _by_place(
    pairs: Iterable[tuple[_Numbers, _Numbers]], lengths: Sequence[float], lengths_there: Sequence[float]
) -> Iterator[tuple[_Numbers, _Numbers]]:
    """`pairs`; where both texts have something of their own in one place, and as much of it, that together.

    A free translation shares nothing with its original that could be told, but its place.
    """
    for has_both, some in groupby(pairs, key=lambda pair: bool(pair[0] and pair[1])):
        alone = [pair for pair in some if pair[0] or pair[1]]
        us, them = [i for each, _them in alone for i in each], [j for _us, each in alone for j in each]
        here, there = sum(lengths[i] for i in us), sum(lengths_there[j] for j in them)
        if has_both or not _AS_MUCH * here < there < here / _AS_MUCH:
            yield from alone
        elif len(us) == len(them):
            yield from (([i], [j]) for i, j in zip(us, them, strict=True))
        else:
            yield us, them


def _taken_along(pairs: list[tuple[_Numbers, _Numbers]], here: Side, there: Side) -> list[tuple[_Numbers, _Numbers]]:
    """`pairs`, with each short sentence that stands alone within a paragraph put to the pair beside it that it fits.

    A translator joins it to its neighbour, or forgets the mark between the two; a whole paragraph stays alone.
    """
    kept: list[tuple[_Numbers, _Numbers]] = []
    for place, (us, them) in enumerate(pairs):
        side, alone, of = (0, us, here) if us else (1, them, there)
        if (us and them) or not _is_short(alone, of):
            kept.append((us, them))
            continue
        beside = [pair for pair in (*kept[-1:], *pairs[place + 1 : place + 2]) if pair[0] and pair[1]]
        gains = [(_gain(pair, side, alone, here, there), pair) for pair in beside]
        gain, pair = max(gains, key=lambda each: each[0], default=(_NO_GAIN, ([], [])))
        if gain > _NO_GAIN:
            pair[side].extend(alone)
            pair[side].sort()
        else:
            kept.append((us, them))
    return kept


def _is_short(numbers: _Numbers, side: Side) -> bool:
    """Whether these sentences are short, and others of the same paragraph stand beside them."""
    before, behind = numbers[0], numbers[-1] + 1
    is_whole = side.begins[before] and (behind == len(side.begins) or side.begins[behind])
    return not is_whole and sum(side.lengths[number] for number in numbers) < _SHORT


def _gain(pair: tuple[_Numbers, _Numbers], side: int, alone: _Numbers, here: Side, there: Side) -> float:
    """How much nearer the two sides' lengths come once `alone` is put to one of them."""
    lengths = [sum(of.lengths[number] for number in each) for each, of in zip(pair, (here, there), strict=True)]
    before = by_length(*lengths)
    lengths[side] += sum((here, there)[side].lengths[number] for number in alone)
    return by_length(*lengths) - before


def _gathered(found: Iterable[SentenceBead], ours: int, theirs: int) -> tuple[Bead, ...]:
    """The paragraphs of both texts, those together that share a pair of sentences."""
    # Paragraphs of the original are numbered behind those of the article.
    leads = list(range(ours + theirs))
    has_moved = set()

    def first(number: int) -> int:
        while leads[number] != number:
            leads[number] = number = leads[leads[number]]
        return number

    for bead in found:
        if bead.ours and bead.theirs:
            together = [place.paragraph for place in bead.ours] + [ours + place.paragraph for place in bead.theirs]
            lead = min(map(first, together))
            for number in together:
                leads[first(number)] = lead
            if bead.is_moved:
                has_moved.add(bead.ours[0].paragraph)
    groups: dict[int, list[int]] = {}
    for number in range(ours + theirs):
        groups.setdefault(first(number), []).append(number)
    moved_groups = {first(number) for number in has_moved}
    return _in_order(
        [
            Bead(
                tuple(number for number in group if number < ours),
                tuple(number - ours for number in group if number >= ours),
                lead in moved_groups,
            )
            for lead, group in groups.items()
        ]
    )


def _in_order(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """`beads`, those of the article in its order, as they are given; the others behind what stands before them."""
    ordered = [bead for bead in beads if bead.ours]
    for alone in beads:
        if not alone.ours:
            before = alone.theirs[0] - 1
            place = next((number for number, bead in enumerate(ordered) if before in bead.theirs), -1)
            ordered.insert(place + 1, alone)
    return tuple(ordered)
