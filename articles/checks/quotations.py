"""Quotations: what one text says in somebody's own words, the other does too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Check, Finding, Pair, Place, Text
from .reading.quotes import Quotation, Quoted
from .reading.titles import is_name, is_title

# Fewer words than this are a title, a nickname, a word held at arm's length: not every language puts marks there.
_FEW = 4
# So many words of ours in quotes where the original reports: nobody does that for a word's sake.
_SPEECH = 8
_WORD = re.compile(r"\w+")
# "He said: we won't accept that.", and a dash before what is said: direct speech without marks.
_UNMARKED_SPEECH = re.compile(r"\w\s?:\s+\w|^\s*[-–—]\s*\w")


@dataclass(frozen=True)
class _Side:
    """What the paragraphs of one side of a bead quote."""

    paragraphs: Sequence[str]
    numbers: tuple[int, ...]
    quoted: Sequence[Quoted]
    # Whether the text quotes in single marks: it has no others, or few.
    in_singles: bool

    @cached_property
    def quotations(self) -> list[tuple[int, Quotation]]:
        return [(number, each) for number in self.numbers for each in self.quoted[number].quotations]

    @cached_property
    def words(self) -> int:
        return sum(len(_WORD.findall(self.paragraphs[number])) for number in self.numbers)

    @cached_property
    def share(self) -> float:
        """How much of what it says is quoted."""
        return sum(each.words for _number, each in self.quotations) / max(self.words, 1)

    @cached_property
    def singles(self) -> int:
        """Quotations in single marks."""
        return sum(self.quoted[number].singles for number in self.numbers) if self.in_singles else 0

    @cached_property
    def is_unclear(self) -> bool:
        """Whether it may well be quoted, where the marks themselves don't tell."""
        quoted = [self.quoted[number] for number in self.numbers]
        return any(each.is_within or each.lone or (each.has_marks and not each.quotations) for each in quoted)

    @property
    def is_plain(self) -> bool:
        """Whether nothing tells that anybody's own words are there."""
        return not (self.quotations or self.singles or self.is_unclear)

    @property
    def may_be_speech(self) -> bool:
        return any(_UNMARKED_SPEECH.search(self.paragraphs[number]) for number in self.numbers)


class Quotations(Check):
    """What is quoted on one side is quoted on the other, and each mark has its counterpart."""

    slug = "quotations"
    label = gettext_lazy("Quotations")
    explanation = gettext_lazy(
        "Compares what stands in quotation marks. It reports a quotation of the original that has lost its marks, "
        "speech that only the article puts in marks, and a mark without its counterpart. Names and titles, which not "
        "every language puts in marks, are let pass. Put the marks back, or take the words out of them."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        sides = [_sides(pair, original) for original in range(len(pair.originals))]
        if pair.is_whole:
            lost = [(ours, number, each) for ours, theirs in sides[0] for number, each in _lost(ours, theirs)]
            for ours, number, each in _worth_saying(lost, pair.originals[0]):
                yield self._lost_its_marks(pair, ours, pair.original_place(each.start, each.end, number))
        yield from self._only_ours(pair, sides)
        yield from self._alone(pair)

    def _lost_its_marks(self, pair: Pair, ours: _Side, there: Place) -> Finding:
        paragraph = ours.numbers[0]
        return self.finding(
            pair,
            _("The original quotes these words; here they stand without quotation marks: %(words)s")
            % {"words": _shortened(there.words)},
            here=pair.place(0, len(pair.article.paragraphs[paragraph]), paragraph),
            there=there,
            about=there.words,
        )

    def _only_ours(self, pair: Pair, sides: list[list[tuple[_Side, _Side]]]) -> Iterator[Finding]:
        """Speech in marks that no original has as speech."""
        plain = [
            {
                number: theirs.numbers[0]
                for ours, theirs in found
                if theirs.is_plain and not theirs.may_be_speech
                for number in ours.numbers
            }
            for found in sides
        ]
        if not plain:
            return
        for number, quoted in enumerate(pair.article.quoted):
            for each in quoted.quotations:
                if each.words >= _SPEECH and each.is_whole and all(number in one for one in plain):
                    theirs = plain[0][number]
                    yield self.finding(
                        pair,
                        _("The article quotes these words; the original has nothing in quotation marks here."),
                        here=pair.place(each.start, each.end, number),
                        there=pair.original_place(0, len(pair.originals[0].paragraphs[theirs]), theirs),
                        about=pair.article.paragraphs[number][each.start : each.end],
                    )

    def _alone(self, pair: Pair) -> Iterator[Finding]:
        """Marks of the article without their counterpart, unless the original has one there, too."""
        excused = {
            number
            for original, alignment in enumerate(pair.alignments)
            for bead in alignment.beads
            if not any(_is_sound(pair.originals[original].quoted[theirs]) for theirs in bead.theirs)
            for number in bead.ours
        }
        for number, quoted in enumerate(pair.article.quoted):
            if number in excused or _is_even(pair.article.paragraphs[number]):
                # As many marks as it takes: they only stand oddly.
                continue
            for lone in quoted.lone:
                yield self.finding(
                    pair,
                    _("This quotation begins, but nothing ends it.")
                    if lone.opens
                    else _("This mark ends a quotation that nothing begins."),
                    here=pair.place(lone.at, lone.at + 1, number),
                    about=str(lone.opens),
                )


def _sides(pair: Pair, original: int) -> list[tuple[_Side, _Side]]:
    """What answers each other in the article and one of its originals."""
    article, text = pair.article, pair.originals[original]
    ours, theirs = _is_in_singles(article.quoted), _is_in_singles(text.quoted)
    return [
        (
            _Side(article.paragraphs, bead.ours, article.quoted, ours),
            _Side(text.paragraphs, bead.theirs, text.quoted, theirs),
        )
        for bead in pair.alignments[original].beads
        if bead.ours and bead.theirs
    ]


def _is_in_singles(quoted: Sequence[Quoted]) -> bool:
    return sum(len(each.quotations) for each in quoted) * 2 <= sum(each.singles for each in quoted)


def _is_even(paragraph: str) -> bool:
    return sum(paragraph.count(mark) for mark in '"“”„«»') % 2 == 0


def _is_sound(quoted: Quoted) -> bool:
    return bool(quoted.quotations) and not quoted.lone


def _lost(ours: _Side, theirs: _Side) -> Iterator[tuple[int, Quotation]]:
    """Quotations of the original side that are not in marks on ours."""
    asked = [(number, each) for number, each in theirs.quotations if each.words and _is_clear(theirs, number, each)]
    missing = len(asked) - len(ours.quotations) - ours.singles
    if missing <= 0 or ours.is_unclear:
        return
    if ours.is_plain:
        yield max(asked, key=lambda found: found[1].words)
        return
    if ours.singles or not all(each.is_whole for _number, each in (*asked, *ours.quotations)):
        return
    scale = ours.words / max(theirs.words, 1)
    left = sum(each.words for _number, each in asked) * scale - sum(each.words for _number, each in ours.quotations)
    number, each = min(asked, key=lambda found: abs(found[1].words * scale - left))
    if left > max(0.6 * each.words * scale, 0.5):
        yield number, each


def _is_clear(side: _Side, number: int, quotation: Quotation) -> bool:
    """Whether somebody is surely quoted: where nothing ends it, it has to begin like speech."""
    said = side.paragraphs[number]
    if not any(lone.at == quotation.start for lone in side.quoted[number].lone):
        return quotation.is_whole or not said[: quotation.start][-1:].isalnum()
    if said[quotation.start] == "«":
        return quotation.words >= _FEW
    return bool(re.search(r"^\W*$|[:]\W*$", said[: quotation.start]))


def _worth_saying(lost: list[tuple[_Side, int, Quotation]], original: Text) -> Iterator[tuple[_Side, int, Quotation]]:
    """`lost`, each quotation once, without short ones where the original often quotes what the article doesn't: names,
    say.
    """
    gone = sum(each.words < _FEW for _ours, _number, each in lost)
    kept = sum(any(each.words < _FEW for each in one.quotations) for one in original.quoted) - gone
    is_habit = gone > max(kept, 1)
    is_shared = kept > 1 and kept >= 2 * gone
    goes_on = False
    for ours, number, each in lost:
        is_its_end = goes_on and not each.is_whole and not each.start
        goes_on = not each.is_whole and not is_its_end
        others = [ours.paragraphs[one] for one in ours.numbers]
        let_pass = is_name if is_shared else is_title
        if is_its_end or (is_habit and each.words < _FEW):
            continue
        if not let_pass(original.paragraphs[number], each, others):
            yield ours, number, each


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
