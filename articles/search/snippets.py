"""Where the words of a search stand in what it found: headline, text or original, and the passages that hold them."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Edition, EditionOriginal, Listing, OriginalDisplay
from articles.models.folding import plain
from articles.models.listings import READ_CHARACTERS

from .expressions import All, Either, Expression, OneOf, Run, Without, is_label, lexemes_of
from .passages import Part, Snippet, Text, beginning, line, look_for, passage

if TYPE_CHECKING:
    from .understanding import Asked

# What stands within a line. In its place goes nothing, lest a space come before the comma behind a link.
_WITHIN_A_LINE = re.compile(r"</?(?:a|em|strong|s|span|cite|q|bdi)\b[^>]*>")

Where = Literal["headline", "text", "original", ""]


@dataclass(frozen=True)
class Marked:
    """What of one listing answers a search.

    `where` is as far as one has to read for all the words looked for: "" where none of them stands in any text, as
    with an outlet's name. `original` is set with "original" alone: nothing else of it may be printed than the lines
    here, which are () where readers may not see them. They are in its `language` and `direction`.
    """

    headline: Snippet
    standfirst: Snippet
    passage: Snippet = ()
    where: Where = ""
    original: EditionOriginal | None = None
    original_headline: Snippet = ()
    original_passage: Snippet = ()


def marked(listings: Sequence[Listing], asked: "Asked") -> dict[int, Marked]:
    """For each listing (as `shown` fetches it), by its id, where it answers `asked`.

    One statement at most, where originals must be read, but for stems not yet known.
    """
    wanted = frozenset(lexeme for lexeme in asked.lexemes if not is_label(lexeme))
    if not wanted:
        return {listing.article_id: _unmarked(listing.edition) for listing in listings}
    articles = [Reading(listing.edition, listing.text) for listing in listings]  # type: ignore[attr-defined]
    look_for(wanted, (text for article in articles for text in article.texts))
    sought = _parts_of(asked.expression)
    lacking = [article for article in articles if not all(_stands(part, article.lexemes) for part in sought)]
    originals = _originals([article.edition for article in lacking])
    look_for(wanted, (text for each in originals.values() for original in each for text in original.texts))
    return {
        listing.article_id: article.marked(sought, originals.get(article.edition.pk, ()))
        for listing, article in zip(listings, articles, strict=True)
    }


def _unmarked(edition: Edition) -> Marked:
    standfirst = Text(edition.standfirst, edition.language)
    return Marked(line(Text(edition.headline, edition.language)), beginning(standfirst))


def _parts_of(expression: Expression | None) -> Sequence[Expression]:
    """What all has to stand in a text. Labels do in none."""
    if expression is None:
        return ()
    parts = expression.parts if isinstance(expression, All) else (expression,)
    return [part for part in parts if not all(map(is_label, lexemes_of(part)))]


def _stands(sought: Expression, lexemes: Set[str]) -> bool:
    """Whether a text of these lexemes has it. One after another is not asked: an edge of a text would part them."""
    match sought:
        case OneOf():
            return not lexemes.isdisjoint(sought.lexemes)
        case Run():
            return all(not lexemes.isdisjoint(step) for step in sought.steps)
        case All():
            return all(_stands(part, lexemes) for part in sought.parts)
        case Either():
            return any(_stands(part, lexemes) for part in sought.parts)
        case Without():
            return True


class Reading:
    """An article's own text."""

    def __init__(self, edition: Edition, body: str) -> None:
        self.edition = edition
        self.headline = Text(edition.headline, edition.language)
        self.standfirst = Text(edition.standfirst, edition.language)
        self.body = Text(_as_read(body), edition.language)
        self.texts = (self.headline, self.standfirst, self.body)

    @property
    def lexemes(self) -> frozenset[str]:
        return self.headline.lexemes | self.standfirst.lexemes | self.body.lexemes

    def marked(self, sought: Sequence[Expression], originals: Sequence["ReadOriginal"]) -> Marked:
        above, own = self.headline.lexemes | self.standfirst.lexemes, self.lexemes
        where: Where = ""
        if stood := [part for part in sought if _stands(part, own)]:
            where = "headline" if all(_stands(part, above) for part in stood) else "text"
        lines = line(self.headline), beginning(self.standfirst), passage(self.body)
        lacking = [part for part in sought if not _stands(part, own)]
        best = max(originals, key=lambda each: each.how_many(lacking, own), default=None)
        if best is None or not best.how_many(lacking, own):
            return Marked(*lines, where)
        return Marked(*lines, "original", best.original, *best.lines())


class ReadOriginal:
    """An original: all of it, and the part that readers may see."""

    def __init__(self, original: EditionOriginal) -> None:
        self.original, language = original, original.language
        self.headline = Text(original.headline, language)
        self.byline = Text(original.byline, language)
        text = f"{original.standfirst}\n{_as_read(original.body[:READ_CHARACTERS])}"
        self.text = Text(text, language)
        self.shown = self.text if original.is_whole else Text(original.excerpt, language)
        self.texts = (self.headline, self.byline, self.text, self.shown)

    def how_many(self, lacking: Sequence[Expression], own: frozenset[str]) -> int:
        """Of what the article's `own` text lacks, how much stands here."""
        lexemes = own | self.headline.lexemes | self.byline.lexemes | self.text.lexemes
        return sum(_stands(part, lexemes) for part in lacking)

    def lines(self) -> tuple[Snippet, Snippet]:
        """Headline and passage, as far as readers may see them."""
        headline = () if self.original.shown == OriginalDisplay.NONE else line(self.headline)
        text = passage(self.shown)
        # The byline is printed beside every article.
        return headline, text or (line(self.byline) if self.byline.hits else ())


def _originals(editions: Sequence[Edition]) -> dict[int, list[ReadOriginal]]:
    if not editions:
        return {}
    rows = EditionOriginal.objects.select_related("source").defer("alignment", "fingerprint")
    prefetch_related_objects(editions, Prefetch("originals", rows))
    return {edition.pk: [ReadOriginal(each) for each in edition.originals_in_force()] for edition in editions}


def _as_read(body: str) -> str:
    return plain(_WITHIN_A_LINE.sub("", body)).strip()


__all__ = ["Marked", "Part", "Snippet", "Where", "marked"]
