"""What a reader may narrow a search by, read from an address that anybody can type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import LANGUAGES, Genre, SourceKind
from articles.models.listings import ListingQuerySet
from articles.models.text import clean_line

# A headline of the longest kind, and room to spare.
QUERY_MAX = 300
FIRST_YEAR, LAST_YEAR = 1900, 2200
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")


class BadSearchError(ValueError):
    """A search that can't be made. `args[0]` says why, to the reader."""


@dataclass(frozen=True)
class Filters:
    """The conditions beside the words. Empty means any; `from_day` and `to_day` both count."""

    keyword: str = ""
    source: str = ""
    kind: str = ""
    section: str = ""
    genre: str = ""
    original_language: str = ""
    year: int | None = None
    from_day: date | None = None
    to_day: date | None = None

    @property
    def are_set(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def apply(self, listings: ListingQuerySet) -> ListingQuerySet:
        conditions: dict[str, Any] = {
            "source__slug": self.source,
            "source_kind": self.kind,
            "section__slug": self.section,
            "genre": self.genre,
            "original_language": self.original_language,
            "published_at__gte": _begin(self.from_day),
            "published_at__lt": _begin(self.to_day + timedelta(days=1)) if self.to_day else None,
        }
        listings = listings.filter(**{name: value for name, value in conditions.items() if value})
        if self.year:
            listings = listings.filter(
                published_at__gte=_begin(date(self.year, 1, 1)), published_at__lt=_begin(date(self.year + 1, 1, 1))
            )
        if self.keyword:
            listings = listings.filter(keyword_rows__keyword__slug=self.keyword)
        return listings


def _begin(day: date | None) -> datetime | None:
    """The first moment of `day`, where the publication is."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@dataclass(frozen=True)
class Request:
    """One search as asked for."""

    query: str
    filters: Filters
    sort: Sort
    cursor: str


def read_request(asked: Mapping[str, str]) -> Request:
    """The search that the parameters `asked` ask for. Raises BadSearchError, with a sentence for the reader."""
    value = {name: clean_line(text) for name, text in asked.items()}
    query = value.get("q", "")
    if len(query) > QUERY_MAX:
        raise BadSearchError(_("That is too much to search for at once: try fewer words."))
    sort = value.get("sort") or "relevance"
    if sort not in SORTS:
        raise BadSearchError(_("Results can be sorted by relevance, newest first or oldest first."))
    filters = Filters(
        keyword=_slug(value.get("keyword", "")),
        source=_slug(value.get("source", "")),
        section=_slug(value.get("section", "")),
        kind=_one_of(value.get("kind", ""), SourceKind.values),
        genre=_one_of(value.get("genre", ""), Genre.values),
        original_language=_one_of(value.get("original-language", ""), LANGUAGES),
        year=_year(value.get("year", "")),
        from_day=_day(value.get("from", "")),
        to_day=_day(value.get("to", "")),
    )
    return Request(query, filters, sort, value.get("cursor", ""))


def _slug(text: str) -> str:
    if text and not _SLUG.fullmatch(text):
        raise BadSearchError(_("There is no keyword, outlet or section of that name."))
    return text


def _one_of(text: str, choices: Any) -> str:
    if text and text not in choices:
        raise BadSearchError(_("One of the filters has a value that does not exist. Choose from the form."))
    return text


def _year(text: str) -> int | None:
    if not text:
        return None
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise BadSearchError(_("Write the year in four figures, like 2024."))
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadSearchError(_("Write days like 2024-03-31."))
    return day
