"""How much speaks for two sentences saying the same: what they share, how long they are."""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from ..reading.anchors import Anchors

# How much a shared anchor of a kind counts, and one that its counterpart lacks. Anchors of a sentence are not
# independent of each other: what they say together is less than their sum.
SHARED = {"n": 1.2, "c": 0.8, "s": 0.3, "a": 0.6, "w": 0.5, "?": 0.8, "“": 0.6}
LACKING = {"n": 1.0, "c": 0.25, "s": 0.4, "a": 0.2}
# Of the anchors that stand in both texts, this many stand in both of two sentences that answer to each other.
USUAL = 0.7
# How often an anchor stands in a sentence by chance, in the whole of both texts.
CHANCE = 0.7
# What stands in many sentences of both texts tells none of them, and would cost the product of both counts.
_MOST_CELLS = 1_500
# How many characters a language takes for one of English, and how far single sentences are from that.
_LENGTHS = {
    "ar": 0.92, "fa": 0.97, "ckb": 1.0, "he": 0.8, "ur": 1.0, "tr": 1.06, "fr": 1.17, "de": 1.15, "es": 1.15,
    "it": 1.13, "pt": 1.1, "nl": 1.1, "ru": 1.08, "uk": 1.04, "el": 1.15, "pl": 1.1, "zh": 0.33, "ja": 0.45, "ko": 0.5,
}  # fmt: skip


class Evidence(NamedTuple):
    """`shared[i][j]`: what sentences i and j share; `ours[i]`, `theirs[j]`: what a counterpart had better share. The
    three together are above 0 where more speaks for the two than against them.
    """

    shared: list[dict[int, float]]
    ours: list[float]
    theirs: list[float]

    def of(self, i: int, j: int) -> float:
        return self.shared[i].get(j, 0.0) + self.ours[i] + self.theirs[j]


def length_ratio(language: str, other: str) -> float:
    """How many characters `other` takes for one of `language`."""
    return _LENGTHS.get(other, 1.0) / _LENGTHS.get(language, 1.0)


def evidence(ours: Sequence[Anchors], theirs: Sequence[Anchors]) -> Evidence:
    """What the anchors of two texts' sentences say of each pair of them."""
    all_ours = frozenset[str]().union(*(each.all for each in ours))
    all_theirs = frozenset[str]().union(*(each.all for each in theirs))
    in_both = all_ours & all_theirs
    kinds = {anchor[0] for anchor in in_both}
    if any(anchor[0] == "s" for anchor in all_ours) and any(anchor[0] == "s" for anchor in all_theirs):
        # Both in Latin letters.
        kinds.discard("a")
        in_both = frozenset(anchor for anchor in in_both if anchor[0] != "a")
    at_ours, at_theirs = _places(ours, in_both), _places(theirs, in_both)
    count = len(ours) + len(theirs)
    shared: list[dict[int, float]] = [{} for _each in ours]
    for anchor, here in at_ours.items():
        there = at_theirs[anchor]
        # Leaving out the two sentences that are asked about.
        usual = (len(here) + len(there) - 2 + CHANCE) / count
        if usual >= USUAL or len(here) * len(there) > _MOST_CELLS:
            continue
        weight = SHARED[anchor[0]] * log(USUAL / usual)
        lacking = LACKING.get(anchor[0], 0.0)
        for i, is_wanted in here:
            row = shared[i]
            counted = weight + lacking if is_wanted else weight
            for j, is_wanted_there in there:
                row[j] = row.get(j, 0.0) + (counted + lacking if is_wanted_there else counted)
    return Evidence(shared, [_wanted(each, kinds) for each in ours], [_wanted(each, kinds) for each in theirs])


def _places(sentences: Sequence[Anchors], among: frozenset[str]) -> dict[str, list[tuple[int, bool]]]:
    """In which sentences each anchor of `among` stands, and whether it is wanted there."""
    places: dict[str, list[tuple[int, bool]]] = {anchor: [] for anchor in among}
    for number, sentence in enumerate(sentences):
        for anchor in sentence.all & among:
            places[anchor].append((number, anchor in sentence.wanted))
    return places


def _wanted(sentence: Anchors, kinds: set[str]) -> float:
    return -sum([LACKING[anchor[0]] for anchor in sentence.wanted if anchor[0] in kinds])
