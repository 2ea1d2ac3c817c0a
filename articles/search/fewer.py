"""Fewer words: what of a search that found nothing would find something."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from articles.models.days import publication_day

from .filters import FIRST_YEAR, BadSearchError, Request
from .patience import rows
from .understanding import Asked, understand
from .windows import DAY, Span, windows

# Of longer queries nobody knows which word is one too many.
MOST_WORDS = 6
FIRST_WINDOW = 60 * DAY
# A quotation or a condition is one piece, with the minus before it.
_PIECE = re.compile(r'[-−]?(?:\w+:)?["“„«][^"”“»]*["”“»]?|\S+')
_QUOTES = re.compile('["“”„«»]')
# What joins pieces: without one of them the rest would mean something else.
_JOINS = re.compile(r"[()|]|\bOR\b")
# Window after window: the first article that is found is enough.
_ASK = """
SELECT place FROM unnest(%(places)s::int[], %(indexes)s::text[], %(exacts)s::text[], %(windows)s::text[])
    AS asked (place, index, exact, windows)
WHERE EXISTS (
    SELECT FROM unnest(string_to_array(asked.windows, E'\\n')) AS span (days) CROSS JOIN LATERAL (
        SELECT FROM articles_listing
        WHERE search_text @@ (asked.index::tsquery && span.days::tsquery)
          AND (asked.exact = '' OR search_text @@ asked.exact::tsquery)
          AND withdrawn_at IS NULL AND published_at <= statement_timestamp()
        LIMIT 1
    ) AS found
)
ORDER BY place
"""


def fewer(request: Request) -> list[str]:
    """The same query without quotation marks, and without each of its words in turn: those that find something public.

    One statement decides; [] for queries of one word, of more than six, and of alternatives.
    """
    asked = list(_understood(request))
    if not asked:
        return []
    values: dict[str, Any] = {
        "places": list(range(len(asked))),
        "indexes": [each.index for _query, each in asked],
        "exacts": [each.exact for _query, each in asked],
        "windows": ["\n".join(_windows(each)) for _query, each in asked],
    }
    return [asked[place][0] for (place,) in rows(_ASK, values)]


def _understood(request: Request) -> Iterator[tuple[str, Asked]]:
    for query in _shorter(request.query):
        try:
            asked = understand(query, request.filters)
        except BadSearchError:
            continue
        if asked.words and not asked.is_empty:
            yield query, asked


def _shorter(query: str) -> Iterator[str]:
    if _QUOTES.search(query):
        yield " ".join(_QUOTES.sub(" ", query).split())
    pieces = _PIECE.findall(query)
    if 2 <= len(pieces) <= MOST_WORDS and not _JOINS.search(query):
        for at in range(len(pieces)):
            yield " ".join(pieces[:at] + pieces[at + 1 :])


def _windows(asked: Asked) -> list[str]:
    today = publication_day()
    since = max(asked.from_day or date.min, date(FIRST_YEAR, 1, 1))
    until = min(asked.to_day or today, today)
    if since > until:
        return []
    return list(windows(Span(since, until + DAY), max(until - FIRST_WINDOW, since), newest=True))
