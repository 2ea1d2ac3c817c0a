"""What a search is narrowed to: the address of each step on and back, and how readers see it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from articles.models.text import clean_line
from articles.search import SORTS, Facet, FacetValue

from .words import GENRES
from .writing import day, digits

LABELS = {
    "keyword": _("Keyword"),
    "by": _("Author"),
    "source": _("Outlet"),
    "kind": _("Kind of outlet"),
    "alignment": _("Alignment of outlet"),
    "section": _("Section"),
    "genre": _("Genre"),
    "original-language": _("Translated from"),
    "year": _("Year"),
    "from": _("From"),
    "to": _("Until"),
}
SORT_LABELS = {"relevance": _("Most relevant"), "newest": _("Newest"), "oldest": _("Oldest")}
PARAMETERS = ("q", *LABELS, "sort")
# These stand open beside the results; the others open when asked, and where something in them is on.
OPEN = ("keyword", "source", "year")
# What can be given but once: the last counts.
ONCE = ("q", "from", "to", "sort")
# Each link on the page repeats them. Of a longer query these are more than the words that are read.
LONGEST, MOST_PAIRS = 1_000, 100


@dataclass(frozen=True)
class Terms:
    """What an address asks a search for: pairs of parameter and value, each once. Never the page: no cursor."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        given = ((name, asked.getlist(name)[-1:] if name in ONCE else asked.getlist(name)) for name in PARAMETERS)
        pairs = ((name, clean_line(value[:LONGEST])) for name, values in given for value in values)
        return cls(tuple(dict.fromkeys(pair for pair in pairs if pair[1]))[:MOST_PAIRS])

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.pairs if pair[0] in LABELS)

    @property
    def beside_the_words(self) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self.pairs if pair[0] != "q")

    def with_pair(self, name: str, value: str) -> "Terms":
        return Terms((*self.pairs, (name, value)))

    def without_pair(self, name: str, value: str) -> "Terms":
        return Terms(tuple(pair for pair in self.pairs if pair != (name, value)))

    def without(self, *names: str) -> "Terms":
        return Terms(tuple(pair for pair in self.pairs if pair[0] not in names))

    def asking(self, query: str) -> str:
        """The address of the same search for other words."""
        return str(Terms((("q", query), *self.without("q").pairs)))

    def __str__(self) -> str:
        return f"?{urlencode(self.pairs)}"


@dataclass(frozen=True)
class Chip:
    """A condition that is in force, and the address without it."""

    label: Any
    value: str
    without: str


@dataclass(frozen=True)
class Choice:
    """One value of a facet: the address with it, or without it where it is on already."""

    name: str
    count: int
    is_on: bool
    address: str


@dataclass(frozen=True)
class Group:
    """One facet as it is printed."""

    label: Any
    is_open: bool
    choices: Sequence[Choice]


def chips(terms: Terms, facets: Sequence[Facet]) -> Iterator[Chip]:
    """The conditions in the order of the facets, by the names that the facets know; a day or a slug as it was typed."""
    names = {(facet.name, value.value): _name(facet.name, value) for facet in facets for value in facet.values}
    for name, value in terms.conditions:
        shown = names.get((name, value)) or (_day(value) if name in ("from", "to") else value)
        yield Chip(LABELS[name], shown, str(terms.without_pair(name, value)))


def _day(text: str) -> str:
    """A day as the site writes it; what is none, as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def groups(terms: Terms, facets: Sequence[Facet]) -> Iterator[Group]:
    """What can narrow the results further, or widen them again."""
    for facet in facets:
        is_open = facet.name in OPEN or any(value.is_on for value in facet.values)
        choices = [_choice(terms, facet.name, value) for value in facet.values]
        yield Group(LABELS[facet.name], is_open, choices)


def _choice(terms: Terms, name: str, value: FacetValue) -> Choice:
    address = terms.without_pair(name, value.value) if value.is_on else terms.with_pair(name, value.value)
    return Choice(_name(name, value), value.count, value.is_on, str(address))


def _name(facet: str, value: FacetValue) -> str:
    # Of a genre the site has words of its own: those that stand above an article.
    if facet == "genre":
        return str(GENRES.get(value.value, value.name))
    return digits(value.name) if facet == "year" else value.name


def sorts(terms: Terms, in_force: str, *, has_words: bool) -> list[tuple[Any, str, bool]]:
    """Each order: its label, its address, and whether it is in force. Without words nothing is more relevant."""
    rest = terms.without("sort")
    return [
        (SORT_LABELS[name], str(rest if name == "relevance" else rest.with_pair("sort", name)), name == in_force)
        for name in SORTS
        if has_words or name != "relevance"
    ]
