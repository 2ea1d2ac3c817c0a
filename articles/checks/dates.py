"""Dates: the months and weekdays of the original stand in the article, and a weekday agrees with its date."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Check, Finding, Pair, Text
from .reading.days import Day, Weekday, named_like

# What has more of them is a calendar.
_MOST_COMPARED = 200


class _Placed(NamedTuple):
    """A month or weekday, and the paragraph that it stands in."""

    paragraph: int
    one: Day | Weekday


class Dates(Check):
    """No month or weekday of the original has become another one."""

    slug = "dates"
    label = gettext_lazy("Dates")
    explanation = gettext_lazy(
        "Compares months and weekdays, whatever they are called: September, أيلول, سبتمبر, eylül. It reports one that "
        "has become another, and a weekday that doesn’t agree with its date; “yesterday” for a weekday, years "
        "and days of the month are not its concern, and Hijri dates are left alone. Correct the article, or the "
        "original if that is wrong."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        yield from self._changed(pair, "days")
        yield from self._changed(pair, "weekdays")
        yield from self._disagreeing(pair)

    def _changed(self, pair: Pair, kind: str) -> Iterator[Finding]:
        """What stands for another, in one of the originals, and is in none of the rest."""
        found: dict[tuple[int, int], Finding] = {}
        answered: set[tuple[int, int]] = set()
        for number, alignment in enumerate(pair.alignments):
            original = pair.originals[number]
            for at, bead in enumerate(alignment.beads):
                if not (bead.ours and bead.theirs):
                    continue
                ours, theirs = _in(pair.article, kind, bead.ours), _in(original, kind, bead.theirs)
                if len(ours) > _MOST_COMPARED or len(theirs) > _MOST_COMPARED:
                    continue
                near = [
                    each
                    for one in (*alignment.beads[max(at - 1, 0) : at], *alignment.beads[at + 1 : at + 2])
                    for each in _in(original, kind, one.theirs)
                ]
                others = _others(ours, theirs, near)
                answered |= {(each.paragraph, each.one.start) for each in ours if _is_among(each, [*theirs, *near])}
                for here, there in others:
                    answered.discard((here.paragraph, here.one.start))
                    found[here.paragraph, here.one.start] = self._other(pair, here, there, number)
        yield from (finding for at, finding in found.items() if at not in answered)

    def _other(self, pair: Pair, here: _Placed, there: _Placed, number: int) -> Finding:
        ours = pair.place(here.one.start, here.one.end, here.paragraph)
        theirs = pair.original_place(there.one.start, there.one.end, there.paragraph, original=number)
        return self.finding(
            pair,
            _("“%(ours)s” stands here, “%(theirs)s” in the original.") % {"ours": ours.words, "theirs": theirs.words},
            here=ours,
            there=theirs,
            about=ours.words,
            mend=named_like(ours.words, there.one, pair.article.language),
        )

    def _disagreeing(self, pair: Pair) -> Iterator[Finding]:
        """A weekday that its date doesn't fall on: in the article, or in an original only."""
        wrong = set()
        for number, day in _all(pair.article):
            if day.on and day.weekday and day.on.weekday() != day.weekday.number:
                wrong.add(day.on)
                place = pair.place(day.weekday.start, day.weekday.end, number)
                right = named_like(place.words, Weekday(0, 0, day.on.weekday()), pair.article.language)
                yield self.finding(
                    pair,
                    _("That day is no %(weekday)s.") % {"weekday": place.words},
                    here=place,
                    about="weekday",
                    mend=right,
                )
        for original, text in enumerate(pair.originals):
            for number, day in _all(text):
                if day.on and day.weekday and day.on.weekday() != day.weekday.number and day.on not in wrong:
                    there = pair.original_place(day.weekday.start, day.weekday.end, number, original=original)
                    yield self.finding(
                        pair,
                        _("In the original that day is no %(weekday)s.") % {"weekday": there.words},
                        there=there,
                        about="weekday",
                    )


def _all(text: Text) -> Iterator[tuple[int, Day]]:
    return ((number, day) for number, found in enumerate(text.days) for day in found)


def _in(text: Text, kind: str, paragraphs: Sequence[int]) -> list[_Placed]:
    return [_Placed(number, one) for number in paragraphs for one in getattr(text, kind)[number]]


def _others(ours: list[_Placed], theirs: list[_Placed], near: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Which of ours stand for which of theirs, and are others.

    A translator may name one twice, or name it a paragraph later: where one side has more, only what the other side
    has nowhere near counts.
    """
    strange, lost = _left(ours, theirs), _left(theirs, ours)
    if len(ours) != len(theirs):
        strange = [each for each in strange if not _is_among(each, [*theirs, *near])]
        lost = [each for each in lost if not _is_among(each, ours)]
    # "May" may be a name: it is taken for a month only where it answers to one that surely is.
    strange = [each for each in strange if each.one.is_sure] or strange
    return list(zip(strange, [each for each in lost if each.one.is_sure], strict=False))


def _left(ones: list[_Placed], others: list[_Placed]) -> list[_Placed]:
    """Those of `ones` that are left when each of `others` has answered one, if it can one in its own turn."""
    left, free = [], list(others)
    for turn, each in enumerate(ones):
        same = [other for other in free if _is_same(each.one, other.one)]
        if not same:
            left.append(each)
            continue
        own = [other for other in same if turn < len(others) and other is others[turn]]
        free.remove(own[0] if own else same[0])
    return left


def _is_among(placed: _Placed, others: list[_Placed]) -> bool:
    return any(_is_same(placed.one, other.one) for other in others)


def _is_same(one: Day | Weekday, other: Day | Weekday) -> bool:
    if isinstance(one, Weekday):
        return isinstance(other, Weekday) and one.number == other.number
    return isinstance(other, Day) and not one.months.isdisjoint(other.months)
