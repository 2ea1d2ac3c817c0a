"""What the house knows of the words of a query: the names of its vocabulary in every spelling, and its lexicon."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import connection

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
SELECT 'word', text, 0, '', false FROM articles_word WHERE text = ANY(%(words)s)
"""


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


@dataclass(frozen=True)
class Vocabulary:
    """What was found: keywords by their folded spelling and by their slug, and the words of the lexicon."""

    names: Mapping[str, tuple[Known, ...]]
    slugs: Mapping[str, tuple[Known, ...]]
    words: frozenset[str]


def look_up(keys: Collection[str], slugs: Collection[str], words: Collection[str]) -> Vocabulary:
    """What the vocabulary and the lexicon have of these, in one statement."""
    hits: dict[str, dict[str, set[int]]] = {"name": defaultdict(set), "slug": defaultdict(set)}
    named: dict[int, tuple[str, bool]] = {}
    spelled = defaultdict[int, dict[str, str]](dict)
    shown = defaultdict[int, set[str]](set)
    lexicon = set()
    for kind, value, keyword, text, flag in _rows(keys, slugs, words):
        match kind:
            case "word":
                lexicon.add(value)
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
    return Vocabulary(by_name, by_slug, frozenset(lexicon))


def _shown(texts: set[str], name: str) -> tuple[str, ...]:
    return (name, *sorted(texts - {name}))


def _rows(
    keys: Collection[str], slugs: Collection[str], words: Collection[str]
) -> list[tuple[str, str, int, str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK, {"keys": list(keys), "slugs": list(slugs), "words": list(words)})
        return cursor.fetchall()
