"""The likeliest way through two texts, sentence by sentence and in order, after Gale and Church (1993)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import log
from typing import NamedTuple

from .evidence import Evidence

# What it takes to believe that something else happened than one sentence for one, as the logarithm of how seldom it
# does: what stands in one text alone, several that stand for one.
SKIPPED = -2.4
SKIPPED_PARAGRAPH = -2.6
# Three sentences in all, two of them merged; or four.
MERGED = {3: -3.5, 4: -5.0}
# Sentences that stand for one belong together: a paragraph hardly ever ends between them.
WITHIN = -2.0
REST = 0.7
BOTH_BEGIN = 0.3
ONE_BEGINS = -0.4
# Sentences of the same length are likelier to answer to each other, up to some difference.
LENGTH_TELLS = 0.8
LENGTH_AT_MOST = 5.5
SPREAD = 3.0
STEADY = 30.0
# How far off the surest pairs the way is looked for, in sentences.
_BESIDE = 5
_SURE = 3.0
_NEVER = -1e9


class Side(NamedTuple):
    """The sentences of a text: how long each is, and whether a paragraph begins with it."""

    lengths: Sequence[float]
    begins: Sequence[bool]


class Step(NamedTuple):
    """From and to which sentence of ours, and of theirs; and how much speaks for it."""

    ours: range
    theirs: range
    score: float


def path(ours: Side, theirs: Side, said: Evidence) -> list[Step]:
    """The steps from the first sentences to the last, with lengths that are to be compared."""
    best = [[_NEVER] * (len(theirs.lengths) + 1) for _each in range(len(ours.lengths) + 1)]
    came = [[(0, 0)] * len(row) for row in best]
    best[0][0] = 0.0
    pairs = _Pairs(ours, theirs, said)
    ends_ours, ends_theirs = _paragraphs(ours), _paragraphs(theirs)
    skip_ours = _skipped(len(ours.begins), len(theirs.begins))
    skip_theirs = _skipped(len(theirs.begins), len(ours.begins))
    for i, columns in enumerate(_band(said, len(theirs.lengths))):
        row, from_here, above = best[i], came[i], best[i - 1]
        for j in columns:
            score, move = row[j], (0, 0)
            if i:
                if (other := above[j] + skip_ours) > score:
                    score, move = other, (1, 0)
                if (a := ends_ours[i]) and (other := best[i - a][j] + SKIPPED_PARAGRAPH) > score:
                    score, move = other, (a, 0)
            if j:
                if (other := row[j - 1] + skip_theirs) > score:
                    score, move = other, (0, 1)
                if (b := ends_theirs[j]) and (other := row[j - b] + SKIPPED_PARAGRAPH) > score:
                    score, move = other, (0, b)
            if i and j:
                if (other := above[j - 1] + pairs.one(i - 1, j - 1)) > score:
                    score, move = other, (1, 1)
                for a, b in pairs.worth_a_look(i, j):
                    if (other := best[i - a][j - b] + pairs.several(i, j, a, b)) > score:
                        score, move = other, (a, b)
            row[j], from_here[j] = score, move
    return _walked(best, came)


def _skipped(count: int, other: int) -> float:
    """What it takes to believe that one of `count` sentences has no counterpart among `other`: little where it can't
    have one, as in an excerpt's original.
    """
    return max(SKIPPED, log((count - other) / count)) if count > other else SKIPPED


def _paragraphs(side: Side) -> list[int]:
    """For each number of sentences how many of them the paragraph has that ends there; 0 where none does."""
    begins = [*(number for number, is_first in enumerate(side.begins) if is_first), len(side.begins)]
    ends = [0] * (len(side.begins) + 1)
    for start, end in pairwise(begins):
        ends[end] = end - start
    return ends


def likeness(i: int, j: int, ours: Side, theirs: Side, said: Evidence) -> float:
    """How much speaks for sentence `i` of ours and `j` of theirs being the same, wherever they stand."""
    return said.of(i, j) + by_length(ours.lengths[i], theirs.lengths[j])


def by_length(here: float, there: float) -> float:
    """How much the lengths of two passages speak for their being the same."""
    far = (here - there) * (here - there) / (SPREAD * (here + there) + STEADY)
    return LENGTH_TELLS - (far if far < LENGTH_AT_MOST else LENGTH_AT_MOST)


class _Pairs:
    """How much speaks for sentences of ours standing for sentences of theirs."""

    def __init__(self, ours: Side, theirs: Side, said: Evidence) -> None:
        self.ours, self.theirs, self.said = ours, theirs, said
        self.until_ours = [0.0, *accumulate(ours.lengths)]
        self.until_theirs = [0.0, *accumulate(theirs.lengths)]

    def one(self, i: int, j: int) -> float:
        """One for one."""
        said = self.said
        score = said.shared[i].get(j, 0.0) + said.ours[i] + said.theirs[j]
        score += by_length(self.ours.lengths[i], self.theirs.lengths[j])
        return score + (BOTH_BEGIN if self.ours.begins[i] == self.theirs.begins[j] else ONE_BEGINS)

    def worth_a_look(self, i: int, j: int) -> Iterator[tuple[int, int]]:
        """How many of ours before `i` may stand for how many of theirs before `j`, by their lengths."""
        here, there = self.ours.lengths[i - 1], self.theirs.lengths[j - 1]
        if there > here:
            for a in (2, 3):
                if i >= a and 0.6 * there < self.until_ours[i] - self.until_ours[i - a] < 1.6 * there + 10:
                    yield a, 1
        else:
            for b in (2, 3):
                if j >= b and 0.6 * here < self.until_theirs[j] - self.until_theirs[j - b] < 1.6 * here + 10:
                    yield 1, b

    def several(self, i: int, j: int, a: int, b: int) -> float:
        """`a` of ours before `i` for `b` of theirs before `j`."""
        said, begins_ours, begins_theirs = self.said, self.ours.begins, self.theirs.begins
        score = MERGED[a + b] + sum(said.ours[i - a : i]) + sum(said.theirs[j - b : j])
        shared = [row.get(other, 0.0) for row in said.shared[i - a : i] for other in range(j - b, j)]
        # What both of them share with the third is in there twice.
        score += REST * sum(shared) + (1 - REST) * max(shared)
        score += by_length(self.until_ours[i] - self.until_ours[i - a], self.until_theirs[j] - self.until_theirs[j - b])
        score += WITHIN * (sum(begins_ours[i - a + 1 : i]) + sum(begins_theirs[j - b + 1 : j]))
        return score + (BOTH_BEGIN if begins_ours[i - a] == begins_theirs[j - b] else ONE_BEGINS)


def _band(said: Evidence, m: int) -> Iterator[range]:
    """How many sentences of theirs, of `m`, may be behind when none, one, two ... of ours are."""
    n = len(said.ours)
    knots = [(0, 0), *((i + 1, j + 1) for i, j in _chain(said) if i + 1 < n), (n, m)]
    yield range(min(m, knots[1][1] + _BESIDE) + 1)
    for (i0, j0), (i1, j1) in pairwise(knots):
        beside = _BESIDE + abs((j1 - j0) - (i1 - i0))
        for i in range(i0 + 1, i1 + 1):
            usual = j0 + (j1 - j0) * (i - i0) // (i1 - i0)
            yield range(max(0, j0 - _BESIDE, usual - beside), min(m, j1 + _BESIDE, usual + beside) + 1)


def _chain(said: Evidence) -> list[tuple[int, int]]:
    """The longest run of pairs in order that share more with each other than with any other sentence, and much."""
    favourite: dict[int, tuple[float, int]] = {}
    for i, row in enumerate(said.shared):
        if row:
            j = max(row, key=row.__getitem__)
            if row[j] >= _SURE and row[j] > favourite.get(j, (0.0, 0))[0]:
                favourite[j] = row[j], i
    pairs = sorted((i, j) for j, (_much, i) in favourite.items())
    # The longest rising subsequence: `ends[k]` is the lowest that a run of k + 1 pairs may end with.
    ends: list[int] = []
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        place = bisect_left(ends, j)
        run = [*(runs[place - 1] if place else ()), (i, j)]
        ends[place : place + 1], runs[place : place + 1] = [j], [run]
    return runs[-1] if runs else []


def _walked(best: list[list[float]], came: list[list[tuple[int, int]]]) -> list[Step]:
    steps = []
    i, j = len(best) - 1, len(best[0]) - 1
    while i or j:
        a, b = came[i][j]
        steps.append(Step(range(i - a, i), range(j - b, j), best[i][j] - best[i - a][j - b]))
        i, j = i - a, j - b
    return steps[::-1]
