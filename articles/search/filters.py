"""What a reader may narrow a search by, read from an address that anybody can type."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from articles.models import LANGUAGES, Genre, SourceKind
from articles.models.text import clean_line

# What a browser sends in an address. Of what is longer than a passage, the first words are looked for.
QUERY_MAX = 10_000
MOST_VALUES = 10
FIRST_YEAR, LAST_YEAR = 1900, 2200
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
Value = TypeVar("Value")


class BadSearchError(ValueError):
    """A search that can't be made. `args[0]` says why, to the reader."""


class ManyValued(Protocol):
    """Parameters of which each may be given several times, like Django's QueryDict."""

    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Filters:
    """The conditions beside the words, as they stand in the address. Empty means any.

    Of several keywords and authors all must hold; of the others one of the values. `from_day` and `to_day` both count.
    """

    keyword: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    alignment: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    original_language: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    from_day: date | None = None
    to_day: date | None = None

    @property
    def are_set(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Request:
    """One search as asked for."""

    query: str
    filters: Filters
    sort: Sort
    cursor: str


def read_request(asked: ManyValued | Mapping[str, str]) -> Request:
    """The search that the parameters `asked` ask for. Raises BadSearchError, with a sentence for the reader."""

    def values(name: str, checked: Callable[[str], Value]) -> tuple[Value, ...]:
        given = dict.fromkeys(filter(None, map(clean_line, _given(asked, name))))
        if len(given) > MOST_VALUES:
            raise BadSearchError(_("Those are too many values for one filter: choose fewer."))
        return tuple(map(checked, given))

    def value(name: str) -> str:
        # Of what can be given but once, the last counts, as in every form.
        return clean_line((_given(asked, name) or [""])[-1])

    query = value("q")
    if len(query) > QUERY_MAX:
        raise BadSearchError(_("That is too much to search for at once: try fewer words."))
    sort = value("sort") or "relevance"
    if sort not in SORTS:
        raise BadSearchError(_("Results can be sorted by relevance, newest first or oldest first."))
    filters = Filters(
        keyword=values("keyword", _slug),
        by=values("by", _slug),
        source=values("source", _slug),
        kind=values("kind", _one_of(SourceKind.values)),
        alignment=values("alignment", _slug),
        section=values("section", _slug),
        genre=values("genre", _one_of(Genre.values)),
        original_language=values("original-language", _one_of(LANGUAGES)),
        year=values("year", _year),
        from_day=_day(value("from")),
        to_day=_day(value("to")),
    )
    if filters.from_day and filters.to_day and filters.from_day > filters.to_day:
        raise BadSearchError(_("The first day lies after the last: swap them."))
    return Request(query, filters, sort, value("cursor"))


def _given(asked: ManyValued | Mapping[str, str], name: str) -> list[str]:
    # A QueryDict is a mapping too, of the last values alone.
    if hasattr(asked, "getlist"):
        return list(asked.getlist(name))
    return [asked[name]] if name in asked else []


def _slug(text: str) -> str:
    if not _SLUG.fullmatch(text):
        raise BadSearchError(_("There is no keyword, author, outlet, alignment or section of that name."))
    return text


def _one_of(choices: Collection[str]) -> Callable[[str], str]:
    def checked(text: str) -> str:
        if text not in choices:
            raise BadSearchError(_("One of the filters has a value that does not exist: search again without it."))
        return text

    return checked


def _year(text: str) -> str:
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise BadSearchError(_("Write the year in four figures, like 2024."))
    return text


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
