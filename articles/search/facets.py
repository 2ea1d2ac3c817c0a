"""What a search can be narrowed by, with how many of its results each choice would leave."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import LANGUAGES, Genre, SourceKind, ascii_slug

from .filters import Filters

# Beside those that are on.
MOST_VALUES, MOST_YEARS = 8, 12
# Each facet's name, as in the address, and how its labels begin; in the order in which readers see them.
PREFIXES = {
    "keyword": "keyword",
    "by": "by",
    "source": "source",
    "kind": "kind",
    "alignment": "alignment",
    "section": "section",
    "genre": "genre",
    "original-language": "from",
    "year": "year",
}
# Of these a search asks for all that are on: what every result has would narrow nothing.
ALL_AT_ONCE = ("keyword", "by")
# Of the others what else could be chosen is counted by a search of its own each.
MOST_RECOUNTED = 2


@dataclass(frozen=True)
class FacetValue:
    """`value` is what stands in the address, `name` what readers are told."""

    value: str
    name: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Facet:
    name: str
    values: tuple[FacetValue, ...]


# What choices are called, as JSON. A keyword that was merged is the one that it became, under the address in which it
# was typed. Those that stand come last, so that they are what their label means.
NAMES = """(SELECT json_agg(json_build_array(kind, id, slug, name) ORDER BY is_itself, id) FROM (
    SELECT 'keyword' AS kind, stands.id, keyword.slug, keyword.merged_into_id IS NULL AS is_itself,
           stands.name || CASE stands.qualifier WHEN '' THEN '' ELSE ' (' || stands.qualifier || ')' END AS name
    FROM articles_keyword AS keyword JOIN articles_keyword AS stands
         ON stands.id = coalesce(keyword.merged_into_id, keyword.id)
    WHERE keyword.id = ANY(%(keyword)s::bigint[]) OR keyword.slug = ANY(%(keyword_slugs)s::text[])
    UNION ALL SELECT 'source', id, slug, true, name FROM articles_source
    WHERE id = ANY(%(source)s::bigint[]) OR slug = ANY(%(source_slugs)s::text[])
    UNION ALL SELECT 'section', id, slug, true, name FROM articles_section
    WHERE id = ANY(%(section)s::bigint[]) OR slug = ANY(%(section_slugs)s::text[])
    UNION ALL SELECT 'alignment', id, '', true, name FROM articles_alignment WHERE %(alignment)s
) AS named)"""


class Known(NamedTuple):
    """One choice: what follows the colon of its label, its value in the address, its name."""

    key: str
    value: str
    name: str


class Choices:
    """What `counted` results can be narrowed by, from how many of them carry each label."""

    def __init__(self, counts: Mapping[str, int], filters: Filters, counted: int) -> None:
        by_prefix: dict[str, dict[str, int]] = defaultdict(dict)
        for label, count in counts.items():
            prefix, _colon, key = label.partition(":")
            by_prefix[prefix][key] = count
        self.counted = counted
        self.carried = {name: by_prefix[prefix] for name, prefix in PREFIXES.items()}
        self.chosen = {name: tuple(getattr(filters, name.replace("-", "_"))) for name in PREFIXES}
        self.offered = {name: _offered(name, self.carried[name], counted) for name in PREFIXES}

    def to_name(self) -> dict[str, Any]:
        """What `NAMES` is asked for."""
        asked: dict[str, Any] = {}
        for kind, names in (("keyword", ("keyword", "by")), ("source", ("source",)), ("section", ("section",))):
            asked[kind] = [int(key) for name in names for key in self.offered[name]]
            asked[f"{kind}_slugs"] = [value for name in names for value in self.chosen[name]]
        return asked | {"alignment": bool(self.offered["alignment"] or self.chosen["alignment"])}

    def facets(self, named: Iterable[Sequence[Any]]) -> list[Facet]:
        """As readers see them, `named` being what `NAMES` answered.

        What is on is there in any case. Where nothing was found under it, its value stands for its name: a name would
        tell what the newsroom keeps beside what is public.
        """
        known = _known(self.offered, self.chosen, named)
        made = [
            Facet(name, _values(name, self.carried[name], self.chosen[name], self.offered[name], known[name]))
            for name in PREFIXES
        ]
        return [facet for facet in made if _narrows(facet, self.counted)]


def _offered(name: str, counts: Mapping[str, int], counted: int) -> list[str]:
    """The labels worth offering, best first: twice as many as are shown, for some are on, and some may be no more."""
    if name == "year":
        return sorted(counts, reverse=True)[: 2 * MOST_YEARS]
    narrowing = [key for key, count in counts.items() if name not in ALL_AT_ONCE or count < counted]
    return sorted(narrowing, key=lambda key: (-counts[key], key))[: 2 * MOST_VALUES]


def _values(
    name: str, counts: Mapping[str, int], chosen: Sequence[str], offered: Sequence[str], known: Sequence[Known]
) -> tuple[FacetValue, ...]:
    on = [each for each in known if each.value in chosen and counts.get(each.key)]
    unfound = set(chosen) - {each.value for each in on}
    taken = {each.key for each in on}
    by_key = {each.key: each for each in known}
    off = [by_key[key] for key in offered if key in by_key and key not in taken]
    most = MOST_YEARS if name == "year" else MOST_VALUES
    values = [FacetValue(each.value, each.name, counts[each.key], True) for each in on]
    values += [FacetValue(each.value, each.name, counts[each.key], False) for each in off[:most]]
    values += [FacetValue(value, _name_of(name, value), 0, True) for value in unfound]
    if name == "year":
        return tuple(sorted(values, key=lambda each: each.value, reverse=True))
    return tuple(sorted(values, key=lambda each: (-each.count, each.name)))


def _narrows(facet: Facet, counted: int) -> bool:
    return len(facet.values) > 1 or any(value.is_on or value.count < counted for value in facet.values)


def _known(
    offered: Mapping[str, Sequence[str]], chosen: Mapping[str, Sequence[str]], named: Iterable[Sequence[Any]]
) -> Mapping[str, Sequence[Known]]:
    """The choices of each facet that are offered or on."""
    found = defaultdict[str, list[Known]](list)
    for kind, pk, slug, name in named:
        # Alignments have no slug to ask for.
        found[kind].append(Known(str(pk), slug or ascii_slug(name), name))
    return {
        "keyword": found["keyword"],
        "by": found["keyword"],
        "source": found["source"],
        "section": found["section"],
        "alignment": [each for each in found["alignment"] if each.value],
        **{
            name: [Known(key, key, _name_of(name, key)) for key in dict.fromkeys([*offered[name], *chosen[name]])]
            for name in ("kind", "genre", "original-language", "year")
        },
    }


def _name_of(facet: str, value: str) -> str:
    """The name of a value that needs no looking up; else the value."""
    if facet == "kind" and value in SourceKind:
        return str(capfirst(SourceKind(value).label))
    if facet == "genre" and value in Genre:
        return str(capfirst(Genre(value).label))
    if facet == "original-language" and value in LANGUAGES:
        return _(LANGUAGES[value].name)
    return value
