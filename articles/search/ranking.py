"""Which listings a search finds, and in which order: bounded work, whatever is asked and however large the archive.

The newest matches are looked for window by window (see `windows`) and counted. Up to `MOST` these are all there are,
and all are ranked; of more, the newest and the best in headlines. A page says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext as _

from articles.models.days import first_moment, publication_day

from .filters import FIRST_YEAR, LAST_YEAR, BadSearchError, Sort
from .stems import any_of
from .windows import DAY, Span, windows

if TYPE_CHECKING:
    from .understanding import Asked

PAGE_SIZE = 20
# So many matches are ranked at most, and counted.
MOST = 1_000
# Of more, so many of the newest are ranked; of the newest in headlines so many are looked at, and the best ranked too.
RANKED = 300
HEADLINES, BEST_HEADLINES = 600, 150
# The first window holds about so many listings.
FIRST_WINDOW = 2_000
# So many labels are told at most: all but those keywords and authors that the fewest of the results have.
LABELS = 400
_BY_RANK = re.compile(r"r(\d{1,17})-(\d{1,15})-(\d{1,18})", re.ASCII)
_BY_DATE = re.compile(r"(\d{8}T\d{6}\d{6})-(\d{1,18})", re.ASCII)

_EDGES = """
SELECT statement_timestamp(), (
    SELECT published_at FROM articles_listing WHERE {there} ORDER BY published_at {way}, article_id {way} LIMIT 1
), (
    SELECT published_at FROM articles_listing WHERE {there}
    ORDER BY published_at {way}, article_id {way} OFFSET %(first)s LIMIT 1
), (
    SELECT published_at FROM articles_listing
    WHERE withdrawn_at IS NULL ORDER BY published_at, article_id LIMIT 1
)
"""
_THERE = "withdrawn_at IS NULL AND published_at <= statement_timestamp() AND published_at {side} %(begin)s"
# The newest (or oldest) listings that the index finds, window after window, until there are enough.
_WALK = """
    SELECT found.* FROM unnest(%(windows)s::text[]) AS span (days) CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT article_id, published_at, labels, search_headline, search_text FROM articles_listing
            WHERE {vector} @@ (%(index)s::tsquery && span.days::tsquery)
              AND withdrawn_at IS NULL AND published_at <= %(moment)s {more}
            -- Lest the planner walk along the dates instead, reading every vector, where few are asked for.
            OFFSET 0
        ) AS there ORDER BY published_at {way}, article_id {way} LIMIT {limit}
    ) AS found LIMIT {limit}
"""
_FACETS = """
    SELECT json_object_agg(label, number) FROM (
        SELECT label, count(*) AS number FROM {those} CROSS JOIN unnest(labels) AS label GROUP BY label
        ORDER BY label LIKE 'keyword:%%' OR label LIKE 'by:%%', number DESC, label LIMIT %(labels)s
    ) AS counted
"""
# A headline that says just what was asked comes first, then its words in a row in a headline; then come the words in
# headlines, the words in the text by weight and nearness, and what is filed under a name that was asked for. The moment
# decides where all else is equal.
_SCORE = """round((
    CASE WHEN search_headline @@ %(headline)s::tsquery THEN 8 ELSE 0 END
    + CASE WHEN search_headline @@ %(phrase)s::tsquery THEN 4 ELSE 0 END
    + 2 * ts_rank(search_headline, %(words)s::tsquery)
    + 2 * ts_rank(search_text, %(words)s::tsquery)
    + CASE WHEN labels && %(keywords)s THEN 1 ELSE 0 END
    + 0.1 / (1 + greatest(extract(epoch FROM %(moment)s - published_at), 0) / 31557600)
) * 1000000)::bigint"""
_RANKED = """
WITH matching AS MATERIALIZED ({matching}),
in_headlines AS MATERIALIZED (
    SELECT * FROM ({in_headlines}) AS newest
    ORDER BY search_headline @@ %(phrase)s::tsquery DESC, ts_rank(search_headline, %(words)s::tsquery) DESC,
             article_id DESC
    LIMIT %(best)s
),
just_so AS MATERIALIZED (
    SELECT article_id, published_at, labels, search_headline, search_text FROM articles_listing
    WHERE search_headline @@ %(headline)s::tsquery AND search_text @@ %(index)s::tsquery
      AND withdrawn_at IS NULL AND published_at <= %(moment)s
      AND published_at >= %(since)s AND published_at < %(before)s
    LIMIT %(best)s
),
exact AS MATERIALIZED (SELECT * FROM matching WHERE {exact}),
newest AS MATERIALIZED (
    SELECT * FROM exact ORDER BY published_at DESC, article_id DESC
    LIMIT (SELECT CASE WHEN count(*) < %(most)s THEN %(most)s ELSE %(ranked)s END FROM matching)
),
candidates AS (
    SELECT * FROM newest
    UNION ALL SELECT * FROM in_headlines WHERE {exact} AND article_id NOT IN (SELECT article_id FROM newest)
    UNION ALL SELECT * FROM just_so WHERE {exact} AND article_id NOT IN (SELECT article_id FROM newest)
        AND article_id NOT IN (SELECT article_id FROM in_headlines)
),
ranked AS MATERIALIZED (SELECT article_id, {score} AS score FROM candidates)
SELECT (SELECT json_agg(json_build_array(article_id, score)) FROM (
           SELECT article_id, score FROM ranked WHERE {after}
           ORDER BY score DESC, article_id DESC LIMIT %(page)s) AS page),
       ({facets}), (SELECT count(*) FROM exact), (SELECT count(*) FROM matching)
"""
_DATED = """
WITH matching AS MATERIALIZED ({walk}),
exact AS MATERIALIZED (SELECT article_id, published_at, labels FROM matching WHERE {exact})
SELECT (SELECT json_agg(article_id) FROM (
           SELECT article_id FROM exact ORDER BY published_at {way}, article_id {way} LIMIT %(page)s) AS page),
       ({facets}), (SELECT count(*) FROM exact), (SELECT count(*) FROM matching),
       (SELECT article_id FROM matching ORDER BY published_at {other}, article_id {other} LIMIT 1)
"""


@dataclass(frozen=True)
class Page:
    """One page of results: the ids of listings in order.

    `cursor` asks for the next page, "" where there is none. `count` is how many there are; with `is_bounded` so many
    were counted, and there are more. `facets`: how many of those counted carry each label.
    """

    ids: Sequence[int]
    cursor: str
    count: int
    is_bounded: bool
    facets: Mapping[str, int]


def find(asked: "Asked", sort: Sort, cursor: str = "") -> Page:
    """The page after `cursor` of what `asked` means. Raises BadSearchError for a cursor that is none."""
    if sort == "relevance":
        return _by_rank(asked, cursor)
    return _by_date(asked, cursor, newest=sort == "newest")


def counted(asked: "Asked") -> Mapping[str, int]:
    """How many of what `asked` means, of everything where that is nothing, carry each label: as `find` counts."""
    return {} if asked.is_empty and asked.expression is not None else _by_date(asked, "", newest=True).facets


def _by_rank(asked: "Asked", cursor: str) -> Page:
    moment, score, last = _read_rank(cursor) if cursor else (None, None, None)
    now, spans = _spans(asked, moment, newest=True)
    values = _values(asked, min(moment or now, now), spans) | {"score": score, "last": last}
    after = "(score, article_id) < (%(score)s, %(last)s)" if cursor else "TRUE"
    strict = "search_text @@ %(exact)s::tsquery" if asked.exact else "TRUE"
    statement = _RANKED.format(
        matching=_WALK.format(vector="search_text", way="DESC", limit="%(most)s", more=""),
        in_headlines=_WALK.format(
            vector="search_headline", way="DESC", limit="%(headlines)s",
            # Only where there is more than was taken.
            more="AND (SELECT count(*) FROM matching) = %(most)s",
        ),
        score=_SCORE, exact=strict, after=after, facets=_FACETS.format(those="exact"),
    )  # fmt: skip
    rows, facets, count, matching = _fetch(statement, values)
    shown = (rows or [])[:PAGE_SIZE]
    following = ""
    if len(rows or []) > PAGE_SIZE:
        pk, score = shown[-1]
        following = f"r{_microseconds(values['moment'])}-{score}-{pk}"
    return Page([pk for pk, _score in shown], following, count, matching >= MOST, facets or {})


def _by_date(asked: "Asked", cursor: str, *, newest: bool) -> Page:
    begin, last = _read_date(cursor) if cursor else (None, None)
    now, spans = _spans(asked, begin, newest=newest)
    values = _values(asked, now, spans) | {"begin": begin, "last": last}
    side, way, other = ("<", "DESC", "ASC") if newest else (">", "ASC", "DESC")
    more = f"AND (published_at, article_id) {side} (%(begin)s, %(last)s)" if cursor else ""
    # Where the index decides alone, the first that it finds are the page.
    is_counted = newest and not cursor
    limit = "%(most)s" if is_counted or asked.exact else "%(page)s"
    strict = "search_text @@ %(exact)s::tsquery" if asked.exact else "TRUE"
    statement = _DATED.format(
        walk=_WALK.format(vector="search_text", way=way, limit=limit, more=more),
        exact=strict, way=way, other=other, facets=_FACETS.format(those="exact") if is_counted else "NULL",
    )  # fmt: skip
    rows, facets, count, matching, end = _fetch(statement, values)
    shown, is_bounded = (rows or [])[:PAGE_SIZE], matching >= MOST
    following = ""
    if len(rows or []) > PAGE_SIZE:
        following = _date_cursor(shown[-1])
    elif is_bounded:
        # The phrase may stand in what was not looked at yet.
        following = _date_cursor(end)
    if not is_counted:
        first = _by_date(asked, "", newest=True)
        facets, count, is_bounded = first.facets, first.count, first.is_bounded
    return Page(shown, following, count, is_bounded, facets or {})


def _fetch(statement: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
        return row


def _values(asked: "Asked", moment: datetime, spans: Sequence[str]) -> dict[str, Any]:
    return {
        "index": asked.index,
        "exact": asked.exact,
        "words": asked.words,
        "phrase": asked.headline_phrase,
        "headline": any_of(asked.headline_keys),
        "keywords": [f"keyword:{pk}" for pk in asked.keywords],
        "moment": moment,
        "since": first_moment(asked.from_day or date(FIRST_YEAR, 1, 1)),
        "before": first_moment((asked.to_day or date(LAST_YEAR, 12, 30)) + DAY),
        "windows": list(spans),
        "most": MOST,
        "headlines": HEADLINES,
        "best": BEST_HEADLINES,
        "ranked": RANKED,
        "labels": LABELS,
        "page": PAGE_SIZE + 1,
    }


def _spans(asked: "Asked", begin: datetime | None, *, newest: bool) -> tuple[datetime, Sequence[str]]:
    """The database's now, and the windows to look through from `begin` on, within the days asked for."""
    start = begin or datetime(9999 if newest else 1, 1, 2, tzinfo=UTC)
    if asked.to_day and newest:
        start = min(start, first_moment(asked.to_day + DAY))
    if asked.from_day and not newest:
        start = max(start, first_moment(asked.from_day))
    side, way = ("<=", "DESC") if newest else (">=", "ASC")
    statement = _EDGES.format(there=_THERE.format(side=side), way=way)
    now, *moments = _fetch(statement, {"begin": start, "first": FIRST_WINDOW})
    nearest, edge, oldest = (moment and publication_day(moment) for moment in moments)
    if nearest is None:
        return now, []
    # From where the first listing is: an archive may have ended years ago.
    since = max(oldest if newest else nearest, date(FIRST_YEAR, 1, 1), asked.from_day or date.min)
    until = min(nearest if newest else publication_day(now), asked.to_day or date.max)
    if since > until:
        return now, []
    first = min(max(edge or (since if newest else until), since), until)
    return now, windows(Span(since, until + DAY), first, newest=newest)


def _read_rank(cursor: str) -> tuple[datetime, int, int]:
    match = _BY_RANK.fullmatch(cursor)
    if match is None:
        raise _bad_cursor()
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(match[1]))
    except OverflowError as error:
        raise _bad_cursor() from error
    return moment, int(match[2]), int(match[3])


def _read_date(cursor: str) -> tuple[datetime, int]:
    match = _BY_DATE.fullmatch(cursor)
    if match is None:
        raise _bad_cursor()
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), int(match[2])
    except ValueError as error:
        raise _bad_cursor() from error


def _date_cursor(article_id: int) -> str:
    (moment,) = _fetch("SELECT published_at FROM articles_listing WHERE article_id = %(pk)s", {"pk": article_id})
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S%f}-{article_id}"


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _bad_cursor() -> BadSearchError:
    return BadSearchError(_("This page of results does not exist. Search again from the start."))
