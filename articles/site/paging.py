"""Long lists, twenty at a time, by a cursor: a link into an archive never drifts, and going deep costs nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from django.db.models import F, Q
from django.http import Http404

from articles.models import Keyword, Listing
from articles.models.listings import ListingQuerySet

from .teasers import for_teasers

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

    def older(self, moment: str, tie: str) -> Q:
        """What comes after it, where `moment` and `tie` name the fields that the list is sorted by."""
        # The first condition says nothing new, but an index can start from it.
        return Q(**{f"{moment}__lte": self.published_at}) & (
            Q(**{f"{moment}__lt": self.published_at}) | Q(**{f"{tie}__lt": self.article_id})
        )


@dataclass(frozen=True)
class ListPage:
    """One page of a list; `older` is the cursor of the next, "" on the last."""

    listings: Sequence[Listing]
    older: str
    is_first: bool


def page_of(
    listings: ListingQuerySet,
    *,
    cursor: str | None,
    under: Keyword | None = None,
    by: Keyword | None = None,
    size: int = PAGE_SIZE,
) -> ListPage:
    """The page of `listings` that begins after `cursor`, newest first.

    `under` keeps to one keyword and walks that keyword's own index, `by` to one author and theirs. Raises Http404 for a
    cursor that is none, and for one after which nothing comes.
    """
    moment, tie = "published_at", "article_id"
    if keyword := under or by:
        listings, rows = (listings.under(keyword), "keyword_rows") if under else (listings.by(keyword), "author_rows")
        # By way of annotations, so that the filter, the cursor and the order all mean the same joined row.
        listings = listings.annotate(filed_at=F(f"{rows}__published_at"), filed_as=F(f"{rows}__listing_id"))
        moment, tie = "filed_at", "filed_as"
    if cursor is not None:
        try:
            listings = listings.filter(Cursor.read(cursor).older(moment, tie))
        except ValueError as error:
            raise Http404 from error
    found = list(for_teasers(listings).order_by(f"-{moment}", f"-{tie}")[: size + 1])
    if cursor is not None and not found:
        raise Http404
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    older = str(Cursor(last.published_at, last.article_id)) if last else ""
    return ListPage(shown, older, is_first=cursor is None)


def some(page: ListPage) -> ListPage:
    """`page`. Raises Http404 where nothing stands on it: that the desk works on something is nobody's business."""
    if not page.listings:
        raise Http404
    return page
