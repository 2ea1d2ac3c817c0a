"""Finding: which listings a search means, in which order, twenty at a time.

The work is bounded by candidates, never by matches: reading a long vector costs microseconds, and a frequent word is
in every third article. Of the matches in headlines all are candidates, up to a bound; of the others the newest.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext_lazy as _

from articles.models import Listing
from articles.models.listings import ListingQuerySet

from .filters import BadSearchError, Filters, Sort
from .snippets import Snippet, snippets

PAGE_SIZE = 20
HEADLINE_CANDIDATES = 500
NEWEST_CANDIDATES = 500
# More than any rank: two times one, and one.
AS_TYPED = 4.0
# Up to about so many matches the index finds them all and they are sorted by date; beyond, the list is walked from the
# newest until enough are found. Each way is a hundred times slower than the other in the other's case.
RARE = 10_000
ANY = Filters()
_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# A minus means "not" where a word or a phrase begins, once. Hundreds of nots in one another exhaust the database.
_STRAY_MINUS = re.compile(r"-+(?![\w\"])")
_MINUS = re.compile(r"(-)-+")
_BY_RANK = re.compile(r"r(\d{1,15})-(\d{1,18})", re.ASCII)
_BY_DATE = re.compile(r"(\d{8}T\d{6}\d{6})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Found:
    listing: Listing
    snippet: Snippet


@dataclass(frozen=True)
class Results:
    """One page of results; `cursor` asks for the next, "" where there is none. `sort` is how they are sorted."""

    found: Sequence[Found]
    cursor: str
    sort: Sort


def search(query: str, filters: Filters = ANY, sort: Sort = "relevance", cursor: str = "") -> Results:
    """What readers may see of what `query` and `filters` ask for.

    `query` is written as on the web: words, "a phrase", or, -not. Without words the newest come first. Raises
    BadSearchError for a cursor that is none, and for nots alone.
    """
    if not query and not filters.are_set:
        return Results([], "", sort)
    listings = filters.apply(Listing.public.all())
    if "-" in query and not _can_be_looked_up(query):
        raise BadSearchError(_("A search needs a word to look for beside those to leave out: add one."))
    words = text_query(query) if query else None
    if words is None and sort == "relevance":
        sort = "newest"
    if words is None:
        page = _by_date(listings, sort, cursor, walk=True)
    elif sort == "relevance":
        page = _by_rank(listings, words, _phrase(query), cursor)
    else:
        matching = listings.filter(search_text=words)
        page = _by_date(matching, sort, cursor, walk=_is_frequent(words))
    rows = list(page)
    shown = rows[:PAGE_SIZE]
    following = _cursor_after(shown[-1], sort) if len(rows) > PAGE_SIZE else ""
    texts = snippets(shown, words)
    return Results([Found(listing, texts[listing.article_id]) for listing in shown], following, sort)


def text_query(query: str) -> SearchQuery:
    """What the vectors are asked. Arabic letters are also looked up by the Arabic stemmer, as originals are stored."""
    query = _without_stray_minus(query)
    readings = [SearchQuery(query, config=config, search_type="websearch") for config in _configs(query)]
    return reduce(or_, readings)


def _configs(query: str) -> Sequence[str]:
    # Arabic only then: two readings of one "-not" would each let through what the other leaves out.
    return ("arabic", "simple", "english") if _ARABIC_SCRIPT.search(query) else ("english",)


def _without_stray_minus(query: str) -> str:
    return _MINUS.sub(r"\1", _STRAY_MINUS.sub(" ", query))


def _can_be_looked_up(query: str) -> bool:
    """Whether an index can answer `query`. For nots alone, or as one side of an or, every row would be read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(querytree(websearch_to_tsquery(config::regconfig, %s)) <> 'T') "
            "FROM unnest(%s::text[]) AS config",
            [_without_stray_minus(query), list(_configs(query))],
        )
        return cursor.fetchone() == (True,)


def _is_frequent(words: SearchQuery) -> bool:
    """Whether more listings match than are worth sorting, as the database's statistics have it: counting costs more."""
    plan = Listing.objects.filter(search_text=words).order_by().explain(format="json")
    return json.loads(plan)[0]["Plan"]["Plan Rows"] > RARE


def _by_date(listings: ListingQuerySet, sort: Sort, cursor: str, *, walk: bool) -> QuerySet[Listing]:
    """The page after `cursor`, by date. `walk` lets the database go down its index of dates for it."""
    newest = sort != "oldest"
    if cursor:
        match = _BY_DATE.fullmatch(cursor)
        if match is None:
            raise _bad_cursor()
        try:
            moment = datetime.strptime(match[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        except ValueError as error:
            raise _bad_cursor() from error
        side = "lt" if newest else "gt"
        listings = listings.filter(
            Q(**{f"published_at__{side}e": moment}),
            Q(**{f"published_at__{side}": moment}) | Q(**{f"article_id__{side}": int(match[2])}),
        )
    return _dated(listings, newest=newest, walk=walk)[: PAGE_SIZE + 1].for_lists()


def _dated(listings: ListingQuerySet, *, newest: bool, walk: bool) -> ListingQuerySet:
    # Adding nothing to the moment keeps the planner from its index, where that would be walked almost to its end.
    moment = (
        F("published_at")
        if walk
        else ExpressionWrapper(
            F("published_at") + Value(timedelta(0)), output_field=Listing._meta.get_field("published_at")
        )
    )
    if newest:
        return listings.order_by(moment.desc(), "-article_id")
    return listings.order_by(moment.asc(), "article_id")


def _phrase(query: str) -> SearchQuery:
    """The words of `query` in this order, one after the other."""
    return SearchQuery(query, config="english", search_type="phrase")


def _by_rank(listings: ListingQuerySet, words: SearchQuery, phrase: SearchQuery, cursor: str) -> QuerySet[Listing]:
    """The page after `cursor` of the ranked candidates.

    A headline that says just what was typed comes first, then words in a headline, then how often, then when.
    """
    in_headlines = listings.filter(search_headline=words).order_by(
        SearchRank(F("search_headline"), words).desc(), "-article_id"
    )[:HEADLINE_CANDIDATES]
    newest = _dated(listings.filter(search_text=words), newest=True, walk=_is_frequent(words))[:NEWEST_CANDIDATES]
    as_typed = Case(When(search_headline=phrase, then=Value(AS_TYPED)), default=Value(0.0))
    # In millionths, so that a cursor says exactly where a page ends.
    score = Cast(
        Round(
            (as_typed + 2 * SearchRank(F("search_headline"), words) + SearchRank(F("search_text"), words))
            * 1_000_000.0,
            output_field=FloatField(),
        ),
        BigIntegerField(),
    )
    # One list of ids, not "in this or in that": the latter reads the whole table.
    candidates = Listing.public.filter(pk__in=in_headlines.values("pk").union(newest.values("pk"))).annotate(
        score=score
    )
    if cursor:
        match = _BY_RANK.fullmatch(cursor)
        if match is None:
            raise _bad_cursor()
        at, last = int(match[1]), int(match[2])
        candidates = candidates.filter(Q(score__lt=at) | Q(score=at, article_id__lt=last))
    return candidates.order_by("-score", "-article_id")[: PAGE_SIZE + 1].for_lists()


def _cursor_after(listing: Listing, sort: Sort) -> str:
    if sort == "relevance":
        return f"r{listing.score}-{listing.article_id}"  # type: ignore[attr-defined]
    return f"{listing.published_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{listing.article_id}"


def _bad_cursor() -> BadSearchError:
    return BadSearchError(_("This page of results does not exist. Search again from the start."))
