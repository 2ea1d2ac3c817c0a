"""A search, from what was typed to what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from articles.models import Listing
from articles.models.folding import key, words

from . import stems
from .facets import Choices, Facet
from .filters import Request, Sort
from .meant import ENOUGH, did_you_mean, unheld
from .ranking import find
from .showing import shown, shown_beside
from .snippets import Marked, marked
from .understanding import Asked, understand


@dataclass(frozen=True)
class Found:
    """One listing, with the words looked for marked in what it says."""

    listing: Listing
    marked: Marked


@dataclass(frozen=True)
class Results:
    """One page of results; `cursor` asks for the next, "" where there is none. `sort` is how they are sorted.

    `count` is how many there are. With `is_bounded` there are more: so many were ranked, and counted for the `facets`.
    `sounds`: for a word as typed, the names found that sound like it, as they are written in what is shown. `meant` is
    another query, where little was found for this one and more would be for that.
    """

    found: Sequence[Found]
    cursor: str
    sort: Sort
    count: int
    is_bounded: bool
    facets: Sequence[Facet]
    asked: Asked
    sounds: Sequence[tuple[str, Sequence[str]]]
    meant: str | None


def search(request: Request) -> Results:
    """What readers may see of what `request` asks for.

    Raises BadSearchError, with a sentence for the reader, for a cursor that is none and for what can't be looked up.
    """
    asked = understand(request.query, request.filters)
    sort: Sort = request.sort if asked.words or request.sort != "relevance" else "newest"
    if asked.is_empty:
        return Results([], "", sort, 0, False, [], asked, [], None)
    page = find(asked, sort, request.cursor)
    choices = Choices(page.facets, request.filters, page.count)
    listings, named = shown_beside(page.ids, choices)
    marks = marked(listings, asked)
    is_first = bool(request.query) and not request.cursor
    if is_first and page.count < ENOUGH:
        # The lexicon has words of what is scheduled or withdrawn too.
        asked = replace(asked, unknown=unheld(asked.ordinary))
    meant = did_you_mean(request.query, asked, page.count, request.filters) if is_first else None
    return Results(
        [Found(listing, marks[listing.pk]) for listing in listings],
        page.cursor, sort, page.count, page.is_bounded,
        choices.facets(named), asked,
        _heard(asked, marks.values()), meant if meant and _may_be_told(meant, request) else None,
    )  # fmt: skip


def _heard(asked: Asked, marks: Iterable[Marked]) -> Sequence[tuple[str, Sequence[str]]]:
    # The lexicon has words of what is scheduled or withdrawn too: only those that stand on the page are told.
    written = _written(marks) if asked.sounds else {}
    heard = [(typed, [written[word] for word in added if word in written]) for typed, added in asked.sounds]
    return [(typed, shown) for typed, shown in heard if shown]


def _written(marks: Iterable[Marked]) -> dict[str, str]:
    """The words that are marked on a page, by their folding."""
    return {
        word.folded: part.text[word.start : word.end]
        for each in marks
        for part in (*each.headline, *each.standfirst, *each.passage, *each.original_headline, *each.original_passage)
        if part.is_marked
        for word in words(part.text)
    }


def _may_be_told(meant: str, request: Request) -> bool:
    """Whether what `meant` says otherwise stands where readers see it: originals that they may not are searched too."""
    asked = understand(meant, request.filters)
    named = {word for name in asked.names for text in (name.typed, name.name) for word in key(text).split()}
    new = {word.folded for word in words(meant)} - {word.folded for word in words(request.query)} - named
    seen = _written(marked(shown(find(asked, "relevance").ids), asked).values()) if new else {}
    configs = set(stems.CONFIGS.values())
    stemmed = stems.lexemes((config, word) for config in configs for word in {*new, *seen})
    stand = {stemmed[config, word] for config in configs for word in seen}
    return all(any(stemmed[config, word] in stand for config in configs) for word in new)
