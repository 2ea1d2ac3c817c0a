"""A search, from what was typed to what is shown."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from articles.models import Listing
from articles.models.folding import words

from .facets import ALL_AT_ONCE, PREFIXES, Facet, facets
from .filters import BadSearchError, Request, Sort
from .meant import did_you_mean
from .ranking import Page, counted, find
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
    by_id = Listing.public.for_results().in_bulk(page.ids)
    listings = [by_id[pk] for pk in page.ids if pk in by_id]
    marks = marked(listings, asked)
    is_first = bool(request.query) and not request.cursor
    meant = did_you_mean(request.query, asked, page.count, request.filters) if is_first else None
    return Results(
        [Found(listing, marks[listing.pk]) for listing in listings],
        page.cursor, sort, page.count, page.is_bounded, _facets(page, request), asked,
        _heard(asked, marks.values()), meant,
    )  # fmt: skip


def _facets(page: Page, request: Request) -> Sequence[Facet]:
    """Where one of several values is enough, another could be chosen beside what is on: it counts as without that."""
    counts = dict(page.facets)
    for name, prefix in PREFIXES.items():
        field = name.replace("-", "_")
        if name not in ALL_AT_ONCE and getattr(request.filters, field):
            # What is left may be nothing but words to leave out.
            with suppress(BadSearchError):
                without: dict[str, Any] = {field: ()}
                others = understand(request.query, replace(request.filters, **without))
                counts |= {label: n for label, n in counted(others).items() if label.startswith(f"{prefix}:")}
    return facets(counts, request.filters, page.count)


def _heard(asked: Asked, marks: Iterable[Marked]) -> Sequence[tuple[str, Sequence[str]]]:
    # The lexicon has words of what is scheduled or withdrawn too: only those that stand on the page are told.
    written: dict[str, str] = {}
    for each in marks if asked.sounds else ():
        for part in (*each.headline, *each.standfirst, *each.passage, *each.original_passage):
            if part.is_marked:
                written |= {word.folded: part.text[word.start : word.end] for word in words(part.text)}
    heard = [(typed, [written[word] for word in added if word in written]) for typed, added in asked.sounds]
    return [(typed, shown) for typed, shown in heard if shown]
