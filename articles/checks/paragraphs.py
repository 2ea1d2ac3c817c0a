"""Paragraphs: each of the original's has its counterpart, in its place, and the other way round."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .aligning import Alignment, SentencePlace
from .base import Check, Finding, Pair, Place, Text

# Shorter lines carry bylines, credits and headings, which each house has its own way with.
_REAL_TEXT = 8
_HEADING = 60
_ENDS = re.compile(r"[.!?؟…。！？:;؛][\"'”’»)\]\s]*$")
# Part of a paragraph is missed only where it is as long as a long sentence: shorter ones are told in half a clause.
_LONG_PASSAGE = 100


class Paragraphs(Check):
    """Nothing of the original fell out, nothing came in, and all stands in the same order."""

    slug = "paragraphs"
    label = gettext_lazy("Paragraphs")
    explanation = gettext_lazy(
        "Pairs the paragraphs of both texts by their length and by the figures, names and common words they share. "
        "Reports those that have no counterpart, and those that stand elsewhere. Paragraphs may be split and joined "
        "as you like; headings and short lines may stay away. Of anything but a full translation it asks only that "
        "what it says is in an original."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        # What nobody has begun lacks nothing yet.
        if pair.is_whole and pair.article.paragraphs:
            yield from self._missing(pair)
            yield from self._elsewhere(pair)
        if pair.originals:
            yield from self._added(pair)

    def _missing(self, pair: Pair) -> Iterator[Finding]:
        original, alignment = pair.originals[0], pair.alignments[0]
        alone = [number for bead in alignment.beads if not bead.ours for number in bead.theirs]
        for run in _runs(sorted(alone)):
            if said := [number for number in run if _says_something(original, number)]:
                message = ngettext(
                    "A paragraph of the original has no counterpart in the article.",
                    "%(count)s paragraphs of the original in a row have no counterpart in the article.",
                    len(said),
                )
                if len(said) > 1 and run[-1] == len(original.paragraphs) - 1:
                    message = _("The last %(count)s paragraphs of the original have no counterpart in the article.")
                there = pair.original_place(0, len(original.paragraphs[said[0]]), said[0])
                yield self.finding(pair, message % {"count": len(said)}, there=there, about=str(len(said)))
        for number, start, end in _passages(original, alignment, set(alone)):
            yield self.finding(
                pair,
                _("This passage of the original has no counterpart in the article."),
                there=pair.original_place(start, end, number),
            )

    def _added(self, pair: Pair) -> Iterator[Finding]:
        unpaired = [
            {number for bead in alignment.beads if not bead.theirs for number in bead.ours}
            for alignment in pair.alignments
        ]
        for run in _runs(sorted(set.intersection(*unpaired))):
            # A short line of an excerpt shares too little with anything to be sure.
            least = _REAL_TEXT if pair.is_whole else _HEADING
            if said := [number for number in run if _says_something(pair.article, number, least)]:
                message = ngettext(
                    "This paragraph has no counterpart in the original.",
                    "%(count)s paragraphs from here on have no counterpart in the original.",
                    len(said),
                )
                here = _whole(pair, said[0])
                yield self.finding(pair, message % {"count": len(said)}, here=here, about=str(len(said)))

    def _elsewhere(self, pair: Pair) -> Iterator[Finding]:
        for ours, theirs, other in _out_of_order(_counterparts(pair.article, pair.alignments[0])):
            if other is None:
                message = _("This paragraph stands elsewhere: in the original it is paragraph %(number)s.")
                said = {"number": theirs + 1}
            else:
                message = _("Paragraphs %(one)s and %(other)s stand in each other’s place.")
                said = {"one": ours + 1, "other": other + 1}
            there = pair.original_place(0, len(pair.originals[0].paragraphs[theirs]), theirs)
            yield self.finding(pair, message % said, here=_whole(pair, ours), there=there)


def _passages(original: Text, alignment: Alignment, alone: set[int]) -> Iterator[tuple[int, int, int]]:
    """Where long parts of paragraphs stand that nothing answers to, though the rest of them is answered: the paragraph,
    from where to where.
    """
    missing = [place for bead in alignment.sentences if not bead.ours for place in bead.theirs]
    for number in sorted({place.paragraph for place in missing} - alone):
        spans = original.sentences[number]
        for run in _runs(sorted(place.sentence for place in missing if place.paragraph == number)):
            start, end = spans[run[0]].start, spans[run[-1]].end
            if end - start >= _LONG_PASSAGE:
                yield number, start, end


def _counterparts(article: Text, alignment: Alignment) -> dict[int, SentencePlace]:
    """Where in the original the better part of each paragraph of the article begins."""
    lengths: dict[tuple[int, int], int] = {}
    begins: dict[tuple[int, int], SentencePlace] = {}
    for bead in alignment.sentences:
        if bead.ours and bead.theirs:
            link = bead.ours[0].paragraph, bead.theirs[0].paragraph
            said = [article.sentences[place.paragraph][place.sentence] for place in bead.ours]
            lengths[link] = lengths.get(link, 0) + sum(end - start for start, end in said)
            begins[link] = min(begins.get(link, bead.theirs[0]), bead.theirs[0])
    longest = sorted(lengths, key=lambda link: (lengths[link], -link[1]))
    found = {link[0]: begins[link] for link in longest}
    return {number: found[number] for number in sorted(found) if _says_something(article, number)}


def _out_of_order(counterparts: dict[int, SentencePlace]) -> Iterator[tuple[int, int, int | None]]:
    """Paragraphs that stand elsewhere in the original, with the paragraph there, and with the paragraph of the article
    that has changed places with them, if one has.
    """
    numbers = list(counterparts)
    order = sorted(numbers, key=lambda number: counterparts[number])
    takes = dict(zip(numbers, order, strict=True))
    for one, other in takes.items():
        if one < other and takes[other] == one:
            yield one, counterparts[one].paragraph, other
    rest = [number for number in numbers if takes[takes[number]] != number or takes[number] == number]
    stays = _longest_rising([counterparts[number] for number in rest])
    yield from ((number, counterparts[number].paragraph, None) for number in rest if counterparts[number] not in stays)


def _longest_rising(places: Sequence[SentencePlace]) -> set[SentencePlace]:
    """The most of `places` that follow each other in order."""
    runs: list[list[SentencePlace]] = []
    for place in places:
        at = bisect_left([run[-1] for run in runs], place)
        runs[at : at + 1] = [[*(runs[at - 1] if at else ()), place]]
    return set(runs[-1]) if runs else set()


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    """`numbers`, which rise, in runs without a gap."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _says_something(text: Text, number: int, least: int = _REAL_TEXT) -> bool:
    """Whether a paragraph is more than a heading, a byline or a credit."""
    said = text.paragraphs[number]
    return len(said) >= _HEADING or (len(said) >= least and bool(_ENDS.search(said)))


def _whole(pair: Pair, number: int) -> Place:
    return pair.place(0, len(pair.article.paragraphs[number]), number)
