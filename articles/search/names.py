"""What the house knows of the words of a query: the names of its vocabulary in every spelling, and its lexicon."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .edges import Edges, edges_sql, read_edges
from .lexicon import SOUNDING
from .patience import rows

# More ways of writing one name than anybody keeps. Beyond, the first in the order of the alphabet.
MOST_SPELLINGS = 60
# A keyword that was merged stands for what it became, and its names are names of that.
_ASK = """
WITH hit AS MATERIALIZED (
    SELECT 'name' AS asked, key::text AS value, coalesce(merged_into_id, id) AS keyword
    FROM articles_keyword WHERE key = ANY(%(keys)s) AND key <> ''
    UNION
    SELECT 'name', s.key, coalesce(k.merged_into_id, k.id)
    FROM articles_keywordspelling s JOIN articles_keyword k ON k.id = s.keyword_id
    WHERE s.key = ANY(%(keys)s) AND s.key <> ''
    UNION
    SELECT 'slug', slug, coalesce(merged_into_id, id) FROM articles_keyword WHERE slug = ANY(%(slugs)s)
),
kept AS MATERIALIZED (SELECT DISTINCT keyword FROM hit),
family AS MATERIALIZED (
    SELECT kept.keyword, k.id, k.key, k.name FROM kept JOIN articles_keyword k ON k.id = kept.keyword
    UNION ALL
    SELECT kept.keyword, k.id, k.key, k.name FROM kept JOIN articles_keyword k ON k.merged_into_id = kept.keyword
)
SELECT asked, value, keyword, '' AS text, false AS flag FROM hit
UNION ALL
SELECT 'keyword', '', k.id, k.name, EXISTS (
    SELECT FROM articles_listingkeyword row JOIN articles_listing l ON l.article_id = row.listing_id
    WHERE row.keyword_id = k.id AND l.withdrawn_at IS NULL AND l.published_at <= statement_timestamp()
)
FROM kept JOIN articles_keyword k ON k.id = kept.keyword
UNION ALL
SELECT 'spelling', key, keyword, name, true FROM family
UNION ALL
SELECT 'spelling', s.key, family.keyword, s.text, s.use <> 'avoid'
FROM family JOIN articles_keywordspelling s ON s.keyword_id = family.id
UNION ALL
SELECT 'word', text, 0, '', is_name FROM articles_word WHERE text = ANY(%(words)s)
UNION ALL
SELECT 'edges', {edges}, 0, '', false
UNION ALL
{sounding}
"""
# What conditions name: all outlets, sections or alignments. Of an outlet that nothing public comes from nobody is told.
_PLACES = {
    "source": """
        SELECT 'source', source.slug, source.id, source.name || E'\\n' || source.native_name, EXISTS (
            SELECT FROM articles_listing l WHERE l.source_id = source.id
            AND l.withdrawn_at IS NULL AND l.published_at <= statement_timestamp()
        ) OR EXISTS (
            SELECT FROM articles_editionoriginal original JOIN articles_listing l ON l.edition_id = original.edition_id
            WHERE original.source_id = source.id
            AND l.withdrawn_at IS NULL AND l.published_at <= statement_timestamp()
        ) FROM articles_source source""",
    "section": "SELECT 'section', slug, id, name, true FROM articles_section",
    "alignment": "SELECT 'alignment', '', id, name, true FROM articles_alignment",
}


@dataclass(frozen=True)
class Known:
    """A keyword with every way it is written: `keys` folded, `spellings` as they may be shown.

    `is_public`: something that readers may see is filed under it.
    """

    keyword_id: int
    name: str
    is_public: bool
    keys: tuple[str, ...]
    spellings: tuple[str, ...]


class Place(NamedTuple):
    """An outlet, a section or an alignment, with its names."""

    pk: int
    slug: str
    names: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True)
class Vocabulary:
    """What was found: keywords by their folded spelling and by their slug; the words of the lexicon, with those that
    are no names apart; by the bones that were asked for, the names that have them. `edges` are where a search begins
    and ends.
    """

    names: Mapping[str, tuple[Known, ...]]
    slugs: Mapping[str, tuple[Known, ...]]
    words: frozenset[str]
    ordinary: frozenset[str]
    by_bones: Mapping[str, Collection[str]]
    places: Mapping[str, Sequence[Place]]
    edges: Edges


def look_up(
    keys: Collection[str],
    slugs: Collection[str],
    words: Collection[str],
    bones: Mapping[str, Sequence[str]],
    kinds: Collection[str] = (),
) -> Vocabulary:
    """What the vocabulary and the lexicon have of these, in one statement.

    `bones`: of folded words that may be names, those of the names that may sound like them. `kinds`: "source",
    "section" or "alignment", of which all are told.
    """
    places = defaultdict[str, list[Place]](list)
    hits: dict[str, dict[str, set[int]]] = {"name": defaultdict(set), "slug": defaultdict(set)}
    named: dict[int, tuple[str, bool]] = {}
    spelled = defaultdict[int, dict[str, str]](dict)
    shown = defaultdict[int, set[str]](set)
    by_bones = defaultdict[str, set[str]](set)
    lexicon: dict[str, bool] = {}
    edges = ""
    for kind, value, keyword, text, flag in _rows(keys, slugs, words, bones, kinds):
        match kind:
            case "source" | "section" | "alignment":
                places[kind].append(Place(keyword, value, tuple(text.split("\n")), flag))
            case "word":
                lexicon[value] = flag
            case "sound":
                by_bones[text].add(value)
            case "edges":
                edges = value
            case "keyword":
                named[keyword] = (text, flag)
            case "spelling":
                spelled[keyword][value] = text
                if flag:
                    shown[keyword].add(text)
            case _:
                hits[kind][value].add(keyword)
    known = {
        pk: Known(
            pk, name, is_public, tuple(sorted(filter(None, spelled[pk])))[:MOST_SPELLINGS], _shown(shown[pk], name)
        )
        for pk, (name, is_public) in named.items()
    }
    by_name, by_slug = (
        {value: tuple(known[pk] for pk in sorted(found)) for value, found in hits[kind].items()}
        for kind in ("name", "slug")
    )
    ordinary = frozenset(word for word, is_name in lexicon.items() if not is_name)
    return Vocabulary(by_name, by_slug, frozenset(lexicon), ordinary, by_bones, places, read_edges(edges))


def _shown(texts: set[str], name: str) -> tuple[str, ...]:
    return (name, *sorted(texts - {name}))


def _rows(
    keys: Collection[str],
    slugs: Collection[str],
    words: Collection[str],
    bones: Mapping[str, Sequence[str]],
    kinds: Collection[str],
) -> list[tuple[Any, ...]]:
    pairs = [(word, each) for word, made in bones.items() for each in made]
    values = {"keys": list(keys), "slugs": list(slugs), "words": list(words)}
    values |= {"heard": [word for word, _bones in pairs], "bones": [each for _word, each in pairs]}
    places = "".join(f"UNION ALL {_PLACES[kind]}\n" for kind in sorted(kinds))
    return rows(_ASK.format(edges=edges_sql(), sounding=SOUNDING) + places, values)
