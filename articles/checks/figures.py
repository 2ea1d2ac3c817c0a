"""Numbers: each of the original stands in the article, and the other way round."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import MOST_FOUND, Check, Field, Finding, Pair, Place, Text
from .counterparts import (
    Numbers,
    Said,
    is_asked_for,
    may_explain,
    may_have_been,
    misnamed,
    mistaken,
    other_currency,
    said_in,
    short_of,
    unanswered,
    without_counterpart,
)
from .reading.numbers import numbers, written_like
from .reading.numbers.gaps import gaps

_LINES: tuple[Field, ...] = ("headline", "standfirst")


class _Compared(NamedTuple):
    """Paragraphs of the article and of an original that say the same; of their numbers, those without a counterpart."""

    original: int
    ours: list[Said]
    theirs: list[Said]
    ours_left: list[Said]
    theirs_left: list[Said]
    names: list[tuple[Said, Said]]


class Figures(Check):
    """Every number of the original is in the translation, and the other way round."""

    slug = "figures"
    label = gettext_lazy("Figures")
    explanation = gettext_lazy(
        "Looks for every number of the original in the article, and the other way round: in figures of any script, in "
        "words, as a dual, as a percentage, or turned into other units. What may be a manner of speaking (“one of "
        "them”, “dozens”, “half”) is not asked for. Correct the figure, or accept it as it is where it was rounded."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        told = set()
        if pair.originals:
            yield from self._in_headlines(pair)
            for finding in sorted(islice(self._in_paragraphs(pair), MOST_FOUND), key=_stands_at):
                told |= {_stands_at(finding)[0], finding.beside}
                yield finding
        yield from self._fallen_out(pair, told)

    def _in_paragraphs(self, pair: Pair) -> Iterator[Finding]:
        compared = [each for original in range(len(pair.originals)) for each in _compared(pair, original)]
        left = _without_any(pair, compared)
        for each in compared:
            ours = [one for one in each.ours_left if _at(one) in left]
            for one, other in mistaken(ours, each.theirs_left):
                del left[_at(one)]
                each.theirs_left.remove(other)
                yield self._mistaken(pair, one, other, each.original)
            for one, other in each.names:
                yield self._mistaken(pair, one, other, each.original)
            if sums := other_currency(each.ours, each.theirs):
                yield self._other_currency(pair, *sums, each.original)
            if pair.is_whole:
                yield from (self._theirs_alone(pair, other, each.original) for other in each.theirs_left)
            ours = [one for one in each.ours_left if _at(one) in left]
            if ours and not may_have_been(each.ours, each.theirs):
                for one in filter(may_explain, ours):
                    del left[_at(one)]
        yield from (self._ours_alone(pair, one) for one in left.values())

    def _in_headlines(self, pair: Pair) -> Iterator[Finding]:
        """What the headline and the standfirst say may stand anywhere in the originals."""
        anywhere = Numbers(said for original in pair.originals for said in _all(original))
        for line in _LINES:
            ours = _asked(pair, unanswered(_in_line(pair.article, line), anywhere), pair.article)
            if not ours:
                continue
            theirs = unanswered(_in_line(pair.originals[0], line), Numbers(_all(pair.article)))
            pairs = mistaken(ours, _asked(pair, theirs, pair.originals[0])) if pair.is_whole else []
            for one, other in pairs:
                ours.remove(one)
                yield self._mistaken(pair, one, other, 0)
            yield from (self._ours_alone(pair, one) for one in ours)

    def _fallen_out(self, pair: Pair, told: set[int | None]) -> Iterator[Finding]:
        """What a number left behind, in paragraphs of which nothing else is told."""
        for line, said in enumerate(pair.article.paragraphs):
            for gap in gaps(said, pair.article.language) if line not in told else ():
                here = pair.place(gap.start, gap.end, line)
                said_so = _("A number is missing beside “%(words)s”.") % {"words": here.words}
                yield self.finding(pair, said_so, here=here, about=here.words)

    def _mistaken(self, pair: Pair, one: Said, other: Said, original: int) -> Finding:
        here, there = _place(pair, one), _original_place(pair, other, original)
        return self.finding(
            pair,
            _("“%(here)s” here, “%(there)s” in the original.") % {"here": here.words, "there": there.words},
            here=here,
            there=there,
            about=f"{here.words} {there.words}",
            mend=_mend(pair, here, other),
        )

    def _other_currency(self, pair: Pair, one: Said, other: Said, original: int) -> Finding:
        here = _place(pair, one)
        return self.finding(
            pair,
            _("“%(words)s” is in another currency in the original.") % {"words": here.words},
            here=here,
            there=_original_place(pair, other, original),
            about=f"{here.words} {one.number.unit}",
        )

    def _theirs_alone(self, pair: Pair, other: Said, original: int) -> Finding:
        there = _original_place(pair, other, original)
        return self.finding(
            pair,
            _("The original says “%(words)s”; the article does not say it here.") % {"words": there.words},
            there=there,
            about=there.words,
        )

    def _ours_alone(self, pair: Pair, one: Said) -> Finding:
        here = _place(pair, one)
        return self.finding(
            pair,
            _("“%(words)s” is not in the original.") % {"words": here.words},
            here=here,
            about=here.words,
        )


def _compared(pair: Pair, original: int) -> list[_Compared]:
    """Where both have something, with what no neighbouring paragraph answers, either: translators move clauses."""
    text = pair.originals[original]
    beads = pair.alignments[original].beads
    sides = [(said_in(pair.article, bead.ours), said_in(text, bead.theirs)) for bead in beads]
    left = [_left(ours, theirs, text if pair.is_whole else None) for ours, theirs in sides]
    found = []
    for place, (bead, (ours, theirs)) in enumerate(zip(beads, sides, strict=True)):
        if bead.ours and bead.theirs:
            near = [left[other] for other in (place - 1, place + 1) if 0 <= other < len(left)]
            near_ours = Numbers(said for each, _theirs in near for said in each if said.number.is_sure)
            near_theirs = Numbers(said for _ours, each in near for said in each if said.number.is_sure)
            ours_left = unanswered(left[place][0], near_theirs)
            theirs_left = unanswered(left[place][1], near_ours)
            asked = _asked(pair, ours_left, pair.article), _asked(pair, theirs_left, text)
            found.append(_Compared(original, ours, theirs, *asked, misnamed(ours_left, theirs_left)))
    return found


def _left(ours: list[Said], theirs: list[Said], text: Text | None) -> tuple[list[Said], list[Said]]:
    ours_left, theirs_left = without_counterpart(ours, theirs)
    return ours_left, theirs_left + (short_of(theirs, Numbers(ours), text) if text else [])


def _without_any(pair: Pair, compared: Sequence[_Compared]) -> dict[tuple[int, int], Said]:
    """Numbers of the article that none of the originals has beside them; of anything but the whole, nor anywhere."""
    left = {_at(each): each for one in compared for each in one.ours_left}
    for one in compared:
        here = {_at(each) for each in one.ours_left}
        for each in one.ours:
            if _at(each) not in here:
                left.pop(_at(each), None)
    if left and not pair.is_whole:
        anywhere = Numbers(said for original in pair.originals for said in _all(original))
        kept = unanswered(list(left.values()), anywhere)
        return {_at(each): each for each in kept}
    return left


def _asked(pair: Pair, said: list[Said], text: Text) -> list[Said]:
    languages = {pair.article.language, *(original.language for original in pair.originals)}
    return [each for each in said if is_asked_for(each.number, text.said(each.field, each.paragraph), languages)]


def _in_line(text: Text, line: Field) -> list[Said]:
    return [Said(number, 0, line) for number in numbers(text.said(line), text.language)]


def _all(text: Text) -> list[Said]:
    return [*said_in(text, range(len(text.paragraphs))), *(said for line in _LINES for said in _in_line(text, line))]


def _at(said: Said) -> tuple[int, int]:
    return said.paragraph, said.number.start


def _place(pair: Pair, said: Said) -> Place:
    return pair.place(said.number.start, said.number.end, said.paragraph, field=said.field)


def _original_place(pair: Pair, said: Said, original: int) -> Place:
    return pair.original_place(said.number.start, said.number.end, said.paragraph, original=original, field=said.field)


def _stands_at(finding: Finding) -> tuple[int, int]:
    """Where in the article; what stands in the original alone, behind what it was made into."""
    return (finding.place.paragraph, finding.place.start) if finding.place else (finding.beside or 0, 1 << 30)


def _mend(pair: Pair, here: Place, other: Said) -> str | None:
    said = pair.article.said(here.field, here.paragraph)
    is_open = said[here.end : here.end + 1].isalpha()
    return None if is_open else written_like(here.words, other.value, pair.article.language)
