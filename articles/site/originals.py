"""What readers may see of an original, and the paragraphs of both texts side by side."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from articles import disclaimer
from articles.models import Availability, Edition, EditionOriginal, OriginalDisplay
from articles.models.text import prose

# Of a round-up whose pairs nobody kept, as many are paired while a reader waits; the rest stand whole.
MOST_PAIRED_NOW = 4


@dataclass(frozen=True)
class ShownOriginal:
    """One original as far as readers may see it. What they may not see is "" or False here: print nothing else."""

    original: EditionOriginal
    shown: OriginalDisplay

    @classmethod
    def of(cls, original: EditionOriginal) -> "ShownOriginal":
        return cls(original, original.shown)

    @property
    def is_attached(self) -> bool:
        return self.original.availability == Availability.ATTACHED

    @property
    def headline(self) -> str:
        return "" if self.shown == OriginalDisplay.NONE else self.original.headline

    @property
    def url(self) -> str:
        return "" if self.shown == OriginalDisplay.NONE else self.original.url

    @property
    def archive_url(self) -> str:
        return "" if self.shown == OriginalDisplay.NONE else self.original.archive_url

    @property
    def is_whole(self) -> bool:
        """All of its text may be read here."""
        return self.original.is_whole

    @property
    def is_readable(self) -> bool:
        """Some of its text may be read here."""
        return self.is_whole or bool(self.excerpt)

    @property
    def excerpt(self) -> str:
        """Its first words, where no more than an excerpt is allowed."""
        return self.original.excerpt


def shown_originals(edition: Edition) -> list[ShownOriginal]:
    return [ShownOriginal.of(original) for original in edition.originals_in_force()]


@dataclass(frozen=True)
class Row:
    """Paragraphs of the article beside those of the original that they were made from; either may be empty.

    `stands_at`: which paragraph of the original its first is, where it stands out of the original's order; else 0.
    """

    number: int
    ours: Sequence[str]
    theirs: Sequence[str]
    stands_at: int = 0


def rows(article: Sequence[str], original: Sequence[str], alignment: object, *, every: bool) -> list[Row]:
    """Both texts paragraph by paragraph, in the order of the article; [] where `alignment` pairs nothing.

    `every`: also the paragraphs that stand in one text alone, in their place; without it, the pairs only.
    """
    pairs = list(_pairs(alignment, len(article), len(original)))
    if not any(ours and theirs for ours, theirs in pairs):
        return []
    pairs = list(_with_the_rest(pairs, len(article), len(original))) if every else [pair for pair in pairs if all(pair)]
    in_order = _longest_in_order([theirs[0] for _ours, theirs in pairs if theirs])
    return [
        Row(
            number,
            [article[each] for each in ours],
            [original[each] for each in theirs],
            theirs[0] + 1 if ours and theirs and theirs[0] not in in_order else 0,
        )
        for number, (ours, theirs) in enumerate(pairs, start=1)
    ]


Numbers = list[int]


def _with_the_rest(pairs: Sequence[tuple[Numbers, Numbers]], *counts: int) -> Iterator[tuple[Numbers, Numbers]]:
    """`pairs`, and the paragraphs that none of them names, each side's before what follows it there."""
    rest = [set(range(count)).difference(*(pair[side] for pair in pairs)) for side, count in enumerate(counts)]
    for pair in [*pairs, ([counts[0]], [counts[1]])]:
        for side, numbers in enumerate(pair):
            due = sorted(number for number in rest[side] if number < min(numbers, default=0))
            rest[side].difference_update(due)
            if due:
                yield ([], due) if side else (due, [])
        if pair[0] != [counts[0]]:
            yield pair


def _longest_in_order(numbers: Sequence[int]) -> set[int]:
    """The most of `numbers` that rise in the order given."""
    runs: list[list[int]] = []
    for number in numbers:
        place = bisect_left([run[-1] for run in runs], number)
        runs[place : place + 1] = [[*(runs[place - 1] if place else ()), number]]
    return set(runs[-1]) if runs else set()


def _pairs(alignment: object, ours: int, theirs: int) -> Iterator[tuple[Numbers, Numbers]]:
    """The pairs of `alignment` that name paragraphs there are; it is stored text, so nothing about it is certain."""
    for pair in alignment if isinstance(alignment, list) else ():
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(side, list) for side in pair)):
            continue
        left = [number for number in pair[0] if isinstance(number, int) and 0 <= number < ours]
        right = [number for number in pair[1] if isinstance(number, int) and 0 <= number < theirs]
        if left or right:
            yield left, right


@dataclass(frozen=True)
class Aligned:
    """One original with its rows beside the article's."""

    shown: ShownOriginal
    rows: Sequence[Row]


def unaligned(originals: Iterable[ShownOriginal]) -> list[ShownOriginal]:
    """Those that readers may read whole beside the article, and that nobody has paired with it."""
    return [shown for shown in originals if shown.is_whole and not shown.original.alignment]


def side_by_side(
    edition: Edition, originals: Sequence[ShownOriginal], kept: Mapping[str, Any] | None = None
) -> tuple[list[Aligned], list[ShownOriginal]]:
    """The originals that can be paired with the article, with their rows; and those that can't.

    `kept`: the pairs that a worker made of those that came without, by the number of the original. It is words that are
    compared: photos and their captions answer to nothing in an original.
    """
    article = prose(edition.body)
    aligned, unpaired = [], []
    for number, shown in enumerate(originals):
        alignment = shown.original.alignment or (kept or {}).get(str(shown.original.pk))
        if alignment is None and number < MOST_PAIRED_NOW:
            # What was moved in comes without: a worker pairs it, and until then whoever looks waits a moment.
            alignment = disclaimer.aligned(edition, shown.original)
        made = rows(article, prose(shown.original.body), alignment, every=len(originals) == 1)
        if made:
            aligned.append(Aligned(shown, made))
        else:
            unpaired.append(shown)
    return aligned, unpaired
