"""Suggestions while somebody types: names of the vocabulary, outlets, and headlines, of what is public alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from django.db import connection
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.models import Keyword, KeywordSpelling, Listing, Source
from articles.models.days import publication_day
from articles.models.folding import key, words

from .filters import FIRST_YEAR
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
_NEWEST = """
SELECT found.article_id FROM unnest(%(windows)s::text[]) AS span (days) CROSS JOIN LATERAL (
    SELECT article_id FROM (
        SELECT article_id, published_at FROM articles_listing
        WHERE search_headline @@ (%(asked)s::tsquery && span.days::tsquery)
          AND withdrawn_at IS NULL AND published_at <= statement_timestamp()
        -- Lest the planner walk down the dates instead.
        OFFSET 0
    ) AS matching ORDER BY published_at DESC, article_id DESC LIMIT %(most)s
) AS found LIMIT %(most)s
"""


@dataclass(frozen=True)
class Suggestion:
    """One thing that may be meant: `text` to search for, and the page at `url` that is about it or is it."""

    kind: Literal["keyword", "source", "headline"]
    text: str
    url: str
    language: str = ""


def suggest(typed: str) -> list[Suggestion]:
    """At most eight public names and headlines that begin with what was `typed` so far, names first."""
    begun = key(typed[:LONGEST])
    if len(begun) < SHORTEST:
        return []
    found = [*_keywords(begun), *_sources(begun)]
    return found + list(_headlines(typed[:LONGEST], MOST - len(found)))


def _keywords(begun: str) -> Iterator[Suggestion]:
    """The names in the news last come first, but for one that is spelled just so."""
    named = _named(begun)
    if len(named) < KEYWORDS and len(begun) >= SHORTEST_IN_HEADLINES:
        # "assad" for "Bashar al-Assad": the whole vocabulary is read, which is small beside the archive.
        inner = Keyword.objects.filter(key__contains=f" {begun}", merged_into__isnull=True)
        named |= {pk: False for pk in inner.values_list("pk", flat=True)[:CANDIDATES] if pk not in named}
    newest = Listing.public.filter(keyword_rows__keyword=OuterRef("pk")).order_by(
        "-keyword_rows__published_at", "-keyword_rows__listing_id"
    )
    keywords = Keyword.objects.filter(pk__in=named).annotate(newest=Subquery(newest.values("published_at")[:1]))
    used = [each for each in keywords.order_by(F("newest").desc(nulls_last=True), "pk") if each.newest]
    used.sort(key=lambda each: not named[each.pk])
    for keyword in used[:KEYWORDS]:
        yield Suggestion("keyword", str(keyword), keyword.get_absolute_url())


def _named(begun: str) -> dict[int, bool]:
    """The keywords whose name or a spelling begins so, by their ids, and whether one is just that."""
    names = Keyword.objects.filter(key__startswith=begun).annotate(of=Coalesce("merged_into", "pk"))
    spellings = KeywordSpelling.objects.filter(key__startswith=begun).annotate(
        of=Coalesce("keyword__merged_into", "keyword")
    )
    both = [each.order_by("key").values_list("of", "key")[:CANDIDATES] for each in (names, spellings)]
    named: dict[int, bool] = {}
    for pk, folded in both[0].union(both[1], all=True).order_by():
        named[pk] = named.get(pk, False) or folded == begun
    return named


def _sources(begun: str) -> Iterator[Suggestion]:
    alike = [
        pk
        for pk, *names in Source.objects.values_list("pk", "name", "native_name")
        if any(f" {_known_key(name)}".startswith(f" {begun}") or f" {begun}" in _known_key(name) for name in names)
    ]
    if not alike:
        return
    used = Exists(Listing.public.filter(source=OuterRef("pk")))
    for source in Source.objects.filter(used, pk__in=alike).order_by("name")[:SOURCES]:
        yield Suggestion("source", source.name, source.get_absolute_url())


@lru_cache(maxsize=4096)
def _known_key(name: str) -> str:
    """Outlets are few, and each is asked for with every letter that somebody types."""
    return key(name)


def _headlines(typed: str, most: int) -> Iterator[Suggestion]:
    *whole, last = [word.folded for word in words(typed)]
    if len(last) < SHORTEST_IN_HEADLINES:
        return
    stems = _stems([*whole, last])
    asked = [_any_of(stems[word]) for word in whole]
    # What is typed may be longer already than what the word was cut down to; of Arabic ones the article is cut off.
    beginnings = {last, last.removeprefix("ال") or last}
    asked.append(_any_of(stems[last], *(f"{quoted(each)}:*AC" for each in sorted(beginnings))))
    ids = _newest(" & ".join(asked), most)
    shown = Listing.public.select_related("edition").only(
        "address_date", "slug", "edition__headline", "edition__language"
    )
    by_id = shown.in_bulk(ids)
    for listing in (by_id[pk] for pk in ids if pk in by_id):
        yield Suggestion("headline", listing.edition.headline, listing.get_absolute_url(), listing.edition.language)


def _newest(asked: str, most: int) -> list[int]:
    """The newest listings whose headline, or that of an original, `asked` matches."""
    newest = Listing.public.newest_first().values_list("published_at", flat=True).first()
    if newest is None:
        return []
    last = publication_day(newest)
    spans = windows(Span(date(FIRST_YEAR, 1, 1), last + DAY), last - FIRST_WINDOW, newest=True)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"asked": asked, "windows": list(spans), "most": most})
        return [pk for (pk,) in cursor.fetchall()]


def _stems(folded: Sequence[str]) -> dict[str, set[str]]:
    configs = {*CONFIGS.values(), SIMPLE}
    found = lexemes((config, word) for config in configs for word in folded)
    return {word: {found[config, word] for config in configs} for word in folded}


def _any_of(stems: set[str], *more: str) -> str:
    return "(" + " | ".join([*(f"{quoted(stem)}:AC" for stem in sorted(stems)), *more]) + ")"
