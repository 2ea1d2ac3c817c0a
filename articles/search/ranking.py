"""Which listings a search finds, and in which order: bounded work, whatever is asked and however large the archive.

The newest matches are looked for window by window (see `windows`) and counted. Up to `MOST` these are all there are,
and all are ranked; of more, the newest and the best in headlines. A page says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from articles.models.days import first_moment, publication_day

from .expressions import Query
from .filters import FIRST_YEAR, LAST_YEAR, BadSearchError, Sort
from .patience import rows
from .stems import any_of
from .windows import DAY, Span, windows

if TYPE_CHECKING:
    from .understanding import Asked

PAGE_SIZE = 20
# So many matches are ranked at most, and counted.
MOST = 1_000
# Of more, so many of the newest are ranked, and of the newest with the words in headlines.
RANKED, HEADLINES = 300, 600
# Of those ranked, so many are read whole: the best by their headlines, what they are filed under, and their moment. Of
# several words, which may stand near together in any text, more.
READ_WHOLE, READ_FOR_NEARNESS = 100, 450
# So many labels are told at most: all but those keywords and authors that the fewest of the results have.
LABELS = 400
_BY_RANK = re.compile(r"r(\d{1,17})-(\d{1,15})-(\d{1,18})", re.ASCII)
_BY_DATE = re.compile(r"(\d{8}T\d{6}\d{6})-(\d{1,18})", re.ASCII)

# The newest (or oldest) listings that the index finds, window after window, until there are enough. Words and days are
# conditions of their own: as one, the index goes through all that either has.
_WALK = """
    SELECT found.* FROM unnest(%(windows)s::text[]) AS span (days) CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT {columns} FROM articles_listing
            WHERE {asks} AND withdrawn_at IS NULL AND published_at <= %(moment)s {more}
            -- Lest the planner walk along the dates instead, reading every vector, where few are asked for.
            OFFSET 0
        ) AS there ORDER BY published_at {way}, article_id {way} LIMIT {limit}
    ) AS found LIMIT {limit}
"""
_COLUMNS = "article_id, published_at, labels, search_headline, search_text"
# `told`, as many of the labels of `those` as are worth telling, with how many have each; and as JSON.
_COUNTED = """(
    SELECT label, count(*) AS number FROM (SELECT unnest(labels) AS label FROM {those}) AS carried GROUP BY label
    ORDER BY label LIKE 'keyword:%%' OR label LIKE 'by:%%', number DESC, label LIMIT %(labels)s
)"""
_FACETS = "(SELECT json_object_agg(label, number) FROM {told} AS told)"
# A headline that says just what was asked comes first, then its words in a row in a headline; then come the words in
# headlines, the words in the text by weight and nearness, and what is filed under a name that was asked for. The moment
# decides where all else is equal.
_AT_HAND = """
    CASE WHEN article_id IN (SELECT article_id FROM just_so) THEN 8 ELSE 0 END
    + CASE WHEN {in_a_row} THEN 4 ELSE 0 END
    + 2 * ts_rank(search_headline, %(words)s::tsquery)
    + CASE WHEN {is_filed} THEN 1 ELSE 0 END
    + 0.1::float8 / (1 + greatest(date_part('epoch', %(moment)s - published_at), 0) / 31557600)
"""
_RANKED = """
WITH matching AS MATERIALIZED ({matching}),
exact AS MATERIALIZED (SELECT * FROM matching WHERE {exact}),
just_so AS MATERIALIZED (
    SELECT {columns} FROM articles_listing
    WHERE search_headline @@ %(headline)s::tsquery AND search_text @@ %(index)s::tsquery
      AND withdrawn_at IS NULL AND published_at <= %(moment)s
      AND published_at >= %(since)s AND published_at < %(before)s
    LIMIT %(headlines)s
),
candidates AS (
    (SELECT * FROM exact ORDER BY published_at DESC, article_id DESC
     LIMIT (SELECT CASE WHEN count(*) < %(most)s THEN %(most)s ELSE %(ranked)s END FROM matching))
    UNION ALL SELECT * FROM ({in_headlines}) AS in_headlines WHERE {exact}
    UNION ALL SELECT * FROM just_so WHERE {exact}
),
at_hand AS MATERIALIZED (
    SELECT DISTINCT ON (score, article_id) article_id, search_text, {at_hand} AS score FROM candidates
    ORDER BY score DESC, article_id DESC
),
-- What is read whole only gains by it: nobody else comes before it.
ranked AS MATERIALIZED (
    SELECT article_id, round((score + 2 * ts_rank(search_text, %(words)s::tsquery)) * 1000000)::bigint AS score
    FROM (SELECT * FROM at_hand LIMIT %(whole)s) AS best
    UNION ALL
    SELECT article_id, round(score * 1000000)::bigint FROM (SELECT * FROM at_hand OFFSET %(whole)s) AS others
),
told AS MATERIALIZED {counted}{others}
SELECT (SELECT json_agg(json_build_array(article_id, score)) FROM (
           SELECT article_id, score FROM ranked WHERE {after}
           ORDER BY score DESC, article_id DESC LIMIT %(page)s) AS page),
       {facets}, (SELECT count(*) FROM exact), (SELECT count(*) FROM matching)
"""
_DATED = """
WITH matching AS MATERIALIZED ({walk}),
exact AS MATERIALIZED (SELECT article_id, published_at, labels FROM matching WHERE {exact}),
told AS MATERIALIZED {counted}{others}
SELECT (SELECT json_agg(json_build_array(article_id, published_at)) FROM (
           SELECT article_id, published_at FROM exact
           ORDER BY published_at {way}, article_id {way} LIMIT %(page)s) AS page),
       {facets}, (SELECT count(*) FROM exact), (SELECT count(*) FROM matching),
       (SELECT json_build_array(article_id, published_at) FROM matching
        ORDER BY published_at {other}, article_id {other} LIMIT 1)
"""
_UNCOUNTED = {"counted": "(SELECT '' AS label, 0 AS number)", "others": "", "facets": "NULL"}


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


def _by_rank(asked: "Asked", cursor: str) -> Page:
    moment, score, last = _read_rank(cursor) if cursor else (None, None, None)
    now, spans = _spans(asked, None, newest=True)
    values = _values(asked, min(moment or now, now), spans) | {"score": score, "last": last}
    statement = _RANKED.format(
        matching=_walk(asked.query, limit="%(most)s"),
        in_headlines=_walk(
            asked.query, vector="search_headline", limit="%(headlines)s",
            # Only where there is more than was taken.
            more="AND (SELECT count(*) FROM matching) = %(most)s",
        ),
        exact=_strictly(asked.query), columns=_COLUMNS, at_hand=_at_hand(asked),
        after="(score, article_id) < (%(score)s, %(last)s)" if cursor else "TRUE", **_counting(asked),
    )  # fmt: skip
    [(found, facets, count, matching)] = rows(statement, values)
    shown = (found or [])[:PAGE_SIZE]
    following = ""
    if len(found or []) > PAGE_SIZE:
        pk, score = shown[-1]
        following = f"r{_microseconds(values['moment'])}-{score}-{pk}"
    ids = [pk for pk, _score in shown]
    return Page(ids, following, count, matching >= MOST, _told(asked, facets))


def _by_date(asked: "Asked", cursor: str, *, newest: bool) -> Page:
    begin, last = _read_date(cursor) if cursor else (None, None)
    now, spans = _spans(asked, begin, newest=newest)
    values = _values(asked, now, spans) | {"begin": begin, "last": last}
    side, way, other = ("<", "DESC", "ASC") if newest else (">", "ASC", "DESC")
    more = f"AND (published_at, article_id) {side} (%(begin)s, %(last)s)" if cursor else ""
    # Where the index decides alone, the first that it finds are the page.
    is_counted = newest and not cursor
    limit = "%(most)s" if is_counted or asked.exact else "%(page)s"
    statement = _DATED.format(
        walk=_walk(asked.query, limit=limit, way=way, more=more), exact=_strictly(asked.query), way=way, other=other,
        **(_counting(asked) if is_counted else _UNCOUNTED),
    )  # fmt: skip
    [(found, facets, count, matching, end)] = rows(statement, values)
    shown, is_bounded = (found or [])[:PAGE_SIZE], matching >= MOST
    following = ""
    if len(found or []) > PAGE_SIZE:
        following = _date_cursor(*shown[-1])
    elif is_bounded:
        # The phrase may stand in what was not looked at yet.
        following = _date_cursor(*end)
    ids = [pk for pk, _moment in shown]
    if not is_counted:
        first = _by_date(asked, "", newest=True)
        return replace(first, ids=ids, cursor=following)
    return Page(ids, following, count, is_bounded, _told(asked, facets))


def in_window(query: Query, vector: str) -> str:
    """The condition that `vector` is what `query` finds in the window `span`."""
    if query.is_anchored:
        return f"{vector} @@ %(index{query.name})s::tsquery AND {vector} @@ span.days::tsquery"
    # What is merely to be left out, or nothing: the index is asked by the days.
    return f"{vector} @@ (%(index{query.name})s::tsquery && span.days::tsquery)"


def _walk(query: Query, limit: str, *, vector: str = "search_text", way: str = "DESC", more: str = "") -> str:
    return _WALK.format(asks=in_window(query, vector), columns=_COLUMNS, way=way, limit=limit, more=more)


def _at_hand(asked: "Asked") -> str:
    return _AT_HAND.format(
        in_a_row="search_headline @@ %(phrase)s::tsquery" if asked.headline_phrase else "FALSE",
        is_filed="labels && %(keywords)s" if asked.keywords else "FALSE",
    )


def _strictly(query: Query) -> str:
    return f"search_text @@ %(exact{query.name})s::tsquery" if query.exact else "TRUE"


def _counting(asked: "Asked") -> dict[str, str]:
    """The parts of a statement that count the facets: of what was found, and of each search beside it."""
    others, told = "", ["told"]
    for query in asked.beside:
        name = f"told{query.name}"
        those = f"({_walk(query, limit='%(most)s')}) AS matching WHERE {_strictly(query)}"
        others += f",\n{name} AS MATERIALIZED {_COUNTED.format(those=those)}"
        told.append(name)
    return {
        "counted": _COUNTED.format(those="exact"),
        "others": others,
        "facets": f"json_build_array({', '.join(_FACETS.format(told=name) for name in told)})",
    }


def _told(asked: "Asked", facets: Sequence[Mapping[str, int] | None]) -> dict[str, int]:
    """How many carry each label; where one of several values is enough, as without those that are on."""
    found, *others = facets
    counts = dict(found or {})
    for query, some in zip(asked.beside, others, strict=True):
        counts |= {label: n for label, n in (some or {}).items() if label.startswith(f"{query.prefix}:")}
    return counts


def _values(asked: "Asked", moment: datetime, spans: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for query in (asked.query, *asked.beside):
        values |= {f"index{query.name}": query.at_least, f"exact{query.name}": query.exact}
    return values | {
        "words": asked.words,
        "phrase": asked.headline_phrase,
        "headline": any_of(asked.headline_keys),
        "keywords": [f"keyword:{pk}" for pk in asked.keywords],
        "moment": moment,
        "since": first_moment(asked.from_day or date(FIRST_YEAR, 1, 1)),
        "before": first_moment((asked.to_day or date(LAST_YEAR, 12, 30)) + DAY),
        "windows": list(spans),
        "most": MOST,
        "ranked": RANKED,
        "headlines": HEADLINES,
        "whole": READ_FOR_NEARNESS if asked.has_nearness else READ_WHOLE,
        "labels": LABELS,
        "page": PAGE_SIZE + 1,
    }


def _spans(asked: "Asked", begin: datetime | None, *, newest: bool) -> tuple[datetime, Sequence[str]]:
    """The database's now, and the windows to look through from `begin` on, within the days asked for."""
    assert asked.edges
    now, last, edge, oldest = asked.edges
    start = begin or (last if newest else oldest)
    if last is None or oldest is None or start is None or (start < oldest if newest else start > now):
        return now, []
    # From where the first listing is: an archive may have ended years ago.
    start = min(start, last) if newest else max(start, oldest)
    reach = last - (edge or oldest)
    since = max(publication_day(oldest if newest else start), date(FIRST_YEAR, 1, 1), asked.from_day or date.min)
    until = min(publication_day(start if newest else now), asked.to_day or date.max)
    if since > until:
        return now, []
    first = max(until - reach, since) if newest else min(since + reach, until)
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


def _date_cursor(article_id: int, published_at: str) -> str:
    return f"{datetime.fromisoformat(published_at).astimezone(UTC):%Y%m%dT%H%M%S%f}-{article_id}"


def _microseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _bad_cursor() -> BadSearchError:
    return BadSearchError(_("This page of results does not exist. Search again from the start."))
