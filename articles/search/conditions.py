"""Conditions, from the filters of an address and the fields of a query: as the labels of vectors, and as days."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Alignment, EditionOriginal, Listing, Section, Source, ascii_slug
from articles.models.folding import key

from .expressions import NOTHING, Expression, OneOf, either, together
from .filters import FIRST_YEAR, LAST_YEAR, Filters
from .language import Field
from .names import Known, Vocabulary

# Of outlets and sections that a part of the name stands for.
MOST_MEANT = 20
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
    """What narrows a search: `expression` of the filters (None for none), and of each field by name and value.

    `from_day` and `to_day` both count. `problems` are sentences about conditions that nothing can meet.
    """

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
    made.expression = together(reading.filters(filters))
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
        names = {each.name for each, _is_not in fields}
        self.outlets = _outlets() if filters.source or "source" in names else []
        self.sections = _sections() if filters.section or "section" in names else []
        self.alignments = _alignments() if filters.alignment else []
        meant = {pk for slug in filters.source for pk in _by_slug(self.outlets, slug)}
        meant |= {pk for each, _is_not in fields if each.name == "source" for pk in _meant(self.outlets, each.value)}
        self.outlets_to_find = meant if of_all else _public_outlets(meant)

    def filters(self, filters: Filters) -> Iterator[Expression | None]:
        for slug in filters.keyword:
            yield self._keyword(slug, self.vocabulary.slugs.get(slug, ()))
        for slug in filters.by:
            yield self._by(slug, self.vocabulary.slugs.get(slug, ()))
        for name, values, found in (
            ("source", filters.source, self._outlets_by_slug),
            ("section", filters.section, lambda slug: _by_slug(self.sections, slug)),
            ("alignment", filters.alignment, lambda slug: _by_slug(self.alignments, slug)),
        ):
            yield either(self._labelled(name, value, found(value)) for value in values)
        for name, values in (
            ("kind", filters.kind), ("genre", filters.genre), ("from", filters.original_language),
            ("year", filters.year),
        ):  # fmt: skip
            if values:
                yield OneOf(frozenset(f"{name}:{value}" for value in values))

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


def _outlets() -> list[Named]:
    rows = Source.objects.order_by("pk").values_list("pk", "slug", "name", "native_name")
    return [Named(pk, slug, (key(name), key(native))) for pk, slug, name, native in rows]


def _public_outlets(pks: Collection[int]) -> set[int]:
    """Those of which something stands that readers may see: no others are told apart from names nobody has."""
    if not pks:
        return set()
    listed = Listing.public.filter(source=OuterRef("pk"))
    quoted = EditionOriginal.objects.filter(
        Exists(Listing.public.filter(edition=OuterRef("edition"))), source=OuterRef("pk")
    )
    found = Source.objects.filter(Exists(listed) | Exists(quoted), pk__in=pks)
    return set(found.values_list("pk", flat=True))


def _sections() -> list[Named]:
    rows = Section.objects.order_by("pk").values_list("pk", "slug", "name")
    return [Named(pk, slug, (key(name),)) for pk, slug, name in rows]


def _alignments() -> list[Named]:
    rows = Alignment.objects.order_by("pk").values_list("pk", "name")
    return [Named(pk, ascii_slug(name), (key(name),)) for pk, name in rows]


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
