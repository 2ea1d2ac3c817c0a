"""Long lists, twenty at a time, by a cursor: a link into an archive never drifts, and going deep costs nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from django.db.models import BooleanField, Expression, F, Func, Value
from django.http import Http404

from articles.models.listings import ListingQuerySet

from .asked import Asked, Given
from .made import TeaserRow, with_teasers

PAGE_SIZE = 20
_CURSOR = re.compile(r"(\d{8}T\d{6}\d{6})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """The place after one listing, in a list that is sorted newest first."""

    published_at: datetime
    article_id: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError when `text` is none."""
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise ValueError("no cursor")
        return cls(datetime.strptime(match[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), int(match[2]))

    def __str__(self) -> str:
        return f"{self.published_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{self.article_id}"

    def older(self, moment: str, tie: str) -> Func:
        """What comes after it, where `moment` and `tie` name the fields that the list is sorted by."""
        return older(moment, tie, Value(self.published_at), Value(self.article_id))


def older(moment: str, tie: str, published_at: Expression, article_id: Expression) -> Func:
    """What comes after these values of the fields that a list is sorted by: as rows, which an index compares."""
    fields, values = Func(F(moment), F(tie), function="ROW"), Func(published_at, article_id, function="ROW")
    return Func(fields, values, template="%(expressions)s", arg_joiner=" < ", output_field=BooleanField())


# Where the first page begins: it is asked for as any other is.
BEFORE_ALL = Cursor(datetime.max.replace(tzinfo=UTC), 0)


@dataclass(frozen=True)
class ListPage:
    """One page of a list; `older` is the cursor of the next, "" on the last."""

    listings: Sequence[Any]
    older: str
    is_first: bool


def page_of(
    listings: ListingQuerySet,
    *,
    cursor: str | None,
    along: Callable[[ListingQuerySet], ListingQuerySet],
    size: int = PAGE_SIZE,
) -> ListPage:
    """The page of `listings` that begins after `cursor`, newest first, with what `along` fetches of each.

    Raises Http404 for a cursor that is none, and for one after which nothing comes.
    """
    if after := _read(cursor):
        listings = listings.filter(after.older("published_at", "article_id"))
    return _page(list(along(listings).newest_first()[: size + 1]), cursor, size)


class TeaserList:
    """A list of teasers, as `site/_list.html` prints it: `page` is one page of it, as of `page_of`.

    `listings` are those of the list, where what differs from one list to another is Given. `rows` names the rows whose
    own index it walks, of keywords or authors.
    """

    def __init__(self, listings: Callable[[], ListingQuerySet], *, rows: str = "") -> None:
        self._listings, self._rows = listings, rows
        self._asked = Asked(self._built)

    def page(self, cursor: str | None, **given: Any) -> ListPage:
        after = _read(cursor) or BEFORE_ALL
        found = self._asked.rows(moment=after.published_at, tie=after.article_id, **given)
        return _page([TeaserRow(*row) for row in found], cursor, PAGE_SIZE)

    @property
    def _sorted_by(self) -> tuple[str, str]:
        return ("filed_at", "filed_as") if self._rows else ("published_at", "article_id")

    def _built(self) -> Any:
        listings: Any = self._listings()
        if self._rows:
            # By way of annotations, so that the filter, the cursor and the order all mean the same joined row.
            listings = listings.annotate(
                filed_at=F(f"{self._rows}__published_at"), filed_as=F(f"{self._rows}__listing_id")
            )
        listings = listings.filter(older(*self._sorted_by, Given("moment"), Given("tie")))
        in_order = with_teasers(listings).order_by(*(f"-{field}" for field in self._sorted_by))
        return in_order[: PAGE_SIZE + 1]


def _read(cursor: str | None) -> Cursor | None:
    try:
        return None if cursor is None else Cursor.read(cursor)
    except ValueError as error:
        raise Http404 from error


def _page(found: Sequence[Any], cursor: str | None, size: int) -> ListPage:
    if cursor is not None and not found:
        raise Http404
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    following = str(Cursor(last.published_at, last.article_id)) if last else ""
    return ListPage(shown, following, is_first=cursor is None)


def some(page: ListPage) -> ListPage:
    """`page`. Raises Http404 where nothing stands on it: that the desk works on something is nobody's business."""
    if not page.listings:
        raise Http404
    return page
