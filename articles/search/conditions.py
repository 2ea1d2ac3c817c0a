"""Conditions, from the filters of an address and the fields of a query: as the labels of vectors, and as days."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import ascii_slug
from articles.models.folding import key

from .expressions import NOTHING, Expression, OneOf, either, together
from .filters import FIRST_YEAR, LAST_YEAR, Filters
from .language import Field
from .names import Known, Place, Vocabulary

# Of outlets and sections that a part of the name stands for.
MOST_MEANT = 20
KINDS = ("source", "section", "alignment")
_TIME = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_IN_VAIN: Mapping[str, str | Promise] = {
    "keyword": gettext_lazy("Nothing is filed under the keyword “%(value)s”."),
    "source": gettext_lazy("Nothing comes from an outlet named “%(value)s”."),
    "section": gettext_lazy("There is no section named “%(value)s”."),
    "alignment": gettext_lazy("No outlet is said to be “%(value)s”."),
}


class Named(NamedTuple):
    """An outlet, a section or an alignment, with the folded words of its names."""

    pk: int
    slug: str
    keys: tuple[str, ...]


@dataclass
class Conditions:
    """What narrows a search: the expression of each filter by its name, `expression` of them all (None for none), and
    that of each field by name and value.

    `from_day` and `to_day` both count. `problems` are sentences about conditions that nothing can meet.
    """

    of_filters: dict[str, Expression] = field(default_factory=dict)
    expression: Expression | None = None
    fields: dict[Field, Expression | None] = field(default_factory=dict)
    from_day: date | None = None
    to_day: date | None = None
    problems: list[str] = field(default_factory=list)

    def since(self, day: date) -> None:
        self.from_day = max(self.from_day or day, day)

    def until(self, day: date) -> None:
        self.to_day = min(self.to_day or day, day)


def read_conditions(
    filters: Filters, fields: Sequence[tuple[Field, bool]], vocabulary: Vocabulary, *, of_all: bool = False
) -> Conditions:
    """The conditions of `filters` and of `fields`, each with whether it is to be left out.

    Fields of time hold for the whole search, wherever they stand in it. With `of_all` a keyword or an outlet counts
    though nothing public carries it.
    """
    reading = _Reading(filters, fields, vocabulary, of_all=of_all)
    made = reading.made
    for each, is_not in fields:
        made.fields[each] = reading.field(each, is_not=is_not)
    for name, expression in reading.filters(filters):
        made.of_filters[name] = together([made.of_filters.get(name), expression]) or NOTHING
    made.expression = together(made.of_filters.values())
    if made.from_day and made.to_day and made.from_day > made.to_day:
        made.problems.append(_("No day lies between the first and the last one: look at before: and after:."))
        made.expression = NOTHING
    made.problems = list(dict.fromkeys(made.problems))
    return made


class _Reading:
    def __init__(
        self, filters: Filters, fields: Sequence[tuple[Field, bool]], vocabulary: Vocabulary, *, of_all: bool
    ) -> None:
        self.vocabulary, self.of_all = vocabulary, of_all
        self.made = Conditions(from_day=filters.from_day, to_day=filters.to_day)
        self.outlets, self.sections, self.alignments = (
            [_named(each) for each in sorted(vocabulary.places.get(kind, ()))] for kind in KINDS
        )
        # No others are told apart from names nobody has.
        self.outlets_to_find = {each.pk for each in vocabulary.places.get("source", ()) if each.is_public or of_all}

    def filters(self, filters: Filters) -> Iterator[tuple[str, Expression]]:
        """Each that is set, by its name in an address; of keywords and authors one after another."""
        for slug in filters.keyword:
            yield "keyword", self._keyword(slug, self.vocabulary.slugs.get(slug, ()))
        for slug in filters.by:
            yield "by", self._by(slug, self.vocabulary.slugs.get(slug, ()))
        for name, values, found in (
            ("source", filters.source, self._outlets_by_slug),
            ("section", filters.section, lambda slug: _by_slug(self.sections, slug)),
            ("alignment", filters.alignment, lambda slug: _by_slug(self.alignments, slug)),
        ):
            if expression := either(self._labelled(name, value, found(value)) for value in values):
                yield name, expression
        for name, label, values in (
            ("kind", "kind", filters.kind), ("genre", "genre", filters.genre),
            ("original-language", "from", filters.original_language), ("year", "year", filters.year),
        ):  # fmt: skip
            if values:
                yield name, OneOf(frozenset(f"{label}:{value}" for value in values))

    def field(self, asked: Field, *, is_not: bool) -> Expression | None:
        slugs, names = self.vocabulary.slugs, self.vocabulary.names
        match asked.name:
            case "before" | "after":
                self._time(asked, is_after=(asked.name == "after") != is_not)
                return None
            case "keyword":
                known = names.get(key(asked.value), ()) or slugs.get(asked.value.lower(), ())
                return self._keyword(asked.value, known, is_not=is_not)
            case "by":
                known = names.get(key(asked.value), ()) or slugs.get(asked.value.lower(), ())
                return self._by(asked.value, known)
            case "source":
                found = [pk for pk in _meant(self.outlets, asked.value) if pk in self.outlets_to_find]
                return self._labelled("source", asked.value, found, is_not=is_not)
            case _:
                return self._labelled("section", asked.value, _meant(self.sections, asked.value), is_not=is_not)

    def _keyword(self, value: str, known: Iterable[Known], *, is_not: bool = False) -> Expression:
        found = [each.keyword_id for each in known if each.is_public or self.of_all]
        return self._labelled("keyword", value, found, is_not=is_not)

    def _by(self, value: str, known: Sequence[Known]) -> Expression:
        """An author by the vocabulary, or a printed byline that has all the words of the value or of a spelling."""
        printed = {key(value), *(each for author in known for each in author.keys)}
        bylines = [together(OneOf(frozenset({f"byline:{word}"})) for word in name.split()) for name in sorted(printed)]
        labels = frozenset(f"by:{author.keyword_id}" for author in known)
        return either([OneOf(labels), *bylines]) or NOTHING

    def _outlets_by_slug(self, slug: str) -> list[int]:
        return [pk for pk in _by_slug(self.outlets, slug) if pk in self.outlets_to_find]

    def _labelled(self, name: str, value: str, found: Iterable[int], *, is_not: bool = False) -> Expression:
        labels = frozenset(f"{name}:{pk}" for pk in found)
        if not labels and not is_not:
            self.made.problems.append(str(_IN_VAIN[name]) % {"value": value})
        return OneOf(labels)

    def _time(self, asked: Field, *, is_after: bool) -> None:
        day = _beginning(asked.value)
        if day is None:
            self.made.problems.append(
                _("Write %(field)s: with a year, a month or a day: 2025, 2025-11 or 2025-11-03.")
                % {"field": asked.name}
            )
        elif is_after:
            self.made.since(day)
        else:
            self.made.until(day - timedelta(days=1))


def _beginning(text: str) -> date | None:
    """The day on which a year, month or day begins; None for what is none."""
    match = _TIME.fullmatch(text.rstrip(".,;"))
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def kinds_named(filters: Filters, fields: Sequence[tuple[Field, bool]]) -> set[str]:
    """Of which kinds of `Place` something is named in these."""
    named = {each.name for each, _is_not in fields}
    return {kind for kind in KINDS if kind in named or getattr(filters, kind)}


def _named(place: Place) -> Named:
    return Named(place.pk, place.slug or ascii_slug(place.names[0]), tuple(map(key, place.names)))


def _by_slug(those: Iterable[Named], slug: str) -> list[int]:
    return [each.pk for each in those if each.slug == slug]


def _meant(those: Sequence[Named], value: str) -> list[int]:
    """Those of that slug or name; or else those whose name has the words of `value` one after another."""
    words = key(value)
    tests: tuple[Callable[[Named], bool], ...] = (
        lambda each: each.slug == value.lower() or bool(words and words in each.keys),
        lambda each: bool(words) and any(f" {words} " in f" {name} " for name in each.keys),
    )
    for fits in tests:
        if found := [each.pk for each in those if fits(each)]:
            return found[:MOST_MEANT]
    return []
