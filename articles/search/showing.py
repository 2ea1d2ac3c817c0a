"""What a search prints of each listing, fetched in one statement."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from articles.models import Edition, Listing
from articles.models.listings import READ_CHARACTERS

from .facets import NAMES, Choices
from .filters import Filters
from .patience import rows

_LISTING = frozenset({
    "article_id", "published_at", "address_date", "slug", "genre", "adaptation", "developing", "language",
    "original_language", "edition_id",
})  # fmt: skip
_EDITION = frozenset({"id", "article_id", "headline", "standfirst", "language", "source_name"})
# Not by Django's: putting the same query together for each search takes longer than the database over it.
_SHOWN = """
SELECT {names}, left(edition.body, %(characters)s), {columns}
FROM articles_listing AS listing JOIN articles_edition AS edition ON edition.id = listing.edition_id
WHERE listing.article_id = ANY(%(ids)s)
  AND listing.withdrawn_at IS NULL AND listing.published_at <= statement_timestamp()
"""


def shown(ids: Sequence[int]) -> list[Listing]:
    """The listings of `ids` that readers may see still, in that order, with their editions, as results need them.

    Each has a `text`: the beginning of its body, in which words are marked.
    """
    return shown_beside(ids, Choices({}, Filters(), 0))[0]


def shown_beside(ids: Sequence[int], choices: Choices) -> tuple[list[Listing], Sequence[Sequence[Any]]]:
    """As `shown`, and in the same statement what `choices` are called. Nothing has a name where nothing is shown."""
    of_listing, of_edition = _columns(Listing, _LISTING), _columns(Edition, _EDITION)
    columns = [f"listing.{name}" for name in of_listing] + [f"edition.{name}" for name in of_edition]
    # Once, not with each listing.
    statement = _SHOWN.format(names=f"CASE row_number() OVER () WHEN 1 THEN {NAMES} END", columns=", ".join(columns))
    values = choices.to_name() | {"ids": list(ids), "characters": READ_CHARACTERS}
    by_id: dict[int, Listing] = {}
    named: list[Sequence[Any]] = []
    for names, text, *row in rows(statement, values) if ids else ():
        listing: Any = Listing.from_db("default", of_listing, row[: len(of_listing)])
        listing.edition = Edition.from_db("default", of_edition, row[len(of_listing) :])
        listing.text = text
        by_id[listing.pk] = listing
        named += names or []
    return [by_id[pk] for pk in ids if pk in by_id], named


@cache
def _columns(model: type[Any], names: frozenset[str]) -> Sequence[str]:
    """`names` in the order in which the model takes them."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in names]
