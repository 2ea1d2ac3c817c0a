"""What a check is given, and what it reports."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from articles.models import Adaptation, Article, CheckSetting, Edition, EditionOriginal, Medium, Translation
from articles.models.text import PASSAGE_MAX, prose

from .aligning import Alignment, align
from .reading.days import Day, Weekday, days, weekdays
from .reading.names import Line, lines
from .reading.numbers import Number, numbers
from .reading.quotes import Quoted, quoted
from .reading.sentences import Sentence, sentences
from .vocabulary import EMPTY, Mention, Vocabulary, found_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PASSAGE_KEPT = min(2_000, PASSAGE_MAX)
# How much of what stands around a place goes with it, on either side.
AROUND = 32
SHORTEST_UNTRANSLATED = 40
# Nobody reads more findings of one check.
MOST_FOUND = 500
# Two texts up to this long are compared, in characters; nobody waits while two books are.
LONGEST_COMPARED = 100_000
Field = Literal["headline", "standfirst", "body"]


@dataclass(frozen=True)
class Text:
    """One text as the checks read it.

    `paragraphs`: the plain text of its body, without captions, spaces single. `html`: the same body as it is stored,
    "" where it was given plainly.
    """

    paragraphs: tuple[str, ...]
    language: str = "en"
    headline: str = ""
    standfirst: str = ""
    html: str = field(default="", repr=False)
    medium: str = ""

    @classmethod
    def of(cls, row: Article | Edition | Translation | EditionOriginal) -> "Text":
        """What is stored in `row`."""
        return cls(
            tuple(prose(row.body)),
            row.language,
            row.headline,
            row.standfirst,
            row.body,
            getattr(row, "medium", ""),
        )

    @classmethod
    def plain(cls, text: str, language: str, **known: Any) -> "Text":
        """Plain text, a paragraph a line."""
        return cls(tuple(line for each in text.split("\n") if (line := " ".join(each.split()))), language, **known)

    @property
    def is_heard(self) -> bool:
        """Whether it is what somebody wrote down who listened: its marks and paragraphs are nobody's."""
        return self.medium in (Medium.VIDEO, Medium.AUDIO)

    @property
    def is_one_voice(self) -> bool:
        """Whether all of it may be one person's own words, which need no marks there and may have them here."""
        return self.is_heard or self.medium in (Medium.POST, Medium.STATEMENT)

    @cached_property
    def numbers(self) -> tuple[tuple[Number, ...], ...]:
        """What is counted, measured or dated in each paragraph."""
        return tuple(numbers(paragraph, self.language) for paragraph in self.paragraphs)

    @cached_property
    def sentences(self) -> tuple[tuple[Sentence, ...], ...]:
        """Where each sentence of each paragraph stands."""
        return tuple(sentences(paragraph, self.language) for paragraph in self.paragraphs)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Headline, standfirst and paragraphs, those that say something, with their words folded."""
        return tuple(lines(self))

    @cached_property
    def days(self) -> tuple[tuple[Day, ...], ...]:
        """The months and dates that each paragraph names."""
        return tuple(
            days(paragraph, self.language, beside)
            for paragraph, beside in zip(self.paragraphs, self.weekdays, strict=True)
        )

    @cached_property
    def weekdays(self) -> tuple[tuple[Weekday, ...], ...]:
        """The weekdays that each paragraph names."""
        return tuple(weekdays(paragraph, self.language) for paragraph in self.paragraphs)

    @cached_property
    def quoted(self) -> tuple[Quoted, ...]:
        """What each paragraph puts between marks of quotation."""
        return tuple(quoted(self.paragraphs, self.language))

    def said(self, field: Field, paragraph: int = 0) -> str:
        """A line of the text: its headline, its standfirst, or one of its paragraphs."""
        if field == "body":
            return self.paragraphs[paragraph]
        return self.headline if field == "headline" else self.standfirst


@dataclass(frozen=True, slots=True)
class Place:
    """Where some words stand: from which character of which line to which. `original`: which of the originals.

    `before`, `after`: what stands around them, by which they are found again.
    """

    side: Literal["article", "original"]
    paragraph: int
    start: int
    end: int
    words: str
    field: Field = "body"
    original: int = 0
    before: str = dataclasses.field(default="", compare=False)
    after: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True)
class Finding:
    """One thing that a check reports, in one sentence.

    `passage`: what it is about, as it stands on both sides; a waiver is tied to it. `place`: where that is in the
    article, `original_place`: where in an original. `mend`: what may stand in `place` instead; None unless there is
    exactly one such mend. `beside`: the paragraph of the article beside which the words of the original belong.
    """

    check: str
    passage: str
    message: str
    label: str = ""
    blocks: bool = False
    place: Place | None = None
    original_place: Place | None = None
    mend: str | None = None
    beside: int | None = None


@dataclass(frozen=True)
class Pair:
    """An article's text beside its originals', and what is to be known of them."""

    article: Text
    originals: tuple[Text, ...] = ()
    adaptation: str = Adaptation.FULL
    vocabulary: Vocabulary = EMPTY

    @property
    def is_whole(self) -> bool:
        """Whether all that the originals say is to stand in the article."""
        return self.adaptation == Adaptation.FULL and len(self.originals) == 1

    @cached_property
    def is_too_long(self) -> bool:
        """Whether one of the texts is so long that they aren't compared."""
        return any(sum(map(len, text.paragraphs)) > LONGEST_COMPARED for text in (self.article, *self.originals))

    @cached_property
    def alignments(self) -> tuple[Alignment, ...]:
        """Which paragraphs of the article were made from which of each original."""
        return tuple(align(self.article, original) for original in self.originals)

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """Where names of the vocabulary stand in the article."""
        return tuple(found_in(self.article, self.vocabulary))

    @cached_property
    def original_names(self) -> tuple[tuple[Mention, ...], ...]:
        """Where they stand in each of the originals."""
        return tuple(tuple(found_in(original, self.vocabulary)) for original in self.originals)

    def place(self, start: int, end: int, paragraph: int = 0, *, field: Field = "body") -> Place:
        """A place in the article."""
        said = self.article.said(field, paragraph)
        return Place("article", paragraph, start, end, said[start:end], field, 0, *_around(said, start, end))

    def original_place(
        self, start: int, end: int, paragraph: int = 0, *, original: int = 0, field: Field = "body"
    ) -> Place:
        """A place in one of the originals."""
        said = self.originals[original].said(field, paragraph)
        around = _around(said, start, end)
        return Place("original", paragraph, start, end, said[start:end], field, original, *around)

    @cached_property
    def untranslated(self) -> frozenset[str]:
        """The paragraphs of the article that stand word for word in an original of another language.

        Short ones may: a name, a title, a number are the same in both.
        """
        if self.adaptation == Adaptation.REPUBLISHED or self.article.language in {
            each.language for each in self.originals
        }:
            return frozenset()
        theirs = {paragraph for original in self.originals for paragraph in original.paragraphs}
        return frozenset(
            said for said in self.article.paragraphs if len(said) >= SHORTEST_UNTRANSLATED and said in theirs
        )

    def is_untranslated(self, place: Place | None) -> bool:
        """Whether `place` lies in a paragraph that nobody has translated yet."""
        if not self.untranslated or not place or place.field != "body":
            return False
        text = self.article if place.side == "article" else self.originals[place.original]
        return text.paragraphs[place.paragraph] in self.untranslated

    def beside(self, place: Place) -> int | None:
        """The paragraph of the article that was made from the one at `place` in an original, or stands before it."""
        if place.field != "body":
            return None
        last = None
        for bead in self.alignments[place.original].beads:
            if place.paragraph in bead.theirs:
                return bead.ours[0] if bead.ours else last
            last = bead.ours[-1] if bead.ours and not bead.is_moved else last
        return last

    def sentence_at(self, place: Place) -> str:
        """The sentence, or sentences, that `place` lies in, as much of them as a passage keeps."""
        text = self.article if place.side == "article" else self.originals[place.original]
        said = text.said(place.field, place.paragraph)
        if place.field != "body":
            return said[:PASSAGE_KEPT]
        around = [
            each
            for each in text.sentences[place.paragraph]
            if each.start < max(place.end, 1) and each.end > place.start
        ]
        start, end = (around[0].start, around[-1].end) if around else (0, len(said))
        return said[start : min(end, start + PASSAGE_KEPT)]


def _around(said: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, no word of it cut where there are spaces."""
    before, after = said[max(0, start - AROUND) : start], said[end : end + AROUND]
    if start > AROUND and " " in before[:-1]:
        before = before[before.index(" ") + 1 :]
    if end + AROUND < len(said) and " " in after[1:]:
        after = after[: after.rindex(" ")]
    return before, after


class Check:
    """One rule about a text. Reads plain text, touches no database, explains itself to the desk."""

    slug: ClassVar[str]
    label: "ClassVar[StrOrPromise]"
    # What it looks at, what it lets pass, and what to do about what it finds: two or three sentences.
    explanation: "ClassVar[StrOrPromise]" = ""
    # What it is set to until an administrator says otherwise. What judges a language begins as advice.
    begins_as: ClassVar[str] = CheckSetting.Mode.ADVISE
    is_about_untranslated: ClassVar[bool] = False
    # Whether it is asked about texts of any length.
    reads_any_length: ClassVar[bool] = False

    def findings(self, pair: Pair) -> Iterator[Finding]:
        """What this check reports of `pair`, in the order of the text."""
        raise NotImplementedError

    def reported(self, pair: Pair, *, blocks: bool) -> list[Finding]:
        """Its `findings`, each passage once, as those that block or only advise.

        Of a paragraph that nobody has translated yet only that is said.
        """
        found: dict[str, Finding] = {}
        for finding in islice(self.findings(pair), MOST_FOUND):
            if self.is_about_untranslated or not pair.is_untranslated(finding.place or finding.original_place):
                found[finding.passage] = replace(finding, blocks=blocks)
        return list(found.values())

    def finding(
        self,
        pair: Pair,
        message: str,
        *,
        here: Place | None = None,
        there: Place | None = None,
        about: str = "",
        mend: str | None = None,
    ) -> Finding:
        """A finding on the words at `here` in the article, at `there` in an original, or both.

        `about`: what exactly is found in these sentences, where one of them may hold several such things.
        """
        passage = "\n".join(filter(None, [about, *(pair.sentence_at(each) for each in (here, there) if each)]))
        beside = pair.beside(there) if there and not here else None
        passage = passage[:PASSAGE_KEPT].strip()
        return Finding(self.slug, passage, message, str(self.label), False, here, there, mend, beside)
