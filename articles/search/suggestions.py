"""Suggestions while somebody types: names of the vocabulary, outlets, and headlines, of what is public alone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Literal

from articles.models import Keyword, Listing, Source
from articles.models.days import publication_day
from articles.models.folding import key, words

from .filters import FIRST_YEAR
from .patience import rows
from .stems import CONFIGS, SIMPLE, lexemes, quoted
from .windows import DAY, Span, windows

MOST, KEYWORDS, SOURCES = 8, 4, 2
# Of one letter there are more names than say anything; of less than three, more headlines.
SHORTEST, SHORTEST_IN_HEADLINES = 2, 3
# Longer than any headline: whoever types on has no use for it.
LONGEST = 200
CANDIDATES = 200
# The newest headlines are looked for in this time first, then further back.
FIRST_WINDOW = timedelta(days=14)
# Names that begin so, those in the news last first, but for one that is spelled just so; outlets of which something is
# public; and the newest moment. "assad" for "Bashar al-Assad": for that the whole vocabulary is read, which is small
# beside the archive.
_NAMES = """
WITH begun AS MATERIALIZED (
    SELECT keyword, bool_or(is_it) AS is_it FROM (
        (SELECT coalesce(merged_into_id, id) AS keyword, key = %(begun)s AS is_it FROM articles_keyword
         WHERE key LIKE %(beginning)s ORDER BY key LIMIT %(candidates)s)
        UNION ALL
        (SELECT coalesce(keyword.merged_into_id, keyword.id), spelling.key = %(begun)s
         FROM articles_keywordspelling AS spelling JOIN articles_keyword AS keyword ON keyword.id = spelling.keyword_id
         WHERE spelling.key LIKE %(beginning)s ORDER BY spelling.key LIMIT %(candidates)s)
    ) AS spelled GROUP BY keyword
), named AS (
    SELECT keyword, is_it FROM begun
    UNION ALL
    (SELECT id, false FROM articles_keyword
     WHERE key LIKE %(inside)s AND merged_into_id IS NULL AND id NOT IN (SELECT keyword FROM begun)
       AND (SELECT count(*) FROM begun) < %(keywords)s LIMIT %(candidates)s)
)
(SELECT 'keyword', keyword.slug, keyword.name, keyword.qualifier, NULL
FROM named JOIN articles_keyword AS keyword ON keyword.id = named.keyword CROSS JOIN LATERAL (
    SELECT row.published_at FROM articles_listingkeyword AS row
    JOIN articles_listing AS listing ON listing.article_id = row.listing_id
    WHERE row.keyword_id = keyword.id AND listing.withdrawn_at IS NULL
      AND listing.published_at <= statement_timestamp()
    ORDER BY row.published_at DESC, row.listing_id DESC LIMIT 1
) AS newest ORDER BY named.is_it DESC, newest.published_at DESC, keyword.id LIMIT %(keywords)s)
UNION ALL
SELECT * FROM (
    SELECT 'source', slug, name, native_name, NULL::timestamptz FROM articles_source WHERE EXISTS (
        SELECT FROM articles_listing AS listing WHERE listing.source_id = articles_source.id
        AND listing.withdrawn_at IS NULL AND listing.published_at <= statement_timestamp()
    ) ORDER BY name
) AS outlets
UNION ALL
(SELECT 'newest', '', '', '', published_at FROM articles_listing
WHERE withdrawn_at IS NULL AND published_at <= statement_timestamp()
ORDER BY published_at DESC, article_id DESC LIMIT 1)
"""
_HEADLINES = """
SELECT found.address_date, found.slug, edition.headline, edition.language
FROM (
    SELECT found.* FROM unnest(%(windows)s::text[]) AS span (days) CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT article_id, published_at, address_date, slug, edition_id FROM articles_listing
            WHERE search_headline @@ %(asked)s::tsquery AND search_headline @@ span.days::tsquery
              AND withdrawn_at IS NULL AND published_at <= statement_timestamp()
            -- Lest the planner walk down the dates instead.
            OFFSET 0
        ) AS matching ORDER BY published_at DESC, article_id DESC LIMIT %(most)s
    ) AS found LIMIT %(most)s
) AS found JOIN articles_edition AS edition ON edition.id = found.edition_id
ORDER BY found.published_at DESC, found.article_id DESC
"""


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant: `text` to search for, and the page at `url` that is about it or is it."""

    kind: Literal["keyword", "source", "headline"]
    text: str
    url: str
    language: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """At most eight public names and headlines that begin with what was `typed` so far, names first. Two statements."""
    begun = key(typed[:LONGEST])
    if len(begun) < SHORTEST:
        return []
    kinds = defaultdict[str, list[tuple[Any, ...]]](list)
    for kind, *row in rows(_NAMES, _begun(begun)):
        kinds[kind].append(tuple(row))
    keywords = (Keyword(slug=slug, name=name, qualifier=qualifier) for slug, name, qualifier, _at in kinds["keyword"])
    found = [Suggestion("keyword", str(each), each.get_absolute_url()) for each in keywords]
    sources = (
        Source(slug=slug, name=name) for slug, name, native, _at in kinds["source"] if _fits(begun, name, native)
    )
    found += [Suggestion("source", each.name, each.get_absolute_url()) for each in islice(sources, SOURCES)]
    if kinds["newest"]:
        [(*_none, newest)] = kinds["newest"]
        found += _headlines(typed[:LONGEST], MOST - len(found), publication_day(newest))
    return found


def _begun(begun: str) -> dict[str, Any]:
    literally = begun.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "begun": begun,
        "beginning": f"{literally}%",
        "inside": f"% {literally}%" if len(begun) >= SHORTEST_IN_HEADLINES else None,
        "candidates": CANDIDATES,
        "keywords": KEYWORDS,
    }


def _fits(begun: str, *names: str) -> bool:
    """Whether a word of one of these names begins so."""
    return any(f" {begun}" in f" {_known_key(name)}" for name in names)


@lru_cache(maxsize=4096)
def _known_key(name: str) -> str:
    """Outlets are few, and each is asked for with every letter that somebody types."""
    return key(name)


def _headlines(typed: str, most: int, last_day: date) -> Iterator[Suggestion]:
    """The newest whose headline, or that of an original, says what was typed."""
    *whole, last = [word.folded for word in words(typed)]
    if len(last) < SHORTEST_IN_HEADLINES:
        return
    stems = _stems([*whole, last])
    asked = [_any_of(stems[word]) for word in whole]
    # What is typed may be longer already than what the word was cut down to; of Arabic ones the article is cut off.
    beginnings = {last, last.removeprefix("ال") or last}
    asked.append(_any_of(stems[last], *(f"{quoted(each)}:*AC" for each in sorted(beginnings))))
    spans = windows(Span(date(FIRST_YEAR, 1, 1), last_day + DAY), last_day - FIRST_WINDOW, newest=True)
    for day, slug, headline, language in rows(
        _HEADLINES, {"asked": " & ".join(asked), "windows": list(spans), "most": most}
    ):
        listing = Listing(address_date=day, slug=slug)
        yield Suggestion("headline", headline, listing.get_absolute_url(), language)


def _stems(folded: Sequence[str]) -> dict[str, set[str]]:
    configs = {*CONFIGS.values(), SIMPLE}
    found = lexemes((config, word) for config in configs for word in folded)
    return {word: {found[config, word] for config in configs} for word in folded}


def _any_of(stems: set[str], *more: str) -> str:
    return "(" + " | ".join([*(f"{quoted(stem)}:AC" for stem in sorted(stems)), *more]) + ")"
