"""Quotations: what one text says in somebody's own words, the other does too."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Adaptation

from .base import Check, Finding, Pair, Place, Text
from .reading.quotes import Quotation, Quoted
from .reading.speakers import FIRST_PERSON, OWN_WORDS, are_known, around, names_a_speaker
from .reading.titles import is_borrowed, is_name, is_of_a_thing, is_so_called, is_title

# Fewer words than this are a title, a nickname, a word held at arm's length: not every language puts marks there.
_FEW = 4
# So many words of ours in quotes where the original reports: nobody does that for a word's sake.
_SPEECH = 8
_LONGEST_NAME = 4
# Speech goes on behind "he said", and often in the same marks; not behind so many words.
_APART = 8
# So few words outside of the marks name nobody.
_HARDLY_A_WORD = 2
# Of so much of a paragraph nothing is left but who says it.
_NEARLY_ALL = 0.6
_MARKS_AND_STOPS = "\"'“”„‟«»＂.,،;: \u00a0"
# "We won't go," and nobody who says it.
_CUT_OFF = re.compile(r"[,،][\"”’»]\s*$|[\"”’»],\s*$")
_WORD = re.compile(r"\w+")
# "He said: we won't accept that.", and a dash before what is said: direct speech without marks.
_UNMARKED_SPEECH = re.compile(
    r"\w\s?:\s+\w|^\s*[-–—]\s*\w|"
    # "The statement reads": what follows is its wording.
    r"\b(?:جاء في|ورد في|آمده (?:است|بود)|den(?:il)?di|yer verildi|(?:peut|pouvait|pouvez) lire|reads?)\b"
)
# "He said the plan would fail": what somebody said, told in our own words.
_TOLD = re.compile(
    r"\b(?:said|says|added|stated|told (?:[\w'’.-]+ ){1,4}?|explained|insisted|argued|noted|claimed|announced|warned) "
    r"(?:that )?(?:[\w'’.-]+ ){1,6}?(?:would|had|could|might|was|were)\b"
)
# The same in Arabic, though marks may stand around it: "that he ...", without a colon.
_THAT_HE = re.compile(r"\w\s*[\"“”«]\s*[إأ]ن(?:ه|ها|هم|هما)\b")


@dataclass(frozen=True)
class _Side:
    """What the paragraphs of one side of a bead quote."""

    paragraphs: Sequence[str]
    numbers: tuple[int, ...]
    quoted: Sequence[Quoted]
    language: str
    # Whether the text quotes in single marks: it has no others, or few.
    in_singles: bool

    @property
    def said(self) -> list[str]:
        return [self.paragraphs[number] for number in self.numbers]

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
    def is_nothing_but_quoted(self) -> bool:
        """Whether it is speech, and hardly a word besides."""
        quoted = sum(each.words for _number, each in self.quotations)
        is_sure = bool(self.quotations) and all(each.is_whole for _number, each in self.quotations)
        return is_sure and not self.is_unclear and quoted >= _FEW and self.words - quoted <= _HARDLY_A_WORD

    @cached_property
    def speakers(self) -> list[int]:
        """Paragraphs that quote, and say outside of the marks that somebody says it."""
        return [
            number
            for number in self.numbers
            if self.quoted[number].quotations
            and names_a_speaker(around(self.paragraphs[number], self.quoted[number].quotations), self.language)
        ]

    @property
    def tells(self) -> bool:
        """Whether it says what somebody said in its own words."""
        return any(_TOLD.search(self.paragraphs[number]) for number in self.numbers)

    @property
    def may_be_speech(self) -> bool:
        return any(_UNMARKED_SPEECH.search(self.paragraphs[number]) for number in self.numbers)


class Quotations(Check):
    """What is quoted on one side is quoted on the other, and each mark has its counterpart."""

    slug = "quotations"
    label = gettext_lazy("Quotations")
    explanation = gettext_lazy(
        "Compares what stands in quotation marks. It reports a quotation of the original that has lost its marks or "
        "its speaker, speech that only the article puts in marks, and a mark without its counterpart. Names and "
        "titles, which not every language puts in marks, are let pass."
    )

    def findings(self, pair: Pair) -> Iterator[Finding]:
        sides = [_sides(pair, original) for original in range(len(pair.originals))]
        reported: set[int] = set()
        if pair.is_whole and not pair.originals[0].is_heard:
            lost = [(ours, number, each) for ours, theirs in sides[0] for number, each in _lost(ours, theirs)]
            for ours, number, each in _worth_saying(lost, pair.originals[0]):
                reported.update(ours.numbers)
                yield self._lost_its_marks(pair, ours, pair.original_place(each.start, each.end, number))
            yield from self._without_speaker(pair, sides[0])
        yield from self._speech_left_open(pair, reported)
        if not any(original.is_one_voice for original in pair.originals):
            yield from self._only_ours(pair, sides)
        if pair.adaptation == Adaptation.FULL:
            # Who cuts a text cuts quotations of several paragraphs, too.
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

    def _without_speaker(self, pair: Pair, sides: list[tuple[_Side, _Side]]) -> Iterator[Finding]:
        """Speech of which the original says whose it is, and the article doesn't."""
        article, original = pair.article, pair.originals[0]
        if not are_known(article.language):
            return
        for ours, theirs in sides:
            if not (ours.is_nothing_but_quoted and theirs.speakers) or ours.speakers:
                continue
            number, each = ours.quotations[-1]
            is_cut_off = bool(_CUT_OFF.search(article.paragraphs[number]))
            if _hands_over(article, ours.numbers[-1] + 1):
                continue
            if _hands_over(article, ours.numbers[0] - 1) and not is_cut_off:
                continue
            there = theirs.speakers[0]
            yield self.finding(
                pair,
                _("The original says here who is speaking; the article doesn't."),
                here=pair.place(each.start, each.end, number),
                there=pair.original_place(0, len(original.paragraphs[there]), there),
                about="speaker",
            )

    def _speech_left_open(self, pair: Pair, reported: set[int]) -> Iterator[Finding]:
        """Where the article itself shows that somebody speaks in their own words, outside of any marks."""
        article = pair.article
        if article.language != "en" or not any(each.quotations for each in article.quoted):
            return
        plain = [
            "" if quoted.is_within or quoted.singles else around(said, quoted.quotations)
            for said, quoted in zip(article.paragraphs, article.quoted, strict=True)
        ]
        for number, said in enumerate(plain):
            spoken = OWN_WORDS.search(said)
            if not spoken or number in reported or article.quoted[number].lone:
                continue
            if any(FIRST_PERSON.search(each) for place, each in enumerate(plain) if place != number):
                return
            yield self.finding(
                pair,
                _("Somebody seems to speak here in their own words, but without quotation marks."),
                here=pair.place(0, len(article.paragraphs[number]), number),
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
            _Side(article.paragraphs, bead.ours, article.quoted, article.language, ours),
            _Side(text.paragraphs, bead.theirs, text.quoted, text.language, theirs),
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
        number, each = max(asked, key=lambda found: found[1].words)
        if not (
            theirs.share > _NEARLY_ALL and (ours.tells or _THAT_HE.search(theirs.paragraphs[number], 0, each.start + 8))
        ):
            yield number, each
        return
    if ours.singles or not all(each.is_whole for _number, each in (*asked, *ours.quotations)):
        return
    scale = ours.words / max(theirs.words, 1)
    left = sum(each.words for _number, each in asked) * scale - sum(each.words for _number, each in ours.quotations)
    number, each = min(asked, key=lambda found: abs(found[1].words * scale - left))
    is_one_fewer = missing == 1 and _are_apart(theirs, asked)
    if is_one_fewer or left > max(0.6 * each.words * scale, 0.5):
        yield number, each


def _are_apart(side: _Side, found: list[tuple[int, Quotation]]) -> bool:
    """Whether so much stands between quotations that no translator draws two of them together."""
    return all(
        first == second and len(_WORD.findall(side.paragraphs[first], one.end, other.start)) >= _APART
        for (first, one), (second, other) in pairwise(found)
    )


def _is_clear(side: _Side, number: int, quotation: Quotation) -> bool:
    """Whether somebody is surely quoted: where nothing ends it, it has to begin like speech."""
    said = side.paragraphs[number]
    if not any(lone.at == quotation.start for lone in side.quoted[number].lone):
        return quotation.is_whole or not said[: quotation.start][-1:].isalnum()
    if said[quotation.start] == "«":
        return quotation.words >= _FEW
    if re.search(r"^\W*$|[:]\W*$", said[: quotation.start]):
        return True
    if quotation.words < _FEW or is_of_a_thing(said, quotation):
        return False
    return names_a_speaker(said[: quotation.start], side.language)


def _hands_over(text: Text, number: int) -> bool:
    """Whether a paragraph says outside of its quotations who is speaking, perhaps in the next."""
    if not 0 <= number < len(text.paragraphs):
        return False
    said = around(text.paragraphs[number], text.quoted[number].quotations)
    return said.rstrip().endswith(":") or names_a_speaker(said, text.language)


def _worth_saying(found: list[tuple[_Side, int, Quotation]], original: Text) -> Iterator[tuple[_Side, int, Quotation]]:
    """Of quotations `found` lost each once, without short ones where the original often quotes what the article
    doesn't: names, say.
    """
    lost = [one for one in found if not _needs_no_marks(*one, original)]
    quoted = sum(any(each.words < _FEW for each in one.quotations) for one in original.quoted)
    kept = quoted - sum(each.words < _FEW for _ours, _number, each in found)
    gone = sum(each.words < _FEW for _ours, _number, each in lost)
    is_habit = gone > max(kept, 1)
    let_pass = is_name if kept > 1 and kept >= 2 * gone else is_title
    goes_on = False
    for ours, number, each in lost:
        is_its_end = goes_on and not each.is_whole and not each.start
        goes_on = not each.is_whole and not is_its_end
        if is_its_end or (is_habit and each.words < _FEW):
            continue
        if not let_pass(original.paragraphs[number], each, ours.said):
            yield ours, number, each


def _needs_no_marks(ours: _Side, number: int, quotation: Quotation, original: Text) -> bool:
    """Whether the article says without marks what the original's marks say."""
    said = original.paragraphs[number]
    return (
        is_so_called(said, quotation)
        or is_borrowed(said, quotation, ours.said)
        or _stands_plainly(quotation, number, original)
    )


def _stands_plainly(quotation: Quotation, number: int, original: Text) -> bool:
    """Whether the original has a few quoted words elsewhere without marks: nothing but a name, then."""
    said = original.paragraphs[number][quotation.start : quotation.end].strip(_MARKS_AND_STOPS)
    if not 1 < quotation.words <= _LONGEST_NAME:
        return False
    return any(
        said in around(one, each.quotations) for one, each in zip(original.paragraphs, original.quoted, strict=True)
    )


def _shortened(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"
