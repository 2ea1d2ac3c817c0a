"""What stands elsewhere in the one text than in the other."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from .evidence import Evidence
from .path import Side, Step, likeness

# Below this little holds the two sides of a step together.
LOOSE = 3.0
# How much has to speak for two sentences far from each other, and how much more than for where they stand.
SURE = 3.5
MORE = 3.0
# How much more has to speak for two pairs once they are exchanged.
EXCHANGED = 5.0


def moved(steps: Sequence[Step], ours: Side, theirs: Side, said: Evidence) -> dict[int, int]:
    """Sentences of ours with those of theirs that they answer to elsewhere, beside the way of `steps`."""
    loose = [step for step in steps if step.score < LOOSE or not step.ours or not step.theirs]
    found = sorted((*_exchanged(loose, ours, theirs, said), *_alone(loose, ours, theirs, said)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _gain, *links in found:
        if not any(i in pairs or j in taken for i, j in links):
            pairs.update(links)
            taken.update(j for _i, j in links)
    return pairs


_Found = tuple[float, *tuple[tuple[int, int], ...]]


def _alone(loose: Sequence[Step], ours: Side, theirs: Side, said: Evidence) -> Iterator[_Found]:
    """A sentence that answers to one far off."""
    here = {i: max(step.score, 0.0) if step.theirs else 0.0 for step in loose for i in step.ours}
    there = {j: max(step.score, 0.0) if step.ours else 0.0 for step in loose for j in step.theirs}
    for i, held in here.items():
        for j, shared in said.shared[i].items():
            if j in there and shared > SURE:
                score = likeness(i, j, ours, theirs, said)
                if score > SURE and score > held + there[j] + MORE:
                    yield score - held - there[j], (i, j)


def _exchanged(loose: Sequence[Step], ours: Side, theirs: Side, said: Evidence) -> Iterator[_Found]:
    """Two sentences that answer to each other's counterparts."""
    for (i, j, held), (other_i, other_j, also_held) in combinations(_single(loose), 2):
        if other_j in said.shared[i] or j in said.shared[other_i]:
            exchanged = likeness(i, other_j, ours, theirs, said) + likeness(other_i, j, ours, theirs, said)
            gain = exchanged - held - also_held
            if gain > EXCHANGED:
                yield gain, (i, other_j), (other_i, j)


def _single(loose: Sequence[Step]) -> Iterator[tuple[int, int, float]]:
    """Where one sentence of ours and one of theirs stand beside each other, and what speaks for them."""
    for step in loose:
        if len(step.ours) == len(step.theirs) == 1:
            yield step.ours[0], step.theirs[0], step.score
    for one, other in pairwise(loose):
        if one.ours.stop == other.ours.start and one.theirs.stop == other.theirs.start:
            if not one.theirs and not other.ours:
                yield one.ours[0], other.theirs[0], one.score + other.score
            elif not one.ours and not other.theirs:
                yield other.ours[0], one.theirs[0], one.score + other.score
