"""What readers may see of an original, and the paragraphs of both texts side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.models import Availability, Edition, EditionOriginal, OriginalDisplay
from articles.models.text import prose


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
    """Paragraphs of the article beside those of the original that they were made from; either may be empty."""

    number: int
    ours: Sequence[str]
    theirs: Sequence[str]


def rows(article: Sequence[str], original: Sequence[str], alignment: object, *, every: bool) -> list[Row]:
    """Both texts paragraph by paragraph; [] where `alignment` pairs nothing.

    `every`: also the paragraphs that stand in one text alone, in their place; without it, the pairs only.
    """
    made: list[Row] = []

    def add(ours: Sequence[str], theirs: Sequence[str]) -> None:
        if ours or theirs:
            made.append(Row(len(made) + 1, ours, theirs))

    seen_ours = seen_theirs = 0
    pairs = list(_pairs(alignment, len(article), len(original)))
    for ours, theirs in pairs:
        if every:
            add(article[seen_ours : min(ours, default=seen_ours)], ())
            add((), original[seen_theirs : min(theirs, default=seen_theirs)])
        add([article[number] for number in ours], [original[number] for number in theirs])
        seen_ours = max([seen_ours, *(number + 1 for number in ours)])
        seen_theirs = max([seen_theirs, *(number + 1 for number in theirs)])
    if pairs and every:
        add(article[seen_ours:], ())
        add((), original[seen_theirs:])
    return made


def _pairs(alignment: object, ours: int, theirs: int) -> Iterator[tuple[list[int], list[int]]]:
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


def side_by_side(edition: Edition, originals: Sequence[ShownOriginal]) -> tuple[list[Aligned], list[ShownOriginal]]:
    """The originals that can be paired with the article, with their rows; and those that can't.

    It is words that are compared: photos and their captions answer to nothing in an original.
    """
    article = prose(edition.body)
    aligned, unpaired = [], []
    for shown in originals:
        made = rows(article, prose(shown.original.body), shown.original.alignment, every=len(originals) == 1)
        if made:
            aligned.append(Aligned(shown, made))
        else:
            unpaired.append(shown)
    return aligned, unpaired
