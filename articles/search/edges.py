"""Where a search begins and ends: the newest and the oldest of what is public, and how far a first window reaches."""

import json
from datetime import datetime
from typing import NamedTuple

# The first window holds about so many listings.
FIRST_WINDOW = 2_000
_EDGES = """json_build_array(statement_timestamp(), (
    SELECT published_at FROM articles_listing WHERE withdrawn_at IS NULL AND published_at <= statement_timestamp()
    ORDER BY published_at DESC, article_id DESC LIMIT 1
), (
    SELECT published_at FROM articles_listing WHERE withdrawn_at IS NULL AND published_at <= statement_timestamp()
    ORDER BY published_at DESC, article_id DESC OFFSET {first} LIMIT 1
), (
    SELECT published_at FROM articles_listing WHERE withdrawn_at IS NULL ORDER BY published_at, article_id LIMIT 1
))::text"""


class Edges(NamedTuple):
    """The database's now; the newest listing, that at the end of the first window, and the oldest. None for none."""

    now: datetime
    newest: datetime | None
    edge: datetime | None
    oldest: datetime | None


def edges_sql() -> str:
    """The expression whose answer `read_edges` reads."""
    return _EDGES.format(first=FIRST_WINDOW)


def read_edges(answer: str) -> Edges:
    now, *others = json.loads(answer)
    return Edges(datetime.fromisoformat(now), *(each and datetime.fromisoformat(each) for each in others))
